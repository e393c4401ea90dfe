"""Acts that bring another view to the front, the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.base import DeskScreen


class FrontActs:
    """What stands in front, from one screen."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen

    def act_view_board(self, _count: int | None) -> None:
        """The board."""
        self.screen.services.show_view("board")

    def act_view_technicians(self, _count: int | None) -> None:
        """The technicians."""
        self.screen.services.show_view("technicians")

    def act_view_alerts(self, _count: int | None) -> None:
        """What needs attention."""
        self.screen.services.show_view("alerts")

    def act_view_messages(self, _count: int | None) -> None:
        """Messages and the call list."""
        self.screen.services.show_view("messages")

    def act_view_rules(self, _count: int | None) -> None:
        """The shop's rules."""
        self.screen.services.open_rules()

    def act_view_templates(self, _count: int | None) -> None:
        """How messages are worded."""
        self.screen.services.open_templates()

    def act_view_disagreements(self, _count: int | None) -> None:
        """What is not settled between two sides."""
        self.screen.services.open_disagreements()

    def act_view_figures(self, _count: int | None) -> None:
        """How calls of each kind have gone with whom."""
        self.screen.services.show_view("figures")
