from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import RowForecast, forecast_row
from dispatch_tui.core.model import Shop, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.telling.late import AHEAD, already_told, late_notices
from tests.core.builders import (
    FLAT,
    NOON,
    at,
    canceled,
    done,
    en_route,
    minutes,
    on_site,
    row,
    rows,
    span,
    visit,
)

RULES = Rules.of(Shop())
LUNCH = {2: span("10:00", "11:00"), 3: span("12:00", "13:00")}


def notices(facts, now, rules=RULES):
    return late_notices(facts.visits, facts.calls, forecast_row(facts, now, FLAT), rules, now)


def late_row(**told):
    """At 1 until 11:10 instead of 10:00; 2 is ten minutes late, 3 is not."""
    first = on_site(1, "9:00", "9:00", left_minutes=40, left_at=at("10:30"))
    return row([visit(3, "12:10"), visit(2, "10:00", **told), first], windows=LUNCH)


def test_the_client_whose_window_passes_is_named_and_nobody_else():
    [found] = notices(late_row(), at("10:30"))
    assert (found.visit.id, found.call.id, found.eta) == (2, 2, at("11:10"))
    assert not found.told


def test_they_are_to_know_before_the_window_begins_or_else_now():
    facts = row(
        [visit(2, "10:00"), on_site(1, "9:00", "9:00", left_minutes=120, left_at=at("9:10"))], windows=LUNCH
    )
    [early] = notices(facts, at("9:30"))
    assert early.tell_by == at("10:00")
    [late] = notices(facts, at("10:30"))
    assert late.tell_by == at("10:30")


def test_whoever_was_told_an_arrival_near_enough_is_told():
    assert notices(late_row(eta_told=at("11:15")), at("10:30"))[0].told
    assert notices(late_row(eta_told=at("11:24")), at("10:30"))[0].told
    assert not notices(late_row(eta_told=at("11:25")), at("10:30"))[0].told


def test_an_arrival_within_the_window_says_nothing_of_being_late():
    assert not notices(late_row(eta_told=at("11:00")), at("10:30"))[0].told
    assert notices(late_row(eta_told=at("11:01")), at("10:30"))[0].told


def test_the_shop_says_from_when_on():
    assert not notices(late_row(), at("10:30"), replace(RULES, alert_late=11))
    assert notices(late_row(), at("10:30"), replace(RULES, alert_late=10))


def test_who_is_on_the_way_may_be_late_and_who_has_arrived_may_not():
    away = row([en_route(2, "10:00", "10:55")], {2: 30.0}, LUNCH)
    assert [found.visit.id for found in notices(away, at("11:00"))] == [2]
    there = row([on_site(2, "10:00", "11:30")], windows=LUNCH)
    assert notices(there, at("11:40")) == []
    over = row([done(2, "10:00", "11:30", "11:40"), canceled(3, "12:10", "11:00")], windows=LUNCH)
    assert notices(over, at("14:00")) == []


def test_no_window_no_lateness_and_what_is_unknown_is_left_out():
    facts = row([visit(2, "10:00")])
    assert notices(facts, at("15:00")) == []
    late = row([visit(2, "10:00")], windows=LUNCH)
    now = at("15:00")
    forecast = forecast_row(late, now, FLAT)
    assert late_notices(late.visits, {}, forecast, RULES, now) == []
    nothing = RowForecast({}, None, forecast.home_leg, 0, now)
    assert late_notices(late.visits, late.calls, nothing, RULES, now) == []


def test_already_told_is_about_the_difference_alone():
    told = visit(eta_told=at("11:00"))
    assert already_told(told, at("11:14"), RULES)
    assert already_told(told, at("10:46"), RULES)
    assert not already_told(told, at("11:15"), RULES)
    assert not already_told(told, at("10:45"), RULES)
    assert not already_told(visit(), at("11:00"), RULES)


@given(rows(), st.integers(1, 240))
def test_every_notice_is_of_a_visit_ahead_that_is_late(facts, least):
    found = notices(facts, NOON, replace(RULES, alert_late=least))
    for each in found:
        assert each.visit.state in AHEAD
        assert each.call.window is not None
        assert each.eta > each.call.window.end + minutes(least - 1)
        assert each.tell_by >= NOON
        assert not each.told
    assert {each.visit.state for each in found}.isdisjoint({VisitState.ON_SITE, VisitState.DONE})
    assert len(notices(facts, NOON, replace(RULES, alert_late=1))) >= len(found)
