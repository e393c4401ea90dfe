"""What the desk needs of the outside, as protocols. `data` implements the store; tests may too.

Threads: a `Store` is used from one thread, its own; frozen values cross. `wait_for_news` is the
exception, it is called from a thread of the feed's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.core.day import DayRecords, LogLine, News
from dispatch_tui.core.model import (
    Call,
    CallNote,
    Customer,
    Draft,
    Record,
    Shop,
    SimClock,
    Site,
    Stamp,
    Technician,
    TimeOff,
    Visit,
)

R = TypeVar("R", bound=Record)


class Workspace(Protocol):
    """One write transaction as a handler sees it: reads inside it, changes checked and logged.

    Everything happens in one transaction that holds the write lock. Reads see the handler's own
    changes. Nothing is stored if the handler raises.

    Attributes:
        act: the envelope being carried out.
        now: the shop's present instant, UTC, the same for the whole transaction.
        rev: the revision this changeset will have.
    """

    act: Act
    now: datetime
    rev: int

    def get(self, kind: type[R], key: int) -> R:
        """A live record by id. Raises `Missing` if there is none or it lives no longer."""
        ...

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """All live records of a small kind (Technician, CallType, ShiftRule, TimeOff, Shop...)."""
        ...

    def shop(self) -> Shop:
        """The shop's settings."""
        ...

    def clock(self) -> SimClock | None:
        """The simulated clock's row, None on a real shop."""
        ...

    def visits_of(self, call_id: int) -> tuple[Visit, ...]:
        """All live visits of a call, oldest first, any day, any state."""
        ...

    def visits_on(self, technician_id: int, day: date) -> tuple[Visit, ...]:
        """A technician's live visits of a service date, by start."""
        ...

    def open_calls_at(self, site_id: int) -> tuple[Call, ...]:
        """Live calls at a site that are neither completed, closed nor canceled."""
        ...

    def find_foreign(self, kind: str, source: str, foreign: str) -> int | None:
        """Our id for another program's, or None."""
        ...

    def find_customer(self, name: str, phone: str) -> Customer | None:
        """A live customer with that name (case-free) and phone; either may be empty, not both."""
        ...

    def draft_of(self, owner: str) -> Draft | None:
        """A person's live draft."""
        ...

    def matching(self, kind: type[R], **equal: Any) -> tuple[R, ...]:
        """Live records whose fields equal the given values (None: is missing), by id.

        Only plain fields that are one column; for few records by an indexed field.
        """
        ...

    def add(self, record: R) -> R:
        """Store a new record; returns it with its id and revs."""
        ...

    def change(self, record: R, **fields: Any) -> R:
        """Set fields of a record, as changes of the groups they belong to.

        Only groups whose values differ are written, by compare-and-set on `record.revs` and on
        what `act.seen` says was seen.

        Raises:
            Conflict: naming who changed what since.
        """
        ...

    def drop(self, record: Record) -> None:
        """End a record's life (it stays in the log and can be undone back)."""
        ...

    def stamp(self, stamp: Stamp) -> Stamp:
        """Append a stamp."""
        ...

    def undo(self, rev: int) -> LogLine:
        """Move every group that changeset `rev` changed back to what it was.

        Returns the line of the changeset undone.

        Raises:
            Conflict: naming who changed one of the groups since; nothing is moved.
        """
        ...

    def undoable(self, actor: str) -> LogLine | None:
        """The actor's newest standing "act" or "redo" changeset."""
        ...

    def redoable(self, actor: str) -> LogLine | None:
        """The actor's newest standing "undo" with no newer "act" of theirs, else None."""
        ...

    def conclude(self, said: str, kind: str = "act", undo_of: int | None = None) -> None:
        """Say what the changeset comes to: the log's summary line, its kind, what it takes back."""
        ...


Handler = Callable[[Workspace], Outcome]


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """A customer found for intake, with their sites and how often they called."""

    customer: Customer
    sites: tuple[Site, ...]
    calls: int
    open_calls: tuple[Call, ...]
    last_call: date | None


@dataclass(frozen=True, slots=True)
class CallStory:
    """All that is known of one call: records, stamps, notes and its log, oldest first."""

    call: Call
    customer: Customer
    site: Site
    visits: tuple[Visit, ...]
    stamps: tuple[Stamp, ...]
    notes: tuple[CallNote, ...]
    log: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class CallHit:
    """A call found by number, name, phone or address, and the day it is on."""

    call: Call
    customer: Customer
    site: Site
    day: date | None
    technician_id: int | None


class Store(Protocol):
    """The shop's facts. One per process; every method is one short transaction."""

    def write(self, act: Act, handler: Handler, now: datetime) -> Outcome:
        """Carry out one act: one transaction, one changeset, or nothing at all.

        Raises:
            Refused, Conflict, Missing: from the handler; nothing was stored.
            StoreUnusable: the store could not be written; nothing was stored, or the act's uid
                tells on the next try that it was.
        """
        ...

    def rev(self) -> int:
        """The revision of the newest changeset."""
        ...

    def day(self, day: date) -> DayRecords:
        """Everything a console needs to show a day."""
        ...

    def shop(self) -> Shop | None:
        """The shop's settings, None before set-up."""
        ...

    def clock(self) -> SimClock | None:
        """The simulated clock's row, None on a real shop."""
        ...

    def catch_up(self, since: int, day: date) -> News:
        """What happened after `since`, with the touched records that `day` needs."""
        ...

    def wait_for_news(self, timeout: float) -> bool:
        """Block until something may have changed; a hint only. False on time-out or close."""
        ...

    def find_customers(self, text: str, limit: int = 8) -> tuple[CustomerHit, ...]:
        """Customers by phone digits, name or address words, best first."""
        ...

    def find_calls(self, text: str, limit: int = 20) -> tuple[CallHit, ...]:
        """Calls by number, customer, phone or address words, newest first."""
        ...

    def call_story(self, call_id: int) -> CallStory:
        """One call, whole. Raises `Missing`."""
        ...

    def visits_between(self, technician_id: int, first: date, last: date) -> tuple[Visit, ...]:
        """A technician's live visits on service dates in a range, both ends included."""
        ...

    def log(self, limit: int, before: int | None = None) -> tuple[LogLine, ...]:
        """The newest changesets, newest first."""
        ...

    def draft_of(self, owner: str) -> Draft | None:
        """A person's kept intake draft."""
        ...

    def technicians(self) -> Sequence[Technician]:
        """All live technicians."""
        ...

    def time_offs(self, technician_id: int) -> Sequence[TimeOff]:
        """A technician's time off, past and coming."""
        ...

    def warm_up(self) -> None:
        """Import what writing needs, ahead of the first write; a second of CPU."""
        ...

    def check(self) -> tuple[str, ...]:
        """What is wrong with the store's content, one line each; empty is sound."""
        ...

    def close(self) -> None:
        """Release everything; wakes `wait_for_news`."""
        ...
