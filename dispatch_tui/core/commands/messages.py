"""What people are told and answer: the check-in, the outbox, what comes in, who must not be written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dispatch_tui.core.model import Channel, MessageKind, MessageState, Span, Way


@dataclass(frozen=True, slots=True)
class AskLeft:
    """The check-in: ask the technician on a visit how much longer they need.

    `again` asks a second time; only a person may.
    """

    visit_id: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLeft:
    """The answer to a check-in, in the technician's words, as keyed in by whoever heard it.

    Attributes:
        message_id: the incoming message that is the answer, if it came as one.
        minutes: what a person makes of words that were not understood; None: understand `text`.
        way: by what way it was said; None: the way of the act.
    """

    visit_id: int
    text: str
    message_id: int | None = None
    minutes: int | None = None
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class LeaveAlone:
    """The technician asked not to be asked during this call; `undisturbed` False takes it back."""

    visit_id: int
    undisturbed: bool = True


@dataclass(frozen=True, slots=True)
class TellCustomer:
    """Tell the customer of a call something, by their preferred channel.

    Attributes:
        kind: a customer's kind; FREE with `text` is in one's own words.
        text: the wording; "" takes the template's.
        eta: the arrival to speak of; None: the forecast.
        channel: another channel than the preferred one.
        said: True if a person has just said it (on the phone); nothing is sent, the fact is kept.
    """

    call_id: int
    kind: MessageKind
    text: str = ""
    eta: datetime | None = None
    window: Span | None = None
    channel: Channel | None = None
    said: bool = False


@dataclass(frozen=True, slots=True)
class TellRow:
    """Tell every client of a technician whose arrival is forecast late, and was not told so yet."""

    technician_id: int


@dataclass(frozen=True, slots=True)
class TextTechnician:
    """Text a technician in one's own words."""

    technician_id: int
    text: str


@dataclass(frozen=True, slots=True)
class MarkSaid:
    """A person has said a message (rung up, by radio): it counts as told."""

    message_id: int


@dataclass(frozen=True, slots=True)
class WithdrawMessage:
    """Do not send a message that has not left."""

    message_id: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RetryMessage:
    """Queue a failed, blocked, unknown or draft message again; `text` words it anew."""

    message_id: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class ResolveUnknown:
    """A person has found out whether a message of unknown fate has left."""

    message_id: int
    has_left: bool


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """A sender takes a message under a lease, if it still is due; checked and blocked here if need be.

    Attributes:
        holder: the sender's console.
        seconds: length of the lease, in wall seconds.
        wall: the wall clock's instant, UTC: leases run on it also where the shop's clock is simulated.
    """

    message_id: int
    holder: str
    wall: datetime
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class SettleMessage:
    """What became of a message that was taken.

    Attributes:
        state: SENT, FAILED, UNKNOWN, BLOCKED, or QUEUED to be tried again at `again_at`.
        provider: what carried it.
        provider_id: the provider's id, "" if it gives none.
    """

    message_id: int
    holder: str
    state: MessageState
    provider: str = ""
    provider_id: str = ""
    error: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receive:
    """A message from outside: text is data, whatever it says.

    Attributes:
        address: whom it is from, as the provider says it.
        key: the provider's id, so that it is taken once; "" if it has none.
    """

    address: str
    text: str
    channel: Channel = Channel.TEXT
    key: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class HandleMessage:
    """An incoming message has been dealt with; `meant` says what was made of it."""

    message_id: int
    meant: str = ""


@dataclass(frozen=True, slots=True)
class StopTexts:
    """An address must not be written to any more; `stop` False allows it again."""

    address: str
    stop: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class SetTemplate:
    """The shop's own wording; an empty body goes back to ours."""

    kind: MessageKind
    language: str
    body: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class SetRule:
    """Set one of the shop's rules (core.rulebook); an empty value goes back to the default."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Disagree:
    """Write down that two sides see a call differently."""

    call_id: int
    theirs: str
    ours: str = ""
    within_team: bool = False
    owner: str = ""
    next_step: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class FollowDisagreement:
    """Go on with a disagreement: what is None stays; an outcome settles it."""

    disagreement_id: int
    ours: str | None = None
    owner: str | None = None
    next_step: str | None = None
    due: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class CareFor:
    """Look after an alert, or have peace from it until an instant or until it worsens.

    Attributes:
        key: which alert.
        owner: who looks after it; None leaves that as it is, "" nobody.
        until: end of the snooze; None leaves it, or ends it with `wake`.
        level: how bad the alert is now, in minutes.
    """

    key: str
    owner: str | None = None
    until: datetime | None = None
    level: int = 0
    wake: bool = False
