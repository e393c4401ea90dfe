"""Everything a person or program can ask of the shop, as frozen values.

A command says what is wanted, never how. `Act` is its envelope: who, where, by what way, why, what
they were looking at. Handlers stand in `dispatch_tui.desk`; the registry of verbs that build commands
is `dispatch_tui.keymap`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from dispatch_tui.core.model import (
    Call,
    Channel,
    Customer,
    Lock,
    Priority,
    Record,
    Shop,
    SimClock,
    Site,
    Span,
    Stamp,
    Way,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A field group as the person saw it when they decided."""

    kind: str
    id: int
    group: str
    rev: int


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
class SetStatus:
    """Say what a technician did: a verb of core.status.ACTS.

    `at` is when it happened (None: now); `reason` is required where the table says so.
    """

    visit_id: int
    verb: str
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetLeft:
    """Work left on site: `left` minutes from now, or `more` on top of what was expected."""

    visit_id: int
    left: int | None = None
    more: int | None = None


@dataclass(frozen=True, slots=True)
class SetLock:
    """Lock a visit's time, technician or both; NONE unlocks."""

    visit_id: int
    lock: Lock


@dataclass(frozen=True, slots=True)
class HoldCall:
    """Put a call on hold for a reason, until a review date if one is known."""

    call_id: int
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CancelCall:
    """Cancel a call for a reason; its unfinished visits end with it."""

    call_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReopenCall:
    """Take back a hold, a cancellation or a close."""

    call_id: int


@dataclass(frozen=True, slots=True)
class CloseCall:
    """Close a completed call with its outcome."""

    call_id: int
    outcome: str


@dataclass(frozen=True, slots=True)
class NewCall:
    """Take a call. Customer and site are existing ids, or new records with id NEW.

    `window_told` says that the customer was promised the window while on the phone.
    """

    customer: Customer
    site: Site
    type_code: str
    minutes: int
    skills: tuple[str, ...]
    due: date
    priority: Priority = Priority.NORMAL
    problem: str = ""
    instructions: str = ""
    access: str = ""
    source: str = "phone"
    channel: Channel = Channel.PHONE
    window: Span | None = None
    window_told: bool = True


@dataclass(frozen=True, slots=True)
class EditCall:
    """Change what is known of a call; `fields` are names of core.model.Call."""

    call_id: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Promise:
    """Promise the customer another window; None takes the promise back."""

    call_id: int
    window: Span | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddNote:
    """Write something down about a call."""

    call_id: int
    text: str


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


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Keep a half-filled intake form; empty values drop it. Never undone."""

    owner: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetClock:
    """Set the pace of a simulated shop's clock, or jump to an instant. Never undone."""

    speed: float | None = None
    to: datetime | None = None


@dataclass(frozen=True, slots=True)
class UndoAct:
    """Take back the acting person's latest act that stands (or a given one)."""

    rev: int | None = None


@dataclass(frozen=True, slots=True)
class RedoAct:
    """Do again what the acting person undid last."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of an import file, checked: the records it makes or updates.

    Attributes:
        line: line number in the file, for messages.
        foreign: the other program's id of the row, "" if the file has none.
        records: records in the order they must be stored; a reference to one made in the same row
            or file is by `NEW - n`, the negative number it carries as its id.
        given: per record, the fields that the file speaks of; an update changes only those, so that
            a file without an e-mail column empties nobody's e-mail. Empty for a record that is only
            a default: it is stored with a new owner and otherwise left out.
    """

    line: int
    foreign: str
    records: tuple[Record, ...]
    given: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class ImportRows:
    """A whole file, all or nothing; rows known by foreign id or name update what is there.

    Attributes:
        what: "technicians", "customers" or "calls".
        source: name of the program or file the foreign ids belong to.
    """

    what: str
    source: str
    rows: tuple[ImportRow, ...]


@dataclass(frozen=True, slots=True)
class SetUpShop:
    """The first run: the shop's settings, the kinds of work it does, and what else it starts with.

    Attributes:
        clock: the simulated clock of a demo shop or an exercise; None on a real shop.
        records: records in the order they must be stored, each with a negative temporary id;
            references between them are those ids (as in `ImportRow`).
        stamps: what has been said of visits among `records`, oldest first.
    """

    shop: Shop
    clock: SimClock | None = None
    records: tuple[Record, ...] = ()
    stamps: tuple[Stamp, ...] = ()


Command: TypeAlias = (
    PlaceCall
    | MoveVisit
    | SwapVisits
    | Unplace
    | SetStatus
    | SetLeft
    | SetLock
    | HoldCall
    | CancelCall
    | ReopenCall
    | CloseCall
    | NewCall
    | EditCall
    | Promise
    | AddNote
    | TakeOut
    | BringBack
    | SaveDraft
    | SetClock
    | UndoAct
    | RedoAct
    | ImportRows
    | SetUpShop
)


@dataclass(frozen=True, slots=True)
class Act:
    """A command with who gives it, from where, why, and what they were looking at."""

    command: Command
    actor: str
    console: str = ""
    way: Way = Way.DESK
    reason: str = ""
    seen: tuple[Seen, ...] = ()
    uid: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act came to.

    Attributes:
        said: one line for the person: what was done.
        rev: the changeset written; the rev before if nothing had to change.
        warnings: what the person should know all the same, one line each.
        call: the call it was about, if one.
        visit_id: the visit it made or moved, if one.
        again: True if this uid had been written before and was not written twice.
    """

    said: str
    rev: int
    warnings: tuple[str, ...] = ()
    call: Call | None = None
    visit_id: int | None = None
    again: bool = False
