"""What every channel can do, and how it says that it could not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from dispatch_tui.core.model import Channel, Message


class NotCarried(Exception):
    """A message has not left, or that cannot be told; the text is for a person and holds no secret."""


class Passing(NotCarried):
    """It has not left, and may leave when it is tried again."""


class Final(NotCarried):
    """It has not left and never will like this."""


class Unclear(NotCarried):
    """It may have left or not: the other side fell silent after it could have been taken."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that has left.

    Attributes:
        provider: what carried it.
        provider_id: its id there, "" if the provider gives none.
    """

    provider: str
    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message from outside, as it came: text is data.

    Attributes:
        address: whom it is from, as the provider says it.
        key: the provider's id of it, with the provider's name in front; the same when it is read again.
    """

    address: str
    text: str
    channel: Channel
    key: str
    provider: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that had left and has not arrived, as the provider learnt later."""

    provider: str
    provider_id: str
    address: str
    error: str


@dataclass(frozen=True, slots=True)
class Polled:
    """What a channel has to tell."""

    incoming: tuple[Incoming, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()


class Carrier(Protocol):
    """A channel that carries messages out. Called from threads of the network's, never the store's."""

    name: str

    def send(self, message: Message) -> Sent:
        """Carry one message to its one recipient; within twenty seconds.

        Raises:
            Passing: not left; try again later.
            Final: not left; trying again is no use.
            Unclear: whether it has left cannot be told now.
        """
        ...


@runtime_checkable
class LooksUp(Protocol):
    """A carrier that can be asked later what it has taken."""

    def look_up(self, message: Message) -> Sequence[Sent]:
        """What the provider has that may be this message, oldest first; empty: it has never had it.

        Raises:
            NotCarried: if that cannot be told now.
        """
        ...


@runtime_checkable
class Listens(Protocol):
    """A channel that brings answers in."""

    def poll(self, now: datetime) -> Polled:
        """What has come since the last time; again, what was not `taken` since.

        Args:
            now: the wall clock's instant, UTC.

        Raises:
            Passing: if the other side cannot be reached now.
        """
        ...

    def taken(self, incoming: Incoming) -> None:
        """The store has it: it need not be told again."""
        ...
