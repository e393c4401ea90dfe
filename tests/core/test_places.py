"""Typed points, addresses as they are compared, suspect points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Place, Precision
from dispatch_tui.core.places import (
    address_key,
    looks_like_point,
    nearest_km,
    point_of,
    rank,
    shared_points,
)
from dispatch_tui.core.travel import great_circle_km
from tests.core.builders import place, site

P = Precision


@given(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000).filter(bool))
def test_typed_coordinates_are_a_pin(lat, lon):
    found = point_of(f"{lat / 1e6:.6f},{lon / 1e6:.6f}")
    assert (found.lat, found.lon, found.precision) == (lat / 1e6, lon / 1e6, P.PIN)


@pytest.mark.parametrize("text", ["40.1,-82.9", " 40.1, -82.9 ", "40.1 -82.9", "+40.1;-82.9"])
def test_ways_to_write_a_point(text):
    assert point_of(text) == Place(40.1, -82.9, P.PIN)
    assert looks_like_point(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("39.7,255", "longitude of 255"),
        ("-82.9,400.5", "longitude"),
        ("140.1,-82.9", "latitude of 140.1"),
        ("0,0", "in the sea"),
        ("12 Elm St", "no pair"),
        ("40.1", "no pair"),
        ("", "no pair"),
        ("nan,nan", "no pair"),
    ],
)
def test_what_is_no_point_of_the_earth_is_refused(text, words):
    with pytest.raises(Refused, match=words):
        point_of(text)


def test_an_address_is_no_point():
    assert not looks_like_point("12 34")
    assert not looks_like_point("12 Elm St")


def test_an_address_is_compared_without_case_and_commas():
    one = address_key("12  Elm St.", "Columbus", "OH", "43215")
    assert one == address_key("12 elm st", "COLUMBUS", "oh,", "43215")
    assert address_key("12 Elm St") != address_key("14 Elm St")


def test_a_point_of_more_than_three_houses_is_suspect():
    four = [site(key, place(1)) for key in range(1, 5)]
    assert shared_points(four[:3]) == {}
    assert shared_points(four) == {(place(1).lat, place(1).lon): 4}


def test_units_of_one_house_and_postal_points_are_not_suspect():
    units = [site(key, place(1), address=f"9 Elm St Apt {key}") for key in range(1, 9)]
    assert shared_points(units) == {}
    assert shared_points([site(key, place(1, P.POSTCODE)) for key in range(1, 9)]) == {}


def test_precision_has_an_order():
    assert [rank(each) for each in P] == list(range(len(P)))
    assert rank(P.PIN) < rank(P.STREET) < rank(P.UNKNOWN)


@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(-1, 1), st.floats(-1, 1))
def test_a_rough_distance_tells_a_neighbour_from_another_state(lat, lon, north, east):
    here, there = Place(lat, lon), Place(lat + north, lon + east)
    assert nearest_km(here, [there]) == pytest.approx(great_circle_km(here, there), rel=0.03, abs=0.1)


def test_nearest_of_none_is_none():
    assert nearest_km(place(0), []) is None
    assert nearest_km(Place(0, 179.99), [Place(0, -179.99)]) < 3
