"""What needs a dispatcher's eye on the board now, weightiest first: all triggers together."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch_tui.core.model import Visit, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import is_amber, is_late
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.alerts.trouble import (
    Attention,
    Trouble,
    about_visit,
    by_weight,
    first_name,
    worst,
)
from dispatch_tui.desk.alerts.unacknowledged import dispatched, unacknowledged
from dispatch_tui.desk.alerts.waiting import emergencies, held_calls, holds_due, messages_waiting
from dispatch_tui.desk.alerts.watches import due_at, row_watches
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.outs import to_decide

__all__ = [
    "Attention",
    "Trouble",
    "forecast_troubles",
    "needs_attention",
    "plan_troubles",
    "row_attention",
    "worst",
]


def plan_troubles(board: Board, technician_id: int) -> list[Attention]:
    """What one row's plan has wrong, whatever the time: double bookings, and work outside the hours."""
    clashing = board.figures[technician_id].clashing
    working = board.day.working.get(technician_id, ())
    row, technician = board.day.row(technician_id), board.day.technicians[technician_id]
    found = [
        about_visit(Trouble.CONFLICT, visit, technician, "double booked", _overlap(visit, row))
        for visit in row
        if visit.id in clashing
    ]
    for visit in row:
        if visit.state not in OVER:
            slot = visit.slot
            if not any(span.overlaps(slot) for span in working):
                found.append(about_visit(Trouble.OUT, visit, technician, "is not working then"))
    for visit in to_decide(board, technician_id):
        if any(span.overlaps(visit.slot) for span in working):
            words = f"is out, but {_STANDING[visit.state]}"
            found.append(about_visit(Trouble.OUT, visit, technician, words))
    return found


_STANDING = {
    VisitState.DISPATCHED: "has been told of it",
    VisitState.ACKNOWLEDGED: "has acknowledged it",
    VisitState.EN_ROUTE: "is on the way there",
    VisitState.ON_SITE: "is at work there",
    VisitState.PAUSED: "has it on hand",
}


def forecast_troubles(board: Board, technician_id: int, rules: Rules) -> list[Attention]:
    """What one row's forecast has wrong; it stays so until the forecast is another."""
    day, forecast = board.day, board.forecasts[technician_id]
    technician = day.technicians[technician_id]
    found = []
    for known in forecast.visits.values():
        if not (known.late_minutes or known.short_minutes or known.behind_minutes):
            continue
        visit = day.visits[known.visit_id]
        if is_late(visit, known):
            if known.late_minutes >= rules.alert_late:
                words = f"late {length_text(known.late_minutes)}"
                found.append(about_visit(Trouble.LATE, visit, technician, words, known.late_minutes))
        elif is_amber(visit, known, day.shop.amber_minutes) and known.slack_minutes is not None:
            eaten = day.shop.amber_minutes - known.slack_minutes
            found.append(
                about_visit(Trouble.AMBER, visit, technician, f"{known.slack_minutes}m of slack", eaten)
            )
        if known.short_minutes >= rules.alert_travel and visit.state not in BEGUN | OVER:
            words = f"travel {length_text(known.short_minutes)} short"
            found.append(about_visit(Trouble.TRAVEL, visit, technician, words, known.short_minutes))
    if forecast.overtime_minutes > 0:
        words = f"home {length_text(forecast.overtime_minutes)} after the shift"
        name, minutes = first_name(technician), forecast.overtime_minutes
        found.append(Attention(Trouble.OVERTIME, name, words, minutes, technician_id))
    return found


def _overlap(visit: Visit, row: Iterable[Visit]) -> int:
    """The most minutes that a visit's slot shares with another of its row."""
    slot = visit.slot
    shared = (
        (min(slot.end, other.slot.end) - max(slot.start, other.slot.start)).total_seconds() / 60
        for other in row
        if other.id != visit.id and other.state not in OVER
    )
    return max(0, round(max(shared, default=0)))


def row_attention(board: Board, technician_id: int) -> list[Attention]:
    """What needs attention on one row."""
    rules = Rules.of(board.day.shop)
    return [
        *plan_troubles(board, technician_id),
        *forecast_troubles(board, technician_id, rules),
        *due_at(row_watches(board, technician_id, rules), board.now),
    ]


def needs_attention(board: Board, rows: Iterable[int] | None = None) -> tuple[Attention, ...]:
    """Everything that needs attention, weightiest and worst first."""
    rules = Rules.of(board.day.shop)
    found = emergencies(board, rules) + holds_due(board, rules, held_calls(board)) + messages_waiting(board)
    keys = board.day.order if rows is None else tuple(rows)
    unseen = dispatched(board)
    if rows is not None:
        unseen = tuple(visit for visit in unseen if visit.technician_id in keys)
    found += unacknowledged(board, rules, unseen)
    for key in keys:
        found += row_attention(board, key)
    return tuple(sorted(found, key=by_weight))
