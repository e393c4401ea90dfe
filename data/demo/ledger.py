"""Records as they are written into the demo: temporary ids, and states reached by the real rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from data.demo.morning import Said
from dispatch_tui.core.model import Call, Customer, Record, Site, Stamp, Technician, Visit, VisitState, Way
from dispatch_tui.core.shifts import local_instant
from dispatch_tui.core.status import advanced, call_phase, check_act

R = TypeVar("R", bound=Record)


class Calendar:
    """Shop-local days and minutes as instants; remembers them, as a demo asks for few."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._instant = cache(local_instant)

    def at(self, day: date, minute: float) -> datetime:
        """The UTC instant of a wall time, whole seconds."""
        whole = int(minute // 1)
        seconds = int((minute - whole) * 60)
        return self._instant(day, whole, self.zone) + timedelta(seconds=seconds)


class Ledger:
    """The demo's records in the order they must be stored, and the stamps."""

    def __init__(self, calendar: Calendar, dispatcher: str) -> None:
        self.calendar = calendar
        self.dispatcher = dispatcher
        self.records: list[Record] = []
        self.stamps: list[Stamp] = []
        self._last: list[Record] = []
        self._ids = 0

    def add(self, record: R) -> R:
        """Write a record down; returns it with its temporary id."""
        self._ids -= 1
        numbered = cast("R", replace(cast("Any", record), id=self._ids))
        self.records.append(numbered)
        return numbered

    def put_last(self, kind: type[Record], since: int) -> None:
        """Let the records of a kind that were written down from an index on be stored after all others."""
        tail = self.records[since:]
        self.records[since:] = [record for record in tail if not isinstance(record, kind)]
        self._last += [record for record in tail if isinstance(record, kind)]

    @property
    def ordered(self) -> tuple[Record, ...]:
        """All records in the order they must be stored."""
        return (*self.records, *self._last)

    def owned(self, customer: Customer, site: Site) -> Site:
        """A site written down as its customer's."""
        return self.add(replace(site, customer_id=customer.id))

    def visited(
        self,
        call: Call,
        visits: Sequence[tuple[Visit, Technician, Sequence[Said], str]],
        canceled: str = "",
    ) -> Call:
        """A call written down with its visits, each brought to its state by what was said of it.

        Args:
            call: without id or phase.
            visits: tentative visit, its technician, what was said, and why it could not be
                completed ("" for the usual).
            canceled: why the visits were called off after what was said; "" if they were not.
        """
        reached = []
        for visit, technician, said, cannot in visits:
            spoken, stamps = self._spoken(visit, technician, said, cannot)
            if canceled:
                spoken = self._called_off(spoken, canceled, stamps)
            reached.append((spoken, stamps))
        call = self.add(replace(call, phase=call_phase(call, [visit for visit, _ in reached])))
        for visit, stamps in reached:
            stored = self.add(replace(visit, call_id=call.id))
            self.stamps.extend(replace(stamp, visit_id=stored.id) for stamp in stamps)
        return call

    def _spoken(
        self, visit: Visit, technician: Technician, said: Sequence[Said], cannot: str
    ) -> tuple[Visit, list[Stamp]]:
        stamps = []
        name = f"{technician.code} {technician.name.split()[0]}"
        for line in said:
            at = self.calendar.at(visit.service_date, line.minute)
            if line.verb == "left":
                visit = replace(visit, left_minutes=line.left, left_at=at)
                continue
            verb, note = ("cannot", cannot) if cannot and line.verb == "done" else (line.verb, line.note)
            visit = advanced(visit, check_act(visit, verb), at, note)
            actor = self.dispatcher if line.way is Way.DESK else name
            stamps.append(Stamp(0, visit.state, at, at, actor, line.way, note))
        return visit, stamps

    def _called_off(self, visit: Visit, reason: str, stamps: list[Stamp]) -> Visit:
        """A visit the technician had seen, ended by the customer's cancellation a minute later."""
        at = (visit.since or visit.start) + timedelta(minutes=1)
        stamps.append(Stamp(0, VisitState.CANCELED, at, at, self.dispatcher, Way.DESK, reason))
        return replace(visit, state=VisitState.CANCELED, since=at, finished_at=at, reason=reason)
