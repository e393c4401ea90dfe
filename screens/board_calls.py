"""Acts on the visit under the board's cursor: off the board, nudged, locked; and all that others share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch_tui.core.commands import Command, MoveVisit, SetLock, Unplace
from dispatch_tui.core.errors import NeedsSure, Usage
from dispatch_tui.core.model import Call, Lock, Visit
from dispatch_tui.desk.desk import seen
from screens.fate_acts import FateActs
from screens.status_acts import StatusActs
from widgets.board.geometry import slide_step

if TYPE_CHECKING:
    from screens.board import BoardScreen


class CallActs(StatusActs, FateActs):
    """Acts that change a call, its visit or its technician, from the board."""

    def __init__(self, screen: BoardScreen) -> None:
        super().__init__(screen)
        self.board_screen = screen

    def target_visit(self) -> Visit | None:
        """The visit under the cursor."""
        return self.board_screen.visit

    def target_technician(self) -> int | None:
        """The technician of the cursor's row."""
        technician = self.board_screen.technician
        return technician.id if technician else None

    def _visit(self) -> Visit:
        visit = self.board_screen.visit
        if visit is None:
            raise Usage("no visit here", "go to one with w or b")
        return visit

    def target_call(self) -> Call | None:
        """The call under the cursor, on the board or in the tray."""
        return self.board_screen.call

    async def act_unplace(self, _count: int | None) -> None:
        """Back to the tray."""
        visit = self._visit()
        await self.screen.do(Unplace(visit.id), seen(visit, "plan"))

    async def act_nudge_earlier(self, count: int | None) -> None:
        """A slot earlier, in one act."""
        await self._nudge(-(count or 1))

    async def act_nudge_later(self, count: int | None) -> None:
        """A slot later, in one act."""
        await self._nudge(count or 1)

    async def _nudge(self, steps: int) -> None:
        visit = self._visit()
        state = self.board_screen.state
        step = slide_step(state.frame.zoom) if state else 5
        start = visit.start + timedelta(minutes=step * steps)
        await self._sure_or_ask(
            visit, MoveVisit(visit.id, start=start), MoveVisit(visit.id, start=start, sure=True)
        )

    async def _sure_or_ask(self, visit: Visit, command: Command, sure: Command) -> None:
        """Carry out; where it has a cost, ask for a y."""
        try:
            await self.screen.do(command, seen(visit, "plan"))
        except NeedsSure as costs:

            async def then(text: str) -> None:
                if text.strip().lower() in ("y", "yes", "!"):
                    await self.screen.do(sure, seen(visit, "plan"))
                else:
                    self.screen.say("left as it is")

            self.screen.ask(f" {costs.message}: all the same? y/n ", "sure", then)

    async def act_lock(self, _count: int | None) -> None:
        """Lock, or unlock."""
        visit = self._visit()
        lock = Lock.BOTH if visit.lock is Lock.NONE else Lock.NONE
        await self.screen.do(SetLock(visit.id, lock), seen(visit, "plan"))
