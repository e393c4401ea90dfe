"""One technician's planned day: where to, in what order, how long, and what was promised.

The plan is laid out as a dispatcher would: near the technician's home, by skill, with the drive
between any two, then pinned so that at the demo's opening moment the technician is found doing what
their *role* says.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from data.demo.geography import Area, neighbours, new_site
from dispatch_tui.core.model import CallType, Lock, Place, Site, Technician
from dispatch_tui.core.travel import Travel, great_circle_km
from dispatch_tui.exercise.cast import ACCESS_NOTES

STEP = 5
"""Plans are made in steps of five minutes."""

SPARE = 5
"""Minutes left free after each visit; rounds also absorb small delays of the morning."""

SHORTEST = 20

CLOSE = 0.3
"""Most that is left free between two visits, of an even share."""

FILLED = (0.54, 0.68)
"""Share of a shift that is planned, drives included: busy, with room for a call that comes in."""


class Role(StrEnum):
    """What a technician is doing when the demo opens."""

    OVERRUN = "overrun"
    LATE_ROAD = "late on the road"
    PAUSED = "paused"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    ON_SITE = "on site"
    ROAD = "on the road"
    IDLE = "nothing yet"


@dataclass(slots=True)
class Stop:
    """One visit to be: times are shop-local minutes after midnight.

    Attributes:
        leg: minutes of the drive that leads to it.
        window: promised arrival, or None.
        by_phone: True for a customer who is rung up, whatever they are otherwise.
        cannot: why the work could not be completed, for a stop that is over; "" for the usual.
    """

    site: Site
    kind: CallType
    minutes: int
    leg: int
    start: int = 0
    window: tuple[int, int] | None = None
    told: bool = True
    lock: Lock = Lock.NONE
    cannot: str = ""
    by_phone: bool = False

    @property
    def end(self) -> int:
        """End of the slot."""
        return self.start + self.minutes


@dataclass(slots=True)
class Row:
    """A technician's plan. `current` is the stop that `role` is about; those before are over."""

    technician: Technician
    shift: tuple[int, int]
    role: Role
    stops: list[Stop] = field(default_factory=list)
    current: int = 0


def ceil_step(minute: float) -> int:
    """The next five-minute mark."""
    return -int(-minute // STEP) * STEP


def floor_step(minute: float) -> int:
    """The five-minute mark before."""
    return int(minute // STEP) * STEP


class Planner:
    """Plans rows with one generator of chance, one travel estimate and one catalogue."""

    def __init__(
        self,
        rng: random.Random,
        travel: Travel,
        kinds: Sequence[CallType],
        now: int,
        morning: datetime | None = None,
    ) -> None:
        self.rng = rng
        self.travel = travel
        self.morning = morning
        self.kinds = kinds
        self.now = now

    def row(self, technician: Technician, area: Area, shift: tuple[int, int], role: Role, count: int) -> Row:
        """A technician's day with about `count` visits; fewer if they don't fit."""
        row = Row(technician, shift, role)
        sites = self._round_trip(technician.home, self._sites(area, count))
        legs = self._legs(technician.home, sites)
        length = shift[1] - shift[0]
        while sites and len(sites) * SHORTEST + sum(legs) > 0.92 * length:
            sites.pop()
            legs = self._legs(technician.home, sites)
        if not sites:
            row.role = Role.IDLE
            return row
        spare = length * self.rng.uniform(*FILLED) - sum(legs)
        weights = [self.rng.uniform(0.65, 1.4) for _ in sites]
        for site, leg, weight in zip(sites, legs, weights, strict=False):
            wanted = spare * weight / sum(weights)
            kind = self.kind_for(technician.skills, wanted)
            minutes = max(SHORTEST, min(floor_step(wanted), kind.minutes * 2, 240))
            row.stops.append(Stop(site, kind, minutes, leg))
        self._lay_out(row)
        self._pin(row)
        for stop in row.stops:
            stop.window = self.window(stop.start, shift[0])
            stop.told = stop.window is not None and self.rng.random() < 0.88
        return row

    def kind_for(self, skills: Sequence[str], minutes: float) -> CallType:
        """A kind of work the skills allow, usually about that long."""
        able = [kind for kind in self.kinds if set(kind.skills) <= set(skills)]
        near = sorted(able, key=lambda kind: (abs(kind.minutes - minutes), kind.code))
        return self.rng.choice(near[:4])

    def window(self, start: int, opens: int) -> tuple[int, int] | None:
        """A promise that the planned start keeps with an hour to spare, or none.

        Args:
            start: planned start.
            opens: begin of the shift; nobody is promised to earlier.
        """
        chance = self.rng.random()
        if chance < 0.12:
            return None
        if chance < 0.24:
            return (480, 720) if start < 660 else (720, 960) if start < 900 else (900, 1140)
        begins = max(start // 30 * 30 - self.rng.choice((0, 0, 30)), opens)
        return begins, begins + 120

    def _sites(self, area: Area, count: int) -> list[Site]:
        rng = self.rng
        around = neighbours(area)[:4]
        made = []
        for _ in range(count):
            access = rng.choice(ACCESS_NOTES) if rng.random() < 0.3 else ""
            where = rng.choices(around, weights=(5, 3, 2, 1))[0]
            made.append(new_site(rng, where, access))
        return made

    def _round_trip(self, home: Place | None, sites: list[Site]) -> list[Site]:
        """The sites in nearest-neighbour order from home."""
        ordered: list[Site] = []
        left = list(sites)
        here = home
        while left:
            found = min(left, key=lambda site: _km(here, site.place))
            left.remove(found)
            ordered.append(found)
            here = found.place
        return ordered

    def _legs(self, home: Place | None, sites: Sequence[Site]) -> list[int]:
        """Minutes of each drive in turn, the one home last."""
        points = [home, *(site.place for site in sites), home]
        return [self.leg(a, b) for a, b in pairwise(points)]

    def leg(self, a: Place | None, b: Place | None) -> int:
        """Minutes that the plan leaves for a drive: what it takes on a busy morning, at any hour."""
        return self.travel.leg(a, b, self.morning).minutes

    def _lay_out(self, row: Row) -> None:
        """Planned starts through the shift: close to one another, but for one longer stretch that is free."""
        begin, end = row.shift
        free = max(0, end - begin - sum(stop.minutes + stop.leg + SPARE for stop in row.stops) - 15)
        share = free / (len(row.stops) + 1)
        open_before = self.rng.randrange(1, len(row.stops) + 1)
        clock: float = begin
        for index, stop in enumerate(row.stops):
            gap = self.rng.uniform(0, CLOSE * share) if index else 0
            if index == open_before:
                gap += self.rng.uniform(0.4, 0.7) * free
            stop.start = ceil_step(clock + stop.leg + gap)
            clock = stop.end + SPARE

    def _pin(self, row: Row) -> None:
        """Shift the plan so that one stop is where the row's role wants it at the opening."""
        if row.role is Role.OVERRUN:
            for stop in row.stops:
                stop.minutes = min(stop.minutes, 75)
        earliest: list[int] = []
        clock = row.shift[0]
        for index, stop in enumerate(row.stops):
            earliest.append(ceil_step(clock + stop.leg + (SPARE if index else 0)))
            clock = earliest[-1] + stop.minutes
        pins = [self._wanted_start(row.role, stop) for stop in row.stops]
        able = [index for index, pin in enumerate(pins) if earliest[index] <= pin]
        if not able:
            row.role = Role.IDLE
            row.current = next(
                (i for i, stop in enumerate(row.stops) if stop.start - stop.leg > self.now),
                len(row.stops),
            )
            del row.stops[: row.current]
            row.current = 0
            return
        at = min(able, key=lambda index: abs(row.stops[index].start - pins[index]))
        row.current = at
        row.stops[at].start = pins[at]
        for index in range(at - 1, -1, -1):
            stop, after = row.stops[index], row.stops[index + 1]
            latest = floor_step(after.start - after.leg - SPARE - stop.minutes)
            stop.start = min(max(stop.start, latest - 20), latest)
        for before, stop in zip(row.stops[at:], row.stops[at + 1 :], strict=False):
            stop.start = max(stop.start, ceil_step(before.end + stop.leg))
        while len(row.stops) > at + 2 and row.stops[-1].end > row.shift[1]:
            row.stops.pop()

    def _wanted_start(self, role: Role, stop: Stop) -> int:
        rng, now = self.rng, self.now
        match role:
            case Role.ON_SITE:
                return floor_step(now - rng.uniform(8, max(9, 0.45 * stop.minutes)))
            case Role.PAUSED:
                stop.minutes = max(stop.minutes, 75)
                return floor_step(now - rng.uniform(24, 32))
            case Role.OVERRUN:
                return floor_step(now - stop.minutes - 12)
            case Role.LATE_ROAD:
                return floor_step(now - 22)
            case Role.ROAD:
                return ceil_step(now + stop.leg / 2)
            case Role.ACKNOWLEDGED:
                return ceil_step(now + stop.leg + rng.uniform(4, 12))
            case Role.DISPATCHED:
                return ceil_step(now + stop.leg + rng.uniform(6, 15))
            case Role.IDLE:
                return ceil_step(now + stop.leg + rng.uniform(30, 50))


def _km(a: Place | None, b: Place | None) -> float:
    return 0.0 if a is None or b is None else great_circle_km(a, b)
