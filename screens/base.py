"""What every screen of the desk shares: keys by mode, the hint row, the last line, common acts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import cast

from textual import events
from textual.screen import Screen
from textual.worker import WorkType

from dispatch_tui.core.commands import Command, Outcome, RedoAct, Seen, UndoAct
from dispatch_tui.core.day import LogLine, Moved
from dispatch_tui.core.errors import Conflict, DispatchError, Refused, Usage
from dispatch_tui.core.keys import KeyReader, Pending, Pressed, Unknown
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.keymap import (
    BY_ID,
    Action,
    Mode,
    Situation,
    continuation_hints,
    hints,
    key_reader,
)
from screens.clock_acts import ClockActs
from screens.front_acts import FrontActs
from screens.keys import key_name, keys_shown, pass_on
from screens.services import Services
from widgets.cells import CellView, Look
from widgets.lines import HintRow, InspectorRow
from widgets.prompt import Prompt
from widgets.sparing import SparingCompositor
from widgets.status_row import StatusRow


def _completer(offers: Sequence[str]) -> Callable[[str], list[str]]:
    """Those of some answers that begin with what was typed."""

    def complete(text: str) -> list[str]:
        low = text.strip().casefold()
        return [offer for offer in offers if offer.casefold().startswith(low)]

    return complete


class DeskScreen(Screen[None]):
    """A screen with modes, keys from the registry, a hint row and a last line.

    A subclass names its parts in `parts`: objects whose `act_...` methods carry actions out. The screen
    itself is the last part.
    """

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = ""

    mode: Mode = Mode.BOARD

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self._compositor = SparingCompositor()
        self._reader: KeyReader = key_reader()
        self.parts: list[object] = []
        self.last_digit = 0
        self.clock_acts = ClockActs(self)
        self.front_acts = FrontActs(self)
        self._repeat: tuple[str, int | None] | None = None
        self._ask_then: Callable[[str], Awaitable[None]] | None = None
        self._ask_empty = False
        self._ask_offers: Sequence[str] = ()
        self._acting = False
        self._ahead: list[events.Key] = []

    # -- what subclasses say

    @property
    def alive(self) -> bool:
        """True while it is mounted and among the screens: one that is on its way out has lost its widgets."""
        return self.is_mounted and self in self.app.screen_stack

    @property
    def services(self) -> Services:
        """The app, as screens see it."""
        return cast("Services", self.app)

    @property
    def live(self) -> LiveDesk:
        """The console's desk."""
        return self.services.live

    @property
    def look(self) -> Look:
        """How things are drawn."""
        return self.services.look

    def situation(self) -> Situation:
        """What actions' refusals depend on here."""
        return Situation()

    def board_moved(self, moved: Moved) -> None:
        """The board has changed; only called while the screen is in front or comes there."""

    def refresh_look(self) -> None:
        """Palette or glyphs have changed: paint everything anew."""
        for widget in self.query(CellView):
            widget.repaint()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        """Read a key in the present mode and carry out what it completes.

        Keys may come faster than acts: they wait while one is carried out, and follow a question or a
        screen that an earlier key has opened.
        """
        if self.app.screen is not self:
            pass_on(self.app, event, self)
        elif self.prompt.asking:
            self.prompt.take_key(event)
        elif self._acting:
            event.stop()
            event.prevent_default()
            self._ahead.append(event)
        elif not self.takes_key(event):
            event.stop()
            event.prevent_default()
            self.press(key_name(event))

    def make_prompt(self) -> Prompt:
        """The last line of this screen."""
        return Prompt(self.look, lambda event, sender: pass_on(self.app, event, sender))

    def press(self, key: str) -> None:
        """One key in the present mode, by its name in the registry."""
        self.last_digit = int(key) if key.isdecimal() and len(key) == 1 else 0
        read = self._reader.feed(self.mode, key)
        if isinstance(read, Pressed):
            if self.hint_row.pending:
                self.update_hints()
            self.prompt.settle()
            self.perform(read.target, read.count)
        elif isinstance(read, Pending):
            following = self._reader.continuations(self.mode)
            self.hint_row.update(continuation_hints(following, self.situation()), read.shown)
        elif isinstance(read, Unknown):
            self.update_hints()
            if len(read.shown) > 1 and key != "escape":
                self.say(f"{read.shown} means nothing here; ? shows the keys", "refused")

    def begin(self, key: str) -> None:
        """Begin a sequence for the mouse: what may follow stands in the hint row, to be clicked."""
        if self._idle:
            self._reader.reset()
            self.press(key)

    @property
    def _idle(self) -> bool:
        return not (self.prompt.asking or self._acting)

    def on_hint_row_chosen(self, event: HintRow.Chosen) -> None:
        """A click on a hint presses its keys."""
        event.stop()
        following = self._reader.continuations(self.mode) if self.hint_row.pending else ()
        for key in keys_shown(event.keys, self.mode, following):
            if self._idle:
                self.press(key)

    def on_inspector_row_chosen(self, event: InspectorRow.Chosen) -> None:
        """A click on the words about a thing asks what can be said of it."""
        event.stop()
        self.begin("s" if self.situation().visit else "c")

    def takes_key(self, event: events.Key) -> bool:
        """True if the screen wants the key for itself (a field, a jump label)."""
        del event
        return False

    def perform(self, action_id: str, count: int | None = None) -> None:
        """Carry out an action, unless it is refused here and now; then say why."""
        action = BY_ID[action_id]
        why = action.refusal(self.situation()) if action.refusal else ""
        if why:
            self.say(why, "refused")
            return
        if action.section in ("Plan", "Progress") and action_id not in ("grab", "assign"):
            self._repeat = (action_id, count)
        handler = self._handler(action)
        if handler is None:
            self.say(f"{action.help}: not on this screen", "refused")
            return
        try:
            result = handler(count)
        except DispatchError as error:
            self.say(str(error), "refused")
            return
        if result is not None:
            self._acting = True
            self.run_worker(self._acted(result), exclusive=False)

    async def _acted(self, work: Awaitable[None]) -> None:
        """Wait for an act, then read the keys that were typed meanwhile."""
        try:
            await self.guarded(work)
        finally:
            self._acting = False
            ahead, self._ahead = self._ahead, []
            for event in ahead:
                self.on_key(event)

    def _handler(self, action: Action) -> Callable[[int | None], Awaitable[None] | None] | None:
        for part in (*self.parts, self, self.clock_acts, self.front_acts):
            found = getattr(part, action.method, None)
            if found is not None:
                return cast("Callable[[int | None], Awaitable[None] | None]", found)
        return None

    async def guarded(self, work: Awaitable[None]) -> None:
        """Wait for an act; what goes wrong is said on the last line."""
        try:
            await work
        except DispatchError as error:
            self.say(str(error), "refused")

    def start(self, work: Callable[..., Awaitable[None]], *args: object, group: str) -> None:
        """Begin something beside the keys; a later one of the same group takes its place."""
        begun: WorkType[None] = partial(self._started, work, *args)
        self.run_worker(begun, exclusive=True, group=group)

    async def _started(self, work: Callable[..., Awaitable[None]], *args: object) -> None:
        await self.guarded(work(*args))

    def update_hints(self) -> None:
        """Show the keys of the present mode."""
        if not self.query(StatusRow) and self.live.ready and self.live.board.day.shop.demo:
            self.hint_row.banner = "DEMO"
        self.hint_row.update(hints(self.mode, self.situation()))

    @property
    def hint_row(self) -> HintRow:
        """The row of keys."""
        return self.query_one(HintRow)

    # -- the last line

    @property
    def prompt(self) -> Prompt:
        """The last line."""
        return self.query_one(Prompt)

    def say(self, text: str, kind: str = "done") -> None:
        """Say something on the last line."""
        self.prompt.say(text, kind)

    def ask(
        self,
        label: str,
        purpose: str,
        then: Callable[[str], Awaitable[None]],
        text: str = "",
        offers: Sequence[str] = (),
        *,
        empty: bool = False,
    ) -> None:
        """Ask for a line and go on with the answer.

        Args:
            label: what is asked.
            purpose: what for; answers to the same come back by the arrow keys.
            then: what to do with the answer.
            text: what stands there already.
            offers: answers that tab goes through.
            empty: True if no answer is an answer, too.
        """
        self._ask_then = then
        self._ask_empty = empty
        self._ask_offers = offers
        self.prompt.settle()
        self.prompt.ask(label, purpose, text, completer=_completer(offers) if offers else None)

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Go on with what was asked for."""
        event.stop()
        if event.purpose == "command":
            if event.text.strip():
                self._acting = True
                self.run_worker(self._acted(self.services.run_line(event.text, self)))
        elif self._ask_then is not None:
            then, self._ask_then = self._ask_then, None
            if event.text.strip() or self._ask_empty or event.purpose == "filter":
                self._acting = True
                self.run_worker(self._acted(self._answered(then, event.purpose, event.text)))

    async def _answered(self, then: Callable[[str], Awaitable[None]], purpose: str, text: str) -> None:
        """Go on with an answer; one that is refused stays, to be mended: nothing typed is lost."""
        try:
            await then(text)
        except Conflict:
            raise
        except (Refused, Usage) as error:
            if not self.prompt.asking:
                self.ask(f" {error} ", purpose, then, text, self._ask_offers, empty=self._ask_empty)
            self.say(str(error), "refused")

    def on_prompt_left(self, event: Prompt.Left) -> None:
        """The question stays unanswered."""
        event.stop()
        self._ask_then = None

    # -- acts every screen knows

    async def do(self, command: Command, looked_at: tuple[Seen, ...] = (), reason: str = "") -> Outcome:
        """Carry out a command and say what came of it.

        Raises:
            Refused: with words for the last line.
        """
        outcome = await self.live.do(command, reason, looked_at)
        self.say_outcome(outcome)
        return outcome

    def say_outcome(self, outcome: Outcome) -> None:
        """The answer, and what should be known all the same."""
        warnings = f"  ({'; '.join(outcome.warnings)})" if outcome.warnings else ""
        self.say(outcome.said + warnings)

    def heard(self, lines: list[LogLine]) -> None:
        """What other consoles did, in one line."""
        last = lines[-1]
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        if last.kind != "aside":
            who = "" if last.summary.startswith(last.actor) else f"{last.actor}: "
            self.prompt.hear(f"{who}{last.summary}{more}")

    async def act_undo(self, count: int | None) -> None:
        """Take back the latest acts of the person at this seat."""
        for _ in range(count or 1):
            await self.do(UndoAct())

    async def act_redo(self, count: int | None) -> None:
        """Do again what was undone."""
        for _ in range(count or 1):
            await self.do(RedoAct())

    def act_repeat(self, count: int | None) -> None:
        """Do the last act again, here."""
        if self._repeat is None:
            self.say("nothing to repeat yet", "refused")
            return
        action_id, before = self._repeat
        self.perform(action_id, count if count is not None else before)

    def act_command(self, _count: int | None) -> None:
        """Type a command."""
        self.prompt.settle()
        self.prompt.ask(":", "command", completer=self.services.complete_line)

    def act_theme(self, _count: int | None) -> None:
        """Dark, light, monochrome."""
        self.say(f"theme: {self.services.next_theme()}")

    def act_help(self, _count: int | None) -> None:
        """The keys of the present mode, and all others."""
        self.services.open_help(self.mode)

    def act_palette(self, _count: int | None) -> None:
        """All actions, by name."""
        self.services.open_palette(self)

    def act_intake(self, _count: int | None) -> None:
        """Take a call."""
        self.services.open_intake()

    def act_go_call(self, _count: int | None) -> None:
        """Ask for a call's number."""
        self.ask_where("call")

    def act_go_technician(self, _count: int | None) -> None:
        """Ask for a technician."""
        self.ask_where("technician")

    def ask_where(self, what: str) -> None:
        """Ask where to go on the board."""

        async def then(text: str) -> None:
            await self.services.run_line(f"go {text}", self)

        self.ask(f" {what} ", what, then)

    def act_quit(self, _count: int | None) -> None:
        """From a view back to the board."""
        self.services.show_view("board")
