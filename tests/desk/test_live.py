"""One console's desk, live: acts answered with the board up to date, others' acts heard, bursts read once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from dispatch_tui.core.clock import FixedClock, ShopClock
from dispatch_tui.core.commands import Act, MoveVisit, Outcome, PlaceCall, Seen, SetClock
from dispatch_tui.core.day import LogLine, Moved, News
from dispatch_tui.core.errors import DispatchError, Refused, StoreUnusable
from dispatch_tui.core.model import SimClock, Visit
from dispatch_tui.desk.desk import Desk, Seat, seen
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.desk.ports import CallStory
from dispatch_tui.desk.story import events_of
from tests.core.builders import NEW_YORK, NOON, TODAY, at, call, customer, on_site, site, visit
from tests.desk.shops import DeskShop


class Wired:
    """The memory store with a bell and news, as a `Store` has them."""

    def __init__(self, shop: DeskShop) -> None:
        self.shop_ = shop
        self.memory = shop.store
        self.bell = threading.Event()
        self.closed = False
        self.lines: list[LogLine] = []
        self.readings = 0
        self.broken: DispatchError | None = None
        self.whole = False
        self.threads: set[str] = set()

    def write(self, act: Act, handler: Any, now: Any) -> Outcome:
        self.threads.add(threading.current_thread().name)
        outcome = self.memory.write(act, handler, now)
        if outcome.rev == self.memory.rev:
            line = LogLine(self.memory.rev, now, act.actor, act.console, "verb", outcome.said)
            self.lines.append(line)
        self.bell.set()
        return outcome

    def catch_up(self, since: int, day: Any) -> News:
        self.readings += 1
        if self.broken is not None:
            raise self.broken
        if since == self.memory.rev:
            return News(since)
        fresh = tuple(line for line in self.lines if line.rev > since)
        records = self.memory.day(day)
        clock = (records.clock,) if records.clock else ()
        return News(self.memory.rev, fresh, (*records.visits, *records.calls, *clock), whole=self.whole)

    def wait_for_news(self, timeout: float) -> bool:
        rang = self.bell.wait(timeout)
        self.bell.clear()
        return rang and not self.closed

    def shop(self) -> Any:
        return self.memory.shop()

    def clock(self) -> Any:
        return self.memory.clock()

    def day(self, day: Any) -> Any:
        return self.memory.day(day)

    def durations(self, since: Any) -> Any:
        return self.memory.durations(since)

    def drives(self, since: Any) -> Any:
        return self.memory.drives(since)

    def past_visits(self, since: Any) -> Any:
        return self.memory.past_visits(since)

    def becauses(self, day: Any) -> Any:
        return self.memory.becauses(day)

    def because_of(self, visit: Visit) -> Any:
        return self.memory.becauses(visit.service_date).get(visit.id)

    def rev(self) -> int:
        return self.memory.rev

    def close(self) -> None:
        self.closed = True
        self.bell.set()


class Console:
    def __init__(self, store: Wired, live: LiveDesk) -> None:
        self.store = store
        self.live = live
        self.moved: list[Moved] = []
        self.heard: list[LogLine] = []
        self.failed: list[DispatchError] = []
        live.moved.append(self.moved.append)
        live.heard.append(self.heard.extend)
        live.failed.append(self.failed.append)

    def other(self, command: Any) -> Outcome:
        """Somebody else's act on the same store."""
        desk = Desk(self.store, ShopClock(FixedClock(NOON)), Seat("bob", "c2"))  # type: ignore[arg-type]
        return desk.do(command)


@asynccontextmanager
async def console(shop: DeskShop) -> AsyncIterator[Console]:
    store = Wired(shop)
    clock = ShopClock(FixedClock(NOON))
    live = LiveDesk(lambda: Desk(store, clock, Seat("ann", "c1")))  # type: ignore[arg-type]
    made = Console(store, live)
    await live.start()
    yield made
    await live.close()


async def until(condition: Any) -> None:
    async def waited() -> None:
        while not condition():
            await asyncio.sleep(0.003)

    await asyncio.wait_for(waited(), 10)


def shop() -> DeskShop:
    return DeskShop((visit(1, "13:00"), visit(2, "15:00", technician_id=2)), waiting=(3,))


async def test_an_act_is_answered_with_the_board_up_to_date():
    async with console(shop()) as here:
        outcome = await here.live.do(MoveVisit(1, start=at("14:00")))
        assert outcome.said == "1 moved at 14:00"
        assert here.live.board.day.visits[1].start == at("14:00")
        assert any(1 in moved.technicians for moved in here.moved)
        assert here.heard == [], "one's own acts are not news"
        assert all(name.startswith("store") for name in here.store.threads), "one thread has the store"


async def test_a_refused_act_moves_nothing():
    async with console(shop()) as here:
        before = here.live.board
        with pytest.raises(Refused):
            await here.live.do(MoveVisit(1, minutes=0))
        assert here.live.board is before


async def test_what_another_console_does_is_shown_and_heard():
    async with console(shop()) as here:
        here.other(MoveVisit(2, start=at("16:00")))
        await until(lambda: here.live.board.day.visits[2].start == at("16:00"))
        await until(lambda: [line.summary for line in here.heard] == ["2 moved at 16:00"])
        assert here.heard[0].actor == "bob"


async def test_a_burst_of_rings_is_read_in_few_readings():
    async with console(shop()) as here:
        for minute in range(40):
            here.other(MoveVisit(2, start=at("15:00") + timedelta(minutes=minute + 1), sure=True))
            here.live._ring()
        last = at("15:00") + timedelta(minutes=40)
        await until(lambda: here.live.board.day.visits[2].start == last)
        assert here.store.readings < 20


async def test_a_store_that_cannot_be_read_is_said_and_read_again_later():
    async with console(shop()) as here:
        here.store.broken = StoreUnusable("the disk is gone")
        here.other(MoveVisit(2, start=at("16:00")))
        await until(lambda: here.failed)
        here.store.broken = None
        here.store.bell.set()
        await until(lambda: here.live.board.day.visits[2].start == at("16:00"))


async def test_too_much_news_is_a_whole_reading():
    async with console(shop()) as here:
        here.store.whole = True
        here.other(MoveVisit(2, start=at("16:00")))
        await until(lambda: here.live.board.day.visits[2].start == at("16:00"))
        assert any(moved.everything for moved in here.moved)


async def test_another_day_and_back():
    async with console(shop()) as here:
        await here.live.go(TODAY + timedelta(days=1))
        assert here.live.board.day.service_date == TODAY + timedelta(days=1)
        assert here.live.board.day.visits == {}
        assert here.moved[-1].everything
        await here.live.go(TODAY)
        assert set(here.live.board.day.visits) == {1, 2}


async def test_the_clock_of_all_consoles_is_one():
    made = shop()
    made.store.rows(SimClock)[1] = SimClock(NOON, NOON, 0.0, revs=(1, 1))
    async with console(made) as here:
        assert here.live.now == NOON
        here.other(SetClock(to=at("13:30")))
        await until(lambda: here.live.now == at("13:30"))
        assert here.live.board.now == at("13:30")


async def test_asking_runs_on_the_stores_thread():
    async with console(shop()) as here:
        name = await here.live.ask(lambda _desk: threading.current_thread().name)
        assert name.startswith("store")


async def test_a_store_that_does_not_open_says_so_at_the_start():
    def broken() -> Desk:
        raise StoreUnusable("locked")

    live = LiveDesk(broken)
    with pytest.raises(StoreUnusable):
        await live.start()
    assert not live.ready
    await live.close()


def test_what_was_seen_is_named_by_groups():
    record = visit(1, "13:00", revs=(1, 2, 3, 4, 5, 6))
    assert seen(record, "plan") == (Seen("visit", 1, "plan", 2),)
    assert [each.rev for each in seen(record)] == [2, 3, 4, 5, 6]


def test_seats():
    made = shop()
    store = Wired(made)
    desk = Desk(store, ShopClock(FixedClock(NOON)), Seat("ann"))  # type: ignore[arg-type]
    assert desk.today() == TODAY
    assert desk.at(Seat("bob")).seat.actor == "bob"
    assert isinstance(desk.open_day(TODAY).visits[1], Visit)


# -- the story of a call


def test_a_story_is_told_in_order_and_says_what_was_taken_back():
    from dispatch_tui.core.model import CallNote, Stamp, VisitState, Way

    told = [
        Stamp(1, VisitState.DISPATCHED, at("9:00"), at("9:00"), "ann", id=1),
        Stamp(1, VisitState.ON_SITE, at("10:05"), at("10:30"), "ana", Way.TEXT, "forgot to say", id=2),
        Stamp(1, VisitState.DONE, at("11:00"), at("11:00"), "ann", id=3),
        Stamp(1, VisitState.DONE, at("11:00"), at("11:01"), "ann", note="taken back", voids=3, id=4),
    ]
    log = [
        LogLine(1, at("8:30"), "ann", "", "place_call", "1 placed on T1 Ana at 10:00"),
        LogLine(2, at("9:00"), "ann", "", "set_status", "T1 Ana told of 1"),
        LogLine(3, at("9:30"), "bob", "", "cancel_call", "call 1 canceled", "wrong number"),
        LogLine(4, at("9:31"), "bob", "", "save_draft", "draft kept", kind="aside"),
    ]
    notes = [CallNote(1, at("9:45"), "bob", "gate [code]", id=1)]
    story = CallStory(
        call(1, received_at=at("8:00")),
        customer(),
        site(),
        (on_site(1, "10:00", "10:05"),),
        tuple(told),
        tuple(notes),
        tuple(log),
    )
    events = events_of(story, NEW_YORK)
    assert [event.at for event in events] == sorted(event.at for event in events)
    texts = [event.text for event in events]
    assert texts == [
        "call received",
        "1 placed on T1 Ana at 10:00",
        "technician told",
        "call 1 canceled (wrong number)",
        "note: gate [code]",
        "on site: forgot to say, by text",
        "done",
    ]
    assert events[5].recorded_at == at("10:30")
    assert [event.void for event in events][-1]


async def test_right_matches_are_counted_as_they_are_kept():
    async with console(shop()) as here:
        assert here.live.board.goals.match.of == 0
        board = here.live.board
        call = board.day.calls[3]
        place = here.live.keeper.suggest(call).places[0]
        because = here.live.keeper.because(call, place.technician_id, place.start)
        await here.live.do(PlaceCall(3, place.technician_id, place.start, because=because))
        await until(lambda: here.live.board.goals.match == (1, 1, 2))
        visit = here.live.board.day.visit_of(3)
        here.other(MoveVisit(visit.id, start=visit.start + timedelta(minutes=30)))
        await until(lambda: here.live.board.goals.match == (0, 0, 3))
