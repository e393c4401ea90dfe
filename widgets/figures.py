"""Performance figures as a table: who at what work, each rate with its cases, sorted by one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from dispatch_tui.core.performance import WEIGHT
from dispatch_tui.core.text import plural
from dispatch_tui.desk.figures import (
    LEFT_OUT,
    MEASURES,
    FigureLine,
    Measure,
    off_by_text,
    percent,
    too_few,
    value_text,
    who_text,
)
from widgets.canvas import Line, clipped
from widgets.cells import CellView, Look
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink
from widgets.lines import Piece, piece

NUMBER = 12
"""Cells of a column of figures."""
FIRST = 4
"""Of the first one, which is only a count."""
LINES_ABOVE = 3


@dataclass(frozen=True, slots=True)
class FiguresView:
    """What is shown.

    Attributes:
        lines: as sorted.
        sorted_by: position in MEASURES; None for by type and technician.
        source: what was counted, in words.
        left_out: what was left out and why, in words.
    """

    lines: Sequence[FigureLine]
    sorted_by: int | None
    backwards: bool
    source: str
    left_out: str


def measures_for(width: int) -> Sequence[Measure]:
    """The measures that a width has room for; the score always."""
    room = (width - names_width(width) - kinds_width(width) - FIRST - 3) // NUMBER
    inner = MEASURES[1:-1]
    return (MEASURES[0], *inner[: max(0, room - 1)], MEASURES[-1])


def names_width(width: int) -> int:
    """Cells for who."""
    return 17 if width < 100 else 24


def kinds_width(width: int) -> int:
    """Cells for the type of work."""
    return 15 if width < 100 else 20


def paint_figures(
    view: FiguresView, width: int, height: int, glyphs: Glyphs, cursor: int, first: int
) -> list[Line]:
    """What was counted, what was left out, the headings, and one line each from `first` on."""
    lines = [Line(width, ink("text", "screen")) for _ in range(height)]
    lines[0].fill(0, width, ink("text", "bar"))
    x = lines[0].put(0, " FIGURES ", ink("accent.text", "accent", BOLD))
    room = width - x - 3
    lines[0].put(x + 2, clipped(view.source, room, glyphs.ellipsis), ink("bright", "bar"))
    if height > 1:
        lines[1].put(1, clipped(view.left_out, width - 2, glyphs.ellipsis), ink("quiet", "screen"))
    if height > 2:
        lines[2] = _head(view, width, glyphs)
    if not view.lines and height > 4:
        lines[4].put(
            1, "Nothing has been counted yet: it takes visits that have ended.", ink("quiet", "screen")
        )
    for offset, line in enumerate(view.lines[first : first + height - LINES_ABOVE]):
        lines[LINES_ABOVE + offset] = _row(line, width, glyphs, first + offset == cursor, view.sorted_by)
    hidden = len(view.lines) - first - (height - LINES_ABOVE)
    if hidden > 0:
        more = f" {hidden} more below "
        lines[-1].put(width - len(more) - 1, more, ink("quiet", "bar"))
    return lines


def _head(view: FiguresView, width: int, glyphs: Glyphs) -> Line:
    line = Line(width, ink("quiet", "bar"))
    line.put(1, "TECHNICIAN", ink("accent", "bar", BOLD))
    x = 1 + names_width(width)
    line.put(x, "KIND OF WORK", ink("accent", "bar", BOLD), kinds_width(width) - 1)
    x += kinds_width(width)
    for measure in measures_for(width):
        size = FIRST if measure.key == "cases" else NUMBER
        chosen = view.sorted_by is not None and MEASURES[view.sorted_by] is measure
        sign = (">" if view.backwards else "<") if chosen and glyphs.dash == "-" else ""
        sign = sign or (("▲" if view.backwards else "▼") if chosen else "")
        title = f"{measure.title}{sign}"
        role = ("cursor.head.text", "cursor.head") if chosen else ("accent", "bar")
        line.put(max(0, x + size - len(title) - 1), title, ink(*role, BOLD))
        x += size
    return line


def _row(line: FigureLine, width: int, glyphs: Glyphs, cursor: bool, sorted_by: int | None) -> Line:
    whole = line.technician is None
    ground = "gutter.cursor" if cursor else "row2" if whole else "row"
    out = Line(width, ink("text", ground))
    if cursor:
        out.put(0, glyphs.cursor, ink("accent", ground))
    plain = "quiet" if line.few else "text"
    names, kinds = names_width(width), kinds_width(width)
    out.put(
        1,
        clipped(who_text(line), names - 1, glyphs.ellipsis),
        ink("bright" if whole or cursor else plain, ground, BOLD * whole),
    )
    out.put(1 + names, clipped(line.kind, kinds - 1, glyphs.ellipsis), ink(plain, ground))
    x = 1 + names + kinds
    for measure in measures_for(width):
        size = FIRST if measure.key == "cases" else NUMBER
        text = value_text(line, measure)
        bold = BOLD if sorted_by is not None and MEASURES[sorted_by] is measure else 0
        out.put(x + size - len(text) - 1, text, ink(plain, ground, bold))
        x += size
    if line.few:
        words = "too few" if width < 100 else too_few(line)
        start = x - len(words) - 1 if width < x + len(words) + 2 else x + 1
        out.put(start, words, ink("quiet", ground))
    return out


def figure_pieces(line: FigureLine) -> list[Piece]:
    """The line under the cursor in words, with the counts behind each rate."""
    figures = line.figures
    pieces = [piece(f" {who_text(line)} ", "cursor.head.text", "cursor.head", BOLD)]

    def say(text: str, fg: str = "text") -> None:
        pieces.extend((piece("  ", bg="bar"), piece(text, fg, "bar")))

    say(line.kind, "bright")
    if line.few:
        say(too_few(line), "warn")
    for name, rate in (
        ("first time", figures.first_time),
        ("no callback", figures.no_callback),
        ("on time", figures.on_time),
        ("as planned", figures.kept),
    ):
        share = "" if line.few or not rate.of else f" ({percent(rate)})"
        say(f"{name} {rate.good}/{rate.of}{share}" if rate.of else f"{name}: no case", "text")
    if figures.measured and not line.few:
        say(f"takes {off_by_text(figures)} in the median")
    if figures.young:
        say(f"{figures.young} not 30 days old: they may come back yet", "quiet")
    if figures.early:
        say(f"{plural(figures.early, 'arrival')} before the window", "quiet")
    for why, count in figures.left_out.items():
        say(f"{count} {LEFT_OUT[why]}", "quiet")
    return pieces


def formula_words(sorted_by: int | None) -> str:
    """What the sorted column is, in words."""
    if sorted_by is None:
        return f"score: few cases are drawn to the mean of all technicians, which counts as {WEIGHT} cases"
    measure = MEASURES[sorted_by]
    return f"{measure.title.lower()}: {measure.formula}"


class FiguresTable(CellView, can_focus=True):
    """The table, with a cursor."""

    DEFAULT_CSS = "FiguresTable { height: 1fr; }"

    class Pointed(Message):
        """A line or a heading was clicked."""

        def __init__(self, index: int | None, column: int | None, double: bool) -> None:
            super().__init__()
            self.index = index
            self.column = column
            self.double = double

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view: FiguresView | None = None
        self.cursor = 0
        self.first = 0

    @property
    def line(self) -> FigureLine | None:
        """The line under the cursor."""
        lines = self.view.lines if self.view else ()
        return lines[self.cursor] if self.cursor < len(lines) else None

    def update(self, view: FiguresView) -> None:
        """Show other figures."""
        self.view = view
        self.go(self.cursor)

    @property
    def room(self) -> int:
        """Lines for figures."""
        return max(1, self.size.height - LINES_ABOVE)

    def go(self, index: int) -> None:
        """Put the cursor on a line and scroll to it."""
        count = len(self.view.lines) if self.view else 0
        self.cursor = max(0, min(count - 1, index))
        first = max(0, min(self.first, count - self.room))
        if not first <= self.cursor < first + self.room:
            first = self.cursor if self.cursor < first else self.cursor - self.room + 1
        self.first = first
        self.draw()

    def draw(self) -> None:
        """Paint what there is."""
        size = self.size
        if size.width and self.view is not None:
            self.show(
                paint_figures(self.view, size.width, size.height, self.look.glyphs, self.cursor, self.first)
            )

    def on_resize(self) -> None:
        """Another size."""
        self.go(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Select a line, or sort by a column."""
        if event.y >= LINES_ABOVE:
            self.post_message(self.Pointed(self.first + event.y - LINES_ABOVE, None, event.chain == 2))
        elif event.y == LINES_ABOVE - 1:
            column = column_at(event.x, self.size.width)
            if column is not None:
                self.post_message(self.Pointed(None, column, False))


def column_at(x: int, width: int) -> int | None:
    """Which measure's column is at a cell, as a position in MEASURES."""
    at = 1 + names_width(width) + kinds_width(width)
    for measure in measures_for(width):
        size = FIRST if measure.key == "cases" else NUMBER
        if at <= x < at + size:
            return MEASURES.index(measure)
        at += size
    return None
