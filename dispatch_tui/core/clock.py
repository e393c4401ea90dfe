"""The only place that reads the wall clock.

Everything else is handed a `Clock`. A simulated clock is a row in the store, so that every
console on one demo shop or exercise shows the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is for the shop."""

    def now(self) -> datetime:
        """The present instant, UTC, whole seconds."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, UTC, whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still (tests, `--at`)."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was given."""
        return self.instant


@dataclass(frozen=True, slots=True)
class ClockRate:
    """How simulated time runs: `simulated = anchor + (wall - wall_anchor) * speed`.

    Attributes:
        anchor: simulated UTC instant at `wall_anchor`.
        wall_anchor: wall UTC instant at which the rate was set.
        speed: simulated seconds per wall second; 0 is paused.
    """

    anchor: datetime
    wall_anchor: datetime
    speed: float

    def at(self, wall: datetime) -> datetime:
        """Simulated instant at a wall instant."""
        return (self.anchor + (wall - self.wall_anchor) * self.speed).replace(microsecond=0)

    def with_speed(self, speed: float, wall: datetime) -> ClockRate:
        """The same simulated instant, running on at another speed."""
        return ClockRate(self.at(wall), wall, speed)

    def stepped_to(self, instant: datetime, wall: datetime) -> ClockRate:
        """Jump to a simulated instant and run on at the same speed."""
        return ClockRate(instant, wall, self.speed)


class ShopClock:
    """The shop's clock: the wall clock, or a simulated one once a rate is set.

    The rate is replaced when the store's clock row changes; reading it is one attribute load,
    so threads may share it.
    """

    def __init__(self, wall: Clock | None = None, rate: ClockRate | None = None) -> None:
        self.wall: Clock = wall or SystemClock()
        self.rate = rate

    def now(self) -> datetime:
        """The present instant of the shop, UTC."""
        wall = self.wall.now()
        rate = self.rate
        return wall if rate is None else rate.at(wall)

    def seconds_until(self, instant: datetime) -> float:
        """Wall seconds until a shop instant; infinite while the clock is paused."""
        ahead = (instant - self.now()) / timedelta(seconds=1)
        if self.rate is None:
            return ahead
        return ahead / self.rate.speed if self.rate.speed else float("inf")
