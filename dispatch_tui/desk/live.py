"""The desk of one console, live: the store on a thread of its own, the board on the event loop.

Shared state is this plain object; screens listen to it. Nothing here knows Textual. Everything that
touches the store runs on one thread; what comes back is frozen. Another thread waits for the bell that
says that some console wrote something; bursts of rings are read as one.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from dispatch_tui.core.commands import Act, Command, Outcome, Seen
from dispatch_tui.core.day import Day, LogLine, Moved, News
from dispatch_tui.core.errors import DispatchError
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.model import Call, Place, Visit
from dispatch_tui.core.suggest import NOT_ELSEWHERE, Known
from dispatch_tui.core.suggest.because import Because
from dispatch_tui.core.travel import NOT_MEASURED
from dispatch_tui.desk.alerts.keeper import Alert, AlertKeeper
from dispatch_tui.desk.aside import aside
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.learning import Lesson, known, lesson_of
from dispatch_tui.desk.reasoning import reasoned
from dispatch_tui.desk.right_match import matches_of, moves_visits
from dispatch_tui.desk.suggesting import (
    DaysAhead,
    Offers,
    Standing,
    asked_days,
    known_of,
    offers_on,
    standing,
    standing_visit,
)
from dispatch_tui.desk.surveying import Surveyor

T = TypeVar("T")
EVERYTHING = Moved(everything=True, tray=True)
BELL_TIMEOUT = 1.0
"""Seconds the bell thread sleeps at most, so that closing is quick on any platform."""


def _becauses(day: date, desk: Desk) -> Mapping[int, Because]:
    return desk.store.becauses(day)


class LiveDesk:
    """One console's desk.

    Listeners are called on the event loop, after the board has been brought up to date:
        moved(Moved): rows, tray or everything differ.
        heard(list[LogLine]): what other consoles did.
        failed(DispatchError): the store could not be read.
    """

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        store_thread: ThreadPoolExecutor | None = None,
        surveyor: Surveyor | None = None,
    ) -> None:
        self._open_desk = open_desk
        self._thread = store_thread or ThreadPoolExecutor(1, thread_name_prefix="store")
        self._desk: Desk | None = None
        self._keeper: BoardKeeper | None = None
        self._alerts = AlertKeeper()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = threading.Event()
        self._bell: threading.Thread | None = None
        self._reading = False
        self._rung = False
        self._lock = asyncio.Lock()
        self._lesson: Lesson | None = None
        self._learning: asyncio.Task[None] | None = None
        self._surveyor = surveyor
        self._surveying: asyncio.Task[None] | None = None
        self._measured = NOT_MEASURED
        self._matching: asyncio.Task[None] | None = None
        self._ahead = DaysAhead()
        self._match_again = False
        self.moved: list[Callable[[Moved], None]] = []
        self.heard: list[Callable[[list[LogLine]], None]] = []
        self.failed: list[Callable[[DispatchError], None]] = []

    # -- opening and closing

    async def start(self, warm_up: Callable[[Desk], None] | None = None) -> Board:
        """Open the store and read today; then begin to listen for other consoles.

        Args:
            warm_up: run on the store's thread once the board is up (dear imports).

        Raises:
            StoreUnusable: if the store cannot be opened.
        """
        self._loop = asyncio.get_running_loop()
        desk, day, now = await self._run(self._opened)
        self._desk = desk
        self._keeper = BoardKeeper(day, now)
        self._bell = threading.Thread(target=self._listen, name="bell", daemon=True)
        self._bell.start()
        if warm_up is not None:
            self._thread.submit(warm_up, desk)
        self._learn_when_due()
        self._match()
        return self._keeper.board

    def _opened(self) -> tuple[Desk, Day, datetime]:
        desk = self._open_desk()
        desk.follow_clock()
        return desk, desk.open_day(desk.today()), desk.clock.now()

    async def close(self) -> None:
        """Stop listening and release the store; waits for what is being written."""
        self._closing.set()
        for task in (self._learning, self._matching, self._surveying):
            if task is not None:
                task.cancel()
        desk = self._desk
        if desk is not None:
            await self._run(desk.store.close)
        if self._bell is not None:
            await asyncio.to_thread(self._bell.join, 2 * BELL_TIMEOUT)
        self._thread.shutdown(wait=True)

    def abandon(self) -> None:
        """The process is about to end: what is being written is waited for, no more is begun."""
        self._closing.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    # -- what screens read

    @property
    def desk(self) -> Desk:
        """The desk; only to be used through `ask` and `do`."""
        assert self._desk is not None, "the desk is not open yet"
        return self._desk

    @property
    def keeper(self) -> BoardKeeper:
        """What keeps the board."""
        assert self._keeper is not None, "the desk is not open yet"
        return self._keeper

    @property
    def ready(self) -> bool:
        """True once the board has been read."""
        return self._keeper is not None

    @property
    def board(self) -> Board:
        """The present board."""
        return self.keeper.board

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What needs attention on the present board, weightiest first; what is snoozed at the end."""
        return self._alerts.of(self.board)

    @property
    def now(self) -> datetime:
        """The shop's present instant."""
        return self.desk.clock.now()

    # -- what screens do

    async def ask(self, question: Callable[[Desk], T]) -> T:
        """Read something on the store's thread."""
        desk = self.desk
        return await self._run(lambda: question(desk))

    async def do(self, command: Command, reason: str = "", looked_at: tuple[Seen, ...] = ()) -> Outcome:
        """Carry out a command and bring the board up to date before answering.

        Raises:
            Refused: by a rule, or by somebody else's change.
            StoreUnusable: the store could not be written.
        """
        return await self.carry_out(self.desk.act(command, reason, looked_at))

    async def carry_out(self, act: Act) -> Outcome:
        """Carry out a whole act (see `do`)."""
        desk = self.desk
        async with self._lock:
            day = self.board.day
            reasons = replace(act, command=reasoned(act.command, self.board, suggester=self.keeper.suggester))

            def work() -> tuple[Outcome, News]:
                outcome = desk.carry_out(reasons)
                return outcome, desk.news_for(day)

            outcome, news = await self._run(work)
            await self._take(news, day)
        return outcome

    # -- suggestions over several days

    async def offers(
        self,
        call: Call,
        days: int | None = None,
        first: date | None = None,
        known: Known = NOT_ELSEWHERE,
    ) -> Offers:
        """Where a call could go today and on the next days; heavy work is done off the event loop.

        Args:
            call: what is to be done; may be one that does not exist yet (`suggesting.drafted`).
            days: how many days; None for the day of its promise, else as many as is usual.
            first: the first of them; None for today.
            known: customer and site, where the days do not hold them.

        Raises:
            StoreUnusable: if the days cannot be read.
        """
        shown, ahead, knowledge = self.board, self._ahead, self.keeper.knowledge
        dates, now = asked_days(shown, call, days, first, self.now), self.now
        read = await self.ask(lambda desk: ahead.read(desk, dates))
        about, visit = known_of(shown.day, call, known.customer, known.site), standing_visit(shown.day, call)

        def answer() -> Offers:
            return offers_on(ahead.boards(read, now, knowledge), call, None, visit, about)

        return await asyncio.to_thread(answer)

    async def standing(self, call: Call, visit: Visit) -> Standing:
        """Why a call's visit stands where it stands: what was kept, and how it looks now.

        Raises:
            StoreUnusable: if the store cannot be read.
        """
        kept = await self.ask(lambda desk: desk.store.because_of(visit))
        return standing(self.board, call, visit, kept)

    async def go(self, day: date) -> None:
        """Show another day."""
        async with self._lock:
            await self._read_whole(day)

    def tick(self) -> Moved:
        """Let the board's time pass; cheap when nothing changes by it."""
        moved = self.keeper.tick(self.now)
        self._tell(moved)
        self._learn_when_due()
        self._survey_when_due()
        return moved

    # -- learning

    def _learn_when_due(self) -> None:
        """Once the board is up, once a day, and when the rules for it change."""
        lesson = lesson_of(self.board.day.shop, self.now)
        busy = self._learning is not None and not self._learning.done()
        if lesson != self._lesson and not busy and not self._closing.is_set():
            assert self._loop is not None
            self._lesson = lesson
            self._learning = self._loop.create_task(self._learn())

    async def _learn(self) -> None:
        try:
            knowledge = await self.ask(known)
        except DispatchError as error:
            for listener in list(self.failed):
                listener(error)
            return
        self._reckon(replace(knowledge, measured=self._measured))

    def _reckon(self, knowledge: Knowledge) -> None:
        """Board, acts and duties go by this from now on."""
        self.desk.know(knowledge)
        moved = self.keeper.reckon(knowledge)
        self._tell(replace(moved, tray=True))  # where the waiting calls could go is another matter now

    # -- roads

    def _survey_when_due(self) -> None:
        """Have the legs of new places measured, on a thread that nobody waits for."""
        surveyor, busy = self._surveyor, self._surveying is not None and not self._surveying.done()
        if surveyor is None or busy or self._closing.is_set():
            return
        places = surveyor.wanted(self.board.day)
        if places:
            assert self._loop is not None
            self._surveying = self._loop.create_task(self._survey(surveyor, places))

    async def _survey(self, surveyor: Surveyor, places: Sequence[Place]) -> None:
        before, now = self._measured, self.now
        self._measured = await aside(lambda: surveyor.survey(places, now), "roads")
        if self._measured is before:
            return
        self._reckon(replace(self.keeper.knowledge, measured=self._measured))
        if self._measured.silent != before.silent:
            self._tell(Moved(messages=True))  # the status row says so

    # -- right matches

    def _match(self) -> None:
        """Read anew how the visits of the day were chosen; while that goes on, once more after it."""
        if self._matching is not None and not self._matching.done():
            self._match_again = True
        elif not self._closing.is_set():
            assert self._loop is not None
            self._matching = self._loop.create_task(self._read_matches())

    async def _read_matches(self) -> None:
        self._match_again = True
        while self._match_again and not self._closing.is_set():
            self._match_again = False
            keeper, day = self.keeper, self.board.day.service_date
            try:
                kept = await self.ask(partial(_becauses, day))
            except DispatchError as error:
                for listener in list(self.failed):
                    listener(error)
                return
            if keeper is self._keeper:
                moved = keeper.match(matches_of(kept))
                if moved:
                    self._tell(moved)

    # -- news

    def _listen(self) -> None:
        """The bell thread: rings are hints, reading is the truth."""
        store, loop = self.desk.store, self._loop
        assert loop is not None
        while not self._closing.is_set():
            try:
                rang = store.wait_for_news(BELL_TIMEOUT)
            except DispatchError:
                rang = self._closing.wait(BELL_TIMEOUT)
            if rang and not self._closing.is_set():
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        self._rung = True
        if not self._reading:
            self._reading = True
            assert self._loop is not None
            self._reader = self._loop.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            while self._rung and not self._closing.is_set():
                self._rung = False
                async with self._lock:
                    day = self.board.day
                    news = await self._run(partial(self.desk.news_for, day))
                    await self._take(news, day)
        except DispatchError as error:
            for listener in list(self.failed):
                listener(error)
        finally:
            self._reading = False

    async def _take(self, news: News, day: Day) -> None:
        if news.rev == day.rev:
            return
        if news.whole:
            await self._read_whole(day.service_date)
            return
        before = self.board.day.clock
        moved = self.keeper.take(news, self.now)
        if self.board.day.clock != before:
            self.desk.set_clock(self.board.day.clock)
            self.keeper.tick(self.now)
            moved = replace(moved, tray=True)
        self._tell(moved)
        if moved.everything:
            self._learn_when_due()
        if moves_visits(news, day):
            self._match()
        others = [line for line in news.log if line.console != self.desk.seat.console]
        if others:
            for listener in list(self.heard):
                listener(others)

    async def _read_whole(self, day: date) -> None:
        desk = self.desk
        read = await self._run(lambda: desk.open_day(day))
        desk.set_clock(read.clock)
        self._keeper = BoardKeeper(read, self.now, self.keeper.knowledge)
        self._tell(EVERYTHING)
        self._match()

    def _tell(self, moved: Moved) -> None:
        for listener in list(self.moved):
            listener(moved)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
