"""The ground that a problem stands on: travel between its places, hours, and what is late already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from dispatch_tui.core.model import Place
from dispatch_tui.core.travel import Travel
from dispatch_tui.planning.problem import TOP_PRIORITY, Matrix, Problem
from dispatch_tui.planning.schedule import Timing

EVER = 3 * 24 * 60
"""A minute after the day, whatever its shifts: nothing late is refused for that alone."""

MatrixOf: TypeAlias = Callable[[Sequence[Place | None]], Matrix]
"""Minutes on a free road between places, in order; unknown ones are None."""


def free_matrix(travel: Travel) -> MatrixOf:
    """The matrix of the shop's travel, in one go; a place is no way from itself, also where it is unknown."""

    def measured(places: Sequence[Place | None]) -> Matrix:
        rows = [list(row) for row in travel.matrix(places, places).minutes]
        for at, row in enumerate(rows):
            row[at] = 0
        return Matrix.of(rows)

    return measured


def widened(problem: Problem) -> Problem:
    """The same, with what is late as it stands allowed to be as late, and who is home late as late.

    A row that cannot be timed as it stands, whatever the reason, is no part of the problem: nothing on it
    moves and nothing comes to it, and all the others can be planned.
    """
    standing = [task for task in problem.tasks if task.worker is not None]
    ever = {task.id: replace(task, latest=EVER, ends=EVER) for task in standing}
    timing = Timing(problem)
    tasks = {task.id: task for task in problem.tasks}
    workers = []
    for worker in problem.workers:
        row = sorted(
            (task for task in ever.values() if task.worker == worker.id),
            key=lambda task: (task.start or 0, task.id),
        )
        found = timing.row(replace(worker, latest=EVER), row, as_is=True)
        if found is None:
            for task in row:
                del tasks[task.id]
            continue
        for task, start in zip(row, found.starts, strict=True):
            known = replace(tasks[task.id], ends=start + task.minutes)
            if start > known.due:
                held = known.pinned or known.windows == ((known.start, known.start),)
                priority = TOP_PRIORITY if held else known.priority
                known = replace(known, latest=start, pinned=held, priority=priority)
            tasks[task.id] = known
        workers.append(replace(worker, latest=max(worker.latest, found.home if row else 0)))
    return replace(problem, tasks=tuple(tasks.values()), workers=tuple(workers))


def joined(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(until, found[-1][1])
        else:
            found.append((since, until))
    return tuple(found)
