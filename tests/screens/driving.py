"""A console under test: pressing keys, reading what it shows, waiting for conditions and never for time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot

from dispatch_tui.app import DispatchApp
from dispatch_tui.bootstrap import Wiring
from dispatch_tui.core.model import Call, Visit, VisitState
from dispatch_tui.desk.board import Board
from dispatch_tui.keymap import Mode
from screens.base import DeskScreen
from screens.board import BoardScreen
from widgets.board.state import BoardState
from widgets.canvas import Line
from widgets.cells import CellView

DEADLINE = 10.0
"""Seconds after which a condition is given up; a loaded machine takes its time."""


async def until(condition: Callable[[], object], what: str = "") -> None:
    """Let the app work until something holds."""
    deadline = time.monotonic() + DEADLINE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came true: {what or condition}")
        await asyncio.sleep(0.004)


class Console:
    """One console, driven by keys."""

    def __init__(self, app: DispatchApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text into whatever has the keys."""
        await self.pilot.press(*("space" if char == " " else char for char in text))

    async def answer(self, text: str) -> None:
        """Answer what the last line asks."""
        await until(lambda: self.screen.prompt.asking, "a question")
        await self.type(text)
        await self.press("enter")

    async def mend(self, text: str) -> None:
        """Answer again what was refused: it stands there still."""
        await self.until(lambda: self.screen.prompt.asking, "the refused answer")
        await self.press("ctrl+u")
        await self.answer(text)

    async def drop_anyway(self, reason: str = "") -> None:
        """Drop what is in hand in spite of everything; where a gate fails, the reason is asked for."""
        hand = self.state.hand
        assert hand is not None
        asks = hand.place is not None and bool(hand.place.failed)
        await self.press("exclamation_mark")
        if asks:
            await self.until(lambda: self.screen.prompt.asking, "why all the same?")
            await self.type(reason)
            await self.press("enter")

    async def line(self, text: str) -> None:
        """Give a line to the `:` row."""
        await self.press("colon")
        await self.answer(text)

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for something; a failure says what the last line said."""
        try:
            await until(condition, what)
        except AssertionError as error:
            raise AssertionError(f"{error}; the last line says {self.said!r}") from None

    async def until_said(self, *words: str) -> None:
        """Wait for words on the last line."""
        await self.until(lambda: all(word in self.said for word in words), f"{words} on the last line")

    async def go(self, call_id: int) -> None:
        """Put the cursor on a call."""
        await self.board_screen.cursor_acts.go_call(call_id)
        await self.until(lambda: self.call is not None and self.call.id == call_id, f"cursor on {call_id}")

    async def mouse(self, kind: type[events.MouseEvent], x: int, y: int, **more: int | bool) -> None:
        """A mouse event on a cell of the schedule board, as a terminal sends it."""
        board = self.board_screen.schedule
        at = board.region.offset + Offset(x, y)
        fields = {
            "delta_x": 0,
            "delta_y": 0,
            "button": 1,
            "shift": False,
            "meta": False,
            "ctrl": False,
        } | more
        self.screen._forward_event(kind(board, at.x, at.y, screen_x=at.x, screen_y=at.y, **fields))
        await self.pilot.pause()

    @property
    def screen(self) -> Any:
        return self.app.screen

    @property
    def board_screen(self) -> BoardScreen:
        return self.app.board_screen

    @property
    def board(self) -> Board:
        return self.app.live.board

    @property
    def state(self) -> BoardState:
        state = self.board_screen.state
        assert state is not None
        return state

    @property
    def mode(self) -> Mode:
        return self.board_screen.mode

    @property
    def call(self) -> Call | None:
        return self.board_screen.call

    @property
    def rev(self) -> int:
        return self.board.day.rev

    @property
    def said(self) -> str:
        """What the last line of the screen in front says."""
        screen = self.screen
        if not isinstance(screen, DeskScreen):
            return ""
        return "".join(piece[0] for piece in screen.prompt._said._pieces).strip()

    def shows(self, widget: CellView | None = None) -> str:
        """The text of a widget of ours, or of all of them on the screen in front."""
        widgets = [widget] if widget is not None else list(self.screen.query(CellView))
        return "\n".join(text_of(each.lines) for each in widgets if each.display)

    def visits(self, state: VisitState) -> list[Visit]:
        """The day's visits in a state, by start."""
        found = [visit for visit in self.board.day.visits.values() if visit.state is state]
        return sorted(found, key=lambda visit: (visit.start, visit.id))

    def planned(self) -> Visit:
        """A visit that may be moved freely, with nothing wrong about it."""
        clashing = self.board.conflicts()
        return next(
            visit
            for visit in self.visits(VisitState.TENTATIVE)
            if visit.lock == "none"
            and visit.start > self.board.now
            and visit.id not in clashing
            and not self.board.forecast_of(visit).late_minutes
        )

    def placeable(self) -> Call:
        """A call of the tray that has a place where it fits."""
        calls = (self.board.day.calls[key] for key in self.board.day.tray)
        return next(call for call in calls if self.app.live.keeper.best_spots(call, call.minutes, 9))


def text_of(lines: list[Line]) -> str:
    return "\n".join(line.text().rstrip() for line in lines)


@asynccontextmanager
async def opened(
    store: Path, actor: str = "ann", size: tuple[int, int] = (120, 40), **looks: Any
) -> AsyncIterator[Console]:
    """A console on a store, with its board up."""
    app = DispatchApp(Wiring(store, actor, f"{actor}'s desk", **looks))
    async with app.run_test(size=size) as pilot:
        console = Console(app, pilot)
        await until(lambda: app.live.ready and app.board_screen.state is not None, "the board")
        await until(lambda: app.board_screen.status_row.lines and app.board_screen.tray.lines, "the rows")
        yield console
