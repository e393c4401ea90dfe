"""From kilometres as the crow flies to minutes on a free road."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.speeds import CIRCUITY, SPEEDS, Curve, driving, flat, winding

kms = st.floats(0, 20_000)
factors = st.lists(st.floats(0.5, 2.0), min_size=5, max_size=5)
CUTS = (0.0, 2.0, 5.0, 12.0, 30.0)


@pytest.mark.parametrize(("km", "road"), [(1, 1.42), (4, 5.44), (10, 13.0), (40, 48.8), (2, 2.84)])
def test_a_road_winds_by_band(km, road):
    assert winding().at(km) == pytest.approx(road)


def test_a_road_stays_as_long_where_its_factor_drops_until_that_has_caught_up():
    assert winding().at(2.05) == winding().at(2.0) == pytest.approx(2.84)
    assert winding().at(2.2) == pytest.approx(2.2 * 1.36)


@pytest.mark.parametrize(
    ("km", "minutes"),
    [(1, 60 / 26), (3, 120 / 26 + 60 / 34), (12, 120 / 26 + 180 / 34 + 420 / 45)],
)
def test_speeds_are_marginal(km, minutes):
    assert driving().at(km) == pytest.approx(minutes)


@given(kms, kms, factors)
def test_farther_never_takes_less_time_whatever_drives_have_taught(one, other, learnt):
    curve = winding().then(driving().times(CUTS, learnt))
    near, far = sorted((one, other))
    assert curve.at(near) <= curve.at(far) + 1e-9


@given(kms, factors)
def test_a_learnt_factor_holds_but_for_what_keeps_it_from_falling(km, learnt):
    base, curve = driving(), driving().times(CUTS, learnt)
    assert curve.at(km) >= base.at(km) * min(learnt) - 1e-6
    assert curve.at(km) <= base.at(km) * max(learnt) + 1e-6


@given(st.floats(0.01, 30_000), factors)
def test_the_inverse_finds_the_first_distance_of_a_duration(minutes, learnt):
    curve = winding().then(driving().times(CUTS, learnt))
    km = curve.first(minutes)
    assert curve.at(km) == pytest.approx(minutes, rel=1e-6)
    assert curve.at(max(0.0, km - 0.001)) <= minutes


@given(kms)
def test_a_scale_is_in_proportion(km):
    assert driving(2.0).at(km) == pytest.approx(driving().at(km) / 2)
    assert winding(1.5).at(km) >= winding().at(km) - 1e-9
    assert flat(1.3).at(km) == pytest.approx(1.3 * km)


def test_a_scale_makes_no_road_shorter_than_the_crow_flies():
    assert winding(0.1).at(10) == pytest.approx(10)


def test_the_figures_are_those_that_were_measured():
    assert [factor for _, factor in CIRCUITY] == [1.42, 1.36, 1.30, 1.22]
    assert [speed for _, speed in SPEEDS] == [26, 34, 45, 60, 85]


def test_a_curve_of_one_piece_goes_on_for_ever():
    assert Curve.of([(0.0, 0.0)], 2.0).at(1e6) == 2e6
