"""Travel time between two places and, by the shop's hours of traffic, at a time of the day.

Great-circle distance times a road factor, at a mean speed, plus the minutes to park. The distance
is the spherical formula geopy uses (tests hold the two equal); it stands here because a day of 5,000
visits needs 10,000 legs before the board is ready, and geopy costs 20 microseconds a leg and a third
of a second to import. What the hour does to a drive is in `core.traffic`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from dispatch_tui.core.model import Place, Precision, Shop
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.traffic import Band, Traffic

EARTH_KM = 6371.009
"""Mean earth radius (IUGG), as geopy.distance.EARTH_RADIUS."""

UNKNOWN_MINUTES = 25
"""What a leg from or to an unknown place is taken for; always shown as a guess."""

BLUR_KM = {Precision.POSTCODE: 1.5, Precision.PLACE: 4.0, Precision.REGION: 15.0}
"""Typical distance of a real address from a point of that precision (5-planning.md): two addresses
that share a postal code are never nought apart."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One drive. `km` is None where a place is unknown; `minutes` is then a guess."""

    minutes: int
    km: float | None

    @property
    def known(self) -> bool:
        """False if an end of the leg is not known."""
        return self.km is not None


_UTC = ZoneInfo("UTC")

GUESS = Leg(UNKNOWN_MINUTES, None)
NO_LEG = Leg(0, 0.0)


def great_circle_km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres (haversine on the mean radius)."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


class Travel:
    """Travel minutes by the shop's road factor, speed and traffic, cached by pair of places.

    Args:
        circuity: factor from great-circle to road distance.
        speed_kmh: mean speed outside the hours of traffic.
        parking_minutes: added to every drive that is not nought; no traffic makes it longer.
        traffic: (from hour, until hour, factor) of the hours in which drives take longer.
        zone: the shop's zone, in which those hours are.
    """

    def __init__(
        self,
        circuity: float,
        speed_kmh: float,
        parking_minutes: float,
        traffic: tuple[Band, ...] = (),
        zone: ZoneInfo = _UTC,
    ) -> None:
        self.circuity = circuity
        self.speed_kmh = speed_kmh
        self.parking_minutes = parking_minutes
        self._parking = math.floor(parking_minutes)
        self._traffic = Traffic(traffic, zone) if traffic else None
        self._leg = lru_cache(maxsize=65536)(self._measure)

    @classmethod
    def of(cls, shop: Shop) -> Travel:
        """The estimate with a shop's settings and rules."""
        traffic = Rules.of(shop).traffic
        return cls(shop.circuity, shop.speed_kmh, shop.parking_minutes, traffic, shop.zone)

    @property
    def varies(self) -> bool:
        """True if the hour makes a difference."""
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

    def leaving(self, free: Leg, at: datetime) -> Leg:
        """A drive as it is for who leaves at an instant.

        Who leaves later never arrives earlier, to the minute. A guess stays the guess it is.

        Args:
            free: the drive in an hour without traffic.
            at: when they leave.
        """
        driving = self._driving(free)
        if self._traffic is None or not driving:
            return free
        taken = self._traffic.minutes_from(at, driving)
        return free if taken == driving else Leg(free.minutes + taken - driving, free.km)

    def arriving(self, free: Leg, at: datetime) -> Leg:
        """A drive as it is for who leaves just in time to have arrived by an instant (see `leaving`)."""
        driving = self._driving(free)
        if self._traffic is None or not driving:
            return free
        taken = self._traffic.minutes_until(at, driving, self._parking)
        return free if taken == driving else Leg(free.minutes + taken - driving, free.km)

    def _driving(self, free: Leg) -> int:
        """Minutes on the road of a leg; none of a guess, of which nobody knows them."""
        return 0 if free.km is None else max(0, free.minutes - self._parking)

    def _measure(self, a: Place, b: Place) -> Leg:
        km = great_circle_km(a, b)
        blur = max(BLUR_KM.get(a.precision, 0.0), BLUR_KM.get(b.precision, 0.0))
        km = max(km, blur) * self.circuity
        if km < 0.03:
            return NO_LEG
        return Leg(math.ceil(km / self.speed_kmh * 60 + self.parking_minutes), round(km, 1))
