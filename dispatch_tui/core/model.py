"""The records of the domain, frozen.

A record's fields fall into *groups* that people change together (a visit's plan, its status, what
has been told). Each group has a revision: the changeset that last set it. `revs` carries them in
the order of `GROUPS[type]`; a command that changes a group says which revision it was looking at.
All times are UTC instants; the shop's zone is applied outside (core.shifts, core.timewords).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

NEW = 0
"""The id of a record that has not been stored yet."""


class Priority(StrEnum):
    """How urgent a call is; declared order is the order of the tray."""

    EMERGENCY = "emergency"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return _PRIORITY_RANKS[self]


_PRIORITY_RANKS = {each: rank for rank, each in enumerate(Priority)}


class VisitState(StrEnum):
    """Where one visit stands. The legal ways between them are in core.status."""

    TENTATIVE = "tentative"
    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    PAUSED = "paused"
    DONE = "done"
    CANNOT_COMPLETE = "cannot_complete"
    CANCELED = "canceled"


class CallPhase(StrEnum):
    """Where a call stands; derived from its visits and its fate, never set by hand."""

    OPEN = "open"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELED = "canceled"


class Lock(StrEnum):
    """What of a visit must not be moved."""

    NONE = "none"
    TIME = "time"
    TECH = "tech"
    BOTH = "both"


class Precision(StrEnum):
    """How well a place is known; shown beside every ETA that is built on it."""

    PIN = "pin"
    HOUSE = "house"
    INTERPOLATED = "interpolated"
    STREET = "street"
    POSTCODE = "postcode"
    PLACE = "place"
    REGION = "region"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How a customer likes to hear from the shop."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"


class Way(StrEnum):
    """By what way a fact reached the desk."""

    DESK = "desk"
    SCREEN = "screen"
    TEXT = "text"
    VOICE = "voice"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, with how well it is known.

    Attributes:
        lat: degrees north, -90 to 90.
        lon: degrees east, -180 to 180.
        precision: never `UNKNOWN`; an unknown place is None.
    """

    lat: float
    lon: float
    precision: Precision = Precision.PIN


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time, UTC."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        """Length in minutes."""
        return (self.end - self.start) / timedelta(minutes=1)

    def overlaps(self, other: Span) -> bool:
        """True if the two share any time; touching ends do not."""
        return self.start < other.end and other.start < self.end

    def holds(self, instant: datetime) -> bool:
        """True if the instant lies inside, the end excluded."""
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop's own settings that rules depend on; kept in the store, so consoles agree.

    Attributes:
        zone_name: IANA name of the shop's time zone.
        circuity: factor from great-circle to road distance.
        speed_kmh: mean driving speed over that distance.
        parking_minutes: added to every drive that is not nought.
        amber_minutes: a visit with less slack than this is amber.
        first_call: the number given to the shop's first call.
        codes: a shop's own words for verbs ("10-8" to "available"), word to verb.
    """

    id: int = 1
    name: str = "My shop"
    zone_name: str = "UTC"
    circuity: float = 1.3
    speed_kmh: float = 40.0
    parking_minutes: float = 2.0
    amber_minutes: int = 15
    first_call: int = 1001
    currency: str = "USD"
    demo: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    revs: tuple[int, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.zone_name)


@dataclass(frozen=True, slots=True)
class SimClock:
    """The simulated clock of a demo shop or an exercise (see core.clock.ClockRate)."""

    anchor: datetime
    wall_anchor: datetime
    speed: float
    id: int = 1
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CallType:
    """A kind of work the shop does, with what it usually takes."""

    code: str
    name: str
    skills: tuple[str, ...]
    minutes: int
    priority: Priority = Priority.NORMAL
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Technician:
    """Who goes.

    Attributes:
        code: short and unique, as spoken on the radio ("T3").
        skills: upper-case skill codes; none means may do nothing that needs a skill.
        tags: declared style tags ("explains", "quick"); never inferred.
        home: where the day starts and ends; None is unknown, never "here".
    """

    code: str
    name: str
    phone: str = ""
    email: str = ""
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    home: Place | None = None
    area: str = ""
    active: bool = True
    note: str = ""
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftRule:
    """A technician's regular hours on one weekday, in shop-local minutes after midnight.

    `end_minute` above 1440 runs into the next day (a night shift).
    """

    technician_id: int
    weekday: int
    start_minute: int
    end_minute: int
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeOff:
    """A stretch in which a technician cannot work. `until` None is until further notice."""

    technician_id: int
    since: datetime
    until: datetime | None
    reason: str
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Customer:
    """Who pays. Phones are E.164 where they could be understood, else as typed."""

    name: str
    phone: str = ""
    phone2: str = ""
    email: str = ""
    channel: Channel = Channel.PHONE
    language: str = "en"
    tags: tuple[str, ...] = ()
    note: str = ""
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

    Groups: `plan` (who, when, lock), `status` (state and the times stamped), `told`.

    Attributes:
        start: planned arrival; with `minutes` it is the slot.
        service_date: the shop-local day the visit belongs to (a night shift's first day).
        since: when the present state began.
        arrived_at: first arrival, actual.
        paused_minutes: whole minutes of ended pauses.
        left_minutes: work left as last said, at `left_at`.
    """

    call_id: int
    technician_id: int
    start: datetime
    minutes: int
    service_date: date
    lock: Lock = Lock.NONE
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
)
