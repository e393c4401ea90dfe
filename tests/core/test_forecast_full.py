"""The forecast with what the shop has learnt, with breaks, traffic and likely ranges."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import forecast_row, visiting_order
from dispatch_tui.core.model import VisitState
from dispatch_tui.core.status import AT_WORK, OVER
from dispatch_tui.core.travel import GUESS, Travel
from dispatch_tui.core.typical import NOTHING_LEARNT, Case, Source, Typicals
from tests.core.builders import (
    FLAT,
    NEW_YORK,
    NOON,
    at,
    done,
    en_route,
    minutes,
    on_site,
    paused,
    row,
    rows,
    span,
    visit,
)

S = VisitState
RUSH = Travel(1.0, 60.0, 0.0, ((16, 18, 1.5),), NEW_YORK)
"""A kilometre is a minute, but a minute and a half from 16 to 18."""

SLOW = Typicals.of([Case("REPAIR", 1, 60, each) for each in (70, 75, 80, 85, 90)], 5)
"""Technician 1 takes about 80 minutes for what is planned as an hour."""

LUNCH = (span("8:00", "12:00"), span("13:00", "17:00"))

learnt = st.sampled_from([NOTHING_LEARNT, SLOW])
travels = st.sampled_from([FLAT, RUSH, Travel(1.0, 60.0, 0.0, ((11, 14, 1.25), (14, 15, 0.8)), NEW_YORK)])


def look(facts, clock, travel=FLAT):
    return forecast_row(facts, at(clock) if isinstance(clock, str) else clock, travel)


def slow_row(visits, *args, **kwargs):
    return replace(row(visits, *args, **kwargs), typicals=SLOW)


# examples: typical lengths


def test_what_usually_takes_longer_puts_the_next_one_off():
    forecast = look(slow_row([visit(1, "9:00"), visit(2, "10:10")]), "8:00")
    assert forecast.visits[1].finish == at("10:20")
    assert forecast.visits[2].eta == at("10:20")
    assert forecast.visits[1].expected.source is Source.TECHNICIAN
    assert forecast.visits[1].expected.cases == 5


def test_work_that_has_begun_ends_when_such_work_does():
    one = look(slow_row([on_site(1, "9:00", "9:00")]), "9:40").visits[1]
    assert (one.finish, one.over) == (at("10:20"), False)


def test_an_overrun_has_some_time_left_and_is_still_an_overrun():
    facts = slow_row([on_site(1, "9:00", "9:00")])
    overrun = look(facts, "10:16").visits[1]
    assert overrun.over
    assert overrun.finish == at("10:25")  # of 80, 85 and 90
    assert look(facts, "10:40").visits[1].finish == at("10:46")  # longer than any: a tenth of the plan


def test_a_pause_does_not_count_as_work():
    facts = slow_row([on_site(1, "9:00", "9:00", paused_minutes=30)])
    assert look(facts, "10:16").visits[1].finish == at("10:50")
    resting = slow_row([paused(1, "9:00", "9:00", "9:40")])
    assert look(resting, "9:50").visits[1].finish == at("10:30")


def test_what_was_said_outweighs_what_is_usual_until_it_has_passed():
    said = on_site(1, "9:00", "9:00", left_minutes=10, left_at=at("9:30"))
    before = look(slow_row([said]), "9:35").visits[1]
    assert (before.finish, before.expected.source) == (at("9:40"), Source.SAID)
    after = look(slow_row([said]), "9:45").visits[1]
    assert (after.finish, after.expected.source, after.over) == (at("10:20"), Source.TECHNICIAN, True)


def test_a_forecast_by_cases_holds_until_the_next_case_is_passed():
    facts = slow_row([on_site(1, "9:00", "9:00")])
    assert look(facts, "9:10").stable_until == at("10:00")  # it is over then, by the plan
    assert look(facts, "10:05").stable_until == at("10:10")
    assert look(facts, "10:12").stable_until == at("10:15")
    assert look(facts, "10:40").stable_until == at("10:40")


def test_what_is_over_expects_nothing():
    assert look(slow_row([done(1, "9:00", "9:00", "9:30")]), "12:00").visits[1].expected is None


# examples: breaks and time off


def test_nobody_arrives_in_a_break():
    facts = row([on_site(1, "10:00", "11:00"), visit(2, "11:30")], {1: 0, 2: 10}, shifts=LUNCH)
    assert look(facts, "11:10").visits[2].eta == at("13:00")


def test_what_is_planned_into_a_break_comes_after_it():
    assert look(row([visit(1, "12:30")], shifts=LUNCH), "8:00").visits[1].eta == at("13:00")


@pytest.mark.parametrize(("start", "eta"), [("11:59", "11:59"), ("12:00", "13:00"), ("13:00", "13:00")])
def test_a_break_is_over_when_it_ends(start, eta):
    assert look(row([visit(1, start)], shifts=LUNCH), "8:00").visits[1].eta == at(eta)


def test_who_is_under_way_in_a_break_arrives():
    facts = row([en_route(1, "12:10", "11:50")], {1: 20}, shifts=LUNCH)
    assert look(facts, "11:55").visits[1].eta == at("12:10")


# examples: traffic


def test_a_drive_in_the_rush_takes_longer():
    facts = row([on_site(1, "15:00", "15:00"), visit(2, "16:05")], {1: 0, 2: 20})
    assert look(facts, "15:30").visits[2].eta == at("16:20")
    later = look(facts, "15:30", RUSH)
    assert (later.visits[2].eta, later.visits[2].leg.minutes) == (at("16:30"), 30)
    assert later.home == at("17:30") + minutes(30)


def test_who_has_time_sets_off_earlier_for_the_rush():
    facts = row([visit(1, "17:00")], {1: 20})
    one = look(facts, "12:00", RUSH)
    assert (one.visits[1].eta, one.visits[1].leg.minutes) == (at("17:00"), 30)
    assert one.stable_until == at("16:30")


def test_a_plan_that_forgets_the_rush_is_short():
    facts = row([visit(1, "15:00"), visit(2, "16:20")], {1: 0, 2: 20})
    assert look(facts, "12:00").visits[2].short_minutes == 0
    assert look(facts, "12:00", RUSH).visits[2].short_minutes == 10


# examples: likely ranges


def test_what_has_happened_has_no_range():
    facts = row([done(1, "9:00", "9:10", "9:50"), on_site(2, "10:00", "10:10")])
    for one in look(facts, "10:20").visits.values():
        assert one.eta_low == one.eta == one.eta_high


def test_a_drive_has_a_range_of_its_own():
    one = look(row([en_route(1, "9:00", "8:50")], {1: 20}), "8:50").visits[1]
    assert (one.eta_low, one.eta, one.eta_high) == (at("9:07"), at("9:10"), at("9:16"))


def test_a_guess_of_a_drive_is_wider():
    facts = row([en_route(1, "9:00", "8:50")], {1: None})
    one = look(facts, "8:50").visits[1]
    assert one.leg == GUESS
    assert (one.eta_low, one.eta_high) == (at("9:03"), at("9:40"))


def test_ranges_widen_along_the_row_and_waiting_narrows_them():
    chain = [on_site(1, "9:00", "9:00"), visit(2, "10:00"), visit(3, "11:00")]
    packed = look(row(chain), "9:10").visits
    assert packed[2].eta_high - packed[2].eta == minutes(18)
    assert packed[3].eta_high - packed[3].eta == minutes(26)  # hypot(18, 18), not 36
    loose = look(row([*chain[:2], visit(3, "11:20")]), "9:10").visits
    assert loose[3].eta_high - loose[3].eta == minutes(6)
    idle = look(row([*chain[:2], visit(3, "13:00")]), "9:10").visits
    assert idle[3].eta_low == idle[3].eta == idle[3].eta_high == at("13:00")


def test_a_range_that_passes_the_window_may_be_late_and_is_not_late():
    facts = row([on_site(1, "9:00", "9:00"), visit(2, "10:00")], windows={2: span("8:00", "10:10")})
    one = look(facts, "9:10").visits[2]
    assert (one.may_be_late, one.late_minutes, one.slack_minutes) == (True, 0, 10)
    late = look(facts, "10:20").visits[2]
    assert (late.may_be_late, late.late_minutes) == (False, 10)
    roomy = row([on_site(1, "9:00", "9:00"), visit(2, "10:00")], windows={2: span("8:00", "10:30")})
    assert not look(roomy, "9:10").visits[2].may_be_late


def test_home_has_a_range_too():
    forecast = look(row([visit(1, "9:00")], {1: 20}), "7:00")
    assert forecast.home_low == at("10:20") - minutes(12)  # hypot(12, 3)
    assert forecast.home_high == at("10:20") + minutes(20)  # hypot(hypot(6, 18), 6)


# properties


@st.composite
def full_rows(draw):
    facts = draw(rows())
    return replace(facts, typicals=draw(learnt))


@given(full_rows(), travels)
def test_ranges_hold_what_they_are_about(facts, travel):
    forecast = look(facts, NOON, travel)
    for one in facts.visits:
        found = forecast.visits[one.id]
        assert found.eta_low <= found.eta <= found.eta_high
        if one.state in OVER | AT_WORK:
            assert found.eta_low == found.eta_high
        else:
            assert found.eta_low >= NOON
            assert found.finish >= found.eta
    assert forecast.home_low <= forecast.home <= forecast.home_high


def slowed(facts, visit, delay, travel):
    """A visit that takes longer: planned so, or, where cases tell of work that has begun, said so.

    A longer plan is no delay for those: it makes the same time on site less of an overrun.
    """
    if visit.state in AT_WORK and facts.typicals:
        left = math.ceil((look(facts, NOON, travel).visits[visit.id].finish - NOON) / minutes(1))
        return replace(visit, left_minutes=left + delay, left_at=NOON)
    left = None if visit.left_minutes is None else visit.left_minutes + delay
    return replace(visit, minutes=visit.minutes + delay, left_minutes=left)


@given(full_rows(), travels, st.integers(1, 120), st.data())
def test_a_delay_makes_nothing_later_on_earlier(facts, travel, delay, data):
    slow = data.draw(st.sampled_from(facts.visits))
    longer = slowed(facts, slow, delay, travel)
    delayed = tuple(longer if one.id == slow.id else one for one in facts.visits)
    before, after = look(facts, NOON, travel), look(replace(facts, visits=delayed), NOON, travel)
    for key, found in before.visits.items():
        assert after.visits[key].eta >= found.eta
        if longer.left_at == slow.left_at:  # a word makes a range narrower
            assert after.visits[key].eta_high >= found.eta_high
    assert after.home >= before.home


@given(full_rows(), travels, st.integers(0, 90))
def test_as_time_goes_by_nothing_gets_earlier(facts, travel, passed):
    before, after = look(facts, NOON, travel), look(facts, NOON + minutes(passed), travel)
    for key, found in before.visits.items():
        assert after.visits[key].eta >= found.eta
        assert after.visits[key].finish >= found.finish
    assert after.home >= before.home


@given(full_rows(), travels, st.floats(0, 1))
def test_until_stable_until_the_whole_forecast_stands(facts, travel, part):
    forecast = look(facts, NOON, travel)
    assert forecast.stable_until >= NOON
    length = min(forecast.stable_until, NOON + timedelta(days=2)) - NOON
    for passed in (part * length, length - timedelta(seconds=1)):
        if timedelta(0) <= passed < length:
            assert look(facts, NOON + passed, travel) == forecast


@given(full_rows(), travels)
def test_nobody_who_has_not_set_off_arrives_in_a_break(facts, travel):
    forecast = look(facts, NOON, travel)
    gaps = [
        (first.end, second.start)
        for first, second in zip(facts.shifts, facts.shifts[1:], strict=False)
    ]  # fmt: skip
    for one in facts.visits:
        if one.state not in OVER | AT_WORK | {S.EN_ROUTE}:
            found = forecast.visits[one.id]
            for instant in (found.eta, found.eta_low, found.eta_high):
                assert not any(start <= instant < end for start, end in gaps)


@given(full_rows(), travels, st.randoms())
def test_the_order_in_which_visits_are_listed_does_not_matter(facts, travel, random):
    shuffled = list(facts.visits)
    random.shuffle(shuffled)
    again = look(replace(facts, visits=tuple(shuffled)), NOON, travel)
    assert again == look(facts, NOON, travel)
    assert list(again.visits) == [one.id for one in visiting_order(facts.visits)]
