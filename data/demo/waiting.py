"""Calls of the demo that stand on no row: the tray, those on hold and those called off."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from data.demo.geography import AREAS, new_site
from dispatch_tui.core.model import CallType, Priority, Site
from dispatch_tui.exercise.cast import ACCESS_NOTES


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that waits: where, what, and what was promised (shop-local minutes)."""

    site: Site
    kind: CallType
    minutes: int
    priority: Priority
    received: tuple[int, int]
    due_in: int
    window: tuple[int, int] | None


def tray(rng: random.Random, kinds: Sequence[CallType], count: int, now: int) -> list[Waiting]:
    """`count` waiting calls, the first an emergency that came in minutes ago.

    Args:
        rng: where chance comes from.
        kinds: kinds of work that somebody in the shop can do.
        count: how many.
        now: the opening moment, shop-local minutes after midnight.
    """
    urgent = [kind for kind in kinds if kind.priority is Priority.EMERGENCY] or list(kinds)
    usual = [kind for kind in kinds if kind.priority is not Priority.EMERGENCY]
    rng.shuffle(usual)
    made = []
    for index in range(count):
        if index == 0:
            kind, priority, received = rng.choice(urgent), Priority.EMERGENCY, (0, now - 5)
        else:
            kind = usual[index % len(usual)]
            priority = kind.priority
            received = (0, now - rng.randrange(8, 170)) if index % 2 else (-1, rng.randrange(600, 1010))
        due_in = 0 if index < 0.7 * count else rng.choice((1, 1, 2, 3))
        site = new_site(rng, rng.choice(AREAS[:16]), rng.choice(ACCESS_NOTES) if rng.random() < 0.3 else "")
        if index == 2:
            # One address that no table knows: the board must say "unknown", never "here".
            site = _unknown(site)
        made.append(Waiting(site, kind, kind.minutes, priority, received, due_in, _window(rng, index, now)))
    return made


def _unknown(site: Site) -> Site:
    return Site(0, "Lot 14, new construction off Walnut St", site.city, site.region, area=site.area)


def _window(rng: random.Random, index: int, now: int) -> tuple[int, int] | None:
    if index == 0 or rng.random() < 0.35:
        return None
    begins = (now // 60 + rng.choice((1, 2, 2, 3, 4, 5))) * 60
    return begins, begins + 120
