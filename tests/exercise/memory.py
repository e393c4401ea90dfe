"""A store in memory: the ports' promises with nothing behind them, for tests of handlers and people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.core.day import Day, DayRecords, is_open
from dispatch_tui.core.drives import Drive
from dispatch_tui.core.errors import Missing
from dispatch_tui.core.groups import GROUPS
from dispatch_tui.core.model import (
    AlertCare,
    Call,
    CallPhase,
    CallType,
    Customer,
    ForeignId,
    Message,
    Place,
    ShiftRule,
    Shop,
    SimClock,
    Site,
    Stamp,
    Technician,
    TimeOff,
    Visit,
    VisitState,
)
from dispatch_tui.core.performance import PastVisit
from dispatch_tui.core.status import call_phase
from dispatch_tui.core.suggest.because import Because
from dispatch_tui.core.typical import Case


class MemoryStore:
    """Keeps records by type and id; one write at a time, rolled back when the handler raises."""

    def __init__(self) -> None:
        self.live: dict[type, dict[int, Any]] = {}
        self.stamps: list[Stamp] = []
        self.uids: dict[str, Outcome] = {}
        self.reasons: list[Because] = []
        self.rev = 0
        self._ids: dict[type, int] = {}

    def write(self, act: Act, handler: Callable[[Any], Outcome], now: datetime) -> Outcome:
        if act.uid in self.uids:
            return replace(self.uids[act.uid], again=True)
        kept = {kind: dict(rows) for kind, rows in self.live.items()}
        stamps, ids = list(self.stamps), dict(self._ids)
        ws = MemoryWorkspace(self, act, now)
        try:
            outcome = handler(ws)
        except BaseException:
            self.live, self.stamps, self._ids = kept, stamps, ids
            raise
        if ws.wrote:
            self.rev += 1
            self.reasons += ws.because
            self.uids[act.uid] = outcome
        return outcome

    def rows(self, kind: type) -> dict[int, Any]:
        return self.live.setdefault(kind, {})

    def next_id(self, kind: type) -> int:
        first = self.shop().first_call if kind is Call else 1
        self._ids[kind] = max(self._ids.get(kind, 0) + 1, first)
        return self._ids[kind]

    def shop(self) -> Shop:
        return next(iter(self.rows(Shop).values()))

    def clock(self) -> SimClock | None:
        return next(iter(self.rows(SimClock).values()), None)

    def day(self, day: date) -> DayRecords:
        visits = tuple(v for v in self.rows(Visit).values() if v.service_date == day)
        ids = {visit.call_id for visit in visits}
        shown = (CallPhase.OPEN, CallPhase.ON_HOLD)
        calls = tuple(c for c in self.rows(Call).values() if c.id in ids or c.phase in shown)
        customers = {call.customer_id for call in calls}
        sites = {call.site_id for call in calls}
        return DayRecords(
            rev=self.rev,
            shop=self.shop(),
            clock=self.clock(),
            technicians=tuple(self.rows(Technician).values()),
            shifts=tuple(self.rows(ShiftRule).values()),
            offs=tuple(self.rows(TimeOff).values()),
            call_types=tuple(self.rows(CallType).values()),
            visits=visits,
            calls=calls,
            customers=tuple(self.rows(Customer)[key] for key in customers),
            sites=tuple(self.rows(Site)[key] for key in sites),
            messages=tuple(m for m in self.rows(Message).values() if is_open(m)),
            cares=tuple(self.rows(AlertCare).values()),
        )

    def past_visits(self, since: date) -> tuple[PastVisit, ...]:
        back: dict[int, datetime] = {}
        for call in self.rows(Call).values():
            if call.first_call_id is not None and not call.cancel_reason:
                first = back.get(call.first_call_id, call.received_at)
                back[call.first_call_id] = min(first, call.received_at)
        ended = (VisitState.DONE, VisitState.CANNOT_COMPLETE)
        calls = self.rows(Call)
        return tuple(
            PastVisit(
                one.call_id,
                calls[one.call_id].type_code,
                one.technician_id,
                one.minutes,
                one.arrived_at,
                one.finished_at,
                one.paused_minutes,
                one.state is VisitState.DONE,
                one.helps,
                calls[one.call_id].window,
                back.get(one.call_id),
            )
            for one in self.rows(Visit).values()
            if one.state in ended and one.service_date >= since
        )

    def becauses(self, day: date) -> dict[int, Because]:
        """The newest of each visit that explains where it stands."""
        found = {}
        for key, visit in self.rows(Visit).items():
            kept = [one for one in self.reasons if one.visit_id == key]
            here = [
                one for one in kept if (one.technician_id, one.start) == (visit.technician_id, visit.start)
            ]
            if visit.service_date == day and here:
                found[key] = here[-1]
        return found

    def durations(self, since: date) -> tuple[Case, ...]:
        found = []
        for visit in self.rows(Visit).values():
            if visit.state is not VisitState.DONE or visit.service_date < since or visit.arrived_at is None:
                continue
            took = (visit.finished_at - visit.arrived_at) / timedelta(minutes=1) - visit.paused_minutes
            code = self.rows(Call)[visit.call_id].type_code
            found.append(Case(code, visit.technician_id, visit.minutes, took))
        return tuple(found)

    def drives(self, since: date) -> tuple[Drive, ...]:
        found: list[Drive] = []
        rows: dict[tuple[int, date], list[Visit]] = {}
        for visit in self.rows(Visit).values():
            if visit.service_date >= since and visit.arrived_at is not None:
                rows.setdefault((visit.technician_id, visit.service_date), []).append(visit)
        for (technician, _), visits in rows.items():
            here = self.rows(Technician)[technician].home
            for visit in sorted(visits, key=lambda each: each.arrived_at):
                there = self.rows(Site)[self.rows(Call)[visit.call_id].site_id].place
                if None not in (here, there, visit.enroute_at) and here != there:
                    took = (visit.arrived_at - visit.enroute_at) / timedelta(minutes=1)
                    found.append(Drive(here, there, visit.enroute_at, took))
                here = there
        return tuple(found)

    def board(self, day: date) -> Day:
        return Day.of(day, self.day(day))


class MemoryWorkspace:
    """One write as a handler sees it."""

    def __init__(self, store: MemoryStore, act: Act, now: datetime) -> None:
        self.store = store
        self.act = act
        self.now = now
        self.rev = store.rev + 1
        self.said = ""
        self.because: list[Because] = []
        self.wrote = False

    def get(self, kind: type, key: int) -> Any:
        try:
            return self.store.rows(kind)[key]
        except KeyError:
            raise Missing(f"there is no {kind.__name__} {key}") from None

    def all(self, kind: type) -> tuple[Any, ...]:
        return tuple(self.store.rows(kind).values())

    def shop(self) -> Shop:
        return self.store.shop()

    def clock(self) -> SimClock | None:
        return self.store.clock()

    def visits_of(self, call_id: int) -> tuple[Visit, ...]:
        return tuple(v for v in self.store.rows(Visit).values() if v.call_id == call_id)

    def visits_on(self, technician_id: int, day: date) -> tuple[Visit, ...]:
        found = [
            v
            for v in self.store.rows(Visit).values()
            if v.technician_id == technician_id and v.service_date == day
        ]
        return tuple(sorted(found, key=lambda v: v.start))

    def open_calls_at(self, site_id: int) -> tuple[Call, ...]:
        ended = (CallPhase.COMPLETED, CallPhase.CLOSED, CallPhase.CANCELED)
        return tuple(
            c for c in self.store.rows(Call).values() if c.site_id == site_id and c.phase not in ended
        )

    def sites_at(self, place: Place) -> tuple[Site, ...]:
        here = (place.lat, place.lon)
        return tuple(
            s for s in self.store.rows(Site).values() if s.place and (s.place.lat, s.place.lon) == here
        )

    def find_foreign(self, kind: str, source: str, foreign: str) -> int | None:
        for link in self.store.rows(ForeignId).values():
            if (link.kind, link.source, link.foreign) == (kind, source, foreign):
                return int(link.record_id)
        return None

    def find_customer(self, name: str, phone: str) -> Customer | None:
        assert name or phone
        for customer in self.store.rows(Customer).values():
            if name and customer.name.casefold() != name.casefold():
                continue
            if phone and phone not in (customer.phone, customer.phone2):
                continue
            return customer
        return None

    def draft_of(self, owner: str) -> None:
        return None

    def matching(self, kind: type, /, **equal: Any) -> tuple[Any, ...]:
        rows = sorted(self.store.rows(kind).values(), key=lambda row: row.id)
        return tuple(row for row in rows if all(getattr(row, name) == want for name, want in equal.items()))

    def add(self, record: Any) -> Any:
        kind = type(record)
        key = 1 if kind in (Shop, SimClock) else self.store.next_id(kind)
        assert kind in (Shop, SimClock) or record.id == 0
        for name in ("technician_id", "customer_id", "site_id", "call_id", "record_id"):
            refers = getattr(record, name, None)
            assert refers is None or refers > 0, f"{record} refers to nothing"
        stored = replace(record, id=key, revs=(self.rev,) * (1 + len(GROUPS[kind])))
        return self._kept(stored)

    def change(self, record: Any, **fields: Any) -> Any:
        now = self.get(type(record), record.id)
        revs = list(now.revs)
        for index, names in enumerate(GROUPS[type(record)].values(), 1):
            if any(name in fields and fields[name] != getattr(now, name) for name in names):
                assert now.revs[index] == record.revs[index], "changed since"
                revs[index] = self.rev
        if all(getattr(now, name) == value for name, value in fields.items()):
            return now
        return self._kept(replace(now, **fields, revs=tuple(revs)))

    def drop(self, record: Any) -> None:
        self.wrote = True
        del self.store.rows(type(record))[record.id]
        if isinstance(record, Visit):
            self._phase(record.call_id)

    def stamps_of_visit(self, visit_id: int) -> tuple[Stamp, ...]:
        return tuple(stamp for stamp in self.store.stamps if stamp.visit_id == visit_id)

    def stamp(self, stamp: Stamp) -> Stamp:
        self.get(Visit, stamp.visit_id)
        stored = replace(stamp, id=len(self.store.stamps) + 1)
        self.store.stamps.append(stored)
        return stored

    def conclude(self, said: str, kind: str = "act", undo_of: int | None = None) -> None:
        self.said = said
        self.wrote = True

    def _kept(self, record: Any) -> Any:
        self.wrote = True
        self.store.rows(type(record))[record.id] = record
        if isinstance(record, Visit):
            self._phase(record.call_id)
        if isinstance(record, Call):
            self._phase(record.id)
            return self.store.rows(Call)[record.id]
        return record

    def _phase(self, call_id: int) -> None:
        call = self.store.rows(Call)[call_id]
        phase = call_phase(call, self.visits_of(call_id))
        self.store.rows(Call)[call_id] = replace(call, phase=phase)
