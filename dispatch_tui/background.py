"""The worker behind a console's board: a beat now and then on the store's thread, as long as it is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from dispatch_tui.core.errors import DispatchError, Usage
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.messaging.settings import MessageSettings

if TYPE_CHECKING:
    from dispatch_tui.messaging.worker import Worker
    from dispatch_tui.roads.locating import Locator

IDLE = 0.5
TROUBLED = 3.0
"""Seconds until the store is tried again after it did not answer."""


class Background:
    """The timed duties of one console.

    Args:
        live: the console's desk, opened.
        settings: how this machine reaches people.
        failed: told once of what a person has to mend; the duties go on as far as they can.
        locator: makes what looks addresses up, once it is needed.
    """

    def __init__(
        self,
        live: LiveDesk,
        settings: MessageSettings,
        failed: Callable[[DispatchError], None],
        locator: Callable[[], Locator] | None = None,
    ) -> None:
        self._live = live
        self._settings = settings
        self._failed = failed
        self._locator = locator
        self._worker: Worker | None = None
        self._complained = ""

    async def run(self) -> None:
        """Beat until cancelled. A clock that stands still has no duties: nothing becomes due."""
        while True:
            await asyncio.sleep(await self._round())

    async def close(self) -> None:
        """Hand the duties over to whoever is there."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await self._live.ask(lambda _desk: worker.close())

    async def _round(self) -> float:
        """One beat; returns the seconds until the next."""
        clock = self._live.board.day.clock
        if clock is not None and not clock.speed:
            return IDLE
        try:
            worker = self._worker or await self._begun()
            await self._live.ask(lambda _desk: worker.beat())
        except DispatchError as error:
            self._complain(error)
            return TROUBLED
        return worker.pause

    async def _begun(self) -> Worker:
        worker, trouble = await self._live.ask(self._made)
        self._worker = worker
        if trouble is not None:
            self._complain(trouble)
        return worker

    def _made(self, desk: Desk) -> tuple[Worker, Usage | None]:
        from dispatch_tui.messaging.routes import Routes, routes_of  # noqa: PLC0415 - behind the first frame
        from dispatch_tui.messaging.worker import Worker  # noqa: PLC0415 - behind the first frame

        locator = self._locator and self._locator()
        try:
            return Worker(desk, routes_of(self._settings), locator=locator), None
        except Usage as error:
            # what is set up by halves sends nothing; asking and telling go on, and people say it by hand
            return Worker(desk, Routes(), locator=locator), error

    def _complain(self, error: DispatchError) -> None:
        if str(error) != self._complained:
            self._complained = str(error)
            self._failed(error)
