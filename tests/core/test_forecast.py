from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import (
    EMPTY_ROW,
    FOREVER,
    RowFacts,
    expected_finish,
    forecast_row,
    minutes_between,
    visiting_order,
)
from dispatch_tui.core.model import VisitState
from dispatch_tui.core.status import AT_WORK, OVER
from dispatch_tui.core.travel import GUESS, NO_LEG
from tests.core.builders import (
    FLAT,
    NOON,
    at,
    canceled,
    done,
    en_route,
    minutes,
    on_site,
    paused,
    place,
    row,
    rows,
    span,
    visit,
)

S = VisitState
SECOND = timedelta(seconds=1)


def look(facts, clock):
    """The forecast of a row at a time of the day; a kilometre is a minute."""
    return forecast_row(facts, at(clock) if isinstance(clock, str) else clock, FLAT)


def times(forecast):
    return {key: (one.eta, one.finish) for key, one in forecast.visits.items()}


# examples: what has not begun


def test_an_empty_row_has_nothing_ahead():
    assert look(row([]), "9:00") == EMPTY_ROW
    assert EMPTY_ROW.home is None
    assert EMPTY_ROW.stable_until == FOREVER


def test_on_time_a_visit_begins_when_planned():
    forecast = look(row([visit(1, "9:00")], {1: 20}), "7:00")
    one = forecast.visits[1]
    assert (one.eta, one.finish) == (at("9:00"), at("10:00"))
    assert (one.leg.minutes, one.behind_minutes, one.short_minutes) == (20, 0, 0)
    assert forecast.home == at("10:20")


def test_the_drive_starts_from_home_and_not_before_the_shift():
    one = look(row([visit(1, "8:00")], {1: 20}), "7:00").visits[1]
    assert one.eta == at("8:20")
    assert one.behind_minutes == 20
    assert one.short_minutes == 20


def test_without_a_shift_the_drive_starts_in_time():
    one = look(row([visit(1, "8:00")], {1: 20}, shifts=()), "7:00").visits[1]
    assert (one.eta, one.short_minutes) == (at("8:00"), 0)


def test_who_has_not_left_in_time_is_behind_by_the_minute():
    facts = row([visit(1, "9:00")], {1: 20})
    assert look(facts, "8:40").visits[1].eta == at("9:00")
    assert look(facts, "8:41").visits[1].eta == at("9:01")
    late = look(facts, "9:30").visits[1]
    assert (late.eta, late.finish, late.behind_minutes) == (at("9:50"), at("10:50"), 50)


def test_travel_is_from_the_real_predecessor_and_home_again():
    forecast = look(row([visit(1, "9:00"), visit(2, "11:00")], {1: 20, 2: 50}), "8:00")
    assert [one.leg.minutes for one in forecast.visits.values()] == [20, 30]
    assert forecast.home_leg.minutes == 50
    assert forecast.home == at("12:50")


def test_too_short_a_gap_is_short_and_pushes():
    forecast = look(row([visit(1, "9:00"), visit(2, "10:10")], {1: 0, 2: 30}), "8:00")
    assert forecast.visits[2].short_minutes == 20
    assert forecast.visits[2].eta == at("10:30")


def test_a_short_gap_stays_short_whatever_happened_before_it():
    early = done(1, "9:00", "8:30", "9:10")
    tight = [visit(1, "9:00"), visit(2, "10:10"), visit(3, "11:20")]
    kms = {1: 0, 2: 30, 3: 30}
    assert look(row(tight, kms), "8:00").visits[2].short_minutes == 20
    assert look(row([early, *tight[1:]], kms), "9:10").visits[2].short_minutes == 0


def test_visits_planned_for_one_time_are_gone_to_one_after_the_other():
    forecast = look(row([visit(2, "9:00"), visit(1, "9:00")], {1: 0, 2: 10}), "8:00")
    assert [one.visit_id for one in forecast.visits.values()] == [1, 2]
    assert forecast.visits[2].eta == at("10:10")


def test_an_unknown_place_is_a_guess_and_never_here():
    forecast = look(row([visit(1, "9:00"), visit(2, "10:00")], {1: None, 2: None}), "8:00")
    assert forecast.visits[1].leg == forecast.visits[2].leg == forecast.home_leg == GUESS
    assert forecast.visits[2].eta == at("10:25")


def test_an_unknown_home_is_a_guess_too():
    facts = row([visit(1, "9:00")], {1: 20}, home=None)
    forecast = look(facts, "8:00")
    assert forecast.visits[1].leg == forecast.home_leg == GUESS


def test_a_visit_whose_call_is_not_known_has_no_place_and_no_window():
    facts = RowFacts((visit(1),), {}, {}, place(0), ())
    one = look(facts, "8:00").visits[1]
    assert (one.leg, one.slack_minutes) == (GUESS, None)


# examples: what has begun


def test_on_the_way_the_eta_is_setting_off_and_the_drive():
    forecast = look(row([en_route(1, "9:00", "8:50")], {1: 20}), "8:55")
    assert forecast.visits[1].eta == at("9:10")
    assert forecast.visits[1].finish == at("10:10")


def test_on_the_way_longer_than_the_drive_is_any_moment():
    forecast = look(row([en_route(1, "9:00", "8:30")], {1: 20}), "9:00")
    assert forecast.visits[1].eta == at("9:00")
    assert forecast.stable_until == at("9:00")


def test_an_early_bird_is_forecast_early():
    assert look(row([en_route(1, "10:00", "8:30")], {1: 20}), "8:35").visits[1].eta == at("8:50")


def test_at_work_the_finish_follows_the_actual_arrival():
    one = look(row([on_site(1, "9:00", "9:25")]), "9:40").visits[1]
    assert (one.eta, one.finish, one.over) == (at("9:25"), at("10:25"), False)
    assert one.behind_minutes == 25


def test_work_that_runs_over_ends_any_moment_and_says_so():
    facts = row([on_site(1, "9:00", "9:00"), visit(2, "10:00")])
    forecast = look(facts, "10:30")
    assert forecast.visits[1].over
    assert forecast.visits[1].finish == at("10:30")
    assert forecast.visits[2].eta == at("10:30")
    assert forecast.stable_until == at("10:30")
    assert not look(facts, "10:00").visits[1].over


def test_time_said_outweighs_the_plan():
    said = on_site(1, "9:00", "9:00", left_minutes=90, left_at=at("9:30"))
    one = look(row([said]), "9:45").visits[1]
    assert (one.finish, one.over) == (at("11:00"), False)


def test_past_pauses_put_the_finish_off():
    facts = row([on_site(1, "9:00", "9:00", paused_minutes=15)])
    assert look(facts, "9:40").visits[1].finish == at("10:15")


def test_a_running_pause_puts_the_finish_off_minute_by_minute():
    facts = row([paused(1, "9:00", "9:00", "9:30", paused_minutes=5)])
    assert look(facts, "9:30").visits[1].finish == at("10:05")
    assert look(facts, "9:50").visits[1].finish == at("10:25")
    assert look(facts, "9:50").stable_until == at("9:50")


def test_in_a_pause_what_is_left_counts_from_now():
    said = paused(1, "9:00", "9:00", "9:30", left_minutes=20, left_at=at("9:30"))
    assert expected_finish(said, at("9:50")) == at("10:10")


def test_the_next_visit_waits_for_a_late_one():
    facts = row([on_site(1, "9:00", "9:40"), visit(2, "10:30")], {1: 0, 2: 30})
    assert look(facts, "10:00").visits[2].eta == at("11:10")


# examples: what is over


def test_what_is_over_is_told_as_it_was():
    forecast = look(row([done(1, "9:00", "9:10", "9:50"), visit(2, "11:00")]), "10:00")
    one = forecast.visits[1]
    assert (one.eta, one.finish, one.behind_minutes) == (at("9:10"), at("9:50"), 10)


def test_ended_visits_come_as_they_happened_then_begun_ones_then_the_rest():
    visits = [
        visit(1, "7:00"),
        en_route(2, "15:00", "12:00"),
        on_site(3, "6:00", "11:00"),
        en_route(8, "16:00", "11:50"),
        done(4, "9:00", "9:30", "10:00"),
        done(5, "16:00", "8:00", "8:30"),
        paused(6, "7:00", "10:30", "10:40"),
        visit(7, "6:00"),
    ]
    assert [one.id for one in visiting_order(visits)] == [5, 4, 6, 3, 8, 2, 7, 1]


def test_the_next_drive_starts_where_the_last_work_was():
    visits = [done(1, "9:00", "8:30", "9:00"), done(2, "8:00", "9:30", "10:30"), visit(3, "12:00")]
    forecast = look(row(visits, {1: 10, 2: 40, 3: 50}), "11:00")
    assert forecast.visits[3].leg.minutes == 10


def test_nobody_drives_from_a_visit_they_never_reached():
    visits = [done(1, "8:30", "8:30", "9:00"), canceled(2, "9:30", "9:15"), visit(3, "11:00")]
    forecast = look(row(visits, {1: 10, 2: 90, 3: 20}), "9:20")
    assert forecast.visits[3].leg.minutes == 10
    assert forecast.visits[2].leg == NO_LEG
    assert (forecast.visits[2].eta, forecast.visits[2].finish) == (at("9:15"), at("9:15"))


def test_nobody_drives_home_from_a_visit_they_never_reached():
    forecast = look(row([canceled(1, "9:30", "9:15")], {1: 90}), "9:20")
    assert forecast.home_leg == NO_LEG


def test_a_visit_that_ended_for_want_of_a_part_was_reached():
    stopped = replace(done(1, "9:00", "9:00", "9:30"), state=S.CANNOT_COMPLETE)
    forecast = look(row([stopped, visit(2, "11:00")], {1: 30, 2: 30}), "10:00")
    assert forecast.visits[2].leg == NO_LEG


# examples: windows, overtime


@pytest.mark.parametrize(
    ("clock", "late", "slack"),
    [
        ("8:00", 0, 60),
        ("9:39", 0, 1),
        ("9:40", 0, 0),
        ("9:41", 1, -1),
        ("10:10", 30, -30),
    ],
)
def test_late_is_after_the_windows_end(clock, late, slack):
    facts = row([visit(1, "9:00")], {1: 20}, {1: span("8:00", "10:00")})
    one = look(facts, clock).visits[1]
    assert (one.late_minutes, one.slack_minutes) == (late, slack)


def test_a_second_late_is_late_but_a_second_behind_plan_is_not_yet_behind():
    facts = row([visit(1, "9:00")], {1: 20}, {1: span("8:00", "10:00")})
    one = look(facts, at("9:40") + SECOND).visits[1]
    assert (one.late_minutes, one.slack_minutes, one.behind_minutes) == (1, -1, 60)


def test_without_a_window_nothing_is_late():
    one = look(row([visit(1, "9:00")]), "23:00").visits[1]
    assert (one.late_minutes, one.slack_minutes) == (0, None)


def test_the_window_binds_the_arrival_and_not_the_finish():
    facts = row([visit(1, "9:55")], windows={1: span("8:00", "10:00")})
    one = look(facts, "8:00").visits[1]
    assert (one.late_minutes, one.slack_minutes) == (0, 5)


def test_overtime_is_home_after_the_shift():
    facts = row([visit(1, "15:30")], {1: 20})
    assert look(facts, "8:00").overtime_minutes == 0
    assert look(row([visit(1, "15:55")], {1: 20}), "8:00").overtime_minutes == 15
    assert look(row([visit(1, "15:55")], {1: 20}, shifts=()), "8:00").overtime_minutes == 0
    halves = (span("8:00", "12:00"), span("13:00", "17:00"))
    assert look(row([visit(1, "15:55")], {1: 20}, shifts=halves), "8:00").overtime_minutes == 15
    assert look(row([visit(1, "8:00")], {1: 20}, shifts=halves), "7:00").visits[1].eta == at("8:20")


@pytest.mark.parametrize(
    ("seconds", "whole"), [(0, 0), (1, 1), (60, 1), (61, 2), (-1, 0), (-60, -1), (-61, -1)]
)
def test_minutes_are_rounded_up(seconds, whole):
    assert minutes_between(NOON, NOON + seconds * SECOND) == whole


# examples: how long a forecast holds


@pytest.mark.parametrize(
    ("visits", "clock", "until"),
    [
        ([visit(1, "9:00")], "7:00", "8:40"),
        ([visit(1, "9:00")], "8:40", "8:40"),
        ([visit(1, "9:00")], "8:50", "8:50"),
        ([en_route(1, "9:00", "8:30")], "8:35", "8:47"),
        ([on_site(1, "9:00", "9:00")], "9:10", "9:48"),
        ([on_site(1, "9:00", "9:00"), visit(2, "13:00")], "9:10", "9:48"),
        ([done(1, "9:00", "9:00", "10:00"), visit(2, "13:00")], "10:10", "13:00"),
        ([visit(1, "9:00"), visit(2, "13:00")], "7:00", "8:40"),
    ],
)
def test_a_forecast_holds_until_time_alone_changes_it(visits, clock, until):
    assert look(row(visits, {1: 20, 2: 20}), clock).stable_until == at(until)


def test_the_past_holds_for_ever():
    assert look(row([done(1, "9:00", "9:00", "10:00")]), "12:00").stable_until == FOREVER


# properties


@given(rows())
def test_what_has_not_happened_is_never_earlier_than_now(facts):
    forecast = look(facts, NOON)
    for one in facts.visits:
        found = forecast.visits[one.id]
        if one.state not in OVER:
            assert found.finish >= NOON
        if one.state not in OVER | AT_WORK:
            assert found.eta >= NOON
            assert found.finish == found.eta + minutes(one.minutes)


@given(rows())
def test_what_has_happened_is_told_as_stamped(facts):
    forecast = look(facts, NOON)
    for one in facts.visits:
        if one.arrived_at is not None:
            assert forecast.visits[one.id].eta == one.arrived_at
        if one.finished_at is not None:
            assert forecast.visits[one.id].finish == one.finished_at


@given(rows())
def test_nobody_leaves_before_they_arrive(facts):
    for found in look(facts, NOON).visits.values():
        assert found.finish >= found.eta


@given(rows())
def test_every_visit_is_forecast_once_and_in_order(facts):
    forecast = look(facts, NOON)
    assert list(forecast.visits) == [one.id for one in visiting_order(facts.visits)]
    assert {one.id for one in facts.visits} == set(forecast.visits)


@given(rows())
def test_travel_stands_between_any_two_that_are_ahead(facts):
    ahead = [one for one in visiting_order(facts.visits) if one.state not in OVER | AT_WORK]
    forecast = look(facts, NOON)
    for before, after in pairwise(ahead):
        leg = FLAT.leg(facts.place(before), facts.place(after))
        found = forecast.visits[after.id]
        assert found.leg == leg
        if after.state is not S.EN_ROUTE:
            assert found.eta >= forecast.visits[before.id].finish + minutes(leg.minutes)
            assert found.eta >= after.start


@given(rows())
def test_home_is_a_drive_after_everything(facts):
    forecast = look(facts, NOON)
    last = max(found.finish for found in forecast.visits.values())
    assert forecast.home >= last + minutes(forecast.home_leg.minutes)


@given(rows(), st.randoms())
def test_the_order_in_which_visits_are_listed_does_not_matter(facts, random):
    shuffled = list(facts.visits)
    random.shuffle(shuffled)
    assert look(replace(facts, visits=tuple(shuffled)), NOON) == look(facts, NOON)


@given(rows(), st.integers(0, 90))
def test_as_time_goes_by_nothing_gets_earlier(facts, passed):
    before, after = look(facts, NOON), look(facts, NOON + minutes(passed))
    for key, found in before.visits.items():
        assert after.visits[key].eta >= found.eta
        assert after.visits[key].finish >= found.finish
        assert after.visits[key].late_minutes >= found.late_minutes
    assert after.home >= before.home
    assert after.overtime_minutes >= before.overtime_minutes


@given(rows(), st.integers(1, 120), st.data())
def test_a_delay_on_one_visit_never_makes_a_later_one_earlier(facts, delay, data):
    slow = data.draw(st.sampled_from(facts.visits))
    longer = replace(slow, minutes=slow.minutes + delay)
    if slow.left_minutes is not None:
        longer = replace(longer, left_minutes=slow.left_minutes + delay)
    delayed = tuple(longer if one.id == slow.id else one for one in facts.visits)
    before, after = look(facts, NOON), look(replace(facts, visits=delayed), NOON)
    order = list(before.visits)
    for key in order:
        assert after.visits[key].eta >= before.visits[key].eta
    for key in order[: order.index(slow.id)]:
        assert after.visits[key] == before.visits[key]
    assert after.home >= before.home


@given(st.integers(0, 120), st.integers(0, 60))
def test_a_delay_reaches_the_next_once_the_air_is_used_up(delay, air):
    facts = row([on_site(1, "11:00", "11:00"), visit(2, at("12:10") + minutes(air))], {1: 0, 2: 10})
    late = replace(facts.visits[0], left_minutes=delay, left_at=NOON)
    after = look(replace(facts, visits=(late, facts.visits[1])), NOON)
    assert after.visits[2].behind_minutes == max(0, delay - air)


@given(rows())
def test_windows_are_judged_by_the_eta(facts):
    for one in facts.visits:
        found = look(facts, NOON).visits[one.id]
        window = facts.window(one)
        if window is None:
            assert (found.late_minutes, found.slack_minutes) == (0, None)
            continue
        assert (found.late_minutes > 0) == (found.eta > window.end) == (found.slack_minutes < 0)
        assert found.late_minutes == max(0, -found.slack_minutes)
        assert found.behind_minutes == max(0, (found.eta - one.start) // minutes(1))


@given(rows(), st.floats(0, 1))
def test_until_stable_until_nothing_changes(facts, part):
    forecast = look(facts, NOON)
    assert forecast.stable_until >= NOON
    horizon = min(forecast.stable_until, NOON + timedelta(days=2))
    length = horizon - NOON
    for passed in (part * length, length - SECOND):
        if timedelta(0) <= passed < length:
            again = look(facts, NOON + passed)
            assert times(again) == times(forecast)
            assert again.home == forecast.home
            assert again.stable_until == forecast.stable_until


@given(rows())
def test_a_row_that_holds_for_ever_is_over(facts):
    if look(facts, NOON).stable_until == FOREVER:
        assert all(one.state in OVER for one in facts.visits)
    else:
        assert any(one.state not in OVER for one in facts.visits)
