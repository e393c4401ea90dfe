"""The list beside the intake form: known customers at their sites, kinds of work, likely duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch_tui.core.model import Call, CallType, Site
from dispatch_tui.core.text import phone_text
from dispatch_tui.desk.intake_acts import history_words
from dispatch_tui.desk.ports import CustomerHit
from dispatch_tui.desk.suggesting import OfferedWindow
from widgets.cells import Look
from widgets.page import PageView, Row, head, said

MOST = 30
"""Offers that are listed; more letters make them fewer."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to take: a known customer at a site (or none yet), a kind of work, or a window in words."""

    hit: CustomerHit | None = None
    site: Site | None = None
    kind: CallType | None = None
    window: OfferedWindow | None = None
    lines: tuple[str, ...] = ()

    def rows(self, marked: bool) -> list[Row]:
        """How it is shown: three lines for a customer, one for a kind of work, two for a window."""
        mark = ("> ", "now") if marked else ("  ", "text")
        if self.hit is not None:
            customer = self.hit.customer
            return [
                said(mark, (customer.name, "bright"), (f"  {phone_text(customer.phone)}", "text")),
                said((f"    {self.site.one_line if self.site else 'no site yet'}", "text")),
                said((f"    {history_words(self.hit)}", "quiet")),
            ]
        if self.window is not None:
            first, *rest = self.lines
            return [said(mark, (first, "bright")), *(said((f"    {line}", "quiet")) for line in rest)]
        assert self.kind is not None
        needs = " ".join(self.kind.skills) or "no skill"
        return [said(mark, (f"{self.kind.name:<22}", "bright"), (f"{self.kind.minutes}m {needs}", "quiet"))]


def customer_offers(hits: Sequence[CustomerHit]) -> list[Offer]:
    """One offer per known customer and site."""
    return [Offer(hit, site) for hit in hits for site in (hit.sites or (None,))]


def duplicate_rows(same: Sequence[Call]) -> list[Row]:
    """Open calls at the very site: it may be the same call again."""
    if not same:
        return []
    rows: list[Row] = [(), said((" LIKELY THE SAME CALL AGAIN", "warn"))]
    rows += [
        said(
            (f"  {call.id}  ", "bright"), (f"{call.type_code}, {call.phase.value.replace('_', ' ')}", "text")
        )
        for call in same
    ]
    return [*rows, said(("  esc, then g c shows it", "quiet"))]


class OfferList(PageView, can_focus=False):
    """Offers, of which one may be marked."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.offers: list[Offer] = []
        self.marked: int | None = None
        self._title = ""
        self._tail: list[Row] = []

    @property
    def offer(self) -> Offer | None:
        """The marked offer."""
        return self.offers[self.marked] if self.marked is not None else None

    def offer_these(self, title: str, offers: Sequence[Offer], tail: Sequence[Row] = ()) -> None:
        """List other offers, none marked; `tail` stands below them."""
        self._title, self.offers, self._tail = title, list(offers)[:MOST], list(tail)
        self.marked = None
        self._list()

    def mark(self, step: int) -> bool:
        """Mark the next or previous offer; False if there is none that way."""
        if not self.offers:
            return False
        at = (-1 if self.marked is None else self.marked) + step
        if at < 0:
            had, self.marked = self.marked, None
            self._list()
            return had is not None
        self.marked = min(at, len(self.offers) - 1)
        self._list()
        return True

    def unmark(self) -> bool:
        """Mark none; False if none was."""
        had, self.marked = self.marked, None
        self._list()
        return had is not None

    def _list(self) -> None:
        rows: list[Row] = [head(self._title)] if self._title else []
        last = 0
        for index, offer in enumerate(self.offers):
            rows += offer.rows(index == self.marked)
            if index == self.marked:
                last = len(rows)
        self.top = max(0, last - self.size.height)
        self.set_rows([*rows, *self._tail])
