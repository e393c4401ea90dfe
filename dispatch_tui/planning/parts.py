"""Which parts of a problem are solved together: the first split, neighbours, and who could take a task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from dispatch_tui.planning.problem import Problem

Parts: TypeAlias = list[tuple[list[int], list[int]]]
"""Workers and tasks, by position, of each part."""

WHOLE = 6000
"""Up to so many workers times tasks, a first plan is made in one go."""


def split(problem: Problem, workers: Sequence[int], tasks: Sequence[int]) -> Parts:
    """Workers and waiting tasks in parts small enough for a first plan, near ones together.

    Args:
        problem: the problem.
        workers: positions of workers.
        tasks: positions of tasks that wait.
    """
    if len(workers) * len(tasks) <= WHOLE or len(workers) < 4:
        return [(list(workers), list(tasks))]
    minutes = problem.travel.minutes
    places = [problem.tasks[at].place for at in tasks]
    one = max(places, key=lambda place: minutes(places[0], place))
    other = max(places, key=lambda place: minutes(one, place))

    def side(place: int) -> int:
        return minutes(one, place) - minutes(other, place)

    by_place = sorted(tasks, key=lambda at: (side(problem.tasks[at].place), at))
    by_start = sorted(workers, key=lambda at: (side(home_of(problem, at)), at))
    middle, half = len(by_start) // 2, len(by_place) * (len(by_start) // 2) // len(by_start)
    near = split(problem, by_start[:middle], by_place[:half])
    return near + split(problem, by_start[middle:], by_place[half:])


def by_urgency(problem: Problem, tasks: Iterable[int]) -> list[int]:
    """Positions of tasks, those first that matter most, then those that are due first."""
    of = problem.tasks
    return sorted(tasks, key=lambda at: (-of[at].priority, of[at].due, at))


def may_be_late(problem: Problem, workers: Iterable[int], tasks: Iterable[int]) -> bool:
    """True if a part has anything that may be late or overtime."""
    team = (problem.workers[at] for at in workers)
    return any(problem.tasks[at].latest is not None for at in tasks) or any(
        worker.latest > worker.until for worker in team
    )


def home_of(problem: Problem, at: int) -> int:
    """Where a worker with nothing to do is."""
    worker = problem.workers[at]
    return worker.start if worker.start is not None else worker.end or 0


class Nearness:
    """How near rows are to each other, kept up to date row by row.

    Rows are near when the drives between their places are short beside those within each: the energy
    distance (Székely and Rizzo, "Energy statistics", Journal of Statistical Planning and Inference 143
    (2013), 1249-1272), which needs no coordinates. An empty row is where its worker starts.

    Args:
        problem: the problem.
        minutes: its travel matrix as an array.
        numpy: the module.
    """

    def __init__(self, problem: Problem, minutes: Any, numpy: Any) -> None:
        self.problem = problem
        self._numpy = numpy
        count = len(problem.workers)
        self._minutes = minutes.astype("float32")
        self._share = numpy.zeros((count, problem.travel.size), dtype="float32")
        self._reach = numpy.zeros((count, problem.travel.size), dtype="float32")
        self._within = numpy.zeros(count, dtype="float32")

    def put(self, at: int, tasks: Sequence[int]) -> None:
        """Say what a row consists of now."""
        places = [self.problem.tasks[one].place for one in tasks] or [home_of(self.problem, at)]
        share = self._share[at]
        share[:] = 0
        for place in places:
            share[place] += 1 / len(places)
        self._reach[at] = self._minutes[places].mean(axis=0)
        self._within[at] = self._reach[at] @ share

    def order(self, at: int) -> list[int]:
        """All rows, the nearest first; the row itself leads."""
        apart = 2 * (self._share @ self._reach[at]) - self._within - self._within[at]
        apart[at] = float("-inf")
        return [int(one) for one in self._numpy.argsort(apart, kind="stable")]

    def order_for(self, task: int, workers: Iterable[int]) -> list[int]:
        """Some rows, those first that come nearest to a task."""
        place = self.problem.tasks[task].place
        to_it = self._minutes[:, place]
        far = {at: float(to_it[self._share[at] > 0].min()) for at in workers}
        return sorted(far, key=lambda at: (far[at], at))
