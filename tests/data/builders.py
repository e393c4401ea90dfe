"""Small shops to test with: records as a handler would store them, and acts around plain functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dispatch_tui.core.commands import Act, MoveVisit, Outcome, Seen, SetUpShop
from dispatch_tui.core.groups import KIND_OF, rev_of
from dispatch_tui.core.model import (
    Call,
    CallType,
    Customer,
    Place,
    Record,
    ShiftRule,
    Shop,
    Site,
    Technician,
    TimeOff,
    Visit,
)
from dispatch_tui.desk.ports import Store, Workspace

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 42, tzinfo=UTC)
"""10:42 in the shop's zone."""


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """An instant of a day, UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """Ids of what `open_shop` stored."""

    technicians: tuple[int, ...]
    customers: tuple[int, ...]
    sites: tuple[int, ...]
    calls: tuple[int, ...]
    visits: tuple[int, ...]


def do(
    store: Store,
    actor: str,
    job: Callable[[Workspace], Any],
    *,
    said: str = "did something",
    seen: tuple[Seen, ...] = (),
    uid: str | None = None,
    kind: str = "act",
    now: datetime = NOW,
    console: str = "",
) -> Outcome:
    """Carry out a plain function as an act of a person."""

    def handler(work: Workspace) -> Outcome:
        job(work)
        work.conclude(said, kind)
        return Outcome(said, work.rev)

    command = MoveVisit(1)
    extra = {} if uid is None else {"uid": uid}
    return store.write(Act(command, actor, console, seen=seen, **extra), handler, now)


def move(store: Store, actor: str, visit_id: int, **fields: Any) -> Outcome:
    """Change fields of a visit as it is now."""
    seen = fields.pop("seen", ())
    said = fields.pop("said", f"moved visit {visit_id}")

    def job(work: Workspace) -> None:
        work.change(work.get(Visit, visit_id), **fields)

    return do(store, actor, job, said=said, seen=seen)


def undo(store: Store, actor: str) -> Outcome:
    """Take back the person's latest act."""

    def handler(work: Workspace) -> Outcome:
        line = work.undoable(actor)
        assert line is not None
        work.undo(line.rev)
        return Outcome(f"took back: {line.summary}", work.rev)

    return store.write(Act(MoveVisit(0), actor), handler, NOW)


def redo(store: Store, actor: str) -> Outcome:
    """Do again what the person took back last."""

    def handler(work: Workspace) -> Outcome:
        line = work.redoable(actor)
        assert line is not None
        work.undo(line.rev)
        return Outcome(f"did again: {line.summary}", work.rev)

    return store.write(Act(MoveVisit(0), actor), handler, NOW)


def looked(record: Record, group: str) -> Seen:
    """That a person looked at a group of a record as it is."""
    return Seen(KIND_OF[type(record)], record.id, group, rev_of(record, group))


def open_shop(store: Store, technicians: int = 3, calls: int = 6, placed: int = 4) -> Made:
    """A shop with technicians, customers with a site and a call each, and the first calls placed."""
    ids: dict[str, list[int]] = {"tech": [], "customer": [], "site": [], "call": [], "visit": []}

    def handler(work: Workspace) -> Outcome:
        work.add(Shop(name="Test", zone_name="America/New_York"))
        work.add(CallType("AC", "No cooling", ("HVAC",), 60))
        for n in range(technicians):
            home = Place(40.0 + n / 100, -74.0)
            tech = work.add(Technician(f"T{n + 1}", f"Tech {n + 1}", skills=("HVAC",), home=home))
            ids["tech"].append(tech.id)
            work.add(ShiftRule(tech.id, DAY.weekday(), 8 * 60, 17 * 60))
            if n == 0:
                work.add(TimeOff(tech.id, at(20), None, "truck in the garage"))
        for n in range(calls):
            customer = work.add(Customer(f"Customer {n}", f"+1555000{n:04}", tags=("regular",)))
            place = Place(40.1 + n / 1000, -74.1)
            site = work.add(Site(customer.id, f"{n} Elm Street", "Springfield", place=place))
            call = work.add(Call(customer.id, site.id, "AC", ("HVAC",), 60, NOW, DAY))
            ids["customer"].append(customer.id)
            ids["site"].append(site.id)
            ids["call"].append(call.id)
            if n < placed:
                tech_id = ids["tech"][n % technicians]
                start = at(13) + timedelta(hours=n // technicians)
                ids["visit"].append(work.add(Visit(call.id, tech_id, start, 60, DAY)).id)
        work.conclude("set the shop up", "aside")
        return Outcome("set up", work.rev)

    store.write(Act(SetUpShop(Shop()), "setup"), handler, NOW)
    return Made(*(tuple(ids[name]) for name in ("tech", "customer", "site", "call", "visit")))
