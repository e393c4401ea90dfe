"""What makes the demo's day worth a dispatcher: the trouble on the board, put there on purpose."""

from __future__ import annotations

import random
from collections.abc import Sequence

from data.demo.geography import Area, neighbours, new_site
from data.demo.route import Planner, Role, Row, Stop, ceil_step, floor_step
from dispatch_tui.core.model import Lock


def make_late(row: Row) -> None:
    """Set windows so that a delay of the morning breaks a promise.

    An overrun makes the next visit late; who is late on the road is late for the current one.
    """
    index = row.current + (1 if row.role is Role.OVERRUN else 0)
    if index >= len(row.stops):
        return
    stop = row.stops[index]
    if row.role is Role.OVERRUN:  # right after it, with no gap that would take the delay up
        stop.start = min(stop.start, ceil_step(row.stops[index - 1].end + stop.leg + 5))
        stop.by_phone = True  # somebody has to be told by voice on any day
    # The planned start lies in the window; what is known now does not.
    ends = stop.start // 30 * 30 + 30
    stop.window = (ends - 120, ends)
    stop.told = True


def double_book(planner: Planner, row: Row, area: Area) -> Stop | None:
    """Put a second visit on top of the last one of a row; None if the row has no afternoon."""
    last = _last_unseen(row)
    if last is None:
        return None
    start = last.start + max(5, floor_step(last.minutes / 2))
    stop = _extra(planner, row, area, start)
    row.stops.append(stop)
    return stop


def overload(planner: Planner, row: Row, area: Area, count: int) -> list[Stop]:
    """Add visits at the end of a row such that they cannot all be done within the shift."""
    added = []
    for left in range(count - 1, -1, -1):
        last = row.stops[-1]
        stop = _extra(planner, row, area, last.end)
        stop.start = ceil_step(max(last.end + stop.leg + 5, row.shift[1] - 10 - 90 * left))
        stop.minutes = max(stop.minutes, 60)
        stop.window = (stop.start // 30 * 30 - 60, stop.start // 30 * 30 + 60)
        row.stops.append(stop)
        added.append(stop)
    return added


def squeeze(row: Row) -> bool:
    """Leave no time for one drive of the afternoon; True if a drive long enough was found."""
    unseen = range(row.current + 2, len(row.stops))
    at = max(unseen, key=lambda index: row.stops[index].leg, default=None)
    if at is None or row.stops[at].leg < 8:
        return False
    stop = row.stops[at]
    stop.start = ceil_step(row.stops[at - 1].end)
    begins = stop.start // 30 * 30
    stop.window = (begins - 30, begins + 120)
    return True


def lock_some(rng: random.Random, rows: Sequence[Row]) -> None:
    """Lock one visit altogether and one in time only."""
    unseen = [stop for row in rows for stop in row.stops[row.current + 1 :] if stop.told]
    for stop, lock in zip(rng.sample(unseen, min(2, len(unseen))), (Lock.BOTH, Lock.TIME), strict=False):
        stop.lock = lock


def leave_untold(rows: Sequence[Row]) -> None:
    """Leave one customer's window unsaid: planned, promised to nobody, free to move."""
    unseen = [stop for row in rows for stop in row.stops[row.current + 1 :] if stop.lock is Lock.NONE]
    if unseen and all(stop.told for stop in unseen):
        unseen[-1].told = False


def _last_unseen(row: Row) -> Stop | None:
    return row.stops[-1] if len(row.stops) > row.current + 1 else None


def _extra(planner: Planner, row: Row, area: Area, start: int) -> Stop:
    site = new_site(planner.rng, neighbours(area)[1])
    kind = planner.kind_for(row.technician.skills, 60)
    leg = planner.leg(row.stops[-1].site.place, site.place)
    return Stop(
        site, kind, floor_step(kind.minutes), leg, start, (start // 30 * 30 - 30, start // 30 * 30 + 120)
    )
