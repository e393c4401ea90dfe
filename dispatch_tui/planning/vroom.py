"""VROOM, through pyvroom: solves one part of a problem at once.

Always called in a process of its own (`process`), since it holds the interpreter for a whole solve. What
it cannot do (lateness, overtime, a price of time) is not asked of it: `ladder` judges what it answers.

Things to know of it:

- One wrong item fails the whole call, so items are made such that none is wrong.
- threads=0 kills the process (upstream 1334). Any number below that of its searches may hang it for ever:
  its threads then queue at a semaphore whose wake-ups the C++ library loses now and then
  (https://gcc.gnu.org/bugzilla/show_bug.cgi?id=98033; seen once in some 10,000 solves). So there are
  always more; the result does not depend on it.
- With breaks it refuses routes of its own as a start (upstream 1251; a test watches for the fix), so workers
  with breaks start afresh.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from dispatch_tui.planning.problem import ANYBODY, TOP_PRIORITY, Problem
from dispatch_tui.planning.schedule import arrivals
from dispatch_tui.planning.solver import NoPlanner, PlannerFailed

DEEPEST = 5
"""The most thorough exploration level."""

ALL_AT_ONCE = 64
"""Threads; more than it ever has searches (see above)."""

_PIN = 1_000_000_000
"""Tokens of pinned tasks begin here: each worker has one of their own."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a problem to be solved at once: positions of workers and tasks.

    Attributes:
        wide: True to allow what is late and overtime, as far as the problem does.
        routes: a start, by worker position; empty to start afresh.
    """

    workers: tuple[int, ...]
    tasks: tuple[int, ...]
    wide: bool
    routes: tuple[tuple[int, tuple[int, ...]], ...] = ()


class Vroom:
    """Solves parts of one problem.

    Raises:
        NoPlanner: if pyvroom is not installed.
    """

    def __init__(self, problem: Problem) -> None:
        try:
            # 0.3 s of CPU with what they bring along; only a planner's process pays it
            self._vroom: Any = importlib.import_module("vroom")
            numpy: Any = importlib.import_module("numpy")
        except ImportError as error:
            raise NoPlanner("planning needs its solver", "install dispatch-tui[planner]") from error
        self.numpy = numpy
        self.problem = problem
        size = problem.travel.size
        self.minutes = numpy.frombuffer(problem.travel.cells, dtype="uint32").reshape(size, size)
        self._most_amount = sum(task.amount for task in problem.tasks)
        percent = mean_pace(problem)
        self._scaled = self.minutes
        if percent != 100:
            self._scaled = ((self.minutes.astype("uint64") * percent + 99) // 100).astype("uint32")

    def solve(self, part: Part, level: int, seconds: float | None = None) -> dict[int, list[int]]:
        """Task positions in order by worker position; tasks that are in no route found no place.

        Args:
            part: what to solve.
            level: 0 (quick) to 5 (thorough).
            seconds: give up improving after about so long; None never.

        Raises:
            PlannerFailed: if the solver refused the part.
        """
        workers = [at for at in part.workers if self._window(at, part.wide) is not None]
        tasks = [at for at in part.tasks if self._windows(at, part.wide)]
        if not workers or not tasks:
            return {}
        given = self._vroom.Input()
        dear = self._add_matrices(given, workers, tasks)
        steps = dict(part.routes)
        for rank, at in enumerate(workers):
            ends = (rank, len(workers) + rank)
            profile = _profile(at) if at in dear else "car"
            given.add_vehicle(self._vehicle(at, ends, profile, part.wide, steps.get(at, ())))
        for rank, at in enumerate(tasks):
            given.add_job(self._job(at, 2 * len(workers) + rank, part.wide))
        timeout = None if seconds is None else timedelta(seconds=max(seconds, 0.01))
        try:
            found = given.solve(min(level, DEEPEST), nb_threads=ALL_AT_ONCE, timeout=timeout)
        except Exception as error:  # the library has no base of its own for its errors
            if part.routes:  # a start that it does not like is no reason to have no plan
                return self.solve(Part(part.workers, part.tasks, part.wide), level, seconds)
            raise PlannerFailed("the solver refused the day", str(error)) from error
        return self._routes(found)

    # -- parts of the input

    def _add_matrices(self, given: Any, workers: Sequence[int], tasks: Sequence[int]) -> set[int]:
        """Travel between starts, ends and tasks, each a location of its own.

        Returns:
            Those for whom some task costs more than its drive; each has a matrix of costs.
        """
        problem = self.problem
        places = [problem.workers[at].start or 0 for at in workers]
        places += [problem.workers[at].end or 0 for at in workers]
        places += [problem.tasks[at].place for at in tasks]
        durations = self._scaled[self.numpy.ix_(places, places)]
        given.set_durations_matrix("car", durations)
        dear = set()
        for at in workers:
            worker = problem.workers[at].id
            prices = [problem.tasks[one].price(worker) for one in tasks]
            if not any(prices):
                continue
            costs = durations.astype("int64")
            costs[:, 2 * len(workers) :] += self.numpy.array(prices, dtype="int64")
            given.set_durations_matrix(_profile(at), durations)
            given.set_costs_matrix(_profile(at), costs.clip(min=0).astype("uint32"))
            dear.add(at)
        return dear

    def _window(self, at: int, wide: bool) -> tuple[int, int] | None:
        """When a worker can be under way; None if never."""
        worker = self.problem.workers[at]
        until = worker.latest if wide else worker.until
        return (worker.since, until) if worker.since < until else None

    def _windows(self, at: int, wide: bool) -> list[tuple[int, int]]:
        task = self.problem.tasks[at]
        return list(arrivals(task) if wide or task.pinned else task.windows)

    def _vehicle(self, at: int, ends: tuple[int, int], profile: str, wide: bool, route: Sequence[int]) -> Any:
        vroom, worker = self._vroom, self.problem.workers[at]
        gaps = [(a[1], b[0]) for a, b in pairwise(worker.spans)]
        bounds: dict[str, Any] = {}
        if worker.most is not None:
            bounds["max_tasks"] = worker.most
        if self._most_amount:
            bounds["capacity"] = [self._most_amount if worker.capacity is None else worker.capacity]
        return vroom.Vehicle(
            at + 1,
            start=None if worker.start is None else ends[0],
            end=None if worker.end is None else ends[1],
            profile=profile,
            skills={*worker.tokens, _PIN + at},
            time_window=vroom.TimeWindow(*(self._window(at, wide) or (0, 0))),
            breaks=[
                vroom.Break(number, [vroom.TimeWindow(since, since)], until - since)
                for number, (since, until) in enumerate(gaps, 1)
            ],
            steps=() if gaps else tuple(vroom.VehicleStep("single", one + 1) for one in route),
            **bounds,
        )

    def _job(self, at: int, location: int, wide: bool) -> Any:
        problem, vroom = self.problem, self._vroom
        task = problem.tasks[at]
        skills = {task.token} if task.token != ANYBODY else set()
        if task.pinned and task.worker is not None:
            skills = {_PIN + problem.worker_index[task.worker]}
        bounds = {"delivery": [task.amount]} if self._most_amount else {}
        return vroom.Job(
            at + 1,
            location=location,
            default_service=task.minutes,
            skills=skills,
            priority=TOP_PRIORITY if task.pinned or task.kept else task.priority,
            time_windows=[vroom.TimeWindow(*window) for window in self._windows(at, wide)],
            **bounds,
        )

    def _routes(self, found: Any) -> dict[int, list[int]]:
        # The table behind Solution.routes, without the data frame around it, which costs 2 ms.
        table = self.numpy.asarray(found._routes_numpy())
        routes: dict[int, list[int]] = {}
        for vehicle, kind, task in zip(table["vehicle_id"], table["type"], table["id"], strict=True):
            if kind == b"job":
                routes.setdefault(int(vehicle) - 1, []).append(int(task) - 1)
        return routes


def _profile(at: int) -> str:
    return f"car{at}"


def mean_pace(problem: Problem) -> int:
    """Percent of the matrix that drives take on average over the hours that are planned."""
    if not problem.pace or not problem.workers:
        return 100
    since = min(worker.since for worker in problem.workers)
    until = max(worker.until for worker in problem.workers)
    edges = [since, *(edge for edge, _ in problem.pace if since < edge < until), until]
    total = sum(
        (later - edge) * next((percent for at, percent in reversed(problem.pace) if at <= edge), 100)
        for edge, later in pairwise(edges)
    )
    return round(total / max(1, until - since))
