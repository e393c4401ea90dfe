"""The emergency screen: who can be there first, what becomes of whom they leave, and one key that sends."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from textual.app import ComposeResult

from dispatch_tui.core.commands import Rest, SendEmergency, TellRow
from dispatch_tui.core.day import Moved
from dispatch_tui.core.emergency import Candidate
from dispatch_tui.core.errors import DispatchError, NeedsSure, Refused
from dispatch_tui.core.model import Call
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.emergency import (
    Displaced,
    EmergencyView,
    Fate,
    Refit,
    command_of,
    displaced,
    emergency_view,
    looked_at,
    to_tell,
    troubled,
)
from dispatch_tui.desk.emergency_behind import behind
from dispatch_tui.desk.emergency_words import does_words, found_words
from dispatch_tui.keymap import ON_BOARD, Mode, Situation
from screens.base import DeskScreen
from widgets.cells import Look
from widgets.emergency import EmergencyTable, Shown
from widgets.lines import HintRow, InspectorRow, piece
from widgets.prompt import Prompt
from widgets.status_row import StatusRow

MINUTE = timedelta(minutes=1)
WAY = tuple[int, str]
"""A technician and a start: what stays the same while the board moves."""


class EmergencyScreen(DeskScreen):
    """Candidates for one call, live."""

    mode = Mode.EMERGENCY

    def __init__(self, look: Look, call_id: int) -> None:
        super().__init__("emergency")
        self._look = look
        self.call_id = call_id
        self.rest = Rest.RETURN
        self.replan = True
        self.table = EmergencyTable(look)
        self.view: EmergencyView | None = None
        self.put_off: tuple[Displaced, ...] = ()
        self._marked: WAY | None = None
        self._refits: dict[WAY, Refit | str] = {}
        self._rev = -1

    def compose(self) -> ComposeResult:
        """Status row, candidates, what sending does, hints, last line."""
        yield StatusRow(self._look)
        yield self.table
        yield InspectorRow(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Show the present board."""
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Another size."""
        self.call_after_refresh(self._show)

    def on_screen_resume(self) -> None:
        """Back from what lay over it."""
        self.call_after_refresh(self._show)

    def board_moved(self, moved: Moved) -> None:
        """Anybody's row may be a candidate's."""
        if moved or self._stale:
            self._show()

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._draw()

    # -- what is shown

    @property
    def call(self) -> Call | None:
        """The emergency, as it is now; None once it is not of this day any more."""
        return self.live.board.day.calls.get(self.call_id)

    @property
    def candidate(self) -> Candidate | None:
        """Who is marked."""
        return self.table.candidate

    @property
    def _stale(self) -> bool:
        return self.view is None or self._now != self.live.board.now

    def _show(self) -> None:
        """Reckon the list anew, the mark stays on its technician and way."""
        if not self.alive:
            return
        call, board = self.call, self.live.board
        if call is None:
            self.dismiss()
            return
        try:
            self.view = emergency_view(board, call, self.rest)
        except Refused as refusal:  # somebody is at it, or it is canceled: there is nothing to choose
            self._leave(str(refusal))
            return
        self._now = board.now
        if board.day.rev != self._rev:
            self._rev, self._refits = board.day.rev, {}
        self.query_one(StatusRow).update(board, alerts=self.live.alerts)
        ways = [_way(each) for each in self.view.candidates]
        at = ways.index(self._marked) if self._marked in ways else 0
        self._mark(at)

    def _leave(self, why: str) -> None:
        self.dismiss()
        screen = self.app.screen
        if isinstance(screen, DeskScreen) and screen is not self:
            screen.say(why, "refused")

    def _mark(self, index: int) -> None:
        view = self.view
        if view is None:
            return
        index = max(0, min(len(view.candidates) - 1, index))
        found = view.candidates[index] if view.candidates else None
        self._marked = _way(found) if found else None
        self.table.cursor = index
        self._draw()
        if found is not None and self.replan and troubled(found) and self._marked not in self._refits:
            self.start(self._ask_planner, found, view, group="refit")

    def _draw(self) -> None:
        view, board = self.view, self.live.board
        if view is None:
            return
        index = self.table.cursor
        found = view.candidates[index] if index < len(view.candidates) else None
        self.put_off = ()
        words = " nobody can be sent"
        if found is not None:
            refit = self._refits.get(_way(found)) if self.replan else None
            known = refit if isinstance(refit, Refit) else None
            self.put_off = displaced(board, view, found, known)
            self.put_off += behind(board, self.put_off, found.reach.technician_id)
            words = " enter: " + does_words(board.day, view, found, self.put_off)
        waited = max(0, round((board.now - view.call.received_at) / MINUTE))
        self.table.update(Shown(view, self.put_off, self._note(found), waited), board.day, index)
        self.query_one(InspectorRow).update([piece(words, "bright", "bar")])
        self.update_hints()

    def _note(self, found: Candidate | None) -> str:
        """What the planner says of the marked one."""
        if found is None or not troubled(found):
            return ""
        if not self.replan:
            return "only pushed back (p asks the planner)"
        refit = self._refits.get(_way(found))
        if refit is None:
            return "pushed back; the planner looks for better places"
        if isinstance(refit, str):
            return f"pushed back; {refit}"
        if not any(one.fate is Fate.MOVED for one in self.put_off):
            return "pushed back; the planner found no better place"
        return f"as the planner found: {found_words(self.put_off)}"

    async def _ask_planner(self, found: Candidate, view: EmergencyView) -> None:
        """What the planner would do with those in trouble; the list goes on meanwhile."""
        from dispatch_tui.desk.refitting import refit  # noqa: PLC0415 - behind the first frame
        from dispatch_tui.planning.solver import PlannerFailed  # noqa: PLC0415 - likewise

        way, rev = _way(found), self._rev
        board = self.live.board
        try:
            answer: Refit | str = await refit(self.services.planner, board, view, found)
        except PlannerFailed:
            answer = "the planner has no sound answer"
        except DispatchError as error:
            answer = str(error)
        if rev == self._rev:
            self._refits[way] = answer
            self._draw()

    def situation(self) -> Situation:
        """What refusals depend on."""
        if not self.live.ready:
            return Situation()
        simulated = self.live.board.day.clock is not None
        return Situation(None, self.call is not None, False, self.candidate is not None, simulated)

    # -- the mark

    def act_down(self, count: int | None) -> None:
        """The next to arrive."""
        self._mark(self.table.cursor + (count or 1))

    def act_up(self, count: int | None) -> None:
        """The one before."""
        self._mark(self.table.cursor - (count or 1))

    def act_top(self, _count: int | None) -> None:
        """The first to arrive."""
        self._mark(0)

    def act_bottom(self, _count: int | None) -> None:
        """The last."""
        self._mark(10**6)

    def act_page_down(self, _count: int | None) -> None:
        """Several further down."""
        self._mark(self.table.cursor + 10)

    def act_page_up(self, _count: int | None) -> None:
        """Several further up."""
        self._mark(self.table.cursor - 10)

    def on_emergency_table_pointed(self, event: EmergencyTable.Pointed) -> None:
        """A click marks, a double click sends."""
        self._mark(event.index)
        if event.double:
            self.perform("emergency.send")

    # -- sending

    async def act_emergency_send(self, _count: int | None) -> None:
        """Send who is marked, and place those they leave."""
        view, found = self.view, self.candidate
        if view is None or found is None:
            return
        put_off, day = self.put_off, self.live.board.day
        command = command_of(view, found, put_off)
        watched = looked_at(day, view, found, put_off)
        try:
            outcome = await self.live.do(command, "", watched)
        except NeedsSure as costs:
            raise Refused(f"{costs.message}", "send somebody else, or name them in a line with !") from None
        self.dismiss()
        screen = self.app.screen
        if isinstance(screen, DeskScreen):
            if screen.mode in ON_BOARD:
                self.services.go_to(call_id=self.call_id)
            screen.say_outcome(outcome)
            if Rules.of(day.shop).tell_late == "ask":
                self._offer_to_tell(screen, command, put_off)

    def _offer_to_tell(
        self, screen: DeskScreen, command: SendEmergency, put_off: tuple[Displaced, ...]
    ) -> None:
        """Where the shop asks first, the clients who are late by it are told by one more key."""
        late = [one for one in to_tell(put_off) if one.late_minutes and one.technician_id is not None]
        rows = list(dict.fromkeys(one.technician_id for one in late if one.technician_id is not None))
        if not late:
            return
        zone, day = self.live.board.day.shop.zone, self.live.board.day
        shown = ", ".join(
            f"{customer.name if (customer := day.customer_of(one.line.call)) else one.line.call.id} "
            f"{clock_text(one.eta, zone)}"
            for one in late
            if one.eta is not None
        )
        del command

        async def then(text: str) -> None:
            if text.strip().lower() not in ("y", "yes"):
                screen.say("nobody is told yet; mL on the row tells them", "done")
                return
            for key in rows:
                with contextlib.suppress(Refused):  # nobody on that row is late without knowing by now
                    await screen.do(TellRow(key))

        screen.ask(f" tell {plural(len(late), 'client')} now: {shown}? y/n ", "sure", then)

    def act_emergency_rest(self, _count: int | None) -> None:
        """The work they leave: back to it, or to the tray."""
        self.rest = Rest.TRAY if self.rest is Rest.RETURN else Rest.RETURN
        self._refits = {}
        self._show()

    def act_emergency_push(self, _count: int | None) -> None:
        """Those put off: by the planner, or simply pushed back."""
        self.replan = not self.replan
        self._mark(self.table.cursor)

    # -- elsewhere

    def act_emergency_ripple(self, _count: int | None) -> None:
        """Their row as it is."""
        if self.candidate is not None:
            self.services.open_ripple(self.candidate.reach.technician_id)

    def act_emergency_board(self, _count: int | None) -> None:
        """Their row on the board."""
        if self.candidate is not None:
            self.services.go_to(technician_id=self.candidate.reach.technician_id)

    def act_emergency_detail(self, _count: int | None) -> None:
        """The call whole."""
        self.services.open_detail(self.call_id)

    def act_back(self, _count: int | None) -> None:
        """Back to where one came from; nothing has been sent."""
        self.dismiss()

    def act_quit(self, _count: int | None) -> None:
        """Likewise."""
        self.dismiss()

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """What is typed changes nothing here before it is answered."""
        event.stop()


def _way(found: Candidate) -> WAY:
    return found.reach.technician_id, found.reach.start.value
