"""What screens of text share: a page that scrolls, and the way back."""

from __future__ import annotations

from textual.app import ComposeResult

from dispatch_tui.core.day import Moved
from dispatch_tui.keymap import Mode, hints
from screens.base import DeskScreen
from widgets.cells import Look
from widgets.lines import HintRow
from widgets.page import PageView


class PageScreen(DeskScreen):
    """A page; subclasses fill it in `fill`."""

    mode = Mode.DETAIL
    selecting = False

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(name)
        self._look = look
        self._rev = 0
        self._begun = False

    def compose(self) -> ComposeResult:
        """Page, hints, last line."""
        yield PageView(self._look, selecting=self.selecting)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Fill the page once it has a size."""
        self.page = self.query_one(PageView)
        self.call_after_refresh(self._filled)

    def update_hints(self) -> None:
        """Show the keys that mean something here: pages of mere text have few."""
        super().update_hints()
        if self.mode is Mode.DETAIL:
            here = hints(self.mode, self.situation())
            self.hint_row.update([hint for hint in here if not hint.refused])

    def on_screen_resume(self) -> None:
        """In front again: what was done on the screen above may be news."""
        if self._begun and self.live.ready and self._rev != self.live.board.day.rev:
            self._filled()

    def _filled(self) -> None:
        self._begun = True
        self._rev = self.live.board.day.rev if self.live.ready else 0
        self.update_hints()
        self.start(self.fill, group="fill")

    async def fill(self) -> None:
        """Put the rows on the page."""

    def board_moved(self, moved: Moved) -> None:
        """What the page shows may have changed; before it has a size, there is nothing to fill."""
        if not self._begun:
            return
        rev = self.live.board.day.rev
        if moved or rev != self._rev:  # a note moves nothing on the board
            self._rev = rev
            self.start(self.fill, group="fill")

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._filled()

    def act_down(self, count: int | None) -> None:
        """Down."""
        self.page.scroll_by(count or 1)

    def act_up(self, count: int | None) -> None:
        """Up."""
        self.page.scroll_by(-(count or 1))

    def act_top(self, _count: int | None) -> None:
        """To the top."""
        self.page.scroll_by(-(10**6))

    def act_bottom(self, _count: int | None) -> None:
        """To the end."""
        self.page.scroll_by(10**6)

    def act_page_down(self, _count: int | None) -> None:
        """A page down."""
        self.page.scroll_by(self.page.size.height - 2)

    def act_page_up(self, _count: int | None) -> None:
        """A page up."""
        self.page.scroll_by(2 - self.page.size.height)

    def act_back(self, _count: int | None) -> None:
        """Back to where one came from."""
        self.dismiss()

    def act_quit(self, _count: int | None) -> None:
        """Likewise."""
        self.dismiss()
