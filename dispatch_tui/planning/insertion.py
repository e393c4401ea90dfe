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
    shift_price: int = 0,
) -> tuple[int, list[int], Row] | None:
    """Where a task costs least: worker position, the row's order with it, and the row.

    Args:
        problem: the problem.
        timing: of it.
        orders: task positions in order, by worker position.
        rows: those, timed.
        task: position of the task.
        workers: positions of those who are asked.
        shift_price: minutes of travel that giving another start to what stands must save.
    """
    best: tuple[int, list[int], Row] | None = None
    least = None
    for at in workers:
        worker, order = problem.workers[at], orders[at]
        for place in range(len(order) + 1):
            tried = [*order[:place], task, *order[place:]]
            tasks = [problem.tasks[one] for one in tried]
            row = timing.row(worker, tasks)
            if row is None:
                continue
            cost = row.cost - rows[at].cost
            if shift_price:
                starts = zip(tasks, row.shown, strict=True)
                cost += shift_price * sum(one.worker == worker.id and one.start != at_ for one, at_ in starts)
            if least is None or cost < least:
                least = cost
                best = at, tried, row
    return best
