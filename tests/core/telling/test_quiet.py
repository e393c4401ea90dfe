from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.model import Shop
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_minute
from dispatch_tui.core.telling.quiet import quiet_until
from tests.core.builders import NEW_YORK, at, instants, minutes, zones

RULES = Rules.of(Shop())
WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize("clock", ["8:00", "8:01", "12:00", "20:59"])
def test_by_day_messages_go(clock: str):
    assert quiet_until(at(clock), RULES, NEW_YORK) is None


@pytest.mark.parametrize("clock", ["0:00", "3:00", "7:59"])
def test_in_the_early_hours_they_wait_for_the_same_morning(clock: str):
    assert quiet_until(at(clock), RULES, NEW_YORK) == at("8:00")


@pytest.mark.parametrize("clock", ["21:00", "23:59"])
def test_late_they_wait_for_the_next_morning(clock: str):
    assert quiet_until(at(clock), RULES, NEW_YORK) == at("8:00", WEDNESDAY)


def test_hours_that_do_not_cross_midnight():
    rules = replace(RULES, quiet_from=12 * 60, quiet_until=14 * 60)
    assert quiet_until(at("13:00"), rules, NEW_YORK) == at("14:00")
    assert quiet_until(at("14:00"), rules, NEW_YORK) is None
    assert quiet_until(at("11:59"), rules, NEW_YORK) is None


def test_hours_that_end_when_they_begin_are_none():
    assert quiet_until(at("3:00"), replace(RULES, quiet_from=480, quiet_until=480), NEW_YORK) is None


def test_it_is_the_hour_of_the_place():
    assert quiet_until(at("8:30"), RULES, NEW_YORK) is None
    assert quiet_until(at("8:30"), RULES, ZoneInfo("America/Los_Angeles")) == at("11:00")


def test_the_night_of_the_change_ends_at_eight_by_the_clock():
    autumn, spring = date(2026, 11, 1), date(2026, 3, 8)
    assert quiet_until(at("23:00", date(2026, 10, 31)), RULES, NEW_YORK) == at("8:00", autumn)
    assert at("8:00", autumn) - at("23:00", date(2026, 10, 31)) == minutes(600)
    assert quiet_until(at("23:00", date(2026, 3, 7)), RULES, NEW_YORK) == at("8:00", spring)
    assert at("8:00", spring) - at("23:00", date(2026, 3, 7)) == minutes(480)


def test_an_end_in_the_hour_that_is_skipped():
    rules = replace(RULES, quiet_until=150)
    assert quiet_until(at("1:00", date(2026, 3, 8)), rules, NEW_YORK) == at("3:00", date(2026, 3, 8))


def test_an_end_in_the_doubled_hour_comes_once():
    rules = replace(RULES, quiet_until=90)
    first = at("1:30", date(2026, 11, 1))
    assert quiet_until(first - minutes(1), rules, NEW_YORK) == first
    for later in (0, 10, 31, 59):
        assert quiet_until(first + minutes(later), rules, NEW_YORK) is None


@given(instants, zones, st.integers(0, 1439), st.integers(0, 1439))
def test_the_answer_lies_ahead_and_is_no_quiet_time(now, zone, start, end):
    rules = replace(RULES, quiet_from=start, quiet_until=end)
    free = quiet_until(now, rules, zone)
    if free is not None:
        assert now < free <= now + minutes(26 * 60)
        assert quiet_until(free, rules, zone) is None


@given(instants, zones)
def test_nobody_is_texted_in_the_usual_night(now, zone):
    free = quiet_until(now, RULES, zone)
    assert (free is not None) == (not 480 <= local_minute(now, zone) < 1260)
    if free is not None:
        assert local_minute(free, zone) == 480
