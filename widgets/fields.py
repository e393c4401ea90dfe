"""A form's field on one line: label, what is typed, and what was understood or is wrong."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from dispatch_tui.desk.intake import FormField
from dispatch_tui.keymap import Mode, bindings
from widgets.cells import Look
from widgets.ink import BOLD
from widgets.lines import PiecesRow, piece


class FieldLabel(PiecesRow):
    """The name of a field."""

    bg = "screen"


class FieldNote(PiecesRow):
    """What was understood, or what is wrong."""

    bg = "screen"


FORM_KEYS = frozenset(keys for keys, _ in bindings()[Mode.FORM])
"""Keys that the form keeps for itself; the registry says what they do."""


class FieldInput(Input):
    """The typed text; moving on, choosing, saving and leaving belong to the form."""

    class Key(Message):
        """One of the form's keys."""

        def __init__(self, name: str, key: str) -> None:
            super().__init__()
            self.name = name
            self.key = key

    def on_key(self, event: events.Key) -> None:
        """Hand the form's keys on."""
        if event.key in FORM_KEYS:
            event.stop()
            event.prevent_default()
            self.post_message(self.Key(self.name or "", event.key))


class FieldRow(Horizontal):
    """One field."""

    def __init__(self, look: Look, each: FormField) -> None:
        super().__init__(id=f"row-{each.name}")
        self.field = each
        self._label = FieldLabel(look)
        self.input = FieldInput(name=each.name, placeholder=each.example, compact=True, select_on_focus=False)
        self._note = FieldNote(look)

    def compose(self) -> ComposeResult:
        """Label, input, note."""
        yield self._label
        yield self.input
        yield self._note

    def on_mount(self) -> None:
        """Label the field; a needed one is bright."""
        self.label(False)

    def label(self, missing: bool) -> None:
        """Show the label; orange once it is found missing."""
        role = "warn" if missing else "bright" if self.field.needed else "quiet"
        self._label.update([piece(self.field.label, role, "screen", BOLD * (missing or self.field.needed))])

    def note(self, error: str, echo: str) -> None:
        """Say what is wrong, or what was understood (a doubt begins with a question mark)."""
        role = "warn" if error else "quiet" if echo.startswith("?") else "good"
        text = error or echo
        self._note.update([piece(f"  {text}" if text else "", role, "screen")])
