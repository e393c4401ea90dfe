"""Editing keys of a typed line: Textual's own acts, done at once where the key is read.

Textual runs an input's bindings when the key has bubbled up to the app. Ours never bubbles (it would be a
command there), so the acts are called here, in the order of the keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from textual.binding import Binding
from textual.widgets import Input

_ACTION = re.compile(r"(\w+)(\(True\))?")


def _editing() -> Mapping[str, tuple[str, tuple[bool, ...]]]:
    found: dict[str, tuple[str, tuple[bool, ...]]] = {}
    for each in Input.BINDINGS:
        binding = each if isinstance(each, Binding) else Binding(*each)
        named = _ACTION.fullmatch(binding.action)
        if named is None or named[1] == "submit":
            continue
        for key in binding.key.split(","):
            found[key.strip()] = (f"action_{named[1]}", (True,) if named[2] else ())
    return found


EDITING: Mapping[str, tuple[str, tuple[bool, ...]]] = _editing()
"""Method of `Input` and its arguments, by key: backspace, arrows, home, ctrl+u and the like."""


def edited(line: Input, key: str) -> bool:
    """Edit a line as a key says; False if that is no editing key."""
    act = EDITING.get(key)
    if act is None:
        return False
    name, arguments = act
    getattr(line, name)(*arguments)
    return True
