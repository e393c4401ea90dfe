"""Customers who ring the simulated shop during the day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from dispatch_tui.core.commands import Act, NewCall
from dispatch_tui.core.day import Day
from dispatch_tui.core.model import (
    NEW,
    CallType,
    Channel,
    Customer,
    Place,
    Precision,
    Priority,
    Site,
    Span,
    Way,
)
from dispatch_tui.core.shifts import local_instant, local_minute
from dispatch_tui.exercise.cast import ACCESS_NOTES, ANY_PROBLEM, FIRST_NAMES, LAST_NAMES, PROBLEMS
from dispatch_tui.exercise.chance import between, draw, pick

DESK = "sim"
"""Actor of calls taken by the simulated office."""

SLOT_MINUTES = 10
"""At most one call comes in per slot, so that a slot names its call for good."""

CALLS_PER_TECHNICIAN_HOUR = 0.12
"""A dozen technicians hear of about one new call in forty minutes: enough to keep a tray alive."""

MOST_PER_SLOT = 0.6
FIRST_MINUTE, LAST_MINUTE = 7 * 60, 17 * 60
EMERGENCY_SHARE = 0.06
_REACHED = (Channel.PHONE, Channel.TEXT, Channel.TEXT)
"""How new customers like to hear from the shop."""


def caller_acts(day: Day, since: datetime, now: datetime, seed: int) -> Iterator[tuple[datetime, Act]]:
    """The calls that came in after `since` and up to `now`."""
    for slot, at in _ringing(day, seed):
        if since < at <= now:
            command = _new_call(day, at, seed, slot)
            if command is not None:
                uid = f"sim-{seed}-{day.service_date:%Y%m%d}-call-{slot}"
                yield at, Act(command, DESK, "sim", Way.PROGRAM, uid=uid)


def next_caller_at(day: Day, now: datetime, seed: int) -> datetime | None:
    """When the next call comes in after `now`; None if none does today."""
    return next((at for _, at in _ringing(day, seed) if at > now), None)


def _ringing(day: Day, seed: int) -> Iterator[tuple[str, datetime]]:
    """The slots of the day in which the phone rings, and when."""
    working = sum(1 for spans in day.working.values() if spans)
    chance = min(MOST_PER_SLOT, working * CALLS_PER_TECHNICIAN_HOUR * SLOT_MINUTES / 60)
    if not day.sites or not day.call_types:
        return
    for minute in range(FIRST_MINUTE, LAST_MINUTE, SLOT_MINUTES):
        slot = f"{day.service_date}/{minute}"
        if draw(seed, "rings", slot) < chance:
            seconds = int(between(seed, "rings at", slot, 0, SLOT_MINUTES * 60))
            yield (
                slot.rpartition("/")[2],
                local_instant(day.service_date, minute, day.shop.zone) + timedelta(seconds=seconds),
            )


def _new_call(day: Day, at: datetime, seed: int, slot: str) -> NewCall | None:
    """What the caller says. The address is a house number away from one the shop knows."""
    about = f"{day.service_date}/{slot}"
    kind = _kind(day, seed, about)
    if kind is None:
        return None
    site = _site(day, seed, about)
    first, last = (
        pick(seed, what, about, names) for what, names in (("first", FIRST_NAMES), ("last", LAST_NAMES))
    )
    line = int(draw(seed, "phone", about) * 100)
    customer = Customer(
        f"{first} {last}", phone=f"+161455501{line:02}", channel=pick(seed, "reach", about, _REACHED)
    )
    window = _window(day, at, seed, about, kind)
    due = (
        day.service_date
        if window is None or window.start < day.span.end
        else day.service_date + timedelta(days=1)
    )
    return NewCall(
        customer=customer,
        site=site,
        type_code=kind.code,
        minutes=kind.minutes,
        skills=kind.skills,
        due=due,
        priority=kind.priority,
        problem=pick(seed, "problem", about, PROBLEMS.get(kind.code, ANY_PROBLEM)),
        access=site.access,
        channel=customer.channel,
        window=window,
    )


def _kind(day: Day, seed: int, about: str) -> CallType | None:
    """A kind of work that somebody working today can do; rarely an emergency."""
    able = [
        kind
        for kind in sorted(day.call_types.values(), key=lambda kind: kind.code)
        if any(
            set(kind.skills) <= set(day.technicians[key].skills)
            for key, spans in day.working.items()
            if spans
        )
    ]
    urgent = [kind for kind in able if kind.priority is Priority.EMERGENCY]
    usual = [kind for kind in able if kind.priority is not Priority.EMERGENCY]
    if urgent and draw(seed, "urgent", about) < EMERGENCY_SHARE:
        return pick(seed, "kind", about, urgent)
    return pick(seed, "kind", about, usual) if usual else None


def _site(day: Day, seed: int, about: str) -> Site:
    near = pick(seed, "near", about, [day.sites[key] for key in sorted(day.sites)])
    street = near.address.split(" ", 1)[-1].split(" Apt ")[0].split(" Unit ")[0]
    number = int(between(seed, "number", about, 12, 1900))
    place = near.place
    if place is not None and place.precision is Precision.PIN:
        bearing = draw(seed, "bearing", about) * math.tau
        place = Place(
            round(place.lat + 0.006 * math.sin(bearing), 5),
            round(place.lon + 0.008 * math.cos(bearing), 5),
            Precision.PIN,
        )
    access = pick(seed, "access", about, ACCESS_NOTES) if draw(seed, "has access", about) < 0.3 else ""
    return replace(
        near, id=NEW, customer_id=NEW, address=f"{number} {street}", place=place, access=access, revs=()
    )


def _window(day: Day, at: datetime, seed: int, about: str, kind: CallType) -> Span | None:
    """Two hours this afternoon, or tomorrow morning for what comes in late; none if it must be now."""
    if kind.priority is Priority.EMERGENCY or draw(seed, "any time", about) < 0.25:
        return None
    begins = (local_minute(at, day.shop.zone) // 60 + 2 + int(draw(seed, "window", about) * 3)) * 60
    days = 0
    if begins > 16 * 60:
        days, begins = 1, 8 * 60 + 60 * int(draw(seed, "morning", about) * 3)
    first = local_instant(day.service_date + timedelta(days=days), begins, day.shop.zone)
    return Span(first, first + timedelta(hours=2))
