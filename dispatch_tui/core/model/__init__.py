"""The records of the domain, frozen.

A record's fields fall into *groups* that people change together (a visit's plan, its status, what
has been told). Each group has a revision: the changeset that last set it. `revs` carries them in
the order of `GROUPS[type]`; a command that changes a group says which revision it was looking at.
All times are UTC instants; the shop's zone is applied outside (core.shifts, core.timewords).
"""

from __future__ import annotations

from typing import TypeAlias

from dispatch_tui.core.model.messages import (
    WAITING,
    AlertCare,
    Disagreement,
    Message,
    MessageKind,
    MessageState,
    OptOut,
    Template,
)
from dispatch_tui.core.model.shop import CallType, ShiftRule, Shop, SimClock, Technician, TimeOff
from dispatch_tui.core.model.words import (
    NEW,
    CallPhase,
    Channel,
    Lock,
    Place,
    Precision,
    Priority,
    Span,
    VisitState,
    Way,
)
from dispatch_tui.core.model.work import Call, CallNote, Customer, Draft, ForeignId, Site, Stamp, Visit

Record: TypeAlias = (
    Shop
    | SimClock
    | CallType
    | Technician
    | ShiftRule
    | TimeOff
    | Customer
    | Site
    | Call
    | Visit
    | CallNote
    | Draft
    | ForeignId
    | Message
    | OptOut
    | Template
    | Disagreement
    | AlertCare
)

__all__ = [
    "NEW",
    "WAITING",
    "AlertCare",
    "Call",
    "CallNote",
    "CallPhase",
    "CallType",
    "Channel",
    "Customer",
    "Disagreement",
    "Draft",
    "ForeignId",
    "Lock",
    "Message",
    "MessageKind",
    "MessageState",
    "OptOut",
    "Place",
    "Precision",
    "Priority",
    "Record",
    "ShiftRule",
    "Shop",
    "SimClock",
    "Site",
    "Span",
    "Stamp",
    "Technician",
    "Template",
    "TimeOff",
    "Visit",
    "VisitState",
    "Way",
]
