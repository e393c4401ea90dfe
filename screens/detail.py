"""A call whole: customer, site, what was promised, its visits and its story."""

from __future__ import annotations

from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import clock_text, day_text, length_text, window_text
from dispatch_tui.desk.ports import CallStory
from dispatch_tui.desk.story import events_of
from dispatch_tui.keymap import Situation
from screens.page import PageScreen
from widgets.cells import Look
from widgets.glyphs import STATE_WORDS, role_of
from widgets.ink import BOLD
from widgets.lines import chip
from widgets.page import Row, head, said


class DetailScreen(PageScreen):
    """One call."""

    def __init__(self, look: Look, call_id: int) -> None:
        super().__init__(look, "detail")
        self.call_id = call_id

    def situation(self) -> Situation:
        """A call is always here."""
        return Situation(call=True)

    def act_edit(self, _count: int | None) -> None:
        """Change it in the form."""
        self.services.open_intake(edit=self.call_id)

    async def fill(self) -> None:
        """Read the call and put it on the page."""
        story = await self.live.ask(lambda desk: desk.store.call_story(self.call_id))
        self.page.set_rows(self._rows(story))

    def _rows(self, story: CallStory) -> list[Row]:
        call, customer, site = story.call, story.customer, story.site
        zone = self.live.board.day.shop.zone
        kind = self.live.board.day.type_of(call)
        phase = call.phase.value.replace("_", " ")
        visits = story.visits
        role = role_of(visits[-1], call) if visits else "tentative"
        title: Row = (
            (" ", "text", "screen", 0),
            chip(f"{self.look.glyphs.state[role]} {call.id}", role),
            (f"  {customer.name}", "bright", "screen", BOLD),
            (f"   {kind.name if kind else call.type_code}, {phase}", "text", "screen", 0),
        )
        rows: list[Row] = [(), title, ()]

        def fact(name: str, value: str, role: str = "text") -> None:
            rows.append(said((f"   {name:<14}", "quiet"), (value or "not known", role if value else "quiet")))

        rows.append(head("WHO AND WHERE"))
        fact("phone", " / ".join(phone_text(p) for p in (customer.phone, customer.phone2) if p), "bright")
        fact("e-mail", customer.email)
        fact(
            "reach by",
            call.channel.value + ("" if customer.language == "en" else f", speaks {customer.language}"),
        )
        fact("likes", ", ".join(customer.tags) or "nothing declared")
        fact("address", site.one_line, "bright")
        place = (
            f"{site.place.lat:.5f}, {site.place.lon:.5f} ({site.place.precision.value})" if site.place else ""
        )
        fact("place", place)
        fact(
            "access",
            "; ".join(dict.fromkeys(text for text in (site.access, call.access) if text)) or "nothing said",
        )
        rows += [(), head("WHAT")]
        fact("problem", call.problem or "nothing said")
        fact("instructions", call.instructions or "none")
        fact("takes", f"{length_text(call.minutes)}, needs {' '.join(call.skills) or 'no special skill'}")
        fact("priority", call.priority.value)
        fact("due", day_text(call.due))
        fact("window", self._window(call), "good" if call.window else "quiet")
        received = f"{day_text(local_date(call.received_at, zone))} {clock_text(call.received_at, zone)}"
        fact("came by", f"{call.source}, {received}")
        if call.hold_reason:
            fact(
                "on hold",
                call.hold_reason + (f" until {day_text(call.hold_until)}" if call.hold_until else ""),
                "warn",
            )
        if call.cancel_reason:
            fact("canceled", call.cancel_reason, "warn")
        rows += [(), head("VISITS")]
        rows += [self._visit(visit, call) for visit in visits] or [said(("   none yet", "quiet"))]
        rows += [(), head("STORY")]
        today = None
        for event in events_of(story):
            day = local_date(event.at, zone)
            if day != today:
                today = day
                rows.append(said((f"   {day_text(day)}", "bright")))
            later = f", written down {clock_text(event.recorded_at, zone)}" if event.recorded_at else ""
            taken = " (taken back)" if event.void else ""
            rows.append(
                said(
                    (f"   {clock_text(event.at, zone)}  ", "now"),
                    (event.text + taken, "quiet" if event.void else "text"),
                    (f"  {event.actor}{later}", "quiet"),
                )
            )
        return rows

    def _window(self, call: Call) -> str:
        zone = self.live.board.day.shop.zone
        if call.window is None:
            return "none promised"
        day = day_text(local_date(call.window.start, zone))
        told = f", told {clock_text(call.window_told_at, zone)}" if call.window_told_at else ", not told yet"
        return f"{day} {window_text(call.window, zone)}{told}"

    def _visit(self, visit: Visit, call: Call) -> Row:
        zone = self.live.board.day.shop.zone
        technician = self.live.board.day.technicians.get(visit.technician_id)
        slot = f"{clock_text(visit.start, zone)}-{clock_text(visit.slot.end, zone)}"
        who = f"{technician.code} {technician.name}" if technician else "a former technician"
        role = role_of(visit, call)
        return said(
            (f"   {self.look.glyphs.state[role]} ", "bright"),
            (f"{day_text(visit.service_date)} {slot}  ", "text"),
            (f"{who}  ", "bright"),
            (STATE_WORDS[role] + (f": {visit.reason}" if visit.reason else ""), "quiet"),
        )
