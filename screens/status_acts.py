"""Status acts on a visit, and time off: shared by the board and the technician screen."""

from __future__ import annotations

from abc import ABC, abstractmethod

from dispatch_tui.core.commands import SetLeft, SetStatus, TakeOut
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Visit
from dispatch_tui.core.shifts import day_span
from dispatch_tui.core.status import AT_WORK
from dispatch_tui.core.timewords import parse_length
from dispatch_tui.desk.desk import seen
from screens.base import DeskScreen


class StatusActs(ABC):
    """What a technician did, said at the desk. Subclasses say which visit is meant."""

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen

    @abstractmethod
    def target_visit(self) -> Visit | None:
        """The visit that status acts are about."""

    @abstractmethod
    def target_technician(self) -> int | None:
        """The technician that acts are about."""

    async def _say(self, verb: str, reason: str = "") -> None:
        visit = self.target_visit()
        if visit is None:
            raise Usage("no visit to say it of", "go to one with w or b")
        await self.screen.do(SetStatus(visit.id, verb, None, reason), seen(visit, "status"))

    async def act_dispatch(self, _count: int | None) -> None:
        """Tell the technician."""
        await self._say("dispatch")

    async def act_status_ack(self, _count: int | None) -> None:
        """Acknowledged."""
        await self._say("ack")

    async def act_status_enroute(self, _count: int | None) -> None:
        """On the way."""
        await self._say("enroute")

    async def act_status_onsite(self, _count: int | None) -> None:
        """On site."""
        await self._say("onsite")

    async def act_status_pause(self, _count: int | None) -> None:
        """Paused."""
        await self._say("pause")

    async def act_status_resume(self, _count: int | None) -> None:
        """Back at work."""
        await self._say("resume")

    async def act_status_done(self, _count: int | None) -> None:
        """Done."""
        await self._say("done")

    async def act_status_release(self, _count: int | None) -> None:
        """Released."""
        await self._say("release")

    def act_status_cannot(self, _count: int | None) -> None:
        """Cannot be completed; asks why."""

        async def then(text: str) -> None:
            await self._say("cannot", text)

        self.screen.ask(" cannot complete, why ", "cannot", then)

    async def act_status(self, _count: int | None) -> None:
        """The status that usually comes next."""
        visit = self.target_visit()
        following = {
            "tentative": "dispatch", "dispatched": "enroute", "acknowledged": "enroute", "en_route": "onsite",
            "on_site": "done", "paused": "resume",
        }  # fmt: skip
        verb = following.get(visit.state.value) if visit else None
        if verb is None:
            raise Usage("nothing follows this state", "u takes the last status back")
        await self._say(verb)

    def act_more(self, _count: int | None) -> None:
        """Ask how much longer."""
        technician_id = self.target_technician()
        row = self.screen.live.board.day.row(technician_id) if technician_id else ()
        visit = next((visit for visit in row if visit.state in AT_WORK), None)
        meant = self.target_visit()
        if visit is None or (meant is not None and meant.id != visit.id):
            number = meant.call_id if meant else "anything"
            self.screen.say(f"nobody is at work on {number} yet: there is nothing to extend", "refused")
            return
        visit_id, call_id = visit.id, visit.call_id

        async def then(text: str) -> None:
            if text.strip().startswith("+"):
                await self.screen.do(SetLeft(visit_id, more=parse_length(text)))
            else:
                await self.screen.do(SetLeft(visit_id, left=parse_length(text)))

        self.screen.ask(f" {call_id}: minutes left from now (20, 1h), or +30 more ", "more", then)

    def act_out(self, _count: int | None) -> None:
        """Out for the rest of the day; asks why."""
        technician_id = self.target_technician()
        if technician_id is None:
            self.screen.say("no technician here", "refused")
            return
        day = self.screen.live.board.day
        name = day.technicians[technician_id].name

        async def then(text: str) -> None:
            span = day_span(day.service_date, day.shop.zone)
            since = max(self.screen.live.now, span.start)
            await self.screen.do(TakeOut(technician_id, since, span.end, text))

        self.screen.ask(f" {name} out for the rest of the day, why ", "out", then)
