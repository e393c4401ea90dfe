"""Plays a shop in memory by steps, as the driver of the demo does."""

from __future__ import annotations

from datetime import date, datetime

from dispatch_tui.core.commands import Act, Outcome, SetUpShop
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.travel import Travel
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.exercise.people import due_acts, next_event_at
from tests.exercise.memory import MemoryStore


def opened(command: SetUpShop) -> MemoryStore:
    store = MemoryStore()
    assert command.clock is not None
    act = Act(command, "demo")
    store.write(act, handler_of(act), command.clock.anchor)
    return store


class Play:
    """A day under way: acts taken, and those that were refused."""

    def __init__(self, store: MemoryStore, day: date, start: datetime, seed: int) -> None:
        self.store = store
        self.day = day
        self.now = start
        self.seed = seed
        self.taken: list[tuple[datetime, Act, Outcome]] = []
        self.refused: list[tuple[datetime, Act, Refused]] = []
        self.travel = Travel.of(store.shop())

    def until(self, end: datetime, most: int = 20_000) -> None:
        """Step from event to event."""
        for _ in range(most):
            at = next_event_at(self.store.board(self.day), self.now, self.seed, self.travel)
            if at is None or at > end:
                self.now = end
                return
            self.look(at)
        raise AssertionError("the day does not end")

    def look(self, at: datetime) -> None:
        """What the driver does at one instant."""
        board = self.store.board(self.day)
        for instant, act in due_acts(board, at, self.seed, self.travel, self.now):
            try:
                outcome = self.store.write(act, handler_of(act), instant)
            except Refused as refusal:
                self.refused.append((instant, act, refusal))
            else:
                self.taken.append((instant, act, outcome))
        self.now = at
