"""Why somebody is sent to an emergency, and why others are put elsewhere for it: reckoned before the act.

All is weighed on the board as it will be with all of it: on the present one, whoever they leave would still
be in the way of the emergency, and the emergency in nobody's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from dispatch_tui.core.commands import MoveVisit, PlaceCall, PlanStep, SendEmergency, Start, Unplace
from dispatch_tui.core.day import News
from dispatch_tui.core.emergency import RETURN, SENT
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Call, CallPhase, Lock, Priority, Visit, VisitState
from dispatch_tui.core.status import AT_WORK, OVER, SEEN
from dispatch_tui.core.suggest import Because
from dispatch_tui.desk.board import Board

BY = "emergency"
"""Who chose, in an explanation that came with an emergency."""

Judge = Callable[[Board, Call, int, datetime, int, Visit], Because | None]
"""Board, call, technician, start, minutes, and the visit of it that stands there already."""


def with_reasons(command: SendEmergency, board: Board, judge: Judge) -> SendEmergency:
    """The command with why they are sent, and why each of those who are put off goes where they go.

    Args:
        command: as it was decided.
        board: as it is before it.
        judge: weighs one place.
    """
    call = board.day.calls.get(command.call_id)
    if call is None or command.technician_id not in board.day.rows:
        return command
    after = board_after(board, command, call)
    sent = after.day.visits[_sent_id(board, call)]
    because = judge(after, after.day.calls[call.id], sent.technician_id, sent.start, sent.minutes, sent)
    steps: list[PlanStep] = []
    for step in command.steps:
        stood = after.day.visits.get(step.visit_id) if isinstance(step, MoveVisit) else None
        if isinstance(step, MoveVisit) and step.because is None and stood is not None:
            own = after.day.calls[stood.call_id]
            why = judge(after, own, stood.technician_id, stood.start, stood.minutes, stood)
            steps.append(replace(step, because=why))
        else:
            steps.append(step)
    return replace(command, because=because, steps=tuple(steps))


def board_after(board: Board, command: SendEmergency, call: Call) -> Board:
    """The board with somebody sent and everybody put where the command puts them."""
    day, now = board.day, board.now
    visits = dict(day.visits)
    if command.start is Start.NOW:
        for visit in day.row(command.technician_id):
            if visit.state in SEEN and visit.call_id != call.id:
                visits[visit.id] = _left(visit, now)
    for step in command.steps:
        old = visits.get(step.visit_id) if not isinstance(step, PlaceCall) else None
        if old is None:
            continue
        if isinstance(step, Unplace):
            del visits[old.id]
        else:
            visits[old.id] = replace(
                old,
                technician_id=step.technician_id or old.technician_id,
                start=step.start or old.start,
                minutes=old.minutes if step.minutes is None else step.minutes,
            )
    key = _sent_id(board, call)
    standing = visits.get(key)
    base = standing or Visit(call.id, command.technician_id, command.arrival, 0, day.service_date, id=key)
    minutes = command.minutes or (standing.minutes if standing else call.minutes)
    visits[key] = replace(
        base,
        technician_id=command.technician_id,
        start=command.arrival,
        minutes=minutes,
        state=VisitState.TENTATIVE,
        lock=Lock.NONE,
    )
    if command.back_at is not None:
        visits |= _back(board, command)
    changed = tuple(one for number, one in visits.items() if one is not day.visits.get(number))
    gone = frozenset((Visit, number) for number in day.visits.keys() - visits.keys())
    urgent = replace(call, priority=Priority.EMERGENCY, phase=CallPhase.SCHEDULED)
    after, _ = day.with_news(News(day.rev, records=(urgent, *changed), gone=gone))
    touched = {one.technician_id for one in changed} | {command.technician_id}
    touched |= {day.visits[one.id].technician_id for one in changed if one.id in day.visits}
    touched |= {day.visits[number].technician_id for _, number in gone}
    forecasts = {
        **board.forecasts,
        **{
            number: forecast_row(after.facts(number), now, board.travel)
            for number in touched
            if number in after.rows
        },
    }
    return replace(board, day=after, forecasts=forecasts)


def _left(visit: Visit, now: datetime) -> Visit:
    """What somebody had before them, once they have been called away from it."""
    if visit.state in AT_WORK:
        return replace(visit, state=VisitState.CANNOT_COMPLETE, finished_at=now)
    return replace(visit, state=VisitState.TENTATIVE, enroute_at=None)


def _back(board: Board, command: SendEmergency) -> dict[int, Visit]:
    """The return to what was left in the middle of the work."""
    day = board.day
    left = next((one for one in day.row(command.technician_id) if one.state in AT_WORK), None)
    if left is None or command.back_at is None:
        return {}
    minutes = command.rest_minutes or left.minutes
    return {
        RETURN: Visit(
            left.call_id,
            command.technician_id,
            command.back_at,
            minutes,
            day.service_date,
            helps=True,
            id=RETURN,
        )
    }


def _sent_id(board: Board, call: Call) -> int:
    standing = board.day.visit_of(call.id)
    return standing.id if standing is not None and standing.state not in OVER else SENT
