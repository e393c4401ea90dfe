"""Going after a dispatch that nobody has acknowledged: once by text, once by ringing them up."""

from __future__ import annotations

from dispatch_tui.core.acknowledging import GONE, topic_of
from dispatch_tui.core.commands import ChaseAck, Outcome
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import (
    Channel,
    Message,
    MessageKind,
    MessageState,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.telling.routing import technician_address
from dispatch_tui.core.telling.urgent import acknowledge_words
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.acts.common import concluded, spoken, when_text
from dispatch_tui.desk.acts.queueing import free_key
from dispatch_tui.desk.acts.telling import said_by_voice
from dispatch_tui.desk.ports import Workspace


def chase_ack(ws: Workspace, command: ChaseAck) -> Outcome:
    """Ask a technician once more to acknowledge a call.

    Raises:
        Refused: if there is nothing to acknowledge, or they were asked that way already.
    """
    visit = ws.get(Visit, command.visit_id)
    technician = ws.get(Technician, visit.technician_id)
    who = spoken(technician)
    if visit.state is not VisitState.DISPATCHED:
        state = visit.state.value.replace("_", " ")
        raise Refused(f"{who} is not waited for: call {visit.call_id} is {state}", "there is nothing to ask")
    ring = command.ring or command.said
    via, address = (Channel.PHONE, technician.phone) if ring else technician_address(technician)
    known = [
        each for each in asked_before(ws, visit) if (each.channel is Channel.PHONE) is (via is Channel.PHONE)
    ]
    open_ring = next((each for each in known if each.state is not MessageState.SENT), None)
    if command.said and open_ring is not None:  # they were on the call list
        said_by_voice(ws, open_ring)
    elif known:
        at = when_text(ws, known[0].sent_at or known[0].created_at)
        how = "is on the call list since" if via is Channel.PHONE and open_ring else "was asked again"
        hint = (
            "say emergency or move to give it to somebody else"
            if ring
            else f"ring them: remind {technician.code.lower()} ring"
        )
        raise Refused(f"{who} {how} {at}", hint)
    else:
        message = _asking(ws, visit, technician, via, address)
        if command.said:
            said_by_voice(ws, message)
    if command.said:
        return concluded(ws, f"{who} rung up about {visit.call_id}, not acknowledged", visit_id=visit.id)
    words = "to be rung up about" if via is Channel.PHONE else "asked again to acknowledge"
    return concluded(ws, f"{who} {words} {visit.call_id}", visit_id=visit.id)


def asked_before(ws: Workspace, visit: Visit) -> list[Message]:
    """Messages that ask for an acknowledgement of a visit's present dispatch, and have not failed."""
    told = visit.dispatched_at or visit.since
    return [
        each
        for each in ws.matching(Message, call_id=visit.call_id)
        if each.topic == topic_of(visit)
        and each.state not in GONE
        and (told is None or each.created_at >= told)
    ]


def settle_asking(ws: Workspace, visit: Visit) -> None:
    """Somebody has answered, or need not any more: what asked them is dealt with."""
    for each in asked_before(ws, visit):
        if each.state is MessageState.SENT and each.handled_at is None:
            ws.change(each, handled_at=ws.now, handled_by=ws.act.actor)


def _asking(ws: Workspace, visit: Visit, technician: Technician, via: Channel, address: str) -> Message:
    told = visit.dispatched_at or visit.since or ws.now
    key = f"ack:{via.value}:{visit.id}:{told:%Y%m%dT%H%M%S}"
    body = acknowledge_words(technician, visit.call_id, clock_text(told, ws.shop().zone))
    return ws.add(
        Message(
            MessageKind.THE_CALL,
            via,
            body,
            free_key(ws, key) or f"{key}:{ws.rev}",
            ws.now,
            technician_id=technician.id,
            call_id=visit.call_id,
            visit_id=visit.id,
            address=address,
            language=technician.language,
            topic=topic_of(visit),
            author=ws.act.actor,
        )
    )
