"""What somebody asks to have planned, by key, verb or in a shell, as what the planner takes."""

from __future__ import annotations

from dataclasses import replace

from dispatch_tui.core.errors import Refused, Usage
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.timewords import day_text
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.outs import outside_hours, works_on
from dispatch_tui.desk.plan_days import MOST_DAYS, days_from
from dispatch_tui.desk.plan_desk import Asked
from dispatch_tui.desk.plan_words import technician_text
from dispatch_tui.desk.planning import options_of
from dispatch_tui.desk.requests import MakePlan, PlanWhat
from dispatch_tui.planning.scope import Scope

TRAY = Asked(Scope.tray(), words="the tray")
DAY = Asked(Scope.day(), words="the day")


def row_of(board: Board, *technicians: int) -> Asked:
    """A plan of one technician's visits, or of a team's."""
    names = ", ".join(technician_text(board, key) for key in technicians[:3])
    more = f" and {len(technicians) - 3} more" if len(technicians) > 3 else ""
    return Asked(Scope.rows(*technicians), words=names + more)


def out_of(board: Board, *technicians: int) -> Asked:
    """What technicians had who cannot work: fitted in elsewhere, what they have seen left for a decision.

    Raises:
        Refused: if none of it stands outside their hours.
    """
    if not any(outside_hours(board, key) for key in technicians):
        raise Refused(*_nothing_out(board, technicians))
    gone = frozenset(key for key in technicians if not works_on(board, key))
    options = replace(options_of(board, gone), part_out=frozenset(technicians) - gone)
    names = ", ".join(technician_text(board, key) for key in technicians[:3])
    return Asked(Scope.some(), words=f"what {names} had", options=options)


def _nothing_out(board: Board, technicians: tuple[int, ...]) -> tuple[str, str]:
    """Why there is nothing to fit in elsewhere, and what to say instead."""
    codes = [board.day.technicians[key].code for key in technicians]
    row = f"plan {' '.join(codes).lower()}"
    if any(board.day.offs_of(key) for key in technicians):
        return f"{', '.join(codes)}: nothing stands in their time off", f"{row} plans the rest anew"
    return f"{', '.join(codes)}: nothing stands outside their hours", f"out says who cannot work; {row} plans"


def days_of(board: Board, text: str) -> Asked:
    """A plan of the tray over so many days.

    Raises:
        Usage: if the text is no number of days.
    """
    if not text.strip().isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise Usage(f"{text!r} is no number of days", f"say 1 to {MOST_DAYS}")
    first = max(board.day.service_date, local_date(board.now, board.day.shop.zone))
    return Asked(Scope.tray(), days_from(first, int(text)), "the tray")


def asked_of(request: MakePlan, board: Board) -> Asked:
    """What a line asks for.

    Raises:
        Usage: if the days are none.
    """
    match request.what:
        case PlanWhat.TRAY if request.day is not None:
            return Asked(Scope.tray(), (request.day,), f"the tray on {day_text(request.day)}")
        case PlanWhat.TRAY:
            return TRAY
        case PlanWhat.DAY:
            return DAY
        case PlanWhat.TEAM:
            return Asked(Scope.rows(*board.day.order), words="the team")
        case PlanWhat.ROWS:
            return row_of(board, *request.technicians)
        case PlanWhat.OUT:
            return out_of(board, *request.technicians)
        case PlanWhat.DAYS:
            return days_of(board, str(request.count))
