"""Frames in few bytes: of a line only the cells that were named dirty, of a style only what changes.

Textual (8.2.8) sends a dirty span from its widget's left edge on, renders each widget whole for it, and
writes every style out in full. Both are put right here, behind two of its seams: the compositor of a
screen, and what it returns as an update. DISPATCH_PLAIN_FRAMES=1 leaves Textual as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

PLAIN = bool(os.environ.get("DISPATCH_PLAIN_FRAMES"))
"""The switch: frames as Textual makes them."""

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What ends an attribute. 22 ends bold and dim alike."""

Piece = tuple[int, int, Strip]
"""Line, column, and what stands there."""


@lru_cache(maxsize=4096)
def _codes(style: Style, colors: ColorSystem) -> tuple[frozenset[str], str, str]:
    """Attributes, foreground and background of a style, as the numbers of SGR."""
    plain = Style(
        bold=style.bold, dim=style.dim, italic=style.italic, underline=style.underline,
        blink=style.blink, reverse=style.reverse, strike=style.strike,
    )  # fmt: skip
    attributes = frozenset(filter(None, Strip.render_ansi(plain, colors).split(";")))
    fg = ";".join(style.color.downgrade(colors).get_ansi_codes()) if style.color else "39"
    bg = ";".join(style.bgcolor.downgrade(colors).get_ansi_codes(False)) if style.bgcolor else "49"
    return attributes, fg, bg


_NOTHING = (frozenset[str](), "39", "49")


@lru_cache(maxsize=16384)
def turned(before: Style | None, after: Style | None, colors: ColorSystem) -> str:
    """The sequence that turns one style into another; "" if there is nothing to turn."""
    had, had_fg, had_bg = _codes(before, colors) if before is not None else _NOTHING
    has, fg, bg = _codes(after, colors) if after is not None else _NOTHING
    if (has, fg, bg) == _NOTHING:
        return "" if (had, had_fg, had_bg) == _NOTHING else "\x1b[m"
    gone = had - has
    if not gone <= _OFF.keys():
        return "\x1b[m" + turned(None, after, colors)
    ends = {_OFF[code] for code in gone}
    begun = has if "22" in ends else has - had
    codes = [*sorted(ends), *sorted(begun)]
    if fg != had_fg:
        codes.append(fg)
    if bg != had_bg:
        codes.append(bg)
    return f"\x1b[{';'.join(codes)}m" if codes else ""


class SparingUpdate(CompositorUpdate):
    """Pieces of lines, in reading order."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """For Textual's recorders only."""
        for _y, _x, strip in self.pieces:
            yield from strip

    def render_segments(self, console: Console) -> str:
        """The bytes: moves, what each style changes, and words."""
        colors = console._color_system or ColorSystem.TRUECOLOR
        out: list[str] = []
        add = out.append
        style: Style | None = None
        at = (-1, -1)
        for y, x, strip in self.pieces:
            if at != (y, x):
                # on the same line, on by some cells; else anywhere
                add(f"\x1b[{x - at[1]}C" if at[0] == y and x > at[1] else f"\x1b[{y + 1};{x + 1}H")
            for text, its, control in strip._segments:
                if control:
                    continue
                if its is not style:
                    add(turned(style, its, colors))
                    style = its
                add(text)
            at = (y, x + strip.cell_length)
        add(turned(style, None, colors))
        return "".join(out)


class SparingCompositor(Compositor):
    """Renders of every widget only the spans that are dirty."""

    def render_partial_update(self) -> ChopsUpdate | SparingUpdate | None:  # type: ignore[override]
        """Pieces for the dirty spans."""
        if PLAIN:
            return super().render_partial_update()
        screen = self.size.region
        regions = [cut for region in self._dirty_regions if (cut := region.intersection(screen))]
        self._dirty_regions.clear()
        if not regions:
            return None
        # front to back, as the compositor keeps them
        widgets = [
            (widget, region, shown)
            for widget, (region, clip) in self.visible_widgets.items()
            if (shown := region.intersection(clip))
        ]
        pieces: list[Piece] = []
        for y, x1, x2 in self._regions_to_spans(regions):
            pieces += sorted(self._pieces(y, x1, x2, widgets), key=lambda piece: piece[1])
        return SparingUpdate(pieces)

    @staticmethod
    def _pieces(y: int, x1: int, x2: int, widgets: list[tuple[Widget, Region, Region]]) -> Iterator[Piece]:
        """What the widgets in front show of one span."""
        open_spans = [(x1, x2)]
        for widget, region, shown in widgets:
            left, top, right, bottom = shown.corners
            if not top <= y < bottom:
                continue
            still = []
            for start, end in open_spans:
                first, last = max(start, left), min(end, right)
                if first >= last:
                    still.append((start, end))
                    continue
                crop = Region(first - region.x, y - region.y, last - first, 1)
                strips = widget.render_lines(crop)
                if strips:
                    yield y, first, strips[0]
                if start < first:
                    still.append((start, first))
                if last < end:
                    still.append((last, end))
            open_spans = still
            if not open_spans:
                return
