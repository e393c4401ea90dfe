"""All actions by name: type a few letters, press enter."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from dispatch_tui.keymap import ACTIONS, Action, Mode, Situation, shown_keys


class PaletteScreen(ModalScreen[str | None]):
    """Offers the actions of a mode; dismissed with the id of the one chosen."""

    DEFAULT_CSS = """
    PaletteScreen { align: center top; background: $background 40%; }
    PaletteScreen Vertical { width: 80; max-width: 100%; height: 20; max-height: 100%; margin-top: 2;
        background: $panel; padding: 0 1; }
    PaletteScreen OptionList { background: $panel; border: none; height: 1fr; }
    """

    def __init__(self, mode: Mode, situation: Situation) -> None:
        super().__init__()
        self._actions = [action for action in ACTIONS if mode in action.keys]
        self._mode = mode
        self._situation = situation

    def compose(self) -> ComposeResult:
        """A field over a list."""
        with Vertical():
            yield Input(placeholder="what do you want to do?")
            yield OptionList()

    def on_mount(self) -> None:
        """Show everything at first."""
        self._offer("")
        self.query_one(Input).focus()

    def _offer(self, words: str) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        wanted = words.lower().split()
        for action in self._actions:
            text = f"{action.id} {action.label} {action.help} {action.verb} {action.section}".lower()
            if all(word in text for word in wanted):
                options.add_option(Option(self._line(action), id=action.id, disabled=bool(self._why(action))))
        if not options.option_count:
            options.add_option(Option("nothing by that name; backspace shows more", disabled=True))
        options.highlighted = next(
            (i for i in range(options.option_count) if not options.get_option_at_index(i).disabled), None
        )

    def _why(self, action: Action) -> str:
        return action.refusal(self._situation) if action.refusal else ""

    def _line(self, action: Action) -> str:
        keys = " ".join(shown_keys(keys) for keys in action.keys[self._mode])
        why = self._why(action)
        return f"{keys:<14}{action.help}" + (f"  ({why})" if why else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow down."""
        event.stop()
        self._offer(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the highlighted one."""
        event.stop()
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Clicked."""
        event.stop()
        self.dismiss(event.option.id)

    def on_key(self, event: events.Key) -> None:
        """Up and down go through the list while the field has the keys."""
        options = self.query_one(OptionList)
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key in ("down", "up"):
            event.stop()
            event.prevent_default()
            if event.key == "down":
                options.action_cursor_down()
            else:
                options.action_cursor_up()
