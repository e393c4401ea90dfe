"""The app: paints at once, opens the store behind the first frame, and keeps screens and desk together."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.app import App
from textual.timer import Timer

from dispatch_tui import theme as themes
from dispatch_tui.bootstrap import Wiring, open_desk
from dispatch_tui.core.day import LogLine, Moved
from dispatch_tui.core.errors import DispatchError
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.keymap import Mode
from screens.base import DeskScreen
from screens.board import BoardScreen
from widgets.cells import Look
from widgets.glyphs import ASCII, UNICODE, Glyphs
from widgets.ink import Inkwell
from widgets.palettes import choose

if TYPE_CHECKING:
    from dispatch_tui.exercise.drive import Driver
    from dispatch_tui.lines import LineRunner

LINE_CHECK = 2.0
"""Wall seconds between two looks at whether the terminal is still there."""

GONE = 129
"""Exit status when the terminal has gone, as of a process that a hang-up has ended."""

DRIVE_EVERY = 0.5
"""Wall seconds between two looks at what simulated people have done."""


class DispatchApp(App[None]):
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
        self.live = live or LiveDesk(lambda: open_desk(wiring))
        self.board_screen = BoardScreen(self.look, side="none" if wiring.lean else "auto")
        self.failure: DispatchError | None = None
        self._lines: LineRunner | None = None
        self._people: Driver | None = None
        self._tick: Timer | None = None
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
        # what has been made by now stays; collecting it again and again was an eighth of the start
        gc.freeze()
        gc.enable()
        self._next_tick()
        if self.live.board.day.clock is not None:
            self._start_driving()

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

    def _heard(self, lines: list[LogLine]) -> None:
        screen = self.screen
        spoken = [line for line in lines if line.kind != "aside"]
        if isinstance(screen, DeskScreen) and spoken:
            screen.heard(spoken)

    def _failed(self, error: DispatchError) -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.say(str(error), "refused")

    # -- what screens ask for (screens.base.Services)

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

    def show_view(self, name: str) -> None:
        """Bring a view to the front."""
        from screens.technicians import TechniciansScreen  # noqa: PLC0415 - behind the first frame

        while len(self.screen_stack) > 1 and not isinstance(self.screen, TechniciansScreen):
            self.pop_screen()
        in_front = isinstance(self.screen, TechniciansScreen)
        if name == "technicians" and not in_front:
            self.push_screen(TechniciansScreen(self.look))
        elif name == "board" and in_front:
            self.pop_screen()
            self.board_screen.refresh_all()

    def open_help(self, mode: Mode) -> None:
        """The keys."""
        from screens.help import HelpScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(HelpScreen(self.look, mode))

    def open_palette(self, screen: DeskScreen) -> None:
        """All actions of a screen by name."""
        from screens.palette import PaletteScreen  # noqa: PLC0415 - behind the first frame

        def chosen(action_id: str | None) -> None:
            if action_id:
                screen.perform(action_id)

        self.push_screen(PaletteScreen(screen.mode, screen.situation()), chosen)

    def open_intake(self, phone: str = "", edit: int | None = None) -> None:
        """The intake form."""
        from screens.intake import IntakeScreen  # noqa: PLC0415 - behind the first frame

        if self.live.ready and not isinstance(self.screen, IntakeScreen):
            self.push_screen(IntakeScreen(self.look, phone, edit))

    def open_detail(self, call_id: int) -> None:
        """A call whole."""
        from screens.detail import DetailScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(DetailScreen(self.look, call_id))

    async def open_log(self, call_id: int | None) -> None:
        """The log of the shop, or the story of a call."""
        from screens.log import LogScreen  # noqa: PLC0415 - behind the first frame

        if call_id is not None:
            self.open_detail(call_id)
        else:
            self.push_screen(LogScreen(self.look))

    async def find(self, text: str) -> None:
        """Calls that answer some words."""
        from screens.log import FindScreen  # noqa: PLC0415 - behind the first frame

        self.push_screen(FindScreen(self.look, text))

    @property
    def in_hand(self) -> int | None:
        """The number of the call in hand on the board."""
        state = self.board_screen.state
        return state.hand.call.id if state is not None and state.hand is not None else None

    def take_in_hand(self, call_id: int) -> None:
        """The board in front, a call of the tray in hand."""
        self.show_view("board")
        call = self.live.board.day.calls.get(call_id)
        if call is not None:
            self.board_screen.hand_acts.take_call(call)


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
