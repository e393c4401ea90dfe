"""Weeks of finished visits before the demo's day, for the forecast to learn from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.demo.folk import Member
from dispatch_tui.core.model import CallType, Priority
from dispatch_tui.exercise.pace import pace

FIRST, LAST = 31, 11
"""Days back, both included: three weeks, before those that `writing` tells of."""

A_DAY = 3
"""Visits of one technician that are told of each day; the rest of their days is nobody's business."""

MOST = 400
"""Visits at most, the youngest: each costs set-up about a millisecond."""

FAVOURITES = (6, 4, 3, 2, 1)
"""How often a technician gets each kind of work they can do; who does few kinds shows a pace at them."""


@dataclass(frozen=True, slots=True)
class PastWork:
    """One finished visit: days before the anchor, planned start in minutes, and what it took."""

    days: int
    member: Member
    kind: CallType
    start: int
    took: int


def past_work(seed: int, crew: Sequence[Member], kinds: Sequence[CallType], anchor: date) -> list[PastWork]:
    """What was done in the weeks before, oldest first.

    Args:
        seed: of the demo.
        crew: the technicians.
        kinds: the kinds of work that the shop can do.
        anchor: the demo's day.
    """
    rng = random.Random(f"{seed}/past")
    ordinary = [kind for kind in kinds if kind.priority is not Priority.EMERGENCY]
    able = {member.technician.id: _favoured(rng, member, ordinary) for member in crew}
    found: list[PastWork] = []
    for back in range(LAST, FIRST + 1):
        weekday = (anchor - timedelta(days=back)).weekday()
        day: list[PastWork] = []
        for member in crew:
            mine = able[member.technician.id]
            if weekday in member.weekdays and mine:
                day += _day(rng, seed, member, mine, back)
        if len(found) + len(day) > MOST:
            break
        found += day
    return sorted(found, key=lambda work: (-work.days, work.start))


def _favoured(rng: random.Random, member: Member, kinds: Sequence[CallType]) -> list[CallType]:
    """The kinds of work a technician can do, each as often as it comes up for them."""
    held = set(member.technician.skills)
    able = [kind for kind in kinds if set(kind.skills) <= held]
    rng.shuffle(able)
    return [kind for kind, often in zip(able, FAVOURITES, strict=False) for _ in range(often)]


def _day(
    rng: random.Random, seed: int, member: Member, kinds: Sequence[CallType], back: int
) -> list[PastWork]:
    done: list[PastWork] = []
    start = member.shift[0] + 30
    for _ in range(A_DAY):
        kind = rng.choice(kinds)
        if start + kind.minutes > member.shift[1]:
            break
        usual = kind.minutes * pace(seed, member.technician.code, kind.code)
        took = max(15, round(usual * rng.uniform(0.88, 1.15)))
        done.append(PastWork(back, member, kind, start, took))
        start = -(-(start + max(kind.minutes, took) + 40) // 5) * 5
    return done
