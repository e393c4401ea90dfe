"""Telling people from wherever the cursor is: the words are shown, may be changed, and go with enter."""

from __future__ import annotations

from collections.abc import Callable

from dispatch_tui.core.commands import (
    AnswerLeft,
    AskLeft,
    LeaveAlone,
    TellCustomer,
    TellRow,
    TextTechnician,
)
from dispatch_tui.core.errors import Refused, Usage
from dispatch_tui.core.model import Call, Channel, MessageKind, Visit, Way
from dispatch_tui.core.status import AT_WORK
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.preview import preview_of
from screens.base import DeskScreen


class TellActs:
    """Acts that tell somebody something, or write down what they said.

    Args:
        screen: whose keys they are.
        technician: the technician that is meant, None if nobody.
        call: the call that is meant, None if none.
    """

    def __init__(
        self, screen: DeskScreen, technician: Callable[[], int | None], call: Callable[[], Call | None]
    ) -> None:
        self.screen = screen
        self._technician = technician
        self._call_of = call

    def _call(self) -> Call:
        call = self._call_of()
        if call is None:
            raise Usage("no call here", "go to one first")
        return call

    def _technician_id(self) -> int:
        found = self._technician()
        if found is None:
            raise Usage("no technician here", "go to a row first")
        return found

    def _at_work(self) -> Visit:
        """The visit the technician is at."""
        key = self._technician_id()
        day = self.screen.live.board.day
        visit = next((each for each in day.row(key) if each.state in AT_WORK), None)
        if visit is None:
            name = day.technicians[key].name
            raise Usage(f"{name} is not at work on a call", "they are asked while they are on site")
        return visit

    # -- customers

    async def _tell(self, kind: MessageKind) -> None:
        """Show the words, let them be changed, and send them."""
        call, live = self._call(), self.screen.live
        board, now = live.board, live.now
        shown = await live.ask(lambda desk: preview_of(board, call, kind, now, desk.store.templates()))
        said = shown.channel is Channel.PHONE

        async def then(text: str) -> None:
            words = "" if text.strip() == shown.body else text
            await self.screen.do(
                TellCustomer(call.id, kind, words, eta=shown.eta, window=shown.window, said=said)
            )

        self.screen.ask(f" {shown.heading}: ", f"tell {kind}", then, shown.body)

    async def act_tell_late(self, _count: int | None) -> None:
        """We run late."""
        await self._tell(MessageKind.LATE)

    async def act_tell_onway(self, _count: int | None) -> None:
        """On the way."""
        await self._tell(MessageKind.ON_THE_WAY)

    async def act_tell_earlier(self, _count: int | None) -> None:
        """We could come earlier."""
        await self._tell(MessageKind.EARLIER)

    async def act_tell_window(self, _count: int | None) -> None:
        """The promised window."""
        await self._tell(MessageKind.CONFIRMATION)

    async def act_tell_words(self, _count: int | None) -> None:
        """Words of one's own."""
        await self._tell(MessageKind.FREE)

    async def act_tell_row(self, _count: int | None) -> None:
        """All late clients of the row, at once."""
        await self.screen.do(TellRow(self._technician_id()))

    # -- technicians

    def act_tell_technician(self, _count: int | None) -> None:
        """Words of one's own to the technician."""
        key = self._technician_id()
        name = self.screen.live.board.day.technicians[key].name

        async def then(text: str) -> None:
            await self.screen.do(TextTechnician(key, text))

        self.screen.ask(f" text to {name} ", "text", then)

    async def act_ask_left(self, _count: int | None) -> None:
        """The check-in; once."""
        visit = self._at_work()
        await self.screen.do(AskLeft(visit.id), seen(visit, "status"))

    async def act_ask_again(self, _count: int | None) -> None:
        """The check-in once more: a person decides that."""
        visit = self._at_work()
        await self.screen.do(AskLeft(visit.id, again=True), seen(visit, "status"))

    def act_answer(self, _count: int | None) -> None:
        """What they said on the phone or the radio; says who gets late by it."""
        visit = self._at_work()
        day = self.screen.live.board.day
        name = day.technicians[visit.technician_id].name

        async def then(text: str) -> None:
            outcome = await self.screen.do(AnswerLeft(visit.id, text, way=Way.VOICE), seen(visit, "status"))
            if outcome.warnings:
                # Offered, not opened: what is typed next may be the answer of somebody else.
                self.screen.say(f"{outcome.said}  ({'; '.join(outcome.warnings)}: r shows the ripple)")

        self.screen.ask(f" {name} said (20, 1h, till 3, done, ?) ", "answer", then)

    async def act_leave_alone(self, _count: int | None) -> None:
        """Nobody asks them during this call; again takes it back."""
        visit = self._at_work()
        await self.screen.do(LeaveAlone(visit.id, visit.undisturbed_at is None))

    # -- threads

    def act_thread_customer(self, _count: int | None) -> None:
        """What was said to and by the call's customer."""
        self.screen.services.open_thread(customer_id=self._call().customer_id)

    def act_thread_technician(self, _count: int | None) -> None:
        """What was said to and by the technician."""
        key = self._technician()
        if key is None:
            raise Refused("no technician here", "go to a row first")
        self.screen.services.open_thread(technician_id=key)
