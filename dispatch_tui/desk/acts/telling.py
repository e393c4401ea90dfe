"""Telling customers and technicians: by a person's wish, one client or a whole row."""

from __future__ import annotations

from datetime import datetime

from dispatch_tui.core.commands import LeaveAlone, Outcome, TellCustomer, TellRow, TextTechnician
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import (
    Call,
    Channel,
    Message,
    MessageKind,
    MessageState,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.status import AT_WORK, OVER
from dispatch_tui.core.telling.facts import shown_eta
from dispatch_tui.core.telling.late import LateNotice, late_notices
from dispatch_tui.core.text import clean_text, plural
from dispatch_tui.core.timewords import window_text
from dispatch_tui.desk.acts.common import (
    concluded,
    customer_name,
    row_facts,
    spoken,
    todays_visits,
    travel_of,
    when_text,
)
from dispatch_tui.desk.acts.queueing import rules_of_shop, to_customer, to_technician
from dispatch_tui.desk.acts.told import mark_told
from dispatch_tui.desk.ports import Workspace

K = MessageKind

OF_ARRIVAL = frozenset({K.LATE, K.EARLIER, K.ON_THE_WAY})
OF_WINDOW = frozenset({K.CONFIRMATION, K.REMINDER, K.REPROMISED})
TO_CUSTOMERS = OF_ARRIVAL | OF_WINDOW | {K.DONE, K.FREE}


def tell_customer(ws: Workspace, command: TellCustomer) -> Outcome:
    """Tell the customer of a call something; by their channel, or as said on the phone just now."""
    call = ws.get(Call, command.call_id)
    name = customer_name(ws, call)
    if command.kind not in TO_CUSTOMERS:
        raise Refused(f"{command.kind.value} is nothing to tell a customer", "say late, onway or window")
    text = clean_text(command.text, 1000)
    if command.kind is K.FREE and not text:
        raise Refused("there is nothing to tell", f'say tell {call.id} "the words"')
    visit = _standing_visit(ws, call)
    eta = window = None
    if command.kind in OF_ARRIVAL:
        if visit is None:
            raise Refused(f"call {call.id} is not on the board", f"place {call.id} first, then tell {name}")
        eta = shown_eta(command.eta or _forecast_eta(ws, visit), ws.shop().zone)
    if command.kind in OF_WINDOW:
        window = command.window or call.window
        if window is None:
            raise Refused(f"no window is promised for call {call.id}", f"say window {call.id} 13-15 first")
    channel = Channel.PHONE if command.said else command.channel
    message = to_customer(
        ws, call, command.kind, visit=visit, eta=eta, window=window, text=text, channel=channel
    )
    if message is None:
        raise Refused(f"{name} has been told just that", f'say tell {call.id} "..." for words of your own')
    what = _what(ws, command.kind, eta, message)
    if command.said:
        said_by_voice(ws, message)
        return concluded(ws, f"{name} told by phone: {what}", call=call)
    return concluded(ws, f"{_how(message)} {name}: {what}", call=call)


def said_by_voice(ws: Workspace, message: Message) -> Message:
    """A person has said a message: it counts as sent, and what it tells as told."""
    stored = ws.change(
        message,
        state=MessageState.SENT,
        sent_at=ws.now,
        provider="voice",
        error="",
        holder="",
        lease_until=None,
    )
    mark_told(ws, stored)
    return stored


def _standing_visit(ws: Workspace, call: Call) -> Visit | None:
    standing = [visit for visit in ws.visits_of(call.id) if visit.state not in OVER]
    return standing[0] if standing else None


def _forecast_eta(ws: Workspace, visit: Visit) -> datetime:
    technician = ws.get(Technician, visit.technician_id)
    facts = row_facts(ws, technician, visit.service_date)
    return forecast_row(facts, ws.now, travel_of(ws)).visits[visit.id].eta


def _what(ws: Workspace, kind: MessageKind, eta: datetime | None, message: Message) -> str:
    if eta is not None:
        words = {K.LATE: "late, arrival", K.EARLIER: "earlier, arrival", K.ON_THE_WAY: "on the way, arrival"}
        return f"{words[kind]} {when_text(ws, eta)}"
    if message.window is not None:
        return f"window {window_text(message.window, ws.shop().zone)}"
    return " ".join(message.body.split())[:60]


def _how(message: Message) -> str:
    return {Channel.TEXT: "text to", Channel.EMAIL: "e-mail to", Channel.PHONE: "to ring up:"}[
        message.channel
    ]


def tell_row(ws: Workspace, command: TellRow) -> Outcome:
    """Tell every client of a technician who is forecast late and does not know it yet."""
    technician = ws.get(Technician, command.technician_id)
    zone = ws.shop().zone
    late = [(notice, shown_eta(notice.eta, zone)) for notice in untold(ws, technician)]
    told = [
        (notice, eta)
        for notice, eta in late
        if to_customer(ws, notice.call, K.LATE, visit=notice.visit, eta=eta) is not None
    ]
    if not told:
        raise Refused(
            f"nobody on {spoken(technician)}'s row is late without knowing", "there is nobody to tell"
        )
    names = ", ".join(f"{customer_name(ws, notice.call)} {when_text(ws, eta)}" for notice, eta in told)
    said = f"{plural(len(told), 'client')} of {spoken(technician)} to be told of the delay: {names}"
    return concluded(ws, said)


def untold(ws: Workspace, technician: Technician) -> list[LateNotice]:
    """Late clients of a technician's present day who have not been told."""
    days = {visit.service_date for visit in todays_visits(ws, technician)}
    rules, travel = rules_of_shop(ws), travel_of(ws)
    found: list[LateNotice] = []
    for day in sorted(days):
        facts = row_facts(ws, technician, day)
        row = forecast_row(facts, ws.now, travel)
        notices = late_notices(facts.visits, facts.calls, row, rules, ws.now)
        found += [notice for notice in notices if not notice.told]
    return found


def text_technician(ws: Workspace, command: TextTechnician) -> Outcome:
    """Text a technician in one's own words."""
    technician = ws.get(Technician, command.technician_id)
    text = clean_text(command.text, 1000)
    if not text:
        raise Refused("there is nothing to text", f'say text {technician.code.lower()} "the words"')
    to_technician(ws, technician, K.FREE, text=text)
    return concluded(ws, f"text to {spoken(technician)}: {' '.join(text.split())[:60]}")


def leave_alone(ws: Workspace, command: LeaveAlone) -> Outcome:
    """Nobody asks the technician during this call."""
    visit = ws.get(Visit, command.visit_id)
    technician = ws.get(Technician, visit.technician_id)
    if command.undisturbed and visit.state not in AT_WORK | {VisitState.EN_ROUTE}:
        raise Refused(f"{spoken(technician)} is not at call {visit.call_id}", "say so once they are there")
    ws.change(visit, undisturbed_at=ws.now if command.undisturbed else None)
    how = "is not asked during" if command.undisturbed else "may be asked again during"
    return concluded(ws, f"{spoken(technician)} {how} call {visit.call_id}", visit_id=visit.id)
