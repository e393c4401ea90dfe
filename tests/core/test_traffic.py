"""What the hour does to a drive."""

from datetime import UTC, date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.model import Shop
from dispatch_tui.core.traffic import Traffic
from dispatch_tui.core.travel import GUESS, NO_LEG, Travel
from tests.core.builders import BERLIN, NEW_YORK, at, instants, minutes, place, zones

RUSH = ((7, 9, 1.25), (16, 18, 1.5))
ROAD = Traffic(RUSH, NEW_YORK)
TRAVEL = Travel(1.0, 60.0, 2.0, RUSH, NEW_YORK)
"""A kilometre is a minute, and two minutes to park."""

hours = st.tuples(st.integers(0, 23), st.integers(1, 24), st.integers(50, 400)).filter(lambda b: b[0] < b[1])
bands = st.lists(hours.map(lambda b: (b[0], b[1], b[2] / 100)), max_size=4).map(tuple)
drives = st.integers(1, 300)


@pytest.mark.parametrize(
    ("leaves", "takes"),
    [("12:00", 40), ("7:00", 50), ("8:10", 50), ("8:20", 48), ("6:40", 45), ("9:00", 40), ("6:20", 40)],
)
def test_only_the_part_in_traffic_takes_longer(leaves, takes):
    assert ROAD.minutes_from(at(leaves), 40) == takes


@pytest.mark.parametrize(("arrives", "takes"), [("12:00", 40), ("8:30", 50), ("9:08", 48), ("7:25", 45)])
def test_the_drive_that_arrives_in_time(arrives, takes):
    assert ROAD.minutes_until(at(arrives), 40, 0) == takes


def test_a_factor_below_one_is_a_quick_hour():
    assert Traffic(((20, 24, 0.8),), NEW_YORK).minutes_from(at("20:30"), 40) == 32


def test_of_two_that_overlap_the_later_stands():
    road = Traffic(((7, 18, 2.0), (8, 10, 1.5)), NEW_YORK)
    assert road.minutes_from(at("8:00"), 60) == 90
    assert road.minutes_from(at("10:00"), 60) == 120


def test_the_hours_are_the_shops_own():
    summer, winter = at("8:00", date(2026, 7, 1), BERLIN), at("8:00", date(2026, 1, 7), BERLIN)
    road = Traffic(((8, 9, 2.0),), BERLIN)
    assert summer.astimezone(UTC).hour != winter.astimezone(UTC).hour
    for day in (summer, winter):
        assert road.minutes_from(day, 20) == 40
        assert road.minutes_from(day - timedelta(hours=1), 20) == 20


@given(zones, bands, instants, drives)
@example(NEW_YORK, ((2, 3, 3.0),), at("1:50", date(2026, 3, 8)), 60)  # the hour that is not
@example(NEW_YORK, ((1, 2, 3.0),), at("0:50", date(2026, 11, 1)), 60)  # the hour that is twice
def test_who_leaves_later_never_arrives_earlier(zone, given_bands, instant, driving):
    road = Traffic(given_bands, zone)
    leaves = [instant + minutes(step) for step in range(0, 180, 1)]
    arrivals = [each + minutes(road.minutes_from(each, driving)) for each in leaves]
    assert arrivals == sorted(arrivals)


@given(zones, bands, instants, drives, st.integers(0, 5))
def test_setting_off_just_in_time_is_in_time_and_a_minute_later_is_not(
    zone, given_bands, instant, driving, parking
):
    road = Traffic(given_bands, zone)
    arrives = instant.replace(second=0)
    leaves = arrives - minutes(road.minutes_until(arrives, driving, parking) + parking)

    def arrival(at_instant):
        return at_instant + minutes(road.minutes_from(at_instant, driving) + parking)

    assert arrival(leaves) <= arrives
    assert arrival(leaves + minutes(1)) > arrives


@given(zones, bands, instants, drives)
def test_a_drive_is_between_its_slowest_and_its_quickest(zone, given_bands, instant, driving):
    factors = [Fraction(1), *(Fraction(round(factor * 100), 100) for _, _, factor in given_bands)]
    taken = Traffic(given_bands, zone).minutes_from(instant, driving)
    assert min(factors) * driving <= taken <= max(factors) * driving + 1


def test_parking_takes_no_longer_in_traffic():
    assert TRAVEL.leg(place(0), place(40)).minutes == 42
    assert TRAVEL.leg(place(0), place(40), at("7:00")).minutes == 52
    assert TRAVEL.leg(place(0), place(40), at("12:00")).minutes == 42


def test_traffic_makes_no_way_longer():
    assert TRAVEL.leg(place(0), place(40), at("7:00")).km == TRAVEL.leg(place(0), place(40)).km


def test_a_guess_stays_a_guess_and_no_drive_none():
    here = place(3)
    assert TRAVEL.leg(None, here, at("7:30")) == GUESS
    assert TRAVEL.leg(here, here, at("7:30")) == NO_LEG


def test_arriving_is_the_other_side_of_leaving():
    free = TRAVEL.leg(place(0), place(40))
    timely = TRAVEL.arriving(free, at("8:30"))
    assert timely.minutes == 52
    assert TRAVEL.leaving(free, at("8:30") - minutes(52)).minutes == 52


def test_a_shops_rule_is_the_traffic_of_its_travel():
    shop = Shop(zone_name="America/New_York")
    rush, calm = at("16:30"), at("12:00")
    for rules, varies in (({}, True), ({"traffic": ""}, False)):
        travel = Travel.of(Shop(zone_name=shop.zone_name, rules=rules))
        assert travel.varies is varies
        legs = [travel.leg(place(0), place(20), when).minutes for when in (rush, calm)]
        assert (legs[0] > legs[1]) is varies


def test_a_year_of_days_is_remembered_and_then_forgotten():
    road = Traffic(((7, 9, 2.0),), ZoneInfo("UTC"))
    for day in range(0, 900, 1):
        assert road.minutes_from(at("7:00", date(2024, 1, 1) + timedelta(days=day), UTC), 10) == 20
