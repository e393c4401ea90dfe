"""What is done about a message or a person: said, answered for, written, withdrawn, sent again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

from dispatch_tui.core.commands import (
    AnswerLeft,
    HandleMessage,
    MarkSaid,
    ResolveUnknown,
    RetryMessage,
    StopTexts,
    TellCustomer,
    TextTechnician,
    WithdrawMessage,
)
from dispatch_tui.core.errors import Refused, Usage
from dispatch_tui.core.model import CallPhase, Message, MessageKind, OptOut, Visit, Way
from dispatch_tui.core.status import AT_WORK
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import parse_length
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.threads import Person, script_of
from screens.base import DeskScreen

_OVER = (CallPhase.COMPLETED, CallPhase.CLOSED, CallPhase.CANCELED)
NEWLINE = "\\n"
"""How a line break stands in the last line, which has no lines."""


def one_line(text: str) -> str:
    """Several lines as they are typed in one."""
    return text.replace("\n", f" {NEWLINE} ")


def many_lines(typed: str) -> str:
    """What was typed in one line, with its line breaks."""
    return "\n".join(part.strip() for part in typed.split(NEWLINE))


class MessageActs(ABC):
    """Acts on the message under the cursor and on the person it is to or from."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen

    @abstractmethod
    def target_message(self) -> Message | None:
        """The message that acts are about."""

    @abstractmethod
    def target_person(self) -> Person | None:
        """The person that acts are about."""

    @abstractmethod
    def target_opt_out(self) -> OptOut | None:
        """That the person must not be written to, if it is so."""

    def _message(self) -> Message:
        message = self.target_message()
        if message is None:
            raise Usage("no message here", "go to one with j or k, or open a thread with enter")
        return message

    def _person(self) -> Person:
        who = self.target_person()
        if who is None:
            raise Usage("nobody here", "go to somebody with j or k")
        return who

    async def act_message_said(self, _count: int | None) -> None:
        """A person has said it."""
        message = self._message()
        await self.screen.do(MarkSaid(message.id), seen(message, "text", "delivery"))

    def act_message_copy(self, _count: int | None) -> None:
        """The words to the terminal's clipboard."""
        message = self._message()
        words = script_of(message)
        self.screen.app.copy_to_clipboard(words)
        start = f"{words[:40]}…" if len(words) > 40 else words
        self.screen.say(f"copied, if your terminal lets it through: {' '.join(start.split())}")

    async def act_message_handled(self, _count: int | None) -> None:
        """What came in has been dealt with."""
        message = self._message()
        await self.screen.do(HandleMessage(message.id), seen(message, "care"))

    async def act_message_withdraw(self, _count: int | None) -> None:
        """Do not send it."""
        message = self._message()
        await self.screen.do(WithdrawMessage(message.id), seen(message, "delivery"))

    async def act_message_retry(self, _count: int | None) -> None:
        """Queue it again."""
        message = self._message()
        await self.screen.do(RetryMessage(message.id), seen(message, "text", "delivery"))

    def act_message_edit(self, _count: int | None) -> None:
        """Word it otherwise; it is queued in the new words."""
        message = self._message()

        async def then(text: str) -> None:
            await self.screen.do(
                RetryMessage(message.id, many_lines(text)), seen(message, "text", "delivery")
            )

        self.screen.ask(" the words ", f"word {message.id}", then, one_line(message.body))

    def act_message_unknown(self, _count: int | None) -> None:
        """A person knows whether it has left."""
        message = self._message()

        async def then(answer: bool) -> None:
            await self.screen.do(ResolveUnknown(message.id, answer), seen(message, "delivery"))

        self._ask_yes("has it left? y or n", "left", then)

    def act_message_opt(self, _count: int | None) -> None:
        """Not to be written to any more, or again."""
        who, out = self._person(), self.target_opt_out()
        message = self.target_message()
        address = out.address if out else (message.address if message else "") or who.phone or who.email
        if not address:
            raise Refused(f"{who.name} has no number or address", "there is nothing to stop")

        async def then(answer: bool) -> None:
            if answer:
                await self.screen.do(StopTexts(address, stop=out is None, words="said so at the desk"))
            else:
                self.screen.say("it stays as it was")

        shown = phone_text(address)
        question = f"may {shown} be written to again?" if out else f"write to {shown} no more?"
        self._ask_yes(f"{question} y or n", "opt", then)

    def _ask_yes(self, question: str, purpose: str, then: Callable[[bool], Awaitable[None]]) -> None:
        async def answered(text: str) -> None:
            word = text.strip().lower()
            if word not in ("y", "yes", "n", "no"):
                raise Usage(f"{text.strip()!r} is neither yes nor no", "press the key again and say y or n")
            await then(word.startswith("y"))

        self.screen.ask(f" {question} ", purpose, answered)

    # -- writing and answering

    def act_message_write(self, _count: int | None) -> None:
        """In one's own words, to a technician or about a customer's call."""
        who, message = self._person(), self.target_message()
        if who.technician is not None:
            technician = who.technician.id

            async def text_them(text: str) -> None:
                await self.screen.do(TextTechnician(technician, many_lines(text)))
                await self._dealt_with(message)

            self.screen.ask(f" to {who.name}: ", f"write {who.key}", text_them)
            return
        call = self._call_of(who, message)

        async def tell_them(text: str) -> None:
            await self.screen.do(TellCustomer(call, MessageKind.FREE, many_lines(text)))
            await self._dealt_with(message)

        self.screen.ask(f" to {who.name}: ", f"write {who.key}", tell_them)

    async def _dealt_with(self, message: Message | None) -> None:
        """What somebody wrote is dealt with once they have been written back to."""
        if message is not None and message.incoming and message.handled_at is None:
            await self.screen.live.do(HandleMessage(message.id, "written back"))

    def _call_of(self, who: Person, message: Message | None) -> int:
        """The call to write about: that of the message, else the customer's that is not over."""
        if who.customer is None:
            raise Refused("nobody of ours is known by this address", "take a call with i, or ring them up")
        if message is not None and message.call_id is not None:
            return message.call_id
        calls = [
            call
            for call in self.screen.live.board.day.calls.values()
            if call.customer_id == who.customer.id and call.phase not in _OVER
        ]
        if not calls:
            raise Refused(f"{who.name} has no call on this day's board", "write from the call: tell 412")
        return max(calls, key=lambda call: call.id).id

    def act_message_answer(self, _count: int | None) -> None:
        """What a technician said by phone or radio; or what a text of theirs means, in minutes."""
        who, message = self._person(), self.target_message()
        if who.technician is None:
            raise Refused(f"{who.name} is no technician", "r writes to them, h says that it is dealt with")
        visit = self._visit_of(who, message)
        first = who.technician.name.split()[0] if who.technician.name else who.technician.code
        if message is not None and message.incoming and message.handled_at is None:
            asked = message

            async def meaning(text: str) -> None:
                minutes = parse_length(text)
                await self.screen.do(AnswerLeft(visit.id, asked.body, asked.id, minutes), seen(asked, "care"))

            self.screen.ask(f" {first} still needs, in minutes: ", f"meaning {message.id}", meaning)
            return

        async def said(text: str) -> None:
            await self.screen.do(AnswerLeft(visit.id, text, way=Way.VOICE))

        self.screen.ask(f" {first} said: ", f"answer {visit.id}", said)

    def _visit_of(self, who: Person, message: Message | None) -> Visit:
        """Where the technician is at work; that is what an answer is about."""
        day, technician = self.screen.live.board.day, who.technician
        asked = day.visits.get(message.visit_id or 0) if message is not None else None
        if asked is not None and asked.state in AT_WORK:
            return asked
        row = day.row(technician.id) if technician is not None else ()
        at_work = next((visit for visit in row if visit.state in AT_WORK), None)
        if at_work is None:
            raise Refused(f"{who.name} is not at work on a call", "an answer says how long a call takes")
        return at_work

    # -- the ways to the call

    def _call_id(self) -> int:
        message = self._message()
        if message.call_id is None:
            raise Refused("that message is about no call", "go to one with g c")
        return message.call_id

    def act_message_call(self, _count: int | None) -> None:
        """The call on the board."""
        self.screen.services.go_to(call_id=self._call_id())

    def act_message_detail(self, _count: int | None) -> None:
        """The call whole."""
        self.screen.services.open_detail(self._call_id())
