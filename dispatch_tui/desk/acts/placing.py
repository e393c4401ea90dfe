"""Placing, moving, swapping and taking off the board; locks."""

from __future__ import annotations

from dataclasses import replace

from dispatch_tui.core.commands import MoveVisit, Outcome, PlaceCall, SetLock, SwapVisits, Unplace
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import Call, Lock, Stamp, Technician, Visit, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import check_movable, check_placeable, must_tell
from dispatch_tui.core.status import SEEN
from dispatch_tui.desk.acts.common import (
    concluded,
    customer_name,
    explained,
    insist,
    spoken,
    visit_date,
    weighed,
    when_text,
)
from dispatch_tui.desk.acts.consequences import after_move
from dispatch_tui.desk.ports import Workspace


def place_call(ws: Workspace, command: PlaceCall) -> Outcome:
    """Put a call on a row, tentative: nobody is told."""
    call = ws.get(Call, command.call_id)
    technician = ws.get(Technician, command.technician_id)
    check_placeable(call, ws.visits_of(call.id))
    minutes = checked_length(call.minutes if command.minutes is None else command.minutes)
    visit = Visit(
        call_id=call.id,
        technician_id=technician.id,
        start=command.start,
        minutes=minutes,
        service_date=visit_date(ws, technician.id, command.start),
    )
    warnings = insist(weighed(ws, technician, call, visit), command.sure)
    stored = ws.add(visit)
    explained(ws, stored, command.because)
    said = f"{call.id} placed on {spoken(technician)} at {when_text(ws, visit.start)}"
    return concluded(ws, said, warnings=warnings, call=call, visit_id=stored.id)


def checked_length(minutes: int) -> int:
    """A length as it may be.

    Raises:
        Refused: if it is none, or longer than a day.
    """
    if minutes <= 0:
        raise Refused("a visit needs a length", "say how many minutes the work takes")
    if minutes > 24 * 60:
        raise Refused("a visit cannot be longer than a day", "split the work into several visits")
    return minutes


def move_visit(ws: Workspace, command: MoveVisit) -> Outcome:
    """Change who goes, when, or for how long; asks first where somebody has been told."""
    visit = ws.get(Visit, command.visit_id)
    call = ws.get(Call, visit.call_id)
    target = _moved(ws, visit, command)
    if _same_plan(visit, target):
        return Outcome(f"{call.id} stays where it is", ws.rev, call=call, visit_id=visit.id)
    check_move(ws, visit, target, command.sure)
    technician = ws.get(Technician, target.technician_id)
    remarks = insist(weighed(ws, technician, call, target), command.sure)
    told = told_of_move(ws, visit, call, target)
    stored = replanned(ws, visit, target)
    explained(ws, stored, command.because)
    queued = after_move(ws, visit, stored)
    return concluded(
        ws,
        _said_of_move(ws, visit, target, technician),
        warnings=(queued or told) + remarks,
        call=call,
        visit_id=visit.id,
    )


def replanned(ws: Workspace, visit: Visit, target: Visit) -> Visit:
    """Give a visit its new plan. To another technician it is tentative again: they have not seen it."""
    stored = ws.change(
        visit,
        technician_id=target.technician_id,
        start=target.start,
        minutes=target.minutes,
        service_date=target.service_date,
    )
    if visit.state not in SEEN or visit.technician_id == target.technician_id:
        return stored
    ws.stamp(Stamp(visit.id, VisitState.TENTATIVE, ws.now, ws.now, ws.act.actor, ws.act.way, "moved"))
    return ws.change(
        stored,
        state=VisitState.TENTATIVE,
        since=ws.now,
        enroute_at=None,
        dispatched_at=None,
        acknowledged_at=None,
    )


def _moved(ws: Workspace, visit: Visit, command: MoveVisit) -> Visit:
    technician_id = command.technician_id or visit.technician_id
    start = command.start or visit.start
    minutes = visit.minutes if command.minutes is None else checked_length(command.minutes)
    return replace(
        visit,
        technician_id=technician_id,
        start=start,
        minutes=minutes,
        service_date=visit_date(ws, technician_id, start),
    )


def _same_plan(a: Visit, b: Visit) -> bool:
    return (a.technician_id, a.start, a.minutes) == (b.technician_id, b.start, b.minutes)


def check_move(ws: Workspace, visit: Visit, target: Visit, sure: bool) -> None:
    """Ask whether a visit may have another plan.

    Raises:
        Refused: if not.
        NeedsSure: if its technician has been told, unless `sure`.
    """
    try:
        check_movable(
            visit,
            who=visit.technician_id != target.technician_id,
            when=(visit.start, visit.minutes) != (target.start, target.minutes),
            sure=sure,
        )
    except NeedsSure as asked:
        name = spoken(ws.get(Technician, visit.technician_id))
        raise NeedsSure(
            f"{name} has been told of call {visit.call_id} and will hear of the change", asked.hint
        ) from None


def told_of_move(ws: Workspace, visit: Visit, call: Call, target: Visit | None) -> tuple[str, ...]:
    """Who has been told what a move makes untrue, one in words each."""
    technician = ws.get(Technician, visit.technician_id)
    step = Rules.of(ws.shop()).late_step
    people = must_tell(visit, call, technician, target, customer_name(ws, call), step)
    return tuple(f"tell {person.who}: {person.text}" for person in people)


def _said_of_move(ws: Workspace, visit: Visit, target: Visit, technician: Technician) -> str:
    if (visit.technician_id, visit.start) == (target.technician_id, target.start):
        return f"{visit.call_id} now takes {target.minutes} minutes"
    said = f"{visit.call_id} moved"
    if visit.technician_id != target.technician_id:
        said += f" to {spoken(technician)}"
    if visit.start != target.start or visit.technician_id != target.technician_id:
        said += f" at {when_text(ws, target.start)}"
    return said


def swap_visits(ws: Workspace, command: SwapVisits) -> Outcome:
    """Exchange technician and start of two visits, as one act."""
    first, second = ws.get(Visit, command.first_id), ws.get(Visit, command.second_id)
    if first.id == second.id:
        raise Refused("a visit cannot be swapped with itself", "name two calls")
    moves = ((first, second), (second, first))
    warnings: tuple[str, ...] = ()
    for visit, other in moves:
        target = replace(
            visit,
            technician_id=other.technician_id,
            start=other.start,
            service_date=other.service_date,
        )
        check_move(ws, visit, target, command.sure)
        call = ws.get(Call, visit.call_id)
        warnings += told_of_move(ws, visit, call, target)
    queued: tuple[str, ...] = ()
    for visit, other in moves:
        target = replace(
            visit, technician_id=other.technician_id, start=other.start, service_date=other.service_date
        )
        stored = replanned(ws, visit, target)
        explained(ws, stored, next((why for why in command.because if why.visit_id == visit.id), None))
        queued += after_move(ws, visit, stored)
    for visit, other in moves:
        call = ws.get(Call, visit.call_id)
        technician = ws.get(Technician, other.technician_id)
        warnings += insist(weighed(ws, technician, call, ws.get(Visit, visit.id)), command.sure)
    return concluded(ws, f"{first.call_id} and {second.call_id} swapped", warnings=queued + warnings)


def unplace(ws: Workspace, command: Unplace) -> Outcome:
    """Take a visit off the board; the call waits in the tray again."""
    visit = ws.get(Visit, command.visit_id)
    call = ws.get(Call, visit.call_id)
    told = take_off(ws, visit, command.sure)
    return concluded(ws, f"{call.id} is back in the tray", warnings=told, call=call)


def take_off(ws: Workspace, visit: Visit, sure: bool) -> tuple[str, ...]:
    """Take a visit off the board; says who has been told of it, one in words each.

    Raises:
        Refused: if its technician has been told, or it is locked or has begun.
    """
    call = ws.get(Call, visit.call_id)
    if visit.state in SEEN:
        raise Refused(
            f"the technician has been told of call {call.id}", f"release {call.id} first, then unplace it"
        )
    check_movable(visit, who=True, when=True, sure=sure)
    told = told_of_move(ws, visit, call, None)
    after_move(ws, visit, None)
    ws.drop(ws.get(Visit, visit.id))
    return told


def set_lock(ws: Workspace, command: SetLock) -> Outcome:
    """Lock or unlock what of a visit must not move."""
    visit = ws.get(Visit, command.visit_id)
    changed = ws.change(visit, lock=command.lock)
    words = {
        Lock.NONE: "is unlocked",
        Lock.TIME: "is locked to its time",
        Lock.TECH: "is locked to its technician",
        Lock.BOTH: "is locked",
    }
    return concluded(ws, f"{visit.call_id} {words[command.lock]}", visit_id=changed.id)
