"""What the shop has learnt of its own work, and when it is time to learn anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeAlias

from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Shop
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.typical import NOTHING_LEARNT, Typicals
from dispatch_tui.desk.desk import Desk

Lesson: TypeAlias = tuple[date, int, int]
"""What decides what is learnt: the shop's date, and its rules for learning."""


def lesson_of(shop: Shop, now: datetime) -> Lesson:
    """What is to be learnt now; another one than the last is a reason to learn anew.

    A day's visits make little odds to what months have taught, so that once a day is enough.
    """
    rules = Rules.of(shop)
    return local_date(now, shop.zone), rules.learn_days, rules.learn_cases


def learnt(desk: Desk) -> Typicals:
    """Read how long work has taken, and learn from it. On the store's thread.

    Raises:
        StoreUnusable: if the store cannot be read, or holds no shop.
    """
    shop = desk.store.shop()
    if shop is None:
        raise StoreUnusable("this store has no shop in it yet", "run dispatch-tui to set one up")
    today, days, cases = lesson_of(shop, desk.clock.now())
    if not days:
        return NOTHING_LEARNT
    past = desk.store.durations(today - timedelta(days=days))
    return Typicals.of(past, cases) if past else NOTHING_LEARNT
