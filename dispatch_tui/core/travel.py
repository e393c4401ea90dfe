"""Travel time between two places and, by the shop's hours of traffic, at a time of the day.

What is known best stands: a leg that a router measured (`Measured`), else the estimate of `core.speeds`
from the great-circle distance; either corrected by what the shop's own drives have taught (`core.drives`),
plus the minutes to park. What the hour does to a drive is in `core.traffic`.

The distance is the spherical formula geopy uses (tests hold the two equal); it stands here because a day of
5,000 visits needs 10,000 legs before the board is ready, and geopy costs 20 microseconds a leg and a third
of a second to import. In a batch even that formula is too dear: a distance is then the squared chord between
two points of the unit sphere, and the minutes are looked up among the chords at which they go up.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from dispatch_tui.core.drives import BANDS_KM, NO_DRIVES, Drive, Drives, Prediction
from dispatch_tui.core.legs import (
    ESTIMATE,
    GUESS,
    GUESSED,
    NO_LEG,
    NOT_MEASURED,
    UNKNOWN_MINUTES,
    Leg,
    Measured,
    Point,
    Road,
)
from dispatch_tui.core.model import Place, Shop
from dispatch_tui.core.places import BLUR_KM, SPREAD_KM
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.speeds import (
    USUAL_CIRCUITY,
    USUAL_SPEED,
    Curve,
    driving,
    flat,
    minute_marks,
    winding,
)
from dispatch_tui.core.sphere import (
    EARTH_KM,
    Vector,
    chord_between,
    chord_of,
    great_circle_km,
    km_of,
    vector_of,
)
from dispatch_tui.core.traffic import Band, Traffic, retimed

__all__ = [
    "EARTH_KM", "ESTIMATE", "GUESS", "GUESSED", "NOT_MEASURED", "NO_LEG", "UNKNOWN_MINUTES",
    "Leg", "Legs", "Measured", "Point", "Road", "Travel", "great_circle_km",
]  # fmt: skip
"""The values of `core.legs` and the distance of `core.sphere` are to be had here too."""

NEAR_KM = 0.03
"""Road kilometres under which there is no drive: next door."""

MARKED = 12 * 60
"""Minutes up to which a batch looks them up; longer drives are reckoned one by one."""

MOST_ENDS = 20_000
"""Places whose points are kept."""


@dataclass(frozen=True, slots=True)
class Legs:
    """The legs from each of some places to each of others.

    Attributes:
        minutes: a row for each source, a cell for each target.
    """

    minutes: tuple[tuple[int, ...], ...]
    _sources: Sequence[Place | None]
    _targets: Sequence[Place | None]
    _travel: Travel

    def km(self, row: int, column: int) -> float | None:
        """Road kilometres of a cell; None where an end is unknown."""
        return self._travel.leg(self._sources[row], self._targets[column]).km

    def source(self, row: int, column: int) -> str:
        """What a cell rests on, see `Leg.source`."""
        return self._travel.leg(self._sources[row], self._targets[column]).source


_UTC = ZoneInfo("UTC")


class Travel:
    """Travel minutes of a shop, cached by pair of places.

    The positional arguments alone make the plain estimate of one factor and one speed.

    Args:
        circuity: factor from great-circle to road distance.
        speed_kmh: mean speed outside the hours of traffic.
        parking_minutes: added to every drive that is not nought; no traffic makes it longer.
        traffic: (from hour, until hour, factor) of the hours in which drives take longer.
        zone: the shop's zone, in which those hours are.
        roads: road km by km as the crow flies, and minutes by road km, in place of the first two.
        drives: what the shop's drives have taught.
        measured: legs that a router knows.
    """

    def __init__(
        self,
        circuity: float,
        speed_kmh: float,
        parking_minutes: float,
        traffic: tuple[Band, ...] = (),
        zone: ZoneInfo = _UTC,
        *,
        roads: tuple[Curve, Curve] | None = None,
        drives: Drives = NO_DRIVES,
        measured: Measured = NOT_MEASURED,
    ) -> None:
        self.parking_minutes = parking_minutes
        self.drives = drives
        self.measured = measured
        self.hours = retimed(traffic, drives.hours)
        self._zone = zone
        self._parking = math.floor(parking_minutes)
        self._traffic = Traffic(self.hours, zone) if self.hours else None
        self._km, on_road = roads or (flat(circuity), flat(60 / speed_kmh))
        own = drives.by.get(ESTIMATE)
        if own is not None:
            on_road = on_road.times(BANDS_KM, own.bands)
        self._minutes = self._km.then(on_road)
        self._marks: list[float] = []
        self._ends: dict[int, tuple[Place, tuple[Vector, float]]] = {}
        self._blur = {precision: chord_of(km) for precision, km in BLUR_KM.items()}
        self._leg = lru_cache(maxsize=65536)(self._measure)

    @classmethod
    def of(cls, shop: Shop, drives: Drives = NO_DRIVES, measured: Measured = NOT_MEASURED) -> Travel:
        """The travel of a shop by its settings and rules, and by what is known beside them.

        The shop's factor and speed scale the measured ones: twice the usual speed is twice as fast at every
        distance.
        """
        roads = winding(shop.circuity / USUAL_CIRCUITY), driving(shop.speed_kmh / USUAL_SPEED)
        return cls(
            shop.circuity,
            shop.speed_kmh,
            shop.parking_minutes,
            Rules.of(shop).traffic,
            shop.zone,
            roads=roads,
            drives=drives,
            measured=measured,
        )

    @property
    def varies(self) -> bool:
        """True if the hour makes a difference (see `hours`: from hour, until hour, factor)."""
        return self._traffic is not None

    def leg(self, a: Place | None, b: Place | None, at: datetime | None = None) -> Leg:
        """The drive from a to b; a guess, and marked as one, where either is unknown.

        Args:
            a: from where.
            b: to where.
            at: when they leave; None for an hour without traffic.
        """
        if a is None or b is None:
            return GUESS
        if a is b:  # the place of one and the same site, however vaguely it is known
            return NO_LEG
        found = self._leg(a, b)
        return found if at is None or self._traffic is None else self.leaving(found, at)

    def matrix(
        self, sources: Sequence[Place | None], targets: Sequence[Place | None], depart: datetime | None = None
    ) -> Legs:
        """All legs from some places to others: cell by cell what `leg` says, in one go.

        Args:
            sources: from where; None is unknown.
            targets: to where, likewise.
            depart: when they leave; None for hours without traffic.
        """
        made_ready = self._row_of(targets)
        rows = [self._free_row(source, made_ready) for source in sources]
        if depart is not None and self._traffic is not None:
            taken: dict[int, int] = {}
            rows = [
                row if one is None else self._hourly(row, targets, depart, taken)
                for one, row in zip(sources, rows, strict=True)
            ]
        return Legs(tuple(map(tuple, rows)), sources, targets, self)

    def leaving(self, free: Leg, at: datetime) -> Leg:
        """A drive as it is for who leaves at an instant.

        Who leaves later never arrives earlier, to the minute. A guess stays the guess it is.

        Args:
            free: the drive in an hour without traffic.
            at: when they leave.
        """
        driven = self._driving(free)
        if self._traffic is None or not driven:
            return free
        taken = self._traffic.minutes_from(at, driven)
        return free if taken == driven else _longer(free, taken - driven)

    def arriving(self, free: Leg, at: datetime) -> Leg:
        """A drive as it is for who leaves just in time to have arrived by an instant (see `leaving`)."""
        driven = self._driving(free)
        if self._traffic is None or not driven:
            return free
        taken = self._traffic.minutes_until(at, driven, self._parking)
        return free if taken == driven else _longer(free, taken - driven)

    def minutes(self, a: Place | None, b: Place | None) -> int:
        """Minutes of the drive from a to b on a free road, as `leg` says; negative for a guess.

        For who asks for thousands of drives once: nothing is kept of it.
        """
        if a is None or b is None:
            return -UNKNOWN_MINUTES
        if a is b:
            return 0
        (x, y, z), one = self._end(a)
        (u, v, w), other = self._end(b)
        floor = one if one > other else other
        chord = (x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)
        if chord <= floor:
            return self._minutes_at(floor)
        road = self.measured.between(a, b) if self.measured else None
        if road is not None:
            return self._of_road(road) if road.km >= NEAR_KM else 0
        return self._minutes_at(chord)

    def minutes_leaving(self, free: int, minute: int) -> int:
        """What `leaving` says, in minutes.

        Args:
            free: as `minutes` says.
            minute: of the departure, since 1970.
        """
        driven = free - self._parking
        if self._traffic is None or driven <= 0:
            return abs(free)
        return free - driven + self._traffic.from_minute(minute, driven)

    def minutes_arriving(self, free: int, at: datetime) -> int:
        """What `arriving` says, in minutes (see `minutes_leaving`)."""
        driven = free - self._parking
        if self._traffic is None or driven <= 0:
            return abs(free)
        return free - driven + self._traffic.minutes_until(at, driven, self._parking)

    def quoted(self, leg: Leg) -> int:
        """Minutes of a drive to quote a window from: four drives of five take less (5-planning.md)."""
        return math.ceil(leg.minutes * self.drives.quote_ratio)

    def predict(self, drive: Drive) -> Prediction | None:
        """What is to be expected of a past drive (see `core.drives.learn`)."""
        leg = self.leg(drive.origin, drive.target, drive.left_at)
        driven = self._driving(leg)
        if leg.km is None or not driven:
            return None
        return Prediction(leg.minutes - self.parking_minutes, leg.km, leg.source)

    def _driving(self, free: Leg) -> int:
        """Minutes on the road of a leg; none of a guess, of which nobody knows them."""
        return 0 if free.km is None else max(0, free.minutes - self._parking)

    # -- one leg

    def _end(self, place: Place) -> tuple[Vector, float]:
        """The point of a place, and the least chord from it; by identity, which is quicker than by value."""
        kept = self._ends.get(id(place))
        if kept is None or kept[0] is not place:
            if len(self._ends) >= MOST_ENDS:
                self._ends.clear()
            end = vector_of(place), self._blur.get(place.precision, 0.0)
            kept = self._ends[id(place)] = place, end
        return kept[1]

    def _measure(self, a: Place, b: Place) -> Leg:
        floor = max(self._blur.get(a.precision, 0.0), self._blur.get(b.precision, 0.0))
        chord = chord_between(vector_of(a), vector_of(b))
        road = self.measured.between(a, b) if self.measured and chord > floor else None
        if road is not None:
            return self._on(road, a, b)
        chord = max(chord, floor)
        minutes = self._minutes_at(chord)
        if not minutes:
            return NO_LEG
        straight = km_of(chord)
        return Leg(minutes, round(self._km.at(straight), 1), ESTIMATE, self._vague(a, b, straight))

    def _on(self, road: Road, a: Place, b: Place) -> Leg:
        """A measured leg, corrected by what drives have taught of its source."""
        if road.km < NEAR_KM:
            return NO_LEG
        straight = great_circle_km(a, b)
        return Leg(self._of_road(road), round(road.km, 1), road.source, self._vague(a, b, straight))

    def _of_road(self, road: Road) -> int:
        own = self.drives.by.get(road.source)
        factor = own.at(road.km) if own is not None else 1.0
        return _whole(road.minutes * factor + self.parking_minutes)

    def _vague(self, a: Place, b: Place, straight: float) -> int:
        one, other = SPREAD_KM.get(a.precision, 0.0), SPREAD_KM.get(b.precision, 0.0)
        if not (one or other):
            return 0
        return round(self._minutes.at(straight + math.hypot(one, other)) - self._minutes.at(straight))

    def _minutes_at(self, chord: float) -> int:
        """Minutes of an estimated drive over a squared chord; 0 for next door."""
        found = bisect_right(self._marked(), chord)
        if found < MARKED:
            return found
        return _whole(self._minutes.at(km_of(chord)) + self.parking_minutes)

    def _marked(self) -> list[float]:
        """The squared chords at which the minutes go up to 1, 2, 3..."""
        if not self._marks:
            near = self._km.first(NEAR_KM)

            def first_at(minutes: float) -> float:
                left = minutes - self.parking_minutes
                if minutes < 1 or left <= 0:  # any drive is a minute at least
                    return chord_of(near)
                return chord_of(max(near, self._minutes.first(left)))

            self._marks = minute_marks(first_at, MARKED)
        return self._marks

    # -- many legs

    def _free_row(self, source: Place | None, targets: _Row) -> list[int]:
        """Minutes from one place to many, on a free road."""
        if source is None:
            return [UNKNOWN_MINUTES] * len(targets.places)
        x, y, z = vector_of(source)
        marks, find = self._marked(), bisect_right
        least = self._blur.get(source.precision, 0.0)
        if least or targets.blurred:
            row = [
                find(marks, max(least, floor, (x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)))
                for (u, v, w), floor in zip(targets.vectors, targets.floors, strict=True)
            ]
        else:
            row = [
                find(marks, (x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w))
                for u, v, w in targets.vectors
            ]
        if self.measured:
            self._take_measured(source, targets, row, least)
        for column in targets.unknown:
            row[column] = UNKNOWN_MINUTES
        for column in targets.columns.get(id(source), ()):
            row[column] = 0
        if max(row, default=0) >= MARKED:
            far = (at for at, minutes in enumerate(row) if minutes >= MARKED)
            for column in far:
                row[column] = self.leg(source, targets.places[column]).minutes
        return row

    def _take_measured(self, source: Place, targets: _Row, row: list[int], least: float) -> None:
        """Put the legs that a router knows in place of the estimated ones, as `_measure` does."""
        known, here = self.measured.legs, (source.lat, source.lon)
        vector = vector_of(source)
        for column, target in enumerate(targets.places):
            road = known.get((here, (target.lat, target.lon))) if target is not None else None
            if road is None:
                continue
            if chord_between(vector, targets.vectors[column]) > max(least, targets.floors[column]):
                row[column] = self._of_road(road) if road.km >= NEAR_KM else 0

    def _row_of(self, targets: Sequence[Place | None]) -> _Row:
        columns: dict[int, list[int]] = {}
        for column, target in enumerate(targets):
            columns.setdefault(id(target), []).append(column)
        return _Row(
            targets,
            [_NOWHERE if target is None else vector_of(target) for target in targets],
            [0.0 if target is None else self._blur.get(target.precision, 0.0) for target in targets],
            [column for column, target in enumerate(targets) if target is None],
            columns,
        )

    def _hourly(
        self, row: list[int], targets: Sequence[Place | None], depart: datetime, taken: dict[int, int]
    ) -> list[int]:
        """A row as it is for who leaves at an instant; as many sums as there are different minutes."""
        for free in set(row) - taken.keys():
            taken[free] = self.leaving(Leg(free, 0.0), depart).minutes
        return [free if target is None else taken[free] for free, target in zip(row, targets, strict=True)]


_NOWHERE: Vector = (9.0, 9.0, 9.0)
"""Stands for an unknown place in a batch; its cells are filled in afterwards."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The targets of a batch, made ready: points on the unit sphere, least chords, columns by identity."""

    places: Sequence[Place | None]
    vectors: Sequence[Vector]
    floors: Sequence[float]
    unknown: Sequence[int]
    columns: Mapping[int, Sequence[int]]

    @property
    def blurred(self) -> bool:
        """True if any target is only known roughly."""
        return any(self.floors)


def _whole(minutes: float) -> int:
    """To the nearest minute, as the hours of traffic round up later; any drive is one at least."""
    return max(1, math.floor(minutes + 0.5))


def _longer(free: Leg, by: int) -> Leg:
    return Leg(free.minutes + by, free.km, free.source, free.vague)
