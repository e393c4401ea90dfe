"""What a matrix of travel times costs in one go, beside leg by leg and beside geopy.

    python benchmarks/travel.py [--sizes 200,500] [--rounds 5] [--json]

Processor time of one thread, in memory, for all pairs of some places of a town. The floor is the batch with
nothing learnt and no hour: every other figure is so many times that, in the same run. geopy is timed on a
part of the pairs and scaled up, since all of them would take minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from geopy.distance import geodesic, great_circle

from dispatch_tui.core.drives import Correction, Drives
from dispatch_tui.core.model import Place, Precision, Shop
from dispatch_tui.core.travel import Measured, Road, Travel

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
SHOP = Shop(zone_name="America/New_York")
LEARNT = Drives({"estimate": Correction((1.1, 1.05, 1.0, 0.95, 1.0), 400)}, cases=400)
GEOPY_PAIRS = 4000


@dataclass(frozen=True)
class Figure:
    """One measured number: for all pairs, for one, and how many floors it is."""

    size: int
    what: str
    milliseconds: float
    microseconds_a_pair: float
    floors: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="200,500", help="how many places")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = [each for size in args.sizes.split(",") for each in measured(int(size), args.rounds)]
    if args.json:
        print(json.dumps([asdict(each) for each in figures], indent=2))
        return 0
    print(f"{'places':>8}  {'what':<44}{'ms':>10}{'us a pair':>12}{'floors':>9}")
    for each in figures:
        shown = f"{each.size:>8}  {each.what:<44}{each.milliseconds:>10.1f}"
        print(f"{shown}{each.microseconds_a_pair:>12.2f}{each.floors:>9.1f}")
    return 0


def measured(size: int, rounds: int) -> list[Figure]:
    places = town(size)
    table = roads(places)

    def batch(travel: Travel, at: datetime | None = None) -> float:
        return timed(lambda: travel.matrix(places, places, at), rounds)

    def cold_legs() -> None:
        travel = Travel.of(SHOP)
        for a in places:
            for b in places:
                travel.leg(a, b)

    floor = batch(Travel.of(SHOP))
    found = {
        "batch (the floor)": floor,
        "batch, leaving at noon": batch(Travel.of(SHOP), NOON),
        "batch, learnt and leaving at noon": batch(Travel.of(SHOP, LEARNT), NOON),
        "batch, all legs measured by a router": batch(Travel.of(SHOP, measured=table)),
        "leg by leg, each seen for the first time": timed(cold_legs, rounds),
        "geopy great_circle, distance only": geopy(great_circle, places, rounds),
        "geopy geodesic, distance only": geopy(geodesic, places, rounds),
    }
    pairs = size * size
    return [Figure(size, what, ms, ms * 1000 / pairs, ms / floor) for what, ms in found.items()]


def town(size: int) -> list[Place]:
    """Places within 20 km, one in ten known by its postal code only."""
    chance = random.Random(size)
    return [
        Place(
            40 + chance.uniform(-0.2, 0.2),
            -83 + chance.uniform(-0.25, 0.25),
            Precision.POSTCODE if chance.random() < 0.1 else Precision.PIN,
        )
        for _ in range(size)
    ]


def roads(places: Sequence[Place]) -> Measured:
    ends = [(place.lat, place.lon) for place in places]
    road = Road(12.0, 8.0, "osrm")
    return Measured({(a, b): road for a in ends for b in ends})


def geopy(formula: Callable[..., object], places: Sequence[Place], rounds: int) -> float:
    chance = random.Random(1)
    points = [(place.lat, place.lon) for place in places]
    pairs = [(chance.choice(points), chance.choice(points)) for _ in range(GEOPY_PAIRS)]

    def part() -> None:
        for a, b in pairs:
            formula(a, b).km  # type: ignore[attr-defined]  # noqa: B018

    return timed(part, min(rounds, 2)) * len(places) ** 2 / GEOPY_PAIRS


def timed(work: Callable[[], object], rounds: int) -> float:
    """Median processor time in milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
