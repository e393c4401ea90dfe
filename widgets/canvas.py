"""Lines of cells: what every widget of ours paints into, and how two pictures are told apart.

A cell is one character (or "" behind a wide one) and an ink. Pure lists: painting, comparing and
cutting are testable without a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import get_character_cell_size

from widgets.ink import ground, ink, over


class Line:
    """One line of cells.

    Attributes:
        chars: one entry per cell; "" is the second half of a wide character.
        inks: the ink of each cell.
        rendered: what a widget made of the line once it was painted, for as long as its inks mean the same.
    """

    __slots__ = ("chars", "inks", "rendered")

    def __init__(self, width: int, fill: int) -> None:
        self.chars: list[str] = [" "] * width
        self.inks: list[int] = [fill] * width
        self.rendered: tuple[object, object] | None = None

    @property
    def width(self) -> int:
        """Number of cells."""
        return len(self.chars)

    def copy(self) -> Line:
        """An independent copy."""
        made = Line.__new__(Line)
        made.chars, made.inks, made.rendered = self.chars.copy(), self.inks.copy(), None
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self.chars == other.chars and self.inks == other.inks

    __hash__ = None  # type: ignore[assignment]

    def fill(self, start: int, end: int, number: int, char: str = " ") -> None:
        """Set cells start to end (cut to the line) to one character and ink."""
        start, end = max(0, start), min(len(self.chars), end)
        if start < end:
            self._part(start, end)
            self.chars[start:end] = [char] * (end - start)
            self.inks[start:end] = [number] * (end - start)

    def put(self, x: int, text: str, number: int, limit: int | None = None) -> int:
        """Write text from cell x, at most `limit` cells, cut at the line's ends.

        Returns:
            The cell after the text.
        """
        cells = as_cells(text)
        if limit is not None and len(cells) > limit:
            cells = _cut(cells, 0, limit)
        end = x + len(cells)
        if x < 0 or end > len(self.chars):
            cells = _cut(cells, max(0, -x), len(self.chars) - x)
            x = max(0, x)
        if cells:
            self._part(x, x + len(cells))
            self.chars[x : x + len(cells)] = cells
            self.inks[x : x + len(cells)] = [number] * len(cells)
        return end

    def _part(self, start: int, end: int) -> None:
        """Blank the halves of wide characters that stick out of cells about to be written over."""
        if self.chars[start] == "":
            self.chars[start - 1] = " "
        if end < len(self.chars) and self.chars[end] == "":
            self.chars[end] = " "

    def set(self, x: int, char: str, number: int) -> None:
        """Write one character of one cell, which must be on the line."""
        self._part(x, x + 1)
        self.chars[x] = char
        self.inks[x] = number

    def put_over(self, x: int, char: str, fg: str, flags: int = 0) -> None:
        """Write one character on whatever ground its cell has."""
        if 0 <= x < len(self.chars):
            self.set(x, char, over(self.inks[x], fg, flags))

    def ground_at(self, x: int) -> str:
        """The background role at a cell."""
        return ground(self.inks[x])

    def text(self) -> str:
        """The characters alone, for goldens and copying."""
        return "".join(self.chars)


def as_cells(text: str) -> Sequence[str]:
    """Text as cells: a wide character takes two, a combining one joins the cell before.

    No control character comes out: a line break or a tab is a blank here, the rest is left out. So are
    signs that ask for another look of the one before them (variation selectors, skin tones): terminals
    disagree about the cells they take, and a row must have as many as we think.
    """
    return text if text.isascii() and text.isprintable() else _cells_of(text)


@lru_cache(maxsize=4096)
def _cells_of(text: str) -> tuple[str, ...]:
    cells: list[str] = []
    for char in text:
        if not char.isprintable() or char in _LOOKS:
            cells += " " if char.isspace() else ""
            continue
        size = get_character_cell_size(char)
        if size == 0:
            if cells:
                cells[-1 if cells[-1] else -2] += char
        elif size == 1:
            cells.append(char)
        else:
            cells += [char, ""]
    return tuple(cells)


_LOOKS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), 0x200D)))


def _cut(cells: Sequence[str], start: int, end: int) -> list[str]:
    """Cells from start to end; half a wide character at either end is a blank."""
    cut = list(cells[max(0, start) : max(0, end)])
    if cut and cut[0] == "":
        cut[0] = " "
    if cut and 0 < end < len(cells) and cells[end] == "":
        cut[-1] = " "
    return cut


def clipped(text: str, width: int, ellipsis: str = "…") -> str:
    """Text that fits a width in cells, ending in an ellipsis where something is cut."""
    if width <= 0:
        return ""
    cells = as_cells(text)
    if len(cells) <= width:
        return text
    kept = cells[: width - 1]
    if kept and cells[width - 1] == "":
        kept = kept[:-1]
    return "".join(kept) + ellipsis


def wrapped(text: str, width: int) -> list[str]:
    """Text over lines of at most `width` cells: broken between words, at line breaks, and in words too long.

    An empty text is no line; an empty line in it stays one.
    """
    lines: list[str] = []
    for paragraph in text.split("\n") if text else ():
        line, used = "", 0
        for word in paragraph.split():
            cells = as_cells(word)
            if line and used + 1 + len(cells) > width:
                lines.append(line)
                line, used = "", 0
            while len(cells) > width > 1:
                end = width - (cells[width] == "")  # a wide character is not cut in two
                lines.append("".join(cells[:end]))
                cells = cells[end:]
            kept = "".join(cells)
            line, used = (f"{line} {kept}", used + 1 + len(cells)) if line else (kept, len(cells))
        lines.append(line)
    return lines


def runs(line: Line) -> Iterable[tuple[str, int]]:
    """The line as pieces of one ink each."""
    chars, inks = line.chars, line.inks
    start = 0
    for x in range(1, len(inks) + 1):
        if x == len(inks) or inks[x] != inks[start]:
            yield "".join(chars[start:x]), inks[start]
            start = x


GAP = 6
"""Unchanged cells between two changed ones that cost less than a cursor move and a style."""


def changed_spans(old: Line | None, new: Line, gap: int = GAP) -> list[tuple[int, int]]:
    """Where two lines differ: half-open spans of cells, near ones joined."""
    width = new.width
    if old is None or old.width != width:
        return [(0, width)]
    if old.inks == new.inks and old.chars == new.chars:
        return []
    spans: list[tuple[int, int]] = []
    old_chars, new_chars, old_inks, new_inks = old.chars, new.chars, old.inks, new.inks
    for x in range(width):
        if old_chars[x] != new_chars[x] or old_inks[x] != new_inks[x]:
            if spans and x - spans[-1][1] < gap:
                spans[-1] = (spans[-1][0], x + 1)
            else:
                spans.append((x, x + 1))
    return [_whole(span, old, new) for span in spans]


def _whole(span: tuple[int, int], old: Line, new: Line) -> tuple[int, int]:
    """A span widened so that no wide character is cut in two."""
    start, end = span
    while start > 0 and (new.chars[start] == "" or old.chars[start] == ""):
        start -= 1
    while end < new.width and (new.chars[end] == "" or old.chars[end] == ""):
        end += 1
    return start, end


def changed_regions(
    old: Sequence[Line], new: Sequence[Line], top: int = 0
) -> list[tuple[int, int, int, int]]:
    """Rectangles (x, y, width, height) that cover every difference of two pictures.

    Equal spans on neighbouring lines are one rectangle, so a moved now-line is a column.
    """
    open_spans: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int, int, int]] = []
    count = max(len(old), len(new))
    for y in range(count + 1):
        here: set[tuple[int, int]] = set()
        if y < len(new):
            before = old[y] if y < len(old) else None
            here = set() if before is new[y] else set(changed_spans(before, new[y]))
        for span in [span for span in open_spans if span not in here]:
            begun = open_spans.pop(span)
            found.append((span[0], top + begun, span[1] - span[0], y - begun))
        for span in here:
            open_spans.setdefault(span, y)
    return found


BLANK = ink("text", "screen")
