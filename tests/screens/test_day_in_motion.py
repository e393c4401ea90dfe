"""A day on the demo shop at high speed, with delays said and unsaid, played through the screens.

Simulated technicians work, run over, tell of it or not, and answer when they are asked; the console's own
worker asks and sends. The dispatcher does what is in their power: opens the ripple of a row that makes
somebody late, tells all, and rings up whom the call list names.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.opening import open_store
from dispatch_tui import app as app_module
from dispatch_tui.core.model import Call, Channel, Message, MessageKind, MessageState, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_instant
from dispatch_tui.core.telling.late import LateNotice, late_notices
from dispatch_tui.desk.story import events_of
from tests.screens.driving import Console, opened

K = MessageKind
PACE = "600x"
LEEWAY = timedelta(minutes=20)
"""Shop time that passes at that pace between two looks, on a loaded machine; the clock stands while keys
are pressed."""


@dataclass
class Dispatcher:
    """Watches the board, opens the ripple, tells all, rings up; remembers when what could be foreseen."""

    console: Console
    foreseen: dict[int, datetime] = field(default_factory=dict)
    told: int = 0
    rung: int = 0

    def notices(self) -> Iterable[tuple[int, LateNotice]]:
        board = self.console.board
        day, rules = board.day, Rules.of(board.day.shop)
        for key in day.order:
            for notice in late_notices(day.row(key), day.calls, board.forecasts[key], rules, board.now):
                yield key, notice

    async def look(self) -> None:
        untold = []
        for key, notice in self.notices():
            self.foreseen.setdefault(notice.visit.id, self.console.board.now)
            if not notice.told and not self.queued(notice.visit):
                untold.append(key)
        if not untold and not self.calls_to_make():
            await asyncio.sleep(0.02)
            return
        await self.pause(True)
        for key in dict.fromkeys(untold):
            await self.tell_all(key)
        if self.calls_to_make():
            await self.ring_up()
        await self.pause(False)

    async def pause(self, still: bool) -> None:
        await self.console.press("y", "y")
        await self.console.until(lambda: self.still is still, "the clock")

    @property
    def still(self) -> bool:
        clock = self.console.board.day.clock
        return clock is not None and clock.speed == 0

    def queued(self, visit: Visit) -> bool:
        """Somebody is about to be told: the text is on its way, or the call list has it."""
        messages = self.console.board.day.messages.values()
        return any(each.kind is K.LATE and each.visit_id == visit.id for each in messages)

    async def tell_all(self, technician_id: int) -> None:
        console = self.console
        before, code = console.rev, console.board.day.technicians[technician_id].code
        await console.line(f"ripple {code}")
        await console.until(lambda: console.screen.name == "ripple", "the ripple")
        await console.until(lambda: console.screen.table.view is not None, "the ripple's table")
        await console.press("1")
        await console.until(lambda: console.rev > before or console.said, "an answer")
        self.told += "to be told of the delay" in console.said
        await console.press("escape")
        await console.until(lambda: console.screen.name == "board", "the board")

    def calls_to_make(self) -> list[Message]:
        messages = self.console.board.day.messages.values()
        return [each for each in messages if each.channel is Channel.PHONE and not each.incoming]

    async def ring_up(self) -> None:
        """Everybody on the call list, from the message screen."""
        console = self.console
        await console.press("g", "4")
        await console.until(lambda: console.screen.name == "messages", "the messages")
        for _ in range(len(self.calls_to_make())):
            left = len(self.calls_to_make())
            await console.press("g", "g", "s")
            await console.until(lambda left=left: len(self.calls_to_make()) < left, "one call made")
            self.rung += 1
        await console.press("g", "1")
        await console.until(lambda: console.screen.name == "board", "the board")


async def test_a_day_in_motion(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "DRIVE_EVERY", 0.1)
    async with opened(shop) as console:
        day = console.board.day
        end = local_instant(day.service_date, 15 * 60 + 30, day.shop.zone)
        dispatcher = Dispatcher(console)
        await console.line(f"clock {PACE}")
        await console.until(lambda: console.board.day.clock.speed == 600, "the pace")
        while console.app.live.now < end:
            await dispatcher.look()
        await dispatcher.pause(True)
    assert dispatcher.told
    assert dispatcher.rung
    _see_that_clients_were_told(shop, dispatcher.foreseen)
    _see_that_technicians_heard_only_what_is_theirs(shop)
    _see_that_check_ins_moved_forecasts(shop)


def _all(shop: Path, kind: type) -> list:  # type: ignore[type-arg]
    store = open_store(shop)
    try:
        return list(store._records.all(kind))
    finally:
        store.close()


def _see_that_clients_were_told(shop: Path, foreseen: dict[int, datetime]) -> None:
    """Each client who was late was told, before their window wherever that could be foreseen in time."""
    calls = {each.id: each for each in _all(shop, Call)}
    told: dict[int, datetime] = {}
    for each in _all(shop, Message):
        if each.kind is K.LATE and each.state is MessageState.SENT and each.visit_id is not None:
            told.setdefault(each.visit_id, each.sent_at)
    for visit in _all(shop, Visit):
        window = calls[visit.call_id].window
        if visit.id not in foreseen or visit.arrived_at is None or window is None:
            continue
        if visit.arrived_at > window.end + LEEWAY:
            assert visit.id in told, f"{visit} was late and nobody said so"
        if visit.id in told and foreseen[visit.id] + LEEWAY < window.start:
            assert told[visit.id] < window.start, f"{visit} could have been told before the window"
    assert told, "the day was too smooth to show anything"
    one = next(each for each in _all(shop, Visit) if each.id in told)
    store = open_store(shop)
    story = store.call_story(one.call_id)
    words = " / ".join(event.text for event in events_of(story, store.shop().zone))  # type: ignore[union-attr]
    store.close()
    assert "late" in words, words


def _see_that_technicians_heard_only_what_is_theirs(shop: Path) -> None:
    visits = {each.id: each for each in _all(shop, Visit)}
    sent = [each for each in _all(shop, Message) if each.technician_id is not None and not each.incoming]
    assert sent
    for message in sent:
        assert message.kind in (K.THE_CALL, K.CHECK_IN, K.CHANGED, K.OFF), message
        visit = visits[message.visit_id]
        assert visit.technician_id == message.technician_id
        assert visit.dispatched_at is not None
        assert visit.dispatched_at <= message.created_at


def _see_that_check_ins_moved_forecasts(shop: Path) -> None:
    messages = _all(shop, Message)
    asked = [each for each in messages if each.kind is K.CHECK_IN]
    answers = [each for each in messages if each.kind is K.REPLY and "left" in each.meant]
    assert asked
    assert answers
    assert len({each.visit_id for each in asked}) == len(asked), "somebody was asked twice on one call"
