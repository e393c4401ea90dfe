"""What people are told, what they answer, and what a dispatcher keeps in mind meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dispatch_tui.core.model.words import NEW, Channel, Span


class MessageKind(StrEnum):
    """What a message is about; each of the shop's own kinds has a template (6-messages.md)."""

    # to technicians
    THE_CALL = "the_call"
    CHANGED = "changed"
    OFF = "off"
    CHECK_IN = "check_in"
    # to customers
    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    ON_THE_WAY = "on_the_way"
    LATE = "late"
    EARLIER = "earlier"
    REPROMISED = "repromised"
    DONE = "done"
    # to either
    FREE = "free"
    OPTED_OUT = "opted_out"
    # from either
    REPLY = "reply"


class MessageState(StrEnum):
    """Where a message stands.

    `UNKNOWN`: a sender died while it was sending; whether it has left cannot be told, a person decides.
    `RECEIVED`: it came from outside.
    """

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    CANCELED = "canceled"
    UNKNOWN = "unknown"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to or from a technician or a customer: the outbox and the inbox are one table.

    Groups: `text` (what it says and to whom), `delivery` (how far it has got), `care` (what a person or
    the desk made of it).

    Attributes:
        technician_id: whom it is to or from; None if a customer or nobody known.
        address: E.164 number or e-mail address; "" for a customer who is rung up and has no number.
        key: unique per fact ("late:412:20261124T1500"), so that no fact is told twice.
        topic: what a newer message of the same topic overtakes ("eta:412"); "" for what nothing overtakes.
        automatic: True if no person asked for just this message; quiet hours hold only those.
        eta: the arrival it speaks of, for the told facts.
        window: the window it speaks of, likewise.
        expires_at: after this it is not worth sending and is canceled; None: never.
        not_before: when it may be sent or tried again; None: at once.
        holder: console that is sending it, until `lease_until`.
        sent_at: when it left, or was said by a person.
        provider: what carried it ("carrier", "mail", "folder", "voice").
        error: why it failed, is blocked, waits, or was canceled.
        handled_at: an incoming one: when it was understood or dealt with.
        meant: what was understood of it ("30 minutes left").
    """

    kind: MessageKind
    channel: Channel
    body: str
    key: str
    created_at: datetime
    state: MessageState = MessageState.QUEUED
    technician_id: int | None = None
    customer_id: int | None = None
    call_id: int | None = None
    visit_id: int | None = None
    address: str = ""
    language: str = "en"
    subject: str = ""
    topic: str = ""
    author: str = ""
    automatic: bool = False
    eta: datetime | None = None
    window: Span | None = None
    expires_at: datetime | None = None
    not_before: datetime | None = None
    attempts: int = 0
    holder: str = ""
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    provider: str = ""
    provider_id: str = ""
    error: str = ""
    handled_at: datetime | None = None
    handled_by: str = ""
    meant: str = ""
    id: int = NEW
    revs: tuple[int, ...] = ()

    @property
    def incoming(self) -> bool:
        """True if it came from outside."""
        return self.state is MessageState.RECEIVED


WAITING = frozenset({MessageState.DRAFT, MessageState.QUEUED, MessageState.BLOCKED})
"""States in which a message has not left and may still be withdrawn."""


@dataclass(frozen=True, slots=True)
class OptOut:
    """An address that must not be texted (or mailed): who said so, when, in what words.

    It holds for the address, whoever has it.
    """

    address: str
    since: datetime
    words: str = ""
    said_by: str = ""
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """The shop's own wording of a kind of message in a language; where there is none, ours holds."""

    kind: MessageKind
    language: str
    body: str
    subject: str = ""
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sides that see a call differently: what each said, who looks after it, what comes next.

    Attributes:
        within_team: False if it is between the client and the team.
        theirs: what the client (or the one colleague) said.
        ours: what the team (or the other colleague) said.
        due: by when the next step is to be done.
        outcome: how it ended; settled once `settled_at` is set.
    """

    call_id: int
    theirs: str
    ours: str
    opened_at: datetime
    opened_by: str
    within_team: bool = False
    owner: str = ""
    next_step: str = ""
    due: date | None = None
    outcome: str = ""
    settled_at: datetime | None = None
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertCare:
    """What a person has said of an alert: that they look after it, or want peace from it for a while.

    Attributes:
        key: which alert ("late:visit:12").
        at: when this was said last.
        snoozed_until: no sound and no count until then, unless it worsens; None: not snoozed.
        snoozed_level: how bad it was when it was snoozed, in minutes.
    """

    key: str
    at: datetime
    owner: str = ""
    snoozed_until: datetime | None = None
    snoozed_level: int = 0
    id: int = NEW
    revs: tuple[int, ...] = ()
