"""Who can be at an emergency when, and what they leave for it.

Each technician who may do the call can come in two ways: now (leaving the present call, or turning round
on the way) and after the present call. Arrival is reckoned from where they really are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from dispatch_tui.core.commands.emergency import Start
from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowFacts, RowForecast, visiting_order
from dispatch_tui.core.model import Call, Place, Span, Technician, Visit, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import missing_skills
from dispatch_tui.core.status import AT_WORK, BEGUN, OVER, SEEN
from dispatch_tui.core.suggest.query import same_area
from dispatch_tui.core.travel import Leg, Travel

S = VisitState
MINUTE = timedelta(minutes=1)

May: TypeAlias = Callable[[Call, Technician], bool]


class Leaving(StrEnum):
    """What setting off takes them from."""

    NOTHING = "nothing"
    WORK = "work"
    """They are at work: they stop, and what is left waits or is finished afterwards."""
    WAY = "way"
    """They are on the way to another call: they turn round."""
    CALL = "call"
    """They have been told of another call and have not set off."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One technician, one way: when they can be there.

    Attributes:
        present: the call they have before them; None if none.
        leaves: what they are taken from; nothing where they come after it.
        departs: when they set off.
        leg: the drive, as long as it takes at that hour.
        place: where they set off; None is unknown.
    """

    technician_id: int
    start: Start
    leaves: Leaving
    present: Visit | None
    departs: datetime
    leg: Leg
    place: Place | None

    @property
    def arrival(self) -> datetime:
        """When they are there."""
        return self.departs + self.leg.minutes * MINUTE


def gate_of(day: Day, call: Call, technician: Technician) -> str:
    """What keeps a technician from a call whatever the hour, in words; "" if nothing does.

    Missing data is not permission: no skills means none; where the shop's areas are strict, no area means
    none.
    """
    missing = missing_skills(call, technician)
    if missing:
        return f"{technician.code} lacks {' '.join(missing)}"
    customer, site = day.customer_of(call), day.site_of(call)
    if customer is not None and technician.id in customer.blocked:
        return f"{customer.name} does not want {technician.code}"
    strict = Rules.of(day.shop).areas == "strict" and site is not None and site.area.strip()
    if strict and site is not None and not same_area(site.area, technician.area):
        return f"{technician.code} does not go to {site.area}"
    return ""


def anybody(_call: Call, _technician: Technician) -> bool:
    """No gate but the hours."""
    return True


def reaches(
    day: Day,
    forecasts: Mapping[int, RowForecast],
    call: Call,
    now: datetime,
    travel: Travel,
    may: May | None = None,
) -> tuple[Reach, ...]:
    """Everybody who may go and when they would be there, the first to arrive first.

    Args:
        day: the day.
        forecasts: of its rows.
        call: the emergency.
        now: the present instant.
        travel: the shop's travel times.
        may: the gates that people must pass beside their hours; None for `gate_of`.

    Returns:
        Of two who arrive together, the one who leaves nothing comes first.
    """
    site = day.site_of(call)
    target = site.place if site else None
    found: list[Reach] = []
    for key in day.order:
        shifts = day.working.get(key, ())
        technician = day.technicians[key]
        if shifts and (may(call, technician) if may else not gate_of(day, call, technician)):
            found += _ways(day.facts(key), key, forecasts[key], call, target, now, travel)
    return tuple(sorted(found, key=_rank))


def _rank(reach: Reach) -> tuple[datetime, int, int]:
    return reach.arrival, list(Leaving).index(reach.leaves), reach.technician_id


def ways_of(
    facts: RowFacts, key: int, forecast: RowForecast, call: Call, now: datetime, travel: Travel
) -> tuple[Reach, ...]:
    """The ways of one technician, now before after."""
    site = facts.sites.get(call.site_id)
    return tuple(_ways(facts, key, forecast, call, site.place if site else None, now, travel))


def _ways(
    facts: RowFacts,
    key: int,
    forecast: RowForecast,
    call: Call,
    target: Place | None,
    now: datetime,
    travel: Travel,
) -> Iterable[Reach]:
    """Now and after the present call, as far as their hours go."""
    present = present_visit(facts.visits, call.id)
    last = _last_place(facts)
    begun = present is not None and present.state in BEGUN
    departs = now if begun else working(facts.shifts, now)  # who has begun is at work
    if departs is not None:
        place = last
        if present is not None and present.state in AT_WORK:
            place = facts.place(present)
        elif present is not None and present.state is S.EN_ROUTE:
            place = on_the_road(last, facts.place(present), present, travel, now)
        leg = travel.leg(place, target, departs)
        yield Reach(key, Start.NOW, _leaves(present), present, departs, leg, place)
    if present is not None:
        free = max(now, forecast.visits[present.id].finish)
        departs = working(facts.shifts, free)
        if departs is not None:
            place = facts.place(present)
            leg = travel.leg(place, target, departs)
            yield Reach(key, Start.AFTER, Leaving.NOTHING, present, departs, leg, place)


def present_visit(visits: Iterable[Visit], leave_out: int) -> Visit | None:
    """The call that a technician has before them: begun, else told of; never the one of that number."""
    seen = [visit for visit in visiting_order(tuple(visits)) if visit.state in SEEN]
    seen = [visit for visit in seen if visit.call_id != leave_out]
    begun = [visit for visit in seen if visit.state in BEGUN]
    return begun[-1] if begun else next(iter(seen), None)


def _leaves(present: Visit | None) -> Leaving:
    if present is None:
        return Leaving.NOTHING
    if present.state in AT_WORK:
        return Leaving.WORK
    return Leaving.WAY if present.state is S.EN_ROUTE else Leaving.CALL


def _last_place(facts: RowFacts) -> Place | None:
    """Where somebody is who has nothing begun: where they were last, else at home."""
    been = [visit for visit in facts.visits if visit.state in OVER and visit.arrived_at is not None]
    return facts.place(visiting_order(been)[-1]) if been else facts.home


def on_the_road(
    origin: Place | None, target: Place | None, visit: Visit, travel: Travel, now: datetime
) -> Place | None:
    """Where somebody on the way is, by the share of the drive that lies behind them; a straight line.

    Where an end of the drive is unknown, the other end.
    """
    if origin is None or target is None:
        return target or origin
    left = visit.enroute_at or now
    minutes = travel.leg(origin, target, left).minutes
    gone = (now - left) / MINUTE
    if minutes <= 0 or gone >= minutes:
        return target
    share = max(0.0, gone / minutes)
    if share == 0.0:
        return origin
    coarser = max(origin.precision, target.precision, key=list(type(origin.precision)).index)
    return Place(
        origin.lat + (target.lat - origin.lat) * share,
        origin.lon + (target.lon - origin.lon) * share,
        coarser,
    )


def working(shifts: Sequence[Span], instant: datetime) -> datetime | None:
    """The first instant at or after one at which somebody works; None if they do not any more that day."""
    starts = [max(span.start, instant) for span in shifts if span.end > instant]
    return min(starts, default=None)
