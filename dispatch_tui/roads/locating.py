"""Which place an address gets, in what order: the store's cache, the geocoder, the postal code's point.

What a person typed or pinned never comes here. What nobody knows stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch_tui.core.model import Place, Site
from dispatch_tui.core.places import rank

ASK_AGAIN = timedelta(days=30)
"""An address that nobody knew is asked for again after this."""

POSTAL = "postal code"


@dataclass(frozen=True, slots=True)
class Found:
    """A place for an address, and who said so."""

    place: Place
    source: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a geocoder said of an address before: where it is (None: it did not know), who, when."""

    place: Place | None
    source: str
    asked_at: datetime


class Locator:
    """Decides, and asks nobody itself.

    Args:
        postal: the point of a postal code, from the tables that are shipped; None where there is none.
        find: asks a geocoder (slow, may raise NotAnswered); None if none is set up.
        name: the geocoder's.
    """

    def __init__(
        self,
        postal: Callable[[str], Place | None],
        find: Callable[[Site], Place | None] | None = None,
        name: str = "",
    ) -> None:
        self._postal = postal
        self.find = find
        self.name = name

    def to_ask(self, asked: Asked | None, now: datetime) -> bool:
        """True if the geocoder is to be asked for an address."""
        if self.find is None:
            return False
        return asked is None or (asked.place is None and now - asked.asked_at > ASK_AGAIN)

    def best(self, site: Site, asked: Asked | None) -> Found | None:
        """The best that is known without asking anybody, if it is better than what the site has."""
        options = []
        if asked is not None and asked.place is not None:
            options.append(Found(asked.place, asked.source))
        point = self._postal(site.postcode) if site.postcode else None
        if point is not None:
            options.append(Found(point, POSTAL))
        if site.place is not None:
            options = [each for each in options if rank(each.place.precision) < rank(site.place.precision)]
        return min(options, key=lambda each: rank(each.place.precision), default=None)
