"""What the desk needs of the outside, as protocols. `data` implements the store; tests may too.

Threads: a `Store` is used from one thread, its own; frozen values cross. `wait_for_news` is the
exception, it is called from a thread of the feed's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.core.day import DayRecords, LogLine, News
from dispatch_tui.core.drives import Drive
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.model import (
    Call,
    CallNote,
    Channel,
    Customer,
    Disagreement,
    Draft,
    Message,
    OptOut,
    Place,
    Record,
    Shop,
    SimClock,
    Site,
    Stamp,
    Technician,
    Template,
    TimeOff,
    Visit,
)
from dispatch_tui.core.performance import PastVisit
from dispatch_tui.core.suggest.because import Because
from dispatch_tui.core.typical import Case

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo came to.

    Attributes:
        line: the line of the changeset taken back.
        gone: messages of it that have left the house and could not be taken back with it.
    """

    line: LogLine
    gone: tuple[Message, ...] = ()


class Workspace(Protocol):
    """One write transaction as a handler sees it: reads inside it, changes checked and logged.

    Everything happens in one transaction that holds the write lock. Reads see the handler's own
    changes. Nothing is stored if the handler raises.

    Attributes:
        act: the envelope being carried out.
        now: the shop's present instant, UTC, the same for the whole transaction.
        rev: the revision this changeset will have.
        knowledge: what was learnt before the transaction began; the boards reckon by the same.
        because: why visits were put where they now stand; kept with the act (`acts.common.explained`).
    """

    act: Act
    now: datetime
    rev: int
    knowledge: Knowledge
    because: list[Because]

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

    def sites_at(self, place: Place) -> tuple[Site, ...]:
        """Live sites at exactly that point."""
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

    def matching(self, kind: type[R], /, **equal: Any) -> tuple[R, ...]:
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

    def stamps_of_visit(self, visit_id: int) -> tuple[Stamp, ...]:
        """All stamps of a visit, also those taken back, in the order recorded."""
        ...

    def undo(self, rev: int) -> Undone:
        """Move every group that changeset `rev` changed back to what it was.

        A message that the changeset made is withdrawn with it while it waits. One that has been taken
        by a sender stays, and is named in the answer; it never keeps the rest from being undone.

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
class Geocoded:
    """What was said of an address: where it is (None: nobody knew it), who said so, and when."""

    place: Place | None
    source: str
    asked_at: datetime


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
    """All that is known of one call: records, stamps, notes and its log, oldest first.

    Attributes:
        messages: to and from whom ever, about this call.
        callbacks: calls that came back to this one.
        technicians: those who were sent to it, or wrote of it.
    """

    call: Call
    customer: Customer
    site: Site
    visits: tuple[Visit, ...]
    stamps: tuple[Stamp, ...]
    notes: tuple[CallNote, ...]
    log: tuple[LogLine, ...]
    messages: tuple[Message, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    callbacks: tuple[Call, ...] = ()
    technicians: tuple[Technician, ...] = ()


@dataclass(frozen=True, slots=True)
class CallHit:
    """A call found by number, name, phone or address, and the day it is on."""

    call: Call
    customer: Customer
    site: Site
    day: date | None
    technician_id: int | None


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said to and by one person, or by one address that nobody is known by.

    Attributes:
        last: the newest message.
        todo: how many of the messages want something of a person.
        technician, customer: who it is; both None: only the address of `last` is known.
    """

    last: Message
    todo: int
    technician: Technician | None = None
    customer: Customer | None = None


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

    def geocoded(self, address: str) -> Geocoded | None:
        """What a look-up said of an address (`core.places.address_key`); None if nobody was asked."""
        ...

    def keep_geocoded(self, address: str, found: Geocoded) -> None:
        """Keep what a look-up said."""
        ...

    def vague_sites(self, limit: int) -> tuple[Site, ...]:
        """Sites of calls that are not over, whose place is unknown or vague, oldest first."""
        ...

    def drives(self, since: date) -> tuple[Drive, ...]:
        """Every drive of a service date or after whose two ends are known to the house."""
        ...

    def durations(self, since: date) -> tuple[Case, ...]:
        """What every visit took that was done on a service date or after, and what was planned for it."""
        ...

    def past_visits(self, since: date) -> tuple[PastVisit, ...]:
        """Every visit that was done, or could not be, on a service date or after, with what came of it."""
        ...

    def because_of(self, visit: Visit) -> Because | None:
        """Why a visit was put where it stands now, as it was kept; None if nothing was."""
        ...

    def becauses(self, day: date) -> Mapping[int, Because]:
        """The same of all visits of a service date, by visit id; of those that have none, nothing."""
        ...

    def log(self, limit: int, before: int | None = None) -> tuple[LogLine, ...]:
        """The newest changesets, newest first."""
        ...

    def draft_of(self, owner: str) -> Draft | None:
        """A person's kept intake draft."""
        ...

    def threads(self, limit: int = 50) -> tuple[Thread, ...]:
        """Messages by person, those first that want something of a person, then the newest."""
        ...

    def thread_of(
        self,
        technician_id: int | None = None,
        customer_id: int | None = None,
        address: str = "",
        limit: int = 200,
    ) -> tuple[Message, ...]:
        """The newest messages to and from a person (or an address nobody is known by), oldest first."""
        ...

    def correspondent(
        self, technician_id: int | None = None, customer_id: int | None = None
    ) -> Technician | Customer:
        """Who is written with. Raises `Missing`."""
        ...

    def latest_messages(self, limit: int) -> tuple[Message, ...]:
        """The newest messages to and from anybody, newest first."""
        ...

    def disagreements(self, open_only: bool = True) -> tuple[Disagreement, ...]:
        """What two sides see differently: the open ones first, by when the next step is due."""
        ...

    def templates(self) -> tuple[Template, ...]:
        """The shop's own wordings."""
        ...

    def opt_outs(self) -> tuple[OptOut, ...]:
        """Addresses that must not be written to."""
        ...

    def technicians(self) -> Sequence[Technician]:
        """All live technicians."""
        ...

    def time_offs(self, technician_id: int) -> Sequence[TimeOff]:
        """A technician's time off, past and coming."""
        ...

    def message(self, message_id: int) -> Message | None:
        """A message, as it is now."""
        ...

    def due_messages(
        self, now: datetime, wall: datetime, reach: Collection[tuple[Channel, bool]], limit: int
    ) -> tuple[Message, ...]:
        """Messages that a sender may take, oldest first.

        Queued, blocked until `now`, or held by a sender whose lease has run out.

        Args:
            now: the shop's instant.
            wall: the instant of `wall`, which leases run on.
            reach: the channels that can be served, to technicians (True) or to others (False).
            limit: how many at the most.
        """
        ...

    def known_message(self, key: str) -> bool:
        """True if there is a live message of that key."""
        ...

    def carried_message(self, provider_id: str, address: str) -> Message | None:
        """The message to an address that its provider knows by that id."""
        ...

    def wall(self) -> datetime:
        """The clock that leases run on, the same for all consoles of a store."""
        ...

    def take_duty(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew the lease of a duty; False, and nothing written, while somebody else holds it."""
        ...

    def release_duty(self, name: str, holder: str) -> None:
        """Give up the lease of a duty, if one holds it."""
        ...

    def duty_holder(self, name: str) -> str | None:
        """Who holds a duty now."""
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
