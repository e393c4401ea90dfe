"""The base of every widget of ours: a picture of lines, of which only what changed is sent.

Textual never compares frames: it sends dirty regions whole. So we compare, and name small regions. The
styles cache is left out: our lines are final, and paying for it twice costs half a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from widgets.canvas import Line, changed_regions, runs
from widgets.glyphs import UNICODE, Glyphs
from widgets.ink import Inkwell, ink
from widgets.palettes import DARK

EMPTY = ink("text", "screen")

RIGHT = 3
"""The right mouse button, as terminals number them."""


class Look:
    """How things are drawn on this console: palette and glyphs. Shared by all widgets of the app."""

    def __init__(self, well: Inkwell | None = None, glyphs: Glyphs = UNICODE) -> None:
        self.well = well or Inkwell(DARK)
        self.glyphs = glyphs


class CellView(Widget, inherit_css=False):
    """A widget that shows lines of cells.

    Subclasses paint and call `show`; they do not render.
    """

    DEFAULT_CSS = "CellView { width: 1fr; height: auto; }"

    def __init__(self, look: Look, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.look = look
        self.lines: list[Line] = []

    def show(self, lines: Sequence[Line]) -> None:
        """Make these lines the picture; refresh only where they differ from the last."""
        old, self.lines = self.lines, list(lines)
        if not self.is_mounted:
            return
        regions = changed_regions(old, self.lines)
        if len(old) != len(self.lines):
            self.refresh()
        elif regions:
            self.refresh(*(Region(*region) for region in regions))

    def repaint(self) -> None:
        """Show everything anew, as after a change of palette."""
        self.refresh()

    def strip_of(self, y: int) -> Strip:
        """The strip of line y, built once per line and inkwell."""
        well = self.look.well
        if y >= len(self.lines):
            return Strip([Segment(" " * self.size.width, well.style(EMPTY))], self.size.width)
        line = self.lines[y]
        if line.rendered is not None and line.rendered[0] is well:
            return cast("Strip", line.rendered[1])
        style = well.style
        strip = Strip([Segment(text, style(number)) for text, number in runs(line)], line.width)
        line.rendered = (well, strip)
        return strip

    def render_line(self, y: int) -> Strip:
        """The strip of a line, for Textual."""
        return self.strip_of(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The cropped strips; overridden to skip the styles cache."""
        x, y, width, height = crop
        if height == 1 and y < len(self.lines) and x + width <= self.lines[y].width:
            return [
                self._span(self.lines[y], x, x + width)
                if width * 2 <= self.size.width
                else self._cut(y, x, width)
            ]
        return [self._cut(at, x, width) for at in range(y, y + height)]

    def _cut(self, y: int, x: int, width: int) -> Strip:
        strip = self.strip_of(y).adjust_cell_length(self.size.width, self.look.well.style(EMPTY))
        return strip if (x, width) == (0, strip.cell_length) else strip.crop(x, x + width)

    def _span(self, line: Line, start: int, end: int) -> Strip:
        """A few cells of a line, without building the rest of it."""
        style, inks = self.look.well.style, line.inks
        found = []
        for at in range(start + 1, end + 1):
            if at == end or inks[at] != inks[start]:
                found.append(Segment("".join(line.chars[start:at]), style(inks[start])))
                start = at
        return Strip(found)
