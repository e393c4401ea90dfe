"""An open store, a clock and a person make a desk. Imported when a store is opened, not before."""

from __future__ import annotations

import weakref
from datetime import datetime

from data.opening import open_store
from dispatch_tui.bootstrap import SET_UP, DemoOptions, Wiring, is_made
from dispatch_tui.core.clock import ClockRate, FixedClock, ShopClock
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Shop, Way
from dispatch_tui.core.timewords import parse_iso
from dispatch_tui.demo_store import joined_demo
from dispatch_tui.desk.desk import Desk, Seat
from dispatch_tui.desk.ports import Store


class StillClock(ShopClock):
    """The clock of `--at`: it stands, and a simulated shop's rate does not move it."""

    def __init__(self, instant: datetime) -> None:
        super().__init__(FixedClock(instant))

    def now(self) -> datetime:
        """The instant it was given."""
        return self.wall.now()

    @property
    def rate(self) -> ClockRate | None:
        """None: it does not run."""
        return None

    @rate.setter
    def rate(self, _rate: ClockRate | None) -> None:
        """Stand still all the same."""


def sit_down(wiring: Wiring, way: Way | None = None) -> Desk:
    """A desk on the shop that is in the store; see `bootstrap.open_desk`."""
    if not is_made(wiring):
        raise StoreUnusable(f"there is no store at {wiring.store_target}", SET_UP)
    return _seated(wiring, way, open_store(wiring.store_target, create=False))


def join(wiring: Wiring, demo: DemoOptions, way: Way | None = None) -> Desk:
    """A desk on the demo shop, made first if need be; see `bootstrap.open_desk`."""
    store, presence = joined_demo(wiring.store_target, demo)
    desk = _seated(wiring, way, store)
    if presence is not None:
        # the console is there as long as its desk is
        weakref.finalize(desk, presence.close)
    return desk


def _seated(wiring: Wiring, way: Way | None, store: Store) -> Desk:
    try:
        shop = store.shop()
        if shop is None:
            raise no_shop(wiring)
        desk = Desk(store, _clock(wiring, shop), Seat(wiring.actor, wiring.console, way or Way.DESK))
        desk.follow_clock()
    except BaseException:
        store.close()
        raise
    return desk


def _clock(wiring: Wiring, shop: Shop) -> ShopClock:
    return ShopClock() if wiring.fixed is None else StillClock(parse_iso(wiring.fixed, shop.zone))


def no_shop(wiring: Wiring) -> StoreUnusable:
    """The error of a store that nobody has set up."""
    return StoreUnusable(f"{wiring.store_target} has no shop in it yet", SET_UP)
