from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Span
from dispatch_tui.core.shifts import local_instant
from dispatch_tui.core.timewords import (
    TimeBase,
    clock_text,
    day_text,
    length_text,
    parse_date,
    parse_instant,
    parse_iso,
    parse_length,
    parse_minute,
    parse_offset,
    parse_window,
    window_text,
)
from tests.core.builders import BERLIN, NEW_YORK, TODAY, at, days, minutes, span, zones

BASE = TimeBase(TODAY, at("12:00"), NEW_YORK)
"""The screen shows Tuesday 24 November 2026, and so does the clock, at noon."""

SHOWN = TimeBase(date(2026, 11, 27), at("12:00"), NEW_YORK)
"""The screen shows Friday; it is still Tuesday."""


def hm(clock):
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


# times of day


@pytest.mark.parametrize(
    ("word", "clock"),
    [
        ("14:30", "14:30"),
        ("1430", "14:30"),
        ("2p", "14:00"),
        ("2pm", "14:00"),
        ("2 PM", "14:00"),
        ("2:30pm", "14:30"),
        ("230pm", "14:30"),
        ("8", "8:00"),
        ("0", "0:00"),
        ("0:05", "0:05"),
        ("23:59", "23:59"),
        ("12a", "0:00"),
        ("12p", "12:00"),
        ("12", "12:00"),
        ("1215", "12:15"),
        ("1", "13:00"),
        ("6", "18:00"),
        ("7", "7:00"),
        ("6:59", "18:59"),
        ("130", "13:30"),
        ("01", "1:00"),
        ("06:30", "6:30"),
        ("0230", "2:30"),
        ("6a", "6:00"),
        (" 9 ", "9:00"),
    ],
)
def test_times_as_people_type_them(word, clock):
    assert parse_minute(word) == hm(clock)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "x",
        "24",
        "24:00",
        "14:60",
        "13p",
        "0a",
        "1:2",
        "12345",
        "-1",
        "14.30",
        "2pp",
        "half 3",
        "14:30:00",
    ],
)
def test_what_is_not_a_time_is_wrong_usage(word):
    with pytest.raises(Usage) as caught:
        parse_minute(word)
    assert caught.value.hint


# lengths


@pytest.mark.parametrize(
    ("word", "length"),
    [
        ("20", 20),
        ("20m", 20),
        ("20min", 20),
        ("20 min", 20),
        ("90m", 90),
        ("1h", 60),
        ("1 h", 60),
        ("1:30", 90),
        ("1h30", 90),
        ("1h30m", 90),
        ("1h 30m", 90),
        ("1.5h", 90),
        ("0.25h", 15),
        ("+30", 30),
        ("1H", 60),
        ("0", 0),
        ("24h", 1440),
    ],
)
def test_lengths_as_people_type_them(word, length):
    assert parse_length(word) == length


@pytest.mark.parametrize(
    "word", ["", "h", "m", "-20", "1.5", "1:5", "soon", "20s", "1h2h", "9" * 5000, "9" * 400 + "h"]
)
def test_what_is_not_a_length_is_wrong_usage(word):
    with pytest.raises(Usage) as caught:
        parse_length(word)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("word", "offset"),
    [
        ("+30", 30),
        ("-15", -15),
        ("+1h", 60),
        ("-1:30", -90),
        ("+1h30", 90),
        ("30", None),
        ("+", None),
        ("+x", None),
        ("+2d", None),
        ("--5", None),
        ("now", None),
        ("", None),
    ],
)
def test_offsets(word, offset):
    assert parse_offset(word) == offset


# dates


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("today", TODAY),
        ("now", TODAY),
        ("tomorrow", date(2026, 11, 25)),
        ("tom", date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 23)),
        ("wed", date(2026, 11, 25)),
        ("we", date(2026, 11, 25)),
        ("monday", date(2026, 11, 30)),
        ("Fri", date(2026, 11, 27)),
        ("th", date(2026, 11, 26)),
        ("tue", date(2026, 12, 1)),
        ("+2d", date(2026, 11, 26)),
        ("-1d", date(2026, 11, 23)),
        ("+40", date(2027, 1, 3)),
        ("24", TODAY),
        ("23", date(2026, 12, 23)),
        ("31", date(2026, 12, 31)),
        ("24.", TODAY),
        ("24.11", TODAY),
        ("24.11.", TODAY),
        ("23.11", date(2027, 11, 23)),
        ("1.2", date(2027, 2, 1)),
        ("11/24", TODAY),
        ("2/1", date(2027, 2, 1)),
        ("29.2", date(2028, 2, 29)),
        ("2/29", date(2028, 2, 29)),
        ("2026-11-24", TODAY),
        ("2020-1-5", date(2020, 1, 5)),
    ],
)
def test_dates_as_people_type_them(word, day):
    assert parse_date(word, BASE) == day


def test_a_leap_day_is_the_next_there_is_even_over_a_year_without():
    over_2100 = TimeBase(TODAY, datetime(2097, 1, 1, 12, tzinfo=UTC), NEW_YORK)
    assert parse_date("29.2", over_2100) == date(2104, 2, 29)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "x",
        "t",
        "m",
        "mox",
        "0",
        "32",
        "0.5",
        "31.4",
        "30.2",
        "32.1",
        "1.13",
        "13/1",
        "2/30",
        "2026-02-29",
        "2026-13-01",
        "2026/11/24",
        "0000-01-01",
        "+1000",
        "next week",
    ],
)
def test_what_is_not_a_date_is_wrong_usage(word):
    with pytest.raises(Usage) as caught:
        parse_date(word, BASE)
    assert caught.value.hint


def test_dates_count_from_today_and_not_from_the_day_shown():
    assert parse_date("tomorrow", SHOWN) == date(2026, 11, 25)
    assert parse_date("fri", SHOWN) == date(2026, 11, 27)


def test_today_is_the_shops_today():
    evening = TimeBase(TODAY, datetime(2026, 11, 25, 3, tzinfo=UTC), NEW_YORK)
    assert parse_date("today", evening) == TODAY


@given(days, st.integers(0, 6))
def test_a_weekday_is_within_the_week_ahead_and_never_today(today, index):
    base = TimeBase(today, local_instant(today, 720, NEW_YORK), NEW_YORK)
    word = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[index]
    found = parse_date(word, base)
    assert found.weekday() == index
    assert 1 <= (found - today).days <= 7


@given(days, st.integers(1, 31))
def test_a_day_of_the_month_is_the_next_with_that_number(today, number):
    base = TimeBase(today, local_instant(today, 720, NEW_YORK), NEW_YORK)
    found = parse_date(str(number), base)
    between = [today + timedelta(days=n) for n in range((found - today).days)]
    assert found.day == number
    assert found >= today
    assert all(day.day != number for day in between)


# instants


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("now", at("12:00")),
        ("14:30", at("14:30")),
        ("2p", at("14:00")),
        ("+30", at("12:30")),
        ("-15", at("11:45")),
        ("+1h", at("13:00")),
        ("tomorrow 8", at("8:00", date(2026, 11, 25))),
        ("fri 2p", at("14:00", date(2026, 11, 27))),
        ("24 0830", at("8:30")),
        ("2026-11-24T14:30", at("14:30")),
        ("2026-11-24T19:30Z", at("14:30")),
        ("2026-11-24T20:30+01:00", at("14:30")),
    ],
)
def test_instants_as_people_type_them(text, instant):
    assert parse_instant(text, BASE) == instant


def test_a_bare_time_is_of_the_day_shown_and_an_offset_from_now():
    assert parse_instant("14:30", SHOWN) == at("14:30", SHOWN.day)
    assert parse_instant("+30", SHOWN) == at("12:30")
    assert parse_instant("now", SHOWN) == at("12:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "tomorrow 8 x",
        "tomorrow soon",
        "x 8",
        "+2d",
        "2026-11-24T25:00",
        "2026-11-24T",
        "+99999999999999",
        "0001-01-01T00:00+05:00",
        "9999-12-31T23:00-05:00",
        "9999-12-31 23",
        "+" + "9" * 5000,
    ],
)
def test_what_is_no_instant_is_wrong_usage(text):
    with pytest.raises(Usage) as caught:
        parse_instant(text, BASE)
    assert caught.value.hint


def test_the_calendar_has_a_first_day_too():
    with pytest.raises(Usage, match="out of the calendar"):
        parse_instant("0001-01-01 0", TimeBase(TODAY, at("12:00"), BERLIN))


def test_an_iso_time_without_an_offset_is_in_the_shops_zone():
    assert parse_iso("2026-07-01T08:00", NEW_YORK) == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert parse_iso("2026-07-01t08:00z", NEW_YORK) == datetime(2026, 7, 1, 8, tzinfo=UTC)


# windows


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("13-15", "13:00", "15:00"),
        ("13–15", "13:00", "15:00"),
        ("13 - 15", "13:00", "15:00"),
        ("1-3", "13:00", "15:00"),
        ("1-3pm", "13:00", "15:00"),
        ("1p-3p", "13:00", "15:00"),
        ("8-10a", "8:00", "10:00"),
        ("10-12pm", "10:00", "12:00"),
        ("11-1pm", "11:00", "13:00"),
        ("9am-1pm", "9:00", "13:00"),
        ("8:30-10", "8:30", "10:00"),
        ("0830-10", "8:30", "10:00"),
        ("7-9pm", "19:00", "21:00"),
        ("7:30-9pm", "19:30", "21:00"),
        ("730-9pm", "19:30", "21:00"),
        ("11:30-1pm", "11:30", "13:00"),
        ("9:30-11am", "9:30", "11:00"),
        ("1:30-3am", "1:30", "3:00"),
        ("8-6", "8:00", "18:00"),
        ("am", "8:00", "12:00"),
        ("morning", "8:00", "12:00"),
        ("pm", "12:00", "17:00"),
        ("Afternoon", "12:00", "17:00"),
        ("02-04", "2:00", "4:00"),
    ],
)
def test_windows_as_people_type_them(text, start, end):
    assert parse_window(text, BASE) == span(start, end)


def test_a_window_may_end_at_midnight():
    midnight = at("0:00", TODAY + timedelta(days=1))
    assert parse_window("22-24", BASE) == Span(at("22:00"), midnight)
    assert parse_window("22-24:00", BASE) == Span(at("22:00"), midnight)


@pytest.mark.parametrize("text", ["", "any", " ANY "])
def test_any_time_is_no_window(text):
    assert parse_window(text, BASE) is None


def test_a_window_of_another_day():
    friday = date(2026, 11, 27)
    assert parse_window("fri 8-10", BASE) == Span(at("8:00", friday), at("10:00", friday))
    assert parse_window("fri am", BASE) == Span(at("8:00", friday), at("12:00", friday))
    assert parse_window("8-10", SHOWN) == Span(at("8:00", friday), at("10:00", friday))


@pytest.mark.parametrize(
    "text",
    ["13", "13-", "-15", "15-13", "13-13", "13-15-17", "a-b", "x 13-15", "fri 8-10 x", "13-25", "12-0pm"],
)
def test_what_is_no_window_is_wrong_usage(text):
    with pytest.raises(Usage) as caught:
        parse_window(text, BASE)
    assert caught.value.hint


# saying it


@pytest.mark.parametrize(
    ("window", "text"),
    [
        (span("13:00", "15:00"), "13–15"),
        (span("8:30", "10:00"), "8:30–10"),
        (span("8:00", "18:15"), "8–18:15"),
        (None, ""),
    ],
)
def test_windows_in_words(window, text):
    assert window_text(window, NEW_YORK) == text


def test_a_window_in_plain_letters():
    assert window_text(span("13:00", "15:00"), NEW_YORK, "-") == "13-15"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0m"),
        (45, "45m"),
        (60, "1h"),
        (65, "1h05"),
        (90, "1h30"),
        (120, "2h"),
        (-45, "-45m"),
        (-90, "-1h30"),
        (-120, "-2h"),
        (0.4, "0m"),
        (-0.4, "0m"),
        (59.6, "1h"),
    ],
)
def test_lengths_in_words(count, text):
    assert length_text(count) == text


def test_clock_and_day_in_words():
    assert clock_text(at("8:05"), NEW_YORK) == "08:05"
    assert clock_text(at("0:00"), NEW_YORK) == "00:00"
    assert [day_text(TODAY + timedelta(days=n)) for n in (0, 8)] == ["Tue 24 Nov", "Wed 2 Dec"]


# what is said can be typed


@given(st.integers(0, 10_000))
def test_a_length_said_can_be_typed(count):
    assert parse_length(length_text(count)) == count
    assert parse_offset("+" + length_text(count)) == count
    assert parse_offset(length_text(-count)) == (-count if count else None)


@given(days, st.integers(0, 1439), zones)
@example(TODAY, 2 * 60 + 5, NEW_YORK)
def test_a_clock_time_said_can_be_typed(day, minute, zone):
    instant = local_instant(day, minute, zone)
    base = TimeBase(day, instant, zone)
    assert parse_instant(clock_text(instant, zone), base) == instant
    assert parse_instant(instant.astimezone(zone).isoformat(), base) == instant
    assert parse_instant(f"{day.isoformat()} {clock_text(instant, zone)}", base) == instant


@given(days, st.integers(0, 1439), st.integers(1, 1440), zones, st.sampled_from("–-"))
@example(TODAY, 2 * 60, 4 * 60, NEW_YORK, "–")
@example(TODAY, 6 * 60, 8 * 60, NEW_YORK, "–")
@example(TODAY, 22 * 60, 24 * 60, NEW_YORK, "–")
@example(TODAY, 0, 24 * 60, NEW_YORK, "–")
@example(TODAY, 0, 30, NEW_YORK, "-")
def test_a_window_said_can_be_typed(day, start, end, zone, dash):
    assume(start < end)
    window = Span(local_instant(day, start, zone), local_instant(day, end, zone))
    assume(window.minutes == end - start)  # not over a change of daylight saving
    base = TimeBase(day, window.start, zone)
    assert parse_window(window_text(window, zone, dash), base) == window


# nothing else is raised, whatever is typed

typed = st.text(max_size=30) | st.text(
    st.sampled_from("0123456789:.,+-–/ amphdt tomorrowfinwTZ٣３²\x00\n\ud800İ"), max_size=24
)
words = typed | st.lists(
    st.sampled_from(["now", "fri", "+30", "8", "2p", "9999-12-31", "0001-01-01", "am", "13-15", "-"]) | typed,
    max_size=4,
).map(" ".join)


@given(words, zones)
@example("9" * 5000, NEW_YORK)
@example("+" + "9" * 5000, NEW_YORK)
@example("9" * 5000 + "h", NEW_YORK)
@example("9999-12-31 23", NEW_YORK)
@example("9999-12-31 22-24", NEW_YORK)
@example("9999-12-31t23:59-12:00", NEW_YORK)
def test_any_text_is_understood_or_wrong_usage_with_a_hint(text, zone):
    base = TimeBase(TODAY, at("12:00"), zone)
    for parse in (
        parse_minute,
        parse_length,
        parse_offset,
        lambda word: parse_date(word, base),
        lambda word: parse_instant(word, base),
        lambda word: parse_window(word, base),
        lambda word: parse_iso(word, zone),
    ):
        hint = "understood"
        try:
            parse(text)
        except Usage as error:
            hint = error.hint
        assert hint


@given(words)
def test_whatever_is_understood_makes_sense(text):
    results = {}
    for parse in (parse_minute, parse_length):
        try:
            results[parse] = parse(text)
        except Usage:
            continue
    assert 0 <= results.get(parse_minute, 0) < 1440
    assert results.get(parse_length, 0) >= 0
    try:
        window = parse_window(text, BASE)
    except Usage:
        return
    assert window is None or minutes(0) < window.end - window.start <= minutes(1440)
