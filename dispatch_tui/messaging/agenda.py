"""What the worker has to do, kept up by news: the day's board, and the days whose reminders come up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dispatch_tui.core.day import Day
from dispatch_tui.core.knowledge import NOTHING_KNOWN
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.learning import known
from dispatch_tui.messaging.duties import DueAct, days_to_remind, due_acts, due_reminders


class Agenda:
    """The duties of now. Looks only when the store has moved or a minute has passed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keeper: BoardKeeper | None = None
        self._ahead: dict[date, Day] = {}
        self._looked: tuple[int, datetime] | None = None
        self._dropped: set[str] = set()

    def due(self) -> Iterator[DueAct]:
        """What is to be done now and was not done or dropped before, in the order of the board."""
        now = self._desk.clock.now()
        minute = now.replace(second=0, microsecond=0)
        rev = self._desk.store.rev()
        if self._looked == (rev, minute):
            return
        board = self._today(now).board
        acts = due_acts(board, now)
        acts += due_reminders(board.day, now)
        for day in self._days_ahead(board.day, now):
            acts += due_reminders(day, now)
        for uid, command in acts:
            if uid not in self._dropped:
                yield uid, command
        # only now: whoever is interrupted by a store that does not answer looks again
        self._looked = (rev, minute)

    def drop(self, uid: str) -> None:
        """It has been done, or a rule has refused it: it does not come again."""
        self._dropped.add(uid)

    def _today(self, now: datetime) -> BoardKeeper:
        keeper, desk = self._keeper, self._desk
        if keeper is None or keeper.board.day.service_date != desk.today():
            self._dropped.clear()
            keeper = self._read(now)
        elif desk.store.rev() != keeper.board.day.rev:
            news = desk.news_for(keeper.board.day)
            if news.whole:
                keeper = self._read(now)
            else:
                keeper.take(news, now)
        keeper.reckon(desk.knowledge)  # the console's own board may have learnt more meanwhile
        keeper.tick(now)
        self._keeper = keeper
        return keeper

    def _read(self, now: datetime) -> BoardKeeper:
        """Today, with what the shop has learnt, so that the worker sees what the boards show."""
        desk, keeper = self._desk, self._keeper
        before = NOTHING_KNOWN if keeper is None else keeper.knowledge
        new_day = keeper is None or keeper.board.day.service_date != desk.today()
        if new_day and desk.knowledge is before:  # else the console has learnt already: one knowledge for all
            known(desk)
        return BoardKeeper(desk.open_day(desk.today()), now, desk.knowledge)

    def _days_ahead(self, today: Day, now: datetime) -> Iterator[Day]:
        wanted = [today.service_date + timedelta(days=n) for n in range(1, days_to_remind(today, now) + 1)]
        self._ahead = {day: kept for day, kept in self._ahead.items() if day in wanted}
        for date_ahead in wanted:
            kept = self._ahead.get(date_ahead)
            if kept is None:
                kept = self._desk.open_day(date_ahead)
            elif kept.rev != today.rev:
                news = self._desk.news_for(kept)
                kept = self._desk.open_day(date_ahead) if news.whole else kept.with_news(news)[0]
            self._ahead[date_ahead] = kept
            yield kept
