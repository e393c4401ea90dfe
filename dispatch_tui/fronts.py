"""Which screen is in front: views beside the board, and screens over them, each imported when first shown."""

from __future__ import annotations

import importlib

from textual.app import App

from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.keymap import Mode
from screens.base import DeskScreen
from screens.board import BoardScreen
from widgets.cells import Look

VIEWS = {
    "technicians": "screens.technicians:TechniciansScreen",
    "alerts": "screens.alerts:AlertsScreen",
    "messages": "screens.messages:MessagesScreen",
}
"""Screens that stand beside the board, imported when first shown; each is made of the look alone."""


def _view(name: str, look: Look) -> DeskScreen:
    module, _, made = VIEWS[name].partition(":")
    screen: DeskScreen = getattr(importlib.import_module(module), made)(look)
    return screen


class Fronts(App[None]):
    """The part of the app that brings screens to the front (screens.services.Services)."""

    live: LiveDesk
    look: Look
    board_screen: BoardScreen

    def show_view(self, name: str) -> None:
        """Bring a view to the front, whatever lies over it."""
        over_board = len(self.screen_stack) > 1
        while len(self.screen_stack) > 1 and self.screen.name != name:
            self.pop_screen()
        if name == "board":
            if over_board:
                self.board_screen.refresh_all()
        elif self.screen.name != name:
            self.push_screen(_view(name, self.look))

    def open_help(self, mode: Mode) -> None:
        """The keys."""
        from screens.help import HelpScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(HelpScreen(self.look, mode))

    def open_palette(self, screen: DeskScreen) -> None:
        """All actions of a screen by name."""
        from screens.palette import PaletteScreen  # noqa: PLC0415 - behind the first frame

        def chosen(action_id: str | None) -> None:
            if action_id:
                screen.perform(action_id)

        self.push_screen(PaletteScreen(screen.mode, screen.situation()), chosen)

    def open_intake(self, phone: str = "", edit: int | None = None, back_to: int | None = None) -> None:
        """The intake form."""
        from screens.intake import IntakeScreen  # noqa: PLC0415 - behind the first frame

        if self.live.ready and not isinstance(self.screen, IntakeScreen):
            self.push_screen(IntakeScreen(self.look, phone, edit, back_to))

    def open_detail(self, call_id: int) -> None:
        """A call whole."""
        from screens.detail import DetailScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(DetailScreen(self.look, call_id))

    async def open_log(self, call_id: int | None) -> None:
        """The log of the shop, or the story of a call."""
        from screens.log import LogScreen  # noqa: PLC0415 - behind the first frame

        if call_id is not None:
            self.open_detail(call_id)
        else:
            self.push_screen(LogScreen(self.look))

    async def find(self, text: str) -> None:
        """Calls that answer some words."""
        from screens.log import FindScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(FindScreen(self.look, text))

    def open_ripple(self, technician_id: int, minutes: int | None = None) -> None:
        """What a delay on a row does to every later client."""
        from screens.ripple import RippleScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(RippleScreen(self.look, technician_id, minutes))

    def open_thread(
        self, *, technician_id: int | None = None, customer_id: int | None = None, address: str = ""
    ) -> None:
        """What was said to and by a person, or an address that nobody is known by."""
        from screens.messages import ThreadScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(ThreadScreen(self.look, technician_id, customer_id, address))

    def open_rules(self) -> None:
        """The shop's rules."""
        from screens.rules import RulesScreen  # noqa: PLC0415 - behind the first frame

        self._open_once(RulesScreen(self.look))

    def open_templates(self) -> None:
        """How messages are worded."""
        from screens.templates import TemplatesScreen  # noqa: PLC0415 - behind the first frame

        self._open_once(TemplatesScreen(self.look))

    def open_disagreements(self) -> None:
        """What is not settled between two sides."""
        from screens.disagreements import DisagreementsScreen  # noqa: PLC0415 - behind the first frame

        self._open_once(DisagreementsScreen(self.look))

    def _open_once(self, screen: DeskScreen) -> None:
        """Show a screen; not twice over itself."""
        if self.screen.name != screen.name:
            self.push_screen(screen)
