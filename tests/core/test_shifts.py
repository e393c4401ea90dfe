from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.model import ShiftRule, Span, TimeOff
from dispatch_tui.core.shifts import (
    day_span,
    local_date,
    local_instant,
    local_minute,
    off_spans,
    service_date,
    shift_spans,
    subtract,
    working_spans,
)
from tests.core.builders import BERLIN, NEW_YORK, TODAY, at, days, instants, minutes, span, zones

SPRING = {NEW_YORK: date(2026, 3, 8), BERLIN: date(2026, 3, 29)}
AUTUMN = {NEW_YORK: date(2026, 11, 1), BERLIN: date(2026, 10, 25)}
BOTH = [NEW_YORK, BERLIN]
TUESDAY = TODAY
NIGHT = ShiftRule(1, TUESDAY.weekday(), 22 * 60, 30 * 60)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# wall time to instants


@pytest.mark.parametrize(
    ("zone", "day", "minute", "instant"),
    [
        (NEW_YORK, date(2026, 11, 24), 14 * 60 + 30, "2026-11-24T19:30"),
        (NEW_YORK, date(2026, 7, 1), 14 * 60 + 30, "2026-07-01T18:30"),
        (BERLIN, date(2026, 11, 24), 0, "2026-11-23T23:00"),
        (BERLIN, date(2026, 7, 1), 8 * 60, "2026-07-01T06:00"),
        (NEW_YORK, date(2026, 11, 24), 26 * 60, "2026-11-25T07:00"),
        (NEW_YORK, date(2026, 11, 24), -60, "2026-11-24T04:00"),
        # the hour that is skipped
        (NEW_YORK, date(2026, 3, 8), 119, "2026-03-08T06:59"),
        (NEW_YORK, date(2026, 3, 8), 120, "2026-03-08T07:00"),
        (NEW_YORK, date(2026, 3, 8), 150, "2026-03-08T07:00"),
        (NEW_YORK, date(2026, 3, 8), 180, "2026-03-08T07:00"),
        (NEW_YORK, date(2026, 3, 8), 181, "2026-03-08T07:01"),
        (BERLIN, date(2026, 3, 29), 150, "2026-03-29T01:00"),
        (BERLIN, date(2026, 3, 29), 180, "2026-03-29T01:00"),
        # the hour that comes twice: the first is meant
        (NEW_YORK, date(2026, 11, 1), 90, "2026-11-01T05:30"),
        (NEW_YORK, date(2026, 11, 1), 120, "2026-11-01T07:00"),
        (BERLIN, date(2026, 10, 25), 150, "2026-10-25T00:30"),
        (BERLIN, date(2026, 10, 25), 180, "2026-10-25T02:00"),
    ],
)
def test_local_wall_time_as_an_instant(zone, day, minute, instant):
    assert local_instant(day, minute, zone) == utc(instant)


@given(days, st.integers(-2000, 4000), st.integers(0, 200), zones)
@example(date(2026, 3, 8), 150, 30, NEW_YORK)
@example(date(2026, 3, 29), 150, 30, BERLIN)
def test_a_later_wall_time_is_never_an_earlier_instant(day, minute, more, zone):
    assert local_instant(day, minute, zone) <= local_instant(day, minute + more, zone)


@given(days, st.integers(0, 1439), zones)
def test_wall_time_comes_back_unless_it_is_skipped(day, minute, zone):
    instant = local_instant(day, minute, zone)
    assert instant.tzinfo is UTC
    shown = (local_date(instant, zone), local_minute(instant, zone))
    if shown != (day, minute):
        assert shown > (day, minute)
        assert local_minute(instant - minutes(1), zone) < minute


@given(instants, zones)
def test_an_instant_lies_on_its_local_day(instant, zone):
    assert day_span(local_date(instant, zone), zone).holds(instant)


# days


@pytest.mark.parametrize("zone", BOTH)
def test_days_are_23_25_and_24_hours_long(zone):
    assert day_span(SPRING[zone], zone).minutes == 23 * 60
    assert day_span(AUTUMN[zone], zone).minutes == 25 * 60
    assert day_span(TODAY, zone).minutes == 24 * 60


@given(days, zones)
def test_days_join_without_gap_or_overlap(day, zone):
    assert day_span(day, zone).end == day_span(day + timedelta(days=1), zone).start


# shifts


def test_a_shift_is_on_its_weekday_only():
    rule = ShiftRule(1, TUESDAY.weekday(), 8 * 60, 17 * 60)
    assert shift_spans([rule], TUESDAY, NEW_YORK) == (span("8:00", "17:00"),)
    assert shift_spans([rule], TUESDAY + timedelta(days=1), NEW_YORK) == ()


def test_shifts_come_in_order_and_empty_ones_are_none():
    late = ShiftRule(1, 1, 13 * 60, 17 * 60)
    early = ShiftRule(1, 1, 8 * 60, 12 * 60)
    empty = ShiftRule(1, 1, 600, 600)
    assert shift_spans([late, empty, early], TUESDAY, NEW_YORK) == (
        span("8:00", "12:00"),
        span("13:00", "17:00"),
    )


def test_a_night_shift_runs_into_the_next_day():
    (night,) = shift_spans([NIGHT], TUESDAY, NEW_YORK)
    assert night == Span(at("22:00"), at("6:00", TUESDAY + timedelta(days=1)))


@pytest.mark.parametrize("zone", BOTH)
@pytest.mark.parametrize(("changes", "hours"), [(SPRING, 7), (AUTUMN, 9)])
def test_a_night_shift_over_the_change_is_an_hour_shorter_or_longer(zone, changes, hours):
    before = changes[zone] - timedelta(days=1)
    rule = ShiftRule(1, before.weekday(), 22 * 60, 30 * 60)
    (night,) = shift_spans([rule], before, zone)
    assert night.minutes == hours * 60
    assert local_minute(night.start, zone) == 22 * 60
    assert local_minute(night.end, zone) == 6 * 60


@pytest.mark.parametrize("zone", BOTH)
@pytest.mark.parametrize("changes", [SPRING, AUTUMN])
def test_a_day_shift_on_the_day_of_the_change_keeps_its_wall_hours(zone, changes):
    day = changes[zone]
    (shift,) = shift_spans([ShiftRule(1, day.weekday(), 480, 1020)], day, zone)
    assert shift == Span(at("8:00", day, zone), at("17:00", day, zone))
    assert shift.minutes == 9 * 60


@pytest.mark.parametrize("zone", BOTH)
def test_a_shift_that_begins_in_the_skipped_hour_never_ends_before_it_begins(zone):
    rule = ShiftRule(1, SPRING[zone].weekday(), 150, 190)
    (shift,) = shift_spans([rule], SPRING[zone], zone)
    assert shift.minutes == 10


# time off


def test_time_off_is_cut_to_the_span():
    offs = [
        TimeOff(1, at("15:00"), None, "sick"),
        TimeOff(1, at("7:00"), at("9:00"), "late"),
        TimeOff(1, at("5:00"), at("8:00"), "before"),
        TimeOff(1, at("17:00"), at("18:00"), "after"),
    ]
    assert off_spans(offs, span("8:00", "17:00")) == (span("8:00", "9:00"), span("15:00", "17:00"))


def test_working_time_is_the_shift_less_time_off():
    rules = [ShiftRule(1, 1, 480, 720), ShiftRule(1, 1, 780, 1020)]
    offs = [TimeOff(1, at("11:00"), at("14:00"), "dentist")]
    assert working_spans(rules, offs, TUESDAY, NEW_YORK) == (
        span("8:00", "11:00"),
        span("14:00", "17:00"),
    )
    assert working_spans(rules, [], TUESDAY, NEW_YORK) == (
        span("8:00", "12:00"),
        span("13:00", "17:00"),
    )


def test_a_whole_day_off_leaves_nothing():
    offs = [TimeOff(1, at("0:00"), None, "holiday")]
    assert working_spans([ShiftRule(1, 1, 480, 1020)], offs, TUESDAY, NEW_YORK) == ()


def test_time_off_takes_from_the_night_after_midnight_too():
    next_day = TUESDAY + timedelta(days=1)
    offs = [TimeOff(1, at("2:00", next_day), None, "sick")]
    (left,) = working_spans([NIGHT], offs, TUESDAY, NEW_YORK)
    assert left == Span(at("22:00"), at("2:00", next_day))


BASE = datetime(2026, 1, 1, tzinfo=UTC)
spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20)).map(
        lambda pair: Span(BASE + minutes(pair[0]), BASE + minutes(sum(pair)))
    ),
    max_size=5,
)


def covered(some):
    return [n for n in range(64) for one in some if one.holds(BASE + minutes(n))]


@given(spans, spans)
def test_subtracting_leaves_each_minute_that_was_not_taken(whole, taken):
    left = subtract(whole, taken)
    gone = set(covered(taken))
    assert sorted(covered(left)) == sorted(n for n in covered(whole) if n not in gone)
    assert all(one.start < one.end for one in left)


@given(spans, spans)
def test_what_is_left_is_in_order(whole, taken):
    left = subtract(whole, taken)
    assert list(left) == sorted(left)


# the day a visit belongs to


@pytest.mark.parametrize(
    ("clock", "days_on", "belongs"),
    [
        ("21:59", 0, 0),
        ("22:00", 0, 0),
        ("23:59", 0, 0),
        ("0:00", 1, 0),
        ("5:59", 1, 0),
        ("6:00", 1, 1),
        ("5:59", 0, 0),
    ],
)
def test_the_hours_after_midnight_are_the_night_shifts_first_day(clock, days_on, belongs):
    start = at(clock, TUESDAY + timedelta(days=days_on))
    expected = TUESDAY + timedelta(days=belongs)
    assert service_date(start, [NIGHT], NEW_YORK) == expected


def test_without_a_night_shift_the_day_is_the_local_date():
    assert service_date(utc("2026-11-25T02:00"), [], NEW_YORK) == date(2026, 11, 24)
    assert service_date(utc("2026-11-25T02:00"), [], BERLIN) == date(2026, 11, 25)
