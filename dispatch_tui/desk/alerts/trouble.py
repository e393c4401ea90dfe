"""Kinds of trouble, and one thing that needs attention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dispatch_tui.core.model import Technician, Visit


class Trouble(StrEnum):
    """Kinds of trouble, weightiest first.

    Attributes:
        rank: 0 for the weightiest.
    """

    rank: int

    def __new__(cls, value: str) -> Trouble:
        """A kind; its rank is its place among them."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.rank = len(cls.__members__)
        return made

    EMERGENCY = "emergency"
    URGENT_UNSEEN = "urgent unseen"
    LATE = "late"
    CANCEL = "cancel"
    CONFLICT = "conflict"
    OUT = "out"
    UNDISPATCHED = "dispatch"
    UNSEEN = "unseen"
    RUNNING_OVER = "over"
    TRAVEL = "travel"
    STALE = "stale"
    SILENT = "answer"
    PART = "part"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HOLD = "hold"
    UNREAD = "unread"
    AMBER = "amber"
    OVERTIME = "overtime"

    @property
    def waits(self) -> bool:
        """True if its minutes only say how long it has waited: that it goes on waiting is nothing new."""
        return self in _WAITING


_WAITING = frozenset(
    {
        Trouble.EMERGENCY,
        Trouble.CANCEL,
        Trouble.UNDISPATCHED,
        Trouble.UNSEEN,
        Trouble.URGENT_UNSEEN,
        Trouble.STALE,
        Trouble.SILENT,
        Trouble.PART,
        Trouble.FAILED,
        Trouble.UNKNOWN,
        Trouble.HOLD,
        Trouble.UNREAD,
    }
)


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at, and where it is.

    Attributes:
        subject: whom or what it is about ("4021 Ana", "412", "Lopez").
        words: what is the matter ("late 25m").
        minutes: how bad, in minutes, where that can be said.
        technician_id: None for a call in the tray or on hold, and for a customer's message.
        visit_id: None where it is about a call, a technician or a message.
        message_id: the message it is about, if it is about one.
    """

    trouble: Trouble
    subject: str
    words: str
    minutes: int = 0
    technician_id: int | None = None
    visit_id: int | None = None
    call_id: int | None = None
    message_id: int | None = None

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return f"{self.subject} {self.words}"

    @property
    def key(self) -> str:
        """The same for the same trouble at any time and on any console: "late:visit:12", "message:77"."""
        if self.message_id is not None:
            return f"message:{self.message_id}"
        if self.visit_id is not None:
            return f"{self.trouble.value}:visit:{self.visit_id}"
        if self.call_id is not None:
            return f"{self.trouble.value}:call:{self.call_id}"
        return f"{self.trouble.value}:technician:{self.technician_id}"


def first_name(technician: Technician) -> str:
    """What a technician is called in an alert."""
    return next(iter(technician.name.split()), technician.code)


def about_visit(
    trouble: Trouble, visit: Visit, technician: Technician, words: str, minutes: int = 0
) -> Attention:
    """Something about a visit: `4021 Ana late 25m`."""
    subject = f"{visit.call_id} {first_name(technician)}"
    return Attention(trouble, subject, words, minutes, technician.id, visit.id, visit.call_id)


def by_weight(item: Attention) -> tuple[int, int, int]:
    """Sorts the weightiest first, then the worst."""
    return item.trouble.rank, -item.minutes, item.call_id or 0


def worst(found: Iterable[Attention]) -> int:
    """A number to sort rows by: the higher, the more trouble."""
    return sum((len(Trouble) - item.trouble.rank) * 100 + min(item.minutes, 99) for item in found)
