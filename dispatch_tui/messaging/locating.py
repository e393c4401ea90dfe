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
        self._settled: set[tuple[str, object]] = set()
        self._looked_at = -1
        self._asking = False
        self._not_before = 0.0

    def beat(self, errands: Errands, wall: datetime) -> None:
        """Locate what can be located at once, and ask for one address more.

        Args:
            errands: runs the question.
            wall: the machine's instant.
        """
        store = self._desk.store
        if self._asking or self._looked_at == store.rev():
            return
        rev = store.rev()
        for site in store.vague_sites(AT_ONCE + len(self._settled)):
            key = key_of(site)
            if (key, site.place) in self._settled:
                continue
            kept = store.geocoded(key)
            asked = None if kept is None else Asked(kept.place, kept.source, kept.asked_at)
            if self._locator.to_ask(asked, wall):
                if self._steady() >= self._not_before:
                    self._ask(site, key, errands, wall)
                else:
                    self._take_best(site, asked)
                return  # one at a time, and the rest when that is back
            self._take_best(site, asked)
            self._settled.add((key, site.place))
        self._looked_at = rev

    def _take_best(self, site: Site, asked: Asked | None) -> None:
        found = self._locator.best(site, asked)
        if found is not None:
            uid = f"locate-{site.id}-{site.revs[0]}-{found.place.lat:.5f},{found.place.lon:.5f}"
            if uid not in self._taken:
                self._taken.add(uid)
                self._carry_out(uid, LocateSite(site.id, found.place, found.source))

    def _ask(self, site: Site, key: str, errands: Errands, wall: datetime) -> None:
        find = self._locator.find
        assert find is not None
        self._asking = True
        self._not_before = self._steady() + APART

        def back(place: Place | None) -> None:
            self._asking = False
            self._desk.store.keep_geocoded(key, Geocoded(place, self._locator.name, wall))

        def failed(error: Exception) -> None:
            self._asking = False
            self._not_before = self._steady() + SILENT_FOR
            words = str(error) if isinstance(error, NotAnswered) else type(error).__name__
            self._tell(f"addresses cannot be looked up now: {words}")

        errands.send(lambda: find(site), back, failed)
