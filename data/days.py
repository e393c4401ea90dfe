"""Reads that fill a console: one day whole, and what happened since a revision."""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from data.codecs import write_instant
from data.log import Log
from data.raw import Raw
from data.records import Records
from data.shapes import shape_named
from dispatch_tui.core.day import DayRecords, News
from dispatch_tui.core.groups import KINDS
from dispatch_tui.core.model import (
    AlertCare,
    Call,
    CallType,
    Customer,
    Message,
    Record,
    ShiftRule,
    Shop,
    Site,
    Technician,
    TimeOff,
    Visit,
)
from dispatch_tui.core.shifts import day_span

TOO_MUCH = 2000
"""More changes than this are not listed; reading the day anew is cheaper."""

_CALLS = (
    "SELECT id FROM call WHERE phase IN ('open', 'on_hold') AND live = 1 "
    "UNION SELECT call_id FROM visit WHERE service_date = :day AND live = 1"
)
_TOUCHED = "SELECT entity_id FROM change WHERE rev > :since AND entity = "
_NEWS_CALLS = f"{_TOUCHED}'call' UNION SELECT call_id FROM visit WHERE id IN ({_TOUCHED}'visit')"
_SHOWN_NEWS_CALLS = f"id IN ({_NEWS_CALLS}) AND (phase IN ('open', 'on_hold') OR id IN ({_CALLS}))"
_OPEN_MESSAGES = (
    "t.handled_at IS NULL AND "
    "(t.state NOT IN ('sent', 'canceled') OR (t.state = 'sent' AND t.topic LIKE 'ack:%'))"
)
"""As core.day.is_open."""
_CARED = timedelta(days=2)
"""What was said of alerts longer ago than this is about alerts that are no more."""


def read_day(raw: Raw, day: date) -> DayRecords:
    """Everything a console needs to show a day, at one revision.

    Raises:
        StoreUnusable: if the shop has not been set up.
    """
    records = Records(raw)
    on = day.isoformat()
    with _uncollected(), raw.snapshot():
        shop = records.shop()
        return DayRecords(
            rev=read_rev(raw),
            shop=shop,
            clock=records.clock(),
            technicians=records.all(Technician),
            shifts=records.all(ShiftRule),
            offs=records.all(TimeOff),
            call_types=records.all(CallType),
            visits=tuple(records.where(Visit, "t.service_date = :day", day=on)),
            calls=tuple(records.where(Call, f"t.id IN ({_CALLS})", day=on)),
            customers=tuple(
                records.where(
                    Customer,
                    f"t.id IN (SELECT customer_id FROM call WHERE live = 1 AND id IN ({_CALLS}))",
                    day=on,
                )
            ),
            sites=tuple(
                records.where(
                    Site,
                    f"t.id IN (SELECT site_id FROM call WHERE live = 1 AND id IN ({_CALLS}))",
                    day=on,
                )
            ),
            messages=tuple(records.where(Message, _OPEN_MESSAGES)),
            cares=tuple(records.where(AlertCare, "t.at >= :since", since=_cared_since(day, shop))),
        )


def _cared_since(day: date, shop: Shop) -> int:
    return write_instant(day_span(day, shop.zone).start - _CARED)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection while much is made and nothing can be garbage: it would double the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def read_rev(raw: Raw) -> int:
    """The revision of the newest changeset."""
    return int(raw.value("SELECT rev FROM board_rev WHERE id = 1") or 0)


def read_news(raw: Raw, since: int, day: date) -> News:
    """What happened after a revision, and the touched records as they are now.

    Calls of touched visits come along whatever their day: what happens elsewhere may bring a call
    into this day's tray or take it out. Customers and sites come with the calls that `day` shows.
    """
    with raw.snapshot():
        rev = read_rev(raw)
        if rev == since:
            return News(rev)
        if rev < since or _is_too_much(raw, rev, since):
            return News(rev, whole=True)
        log = Log(raw).since(since)
        touched: dict[type, set[int]] = {}
        for line in log:
            for kind, key, _ in line.touched:
                touched.setdefault(KINDS[kind], set()).add(key)
        found = dict[tuple[type, int], Record]()
        for record in _touched_records(raw, touched, since, day):
            found[type(record), record.id] = record
        gone = {(kind, key) for kind, keys in touched.items() for key in keys} - found.keys()
        return News(rev, log, tuple(found.values()), frozenset(gone))


def _is_too_much(raw: Raw, rev: int, since: int) -> bool:
    if rev - since > TOO_MUCH:
        return True
    return int(raw.value("SELECT count(*) FROM change WHERE rev > :since", since=since)) > TOO_MUCH


def _touched_records(raw: Raw, touched: dict[type, set[int]], since: int, day: date) -> Iterator[Record]:
    records = Records(raw)
    for kind in touched.keys() - {Visit, Call, Customer, Site}:
        name = next(name for name, cls in KINDS.items() if cls is kind)
        yield from records.where(shape_named(name).type, f"t.id IN ({_TOUCHED}'{name}')", since=since)
    if touched.keys() & {Customer, Site, Call, Visit}:
        yield from _touched_work(records, touched, since, day)


def _touched_work(records: Records, touched: dict[type, set[int]], since: int, day: date) -> Iterator[Record]:
    if Visit in touched:
        yield from records.where(Visit, f"t.id IN ({_TOUCHED}'visit')", since=since)
    calls: list[Call] = []
    if touched.keys() & {Call, Visit}:
        calls = records.where(Call, f"t.id IN ({_NEWS_CALLS})", since=since)
        yield from calls
    for kind, name in ((Customer, "customer"), (Site, "site")):
        if calls or kind in touched:
            shown = f"SELECT {name}_id FROM call WHERE {_SHOWN_NEWS_CALLS}"
            yield from records.where(
                kind,
                f"t.id IN ({_TOUCHED}'{name}' UNION {shown})",
                since=since,
                day=day.isoformat(),
            )
