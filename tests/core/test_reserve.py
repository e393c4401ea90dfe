"""What is kept free for emergencies: how much, until when, and from whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Priority, ShiftRule, Shop, Span
from dispatch_tui.core.reserve import Reserve, for_call, reserve_of
from dispatch_tui.core.rulebook import BY_NAME, value_of
from dispatch_tui.core.suggest import Gate, Way
from dispatch_tui.desk.board import BoardKeeper
from tests.core.builders import FLAT, NOON, TODAY, at, call, customer, day_of, place, site, tech, visit


def shop_day(rule: str = "20%", until: str = "15:00", visits: int = 0) -> Day:
    """Two technicians from 8 to 17; visits of an hour on the first row from 13:00 on."""
    stands = [visit(n, at(f"{12 + n}:00")) for n in range(1, visits + 1)]
    numbers = [*range(1, visits + 1), 50]
    rules = {"traffic": "", "reserve": rule, "reserve-until": until}
    return day_of(
        shop=Shop(zone_name="America/New_York", rules=rules),
        technicians=(tech(1), tech(2)),
        shifts=tuple(ShiftRule(key, TODAY.weekday(), 480, 1020, id=key) for key in (1, 2)),
        visits=tuple(stands),
        calls=tuple(call(n, site_id=n, customer_id=n) for n in numbers),
        sites=tuple(site(n, place(0), customer_id=n) for n in numbers),
        customers=tuple(customer(n) for n in numbers),
    )


def reserve_at(day: Day, now=NOON) -> Reserve | None:  # type: ignore[no-untyped-def]
    return reserve_of(day, {key: forecast_row(day.facts(key), now, FLAT) for key in day.order}, now)


def test_a_share_of_the_hours_that_are_left():
    found = reserve_at(shop_day())
    assert found == Reserve(72, 360, at("15:00")), "a fifth of twice three hours"
    assert found.spare == 288
    assert reserve_at(shop_day(), at("14:00")) == Reserve(24, 120, at("15:00"))


def test_hours_a_day_shrink_as_the_day_goes_by():
    assert reserve_at(shop_day("7h")) == Reserve(180, 360, at("15:00")), "3 of 7 hours are left"
    assert reserve_at(shop_day("7h"), at("8:00")) == Reserve(420, 840, at("15:00"))


def test_off_and_released_keep_nothing():
    assert reserve_at(shop_day("off")) is None
    assert reserve_at(shop_day(), at("15:00")) is None


def test_what_is_planned_is_not_free_and_slivers_are_of_no_use():
    assert reserve_at(shop_day(visits=2)) == Reserve(72, 240, at("15:00")), "12 to 13 and three hours"
    late = replace(shop_day(visits=1).visits[1], start=at("12:40"), minutes=140)
    day = shop_day(visits=1)
    day = replace(day, visits={1: late})
    assert reserve_at(day) == Reserve(72, 180, at("15:00")), "forty minutes are no room for an emergency"


def test_it_shuts_only_what_takes_of_it():
    kept = Reserve(120, 180, at("15:00"))
    assert not kept.shuts(at("13:00"), 60)
    assert kept.shuts(at("13:00"), 61)
    assert not kept.shuts(at("15:00"), 500), "released by then"
    assert for_call(kept, call(1)) is kept
    assert for_call(kept, call(1, priority=Priority.EMERGENCY)) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("off", (0, 0)), ("0", (0, 0)), ("20%", (20, 0)), ("4h", (0, 240)), ("2.5 h", (0, 150))],
)
def test_how_it_is_said(text: str, meant: tuple[int, int]):
    assert value_of(BY_NAME["reserve"], text) == meant


@pytest.mark.parametrize("text", ["", "some", "200%", "4", "-1h"])
def test_what_it_cannot_be(text: str):
    with pytest.raises(Refused, match="cannot be reserve"):
        value_of(BY_NAME["reserve"], text)


def test_suggestions_keep_it_but_from_an_emergency():
    day = shop_day("90%")
    keeper = BoardKeeper(day, NOON)
    routine = call(50, site_id=50, customer_id=50)
    places = keeper.suggest(routine).places
    assert {each.start for each in places} == {at("15:00")}, "all that starts before three is kept"
    promised = replace(routine, window=Span(at("12:00"), at("14:00")))
    closed = keeper.suggest(promised)
    assert not closed.places
    assert dict(closed.shut) == {Gate.RESERVE: 2}
    (gate,) = [each for each in keeper.judge(routine, 1, at("13:00")).gates if each.gate is Gate.RESERVE]
    assert not gate.passed
    assert gate.value["wanted"] == 324
    assert [each.way for each in gate.opens] == [Way.LATER, Way.OTHER_DAY]
    assert gate.opens[0].at == at("15:00")
    urgent = replace(routine, priority=Priority.EMERGENCY)
    assert keeper.suggest(urgent).places
    assert keeper.suggest(replace(routine, minutes=30)).places, "there is half an hour to spare"


@given(st.integers(1, 99), st.integers(0, 14), st.integers(0, 3))
def test_never_more_is_kept_than_there_is_time_left(percent: int, hour: int, visits: int):
    found = reserve_at(shop_day(f"{percent}%", visits=visits), at(f"{hour}:30"))
    assert found is not None
    assert 0 <= found.wanted <= 840
    assert found.spare + min(found.wanted, found.free) == found.free
    assert found.short == max(0, found.wanted - found.free)
