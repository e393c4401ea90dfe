"""How calls have gone with whom: the formulas, what is left out, and what few cases are worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.model import Span
from dispatch_tui.core.performance import NOTHING_KNOWN, WEIGHT, LeftOut, PastVisit, Performance, Rate
from tests.core.builders import at, span

NOW = at("17:00") + timedelta(days=60)
DAY = timedelta(days=1)


def past(call: int = 1, key: int = 1, took: float = 60, **fields: object) -> PastVisit:
    arrived = fields.pop("arrived_at", at("9:00"))
    assert isinstance(arrived, datetime)
    made = PastVisit(call, "REPAIR", key, 60, arrived, arrived + timedelta(minutes=took))
    return replace(made, **fields)  # type: ignore[arg-type]


def figures(*visits: PastVisit, key: int = 1, now: datetime = NOW):
    found = Performance.of_visits(visits, now).of(key, "REPAIR")
    assert found is not None
    return found


# -- first-time fix and callbacks


def test_done_in_the_first_visit_and_not_come_back():
    found = figures(past(1), past(2, done=False), past(2, 2, arrived_at=at("14:00")))
    assert (found.cases, found.first_time) == (2, Rate(1, 2))
    assert found.no_callback == Rate(2, 2)


def test_the_call_is_charged_to_who_went_first():
    found = Performance.of_visits([past(2, 1, done=False), past(2, 2, arrived_at=at("14:00"))], NOW)
    first, second = found.of(1, "REPAIR"), found.of(2, "REPAIR")
    assert first is not None
    assert second is not None
    assert (first.cases, first.first_time) == (1, Rate(0, 1))
    assert (second.cases, second.measured) == (0, 1)


@pytest.mark.parametrize(("days", "back"), [(30, True), (31, False), (1, True)])
def test_a_return_within_30_days_counts_against_it(days, back):
    ended = at("10:00")
    found = figures(past(1, back_at=ended + days * DAY))
    assert found.first_time == Rate(int(not back), 1)
    assert found.callback_rate == int(back)


def test_calls_that_may_still_come_back_are_counted_and_said():
    found = figures(past(1), now=at("17:00"))
    assert (found.cases, found.young, found.first_time) == (1, 1, Rate(1, 1))


def test_a_call_that_was_never_completed_is_no_case():
    assert figures(past(1, done=False)).cases == 0


# -- arrivals and estimates


@pytest.mark.parametrize(
    ("arrived", "on_time", "early"), [("12:59", 1, 1), ("13:00", 1, 0), ("15:00", 1, 0), ("15:01", 0, 0)]
)
def test_on_time_is_no_later_than_the_window_s_end_and_early_is_apart(arrived, on_time, early):
    found = figures(past(1, window=span("13:00", "15:00"), arrived_at=at(arrived)))
    assert (found.on_time, found.early) == (Rate(on_time, 1), early)


def test_without_a_window_nobody_is_late():
    found = figures(past(1))
    assert found.on_time == Rate(0, 0)
    assert found.left_out[LeftOut.NO_WINDOW] == 1


def test_actual_less_estimated_minutes_less_pauses():
    found = figures(past(1, took=90, paused_minutes=10), past(2, took=50), past(3, took=62))
    assert (found.off_by, found.measured) == (2, 3)
    assert found.kept == Rate(2, 3)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"finished_at": None}, LeftOut.NO_STAMP),
        ({"arrived_at": None}, LeftOut.NO_STAMP),
        ({"finished_at": at("9:01")}, LeftOut.ODD),
        ({"finished_at": at("9:00") + DAY}, LeftOut.ODD),
        ({"helps": True}, LeftOut.HELPER),
    ],
)
def test_what_cannot_be_counted_is_said_with_the_reason(fields, why):
    found = figures(past(1), replace(past(2), **fields))
    assert found.left_out[why] == 1
    assert found.measured == 1


# -- the score


def test_few_cases_are_drawn_to_the_mean_and_many_stand():
    bad = [replace(past(n, 1), done=False) for n in range(1, 3)]
    bad += [past(n, 3, arrived_at=at("15:00")) for n in range(1, 3)]
    good = [past(n, 2) for n in range(100, 200)]
    found = Performance.of_visits([*bad, *good], NOW)
    few, many, whole = found.of(1, "REPAIR"), found.of(2, "REPAIR"), found.of_all("REPAIR")
    assert few is not None
    assert many is not None
    assert whole is not None
    assert few.score < whole.score < many.score
    assert few.first_time.share == 0
    assert few.score > 0.5  # two cases of the worst weigh little against ten of the mean


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1))
def test_shrinking_stays_between_the_share_and_the_mean(good, bad, mean):
    rate = Rate(good, good + bad)
    shrunk = rate.shrunk(mean)
    if rate.share is None:
        assert shrunk == pytest.approx(mean)
    else:
        low, high = sorted((rate.share, mean))
        assert low - 1e-9 <= shrunk <= high + 1e-9
        assert abs(shrunk - mean) == pytest.approx(abs(rate.share - mean) * rate.of / (rate.of + WEIGHT))


def test_who_has_no_case_has_the_mean_and_an_unknown_type_has_none():
    found = Performance.of_visits([past(1), past(2, done=False), past(2, 2)], NOW)
    whole = found.of_all("REPAIR")
    assert whole is not None
    assert found.score(7, "REPAIR") == (whole.score, 0, whole.score)
    assert found.score(1, "LEAK") is None
    assert NOTHING_KNOWN.score(1, "REPAIR") is None


def test_it_iterates_by_technician_and_type():
    found = Performance.of_visits(
        [past(1, 2), past(2, 1), replace(past(3, 1), type_code="LEAK"), past(4, 2)], NOW
    )
    assert [(each.technician_id, each.type_code) for each in found] == [
        (1, "LEAK"),
        (1, "REPAIR"),
        (2, "REPAIR"),
    ]
    assert len(found) == 3
    assert found.types == ("LEAK", "REPAIR")


visits = st.builds(
    lambda call, key, took, done, helps, window, back: replace(
        past(call, key, took, done=done, helps=helps),
        window=Span(at("8:00"), at("9:30")) if window else None,
        back_at=None if back is None else at("10:00") + back * DAY,
    ),
    st.integers(1, 8),
    st.integers(1, 3),
    st.integers(1, 400),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 60),
)


@given(st.lists(visits, max_size=25))
def test_the_parts_add_up_to_the_whole(past_visits):
    found = Performance.of_visits(past_visits, NOW)
    for code in found.types:
        whole, parts = found.of_all(code), [each for each in found if each.type_code == code]
        assert whole is not None
        assert whole.cases == sum(each.cases for each in parts)
        assert whole.measured == sum(each.measured for each in parts)
        assert whole.first_time.good == sum(each.first_time.good for each in parts)
        for why in LeftOut:
            assert whole.left_out.get(why, 0) == sum(each.left_out.get(why, 0) for each in parts)
        for each in (whole, *parts):
            assert each.score is None or 0 <= each.score <= 1
            assert each.first_time.good <= each.no_callback.good <= each.cases


@given(st.lists(visits, max_size=12), st.randoms())
def test_the_order_of_reading_makes_no_odds(past_visits, random):
    mixed = list(past_visits)
    random.shuffle(mixed)
    one, other = Performance.of_visits(past_visits, NOW), Performance.of_visits(mixed, NOW)
    assert [each.technician_id for each in one] == [each.technician_id for each in other]
    assert sum(each.measured for each in one) == sum(each.measured for each in other)
