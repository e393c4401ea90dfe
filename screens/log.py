"""The log of the shop, newest first, and what was found for some words."""

from __future__ import annotations

from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.timewords import clock_text, day_text
from dispatch_tui.desk.ports import CallHit
from dispatch_tui.keymap import Situation
from screens.page import PageScreen
from widgets.cells import Look
from widgets.page import PageView, Row, head, said

LENGTH = 300
"""Changesets on the page."""


class LogScreen(PageScreen):
    """Who did what."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "log")

    async def fill(self) -> None:
        """The newest changesets."""
        lines = await self.live.ask(lambda desk: desk.store.log(LENGTH))
        zone = self.live.board.day.shop.zone
        rows: list[Row] = [head("LOG, newest first")]
        day = None
        for line in lines:
            if line.kind == "aside":
                continue
            if local_date(line.at, zone) != day:
                day = local_date(line.at, zone)
                rows.append(said((f"   {day_text(day)}", "bright")))
            why = f" ({line.reason})" if line.reason else ""
            rows.append(
                said(
                    (f"   {clock_text(line.at, zone)}  ", "now"),
                    (f"{line.actor:<14} ", "accent"),
                    (line.summary + why, "text"),
                    (f"  {line.kind}" if line.kind != "act" else "", "quiet"),
                )
            )
        self.page.set_rows(rows)


class FindScreen(PageScreen):
    """Calls that answer some words; enter shows one whole."""

    selecting = True

    def __init__(self, look: Look, words: str) -> None:
        super().__init__(look, "find")
        self._words = words
        self._hits: tuple[CallHit, ...] = ()

    def situation(self) -> Situation:
        """A call is under the cursor if any was found."""
        return Situation(call=bool(self._hits))

    async def fill(self) -> None:
        """Search, and show what was found."""
        self._hits = await self.live.ask(lambda desk: desk.store.find_calls(self._words))
        zone = self.live.board.day.shop.zone
        technicians = self.live.board.day.technicians
        rows: list[Row] = []
        for hit in self._hits:
            who = technicians.get(hit.technician_id) if hit.technician_id else None
            day = day_text(hit.day or local_date(hit.call.received_at, zone))
            rows.append(
                said(
                    (f" {hit.call.id}  ", "bright"),
                    (f"{hit.customer.name}, {hit.site.one_line}  ", "text"),
                    (f"{hit.call.type_code}, {hit.call.phase.value.replace('_', ' ')}  ", "quiet"),
                    (f"{day} {who.name if who else ''}", "quiet"),
                )
            )
        if not rows:
            rows = [said((f" Nothing answers {self._words!r}. Try a number, a name or a street.", "quiet"))]
        self.page.set_rows(rows)
        self.say(f"find {self._words}: {len(self._hits)} calls; enter shows one, g c goes there")

    def on_page_view_pointed(self, event: PageView.Pointed) -> None:
        """A click selects; a double click shows the call."""
        self.update_hints()
        if event.double:
            self.perform("detail")

    def act_detail(self, _count: int | None) -> None:
        """Show the one under the cursor."""
        at = self.page.cursor or 0
        if at < len(self._hits):
            self.services.open_detail(self._hits[at].call.id)
