"""Timed rows as the routes of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch_tui.planning.problem import Problem
from dispatch_tui.planning.schedule import Row
from dispatch_tui.planning.solver import Route, Stop


def routes_of(problem: Problem, orders: Sequence[Sequence[int]], rows: Sequence[Row]) -> tuple[Route, ...]:
    """A route for each worker, in the problem's order.

    Args:
        problem: the problem.
        orders: task positions in order, by worker position.
        rows: those, timed.
    """
    return tuple(
        Route(
            worker.id,
            tuple(
                Stop(problem.tasks[one].id, start, shown, drive, late)
                for one, start, shown, drive, late in zip(
                    order, row.starts, row.shown, row.drives, row.late, strict=False
                )
            ),
            row.drives[-1],
            row.home,
            row.overtime,
        )
        for worker, order, row in zip(problem.workers, orders, rows, strict=True)
    )
