"""The app: paints at once, opens the store behind the first frame, and keeps screens and desk together."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.timer import Timer

from dispatch_tui import theme as themes
from dispatch_tui.bootstrap import Wiring, locator_of, open_desk, surveyor_of
from dispatch_tui.core.day import LogLine, Moved
from dispatch_tui.core.errors import DispatchError
from dispatch_tui.core.model import Channel
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import OVER
from dispatch_tui.desk.alerts.bell import AlertBell
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.fronts import Fronts
from screens.base import DeskScreen
from screens.board import BoardScreen
from widgets.cells import Look
from widgets.glyphs import ASCII, UNICODE, Glyphs
from widgets.ink import Inkwell
from widgets.palettes import choose

if TYPE_CHECKING:
    from dispatch_tui.background import Background
    from dispatch_tui.core.suggest import Suggestion
    from dispatch_tui.exercise.drive import Driver
    from dispatch_tui.lines import LineRunner

LINE_CHECK = 2.0
"""Wall seconds between two looks at whether the terminal is still there."""

GONE = 129
"""Exit status when the terminal has gone, as of a process that a hang-up has ended."""

DRIVE_EVERY = 0.5
"""Wall seconds between two looks at what simulated people have done."""


class DispatchApp(Fronts):
    """One console."""

    TITLE = "dispatch-tui"
    CSS = themes.CSS
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, wiring: Wiring, live: LiveDesk | None = None) -> None:
        mono = wiring.theme == "mono" or (wiring.theme is None and bool(os.environ.get("NO_COLOR")))
        super().__init__(ansi_color=True if mono else None)
        self.wiring = wiring
        self.theme_name = "mono" if mono else (wiring.theme or "dark")
        self.look = Look()
        self.live = live or LiveDesk(lambda: open_desk(wiring), surveyor=surveyor_of(wiring.roads))
        self.board_screen = BoardScreen(self.look, side="none" if wiring.lean else "auto")
        self.failure: DispatchError | None = None
        self._lines: LineRunner | None = None
        self._reach: frozenset[tuple[Channel, bool]] | None = None
        self._people: Driver | None = None
        self._duties: Background | None = None
        self._tick: Timer | None = None
        self._alert_bell = AlertBell()
        for each in themes.THEMES:
            self.register_theme(each)

    # -- opening

    def get_default_screen(self) -> BoardScreen:
        """The board is the first thing painted."""
        return self.board_screen

    def on_mount(self) -> None:
        """Dress, paint, and only then open the store."""
        self._dress()
        self.live.moved.append(self._moved)
        self.live.heard.append(self._heard)
        self.live.failed.append(self._failed)
        self.call_after_refresh(lambda: self.run_worker(self._open(), name="open"))
        if not self.is_headless:
            self.set_interval(LINE_CHECK, self._check_line)

    def _check_line(self) -> None:
        """A dropped line leaves no process behind, and no half change: nothing is written before a drop."""
        if terminal_is_gone():
            if self.made_plans is not None:
                self.made_plans.planner.close()
            self.live.abandon()
            os._exit(GONE)

    async def _open(self) -> None:
        try:
            await self.live.start(_warm_up)
        except DispatchError as error:
            self.failure = error
            self.exit(return_code=3)
            return
        self.board_screen.open_day()
        self._ring()
        # what has been made by now stays; collecting it again and again was an eighth of the start
        gc.freeze()
        gc.enable()
        self._next_tick()
        if self.live.board.day.clock is not None:
            self._start_driving()
        if self.wiring.fixed is None:
            self._start_duties()

    def _start_duties(self) -> None:
        """Ask, remind, tell and send behind the board, while it is this console's turn."""
        from dispatch_tui.background import Background  # noqa: PLC0415 - behind the first frame

        roads = self.wiring.roads
        self._duties = Background(self.live, self.wiring.messages, self._failed, lambda: locator_of(roads))
        self.run_worker(self._duties.run(), name="duties", group="duties")

    def _start_driving(self) -> None:
        from dispatch_tui.exercise.drive import Driver  # noqa: PLC0415 - not on a real shop

        seed = self.wiring.demo.seed if self.wiring.demo else 1
        self._people = Driver(self.live.desk, seed)
        self._busy = False
        self.set_interval(DRIVE_EVERY, self._drive)

    async def _drive(self) -> None:
        driver, clock = self._people, self.live.board.day.clock
        if driver is None or clock is None or not clock.speed or self._busy:
            return
        self._busy = True
        try:
            await self.live.ask(lambda _desk: driver.advance())
        except DispatchError as error:
            self._failed(error)
        finally:
            self._busy = False

    async def step_clock(self) -> str:
        """Jump to the demo's next event; says when that was."""
        driver = self._people
        if driver is None:
            return "this shop runs on real time"
        at = await self.live.ask(lambda _desk: driver.step())
        return "nothing more happens today" if at is None else "on to the next event"

    async def on_unmount(self) -> None:
        """Release the store."""
        if self._tick is not None:
            self._tick.stop()
        if self.made_plans is not None:
            await self.made_plans.close()
        if self._duties is not None:
            await self._duties.close()
        await self.live.close()

    # -- time

    def _next_tick(self) -> None:
        """Wake at the shop's next minute; every few seconds at the most on a fast demo."""
        now = self.live.now
        until = self.live.desk.clock.seconds_until(now.replace(second=0) + timedelta(minutes=1))
        self._tick = self.set_timer(min(60.0, max(0.25, until + 0.02)), self._minute)

    def _minute(self) -> None:
        moved = self.live.tick()
        if not moved:
            self._moved(moved)
        self._next_tick()

    # -- news

    def _moved(self, moved: Moved) -> None:
        screen = self.screen
        self.board_screen.board_moved(moved)
        if isinstance(screen, DeskScreen) and screen is not self.board_screen:
            screen.board_moved(moved)
        self._ring()

    def _ring(self) -> None:
        """Ring the terminal's bell for new alerts, if the shop wants that."""
        day = self.live.board.day
        sound = Rules.of(day.shop).sound
        if self._alert_bell.rings(day.service_date, self.live.alerts, sound, time.monotonic()):
            self.bell()

    def _heard(self, lines: list[LogLine]) -> None:
        screen = self.screen
        spoken = [line for line in lines if line.kind != "aside"]
        if isinstance(screen, DeskScreen) and spoken:
            screen.heard(spoken)

    def _failed(self, error: DispatchError) -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.say(str(error), "refused")

    # -- what screens ask for (screens.services.Services)

    def _dress(self) -> None:
        system = self.console.color_system
        palette = choose(self.theme_name, system)
        self.look.well = Inkwell(palette)
        self.look.glyphs = glyphs_for(self.wiring.ascii, coarse=palette.mono or self.wiring.lean)
        self.theme = "dispatch-light" if self.theme_name == "light" else "dispatch-dark"
        if palette.mono:
            self.ansi_color = True

    def next_theme(self) -> str:
        """Dark, light, monochrome, and around."""
        at = themes.ORDER.index(self.theme_name)
        self.theme_name = themes.ORDER[(at + 1) % len(themes.ORDER)]
        self._dress()
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.refresh_look()
        return self.theme_name

    @property
    def lines(self) -> LineRunner:
        """What the `:` row does; imported when first used."""
        if self._lines is None:
            from dispatch_tui.lines import LineRunner  # noqa: PLC0415 - 30 ms, behind the first frame

            self._lines = LineRunner(self)
        return self._lines

    async def run_line(self, text: str, screen: DeskScreen) -> None:
        """Carry out a line of the `:` row."""
        await self.lines.run(text, screen)

    def complete_line(self, text: str) -> Sequence[str]:
        """Completions of a line of the `:` row."""
        screen = self.screen
        return self.lines.complete(text, screen) if isinstance(screen, DeskScreen) else ()

    @property
    def reach(self) -> frozenset[tuple[Channel, bool]]:
        """What has a way out of this machine: by channel, and whether to technicians."""
        from dispatch_tui.messaging.routes import DEMO, routes_of  # noqa: PLC0415 - behind the first frame

        day = self.live.board.day
        if day.shop.demo or day.clock is not None:
            return frozenset(DEMO.ways)
        if self._reach is None:
            try:
                self._reach = frozenset(routes_of(self.wiring.messages).ways)
            except DispatchError:  # set up by halves: whoever sends says so
                self._reach = frozenset()
        return self._reach

    def go_to(self, *, call_id: int | None = None, technician_id: int | None = None) -> None:
        """The board in front, the cursor on a call or a row."""
        self.show_view("board")
        self.run_worker(self.lines.go_to(call_id, technician_id, self.board_screen))

    @property
    def in_hand(self) -> int | None:
        """The number of the call in hand on the board."""
        state = self.board_screen.state
        return state.hand.call.id if state is not None and state.hand is not None else None

    def take_in_hand(self, call_id: int, place: Suggestion | None = None) -> None:
        """The board in front, a call of the tray or a visit of the day in hand."""
        day, hand = self.live.board.day, self.board_screen.hand_acts
        visit = day.visit_of(call_id)
        if visit is not None and visit.state not in OVER:
            hand.need_movable(visit)  # what refuses it is said where the person is
            self.show_view("board")
            hand.take_visit(visit)
            return
        self.show_view("board")
        call = day.calls.get(call_id)
        if call is not None:
            hand.take_call(call, place)


def _warm_up(desk: Desk) -> None:
    """Dear imports, on the store's thread, once the board is up; the first drop is then quick."""
    desk.store.warm_up()


def terminal_is_gone() -> bool:
    """True once the line has been dropped: the terminal no longer answers.

    Textual does not look: its reader sees the end of the input again and again, and its writer fails on a
    thread of its own.
    """
    import termios  # noqa: PLC0415 - not on every platform

    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError, ValueError):
        return True
    return False


def glyphs_for(ascii_only: bool | None, *, coarse: bool) -> Glyphs:
    """The signs this terminal can show; coarse ones have no fine edges, each of which costs a style."""
    # Textual puts its own object in the place of sys.stdout
    encoding = (getattr(sys.__stdout__, "encoding", "") or "").lower()
    plain = ascii_only if ascii_only is not None else not encoding.startswith("utf")
    if plain:
        return ASCII
    return replace(UNICODE, eighths=" ") if coarse else UNICODE


def run_app(wiring: Wiring) -> int:
    """Run a console until it is closed; returns its exit status."""
    app = DispatchApp(wiring)
    app.run()
    if app.failure is not None:
        print(f"dispatch-tui: {app.failure}", file=sys.stderr)  # noqa: T201 - the terminal is ours again
        return 3
    return app.return_code or 0
