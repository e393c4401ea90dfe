"""What an emergency costs: from the key to the list, from the mark to the re-fitted day, and what moves.

    python benchmarks/emergency.py [--sizes 12x70,60x400,200x1500] [--emergencies 30] [--json]

Emergencies break out at sites of the day, each on the untouched board. Processor time of one thread, the
solver in the same process, so that it counts. The floor of the list is one forecast of every row, of the
re-fit one bare call of the solver on as many rows as it opens first.

Two ways to choose are shown: the first to arrive, and, of those there within 15 minutes of the first, the
one who leaves the fewest without a place and late.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.demo.builder import build_demo
from data.demo.sizes import DemoSize
from dispatch_tui.core.emergency import Candidate
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Call, CallPhase, Priority
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.emergency import Displaced, EmergencyView, Fate, displaced, emergency_view, troubled
from dispatch_tui.desk.planning import Planner
from dispatch_tui.desk.refitting import refit_now
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.problem import Problem
from dispatch_tui.planning.solver import USUAL, Effort, OnProgress, Plan, PlannerFailed, ShouldStop
from tests.exercise.playing import opened
from widgets.emergency import Shown, paint_emergency
from widgets.glyphs import UNICODE

DAY = date(2026, 11, 20)
WALL = datetime(2026, 11, 20, 15, 42, tzinfo=UTC)
NEAR = timedelta(minutes=15)
FIRE = 999_000


@dataclass
class Timed:
    """The ladder, and the processor seconds that it takes."""

    seconds: list[float] = field(default_factory=list)

    def solve(
        self,
        problem: Problem,
        seconds: float,
        progress: OnProgress | None = None,
        canceled: ShouldStop | None = None,
        effort: Effort = USUAL,
    ) -> Plan:
        """As `Solver.solve`."""
        started = time.process_time()
        try:
            return Ladder().solve(problem, seconds, progress, canceled, effort)
        finally:
            self.seconds.append(time.process_time() - started)


@dataclass(frozen=True)
class Chosen:
    """What one way to choose came to, over all emergencies.

    Attributes:
        minutes: to the arrival, in the mean.
        changes: visits that go to another technician, per emergency.
        put_off: clients whose arrival it puts off, per emergency.
        late: clients that are late by it, per emergency.
        nobody_dropped: share of emergencies that leave nobody without a place.
    """

    minutes: float
    changes: float
    put_off: float
    late: float
    nobody_dropped: float


@dataclass(frozen=True)
class Figures:
    """One size; times in milliseconds of processor time: median, and the 95th percentile."""

    size: str
    emergencies: int
    floor_ms: float
    list_ms: tuple[float, float]
    list_floors: float
    refit_ms: tuple[float, float]
    solver_ms: tuple[float, float]
    refits: int
    first: Chosen
    kindest: Chosen


def spread(found: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    ordered = sorted(found)
    return 1000 * median(ordered), 1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def emergencies(board: Board, count: int) -> list[tuple[Board, Call]]:
    """Boards with one more call each: at a site of the day, of a kind that the day has."""
    chance = random.Random(7)
    calls = sorted(board.day.calls.values(), key=lambda each: each.id)
    found = []
    for number in range(count):
        like, where = chance.choice(calls), chance.choice(calls)
        call = replace(
            like,
            id=FIRE + number,
            site_id=where.site_id,
            customer_id=where.customer_id,
            priority=Priority.EMERGENCY,
            window=None,
            window_told_at=None,
            received_at=board.now,
            hold_reason="",
            cancel_reason="",
            closed_at=None,
            phase=CallPhase.OPEN,
            minutes=chance.choice((45, 60, 75, 90)),
            part="",
        )
        day = replace(board.day, calls={**board.day.calls, call.id: call}, tray=(call.id, *board.day.tray))
        found.append((replace(board, day=day), call))
    return found


@dataclass
class Tally:
    """What one way to choose comes to."""

    minutes: list[float] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    put_off: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    def take(self, board: Board, found: Candidate, after: tuple[Displaced, ...]) -> None:
        """Count one."""
        self.minutes.append((found.arrival - board.now) / timedelta(minutes=1))
        self.changes.append(
            sum(
                one.technician_id is not None and one.technician_id != one.line.visit.technician_id
                for one in after
            )
        )
        self.put_off.append(len(after))
        self.late.append(sum(one.late_minutes > 0 for one in after))
        self.dropped.append(sum(one.fate is Fate.TRAY for one in after))

    def chosen(self) -> Chosen:
        """The sum of it."""
        kept = sum(not each for each in self.dropped) / max(1, len(self.dropped))
        return Chosen(mean(self.minutes), mean(self.changes), mean(self.put_off), mean(self.late), kept)


def harm(found: Candidate, after: tuple[Displaced, ...]) -> tuple[int, int, int, float]:
    """What a dispatcher weighs when a few can be there at much the same time."""
    dropped = sum(one.fate is Fate.TRAY for one in after)
    late = sum(one.late_minutes > 0 for one in after)
    return dropped, late, len(after), found.arrival.timestamp()


def measured(size: str, count: int) -> Figures:
    """All that is measured of one size."""
    command = build_demo(1, DemoSize.of(size), DAY, WALL)
    store = opened(command)
    day = store.board(DAY)
    now = command.clock.anchor if command.clock else WALL
    keeper = BoardKeeper(day, now)
    travel, solver = keeper.travel, Timed()
    planner = Planner(solver)
    boards = emergencies(keeper.board, count)
    whole = [forecast_row(day.facts(key), now, travel) for key in day.order]
    gc.freeze()
    started = time.process_time()
    whole = [forecast_row(day.facts(key), now, travel) for key in day.order]
    floor = time.process_time() - started
    assert whole
    lists: list[float] = []
    refits: list[float] = []
    first, kindest = Tally(), Tally()
    for board, call in boards:
        started = time.process_time()
        view = emergency_view(board, call)
        if not view.candidates:
            continue
        shown = displaced(board, view, view.candidates[0], None)
        paint_emergency(Shown(view, shown, "", 5), board.day, 140, 36, UNICODE, 0, 0)
        lists.append(time.process_time() - started)
        soonest = view.candidates[0].arrival
        near = [each for each in view.candidates if each.arrival <= soonest + NEAR][:6]
        results = [(found, _after(planner, board, view, found, refits)) for found in near]
        first.take(board, *results[0])
        kindest.take(board, *min(results, key=lambda each: harm(*each)))
    return Figures(
        size,
        len(lists),
        1000 * floor,
        spread(lists),
        median(lists) / floor,
        spread(refits or [0.0]),
        spread(solver.seconds or [0.0]),
        len(refits),
        first.chosen(),
        kindest.chosen(),
    )


def _after(
    planner: Planner, board: Board, view: EmergencyView, found: Candidate, times: list[float]
) -> tuple[Displaced, ...]:
    """What becomes of whom, by the planner."""
    if not troubled(found):
        return displaced(board, view, found, None)
    started = time.process_time()
    try:
        refit = refit_now(planner, board, view, found)
    except PlannerFailed:  # a judge refused it: on the screen they are pushed back
        return displaced(board, view, found, None)
    after = displaced(board, view, found, refit)
    times.append(time.process_time() - started)
    return after


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="12x70,60x400,200x1500")
    parser.add_argument("--emergencies", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = [measured(size, options.emergencies) for size in options.sizes.split(",")]
    if options.json:
        print(json.dumps([asdict(each) for each in found], indent=2))
        return
    for each in found:
        print(f"{each.size}: {each.emergencies} emergencies")
        print(f"  floor: a forecast of every row {each.floor_ms:8.1f} ms")
        middle, worst = each.list_ms
        ratio = f"{each.list_floors:.2f} x floor"
        print(f"  key to list, painted           {middle:8.1f} ms  p95 {worst:7.1f}  {ratio}")
        middle, worst = each.refit_ms
        print(f"  mark to re-fitted, {each.refits:4}        {middle:8.1f} ms  p95 {worst:7.1f}")
        middle, worst = each.solver_ms
        print(f"  the solver in that             {middle:8.1f} ms  p95 {worst:7.1f}")
        for name, chosen in (("first to arrive", each.first), ("kindest in 15 min", each.kindest)):
            print(
                f"  {name:18} there in {chosen.minutes:.0f} min, changes {chosen.changes:.2f}, put off "
                f"{chosen.put_off:.1f}, late {chosen.late:.2f}, nobody dropped {chosen.nobody_dropped:.0%}"
            )


if __name__ == "__main__":
    main()
