"""The duty of looking addresses up: by whoever is on duty, one question a second over all consoles.

That is Nominatim's rule, and one console asking at a time under the worker's lease keeps it. What was said is
kept in the store, so that no address is asked for twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from dispatch_tui.core.commands import Command, LocateSite
from dispatch_tui.core.model import Place, Site
from dispatch_tui.core.places import key_of
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.ports import Geocoded
from dispatch_tui.messaging.errands import Errands
from dispatch_tui.roads.asking import NotAnswered
from dispatch_tui.roads.locating import Asked, Locator

APART = 1.1
"""Seconds between two questions."""

SILENT_FOR = 60.0
"""Seconds for which a geocoder that did not answer is not asked."""

AT_ONCE = 25
"""Sites looked at in one round."""


class Locating:
    """The duty. All methods belong on the store's thread.

    Args:
        desk: the worker's.
        locator: who decides.
        carry_out: carries out one act, once, by its uid.
        tell: called with one line per thing that went wrong.
        steady: a steady clock, seconds.
    """

    def __init__(
        self,
        desk: Desk,
        locator: Locator,
        carry_out: Callable[[str, Command], None],
        tell: Callable[[str], None],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._locator = locator
        self._carry_out = carry_out
        self._tell = tell
        self._steady = steady
        self._taken: set[str] = set()
        self._settled: set[tuple[int, str, Place | None]] = set()
        self._to_ask: dict[int, Site] = {}
        """Sites whose address is to be asked for, by site id, in turn."""
        self._silent = False
        self._fall_back: list[Site] = []
        """Of those, sites that are given the best else known of: the geocoder did not answer."""
        self._looked_at = -1
        self._asking = False
        self._not_before = 0.0
        self._asked_at = -1e9

    @property
    def just_asked(self) -> bool:
        """True if nobody else may ask yet: the pause between two questions is for all consoles."""
        return self._steady() - self._asked_at < APART

    def beat(self, errands: Errands, wall: datetime) -> None:
        """Locate what can be located at once, and ask for one address more.

        Args:
            errands: runs the question.
            wall: the machine's instant.
        """
        if self._asking:
            return
        for site in self._fall_back[:AT_ONCE]:
            self._take_best(site, None)
        self._fall_back = self._fall_back[AT_ONCE:]
        rev = self._desk.store.rev()
        if self._looked_at != rev and not self._looked(wall):
            return  # the rest with the next beat; what a geocoder is asked comes after what needs none
        self._looked_at = rev
        if self._to_ask and self._steady() >= self._not_before:
            self._ask(next(iter(self._to_ask.values())), errands, wall)

    def _looked(self, wall: datetime) -> bool:
        """Take what is known of vague sites, and see who is to be asked for; True if that was all of them."""
        store = self._desk.store
        most = AT_ONCE + len(self._settled) + len(self._to_ask)
        sites = store.vague_sites(most)
        for site in sites:
            key = key_of(site)
            if (site.id, key, site.place) in self._settled or _same(self._to_ask.get(site.id), site):
                continue
            kept = store.geocoded(key)
            asked = None if kept is None else Asked(kept.place, kept.source, kept.asked_at)
            if self._locator.to_ask(asked, wall):
                self._to_ask[site.id] = site
                if not self._silent:
                    continue
            else:
                self._to_ask.pop(site.id, None)
                self._settled.add((site.id, key, site.place))
            self._take_best(site, asked)
        if len(sites) == most:
            return False
        vague = {site.id for site in sites}
        self._to_ask = {number: site for number, site in self._to_ask.items() if number in vague}
        return True

    def _take_best(self, site: Site, asked: Asked | None) -> None:
        found = self._locator.best(site, asked)
        if found is not None:
            uid = f"locate-{site.id}-{site.revs[0]}-{found.place.lat:.5f},{found.place.lon:.5f}"
            if uid not in self._taken:
                self._taken.add(uid)
                self._carry_out(uid, LocateSite(site.id, found.place, found.source))

    def _ask(self, site: Site, errands: Errands, wall: datetime) -> None:
        find, key = self._locator.find, key_of(site)
        assert find is not None
        self._asking = True
        self._asked_at = self._steady()
        self._not_before = self._asked_at + APART

        def back(place: Place | None) -> None:
            self._asking = self._silent = False
            self._desk.store.keep_geocoded(key, Geocoded(place, self._locator.name, wall))
            # others may have the same address: all that wait are looked up in what is kept
            self._to_ask = {n: one for n, one in self._to_ask.items() if key_of(one) != key}
            self._looked_at = -1

        def failed(error: Exception) -> None:
            self._asking = False
            if site.id in self._to_ask:  # the others first, should it be for this address alone
                self._to_ask[site.id] = self._to_ask.pop(site.id)
            self._not_before = self._steady() + SILENT_FOR
            if not self._silent:
                self._silent = True
                self._fall_back = list(self._to_ask.values())
            words = str(error) if isinstance(error, NotAnswered) else type(error).__name__
            self._tell(f"addresses cannot be looked up now: {words}")

        errands.send(lambda: find(site), back, failed)


def _same(one: Site | None, other: Site) -> bool:
    """True if a site is as it was as far as a geocoder is concerned."""
    return one is not None and (key_of(one), one.place) == (key_of(other), other.place)
