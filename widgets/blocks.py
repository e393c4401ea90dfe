"""A list of blocks of rows, some of which can be chosen: messages, rules, wordings, disagreements."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from dispatch_tui.core.text import plural
from widgets.canvas import Line, clipped
from widgets.cells import CellView, Look
from widgets.ink import ink
from widgets.page import Row


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together.

    Attributes:
        rows: one or more lines of pieces; what stands on "screen" stands on the cursor's ground when chosen.
        key: what it is; None for a heading, which cannot be chosen.
    """

    rows: tuple[Row, ...]
    key: Hashable | None = None


class BlockList(CellView, can_focus=True):
    """Blocks under each other, one of them chosen; it scrolls so that the chosen one is whole."""

    DEFAULT_CSS = "BlockList { height: 1fr; width: 1fr; }"

    class Pointed(Message):
        """A block was clicked."""

        def __init__(self, key: Hashable, double: bool) -> None:
            super().__init__()
            self.key = key
            self.double = double

    def __init__(self, look: Look, *, id: str | None = None, at_end: bool = False) -> None:
        super().__init__(look, id=id)
        self.blocks: tuple[Block, ...] = ()
        self.top = 0
        self._at: int | None = None
        self._at_end = at_end

    @property
    def chosen(self) -> Hashable | None:
        """The key of the block under the cursor; None if nothing can be chosen."""
        return None if self._at is None else self.blocks[self._at].key

    def update(self, blocks: Sequence[Block]) -> None:
        """Show other blocks; the cursor stays on its block, or where that was."""
        before, ordinal = self.chosen, self._ordinal()
        was_last = self._at is not None and ordinal == len(self._choices()) - 1
        self.blocks = tuple(blocks)
        choices = self._choices()
        if not choices:
            self._at = None
        elif before is None or (self._at_end and was_last):
            self._at = choices[-1 if self._at_end else 0]
        else:
            same = (index for index in choices if self.blocks[index].key == before)
            self._at = next(same, choices[min(ordinal, len(choices) - 1)])
        self._settle()

    def choose(self, key: Hashable) -> None:
        """Put the cursor on a block, if it is there."""
        for index in self._choices():
            if self.blocks[index].key == key:
                self._at = index
        self._settle()

    def go(self, step: int) -> None:
        """Move the cursor by so many blocks that can be chosen; where there are none, scroll by rows."""
        choices = self._choices()
        if choices:
            self._at = choices[max(0, min(len(choices) - 1, self._ordinal() + step))]
            self._settle()
        else:
            self.scroll_rows(step)

    def page(self, direction: int) -> None:
        """A page down (1) or up (-1): the cursor goes along."""
        height = max(1, self.size.height - 2)
        starts, choices = self._starts(), self._choices()
        if self._at is None or not choices:
            self.scroll_rows(direction * height)
            return
        goal = starts[self._at] + direction * height
        beyond = [index for index in choices if starts[index] * direction >= goal * direction]
        self._at = (min if direction > 0 else max)(beyond) if beyond else choices[-1 if direction > 0 else 0]
        self._settle()

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows; the cursor stays."""
        self.top = self._within(self.top + rows)
        self.draw()

    def draw(self) -> None:
        """Paint the rows on the screen."""
        width, height = self.size.width, self.size.height
        if not width:
            return
        flat = [(row, index) for index, block in enumerate(self.blocks) for row in block.rows]
        lines = []
        for at in range(self.top, self.top + height):
            row, index = flat[at] if at < len(flat) else ((), None)
            here = index is not None and index == self._at
            ground = "gutter.cursor" if here else "screen"
            line = Line(width, ink("text", ground))
            x = 0
            for text, fg, bg, flags in row:
                number = ink(fg, ground if bg == "screen" else bg, flags)
                x = line.put(x, clipped(text, width - x, self.look.glyphs.ellipsis), number)
            if here:
                line.put(0, self.look.glyphs.cursor, ink("accent", ground))
            lines.append(line)
        more = len(flat) - self.top - height
        if more > 0 and lines:
            text = f" {more} more below "
            lines[-1].put(width - len(text) - 1, text, ink("quiet", "bar"))
        self.show(lines)

    def _choices(self) -> list[int]:
        return [index for index, block in enumerate(self.blocks) if block.key is not None]

    def _ordinal(self) -> int:
        return self._choices().index(self._at) if self._at is not None else 0

    def _starts(self) -> list[int]:
        starts, at = [], 0
        for block in self.blocks:
            starts.append(at)
            at += len(block.rows)
        return starts

    def _within(self, top: int) -> int:
        rows = sum(len(block.rows) for block in self.blocks)
        return max(0, min(rows - self.size.height, top))

    def _settle(self) -> None:
        """Scroll so that the chosen block is whole, with what stands over the first one."""
        if self._at is not None and self.size.height:
            start = self._starts()[self._at]
            end = start + len(self.blocks[self._at].rows)
            if self._at == self._choices()[0]:
                start = 0
            height = self.size.height - 1  # the last line may say how much is below
            if end > self.top + height:
                self.top = end - height
            if start < self.top and end - start <= height:
                self.top = start
            elif start < self.top:
                self.top = self._starts()[self._at]
        self.top = self._within(self.top)
        self.draw()

    def on_resize(self) -> None:
        """Another size."""
        self._settle()

    def on_click(self, event: events.Click) -> None:
        """Point at a block."""
        row, at = self.top + event.y, 0
        for block in self.blocks:
            at += len(block.rows)
            if row < at:
                if block.key is not None:
                    self.post_message(self.Pointed(block.key, event.chain == 2))
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three rows down."""
        event.stop()
        self.scroll_rows(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three rows up."""
        event.stop()
        self.scroll_rows(-3)


class SheetView(CellView):
    """Rows that stand beside or under a list: the thing under its cursor, in full."""

    DEFAULT_CSS = "SheetView { width: 1fr; height: 1fr; }"

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._rows: tuple[Row, ...] = ()

    def update(self, rows: Sequence[Row]) -> None:
        """Show these rows; what does not fit is said to be more."""
        self._rows = tuple(rows)
        self.draw()

    def draw(self) -> None:
        """Paint what fits."""
        width, height = self.size.width, self.size.height
        if not width:
            return
        lines = []
        for at in range(height):
            line = Line(width, ink("text", "row"))
            x = 0
            for text, fg, bg, flags in self._rows[at] if at < len(self._rows) else ():
                number = ink(fg, "row" if bg == "screen" else bg, flags)
                x = line.put(x, clipped(text, width - x, self.look.glyphs.ellipsis), number)
            lines.append(line)
        if len(self._rows) > height and lines:
            text = f" {plural(len(self._rows) - height, 'more line')} "
            lines[-1].put(width - len(text) - 1, text, ink("quiet", "bar"))
        self.show(lines)

    def on_resize(self) -> None:
        """Another size."""
        self.draw()
