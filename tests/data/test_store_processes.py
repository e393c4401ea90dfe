"""Real processes on one store: nothing lost, nothing doubled, also when they are killed."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import ExitStack

from data.store import SqlStore
from tests.data.builders import DAY, open_shop
from tests.data.workers import acknowledged, mover

KILLS = 20
WRITERS = 4
MOVES = 15


def uids(store: SqlStore) -> list[str]:
    return [uid for (uid,) in store._raw.rows("SELECT uid FROM changeset ORDER BY rev")]


def test_writers_on_one_visit_lose_nothing(target: str, opened: Callable[[], SqlStore]) -> None:
    store = opened()
    shop = open_shop(store)
    before = next(visit for visit in store.day(DAY).visits if visit.id == shop.visits[0])
    with ExitStack() as stack:
        running = [stack.enter_context(mover(target, f"w{n}", shop.visits[0], MOVES)) for n in range(WRITERS)]
        told = [uid for _, pipe in running for uid in acknowledged(pipe)]
    after = next(visit for visit in store.day(DAY).visits if visit.id == shop.visits[0])
    assert after.minutes - before.minutes == WRITERS * MOVES
    assert sorted(told) == sorted(uids(store)[1:])
    assert store.rev() == 1 + WRITERS * MOVES
    assert store.check() == ()


def test_a_killed_writer_loses_nothing_it_was_told(target: str, opened: Callable[[], SqlStore]) -> None:
    store = opened()
    shop = open_shop(store)
    before = next(visit for visit in store.day(DAY).visits if visit.id == shop.visits[0])
    chance = random.Random(7)
    told: list[str] = []
    for kill in range(KILLS):
        with mover(target, f"k{kill}", shop.visits[0]) as (process, pipe):
            told += [pipe.recv()[0] for _ in range(chance.randint(1, 8))]
            process.kill()
            process.join()
            told += acknowledged(pipe)
    stored = uids(store)[1:]
    assert set(told) <= set(stored)
    assert len(stored) == len(set(stored)) <= len(told) + KILLS
    after = next(visit for visit in store.day(DAY).visits if visit.id == shop.visits[0])
    assert after.minutes - before.minutes == len(stored)
    assert store.check() == ()
