"""Why a task found no place, and what would open the gate: as data, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch_tui.planning.problem import Gate, LeftOut, Opening, Problem, Task, Way, Worker
from dispatch_tui.planning.schedule import Row, Timing

LONGER = 4 * 60
"""Nobody is asked to stay longer than this past the shift."""

NAMED = 3
"""So many technicians are named for each way."""

LOOKED_AT = 40
"""So many tasks are looked into; of more, the gate alone is told."""

NEVER = 10_000_000
"""A minute after all."""


def why_left_out(
    problem: Problem,
    orders: Sequence[Sequence[int]],
    waiting: Sequence[int],
    timing: Timing,
    explained: bool = True,
) -> tuple[LeftOut, ...]:
    """What a plan leaves out, with what was kept out of the problem before.

    Args:
        problem: the problem.
        orders: positions of tasks in order, by position of the worker.
        waiting: positions of the tasks that found no place.
        timing: of the problem.
        explained: False for the names only, as while a plan is still being made.
    """
    found = list(problem.left_out)
    for rank, at in enumerate(waiting):
        task = problem.tasks[at]
        able = [one for one, worker in enumerate(problem.workers) if worker.may(task)]
        ids = tuple(problem.workers[one].id for one in able)
        gate = Gate.ROOM if able else Gate.SKILL
        opens: tuple[Opening, ...] = (Opening(Way.OTHER_DAY),)
        if explained and able:
            gate, opens = _looked_into(problem, task, able, orders, timing, rank < LOOKED_AT)
        found.append(LeftOut(gate, task.call_id, task.visit_id, task.id, able=ids, opens=opens))
    return tuple(found)


def _looked_into(
    problem: Problem,
    task: Task,
    able: Sequence[int],
    orders: Sequence[Sequence[int]],
    timing: Timing,
    closely: bool,
) -> tuple[Gate, tuple[Opening, ...]]:
    """The gate, with nobody else in the way or with all; and the openings, cheapest first."""
    workers = [problem.workers[at] for at in able]
    if any(timing.row(worker, (task,)) is not None for worker in workers):
        ways = _ways(problem, task, able, orders, timing) if closely else ()
        return Gate.ROOM, (*ways, Opening(Way.OTHER_DAY))
    loose = _any_time(task)
    alone = {worker.id: timing.row(worker, (loose,)) for worker in workers}
    early = sorted((row.starts[0], key) for key, row in alone.items() if row is not None)
    if early:
        ways = tuple(Opening(Way.PROMISE, (key,), minute=start) for start, key in early[:NAMED])
        return Gate.WINDOW, (*ways, Opening(Way.OTHER_DAY))
    longer = {worker.id: timing.row(_longer(worker), (loose,)) for worker in workers}
    more = sorted((row.overtime, key) for key, row in longer.items() if row is not None)
    ways = tuple(Opening(Way.OVERTIME, (key,), minutes=over) for over, key in more[:NAMED])
    return Gate.SHIFT, (*ways, Opening(Way.OTHER_DAY))


def _ways(
    problem: Problem, task: Task, able: Sequence[int], orders: Sequence[Sequence[int]], timing: Timing
) -> tuple[Opening, ...]:
    """What it would take to squeeze a task in somewhere, as the rows are."""
    loose = _any_time(task)
    promises: list[tuple[int, int]] = []
    overtimes: list[tuple[int, int]] = []
    for at in able:
        worker = problem.workers[at]
        order = [problem.tasks[one] for one in orders[at]]
        squeezed = [
            row
            for place in range(len(order) + 1)
            for row in [timing.row(_longer(worker), [*order[:place], loose, *order[place:]])]
            if row is not None and not _others_later(row, place, order)
        ]
        on_time = [row.overtime for row in squeezed if not sum(row.late)]
        if on_time:
            overtimes.append((min(on_time), worker.id))
        in_shift = [
            task.due + max(row.late) for row in squeezed if row.home <= worker.until and max(row.late) > 0
        ]
        if in_shift:
            promises.append((min(in_shift), worker.id))
    found = [Opening(Way.PROMISE, (key,), minute=minute) for minute, key in sorted(promises)[:NAMED]]
    return (
        *found,
        *(Opening(Way.OVERTIME, (key,), minutes=over) for over, key in sorted(overtimes)[:NAMED] if over),
    )


def _others_later(row: Row, place: int, order: Sequence[Task]) -> bool:
    """True if a task squeezed in makes another one late."""
    late = [*row.late[:place], *row.late[place + 1 :]]
    return any(minutes and task.latest is None for minutes, task in zip(late, order, strict=True))


def _any_time(task: Task) -> Task:
    return replace(task, latest=NEVER, told=None)


def _longer(worker: Worker) -> Worker:
    until = worker.until + LONGER
    return replace(worker, latest=max(worker.latest, until), closes=until)
