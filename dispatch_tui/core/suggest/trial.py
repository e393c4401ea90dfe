"""What a row would come to with one visit more, reckoned from where it is put on.

The same walk as the forecast's (`core.forecast.row`; a test holds the two equal), without its ranges, from
the place where the visit is put in until nothing differs from the row as it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.forecast import minutes_between
from dispatch_tui.core.model import Span
from dispatch_tui.core.suggest.index import MINUTE, NEVER, RowIndex
from dispatch_tui.core.travel import Leg, Travel


@dataclass(frozen=True, slots=True)
class Trial:
    """One visit put on a row.

    Attributes:
        at: how many of the visits ahead come before it.
        start: planned arrival.
        leg: the drive that leads to it.
        added: minutes of driving added.
        eta, finish: its forecast.
        moved: (call id, minutes) of those reached later than now.
        breaks: calls whose promise would break, or break further.
        broken: by how many minutes in all.
        slack: minutes until a promise breaks, this one's or a later one's; `NEVER` if none is at stake.
        home: when the technician would be home.
        overtime: minutes past the shift.
    """

    at: int
    start: datetime
    leg: Leg
    added: int
    eta: datetime
    finish: datetime
    moved: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...]
    broken: int
    slack: float
    home: datetime
    overtime: int

    @property
    def lateness(self) -> int:
        """Minutes by which others are reached later, added up."""
        return sum(minutes for _, minutes in self.moved)


def arrival(
    travel: Travel, free_leg: Leg, free: datetime, start: datetime, breaks: Sequence[Span]
) -> tuple[datetime, Leg]:
    """When somebody who is free from an instant on is at a visit, and by what drive.

    Args:
        travel: the shop's travel times.
        free_leg: the drive in an hour without traffic.
        free: from when on they can set off; not before now.
        start: the planned arrival; nobody is there before it.
        breaks: nobody arrives in one.
    """
    timely = travel.arriving(free_leg, start)
    if free <= start - timely.minutes * MINUTE:
        eta, leg = start, timely
    else:
        leg = travel.leaving(free_leg, free)
        eta = max(start, free + leg.minutes * MINUTE)
    for gap in breaks:
        if gap.holds(eta):
            return gap.end, leg
    return eta, leg


def tried(
    index: RowIndex,
    at: int,
    start: datetime,
    takes: int,
    window: Span | None,
    now: datetime,
    travel: Travel,
    free_leg: Leg,
    free_on: Leg,
) -> Trial:
    """Put a visit on a row.

    Args:
        index: the row.
        at: how many of the visits ahead come before it.
        start: planned arrival.
        takes: minutes that the work is expected to take.
        window: what was promised.
        now: the present instant.
        travel: the shop's travel times.
        free_leg: the drive to it, in an hour without traffic.
        free_on: the drive from it to the next or home, likewise.
    """
    free = index.free[at]
    leaves = now if free is None or free < now else free
    eta, leg = arrival(travel, free_leg, leaves, start, index.breaks)
    finish = eta + takes * MINUTE
    slack = NEVER if window is None else float(math.floor((window.end - eta) / MINUTE))
    onward = _Onward(index, now, travel)
    onward.go(at, finish, free_on)
    if at < len(index.ahead):
        slack = min(slack, onward.spare)
        there = index.here[at + 1]
    else:
        there = index.facts.home
    kept = index.direct.get(at)
    if kept is None or kept[0] != leaves:
        kept = index.direct[at] = leaves, travel.leg(index.here[at], there, leaves).minutes
    return Trial(
        at,
        start,
        leg,
        max(0, leg.minutes + onward.first.minutes - kept[1]),
        eta,
        finish,
        tuple(onward.moved),
        tuple(onward.breaks),
        onward.broken,
        slack,
        onward.home,
        onward.overtime,
    )


class _Onward:
    """The walk from a visit that is put in to where nothing differs any more.

    Attributes:
        first: the first drive of it.
        spare: minutes until a promise ahead breaks.
    """

    def __init__(self, index: RowIndex, now: datetime, travel: Travel) -> None:
        self.index = index
        self.now = now
        self.travel = travel
        self.moved: list[tuple[int, int]] = []
        self.breaks: list[int] = []
        self.broken = 0
        self.spare = NEVER
        self.home = index.forecast.home or now
        self.overtime = index.forecast.overtime_minutes
        self.first: Leg

    def go(self, at: int, free: datetime, free_leg: Leg) -> None:
        """On from a visit that is over at an instant, by a first drive."""
        index, travel, now = self.index, self.travel, self.now
        begin = at
        while at < len(index.ahead):
            visit = index.ahead[at]
            known = index.forecast.visits[visit.id]
            leaves = max(free, now)
            eta, leg = arrival(travel, free_leg, leaves, visit.start, index.breaks)
            if at == begin:
                self.first = leg
                push = (eta - known.eta) / MINUTE
                wait = max(0.0, (eta - leaves) / MINUTE - leg.minutes)
                self.spare = max(0.0, index.slack[at] - push) if push > 0 else index.slack[at] + wait
            if eta == known.eta:
                return
            self._note(at, eta)
            assert known.expected is not None  # of every visit that is not over
            free = eta + known.expected.minutes * MINUTE
            here = index.here[at + 1]
            at += 1
            there = index.here[at + 1] if at < len(index.ahead) else index.facts.home
            free_leg = travel.leg(here, there)
        leg = travel.leaving(free_leg, free)
        if at == begin:
            self.first = leg
        self.home = free + leg.minutes * MINUTE
        if index.shift_end is not None:
            self.overtime = max(0, minutes_between(index.shift_end, self.home))

    def _note(self, at: int, eta: datetime) -> None:
        visit = self.index.ahead[at]
        known = self.index.forecast.visits[visit.id]
        later = math.ceil((eta - known.eta) / MINUTE)
        if later <= 0:
            return
        self.moved.append((visit.call_id, later))
        call = self.index.facts.calls.get(visit.call_id)
        if call is None or call.window is None:
            return
        late = -math.floor((call.window.end - eta) / MINUTE)
        if late > known.late_minutes and late > 0:
            self.breaks.append(visit.call_id)
            self.broken += late - known.late_minutes
