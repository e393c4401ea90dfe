"""Carries out lines of the `:` row: the verbs' requests, as this console's screens can do them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from dispatch_tui.core.commands import TakeOut
from dispatch_tui.core.errors import NeedsSure
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.verbs import BY_NAME, Here, Lexicon, Question, complete
from dispatch_tui.desk.goal_words import goals_text
from dispatch_tui.desk.requests import (
    Decide,
    Do,
    Find,
    Go,
    Help,
    MakePlan,
    OpenIntake,
    Quit,
    Request,
    Show,
    Topic,
)
from dispatch_tui.desk.verbs import request_of
from screens.base import DeskScreen
from screens.board import BoardScreen

if TYPE_CHECKING:
    from dispatch_tui.app import DispatchApp

_VIEWS = {
    Topic.TECHNICIANS: "technicians",
    Topic.ALERTS: "alerts",
    Topic.MESSAGES: "messages",
    Topic.FIGURES: "figures",
}


class LineRunner:
    """What the `:` row does."""

    def __init__(self, app: DispatchApp) -> None:
        self._app = app

    def _here(self, screen: DeskScreen) -> Here:
        if isinstance(screen, BoardScreen):
            call, technician = screen.call, screen.technician
            return Here(call.id if call else None, technician.id if technician else None)
        return Here()

    def complete(self, text: str, screen: DeskScreen) -> Sequence[str]:
        """Whole lines that the typed one could become."""
        if not self._app.live.ready:
            return ()
        lexicon = Lexicon.of(self._app.live.board.day, self._here(screen))
        return [found.line for found in complete(text, lexicon)]

    async def run(self, text: str, screen: DeskScreen) -> None:
        """Understand a line and do what it asks.

        Raises:
            Usage, Refused: with words for the last line.
        """
        live = self._app.live
        board, here, now = live.board, self._here(screen), live.now
        request = await live.ask(lambda desk: request_of(text, board, here, desk.store.call_story, now))
        await self._carry_out(request, screen)

    async def _carry_out(self, request: Request, screen: DeskScreen) -> None:
        if isinstance(request, Question):
            self._ask(request, screen)
        elif isinstance(request, Do):
            await self._do(request, screen)
        elif isinstance(request, Go):
            await self._go(request)
        elif isinstance(request, Show):
            await self._show(request, screen)
        elif isinstance(request, Find):
            await self._app.find(request.text)
        elif isinstance(request, OpenIntake):
            self._app.open_intake(request.phone)
        elif isinstance(request, Help) and request.verb:
            verb = BY_NAME[request.verb]
            screen.say(f"{verb.usage}: {verb.help}. For example: {verb.example}")
        elif isinstance(request, Help):
            self._app.open_help(screen.mode)
        elif isinstance(request, MakePlan):
            self._plan(request)
        elif isinstance(request, Decide):
            await self._decide(request, screen)
        elif isinstance(request, Quit):
            self._app.exit()

    def _plan(self, request: MakePlan) -> None:
        from dispatch_tui.desk.plan_asking import asked_of  # noqa: PLC0415 - with the first plan

        board = self._app.board_screen
        board.plan_acts.begin(asked_of(request, board.board))

    async def _decide(self, request: Decide, screen: DeskScreen) -> None:
        """Accept or reject what is proposed on this console."""
        plans = self._app.plans
        refs = None if request.call_id is None else plans.of_call(request.call_id)
        if not request.accept:
            screen.say(plans.turn_down(refs))
            return
        try:
            screen.say_outcome(await plans.accept(refs, request.sure))
        except NeedsSure as costs:
            screen.say(f"{costs.message}: say it again with ! at the end to do it all the same", "refused")

    def _ask(self, question: Question, screen: DeskScreen) -> None:
        async def then(text: str) -> None:
            await self.run(question.answered(text), screen)

        screen.ask(f" {question.prompt} ", f"ask {question.so_far}", then)

    async def _do(self, request: Do, screen: DeskScreen) -> None:
        try:
            for _ in range(request.times):
                outcome = await screen.do(request.command, request.looked_at)
        except NeedsSure as costs:
            screen.say(f"{costs.message}: say it again with ! at the end to do it all the same", "refused")
            return
        if isinstance(request.command, TakeOut):
            self._app.refit_out(request.command.technician_id, outcome.said)
        board = self._app.board_screen
        if request.call_id is None or screen is not board or board.state is None or board.state.hand:
            return
        if self._app.live.board.day.visit_of(request.call_id) is not None:
            await board.cursor_acts.go_call(request.call_id)

    async def _go(self, request: Go) -> None:
        self._app.show_view("board")
        board = self._app.board_screen
        if request.call_id is not None:
            await board.cursor_acts.go_call(request.call_id)
            return
        if request.day is not None and request.day != board.board.day.service_date:
            await self._app.live.go(request.day)
        if request.technician_id is not None:
            board.cursor_acts.go_technician(request.technician_id)
        if request.instant is not None:
            await self._go_instant(board, request.instant)

    async def go_to(self, call_id: int | None, technician_id: int | None, screen: DeskScreen) -> None:
        """Bring the cursor of the board to a call or a row."""
        await screen.guarded(self._go(Go(call_id=call_id, technician_id=technician_id)))

    async def _go_instant(self, board: BoardScreen, instant: datetime) -> None:
        day = local_date(instant, board.board.day.shop.zone)
        if day != board.board.day.service_date:
            await self._app.live.go(day)
        state = board.state
        if state is not None:
            board.cursor_acts.need_free_hand()
            state.put_cursor(state.landed(state.cursor.technician_id, state.time.minute(instant)))
            board.cursor_acts.shown()

    async def _suggestions(self, call_id: int) -> None:
        """Places of a call and why it stands where it stands; one of another day is gone to first."""
        if call_id not in self._app.live.board.day.calls:
            await self._go(Go(call_id=call_id))
        if call_id in self._app.live.board.day.calls:
            self._app.open_suggestions(call_id)

    async def _show(self, request: Show, screen: DeskScreen) -> None:
        board = self._app.board_screen
        if request.topic is Topic.CALL and request.call_id is not None:
            self._app.open_detail(request.call_id)
        elif request.topic is Topic.LOG:
            await self._app.open_log(request.call_id)
        elif request.topic in _VIEWS:
            self._app.show_view(_VIEWS[request.topic])
        elif request.topic is Topic.RIPPLE and request.technician_id is not None:
            self._app.open_ripple(request.technician_id, request.minutes)
        elif request.topic is Topic.EMERGENCY and request.call_id is not None:
            self._app.open_emergency(request.call_id)
        elif request.topic is Topic.THREAD:
            self._app.open_thread(technician_id=request.technician_id, customer_id=request.customer_id)
        elif request.topic is Topic.RULES:
            self._app.open_rules()
        elif request.topic is Topic.TEMPLATES:
            self._app.open_templates()
        elif request.topic is Topic.DISAGREEMENTS:
            self._app.open_disagreements()
        elif request.topic is Topic.TECHNICIAN and request.technician_id is not None:
            self._app.show_view("board")
            board.cursor_acts.go_technician(request.technician_id)
        elif request.topic is Topic.TRAY:
            self._app.show_view("board")
            board.perform("unassigned.next")
        elif request.topic in (Topic.OFFER, Topic.WHY) and request.call_id is not None:
            await self._suggestions(request.call_id)
        elif request.topic is Topic.GOALS:
            screen.say(goals_text(self._app.live.board.goals, 200) or "nothing to judge on this day yet")
        elif request.topic is Topic.LATE:
            self._app.show_view("board")
            board.perform("late.next")
        else:
            self._app.show_view("board")
            board.view_acts.set_filter(request.words)
