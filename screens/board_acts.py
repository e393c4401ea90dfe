"""What the parts of the board screen share: the screen, its state, bringing it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch_tui.core.errors import Refused, Usage
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

    def need_free_hand(self) -> None:
        """See that nothing is in hand, before the keys or the cursor are taken elsewhere.

        Raises:
            Refused: naming what is.
        """
        hand = self.state.hand
        if hand is not None:
            raise Refused(f"{hand.call.id} is in hand", "drop it, or esc puts it back")

    def shown(self) -> None:
        """Bring the screen up to the state."""
        self.screen.schedule.draw()
        self.screen.refresh_cursor()
