"""Plays the simulated people of a demo shop, through the same commands as a person.

Runs on the store's thread, beside a console; several consoles may drive the same shop, since every
simulated act carries a uid of what it is about and the store takes each once.
"""

from __future__ import annotations

from datetime import date, datetime

from dispatch_tui.core.commands import Act, SetClock
from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Refused
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.desk import Desk
from dispatch_tui.exercise.people import due_acts, next_event_at
from dispatch_tui.exercise.world import true_travel


class Driver:
    """Moves a simulated shop on."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk = desk
        self._seed = seed
        self._day: Day | None = None
        self._since: datetime | None = None

    def _today(self) -> Day:
        """The shop's present day, kept up by news; the console may show another."""
        desk = self._desk
        today: date = desk.today()
        day = self._day
        if day is None or day.service_date != today:
            day = desk.open_day(today)
        else:
            news = desk.news_for(day)
            day = desk.open_day(today) if news.whole else day.with_news(news)[0]
        self._day = day
        return day

    def advance(self) -> int:
        """Let everybody do what is due by now; returns how many acts were carried out."""
        day = self._today()
        now = self._desk.clock.now()
        done = 0
        for at, act in due_acts(day, now, self._seed, true_travel(day.shop), self._since or now):
            done += self._carry_out(act, at)
        self._since = now
        return done

    def _carry_out(self, act: Act, at: datetime) -> bool:
        """One act at its own instant; what a person has made pointless meanwhile is dropped."""
        try:
            return not self._desk.store.write(act, handler_of(act, self._desk.knowledge), at).again
        except Refused:
            return False

    def step(self) -> datetime | None:
        """Jump to the next event; returns when that is, None if nothing more happens today."""
        day = self._today()
        now = self._desk.clock.now()
        at = next_event_at(day, now, self._seed, true_travel(day.shop))
        if at is None:
            return None
        if at > now:
            self._desk.do(SetClock(to=at))
            self._desk.follow_clock()
        self.advance()
        return at
