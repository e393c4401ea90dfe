"""What stands where on the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dispatch_tui.core.model import Lock
from dispatch_tui.core.suggest.because import Because


@dataclass(frozen=True, slots=True)
class PlaceCall:
    """Put a call without a visit on a technician's row.

    Attributes:
        sure: accepts the warnings.
        because: why there, to be kept with the act (`BoardKeeper.because`).
    """

    call_id: int
    technician_id: int
    start: datetime
    minutes: int | None = None
    sure: bool = False
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class MoveVisit:
    """Change who goes, when, or for how long.

    Attributes:
        sure: accepts the warnings, and moves what was seen.
        because: why there, as for `PlaceCall`.
    """

    visit_id: int
    technician_id: int | None = None
    start: datetime | None = None
    minutes: int | None = None
    sure: bool = False
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class SwapVisits:
    """Exchange technician and start of two visits; `because` names the visit of each reason."""

    first_id: int
    second_id: int
    sure: bool = False
    because: tuple[Because, ...] = ()


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


PlanStep: TypeAlias = PlaceCall | MoveVisit | Unplace
"""One change of a plan."""


@dataclass(frozen=True, slots=True)
class CarryPlan:
    """Carry out a plan, or a part of one, as one act.

    Attributes:
        steps: the changes; what they say of being sure is not looked at.
        sure: accepts the warnings, and moves what was seen.
        because: why it was planned, in words, for the log.
        costs: what else it costs, in words, as whoever planned it found; asked about with the rest.
    """

    steps: tuple[PlanStep, ...]
    sure: bool = False
    because: str = ""
    costs: tuple[str, ...] = ()
