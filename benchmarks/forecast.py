"""What the forecast and the scan for alerts cost, beside the floor of the same process.

    python benchmarks/forecast.py [--size 500x5000] [--rounds 15] [--json]

Processor time of one thread. The floor is the cheapest walk over the same visits that Python can do: in
order, one leg looked up and one time added for each. No forecast can be quicker than that.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.demo.builder import build_demo
from data.demo.sizes import DemoSize
from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import forecast_row, visiting_order
from dispatch_tui.core.travel import Travel
from dispatch_tui.core.typical import Typicals
from dispatch_tui.desk.alerts.keeper import AlertKeeper
from dispatch_tui.desk.board import BoardKeeper
from tests.exercise.playing import opened

DAY = date(2026, 11, 20)
WALL = datetime(2026, 11, 20, 15, 42, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Figure:
    """One measured number, and how many floors it is."""

    what: str
    milliseconds: float
    floors: float | None = None


def timed(work: Callable[[], object], rounds: int) -> float:
    """Median processor time in milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return 1000 * median(times)


def walk(day: Day, keys: tuple[int, ...], travel: Travel) -> datetime | None:
    """The floor: every visit in order, a leg and a time each."""
    last = None
    for key in keys:
        facts = day.facts(key)
        here, last = facts.home, WALL
        for visit in visiting_order(facts.visits):
            there = facts.place(visit)
            last = max(visit.start, last) + travel.leg(here, there).minutes * MINUTE
            here = there
    return last


def figures(size: DemoSize, rounds: int) -> list[Figure]:
    """All that is measured, the floor first."""
    command = build_demo(1, size, DAY, WALL)
    store = opened(command)
    day = store.board(DAY)
    now = command.clock.anchor if command.clock else WALL
    cases = store.durations(DAY - timedelta(days=180))
    typicals = Typicals.of(cases, 5)
    learnt = replace(day, typicals=typicals)
    bare = replace(day, shop=replace(day.shop, rules={**day.shop.rules, "traffic": ""}))
    gc.freeze()

    def whole(of: Day, travel: Travel) -> Callable[[], object]:
        return lambda: [forecast_row(of.facts(key), now, travel) for key in of.order]

    travel, calm = Travel.of(day.shop), Travel.of(bare.shop)
    floor = timed(lambda: walk(day, day.order, calm), rounds)
    busiest = max(day.order, key=lambda key: len(day.rows[key]))
    one_floor = timed(lambda: [walk(day, (busiest,), calm) for _ in range(100)], rounds) / 100
    one = timed(lambda: [forecast_row(learnt.facts(busiest), now, travel) for _ in range(100)], rounds) / 100
    keeper = BoardKeeper(learnt, now)
    ahead = now + MINUTE

    def tick() -> None:
        nonlocal ahead
        keeper.tick(ahead)
        ahead += MINUTE

    def fresh() -> None:
        whole(learnt, Travel.of(day.shop))()

    alerts = AlertKeeper()
    alerts.of(keeper.board)

    def scan() -> None:
        tick()
        alerts.of(keeper.board)

    passing = timed(tick, rounds)

    def against(what: str, cost: float, least: float = floor) -> Figure:
        return Figure(what, cost, cost / least)

    return [
        Figure(f"floor: walk {len(day.visits)} visits of {len(day.order)} rows", floor),
        against("full forecast, the plan alone, no traffic", timed(whole(bare, calm), rounds)),
        against("full forecast, the plan and traffic", timed(whole(day, travel), rounds)),
        against("full forecast, learnt and traffic", timed(whole(learnt, travel), rounds)),
        against(
            "  the same with no leg known yet",
            timed(fresh, rounds),
        ),
        Figure(f"floor: walk one row of {len(day.rows[busiest])}", one_floor),
        against("forecast of that row", one, one_floor),
        against("a minute passes on the board", passing),
        against("full scan for alerts", timed(lambda: AlertKeeper().of(keeper.board), rounds)),
        against("scan for alerts after a minute", timed(scan, rounds) - passing),
        Figure(f"learn from {len(cases)} past visits", timed(lambda: Typicals.of(cases, 5), rounds)),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="500x5000")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(DemoSize.of(options.size), options.rounds)
    if options.json:
        print(json.dumps([asdict(figure) for figure in found], indent=2))
        return
    for figure in found:
        ratio = "" if figure.floors is None else f"{figure.floors:8.1f} x floor"
        print(f"{figure.what:<48} {figure.milliseconds:10.3f} ms{ratio}")


if __name__ == "__main__":
    main()
