"""The technician panel as a read model: what each is doing, what comes next, sorted by trouble."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.forecast import VisitForecast, visiting_order
from dispatch_tui.core.load import Load
from dispatch_tui.core.model import Technician, Visit
from dispatch_tui.core.status import BEGUN, OVER, SEEN, TechnicianState
from dispatch_tui.desk.attention import Attention, row_attention, worst
from dispatch_tui.desk.board import Board


@dataclass(frozen=True, slots=True)
class TechnicianLine:
    """One technician in the panel. A missing fact is None or "", and shown as missing.

    Attributes:
        since: when the present state began; None if nobody knows.
        visit: the visit the technician has before them: begun, or told and not over.
        expected_end: forecast end of that visit.
        following: the next visit after it.
        slack: minutes from the forecast arrival at `following` to its window's end.
        home: forecast of being home; None without visits.
        home_low, home_high: the likely range of it.
        shift_end: end of the last working span; None when off.
        home_late: minutes by which `home` passes it.
    """

    technician: Technician
    state: TechnicianState
    since: datetime | None
    visit: Visit | None
    expected_end: datetime | None
    following: Visit | None
    following_forecast: VisitForecast | None
    slack: int | None
    load: Load
    done: int
    total: int
    home: datetime | None
    shift_start: datetime | None
    shift_end: datetime | None
    home_late: int
    attention: tuple[Attention, ...]
    reason: str = ""
    home_low: datetime | None = None
    home_high: datetime | None = None

    @property
    def trouble(self) -> int:
        """The higher, the more trouble; the panel is sorted by it."""
        return worst(self.attention)


def technician_line(board: Board, technician_id: int) -> TechnicianLine:
    """One technician's line."""
    day = board.day
    row = visiting_order(day.row(technician_id))
    forecast = board.forecasts[technician_id]
    doing = board.doing(technician_id)
    visit = next((v for v in row if v.state in BEGUN), None) or next(
        (v for v in row if v.state in SEEN), None
    )
    following = next((v for v in row if v.state not in OVER and v is not visit), None)
    ahead = forecast.visits.get(following.id) if following else None
    working = day.working.get(technician_id, ())
    reason = next((off.reason for off in day.offs_of(technician_id) if off.since <= board.now), "")
    return TechnicianLine(
        day.technicians[technician_id],
        doing.state,
        doing.since,
        visit,
        forecast.visits[visit.id].finish if visit else None,
        following,
        ahead,
        ahead.slack_minutes if ahead else None,
        board.figures[technician_id].load,
        sum(v.state in OVER for v in row),
        len(row),
        forecast.home,
        min((span.start for span in working), default=None),
        max((span.end for span in working), default=None),
        forecast.overtime_minutes,
        tuple(row_attention(board, technician_id)),
        reason if doing.state is TechnicianState.UNAVAILABLE else "",
        forecast.home_low,
        forecast.home_high,
    )


def technician_lines(board: Board, words: str = "") -> tuple[TechnicianLine, ...]:
    """All technicians whose line answers a filter (skills, state, name), most trouble first."""
    lines = [technician_line(board, key) for key in board.day.order]
    if words:
        lines = [line for line in lines if _answers(line, words)]
    order = {key: index for index, key in enumerate(board.day.order)}
    lines.sort(key=lambda line: (-line.trouble, _idle(line), order[line.technician.id]))
    return tuple(lines)


def _idle(line: TechnicianLine) -> bool:
    return line.state in (TechnicianState.OFF_SHIFT, TechnicianState.UNAVAILABLE)


def _answers(line: TechnicianLine, words: str) -> bool:
    technician = line.technician
    text = " ".join(
        (technician.code, technician.name, technician.area, *technician.skills, line.state.value)
    ).lower()
    return all(word in text for word in words.lower().split())
