"""Keys on their way: names for the registry, and none lost when they come faster than screens.

A burst of keys is queued to whatever had the focus when it arrived. By the time a key is read, an earlier
one may have moved the focus, opened a screen or begun a question; then it goes to what has the keys now.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App
from textual.events import Key
from textual.widget import Widget

from dispatch_tui.keymap import Mode, bindings, shown_keys


def key_name(event: Key) -> str:
    """`h`, `H`, `]`, `space`, `escape`, `ctrl+r`, `shift+left`."""
    if event.character == " " or event.key == "space":
        return "space"
    if event.is_printable and event.character:
        return event.character
    return event.key


def keys_shown(shown: str, mode: Mode, following: Iterable[str] = ()) -> list[str]:
    """The keys to press for what a hint shows: `gg` is `g` twice, `esc` is `escape`, of `1-9` it is `1`.

    Args:
        shown: as in the hint row.
        mode: whose keys they are.
        following: keys that may follow a sequence that has been begun; they come first.
    """
    for key in following:
        if shown_keys(key) == shown:
            return [key]
    known = {shown_keys(sequence): sequence.split(" ") for sequence, _ in bindings()[mode]}
    first = shown.partition("-")[0] if len(shown) > 1 else shown
    return known.get(shown) or known.get(first) or list(shown)


def pass_on(app: App[object], event: Key, sender: Widget) -> None:
    """Give a key to what has the keys now; never back to who passes it on."""
    event.stop()
    event.prevent_default()
    focused = app.screen.focused
    target = app.screen if focused is None or focused is sender else focused
    if target is not sender:
        target.post_message(Key(event.key, event.character))
