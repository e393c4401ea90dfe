"""Sending somebody to an emergency: one transaction, one line in the log, one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch_tui.core.commands import MoveVisit, Outcome, Rest, SendEmergency, Start, Unplace
from dispatch_tui.core.emergency import present_visit, working
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import (
    Call,
    Customer,
    MessageKind,
    Priority,
    Site,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.rules import check_movable, check_placeable, missing_skills
from dispatch_tui.core.status import AT_WORK, BEGUN, OVER, SEEN, check_act
from dispatch_tui.core.suggest.query import same_area
from dispatch_tui.core.telling.urgent import leave_words
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.acts.carrying import carry_steps
from dispatch_tui.desk.acts.common import (
    concluded,
    explained,
    row_facts,
    spoken,
    todays_visits,
    visit_date,
    when_text,
)
from dispatch_tui.desk.acts.consequences import after_move
from dispatch_tui.desk.acts.placing import checked_length, replanned
from dispatch_tui.desk.acts.progress import keep_rest, stamped
from dispatch_tui.desk.acts.queueing import rules_of_shop, to_technician
from dispatch_tui.desk.ports import Workspace

MINUTE = timedelta(minutes=1)


def send_emergency(ws: Workspace, command: SendEmergency) -> Outcome:
    """Make a call an emergency, take the technician off what they have if they go now, and send them.

    Raises:
        Refused: if somebody is at it or on the way to it already, the call is not to be done, or it stands
            locked where it would have to be taken from.
        NeedsSure: if the technician lacks a skill for it, is kept from it by the customer or the shop's
            areas, does not work then, or has another call before them than was seen, unless `sure`.
    """
    call, technician = ws.get(Call, command.call_id), ws.get(Technician, command.technician_id)
    standing = _standing(ws, call)
    minutes = checked_length(command.minutes or (standing.minutes if standing else call.minutes))
    arrival = max(command.arrival, ws.now)
    if standing is not None:  # what is locked moves for nobody; who has been told hears of it
        check_movable(
            standing,
            who=standing.technician_id != technician.id,
            when=(standing.start, standing.minutes) != (arrival, minutes),
            sure=True,
        )
    _insist(ws, command, call, technician)
    if call.priority is not Priority.EMERGENCY:
        call = ws.change(call, priority=Priority.EMERGENCY)
    left = ""
    if command.start is Start.NOW:
        for visit in todays_visits(ws, technician):
            if visit.state in SEEN and visit.call_id != call.id:
                left += _taken_off(ws, command, visit, technician)
    told: tuple[str, ...] = ()
    day = visit_date(ws, technician.id, arrival)
    if standing is None:
        sent = ws.add(Visit(call.id, technician.id, arrival, minutes, day))
    else:
        target = replace(
            standing, technician_id=technician.id, start=arrival, minutes=minutes, service_date=day
        )
        sent = replanned(ws, standing, target)
        told = after_move(ws, standing, sent)
    if command.because is not None:  # a minute may have gone by since it was reckoned
        explained(ws, sent, replace(command.because, start=sent.start))
    moved = ""
    if command.steps:
        moved = _what_moves(ws, command)
        tell = command.tell if command.tell is not None else rules_of_shop(ws).tell_late == "auto"
        carried = carry_steps(ws, command.steps, True, customers=tell)
        told += carried.told
    if command.start is Start.NOW and sent.state is VisitState.TENTATIVE:
        sent = stamped(ws, ws.get(Visit, sent.id), check_act(sent, "dispatch"), ws.now)
    how = "sent, there" if command.start is Start.NOW else f"goes{_after(ws, technician, call)}, there"
    said = f"emergency {call.id}: {spoken(technician)} {how} {when_text(ws, arrival)}{left}{moved}"
    return concluded(ws, said, warnings=told, call=call, visit_id=sent.id)


def _standing(ws: Workspace, call: Call) -> Visit | None:
    """The call's visit that has not begun; None for a call of the tray."""
    visits = ws.visits_of(call.id)
    unfinished = [visit for visit in visits if visit.state not in OVER]
    begun = next((visit for visit in unfinished if visit.state in BEGUN), None)
    if begun is not None:
        who = spoken(ws.get(Technician, begun.technician_id))
        where = "at" if begun.state in AT_WORK else "on the way to"
        raise Refused(f"{who} is {where} {call.id} already", "the ripple (r) shows who waits behind it")
    if len(unfinished) > 1:
        raise Refused(f"call {call.id} stands on two rows", "take one of them off the board first")
    if not unfinished:
        check_placeable(call, visits)
    return unfinished[0] if unfinished else None


def _insist(ws: Workspace, command: SendEmergency, call: Call, technician: Technician) -> None:
    costs = []
    missing = missing_skills(call, technician)
    if missing:
        costs.append(f"{spoken(technician)} lacks {' '.join(missing)}")
    customer = ws.get(Customer, call.customer_id)
    if technician.id in customer.blocked:
        costs.append(f"{customer.name} does not want {spoken(technician)}")
    area = ws.get(Site, call.site_id).area.strip()
    if rules_of_shop(ws).areas == "strict" and area and not same_area(area, technician.area):
        costs.append(f"{spoken(technician)} does not go to {area}")
    facts = row_facts(ws, technician, visit_date(ws, technician.id, command.arrival))
    begun = any(visit.state in BEGUN for visit in facts.visits)
    if not begun and working(facts.shifts, command.arrival) != command.arrival:
        costs.append(f"{spoken(technician)} does not work at {when_text(ws, command.arrival)}")
    if command.start is Start.NOW:
        costs += [
            f"{spoken(technician)} has been told of {visit.call_id} meanwhile"
            for visit in todays_visits(ws, technician)
            if visit.state in SEEN and visit.call_id != call.id and visit.id not in command.leaves
        ]
    if costs and not command.sure:
        raise NeedsSure("; ".join(costs), "add ! to send them all the same")


def _what_moves(ws: Workspace, command: SendEmergency) -> str:
    """`; 2 pushed back, 1 to others, 1 to the tray`."""
    off = sum(isinstance(step, Unplace) for step in command.steps)
    moves = [step for step in command.steps if isinstance(step, MoveVisit)]
    own = [ws.get(Visit, step.visit_id) for step in moves if step.technician_id == command.technician_id]
    pushed = sum(visit.technician_id == command.technician_id for visit in own)
    parts = [
        f"{pushed} pushed back" if pushed else "",
        f"{len(moves) - pushed} moved" if len(moves) > pushed else "",
        f"{off} to the tray" if off else "",
    ]
    return "; " + ", ".join(part for part in parts if part)


def _after(ws: Workspace, technician: Technician, call: Call) -> str:
    """` after 4102`: what they do before it; nothing of that is seen before it is dispatched."""
    present = present_visit(todays_visits(ws, technician), call.id)
    return f" after {present.call_id}" if present is not None else " next"


def _taken_off(ws: Workspace, command: SendEmergency, visit: Visit, technician: Technician) -> str:
    """Take somebody off a call they have before them, by the legal way; what came of it, in words."""
    reason = f"left for emergency {command.call_id}"
    if visit.state not in AT_WORK:
        turned = visit.state is VisitState.EN_ROUTE
        stamped(ws, visit, check_act(visit, "release"), ws.now, reason)
        return f", {'turns round from' if turned else 'taken off'} {visit.call_id}"
    after = stamped(ws, visit, check_act(visit, "cannot"), ws.now, reason)
    call = keep_rest(ws, ws.get(Call, visit.call_id), visit, after, command.rest_minutes)
    back = command.rest is Rest.RETURN and command.back_at is not None
    if rules_of_shop(ws).tell_technicians:
        words = leave_words(technician, visit.call_id, back=back)
        to_technician(ws, technician, MessageKind.FREE, text=words)
    if not back or command.back_at is None:
        others = [each for each in ws.visits_of(call.id) if each.id != visit.id and each.state not in OVER]
        if others:  # who has helped leaves the work to whom it is
            return f", leaves {call.id} to {spoken(ws.get(Technician, others[0].technician_id))}"
        return f", leaves {call.id} with {length_text(call.minutes)} back in the tray"
    ws.add(
        Visit(
            call.id,
            technician.id,
            command.back_at,
            call.minutes,
            visit_date(ws, technician.id, command.back_at),
            helps=True,  # the window bound the first arrival, and they have been there
        )
    )
    return f", leaves {call.id} and is back {when_text(ws, command.back_at)}"
