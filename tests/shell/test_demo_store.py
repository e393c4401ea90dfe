"""The demo's store: made once, shared, made anew when stale, and never somebody's own."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.opening import open_store
from dispatch_tui import demo_store
from dispatch_tui.bootstrap import DemoOptions, Wiring, open_desk
from dispatch_tui.core.clock import FixedClock, ShopClock
from dispatch_tui.core.errors import StoreUnusable, Usage
from dispatch_tui.demo_store import joined_demo
from dispatch_tui.seating import StillClock
from tests.shell.conftest import Run

SMALL = DemoOptions("2x6", 3)
MORNING = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch):
    """Sets the wall clock that the demo's store sees."""

    def at(instant: datetime) -> None:
        monkeypatch.setattr(demo_store, "SystemClock", lambda: FixedClock(instant))

    at(MORNING)
    return at


def joined(path: Path, demo: DemoOptions = SMALL):
    store, presence = joined_demo(path, demo)
    return store, presence


def first_uid(path: Path, demo: DemoOptions = SMALL) -> str:
    """Which making of the shop is there, once one has joined it and left."""
    store, presence = joined(path, demo)
    uid = store.log(1, before=2)[0].uid
    store.close()
    presence.close()
    return uid


def test_made_once_and_used_again(tmp_path: Path, wall):
    path = tmp_path / "cache" / "demo.db"
    assert first_uid(path) == first_uid(path)
    store = open_store(path, create=False)
    assert store.shop().demo
    assert store.log(1, before=2)[0].reason == "demo 2x6 seed 3"
    store.close()


def test_made_anew_on_another_day_for_another_seed_and_when_left_alone(tmp_path: Path, wall):
    path = tmp_path / "demo.db"
    first = first_uid(path)
    wall(MORNING + timedelta(minutes=2))
    assert first_uid(path) == first
    wall(MORNING + timedelta(minutes=10))
    left_alone = first_uid(path)
    assert left_alone != first
    wall(MORNING + timedelta(days=1))
    next_day = first_uid(path)
    assert next_day != left_alone
    assert first_uid(path, DemoOptions("2x6", 4)) != next_day


def test_a_paused_demo_waits(tmp_path: Path, wall):
    path = tmp_path / "demo.db"
    paused = DemoOptions("2x6", 3, 0.0)
    first = first_uid(path, paused)
    wall(MORNING + timedelta(hours=2))
    assert first_uid(path, paused) == first


def test_a_pace_that_was_asked_for_is_set(tmp_path: Path, wall):
    path = tmp_path / "demo.db"
    first_uid(path)
    store, presence = joined(path, DemoOptions("2x6", 3, 4.0))
    assert store.clock().speed == 4.0
    store.close()
    presence.close()


def test_never_made_anew_under_a_living_console(tmp_path: Path, wall):
    path = tmp_path / "demo.db"
    store, presence = joined(path)
    uid = store.log(1, before=2)[0].uid
    wall(MORNING + timedelta(days=1))
    assert first_uid(path) == uid
    with pytest.raises(StoreUnusable, match="another console"):
        joined(path, DemoOptions("2x6", 4))
    presence.close()
    store.close()
    assert first_uid(path) != uid


def test_a_store_of_ones_own_is_never_touched(shop: Run, tmp_path: Path):
    path = tmp_path / "shop.db"
    before = shop("show", "log", "--json").json
    said = shop("demo", "--store", str(path), "--no-open")
    assert said.status == 3
    assert "no demo shop but Acme" in said.err
    assert shop("show", "log", "--json").json == before


def test_a_file_of_somebody_elses_is_never_touched(run: Run, tmp_path: Path):
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear Sir" * 1000)
    assert run("demo", "--store", str(path), "--no-open").status == 3
    assert path.read_bytes() == b"Dear Sir" * 1000


def test_a_half_made_demo_is_finished(tmp_path: Path, wall):
    path = tmp_path / "demo.db"
    open_store(path).close()
    assert first_uid(path)


def _join_in_a_process(path: str, out: multiprocessing.Queue) -> None:
    store, presence = joined_demo(Path(path), SMALL)
    out.put(store.log(1, before=2)[0].uid)
    store.close()
    presence.close()


def test_many_consoles_started_at_once_share_one_shop(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    path = str(tmp_path / "demo.db")
    started = [context.Process(target=_join_in_a_process, args=(path, out)) for _ in range(4)]
    for process in started:
        process.start()
    uids = {out.get(timeout=60) for _ in started}
    for process in started:
        process.join(60)
    assert len(uids) == 1


def test_the_command_says_where_it_is(run: Run, tmp_path: Path):
    said = run("demo", "--size", "2x6", "--seed", "9", "--no-open")
    assert said.status == 0
    path = Path(said.out.strip())
    assert path.name == "demo-2x6-9.db"
    assert "(DEMO)" in run("show", "day", "--store", str(path)).out
    assert "clock is paused" in run("do", "clock pause", "--store", str(path)).out


@pytest.mark.parametrize(
    "words", [("--size", "0x0"), ("--size", "huge"), ("--speed", "-1"), ("--speed", "9999")]
)
def test_what_no_demo_can_be(run: Run, words):
    assert run("demo", "--no-open", *words).status == 2


# the desk


def test_a_desk_follows_the_demos_clock(tmp_path: Path):
    path = tmp_path / "demo.db"
    desk = open_desk(Wiring(path, "ana", "desk-1", demo=DemoOptions("2x6", 3, 0.0)))
    assert desk.store.clock().anchor == desk.clock.now()
    assert desk.seat.actor == "ana"
    desk.store.close()


def test_a_fixed_clock_stands_even_on_a_demo(tmp_path: Path):
    path = tmp_path / "demo.db"
    wiring = Wiring(path, "ana", demo=SMALL, fixed="2026-11-24T11:00")
    desk = open_desk(wiring)
    desk.follow_clock()
    assert desk.clock.now() == datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert isinstance(desk.clock, ShopClock)
    assert StillClock(MORNING).seconds_until(MORNING + timedelta(minutes=1)) == 60
    desk.store.close()


def test_no_store_and_no_shop_are_said(tmp_path: Path):
    with pytest.raises(StoreUnusable, match="there is no store") as caught:
        open_desk(Wiring(tmp_path / "none.db", "ana"))
    assert "setup" in caught.value.hint
    open_store(tmp_path / "empty.db").close()
    with pytest.raises(StoreUnusable, match="no shop in it"):
        open_desk(Wiring(tmp_path / "empty.db", "ana"))


def test_a_fixed_time_must_be_one(run: Run, tmp_path: Path):
    with pytest.raises(Usage):
        open_desk(Wiring(tmp_path / "demo.db", "ana", demo=SMALL, fixed="2026-13-45T99:00"))
