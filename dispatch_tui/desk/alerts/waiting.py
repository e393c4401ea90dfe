"""Triggers off the rows: what waits in the tray or on hold, and messages that somebody must see to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from dispatch_tui.core.model import Call, CallPhase, Message, MessageState, Priority
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import day_span, local_date
from dispatch_tui.core.telling.opting import says_cancel
from dispatch_tui.core.text import clean_line, phone_text
from dispatch_tui.core.timewords import day_text, length_text
from dispatch_tui.desk.alerts.trouble import Attention, Trouble, first_name
from dispatch_tui.desk.board import Board

MINUTE = timedelta(minutes=1)


def emergencies(board: Board, rules: Rules) -> list[Attention]:
    """Emergencies that wait in the tray."""
    found = []
    for key in board.day.tray:
        call = board.day.calls[key]
        if call.priority is Priority.EMERGENCY:
            waited = round((board.now - call.received_at) / MINUTE)
            if waited >= rules.alert_emergency:
                words = f"emergency waits {length_text(waited)}"
                found.append(Attention(Trouble.EMERGENCY, str(key), words, waited, call_id=key))
    return found


def held_calls(board: Board) -> tuple[Call, ...]:
    """Calls on hold that have a day of review."""
    return tuple(
        call
        for call in board.day.calls.values()
        if call.phase is CallPhase.ON_HOLD and call.hold_until is not None
    )


def holds_due(board: Board, rules: Rules, held: Iterable[Call]) -> list[Attention]:
    """Those of some calls on hold whose review is due."""
    zone = board.day.shop.zone
    today = local_date(board.now, zone)
    latest = today + timedelta(days=rules.alert_hold)
    found = []
    for call in held:
        due = call.hold_until
        if due is None or due > latest:
            continue
        when = "today" if due == today else day_text(due)
        minutes = max(0, int((board.now - day_span(due, zone).start) / MINUTE))
        words = f"hold due {when}: {call.hold_reason}"
        found.append(Attention(Trouble.HOLD, str(call.id), words, minutes, call_id=call.id))
    return found


def messages_waiting(board: Board) -> list[Attention]:
    """Messages that failed, that may or may not have left, and those that nobody has read."""
    found = []
    for message in board.day.messages.values():
        trouble, words = _trouble_of(message)
        if trouble is not None:
            minutes = max(0, int((board.now - message.created_at) / MINUTE))
            found.append(
                Attention(
                    trouble,
                    person_of(board, message),
                    words,
                    minutes,
                    message.technician_id,
                    None,
                    message.call_id,
                    message.id,
                )
            )
    return found


def _trouble_of(message: Message) -> tuple[Trouble | None, str]:
    body = clean_line(message.body)
    if message.state is MessageState.FAILED:
        why = f": {clean_line(message.error)}" if message.error else ""
        return Trouble.FAILED, f"was not reached{why}"
    if message.state is MessageState.UNKNOWN:
        return Trouble.UNKNOWN, f"may have been told or not: {body}"
    if message.incoming and message.customer_id is not None and says_cancel(message.body):
        return Trouble.CANCEL, f"says cancel: {body}"
    if message.incoming:
        return Trouble.UNREAD, f"writes: {body}"
    return None, ""


def person_of(board: Board, message: Message) -> str:
    """Whom a message is to or from: a technician's first name, a customer's name, else the address."""
    technician = board.day.technicians.get(message.technician_id or 0)
    if technician is not None:
        return first_name(technician)
    customer = board.day.customers.get(message.customer_id or 0)
    return customer.name if customer is not None else phone_text(message.address) or "somebody"
