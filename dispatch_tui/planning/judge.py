"""An independent judge of proposals: what the board would say if all of it were accepted.

`checker` judges a plan in its own numbers; this looks at the day as it would be, by the rules of the core
and the board's own forecasts, and knows nothing of the problem that was solved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import RowForecast, VisitForecast
from dispatch_tui.core.model import Span, Visit
from dispatch_tui.core.rules import check_movable, check_placeable, is_late, missing_skills
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.travel import Travel
from dispatch_tui.planning.changes import Change, ChangeKind, Proposal
from dispatch_tui.planning.measures import forecast_as

MINUTE = timedelta(minutes=1)


class Broken(StrEnum):
    """What a proposal can break."""

    TWICE = "changed twice"
    FROZEN = "may not be moved"
    PLACED = "may not be placed"
    SKILL = "lacks a skill"
    SHIFT = "outside working time"
    PAST = "in the past"
    WINDOW = "outside the promised window"
    OVERLAP = "double-booked"
    LATE = "becomes late"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One rule that a proposal breaks, at which call, on whose row."""

    broken: Broken
    call_id: int
    technician_id: int = 0


def flaws_of(
    day: Day,
    forecasts: Mapping[int, RowForecast],
    proposal: Proposal,
    now: datetime,
    travel: Travel,
    overtime: int = 0,
) -> tuple[Flaw, ...]:
    """All that is wrong with a proposal; empty if it may be shown.

    Args:
        day: the day it was made for.
        forecasts: of its rows, by technician id.
        proposal: the proposal.
        now: the present instant.
        travel: the shop's travel.
        overtime: minutes past the shift that were allowed.
    """
    found: list[Flaw] = []
    for change in proposal.changes:
        found += _about_change(day, forecasts, change, now, overtime)
    calls = [change.call_id for change in proposal.changes if change.visit_id is None]
    visits = [change.visit_id for change in proposal.changes if change.visit_id is not None]
    found += [Flaw(Broken.TWICE, one) for one in {*calls} if calls.count(one) > 1]
    found += [Flaw(Broken.TWICE, one) for one in {*visits} if visits.count(one) > 1]
    for key, row in _rows_after(day, proposal).items():
        found += _about_row(day, forecasts, key, row, now, travel)
    return tuple(found)


def _about_change(
    day: Day, forecasts: Mapping[int, RowForecast], change: Change, now: datetime, overtime: int
) -> Iterator[Flaw]:
    call = day.calls[change.call_id]
    visit = day.visits.get(change.visit_id or 0)
    if visit is None:
        try:
            check_placeable(call, [one for one in day.visits.values() if one.call_id == call.id])
        except Refused:
            yield Flaw(Broken.PLACED, call.id)
    elif not _movable(visit, change):
        yield Flaw(Broken.FROZEN, call.id, visit.technician_id)
    if change.kind is ChangeKind.OFF or change.technician_id is None or change.start is None:
        return
    key = change.technician_id
    if not change.same_technician and missing_skills(call, day.technicians[key]):
        yield Flaw(Broken.SKILL, call.id, key)
    if change.start < now:
        yield Flaw(Broken.PAST, call.id, key)
    spans = day.working.get(key, ())
    span = next((span for span in spans if span.start <= change.start < span.end), None)
    row = forecasts.get(key)
    over = max(overtime, row.overtime_minutes if row else 0) * MINUTE
    last = span is not None and span.end == max(one.end for one in spans)
    ends = change.start + change.minutes * MINUTE
    if span is None or ends > span.end + (over if last else timedelta()):
        yield Flaw(Broken.SHIFT, call.id, key)
    kept = visit is not None and change.start == visit.start
    if call.window is not None and not kept and not call.window.start <= change.start <= call.window.end:
        known = _known(forecasts, visit)
        was = known.eta if known and known.late_minutes else None
        missed = not change.same_technician and call.window.end <= now
        if change.start < call.window.start or not (missed or (was is not None and change.start <= was)):
            yield Flaw(Broken.WINDOW, call.id, key)


def _movable(visit: Visit, change: Change) -> bool:
    try:
        check_movable(
            visit,
            who=change.technician_id != visit.technician_id,
            when=change.start != visit.start,
            sure=False,
        )
    except Refused:
        return False
    return not visit.helps


def _known(forecasts: Mapping[int, RowForecast], visit: Visit | None) -> VisitForecast | None:
    row = forecasts.get(visit.technician_id) if visit else None
    return row.visits.get(visit.id) if row and visit else None


def _rows_after(day: Day, proposal: Proposal) -> dict[int, tuple[Visit, ...]]:
    """The rows that a proposal touches, as they would be."""
    moved = {change.visit_id: change for change in proposal.changes if change.visit_id is not None}
    touched = {change.technician_id for change in proposal.changes} | {
        change.from_technician for change in proposal.changes
    }
    rows: dict[int, tuple[Visit, ...]] = {}
    for key in (one for one in touched if one in day.rows):
        if key is not None:
            rows[key] = tuple(visit for visit in day.row(key) if visit.id not in moved)
    for change in proposal.changes:
        to, start = change.technician_id, change.start
        if to is None or start is None:
            continue
        old = day.visits.get(change.visit_id or 0)
        base = old or Visit(change.call_id, to, start, change.minutes, day.service_date, id=-change.call_id)
        rows[to] = (*rows[to], replace(base, technician_id=to, start=start))
    return rows


def _about_row(
    day: Day,
    forecasts: Mapping[int, RowForecast],
    key: int,
    row: tuple[Visit, ...],
    now: datetime,
    travel: Travel,
) -> Iterator[Flaw]:
    """What a row would come to beside what it has come to already."""
    after = forecast_as(day, key, row, now, travel)
    standing = set(day.row(key))
    busy = {visit.id: _busy(visit, after) for visit in row if visit.state not in OVER}
    for visit in row:
        others = (span for one, span in busy.items() if one != visit.id)
        if visit not in standing and any(span.overlaps(visit.slot) for span in others):
            yield Flaw(Broken.OVERLAP, visit.call_id, key)
    for visit in row:
        known, was = after.visits[visit.id], _known(forecasts, day.visits.get(visit.id))
        came = all(one.id != visit.id for one in day.row(key))
        missed = came and _promise_missed(day, visit, now)
        if is_late(visit, known) and not missed and known.late_minutes > (was.late_minutes if was else 0):
            yield Flaw(Broken.LATE, visit.call_id, key)


def _busy(visit: Visit, forecast: RowForecast) -> Span:
    """What a visit takes of a row: work that has begun until it is expected to end, else its slot."""
    if visit.state not in BEGUN:
        return visit.slot
    known = forecast.visits[visit.id]
    return Span(known.eta, max(known.finish, known.eta))


def _promise_missed(day: Day, visit: Visit, now: datetime) -> bool:
    window = day.calls[visit.call_id].window
    return window is not None and window.end <= now
