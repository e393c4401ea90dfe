"""Status acts on a visit, and time off: shared by the board, the technicians and a call's own screen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime

from dispatch_tui.core.commands import CorrectStamp, SetLeft, SetStatus, TakeOut
from dispatch_tui.core.errors import NeedsSure, Usage
from dispatch_tui.core.model import Visit
from dispatch_tui.core.shifts import day_span
from dispatch_tui.core.status import AT_WORK, legal_acts
from dispatch_tui.core.timewords import clock_text, parse_length
from dispatch_tui.desk.desk import seen
from screens.base import DeskScreen
from screens.meanings import known_answers, stamped_at


def _dated(text: str, call_id: int) -> str:
    """The line that says `10:05 onsite`, `onsite 10:05` or `onsite at 10:05 forgot to say` of a call."""
    words = [word for word in text.split() if word != "at"]
    times = [word for word in words if word[0].isdigit() or word == "now"]
    if len(words) < 2 or not times:
        raise Usage("say when and what", "as in 10:05 onsite")
    words.remove(times[0])
    return " ".join((words[0], str(call_id), "at", times[0], *words[1:]))


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

    def _meant(self) -> Visit:
        visit = self.target_visit()
        if visit is None:
            raise Usage("no visit to say it of", "go to one with w or b")
        return visit

    async def _say(self, verb: str) -> None:
        visit = self._meant()
        try:
            await self.screen.do(SetStatus(visit.id, verb), seen(visit, "status"))
        except NeedsSure as costs:

            async def then(text: str) -> None:
                if text.strip().lower() in ("y", "yes", "!"):
                    await self.screen.do(SetStatus(visit.id, verb, sure=True), seen(visit, "status"))
                else:
                    self.screen.say("left as it is")

            self.screen.ask(f" {costs.message}: {verb} {visit.call_id} all the same? y/n ", "sure", then)

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
        """Cannot be completed; asks why, and how much is left."""
        visit = self._meant()

        async def then(why: str) -> None:
            async def left(text: str) -> None:
                rest = parse_length(text) if text.strip() else None
                command = SetStatus(visit.id, "cannot", None, why, rest)
                await self.screen.do(command, seen(visit, "status"))

            label = f" {visit.call_id}: how much is left (1h; empty: reckoned) "
            self.screen.ask(label, "rest", left, empty=True)

        label = f" {visit.call_id} cannot be completed, why "
        self.screen.ask(label, "cannot", then, offers=known_answers("WHY_NOT"))

    def act_status_at(self, _count: int | None) -> None:
        """A status with the time it happened at."""
        visit = self._meant()
        offers = [f"{self._clock(self.screen.live.now)} {verb}" for verb in legal_acts(visit.state)]

        async def then(text: str) -> None:
            await self.screen.services.run_line(_dated(text, visit.call_id), self.screen)

        self.screen.ask(f" {visit.call_id}: when and what (10:05 onsite) ", "stamp", then, offers=offers)

    def act_status_correct(self, _count: int | None) -> None:
        """The latest status happened at another time."""
        visit = self._meant()
        if visit.since is None:
            raise Usage(f"nothing has been said of {visit.call_id} yet", "d tells the technician")
        state = visit.state.value.replace("_", " ")

        async def then(text: str) -> None:
            command = CorrectStamp(visit.id, stamped_at(text, self.screen))
            await self.screen.do(command, seen(visit, "status"))

        since = self._clock(visit.since)
        self.screen.ask(f" {visit.call_id} {state} at {since}: at what time really ", "correct", then)

    def _clock(self, at: datetime) -> str:
        return clock_text(at, self.screen.live.board.day.shop.zone)

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
        technician_id, meant = self.target_technician(), self.target_visit()
        row = self.screen.live.board.day.row(technician_id) if technician_id else ()
        visit = next((visit for visit in (meant, *row) if visit and visit.state in AT_WORK), None)
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

    def act_ripple(self, _count: int | None) -> None:
        """What a delay on the row does to every later client."""
        technician_id = self.target_technician()
        if technician_id is not None:
            self.screen.services.open_ripple(technician_id)

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
            outcome = await self.screen.do(TakeOut(technician_id, since, span.end, text))
            self.screen.services.refit_out(technician_id, outcome.said)

        label = f" {name} out for the rest of the day, why "
        self.screen.ask(label, "out", then, offers=known_answers("WHY_OUT"))
