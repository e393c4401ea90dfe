"""Who can be at an emergency when, what they leave for it, and who is put off by it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_tui.core.commands import Rest, Start
from dispatch_tui.core.day import Day
from dispatch_tui.core.emergency import (
    LEAST_REST,
    RETURN,
    SENT,
    Candidate,
    Leaving,
    candidate,
    gate_of,
    on_the_road,
    reaches,
)
from dispatch_tui.core.forecast import RowFacts, forecast_row
from dispatch_tui.core.model import Call, Lock, ShiftRule, Shop, Span, VisitState
from dispatch_tui.core.rulebook import Rules
from tests.core.builders import (
    DEPOT,
    FLAT,
    NOON,
    SHOP,
    TODAY,
    at,
    call,
    customer,
    day_of,
    done,
    en_route,
    minutes,
    on_site,
    place,
    rows,
    site,
    span,
    tech,
    visit,
)

RULES = Rules.of(SHOP)
FIRE = call(900, site_id=900, customer_id=900, skills=("HVAC",), minutes=60)


def shop_day(
    *visits: object, km: dict[int, float] | None = None, fire_km: float = 30.0, **kinds: object
) -> Day:
    """A day of two technicians at the depot, calls as far north as `km` says, the emergency at `fire_km`."""
    where = km or {}
    numbers = {one.call_id for one in visits}  # type: ignore[attr-defined]
    return day_of(
        **{
            "technicians": (tech(1), tech(2)),
            "shifts": tuple(ShiftRule(key, TODAY.weekday(), 480, 1020, id=key) for key in (1, 2)),
            "visits": visits,
            "calls": (
                replace(FIRE),
                *(call(n, site_id=n, customer_id=n) for n in sorted(numbers)),
            ),
            "sites": (
                site(900, place(fire_km), customer_id=900),
                *(site(n, place(where.get(n, 0.0)), customer_id=n) for n in sorted(numbers)),
            ),
            "customers": (customer(900), *(customer(n) for n in sorted(numbers))),
            **kinds,
        }
    )


def forecasts_of(day: Day) -> dict[int, object]:
    return {key: forecast_row(day.facts(key), NOON, FLAT) for key in day.order}


def ways(day: Day, **more: object) -> list[tuple[int, str, str, str]]:
    """(technician, start, leaves, arrival) of everybody who may go."""
    found = reaches(day, forecasts_of(day), FIRE, NOON, FLAT, **more)  # type: ignore[arg-type]
    zone = day.shop.zone
    return [
        (each.technician_id, each.start.value, each.leaves.value, f"{each.arrival.astimezone(zone):%H:%M}")
        for each in found
    ]


def sent(day: Day, key: int, start: Start = Start.NOW, rest: Rest = Rest.RETURN) -> Candidate:
    forecasts = forecasts_of(day)
    way = next(
        each
        for each in reaches(day, forecasts, FIRE, NOON, FLAT)  # type: ignore[arg-type]
        if (each.technician_id, each.start) == (key, start)
    )
    return candidate(
        day.facts(key),
        way,
        FIRE,
        60,
        TODAY,
        NOON,
        FLAT,
        RULES,
        forecasts[key],
        rest,  # type: ignore[arg-type]
    )


def test_who_is_free_goes_from_home_and_the_first_to_arrive_comes_first():
    day = shop_day(technicians=(tech(1, home=place(10)), tech(2)))
    assert ways(day) == [(1, "now", "nothing", "12:20"), (2, "now", "nothing", "12:30")]


def test_who_is_done_goes_from_where_they_were_last():
    day = shop_day(done(1, "9:00", "9:00", "10:00"), km={1: 25})
    assert ways(day)[0] == (1, "now", "nothing", "12:05")


def test_who_is_at_work_leaves_now_or_goes_after_it():
    day = shop_day(on_site(1, "11:30", "11:30"), km={1: 20})  # till 12:30
    assert [each for each in ways(day) if each[0] == 1] == [
        (1, "now", "work", "12:10"),
        (1, "after", "nothing", "12:40"),
    ]


def test_who_is_on_the_way_turns_round_from_where_they_are_by_now():
    day = shop_day(en_route(1, "12:20", "11:40"), km={1: 40})  # half of the 40 km by noon
    assert (1, "now", "way", "12:10") in ways(day)
    half = on_the_road(DEPOT, place(40), day.visits[1], FLAT, NOON)
    assert half is not None
    assert abs(half.lat - place(20).lat) < 0.001
    assert on_the_road(None, place(40), day.visits[1], FLAT, NOON) == place(40)
    late = replace(day.visits[1], enroute_at=at("10:00"))
    assert on_the_road(DEPOT, place(40), late, FLAT, NOON) == place(40), "they should be there by now"


def test_who_has_been_told_of_a_call_is_taken_off_it_or_does_it_first():
    told = visit(1, "12:30", state=VisitState.DISPATCHED, since=at("11:55"))
    day = shop_day(told, km={1: 10})
    assert [each for each in ways(day) if each[0] == 1] == [
        (1, "now", "call", "12:30"),
        (1, "after", "nothing", "13:50"),
    ]


def test_gates_keep_people_out_and_hours_do():
    day = shop_day(technicians=(tech(1, skills=()), tech(2)))
    assert [each[0] for each in ways(day)] == [2]
    assert gate_of(day, FIRE, day.technicians[1]) == "T1 lacks HVAC"
    day = shop_day(customers=(customer(900, blocked=(1,)),))
    assert [each[0] for each in ways(day)] == [2]
    strict = Shop(zone_name="America/New_York", rules={"traffic": "", "areas": "strict"})
    areas = shop_day(
        shop=strict,
        technicians=(tech(1, area="North"), tech(2)),
        sites=(site(900, place(5), customer_id=900, area="north"),),
    )
    assert [each[0] for each in ways(areas)] == [1]
    over = shop_day(
        shifts=(ShiftRule(1, TODAY.weekday(), 480, 700, id=1), ShiftRule(2, TODAY.weekday(), 780, 1020, id=2))
    )
    assert ways(over) == [(2, "now", "nothing", "13:30")], "one is off by noon, one begins at one"


def test_who_is_at_it_already_is_not_taken_off_it():
    told = visit(1, "12:30", call_id=900, state=VisitState.DISPATCHED, since=at("11:55"))
    day = shop_day(told, km={900: 30})
    day = replace(day, calls={**day.calls, 900: FIRE}, sites={**day.sites, 900: site(900, place(30))})
    assert (1, "now", "nothing", "12:30") in ways(day)


def test_leaving_work_and_coming_back_to_it_pushes_the_rest():
    window = span("13:00", "14:00")
    day = shop_day(on_site(1, "11:00", "11:20"), visit(2, "13:00"), km={1: 20, 2: 20})
    promised = replace(day.calls[2], window=window, window_told_at=at("8:00"))
    day = replace(day, calls={**day.calls, 2: promised})
    found = sent(day, 1)
    assert found.arrival == at("12:10")
    assert found.rest_minutes == 20
    assert found.back_at == at("13:20"), "an hour there and ten minutes back"
    (line,) = found.lines
    assert line.call.id == 2
    assert line.after.eta == at("13:40")
    assert not found.late
    assert found.pushed == {RETURN: at("13:20"), 2: at("13:40")}
    assert [one.id for one in found.facts.visits] == [1, SENT, RETURN, 2]
    assert found.facts.visits[0].state is VisitState.CANNOT_COMPLETE
    tray = sent(day, 1, rest=Rest.TRAY)
    assert tray.back_at is None
    assert tray.lines[0].after.eta == at("13:20")


def test_a_visit_planned_before_the_arrival_comes_after_the_emergency():
    day = shop_day(visit(1, "12:15"), km={1: 0})
    found = sent(day, 1)
    assert found.after.visits[SENT].eta == at("12:30")
    assert found.pushed == {1: at("14:00")}
    assert found.lines[0].visit.start == at("12:15"), "as it stands now"


def test_a_locked_time_in_the_way_is_said():
    day = shop_day(visit(1, "12:15", lock=Lock.TIME))
    assert sent(day, 1).held is not None
    later = shop_day(visit(1, "13:10", lock=Lock.TIME))
    found = sent(later, 1)
    assert found.held is None
    assert 1 not in found.pushed
    assert found.lines[0].after.eta == at("14:00"), "late, where it stands"


def test_so_little_is_left_that_nobody_comes_back_for_it_and_still_it_is_a_quarter():
    day = shop_day(on_site(1, "11:00", "11:00"), km={1: 20})
    assert sent(day, 1).rest_minutes == LEAST_REST


@st.composite
def busy_days(draw: st.DrawFn) -> tuple[RowFacts, Call]:
    facts = draw(rows())
    where = draw(st.none() | st.integers(3990, 4020).map(lambda n: replace(DEPOT, lat=n / 100)))
    window = draw(st.none() | st.builds(lambda n: Span(NOON, NOON + minutes(n)), st.integers(10, 200)))
    fire = replace(FIRE, window=window, skills=())
    return facts.with_site(site(900, where)), fire


@settings(max_examples=150)
@given(busy_days(), st.sampled_from(list(Rest)))
def test_whatever_the_row_the_emergency_comes_first_and_nobody_is_lost(
    busy: tuple[RowFacts, Call], rest: Rest
):
    facts, fire = busy
    before = forecast_row(facts, NOON, FLAT)
    day = day_of(
        technicians=(tech(1, home=facts.home),),
        visits=tuple(facts.visits),
        calls=(fire, *facts.calls.values()),
        sites=tuple(facts.sites.values()),
    )
    day = replace(day, working={1: tuple(facts.shifts)})
    for way in reaches(day, {1: before}, fire, NOON, FLAT):
        assert way.arrival >= NOON
        found = candidate(facts, way, fire, 60, TODAY, NOON, FLAT, RULES, before, rest)
        there = found.after.visits[SENT]
        if way.start is Start.NOW:
            assert there.eta == way.arrival
        ids = {one.id for one in found.facts.visits} - {SENT, RETURN}
        assert ids == {one.id for one in facts.visits}, "everybody is still on the row"
        assert (RETURN in found.after.visits) is (way.leaves is Leaving.WORK and rest is Rest.RETURN)
        for line in found.lines:
            assert line.after.eta >= there.finish or way.start is Start.AFTER
        for one in found.facts.visits:
            if one.id in found.pushed:
                assert one.start == found.pushed[one.id]
                assert one.start >= found.after.visits[one.id].eta
                assert one.lock in (Lock.NONE, Lock.TECH)
