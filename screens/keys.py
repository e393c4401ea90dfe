"""From a terminal's key event to the name the registry uses."""

from __future__ import annotations

from textual.events import Key


def key_name(event: Key) -> str:
    """`h`, `H`, `]`, `space`, `escape`, `ctrl+r`, `shift+left`."""
    if event.character == " " or event.key == "space":
        return "space"
    if event.is_printable and event.character:
        return event.character
    return event.key
