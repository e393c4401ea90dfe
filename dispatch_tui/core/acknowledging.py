"""A dispatch that nobody has acknowledged: what to do about it, step by step, each at its time.

Nobody is nagged: the technician is asked again once by text and once by ringing them up, each a patience
after the step before; then the call is offered to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch_tui.core.day import ACK_TOPIC
from dispatch_tui.core.model import Channel, Message, MessageState, Priority, Visit, VisitState
from dispatch_tui.core.rulebook import Rules

MINUTE = timedelta(minutes=1)
GONE = (MessageState.CANCELED, MessageState.FAILED)
"""A message in these states has asked nobody."""


class Step(StrEnum):
    """What is to be done next; the value is the word on the screen."""

    TEXT = "ask again"
    RING = "ring"
    GIVE = "give away"


@dataclass(frozen=True, slots=True)
class Chase:
    """How far one dispatch has been gone after.

    Attributes:
        sent_at: when they were told of it, or when they began to work if that is later.
        asked_at: when they were asked again by text; None if not.
        rung_at: when they were put on the call list, or were rung up; None if not.
        step: what is next, from `due` on.
        times: every step that is left, with its time.
    """

    sent_at: datetime
    asked_at: datetime | None
    rung_at: datetime | None
    times: tuple[tuple[Step, datetime], ...]

    @property
    def step(self) -> Step:
        """What is to be done next."""
        return self.times[0][0]

    @property
    def due(self) -> datetime:
        """From when on."""
        return self.times[0][1]


def topic_of(visit: Visit) -> str:
    """The topic of the messages that ask for an acknowledgement of a visit."""
    return f"{ACK_TOPIC}{visit.id}"


def patience_of(priority: Priority, rules: Rules) -> timedelta:
    """How long the shop waits for an acknowledgement, and between two steps."""
    urgent = priority is Priority.EMERGENCY
    return (rules.ack_patience_emergency if urgent else rules.ack_patience) * MINUTE


def chase_of(
    visit: Visit, priority: Priority, messages: Iterable[Message], rules: Rules, begins: datetime | None
) -> Chase | None:
    """How far a dispatch has been gone after; None if there is nothing to acknowledge.

    Args:
        visit: as it stands.
        priority: of its call.
        messages: any that may be about it.
        rules: the shop's.
        begins: when the technician begins to work that day; nobody waits for an answer before.
    """
    told = visit.dispatched_at or visit.since
    if visit.state is not VisitState.DISPATCHED or told is None:
        return None
    sent = told if begins is None else max(told, begins)
    asked = rung = None
    for message in messages:
        if message.topic == topic_of(visit) and message.created_at >= told and message.state not in GONE:
            if message.channel is Channel.PHONE:
                rung = message.sent_at or message.created_at
            else:
                asked = message.created_at
    wait = patience_of(priority, rules)
    times: list[tuple[Step, datetime]] = []
    at = sent
    for step, done in ((Step.TEXT, asked or rung), (Step.RING, rung)):
        at = done or at + wait
        if done is None:
            times.append((step, at))
    times.append((Step.GIVE, at + wait))
    return Chase(sent, asked, rung, tuple(times))
