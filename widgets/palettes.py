"""Colours by role: dark and light, in true colour and in a hand-picked set of 256, and monochrome.

The hues are Okabe and Ito's, told apart by people who see colours differently; every text on its ground
has a contrast of at least 4.5:1 (tests/widgets/test_palettes.py holds it). SSH does not forward
COLORTERM, so the 256 set is what most people get: it is chosen by eye, not by rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

STATE_ROLES = (
    "tentative", "told", "dispatched", "acknowledged", "en_route", "on_site", "paused", "done",
    "stopped", "late", "hand", "cursor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role.

    Attributes:
        name: "dark", "light", "dark-256", "light-256" or "mono".
        colors: role to `#rrggbb` or `color(n)`.
        dark: True if the ground is dark.
        mono: True if there are no colours at all.
    """

    name: str
    colors: Mapping[str, str]
    dark: bool = True
    mono: bool = False
    faint: frozenset[str] = field(default_factory=frozenset)

    def color(self, role: str) -> str:
        """The colour of a role."""
        return self.colors[role]

    def is_solid(self, role: str) -> bool:
        """Monochrome: True if a ground of that role is drawn reversed."""
        if role in ("done.head", "stopped.head"):
            return False
        return role.endswith(".head") or role in ("now", "chip", "conflict", "cursor.body", "hand.body")

    def is_strong(self, role: str) -> bool:
        """Monochrome: True if that role is drawn bold."""
        return role.split(".", maxsplit=1)[0] in (
            "on_site",
            "late",
            "hand",
            "cursor",
            "now",
            "conflict",
            "bright",
        )


def _blocks(table: Mapping[str, tuple[str, str, str, str]]) -> dict[str, str]:
    colors = {}
    for state, (head, head_text, body, body_text) in table.items():
        colors[f"{state}.head"] = head
        colors[f"{state}.head.text"] = head_text
        colors[f"{state}.body"] = body
        colors[f"{state}.body.text"] = body_text
    return colors


DARK = Palette(
    "dark",
    {
        "screen": "#0e1319", "row": "#161d26", "row2": "#1a222d", "past": "#10161d", "off": "#0c1015",
        "gutter": "#0e1319", "gutter.cursor": "#112a3b", "bar": "#1b2530", "chip": "#24485e",
        "grid": "#2f3b49", "quiet": "#8291a1", "text": "#c8d2dc", "bright": "#ffffff",
        "load": "#3f8ab0", "load.over": "#e69f00", "load.ground": "#26313d", "good": "#2fc78f",
        "warn": "#ff9248", "now": "#f0e442", "now.text": "#111111", "conflict": "#cc79a7",
        "conflict.text": "#14060e", "accent": "#56b4e9", "accent.text": "#06131c", "demo": "#cc79a7",
        "ghost": "#55606c", "suggest": "#5d581c", "suggest.text": "#fff9c9", "capacity": "#3f8ab0",
        "field": "#1b2530", "error": "#ff9248",
    }
    | _blocks(
        {
            "tentative": ("#69737f", "#ffffff", "#2f3843", "#c8d0d9"),
            "told": ("#0b6aa6", "#ffffff", "#123a56", "#cfe5f5"),
            "dispatched": ("#1f7ab8", "#ffffff", "#174763", "#d6eaf8"),
            "acknowledged": ("#3f9bd6", "#03121c", "#1b4d6c", "#dceefa"),
            "en_route": ("#56b4e9", "#06131c", "#1f5474", "#e3f2fc"),
            "on_site": ("#e69f00", "#1a1200", "#614507", "#ffe9ba"),
            "paused": ("#b58a35", "#120d00", "#4a3a12", "#f3e2b8"),
            "done": ("#1c5c49", "#c9efe0", "#15382f", "#a3d1c1"),
            "stopped": ("#6b4a4a", "#f6e4e4", "#332626", "#d9bcbc"),
            "late": ("#d55e00", "#120700", "#6a2f03", "#ffdcc2"),
            "hand": ("#f0e442", "#111111", "#6e6812", "#fff9c9"),
            "cursor": ("#f4f7fa", "#0b0f14", "#c3ccd6", "#0b0f14"),
        }
    ),
)  # fmt: skip

LIGHT = Palette(
    "light",
    {
        "screen": "#eef1f4", "row": "#ffffff", "row2": "#f5f7f9", "past": "#f0f2f4", "off": "#dfe4e9",
        "gutter": "#eef1f4", "gutter.cursor": "#c6e4f7", "bar": "#dde5ec", "chip": "#bfd9ea",
        "grid": "#c9d1da", "quiet": "#566474", "text": "#25303b", "bright": "#0b0f14",
        "load": "#4a9cc9", "load.over": "#e69f00", "load.ground": "#d5dde4", "good": "#00674a",
        "warn": "#a34200", "now": "#b3006b", "now.text": "#ffffff", "conflict": "#a8437f",
        "conflict.text": "#ffffff", "accent": "#00609c", "accent.text": "#ffffff", "demo": "#a03c78",
        "ghost": "#aab4be", "suggest": "#fbf5bd", "suggest.text": "#3a3600", "capacity": "#7fb8d8",
        "field": "#ffffff", "error": "#a34200",
    }
    | _blocks(
        {
            "tentative": ("#b7c0c9", "#10161d", "#e3e7eb", "#38434f"),
            "told": ("#0072b2", "#ffffff", "#d3e8f5", "#0a3a59"),
            "dispatched": ("#1f7ab8", "#ffffff", "#cfe4f3", "#0a3a59"),
            "acknowledged": ("#3f9bd6", "#03121c", "#d6eaf7", "#0b3d5c"),
            "en_route": ("#56b4e9", "#06131c", "#dcf0fc", "#0d4566"),
            "on_site": ("#e69f00", "#1a1200", "#fdeec8", "#533a00"),
            "paused": ("#cfa75a", "#1a1200", "#f5e9cf", "#533a00"),
            "done": ("#a9d8c6", "#0b3d2e", "#e0f2ec", "#1d5a48"),
            "stopped": ("#d9bcbc", "#3b1f1f", "#f3e8e8", "#5c3434"),
            "late": ("#d55e00", "#120700", "#fbdfcd", "#6b2c00"),
            "hand": ("#f0e442", "#111111", "#f7f1a0", "#3a3600"),
            "cursor": ("#10161d", "#ffffff", "#3a4653", "#ffffff"),
        }
    ),
    dark=False,
)  # fmt: skip


def _c256(table: Mapping[str, int]) -> dict[str, str]:
    return {role: f"color({number})" for role, number in table.items()}


def _blocks256(table: Mapping[str, tuple[int, int, int, int]]) -> dict[str, str]:
    return _blocks({state: tuple(f"color({n})" for n in four) for state, four in table.items()})  # type: ignore[misc]


DARK_256 = Palette(
    "dark-256",
    _c256(
        {
            "screen": 233, "row": 234, "row2": 235, "past": 233, "off": 232, "gutter": 233,
            "gutter.cursor": 17, "bar": 235, "chip": 24, "grid": 238, "quiet": 246, "text": 252,
            "bright": 231, "load": 67, "load.over": 178, "load.ground": 237, "good": 79, "warn": 209,
            "now": 227, "now.text": 16, "conflict": 175, "conflict.text": 16, "accent": 74,
            "accent.text": 16, "demo": 175, "ghost": 241, "suggest": 58, "suggest.text": 230,
            "capacity": 67, "field": 235, "error": 209,
        }
    )
    | _blocks256(
        {
            "tentative": (241, 231, 237, 252),
            "told": (25, 231, 17, 153),
            "dispatched": (26, 231, 18, 153),
            "acknowledged": (38, 16, 24, 195),
            "en_route": (74, 16, 24, 231),
            "on_site": (178, 16, 58, 230),
            "paused": (137, 16, 236, 223),
            "done": (23, 195, 22, 151),
            "stopped": (95, 231, 236, 181),
            "late": (202, 16, 52, 223),
            "hand": (227, 16, 100, 231),
            "cursor": (231, 16, 251, 16),
        }
    )
    | {"hand.body": "color(58)", "hand.body.text": "color(230)"},
)  # fmt: skip

LIGHT_256 = Palette(
    "light-256",
    _c256(
        {
            "screen": 255, "row": 231, "row2": 255, "past": 254, "off": 253, "gutter": 255,
            "gutter.cursor": 153, "bar": 254, "chip": 153, "grid": 251, "quiet": 240, "text": 235,
            "bright": 16, "load": 74, "load.over": 178, "load.ground": 252, "good": 23, "warn": 124,
            "now": 125, "now.text": 231, "conflict": 90, "conflict.text": 231, "accent": 24,
            "accent.text": 231, "demo": 125, "ghost": 249, "suggest": 229, "suggest.text": 58,
            "capacity": 110, "field": 231, "error": 124,
        }
    )
    | _blocks256(
        {
            "tentative": (250, 16, 254, 238),
            "told": (25, 231, 153, 17),
            "dispatched": (26, 231, 153, 17),
            "acknowledged": (38, 16, 195, 17),
            "en_route": (74, 16, 195, 17),
            "on_site": (178, 16, 230, 58),
            "paused": (180, 16, 230, 58),
            "done": (151, 22, 194, 22),
            "stopped": (181, 52, 255, 52),
            "late": (202, 16, 223, 52),
            "hand": (227, 16, 229, 58),
            "cursor": (234, 231, 239, 231),
        }
    ),
    dark=False,
)  # fmt: skip

MONO = Palette("mono", {}, mono=True, faint=frozenset({"grid", "quiet", "ghost", "done.body.text"}))

PALETTES: Mapping[str, Palette] = {p.name: p for p in (DARK, LIGHT, DARK_256, LIGHT_256, MONO)}


def choose(theme: str, color_system: str | None) -> Palette:
    """The palette for a theme ("dark", "light", "mono") on a terminal with that colour system."""
    if theme == "mono" or color_system is None:
        return MONO
    if color_system == "truecolor":
        return PALETTES[theme]
    return PALETTES[f"{theme}-256"]
