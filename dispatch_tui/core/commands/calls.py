"""Taking calls, changing what is known of them, and their fates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dispatch_tui.core.model import Channel, Customer, Priority, Site, Span


@dataclass(frozen=True, slots=True)
class HoldCall:
    """Put a call on hold for a reason, until a review date if one is known."""

    call_id: int
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CancelCall:
    """Cancel a call for a reason; its unfinished visits end with it."""

    call_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReopenCall:
    """Take back a hold, a cancellation or a close."""

    call_id: int


@dataclass(frozen=True, slots=True)
class CloseCall:
    """Close a completed call with its outcome."""

    call_id: int
    outcome: str


@dataclass(frozen=True, slots=True)
class NewCall:
    """Take a call. Customer and site are existing ids, or new records with id NEW.

    `window_told` says that the customer was promised the window while on the phone; `first_call_id`
    is the call that this one comes back to.
    """

    customer: Customer
    site: Site
    type_code: str
    minutes: int
    skills: tuple[str, ...]
    due: date
    priority: Priority = Priority.NORMAL
    problem: str = ""
    instructions: str = ""
    access: str = ""
    source: str = "phone"
    channel: Channel = Channel.PHONE
    window: Span | None = None
    window_told: bool = True
    first_call_id: int | None = None


@dataclass(frozen=True, slots=True)
class EditCall:
    """Change what is known of a call; `fields` are names of core.model.Call."""

    call_id: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Promise:
    """Promise the customer another window; None takes the promise back.

    `told` False: nobody has said it to them yet, a message is queued that does.
    """

    call_id: int
    window: Span | None
    reason: str = ""
    told: bool = True


@dataclass(frozen=True, slots=True)
class AddNote:
    """Write something down about a call."""

    call_id: int
    text: str


@dataclass(frozen=True, slots=True)
class SetPart:
    """What a call needs at hand before its work can be done, and whether it is.

    `part` None leaves the words, "" says that nothing is needed; `ready` None leaves that.
    """

    call_id: int
    part: str | None = None
    ready: bool | None = None
