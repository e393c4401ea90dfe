"""Where an alert comes from and what ends it: one key to its cause, one to its cure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dispatch_tui.desk.alerts.trouble import Trouble


class Cause(StrEnum):
    """Where to look; the value is the word on the screen."""

    BOARD = "board"
    CALL = "call"
    THREAD = "thread"


class Cure(StrEnum):
    """What to do about it; the value is the word on the screen."""

    RIPPLE = "ripple"
    DISPATCH = "dispatch"
    MOVE = "move"
    PLACE = "best place"
    SEND = "who can go"
    ANSWER = "next step"
    DECIDE = "decide"
    LEFT = "time left"
    NEXT = "next status"
    PART = "part"
    REVIEW = "review"
    RETRY = "send again"
    RESOLVE = "settle"
    READ = "read"


_CAUSES: Mapping[Trouble, Cause] = {
    Trouble.HOLD: Cause.CALL,
    Trouble.CANCEL: Cause.THREAD,
    Trouble.UNREAD: Cause.THREAD,
    Trouble.FAILED: Cause.THREAD,
    Trouble.UNKNOWN: Cause.THREAD,
}

_CURES: Mapping[Trouble, Cure] = {
    Trouble.EMERGENCY: Cure.SEND,
    Trouble.URGENT_UNSEEN: Cure.ANSWER,
    Trouble.UNSEEN: Cure.ANSWER,
    Trouble.LATE: Cure.RIPPLE,
    Trouble.CANCEL: Cure.READ,
    Trouble.CONFLICT: Cure.MOVE,
    Trouble.OUT: Cure.DECIDE,
    Trouble.UNDISPATCHED: Cure.DISPATCH,
    Trouble.RUNNING_OVER: Cure.RIPPLE,
    Trouble.TRAVEL: Cure.MOVE,
    Trouble.STALE: Cure.NEXT,
    Trouble.SILENT: Cure.LEFT,
    Trouble.PART: Cure.PART,
    Trouble.FAILED: Cure.RETRY,
    Trouble.UNKNOWN: Cure.RESOLVE,
    Trouble.HOLD: Cure.REVIEW,
    Trouble.UNREAD: Cure.READ,
    Trouble.AMBER: Cure.RIPPLE,
    Trouble.OVERTIME: Cure.RIPPLE,
}


def cause_of(trouble: Trouble) -> Cause:
    """Where to look for what is behind a kind of trouble."""
    return _CAUSES.get(trouble, Cause.BOARD)


def cure_of(trouble: Trouble) -> Cure:
    """What ends a kind of trouble."""
    return _CURES[trouble]
