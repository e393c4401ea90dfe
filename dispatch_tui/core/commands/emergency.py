"""Sending somebody to an emergency, and going after a dispatch that nobody has acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch_tui.core.commands.plan import PlanStep
from dispatch_tui.core.suggest.because import Because


class Start(StrEnum):
    """When somebody sets off to an emergency."""

    NOW = "now"
    AFTER = "after"
    """After the call they have before them."""


class Rest(StrEnum):
    """What becomes of work that somebody is called away from."""

    RETURN = "return"
    """They come back to it right after the emergency."""
    TRAY = "tray"
    """It waits in the tray."""


@dataclass(frozen=True, slots=True)
class SendEmergency:
    """Make a call an emergency and send somebody, as one act.

    Setting off now takes them off the call they have before them, and tells them of the emergency; after
    it, the emergency is their next call, and they are told when they have done the present one.

    Attributes:
        arrival: when they are there.
        minutes: how long it takes; None: as long as the call says.
        rest: what becomes of the work they leave.
        rest_minutes: how much of that is left; None: as reckoned.
        back_at: when they are back at it.
        steps: what becomes of later visits that it puts off, and of whose room they take.
        tell: tell the customers whose arrival it changes; None: if the shop's rule says so.
        sure: accepts what is against it (skills, hours).
        because: why they are sent, to be kept with the act; the steps carry their own.
        leaves: the visits they are taken off, as the person saw it; another one that they were told of
            meanwhile is asked about.
    """

    call_id: int
    technician_id: int
    arrival: datetime
    start: Start = Start.NOW
    minutes: int | None = None
    rest: Rest = Rest.RETURN
    rest_minutes: int | None = None
    back_at: datetime | None = None
    steps: tuple[PlanStep, ...] = ()
    tell: bool | None = None
    sure: bool = False
    because: Because | None = None
    leaves: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ChaseAck:
    """Ask a technician once more to acknowledge a call; once by text, once by ringing them up.

    `ring` puts them on the call list; `said` says that they have just been rung up.
    """

    visit_id: int
    ring: bool = False
    said: bool = False
