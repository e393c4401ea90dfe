"""What a row's forecast is made of, and what it says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from dispatch_tui.core.model import Call, Place, Site, Span, Visit, VisitState
from dispatch_tui.core.status import OVER
from dispatch_tui.core.travel import NO_LEG, Leg
from dispatch_tui.core.typical import NOTHING_LEARNT, Expected, Typicals

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
        eta_low, eta_high: the likely range of the arrival (four of five lie in it); both are `eta`
            once it has happened.
        expected: how long the work takes, and what that rests on; None once it is over.
        late_minutes: minutes by which the ETA passes the window's end; 0 if it does not.
        slack_minutes: minutes from the ETA to the window's end; None without a window.
        behind_minutes: minutes by which the ETA passes the planned start; 0 if it does not.
        short_minutes: minutes by which the plan leaves too little time for the drive.
        over: True if the work has run past what was said or planned and no new time was said.
        may_be_late: True if the ETA keeps the window and the end of its range does not.
    """

    visit_id: int
    eta: datetime
    finish: datetime
    leg: Leg
    eta_low: datetime
    eta_high: datetime
    expected: Expected | None = None
    late_minutes: int = 0
    slack_minutes: int | None = None
    behind_minutes: int = 0
    short_minutes: int = 0
    over: bool = False
    may_be_late: bool = False


@dataclass(frozen=True, slots=True)
class RowForecast:
    """One technician's day ahead.

    Attributes:
        visits: forecasts by visit id, in the order they are gone to.
        home: when they are home, None with no visits.
        home_leg: the drive home.
        overtime_minutes: minutes by which `home` passes the end of the shift.
        stable_until: until then this holds if nothing else happens.
        home_low, home_high: the likely range of `home`.
    """

    visits: Mapping[int, VisitForecast]
    home: datetime | None
    home_leg: Leg
    overtime_minutes: int
    stable_until: datetime
    home_low: datetime | None = None
    home_high: datetime | None = None


EMPTY_ROW = RowForecast({}, None, NO_LEG, 0, FOREVER)


@dataclass(frozen=True, slots=True)
class RowFacts:
    """All that a row's forecast depends on, but for the time.

    Attributes:
        visits: the technician's live visits of the day, any order.
        calls: calls by id, for the windows.
        places: place by site id; a missing or None place is unknown.
        home: where the technician starts and ends.
        shifts: working spans of the day; what lies between two is a break or time off.
        typicals: how long work usually takes.
    """

    visits: Sequence[Visit]
    calls: Mapping[int, Call]
    sites: Mapping[int, Site]
    home: Place | None
    shifts: Sequence[Span]
    typicals: Typicals = NOTHING_LEARNT

    def place(self, visit: Visit) -> Place | None:
        """Where a visit is."""
        call = self.calls.get(visit.call_id)
        site = self.sites.get(call.site_id) if call else None
        return site.place if site else None

    def with_site(self, site: Site) -> RowFacts:
        """The same facts, knowing one more site."""
        return replace(self, sites={**self.sites, site.id: site})

    def window(self, visit: Visit) -> Span | None:
        """What was promised for a visit; nothing for a helper's, as the promise is kept by who is there."""
        call = self.calls.get(visit.call_id)
        return call.window if call and not visit.helps else None


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
