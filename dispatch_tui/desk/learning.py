"""What the shop has learnt of its own work and its own drives, and when it is time to learn anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeAlias

from dispatch_tui.core.drives import NO_DRIVES, Drives, learn
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.model import Shop
from dispatch_tui.core.performance import NOTHING_KNOWN, Performance
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.travel import Measured, Travel
from dispatch_tui.core.typical import NOTHING_LEARNT, Typicals
from dispatch_tui.desk.desk import Desk

Lesson: TypeAlias = tuple[date, int, int, tuple[object, ...]]
"""What decides what is learnt: the shop's date, its rules for learning, and its figures for drives."""


def lesson_of(shop: Shop, now: datetime) -> Lesson:
    """What is to be learnt now; another one than the last is a reason to learn anew.

    A day's visits make little odds to what months have taught, so that once a day is enough.
    """
    rules = Rules.of(shop)
    roads = (shop.circuity, shop.speed_kmh, shop.parking_minutes, rules.traffic)
    return local_date(now, shop.zone), rules.learn_days, rules.learn_cases, roads


def known(desk: Desk) -> Knowledge:
    """Learn of work and of drives, and let the desk reckon by it from now on. On the store's thread.

    What a router has measured stays known. 20 to 90 ms on the demo shop, with 400 drives.

    Raises:
        StoreUnusable: if the store cannot be read, or holds no shop.
    """
    before = desk.knowledge
    found = Knowledge(learnt(desk), driven(desk, before.measured), before.measured, performed(desk))
    desk.know(found)
    return found


def driven(desk: Desk, measured: Measured) -> Drives:
    """Read the shop's own drives, and learn how wrong the sources of travel times are.

    Args:
        desk: the console's.
        measured: legs that a router knows; their source is corrected by the drives between those places.

    Raises:
        StoreUnusable: if the store cannot be read, or holds no shop.
    """
    shop = _shop(desk)
    today, days, _cases, _roads = lesson_of(shop, desk.clock.now())
    if not days:
        return NO_DRIVES
    past = desk.store.drives(today - timedelta(days=days))
    return learn(past, Travel.of(shop, measured=measured), shop.zone)


def _shop(desk: Desk) -> Shop:
    shop = desk.store.shop()
    if shop is None:
        raise StoreUnusable("this store has no shop in it yet", "run dispatch-tui to set one up")
    return shop


def learnt(desk: Desk) -> Typicals:
    """Read how long work has taken, and learn from it. On the store's thread.

    Raises:
        StoreUnusable: if the store cannot be read, or holds no shop.
    """
    shop = _shop(desk)
    today, days, cases, _roads = lesson_of(shop, desk.clock.now())
    if not days:
        return NOTHING_LEARNT
    past = desk.store.durations(today - timedelta(days=days))
    return Typicals.of(past, cases) if past else NOTHING_LEARNT


def performed(desk: Desk) -> Performance:
    """Read how calls have gone with whom, as far back as the shop learns. On the store's thread.

    Raises:
        StoreUnusable: if the store cannot be read, or holds no shop.
    """
    shop, now = _shop(desk), desk.clock.now()
    today, days, _cases, _roads = lesson_of(shop, now)
    if not days:
        return NOTHING_KNOWN
    past = desk.store.past_visits(today - timedelta(days=days))
    return Performance.of_visits(past, now) if past else NOTHING_KNOWN
