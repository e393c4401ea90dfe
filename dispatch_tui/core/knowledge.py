"""What a console has learnt beside the records: how long work takes, what drives take, what roads measure.

One value for all: the boards, the handlers of acts and the worker reckon by the same. It is learnt outside of
any write and handed in, so that no transaction reads months of visits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias
from weakref import WeakKeyDictionary

from dispatch_tui.core.drives import NO_DRIVES, Drives
from dispatch_tui.core.model import Shop
from dispatch_tui.core.performance import NOTHING_KNOWN as NO_FIGURES
from dispatch_tui.core.performance import Performance
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.traffic import Band
from dispatch_tui.core.travel import NOT_MEASURED, Measured, Travel
from dispatch_tui.core.typical import NOTHING_LEARNT, Typicals

MOST_SHOPS = 8
"""Travels kept for one knowledge; more is a test, or somebody trying out settings."""


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What is known at one time; the next is another value.

    Attributes:
        typicals: how long work usually takes.
        drives: what the shop's own drives have taught of travel times.
        measured: legs that a router has measured.
        performance: how calls have gone with whom; no forecast hangs on it, only suggestions.
    """

    typicals: Typicals = NOTHING_LEARNT
    drives: Drives = NO_DRIVES
    measured: Measured = NOT_MEASURED
    performance: Performance = NO_FIGURES

    def travel(self, shop: Shop) -> Travel:
        """The shop's travel by all that is known; the same object as long as neither has changed."""
        traffic = Rules.of(shop).traffic
        figures = (shop.circuity, shop.speed_kmh, shop.parking_minutes, shop.zone_name, traffic)
        made = _travels.setdefault(self, {})
        if figures not in made:
            if len(made) >= MOST_SHOPS:
                made.clear()
            made[figures] = Travel.of(shop, self.drives, self.measured)
        return made[figures]


_Figures: TypeAlias = tuple[float, float, float, str, tuple[Band, ...]]

_travels: WeakKeyDictionary[Knowledge, dict[_Figures, Travel]] = WeakKeyDictionary()
"""Travels made, as long as what they were made of is in use: they remember the legs they measured."""

NOTHING_KNOWN = Knowledge()
