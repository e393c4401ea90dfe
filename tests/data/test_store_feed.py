"""What happened since, and the bell that says that something did."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from data import days
from data.bell import NotifyBell
from data.store import SqlStore
from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Call, CallPhase, Customer, Site, Technician, Visit, VisitState
from dispatch_tui.desk.ports import Workspace
from tests.data.builders import DAY, Made, at, do, move, open_shop, redo, undo

Opened = Callable[[], SqlStore]
TOMORROW = DAY + timedelta(days=1)
DEADLINE = 10.0


def heard(store: SqlStore) -> bool:
    """True if the bell rings before the deadline."""
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until:
        if store.wait_for_news(0.5):
            return True
    return False


def kinds(records: tuple[object, ...]) -> set[type]:
    return {type(record) for record in records}


def test_nothing_new(store: SqlStore, shop: Made) -> None:
    news = store.catch_up(1, DAY)
    assert (news.rev, news.log, news.records, news.gone, news.whole) == (1, (), (), frozenset(), False)


def test_a_move_brings_the_visit_and_what_it_shows(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], minutes=90)
    move(store, "bea", shop.visits[0], state=VisitState.ON_SITE, said="is on site")
    news = store.catch_up(1, DAY)
    assert [(line.rev, line.actor) for line in news.log] == [(2, "ann"), (3, "bea")]
    assert news.log[1].touched == (("visit", shop.visits[0], "status"),)
    assert kinds(news.records) == {Visit, Call, Customer, Site}
    call = next(record for record in news.records if isinstance(record, Call))
    assert call.phase is CallPhase.IN_PROGRESS


def test_a_call_that_leaves_the_tray_for_another_day_is_told(store: SqlStore, shop: Made) -> None:
    def place(work: Workspace) -> None:
        work.add(Visit(shop.calls[4], shop.technicians[0], at(15, day=TOMORROW), 60, TOMORROW))

    do(store, "ann", place)
    news = store.catch_up(1, DAY)
    phases = {record.id: record.phase for record in news.records if isinstance(record, Call)}
    assert phases == {shop.calls[4]: CallPhase.SCHEDULED}


def test_a_call_that_comes_into_the_tray_brings_customer_and_site(store: SqlStore, shop: Made) -> None:
    def place(work: Workspace) -> None:
        work.add(Visit(shop.calls[4], shop.technicians[0], at(15, day=TOMORROW), 60, TOMORROW))

    rev = do(store, "ann", place).rev
    undo(store, "ann")
    news = store.catch_up(rev, DAY)
    assert kinds(news.records) == {Call, Customer, Site}
    assert {kind for kind, _ in news.gone} == {Visit}


def test_what_lives_no_longer_is_gone_even_if_it_came_and_went(store: SqlStore, shop: Made) -> None:
    do(store, "ann", lambda work: work.drop(work.get(Visit, shop.visits[0])))
    do(store, "ann", lambda work: work.add(Technician("T9", "Zoe")))
    undo(store, "ann")
    news = store.catch_up(1, DAY)
    assert (Visit, shop.visits[0]) in news.gone
    assert {kind for kind, _ in news.gone} == {Visit, Technician}
    assert not {type(record) for record in news.records} & {Visit, Technician}


def test_too_much_is_whole(store: SqlStore, shop: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "TOO_MUCH", 2)
    for minutes in (10, 20, 30):
        move(store, "ann", shop.visits[0], minutes=minutes)
    assert store.catch_up(1, DAY).whole
    assert not store.catch_up(2, DAY).whole
    assert store.catch_up(99, DAY).whole


def test_a_day_kept_by_news_equals_the_day_read_anew(opened: Opened) -> None:
    store = opened()
    shop = open_shop(store)
    day = Day.of(DAY, store.day(DAY))
    other = opened()
    steps: list[Callable[[], object]] = [
        lambda: move(other, "bea", shop.visits[0], technician_id=shop.technicians[1], start=at(19)),
        lambda: do(other, "bea", lambda work: work.drop(work.get(Visit, shop.visits[1]))),
        lambda: undo(other, "bea"),
        lambda: move(other, "bea", shop.visits[2], service_date=TOMORROW),
        lambda: do(
            other, "bea", lambda work: work.change(work.get(Site, shop.sites[0]), address="9 Oak Road")
        ),
        lambda: do(other, "bea", lambda work: work.change(work.get(Call, shop.calls[5]), hold_reason="key")),
        lambda: undo(other, "bea"),
        lambda: redo(other, "bea"),
    ]
    for step in steps:
        step()
        day, _ = day.with_news(store.catch_up(day.rev, DAY))
        fresh = Day.of(DAY, store.day(DAY))
        assert (day.rev, day.visits, day.rows, day.tray) == (fresh.rev, fresh.visits, fresh.rows, fresh.tray)
        for name in ("calls", "customers", "sites"):
            assert getattr(fresh, name).items() <= getattr(day, name).items()


def test_the_bell_rings_for_another_console(opened: Opened) -> None:
    store = opened()
    shop = open_shop(store)
    while store.wait_for_news(0.2):
        pass
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(heard, store)
        move(opened(), "bea", shop.visits[0], minutes=90)
        assert waiting.result()


def test_the_bell_rings_across_processes(target: str, opened: Opened) -> None:
    store = opened()
    shop = open_shop(store)
    while store.wait_for_news(0.2):
        pass
    code = (
        "import sys; from data.opening import open_store; from tests.data.builders import move; "
        "store = open_store(sys.argv[1]); move(store, 'bea', int(sys.argv[2]), minutes=77); store.close()"
    )
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(heard, store)
        subprocess.run([sys.executable, "-c", code, target, str(shop.visits[0])], check=True)
        assert waiting.result()
    news = store.catch_up(1, DAY)
    assert [record.minutes for record in news.records if isinstance(record, Visit)] == [77]


def test_silence_is_a_time_out(store: SqlStore, shop: Made) -> None:
    while store.wait_for_news(0.05):
        pass
    assert store.wait_for_news(0.0) is False


def test_closing_wakes_who_waits(opened: Opened) -> None:
    store = opened()
    store.wait_for_news(0)
    started = threading.Event()

    def wait() -> bool:
        started.set()
        while store.wait_for_news(DEADLINE):
            pass
        return False

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(wait)
        started.wait()
        store.close()
        assert waiting.result(DEADLINE / 2) is False
    assert store.wait_for_news(DEADLINE) is False
    store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
def test_a_lost_listener_comes_back(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotifyBell, "CATCH_UP_SECONDS", 60.0)
    store = opened()
    shop = open_shop(store)
    while store.wait_for_news(0.2):
        pass
    bell = store._bell
    assert isinstance(bell, NotifyBell)
    pid = bell._connection.info.backend_pid
    opened()._raw.rows("SELECT pg_terminate_backend(:pid)", pid=pid)
    assert heard(store)
    store.wait_for_news(0)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(heard, store)
        move(opened(), "bea", shop.visits[0], minutes=91)
        assert waiting.result()


@pytest.mark.postgres
@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
def test_silence_on_a_server_is_looked_into_now_and_then(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotifyBell, "CATCH_UP_SECONDS", 0.05)
    store = opened()
    assert store.wait_for_news(5.0) is True
