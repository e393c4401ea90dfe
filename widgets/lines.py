"""The one-line rows at the foot: the inspector, the hints, and what the desk last said."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from dispatch_tui.keymap import Hint
from widgets.canvas import Line, clipped
from widgets.cells import CellView, Look
from widgets.ink import BOLD, ink

Piece = tuple[str, str, str, int]
"""Text, foreground role, background role, flags."""


def piece(text: str, fg: str = "text", bg: str = "row", flags: int = 0) -> Piece:
    """A piece of a line."""
    return (text, fg, bg, flags)


def chip(text: str, role: str) -> Piece:
    """A piece on the head ground of a block role."""
    return (f" {text} ", f"{role}.head.text", f"{role}.head", BOLD)


def paint_pieces(width: int, pieces: Sequence[Piece], bg: str, ellipsis: str = "…") -> Line:
    """Pieces one after the other; the last that fits is cut with an ellipsis."""
    line = Line(width, ink("text", bg))
    x = 0
    for text, fg, ground, flags in pieces:
        room = width - x
        if room <= 0:
            break
        x = line.put(x, clipped(text, room, ellipsis), ink(fg, ground, flags))
    return line


class PiecesRow(CellView):
    """A one-line row made of pieces."""

    DEFAULT_CSS = "PiecesRow { height: 1; }"

    bg = "row"

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._pieces: tuple[Piece, ...] = ()

    def update(self, pieces: Sequence[Piece]) -> None:
        """Show these pieces."""
        self._pieces = tuple(pieces)
        if self.size.width:
            self.show([paint_pieces(self.size.width, self._pieces, self.bg, self.look.glyphs.ellipsis)])

    def on_resize(self) -> None:
        """Cut anew for another width."""
        self.update(self._pieces)


class InspectorRow(PiecesRow):
    """The thing under the cursor, in words."""

    class Chosen(Message):
        """The row was clicked: what can be said of the thing is asked for."""

    bg = "bar"

    def on_click(self, event: events.Click) -> None:
        """Ask for what can be said of it."""
        event.stop()
        self.post_message(self.Chosen())


def _fitting(hints: Sequence[Hint], room: int, *, refused_last: bool = False) -> list[Hint]:
    """The first hints that fit, and the last one always: it is the help.

    With `refused_last`, what is refused now gives way first where not all fit.
    """
    if not hints:
        return []

    def width(hint: Hint) -> int:
        return len(hint.keys) + len(hint.label) + 4

    if refused_last and sum(map(width, hints)) > room:
        hints = [hint for hint in hints if not hint.refused] or hints

    kept, left = [], room - width(hints[-1])
    for hint in hints[:-1]:
        left -= width(hint)
        if left < 0:
            break
        kept.append(hint)
    return [*kept, hints[-1]]


class HintRow(CellView):
    """The keys of the present mode; a click on one presses it."""

    class Chosen(Message):
        """A hint was clicked; `keys` as it shows them, of "h l" the one that was hit."""

        def __init__(self, keys: str) -> None:
            super().__init__()
            self.keys = keys

    DEFAULT_CSS = "HintRow { height: 1; }"

    banner = ""
    """Stands before the hints: DEMO, on screens that have no status row to say it."""

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._hints: tuple[Hint, ...] = ()
        self._pending = ""
        self._spots: list[tuple[int, int, str]] = []

    def update(self, hints: Sequence[Hint], pending: str = "") -> None:
        """Show these hints, after the keys typed so far."""
        if (tuple(hints), pending) != (self._hints, self._pending) or not self.lines:
            self._hints, self._pending = tuple(hints), pending
            self._paint()

    @property
    def pending(self) -> str:
        """The keys of a begun sequence that are shown."""
        return self._pending

    def repaint(self) -> None:
        """Other glyphs, other arrows."""
        self._paint()
        super().repaint()

    def _paint(self) -> None:
        if self.size.width:
            self.show([self._painted()])

    def _painted(self) -> Line:
        width = self.size.width
        line = Line(width, ink("quiet", "screen"))
        x = 0
        if self.banner:
            x = line.put(x, f" {self.banner} ", ink("conflict.text", "conflict", BOLD)) + 1
        if self._pending:
            x = line.put(x, f" {self._pending} ", ink("now.text", "now", BOLD)) + 1
        kept = _fitting(self._hints, width - x, refused_last=bool(self._pending))
        self._spots = []
        for hint in kept:
            keys = hint.keys
            begun = x
            for sign, plain in self.look.glyphs.arrows.items():
                keys = keys.replace(sign, plain)
            fg = "quiet" if hint.refused else "bright"
            x = line.put(x, f" {keys} ", ink(fg, "bar", BOLD * (not hint.refused)))
            x = line.put(x, f" {hint.label} ", ink("quiet", "screen"))
            self._note_spots(hint.keys, keys, begun, x)
        return line

    def _note_spots(self, keys: str, drawn: str, begun: int, end: int) -> None:
        """Where a click means which key: each of "h l" where it is drawn, the first also on the label."""
        each, at = keys.split(" "), begun + 1
        for key, sign in zip(each, drawn.split(" "), strict=True):
            self._spots.append((at, at + len(sign), key))
            at += len(sign) + 1
        self._spots.append((begun, end, each[0]))

    def on_resize(self) -> None:
        """Fit anew."""
        self._paint()

    def on_click(self, event: events.Click) -> None:
        """Press what was clicked."""
        event.stop()
        hit = next((keys for first, end, keys in self._spots if first <= event.x < end), None)
        if hit is not None:
            self.post_message(self.Chosen(hit))
