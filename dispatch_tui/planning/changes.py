"""The parts of a proposal: changes with their reasons and what they were made from. All of it is data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from dispatch_tui.core.commands import MoveVisit, PlaceCall, Unplace
from dispatch_tui.core.model import Span
from dispatch_tui.core.rules import MustTell
from dispatch_tui.planning.measures import Measures
from dispatch_tui.planning.problem import LeftOut

SeenFact: TypeAlias = tuple[str, int, str, int]
"""(kind, id, group, revision) of a record as it was when the plan was made; as `commands.Seen`."""


class ChangeKind(StrEnum):
    """What a change does."""

    PLACE = "place"
    MOVE = "move"
    OFF = "off"


class Factor(StrEnum):
    """Why a change is proposed, each with minutes."""

    DRIVE_ADDED = "drive added"
    """Driving that the visit adds to the row it comes to."""
    DRIVE_SAVED = "drive saved"
    """Driving that the row it leaves is spared; of a change of time alone, that its row is."""
    LATE_BEFORE = "late before"
    """Minutes that it would be late as it stands."""
    LATE_AFTER = "late after"
    """Minutes that it will be late all the same."""
    SLACK = "slack"
    """Minutes from the arrival to the window's end."""
    OVERTIME = "overtime"
    """Minutes of overtime that it adds to the row it comes to."""
    ROOM = "room"
    """It makes room on its row for these calls."""
    NO_ROOM = "no room"
    """More urgent work takes its place; its call waits again."""
    PLACED_BY = "placed by"
    """Its technician is out."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One factor of a change.

    Attributes:
        minutes: how much.
        calls: which calls, for `Factor.ROOM`.
        technician_id: who, for `Factor.PLACED_BY`.
    """

    factor: Factor
    minutes: int = 0
    calls: tuple[int, ...] = ()
    technician_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a proposal would make.

    Attributes:
        call_id, visit_id: what; no visit for a call from the tray.
        technician_id, start, minutes: where it would stand; None for off the board.
        from_technician, from_start: where it stands now; None for the tray.
        reasons: why, weightiest first.
        affected: who has been told what would then be untrue.
        seen: what the change was made from.
        row: what stood on the row it comes to: (visit id, revision of its plan).
        needs: positions of changes that must be made before it or with it.
    """

    kind: ChangeKind
    call_id: int
    visit_id: int | None = None
    technician_id: int | None = None
    start: datetime | None = None
    minutes: int = 0
    from_technician: int | None = None
    from_start: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    affected: tuple[MustTell, ...] = ()
    seen: tuple[SeenFact, ...] = ()
    row: tuple[tuple[int, int], ...] = ()
    needs: tuple[int, ...] = ()

    @property
    def slot(self) -> Span | None:
        """Where it would stand; None for off the board."""
        return _slot(self.start, self.minutes)

    @property
    def old_slot(self) -> Span | None:
        """Where it stands now; None for in the tray."""
        return _slot(self.from_start, self.minutes)

    @property
    def same_technician(self) -> bool:
        """True if only the time changes."""
        return self.from_technician == self.technician_id

    def command(self, sure: bool = False) -> PlaceCall | MoveVisit | Unplace:
        """The command that makes the change."""
        if self.kind is ChangeKind.OFF:
            return Unplace(self.visit_id or 0, sure)
        if self.visit_id is None:
            assert self.technician_id is not None
            assert self.start is not None
            return PlaceCall(self.call_id, self.technician_id, self.start, self.minutes, sure)
        return MoveVisit(self.visit_id, self.technician_id, self.start, None, sure)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a plan would do to a day.

    Attributes:
        rev: the day's revision when it was made.
        made_at: when.
        changes: in the order in which they can be carried out.
        left_out: calls without a place, each with the gate and what would open it.
        before, after: the figures of the rows that it is about.
        epoch: minute 0 of the openings in `left_out`.
        settled: True if nothing better was to be found, rather than that time was up.
        service_date: the day it is for.
    """

    rev: int
    made_at: datetime
    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    before: Measures
    after: Measures
    epoch: datetime
    settled: bool
    service_date: date


def _slot(start: datetime | None, minutes: int) -> Span | None:
    return None if start is None else Span(start, start + timedelta(minutes=minutes))


def in_order(changes: list[Change]) -> list[Change]:
    """Changes such that each comes after those it needs, as far as that can be, else by time.

    Those that need one another have to be made as one act.
    """
    left = sorted(range(len(changes)), key=lambda at: (changes[at].start is not None, _when(changes[at])))
    order: list[int] = []
    while left:
        ready = next((at for at in left if set(changes[at].needs) <= set(order)), left[0])
        order.append(ready)
        left.remove(ready)
    place = {at: rank for rank, at in enumerate(order)}
    return [replace(changes[at], needs=tuple(sorted(place[n] for n in changes[at].needs))) for at in order]


def _when(change: Change) -> tuple[float, int]:
    at = change.start or change.from_start
    return (at.timestamp() if at else 0.0, change.call_id)
