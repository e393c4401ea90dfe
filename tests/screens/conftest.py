"""A demo shop in a file of its own for each test: 24 November 2026, 10:42, its clock standing still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.demo.builder import build_demo
from data.demo.sizes import DemoSize
from data.opening import open_store
from dispatch_tui.core.clock import ShopClock
from dispatch_tui.core.commands import Act
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.desk import Desk, Seat

WALL = datetime(2026, 11, 24, 15, 42, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "demo.db"
    store = open_store(path)
    command = build_demo(1, DemoSize.of("12x70"), date(2026, 11, 24), WALL, speed=0)
    assert command.clock is not None
    act = Act(command, "dispatch-tui", reason="demo 12x70 seed 1")
    store.write(act, handler_of(act), command.clock.anchor)
    store._raw.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path.read_bytes()


@pytest.fixture
def shop(tmp_path: Path, demo_template: bytes) -> Path:
    """The path of a demo shop's store."""
    path = tmp_path / "demo.db"
    path.write_bytes(demo_template)
    return path


@pytest.fixture
def other_desk(shop: Path) -> Iterator[Callable[[str], Desk]]:
    """Somebody else's desk on the same store, as another console would have it."""
    desks: list[Desk] = []

    def another(actor: str = "bob") -> Desk:
        desk = Desk(open_store(shop), ShopClock(), Seat(actor, f"{actor}'s console"))
        desk.follow_clock()
        desks.append(desk)
        return desk

    yield another
    for desk in desks:
        desk.store.close()
