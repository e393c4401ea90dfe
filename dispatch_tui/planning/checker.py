"""An independent judge of plans: hard rules, times and travel, worked out anew.

It shares nothing with what made the plan: no timing, no solver, minute by minute where that is the plain
way. A plan with a fault is not shown to anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dispatch_tui.planning.problem import ANYBODY, Problem, Task, Worker
from dispatch_tui.planning.solver import Plan, Route, Stop


class Rule(StrEnum):
    """What a plan can break."""

    TWICE = "done twice"
    LOST = "neither planned nor left out"
    UNKNOWN = "not in the problem"
    SKILL = "may not do it"
    FROZEN = "moved what stands"
    WINDOW = "outside the window"
    TRAVEL = "not there in time"
    SHIFT = "outside working time"
    HOME = "home too late"
    CAPACITY = "takes too much"
    ORDER = "shown out of order"
    FIGURES = "figures do not add up"


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that a plan breaks: by whom, at what, and by how many minutes where that can be said."""

    rule: Rule
    worker: int = 0
    task: int = 0
    minutes: int = 0


def faults_of(problem: Problem, plan: Plan) -> tuple[Fault, ...]:
    """All that is wrong with a plan; empty if it may be shown."""
    found = list(_about_all(problem, plan))
    tasks = {task.id: task for task in problem.tasks}
    workers = {worker.id: worker for worker in problem.workers}
    travel = 0
    for route in plan.routes:
        worker = workers.get(route.worker)
        if worker is None or any(stop.task not in tasks for stop in route.stops):
            found.append(Fault(Rule.UNKNOWN, route.worker))
            continue
        found += _about_people(worker, route, tasks)
        found += _about_time(problem, worker, route, tasks)
        travel += route.drive_home + sum(stop.drive for stop in route.stops)
    if travel != plan.travel:
        found.append(Fault(Rule.FIGURES))
    return tuple(found)


def _about_all(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Everything once: on one row, or left out."""
    times = Counter(stop.task for route in plan.routes for stop in route.stops)
    out = Counter(left.task for left in plan.left_out if left.task)
    for route, count in Counter(route.worker for route in plan.routes).items():
        if count > 1:
            yield Fault(Rule.TWICE, route)
    for task in problem.tasks:
        count = times[task.id] + out[task.id]
        if count > 1:
            yield Fault(Rule.TWICE, task=task.id)
        elif count == 0:
            yield Fault(Rule.LOST, task=task.id)
        if (task.pinned or (task.kept and task.worker is not None)) and not times[task.id]:
            yield Fault(Rule.FROZEN, task=task.id)
    lost = sum(task.priority for task in problem.tasks if out[task.id])
    if (plan.score.lost, plan.score.out) != (lost, sum(out.values())):
        yield Fault(Rule.FIGURES)


def _about_people(worker: Worker, route: Route, tasks: dict[int, Task]) -> Iterator[Fault]:
    for stop in route.stops:
        task = tasks[stop.task]
        if task.token not in (ANYBODY, *worker.tokens):
            yield Fault(Rule.SKILL, worker.id, task.id)
        if task.pinned and task.worker != worker.id:
            yield Fault(Rule.FROZEN, worker.id, task.id)
    if worker.capacity is not None and sum(tasks[s.task].amount for s in route.stops) > worker.capacity:
        yield Fault(Rule.CAPACITY, worker.id)
    if worker.most is not None and len(route.stops) > worker.most:
        yield Fault(Rule.CAPACITY, worker.id)


def _about_time(problem: Problem, worker: Worker, route: Route, tasks: dict[int, Task]) -> Iterator[Fault]:
    at, free = worker.start, worker.spans[0][0]
    for stop in route.stops:
        task = tasks[stop.task]
        drive = 0 if at is None else problem.travel.minutes(at, task.place)
        if drive != stop.drive:
            yield Fault(Rule.FIGURES, worker.id, task.id)
        short = drive - _driven(problem, worker, free, stop.start)
        if stop.start < free or short > 1e-6:
            yield Fault(Rule.TRAVEL, worker.id, task.id, round(max(short, free - stop.start)))
        yield from _about_stop(worker, task, stop)
        if stop.shown > stop.start or stop.shown not in (stop.start, task.start):
            yield Fault(Rule.ORDER, worker.id, task.id)
        if task.pinned and stop.shown != task.start:
            yield Fault(Rule.FROZEN, worker.id, task.id)
        at, free = task.place, stop.start + task.minutes
    shown = [stop.shown for stop in route.stops]
    if shown != sorted(shown):
        yield Fault(Rule.ORDER, worker.id)
    if not route.stops:
        return
    home = 0 if at is None or worker.end is None else problem.travel.minutes(at, worker.end)
    if home != route.drive_home or route.overtime != max(0, route.home - worker.spans[-1][1]):
        yield Fault(Rule.FIGURES, worker.id)
    if route.home < free or home - _driven(problem, worker, free, route.home) > 1e-6:
        yield Fault(Rule.TRAVEL, worker.id)
    if route.home > worker.latest:
        yield Fault(Rule.HOME, worker.id, minutes=route.home - worker.latest)


def _about_stop(worker: Worker, task: Task, stop: Stop) -> Iterator[Fault]:
    """One stop against its own window and the worker's hours."""
    inside = any(since <= stop.start <= until for since, until in task.windows)
    last_from, last_until = task.windows[-1]
    late = task.latest is not None and last_from <= stop.start <= task.latest
    if not inside and not late:
        yield Fault(Rule.WINDOW, worker.id, task.id)
    if stop.late != max(0, stop.start - last_until):
        yield Fault(Rule.FIGURES, worker.id, task.id)
    for (_, since), (until, _) in pairwise(worker.spans):
        if stop.start < until and stop.start + task.minutes > since:
            yield Fault(Rule.SHIFT, worker.id, task.id)
    if not task.pinned and any(stop.start < b and stop.start + task.minutes > a for a, b in worker.off):
        yield Fault(Rule.SHIFT, worker.id, task.id)
    closes = worker.spans[-1][1] if worker.closes is None else worker.closes
    stood = task.ends if task.worker == worker.id and task.ends is not None else closes
    if stop.start + task.minutes > max(closes, stood):
        yield Fault(Rule.SHIFT, worker.id, task.id)
    if stop.start < worker.spans[0][0] or stop.start + task.minutes > worker.latest:
        yield Fault(Rule.SHIFT, worker.id, task.id)


def _driven(problem: Problem, worker: Worker, since: int, until: int) -> float:
    """How many free minutes of driving fit between two instants; none of it in a break."""
    gone = 0.0
    for minute in range(since, until):
        if any(a[1] <= minute < b[0] for a, b in pairwise(worker.spans)):
            continue
        percent = next((value for edge, value in reversed(problem.pace) if edge <= minute), 100)
        gone += 100 / percent
    return gone
