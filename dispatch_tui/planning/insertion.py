"""One task into rows that stay as they are: the cheapest place, with nothing else moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dispatch_tui.planning.problem import Problem
from dispatch_tui.planning.schedule import Row, Timing


def cheapest(
    problem: Problem,
    timing: Timing,
    orders: Sequence[Sequence[int]],
    rows: Sequence[Row],
    task: int,
    workers: Iterable[int],
) -> tuple[int, list[int], Row] | None:
    """Where a task costs least: worker position, the row's order with it, and the row.

    Args:
        problem: the problem.
        timing: of it.
        orders: task positions in order, by worker position.
        rows: those, timed.
        task: position of the task.
        workers: positions of those who are asked.
    """
    best: tuple[int, list[int], Row] | None = None
    least = None
    for at in workers:
        worker, order = problem.workers[at], orders[at]
        for place in range(len(order) + 1):
            tried = [*order[:place], task, *order[place:]]
            row = timing.row(worker, [problem.tasks[one] for one in tried])
            if row is not None and (least is None or row.cost - rows[at].cost < least):
                least = row.cost - rows[at].cost
                best = at, tried, row
    return best
