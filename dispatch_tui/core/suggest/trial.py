"""What a row would come to with one visit more, reckoned from where it is put on.

The same walk as the forecast's (`core.forecast.row`; a test holds the two equal), without its ranges, from
the place where the visit is put in until nothing differs from the row as it is. Drives are minutes here, as
`Travel.minutes` gives them: a question tries dozens of places, and keeps none of the drives.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.forecast import minutes_between
from dispatch_tui.core.model import Span
from dispatch_tui.core.suggest.index import MINUTE, NEVER, RowIndex
from dispatch_tui.core.travel import Travel


@dataclass(slots=True)
class Trial:
    """One visit put on a row. Not to be changed; frozen it would take three times as long to make.

    Attributes:
        at: how many of the visits ahead come before it.
        start: planned arrival.
        drive: minutes of the drive that leads to it.
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
    drive: int
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
    travel: Travel, free_drive: int, free: datetime, start: datetime, breaks: Sequence[Span]
) -> tuple[datetime, int]:
    """When somebody who is free from an instant on is at a visit, and by a drive of how many minutes.

    Args:
        travel: the shop's travel times.
        free_drive: the drive in an hour without traffic, as `Travel.minutes` gives it.
        free: from when on they can set off; not before now.
        start: the planned arrival; nobody is there before it.
        breaks: nobody arrives in one.
    """
    eta, drive = start, travel.minutes_arriving(free_drive, start)
    if free > start - drive * MINUTE:
        drive = travel.minutes_leaving(free_drive, int(free.timestamp()) // 60)
        eta = max(start, free + drive * MINUTE)
    for gap in breaks:
        if gap.holds(eta):
            return gap.end, drive
    return eta, drive


def tried(
    index: RowIndex,
    at: int,
    start: datetime,
    takes: int,
    window: Span | None,
    now: datetime,
    travel: Travel,
    free_drive: int,
    free_on: int,
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
        free_drive: the drive to it, in an hour without traffic (`Travel.minutes`).
        free_on: the drive from it to the next or home, likewise.
    """
    free = index.free[at]
    leaves = now if free is None or free < now else free
    eta, drive = arrival(travel, free_drive, leaves, start, index.breaks)
    finish = eta + takes * MINUTE
    slack = NEVER if window is None else float(math.floor((window.end - eta) / MINUTE))
    replaced = index.direct_drive(at, leaves, travel)
    if at == len(index.ahead):
        on = travel.minutes_leaving(free_on, int(finish.timestamp()) // 60)
        home = finish + on * MINUTE
        over = _overtime(index, home)
        return Trial(
            at, start, drive, max(0, drive + on - replaced), eta, finish, (), (), 0, slack, home, over
        )
    following = index.ahead[at]
    known = index.forecast.visits[following.id]
    free_then = finish if finish > now else now
    then, on = arrival(travel, free_on, free_then, following.start, index.breaks)
    added = max(0, drive + on - replaced)
    push = (then - known.eta) / MINUTE
    if push > 0:
        slack = min(slack, max(0.0, index.slack[at] - push))
    else:
        slack = min(slack, index.slack[at] + max(0.0, (then - free_then) / MINUTE - on))
    if not push:
        home, over = index.forecast.home or now, index.forecast.overtime_minutes
        return Trial(at, start, drive, added, eta, finish, (), (), 0, slack, home, over)
    onward = _Onward(index, now, travel)
    onward.go(at, then)
    moved, breaks = tuple(onward.moved), tuple(onward.breaks)
    home, over = onward.home, onward.overtime
    return Trial(at, start, drive, added, eta, finish, moved, breaks, onward.broken, slack, home, over)


def _overtime(index: RowIndex, home: datetime) -> int:
    return max(0, minutes_between(index.shift_end, home)) if index.shift_end is not None else 0


class _Onward:
    """The walk on from where something differs to where nothing does any more."""

    def __init__(self, index: RowIndex, now: datetime, travel: Travel) -> None:
        self.index = index
        self.now = now
        self.travel = travel
        self.moved: list[tuple[int, int]] = []
        self.breaks: list[int] = []
        self.broken = 0
        self.home = index.forecast.home or now
        self.overtime = index.forecast.overtime_minutes

    def go(self, at: int, eta: datetime) -> None:
        """On from a visit ahead that is reached at another instant than now."""
        index, travel, now = self.index, self.travel, self.now
        while True:
            self._note(at, eta)
            expected = index.forecast.visits[index.ahead[at].id].expected
            assert expected is not None  # of every visit that is not over
            free = eta + expected.minutes * MINUTE
            at += 1
            drive = index.hop(at, travel)
            if at == len(index.ahead):
                break
            visit = index.ahead[at]
            eta, _ = arrival(travel, drive, max(free, now), visit.start, index.breaks)
            if eta == index.forecast.visits[visit.id].eta:
                return
        self.home = free + travel.minutes_leaving(drive, int(free.timestamp()) // 60) * MINUTE
        self.overtime = _overtime(index, self.home)

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
