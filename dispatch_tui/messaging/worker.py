"""The worker: exactly one console at a time asks, reminds, tells and sends, under a lease of a few seconds.

Every console runs one. Those that are not on duty only look at the lease, and write nothing. Whoever dies is
followed by another within seconds; what was done is known by its uid, what was being sent by the message's
own lease.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.clock import Clock, SystemClock
from dispatch_tui.core.commands import Act, Command, Receive, SettleMessage
from dispatch_tui.core.errors import Conflict, Refused
from dispatch_tui.core.model import MessageState
from dispatch_tui.desk.desk import Desk
from dispatch_tui.messaging.agenda import Agenda
from dispatch_tui.messaging.carrying import Incoming, Listens, NotCarried, Polled, Undelivered
from dispatch_tui.messaging.errands import Errands
from dispatch_tui.messaging.locating import Locating
from dispatch_tui.messaging.routes import Routes
from dispatch_tui.messaging.sender import LEASE, Fate, Sender, Taken, delivered, worker_seat
from dispatch_tui.roads.locating import Locator

DUTY = "worker"


@dataclass(frozen=True, slots=True)
class Pace:
    """How often what is done, in wall seconds.

    Attributes:
        lease: how long the duty is held after it was taken or renewed.
        renew: how often it is renewed by its holder.
        poll: how often channels are asked what has come in.
        at_once: how many messages are on their way out at the same time.
        message: how long one message is held, see `sender.LEASE`.
    """

    lease: float = 6.0
    renew: float = 2.0
    poll: float = 20.0
    at_once: int = 4
    message: float = LEASE


class Worker:
    """The timed duties of one console. All methods belong on the store's thread.

    Args:
        desk: the shop's.
        routes: what this machine has set up to reach people.
        tell: called with one line per thing done.
        clock: the machine's.
        locator: looks addresses up; None to leave them as they are.
    """

    def __init__(
        self,
        desk: Desk,
        routes: Routes,
        tell: Callable[[str], None] = lambda _line: None,
        pace: Pace | None = None,
        clock: Clock | None = None,
        locator: Locator | None = None,
    ) -> None:
        self._desk = desk.at(worker_seat(desk))
        self._clock = clock or SystemClock()
        self._pace = pace or Pace()
        self._sender = Sender(desk, routes, self._clock, self._pace.message)
        self._agenda = Agenda(self._desk)
        self._errands = Errands()
        self._tell = tell
        self._locating: Locating | None = None
        if locator is not None:
            self._locating = Locating(self._desk, locator, self._carry_out, tell)
        self._on_duty = False
        self._renewed = self._polled = -1e9
        self._polling: set[int] = set()
        self._busy: set[str] = set()
        self._unsettled: list[tuple[Taken, Fate]] = []

    @property
    def on_duty(self) -> bool:
        """True while this console holds the lease."""
        return self._on_duty

    @property
    def pause(self) -> float:
        """Seconds until the next beat is of use."""
        return 0.05 if self._errands.out else 0.5

    def beat(self) -> None:
        """One round: settle what has come back, hold the lease, do what is due, begin to send and to listen.

        Raises:
            StoreUnusable: if the store cannot be used now; the next beat goes on where this one stopped.
        """
        self._settle_old()
        self._errands.collect()
        self._hold_duty()
        if not self._on_duty:
            return
        self._desk.follow_clock()
        for uid, command in self._agenda.due():
            self._carry_out(uid, command)
        if self._locating is not None:
            self._locating.beat(self._errands, self._clock.now())
        self._send()
        self._poll()

    def close(self, patience: float = 2.0) -> None:
        """Leave: wait a moment for what is on its way, then give the duty to the next.

        What is still on its way after that is found out about once its lease has run out.
        """
        until = time.monotonic() + patience
        while self._busy and (left := until - time.monotonic()) > 0:
            self._errands.collect(left)
        self._settle_old()
        if self._on_duty:
            self._on_duty = False
            if self._locating is not None and self._locating.just_asked:
                return  # the lease runs out by itself: whoever is next asks no sooner than they may
            self._desk.store.release_duty(DUTY, self._sender.holder)

    # -- the lease

    def _hold_duty(self) -> None:
        now = time.monotonic()
        if self._on_duty and 0 <= now - self._renewed < self._pace.renew:
            return
        held = self._desk.store.take_duty(DUTY, self._sender.holder, self._pace.lease)
        if held:
            self._renewed = now
        if held and not self._on_duty:
            self._tell("on duty: asks, tells and sends from here")
        elif self._on_duty and not held:
            self._tell("another console is on duty now")
        self._on_duty = held

    # -- what is due

    def _carry_out(self, uid: str, command: Command) -> None:
        """One act, once. What a rule refuses is dropped; what a colleague's change crossed comes again."""
        try:
            outcome = self._desk.carry_out(self._act(command, uid))
        except Conflict:
            return
        except Refused:
            self._agenda.drop(uid)
            return
        self._agenda.drop(uid)
        if not outcome.again:
            self._tell(outcome.said)

    def _act(self, command: Command, uid: str) -> Act:
        seat = self._desk.seat
        return Act(command, seat.actor, seat.console, seat.way, uid=uid)

    # -- out

    def _send(self) -> None:
        """Begin to send what is due, as far as hands are free; each on a thread of the network's."""
        while len(self._busy) < self._pace.at_once:
            taken = self._sender.take_next(self._busy)
            if taken is None:
                return
            self._busy.add(taken.message.address)
            self._begin(taken)

    def _begin(self, taken: Taken) -> None:
        def back(fate: Fate) -> None:
            self._busy.discard(taken.message.address)
            self._unsettled.append((taken, fate))
            self._settle_old()

        def failed(error: Exception) -> None:
            back(Fate(MessageState.UNKNOWN, error=f"failed oddly ({type(error).__name__})"))

        self._errands.send(lambda: delivered(taken, self._clock), back, failed)

    def _settle_old(self) -> None:
        """Store what became of messages; what cannot be stored now is kept for the next beat."""
        while self._unsettled:
            settled = self._sender.settle(*self._unsettled[0])
            self._unsettled.pop(0)
            if settled is not None:
                self._tell(settled.said)

    # -- in

    def _poll(self) -> None:
        now = time.monotonic()
        if now - self._polled < self._pace.poll:
            return
        self._polled = now
        wall = self._clock.now()
        for channel in self._sender.routes.listening:
            if id(channel) not in self._polling:
                self._polling.add(id(channel))
                self._ask(channel, wall)

    def _ask(self, channel: Listens, wall: datetime) -> None:
        def back(polled: Polled) -> None:
            self._polling.discard(id(channel))
            for incoming in polled.incoming:
                self._receive(channel, incoming)
            for lost in polled.undelivered:
                self._undelivered(lost)

        def failed(error: Exception) -> None:
            self._polling.discard(id(channel))
            words = str(error) if isinstance(error, NotCarried) else f"failed oddly ({type(error).__name__})"
            self._tell(f"nothing comes in: {words}")

        self._errands.send(lambda: channel.poll(wall), back, failed)

    def _receive(self, channel: Listens, incoming: Incoming) -> None:
        """Take one message in. The store knows it by its key, whoever brought it before."""
        command = Receive(incoming.address, incoming.text, incoming.channel, incoming.key, incoming.provider)
        if not self._desk.store.known_message(f"in:{incoming.key}"):
            try:
                self._tell(self._desk.carry_out(self._act(command, f"in-{incoming.key}")).said)
            except Refused as error:
                self._tell(f"a message from outside cannot be taken: {error}")
        channel.taken(incoming)

    def _undelivered(self, lost: Undelivered) -> None:
        message = self._desk.store.carried_message(lost.provider_id, lost.address)
        if message is None or message.state is not MessageState.SENT:
            return
        failed = SettleMessage(
            message.id, self._sender.holder, MessageState.FAILED, lost.provider, lost.provider_id, lost.error
        )
        try:
            self._tell(self._desk.carry_out(self._act(failed, f"lost-{lost.provider_id}")).said)
        except Refused:
            return
