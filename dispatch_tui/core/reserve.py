"""Capacity kept free for emergencies: how much is to be free from now on, how much is, and what may be used.

A shop keeps a share of its technicians' hours, or so many hours a day, until an hour at which what was not
needed is given away. What is to be kept shrinks with the hours that are left until then: an emergency that
has not come needs no room any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import EMPTY_ROW, RowForecast
from dispatch_tui.core.model import Call, Priority, Span
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_instant, subtract
from dispatch_tui.core.status import OVER

MINUTE = timedelta(minutes=1)
LEAST = 45
"""Minutes of a free stretch below which it is of no use to an emergency."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is kept free for emergencies, and what is free.

    Attributes:
        wanted: minutes that are to be free from now until `until`.
        free: minutes that are, in stretches that are of use.
        until: the hour at which what is kept is given away.
    """

    wanted: int
    free: int
    until: datetime

    @property
    def spare(self) -> int:
        """Minutes that other calls may use."""
        return max(0, self.free - self.wanted)

    @property
    def short(self) -> int:
        """Minutes that are wanted and not free."""
        return max(0, self.wanted - self.free)

    def shuts(self, start: datetime, minutes: int) -> bool:
        """True if work at a start would take of what is kept."""
        return start < self.until and minutes > self.spare


_Row: TypeAlias = tuple[RowForecast, tuple[int, ...], tuple[Span, ...], tuple[Span, ...]]
_ROWS: dict[int, _Row] = {}
"""Free stretches by technician, with what they were reckoned from; looked at by identity."""


def reserve_of(day: Day, forecasts: Mapping[int, RowForecast], now: datetime) -> Reserve | None:
    """What is kept for emergencies on a day; None if the shop keeps nothing, or not any more.

    Args:
        day: the day.
        forecasts: of its rows.
        now: the present instant.
    """
    rules = Rules.of(day.shop)
    percent, minutes = rules.reserve
    if not percent and not minutes:
        return None
    until = local_instant(day.service_date, rules.reserve_until, day.shop.zone)
    if now >= until:
        return None
    whole = left = free = 0.0
    for key in day.order:
        working = tuple(day.working.get(key, ()))
        whole += sum(_within(span, None, until) for span in working)
        left += sum(_within(span, now, until) for span in working)
        spans = _free(day, key, forecasts.get(key, EMPTY_ROW), working)
        free += sum(each for span in spans if (each := _within(span, now, until)) >= LEAST)
    if not whole:
        return None
    wanted = left * percent / 100 if percent else minutes * left / whole
    return Reserve(round(wanted), round(free), until)


def for_call(reserve: Reserve | None, call: Call) -> Reserve | None:
    """What is kept from a call; nothing is from an emergency."""
    return None if call.priority is Priority.EMERGENCY else reserve


def _within(span: Span, start: datetime | None, end: datetime) -> float:
    """Minutes of a span from an instant on and before another."""
    since = span.start if start is None else max(span.start, start)
    return max(0.0, (min(span.end, end) - since) / MINUTE)


def _free(day: Day, key: int, forecast: RowForecast, working: tuple[Span, ...]) -> tuple[Span, ...]:
    """The stretches of a row's hours in which nobody is under way or at work, by its forecast."""
    ids = tuple(day.rows.get(key, ()))
    kept = _ROWS.get(key)
    if kept is not None and kept[0] is forecast and kept[1] == ids and kept[2] == working:
        return kept[3]
    taken = []
    for number in ids:
        visit, known = day.visits[number], forecast.visits.get(number)
        if known is None or (visit.state in OVER and visit.arrived_at is None):
            continue
        taken.append(Span(known.eta - known.leg.minutes * MINUTE, known.finish))
    found = subtract(working, taken)
    _ROWS[key] = (forecast, ids, working, found)
    return found
