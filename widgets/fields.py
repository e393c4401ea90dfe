"""A form's field on one line: label, what is typed, and what was understood or is wrong."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from dispatch_tui.desk.intake import FormField
from dispatch_tui.keymap import Mode, bindings
from widgets.cells import Look
from widgets.editing import edited
from widgets.ink import BOLD
from widgets.lines import PiecesRow, piece
from widgets.prompt import PassOn


class FieldLabel(PiecesRow):
    """The name of a field."""

    bg = "screen"


class FieldNote(PiecesRow):
    """What was understood, or what is wrong."""

    bg = "screen"


FormKey = Callable[[str, str], None]
"""Called with the field's name and the key."""

FORM_KEYS = frozenset(keys for keys, _ in bindings()[Mode.FORM])
"""Keys that the form keeps for itself; the registry says what they do."""


class FieldInput(Input):
    """The typed text; moving on, choosing, saving and leaving belong to the form.

    The form's keys are handed on at once, not by a message: what was typed behind enter belongs to the next
    field.
    """

    def __init__(self, each: FormField, on_form_key: FormKey, pass_on: PassOn) -> None:
        super().__init__(name=each.name, placeholder=each.example, compact=True, select_on_focus=False)
        self._on_form_key = on_form_key
        self._pass_on = pass_on

    def on_key(self, event: events.Key) -> None:
        """Hand the form's keys on, and what came too late for this field."""
        event.stop()
        if not self.has_focus_now:
            self._pass_on(event, self)
        elif event.key in FORM_KEYS:
            event.prevent_default()
            self._on_form_key(self.name or "", event.key)
        elif edited(self, event.key):
            event.prevent_default()

    @property
    def has_focus_now(self) -> bool:
        """True if the screen gives this field its keys; `has_focus` is told of it only later."""
        return self.app.screen.focused is self


class FieldRow(Horizontal):
    """One field."""

    def __init__(self, look: Look, each: FormField, on_form_key: FormKey, pass_on: PassOn) -> None:
        super().__init__(id=f"row-{each.name}")
        self.field = each
        self._label = FieldLabel(look)
        self.input = FieldInput(each, on_form_key, pass_on)
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
