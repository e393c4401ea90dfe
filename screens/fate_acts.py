"""What becomes of a call: hold, cancel, reopen, close, its part, notes, callbacks; shared by all screens."""

from __future__ import annotations

from abc import ABC, abstractmethod

from dispatch_tui.core.commands import (
    AddNote,
    CancelCall,
    CloseCall,
    HoldCall,
    ReopenCall,
    SetPart,
)
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.fates import check_comes_back, check_completed, check_not_ended
from dispatch_tui.core.model import Call
from dispatch_tui.desk.desk import seen
from screens.base import DeskScreen
from screens.meanings import day_named, known_answers


class FateActs(ABC):
    """Acts on a call. Subclasses say which call is meant."""

    screen: DeskScreen

    @abstractmethod
    def target_call(self) -> Call | None:
        """The call that acts are about."""

    def _call(self) -> Call:
        call = self.target_call()
        if call is None:
            raise Usage("no call here", "go to one with w, b or t")
        return call

    def act_detail(self, _count: int | None) -> None:
        """The call, whole."""
        self.screen.services.open_detail(self._call().id)

    def act_edit(self, _count: int | None) -> None:
        """Change the call in the form."""
        self.screen.services.open_intake(edit=self._call().id)

    def act_callback(self, _count: int | None) -> None:
        """Take a call that comes back to this one."""
        call = self._call()
        check_comes_back(call)
        self.screen.services.open_intake(back_to=call.id)

    def act_hold(self, _count: int | None) -> None:
        """Hold, with a reason and perhaps a day to look at it again."""
        call = self._call()
        check_not_ended(call)

        async def then(why: str) -> None:
            async def review(text: str) -> None:
                command = HoldCall(call.id, why, day_named(text, self.screen))
                await self.screen.do(command, seen(call, "fate"))

            self.screen.ask(f" hold {call.id} until when (fri; empty: open) ", "until", review, empty=True)

        self.screen.ask(f" hold {call.id}, why ", "hold", then, offers=known_answers("WHY_HOLD"))

    def act_cancel(self, _count: int | None) -> None:
        """Cancel, with a reason."""
        call = self._call()
        check_not_ended(call)

        async def then(text: str) -> None:
            await self.screen.do(CancelCall(call.id, text), seen(call, "fate"))

        self.screen.ask(f" cancel {call.id}, why ", "cancel", then, offers=known_answers("WHY_CANCEL"))

    async def act_reopen(self, _count: int | None) -> None:
        """Take back a hold, a cancellation or a close."""
        call = self._call()
        await self.screen.do(ReopenCall(call.id), seen(call, "fate"))

    def act_close(self, _count: int | None) -> None:
        """Close, with what came of it."""
        call = self._call()
        check_completed(call)

        async def then(text: str) -> None:
            await self.screen.do(CloseCall(call.id, text), seen(call, "fate"))

        self.screen.ask(f" close {call.id}, what came of it ", "close", then, offers=known_answers("OUTCOME"))

    def act_part(self, _count: int | None) -> None:
        """The part the call waits for; with no answer, that it is here."""
        call = self._call()
        waits = call.part and call.part_ready_at is None

        async def then(text: str) -> None:
            words = text.strip()
            if not words and not waits:
                raise Usage(f"{call.id} waits for no part", "say which, as in capacitor")
            if words.casefold() in ("none", "-"):
                command = SetPart(call.id, part="")
            else:
                command = SetPart(call.id, part=words) if words else SetPart(call.id, ready=True)
            await self.screen.do(command, seen(call, "info"))

        label = f" {call.id} waits for which part "
        if waits:
            label = f" {call.id} waits for {call.part} (empty: it is here; none; or another) "
        self.screen.ask(label, f"part {call.id}", then, empty=True)

    def act_note(self, _count: int | None) -> None:
        """Write a note."""
        call = self._call()

        async def then(text: str) -> None:
            await self.screen.do(AddNote(call.id, text))

        self.screen.ask(f" note on {call.id} ", "note", then)
