import math
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from geopy.distance import great_circle
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dispatch_tui.core.model import Place, Precision, Shop
from dispatch_tui.core.travel import GUESS, NO_LEG, UNKNOWN_MINUTES, Measured, Road, Travel, great_circle_km
from tests.core.builders import FLAT, NOON, place, places

P = Precision
TRAVEL = Travel(circuity=1.3, speed_kmh=40.0, parking_minutes=2.0)
BLURRED = [P.POSTCODE, P.PLACE, P.REGION]
SHARP = [P.PIN, P.HOUSE, P.INTERPOLATED, P.STREET]


@given(places, places)
@example(Place(0, 0), Place(0, 180))
@example(Place(90, 0), Place(-90, 0))
@example(Place(40, 179.9), Place(40, -179.9))
@example(Place(40, -74), Place(40.0001, -74))
def test_distance_is_geopys_great_circle(a, b):
    theirs = great_circle((a.lat, a.lon), (b.lat, b.lon)).km
    # a millimetre apart, both formulas have lost most of their digits
    assert math.isclose(great_circle_km(a, b), theirs, rel_tol=1e-6, abs_tol=1e-6)


@given(places, places)
def test_there_is_as_far_as_back(a, b):
    assert math.isclose(great_circle_km(a, b), great_circle_km(b, a), rel_tol=1e-12)
    assert TRAVEL.leg(a, b) == TRAVEL.leg(b, a)


@given(st.floats(0, 500), st.floats(0, 500), st.sampled_from(list(P)), st.sampled_from(list(P)))
def test_farther_never_takes_less_time(near, far, one, two):
    assume(near <= far)
    here = place(0, one)
    first, second = TRAVEL.leg(here, place(near, two)), TRAVEL.leg(here, place(far, two))
    assert first.minutes <= second.minutes
    assert first.km <= second.km


def test_minutes_are_road_distance_at_speed_and_parking_to_the_nearest():
    leg = TRAVEL.leg(place(0), place(10.1))
    assert leg.km == 13.1
    assert leg.minutes == round(13.13 / 40 * 60 + 2) == 22
    assert leg.known
    assert TRAVEL.leg(place(0), place(1.26)).km == 1.6


def test_the_next_house_is_a_drive_and_the_next_door_is_not():
    assert TRAVEL.leg(place(0), place(0.05)).minutes == 2
    assert FLAT.leg(place(0), place(0.05)).minutes == 1
    assert TRAVEL.leg(place(0), place(0.02)) == NO_LEG


@pytest.mark.parametrize(("precision", "km"), [(P.POSTCODE, 1.5), (P.PLACE, 4.0), (P.REGION, 15.0)])
def test_a_vague_place_is_as_far_off_as_such_places_are(precision, km):
    assert FLAT.leg(place(0), place(0, precision)).km == km


def test_each_setting_of_the_shop_counts():
    base = Travel.of(Shop()).leg(place(0), place(10)).minutes
    # 13 km: 2 at 26 km/h, 3 at 34, 7 at 45, 1 at 60, and a minute and a half to park
    assert base == round(2 / 26 * 60 + 3 / 34 * 60 + 7 / 45 * 60 + 1 / 60 * 60 + 1.5) == 22
    assert Travel.of(Shop(circuity=2.0)).leg(place(0), place(10)).km == pytest.approx(20.0, abs=0.1)
    assert Travel.of(Shop(speed_kmh=20.0)).leg(place(0), place(10)).minutes == round(2 * 20.2 + 1.5)
    assert Travel.of(Shop(parking_minutes=10.0)).leg(place(0), place(10)).minutes in (base + 8, base + 9)


@pytest.mark.parametrize("pair", [(None, place(1)), (place(1), None), (None, None)])
def test_an_unknown_place_is_a_guess_and_marked_as_one(pair):
    leg = TRAVEL.leg(*pair)
    assert leg == GUESS
    assert leg.minutes == UNKNOWN_MINUTES > 0
    assert leg.km is None
    assert not leg.known


@pytest.mark.parametrize("precision", SHARP)
def test_the_same_door_is_no_drive(precision):
    assert TRAVEL.leg(place(3, precision), place(3, precision)) == NO_LEG
    assert TRAVEL.leg(place(3, precision), place(3.01, precision)) == NO_LEG
    assert NO_LEG.known


@pytest.mark.parametrize("precision", BLURRED)
@pytest.mark.parametrize("other", [*SHARP, *BLURRED])
def test_two_addresses_of_one_postcode_are_never_nought_apart(precision, other):
    leg = TRAVEL.leg(place(3, precision), place(3, other))
    assert leg.minutes > 2
    assert leg.km > 0


def test_the_very_place_of_one_site_is_no_drive_however_vague():
    """Two visits at one site are handed the site's one place."""
    here = place(3, P.POSTCODE)
    assert TRAVEL.leg(here, here) == NO_LEG


def test_the_vaguer_the_place_the_longer_the_shortest_drive():
    legs = [TRAVEL.leg(place(0), place(0, precision)).minutes for precision in BLURRED]
    assert legs == sorted(set(legs))


def test_a_vague_place_far_away_is_as_far_as_it_is():
    assert FLAT.leg(place(0, P.POSTCODE), place(60)).minutes == FLAT.leg(place(0), place(60)).minutes == 60


def test_two_shops_do_not_share_their_cache():
    slow, fast = Travel(1, 30, 0), Travel(1, 60, 0)
    assert slow.leg(place(0), place(10)).minutes == 2 * fast.leg(place(0), place(10)).minutes == 20


@given(places | st.none(), places | st.none(), st.integers(0, 2880))
def test_minutes_alone_are_those_of_the_leg(a, b, minute):
    """On a free road and in traffic, from an instant and until one; a guess is one by its sign."""
    rush = Travel(1.3, 40.0, 2.0, ((7, 9, 1.5), (16, 18, 2.0)), ZoneInfo("America/New_York"))
    leaves = NOON + timedelta(minutes=minute)
    for travel in (TRAVEL, rush):
        for _ in range(2):
            free, leg = travel.minutes(a, b), travel.leg(a, b)
            assert abs(free) == leg.minutes
            assert (free < 0) == (not leg.known)
        seconds = int(leaves.timestamp())
        assert travel.minutes_leaving(free, seconds // 60) == travel.leaving(leg, leaves).minutes
        assert travel.minutes_arriving(free, leaves) == travel.arriving(leg, leaves).minutes


def test_minutes_alone_know_what_a_router_measured():
    a, b = place(0), place(9)
    road = Road(31.0, 14.0, "osrm")
    measured = Measured({((a.lat, a.lon), (b.lat, b.lon)): road})
    travel = Travel(1.3, 40.0, 2.0, measured=measured)
    assert travel.minutes(a, b) == travel.leg(a, b).minutes == 33
    assert travel.minutes(b, a) == travel.leg(b, a).minutes != 33
