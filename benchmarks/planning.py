"""What planning costs at a desk: to the first ghost, to repair a live day, and how much a repair moves.

    python benchmarks/planning.py [--sizes 12x70,60x400,200x1500] [--rounds 10] [--json]

Wall time of the whole way that a key goes, but for the painting: the problem made of the board, solved in
the planner's own process, judged twice, and told as a proposal. The floor of a repair is the same problem
handed to the same process with nothing to do: pipes, pickles and judges alone.

Source: the table at the end of the design's 5-planning.md. Needs the extra `planner`.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.demo.builder import build_demo
from data.demo.sizes import DemoSize
from dispatch_tui.core.model import Priority
from dispatch_tui.core.status import SEEN
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.planning import Glimpse, Planner, options_of
from dispatch_tui.planning.changes import ChangeKind, Proposal
from dispatch_tui.planning.scope import Scope
from tests.exercise.playing import opened

DAY = date(2026, 11, 20)
WALL = datetime(2026, 11, 20, 15, 42, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    """One measured number; `p95` where there were several."""

    size: str
    what: str
    value: float
    p95: float | None = None
    reach: str = ""


def keeper_of(size: str) -> BoardKeeper:
    """A demo day in its middle."""
    command = build_demo(1, DemoSize.of(size), DAY, WALL)
    day = opened(command).board(DAY)
    return BoardKeeper(day, command.clock.anchor if command.clock else WALL)


def first_ghost(planner: Planner, keeper: BoardKeeper, scope: Scope) -> tuple[float, Proposal]:
    """Seconds from the key to the first judged proposal, and that one."""
    begun = time.monotonic()
    seen: list[tuple[float, Proposal]] = []
    stop = threading.Event()

    def heard(glimpse: Glimpse) -> None:
        if glimpse.proposal is not None and not seen:
            seen.append((time.monotonic() - begun, glimpse.proposal))
            stop.set()

    last = planner.plan_now(keeper.board, keeper.travel, scope, seconds=60, progress=heard, stop=stop)
    return seen[0] if seen else (time.monotonic() - begun, last)


def timed(work: Callable[[], Proposal]) -> tuple[float, Proposal]:
    """Milliseconds, and what came of it."""
    begun = time.monotonic()
    made = work()
    return 1000 * (time.monotonic() - begun), made


def urgent(board: Board, call_id: int) -> Board:
    """The same board with a call of the tray an emergency that any window may take."""
    call = replace(board.day.calls[call_id], priority=Priority.EMERGENCY, window=None)
    return replace(board, day=replace(board.day, calls={**board.day.calls, call_id: call}))


def figures_of(size: str, rounds: int) -> list[Figure]:
    """All that is measured of one size."""
    keeper = keeper_of(size)
    board, travel = keeper.board, keeper.travel
    planner = Planner()
    found: list[Figure] = []
    try:
        planner.plan_now(board, travel, Scope.some(), seconds=1)  # the process and its imports
        cold = [first_ghost(planner, keeper, Scope.day())[0] for _ in range(max(2, rounds // 4))]
        found.append(Figure(size, "first ghost of the day, s", median(cold), max(cold)))
        tray = [first_ghost(planner, keeper, Scope.tray())[0] for _ in range(max(2, rounds // 4))]
        found.append(Figure(size, "first ghost of the tray, s", median(tray), max(tray)))
        floor = [timed(lambda: planner.plan_now(board, travel, Scope.some()))[0] for _ in range(rounds)]
        found.append(Figure(size, "floor of a repair, ms", median(floor), _p95(floor)))
        found += _emergencies(size, planner, keeper, rounds)
        found += _sick(size, planner, keeper, rounds)
    finally:
        planner.close()
    return found


def _emergencies(size: str, planner: Planner, keeper: BoardKeeper, rounds: int) -> list[Figure]:
    board, travel = keeper.board, keeper.travel
    times, changed, dropped, placed = [], 0, 0, 0
    calls = [key for key in board.day.tray if not board.day.calls[key].part][:rounds]
    for key in calls:
        day = urgent(board, key)
        took, made = timed(lambda day=day, key=key: planner.plan_now(day, travel, Scope.some(key)))  # type: ignore[misc]
        times.append(took)
        placed += any(change.call_id == key for change in made.changes)
        changed += made.after.changed_technician
        dropped += sum(change.kind is ChangeKind.OFF for change in made.changes)
    if not calls:
        return []
    return [
        Figure(size, "emergency, whole way, ms", median(times), _p95(times), "repaint < 120"),
        Figure(size, "emergencies placed, of all", placed / len(calls)),
        Figure(size, "changes of technician each", changed / len(calls), reach="<= 0.1"),
        Figure(size, "visits dropped each", dropped / len(calls), reach="nothing in 95 %"),
    ]


def _sick(size: str, planner: Planner, keeper: BoardKeeper, rounds: int) -> list[Figure]:
    """Somebody is out: what moves, beside what must."""
    board, travel = keeper.board, keeper.travel
    times: list[float] = []
    forced = moved = seen = left = 0
    busy = [key for key in board.day.order if len(board.day.row(key)) > 2][:rounds]
    for key in busy:
        options = options_of(board, frozenset({key}))
        took, made = timed(lambda options=options: planner.plan_now(board, travel, Scope.some(), options))  # type: ignore[misc]
        times.append(took)
        must = [change for change in made.changes if change.from_technician == key]
        forced += len(must)
        moved += len(made.changes)
        left += len(made.left_out)
        others = [change for change in made.changes if change.from_technician != key and change.visit_id]
        seen += sum(board.day.visits[change.visit_id or 0].state in SEEN for change in others)
    return [
        Figure(size, "one sick technician, whole way, ms", median(times), _p95(times)),
        Figure(size, "moved for each that must", moved / max(1, forced), reach="<= 1.2"),
        Figure(size, "seen visits of others moved", seen, reach="0"),
        Figure(size, "left for a decision each", left / max(1, len(busy))),
    ]


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="12x70,60x400,200x1500")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = [figure for size in args.sizes.split(",") for figure in figures_of(size, args.rounds)]
    if args.json:
        print(json.dumps([asdict(figure) for figure in found], indent=2))
        return
    for one in found:
        p95 = f"p95 {one.p95:.2f}" if one.p95 is not None else ""
        print(f"{one.size:>9}  {one.what:<38} {one.value:>9.2f}  {p95:<14} {one.reach}")


if __name__ == "__main__":
    main()
