"""What the shop's own drives teach."""

import math
import random
from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_tui.core.drives import (
    BUCKETS,
    LEVEL_ONLY,
    NO_DRIVES,
    PULL,
    QUOTE_RATIO,
    Drive,
    learn,
)
from dispatch_tui.core.model import Shop
from dispatch_tui.core.travel import Measured, Road, Travel
from tests.core.builders import FLAT, NEW_YORK, at, place

SHOP = Shop(zone_name="America/New_York")
BASE = Travel.of(SHOP)


def drives(count, ratio, seed=1, hours=range(7, 18), corrupted=0.0):
    """Drives that take `ratio` (of hour and km) times what the estimate says, give or take."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        km, hour = chance.choice((1, 3, 6, 10, 25)) * chance.uniform(0.9, 1.1), chance.choice(list(hours))
        left = at(f"{hour}:{chance.randrange(60):02}") - timedelta(days=number % 60)
        said = BASE.leg(place(0), place(km), left)
        road = said.minutes - BASE.parking_minutes
        took = road * ratio(left.astimezone(NEW_YORK).hour, said.km) * chance.lognormvariate(0, 0.2)
        if chance.random() < corrupted:  # stamps at the wrong moment
            took = road * chance.choice((0.21, 4.9))
        found.append(Drive(place(0), place(km), left, took + BASE.parking_minutes))
    return found


def error(travel, cases):
    """The median share by which predictions of drives are wrong."""
    return median(
        abs(math.log(travel.leg(one.origin, one.target, one.left_at).minutes / one.minutes)) for one in cases
    )


def learnt(cases):
    return learn(cases, BASE, NEW_YORK)


def test_nothing_teaches_nothing():
    assert learnt([]) == NO_DRIVES
    assert not NO_DRIVES
    assert NO_DRIVES.quote_ratio == QUOTE_RATIO


def test_a_few_drives_move_the_level_a_little():
    found = learnt(drives(5, lambda _h, _km: 1.5))
    (factor,) = set(found.by["estimate"].bands)
    assert 1.0 < factor < 1.15


@given(st.integers(1, LEVEL_ONLY - 1), st.floats(0.7, 1.6))
@settings(max_examples=20)
def test_under_a_hundred_only_the_level_is_learnt_and_pulled_to_no_correction(count, ratio):
    cases = drives(count, lambda _h, _km: ratio)
    found = learnt(cases)
    logs = []
    for case in cases:
        said = BASE.predict(case)
        logs.append(math.log((case.minutes - BASE.parking_minutes) / said.driving))
    expected = math.exp(median(logs) * count / (count + PULL))
    assert found.by["estimate"].bands == pytest.approx([expected] * 5)
    assert set(found.hours) == {1.0}


def test_many_drives_teach_bands_and_hours():
    found = learnt(drives(900, lambda hour, km: (1.5 if km > 12 else 1.0) * (1.25 if hour >= 16 else 1.0)))
    near, far = found.by["estimate"].bands[1], found.by["estimate"].bands[4]
    assert far / near > 1.3
    assert found.hours[8] / found.hours[5] > 1.12  # 16 to 18 against 10 to 12
    assert len(found.hours) == BUCKETS


def test_corrupted_stamps_do_little_harm():
    truth = lambda hour, km: 1.3 * (1.2 if hour >= 16 else 1.0)  # noqa: E731
    fresh = drives(400, truth, seed=9)
    clean = Travel.of(SHOP, learnt(drives(300, truth)))
    dirty = Travel.of(SHOP, learnt(drives(300, truth, corrupted=0.1)))
    assert error(clean, fresh) < error(BASE, fresh) - 0.05
    assert error(dirty, fresh) < error(clean, fresh) + 0.03


def test_nonsense_is_left_out_and_counted():
    good = drives(10, lambda _h, _km: 1.0)
    odd = [
        Drive(place(0), place(5), at("9:00"), -3),
        Drive(place(0), place(5), at("9:00"), 900),
        Drive(place(0), place(0.001), at("9:00"), 12),
        Drive(place(0), place(30), at("9:00"), 1),
    ]
    assert learnt([*good, *odd]).left_out == 4
    assert learnt([*good, *odd]).by == learnt(good).by


def test_no_correction_is_without_measure():
    found = learnt(drives(500, lambda _h, _km: 4.0))
    assert all(factor <= 1.9 + 1e-9 for factor in found.by["estimate"].bands)


def test_four_drives_of_five_stay_under_the_quote():
    cases = drives(600, lambda _h, _km: 1.1)
    travel = Travel.of(SHOP, learnt(cases))
    fresh = drives(600, lambda _h, _km: 1.1, seed=5)
    quoted = [travel.quoted(travel.leg(one.origin, one.target, one.left_at)) for one in fresh]
    under = sum(one.minutes <= most for one, most in zip(fresh, quoted, strict=True)) / len(fresh)
    assert 0.75 <= under <= 0.95
    assert FLAT.quoted(FLAT.leg(place(0), place(100))) == 132


def test_a_router_is_corrected_by_what_it_got_wrong_itself():
    a, b = place(0), place(6)
    road = Measured({((a.lat, a.lon), (b.lat, b.lon)): Road(20.0, 8.0, "osrm")})
    shop = Shop(rules={"traffic": ""})
    base = Travel.of(shop, measured=road)
    cases = [Drive(a, b, at("12:00") - timedelta(days=day), 31.5) for day in range(60)]
    found = learn(cases, base, NEW_YORK)
    assert set(found.by) == {"osrm"}
    travel = Travel.of(shop, found, road)
    # said was 22 minutes, a minute and a half of it parking; it took 30 on the road; 60 cases against 20
    assert travel.leg(a, b).minutes == round(20 * (30 / 20.5) ** (60 / 80) + 1.5)
    assert travel.leg(b, a) == Travel.of(shop).leg(b, a)  # the estimate has been taught nothing
