"""What stands where on the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.model import Lock


@dataclass(frozen=True, slots=True)
class PlaceCall:
    """Put a call without a visit on a technician's row. `sure` accepts the warnings."""

    call_id: int
    technician_id: int
    start: datetime
    minutes: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class MoveVisit:
    """Change who goes, when, or for how long. `sure` accepts the warnings, and moves what was seen."""

    visit_id: int
    technician_id: int | None = None
    start: datetime | None = None
    minutes: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class SwapVisits:
    """Exchange technician and start of two visits."""

    first_id: int
    second_id: int
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Unplace:
    """Take a visit off the board; its call goes back to the tray."""

    visit_id: int
    sure: bool = False


@dataclass(frozen=True, slots=True)
class SendHelp:
    """Split the crew: a second technician joins a visit that is at work.

    Attributes:
        visit_id: the visit that needs help.
        technician_id: who comes.
        start: when they can be there.
        minutes: how long they stay.
        left: work then left to the one who is there, in minutes from now.
    """

    visit_id: int
    technician_id: int
    start: datetime
    minutes: int
    left: int
    sure: bool = False


@dataclass(frozen=True, slots=True)
class SetLock:
    """Lock a visit's time, technician or both; NONE unlocks."""

    visit_id: int
    lock: Lock
