"""Acts on the clock of a demo shop, the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch_tui.core.commands import SetClock

if TYPE_CHECKING:
    from screens.base import DeskScreen

USUAL_PACE = 20.0
"""Simulated seconds per second at which a demo runs on, if it was paused before this console came."""


class ClockActs:
    """Pause, pace and step of the simulated clock, from one screen."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen
        self._pace = USUAL_PACE

    async def act_clock_pause(self, _count: int | None) -> None:
        """Pause, or run at the pace before."""
        clock = self.screen.live.board.day.clock
        if clock is not None and clock.speed:
            self._pace = clock.speed
            await self.screen.do(SetClock(speed=0))
        else:
            await self.screen.do(SetClock(speed=self._pace))

    async def act_clock_faster(self, _count: int | None) -> None:
        """Twice the pace."""
        clock = self.screen.live.board.day.clock
        if clock is not None:
            await self.screen.do(SetClock(speed=min(1920.0, max(1.0, clock.speed * 2))))

    async def act_clock_slower(self, _count: int | None) -> None:
        """Half the pace."""
        clock = self.screen.live.board.day.clock
        if clock is not None:
            await self.screen.do(SetClock(speed=max(0.5, clock.speed / 2)))

    async def act_clock_step(self, _count: int | None) -> None:
        """On to the next event."""
        self.screen.say(await self.screen.services.step_clock())
