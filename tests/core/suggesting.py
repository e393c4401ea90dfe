"""Days to ask for suggestions on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowFacts, RowForecast, forecast_row
from dispatch_tui.core.model import Call, Customer, ShiftRule, Site, Span, Technician, Visit, VisitState
from dispatch_tui.core.suggest import NOT_ELSEWHERE, Known, Ranking, Suggester, Suggestion
from dispatch_tui.core.travel import Travel
from tests.core.builders import FLAT, NOON, SHIFT, call, day_of, minutes, place, site, span, tech, visit


@st.composite
def tidy_rows(draw: st.DrawFn) -> RowFacts:
    """A row as a desk would leave it: one after the other, with gaps, some promises, at times one at work."""
    clock = NOON + minutes(draw(st.integers(-60, 60)))
    visits, calls, sites = [], {}, {}
    for key in range(1, draw(st.integers(1, 5)) + 1):
        clock += minutes(draw(st.sampled_from((10, 20, 40, 75, 120))))
        length = draw(st.sampled_from((30, 45, 60, 90)))
        one = visit(key, clock, minutes=length)
        if key == 1 and clock <= NOON:
            one = replace(one, state=VisitState.ON_SITE, since=clock, arrived_at=clock)
        early, late = draw(st.integers(0, 60)), draw(st.integers(0, 90))
        window = Span(clock - minutes(early), clock + minutes(late)) if draw(st.booleans()) else None
        visits.append(one)
        calls[key] = call(key, site_id=key, window=window, minutes=length)
        sites[key] = site(key, place(draw(st.integers(0, 25))))
        clock += minutes(length)
    return RowFacts(tuple(visits), calls, sites, place(0), draw(st.sampled_from((SHIFT, SPLIT))))


SPLIT = (span("8:00", "13:00"), span("13:30", "18:00"))


def shift_of(key: int, start: int = 480, end: int = 1020) -> ShiftRule:
    """Eight to five on the builders' Tuesday."""
    return ShiftRule(key, 1, start, end, id=key)


def shop_day(*technicians: Technician, **kinds: object) -> Day:
    """A day on which all of some technicians work eight to five."""
    people = technicians or (tech(1),)
    base: dict[str, object] = {"shifts": tuple(shift_of(each.id) for each in people)}
    return day_of(technicians=people, **{**base, **kinds})


def with_row(facts: RowFacts, technician: Technician | None = None, **others: object) -> Day:
    """A day with one row that is just these facts."""
    one = technician or tech(1, home=facts.home)
    day = day_of(
        technicians=(replace(one, home=facts.home),),
        visits=tuple(facts.visits),
        calls=tuple(facts.calls.values()),
        sites=tuple(facts.sites.values()),
        **others,
    )
    return replace(day, working={one.id: tuple(facts.shifts)}, typicals=facts.typicals)


def forecasts(day: Day, now: datetime, travel: Travel = FLAT) -> dict[int, RowForecast]:
    return {key: forecast_row(day.facts(key), now, travel) for key in day.order}


def ranked(
    day: Day,
    asked: Call,
    now: datetime,
    *,
    length: int | None = None,
    moving: Visit | None = None,
    travel: Travel = FLAT,
    customer: Customer | None = None,
    site: Site | None = None,
    **limits: int,
) -> Ranking:
    known = Known(customer, site) if customer or site else NOT_ELSEWHERE
    made = forecasts(day, now, travel)
    return Suggester().rank(day, made, now, travel, asked, length or asked.minutes, moving, known, **limits)


def judged(
    day: Day,
    asked: Call,
    now: datetime,
    technician_id: int,
    start: datetime,
    *,
    moving: Visit | None = None,
    travel: Travel = FLAT,
) -> Suggestion:
    made = forecasts(day, now, travel)
    return Suggester().judge(
        day, made, now, travel, asked, technician_id, start, asked.minutes, moving, NOT_ELSEWHERE
    )


def everywhere(ranking: Ranking) -> Sequence[Suggestion]:
    return (*ranking.places, *ranking.closed)
