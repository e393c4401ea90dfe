"""The aligned goals: what counts, what is left out, and that rows add up whatever is supposed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import EMPTY_ROW, forecast_row
from dispatch_tui.core.goals import (
    MATCH_POINTS,
    Goal,
    Goals,
    SupposedRow,
    day_goals,
    goals_after,
    goals_of,
    matches_without,
    row_goals,
)
from dispatch_tui.core.model import ShiftRule, Shop, VisitState
from dispatch_tui.core.ripple import ripple
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import is_late
from dispatch_tui.planning.measures import measured
from tests.core.builders import (
    FLAT,
    SHOP,
    at,
    call,
    canceled,
    day_of,
    done,
    row,
    rows,
    site,
    span,
    tech,
    visit,
)

RULES = Rules.of(SHOP)
PROMISED = span("8:00", "10:00")


def goals(facts, clock="7:00", rules=RULES, matches=None):
    forecast = forecast_row(facts, at(clock), FLAT)
    return row_goals(facts.visits, forecast, facts.shifts, facts.calls, rules, matches or {})


def late_one(told: str | None, said: str = "10:35"):
    """Promised 8 to 10, planned at half past ten; told at some time of an arrival, or not at all."""
    one = visit(1, "10:30")
    if told is not None:
        one = replace(one, eta_told=at(said), eta_told_at=at(told))
    return row([one], windows={1: PROMISED})


# clients on time


def test_arrivals_by_the_windows_end_are_on_time_whether_they_happened_or_are_forecast():
    line = [
        done(1, "8:00", "10:00", "10:10"),
        done(2, "9:00", "10:30", "10:40"),
        visit(3, "9:30"),
        visit(4, "15:00"),
    ]
    found = goals(
        row(line, windows={**dict.fromkeys((1, 2, 3), PROMISED), 4: span("15:00", "16:00")}), "10:45"
    )
    assert found.clients == Goal(good=2, of=4)


def test_who_was_promised_nothing_and_where_nobody_came_is_left_out():
    gone = replace(canceled(2, "9:00", "8:30"), state=VisitState.CANNOT_COMPLETE)
    found = goals(row([visit(1, "11:00"), gone], windows={2: PROMISED}), "8:45")
    assert found.clients == Goal(0, 0, left_out=2)


def test_a_canceled_visit_and_a_helper_count_nowhere():
    helper = visit(2, "14:00", helps=True)
    found = goals(row([canceled(1, "9:00", "8:00"), helper], windows={1: PROMISED, 2: PROMISED}), "8:05")
    assert (found.clients, found.match, found.warned) == (Goal(), Goal(), Goal())


# technicians home on time


def test_home_is_by_the_end_of_the_shift_and_an_idle_shift_ends_in_time():
    assert goals(row([visit(1, "16:30")])).home == Goal(0, 1)
    assert goals(row([visit(1, "9:00")])).home == Goal(1, 1)
    assert goals(row([])).home == Goal(1, 1)
    assert goals(row([], shifts=())).home == Goal()
    assert goals(row([visit(1, "9:00")], shifts=())).home == Goal(left_out=1)


# right match


def test_a_match_is_right_within_ten_points_and_unknown_ones_are_left_out():
    facts = row([visit(1, "9:00"), visit(2, "11:00"), visit(3, "13:00")])
    found = goals(facts, matches={1: 0.0, 2: MATCH_POINTS, 7: 50.0})
    assert found.match == Goal(2, 2, left_out=1)
    assert goals(facts, matches={1: MATCH_POINTS + 0.5}).match == Goal(0, 1, left_out=2)


# warned in time


@pytest.mark.parametrize(
    ("told", "said", "good"),
    [
        (None, "", 0),
        ("7:30", "10:35", 1),
        ("8:30", "10:35", 0),
        ("7:30", "9:30", 0),  # they were told a time within the window: that is no warning
        ("7:30", "12:00", 0),  # and of one that is an hour and a half off they know nothing of this one
    ],
)
def test_late_clients_are_warned_if_they_knew_before_their_window(told, said, good):
    assert goals(late_one(told, said), "8:45").warned == Goal(good, 1)


def test_who_is_hardly_late_need_not_be_warned():
    patient = Rules.of(Shop(rules={"alert-late": "45"}))
    assert goals(late_one(None), rules=patient).warned == Goal(0, 0, left_out=1)
    assert goals(late_one(None), rules=patient).clients == Goal(0, 1)


@given(rows(), st.sampled_from(["9:00", "12:00", "15:00"]))
def test_warned_says_what_the_ripple_says(facts, clock):
    found = ripple(facts, at(clock), FLAT, RULES)
    told = [line for line in found.lines if line.is_late and not line.visit.helps]
    ahead = {line.visit.id for line in found.lines}
    only = [each for each in facts.visits if each.id in ahead]
    here = row_goals(only, found.before, facts.shifts, facts.calls, RULES)
    assert here.warned.of == len(told)
    assert here.warned.good == sum(line.knows and line.told_now.in_time for line in told)


# adding up


def test_the_score_is_of_all_that_could_be_judged():
    assert Goals().score is None
    assert Goals(clients=Goal(3, 3, 9)).score == 100
    assert Goals(Goal(3, 4), Goal(1, 1), Goal(), Goal(0, 1)).score == 67
    assert Goals(clients=Goal(1999, 2000)).score == 99, "100 is nothing missed"


@given(st.lists(rows(), max_size=4), st.randoms())
def test_rows_add_up_in_any_order(many, chance):
    each = [goals(facts, "12:00") for facts in many]
    whole = day_goals(each)
    chance.shuffle(each)
    assert day_goals(each) == whole
    for name, goal in whole.named:
        assert 0 <= goal.good <= goal.of
        assert goal.of == sum(getattr(one, name).of for one in each)
        assert goal.left_out == sum(getattr(one, name).left_out for one in each)


@given(rows(), st.sampled_from(["9:00", "12:00", "15:00"]))
def test_every_visit_that_somebody_goes_to_is_judged_or_left_out(facts, clock):
    found = goals(facts, clock)
    there = [v for v in facts.visits if v.state is not VisitState.CANCELED and not v.helps]
    assert found.clients.of + found.clients.left_out == len(there)
    assert found.match.of + found.match.left_out == len(there)
    assert found.warned.of + found.warned.left_out == found.clients.missed


@given(rows(), st.sampled_from(["9:00", "12:00", "15:00"]))
def test_the_planner_measures_the_same(facts, clock):
    """Late clients ahead and technicians home late are the same numbers in a proposal's measures."""
    facts = replace(facts, visits=tuple(replace(each, helps=False) for each in facts.visits))
    forecast = forecast_row(facts, at(clock), FLAT)
    found = row_goals(facts.visits, forecast, facts.shifts, facts.calls, RULES)
    planned = measured({1: facts.visits}, {1: forecast}, 0)
    ahead = [v for v in facts.visits if is_late(v, forecast.visits[v.id])]
    came_late = found.clients.missed - len(ahead)
    assert planned.late_clients == found.clients.missed - came_late
    came = [v for v in facts.visits if v.arrived_at and v.state is not VisitState.CANCELED]
    assert came_late == sum(forecast.visits[v.id].late_minutes > 0 for v in came)
    assert planned.home_late == found.home.missed


# a supposed day


def two_rows():
    shifts = tuple(
        ShiftRule(key, weekday, 480, 1020, id=10 * key + weekday) for key in (1, 2) for weekday in range(7)
    )
    visits = (visit(1, "9:00"), visit(2, "16:30"), visit(3, "9:00", technician_id=2))
    calls = tuple(call(key, site_id=key, window=PROMISED if key == 3 else None) for key in (1, 2, 3))
    return day_of(
        technicians=(tech(1), tech(2)), shifts=shifts, visits=visits, calls=calls,
        sites=tuple(site(key) for key in (1, 2, 3)),
    )  # fmt: skip


def forecasts_of(day):
    return {key: forecast_row(day.facts(key), at("7:00"), FLAT) for key in day.order}


def test_a_supposed_row_takes_the_place_of_the_one_there_is():
    day = two_rows()
    forecasts = forecasts_of(day)
    matches = {1: 0.0, 2: 20.0}
    before = goals_of(day, forecasts, matches)
    assert (before.home, before.match, before.clients) == (Goal(1, 2), Goal(1, 2, 1), Goal(1, 1, 2))
    parts = {key: goals_of(replace(day, order=(key,)), forecasts, matches) for key in day.order}
    moved = replace(day.visits[2], technician_id=2, start=at("13:00"))
    supposed = {
        1: (day.visits[1],),
        2: (day.visits[3], moved),
    }
    rows_then = {
        key: SupposedRow(visits, forecast_row(replace(day.facts(key), visits=visits), at("7:00"), FLAT))
        for key, visits in supposed.items()
    }
    after = goals_after(day, parts, rows_then, matches_without(matches, [2]))
    assert (after.home, after.match, after.clients) == (Goal(2, 2), Goal(1, 1, 2), Goal(1, 1, 2))


def test_a_call_from_the_tray_brings_its_own_window():
    day = two_rows()
    new = visit(9, "12:00", technician_id=1)
    facts = day.facts(1)
    window = span("12:00", "13:00")
    extra = {9: call(9, site_id=1, window=window)}
    visits = (*facts.visits, new)
    known = replace(facts, visits=visits, calls={**facts.calls, **extra})
    supposed = {1: SupposedRow(visits, forecast_row(known, at("7:00"), FLAT), extra)}
    parts = {key: goals_of(replace(day, order=(key,)), forecasts_of(day)) for key in day.order}
    assert goals_after(day, parts, supposed).clients == Goal(2, 2, 2)


@given(st.data())
def test_supposing_what_is_changes_nothing(data):
    day = two_rows()
    forecasts = forecasts_of(day)
    parts = {key: goals_of(replace(day, order=(key,)), forecasts) for key in day.order}
    keys = data.draw(st.sets(st.sampled_from(day.order)))
    supposed = {key: SupposedRow(day.row(key), forecasts[key]) for key in keys}
    assert goals_after(day, parts, supposed) == goals_of(day, forecasts)


def test_a_row_without_a_forecast_is_empty():
    day = replace(two_rows(), rows={1: (), 2: ()})
    assert goals_of(day, {}) == goals_of(day, dict.fromkeys((1, 2), EMPTY_ROW))
