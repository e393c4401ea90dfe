"""What needs a dispatcher's eye on the board now, weightiest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dispatch_tui.core.forecast import RowForecast
from dispatch_tui.core.model import Priority, Visit
from dispatch_tui.core.rules import is_amber, is_late
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.board import Board


class Trouble(StrEnum):
    """Kinds of trouble, weightiest first."""

    EMERGENCY = "emergency"
    LATE = "late"
    CONFLICT = "conflict"
    OUT = "out"
    RUNNING_OVER = "over"
    TRAVEL = "travel"
    AMBER = "amber"
    OVERTIME = "overtime"

    @property
    def rank(self) -> int:
        """0 for the weightiest."""
        return _RANKS[self]


_RANKS = {each: rank for rank, each in enumerate(Trouble)}


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at, and where it is.

    Attributes:
        minutes: how bad, in minutes, where that can be said.
        technician_id: None for a call in the tray.
        visit_id: None where it is about a call or a technician.
    """

    trouble: Trouble
    text: str
    minutes: int
    technician_id: int | None
    visit_id: int | None
    call_id: int | None


def row_attention(board: Board, technician_id: int) -> list[Attention]:
    """What needs attention on one row."""
    day = board.day
    technician = day.technicians[technician_id]
    first = next(iter(technician.name.split()), technician.code)
    forecast = board.forecasts[technician_id]
    clashing = board.figures[technician_id].clashing
    working = day.working.get(technician_id, ())
    found: list[Attention] = []

    def add(trouble: Trouble, text: str, minutes: int = 0, visit: Visit | None = None) -> None:
        call_id = visit.call_id if visit else None
        found.append(Attention(trouble, text, minutes, technician_id, visit.id if visit else None, call_id))

    for visit in day.row(technician_id):
        known = forecast.visits[visit.id]
        number = visit.call_id
        if is_late(visit, known):
            late = length_text(known.late_minutes)
            add(Trouble.LATE, f"{number} {first} late {late}", known.late_minutes, visit)
        elif is_amber(visit, known, day.shop.amber_minutes):
            add(Trouble.AMBER, f"{number} {first} {known.slack_minutes}m of slack", 0, visit)
        if visit.id in clashing:
            add(Trouble.CONFLICT, f"{number} {first} double booked", 0, visit)
        if known.over:
            add(Trouble.RUNNING_OVER, f"{number} {first} running over", 0, visit)
        if known.short_minutes and visit.state not in BEGUN | OVER:
            short = length_text(known.short_minutes)
            add(Trouble.TRAVEL, f"{number} {first} travel {short} short", known.short_minutes, visit)
        if visit.state not in OVER and not any(span.overlaps(visit.slot) for span in working):
            add(Trouble.OUT, f"{number} {first} is not working then", 0, visit)
    if forecast.overtime_minutes > 0:
        over = length_text(forecast.overtime_minutes)
        add(Trouble.OVERTIME, f"{first} home {over} after the shift", forecast.overtime_minutes)
    return found


def tray_attention(board: Board) -> list[Attention]:
    """Emergencies that wait in the tray."""
    found = []
    for key in board.day.tray:
        call = board.day.calls[key]
        if call.priority is Priority.EMERGENCY:
            waited = round((board.now - call.received_at).total_seconds() / 60)
            text = f"{key} emergency waits {length_text(waited)}"
            found.append(Attention(Trouble.EMERGENCY, text, waited, None, None, key))
    return found


def needs_attention(board: Board, rows: Iterable[int] | None = None) -> tuple[Attention, ...]:
    """Everything that needs attention, weightiest and worst first."""
    found = tray_attention(board)
    for key in board.day.order if rows is None else rows:
        found += row_attention(board, key)
    return _ordered(found)


def _ordered(found: Iterable[Attention]) -> tuple[Attention, ...]:
    return tuple(sorted(found, key=lambda a: (a.trouble.rank, -a.minutes, a.call_id or 0)))


class AttentionKeeper:
    """What needs attention on a console's board, reckoned anew only for rows whose forecast is another."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._found: tuple[Attention, ...] = ()
        self._rows: dict[int, tuple[RowForecast, list[Attention]]] = {}

    def of(self, board: Board) -> tuple[Attention, ...]:
        """As `needs_attention`: every row that moved or was ticked has a forecast of its own."""
        if board is self._board:
            return self._found
        found = tray_attention(board)
        for key in board.day.order:
            forecast, kept = board.forecasts[key], self._rows.get(key)
            if kept is None or kept[0] is not forecast:
                kept = self._rows[key] = (forecast, row_attention(board, key))
            found += kept[1]
        self._board, self._found = board, _ordered(found)
        return self._found


def worst(found: Iterable[Attention]) -> int:
    """A number to sort rows by: the higher, the more trouble."""
    return sum((len(Trouble) - item.trouble.rank) * 100 + min(item.minutes, 99) for item in found)
