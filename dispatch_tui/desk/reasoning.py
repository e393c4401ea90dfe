"""Why visits are put where they are put: reckoned before an act, on the board as the person sees it.

Done in one place for all: whatever places a visit (a drop, a verb, a ripple's choice, a plan) is given its
reasons on its way to the store, so that "right match" can be counted and every assignment asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dispatch_tui.core.commands import CarryPlan, Command, MoveVisit, PlaceCall, SendEmergency, SwapVisits
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.suggest import Because, Suggester, because_of
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.emergency_reasons import BY, with_reasons
from dispatch_tui.desk.suggesting import rank_on

MOST_STEPS = 12
"""Steps of a plan that are each reckoned before it is carried out; a longer one has reasons of its own."""


def reasoned(command: Command, board: Board, by: str = "", suggester: Suggester | None = None) -> Command:
    """A command with why its visits are put where they are put, by the board as it stands before it.

    What carries reasons already keeps them. A visit that goes to another day than the board's gets none:
    there is nothing here to weigh it against.

    Args:
        command: any; others than those that place a visit come back as they are.
        board: what the person sees.
        by: who chose: "" for a person.
        suggester: that of the board's keeper, which has its rows ready.
    """
    asked = suggester or Suggester()
    match command:
        case PlaceCall(because=None) | MoveVisit(because=None):
            return replace(command, because=_because(command, board, by, asked))
        case SwapVisits(because=()):
            return replace(command, because=_swapped(command, board, by))
        case SendEmergency(because=None):
            return with_reasons(command, board, _by_emergency)
        case CarryPlan() if len(command.steps) <= MOST_STEPS:
            steps = tuple(
                replace(step, because=_because(step, board, by or "planner", asked))
                if isinstance(step, PlaceCall | MoveVisit) and step.because is None
                else step
                for step in command.steps
            )
            return replace(command, steps=steps)
    return command


def _by_emergency(
    board: Board, call: Call, technician_id: int, start: datetime, minutes: int, visit: Visit
) -> Because | None:
    return _judged(board, call, technician_id, start, minutes, visit, BY, Suggester())


def _because(command: PlaceCall | MoveVisit, board: Board, by: str, suggester: Suggester) -> Because | None:
    if isinstance(command, PlaceCall):
        call = board.day.calls.get(command.call_id)
        if call is None:
            return None
        return _judged(
            board, call, command.technician_id, command.start, command.minutes, None, by, suggester
        )
    visit = board.day.visits.get(command.visit_id)
    if visit is None:
        return None
    return _judged(
        board,
        board.day.calls[visit.call_id],
        command.technician_id or visit.technician_id,
        command.start or visit.start,
        visit.minutes if command.minutes is None else command.minutes,
        visit,
        by,
        suggester,
    )


def _judged(
    board: Board,
    call: Call,
    technician_id: int,
    start: datetime,
    minutes: int | None,
    visit: Visit | None,
    by: str,
    suggester: Suggester,
) -> Because | None:
    day = board.day
    length = call.minutes if minutes is None else minutes
    if technician_id not in day.rows or not day.span.holds(start) or length <= 0:
        return None
    ranking = rank_on(board, call, length, visit, closed=0, suggester=suggester)
    place = suggester.judge(
        day, board.forecasts, board.now, board.travel, call, technician_id, start, length, visit
    )
    return because_of(ranking, place, by)


def _swapped(command: SwapVisits, board: Board, by: str) -> tuple[Because, ...]:
    """Each of the two in the other's place, with the other one gone from there."""
    first, second = (board.day.visits.get(key) for key in (command.first_id, command.second_id))
    if first is None or second is None:
        return ()
    found = []
    for visit, other in ((first, second), (second, first)):
        call = board.day.calls[visit.call_id]
        apart = _without(board, other)
        because = _judged(
            apart, call, other.technician_id, other.start, visit.minutes, visit, by, Suggester()
        )
        if because is not None:
            found.append(because.of_visit(visit.id))
    return tuple(found)


def _without(board: Board, visit: Visit) -> Board:
    """The board as if a visit were not on it."""
    day, key = board.day, visit.technician_id
    rows = {**day.rows, key: tuple(each for each in day.rows.get(key, ()) if each != visit.id)}
    rest = replace(
        day, rows=rows, visits={number: each for number, each in day.visits.items() if number != visit.id}
    )
    forecasts = {**board.forecasts, key: forecast_row(rest.facts(key), board.now, board.travel)}
    return replace(board, day=rest, forecasts=forecasts)
