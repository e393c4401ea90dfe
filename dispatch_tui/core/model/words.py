"""Words of the domain that are a choice of few, and the small values that records are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NEW = 0
"""The id of a record that has not been stored yet."""


class Priority(StrEnum):
    """How urgent a call is; declared order is the order of the tray."""

    EMERGENCY = "emergency"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return _PRIORITY_RANKS[self]


_PRIORITY_RANKS = {each: rank for rank, each in enumerate(Priority)}


class VisitState(StrEnum):
    """Where one visit stands. The legal ways between them are in core.status."""

    TENTATIVE = "tentative"
    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    PAUSED = "paused"
    DONE = "done"
    CANNOT_COMPLETE = "cannot_complete"
    CANCELED = "canceled"


class CallPhase(StrEnum):
    """Where a call stands; derived from its visits and its fate, never set by hand."""

    OPEN = "open"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELED = "canceled"


class Lock(StrEnum):
    """What of a visit must not be moved."""

    NONE = "none"
    TIME = "time"
    TECH = "tech"
    BOTH = "both"


class Precision(StrEnum):
    """How well a place is known; shown beside every ETA that is built on it."""

    PIN = "pin"
    HOUSE = "house"
    INTERPOLATED = "interpolated"
    STREET = "street"
    POSTCODE = "postcode"
    PLACE = "place"
    REGION = "region"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How a customer likes to hear from the shop."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"


class Way(StrEnum):
    """By what way a fact reached the desk."""

    DESK = "desk"
    SCREEN = "screen"
    TEXT = "text"
    VOICE = "voice"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, with how well it is known.

    Attributes:
        lat: degrees north, -90 to 90.
        lon: degrees east, -180 to 180.
        precision: never `UNKNOWN`; an unknown place is None.
    """

    lat: float
    lon: float
    precision: Precision = Precision.PIN


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time, UTC."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        """Length in minutes."""
        return (self.end - self.start) / timedelta(minutes=1)

    def overlaps(self, other: Span) -> bool:
        """True if the two share any time; touching ends do not."""
        return self.start < other.end and other.start < self.end

    def holds(self, instant: datetime) -> bool:
        """True if the instant lies inside, the end excluded."""
        return self.start <= instant < self.end
