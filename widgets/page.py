"""A page of text that scrolls: help, the story of a call, the log."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from widgets.canvas import Line, clipped
from widgets.cells import RIGHT, CellView, Look
from widgets.ink import BOLD, ink
from widgets.lines import Piece

Row = Sequence[Piece]


def head(text: str) -> Row:
    """A heading."""
    return ((f" {text}", "accent", "screen", BOLD),)


def said(*parts: tuple[str, str]) -> Row:
    """A line of (text, role)."""
    return tuple((text, role, "screen", 0) for text, role in parts)


class PageView(CellView, can_focus=True):
    """Rows of pieces; the screen scrolls it, and may select a row."""

    class Pointed(Message):
        """A row was clicked; `menu`: with the right button."""

        def __init__(self, index: int, double: bool, menu: bool) -> None:
            super().__init__()
            self.index = index
            self.double = double
            self.menu = menu

    DEFAULT_CSS = "PageView { height: 1fr; }"

    def __init__(self, look: Look, *, selecting: bool = False) -> None:
        super().__init__(look)
        self.rows: list[Row] = []
        self.top = 0
        self.cursor: int | None = 0 if selecting else None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the place on the page stays."""
        self.rows = list(rows)
        if self.cursor is not None:
            self.cursor = max(0, min(len(self.rows) - 1, self.cursor))
        self.scroll_by(0)

    def scroll_by(self, rows: int) -> None:
        """Scroll, or move the cursor, by rows."""
        height = max(1, self.size.height)
        if self.cursor is not None:
            self.cursor = max(0, min(len(self.rows) - 1, self.cursor + rows))
            if not self.top <= self.cursor < self.top + height:
                self.top = max(0, self.cursor - height // 2)
        else:
            self.top += rows
        self.top = max(0, min(len(self.rows) - height, self.top)) if len(self.rows) > height else 0
        self.draw()

    def draw(self) -> None:
        """Paint the rows on the screen."""
        width, height = self.size.width, self.size.height
        if not width:
            return
        lines = []
        for index in range(self.top, self.top + height):
            at_cursor = index == self.cursor and index < len(self.rows)
            ground = "gutter.cursor" if at_cursor else "screen"
            line = Line(width, ink("text", ground))
            if index < len(self.rows):
                x = 0
                for text, fg, bg, flags in self.rows[index]:
                    number = ink(fg, ground if bg == "screen" else bg, flags)
                    x = line.put(x, clipped(text, width - x, self.look.glyphs.ellipsis), number)
            lines.append(line)
        if len(self.rows) > self.top + height and lines:
            more = f" {len(self.rows) - self.top - height} more below "
            lines[-1].put(width - len(more) - 1, more, ink("quiet", "bar"))
        self.show(lines)

    def on_resize(self) -> None:
        """Another size."""
        self.scroll_by(0)

    def on_click(self, event: events.Click) -> None:
        """Say which row was meant; where rows are selected, select it."""
        index = self.top + event.y
        if index >= len(self.rows):
            return
        if self.cursor is not None:
            self.scroll_by(index - self.cursor)
        menu = event.button == RIGHT
        self.post_message(self.Pointed(index, event.chain == 2 and not menu, menu))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three rows down."""
        event.stop()
        self.scroll_by(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three rows up."""
        event.stop()
        self.scroll_by(-3)
