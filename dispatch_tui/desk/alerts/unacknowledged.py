"""Dispatches that nobody has acknowledged, with what to do about each and when."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch_tui.core.acknowledging import Chase, chase_of
from dispatch_tui.core.model import Priority, Visit, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.alerts.trouble import Attention, Trouble, about_visit
from dispatch_tui.desk.board import Board


def dispatched(board: Board) -> tuple[Visit, ...]:
    """Visits that wait for an acknowledgement."""
    if not board.totals.by_state.get(VisitState.DISPATCHED):
        return ()
    return tuple(visit for visit in board.day.visits.values() if visit.state is VisitState.DISPATCHED)


def chase_on(board: Board, visit: Visit, rules: Rules) -> Chase | None:
    """How far a visit's dispatch has been gone after, on a board."""
    call = board.day.calls[visit.call_id]
    begins = min((span.start for span in board.day.working.get(visit.technician_id, ())), default=None)
    about = (each for each in board.day.messages.values() if each.visit_id == visit.id)
    return chase_of(visit, call.priority, about, rules, begins)


def unacknowledged(board: Board, rules: Rules, waiting: Iterable[Visit]) -> list[Attention]:
    """Those of some dispatched visits that need somebody now.

    Args:
        board: the present one.
        rules: the shop's.
        waiting: as `dispatched` gives them.
    """
    zone = board.day.shop.zone
    found = []
    for visit in waiting:
        technician = board.day.technicians.get(visit.technician_id)
        chase = chase_on(board, visit, rules)
        if chase is None or technician is None or board.now < chase.due:
            continue
        urgent = board.day.calls[visit.call_id].priority is Priority.EMERGENCY
        words = f"not acknowledged since {clock_text(chase.sent_at, zone)}"
        if chase.asked_at is not None:
            words += f", asked again {clock_text(chase.asked_at, zone)}"
        if chase.rung_at is not None:
            words += f", rung {clock_text(chase.rung_at, zone)}"
        steps = ", ".join(f"{step.value} {clock_text(at, zone)}" for step, at in chase.times)
        minutes = max(0, int((board.now - chase.sent_at).total_seconds() // 60))
        trouble = Trouble.URGENT_UNSEEN if urgent else Trouble.UNSEEN
        found.append(about_visit(trouble, visit, technician, f"{words}: {steps}", minutes))
    return found
