"""The gaps of a row, and where in them a call fits: by travel alone, without what else speaks for a place.

`rank` is the whole answer. This is what the ripple tries: it looks for any room, and judges by what the
change does to all the clients of the rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowFacts, RowForecast, visiting_order
from dispatch_tui.core.model import Call, Span, Technician, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import missing_skills
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.travel import Travel

MINUTE = timedelta(minutes=1)
STEP = 5
"""Starts are offered on the 5 minutes."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the board where a call fits.

    Attributes:
        added_minutes: drive in and out less the drive it replaces.
        wait_minutes: from now to the start.
        slack_minutes: from the start to the window's end; None without a window.
    """

    technician_id: int
    start: datetime
    added_minutes: int
    wait_minutes: int
    slack_minutes: int | None

    @property
    def cost(self) -> tuple[float, datetime, int]:
        """Order of preference: travel added, a little for waiting; then the earlier one."""
        return self.added_minutes + self.wait_minutes / 30, self.start, self.technician_id


def rounded_up(instant: datetime, minutes: int = STEP) -> datetime:
    """The next whole step of the clock at or after an instant."""
    seconds = math.ceil(instant.timestamp() / (minutes * 60)) * minutes * 60
    return datetime.fromtimestamp(seconds, instant.tzinfo)


def gaps(
    facts: RowFacts, forecast: RowForecast, now: datetime, leave_out: int | None = None
) -> Iterable[tuple[Visit | None, Visit | None, datetime, datetime]]:
    """The stretches of a row where something could still be put.

    Yields:
        (visit before, visit after, free from, free until); None stands for home.
    """
    if not facts.shifts:
        return
    rest = visiting_order([visit for visit in facts.visits if visit.id != leave_out])
    before: Visit | None = None
    free = max(min(span.start for span in facts.shifts), now)
    for visit in rest:
        if visit.state in OVER and visit.arrived_at is None:
            continue  # canceled before anybody got there: no stop on the way
        if visit.state not in OVER | BEGUN:
            yield from _in_shifts(facts.shifts, before, visit, free, visit.start)
        known = forecast.visits.get(visit.id)
        before, free = visit, max(free, known.finish if known else visit.slot.end)
    yield from _in_shifts(facts.shifts, before, None, free, max(span.end for span in facts.shifts))


def _in_shifts(
    shifts: Iterable[Span], before: Visit | None, after: Visit | None, start: datetime, end: datetime
) -> Iterable[tuple[Visit | None, Visit | None, datetime, datetime]]:
    """The working parts of a stretch: time off in the middle of a shift is no room."""
    for span in shifts:
        first, last = max(start, span.start), min(end, span.end)
        if first < last:
            yield before, after, first, last


def spots_on_row(
    facts: RowFacts,
    forecast: RowForecast,
    technician_id: int,
    call: Call,
    minutes: int,
    now: datetime,
    travel: Travel,
    leave_out: int | None = None,
) -> list[Spot]:
    """Every gap of one row where a call fits, at its earliest start there; skills not checked."""
    site = facts.sites.get(call.site_id)
    target = site.place if site else None
    length = timedelta(minutes=minutes)
    found = []
    for before, after, start, end in gaps(facts, forecast, now, leave_out):
        here = facts.place(before) if before else facts.home
        there = facts.place(after) if after else facts.home
        leg_in = travel.leg(here, target, start)
        begin = start + leg_in.minutes * MINUTE
        if call.window is not None:
            begin = max(begin, call.window.start)
        begin = rounded_up(begin)
        leg_out = travel.leg(target, there, begin + length)
        if begin + length + leg_out.minutes * MINUTE > end:
            continue
        if call.window is not None and begin > call.window.end:
            continue
        added = leg_in.minutes + leg_out.minutes - travel.leg(here, there, start).minutes
        slack = round((call.window.end - begin) / MINUTE) if call.window else None
        wait = max(0, round((begin - now) / MINUTE))
        found.append(Spot(technician_id, begin, max(0, added), wait, slack))
    return found


def best_spots(
    day: Day,
    forecasts: Mapping[int, RowForecast],
    call: Call,
    minutes: int,
    now: datetime,
    travel: Travel,
    limit: int = 9,
    leave_out: int | None = None,
) -> tuple[Spot, ...]:
    """The best places for a call over all who can do it, at most one per gap, best first."""
    found: list[Spot] = []
    for key in qualified(day, call):
        row = forecasts.get(key)
        if row is not None:
            found += spots_on_row(day.facts(key), row, key, call, minutes, now, travel, leave_out)
    return tuple(sorted(found, key=lambda spot: spot.cost)[:limit])


def qualified(day: Day, call: Call) -> Sequence[int]:
    """Technicians, in the board's order, who may do a call and work that day."""
    return [key for key in day.order if day.working.get(key) and may_go(day, call, day.technicians[key])]


def may_go(day: Day, call: Call, technician: Technician) -> bool:
    """The gates that are about the technician: skills, blocked, and areas where the shop is strict."""
    customer, site = day.customer_of(call), day.site_of(call)
    if missing_skills(call, technician) or (customer is not None and technician.id in customer.blocked):
        return False
    area = site.area.strip() if site is not None else ""
    strict = bool(area) and Rules.of(day.shop).areas == "strict"
    return not strict or area.casefold() == technician.area.strip().casefold()
