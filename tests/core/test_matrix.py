"""Many legs in one go are the legs one by one."""

from datetime import timedelta

import pytest
from geopy.distance import great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_tui.core.drives import Correction, Drives
from dispatch_tui.core.knowledge import NOTHING_KNOWN, Knowledge
from dispatch_tui.core.model import Place, Precision, Shop
from dispatch_tui.core.speeds import winding
from dispatch_tui.core.travel import GUESS, Measured, Road, Travel
from tests.core.builders import FLAT, NEW_YORK, at, instants, minutes, place

P = Precision
SHOP = Shop(zone_name="America/New_York")
LEARNT = Drives(
    {"estimate": Correction((1.2, 1.1, 1.0, 0.9, 1.3), 200), "osrm": Correction((0.9,) * 5, 150)},
    (1.0, 1.0, 1.0, 1.05, 1.2, 1.1, 1.0, 1.0, 1.3, 1.1, 1.0, 1.0),
    350,
)
near = st.builds(Place, st.floats(39.5, 40.5), st.floats(-83.5, -82.5), st.sampled_from([*P][:-1]))
anywhere = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([*P][:-1]))
points = st.lists(st.one_of(near, near, anywhere, st.none()), min_size=1, max_size=7)


def measured_of(places):
    known = [one for one in places if one is not None]
    return Measured(
        {
            ((a.lat, a.lon), (b.lat, b.lon)): Road(abs(a.lat - b.lat) * 60 + 3.3, 5.5, "osrm")
            for a in known[::2]
            for b in known[::3]
            if a != b
        }
    )


@given(points, points, st.booleans(), st.booleans(), st.one_of(st.none(), instants))
@settings(max_examples=150)
def test_a_matrix_is_its_legs(sources, targets, learnt, routed, depart):
    targets = targets + sources[:2]
    measured = measured_of(sources + targets) if routed else Measured()
    travel = Travel.of(SHOP, LEARNT if learnt else Drives(), measured)
    legs = travel.matrix(sources, targets, depart)
    for row, a in enumerate(sources):
        for column, b in enumerate(targets):
            leg = travel.leg(a, b, depart)
            assert legs.minutes[row][column] == leg.minutes
            assert (legs.km(row, column), legs.source(row, column)) == (leg.km, leg.source)


@given(near, near)
def test_its_distance_is_geopys_within_a_thousandth(a, b):
    sharp = [Place(one.lat, one.lon) for one in (a, b)]
    km = Travel.of(SHOP).matrix(sharp[:1], sharp[1:]).km(0, 0)
    theirs = winding().at(great_circle((a.lat, a.lon), (b.lat, b.lon)).km)
    assert km == pytest.approx(theirs, rel=0.0013, abs=0.06)  # shown to a tenth of a kilometre


def test_unknown_is_a_guess_and_the_same_place_no_drive():
    here = place(3, P.POSTCODE)
    legs = FLAT.matrix([None, here], [here, None])
    assert legs.minutes == ((GUESS.minutes, GUESS.minutes), (0, GUESS.minutes))
    assert legs.km(0, 0) is None
    assert legs.source(1, 1) == "guess"


def test_drives_of_more_than_half_a_day_are_reckoned_too():
    assert FLAT.matrix([place(0)], [place(900)]).minutes == ((900,),)


@given(instants, st.floats(0.2, 60))
@settings(max_examples=40)
def test_who_leaves_later_never_arrives_earlier_whatever_drives_have_taught(instant, km):
    travel = Travel.of(SHOP, LEARNT)
    leaves = [instant + minutes(step) for step in range(0, 200)]
    arrivals = [each + minutes(travel.leg(place(0), place(km), each).minutes) for each in leaves]
    assert arrivals == sorted(arrivals)


@given(near, near, near)
def test_farther_never_takes_less_time_with_what_was_learnt(a, b, c):
    travel = Travel.of(SHOP, LEARNT)
    sharp = [Place(one.lat, one.lon) for one in (a, b, c)]
    first, second = (travel.leg(sharp[0], other) for other in sharp[1:])
    if first.km < second.km:
        assert first.minutes <= second.minutes


def test_what_the_hours_have_taught_is_in_the_hours():
    assert Travel.of(Shop(rules={"traffic": ""}), LEARNT).hours == (
        (6, 8, 1.05), (8, 10, 1.2), (10, 12, 1.1), (16, 18, 1.3), (18, 20, 1.1),
    )  # fmt: skip
    assert Travel.of(Shop(rules={"traffic": "8-10 1.5"}), LEARNT).hours[1] == (8, 10, 1.8)
    assert Travel.of(Shop(rules={"traffic": "7-9 1.5"})).hours == ((7, 9, 1.5),)


def test_a_measured_leg_stands_and_its_way_back_does_not():
    a, b = place(0), place(5)
    road = Measured({((a.lat, a.lon), (b.lat, b.lon)): Road(12.4, 7.77, "osrm")})
    travel = Travel.of(Shop(rules={"traffic": "7-9 2"}, zone_name="America/New_York"), measured=road)
    leg = travel.leg(a, b)
    assert (leg.minutes, leg.km, leg.source) == (14, 7.8, "osrm")
    assert travel.leg(b, a).source == "estimate"
    # free-flow speeds get the hour, parking does not
    assert travel.leg(a, b, at("7:15")).minutes == 1 + 2 * 13
    assert travel.leg(a, b, at("7:15")).source == "osrm"


def test_a_router_that_puts_two_addresses_of_one_postcode_on_one_spot_is_not_believed():
    a, b = place(1, P.POSTCODE), place(1, P.POSTCODE)
    road = Measured({((a.lat, a.lon), (b.lat, b.lon)): Road(0.0, 0.0, "osrm")})
    leg = Travel.of(SHOP, measured=road).leg(a, b)
    assert leg.minutes > 2
    assert leg.source == "estimate"


@pytest.mark.parametrize("precision", [P.STREET, P.POSTCODE, P.PLACE, P.REGION])
def test_a_vague_place_makes_its_legs_vague(precision):
    travel = Travel.of(SHOP)
    sharp, vague = travel.leg(place(0), place(9)), travel.leg(place(0), place(9, precision))
    assert sharp.vague == 0 < vague.vague
    order = [travel.leg(place(0), place(9, each)).vague for each in (P.PIN, P.STREET, P.POSTCODE, P.REGION)]
    assert order == sorted(order)


def test_one_knowledge_makes_one_travel_until_either_changes():
    shop = Shop(name="A")
    assert NOTHING_KNOWN.travel(shop) is NOTHING_KNOWN.travel(Shop(name="B"))
    assert NOTHING_KNOWN.travel(shop) is not NOTHING_KNOWN.travel(Shop(speed_kmh=50))
    other = Knowledge(drives=LEARNT)
    assert other.travel(shop) is not NOTHING_KNOWN.travel(shop)
    assert other.travel(shop).drives is LEARNT


def test_a_year_of_departures_costs_no_more_than_their_days():
    travel = Travel.of(SHOP)
    noon = at("12:00", zone=NEW_YORK)
    found = {
        travel.matrix([place(0)], [place(8)], noon + timedelta(days=day)).minutes for day in range(0, 300, 7)
    }
    assert len(found) == 1
