from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import NEW, ShiftRule, VisitState
from dispatch_tui.core.rules import weigh
from dispatch_tui.core.shifts import MINUTE
from dispatch_tui.core.status import BEGUN
from dispatch_tui.core.suggest import Spot, best_spots, qualified, rounded_up, spots_on_row
from tests.core.builders import (
    FLAT,
    NOON,
    at,
    call,
    canceled,
    day_of,
    done,
    en_route,
    instants,
    on_site,
    place,
    row,
    rows,
    site,
    span,
    tech,
    visit,
)

S = VisitState


def spots(facts, clock="7:00", km=10.0, length=60, leave_out=None, **about):
    """Where call 9, so many kilometres out, would fit on a row."""
    now = at(clock)
    facts = replace(facts, sites={**facts.sites, 9: site(9, None if km is None else place(km))})
    asked = call(9, site_id=9, **about)
    return spots_on_row(facts, forecast_row(facts, now, FLAT), 1, asked, length, now, FLAT, leave_out)


def starts(found):
    return [spot.start for spot in found]


# where there is room


def test_an_empty_row_offers_the_first_minute_one_can_be_there():
    (spot,) = spots(row([]))
    assert spot == Spot(1, at("8:10"), added_minutes=20, wait_minutes=70, slack_minutes=None)


def test_during_the_shift_the_first_minute_is_from_now():
    (spot,) = spots(row([]), "9:03")
    assert spot.start == at("9:15")
    assert spot.wait_minutes == 12


def test_each_gap_that_is_long_enough_is_offered():
    busy = row([visit(1, "9:30"), visit(2, "12:00"), visit(3, "13:20")], {1: 10, 2: 10, 3: 10})
    assert starts(spots(busy)) == [at("8:10"), at("10:30"), at("14:20")]


def test_the_drive_on_must_fit_before_the_next_visit():
    assert starts(spots(row([visit(1, "9:20"), visit(2, "10:20")], {1: 20, 2: 20}))) == [
        at("8:10"),
        at("11:30"),
    ]
    assert starts(spots(row([visit(1, "9:15"), visit(2, "10:15")], {1: 20, 2: 20}))) == [at("11:25")]


def test_home_must_be_reached_before_the_shift_ends():
    assert starts(spots(row([]), "15:40")) == [at("15:50")]
    assert starts(spots(row([]), "15:45")) == []


def test_what_it_adds_is_the_drive_in_and_out_less_the_drive_it_replaces():
    busy = row([visit(1, "9:00"), visit(2, "14:00")], {1: 10, 2: 30})
    between = next(spot for spot in spots(busy, km=20.0) if at("10:00") < spot.start < at("13:00"))
    assert between.added_minutes == 0
    detour = next(spot for spot in spots(busy, km=40.0) if at("10:00") < spot.start < at("13:00"))
    assert detour.added_minutes == 30 + 10 - 20


def test_an_unknown_place_is_offered_with_guessed_drives():
    (spot,) = spots(row([]), km=None)
    assert spot.start == at("8:25")


def test_without_a_shift_there_is_no_room():
    assert spots(row([], shifts=())) == []


def test_time_off_in_the_middle_of_a_shift_is_no_room():
    facts = row([], shifts=(span("8:00", "10:00"), span("14:00", "17:00")))
    assert starts(spots(facts)) == [at("8:10"), at("14:10")]
    assert starts(spots(facts, "11:00")) == [at("14:10")]
    assert starts(spots(facts, length=120)) == [at("14:10")]


@pytest.mark.parametrize(
    ("window", "expected", "slack"),
    [
        (span("13:00", "15:00"), "13:00", 120),
        (span("7:00", "9:00"), "8:10", 50),
        (span("7:00", "8:10"), "8:10", 0),
    ],
)
def test_a_window_is_kept(window, expected, slack):
    (spot,) = spots(row([]), window=window)
    assert (spot.start, spot.slack_minutes) == (at(expected), slack)


def test_a_window_that_cannot_be_kept_is_no_room():
    assert spots(row([]), window=span("7:00", "8:05")) == []
    assert spots(row([visit(1, "13:00", minutes=120)]), window=span("13:00", "14:00")) == []


# where the technician comes from


def test_the_drive_in_starts_where_the_last_work_was():
    ended = [done(1, "8:00", "8:00", "9:00"), done(2, "8:30", "9:30", "10:00")]
    (spot,) = spots(row(ended, {1: 10, 2: 70}), "10:30", km=10.0)
    assert spot.start == at("11:30")


def test_nobody_comes_from_a_visit_they_never_reached():
    line = [done(1, "8:00", "8:00", "9:00"), canceled(2, "11:00", "10:30")]
    (spot,) = spots(row(line, {1: 10, 2: 90}), "10:30", km=10.0)
    assert spot.start == at("10:30")
    (alone,) = spots(row([canceled(2, "11:00", "10:30")], {2: 90}), "10:30", km=10.0)
    assert alone.start == at("10:40")


def test_begun_work_is_waited_for():
    (spot,) = spots(row([on_site(1, "9:00", "9:40")], {1: 10}), "10:00", km=20.0)
    assert spot.start == at("10:50")
    (spot,) = spots(row([en_route(1, "9:00", "9:55")], {1: 10}), "10:00", km=10.0)
    assert spot.start == at("11:05")


def test_a_late_visit_ahead_is_waited_for_as_late_as_it_is():
    late = row(
        [on_site(1, "9:00", "9:00", left_minutes=120, left_at=at("9:30")), visit(2, "10:30")], {1: 10, 2: 10}
    )
    assert starts(spots(late, "9:30", km=10.0)) == [at("12:30")]


def test_a_visit_in_hand_is_left_out():
    busy = row([visit(1, "8:20", minutes=480)])
    assert spots(busy) == []
    assert starts(spots(busy, leave_out=1)) == [at("8:10")]


# the order


def test_the_cheapest_travel_comes_first_then_the_earliest():
    day = day_of(
        technicians=(tech(1, home=place(40)), tech(2, home=place(11)), tech(3, home=place(11))),
        shifts=tuple(ShiftRule(key, 1, 480, 1020, id=key) for key in (1, 2, 3)),
        calls=(call(9, site_id=9),),
        sites=(site(9, place(10)),),
    )
    forecasts = {key: forecast_row(day.facts(key), at("7:00"), FLAT) for key in day.order}
    found = best_spots(day, forecasts, day.calls[9], 60, at("7:00"), FLAT)
    assert [spot.technician_id for spot in found] == [2, 3, 1]
    assert [spot.cost for spot in found] == sorted(spot.cost for spot in found)
    assert best_spots(day, forecasts, day.calls[9], 60, at("7:00"), FLAT, limit=1) == found[:1]
    assert best_spots(day, {1: forecasts[1]}, day.calls[9], 60, at("7:00"), FLAT)[0].technician_id == 1


def test_an_hour_of_waiting_weighs_two_minutes_of_travel():
    now_far = Spot(1, at("9:00"), 12, 0, None)
    later_near = Spot(2, at("10:00"), 9, 60, None)
    much_later_near = Spot(3, at("12:00"), 9, 180, None)
    ordered = sorted([now_far, much_later_near, later_near], key=lambda spot: spot.cost)
    assert ordered == [later_near, now_far, much_later_near]
    assert [spot.cost[0] for spot in ordered] == [11, 12, 15]


def test_only_who_holds_the_skills_and_works_that_day_is_asked():
    day = day_of(
        technicians=(
            tech(1),
            tech(2, skills=("GAS", "HVAC")),
            tech(3, skills=("GAS",)),
            tech(4, skills=("GAS",), active=False),
        ),
        shifts=tuple(ShiftRule(key, 1, 480, 1020, id=key) for key in (1, 2, 4)),
    )
    assert qualified(day, call(skills=("GAS",))) == [2]
    assert qualified(day, call()) == [1, 2]


# the clock's steps


@pytest.mark.parametrize(
    ("clock", "up"),
    [("9:00", "9:00"), ("9:01", "9:05"), ("9:04", "9:05"), ("9:05", "9:05"), ("23:58", "24:00")],
)
def test_starts_are_on_the_five_minutes(clock, up):
    expected = at("23:55") + 5 * MINUTE if up == "24:00" else at(up)
    assert rounded_up(at(clock)) == expected


@given(instants)
def test_rounding_up_never_goes_back_nor_a_whole_step_on(instant):
    up = rounded_up(instant)
    assert timedelta(0) <= up - instant < timedelta(minutes=5)
    assert (up.minute % 5, up.second, up.microsecond) == (0, 0, 0)
    assert up.tzinfo is UTC


# the promise


@given(rows(), st.integers(5, 120), st.none() | st.integers(0, 300), st.integers(0, 30))
@example(row([visit(1, "13:00")], shifts=(span("8:00", "12:30"), span("14:00", "17:00"))), 60, None, 0)
def test_every_place_offered_passes_every_gate(facts, length, window, km):
    """What is offered is never warned of when it is dropped there."""
    promised = None if window is None else span("12:00", "14:00")
    asked = call(99, site_id=99, window=promised)
    facts = replace(
        facts,
        calls={**facts.calls, 99: asked},
        sites={**facts.sites, 99: site(99, place(km))},
    )
    before = forecast_row(facts, NOON, FLAT)
    for spot in spots_on_row(facts, before, 1, asked, length, NOON, FLAT):
        one = visit(NEW, spot.start, call_id=99, minutes=length)
        found = weigh(facts, tech(1), asked, one, NOON, FLAT, before)
        begun = {f"overlaps {other.call_id}" for other in facts.visits if other.state in BEGUN}
        assert [remark for remark in found.warnings if remark.text not in begun] == []
        assert spot.start >= NOON
        assert spot.added_minutes >= 0
        assert spot.wait_minutes == round((spot.start - NOON) / MINUTE)
        assert found.visit.eta == spot.start
        assert spot.slack_minutes == found.slack_minutes
        for other in facts.visits:
            assert found.row.visits[other.id].eta <= max(before.visits[other.id].eta, other.start)
