"""The check-in: asking kindly, and what the answer does."""

from __future__ import annotations

from datetime import timedelta

from dispatch_tui.core.commands import AnswerLeft, AskLeft, Outcome
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import (
    Call,
    Message,
    MessageKind,
    Technician,
    Visit,
    VisitState,
    Way,
)
from dispatch_tui.core.status import ACTS, AT_WORK
from dispatch_tui.core.telling.answers import Answer, parse_answer
from dispatch_tui.core.telling.late import LateNotice
from dispatch_tui.core.telling.templates import check_in_reason
from dispatch_tui.core.text import clean_line
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.acts.common import concluded, customer_name, spoken, when_text
from dispatch_tui.desk.acts.progress import said_left, stamped
from dispatch_tui.desk.acts.queueing import rules_of_shop, to_technician, withdraw
from dispatch_tui.desk.acts.telling import untold
from dispatch_tui.desk.ports import Workspace

_WAYS = {
    Way.TEXT: "by text",
    Way.VOICE: "by voice",
    Way.SCREEN: "on the screen",
    Way.PROGRAM: "by program",
}


def ask_left(ws: Workspace, command: AskLeft) -> Outcome:
    """Ask a technician how much longer they need; once per call, unless a person wants to know again."""
    visit = ws.get(Visit, command.visit_id)
    technician = ws.get(Technician, visit.technician_id)
    if visit.state not in AT_WORK:
        raise Refused(
            f"{spoken(technician)} is not at work on call {visit.call_id}",
            "they are asked while they are on site",
        )
    if visit.undisturbed_at is not None and not command.again:
        raise Refused(
            f"{spoken(technician)} asked not to be disturbed on call {visit.call_id}",
            "ask again all the same, if it must be",
        )
    if command.again:
        withdraw(
            ws,
            "asked again",
            call_id=visit.call_id,
            visit_id=visit.id,
            kinds=frozenset({MessageKind.CHECK_IN}),
        )
    reason = check_in_reason(rules_of_shop(ws), technician.language)
    message = to_technician(ws, technician, MessageKind.CHECK_IN, visit, reason=reason, again=command.again)
    if message is None:
        asked = f" at {when_text(ws, visit.asked_at)}" if visit.asked_at else ""
        raise Refused(
            f"{spoken(technician)} has been asked on call {visit.call_id}{asked}",
            "a second time is yours to decide: ask again",
        )
    ws.change(visit, asked_at=ws.now, answered_at=None)
    more = " once more" if command.again else ""
    said = f"{spoken(technician)} asked{more} how much longer on {visit.call_id}"
    return concluded(ws, said, visit_id=visit.id)


def answer_left(ws: Workspace, command: AnswerLeft) -> Outcome:
    """Take an answer: the forecast moves at once."""
    visit = ws.get(Visit, command.visit_id)
    technician = ws.get(Technician, visit.technician_id)
    text = clean_line(command.text, 200)
    if visit.state not in AT_WORK:
        raise Refused(
            f"{spoken(technician)} is not at work on call {visit.call_id}", "there is nothing to be left of"
        )
    if command.minutes is not None:
        answer: Answer | None = Answer(minutes=command.minutes)
    else:
        answer = parse_answer(text, ws.now, ws.shop().zone)
    if answer is None:
        raise Refused(f"{text!r} is not a time", "say 20, 1h, 1:30, till 3, done or ?")
    way = command.way or (Way.TEXT if command.message_id is not None else ws.act.way)
    meant = answered(ws, visit, answer, way)
    if command.message_id is not None:
        handled(ws, ws.get(Message, command.message_id), meant)
    said = f'{spoken(technician)} answered "{text}"' if text else spoken(technician)
    said += f" {_WAYS[way]}" if text and way in _WAYS else ""
    call = ws.get(Call, visit.call_id)
    return concluded(
        ws, f"{said}: {meant}", warnings=late_words(ws, technician), call=call, visit_id=visit.id
    )


def answered(ws: Workspace, visit: Visit, answer: Answer, way: Way) -> str:
    """What an answer does to the visit; in words."""
    withdraw(
        ws,
        "answered meanwhile",
        call_id=visit.call_id,
        visit_id=visit.id,
        kinds=frozenset({MessageKind.CHECK_IN}),
    )
    visit = ws.change(visit, answered_at=ws.now)
    if answer.unsure:
        return f"does not know yet how long {visit.call_id} takes"
    if answer.done:
        return _done(ws, visit, way)
    if answer.more:
        return said_left(ws, visit, more=answer.minutes)
    return said_left(ws, visit, left=answer.minutes)


def _done(ws: Workspace, visit: Visit, way: Way) -> str:
    if visit.state is VisitState.PAUSED:
        visit = stamped(ws, visit, ACTS["resume"], ws.now, way=way)
    stamped(ws, visit, ACTS["done"], ws.now, way=way)
    return f"has finished {visit.call_id}"


def handled(ws: Workspace, message: Message, meant: str) -> Message:
    """An incoming message has been understood or dealt with."""
    return ws.change(message, handled_at=ws.now, handled_by=ws.act.actor, meant=meant)


def late_words(ws: Workspace, technician: Technician) -> tuple[str, ...]:
    """The clients who will now be late and do not know it, for the answer line."""
    return tuple(
        f"{notice.call.id} {customer_name(ws, notice.call)} {_past(notice)} late, not told"
        for notice in untold(ws, technician)
    )


def _past(notice: LateNotice) -> str:
    window = notice.call.window
    past = notice.eta - window.end if window else timedelta(0)
    return length_text(max(1, round(past / timedelta(minutes=1))))
