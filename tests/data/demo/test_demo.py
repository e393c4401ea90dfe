"""The demo shop: the same for the same seed, believable, and full of what a dispatcher must see."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.demo.builder import OPENING, build_demo
from data.demo.geography import AREAS, neighbours
from data.demo.sizes import DEFAULT, DemoSize
from data.importing.postcodes import postal_point
from data.opening import open_store
from dispatch_tui.core.commands import Act, SetUpShop
from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.forecast import RowForecast, forecast_row
from dispatch_tui.core.model import (
    Call,
    CallPhase,
    Customer,
    Lock,
    Place,
    Priority,
    Shop,
    SimClock,
    Site,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.shifts import local_instant
from dispatch_tui.core.status import SEEN, call_phase
from dispatch_tui.core.travel import Travel, great_circle_km
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.board import BoardKeeper
from tests.exercise.memory import MemoryStore
from tests.exercise.playing import opened

DAY = date(2026, 11, 20)
WALL = datetime(2026, 11, 21, 9, tzinfo=UTC)
SEEDS = range(1, 9)


def a_demo(seed: int = 7, size: str = "12x70", day: date = DAY) -> SetUpShop:
    return build_demo(seed, DemoSize.of(size), day, WALL)


def board_of(command: SetUpShop, day: date = DAY) -> Day:
    return opened(command).board(day)


def forecasts(board: Day) -> dict[int, RowForecast]:
    now = local_instant(board.service_date, OPENING, board.shop.zone)
    travel = Travel.of(board.shop)
    return {key: forecast_row(board.facts(key), now, travel) for key in board.order}


def test_the_same_seed_gives_the_same_shop() -> None:
    assert a_demo(3) == a_demo(3)
    assert a_demo(3) != a_demo(4)


def test_sizes() -> None:
    assert DemoSize.of("small") == DemoSize(6, 30)
    assert DemoSize.of(" Large ") == DemoSize(50, 400)
    assert DemoSize.of("3X9") == DemoSize(3, 9)
    for word in ("huge", "0x5", "501x9", "9x5001", "12", "x"):
        with pytest.raises(Usage):
            DemoSize.of(word)
    assert DemoSize.of("12x70") == DEFAULT


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", ["6x30", "12x70"])
def test_every_state_is_on_the_board(seed: int, size: str) -> None:
    board = board_of(a_demo(seed, size))
    states = Counter(visit.state for visit in board.visits.values())
    for state in VisitState:
        assert states[state] or state is VisitState.CANCELED, state
    told = {
        board.calls[visit.call_id].window_told_at is not None
        for visit in board.visits.values()
        if visit.state is VisitState.TENTATIVE
    }
    assert told == {True, False}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_troubles_are_there(seed: int) -> None:
    command = a_demo(seed)
    store = opened(command)
    board = store.board(DAY)
    rows = forecasts(board)
    ahead = [forecast for row in rows.values() for forecast in row.visits.values()]
    late = [forecast for forecast in ahead if forecast.late_minutes]
    assert 1 <= len(late) <= 5
    assert sum(1 for row in rows.values() if row.overtime_minutes > 45) >= 1
    overlapping = gaps = 0
    for key in board.order:
        unseen = [visit for visit in board.row(key) if visit.state is VisitState.TENTATIVE]
        overlapping += sum(1 for a, b in pairwise(unseen) if a.slot.overlaps(b.slot))
        gaps += sum(
            1
            for a, b in pairwise(unseen)
            if a.slot.end <= b.start and rows[key].visits[b.id].short_minutes > 0
        )
    assert overlapping == 1
    assert gaps >= 1
    assert {visit.lock for visit in board.visits.values()} == {Lock.NONE, Lock.TIME, Lock.BOTH}
    tray = [board.calls[key] for key in board.tray]
    assert 7 <= len(tray) <= 13
    assert tray[0].priority is Priority.EMERGENCY
    assert any(board.sites[call.site_id].place is None for call in tray)
    back = [visit for visit in board.visits.values() if visit.state is VisitState.CANNOT_COMPLETE]
    assert all(visit.call_id in board.tray and visit.reason for visit in back)
    calls = store.rows(Call).values()
    assert any(call.phase is CallPhase.ON_HOLD and call.hold_until for call in calls)
    assert any(call.phase is CallPhase.CANCELED for call in calls)
    assert any(not spans for spans in board.working.values())
    assert (
        sum(1 for call in calls if call.due < DAY and call.phase in (CallPhase.COMPLETED, CallPhase.CLOSED))
        > 15
    )
    assert any(visit.state is VisitState.CANCELED for visit in store.rows(Visit).values())
    assert any(visit.service_date > DAY for visit in store.rows(Visit).values())


@pytest.mark.parametrize(("seed", "least"), [(1, 5), (2, 5), (3, 5), (7, 4)])
def test_half_of_what_waits_has_a_place_free_of_trouble(seed: int, least: int) -> None:
    """Trying to plan the tray shows something, and not everything fits."""
    board = board_of(a_demo(seed))
    keeper = BoardKeeper(board, local_instant(DAY, OPENING, board.shop.zone))
    free = [key for key in board.tray if _free_place(keeper, board.calls[key])]
    assert least <= len(free) < len(board.tray)


def _free_place(keeper: BoardKeeper, call: Call) -> bool:
    for spot in keeper.best_spots(call, call.minutes):
        visit = Visit(call.id, spot.technician_id, spot.start, call.minutes, DAY)
        if not keeper.weigh(call, visit).warnings:
            return True
    return False


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", ["6x30", "12x70", "50x400"])
def test_routes_are_sensible(seed: int, size: str) -> None:
    board = board_of(a_demo(seed, size))
    rows = forecasts(board)
    ahead = [forecast for row in rows.values() for forecast in row.visits.values()]
    on_time = sum(1 for forecast in ahead if not forecast.late_minutes)
    assert on_time >= 0.9 * len(ahead)
    used = []
    for key in board.order:
        paid = sum(span.minutes for span in board.working[key])
        if not paid:
            assert not board.row(key)
            continue
        drive = sum(f.leg.minutes for f in rows[key].visits.values()) + rows[key].home_leg.minutes
        used.append((sum(visit.minutes for visit in board.row(key)) + drive) / paid)
        skills = set(board.technicians[key].skills)
        for visit in board.row(key):
            assert set(board.calls[visit.call_id].skills) <= skills
    middle = sorted(used)[len(used) // 2]
    assert 0.5 <= middle <= 0.85  # busy, with room for a call that comes in
    legs = sorted(forecast.leg.minutes for forecast in ahead)
    assert legs[len(legs) // 2] <= 15


@pytest.mark.parametrize("size", ["1x1", "2x100", "3x3", "30x5", "6x30", "12x70", "40x90"])
def test_any_size_is_sound(size: str) -> None:
    command = a_demo(11, size)
    wanted = DemoSize.of(size)
    store = opened(command)
    board = store.board(DAY)
    assert len(store.rows(Technician)) == wanted.technicians
    now = command.clock.anchor if command.clock else WALL
    for call in store.rows(Call).values():
        assert call.minutes > 0
        assert call.problem
        assert call.received_at <= now
        assert store.rows(Site)[call.site_id].customer_id == call.customer_id
        assert call.window is None or call.window.minutes >= 60
    for visit in store.rows(Visit).values():
        times = [
            visit.dispatched_at, visit.acknowledged_at, visit.enroute_at, visit.arrived_at,
            visit.finished_at,
        ]  # fmt: skip
        stamped = [instant for instant in times if instant is not None]
        assert stamped == sorted(stamped)
        assert all(instant <= now for instant in stamped)
        assert visit.minutes > 0
        assert visit.since is None or visit.since <= now
    for key in board.order:
        assert sum(1 for visit in board.row(key) if visit.state in SEEN) <= 1


def test_stamps_tell_the_same_story_as_the_visits() -> None:
    command = a_demo()
    store = opened(command)
    for visit in store.rows(Visit).values():
        said = [stamp for stamp in store.stamps if stamp.visit_id == visit.id]
        assert [stamp.at for stamp in said] == sorted(stamp.at for stamp in said)
        if visit.state is VisitState.TENTATIVE:
            assert not said
        else:
            assert said[-1].state is visit.state
            assert said[-1].at == visit.since
    for record in command.records:
        if isinstance(record, Call):
            visits = [v for v in command.records if isinstance(v, Visit) and v.call_id == record.id]
            assert record.phase is call_phase(record, visits)


def test_calls_are_numbered_as_they_came_in() -> None:
    store = opened(a_demo())
    today = [call for call in store.rows(Call).values() if call.due == DAY]
    numbers = sorted(call.id for call in today)
    assert numbers[0] > 4001
    started = [c for c in today if c.received_at.date() == DAY]
    assert [c.id for c in sorted(started, key=lambda c: (c.received_at, c.id))] == sorted(
        c.id for c in started
    )


def test_people_are_invented_and_differ() -> None:
    store = opened(a_demo(1, "50x400"))
    customers = store.rows(Customer).values()
    names = Counter(customer.name for customer in customers)
    assert max(names.values()) == 1
    phones = [customer.phone for customer in customers]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("+1") and phone[5:10] == "55501" for phone in phones)
    assert all(customer.email.endswith("@example.com") for customer in customers if customer.email)


def test_the_clock_opens_at_1042_on_the_day() -> None:
    command = build_demo(1, DEFAULT, DAY, WALL, speed=60)
    assert command.clock == SimClock(datetime(2026, 11, 20, 15, 42, tzinfo=UTC), WALL, 60)
    assert command.shop.demo


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 10**9))
def test_any_day_of_the_year_is_a_working_day(day: date, seed: int) -> None:
    store = opened(a_demo(seed, "6x30", day))
    board = store.board(day)
    assert sum(1 for spans in board.working.values() if spans) == 5
    assert len(board.visits) >= 15
    late = sum(1 for row in forecasts(board).values() for f in row.visits.values() if f.late_minutes)
    assert late <= 0.25 * len(board.visits)


def test_areas_lie_where_their_postal_codes_do() -> None:
    for area in AREAS:
        point = postal_point(area.postcode, "US")
        assert point is not None, area
        assert great_circle_km(point.place, Place(area.lat, area.lon)) < 6, area.name
        assert neighbours(area)[0] is area


def test_a_big_shop_is_built_in_a_moment() -> None:
    began = time.process_time()
    command = a_demo(1, "500x5000")
    assert time.process_time() - began < 8
    assert sum(isinstance(record, Call) for record in command.records) >= 5000


def test_it_goes_into_a_real_store_and_passes_its_check(tmp_path: Path) -> None:
    store = open_store(tmp_path / "demo.sqlite")
    command = a_demo()
    act = Act(command, "demo")
    store.write(act, handler_of(act), WALL)
    assert store.check() == ()
    real, memory = Day.of(DAY, store.day(DAY)), board_of(command)
    assert Counter(v.state for v in real.visits.values()) == Counter(v.state for v in memory.visits.values())
    assert [real.calls[key].problem for key in real.tray] == [
        memory.calls[key].problem for key in memory.tray
    ]
    assert real.calls.keys() == memory.calls.keys()
    assert store.clock() is not None
    done = next(visit for visit in real.visits.values() if visit.state is VisitState.DONE)
    story = store.call_story(done.call_id)
    assert [stamp.state for stamp in story.stamps][-1] is VisitState.DONE
    assert done.finished_at is not None
    assert done.finished_at < done.start + timedelta(hours=4)
    store.close()


def test_the_shop_is_only_a_shop_in_memory() -> None:
    store = MemoryStore()
    act = Act(SetUpShop(Shop(name="Empty")), "kim")
    assert store.write(act, handler_of(act), WALL).said == "Empty is set up: 0 records"
