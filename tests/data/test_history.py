"""What past visits took, as the store tells it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.store import SqlStore
from dispatch_tui.core.model import Visit, VisitState
from dispatch_tui.core.typical import Case
from tests.data.builders import DAY, Made, at, do, move

S = VisitState
LONG_AGO = date(2020, 1, 1)
WORKED = {"arrived_at": at(13), "finished_at": at(14, 10), "since": at(14, 10)}


def test_a_finished_visit_tells_what_it_took(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], state=S.DONE, paused_minutes=15, **WORKED)
    assert store.durations(LONG_AGO) == (Case("AC", shop.technicians[0], 60, 55.0),)


def test_seconds_count(store: SqlStore, shop: Made) -> None:
    ended = at(13, 30) + timedelta(seconds=30)
    move(store, "ann", shop.visits[1], state=S.DONE, arrived_at=at(13), finished_at=ended, since=ended)
    (case,) = store.durations(LONG_AGO)
    assert case.actual_minutes == 30.5


@pytest.mark.parametrize("state", [each for each in S if each is not S.DONE])
def test_only_what_is_done_tells(store: SqlStore, shop: Made, state: VisitState) -> None:
    move(store, "ann", shop.visits[0], state=state, **WORKED)
    assert store.durations(LONG_AGO) == ()


@pytest.mark.parametrize("missing", ["arrived_at", "finished_at"])
def test_what_was_not_stamped_tells_nothing(store: SqlStore, shop: Made, missing: str) -> None:
    move(store, "ann", shop.visits[0], state=S.DONE, **{**WORKED, missing: None})
    assert store.durations(LONG_AGO) == ()


def test_what_was_taken_back_tells_nothing(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], state=S.DONE, **WORKED)
    do(store, "ann", lambda work: work.drop(work.get(Visit, shop.visits[0])))
    assert store.durations(LONG_AGO) == ()


def test_only_from_a_day_on(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], state=S.DONE, **WORKED)
    assert len(store.durations(DAY)) == 1
    assert store.durations(DAY + timedelta(days=1)) == ()
