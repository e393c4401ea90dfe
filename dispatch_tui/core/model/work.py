"""Customers, their sites, their calls, the visits to them, and what is said of those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dispatch_tui.core.model.words import (
    NEW,
    CallPhase,
    Channel,
    Lock,
    Place,
    Priority,
    Span,
    VisitState,
    Way,
)


@dataclass(frozen=True, slots=True)
class Customer:
    """Who pays. Phones are E.164 where they could be understood, else as typed.

    Groups: `info`, and `pairing` (who should go to them, and who must not).

    Attributes:
        preferred: ids of technicians they like to see, the dearest first.
        blocked: ids of technicians who are not sent to them.
    """

    name: str
    phone: str = ""
    phone2: str = ""
    email: str = ""
    channel: Channel = Channel.PHONE
    language: str = "en"
    tags: tuple[str, ...] = ()
    note: str = ""
    preferred: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Where the work is."""

    customer_id: int
    address: str
    city: str = ""
    region: str = ""
    postcode: str = ""
    area: str = ""
    place: Place | None = None
    access: str = ""
    id: int = NEW
    revs: tuple[int, ...] = ()

    @property
    def one_line(self) -> str:
        """The address as one would say it."""
        tail = " ".join(part for part in (self.region, self.postcode) if part)
        return ", ".join(part for part in (self.address, self.city, tail) if part)


@dataclass(frozen=True, slots=True)
class Call:
    """The service call a customer asked for; `id` is its number.

    Groups: `info` (what is to be done), `promise` (the window), `fate` (hold, cancel, close).

    Attributes:
        minutes: work still to be planned; for partial work, what is left.
        window: the promised arrival window, or None if none was promised.
        window_told_at: when the customer was told that window.
        first_call_id: the call this one comes back to (a callback), or None.
        part: what must be at hand before the work can be done, in words; "" for nothing.
        part_ready_at: when it was said to be at hand.
        phase: derived by core.status.call_phase, kept beside for reading.
    """

    customer_id: int
    site_id: int
    type_code: str
    skills: tuple[str, ...]
    minutes: int
    received_at: datetime
    due: date
    priority: Priority = Priority.NORMAL
    problem: str = ""
    instructions: str = ""
    access: str = ""
    source: str = "phone"
    channel: Channel = Channel.PHONE
    first_call_id: int | None = None
    part: str = ""
    part_ready_at: datetime | None = None
    window: Span | None = None
    window_told_at: datetime | None = None
    hold_reason: str = ""
    hold_until: date | None = None
    cancel_reason: str = ""
    closed_at: datetime | None = None
    outcome: str = ""
    phase: CallPhase = CallPhase.OPEN
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """One technician going to one call once.

    Groups: `plan` (who, when, lock), `status` (state and the times stamped), `told` (what the
    technician has been told), `client` (what the customer has), `check` (the check-in).

    Attributes:
        start: planned arrival; with `minutes` it is the slot.
        helps: True if another technician is at the call already: the promised window is kept by them.
        service_date: the shop-local day the visit belongs to (a night shift's first day).
        since: when the present state began.
        arrived_at: first arrival, actual.
        paused_minutes: whole minutes of ended pauses.
        left_minutes: work left as last said, at `left_at`.
        eta_told: the arrival the customer was told last, at `eta_told_at`; None if only the window.
        onway_told_at: when the customer was told that the technician is on the way.
        asked_at: when the technician was asked last how much longer they need.
        answered_at: when they answered, by whatever way.
        undisturbed_at: when they asked not to be asked during this call.
    """

    call_id: int
    technician_id: int
    start: datetime
    minutes: int
    service_date: date
    lock: Lock = Lock.NONE
    helps: bool = False
    state: VisitState = VisitState.TENTATIVE
    since: datetime | None = None
    enroute_at: datetime | None = None
    arrived_at: datetime | None = None
    finished_at: datetime | None = None
    paused_minutes: int = 0
    left_minutes: int | None = None
    left_at: datetime | None = None
    reason: str = ""
    dispatched_at: datetime | None = None
    acknowledged_at: datetime | None = None
    eta_told: datetime | None = None
    eta_told_at: datetime | None = None
    onway_told_at: datetime | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    undisturbed_at: datetime | None = None
    id: int = NEW
    revs: tuple[int, ...] = ()

    @property
    def slot(self) -> Span:
        """The planned start and end."""
        return Span(self.start, self.start + timedelta(minutes=self.minutes))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A recorded fact: status, time, who said it, by what way. Append only.

    A correction is a new stamp; `voids` names the stamp it takes back.
    """

    visit_id: int
    state: VisitState
    at: datetime
    recorded_at: datetime
    actor: str
    way: Way = Way.DESK
    note: str = ""
    voids: int | None = None
    id: int = NEW


@dataclass(frozen=True, slots=True)
class CallNote:
    """Something worth knowing about a call, added by a person."""

    call_id: int
    at: datetime
    actor: str
    text: str
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled intake form: field name to typed text, as typed. One per person."""

    owner: str
    values: Mapping[str, str]
    saved_at: datetime
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignId:
    """Another program's id for one of our records, so that a second import updates it."""

    kind: str
    source: str
    foreign: str
    record_id: int
    id: int = NEW
    revs: tuple[int, ...] = ()
