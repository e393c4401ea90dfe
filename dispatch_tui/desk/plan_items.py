"""What a console knows of a plan: what was asked, change by change how it stands, and what has no place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dispatch_tui.desk.board import Board
from dispatch_tui.planning.changes import Change, Proposal
from dispatch_tui.planning.problem import LeftOut
from dispatch_tui.planning.scope import Options, Scope
from dispatch_tui.planning.stale import Standing, Wear


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants planned.

    Attributes:
        scope: of each day.
        days: which days; none for the one on the board.
        words: what it is, as one says it ("the tray").
        seconds: for how long at most; None for the shop's rule.
        options: what it may cost; None for the shop's rules.
    """

    scope: Scope
    days: tuple[date, ...] = ()
    words: str = "the tray"
    seconds: float | None = None
    options: Options | None = None


class Stage(StrEnum):
    """How far a console's plan is."""

    NONE = "none"
    PLANNING = "planning"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """One change of an offer: which proposal of it, and which change of that."""

    part: int
    at: int


@dataclass(frozen=True, slots=True)
class Item:
    """One change of an offer as it stands now.

    Attributes:
        ref: which.
        change: what it would do.
        standing: what has become of it.
        rejected: True if somebody has said no to it.
        board: the board of its day, for names and times.
    """

    ref: Ref
    change: Change
    standing: Standing
    rejected: bool
    board: Board

    @property
    def key(self) -> tuple[int, int, int]:
        """What it is about, the same while a plan gets better: proposal, call and visit."""
        return self.ref.part, self.change.call_id, self.change.visit_id or 0

    @property
    def open(self) -> bool:
        """True if it can still be decided on."""
        return self.standing.wear is Wear.HOLDS and not self.rejected

    @property
    def lost(self) -> bool:
        """True if it was proposed and is not to be: rejected, or it holds no longer."""
        return self.standing.wear is not Wear.DONE and not self.open


@dataclass(frozen=True, slots=True)
class Left:
    """A call without a place, with the board of the day that it was looked at for."""

    left: LeftOut
    board: Board
    proposal: Proposal
