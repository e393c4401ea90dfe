"""What is to be planned of a day, and what it may cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from dispatch_tui.core.model import Call, Technician

May: TypeAlias = Callable[[Call, Technician], bool]


def anybody(_call: Call, _technician: Technician) -> bool:
    """No gate beside skills: the shop restricts nobody."""
    return True


class ScopeKind(StrEnum):
    """What a plan is about."""

    TRAY = "tray"
    """The calls that wait, into what stands; nothing on the board moves."""
    ROWS = "rows"
    """The visits of some technicians, among them."""
    DAY = "day"
    """The calls that wait and every visit that may move."""
    CALLS = "calls"
    """A few calls (an emergency, what a sick technician had); others make room where it pays."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be planned.

    Attributes:
        technicians: of `ScopeKind.ROWS`.
        calls: of `ScopeKind.CALLS`.
        with_tray: plan the calls that wait as well; of `ScopeKind.ROWS`.
        only: of the calls that wait, these; None for all.
    """

    kind: ScopeKind
    technicians: tuple[int, ...] = ()
    calls: tuple[int, ...] = ()
    with_tray: bool = False
    only: frozenset[int] | None = None

    @property
    def live(self) -> bool:
        """True for a repair of a day under way: place what must be and leave it at that.

        Plan it with `Effort(improve=False)`; nothing moves then that need not.
        """
        return self.kind is ScopeKind.CALLS

    @classmethod
    def tray(cls, only: frozenset[int] | None = None) -> Scope:
        """The calls that wait, or some of them."""
        return cls(ScopeKind.TRAY, only=only)

    @classmethod
    def rows(cls, *technicians: int, with_tray: bool = False) -> Scope:
        """One technician, or a team."""
        return cls(ScopeKind.ROWS, technicians, with_tray=with_tray)

    @classmethod
    def day(cls) -> Scope:
        """All of it."""
        return cls(ScopeKind.DAY)

    @classmethod
    def some(cls, *calls: int) -> Scope:
        """A few calls: an emergency; with `Options.out` none, what a technician had who is out."""
        return cls(ScopeKind.CALLS, calls=calls)


@dataclass(frozen=True, slots=True)
class Options:
    """What disruption and the rest are worth; minutes are of travel unless said otherwise.

    Attributes:
        move_price: of giving a visit to another technician.
        told_price: of that, or of another arrival, where the customer has been told.
        near_price: of that where the visit begins within `near_minutes`.
        late_price: of a minute late.
        overtime_price: of a minute of overtime.
        overtime: minutes of overtime that a technician may be given.
        out: technicians who cannot work; what of theirs may move is fitted in elsewhere.
        part_out: technicians who cannot work for a part of the day; what stands outside the hours they have
            left is fitted in elsewhere, or with them at another hour.
        prices: preference, by (call, technician).
        may: gates of the shop beside skills (areas, who is blocked); True if they may go there.
        spare: minutes of work that the calls that wait may take of what is free, emergencies apart, as the
            shop keeps the rest for those; None: all.
        reach: of a live scope, so many technicians are looked at for each call, the nearest who may do it;
            None for all.
    """

    move_price: int = 20
    told_price: int = 10
    near_price: int = 10
    near_minutes: int = 90
    late_price: int = 3
    overtime_price: int = 1
    overtime: int = 0
    out: frozenset[int] = frozenset()
    part_out: frozenset[int] = frozenset()
    prices: Mapping[tuple[int, int], int] = field(default_factory=dict)
    may: May = anybody
    reach: int | None = None
    spare: int | None = None


USUAL_OPTIONS = Options()
"""What disruption and the rest are worth unless the shop says otherwise."""
