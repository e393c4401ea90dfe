"""Who could go to an emergency, in a shell: a line each, and who waits behind them."""

from __future__ import annotations

from dispatch_tui.core.emergency import Candidate
from dispatch_tui.core.errors import Missing
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.emergency import Displaced, EmergencyView, displaced, emergency_view
from dispatch_tui.desk.emergency_words import fate_words, home_words, how_words, name_of
from dispatch_tui.desk.shell_json import VERSION, Json, instant_json

SHOWN = 12


def _view(board: Board, call_id: int) -> EmergencyView:
    call = board.day.calls.get(call_id)
    if call is None:
        raise Missing(f"call {call_id} is not on this day", "name another with --date")
    return emergency_view(board, call)


def emergency_text(board: Board, call_id: int) -> str:
    """The first to arrive, each with whom they put off by being sent.

    Raises:
        Missing: if there is no such call on the board.
        Refused: if nobody can be sent any more.
    """
    view = _view(board, call_id)
    lines = [f"{call_id}: who can be there first"]
    for found in view.candidates[:SHOWN]:
        day, reach = board.day, found.reach
        lines.append(
            f"{clock_text(found.arrival, day.shop.zone)}  {name_of(day, reach.technician_id):16}"
            f"{how_words(day, found):34}home {home_words(day, found)}"
        )
        for one in displaced(board, view, found, None):
            late = f", {one.late_minutes} min late" if one.late_minutes else ""
            words = fate_words(day, one, reach.technician_id)
            lines.append(f"         {one.line.call.id} {words}{late}")
    if not view.candidates:
        lines.append("nobody who may do it works any more today")
    code = (
        board.day.technicians[view.candidates[0].reach.technician_id].code.lower()
        if view.candidates
        else "t3"
    )
    lines.append(f"to send somebody: emergency {call_id} {code} [after] [tray]")
    return "\n".join(lines)


def emergency_json(board: Board, call_id: int) -> Json:
    """The same as data: instants with the shop's offset, minutes as numbers."""
    view = _view(board, call_id)
    return {
        "version": VERSION,
        "call": call_id,
        "minutes": view.minutes,
        "candidates": [_candidate(board, view, found) for found in view.candidates],
    }


def _candidate(board: Board, view: EmergencyView, found: Candidate) -> Json:
    reach, zone = found.reach, board.day.shop.zone
    return {
        "technician": board.day.technicians[reach.technician_id].code,
        "start": reach.start.value,
        "leaves": reach.leaves.value,
        "present": reach.present.call_id if reach.present else None,
        "arrival": instant_json(found.arrival, zone),
        "drive_minutes": reach.leg.minutes,
        "back_at": instant_json(found.back_at, zone),
        "home": instant_json(found.after.home, zone),
        "overtime_minutes": found.after.overtime_minutes,
        "put_off": [_displaced(board, one) for one in displaced(board, view, found, None)],
    }


def _displaced(board: Board, one: Displaced) -> Json:
    key = one.technician_id
    return {
        "call": one.line.call.id,
        "becomes": one.fate.value,
        "technician": board.day.technicians[key].code if key is not None else None,
        "eta": instant_json(one.eta, board.day.shop.zone),
        "late_minutes": one.late_minutes,
        "told": one.told,
    }
