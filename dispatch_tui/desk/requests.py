"""What a line of words asks for, once it is known what it means on a board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from dispatch_tui.core.commands import Command, Seen
from dispatch_tui.core.verbs import Question


@dataclass(frozen=True, slots=True)
class Do:
    """Carry out a command.

    Attributes:
        command: to give to `Desk.do`.
        looked_at: what the person was looking at, for `Desk.do`.
        call_id: the call it is about, for the cursor to follow; None if it is about none.
        visit_id: the visit it is about, likewise.
        times: how often (undo 3).
    """

    command: Command
    looked_at: tuple[Seen, ...] = ()
    call_id: int | None = None
    visit_id: int | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Go:
    """Bring the cursor somewhere; what is None stays as it is."""

    day: date | None = None
    call_id: int | None = None
    technician_id: int | None = None
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """Search calls."""

    text: str


class Topic(StrEnum):
    """What can be shown."""

    DAY = "day"
    LATE = "late"
    TRAY = "tray"
    TECHNICIANS = "technicians"
    TECHNICIAN = "technician"
    CALL = "call"
    LOG = "log"
    FILTER = "filter"
    ALERTS = "alerts"
    MESSAGES = "messages"
    THREAD = "thread"
    RIPPLE = "ripple"
    RULES = "rules"
    TEMPLATES = "templates"
    DISAGREEMENTS = "disagreements"
    OFFER = "offer"
    WHY = "why"
    EMERGENCY = "emergency"
    GOALS = "goals"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Show:
    """Show something.

    Attributes:
        words: those of a filter; "" shows all.
        minutes: a supposed delay.
        days: how many days are offered; None for as many as is usual.
        day: the first of them; None for today.
    """

    topic: Topic
    call_id: int | None = None
    technician_id: int | None = None
    words: str = ""
    customer_id: int | None = None
    minutes: int | None = None
    days: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OpenIntake:
    """Open the intake form, with a phone number, or as a callback of an earlier call, if one was said."""

    phone: str = ""
    back_to: int | None = None


class PlanWhat(StrEnum):
    """What can be planned."""

    TRAY = "tray"
    DAY = "day"
    TEAM = "team"
    ROWS = "rows"
    DAYS = "days"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class MakePlan:
    """Make a plan.

    Attributes:
        technicians: whose visits, for `PlanWhat.ROWS` and `PlanWhat.OUT`.
        day: which day's tray, for `PlanWhat.TRAY`; None for the day that is shown.
        count: how many days, for `PlanWhat.DAYS`.
    """

    what: PlanWhat
    technicians: tuple[int, ...] = ()
    day: date | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Decide:
    """Accept (or reject) what is proposed: one call's change, or all of it for None."""

    accept: bool
    call_id: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    """Help on a verb, or on all for ""."""

    verb: str = ""


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave."""


Request: TypeAlias = Do | Go | Find | Show | OpenIntake | Question | Help | Quit | MakePlan | Decide
