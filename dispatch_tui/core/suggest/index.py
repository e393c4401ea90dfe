"""A row made ready for being asked: its gaps, and how much each visit ahead can slip.

Made once from a row's forecast and kept until that changes; so that a question looks only at gaps that are
long enough, and propagates only what it would really move. The slack is that of Savelsbergh, "The
vehicle routing problem with time windows: minimizing route duration", ORSA Journal on Computing 4 (1992),
146-154: the forward time slack, with waiting that takes up a push.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dispatch_tui.core.forecast import RowFacts, RowForecast, visiting_order
from dispatch_tui.core.forecast.row import breaks_of
from dispatch_tui.core.load import row_load
from dispatch_tui.core.model import Place, Span, Visit
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.travel import Travel

MINUTE = timedelta(minutes=1)
NEVER = math.inf
"""Minutes that the slack is where nothing is promised."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minute_of(instant: datetime) -> int:
    """Whole minutes since 1970, rounded up."""
    return -(-int(instant.timestamp()) // 60)


def instant_of(minute: int) -> datetime:
    """The instant of a minute since 1970."""
    return EPOCH + minute * MINUTE


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a row in which something could still be put.

    Attributes:
        at: how many of the visits ahead come before it.
        since, until: minutes since 1970; `until` is the planned start of the next visit, or the end of
            working time.
    """

    at: int
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class RowIndex:
    """One row, made ready.

    Attributes:
        technician_id: whose row it is.
        facts, forecast: what it was made of.
        ahead: the visits that have not begun, in the order they are gone to.
        here: where the technician is before each of them, and at the end; one more than `ahead`.
        free: from when on they are free there; None without a shift.
        before: the visit each of those places is of; None for home.
        slack: minutes by which the arrival at each may be later until a promise breaks, there or after, or
            breaks further.
        gaps: in order.
        breaks: between working spans.
        shift_end: None without a shift.
        standing: visits that are not over; their slots are taken.
        used: minutes of work and travel of the row as it is.
        available: minutes of working time.
        hops, direct: filled as they are asked for; see `hop` and `direct_drive`.
    """

    technician_id: int
    facts: RowFacts
    forecast: RowForecast
    ahead: tuple[Visit, ...]
    here: tuple[Place | None, ...]
    free: tuple[datetime | None, ...]
    before: tuple[Visit | None, ...]
    slack: tuple[float, ...]
    gaps: tuple[Gap, ...]
    breaks: Sequence[Span]
    shift_end: datetime | None
    standing: tuple[Visit, ...]
    used: float
    available: float
    hops: dict[int, int] = field(default_factory=dict)
    direct: dict[int, tuple[datetime, int]] = field(default_factory=dict)

    def hop(self, at: int, travel: Travel) -> int:
        """The drive that stands now, from where so many visits ahead are done to the next or home.

        As `Travel.minutes` gives it; `travel` is that of the forecast, and always the same.
        """
        found = self.hops.get(at)
        if found is None:
            there = self.here[at + 1] if at < len(self.ahead) else self.facts.home
            found = self.hops[at] = travel.minutes(self.here[at], there)
        return found

    def direct_drive(self, at: int, leaves: datetime, travel: Travel) -> int:
        """Minutes of that drive for who leaves at an instant."""
        kept = self.direct.get(at)
        if kept is None or kept[0] != leaves:
            taken = travel.minutes_leaving(self.hop(at, travel), int(leaves.timestamp()) // 60)
            kept = self.direct[at] = leaves, taken
        return kept[1]


def row_index(technician_id: int, facts: RowFacts, forecast: RowForecast) -> RowIndex:
    """Make a row ready.

    Args:
        technician_id: whose row it is.
        facts: the row.
        forecast: of just these facts.
    """
    place, free = facts.home, min((span.start for span in facts.shifts), default=None)
    here, frees, befores = [], [], []
    ahead: list[Visit] = []
    before: Visit | None = None
    for visit in visiting_order(facts.visits):
        if visit.state not in OVER | BEGUN:
            here.append(place)
            frees.append(free)
            befores.append(before)
            ahead.append(visit)
        finish = forecast.visits[visit.id].finish
        if free is None or finish > free or visit.state not in OVER | BEGUN:
            free = finish
        if visit.state not in OVER or visit.arrived_at is not None:
            # A visit canceled before anybody got there is no stop on the way.
            place, before = facts.place(visit), visit
    here.append(place)
    frees.append(free)
    befores.append(before)
    load = row_load(facts.visits, forecast, facts.shifts)
    return RowIndex(
        technician_id,
        facts,
        forecast,
        tuple(ahead),
        tuple(here),
        tuple(frees),
        tuple(befores),
        _slacks(forecast, ahead, frees),
        tuple(_gaps(facts.shifts, ahead, frees)),
        breaks_of(facts.shifts),
        max((span.end for span in facts.shifts), default=None),
        tuple(visit for visit in facts.visits if visit.state not in OVER),
        load.work + load.travel,
        load.available,
    )


def _slacks(
    forecast: RowForecast, ahead: Sequence[Visit], frees: Sequence[datetime | None]
) -> tuple[float, ...]:
    """From the last visit back: its own promise, or what comes after it less the wait between."""
    found = [NEVER] * (len(ahead) + 1)
    for at in range(len(ahead) - 1, -1, -1):
        known = forecast.visits[ahead[at].id]
        # What is late already breaks further with the first minute more.
        own = NEVER if known.slack_minutes is None else max(0.0, float(known.slack_minutes))
        rest = found[at + 1]
        if rest is not NEVER:
            after = forecast.visits[ahead[at + 1].id]
            free = frees[at + 1] or after.eta
            rest += max(0.0, (after.eta - free) / MINUTE - after.leg.minutes)
        found[at] = min(own, rest)
    return tuple(found)


def _gaps(shifts: Sequence[Span], ahead: Sequence[Visit], frees: Sequence[datetime | None]) -> list[Gap]:
    """Where there is time between what stands; time off in the middle of a shift is no room."""
    found = []
    last = max((span.end for span in shifts), default=None)
    taken = EPOCH
    for at, free in enumerate(frees):
        if at:
            taken = max(taken, ahead[at - 1].slot.end)
        if free is None or last is None:
            continue
        # The slot stands on the board even where the work is expected to be over sooner.
        begin = max(free, taken)
        end = ahead[at].start if at < len(ahead) else last
        for span in shifts:
            since, until = max(begin, span.start), min(end, span.end)
            if since < until:
                found.append(Gap(at, minute_of(since), int(until.timestamp()) // 60))
    return found
