"""Planning on the board: what to plan is said here, what comes of it is drawn as ghosts.

What planning itself needs is imported with the first plan: the board is up before that.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from dispatch_tui.core.errors import NeedsSure
from dispatch_tui.core.shifts import local_date
from screens.board_acts import BoardActs

if TYPE_CHECKING:
    from dispatch_tui.desk.plan_desk import Asked, PlanDesk
    from dispatch_tui.planning.changes import Change
    from screens.board import BoardScreen

DAYS = 5
"""So many days are offered."""


def _asking() -> ModuleType:
    from dispatch_tui.desk import plan_asking  # noqa: PLC0415 - a tenth of a second, behind the first frame

    return plan_asking


class PlanActs(BoardActs):
    """Plans for the board, and their ghosts."""

    def __init__(self, screen: BoardScreen) -> None:
        super().__init__(screen)
        self._drawn: PlanDesk | None = None

    @property
    def desk(self) -> PlanDesk:
        """The console's plans."""
        return self.screen.services.plans

    # -- asking for a plan

    def act_plan_tray(self, _count: int | None) -> None:
        """The calls that wait."""
        self.begin(_asking().TRAY)

    def act_plan_row(self, _count: int | None) -> None:
        """This technician's visits."""
        technician = self.screen.technician
        if technician is not None:
            self.begin(_asking().row_of(self.screen.board, technician.id))

    def act_plan_day(self, _count: int | None) -> None:
        """All of the day."""
        self.begin(_asking().DAY)

    def act_plan_days(self, count: int | None) -> None:
        """The calls that wait, over the next days."""

        async def then(text: str) -> None:
            self.begin(_asking().days_of(self.screen.board, text))

        if count:
            self.begin(_asking().days_of(self.screen.board, str(count)))
        else:
            self.screen.ask(" over how many days? ", "days", then, str(DAYS))

    def begin(self, asked: Asked) -> None:
        """Plan, and show how it comes along."""
        self.need_free_hand()
        self.desk.begin(asked)
        self.screen.services.open_proposal()

    # -- deciding from the board

    def act_plan_show(self, _count: int | None) -> None:
        """The proposal again."""
        if self.desk.stage == "none":
            self.screen.say("nothing is proposed: P t plans the tray", "refused")
            return
        self.screen.services.open_proposal()

    def act_plan_drop(self, _count: int | None) -> None:
        """No to all of it."""
        self.screen.say(self.desk.turn_down(None))

    async def act_plan_take(self, _count: int | None) -> None:
        """Accept all."""
        await self._take(sure=False)

    async def _take(self, sure: bool) -> None:
        try:
            self.screen.say_outcome(await self.desk.accept(None, sure))
        except NeedsSure as costs:
            if sure:
                raise

            async def then(text: str) -> None:
                if text.strip().lower() in ("y", "yes", "!"):
                    await self._take(sure=True)
                else:
                    self.screen.say("left as it is")

            self.screen.ask(f" {costs.message}: all the same? y/n ", "sure", then)

    def act_plan_ghosts(self, _count: int | None) -> None:
        """Ghosts on or off."""
        if not self.desk.ready:
            self.screen.say("nothing is proposed: P t plans the tray", "refused")
            return
        self.desk.show_on_board(not self.desk.shown_on_board)
        self.screen.say("proposal drawn on the board" if self.desk.shown_on_board else "proposal hidden")

    async def go_to_change(self, change: Change) -> None:
        """The cursor where a change would put something, the day it is on shown."""
        state, screen = self.state, self.screen
        start = change.start or change.from_start
        key = change.technician_id or change.from_technician
        if start is None or key is None:
            return
        day = local_date(start, screen.board.day.shop.zone)
        if day != screen.board.day.service_date:
            await screen.live.go(day)
        state.put_cursor(state.landed(key, state.time.minute(start)))
        self.shown()

    # -- ghosts

    def day_changed(self) -> None:
        """Another day is shown: its own ghosts, if it has any."""
        if self._drawn is not None:
            self.draw_ghosts()

    def listen(self) -> None:
        """From now on, draw what is proposed."""
        if self._drawn is None:
            self._drawn = self.screen.services.plans
            self._drawn.listeners.append(self.draw_ghosts)

    def draw_ghosts(self) -> None:
        """Bring the ghosts up to what is proposed for the shown day."""
        from screens.plan_ghosts import ghosts_of  # noqa: PLC0415 - nothing to draw before the first plan

        state, desk = self.screen.state, self._drawn
        if state is None or desk is None:
            return
        items = desk.items() if desk.shown_on_board else ()
        drawn = ghosts_of(items, self.screen.board.day.service_date, state.time)
        if drawn != (state.proposed, state.leaving):
            state.proposed, state.leaving = drawn
            self.screen.schedule.draw()
