"""The page about one call, as rows: who, where, what, its visits, who was told what, and its story."""

from __future__ import annotations

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Call, Place, Visit
from dispatch_tui.core.places import shared_points
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import clock_text, day_text, length_text, window_text
from dispatch_tui.desk.ports import CallStory
from dispatch_tui.desk.story import events_of
from dispatch_tui.desk.told_facts import told_facts
from widgets.glyphs import STATE_WORDS, Glyphs, place_sign, role_of
from widgets.ink import BOLD
from widgets.lines import chip
from widgets.page import Row, head, said


def call_rows(story: CallStory, day: Day, glyphs: Glyphs) -> list[Row]:
    """The whole page; the second row holds the chip of the call's state."""
    page = _Page(story, day, glyphs)
    page.title()
    page.who_and_where()
    page.what()
    page.visits()
    page.told()
    page.events()
    return page.rows


class _Page:
    def __init__(self, story: CallStory, day: Day, glyphs: Glyphs) -> None:
        self.story, self.day, self.glyphs = story, day, glyphs
        self.zone = day.shop.zone
        self.rows: list[Row] = []

    def fact(self, name: str, value: str, role: str = "text") -> None:
        known = (value or "not known", role if value else "quiet")
        self.rows.append(said((f"   {name:<14}", "quiet"), known))

    def title(self) -> None:
        call, visits = self.story.call, self.story.visits
        kind = self.day.type_of(call)
        phase = call.phase.value.replace("_", " ")
        role = role_of(visits[-1], call) if visits else "tentative"
        row: Row = (
            (" ", "text", "screen", 0),
            chip(f"{self.glyphs.state[role]} {call.id}", role),
            (f"  {self.story.customer.name}", "bright", "screen", BOLD),
            (f"   {kind.name if kind else call.type_code}, {phase}", "text", "screen", 0),
        )
        self.rows += [(), row, ()]

    def who_and_where(self) -> None:
        call, customer, site = self.story.call, self.story.customer, self.story.site
        self.rows.append(head("WHO AND WHERE"))
        phones = " / ".join(phone_text(p) for p in (customer.phone, customer.phone2) if p)
        self.fact("phone", phones, "bright")
        self.fact("e-mail", customer.email)
        speaks = "" if customer.language == "en" else f", speaks {customer.language}"
        self.fact("reach by", call.channel.value + speaks)
        self.fact("likes", ", ".join(customer.tags) or "nothing declared")
        self.fact("address", site.one_line, "bright")
        place = site.place
        self.fact("place", self._place(place))
        access = "; ".join(dict.fromkeys(text for text in (site.access, call.access) if text))
        self.fact("access", access or "nothing said")

    def _place(self, place: Place | None) -> str:
        """Where it is, how well that is known, and whether the point is suspect."""
        sign = place_sign(place, self.glyphs)
        if place is None:
            return f"{sign} unknown: locate {self.story.call.id} latitude,longitude"
        words = f"{sign} {place.lat:.5f}, {place.lon:.5f} ({place.precision.value})"
        sites = {**self.day.sites, self.story.site.id: self.story.site}
        others = shared_points(sites.values()).get((place.lat, place.lon))
        return f"{words}, shared by {others} addresses: a town's default?" if others else words

    def what(self) -> None:
        call, zone = self.story.call, self.zone
        self.rows += [(), head("WHAT")]
        self.fact("problem", call.problem or "nothing said")
        self.fact("instructions", call.instructions or "none")
        needs = " ".join(call.skills) or "no special skill"
        self.fact("takes", f"{length_text(call.minutes)}, needs {needs}")
        self.fact("priority", call.priority.value)
        self.fact("due", day_text(call.due))
        self.fact("window", self._window(call), "good" if call.window else "quiet")
        received = f"{day_text(local_date(call.received_at, zone))} {clock_text(call.received_at, zone)}"
        self.fact("came by", f"{call.source}, {received}")
        if call.part:
            here = call.part_ready_at
            at = f"{day_text(local_date(here, zone))} {clock_text(here, zone)}" if here else ""
            self.fact("part", f"{call.part}, here since {at}" if here else f"waits for {call.part}",
                      "good" if here else "warn")  # fmt: skip
        if call.first_call_id is not None:
            self.fact("callback of", str(call.first_call_id), "warn")
        if self.story.callbacks:
            self.fact("came back as", " ".join(str(each.id) for each in self.story.callbacks), "warn")
        if call.hold_reason:
            until = f" until {day_text(call.hold_until)}" if call.hold_until else ""
            self.fact("on hold", call.hold_reason + until, "warn")
        if call.cancel_reason:
            self.fact("canceled", call.cancel_reason, "warn")
        if call.outcome:
            self.fact("outcome", call.outcome, "good")

    def _window(self, call: Call) -> str:
        if call.window is None:
            return "none promised"
        day = day_text(local_date(call.window.start, self.zone))
        at = call.window_told_at
        when = f"{day_text(local_date(at, self.zone))} {clock_text(at, self.zone)}" if at else ""
        told = f"told {when}" if when else "not told yet"
        return f"{day} {window_text(call.window, self.zone)}, {told}"

    def visits(self) -> None:
        self.rows += [(), head("VISITS")]
        self.rows += [self._visit(visit) for visit in self.story.visits] or [said(("   none yet", "quiet"))]

    def _visit(self, visit: Visit) -> Row:
        zone, call = self.zone, self.story.call
        technician = self.day.technicians.get(visit.technician_id)
        slot = f"{clock_text(visit.start, zone)}-{clock_text(visit.slot.end, zone)}"
        who = f"{technician.code} {technician.name}" if technician else "a former technician"
        role = role_of(visit, call)
        words = STATE_WORDS[role] + (f": {visit.reason}" if visit.reason else "")
        return said(
            (f"   {self.glyphs.state[role]} ", "bright"),
            (f"{day_text(visit.service_date)} {slot}  ", "text"),
            (f"{who}  ", "bright"),
            (words + ("" if visit.since is None else f", {clock_text(visit.since, zone)}"), "quiet"),
        )

    def told(self) -> None:
        """What has been told, of the visit that is not over."""
        standing = [visit for visit in self.story.visits if visit.finished_at is None]
        if not standing:
            return
        self.rows += [(), head("TOLD")]
        facts = told_facts(standing[0], self.story.call, self.zone)
        self.rows += [said((f"   {fact}", "quiet" if "not " in fact else "text")) for fact in facts]

    def events(self) -> None:
        zone = self.zone
        self.rows += [(), head("STORY")]
        today = None
        for event in events_of(self.story, zone):
            day = local_date(event.at, zone)
            if day != today:
                today = day
                self.rows.append(said((f"   {day_text(day)}", "bright")))
            later = f", written down {clock_text(event.recorded_at, zone)}" if event.recorded_at else ""
            taken = " (taken back)" if event.void else ""
            self.rows.append(
                said(
                    (f"   {clock_text(event.at, zone)}  ", "now"),
                    (event.text + taken, "quiet" if event.void else "text"),
                    (f"  {event.actor}{later}", "quiet"),
                )
            )
