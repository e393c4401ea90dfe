"""The desk: who sits at it, and the one way from a command to the store.

Every method is synchronous and belongs on the store's thread; what it returns is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch_tui.core.clock import ClockRate, ShopClock
from dispatch_tui.core.commands import Act, Command, Outcome, Seen
from dispatch_tui.core.day import Day, News
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.groups import GROUPS, KIND_OF, rev_of
from dispatch_tui.core.knowledge import NOTHING_KNOWN, Knowledge
from dispatch_tui.core.model import (
    Record,
    SimClock,
    Way,
)
from dispatch_tui.core.shifts import local_date
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.ports import Store


@dataclass(frozen=True, slots=True)
class Seat:
    """Who acts, and from which console; written in every log entry."""

    actor: str
    console: str = ""
    way: Way = Way.DESK


def seen(record: Record, *groups: str) -> tuple[Seen, ...]:
    """What a person was looking at: the groups of a record (all, if none are named)."""
    names = groups or tuple(GROUPS[type(record)])
    kind = KIND_OF[type(record)]
    return tuple(Seen(kind, record.id, name, rev_of(record, name)) for name in names)


class Desk:
    """Carries out acts and reads days for one seat."""

    def __init__(
        self, store: Store, clock: ShopClock, seat: Seat, learnt: list[Knowledge] | None = None
    ) -> None:
        self.store = store
        self.clock = clock
        self.seat = seat
        # one place for all seats at a desk, so that a console and its worker reckon alike
        self._learnt = [NOTHING_KNOWN] if learnt is None else learnt

    @property
    def knowledge(self) -> Knowledge:
        """What this desk has learnt so far; acts are reckoned by it."""
        return self._learnt[0]

    def know(self, knowledge: Knowledge) -> None:
        """Reckon by this from the next act on, in all seats of this desk."""
        self._learnt[0] = knowledge

    def act(self, command: Command, reason: str = "", looked_at: tuple[Seen, ...] = ()) -> Act:
        """The envelope of a command given from this seat."""
        return Act(command, self.seat.actor, self.seat.console, self.seat.way, reason, looked_at)

    def carry_out(self, act: Act) -> Outcome:
        """One act: checked, stored, logged; or refused and nothing stored.

        Raises:
            Refused: by a rule; `NeedsSure` and `Conflict` are kinds of it.
            StoreUnusable: if the store could not be written; the same act may be tried again.
        """
        return self.store.write(act, handler_of(act, self.knowledge), self.clock.now())

    def do(self, command: Command, reason: str = "", looked_at: tuple[Seen, ...] = ()) -> Outcome:
        """Carry out a command from this seat."""
        return self.carry_out(self.act(command, reason, looked_at))

    def at(self, seat: Seat) -> Desk:
        """The same desk with somebody else in the seat."""
        return Desk(self.store, self.clock, seat, self._learnt)

    def follow_clock(self) -> None:
        """Take the shop's clock from the store; a demo or an exercise has one of its own."""
        self.set_clock(self.store.clock())

    def set_clock(self, row: SimClock | None) -> None:
        """Run by a clock row, or by the wall clock for None."""
        self.clock.rate = None if row is None else ClockRate(row.anchor, row.wall_anchor, row.speed)

    def today(self) -> date:
        """The shop's date now."""
        shop = self.store.shop()
        if shop is None:
            raise StoreUnusable("this store has no shop in it yet", "run dispatch-tui to set one up")
        return local_date(self.clock.now(), shop.zone)

    def open_day(self, day: date) -> Day:
        """Read a day whole."""
        return Day.of(day, self.store.day(day))

    def news_for(self, day: Day) -> News:
        """What has happened since a day was read."""
        return self.store.catch_up(day.rev, day.service_date)
