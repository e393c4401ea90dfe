"""One shop-local day as a console holds it: immutable, changed by making the next one.

A change read from the store carries what it touched; `Day.with_news` returns the next day and says
which rows moved, so that everything downstream recomputes only those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dispatch_tui.core.forecast import RowFacts
from dispatch_tui.core.model import (
    AlertCare,
    Call,
    CallPhase,
    CallType,
    Customer,
    Message,
    MessageState,
    Record,
    ShiftRule,
    Shop,
    SimClock,
    Site,
    Span,
    Technician,
    TimeOff,
    Visit,
)
from dispatch_tui.core.performance import NOTHING_KNOWN, Performance
from dispatch_tui.core.shifts import day_span, working_spans
from dispatch_tui.core.status import Doing, technician_doing
from dispatch_tui.core.typical import NOTHING_LEARNT, Typicals

ACK_TOPIC = "ack:"
"""What the topic of a message begins with that asks for an acknowledgement; the visit's id follows."""

EMPTY: Mapping[int, Record] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LogLine:
    """What a changeset did, for the log, the toast of another console and a conflict's reason.

    Attributes:
        uid: unique per act, so that a retry after an unknown outcome is recognised.
        kind: "act", "undo", "redo" or "aside" (drafts, the clock: never undone).
        undo_of: the rev this one takes back, or None.
        touched: (kind of record, id, field group) of everything it changed.
    """

    rev: int
    at: datetime
    actor: str
    console: str
    verb: str
    summary: str
    reason: str = ""
    kind: str = "act"
    undo_of: int | None = None
    uid: str = ""
    touched: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What happened in the store between two revisions, read in one transaction.

    Attributes:
        rev: the store's revision now.
        log: the changesets since, oldest first, gap-free.
        records: the touched live records as they are now, and the calls, customers and sites that
            touched visits of the day need.
        gone: (type, id) of touched records that live no longer.
        whole: True if too much happened to list; read the day anew.
    """

    rev: int
    log: tuple[LogLine, ...] = ()
    records: tuple[Record, ...] = ()
    gone: frozenset[tuple[type, int]] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class DayRecords:
    """All records of one day, read in one transaction at `rev`.

    `visits` are the live visits of the service date; `calls` those of the visits, of the tray and those on
    hold; `customers` and `sites` those of the calls. `messages` are the open ones: what has not left or
    failed, and what came in and nobody has dealt with. `cares` are of today's alerts and yesterday's.
    `clock` is None on a real shop.
    """

    rev: int
    shop: Shop
    clock: SimClock | None
    technicians: tuple[Technician, ...]
    shifts: tuple[ShiftRule, ...]
    offs: tuple[TimeOff, ...]
    call_types: tuple[CallType, ...]
    visits: tuple[Visit, ...]
    calls: tuple[Call, ...]
    customers: tuple[Customer, ...]
    sites: tuple[Site, ...]
    messages: tuple[Message, ...] = ()
    cares: tuple[AlertCare, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change moved: technician ids whose rows differ, and whether the tray, the messages or all do.

    `messages` also stands for what people have said of alerts.
    """

    technicians: frozenset[int] = frozenset()
    tray: bool = False
    everything: bool = False
    messages: bool = False

    def __bool__(self) -> bool:
        """True if anything moved."""
        return bool(self.technicians) or self.tray or self.everything or self.messages


@dataclass(frozen=True, slots=True)
class Day:
    """One shop-local day: who works, which visits stand where, and what waits in the tray.

    Attributes:
        rows: visit ids by technician id, by planned start. Every active technician has a row.
        order: technician ids as the board shows them.
        tray: ids of open calls without a visit, by deadline.
        working: working spans by technician id.
        messages: open messages (see DayRecords) by id.
        cares: what has been said of alerts, by id.
        typicals: how long work usually takes; learnt from other days, so no record of this one.
        performance: how calls have gone with whom; likewise.
    """

    service_date: date
    rev: int
    shop: Shop
    clock: SimClock | None = None
    technicians: Mapping[int, Technician] = field(default_factory=dict)
    shift_rules: Mapping[int, ShiftRule] = field(default_factory=dict)
    offs: Mapping[int, TimeOff] = field(default_factory=dict)
    call_types: Mapping[int, CallType] = field(default_factory=dict)
    visits: Mapping[int, Visit] = field(default_factory=dict)
    calls: Mapping[int, Call] = field(default_factory=dict)
    customers: Mapping[int, Customer] = field(default_factory=dict)
    sites: Mapping[int, Site] = field(default_factory=dict)
    rows: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    tray: tuple[int, ...] = ()
    working: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    messages: Mapping[int, Message] = field(default_factory=dict)
    cares: Mapping[int, AlertCare] = field(default_factory=dict)
    typicals: Typicals = NOTHING_LEARNT
    performance: Performance = NOTHING_KNOWN

    @classmethod
    def of(cls, day: date, records: DayRecords) -> Day:
        """The day made of the records read for it."""
        made = cls(
            service_date=day,
            rev=records.rev,
            shop=records.shop,
            clock=records.clock,
            technicians={tech.id: tech for tech in records.technicians},
            shift_rules={rule.id: rule for rule in records.shifts},
            offs={off.id: off for off in records.offs},
            call_types={kind.id: kind for kind in records.call_types},
            visits={visit.id: visit for visit in records.visits},
            calls={call.id: call for call in records.calls},
            customers={customer.id: customer for customer in records.customers},
            sites={site.id: site for site in records.sites},
            messages={message.id: message for message in records.messages},
            cares={care.id: care for care in records.cares},
        )
        return made._arranged()

    @property
    def span(self) -> Span:
        """Midnight to midnight in the shop's zone."""
        return day_span(self.service_date, self.shop.zone)

    def row(self, technician_id: int) -> tuple[Visit, ...]:
        """A technician's visits by planned start."""
        return tuple(self.visits[key] for key in self.rows.get(technician_id, ()))

    def facts(self, technician_id: int) -> RowFacts:
        """What the forecast of a technician's row depends on."""
        return RowFacts(
            self.row(technician_id),
            self.calls,
            self.sites,
            self.technicians[technician_id].home,
            self.working.get(technician_id, ()),
            self.typicals,
        )

    def offs_of(self, technician_id: int) -> tuple[TimeOff, ...]:
        """A technician's time off that the day holds."""
        return tuple(off for off in self.offs.values() if off.technician_id == technician_id)

    def doing(self, technician_id: int, now: datetime) -> Doing:
        """What a technician is doing at an instant."""
        return technician_doing(
            self.row(technician_id),
            self.working.get(technician_id, ()),
            self.offs_of(technician_id),
            now,
        )

    def visit_of(self, call_id: int) -> Visit | None:
        """The day's visit of a call: the unfinished one (of two, not the helper's), else the latest."""
        found = [visit for visit in self.visits.values() if visit.call_id == call_id]
        return max(
            found,
            key=lambda visit: (visit.finished_at is None, not visit.helps, visit.id),
            default=None,
        )

    def customer_of(self, call: Call) -> Customer | None:
        """Who a call is for."""
        return self.customers.get(call.customer_id)

    def site_of(self, call: Call) -> Site | None:
        """Where a call is."""
        return self.sites.get(call.site_id)

    def type_of(self, call: Call) -> CallType | None:
        """What kind of work a call is."""
        return next((kind for kind in self.call_types.values() if kind.code == call.type_code), None)

    def with_news(self, news: News) -> tuple[Day, Moved]:
        """The next day after some news, and what moved on it.

        `news.whole` is the caller's to handle: it needs a fresh read.
        """
        merge = _Merge(self)
        for record in news.records:
            merge.put(record)
        for kind, key in news.gone:
            merge.drop(kind, key)
        return merge.day(news.rev)

    def _arranged(self) -> Day:
        """The same records with rows, order, tray and working hours made anew."""
        order = tuple(
            tech.id
            for tech in sorted(self.technicians.values(), key=lambda tech: code_key(tech.code))
            if tech.active
        )
        rules: dict[int, list[ShiftRule]] = {}
        for rule in self.shift_rules.values():
            rules.setdefault(rule.technician_id, []).append(rule)
        zone = self.shop.zone
        working = {
            key: working_spans(rules.get(key, ()), self.offs_of(key), self.service_date, zone)
            for key in order
        }
        return replace(self, order=order, working=working, rows=self._rows_of(order), tray=self._tray())

    def _rows_of(self, technicians: Iterable[int]) -> dict[int, tuple[int, ...]]:
        rows: dict[int, list[Visit]] = {key: [] for key in technicians}
        for visit in self.visits.values():
            if visit.technician_id in rows:
                rows[visit.technician_id].append(visit)
        return {
            key: tuple(v.id for v in sorted(row, key=lambda v: (v.start, v.id))) for key, row in rows.items()
        }

    def _tray(self) -> tuple[int, ...]:
        waiting = [call for call in self.calls.values() if call.phase is CallPhase.OPEN]
        zone = self.shop.zone
        return tuple(call.id for call in sorted(waiting, key=lambda call: deadline_key(call, zone)))


def is_open(message: Message) -> bool:
    """True if somebody may have to do something about a message: what consoles hold at all times.

    One that asks for an acknowledgement is open until there is one, though it has left.
    """
    asks = message.state is MessageState.SENT and message.topic.startswith(ACK_TOPIC)
    ended = message.state in (MessageState.SENT, MessageState.CANCELED) and not asks
    return not ended and message.handled_at is None


def code_key(code: str) -> tuple[str, int, str]:
    """Sorts T2 before T10."""
    stem = code.rstrip("0123456789")
    digits = code[len(stem) :]
    return stem, int(digits) if digits else -1, code


def deadline_key(call: Call, zone: ZoneInfo) -> tuple[int, str, int]:
    """Tray order: emergencies, then by window's end or due date, then by priority and number."""
    urgent = 0 if call.priority.rank == 0 else 1
    # Both in the shop's zone: an evening window's end is the next day in UTC.
    end = call.window.end.astimezone(zone).isoformat() if call.window else ""
    limit = end or f"{call.due.isoformat()}T99"
    return urgent, limit, call.priority.rank * 10_000_000 + call.id


_FIELDS: Mapping[type, str] = {
    Technician: "technicians",
    ShiftRule: "shift_rules",
    TimeOff: "offs",
    CallType: "call_types",
    Visit: "visits",
    Call: "calls",
    Customer: "customers",
    Site: "sites",
    Message: "messages",
    AlertCare: "cares",
}
_REARRANGE = (Technician, ShiftRule, TimeOff)


class _Merge:
    """Copies of the day's maps, made only for the kinds that change."""

    def __init__(self, day: Day) -> None:
        self.base = day
        self.maps: dict[str, dict[int, Record]] = {}
        self.singles: dict[str, Record] = {}
        self.techs: set[int] = set()
        self.calls: set[int] = set()
        self.tray = False
        self.messages = False
        self.everything = False

    def put(self, record: Record) -> None:
        if isinstance(record, Shop):
            self.everything = True
            self.singles["shop"] = record
        elif isinstance(record, SimClock):
            self.singles["clock"] = record
        elif isinstance(record, Visit) and record.service_date != self.base.service_date:
            self.drop(Visit, record.id)
        elif isinstance(record, Message) and not is_open(record):
            self.drop(Message, record.id)
        elif type(record) in _FIELDS:
            self._note(type(record), record.id, record)
            self._map(type(record))[record.id] = record

    def drop(self, kind: type, key: int) -> None:
        if kind in _FIELDS:
            self._note(kind, key, None)
            self._map(kind).pop(key, None)

    def _map(self, kind: type) -> dict[int, Record]:
        name = _FIELDS[kind]
        if name not in self.maps:
            self.maps[name] = dict(getattr(self.base, name))
        return self.maps[name]

    def _note(self, kind: type, key: int, record: Record | None) -> None:
        if kind in _REARRANGE or kind is CallType:
            self.everything = True
        if kind in (Message, AlertCare):
            self.messages = True
        before = self._map(kind).get(key)
        for version in (before, record):
            if isinstance(version, Visit):
                self.techs.add(version.technician_id)
            elif isinstance(version, Call):
                self.calls.add(version.id)
                self.tray = True
        if kind in (Customer, Site):
            owner = "customer_id" if kind is Customer else "site_id"
            touched = {c.id for c in self.base.calls.values() if getattr(c, owner) == key}
            self.calls |= touched
            self.tray = self.tray or bool(touched)

    def day(self, rev: int) -> tuple[Day, Moved]:
        made = replace(self.base, rev=rev, **self.maps, **self.singles)  # type: ignore[arg-type]
        if self.everything:
            return made._arranged(), Moved(frozenset(made.technicians), True, True, True)
        if self.calls:
            for visit in made.visits.values():
                if visit.call_id in self.calls:
                    self.techs.add(visit.technician_id)
        if self.techs:
            rows = dict(self.base.rows)
            rows.update(_touched_rows(made, self.techs))
            made = replace(made, rows=rows)
        if self.tray:
            made = replace(made, tray=made._tray())
        return made, Moved(frozenset(self.techs & made.rows.keys()), self.tray, messages=self.messages)


def _touched_rows(day: Day, technicians: set[int]) -> dict[int, tuple[int, ...]]:
    return day._rows_of(key for key in technicians if key in day.rows)
