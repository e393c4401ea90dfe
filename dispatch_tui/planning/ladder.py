"""The ladder: an anytime planner of many small solves.

A first plan (what stands, and what waits placed part by part at the quickest level), then sweeps: take
a row and the nearest others, solve them anew with what waits near by, and keep it if it is better. When
a sweep brings nothing, the next rung has larger neighbourhoods and more thorough solves (POPMUSIC: Taillard
and Voss, "POPMUSIC: Partial optimization metaheuristic under special intensification conditions", in
"Essays and Surveys in Metaheuristics", Kluwer 2002, 613-629).

Every answer of the solver is timed and priced here (`schedule`), and taken only if it is better in what
counts: what finds no place, then travel, lateness, overtime and the price of disruption.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dispatch_tui.planning.gates import why_left_out
from dispatch_tui.planning.insertion import cheapest
from dispatch_tui.planning.parts import Nearness, by_urgency, may_be_late, split
from dispatch_tui.planning.problem import Problem
from dispatch_tui.planning.routes import routes_of
from dispatch_tui.planning.schedule import Row, Timing
from dispatch_tui.planning.solver import (
    USUAL,
    Effort,
    OnProgress,
    Plan,
    PlannerFailed,
    Progress,
    Score,
    ShouldStop,
)
from dispatch_tui.planning.vroom import Part, Vroom

RUNGS: Sequence[tuple[int, int]] = ((35, 0), (35, 1), (50, 1))
"""(tasks in a neighbourhood, level) of each rung."""

SIZES, LEVELS = (40, 60, 90), (0, 1, 1, 2, 3)
"""What is drawn from for neighbourhoods by chance: tasks around, and levels."""

LEAST_ROWS = 3
"""A neighbourhood has at least so many rows, however long they are."""

REACHES = (6, 12, 24)
"""How many rows are opened for a task that waits; more if it finds no room."""

FEW = 8
"""Up to so many waiting tasks are worth opening many rows for. As long as fewer wait than stand, they are
placed one by one into what stands."""

SHIFT_PRICE = 45
"""Minutes of travel that giving another start to what stands must save, where a live day is repaired."""

SHOW_EVERY = 0.25
"""Seconds between two plans that are shown."""


class Ladder:
    """The planner.

    Args:
        clock: seconds of some clock that only goes on; of CPU time for benchmarks.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock

    def solve(
        self,
        problem: Problem,
        seconds: float,
        progress: OnProgress | None = None,
        canceled: ShouldStop | None = None,
        effort: Effort = USUAL,
    ) -> Plan:
        """See `solver.Solver.solve`."""
        faults = problem.faults()
        if faults:
            raise PlannerFailed("this cannot be planned", "; ".join(faults[:3]))
        climb = _Climb(problem, seconds, progress, canceled, effort, self._clock)
        climb.begin()
        if effort.improve:
            climb.show()
        settled = climb.improve() if effort.improve else True
        return climb.plan(settled)


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of the solver: task positions in order, and the rows timed, by worker position."""

    routes: dict[int, list[int]]
    rows: dict[int, Row]


_NOTHING = _Answer({}, {})


class _Climb:
    """One run: the rows as they are, and what waits."""

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        progress: OnProgress | None,
        canceled: ShouldStop | None,
        effort: Effort,
        clock: Callable[[], float],
    ) -> None:
        self.problem = problem
        self.effort = effort
        self._progress = progress
        self._canceled = canceled
        self._clock = clock
        self._began = clock()
        self._deadline = self._began + seconds
        self._shown = self._began
        self._news = False
        self.vroom = Vroom(problem)
        self.timing = Timing(problem)
        self.chance = random.Random(effort.seed)
        self.solves = 0
        self.orders: list[list[int]] = [[] for _ in problem.workers]
        self.rows: list[Row] = []
        self.waiting: set[int] = set()
        self.near = Nearness(problem, self.vroom.minutes, self.vroom.numpy)

    # -- the first plan

    def begin(self) -> None:
        """What stands, and what waits placed as quickly as can be."""
        self._stand()
        self._say("start")
        if len(self.waiting) > max(FEW, len(self.problem.tasks) // 2):
            everyone = range(len(self.problem.workers))
            for workers, tasks in split(self.problem, everyone, sorted(self.waiting)):
                if self._enough(first=True):
                    return
                self._attempt(workers, tasks, 0)
                self._say("place")
        self._place_each(first=True)

    def _stand(self) -> None:
        """Every task with who has it; what they cannot keep waits."""
        problem = self.problem
        held: dict[int, list[int]] = {}
        for at, task in enumerate(problem.tasks):
            if task.worker in problem.worker_index:
                held.setdefault(problem.worker_index[task.worker], []).append(at)
            else:
                self.waiting.add(at)
        for at, worker in enumerate(problem.workers):
            tasks = sorted(held.get(at, ()), key=lambda one: (problem.tasks[one].start or 0, one))
            row = self.timing.row(worker, [problem.tasks[one] for one in tasks], as_is=True)
            if row is None:
                tasks, row = self._kept(at, tasks)
            self.orders[at] = tasks
            self.rows.append(row)
            self.near.put(at, tasks)

    def _kept(self, at: int, tasks: Sequence[int]) -> tuple[list[int], Row]:
        """As much of a row as can be done in its order, the pinned before all."""
        problem, worker = self.problem, self.problem.workers[at]
        kept: list[int] = []
        row = self.timing.row(worker, ())
        for one in sorted(tasks, key=lambda one: not problem.tasks[one].pinned):
            order = [each for each in tasks if each in kept or each == one]
            found = self.timing.row(worker, [problem.tasks[each] for each in order], as_is=True)
            if found is not None:
                kept, row = order, found
            elif problem.tasks[one].pinned:
                raise PlannerFailed("this cannot be planned", f"task {one} is pinned where it cannot be")
            else:
                self.waiting.add(one)
        if row is None:
            raise PlannerFailed("this cannot be planned", f"worker {worker.id} cannot get home")
        return kept, row

    def _place_each(self, first: bool = False) -> None:
        """Each task that waits into what stands, the most urgent first, and what that pushes out after it."""
        todo = deque(by_urgency(self.problem, self.waiting))
        tried: set[int] = set()
        while todo and not self._enough(first):
            at = todo.popleft()
            if at in self.waiting and at not in tried:
                tried.add(at)
                before = set(self.waiting)
                self._place(at, first)
                todo.extend(by_urgency(self.problem, self.waiting - before))
            self._say("place")

    def _place(self, at: int, first: bool) -> None:
        """Put a task where it costs least; open ever more rows for as long as it has no place."""
        task = self.problem.tasks[at]
        able = [one for one, worker in enumerate(self.problem.workers) if worker.may(task)]
        order = self.near.order_for(at, able)
        live = not self.effort.improve
        price = SHIFT_PRICE if live else 0
        found = cheapest(self.problem, self.timing, self.orders, self.rows, at, order[: REACHES[-1]], price)
        if found is not None:
            self._keep(*found)
            self.waiting.discard(at)
            if live:  # a place with nobody in the way is enough: nothing moves that need not
                return
        for reach in REACHES if len(self.waiting) <= FEW else REACHES[:1]:
            if not order or self._enough(first):
                return
            extra = [at] if at in self.waiting else []
            self._attempt(order[:reach], extra, 0, warm=len(self.waiting) <= FEW)
            if at not in self.waiting or reach >= len(order):
                return

    # -- better

    def improve(self) -> bool:
        """Sweep until the time is up; True if nothing more was found."""
        for size, level in RUNGS:
            if self._sweep(size, level):
                return False
        return self._wander()

    def _sweep(self, size: int, level: int) -> bool:
        """Solve every row with its neighbours until none gets better; True if time was up."""
        todo = deque(self._shuffled(self._busy()))
        done: set[tuple[int, ...]] = set()
        while todo:
            seed = todo.popleft()
            workers = self._around(seed, size)
            key = tuple(sorted(workers))
            if key in done:
                continue
            if self._enough():
                return True
            if self._attempt(workers, self._waiting_near(workers), level):
                done = {one for one in done if not set(one) & set(workers)}
                todo.extend(at for at in workers if at not in todo)
            else:
                done.add(key)
            self._say("improve")
        return False

    def _wander(self) -> bool:
        """Neighbourhoods by chance, in orders by chance, until nothing has come of it for long."""
        fruitless, patience = 0, self.effort.patience
        busy = self._busy()
        while busy and (patience is None or fruitless < patience):
            if self._enough():
                return False
            around = self._around(self.chance.choice(busy), self.chance.choice(SIZES))
            some = max(2, round(len(around) * self.chance.uniform(0.4, 1)))
            workers = around[:1] + self.chance.sample(around[1:], min(some, len(around)) - 1)
            tasks = self._waiting_near(workers)
            level = self.chance.choice(LEVELS)
            if self._attempt(workers, tasks, level, shuffled=True):
                fruitless, busy = 0, self._busy()
            else:
                fruitless += 1
            self._say("improve")
        return True

    def _busy(self) -> list[int]:
        return [at for at, order in enumerate(self.orders) if order] or list(range(len(self.orders)))

    def _around(self, seed: int, size: int) -> list[int]:
        """A row and the nearest; of workers alike who have nothing to do, one."""
        found: list[int] = []
        tasks, idle = 0, set()
        for at in self.near.order(seed):
            if not self.orders[at]:
                worker = self.problem.workers[at]
                alike = (worker.start, worker.end, worker.spans, worker.tokens, worker.capacity)
                if alike in idle:
                    continue
                idle.add(alike)
            found.append(at)
            tasks += len(self.orders[at])
            if tasks >= size and len(found) >= LEAST_ROWS:
                break
        return found

    def _waiting_near(self, workers: Sequence[int]) -> list[int]:
        """What waits and one of them may do."""
        problem = self.problem
        some = [problem.workers[at] for at in workers]
        able = [at for at in self.waiting if any(one.may(problem.tasks[at]) for one in some)]
        return by_urgency(self.problem, able)[: 2 * len(workers)]

    def _shuffled(self, items: Iterable[int]) -> list[int]:
        found = list(items)
        self.chance.shuffle(found)
        return found

    # -- one part

    def _attempt(
        self,
        workers: Sequence[int],
        extra: Sequence[int],
        level: int,
        warm: bool = False,
        shuffled: bool = False,
    ) -> bool:
        """Solve some rows anew, with some of what waits; keep it if it is better."""
        tasks = [one for at in workers for one in self.orders[at]] + list(extra)
        if not tasks:
            return False
        if shuffled:
            workers, tasks = self._shuffled(workers), self._shuffled(tasks)
        start = tuple((at, tuple(self.orders[at])) for at in workers) if warm else ()
        best, taken = self._score(workers, extra), _NOTHING
        for wide in (False, True):
            placed = sum(len(route) for route in taken.routes.values())
            if wide and (placed == len(tasks) or not may_be_late(self.problem, workers, tasks)):
                break
            self.solves += 1
            routes = self.vroom.solve(
                Part(tuple(workers), tuple(tasks), wide, start), level, self._left_for(level)
            )
            found = self._timed(workers, tasks, routes)
            if found is not None and found[0] < best:
                best, taken = found[0], _Answer(routes, found[1])
        if taken is _NOTHING:
            return False
        self._take(workers, tasks, taken)
        return True

    def _score(self, workers: Sequence[int], extra: Sequence[int]) -> Score:
        tasks = self.problem.tasks
        waiting = [tasks[at].priority for at in extra]
        return Score(sum(waiting), len(waiting), sum(self.rows[at].cost for at in workers))

    def _timed(
        self, workers: Sequence[int], tasks: Sequence[int], routes: dict[int, list[int]]
    ) -> tuple[Score, dict[int, Row]] | None:
        """The score and the rows of an answer; None if it does not hold."""
        problem = self.problem
        rows: dict[int, Row] = {}
        for at in workers:
            order = routes.get(at, [])
            row = self.timing.row(problem.workers[at], [problem.tasks[one] for one in order])
            if row is None:
                return None
            rows[at] = row
        placed = {one for route in routes.values() for one in route}
        out = [problem.tasks[at] for at in tasks if at not in placed]
        if any(task.pinned or task.kept for task in out):
            return None
        cost = sum(row.cost for row in rows.values())
        return Score(sum(task.priority for task in out), len(out), cost), rows

    def _take(self, workers: Sequence[int], tasks: Sequence[int], found: _Answer) -> None:
        for at in workers:
            self._keep(at, found.routes.get(at, []), found.rows[at])
        placed = {one for route in found.routes.values() for one in route}
        self.waiting -= placed
        self.waiting |= {at for at in tasks if at not in placed}

    def _keep(self, at: int, order: list[int], row: Row) -> None:
        self.orders[at], self.rows[at] = order, row
        self.near.put(at, order)
        self._news = True

    # -- time

    def _enough(self, first: bool = False) -> bool:
        """True if it is time to stop; the first plan is made whatever the clock says."""
        if self._canceled is not None and self._canceled():
            return True
        if self.effort.rounds is not None:
            return not first and self.solves >= self.effort.rounds
        return self._clock() >= self._deadline + (2.0 if first else 0.0)

    def _left_for(self, level: int) -> float | None:
        """Seconds for one solve; the quick ones, and all where rounds are counted, end by themselves."""
        if self.effort.rounds is not None or level == 0:
            return None
        return max(0.05, self._deadline - self._clock())

    def show(self) -> None:
        """Show the first whole plan at once, however little time has gone by."""
        self._say("place", at_once=True)

    def _say(self, step: str, at_once: bool = False) -> None:
        if self._progress is None:
            return
        now = self._clock()
        plan = None
        if self._news and (at_once or now - self._shown >= SHOW_EVERY):
            self._shown, self._news = now, False
            plan = self.plan(False, explained=False)
        travel = sum(row.travel for row in self.rows)
        self._progress(Progress(step, self.solves, now - self._began, self._whole(), travel, plan))

    # -- the answer

    def _whole(self) -> Score:
        return self._score(range(len(self.rows)), sorted(self.waiting))

    def plan(self, settled: bool, explained: bool = True) -> Plan:
        """The rows as they are, as a plan."""
        problem = self.problem
        routes = routes_of(problem, self.orders, self.rows)
        left_out = why_left_out(problem, self.orders, sorted(self.waiting), self.timing, explained)
        return Plan(routes, left_out, self._whole(), self.solves, settled)
