"""What a person does about messages: say them, withdraw them, try them again, find out about them."""

from __future__ import annotations

from dispatch_tui.core.commands import (
    HandleMessage,
    MarkSaid,
    Outcome,
    ResolveUnknown,
    RetryMessage,
    StopTexts,
    WithdrawMessage,
)
from dispatch_tui.core.errors import Missing, Refused
from dispatch_tui.core.model import (
    WAITING,
    Channel,
    Customer,
    Message,
    MessageKind,
    MessageState,
    OptOut,
    Technician,
)
from dispatch_tui.core.text import clean_line, clean_text
from dispatch_tui.desk.acts.common import concluded, spoken
from dispatch_tui.desk.acts.telling import said_by_voice
from dispatch_tui.desk.ports import Workspace

S = MessageState


def person_of(ws: Workspace, message: Message) -> str:
    """Who a message is to or from, in words."""
    try:
        if message.technician_id is not None:
            return spoken(ws.get(Technician, message.technician_id))
        if message.customer_id is not None:
            return ws.get(Customer, message.customer_id).name
    except Missing:
        pass
    return message.address or "somebody"


def mark_said(ws: Workspace, command: MarkSaid) -> Outcome:
    """A person has said it: rung up, by radio, at the counter."""
    message = _outgoing(ws, command.message_id)
    if message.state not in WAITING | {S.FAILED, S.UNKNOWN}:
        raise Refused(f"that message is {message.state.value}", "only one that has not left can be said")
    said_by_voice(ws, message)
    return concluded(ws, f"{person_of(ws, message)} told by phone", call=None)


def withdraw_message(ws: Workspace, command: WithdrawMessage) -> Outcome:
    """Do not send it."""
    message = _outgoing(ws, command.message_id)
    if message.state not in WAITING | {S.FAILED}:
        raise Refused(
            f"that message is {message.state.value}",
            "what has left the house cannot be taken back; send a correction",
        )
    reason = clean_line(command.reason, 120) or f"withdrawn by {ws.act.actor}"
    ws.change(message, state=S.CANCELED, error=reason, not_before=None)
    return concluded(ws, f"message to {person_of(ws, message)} withdrawn")


def retry_message(ws: Workspace, command: RetryMessage) -> Outcome:
    """Queue it again, in new words if they are given."""
    message = _outgoing(ws, command.message_id)
    if message.state not in WAITING | {S.FAILED, S.UNKNOWN}:
        raise Refused(f"that message is {message.state.value}", "write a new one instead")
    text = clean_text(command.text, 1000)
    if text and text != message.body:
        message = ws.change(message, body=text)
    ws.change(message, state=S.QUEUED, error="", not_before=None, attempts=0, holder="", lease_until=None)
    return concluded(ws, f"message to {person_of(ws, message)} queued again")


def resolve_unknown(ws: Workspace, command: ResolveUnknown) -> Outcome:
    """Whether a message has left could not be told; now a person knows."""
    message = _outgoing(ws, command.message_id)
    if message.state is not S.UNKNOWN:
        raise Refused(f"that message is {message.state.value}", "there is nothing to find out")
    who = person_of(ws, message)
    if command.has_left:
        said_by_voice(ws, message)
        return concluded(ws, f"the message to {who} had left")
    ws.change(message, state=S.QUEUED, error="", not_before=None, attempts=0, holder="", lease_until=None)
    return concluded(ws, f"the message to {who} had not left; it is sent again")


def handle_message(ws: Workspace, command: HandleMessage) -> Outcome:
    """An incoming message has been dealt with."""
    message = ws.get(Message, command.message_id)
    if not message.incoming:
        raise Refused("that message is not from outside", "withdraw it or mark it as said")
    if message.handled_at is not None:
        return Outcome(f"already dealt with by {message.handled_by}", ws.rev)
    meant = clean_line(command.meant, 120)
    ws.change(message, handled_at=ws.now, handled_by=ws.act.actor, meant=meant or message.meant)
    return concluded(ws, f"message from {person_of(ws, message)} dealt with")


def stop_texts(ws: Workspace, command: StopTexts) -> Outcome:
    """An address must not be written to any more, or may be again."""
    address = clean_line(command.address, 120)
    if not address:
        raise Refused("whose address?", "name a phone number or an e-mail address")
    changed = opt(ws, address, stop=command.stop, words=command.words)
    if not changed:
        state = "is not written to already" if command.stop else "may be written to already"
        return Outcome(f"{address} {state}", ws.rev)
    said = f"{address} is not written to any more" if command.stop else f"{address} may be written to again"
    return concluded(ws, said)


def opt(ws: Workspace, address: str, *, stop: bool, words: str) -> bool:
    """Keep or end an opt-out; False if it stood so."""
    known = ws.matching(OptOut, address=address)
    if stop and not known:
        ws.add(OptOut(address, ws.now, clean_line(words, 120), ws.act.actor))
        return True
    if not stop and known:
        ws.drop(known[0])
        return True
    return False


def confirm_opt_out(ws: Workspace, like: Message, body: str) -> None:
    """The one confirmation of an opt-out, to where it came from."""
    ws.add(
        Message(
            MessageKind.OPTED_OUT,
            Channel.TEXT,
            body,
            f"opted_out:{like.address}:{ws.rev}",
            ws.now,
            technician_id=like.technician_id,
            customer_id=like.customer_id,
            address=like.address,
            language=like.language,
            author=ws.act.actor,
            automatic=True,
        )
    )


def _outgoing(ws: Workspace, message_id: int) -> Message:
    message = ws.get(Message, message_id)
    if message.incoming:
        raise Refused("that message came from outside", "answer it, or mark it as dealt with")
    return message
