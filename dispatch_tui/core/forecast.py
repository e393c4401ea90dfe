"""What will happen to one technician's row, given what is known now.

Pure and per technician: one stamp recomputes one row. Stamps outweigh plans, plans bind only what has
not begun, and travel stands between any two. `stable_until` tells when the passing of time alone will
change the answer, so that the minute tick recomputes only the rows that need it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from dispatch_tui.core.model import Call, Place, Site, Span, Visit, VisitState
from dispatch_tui.core.status import OVER
from dispatch_tui.core.travel import NO_LEG, Leg, Travel

S = VisitState
MINUTE = timedelta(minutes=1)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class VisitForecast:
    """The forecast of one visit.

    Attributes:
        eta: arrival, actual once it has happened.
        finish: end of work, actual once it has happened.
        leg: the drive that leads to it.
        late_minutes: minutes by which the ETA passes the window's end; 0 if it does not.
        slack_minutes: minutes from the ETA to the window's end; None without a window.
        behind_minutes: minutes by which the ETA passes the planned start; 0 if it does not.
        short_minutes: minutes by which the plan leaves too little time for the drive.
        over: True if the work has run past what was expected and no new time was said.
    """

    visit_id: int
    eta: datetime
    finish: datetime
    leg: Leg
    late_minutes: int = 0
    slack_minutes: int | None = None
    behind_minutes: int = 0
    short_minutes: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True)
class RowForecast:
    """One technician's day ahead.

    Attributes:
        visits: forecasts by visit id, in the order they are gone to.
        home: when they are home, None with no visits.
        home_leg: the drive home.
        overtime_minutes: minutes by which `home` passes the end of the shift.
        stable_until: until then this holds if nothing else happens.
    """

    visits: Mapping[int, VisitForecast]
    home: datetime | None
    home_leg: Leg
    overtime_minutes: int
    stable_until: datetime


EMPTY_ROW = RowForecast({}, None, NO_LEG, 0, FOREVER)


@dataclass(frozen=True, slots=True)
class RowFacts:
    """All that a row's forecast depends on, but for the time.

    Attributes:
        visits: the technician's live visits of the day, any order.
        calls: calls by id, for the windows.
        places: place by site id; a missing or None place is unknown.
        home: where the technician starts and ends.
        shifts: working spans of the day.
    """

    visits: Sequence[Visit]
    calls: Mapping[int, Call]
    sites: Mapping[int, Site]
    home: Place | None
    shifts: Sequence[Span]

    def place(self, visit: Visit) -> Place | None:
        """Where a visit is."""
        call = self.calls.get(visit.call_id)
        site = self.sites.get(call.site_id) if call else None
        return site.place if site else None

    def with_site(self, site: Site) -> RowFacts:
        """The same facts, knowing one more site."""
        return replace(self, sites={**self.sites, site.id: site})

    def window(self, visit: Visit) -> Span | None:
        """What was promised for a visit."""
        call = self.calls.get(visit.call_id)
        return call.window if call else None


def visiting_order(visits: Sequence[Visit]) -> list[Visit]:
    """Ended visits as they happened, then begun ones, then the rest by planned start."""
    return sorted(visits, key=_position)


def _position(visit: Visit) -> tuple[int, datetime, int]:
    if visit.state in OVER:
        return 0, visit.finished_at or visit.start, visit.id
    if visit.state in (S.ON_SITE, S.PAUSED):
        return 1, visit.arrived_at or visit.start, visit.id
    if visit.state is S.EN_ROUTE:
        return 2, visit.enroute_at or visit.start, visit.id
    return 3, visit.start, visit.id


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end, rounded up; negative if end is before start."""
    return math.ceil((end - start) / MINUTE)


def expected_finish(visit: Visit, now: datetime) -> datetime:
    """When the work on site ends by what was said or planned; may lie in the past."""
    if visit.left_minutes is not None and visit.left_at is not None:
        base = now if visit.state is S.PAUSED else visit.left_at
        return base + timedelta(minutes=visit.left_minutes)
    arrived = visit.arrived_at or visit.start
    end = arrived + timedelta(minutes=visit.minutes + visit.paused_minutes)
    if visit.state is S.PAUSED and visit.since is not None:
        end += now - visit.since
    return end


def forecast_row(facts: RowFacts, now: datetime, travel: Travel) -> RowForecast:
    """Propagate one technician's row from what has happened to the drive home."""
    if not facts.visits:
        return EMPTY_ROW
    shift_start = min((span.start for span in facts.shifts), default=None)
    place = facts.home
    free = shift_start
    planned_free = shift_start
    stable = FOREVER
    found: dict[int, VisitForecast] = {}
    waiting = True
    for visit in visiting_order(facts.visits):
        target = facts.place(visit)
        # A visit canceled before anybody got there is no stop on the way.
        reached = visit.state not in OVER or visit.arrived_at is not None
        leg = travel.leg(place, target) if reached else NO_LEG
        drive = timedelta(minutes=leg.minutes)
        over = False
        short = 0
        if visit.state in OVER:
            finish = visit.finished_at or now
            eta = min(visit.arrived_at or finish, finish)
        elif visit.state in (S.ON_SITE, S.PAUSED):
            eta = visit.arrived_at or visit.start
            expected = expected_finish(visit, now)
            over = expected < now
            finish = max(expected, now)
            moving = over or visit.state is S.PAUSED
            stable = now if moving else min(stable, expected)
        elif visit.state is S.EN_ROUTE:
            arrival = (visit.enroute_at or now) + drive
            eta = max(arrival, now)
            finish = eta + timedelta(minutes=visit.minutes)
            stable = min(stable, arrival if arrival > now else now)
        else:
            ready = visit.start - drive if free is None else max(free, visit.start - drive)
            if waiting:
                stable = min(stable, ready if ready > now else now)
                waiting = False
            leaves = now if free is None else max(free, now)
            eta = max(visit.start, leaves + drive)
            finish = eta + timedelta(minutes=visit.minutes)
            if planned_free is not None:
                short = max(0, minutes_between(visit.start, planned_free + drive))
        found[visit.id] = _judged(visit, facts.window(visit), eta, finish, leg, short, over)
        free = finish if free is None else max(free, finish)
        if reached:
            place = target
            planned_free = finish if visit.state in OVER else _later(planned_free, visit.slot.end)
    home_leg = travel.leg(place, facts.home)
    home = (free or now) + timedelta(minutes=home_leg.minutes)
    shift_end = max((span.end for span in facts.shifts), default=None)
    overtime = max(0, minutes_between(shift_end, home)) if shift_end else 0
    return RowForecast(found, home, home_leg, overtime, stable)


def _later(a: datetime | None, b: datetime) -> datetime:
    return b if a is None else max(a, b)


def _judged(
    visit: Visit,
    window: Span | None,
    eta: datetime,
    finish: datetime,
    leg: Leg,
    short: int,
    over: bool,
) -> VisitForecast:
    late, slack = 0, None
    if window is not None:
        late = max(0, minutes_between(window.end, eta))
        slack = math.floor((window.end - eta) / MINUTE)
    behind = max(0, math.floor((eta - visit.start) / MINUTE))
    return VisitForecast(visit.id, eta, finish, leg, late, slack, behind, short, over)
