from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.clock import ClockRate, FixedClock, ShopClock, SystemClock

WALL = datetime(2026, 11, 24, 12, tzinfo=UTC)
SIM = datetime(2026, 6, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Hands:
    """A wall clock that a test moves by hand."""

    def __init__(self, instant=WALL):
        self.instant = instant

    def now(self):
        return self.instant


def test_the_system_clock_gives_whole_utc_seconds():
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert now.microsecond == 0
    assert before - SECOND <= now <= datetime.now(UTC)


def test_a_fixed_clock_stands_still():
    assert FixedClock(WALL).now() == WALL


def test_a_real_shop_shows_the_wall_clock():
    assert ShopClock(FixedClock(WALL)).now() == WALL


@pytest.mark.parametrize(("speed", "seconds"), [(1, 10), (60, 600), (0.5, 5), (0, 0)])
def test_simulated_time_runs_at_its_speed(speed, seconds):
    rate = ClockRate(SIM, WALL, speed)
    assert rate.at(WALL + 10 * SECOND) == SIM + seconds * SECOND


def test_simulated_time_is_in_whole_seconds():
    assert ClockRate(SIM, WALL, 0.3).at(WALL + 5 * SECOND) == SIM + SECOND


@given(st.sampled_from([0, 1, 7, 60, 3600]), st.sampled_from([0, 1, 7, 60]), st.integers(0, 10**6))
def test_a_change_of_speed_does_not_jump(before, after, seconds):
    wall = WALL + seconds * SECOND
    rate = ClockRate(SIM, WALL, before)
    changed = rate.with_speed(after, wall)
    assert changed.at(wall) == rate.at(wall)
    assert changed.at(wall + SECOND) - rate.at(wall) == after * SECOND


def test_a_step_jumps_and_runs_on_at_the_same_speed():
    wall = WALL + 99 * SECOND
    rate = ClockRate(SIM, WALL, 10).stepped_to(SIM + 5000 * SECOND, wall)
    assert rate.at(wall) == SIM + 5000 * SECOND
    assert rate.at(wall + SECOND) == SIM + 5010 * SECOND


def test_the_shop_clock_follows_a_rate_set_later():
    wall = Hands()
    clock = ShopClock(wall)
    clock.rate = ClockRate(SIM, WALL, 60)
    wall.instant = WALL + SECOND
    assert clock.now() == SIM + 60 * SECOND


@pytest.mark.parametrize(("speed", "wait"), [(None, 600), (1, 600), (60, 10), (0.5, 1200), (0, float("inf"))])
def test_waiting_is_counted_in_wall_seconds(speed, wait):
    rate = None if speed is None else ClockRate(WALL, WALL, speed)
    clock = ShopClock(FixedClock(WALL), rate)
    assert clock.seconds_until(WALL + 600 * SECOND) == wait


def test_an_instant_gone_by_is_a_negative_wait():
    clock = ShopClock(FixedClock(WALL), ClockRate(WALL, WALL, 60))
    assert clock.seconds_until(WALL - 60 * SECOND) == -1
