"""What screens with a list of blocks share: moving in it, the size of its parts, the way back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from dispatch_tui.core.day import Moved
from screens.base import DeskScreen
from widgets.blocks import BlockList, SheetView
from widgets.cells import Look
from widgets.lines import HintRow
from widgets.messages import Setting
from widgets.status_row import StatusRow

WIDE = 160
"""Columns from which on the sheet stands beside the list, not under it."""


class ListScreen(DeskScreen):
    """A list of blocks, and a sheet with the chosen one in full; subclasses fill both."""

    at_end = False
    sheet_share = 0.37

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(name)
        self._look = look
        self._rev = -1

    def compose(self) -> ComposeResult:
        """Status row, list and sheet, hints, last line."""
        yield StatusRow(self._look)
        with Container():
            yield BlockList(self._look, at_end=self.at_end)
            yield SheetView(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Read once there is a size."""
        self.list = self.query_one(BlockList)
        self.sheet = self.query_one(SheetView)
        self.place_parts()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.update_hints()
        self._rev = self.live.board.day.rev
        self.start(self.fill, group="fill")

    def place_parts(self) -> None:
        """List and sheet under each other, or side by side where there is room."""
        box = self.query_one(Container)
        box.styles.height = "1fr"
        wide = self.size.width >= WIDE
        box.styles.layout = "horizontal" if wide else "vertical"
        if wide:
            self.sheet.styles.width = max(66, round(self.size.width * self.sheet_share))
            self.sheet.styles.height = "1fr"
        else:
            self.sheet.styles.width = "1fr"
            self.sheet.styles.height = max(10, round((self.size.height - 3) * self.sheet_share))

    def on_resize(self) -> None:
        """Another size."""
        self.place_parts()
        self.call_after_refresh(self.shown)

    async def fill(self) -> None:
        """Read what the board does not hold, then show."""
        self.shown()

    def shown(self) -> None:
        """Show the list anew; the cursor stays on what it is on."""
        if not self.list.size.width:
            return
        self.query_one(StatusRow).update(self.live.board, alerts=self.live.alerts)
        self.show_list()
        self.show_chosen()

    def show_list(self) -> None:
        """Put the blocks on the list."""

    def show_sheet(self) -> None:
        """Put the chosen one on the sheet."""

    def show_chosen(self) -> None:
        """The cursor is somewhere: sheet and hints follow."""
        self.show_sheet()
        self.update_hints()

    def setting(self, width: int) -> Setting:
        """What painting in so many cells needs."""
        board = self.live.board
        return Setting(self.live.now, board.day.shop.zone, width, self.look.glyphs)

    def board_moved(self, moved: Moved) -> None:
        """The list follows the board at once, and the store where anything was written."""
        del moved
        if not self.alive or not self.live.ready:
            return
        self.shown()
        rev = self.live.board.day.rev
        if rev != self._rev:
            self._rev = rev
            self.start(self.fill, group="fill")

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self.shown()

    def act_down(self, count: int | None) -> None:
        """Down."""
        self.list.go(count or 1)
        self.show_chosen()

    def act_up(self, count: int | None) -> None:
        """Up."""
        self.list.go(-(count or 1))
        self.show_chosen()

    def act_top(self, _count: int | None) -> None:
        """The first."""
        self.list.go(-(10**6))
        self.show_chosen()

    def act_bottom(self, _count: int | None) -> None:
        """The last."""
        self.list.go(10**6)
        self.show_chosen()

    def act_page_down(self, _count: int | None) -> None:
        """A page down."""
        self.list.page(1)
        self.show_chosen()

    def act_page_up(self, _count: int | None) -> None:
        """A page up."""
        self.list.page(-1)
        self.show_chosen()

    def act_back(self, _count: int | None) -> None:
        """Back to where one came from."""
        self.dismiss()

    def act_quit(self, _count: int | None) -> None:
        """Likewise."""
        self.dismiss()

    def on_block_list_pointed(self, event: BlockList.Pointed) -> None:
        """A click chooses; a double click opens."""
        self.list.choose(event.key)
        self.show_chosen()
        if event.double:
            self.press("enter")
