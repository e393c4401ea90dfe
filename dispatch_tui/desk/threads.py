"""Messages as a person deals with them: what is to be done, with whom, by when, and how each one stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import (
    Call,
    Channel,
    Customer,
    Message,
    MessageKind,
    MessageState,
    Technician,
)
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.telling.templates import spoken_script
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import clock_text, day_text, window_text
from dispatch_tui.desk.ports import Thread

K, S = MessageKind, MessageState

PersonKey: TypeAlias = tuple[int | None, int | None, str]
"""Technician id, customer id, and the address of somebody who is neither."""

Reach: TypeAlias = tuple[Channel, bool]
"""Messages of a channel, to technicians (True) or to others: what a way out of this machine carries."""

STALLED = timedelta(minutes=3)
"""A message that could have left so long ago is somebody's to look at; not where time is simulated."""

_NEVER = timedelta(days=36500)

KIND_WORDS: Mapping[MessageKind, str] = {
    K.THE_CALL: "the call",
    K.CHANGED: "the call has changed",
    K.OFF: "the call is off",
    K.CHECK_IN: "how much longer?",
    K.CONFIRMATION: "the window is confirmed",
    K.REMINDER: "a reminder",
    K.ON_THE_WAY: "on the way",
    K.LATE: "running late",
    K.EARLIER: "could come earlier",
    K.REPROMISED: "another window",
    K.DONE: "done, how was it?",
    K.FREE: "in own words",
    K.OPTED_OUT: "no more texts",
    K.REPLY: "wrote",
}


class Want(StrEnum):
    """What an open message wants of a person; in the order of the list."""

    ANSWER = "came in"
    RING = "ring up"
    MEND = "has not gone"
    COPY = "say or copy"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom messages are to or from; both None: somebody whose address alone is known."""

    technician: Technician | None = None
    customer: Customer | None = None
    address: str = ""

    @classmethod
    def of(cls, known: Technician | Customer, address: str = "") -> Person:
        """Somebody the shop knows."""
        if isinstance(known, Technician):
            return cls(known, None, address)
        return cls(None, known, address)

    @property
    def key(self) -> PersonKey:
        """What tells them apart."""
        return (
            self.technician.id if self.technician else None,
            self.customer.id if self.customer else None,
            "" if self.technician or self.customer else self.address,
        )

    @property
    def name(self) -> str:
        """`T3 Ana Ruiz`, a customer's name, or the address."""
        if self.technician is not None:
            return f"{self.technician.code} {self.technician.name}"
        if self.customer is not None:
            return self.customer.name
        return phone_text(self.address) or "somebody"

    @property
    def phone(self) -> str:
        """The number to ring up, as it is kept; "" if none is known."""
        if self.technician is not None:
            return self.technician.phone
        if self.customer is not None:
            return self.customer.phone or self.customer.phone2
        return "" if "@" in self.address else self.address

    @property
    def email(self) -> str:
        """Their e-mail address, "" if none is known."""
        known = self.technician or self.customer
        if known is not None:
            return known.email
        return self.address if "@" in self.address else ""

    @property
    def language(self) -> str:
        """Of the messages to them."""
        known = self.technician or self.customer
        return known.language if known else "en"


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something a person must do about a message.

    Attributes:
        call: what it is about, if the board has it.
        why: what it is about, in words.
        script: what to say, or what they wrote, in full.
        trouble: why it has not gone by itself; "" if that is no trouble.
        by: when it should be done at the latest; None: no hurry is known of.
    """

    message: Message
    want: Want
    who: Person
    call: Call | None
    why: str
    script: str
    trouble: str
    by: datetime | None


def key_of(message: Message) -> PersonKey:
    """Whose thread a message is in."""
    known = message.technician_id is not None or message.customer_id is not None
    return message.technician_id, message.customer_id, "" if known else message.address


def person_of_thread(thread: Thread) -> Person:
    """Whose thread it is."""
    return Person(thread.technician, thread.customer, thread.last.address)


def people_of(threads: Iterable[Thread]) -> dict[PersonKey, Person]:
    """The people of some threads, for messages about whom the board knows nothing."""
    return {key_of(thread.last): person_of_thread(thread) for thread in threads}


def person_of(message: Message, day: Day, others: Mapping[PersonKey, Person]) -> Person:
    """Whom a message is to or from: as the board knows them, else as the threads do."""
    technician = day.technicians.get(message.technician_id or 0)
    customer = day.customers.get(message.customer_id or 0) if technician is None else None
    if technician is not None or customer is not None:
        return Person(technician, customer, message.address)
    return others.get(key_of(message), Person(address=message.address))


def want_of(
    message: Message, now: datetime, reach: Collection[Reach], patience: timedelta = STALLED
) -> Want | None:
    """What a message wants of a person; None if it goes its way by itself, or has gone.

    Args:
        message: any.
        now: the instant it is asked at.
        reach: what has a way out of this machine.
        patience: how long it may wait for that.
    """
    waits = message.not_before is not None and message.not_before > now
    match message.state:
        case S.RECEIVED:
            return Want.ANSWER if message.handled_at is None else None
        case S.FAILED | S.UNKNOWN:
            return Want.MEND if message.handled_at is None else None
        case S.BLOCKED:
            return None if waits else Want.MEND
        case S.DRAFT:
            return Want.COPY
        case S.QUEUED if not waits:
            if message.channel is Channel.PHONE:
                return Want.RING
            since = message.not_before or message.created_at
            return Want.COPY if now - since >= patience or not _carried(message, reach) else None
    return None


def _carried(message: Message, reach: Collection[Reach]) -> bool:
    return (message.channel, message.technician_id is not None) in reach


def to_do(
    day: Day,
    now: datetime,
    reach: Collection[Reach] = frozenset(),
    others: Mapping[PersonKey, Person] | None = None,
) -> tuple[ToDo, ...]:
    """All that a person must do about open messages: what came in, whom to ring up, what has not gone.

    Args:
        day: with its open messages.
        now: the instant it is asked at.
        reach: what has a way out of this machine.
        others: people the day does not hold (see `people_of`).

    Returns:
        By kind of want, then by when it is to be done.
    """
    found = []
    patience = STALLED if day.clock is None else _NEVER
    for message in day.messages.values():
        want = want_of(message, now, reach, patience)
        if want is None:
            continue
        call = day.calls.get(message.call_id or 0)
        found.append(
            ToDo(
                message,
                want,
                person_of(message, day, others or {}),
                call,
                about(message, now, day.shop.zone),
                script_of(message),
                _trouble(message, want, reach),
                say_by(message, call),
            )
        )
    order = list(Want)
    return tuple(
        sorted(found, key=lambda each: (order.index(each.want), each.by or now + _NEVER, each.message.id))
    )


def script_of(message: Message) -> str:
    """What to say to somebody who is rung up; of all else, the words as they are."""
    return spoken_script(message.body) if message.channel is Channel.PHONE else message.body


def _trouble(message: Message, want: Want, reach: Collection[Reach]) -> str:
    if message.state is S.UNKNOWN:
        return "it may have gone out, or not: find out"
    if want is Want.MEND:
        return message.error or message.state.value
    if message.state is S.DRAFT:
        return message.error or "it waits for your word"
    if want is Want.COPY:
        way = "texts" if message.channel is Channel.TEXT else "e-mail"
        why = "nothing has taken it yet" if _carried(message, reach) else f"no channel for {way} is set up"
        return message.error or why
    return ""


def say_by(message: Message, call: Call | None) -> datetime | None:
    """When a message should have been said at the latest; None if nothing tells.

    A client hears of a delay before their window begins, of an arrival before it is.
    """
    if message.incoming or message.technician_id is not None:
        return message.expires_at
    window = call.window if call is not None and call.window is not None else message.window
    limits = [message.expires_at]
    if message.kind in (K.LATE, K.EARLIER, K.REPROMISED, K.CONFIRMATION, K.REMINDER) and window is not None:
        limits.append(window.start)
    if message.kind in (K.EARLIER, K.ON_THE_WAY):
        limits.append(message.eta)
    return min((limit for limit in limits if limit is not None), default=None)


def about(message: Message, now: datetime, zone: ZoneInfo) -> str:
    """What a message is about: `running late, arrival 15:20`."""
    words = KIND_WORDS[message.kind]
    if message.incoming:
        words += {Channel.TEXT: " by text", Channel.EMAIL: " by e-mail"}.get(message.channel, "")
    if message.eta is not None:
        words += f", arrival {moment(message.eta, now, zone)}"
    elif message.window is not None:
        day = local_date(message.window.start, zone)
        when = "" if day == local_date(now, zone) else f"{day_text(day)} "
        words += f", {when}{window_text(message.window, zone)}"
    return words


def standing(message: Message, now: datetime, zone: ZoneInfo) -> str:
    """How a message stands, in words: `sent 10:42 by carrier`, `blocked: asked not to be texted`."""
    why = f": {message.error}" if message.error else ""

    def at(instant: datetime | None) -> str:
        return f" {moment(instant, now, zone)}" if instant else ""

    match message.state:
        case S.DRAFT:
            return f"waits for your word{why}"
        case S.QUEUED if message.not_before is not None and message.not_before > now:
            return f"waits until{at(message.not_before)}{why}"
        case S.QUEUED:
            return "to be said by phone" if message.channel is Channel.PHONE else f"waits to be sent{why}"
        case S.SENDING:
            return "going out now"
        case S.SENT if message.provider == "voice":
            return f"said by phone{at(message.sent_at)}"
        case S.SENT:
            return f"sent{at(message.sent_at)}" + (f" by {message.provider}" if message.provider else "")
        case S.FAILED:
            return f"failed{why}"
        case S.BLOCKED:
            return f"blocked{why}"
        case S.CANCELED:
            return f"withdrawn{why}"
        case S.UNKNOWN:
            return "may have gone out, or not: find out"
        case S.RECEIVED if message.handled_at is None:
            return "not dealt with yet"
    if message.meant:
        return f"= {message.meant}"
    return f"dealt with{at(message.handled_at)} by {message.handled_by or 'the desk'}"


def moment(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`15:20`, with the day in front if it is not today."""
    day = local_date(instant, zone)
    clock = clock_text(instant, zone)
    return clock if day == local_date(now, zone) else f"{day_text(day)} {clock}"
