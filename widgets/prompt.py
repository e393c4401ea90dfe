"""The last line: what the desk said, or a question with an answer being typed.

It is always in the layout; asking takes no window and covers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from widgets.canvas import Line, as_cells, clipped
from widgets.cells import CellView, Look
from widgets.editing import edited
from widgets.ink import BOLD, ink
from widgets.lines import PiecesRow, piece

ANSWER_STANDS = 5.0
"""Seconds for which news do not take the place of an answer."""

Completer = Callable[[str], Sequence[str]]
PassOn = Callable[[events.Key, Widget], None]
"""Gives a key to what has the keys now; the widget is who had it."""


class PromptLabel(CellView):
    """What is asked."""

    DEFAULT_CSS = "PromptLabel { height: 1; width: auto; }"

    def set(self, text: str) -> None:
        """Show a label as wide as it is, and leave a third of the line for the answer."""
        text = clipped(text, max(10, self.screen.size.width * 2 // 3))
        width = len(as_cells(text))
        self.styles.width = width
        line = Line(width, ink("now.text", "now", BOLD))
        line.put(0, text, ink("now.text", "now", BOLD))
        self.show([line])


class PromptInput(Input):
    """The answer being typed: history with up and down, completion with tab."""

    def __init__(self, on_end: Callable[[bool], None], pass_on: PassOn) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.active = False
        self._on_end = on_end
        self._pass_on = pass_on
        self.history: list[str] = []
        self.completer: Completer | None = None
        self._at = 0
        self._offered: list[str] = []
        self._typed = ""

    def start(self, text: str, history: list[str], completer: Completer | None) -> None:
        """Begin with a text; the cursor stands behind it."""
        self.history, self.completer = history, completer
        self._at = len(history)
        self._offered = []
        self.value = text
        self.cursor_position = len(text)

    def on_key(self, event: events.Key) -> None:
        """History, completion and ending; the rest is the input's own. No key bubbles up from here.

        Ending happens at once, not by a message: what was typed behind enter must not land in this line.
        """
        event.stop()
        if not self.active:
            self._pass_on(event, self)
            return
        ends = event.key in ("escape", "enter") or (event.key == "backspace" and not self.value)
        if ends or event.key in ("up", "down", "tab"):
            event.prevent_default()
        if ends:
            self._on_end(event.key == "enter")
        elif event.key in ("up", "down"):
            self._recall(-1 if event.key == "up" else 1)
        elif event.key == "tab":
            self._complete()
        else:
            self._offered = []
            if edited(self, event.key):
                event.prevent_default()

    def _recall(self, step: int) -> None:
        at = max(0, min(len(self.history), self._at + step))
        if at != self._at:
            self._at = at
            self.value = self.history[at] if at < len(self.history) else ""
            self.cursor_position = len(self.value)

    def _complete(self) -> None:
        if self.completer is None:
            return
        if not self._offered:
            self._typed = self.value
            self._offered = list(self.completer(self.value))
        if self._offered:
            self.value = self._offered.pop(0)
            self.cursor_position = len(self.value)


class Prompt(Horizontal):
    """The last line of a screen."""

    DEFAULT_CSS = """
    Prompt { height: 1; width: 1fr; }
    Prompt PromptInput { width: 1fr; border: none; padding: 0 1; height: 1; }
    """

    class Answered(Message):
        """An answer was given."""

        def __init__(self, purpose: str, text: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.text = text

    class Left(Message):
        """The question was left unanswered; `text` is what had been typed."""

        def __init__(self, purpose: str, text: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.text = text

    class Typed(Message):
        """The answer changed while it is typed."""

        def __init__(self, purpose: str, text: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.text = text

    def __init__(self, look: Look, pass_on: PassOn, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = PromptLabel(look)
        self._input = PromptInput(self._ended, pass_on)
        self._said = PiecesRow(look)
        self._purpose = ""
        self._kind = ""
        self._heard = ""
        self._answered = False
        self._hold: Timer | None = None
        self._histories: dict[str, list[str]] = {}
        self._kept: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Label, input and what was said share the line."""
        yield self._label
        yield self._input
        yield self._said

    def on_mount(self) -> None:
        """Begin with what is said."""
        self._show(asking=False)

    def _show(self, *, asking: bool) -> None:
        """Question or answer. Set on the widgets: what a style still hides could not be given the focus."""
        self._label.display = asking
        self._input.display = asking
        self._said.display = not asking

    @property
    def asking(self) -> bool:
        """True while an answer is being typed."""
        return bool(self._purpose)

    def say(self, text: str, kind: str = "done") -> None:
        """Answer the person: "done" or "refused" (orange). It stands until the next key, or for a while."""
        self._kind = kind
        self._answered = True
        if self._hold is not None:
            self._hold.stop()
        self._hold = self.set_timer(ANSWER_STANDS, self._let_go)
        role = "warn" if kind == "refused" else "good"
        self._said.update([piece(f" {text}", role, "screen", BOLD if kind == "refused" else 0)])

    def hear(self, text: str) -> None:
        """Show what another console did; never over an answer that may not have been read."""
        self._heard = text
        if not self._answered:
            self._show_heard()

    def _show_heard(self) -> None:
        if self._heard:
            self._kind = "heard"
            self._said.update([piece(f" {self._heard}", "accent", "screen")])
            self._heard = ""

    def settle(self) -> None:
        """The person goes on: an answer has been read, and a refusal is out of date."""
        self._answered = False
        if self._heard:
            self._show_heard()
        elif self._kind == "refused":
            self._kind = ""
            self._said.update([])

    def _let_go(self) -> None:
        self._answered = False
        self._show_heard()

    def ask(self, label: str, purpose: str, text: str = "", completer: Completer | None = None) -> None:
        """Ask for a line. What was typed for the same purpose and left comes back."""
        self._purpose = purpose
        self._label.set(label)
        self._show(asking=True)
        self._input.start(
            text or self._kept.pop(purpose, ""), self._histories.setdefault(purpose, []), completer
        )
        self._input.active = True
        self.screen.set_focus(self._input)

    def take_key(self, event: events.Key) -> None:
        """A key that reached the screen although a question is being answered."""
        event.stop()
        event.prevent_default()
        self._input.post_message(events.Key(event.key, event.character))

    def _ended(self, answered: bool) -> None:
        """The answer is given, or the question left: then what was typed is kept for the next time."""
        purpose, self._purpose = self._purpose, ""
        text = self._input.value
        self._input.active = False
        self._show(asking=False)
        self.screen.set_focus(None)
        if not answered:
            if text.strip():
                self._kept[purpose] = text
            self.screen.post_message(self.Left(purpose, text))
            return
        history = self._histories[purpose]
        if text.strip() and (not history or history[-1] != text):
            history.append(text)
        # Straight to the screen: by way of the prompt, keys typed behind it would overtake it.
        self.screen.post_message(self.Answered(purpose, text))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is dealt with where it is pressed."""
        event.stop()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed, for filters that follow."""
        event.stop()
        if self._purpose:
            self.post_message(self.Typed(self._purpose, event.value))
