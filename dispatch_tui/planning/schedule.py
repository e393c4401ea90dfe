"""The times of one worker's tasks in a given order, and what the row costs.

This is what every plan is timed and priced by; the solver's own times are not taken over. A task that
stood with the same worker keeps its start wherever it can, so that nothing moves that need not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dispatch_tui.planning.problem import Problem, Task, Worker

STEP = 5
"""New starts are on the 5 minutes where that costs nobody their window."""

_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """One worker's row, timed.

    Attributes:
        starts: arrivals, in order.
        shown: planned starts, where each stands on the board; what is late keeps the start it has as long
            as the order and what is new beside it allow.
        drives: minutes of driving on a free road before each task, and at last to the end.
        late: minutes after the window, by task.
        home: when they are at their end.
        overtime: minutes of that past the shift.
        price: what disruption and preference cost, in minutes of travel.
        cost: all of it, in minutes of travel.
    """

    starts: tuple[int, ...]
    shown: tuple[int, ...]
    drives: tuple[int, ...]
    late: tuple[int, ...]
    home: int
    overtime: int
    price: int
    cost: int

    @property
    def travel(self) -> int:
        """Minutes of driving in all."""
        return sum(self.drives)


class Road:
    """How a worker gets on: drives take longer in traffic, and nothing happens in breaks.

    Args:
        pace: (from minute, percent) of the problem.
        gaps: (from, until) of the worker's breaks and time off, ascending.
        off: those in which they drive, and do only what is pinned.
    """

    def __init__(
        self,
        pace: Sequence[tuple[int, int]],
        gaps: Sequence[tuple[int, int]],
        off: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.gaps = tuple(gaps)
        self._closed = tuple(sorted({*gaps, *off}))
        edges = sorted({edge for edge, _ in pace} | {edge for gap in gaps for edge in gap})
        self._edges = edges
        self._rates = [self._rate(pace, edge) for edge in edges]

    def _rate(self, pace: Sequence[tuple[int, int]], edge: int) -> float:
        if any(since <= edge < until for since, until in self.gaps):
            return 0.0
        percent = 100
        for since, value in pace:
            if since <= edge:
                percent = value
        return 100 / percent

    def drive(self, leaves: int, minutes: int) -> int:
        """When a drive of so many free minutes ends."""
        if not self._edges or not minutes:
            return leaves + minutes
        at, left, rate = float(leaves), float(minutes), 1.0
        for edge, next_rate in zip(self._edges, self._rates, strict=True):
            if edge > at:
                if (edge - at) * rate >= left - _HAIR:
                    break
                left -= (edge - at) * rate
                at = float(edge)
            rate = next_rate
        return math.ceil(at + left / rate - _HAIR)

    def leave_by(self, arrives: int, minutes: int) -> int:
        """The latest departure of a drive that has ended by an instant."""
        if not self._edges or not minutes:
            return arrives - minutes
        at, left = float(arrives), float(minutes)
        for index in range(len(self._edges) - 1, -1, -1):
            edge, rate = self._edges[index], self._rates[index]
            if edge >= at:
                continue
            if rate and (at - edge) * rate >= left - _HAIR:
                return math.floor(at - left / rate + _HAIR)
            left -= (at - edge) * rate
            at = float(edge)
        return math.floor(at - left + _HAIR)

    def after_gaps(self, start: int, task: Task) -> int:
        """The first start from then on at which work on a task is not cut by a break.

        What is pinned over a break is worked through it; but nobody arrives in one.
        """
        for gap in self._closed:
            if start < gap[1] and start + self._work(task, gap) > gap[0]:
                start = gap[1]
        return start

    def before_gaps(self, start: int, task: Task) -> int:
        """The last start until then at which work on a task is not cut by a break (see `after_gaps`)."""
        for gap in reversed(self._closed):
            work = self._work(task, gap)
            if start < gap[1] and start + work > gap[0]:
                start = gap[0] - work
        return start

    def _work(self, task: Task, gap: tuple[int, int]) -> int:
        """How much of a task a break must not cut."""
        return 1 if task.pinned and gap not in self.gaps else max(task.minutes, 1)


class Timing:
    """Times and prices the rows of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._roads: dict[int, Road] = {}
        self._shared: dict[tuple[tuple[tuple[int, int], ...], ...], Road] = {}

    def road(self, worker: Worker) -> Road:
        """How a worker gets on."""
        found = self._roads.get(worker.id)
        if found is None:
            gaps = tuple((a[1], b[0]) for a, b in pairwise(worker.spans))
            found = self._shared.get((gaps, worker.off))
            if found is None:
                found = self._shared[gaps, worker.off] = Road(self.problem.pace, gaps, worker.off)
            self._roads[worker.id] = found
        return found

    def row(self, worker: Worker, tasks: Sequence[Task], as_is: bool = False) -> Row | None:
        """A worker's tasks in this order; None if they cannot be done so.

        First as little late as the order allows, then each where it stood, if it can.

        Args:
            worker: who.
            tasks: in the order they are gone to.
            as_is: True to begin nothing before the start that it has, as the board's forecast does.
        """
        if not self._takes(worker, tasks):
            return None
        road = self.road(worker)
        drives = self.drives(worker, tasks)
        earliest = self._earliest(worker, tasks, drives, road, as_is)
        if earliest is None:
            return None
        latest = self._latest(worker, tasks, drives, road, earliest)
        if latest is None:
            return None
        free, starts = worker.since, []
        for task, drive, last in zip(tasks, drives, latest, strict=False):
            ready = _held(task, road.drive(free, drive), as_is)
            first = first_fit(task, ready, road)
            if first is None or first > last:
                return None
            starts.append(_chosen(task, worker, first, last, road))
            free = starts[-1] + task.minutes
        home = road.drive(free, drives[-1])
        done = (start + task.minutes <= worker.bound(task) for start, task in zip(starts, tasks, strict=True))
        if home > worker.latest or not all(done):
            return None
        shown = planned_starts(worker, tasks, starts)
        return None if shown is None else self._priced(worker, tasks, tuple(starts), shown, drives, home)

    def drives(self, worker: Worker, tasks: Sequence[Task]) -> tuple[int, ...]:
        """Free minutes before each task and, at last, to the worker's end."""
        minutes = self.problem.travel.minutes
        found, at = [], worker.start
        for task in tasks:
            found.append(0 if at is None else minutes(at, task.place))
            at = task.place
        idle = not tasks or at is None or worker.end is None
        found.append(0 if idle else minutes(at or 0, worker.end or 0))
        return tuple(found)

    def _takes(self, worker: Worker, tasks: Sequence[Task]) -> bool:
        if worker.most is not None and len(tasks) > worker.most:
            return False
        if worker.capacity is not None and sum(task.amount for task in tasks) > worker.capacity:
            return False
        return all(worker.may(task) for task in tasks)

    def _earliest(
        self, worker: Worker, tasks: Sequence[Task], drives: Sequence[int], road: Road, as_is: bool
    ) -> list[int] | None:
        free, found = worker.since, []
        for task, drive in zip(tasks, drives, strict=False):
            start = first_fit(task, _held(task, road.drive(free, drive), as_is), road)
            if start is None:
                return None
            found.append(start)
            free = start + task.minutes
        home = road.drive(free, drives[-1])
        found.append(home)
        return found if home <= worker.latest else None

    def _latest(
        self, worker: Worker, tasks: Sequence[Task], drives: Sequence[int], road: Road, earliest: list[int]
    ) -> list[int] | None:
        """The last start of each that makes nothing late, and nobody late home, that need not be."""
        by, found = max(worker.until, earliest[-1]), []
        for at in range(len(tasks) - 1, -1, -1):
            task = tasks[at]
            leaves = road.leave_by(by, drives[at + 1]) - task.minutes
            start = last_fit(task, min(leaves, max(task.due, earliest[at])), road)
            if start is None:
                return None
            found.append(start)
            by = start
        return found[::-1]

    def _priced(
        self,
        worker: Worker,
        tasks: Sequence[Task],
        starts: tuple[int, ...],
        shown: tuple[int, ...],
        drives: tuple[int, ...],
        home: int,
    ) -> Row:
        late = tuple(max(0, start - task.due) for task, start in zip(tasks, starts, strict=True))
        overtime = max(0, home - worker.until) if tasks else 0
        price = 0
        for task, start in zip(tasks, starts, strict=True):
            price += task.price(worker.id)
            if task.told is not None and abs(start - task.told) > task.told_slack:
                price += task.told_price
        problem = self.problem
        cost = sum(drives) + price + problem.late_price * sum(late) + problem.overtime_price * overtime
        return Row(starts, shown, drives, late, home, overtime, price, cost)


def planned_starts(worker: Worker, tasks: Sequence[Task], starts: Sequence[int]) -> tuple[int, ...] | None:
    """The starts that a row has on the board, which goes through it in their order.

    Returns:
        None if something pinned would change its place in the order, or share its time with what is new; or
        if anything were given a start after the shift.
    """
    found: list[int] = []
    free_from, new_until = -1, -1
    for task, start in zip(tasks, starts, strict=True):
        stands = task.worker == worker.id and task.start is not None and task.start <= start
        shown = task.start if stands and task.start is not None else start
        fits = shown >= max(free_from, new_until)
        if not fits:
            if task.pinned:
                return None
            shown, stands = start, False
        if shown >= worker.until and not stands:
            return None
        found.append(shown)
        free_from = shown if stands else shown + 1
        new_until = shown + task.minutes if shown != task.start or task.worker != worker.id else -1
    return tuple(found)


def arrivals(task: Task) -> tuple[tuple[int, int], ...]:
    """When one may arrive at a task, late or not."""
    if task.latest is None or task.latest <= task.due:
        return task.windows
    return (*task.windows[:-1], (task.windows[-1][0], task.latest))


def first_fit(task: Task, ready: int, road: Road) -> int | None:
    """The first start from then on that a task's windows and the breaks allow."""
    for since, until in arrivals(task):
        start = road.after_gaps(max(ready, since), task)
        if start <= until:
            return start
    return None


def last_fit(task: Task, by: int, road: Road) -> int | None:
    """The last start until then that a task's windows and the breaks allow."""
    for since, until in reversed(arrivals(task)):
        start = road.before_gaps(min(by, until), task)
        if start >= since:
            return start
    return None


def _held(task: Task, ready: int, as_is: bool) -> int:
    """When a task can be begun: where the row stays as it is, not before its start."""
    return max(ready, task.start) if as_is and task.start is not None else ready


def _chosen(task: Task, worker: Worker, first: int, last: int, road: Road) -> int:
    """Where a task starts between the first and the last start that it could have."""
    wanted = first if task.worker is not None or first % STEP == 0 else first + STEP - first % STEP
    if task.told is not None:
        wanted = max(first, task.told)
    elif task.start is not None and (task.worker in (None, worker.id) or task.start <= task.due):
        wanted = max(first, task.start)
    found = first_fit(task, wanted, road)
    return first if found is None or found > last else found
