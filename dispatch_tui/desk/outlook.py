"""A forecast in words: the likely range, and what it rests on."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.forecast import RowForecast, VisitForecast
from dispatch_tui.core.model import Visit
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text, length_text
from dispatch_tui.core.typical import Source
from dispatch_tui.desk.board import Board


def arrival_words(known: VisitForecast, zone: ZoneInfo) -> str:
    """`14:20 (14:10 to 14:35)`; `14:20 (to 14:35)` if it cannot be earlier; `14:20` without a range."""
    eta = clock_text(known.eta, zone)
    span = range_words(known.eta_low, known.eta_high, zone)
    if not span:
        return eta
    return f"{eta} ({span.removeprefix(eta).strip()})"


def home_range(row: RowForecast, zone: ZoneInfo) -> str:
    """`16:00 to 16:20`; "" if there is no range."""
    return range_words(row.home_low, row.home_high, zone)


def range_words(low: datetime | None, high: datetime | None, zone: ZoneInfo) -> str:
    """`14:10 to 14:35`; "" for a point or an unknown range."""
    if low is None or high is None or low == high:
        return ""
    return f"{clock_text(low, zone)} to {clock_text(high, zone)}"


def is_learnt(known: VisitForecast) -> bool:
    """True if the length of the work rests on past visits."""
    return known.expected is not None and known.expected.source in (Source.TECHNICIAN, Source.TYPE)


def basis_words(board: Board, visit: Visit) -> str:
    """What the length of the work rests on: `1h05 typical of T3 on AC repair (14 cases)`; "" once over."""
    expected = board.forecast_of(visit).expected
    if expected is None:
        return ""
    day, length = board.day, length_text(expected.minutes)
    if expected.source is Source.SAID:
        said_at = "" if visit.left_at is None else f" at {clock_text(visit.left_at, day.shop.zone)}"
        return f"{length} left, as said{said_at}"
    if expected.source is Source.PLAN:
        few = f"only {plural(expected.cases, 'case')} so far" if expected.cases else "no history yet"
        return f"{few}: the plan's {length}"
    call = day.calls[visit.call_id]
    kind = day.type_of(call)
    name = kind.name if kind is not None else call.type_code
    cases = plural(expected.cases, "case")
    if expected.source is Source.TYPE:
        return f"{length} typical of {name}, all technicians ({cases})"
    technician = day.technicians[visit.technician_id]
    return f"{length} typical of {technician.code} on {name} ({cases})"
