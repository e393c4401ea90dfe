"""One technician's row, walked from what has happened to the drive home.

Stamps outweigh plans, plans bind only what has not begun, and travel stands between any two.

Uncertainty goes along as two half-widths, one to each side, since work overruns more than it falls
short. What is independent adds in quadrature, each side for itself, as standard uncertainties do
(JCGM 100:2008, "Guide to the expression of uncertainty in measurement", 5.1.2; that the two sides may be
treated so is our approximation). Waiting for a planned start takes away what it covers: who would be
there early waits, and who may be late by less than the wait is not late. A fact has no width.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from math import hypot

from dispatch_tui.core.forecast.facts import (
    EMPTY_ROW,
    FOREVER,
    MINUTE,
    RowFacts,
    RowForecast,
    S,
    VisitForecast,
    minutes_between,
    visiting_order,
)
from dispatch_tui.core.forecast.work import work_of
from dispatch_tui.core.model import Call, Place, Span, Visit
from dispatch_tui.core.status import AT_WORK, OVER
from dispatch_tui.core.travel import NO_LEG, Leg, Travel
from dispatch_tui.core.typical import Expected

DRIVE_LOW, DRIVE_HIGH = 0.15, 0.3
"""Shares of a drive, on a free road, by which it may take less or more: estimates, not measured."""

GUESS_LOW, GUESS_HIGH = 0.5, 1.0
"""The same of a drive from or to a place nobody knows."""


def forecast_row(facts: RowFacts, now: datetime, travel: Travel) -> RowForecast:
    """Propagate one technician's row from what has happened to the drive home."""
    if not facts.visits:
        return EMPTY_ROW
    walk = _Walk(facts, now, travel)
    found = {visit.id: walk.go(visit) for visit in visiting_order(facts.visits)}
    return walk.went_home(found)


class _Walk:
    """Where a technician is, and from when on they are free, after each visit in turn.

    Attributes:
        free: when the last visit is over; None before the first where no shift says when they begin.
        down, up: minutes by which `free` may be earlier and later.
        planned_free: the same by the plan, to see whether it leaves time for the drive.
        stable: until when all of this holds.
        waiting: True until a visit comes that has not begun.
    """

    def __init__(self, facts: RowFacts, now: datetime, travel: Travel) -> None:
        self.facts = facts
        self.now = now
        self.travel = travel
        self.place: Place | None = facts.home
        self.free = self.planned_free = min((span.start for span in facts.shifts), default=None)
        self.down = self.up = 0.0
        self.stable = FOREVER
        self.waiting = True
        self.breaks = breaks_of(facts.shifts)

    def go(self, visit: Visit) -> VisitForecast:
        """The forecast of the next visit in order; the walk stands at its end after that."""
        call = self.facts.calls.get(visit.call_id)
        if visit.state in OVER:
            return self._over(visit, call)
        site = self.facts.sites.get(call.site_id) if call is not None else None
        target = site.place if site is not None else None
        leg = self.travel.leg(self.place, target)
        if visit.state in AT_WORK:
            found = self._at_work(visit, call, leg)
        elif visit.state is S.EN_ROUTE:
            found = self._on_the_way(visit, call, leg)
        else:
            found = self._ahead(visit, call, leg)
        self.place = target
        slot_end = visit.start + visit.minutes * MINUTE
        if self.planned_free is None or slot_end > self.planned_free:
            self.planned_free = slot_end
        return found

    def went_home(self, found: dict[int, VisitForecast]) -> RowForecast:
        """The row with the drive home, which ends it."""
        free = self.free or self.now
        leg = self.travel.leg(self.place, self.facts.home)
        earlier, later = _drive_range(leg)
        leg = self.travel.leaving(leg, free)
        home = free + leg.minutes * MINUTE
        shifts = self.facts.shifts
        overtime = max(0, minutes_between(max(span.end for span in shifts), home)) if shifts else 0
        return RowForecast(
            found,
            home,
            leg,
            overtime,
            self.stable,
            home - int(hypot(self.down, earlier)) * MINUTE,
            home + math.ceil(hypot(self.up, later)) * MINUTE,
        )

    # -- visits by where they stand

    def _over(self, visit: Visit, call: Call | None) -> VisitForecast:
        finish = visit.finished_at or self.now
        eta = min(visit.arrived_at or finish, finish)
        leg = NO_LEG
        if visit.arrived_at is not None:
            # A visit canceled before anybody got there is no stop on the way.
            target = self.facts.place(visit)
            leg = self.travel.leg(self.place, target, visit.enroute_at)
            self.place = target
            self.planned_free = finish
        if self.free is None or finish > self.free:
            self.free = finish
        return _judged(visit, call, eta, finish, leg)

    def _at_work(self, visit: Visit, call: Call | None, leg: Leg) -> VisitForecast:
        work = work_of(visit, _type_of(call), self.now, self.facts.typicals)
        self.stable = min(self.stable, work.stable_until)
        self._free_after(work.ends, work.down, work.up)
        eta = visit.arrived_at or visit.start
        return _judged(visit, call, eta, work.ends, leg, 0, 0, work.expected, 0, work.over)

    def _on_the_way(self, visit: Visit, call: Call | None, free_leg: Leg) -> VisitForecast:
        left = visit.enroute_at or self.now
        leg = self.travel.leaving(free_leg, left)
        earlier, later = _drive_range(free_leg)
        arrival = left + leg.minutes * MINUTE
        eta = max(arrival, self.now)
        soonest = arrival - earlier * MINUTE
        self.stable = min(self.stable, max(soonest, self.now))
        expected = self._expected(visit, call)
        down = min(earlier, (eta - self.now) / MINUTE)
        finish = eta + expected.minutes * MINUTE
        self._free_after(finish, *_longer(down, later, expected))
        return _judged(visit, call, eta, finish, leg, down, later, expected)

    def _ahead(self, visit: Visit, call: Call | None, free_leg: Leg) -> VisitForecast:
        travel, start, now = self.travel, visit.start, self.now
        free = self.free
        timely = travel.arriving(free_leg, start)
        ready = start - timely.minutes * MINUTE
        leaves = now if free is None or free < now else free
        if self.waiting:
            self.waiting = False
            first = ready if free is None or free < ready else free
            self.stable = min(self.stable, first if first > now else now)
        if leaves <= ready:
            departs, leg, eta = ready, timely, start
        else:
            departs, leg = leaves, travel.leaving(free_leg, leaves)
            eta = max(start, leaves + leg.minutes * MINUTE)
        down, up = self._arrival_range(free_leg, leg, departs, ready)
        down = min(down, (eta - start) / MINUTE) if eta > start else 0.0
        if self.breaks:
            eta, down, up = self._after_break(eta, down, up)
        expected = self._expected(visit, call)
        finish = eta + expected.minutes * MINUTE
        short = self._short_of(visit, free_leg, timely)
        self.free = finish
        self.down, self.up = _longer(down, up, expected)
        return _judged(visit, call, eta, finish, leg, down, up, expected, short)

    # -- parts

    def _expected(self, visit: Visit, call: Call | None) -> Expected:
        return self.facts.typicals.expect(_type_of(call), visit.technician_id, visit.minutes)

    def _free_after(self, finish: datetime, down: float, up: float) -> None:
        """Busy with what ends then as well; ranges end where the later of the two does."""
        if self.free is not None and self.free > finish:
            lead = (self.free - finish) / MINUTE
            self.down = min(self.down, down + lead)
            self.up = max(self.up, up - lead)
            return
        lead = 0.0 if self.free is None else (finish - self.free) / MINUTE
        self.free, self.down, self.up = finish, min(down, self.down + lead), max(up, self.up - lead)

    def _arrival_range(
        self, free_leg: Leg, leg: Leg, departs: datetime, ready: datetime
    ) -> tuple[float, float]:
        """Minutes by which an arrival may be earlier and later.

        What the last visit may end earlier or later is worth as much as it moves the departure, which is
        neither before now nor before they must set off.
        """
        earlier, later = _drive_range(free_leg)
        free = self.free
        if free is None or not (self.up or self.down):
            return earlier, later
        down = 0.0
        up = self.up - (departs - free) / MINUTE
        if self.down and departs == free and free > ready:
            down = min(self.down, (free - self.now) / MINUTE, (free - ready) / MINUTE)
        if self.travel.varies:
            if up > 0:
                up += self.travel.leaving(free_leg, departs + up * MINUTE).minutes - leg.minutes
            if down:
                down += leg.minutes - self.travel.leaving(free_leg, departs - down * MINUTE).minutes
        return hypot(down, earlier) if down > 0 else earlier, hypot(up, later) if up > 0 else later

    def _after_break(self, eta: datetime, down: float, up: float) -> tuple[datetime, float, float]:
        """Nobody arrives in a break or in time off: an arrival that would, comes at its end."""
        low = self._working(eta - down * MINUTE)
        high = self._working(eta + up * MINUTE)
        eta = self._working(eta)
        return eta, (eta - low) / MINUTE, (high - eta) / MINUTE

    def _working(self, instant: datetime) -> datetime:
        for gap in self.breaks:
            if gap.holds(instant):
                return gap.end
        return instant

    def _short_of(self, visit: Visit, free_leg: Leg, timely: Leg) -> int:
        """Minutes by which the plan leaves too little time for the drive to a visit."""
        planned = self.planned_free
        if planned is None or planned + timely.minutes * MINUTE <= visit.start:
            return 0
        leg = self.travel.leaving(free_leg, planned)
        return max(0, minutes_between(visit.start, planned + leg.minutes * MINUTE))


def breaks_of(shifts: Sequence[Span]) -> Sequence[Span]:
    """What lies between the working spans of a day."""
    if len(shifts) < 2:
        return ()
    gaps = []
    until: datetime | None = None
    for span in sorted(shifts):
        if until is not None and span.start > until:
            gaps.append(Span(until, span.start))
        until = span.end if until is None else max(until, span.end)
    return gaps


def _type_of(call: Call | None) -> str:
    return call.type_code if call is not None else ""


def _drive_range(leg: Leg) -> tuple[float, float]:
    """Minutes by which a drive may take less, and more."""
    if leg.km is None:
        return leg.minutes * GUESS_LOW, leg.minutes * GUESS_HIGH
    if leg.vague:  # an end is known roughly: nobody gets there in no time for that
        earlier = min(leg.minutes, hypot(leg.minutes * DRIVE_LOW, leg.vague))
        return earlier, hypot(leg.minutes * DRIVE_HIGH, leg.vague)
    return leg.minutes * DRIVE_LOW, leg.minutes * DRIVE_HIGH


def _longer(down: float, up: float, expected: Expected) -> tuple[float, float]:
    """The range of an end: that of the arrival and that of the work."""
    return hypot(down, expected.minutes - expected.low), hypot(up, expected.high - expected.minutes)


def _judged(
    visit: Visit,
    call: Call | None,
    eta: datetime,
    finish: datetime,
    leg: Leg,
    down: float = 0,
    up: float = 0,
    expected: Expected | None = None,
    short: int = 0,
    over: bool = False,
) -> VisitForecast:
    low = eta - int(down) * MINUTE if down >= 1 else eta
    high = eta + math.ceil(up) * MINUTE if up else eta
    late, slack, risk = 0, None, False
    if call is not None and call.window is not None and not visit.helps:
        end = call.window.end
        left = (end - eta) / MINUTE
        slack = math.floor(left)
        late = -slack if slack < 0 else 0
        risk = not late and high > end
    behind = math.floor((eta - visit.start) / MINUTE) if eta > visit.start else 0
    return VisitForecast(
        visit.id, eta, finish, leg, low, high, expected, late, slack, behind, short, over, risk
    )
