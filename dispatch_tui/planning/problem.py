"""What is to be planned, as plain whole numbers: tasks, workers, and the travel between places.

Nothing here knows of shops, calls or clocks; `mapping` makes a problem of a shop's day, and the numbers
are minutes from its epoch. A problem crosses to another process and is the same there.

The words: a *task* is one visit to be made; a *worker* is a technician with what is left of their day;
what stands and may not move is either cut out (the worker starts where and when it ends) or *pinned*.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

ANYBODY = 0
"""The token of a task that any worker may do."""

TOP_PRIORITY = 100


class Gate(StrEnum):
    """What keeps a call off the board, in the order in which they are looked at."""

    MINUTES = "minutes"
    """No length is known; missing data is not permission."""
    PART = "part"
    """What must be at hand is not."""
    DAY = "day"
    """The promised window lies on another day."""
    SKILL = "skill"
    """Nobody who works holds every skill, or may do it."""
    SHIFT = "shift"
    """Who may do it has no working time left."""
    WINDOW = "window"
    """Who may do it cannot be there within the window, even with nothing else to do."""
    ROOM = "room"
    """Everybody who could is full."""
    RESERVE = "reserve"
    """What is free is kept for emergencies; looked at before anybody's row is."""
    FROZEN = "frozen"
    """It stands with somebody who is out, and they have been told of it or it is locked to them."""


class Way(StrEnum):
    """What would open a gate."""

    LENGTH = "length"
    """Say how long the work takes."""
    PART_READY = "part ready"
    SKILLED = "skilled"
    """One of these technicians, who may do it but does not work now."""
    PROMISE = "promise"
    """A window until this minute, with this technician."""
    OVERTIME = "overtime"
    """So many minutes past the shift, with this technician."""
    OTHER_DAY = "other day"
    RELEASE = "release"
    """Release or unlock it first."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing that would open a gate.

    Attributes:
        workers: whom it concerns.
        minute: until when, from the epoch, for `Way.PROMISE`.
        minutes: how many, for `Way.OVERTIME`.
    """

    way: Way
    workers: tuple[int, ...] = ()
    minute: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A call that finds no place: the gate that failed, and what would open it.

    Attributes:
        task: id of the task; 0 if it was kept out of the problem before.
        skills: what nobody holds together, for `Gate.SKILL`.
        able: workers who may do it.
    """

    gate: Gate
    call_id: int
    visit_id: int = 0
    task: int = 0
    skills: tuple[str, ...] = ()
    able: tuple[int, ...] = ()
    opens: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One visit to be made.

    Attributes:
        place: index into the travel matrix.
        minutes: time on site.
        windows: (from, until) of the arrival, both included, ascending and apart.
        latest: the arrival may be as late as this, at the price of lateness; None for never late.
        priority: 0 to 100; of tasks that do not all find room, the sum of these is kept highest.
        token: what a worker must hold to do it; ANYBODY for nothing.
        amount: of the worker's capacity it takes.
        pinned: it stands with `worker`, may not be left out, and is proposed no change.
        kept: it may not be left out.
        worker, start: who has it now, and when; None for who waits.
        ends: when it ends as it stands; with `worker` it may end then though that is after they close.
        move_price: minutes of travel that giving it to another must save.
        told: the arrival the customer has been told; other arrivals by more than `told_slack` cost
            `told_price`.
        prices: (worker, minutes) of preference.
        call_id, visit_id: what it stands for; 0 for nothing.
    """

    id: int
    place: int
    minutes: int
    windows: tuple[tuple[int, int], ...]
    latest: int | None = None
    priority: int = 50
    token: int = ANYBODY
    amount: int = 0
    pinned: bool = False
    kept: bool = False
    worker: int | None = None
    start: int | None = None
    ends: int | None = None
    move_price: int = 0
    told: int | None = None
    told_slack: int = 0
    told_price: int = 0
    prices: tuple[tuple[int, int], ...] = ()
    call_id: int = 0
    visit_id: int = 0

    @property
    def due(self) -> int:
        """The end of the last window: who arrives after it is late."""
        return self.windows[-1][1]

    def price(self, worker: int) -> int:
        """What giving it to a worker costs, in minutes of travel."""
        moved = self.move_price if self.worker is not None and self.worker != worker else 0
        return moved + sum(price for one, price in self.prices if one == worker)


@dataclass(frozen=True, slots=True)
class Worker:
    """A technician, and what is left of their day.

    Attributes:
        start: place index where they are when the first span begins; None for wherever the first task is.
        end: place index where they must end; None for wherever the last task is.
        spans: (from, until) of working time, ascending; what lies between is a break or time off, in
            which nobody works or drives.
        latest: they must have ended by then; past the last span's end it is overtime, at its price.
        closes: what is on the row must be done by then, unless it ends later as it stands; None for the
            last span's end.
        off: breaks in which something pinned is done all the same, and nothing else.
        tokens: what they may do.
        capacity: how much they can take; None without bound.
        most: how many tasks they can take; None without bound.
    """

    id: int
    start: int | None
    end: int | None
    spans: tuple[tuple[int, int], ...]
    latest: int
    tokens: frozenset[int] = frozenset()
    closes: int | None = None
    off: tuple[tuple[int, int], ...] = ()
    capacity: int | None = None
    most: int | None = None

    @property
    def since(self) -> int:
        """When they are free first."""
        return self.spans[0][0]

    def bound(self, task: Task) -> int:
        """When a task must have been done with them."""
        closes = self.until if self.closes is None else self.closes
        return max(closes, task.ends) if task.ends is not None and task.worker == self.id else closes

    @property
    def until(self) -> int:
        """When their shift ends."""
        return self.spans[-1][1]

    def may(self, task: Task) -> bool:
        """True if they hold the task's token, and it is not pinned to another."""
        if task.pinned and task.worker != self.id:
            return False
        return task.token == ANYBODY or task.token in self.tokens


@dataclass(frozen=True, slots=True)
class Matrix:
    """Minutes of driving between places on a free road, row by row."""

    size: int
    cells: array[int]

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Matrix:
        """A matrix of rows, all as long as there are rows."""
        held = [array("I", row) for row in rows]
        cells = array("I")
        for row in held:
            if len(row) != len(held):
                raise ValueError("a travel matrix is square")
            cells.extend(row)
        return cls(len(held), cells)

    @classmethod
    def measured(cls, size: int, minutes: Callable[[int, int], int]) -> Matrix:
        """A matrix of a function of two indexes."""
        return cls.of([minutes(a, b) if a != b else 0 for b in range(size)] for a in range(size))

    def minutes(self, a: int, b: int) -> int:
        """From a to b."""
        return self.cells[a * self.size + b]


@dataclass(frozen=True)
class Problem:
    """All that a planner is told.

    Attributes:
        pace: (from minute, percent) ascending: from then on drives take that many hundredths of the matrix.
        late_price: minutes of travel that a minute late is worth.
        overtime_price: minutes of travel that a minute of overtime is worth.
        left_out: calls that were kept out, each with the gate.
        epoch: the instant of minute 0; None if the numbers stand for nothing.
    """

    tasks: tuple[Task, ...]
    workers: tuple[Worker, ...]
    travel: Matrix
    pace: tuple[tuple[int, int], ...] = ()
    late_price: int = 3
    overtime_price: int = 1
    left_out: tuple[LeftOut, ...] = ()
    epoch: datetime | None = None

    @cached_property
    def task_index(self) -> dict[int, int]:
        """Position by task id."""
        return {task.id: at for at, task in enumerate(self.tasks)}

    @cached_property
    def worker_index(self) -> dict[int, int]:
        """Position by worker id."""
        return {worker.id: at for at, worker in enumerate(self.workers)}

    def able(self, task: Task) -> tuple[int, ...]:
        """Ids of the workers who may do a task."""
        return tuple(worker.id for worker in self.workers if worker.may(task))

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the numbers themselves; a solver refuses all for one wrong item."""
        found = []
        places = range(self.travel.size)
        if len(self.task_index) != len(self.tasks) or len(self.worker_index) != len(self.workers):
            found.append("ids are not unique")
        for task in self.tasks:
            if task.place not in places:
                found.append(f"task {task.id} has no place")
            if task.minutes < 0 or task.amount < 0:
                found.append(f"task {task.id} has a negative length or amount")
            if not 0 <= task.priority <= TOP_PRIORITY:
                found.append(f"task {task.id} has priority {task.priority}")
            if not _ascending(task.windows):
                found.append(f"task {task.id} has no window, or windows out of order")
            if task.pinned and task.worker not in self.worker_index:
                found.append(f"task {task.id} is pinned to nobody")
        for worker in self.workers:
            ends = [end for end in (worker.start, worker.end) if end is not None]
            if any(end not in places for end in ends):
                found.append(f"worker {worker.id} has no place")
            if not _ascending(worker.spans):
                found.append(f"worker {worker.id} has no working time, or spans out of order")
            elif worker.latest < worker.until:
                found.append(f"worker {worker.id} must end before the shift does")
        return tuple(found)


def _ascending(spans: tuple[tuple[int, int], ...]) -> bool:
    """True if there are spans, none negative, each after the one before."""
    apart = all(a[1] < b[0] for a, b in pairwise(spans))
    return bool(spans) and apart and all(0 <= since <= until for since, until in spans)
