"""`dispatch-tui message received` for a gateway's hook, and `dispatch-tui show messages`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.commands import Receive
from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Channel, Message
from dispatch_tui.core.text import phone_text, plural
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.shell_json import VERSION, Json
from dispatch_tui.shell.common import answer, desk_of, table

LONGEST = 60
"""Characters of a message in a line of the table."""

_COLUMNS = ("id", "when", "", "who", "about", "call", "state", "text")


def received(args: Namespace) -> int:
    """Take a message from outside, as a gateway's hook hands it over.

    Raises:
        Usage: if there is nothing to take.
    """
    text = sys.stdin.read() if args.text == "-" else args.text
    sender = args.sender.strip()
    if not sender or not text.strip():
        raise Usage("a message needs a sender and words", 'say --from +16145550134 --text "..."')
    key = f"command:{args.id}" if args.id else ""
    with desk_of(args) as desk:
        command = Receive(sender, text, Channel(args.channel), key, "command")
        answer(desk.do(command), args.json)
    return 0


def messages_json(desk: Desk, day: Day, limit: int) -> Json:
    """The open messages, oldest first, and the newest of all."""
    zone = day.shop.zone
    return {
        "version": VERSION,
        "open": [_message_json(each, day, zone) for each in _open(day)],
        "latest": [_message_json(each, day, zone) for each in desk.store.latest_messages(limit)],
    }


def messages_text(desk: Desk, day: Day, limit: int) -> str:
    """The same for people."""
    waiting, latest = _open(day), desk.store.latest_messages(limit)
    parts = [
        f"{plural(len(waiting), 'open message')}",
        *([_indented(_table(waiting, day))] if waiting else []),
        "",
        "latest",
        _indented(_table(latest, day)) if latest else "  none yet",
    ]
    return "\n".join(parts)


def _open(day: Day) -> Sequence[Message]:
    return sorted(day.messages.values(), key=lambda each: each.id)


def _table(messages: Sequence[Message], day: Day) -> str:
    zone = day.shop.zone
    rows = [
        [
            str(each.id),
            _when(each.sent_at or each.created_at, zone),
            "from" if each.incoming else "to",
            _who(each, day),
            each.kind.value.replace("_", " "),
            str(each.call_id or ""),
            each.state.value + (f" ({each.error})" if each.error else ""),
            " ".join(each.body.split())[:LONGEST],
        ]
        for each in messages
    ]
    return table(_COLUMNS, rows, right=(0,))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _when(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%d %b} {clock_text(instant, zone)}"


def _who(message: Message, day: Day) -> str:
    technician = day.technicians.get(message.technician_id or 0)
    if technician is not None:
        return technician.code
    customer = day.customers.get(message.customer_id or 0)
    return customer.name if customer is not None else phone_text(message.address) or "somebody"


def _message_json(message: Message, day: Day, zone: ZoneInfo) -> Json:
    technician = day.technicians.get(message.technician_id or 0)

    def iso(instant: datetime | None) -> str | None:
        return None if instant is None else instant.astimezone(zone).isoformat()

    return {
        "id": message.id,
        "kind": message.kind.value,
        "state": message.state.value,
        "incoming": message.incoming,
        "channel": message.channel.value,
        "address": message.address or None,
        "technician": technician.code if technician else None,
        "customer": message.customer_id,
        "call": message.call_id,
        "visit": message.visit_id,
        "subject": message.subject or None,
        "text": message.body,
        "automatic": message.automatic,
        "created": iso(message.created_at),
        "not_before": iso(message.not_before),
        "expires": iso(message.expires_at),
        "sent": iso(message.sent_at),
        "attempts": message.attempts,
        "provider": message.provider or None,
        "error": message.error or None,
        "handled": iso(message.handled_at),
        "meant": message.meant or None,
    }
