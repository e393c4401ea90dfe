"""What the hour does to a drive: the hours of traffic of a shop.

A factor says how much longer a kilometre takes within some hours. It is applied to the speed and not
to the whole drive: who leaves at 8:50 drives ten minutes in traffic and the rest without. So who
leaves later never arrives earlier, which a factor by the hour of departure alone would break at every
hour's edge (Ichoua, Gendreau and Potvin, "Vehicle dispatching with time-dependent travel times",
European Journal of Operational Research 144 (2003), 379-396: the travel speed model, and the FIFO
property that it keeps).

All sums are in whole numbers: progress along the road is counted in parts of a minute of free road
that every factor divides.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dispatch_tui.core.shifts import local_instant

Band: TypeAlias = tuple[int, int, float]
"""(from hour, until hour, factor), shop-local."""

DAY = 1440
MOST_ROADS = 400
"""Days kept; more than a year of them is somebody leafing through the calendar."""

_EPOCH = date(1970, 1, 1)

LEAST, MOST = 0.5, 4.0
"""Bounds of a factor."""


def retimed(bands: Sequence[Band], factors: Sequence[float]) -> tuple[Band, ...]:
    """The hours of traffic with what drives have taught of the hours, in order; where two overlap, the later.

    Args:
        bands: the shop's rule.
        factors: by bucket of the day, as many hours each as there are; all 1 if nothing was learnt.
    """
    if all(factor == 1 for factor in factors):
        return tuple(sorted(bands))
    width = 24 // len(factors)
    by_hour = [1.0] * 24
    for start, until, factor in sorted(bands):
        by_hour[start:until] = [factor] * (until - start)
    # In steps of 5 %, finer than any month of drives can tell: the sums stay in small whole numbers.
    learnt = [round(one * factors[hour // width] * 20) / 20 for hour, one in enumerate(by_hour)]
    found: list[Band] = []
    for hour, one in enumerate(min(MOST, max(LEAST, each)) for each in learnt):
        if found and found[-1][2] == one:
            found[-1] = (found[-1][0], hour + 1, one)
        else:
            found.append((hour, hour + 1, one))
    return tuple(band for band in found if band[2] != 1)


@dataclass(frozen=True, slots=True)
class _Road:
    """How the road flows around one UTC day: stretches of one speed, in minutes since 1970.

    Attributes:
        edges: where each stretch begins; the first and the last are without end.
        gone: progress from the first edge to each edge.
        rates: progress a minute from each edge on.
    """

    edges: Sequence[int]
    gone: Sequence[int]
    rates: Sequence[int]

    def within(self, minute: int, progress: int) -> int | None:
        """Minutes for so much progress from one on, if all of it is of one stretch; most drives are."""
        at = bisect_right(self.edges, minute) - 1
        if at < 0:
            return None
        taken = -(-progress // self.rates[at])
        return taken if at + 1 == len(self.edges) or minute + taken <= self.edges[at + 1] else None

    def within_until(self, minute: int, progress: int) -> int | None:
        """The same of a drive that has ended by a minute."""
        at = bisect_left(self.edges, minute) - 1
        if at < 0:
            return None
        taken = -(-progress // self.rates[at])
        return taken if minute - taken >= self.edges[at] else None

    def progress(self, minute: int) -> int:
        """Progress from the first edge to a minute; negative before it."""
        at = max(0, bisect_right(self.edges, minute) - 1)
        return self.gone[at] + (minute - self.edges[at]) * self.rates[at]

    def reached(self, progress: int) -> int:
        """The first whole minute by which so much progress has been made."""
        at = max(0, bisect_right(self.gone, progress) - 1)
        return self.edges[at] - (self.gone[at] - progress) // self.rates[at]


class Traffic:
    """The hours of traffic, in a zone; where two overlap, the one that begins later stands."""

    def __init__(self, bands: Sequence[Band], zone: ZoneInfo) -> None:
        self._zone = zone
        percents = [(start, until, round(factor * 100)) for start, until, factor in sorted(bands)]
        self._free = math.lcm(100, *(percent for _, _, percent in percents))
        self._rates = [self._free] * 24
        for start, until, percent in percents:
            self._rates[start:until] = [self._free * 100 // percent] * (until - start)
        self._roads: dict[int, _Road] = {}

    def minutes_from(self, leaves: datetime, driving: int) -> int:
        """Minutes on the road of a drive that begins at an instant.

        Args:
            leaves: the departure, to the minute.
            driving: minutes that it takes on a free road.
        """
        return self.from_minute(int(leaves.timestamp()) // 60, driving)

    def from_minute(self, minute: int, driving: int) -> int:
        """The same of a drive that begins at a minute since 1970."""
        road = self._road(minute // DAY)
        taken = road.within(minute, driving * self._free)
        if taken is not None:
            return taken
        return road.reached(road.progress(minute) + driving * self._free) - minute

    def minutes_until(self, arrives: datetime, driving: int, parking: int) -> int:
        """Minutes on the road of the latest drive that has ended by an instant (see `minutes_from`)."""
        minute = int(arrives.timestamp()) // 60 - parking
        road = self._road(minute // DAY)
        taken = road.within_until(minute, driving * self._free)
        if taken is not None:
            return taken
        wanted = road.progress(minute) - driving * self._free
        latest = road.reached(wanted)
        if road.progress(latest) > wanted:  # between two minutes: the earlier is in time
            latest -= 1
        return minute - latest

    def _road(self, day: int) -> _Road:
        road = self._roads.get(day)
        if road is None:
            if len(self._roads) >= MOST_ROADS:
                self._roads.clear()
            road = self._roads[day] = self._laid(_EPOCH + timedelta(days=day))
        return road

    def _laid(self, day: date) -> _Road:
        """The road from two days before a UTC day to two days after it."""
        edges: list[int] = []
        gone: list[int] = []
        rates: list[int] = []
        for offset in range(-2, 3):
            for hour, rate in enumerate(self._rates):
                if rates and rate == rates[-1]:
                    continue
                begins = local_instant(day + timedelta(days=offset), hour * 60, self._zone)
                edge = int(begins.timestamp()) // 60
                if not edges:
                    edges, gone, rates = [edge], [0], [rate]
                elif edge == edges[-1]:  # the hour before was left out by daylight saving
                    rates[-1] = rate
                else:
                    gone.append(gone[-1] + (edge - edges[-1]) * rates[-1])
                    edges.append(edge)
                    rates.append(rate)
        return _Road(edges, gone, rates)
