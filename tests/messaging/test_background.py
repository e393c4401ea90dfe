"""Every console does the duties behind its board: through the app, on the store's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data.opening import open_store
from data.store import SqlStore
from dispatch_tui.app import DispatchApp
from dispatch_tui.bootstrap import Wiring
from dispatch_tui.core.model import MessageState
from dispatch_tui.messaging.settings import MessageSettings
from tests.data.builders import open_shop
from tests.messaging.days import set_quiet_hours_aside, texts
from tests.screens.driving import Console


@pytest.fixture
def shop(sqlite_path: Path) -> SqlStore:
    store = open_store(sqlite_path)
    open_shop(store)
    set_quiet_hours_aside(store)
    yield store
    store.close()


def wiring(path: Path, **more: object) -> Wiring:
    return replace(Wiring(path, "ann", "desk:1"), **more)  # type: ignore[arg-type]


async def until(condition: Callable[[], object], what: str) -> None:
    for _ in range(4000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"never came true: {what}")


def states(store: SqlStore) -> set[MessageState]:
    return {each.state for each in store.latest_messages(100)}


async def test_a_console_sends_behind_its_board_and_leaves_the_duty(
    sqlite_path: Path, shop: SqlStore, tmp_path: Path
):
    texts(shop, 5)
    folder = tmp_path / "drop"
    app = DispatchApp(wiring(sqlite_path, messages=MessageSettings(folder=str(folder))))
    async with app.run_test(size=(100, 30)):
        await until(lambda: states(shop) == {MessageState.SENT}, "all sent")
        assert shop.duty_holder("worker").startswith("desk:1#")
    assert shop.duty_holder("worker") is None
    assert len(list((folder / "out").glob("[!.]*"))) == 5


async def test_a_clock_that_stands_still_has_no_duties(sqlite_path: Path, shop: SqlStore):
    app = DispatchApp(wiring(sqlite_path, fixed="2026-11-24T12:00"))
    async with app.run_test(size=(100, 30)):
        await until(lambda: app.live.ready, "open")
        assert app._duties is None
    assert shop._raw.rows("SELECT * FROM duty") == []


async def test_half_a_set_up_is_said_and_asking_goes_on(sqlite_path: Path, shop: SqlStore):
    texts(shop, 1)
    app = DispatchApp(wiring(sqlite_path, messages=MessageSettings(carrier_url="https://api.example.org")))
    async with app.run_test(size=(140, 30)) as pilot:
        console = Console(app, pilot)
        await until(lambda: "lacks carrier_account" in console.said, "said")
        await until(lambda: shop.duty_holder("worker"), "on duty all the same")
    assert states(shop) == {MessageState.QUEUED}
