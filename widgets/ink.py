"""Inks: what a cell is drawn with, as a small number; palettes turn the number into a style.

Painting code speaks in roles (`text` on `row`, `late.head`), so that one picture serves dark, light,
256 colours and monochrome. An ink is an interned triple (foreground role, background role, flags).
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

from widgets.palettes import Palette

BOLD = 1
DIM = 2
UNDERLINE = 4
REVERSE = 8

_inks: dict[tuple[str, str, int], int] = {}
_triples: list[tuple[str, str, int]] = []


def ink(fg: str, bg: str, flags: int = 0) -> int:
    """The ink for a foreground role on a background role."""
    triple = (fg, bg, flags)
    found = _inks.get(triple)
    if found is None:
        found = _inks[triple] = len(_triples)
        _triples.append(triple)
    return found


def ground(number: int) -> str:
    """The background role of an ink."""
    return _triples[number][1]


def foreground(number: int) -> str:
    """The foreground role of an ink."""
    return _triples[number][0]


@lru_cache(maxsize=4096)
def over(number: int, fg: str, flags: int = 0) -> int:
    """The same background under another foreground."""
    return ink(fg, _triples[number][1], flags)


class Inkwell:
    """Rich styles by ink for one palette, each built once."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self._styles: dict[int, Style] = {}

    def style(self, number: int) -> Style:
        """The style of an ink in this palette."""
        found = self._styles.get(number)
        if found is None:
            fg, bg, flags = _triples[number]
            found = self._styles[number] = self._made(fg, bg, flags)
        return found

    def _made(self, fg: str, bg: str, flags: int) -> Style:
        palette = self.palette
        bold, dim, underline, reverse = (bool(flags & bit) for bit in (BOLD, DIM, UNDERLINE, REVERSE))
        if palette.mono:
            reverse = reverse or palette.is_solid(bg)
            underline = underline or bg in ("done.head", "stopped.head", "gutter.cursor")
            strong = bold or palette.is_strong(bg) or palette.is_strong(fg)
            return Style(
                color="default", bgcolor="default", bold=strong, dim=dim or fg in palette.faint,
                underline=underline, reverse=reverse,
            )  # fmt: skip
        return Style(
            color=palette.color(fg),
            bgcolor=palette.color(bg),
            bold=bold,
            dim=dim,
            underline=underline,
            reverse=reverse,
        )
