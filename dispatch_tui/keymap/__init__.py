"""The one registry of actions: what can be done, by which keys in which mode, by which verb.

Help, hint row, palette, the key sheet (docs/KEYS.md) and the `:` row are all made from it. To add a
key: add it to the module it belongs to; to add what it does: give the screen an `act_<id>` method, or
the desk a handler.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dispatch_tui.core.keys import KeyReader
from dispatch_tui.keymap.action import (
    CALM,
    EVERYWHERE,
    ON_BOARD,
    Action,
    Mode,
    Refusal,
    Situation,
)
from dispatch_tui.keymap.alerts import ALERTS
from dispatch_tui.keymap.common import COMMON
from dispatch_tui.keymap.emergency import EMERGENCY
from dispatch_tui.keymap.hand import HAND
from dispatch_tui.keymap.look import LOOK
from dispatch_tui.keymap.messages import MESSAGES
from dispatch_tui.keymap.plan import PLAN
from dispatch_tui.keymap.ripple import RIPPLE
from dispatch_tui.keymap.suggest import SUGGEST
from dispatch_tui.keymap.tell import TELL
from dispatch_tui.keymap.work import WORK

__all__ = [
    "ACTIONS",
    "BY_ID",
    "CALM",
    "EVERYWHERE",
    "ON_BOARD",
    "Action",
    "Hint",
    "Mode",
    "Refusal",
    "Situation",
    "bindings",
    "continuation_hints",
    "hints",
    "key_reader",
    "shown_keys",
]

ACTIONS: tuple[Action, ...] = (
    HAND + SUGGEST + WORK + TELL + LOOK + MESSAGES + ALERTS + RIPPLE + PLAN + EMERGENCY + COMMON
)

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def bindings() -> dict[str, list[tuple[str, str]]]:
    """Key sequences by mode, for the reader."""
    found: dict[str, list[tuple[str, str]]] = {mode: [] for mode in Mode}
    for action in ACTIONS:
        for mode, sequences in action.keys.items():
            found[mode] += [(sequence, action.id) for sequence in sequences]
    return found


def key_reader() -> KeyReader:
    """A reader of all bindings; digits are counts but for the suggestions in hand."""
    return KeyReader(bindings(), counting=ON_BOARD)


_SHOWN = {
    "escape": "esc", "space": "space", "enter": "enter", "left": "←", "right": "→", "up": "↑",
    "down": "↓", "pagedown": "pgdn", "pageup": "pgup", "shift+left": "⇧←", "shift+right": "⇧→",
}  # fmt: skip


def shown_keys(sequence: str) -> str:
    """A sequence as people read it: `g g` as `gg`, `escape` as `esc`."""
    return "".join(_SHOWN.get(key, key) for key in sequence.split(" "))


@dataclass(frozen=True, slots=True)
class Hint:
    """One entry of the hint row."""

    keys: str
    label: str
    refused: bool = False


_HINT_KEYS: Mapping[str, str] = {
    "hand.earlier": "h l", "hand.hour-later": "H L", "hand.down": "j k", "hand.next-fit": "J K",
    "hand.next-gap": "w b", "hand.suggestion": "1-9", "zoom.in": "+ -", "day.next": "{ }",
    "status.onsite": "s", "choice.take": "1-6", "choice.next": "h l", "delay.more": "+ -",
    "place.mark": "1-9", "place.day-next": "{ }", "figures.column": "h l",
}  # fmt: skip


@lru_cache(maxsize=256)
def hints(mode: Mode, situation: Situation) -> tuple[Hint, ...]:
    """The hint row of a mode; what is refused now is marked so."""
    found = []
    for action in ACTIONS:
        if mode not in action.hints or not action.label:
            continue
        keys = _HINT_KEYS.get(action.id) or shown_keys(action.keys[mode][0])
        label = "status" if action.id == "status.onsite" else action.label
        refused = bool(action.refusal and action.refusal(situation)) and action.id != "status.onsite"
        found.append(Hint(keys, label, refused))
    return tuple(found)


def continuation_hints(following: Mapping[str, str], situation: Situation) -> tuple[Hint, ...]:
    """The hint row while a sequence is begun: what may follow it (see KeyReader.continuations)."""
    found = []
    for key, target in following.items():
        action = BY_ID.get(target)
        label = (action.label or action.help) if action else "…"
        refused = bool(action and action.refusal and action.refusal(situation))
        found.append(Hint(shown_keys(key), label, refused))
    return tuple(found)
