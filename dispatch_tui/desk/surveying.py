"""Measured roads for a day's places: asked of a router in blocks, on a thread, and kept for the next day.

The estimate is there at once and the board never waits; what a router knows of it replaces it leg by leg when
it comes. A shop of some 600 places is measured whole, a larger one as far as legs are near.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from time import monotonic
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Place, Precision
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.core.travel import NOT_MEASURED, Measured, Point, Road

BUDGET = 30.0
"""Seconds of one survey; what is not measured then is asked for in the next."""

MOST_BLOCKS = 144
"""Tables of one survey; those of near places come first."""

MOST_LEGS = 1_000_000
"""Legs kept; beyond that all are forgotten and the day's are measured anew."""

TOO_VAGUE = frozenset({Precision.PLACE, Precision.REGION})
"""A road to the middle of a town says nothing of the road to an address in it."""


class Roads(Protocol):
    """What measures legs (dispatch_tui.roads.chain)."""

    @property
    def block(self) -> int:
        """Most sources, and most targets, of one table; 0 if nothing measures."""
        ...

    @property
    def names(self) -> Sequence[str]:
        """The routers' names."""
        ...

    @property
    def silent(self) -> Sequence[tuple[str, str]]:
        """(name, why) of routers that did not answer."""
        ...

    @property
    def ready(self) -> bool:
        """True if asking now may bring something."""
        ...

    def table(
        self, sources: Sequence[Place], targets: Sequence[Place], seconds: float
    ) -> Sequence[Sequence[Road | None]]:
        """Legs on a free road; None where no router knows one. Never raises."""
        ...


def road_words(measured: Measured, zone: ZoneInfo, *, brief: bool = False) -> str:
    """What is to be known of the roads: "" if all is as it should be."""
    if not measured.silent or measured.since is None:
        return ""
    if brief:
        return "~roads"
    return f"roads: estimate, {measured.silent} silent since {clock_text(measured.since, zone)}"


class Surveyor:
    """Measures the legs between places. Made on the event loop, `survey` runs on a thread of its own.

    Args:
        roads: who measures.
    """

    def __init__(self, roads: Roads) -> None:
        self._roads = roads
        self._legs: dict[tuple[Point, Point], Road] = {}
        self._no_way: set[tuple[Point, Point]] = set()
        self._seen: set[Point] = set()
        self._silent = ""
        self._since: datetime | None = None
        self._more = False
        self._found = NOT_MEASURED

    def wanted(self, day: Day) -> tuple[Place, ...]:
        """A day's places that are known well enough, if any of them has not been measured yet."""
        if not self._roads.block or not self._roads.ready:
            return ()
        places = places_of(day)
        return places if any(_point(place) not in self._seen for place in places) else ()

    def survey(self, places: Sequence[Place], now: datetime) -> Measured:
        """Measure what is new between some places; everything measured so far, the same object if no more.

        Args:
            places: of a day, see `wanted`.
            now: the present instant, for since when somebody is silent.
        """
        if len(self._legs) > MOST_LEGS:
            self._legs.clear()
            self._no_way.clear()
            self._seen.clear()
            self._more = True
        until = monotonic() + BUDGET
        done = True
        for sources, targets in blocks(places, self._seen, self._roads.block):
            if self._measured(sources, targets):
                continue
            left = until - monotonic()
            if left <= 0 or not self._roads.ready:
                done = False
                break
            self._take(sources, targets, self._roads.table(sources, targets, left))
        silent = next((name for name, _why in self._roads.silent), "")
        if done and not silent:
            self._seen |= {_point(place) for place in places}
        if silent != self._silent:
            self._silent, self._since = silent, now if silent else None
            self._more = True
        if self._more:
            self._more = False
            self._found = Measured(MappingProxyType(dict(self._legs)), self._silent, self._since)
        return self._found

    def _measured(self, sources: Sequence[Place], targets: Sequence[Place]) -> bool:
        """True if a table was asked for before, in a survey that did not get to its end."""
        return all(
            (pair := (_point(source), _point(target))) in self._legs or pair in self._no_way
            for source in sources
            for target in targets
        )

    def _take(
        self, sources: Sequence[Place], targets: Sequence[Place], table: Sequence[Sequence[Road | None]]
    ) -> None:
        for source, row in zip(sources, table, strict=True):
            for target, road in zip(targets, row, strict=True):
                pair = _point(source), _point(target)
                if road is not None:
                    self._more = self._more or self._legs.get(pair) != road
                    self._legs[pair] = road
                elif not self._roads.silent:
                    self._no_way.add(pair)


def places_of(day: Day) -> tuple[Place, ...]:
    """The homes and sites of a day, each point once, those too vague to measure left out."""
    homes = (technician.home for technician in day.technicians.values())
    sites = (site.place for site in day.sites.values())
    found: dict[Point, Place] = {}
    for place in (*homes, *sites):
        if place is not None and place.precision not in TOO_VAGUE:
            found.setdefault(_point(place), place)
    return tuple(found.values())


def blocks(
    places: Sequence[Place], seen: Iterable[Point], size: int
) -> list[tuple[Sequence[Place], Sequence[Place]]]:
    """Tables that measure what is new: new to all, and known to new; of neighbours, the nearest first."""
    known = set(seen)
    fresh: list[Sequence[Place]] = _parts([place for place in places if _point(place) not in known], size)
    old: list[Sequence[Place]] = _parts([place for place in places if _point(place) in known], size)
    pairs = [(a, b) for a in fresh for b in (*fresh, *old)] + [(a, b) for a in old for b in fresh]
    pairs.sort(key=lambda pair: _apart(pair[0], pair[1]))
    return pairs[:MOST_BLOCKS]


def _parts(places: Sequence[Place], size: int) -> list[Sequence[Place]]:
    """Places in groups of neighbours: halved along the longer side until each group fits."""
    if not places:
        return []
    if len(places) <= size:
        return [list(places)]
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    wide = (max(lons) - min(lons)) * math.cos(math.radians(lats[0])) > max(lats) - min(lats)
    ordered = sorted(places, key=lambda place: (place.lon, place.lat) if wide else (place.lat, place.lon))
    middle = math.ceil(len(ordered) / 2 / size) * size
    return _parts(ordered[:middle], size) + _parts(ordered[middle:], size)


def _apart(a: Sequence[Place], b: Sequence[Place]) -> float:
    """How far two groups are apart, good enough to order them."""
    one, other = a[len(a) // 2], b[len(b) // 2]
    return math.hypot(one.lat - other.lat, (one.lon - other.lon) * math.cos(math.radians(one.lat)))


def _point(place: Place) -> Point:
    return place.lat, place.lon
