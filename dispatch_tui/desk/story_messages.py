"""What people were told and what they answered, as sentences of a call's story."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import LogLine
from dispatch_tui.core.model import Channel, Message, MessageKind, MessageState
from dispatch_tui.core.timewords import clock_text, window_text
from dispatch_tui.desk.ports import CallStory

K = MessageKind
S = MessageState

_SENDING = frozenset({"take_message", "settle_message"})
"""Verbs of the sender: the message itself tells how it went."""

_MADE_BY = frozenset(
    {"ask_left", "tell_customer", "tell_row", "text_technician", "receive", "mark_said", "withdraw_message"}
)
"""Verbs that make, say or withdraw a message, and little else."""

_TO = {Channel.TEXT: "text to", Channel.EMAIL: "e-mail to", Channel.PHONE: "to ring up:"}
_FROM = {Channel.TEXT: "by text", Channel.EMAIL: "by e-mail", Channel.PHONE: "by phone"}

_WORDS = {
    K.THE_CALL: "the call",
    K.CHANGED: "the call has changed",
    K.OFF: "the call is off",
    K.CONFIRMATION: "we come {window}",
    K.REMINDER: "a reminder of {window}",
    K.ON_THE_WAY: "on the way, arrival {eta}",
    K.LATE: "we run late, new arrival {eta}",
    K.EARLIER: "we could come earlier, arrival {eta}",
    K.REPROMISED: "another window, {window}",
    K.DONE: "done, how was it?",
    K.OPTED_OUT: "no more texts",
}


class MessageTeller:
    """Tells the messages of one call; times in the shop's zone."""

    def __init__(self, story: CallStory, zone: ZoneInfo) -> None:
        self._story = story
        self._zone = zone
        self._names = {
            technician.id: next(iter(technician.name.split()), technician.code)
            for technician in story.technicians
        }
        self._moments = {
            moment
            for message in story.messages
            for moment in (message.created_at, message.sent_at, message.handled_at)
            if moment is not None
        }
        self._made = {message.created_at for message in story.messages}

    def tells(self, line: LogLine) -> bool:
        """True if a line of the log is told by a message of the story already."""
        if line.verb in _SENDING:
            return True
        if line.verb == "mark_said":
            return line.at in self._moments
        return line.verb in _MADE_BY and line.at in self._made

    def told(self, message: Message) -> str:
        """A message as a sentence."""
        who = self._who(message)
        if message.incoming:
            verb = "answered" if message.meant and message.technician_id is not None else "wrote"
            meant = f": {message.meant}" if message.meant else ""
            return f'{who} {verb} "{_quoted(message)}" {_FROM[message.channel]}{meant}'
        if message.provider == "voice" and message.sent_at is not None:
            said = "asked" if message.kind is K.CHECK_IN else "told"
            return f"{said} {who} by phone: {self._what(message)}{self._said_later(message)}"
        if message.kind is K.CHECK_IN:
            return f"asked {who} how much longer{self._fate(message)}"
        return f"{_TO[message.channel]} {who}: {self._what(message)}{self._fate(message)}"

    def _who(self, message: Message) -> str:
        if message.technician_id is not None:
            return self._names.get(message.technician_id, "the technician")
        if message.customer_id == self._story.customer.id:
            return self._story.customer.name
        return message.address or "somebody"

    def _what(self, message: Message) -> str:
        if message.kind is K.CHECK_IN:
            return "how much longer?"
        words = _WORDS.get(message.kind)
        if words is None:
            return f'"{_quoted(message)}"'
        eta = self._clock(message.eta) if message.eta is not None else "not known"
        window = window_text(message.window, self._zone) or "any time"
        return words.format(eta=eta, window=window)

    def _fate(self, message: Message) -> str:
        """How far it has got, in brackets."""
        why = f": {message.error}" if message.error else ""
        match message.state:
            case S.SENT:
                sent = message.sent_at or message.created_at
                return f" (sent {self._clock(sent)})"
            case S.SENDING:
                return " (on its way out)"
            case S.UNKNOWN:
                return " (it cannot be told whether it has left)"
            case S.FAILED:
                return f" (not sent{why})"
            case S.CANCELED:
                return f" (withdrawn{why})"
            case S.BLOCKED:
                return f" (held back{why})"
            case S.DRAFT:
                return " (waits for your yes)"
            case _:
                return " (waits)"

    def _said_later(self, message: Message) -> str:
        """When a person said what had been queued before, and who."""
        at = message.sent_at
        if at is None or at == message.created_at:
            return ""
        by = next((line.actor for line in self._story.log if line.verb == "mark_said" and line.at == at), "")
        return f" (said {self._clock(at)}{' by ' + by if by else ''})"

    def _clock(self, at: datetime) -> str:
        return clock_text(at, self._zone)


def _quoted(message: Message) -> str:
    text = " ".join(message.body.split())
    return text if len(text) <= 80 else text[:79] + "…"
