"""When the work that has begun will end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.forecast.facts import MINUTE, S
from dispatch_tui.core.model import Visit
from dispatch_tui.core.typical import SAID_HIGH, SAID_LOW, Expected, Source, Typicals


@dataclass(frozen=True, slots=True)
class Work:
    """The end of work that has begun, as it is expected now.

    Attributes:
        ends: when it ends; never before now.
        down, up: minutes by which the likely range goes before and past `ends`.
        expected: what that rests on.
        over: True if it has run past what was said or planned.
        stable_until: until then this holds.
    """

    ends: datetime
    down: float
    up: float
    expected: Expected
    over: bool
    stable_until: datetime


def expected_finish(visit: Visit, now: datetime) -> datetime:
    """When the work on site ends by what was said or planned; may lie in the past."""
    if visit.left_minutes is not None and visit.left_at is not None:
        base = now if visit.state is S.PAUSED else visit.left_at
        return base + visit.left_minutes * MINUTE
    return worked_from(visit, now) + visit.minutes * MINUTE


def worked_from(visit: Visit, now: datetime) -> datetime:
    """When the work would have begun, had it gone on without a pause: the arrival, put off by pauses."""
    begun = (visit.arrived_at or visit.start) + visit.paused_minutes * MINUTE
    if visit.state is S.PAUSED and visit.since is not None:
        begun += now - visit.since
    return begun


def work_of(visit: Visit, type_code: str, now: datetime, typicals: Typicals) -> Work:
    """What is known of the end of a visit's work.

    What the technician said comes first, for as long as it holds. Else, and after it, the cases that
    took longer than this one has lasted already; else the plan, and once that is past, any moment.
    """
    by_word = expected_finish(visit, now)
    over = by_word < now
    said = _said(visit)
    if said is not None and not over:
        return _steady(visit, by_word, said, over, now)
    begun = worked_from(visit, now)
    worked = max(0.0, (now - begun) / MINUTE)
    expected = typicals.expect_after(type_code, visit.technician_id, visit.minutes, worked)
    if expected.source is Source.PLAN:
        return _steady(visit, by_word, said or expected, over, now)
    ends = begun + expected.minutes * MINUTE
    down, up = _spread(ends, expected, now)
    stable = now
    if visit.state is not S.PAUSED:
        next_case = typicals.next_change(type_code, visit.technician_id, visit.minutes, worked)
        changes = begun + next_case * MINUTE
        stable = max(now, changes if over else min(changes, by_word))
    return Work(ends, down, up, expected, over, stable)


def _said(visit: Visit) -> Expected | None:
    """The time left as it was said."""
    left = visit.left_minutes
    if left is None or visit.left_at is None:
        return None
    return Expected(left, int(left * SAID_LOW), math.ceil(left * SAID_HIGH), 0, Source.SAID)


def _steady(visit: Visit, by_word: datetime, expected: Expected, over: bool, now: datetime) -> Work:
    """Work that ends when it was said or planned to, or at any moment if that has passed."""
    ends = max(by_word, now)
    down, up = _spread(ends, expected, now)
    if over or visit.state is S.PAUSED:
        return Work(ends, down, up, expected, over, now)
    soonest = by_word - (expected.minutes - expected.low) * MINUTE
    return Work(ends, down, up, expected, over, soonest if soonest > now else now)


def _spread(ends: datetime, expected: Expected, now: datetime) -> tuple[float, float]:
    """The range around an end; no work that goes on has ended before now."""
    down = min(float(expected.minutes - expected.low), (ends - now) / MINUTE)
    return down, float(expected.high - expected.minutes)
