"""What the planner's places for those who are put off cost the clients of the rows they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dispatch_tui.core.forecast import RowFacts, VisitForecast, forecast_row
from dispatch_tui.core.model import Visit
from dispatch_tui.core.ripple import RippleLine
from dispatch_tui.core.shifts import MINUTE
from dispatch_tui.core.status import OVER
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.emergency import Displaced, Fate


def behind(board: Board, put_off: tuple[Displaced, ...], technician_id: int) -> tuple[Displaced, ...]:
    """Clients of other rows whose arrival is later, or the drive to them short, by whom is moved there.

    Their plan stays, so nothing is to be done for them; they are to be seen before anybody is sent.

    Args:
        board: the present board.
        put_off: of a candidate, with what the planner found.
        technician_id: the candidate, whose own row is reckoned already.
    """
    moved = {one.line.visit.id: one for one in put_off if one.fate in (Fate.MOVED, Fate.TRAY)}
    rows = dict.fromkeys(one.technician_id for one in moved.values() if one.fate is Fate.MOVED)
    return tuple(
        each
        for key in rows
        if key is not None and key != technician_id
        for each in _of_row(board, moved, key)
    )


def _of_row(board: Board, moved: dict[int, Displaced], key: int) -> Iterator[Displaced]:
    day = board.day
    stay = tuple(visit for visit in day.row(key) if visit.id not in moved)
    come = tuple(_there(one, key) for one in moved.values() if one.technician_id == key)
    facts = _with(board, day.facts(key), (*stay, *come))
    after = forecast_row(facts, board.now, board.travel).visits
    before = board.forecasts[key].visits
    for visit in stay:
        was, now = before.get(visit.id), after[visit.id]
        if visit.state not in OVER and was is not None and _worse(was, now):
            line = RippleLine(visit, day.calls[visit.call_id], was, now, False, None, None, None)
            yield Displaced(line, Fate.STAYS, key, visit.start, now.eta, now.late_minutes, behind=True)


def _there(one: Displaced, key: int) -> Visit:
    visit = one.line.visit
    return replace(visit, technician_id=key, start=one.start or visit.start)


def _with(board: Board, facts: RowFacts, visits: tuple[Visit, ...]) -> RowFacts:
    """A row with other visits, and the calls and sites of those."""
    calls = {visit.call_id: board.day.calls[visit.call_id] for visit in visits}
    for call in calls.values():
        site = board.day.site_of(call)
        facts = facts.with_site(site) if site is not None else facts
    return replace(facts, visits=visits, calls={**facts.calls, **calls})


def _worse(was: VisitForecast, now: VisitForecast) -> bool:
    return now.eta - was.eta >= MINUTE or now.short_minutes > was.short_minutes
