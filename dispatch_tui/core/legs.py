"""One drive, and legs as a router measured them; values that travel is made of and handed on as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from dispatch_tui.core.model import Place

UNKNOWN_MINUTES = 25
"""What a leg from or to an unknown place is taken for; always shown as a guess."""

ESTIMATE, GUESSED = "estimate", "guess"
"""Sources of a leg; the others are names of routers."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One drive.

    Attributes:
        minutes: how long it takes, parking included.
        km: on the road; None where a place is unknown, and `minutes` is a guess.
        source: what the minutes rest on: "estimate", "guess", or a router's name.
        vague: minutes by which it may be shorter or longer since an end is only known roughly.
    """

    minutes: int
    km: float | None
    source: str = ESTIMATE
    vague: int = 0

    @property
    def known(self) -> bool:
        """False if an end of the leg is not known."""
        return self.km is not None


GUESS = Leg(UNKNOWN_MINUTES, None, GUESSED)
NO_LEG = Leg(0, 0.0)

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Road:
    """A leg as a router measured it: minutes on a free road, unrounded and without parking, and km."""

    minutes: float
    km: float
    source: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Legs that a router has measured, by their ends; those that it could not are simply not in it.

    Attributes:
        silent: the router that did not answer when it was asked last; "" if all is well.
        since: since when; None if all is well.
    """

    legs: Mapping[tuple[Point, Point], Road] = field(default_factory=lambda: MappingProxyType({}))
    silent: str = ""
    since: datetime | None = None

    def __bool__(self) -> bool:
        """True if there are any."""
        return bool(self.legs)

    def between(self, a: Place, b: Place) -> Road | None:
        """The measured leg from a to b."""
        return self.legs.get(((a.lat, a.lon), (b.lat, b.lon)))


NOT_MEASURED = Measured()
