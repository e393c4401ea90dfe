"""A working day that is going on right now, for consoles in processes of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dispatch_tui.core.model import (
    Call,
    Channel,
    Customer,
    Message,
    MessageKind,
    Shop,
    Site,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.shifts import local_date
from dispatch_tui.desk.ports import Store, Workspace
from tests.data.builders import do


def real_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def set_quiet_hours_aside(store: Store) -> None:
    """Whatever the hour the tests run at."""

    def job(work: Workspace) -> None:
        shop = work.get(Shop, 1)
        work.change(shop, rules={**shop.rules, "quiet-from": "0:00", "quiet-until": "0:00"})

    do(store, "test", job, now=real_now())


def at_work(store: Store, code: str, now: datetime | None = None, **fields: Any) -> int:
    """A technician who is on site and overdue, with a call to go to; the check-in is due. The visit's id."""
    instant = now or real_now()
    made: list[int] = []

    def job(work: Workspace) -> None:
        today = local_date(instant, work.shop().zone)
        technician = work.add(
            Technician(code, f"Tech {code}", phone=f"+1614555{len(work.all(Technician)):04}")
        )
        for state, minutes in ((VisitState.ON_SITE, -60), (VisitState.DISPATCHED, 10)):
            customer = work.add(Customer(f"Customer {code}", ""))
            site = work.add(Site(customer.id, "1 Elm Street"))
            call = work.add(Call(customer.id, site.id, "AC", (), 30, instant, today))
            visit = Visit(call.id, technician.id, instant + timedelta(minutes=minutes), 30, today, **fields)
            begun = instant - timedelta(minutes=60)
            if state is VisitState.ON_SITE:
                visit = replace(visit, state=state, since=begun, enroute_at=begun, arrived_at=begun)
            else:
                visit = replace(visit, state=state, since=begun, dispatched_at=begun)
            made.append(work.add(visit).id)

    do(store, "test", job, now=instant)
    return made[0]


def texts(store: Store, count: int, first: int = 0) -> None:
    """Many texts, each to a customer of its own number."""

    def job(work: Workspace) -> None:
        for n in range(first, first + count):
            work.add(
                Message(
                    MessageKind.FREE,
                    Channel.TEXT,
                    f"text {n}",
                    f"fact {n}",
                    real_now(),
                    address=f"+1614{n:07}",
                )
            )

    do(store, "test", job, now=real_now())
