"""The mouse moves what it takes: dragging is taking in hand, letting go is dropping."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Visit
from dispatch_tui.core.suggest import rounded_up
from screens.board_acts import BoardActs
from widgets.board.state import Cursor

if TYPE_CHECKING:
    from screens.board import BoardScreen
    from screens.board_hand import HandActs
    from widgets.board.widget import ScheduleBoard


class DragActs(BoardActs):
    """What the mouse does with blocks."""

    def __init__(self, screen: BoardScreen, hand_acts: HandActs) -> None:
        super().__init__(screen)
        self._hand_acts = hand_acts
        self._drag_offset = 0.0

    def dragged_from_tray(self, index: int, over: Cursor | None, x: int, done: bool) -> None:
        """The mouse brings a call out of the tray; let go off the rows, it stays in hand."""
        state, tray = self.state, self.screen.board.day.tray
        if state.hand is None:
            if over is None or index >= len(tray):
                return
            call = self.screen.board.day.calls[tray[index]]
            day = self.screen.board.day.service_date
            start = self._snapped(state.frame.minute_at(x))
            self._hand_acts.take(call, Visit(call.id, over.technician_id, start, call.minutes, day), None)
        elif over is not None:
            start = self._snapped(state.frame.minute_at(x))
            self._hand_acts.moved_to(
                replace(self._hand_acts.hand.visit, technician_id=over.technician_id, start=start)
            )
        if done and over is not None:
            self.screen.perform("drop")

    def _snapped(self, minute: float) -> datetime:
        """The instant of a minute of the day, on the nearest five minutes."""
        return rounded_up(self.state.time.instant(minute) - timedelta(minutes=2.5))

    def dragged(self, event: ScheduleBoard.Dragged) -> None:
        """The mouse moves what it took, and drops it."""
        state = self.state
        if state.hand is None:
            if state.visit is None or event.done:
                return
            call = self.screen.call
            if call is None:
                return
            try:
                self._hand_acts.check(state.visit)
            except Refused as error:
                self.screen.say(str(error), "refused")
                return
            self._drag_offset = event.start - state.time.minute(state.visit.start)
            self._hand_acts.take(call, state.visit, state.visit)
        if event.done:
            self.screen.perform("drop")
            return
        start = self._snapped(event.minute - self._drag_offset)
        self._hand_acts.moved_to(
            replace(self._hand_acts.hand.visit, technician_id=event.technician_id, start=start)
        )
