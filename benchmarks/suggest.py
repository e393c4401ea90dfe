"""What a suggestion costs, beside the floor of the same process.

    python benchmarks/suggest.py [--sizes 200x1500,500x5000] [--rounds 5] [--json]

Processor time of one thread. A demo's day with its tray is asked, call after call, where each could go, with
the reasons of the best nine places and of nine technicians who are kept out. The floor is the least that any
answer costs in Python: every gap of every technician looked at once, and two legs of travel for each that is
long enough (with the legs that `Travel` keeps; a question keeps none of its own). `reach` is what
5-planning.md of the design asks of the 99th percentile.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.demo.builder import build_demo
from data.demo.sizes import DemoSize
from dispatch_tui.core.model import Call
from dispatch_tui.core.suggest import gaps
from dispatch_tui.desk.board import BoardKeeper
from tests.exercise.playing import opened

DAY = date(2026, 11, 20)
WALL = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
"""Five past eight in the demo's zone: the day is still before everybody."""

MINUTE = timedelta(minutes=1)
REACH = {DemoSize(200, 1500): 5.0, DemoSize(500, 5000): 20.0}
"""Milliseconds at the 99th percentile."""


@dataclass(frozen=True)
class Figure:
    """One measured number, how many floors it is, and what was to be reached."""

    size: str
    what: str
    milliseconds: float
    floors: float | None = None
    reach: float | None = None


def spent(work: Callable[[], object]) -> float:
    """Processor time in milliseconds."""
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)


def part(times: Sequence[float], share: float) -> float:
    """A quantile of some times."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def walk(keeper: BoardKeeper, call: Call, rows: dict[int, list[tuple[object, ...]]]) -> int:
    """The floor: every gap once, and two legs where it is long enough."""
    board, travel = keeper.board, keeper.travel
    site = board.day.site_of(call)
    place = site.place if site else None
    length, found = call.minutes * MINUTE, 0
    for row in rows.values():
        for here, there, since, until in row:
            if max(since, board.now) + length <= until:  # type: ignore[call-overload]
                travel.leg(here, place)  # type: ignore[arg-type]
                travel.leg(place, there)  # type: ignore[arg-type]
                found += 1
    return found


def rows_of(keeper: BoardKeeper) -> dict[int, list[tuple[object, ...]]]:
    """The gaps of every row, with the places at both ends."""
    board = keeper.board
    found: dict[int, list[tuple[object, ...]]] = {}
    for key in board.day.order:
        facts = board.day.facts(key)
        found[key] = [
            (
                facts.place(before) if before else facts.home,
                facts.place(after) if after else facts.home,
                since,
                until,
            )
            for before, after, since, until in gaps(facts, board.forecasts[key], board.now)
        ]
    return found


def figures(size: DemoSize, rounds: int) -> list[Figure]:
    """All that is measured of a size, the floor first."""
    command = build_demo(1, size, DAY, WALL)
    store = opened(command)
    day = store.board(DAY)
    now = command.clock.anchor if command.clock else WALL
    name = f"{size.technicians}x{size.calls}"
    calls = [day.calls[number] for number in day.tray]
    keeper = BoardKeeper(day, now)
    rows = rows_of(keeper)
    gc.collect()
    gc.freeze()
    first = spent(lambda: keeper.suggest(calls[0]))
    floors, times, alone = [], [], []
    for _ in range(rounds):
        for call in calls:
            floors.append(spent(lambda call=call: walk(keeper, call, rows)))  # type: ignore[misc]
            times.append(spent(lambda call=call: keeper.suggest(call)))  # type: ignore[misc]
            alone.append(spent(lambda call=call: keeper.suggest(call, closed=0)))  # type: ignore[misc]
    edits = []
    for call in calls:
        best = keeper.suggest(call).best
        if best is not None:
            moved = day.row(best.technician_id)[-1:]
            edits.append(spent(lambda one=moved, call=call: after_edit(keeper, one, call)))  # type: ignore[misc]
    floor = part(floors, 0.5)

    def against(what: str, cost: float, reach: float | None = None) -> Figure:
        return Figure(name, what, cost, cost / floor, reach)

    reach = REACH.get(size)
    return [
        Figure(name, f"floor: {len(day.visits)} visits of {len(day.order)} rows, {len(calls)} calls", floor),
        against("first answer on a board (rows made ready)", first),
        against("best places with reasons, median", part(times, 0.5)),
        against("best places with reasons, p99", part(times, 0.99), reach),
        against("without those who are kept out, as the cursor asks, p99", part(alone, 0.99), reach),
        against("with them, after an edit of one row, p99", part(edits, 0.99), reach),
    ]


def after_edit(keeper: BoardKeeper, moved: tuple[object, ...], call: Call) -> object:
    """A question on a board of which one row has just changed; the row is forecast before, not counted."""
    for visit in moved:
        row = keeper.board.forecasts[visit.technician_id]  # type: ignore[attr-defined]
        keeper.board.forecasts[visit.technician_id] = replace(row)  # type: ignore[attr-defined, index]
    return keeper.suggest(call)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="200x1500,500x5000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = [
        figure for text in options.sizes.split(",") for figure in figures(DemoSize.of(text), options.rounds)
    ]
    if options.json:
        print(json.dumps([asdict(figure) for figure in found], indent=2))
        return
    for figure in found:
        ratio = "" if figure.floors is None else f"{figure.floors:8.1f} x floor"
        reach = "" if figure.reach is None else f"   reach {figure.reach:.0f} ms"
        print(f"{figure.size:>9} {figure.what:<58} {figure.milliseconds:10.3f} ms{ratio}{reach}")


if __name__ == "__main__":
    main()
