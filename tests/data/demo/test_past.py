"""The weeks before the demo's day: there to be learnt from, and nowhere else to be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from data.demo import builder
from data.demo.builder import build_demo
from data.demo.past import LAST, MOST
from data.demo.sizes import DEFAULT, DemoSize
from dispatch_tui.core.commands import SetUpShop
from dispatch_tui.core.model import Call, CallPhase, Technician, Visit, VisitState
from dispatch_tui.core.status import OVER
from dispatch_tui.core.typical import Source, Typicals
from dispatch_tui.exercise.pace import pace
from tests.exercise.playing import opened

DAY = date(2026, 11, 20)
WALL = datetime(2026, 11, 21, 9, tzinfo=UTC)


def demo(size: str = "12x70", seed: int = 1) -> SetUpShop:
    return build_demo(seed, DemoSize.of(size), DAY, WALL)


def typicals(command: SetUpShop) -> Typicals:
    return Typicals.of(opened(command).durations(DAY - timedelta(days=180)), 5)


@pytest.mark.parametrize("seed", range(1, 5))
def test_most_of_the_day_is_forecast_by_what_was_learnt(seed: int) -> None:
    command = demo(seed=seed)
    board, known = opened(command).board(DAY), typicals(command)
    found = [
        known.expect(board.calls[visit.call_id].type_code, visit.technician_id, visit.minutes).source
        for visit in board.visits.values()
    ]
    assert found.count(Source.TECHNICIAN) >= 0.4 * len(found)
    assert found.count(Source.PLAN) <= 0.1 * len(found)


def test_who_is_slow_at_something_is_learnt_to_be_slow() -> None:
    command = demo()
    store, known = opened(command), typicals(command)
    told = 0
    for technician in store.rows(Technician).values():
        for kind in store.board(DAY).call_types.values():
            expected = known.expect(kind.code, technician.id, 100)
            if expected.source is Source.TECHNICIAN and expected.cases >= 10:
                told += 1
                assert abs(expected.minutes - 100 * pace(1, technician.code, kind.code)) < 15
    assert told >= 6


@pytest.mark.parametrize("size", ["1x1", "6x30", "12x70", "50x400"])
def test_the_day_is_the_same_with_its_past_or_without(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = opened(demo(size)).board(DAY)
    monkeypatch.setattr(builder, "past_work", lambda *_: [])
    alone = opened(demo(size)).board(DAY)
    assert whole.visits == alone.visits
    assert {key: replace(call, customer_id=0, site_id=0) for key, call in whole.calls.items()} == {
        key: replace(call, customer_id=0, site_id=0) for key, call in alone.calls.items()
    }
    assert whole.tray == alone.tray


def test_the_past_is_past() -> None:
    store = opened(demo())
    calls = store.rows(Call)
    before = DAY - timedelta(days=LAST - 1)
    old = [visit for visit in store.rows(Visit).values() if visit.service_date < before]
    assert 250 < len(old) <= MOST
    for visit in old:
        assert visit.state is VisitState.DONE
        assert visit.state in OVER
        assert calls[visit.call_id].phase is CallPhase.CLOSED
        assert visit.finished_at is not None
        assert visit.finished_at < WALL


def test_nobody_is_at_two_places_in_the_past() -> None:
    store = opened(demo())
    rows: dict[tuple[int, date], list[Visit]] = {}
    for visit in store.rows(Visit).values():
        if visit.service_date < DAY - timedelta(days=LAST - 1):
            rows.setdefault((visit.technician_id, visit.service_date), []).append(visit)
    for row in rows.values():
        row.sort(key=lambda visit: visit.start)
        for first, second in pairwise(row):
            assert first.finished_at is not None
            assert second.arrived_at is not None
            assert first.finished_at <= second.arrived_at


def test_a_big_shop_has_no_more_past_than_a_small_one() -> None:
    command = build_demo(1, DemoSize.of("500x5000"), DAY, WALL)
    first = DAY - timedelta(days=LAST - 1)
    old = [item for item in command.records if isinstance(item, Visit) and item.service_date < first]
    assert len(old) <= MOST


def test_calls_of_the_day_keep_their_numbers() -> None:
    assert (
        demo().shop.first_call
        < 4001
        == build_demo(1, DEFAULT, DAY, WALL).shop.first_call
        + sum(
            isinstance(item, Visit) and item.service_date < DAY - timedelta(days=LAST - 1)
            for item in demo().records
        )
    )
