"""How a message gets from the outbox to the carrier and back: taken under a lease, settled by who holds it.

What must not go is stopped here, in the last moment before it would: opted out, quiet hours, overtaken. None
of it is an act of a person, so nobody's undo meets it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dispatch_tui.core.commands import Outcome, SettleMessage, TakeMessage
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Channel, Message, MessageKind, MessageState, OptOut
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.telling.quiet import quiet_until
from dispatch_tui.core.text import clean_line
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.acts.common import concluded
from dispatch_tui.desk.acts.outbox import person_of
from dispatch_tui.desk.acts.told import mark_told
from dispatch_tui.desk.ports import Workspace

S = MessageState

ATTEMPTS = 6
"""How often a message is tried, or looked for at its carrier, before a person has to see to it."""

_FREE: dict[str, Any] = {"holder": "", "lease_until": None}
_LEFT_OPEN = "the console that was sending it stopped in the middle"


def take_message(ws: Workspace, command: TakeMessage) -> Outcome:
    """A sender takes a message, if it is still due and may go; its state tells what came of it.

    SENDING: it is the sender's to send. UNKNOWN with the sender as holder: somebody else died while sending
    it, and it is the sender's to look for, never to send. Any other: it does not go.

    Raises:
        Refused: if it is not due, or another sender has it.
    """
    message = ws.get(Message, command.message_id)
    until = command.wall + timedelta(seconds=command.seconds)
    if message.channel is Channel.PHONE:
        raise Refused("that message is for the telephone", "ring them up, then mark it as said")
    if message.state in (S.SENDING, S.UNKNOWN):
        return _taken_over(ws, message, command, until)
    if not _due(ws, message):
        raise Refused(f"that message is {message.state.value}", "it is not due")
    stopped = _stopped(ws, message)
    if stopped:
        return _aside(
            ws, message, f"message to {person_of(ws, message)} waits: {stopped['error']}", **stopped
        )
    return _aside(
        ws,
        message,
        f"message to {person_of(ws, message)} is being sent",
        state=S.SENDING,
        holder=command.holder,
        lease_until=until,
        not_before=None,
        attempts=message.attempts + 1,
    )


def _due(ws: Workspace, message: Message) -> bool:
    if message.not_before is not None and message.not_before > ws.now:
        return False
    return message.state is S.QUEUED or (message.state is S.BLOCKED and message.not_before is not None)


def _taken_over(ws: Workspace, message: Message, command: TakeMessage, until: datetime) -> Outcome:
    """What a dead sender held, or what is to be looked for again, becomes the new holder's to look for."""
    held = message.lease_until is not None and message.lease_until >= command.wall
    again = message.state is S.UNKNOWN and message.not_before is not None and message.not_before <= ws.now
    if held or not (again or message.lease_until is not None):
        raise Refused("whether that message has left is not known", "a person has to find out")
    return _aside(
        ws,
        message,
        f"whether the message to {person_of(ws, message)} has left is being found out",
        state=S.UNKNOWN,
        holder=command.holder,
        lease_until=until,
        not_before=None,
        attempts=message.attempts + (message.state is S.UNKNOWN),
        error=message.error or _LEFT_OPEN,
    )


def _stopped(ws: Workspace, message: Message) -> dict[str, Any]:
    """What keeps a message from going, as the fields it then has; empty if nothing does."""
    if message.expires_at is not None and message.expires_at <= ws.now:
        return {"state": S.CANCELED, "error": "overtaken: too late to be of use", "not_before": None}
    if not message.address:
        return {"state": S.BLOCKED, "error": "no address", "not_before": None}
    if message.kind is not MessageKind.OPTED_OUT and ws.matching(OptOut, address=message.address):
        return {"state": S.BLOCKED, "error": "asked not to be texted", "not_before": None}
    # who works is told what they work on, at any hour; those at home are let sleep. The confirmation of an
    # opt-out answers what they have just written.
    if message.automatic and message.technician_id is None and message.kind is not MessageKind.OPTED_OUT:
        shop = ws.shop()
        free = quiet_until(ws.now, Rules.of(shop), shop.zone)
        if free is not None:
            error = f"quiet hours until {clock_text(free, shop.zone)}"
            return {"state": S.BLOCKED, "error": error, "not_before": free}
    return {}


def settle_message(ws: Workspace, command: SettleMessage) -> Outcome:
    """What became of a message that was taken.

    Raises:
        Refused: if the sender does not hold it any more.
    """
    message = ws.get(Message, command.message_id)
    who = person_of(ws, message)
    if _lost_later(message, command):
        error = clean_line(command.error, 160)
        return _aside(ws, message, f"message to {who} did not arrive: {error}", state=S.FAILED, error=error)
    if message.state not in (S.SENDING, S.UNKNOWN) or not message.holder or message.holder != command.holder:
        raise Refused("that message is another sender's by now", "nothing is left to do")
    if command.state is S.SENT:
        return _sent(ws, message, command, who)
    error = clean_line(command.error, 160)
    if command.state is S.QUEUED and command.again_at is None:
        # it was not even tried
        return _aside(
            ws,
            message,
            f"message to {who} waits",
            state=S.QUEUED,
            attempts=max(0, message.attempts - 1),
            **_FREE,
        )
    if (
        command.state in (S.QUEUED, S.UNKNOWN)
        and command.again_at is not None
        and message.attempts < ATTEMPTS
    ):
        return _aside(
            ws,
            message,
            f"message to {who} is tried again: {error}",
            state=command.state,
            not_before=command.again_at,
            error=error,
            **_FREE,
        )
    state = S.FAILED if command.state is S.QUEUED else command.state
    said = {S.UNKNOWN: "may have left or not", S.BLOCKED: "does not go"}.get(state, "has failed")
    return _aside(
        ws, message, f"message to {who} {said}: {error}", state=state, error=error, not_before=None, **_FREE
    )


def _lost_later(message: Message, command: SettleMessage) -> bool:
    """The carrier has learnt that what it had taken did not arrive."""
    known = (message.provider, message.provider_id) == (command.provider, command.provider_id)
    return message.state is S.SENT and command.state is S.FAILED and bool(command.provider_id) and known


def _sent(ws: Workspace, message: Message, command: SettleMessage, who: str) -> Outcome:
    stored = ws.change(
        message,
        state=S.SENT,
        sent_at=ws.now,
        provider=clean_line(command.provider, 40),
        provider_id=clean_line(command.provider_id, 120),
        error="",
        not_before=None,
        **_FREE,
    )
    mark_told(ws, stored)
    return concluded(ws, f"message to {who} sent by {stored.provider}", kind="aside")


def _aside(ws: Workspace, message: Message, said: str, **fields: Any) -> Outcome:
    ws.change(message, **fields)
    return concluded(ws, said, kind="aside")
