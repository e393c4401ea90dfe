"""Textual themes and the few rules of style that all screens share, made from our palettes.

The board draws itself cell by cell; forms and lists are Textual's own and take their colours from here.
"""

from __future__ import annotations

from textual.theme import Theme

from widgets.palettes import DARK, LIGHT, Palette

CSS = """
Screen { background: $background; color: $foreground; }
Input { background: $surface; border: none; height: 1; padding: 0 1; }
Input:focus { background: $boost; border: none; }
Input.-invalid { background: $surface; }
"""


def _theme(name: str, palette: Palette) -> Theme:
    color = palette.color
    return Theme(
        name=name,
        primary=color("accent"),
        secondary=color("load"),
        warning=color("warn"),
        error=color("error"),
        success=color("good"),
        accent=color("now"),
        foreground=color("text"),
        background=color("screen"),
        surface=color("field"),
        panel=color("bar"),
        boost=color("row2"),
        dark=palette.dark,
        variables={
            "input-cursor-background": color("bright"),
            "input-cursor-foreground": color("screen"),
            "input-selection-background": color("chip"),
        },
    )


THEMES = (_theme("dispatch-dark", DARK), _theme("dispatch-light", LIGHT))
ORDER = ("dark", "light", "mono")
"""The themes in the order in which the key goes through them."""
