"""What the parts of the board screen share: the screen, its state, bringing it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch_tui.core.errors import Usage
from widgets.board.state import BoardState

if TYPE_CHECKING:
    from screens.board import BoardScreen


class BoardActs:
    """One part of the board screen."""

    def __init__(self, screen: BoardScreen) -> None:
        self.screen = screen

    @property
    def state(self) -> BoardState:
        """Cursor, hand and frame.

        Raises:
            Usage: while the day is still being read.
        """
        state = self.screen.state
        if state is None:
            raise Usage("the board is still opening", "a moment, please")
        return state

    def shown(self) -> None:
        """Bring the screen up to the state."""
        self.screen.schedule.draw()
        self.screen.refresh_cursor()
