"""What has happened on a row until the demo opens: who said what, when, by what way.

Times are shop-local minutes after midnight, fractions allowed. Every visit before the current one is
over; the current one stands where the row's role puts it; the rest nobody has seen.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from data.demo.route import Role, Row, Stop
from dispatch_tui.core.model import Way
from dispatch_tui.exercise.cast import PAUSE_NOTES


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a visit: a verb of core.status.ACTS, or "left" with its minutes."""

    verb: str
    minute: float
    way: Way
    note: str = ""
    left: int = 0


def spoken_morning(rng: random.Random, row: Row, now: int) -> list[list[Said]]:
    """For each stop of the row, oldest first, what was said of it up to `now`."""
    lines: list[list[Said]] = []
    free: float = row.shift[0] - 12  # the first call of the day is told a little before the shift
    for index, stop in enumerate(row.stops[: row.current]):
        after = row.stops[index + 1]
        limit = _departure(row, after, now) - 3 if index + 1 == row.current else after.start - after.leg - 1
        depart = max(free + 1, stop.start - stop.leg + rng.uniform(-2, 4))
        arrive = depart + stop.leg
        worked = stop.minutes + rng.uniform(-8, 5)
        if index + 1 == row.current and row.role is Role.LATE_ROAD:
            worked += 40  # the delay that made the next one late
        done = max(arrive + 8, min(arrive + worked, limit))
        lines.append(
            [*_setting_off(rng, free, depart), _said(rng, "onsite", arrive), _said(rng, "done", done)]
        )
        free = done
    if row.current < len(row.stops):
        lines.append(_current(rng, row, free, now))
    lines.extend([] for _ in row.stops[row.current + 1 :])
    return lines


def _departure(row: Row, stop: Stop, now: int) -> float:
    """When the technician sets off (or has set off) to the current stop."""
    match row.role:
        case Role.ROAD | Role.LATE_ROAD:
            return now - max(1.0, stop.leg / 2)
        case Role.ACKNOWLEDGED | Role.DISPATCHED | Role.IDLE:
            return now - 3
        case _:
            return stop.start - stop.leg


def _current(rng: random.Random, row: Row, free: float, now: int) -> list[Said]:
    stop = row.stops[row.current]
    match row.role:
        case Role.IDLE:
            return []
        case Role.DISPATCHED:
            return [Said("dispatch", now - 0.6, Way.DESK)]
        case Role.ACKNOWLEDGED:
            return [Said("dispatch", now - 4, Way.DESK), _said(rng, "ack", now - 2)]
        case Role.ROAD | Role.LATE_ROAD:
            return _setting_off(rng, free, max(free + 1, _departure(row, stop, now)))
        case _:
            depart = max(free + 1, stop.start - stop.leg + rng.uniform(0, 2))
            lines = _setting_off(rng, free, depart)
            lines.append(_said(rng, "onsite", depart + stop.leg))
            if row.role is Role.PAUSED:
                lines.append(_said(rng, "pause", now - 9, rng.choice(PAUSE_NOTES)))
            if row.role is Role.OVERRUN:
                lines.append(Said("left", now - 6, Way.TEXT, left=rng.choice((45, 50, 55))))
            return lines


def _setting_off(rng: random.Random, free: float, depart: float) -> list[Said]:
    """Told, acknowledged and under way, in the time since the last visit ended."""
    told = max(free + (depart - free) * 0.3, depart - 10)
    return [
        Said("dispatch", told, Way.DESK),
        _said(rng, "ack", told + (depart - told) * rng.uniform(0.3, 0.7)),
        _said(rng, "enroute", depart),
    ]


def _said(rng: random.Random, verb: str, minute: float, note: str = "") -> Said:
    return Said(verb, minute, rng.choice((Way.SCREEN, Way.SCREEN, Way.TEXT, Way.VOICE)), note)
