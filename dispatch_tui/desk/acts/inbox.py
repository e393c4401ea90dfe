"""What comes in from outside: taken as data, understood where it is plain, shown as it is where not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dispatch_tui.core.commands import Outcome, Receive
from dispatch_tui.core.model import (
    Call,
    CallPhase,
    Channel,
    Customer,
    Message,
    MessageKind,
    MessageState,
    Technician,
    Template,
    Visit,
    VisitState,
    Way,
)
from dispatch_tui.core.status import ACTS, AT_WORK
from dispatch_tui.core.telling.answers import parse_answer
from dispatch_tui.core.telling.opting import asks_to_start, asks_to_stop, says_cancel
from dispatch_tui.core.telling.templates import filled, wording
from dispatch_tui.core.text import clean_line, clean_text
from dispatch_tui.desk.acts.checkins import answered, handled, late_words
from dispatch_tui.desk.acts.common import concluded, spoken, todays_visits
from dispatch_tui.desk.acts.outbox import confirm_opt_out, opt, person_of
from dispatch_tui.desk.acts.progress import stamped
from dispatch_tui.desk.phones import stored_phone
from dispatch_tui.desk.ports import Workspace

_ACKS = re.compile(
    r"(?:ok|okay|k|yes|y|got it|copy|10-4|roger|on it|will do|si|sí|vale|recibido)[.! ]*", re.I
)
"""A technician's plain yes to the call they have been told of."""

_ENDED = frozenset({CallPhase.COMPLETED, CallPhase.CLOSED, CallPhase.CANCELED})


@dataclass(frozen=True, slots=True)
class _From:
    technician: Technician | None = None
    customer: Customer | None = None


def receive(ws: Workspace, command: Receive) -> Outcome:
    """Take a message from outside: kept, then understood if it can be."""
    address = _address(command)
    text = clean_text(command.text, 2000)
    key = f"in:{clean_line(command.key, 160)}" if command.key else f"in:{ws.act.uid}"
    known = ws.matching(Message, key=key)
    if known:
        return Outcome("that message has come in before", ws.rev)
    who = _who(ws, address, command.channel)
    call = _call_of(ws, who.customer) if who.customer else None
    message = ws.add(
        Message(
            MessageKind.REPLY,
            command.channel,
            text,
            key,
            ws.now,
            MessageState.RECEIVED,
            technician_id=who.technician.id if who.technician else None,
            customer_id=who.customer.id if who.customer else None,
            call_id=call.id if call else None,
            address=address,
            language=_language(who),
            provider=clean_line(command.provider, 40),
        )
    )
    said = f'{person_of(ws, message)}: "{" ".join(text.split())[:80]}"'
    opted = _opted(ws, message)
    if opted:
        return concluded(ws, f"{said}, {opted}", call=call)
    if who.technician is not None:
        return _from_technician(ws, message, who.technician, said)
    return concluded(ws, said, call=call)


def _address(command: Receive) -> str:
    text = clean_line(command.address, 120)
    if command.channel is Channel.EMAIL:
        return text.lower()
    return stored_phone(text, "US")[0]


def _who(ws: Workspace, address: str, channel: Channel) -> _From:
    """Whose address it is: a technician's before a customer's."""
    if not address:
        return _From()
    mail = channel is Channel.EMAIL
    for technician in ws.all(Technician):
        theirs = technician.email.lower() if mail else stored_phone(technician.phone, "US")[0]
        if theirs == address and technician.active:
            return _From(technician=technician)
    if mail:
        found = ws.matching(Customer, email=address)
        return _From(customer=found[0] if found else None)
    return _From(customer=ws.find_customer("", address))


def _language(who: _From) -> str:
    person = who.technician or who.customer
    return person.language if person else "en"


def _call_of(ws: Workspace, customer: Customer) -> Call | None:
    """The customer's call that a message of theirs is most likely about: the newest that is not over."""
    calls = [each for each in ws.matching(Call, customer_id=customer.id) if each.phase not in _ENDED]
    return calls[-1] if calls else None


def _opted(ws: Workspace, message: Message) -> str:
    """Heed a wish not to be written to (or to be again); what was done, in words."""
    if message.channel is not Channel.TEXT or not message.address:
        return ""
    if asks_to_stop(message.body):
        if opt(ws, message.address, stop=True, words=message.body):
            said = filled(wording(MessageKind.OPTED_OUT, message.language, ws.all(Template)), _shop_facts(ws))
            confirm_opt_out(ws, message, said.body)
        if says_cancel(message.body):
            # The person may mean the visit: somebody has to look.
            return "no more texts; do they mean the visit?"
        handled(ws, message, "no more texts")
        return "no more texts to this number"
    if asks_to_start(message.body) and opt(ws, message.address, stop=False, words=message.body):
        handled(ws, message, "texts again")
        return "may be texted again"
    return ""


def _shop_facts(ws: Workspace) -> dict[str, str]:
    return {"shop": ws.shop().name}


def _from_technician(ws: Workspace, message: Message, technician: Technician, said: str) -> Outcome:
    """An answer to a check-in moves the forecast; a yes to a call acknowledges it; all else is shown."""
    row = todays_visits(ws, technician)
    at_work = next((visit for visit in row if visit.state in AT_WORK), None)
    if at_work is not None:
        answer = parse_answer(message.body, ws.now, ws.shop().zone)
        if answer is not None:
            meant = answered(ws, at_work, answer, Way.TEXT)
            handled(ws, message, meant)
            words = f'{spoken(technician)} answered "{" ".join(message.body.split())[:40]}" by text: {meant}'
            call = ws.get(Call, at_work.call_id)
            return concluded(ws, words, warnings=late_words(ws, technician), call=call, visit_id=at_work.id)
    told = next((visit for visit in row if visit.state is VisitState.DISPATCHED), None)
    if told is not None and _ACKS.fullmatch(message.body.strip()):
        return _acknowledged(ws, message, technician, told)
    return concluded(ws, said)


def _acknowledged(ws: Workspace, message: Message, technician: Technician, visit: Visit) -> Outcome:
    stamped(ws, visit, ACTS["ack"], ws.now, way=Way.TEXT)
    handled(ws, message, f"acknowledged {visit.call_id}")
    return concluded(ws, f"{spoken(technician)} has acknowledged {visit.call_id} by text", visit_id=visit.id)
