"""What technicians do, and when they can work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Say what a technician did: a verb of core.status.ACTS.

    Attributes:
        verb: of core.status.ACTS.
        at: when it happened; None: now.
        reason: required where the table says so.
        rest: minutes of work that are left, where the work cannot be completed; None: reckoned.
        sure: tell the technician although they are out or off shift.
    """

    visit_id: int
    verb: str
    at: datetime | None = None
    reason: str = ""
    rest: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class CorrectStamp:
    """The latest status of a visit happened at another time than was said.

    The stamp before stays in the story, taken back; the new one has its own author and time.
    """

    visit_id: int
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetLeft:
    """Work left on site: `left` minutes from now, or `more` on top of what was expected."""

    visit_id: int
    left: int | None = None
    more: int | None = None


@dataclass(frozen=True, slots=True)
class TakeOut:
    """A technician cannot work from `since` until `until` (None: until further notice)."""

    technician_id: int
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class BringBack:
    """A technician can work again from `at` on."""

    technician_id: int
    at: datetime
