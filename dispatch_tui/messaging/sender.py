"""The sender: takes a message, hands it to its channel outside of any transaction, settles what came of it.

Never twice: a message is taken under a lease, by one sender. A sender that dies in the middle leaves the
lease behind; once it has run out the message is looked for at its carrier, and where that can't tell, a
person decides. It is sent again only if the carrier says that it never had it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch_tui.core.clock import Clock, SystemClock
from dispatch_tui.core.commands import Act, Command, SettleMessage, TakeMessage
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Message, MessageState, Way
from dispatch_tui.desk.desk import Desk, Seat
from dispatch_tui.messaging.carrying import Carrier, Final, LooksUp, NotCarried, Passing, Sent, Unclear
from dispatch_tui.messaging.routes import DEMO, Routes

S = MessageState

ACTOR = "worker"
LEASE = 45.0
"""Seconds that a message is held: twice as long as any channel may take for one, and more."""

BACKOFF = (1, 2, 4, 8, 15)
"""Minutes before a message is tried again, by how often it was tried."""

LOOK_AFTER = timedelta(seconds=20)
"""After a silence in mid-send the carrier is given so long to list what it took."""

AT_ONCE = 20
"""Due messages looked at in one go."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is this sender's for now.

    Attributes:
        since: when it was taken, by this machine's clock.
        lease: seconds that it is held from then on.
    """

    message: Message
    carrier: Carrier
    since: datetime
    lease: float

    @property
    def to_look_for(self) -> bool:
        """True if it may have left already: it is looked for, never sent."""
        return self.message.state is S.UNKNOWN


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message outside; `found` is what its carrier has that may be it."""

    state: MessageState
    sent: Sent | None = None
    error: str = ""
    again: bool = False
    found: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What was stored of it, for whoever tells."""

    message: Message
    said: str


def worker_seat(desk: Desk) -> Seat:
    """Where the worker of a console sits: its acts are news at that console, too, and no person's to undo."""
    return Seat(ACTOR, f"{desk.seat.console} {ACTOR}".strip(), Way.PROGRAM)


class Sender:
    """Sends what is due, for one console.

    Args:
        desk: the shop's; the sender sits down at it as the worker.
        routes: what this machine has set up. A demo shop's messages go nowhere, whatever that is.
        clock: the machine's.
        lease: seconds that a message is held.

    Attributes:
        holder: the name under which messages are held.
    """

    def __init__(self, desk: Desk, routes: Routes, clock: Clock | None = None, lease: float = LEASE) -> None:
        self._lease = lease
        self._desk = desk.at(worker_seat(desk))
        # two consoles may bear the same name; what is held is held by one of them
        self.holder = f"{desk.seat.console}#{uuid.uuid4().hex[:8]}"
        self._routes = routes
        self._clock = clock or SystemClock()

    @property
    def routes(self) -> Routes:
        """The ways that may be used: only the demo's on a demo shop, or where the clock is simulated."""
        shop = self._desk.store.shop()
        pretended = shop is None or shop.demo or self._desk.store.clock() is not None
        return DEMO if pretended else self._routes

    # -- on the store's thread

    def take_next(self, busy: Collection[str] = ()) -> Taken | None:
        """Take the oldest message that is due; what may not go any more is settled on the way.

        Args:
            busy: addresses that something is under way to; one after the other keeps their order.
        """
        routes, store, clock = self.routes, self._desk.store, self._desk.clock
        for due in store.due_messages(clock.now(), store.wall(), frozenset(routes.ways), AT_ONCE):
            carrier = routes.carrier_of(due)
            if carrier is None or due.address in busy:
                continue
            since = self._clock.now()
            try:
                self._do(TakeMessage(due.id, self.holder, store.wall(), self._lease))
            except Refused:
                continue  # another sender was quicker, or a person
            message = store.message(due.id)
            if message is not None and message.holder == self.holder:
                return Taken(message, carrier, since, self._lease)
        return None

    def settle(self, taken: Taken, fate: Fate) -> Settled | None:
        """Store what became of a message; None if it is not ours any more.

        Raises:
            StoreUnusable: if that could not be stored; it may be tried again.
        """
        fate = self._resolved(taken, fate)
        message, again = taken.message, None
        if fate.again:
            # a look-up follows soon, a new try after the usual waits
            minutes = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
            first_look = fate.state is S.UNKNOWN and not taken.to_look_for
            again = self._desk.clock.now() + (LOOK_AFTER if first_look else timedelta(minutes=minutes))
        sent = fate.sent or Sent(taken.carrier.name)
        command = SettleMessage(
            message.id, self.holder, fate.state, sent.provider, sent.provider_id, fate.error, again
        )
        try:
            said = self._do(command)
        except Refused:
            return None
        stored = self._desk.store.message(message.id)
        return None if stored is None else Settled(stored, said)

    def _resolved(self, taken: Taken, fate: Fate) -> Fate:
        """Of what the carrier has that may be the message, what is no other message's."""
        if not taken.to_look_for or fate.error:
            return fate
        mine = taken.message.id
        for sent in fate.found:
            known = sent.provider_id and self._desk.store.carried_message(
                sent.provider_id, taken.message.address
            )
            if not known or known.id == mine:
                return Fate(S.SENT, sent)
        return Fate(S.QUEUED, error="its carrier never had it", again=True)

    def send_due(self) -> int:
        """Send everything that is due, one after the other; returns how many have left."""
        left = 0
        while (taken := self.take_next()) is not None:
            settled = self.settle(taken, delivered(taken, self._clock))
            left += settled is not None and settled.message.state is S.SENT
        return left

    def _do(self, command: Command) -> str:
        seat = self._desk.seat
        return self._desk.carry_out(Act(command, seat.actor, seat.console, seat.way)).said


# -- on any thread


def delivered(taken: Taken, clock: Clock) -> Fate:
    """Hand a message to its channel, or look for it there; takes as long as the network does."""
    if taken.to_look_for:
        return _looked_for(taken)
    held = clock.now() - taken.since
    if not timedelta(0) <= held <= timedelta(seconds=taken.lease / 2):
        # the machine slept in between: by the time it has left, the message might be somebody else's
        return Fate(S.QUEUED)
    try:
        return Fate(S.SENT, taken.carrier.send(taken.message))
    except Passing as error:
        return Fate(S.QUEUED, error=str(error), again=True)
    except Final as error:
        return Fate(S.FAILED, error=str(error))
    except Unclear as error:
        return Fate(S.UNKNOWN, error=str(error), again=isinstance(taken.carrier, LooksUp))
    except Exception as error:
        return Fate(S.UNKNOWN, error=f"{taken.carrier.name} failed oddly ({type(error).__name__})")


def _looked_for(taken: Taken) -> Fate:
    carrier = taken.carrier
    if not isinstance(carrier, LooksUp):
        return Fate(S.UNKNOWN, error=taken.message.error or f"{carrier.name} cannot tell whether it has left")
    try:
        return Fate(S.UNKNOWN, found=tuple(carrier.look_up(taken.message)))
    except NotCarried as error:
        return Fate(S.UNKNOWN, error=str(error), again=True)
    except Exception as error:
        return Fate(S.UNKNOWN, error=f"{carrier.name} failed oddly ({type(error).__name__})", again=True)
