"""An outbox with messages in it, and carriers that do as they are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dispatch_tui.core.clock import FixedClock, ShopClock
from dispatch_tui.core.model import Channel, Message, MessageKind, MessageState
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.ports import Workspace
from dispatch_tui.messaging.carrying import Carrier, Listens, Sent
from dispatch_tui.messaging.routes import Routes
from tests.data.builders import at, do

NOON = at(17)
"""12:00 in the shop's zone."""

NUMBER = "+16145550134"


class Outbox:
    """Messages of a shop, in its store."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.store = desk.store
        self._made = 0

    def put(self, body: str = "On our way.", **fields: Any) -> Message:
        """Queue a message to a customer."""
        self._made += 1
        given = {
            "kind": MessageKind.FREE,
            "channel": Channel.TEXT,
            "key": f"fact-{self._made}",
            "created_at": self.desk.clock.now(),
            "address": NUMBER,
            **fields,
        }
        made: list[Message] = []

        def job(work: Workspace) -> None:
            made.append(work.add(Message(body=body, **given)))

        do(self.store, "ann", job, now=self.desk.clock.now())
        return made[0]

    def change(self, message: Message, **fields: Any) -> None:
        """Set fields of a message as something outside has left it."""

        def job(work: Workspace) -> None:
            work.change(work.get(Message, message.id), **fields)

        do(self.store, "test", job, now=self.desk.clock.now())

    def add(self, record: Any) -> None:
        """Any other record."""
        do(self.store, "ann", lambda work: work.add(record), now=self.desk.clock.now())

    def now(self, message: Message) -> Message:
        """A message as it is now."""
        found = self.store.message(message.id)
        assert found is not None
        return found

    def state(self, message: Message) -> MessageState:
        return self.now(message).state

    def later(self, **length: float) -> datetime:
        """Let the shop's time pass."""
        self.desk.clock = ShopClock(FixedClock(self.desk.clock.now() + timedelta(**length)))
        return self.desk.clock.now()


@dataclass
class Pretender:
    """A carrier that does what the test says, and remembers what it was given."""

    name: str = "pretender"
    fault: Callable[[Message], None] = lambda _message: None
    given: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Sent:
        self.fault(message)
        self.given.append(message)
        return Sent(self.name, f"id-{len(self.given)}")


@dataclass
class Looking(Pretender):
    """One that can be asked later."""

    had: Sequence[Sent] = ()
    asked: int = 0

    def look_up(self, message: Message) -> Sequence[Sent]:
        self.asked += 1
        return self.had


def routes(carrier: Carrier, *listening: Listens) -> Routes:
    """All messages by one carrier."""
    both = [(channel, tech) for channel in (Channel.TEXT, Channel.EMAIL) for tech in (True, False)]
    return Routes(dict.fromkeys(both, carrier), listening)
