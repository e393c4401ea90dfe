"""The lease of the duties: one holder, handed over when it ends, given up when left; never in the log."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from data.duty import Duty
from data.store import SqlStore
from tests.data.builders import open_shop

START = datetime(2026, 11, 24, 15, tzinfo=UTC)


class Wall:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def duty(store: SqlStore, wall: Wall) -> Duty:
    return Duty(store.backend, wall)


def written(store: SqlStore) -> list[tuple[object, ...]]:
    return store._raw.rows('SELECT name, holder, "until", term FROM duty')


def test_one_holder_until_it_ends(duty: Duty, wall: Wall):
    assert duty.holder("worker") is None
    assert duty.take("worker", "one", 6)
    assert not duty.take("worker", "two", 6)
    assert duty.holder("worker") == "one"
    wall.later(5.9)
    assert not duty.take("worker", "two", 6)
    wall.later(0.1)
    assert duty.holder("worker") is None
    assert duty.take("worker", "two", 6)
    assert not duty.take("worker", "one", 6)


def test_renewed_by_its_holder(duty: Duty, wall: Wall):
    for _ in range(5):
        assert duty.take("worker", "one", 6)
        assert not duty.take("worker", "two", 6)
        wall.later(4)


def test_given_up_by_its_holder_alone(duty: Duty):
    duty.take("worker", "one", 6)
    duty.release("worker", "two")
    assert duty.holder("worker") == "one"
    duty.release("worker", "one")
    assert duty.holder("worker") is None
    assert duty.take("worker", "two", 6)


def test_duties_are_separate(duty: Duty):
    assert duty.take("worker", "one", 6)
    assert duty.take("backup", "two", 6)


def test_the_term_counts_the_changes_of_hands(store: SqlStore, duty: Duty, wall: Wall):
    for holder in ("one", "one", "two", "two", "one"):
        wall.later(10)
        duty.take("worker", holder, 6)
    ((_, holder, _, term),) = written(store)
    assert (holder, term) == ("one", 3)


@pytest.mark.parametrize("seconds", [0, -1, 61])
def test_a_lease_is_short(duty: Duty, seconds: float):
    with pytest.raises(ValueError, match="a lease of"):
        duty.take("worker", "one", seconds)


def test_who_does_not_hold_it_writes_nothing(store: SqlStore, duty: Duty, wall: Wall):
    duty.take("worker", "one", 6)
    before = written(store)
    wall.later(1)
    for _ in range(3):
        duty.take("worker", "two", 6)
        duty.release("worker", "two")
    assert written(store) == before


def test_a_clock_set_back_keeps_nobody_on_duty_for_hours(duty: Duty, wall: Wall):
    duty.take("worker", "dead", 6)
    wall.later(-3600)
    assert duty.holder("worker") is None
    assert duty.take("worker", "two", 6)


def test_it_is_no_act_of_anybody(store: SqlStore):
    open_shop(store)
    rev = store.rev()
    assert store.take_duty("worker", "one", 6)
    store.release_duty("worker", "one")
    assert store.rev() == rev
    assert store.check() == ()


def test_the_store_keeps_it_by_one_clock(store: SqlStore, opened: Callable[[], SqlStore]):
    other = opened()
    assert store.take_duty("worker", "one", 60)
    assert other.duty_holder("worker") == "one"
    assert not other.take_duty("worker", "two", 60)
    assert abs(other.wall() - datetime.now(UTC)) < timedelta(minutes=1)


def test_of_many_at_once_one_gets_it(opened: Callable[[], SqlStore]):
    stores = [opened() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        for n in range(5):
            got = list(
                pool.map(lambda each, n=n: each[1].take_duty(f"d{n}", f"h{each[0]}", 60), enumerate(stores))
            )
            assert got.count(True) == 1
