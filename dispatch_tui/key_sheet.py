"""The key sheet, docs/KEYS.md, made from the registry: `make keys` (docs/make_keys.py)."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch_tui.keymap import ACTIONS, EVERYWHERE, Action, Mode, shown_keys

INTRODUCTION = """\
# Keys

Made from the registry in `dispatch_tui/keymap/` by `make keys`; do not edit by hand. In the program `?`
shows them, those of the present mode first, and `ctrl+p` finds an action by name. **Bold** takes something
away from somebody. Digits before a key are a count on the board and in the tray: `3j` goes three rows down.

In tmux, set `escape-time` to 10 or so: escape waits to see whether a longer sequence follows."""

MOUSE = """\
## Mouse

| | |
|---|---|
| click | to the visit or place; in the tray, to the call |
| double click | the call whole; in the tray, takes it in hand |
| drag | takes a visit in hand and slides it; letting go drops it |
| wheel | rows up and down; with shift, earlier and later |"""


def key_sheet() -> str:
    """The sheet as Markdown."""
    parts = [INTRODUCTION]
    for section in dict.fromkeys(action.section for action in ACTIONS):
        parts.append(f"## {section}\n\n| keys | in | what it does | verb |\n|---|---|---|---|")
        rows = [row for action in ACTIONS if action.section == section for row in _rows(action)]
        parts[-1] += "\n" + "\n".join(rows)
    parts.append(MOUSE)
    return "\n\n".join(parts) + "\n"


def _rows(action: Action) -> list[str]:
    """One row, or one for each set of keys where they differ by mode."""
    what = f"**{action.help}**" if action.dangerous else action.help
    verb = _code(f":{action.verb}") if action.verb else ""
    modes: dict[tuple[str, ...], list[Mode]] = {}
    for mode, keys in action.keys.items():
        modes.setdefault(keys, []).append(mode)
    return [
        f"| {' '.join(_code(shown_keys(key)) for key in keys)} | {_where(where)} | {what} | {verb} |"
        for keys, where in modes.items()
    ]


def _where(modes: Sequence[Mode]) -> str:
    if len(modes) == len(EVERYWHERE):
        return "everywhere but in the form"
    return ", ".join(mode.value for mode in modes)


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")
