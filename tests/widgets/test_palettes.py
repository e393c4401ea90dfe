"""Every text on its ground can be read: at least 4.5:1, in true colour and in 256 colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from widgets.glyphs import ASCII, UNICODE
from widgets.ink import BOLD, REVERSE, UNDERLINE, Inkwell, ink
from widgets.palettes import DARK, DARK_256, LIGHT, LIGHT_256, MONO, PALETTES, STATE_ROLES, Palette, choose

COLOURED = [DARK, LIGHT, DARK_256, LIGHT_256]
LEAST = 4.5

GROUNDS = {
    "text": ("screen", "row", "row2", "past", "off", "gutter", "gutter.cursor", "bar", "load.ground"),
    "bright": ("screen", "row", "row2", "gutter", "gutter.cursor", "bar"),
    "quiet": ("screen", "row", "row2", "past", "off", "gutter", "gutter.cursor", "bar"),
    "accent": ("screen", "row", "gutter", "gutter.cursor", "bar"),
    "good": ("screen", "row", "row2", "gutter.cursor", "bar"),
    "warn": ("screen", "row", "row2", "gutter", "gutter.cursor", "bar"),
    "now": ("screen", "gutter.cursor"),
    "demo": ("bar",),
    "now.text": ("now",),
    "conflict.text": ("conflict",),
    "accent.text": ("accent",),
    "suggest.text": ("suggest",),
    **{f"{state}.{part}.text": (f"{state}.{part}",) for state in STATE_ROLES for part in ("head", "body")},
}
"""Which text stands on which ground. What is drawn and not read (bars, grid, edges) is not here."""

LEVELS = (0, 95, 135, 175, 215, 255)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, or of one of xterm's 256 colours."""
    if colour.startswith("#"):
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    found = re.fullmatch(r"color\((\d+)\)", colour)
    assert found, colour
    number = int(found[1])
    assert 16 <= number <= 255, "the first sixteen are the terminal's own and may be anything"
    if number >= 232:
        grey = 8 + 10 * (number - 232)
        return grey, grey, grey
    number -= 16
    return LEVELS[number // 36], LEVELS[number // 6 % 6], LEVELS[number % 6]


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_by_hand():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("color(16)", "color(231)") == pytest.approx(21)
    assert rgb("color(244)") == (128, 128, 128)
    assert rgb("color(208)") == (255, 135, 0)


@pytest.mark.parametrize("palette", COLOURED, ids=lambda palette: palette.name)
def test_every_text_can_be_read_on_its_ground(palette: Palette):
    poor = {
        f"{text} on {ground}": round(contrast(palette.color(text), palette.color(ground)), 2)
        for text, grounds in GROUNDS.items()
        for ground in grounds
        if contrast(palette.color(text), palette.color(ground)) < LEAST
    }
    assert poor == {}


@pytest.mark.parametrize("palette", COLOURED, ids=lambda palette: palette.name)
def test_states_differ_from_each_other_and_from_the_rows(palette: Palette):
    heads = [palette.color(f"{state}.head") for state in STATE_ROLES]
    assert len(set(heads)) == len(heads)
    for ground in ("row", "row2", "past", "off"):
        assert palette.color(ground) not in heads


def test_all_palettes_know_the_same_roles():
    for palette in COLOURED[1:]:
        assert set(palette.colors) == set(DARK.colors)


def test_every_role_that_is_drawn_is_known():
    """Roles are plain strings in the painting code: what is written there must be in the palettes."""
    known = set(DARK.colors) | {f"{state}.{part}" for state in STATE_ROLES for part in ("head", "body")}
    for path in (Path(__file__).parents[2] / "widgets").rglob("*.py"):
        for call in re.findall(
            r'ink\(\s*"([a-z0-9_.]+)",\s*"([a-z0-9_.]+)"', path.read_text(encoding="utf-8")
        ):
            assert set(call) <= known, f"{path.name}: {call}"


def test_the_palette_follows_the_terminal():
    assert choose("dark", "truecolor") is DARK
    assert choose("light", "256") is LIGHT_256
    assert choose("dark", "standard") is DARK_256
    assert choose("dark", None) is choose("mono", "truecolor") is MONO
    assert set(PALETTES) == {"dark", "light", "dark-256", "light-256", "mono"}


def test_monochrome_has_no_colour_and_tells_states_by_reverse_bold_and_glyph():
    well = Inkwell(MONO)
    looks = set()
    for state in STATE_ROLES:
        style = well.style(ink(f"{state}.head.text", f"{state}.head", BOLD))
        assert style.color is not None
        assert style.color.is_default
        assert style.bgcolor is not None
        assert style.bgcolor.is_default
        looks.add((style.reverse, style.underline))
    assert well.style(ink("on_site.head.text", "on_site.head")).reverse
    assert not well.style(ink("done.head.text", "done.head")).reverse
    assert well.style(ink("done.head.text", "done.head")).underline
    assert len(looks) > 1


def test_inks_carry_their_flags():
    style = Inkwell(DARK).style(ink("text", "row", BOLD | UNDERLINE | REVERSE))
    assert (style.bold, style.underline, style.reverse, style.dim) == (True, True, True, False)
    assert ink("text", "row") == ink("text", "row") != ink("text", "row", BOLD)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_state_has_a_glyph_of_its_own_one_cell_wide(glyphs):
    signs = list(glyphs.state.values())
    assert len(set(signs)) == len(signs)
    assert all(len(sign) == 1 for sign in signs)
    if glyphs is ASCII:
        everything = "".join(
            value if isinstance(value, str) else "".join(value.values())
            for name, value in ((name, getattr(glyphs, name)) for name in glyphs.__slots__)
            if name != "arrows"
        )
        assert everything.isascii()
        assert "".join(glyphs.arrows.values()).isascii()
