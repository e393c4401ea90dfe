"""The signs of the board: one set for terminals with good fonts, one of plain ASCII."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch_tui.core.model import Call, Place, Precision, Visit, VisitState

S = VisitState


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Signs by meaning.

    Attributes:
        state: glyph by ink role of a visit (see `role_of`).
        eighths: blank and seven left-aligned eighths of a block; shorter where fonts are poor.
        places: how well a place is known: pinned, house, street or postal code, town or region, unknown.
        bars: blank and eight rising eighths, for the spark line.
    """

    state: Mapping[str, str]
    eighths: str
    bars: str
    travel: str
    grid: str
    now: str
    now_head: str
    lock: str
    emergency: str
    conflict: str
    late: str
    letter: str
    ellipsis: str
    dash: str
    dot: str
    ghost: str
    outline_top: str
    outline_bottom: str
    window_left: str
    window_right: str
    window_line: str
    cursor: str
    good: str
    solid: str
    rule: str
    arrows: Mapping[str, str]
    places: str


UNICODE = Glyphs(
    state={
        "tentative": "◌", "told": "○", "dispatched": "◎", "acknowledged": "◉", "en_route": "►",
        "on_site": "●", "paused": "‖", "done": "✓", "stopped": "⊘",
    },
    eighths=" ▏▎▍▌▋▊▉",
    bars=" ▁▂▃▄▅▆▇█",
    travel="┄",
    grid="┊",
    now="│",
    now_head="▼",
    lock="∎",
    emergency="◆",
    conflict="×",
    late="!",
    letter="✉",
    ellipsis="…",
    dash="–",
    dot="·",
    ghost="░",
    outline_top="▔",
    outline_bottom="▁",
    window_left="├",
    window_right="┤",
    window_line="─",
    cursor="▌",
    good="✓",
    solid="█",
    rule="─",
    arrows={},
    places="⊕⌂≈≋?",
)  # fmt: skip

ASCII = Glyphs(
    state={
        "tentative": "?", "told": "o", "dispatched": "d", "acknowledged": "a", "en_route": ">",
        "on_site": "*", "paused": "=", "done": "+", "stopped": "/",
    },
    eighths=" ",
    bars=" ..::--==",
    travel="-",
    grid=":",
    now="|",
    now_head="|",
    lock="%",
    emergency="!",
    conflict="#",
    late="!",
    letter="@",
    ellipsis="~",
    dash="-",
    dot="-",
    ghost=".",
    outline_top=".",
    outline_bottom="_",
    window_left="[",
    window_right="]",
    window_line="-",
    cursor=">",
    good="+",
    solid="#",
    rule="-",
    arrows={"←": "<-", "→": "->", "↑": "up", "↓": "dn", "⇧": "sh-"},
    places="+#~%?",
)  # fmt: skip

_PLACES = {
    Precision.PIN: 0, Precision.HOUSE: 1, Precision.INTERPOLATED: 1, Precision.STREET: 2,
    Precision.POSTCODE: 2, Precision.PLACE: 3, Precision.REGION: 3,
}  # fmt: skip


def place_sign(place: Place | None, glyphs: Glyphs) -> str:
    """How well a place is known, as one sign; what is unknown has one, too."""
    return glyphs.places[4 if place is None else _PLACES.get(place.precision, 4)]


_ROLES: Mapping[VisitState, str] = {
    S.TENTATIVE: "tentative",
    S.DISPATCHED: "dispatched",
    S.ACKNOWLEDGED: "acknowledged",
    S.EN_ROUTE: "en_route",
    S.ON_SITE: "on_site",
    S.PAUSED: "paused",
    S.DONE: "done",
    S.CANNOT_COMPLETE: "stopped",
    S.CANCELED: "stopped",
}


def role_of(visit: Visit, call: Call) -> str:
    """What a visit is drawn as; a tentative one by whether its customer has been told."""
    if visit.state is S.TENTATIVE and call.window_told_at is not None:
        return "told"
    return role_of_state(visit.state)


def role_of_state(state: VisitState) -> str:
    """What a visit in a state is drawn as, its customer apart."""
    return _ROLES[state]


STATE_WORDS: Mapping[str, str] = {
    "tentative": "tentative, nobody told",
    "told": "tentative, customer told",
    "dispatched": "dispatched, not yet acknowledged",
    "acknowledged": "acknowledged",
    "en_route": "en route",
    "on_site": "on site",
    "paused": "paused",
    "done": "done",
    "stopped": "stopped",
}
"""A role in words; the inspector says it in full."""
