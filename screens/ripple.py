"""The ripple: what a delay does to every later client of a technician, and what can be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult

from dispatch_tui.core.commands import Command, TellCustomer
from dispatch_tui.core.day import Moved
from dispatch_tui.core.errors import NeedsSure
from dispatch_tui.core.model import MessageKind
from dispatch_tui.core.ripple import RippleLine
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.ripple import RippleView, ripple_view
from dispatch_tui.desk.ripple_rows import Choice, ChoiceKind
from dispatch_tui.keymap import Mode, Situation
from screens.base import DeskScreen
from widgets.cells import Look
from widgets.lines import HintRow, InspectorRow, piece
from widgets.ripple import RippleTable
from widgets.ripple_lines import client_pieces
from widgets.status_row import StatusRow

STEP = 5
"""Minutes by which a supposed delay grows and shrinks."""
LONGEST = 12 * 60


class RippleScreen(DeskScreen):
    """One technician's later clients, live."""

    mode = Mode.RIPPLE

    def __init__(self, look: Look, technician_id: int, minutes: int | None = None) -> None:
        super().__init__("ripple")
        self._look = look
        self.technician_id = technician_id
        self.minutes = max(0, min(LONGEST, minutes or 0))
        self.table = RippleTable(look)

    def compose(self) -> ComposeResult:
        """Status row, the ripple, inspector, hints, last line."""
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

    def board_moved(self, moved: Moved) -> None:
        """Anybody's row may be part of a choice."""
        del moved
        self._show()

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._show()

    def _show(self) -> None:
        if not self.alive:
            return
        board = self.live.board
        if self.technician_id not in board.day.rows:
            self.dismiss()  # another day or another shop: they do not work there
            return
        self.query_one(StatusRow).update(board, alerts=self.live.alerts)
        self.table.update(ripple_view(self.live.keeper, self.technician_id, self.minutes), board.day)
        self._inspect()

    def _inspect(self) -> None:
        view, line = self.table.view, self.table.line
        inspector = self.query_one(InspectorRow)
        if view is None or line is None:
            inspector.update([piece(" nobody is waiting later on this row", "quiet", "bar")])
        else:
            inspector.update(
                client_pieces(view, line, self.live.board.day, self.look.glyphs, self.size.width)
            )
        self.update_hints()

    @property
    def line(self) -> RippleLine | None:
        """The client under the cursor."""
        return self.table.line

    @property
    def view(self) -> RippleView | None:
        """What is shown."""
        return self.table.view

    def situation(self) -> Situation:
        """What refusals depend on."""
        line = self.line
        if not self.live.ready:
            return Situation()
        simulated = self.live.board.day.clock is not None
        return Situation(line.visit.state if line else None, line is not None, False, True, simulated)

    # -- the cursor

    def _go(self, index: int) -> None:
        self.table.go(index)
        self._inspect()

    def act_down(self, count: int | None) -> None:
        """The next client."""
        self._go(self.table.at.client + (count or 1))

    def act_up(self, count: int | None) -> None:
        """The client before."""
        self._go(self.table.at.client - (count or 1))

    def act_top(self, _count: int | None) -> None:
        """The first client."""
        self._go(0)

    def act_bottom(self, _count: int | None) -> None:
        """The last client."""
        self._go(10**6)

    act_page_down = act_bottom
    act_page_up = act_top

    def act_choice_next(self, _count: int | None) -> None:
        """Mark the choice at the right."""
        self.table.mark(self.table.at.choice + 1)

    def act_choice_prev(self, _count: int | None) -> None:
        """Mark the choice at the left."""
        self.table.mark(self.table.at.choice - 1)

    def on_ripple_table_pointed(self, event: RippleTable.Pointed) -> None:
        """A click selects; a double click shows the call, or carries the choice out."""
        if event.client is not None:
            self._go(event.client)
            if event.double:
                self.perform("client.detail")
        elif event.choice is not None:
            self.table.mark(event.choice)
            if event.double:
                self.perform("choice.do")

    def act_back(self, _count: int | None) -> None:
        """Back to where one came from."""
        self.dismiss()

    def act_quit(self, _count: int | None) -> None:
        """Likewise."""
        self.dismiss()

    # -- the supposition

    def _suppose(self, minutes: int) -> None:
        self.minutes = max(0, min(LONGEST, minutes))
        self._show()

    def act_delay_more(self, _count: int | None) -> None:
        """Five minutes more."""
        self._suppose(self.minutes + STEP)

    def act_delay_less(self, _count: int | None) -> None:
        """Five minutes less."""
        self._suppose(self.minutes - STEP)

    def act_delay_none(self, _count: int | None) -> None:
        """Back to the forecast."""
        self._suppose(0)

    async def act_delay_say(self, _count: int | None) -> None:
        """What is supposed is so."""
        view = self.view
        if view is None or not self.minutes:
            self.say("nothing is supposed: + supposes five minutes more", "refused")
        elif view.say is None:
            code = view.technician.code
            self.say(f"{code} is not at work on anything: there is nothing to extend", "refused")
        else:
            await self._say_so(view)

    async def _say_so(self, view: RippleView) -> None:
        """Write the delay down; from then on it is the forecast."""
        subject = view.ripple.subject
        if view.say is not None and subject is not None:
            await self.do(view.say, seen(subject, "status"))
            self._suppose(0)

    # -- the choices

    async def act_choice_take(self, _count: int | None) -> None:
        """The choice of the digit pressed."""
        self.table.mark(self.last_digit - 1)
        await self._carry_out()

    async def act_choice_do(self, _count: int | None) -> None:
        """The marked choice."""
        await self._carry_out()

    async def _carry_out(self) -> None:
        view = self.view
        if view is None:
            return
        choice = view.choices[self.table.at.choice]
        if choice.why_not:
            self.say(choice.why_not, "refused")
        elif choice.kind is ChoiceKind.LEAVE or choice.command is None:
            self.dismiss()
        elif choice.say_first:
            self._ask_to_say(view, choice.command)
        else:
            await self._do_or_ask(choice, choice.command)

    def _ask_to_say(self, view: RippleView, command: Command) -> None:
        """Nobody is told of what is only supposed: it is said first, if it is so."""
        more = length_text(view.ripple.minutes)

        async def then() -> None:
            await self._say_so(view)
            await self.do(command)

        self._ask_yes(f"the {more} are only supposed: are they so, and all to be told?", then)

    async def _do_or_ask(self, choice: Choice, command: Command) -> None:
        """Carry a choice out; where it has a cost, ask for a y."""
        try:
            await self._chosen(choice, command)
        except NeedsSure as costs:
            sure = choice.sure
            if sure is None:
                raise

            async def then() -> None:
                await self._chosen(choice, sure)

            self._ask_yes(f"{costs.message}: all the same?", then)

    async def _chosen(self, choice: Choice, command: Command) -> None:
        await self.do(command, choice.looked_at)
        if choice.kind is ChoiceKind.HELP:
            self._suppose(0)  # what is left has been said with it

    def _ask_yes(self, question: str, go: Callable[[], Awaitable[None]]) -> None:
        async def then(text: str) -> None:
            if text.strip().lower() in ("y", "yes", "!"):
                await go()
            else:
                self.say("left as it is")

        self.ask(f" {question} y/n ", "sure", then)

    # -- the client under the cursor

    async def act_client_tell(self, _count: int | None) -> None:
        """Tell them now; of a supposed delay, what is supposed."""
        line = self.line
        if line is None:
            return
        if not line.is_late:
            self.say(f"{line.call.id} is not late: there is nothing to tell", "refused")
            return
        eta = line.after.eta if self.minutes else None
        await self.do(TellCustomer(line.call.id, MessageKind.LATE, eta=eta), seen(line.visit, "told"))

    def act_client_thread(self, _count: int | None) -> None:
        """What was said to and by them."""
        if self.line is not None:
            self.services.open_thread(customer_id=self.line.call.customer_id)

    def act_client_detail(self, _count: int | None) -> None:
        """The call whole."""
        if self.line is not None:
            self.services.open_detail(self.line.call.id)

    def act_client_board(self, _count: int | None) -> None:
        """To the call on the board."""
        if self.line is not None:
            self.services.go_to(call_id=self.line.call.id)
