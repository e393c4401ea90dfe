"""A technician who is out: what of theirs stands outside the hours they have left."""

from __future__ import annotations

from dispatch_tui.core.hours_left import unkept
from dispatch_tui.core.model import Visit
from dispatch_tui.core.status import SEEN
from dispatch_tui.desk.board import Board


def works_on(board: Board, technician_id: int) -> bool:
    """True if a technician has hours left on the shown day."""
    return any(span.end > board.now for span in board.day.working.get(technician_id, ()))


def outside_hours(board: Board, technician_id: int) -> tuple[Visit, ...]:
    """Visits that have not begun and that the hours leave no room for, as planned or as forecast now."""
    day = board.day
    gone = unkept(day.facts(technician_id), day.offs_of(technician_id), board.now, board.travel)
    return tuple(visit for visit in day.row(technician_id) if visit.id in gone)


def to_decide(board: Board, technician_id: int) -> tuple[Visit, ...]:
    """What the technician has before them, or has been told of, and will not be there for.

    Nobody moves these but a person: they are released, given to somebody else, or ended.
    """
    offs = board.day.offs_of(technician_id)
    return tuple(
        visit
        for visit in board.day.row(technician_id)
        if visit.state in SEEN
        and any(off.since < visit.slot.end and (off.until is None or off.until > visit.start) for off in offs)
    )
