"""Which call, visit and time a person means: the board first, the rest of the store if it is not there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Ambiguous, Missing, Refused, Usage
from dispatch_tui.core.model import Call, Site, Technician, Visit, VisitState
from dispatch_tui.core.shifts import local_date, local_instant, local_minute
from dispatch_tui.core.status import BEGUN, OVER, SEEN
from dispatch_tui.core.timewords import TimeBase, day_text, parse_date, parse_instant, parse_offset
from dispatch_tui.core.verbs import CallRef, TechnicianRef, Value
from dispatch_tui.core.verbs.words import is_day, readable
from dispatch_tui.desk.ports import CallStory

StoryOf = Callable[[int], CallStory]
"""Looks a call up that is not on the day, as `Store.call_story`; raises `Missing`."""


class Meant:
    """Makes records and instants of what was said.

    Args:
        day: what the console shows.
        now: the shop's present instant.
        story: where calls of other days are looked up; None if they cannot be.
    """

    def __init__(self, day: Day, now: datetime, story: StoryOf | None = None) -> None:
        self.day = day
        self.now = now
        self._story = story

    # -- records

    def call(self, number: int) -> Call:
        """The call of a number.

        Raises:
            Missing: if there is none.
        """
        known = self.day.calls.get(number)
        return known if known is not None else self._told(number).call

    def site(self, call: Call) -> Site | None:
        """Where a call is."""
        known = self.day.site_of(call)
        return known if known is not None or call.id in self.day.calls else self._told(call.id).site

    def _told(self, number: int) -> CallStory:
        if self._story is None:
            raise Missing(f"call {number} is not on this day", "go to its day first")
        return self._story(number)

    def technician(self, key: int) -> Technician:
        """The technician of an id."""
        return self.day.technicians[key]

    def visit_of(self, number: int) -> Visit:
        """The visit of a call: the unfinished one, wherever it stands, else the latest.

        Raises:
            Missing: if the call has none, or does not exist.
        """
        here = self.day.visit_of(number) if number in self.day.calls else None
        if here is not None and here.state not in OVER:
            return here
        elsewhere = self._visits_elsewhere(number)
        standing = [visit for visit in elsewhere if visit.state not in OVER]
        if standing:
            return standing[-1]
        latest = max((*elsewhere, *([here] if here else [])), key=lambda visit: visit.id, default=None)
        if latest is None:
            raise Missing(f"call {number} is not on the board", f"place {number} first")
        return latest

    def _visits_elsewhere(self, number: int) -> tuple[Visit, ...]:
        if self._story is None and number in self.day.calls:
            return ()
        return self._told(number).visits

    def subject_visit(self, subject: Value | None, legal: Collection[VisitState], verb: str) -> Visit:
        """The visit that a status verb is about.

        Of a technician it is, of those for which the verb is legal, the begun one, else the one they
        have been told of; `dispatch` means their next tentative one. Where none is legal it is the
        one they are on, so that the refusal can say where that stands.

        Raises:
            Missing: if there is no visit to speak of.
            Ambiguous: if the verb is legal for several of equal standing.
        """
        if isinstance(subject, CallRef):
            return self.visit_of(subject.number)
        if not isinstance(subject, TechnicianRef):
            raise Usage(f"{verb} needs a call or a technician", f"say {verb} t3, or {verb} 412")
        row = self.day.row(subject.id)
        tiers = ([VisitState.TENTATIVE],) if verb == "dispatch" else (BEGUN, SEEN - BEGUN)
        for tier in tiers:
            fitting = [visit for visit in row if visit.state in tier and visit.state in legal]
            if len(fitting) > 1 and verb != "dispatch":
                numbers = " or ".join(str(visit.call_id) for visit in fitting)
                raise Ambiguous(f"{subject.code} could mean call {numbers}", f"say {verb} and the call")
            if fitting:
                return fitting[0]
        present = [visit for tier in (BEGUN, SEEN) for visit in row if visit.state in tier]
        if present:
            return present[0]
        raise self._nothing_on(subject, row, verb)

    def _nothing_on(self, who: TechnicianRef, row: tuple[Visit, ...], verb: str) -> Missing:
        waiting = next((visit for visit in row if visit.state is VisitState.TENTATIVE), None)
        day = "" if self.day.service_date == self.today else f" on {day_text(self.day.service_date)}"
        if waiting is None or verb == "dispatch":
            what = "nothing to be dispatched" if verb == "dispatch" else "no call"
            return Missing(f"{who.code} has {what}{day}", f"place a call on {who.code}'s row first")
        return Missing(
            f"{who.code} has not been told of a call{day}",
            f"the next is {waiting.call_id}: dispatch {who.code.lower()} first",
        )

    def agree(self, visit: Visit, also: Value | None) -> None:
        """See that a second word names the same visit as the first (`onsite t3 412`).

        Raises:
            Refused: if the call is not on that technician's row.
        """
        if isinstance(also, CallRef) and also.number != visit.call_id:
            raise Refused(f"that is call {visit.call_id}, not {also.number}", "name one of them")
        if isinstance(also, TechnicianRef) and also.id != visit.technician_id:
            holder = self.day.technicians.get(visit.technician_id)
            row = f"{holder.code}'s row" if holder else "another row"
            raise Refused(
                f"call {visit.call_id} is on {row}, not {also.code}'s",
                f"move {visit.call_id} {also.code.lower()} first",
            )

    # -- times

    @property
    def today(self) -> date:
        """The shop's date now."""
        return local_date(self.now, self.day.shop.zone)

    def base(self, day: date) -> TimeBase:
        """What words for times of a day are understood against."""
        return TimeBase(day, self.now, self.day.shop.zone)

    def named_date(self, words: str) -> date:
        """The date that a word names."""
        return readable(lambda: parse_date(words, self.base(self.today)))

    def instant(self, words: str, day: date) -> datetime:
        """The instant that words name; a lone time is one of `day`, a lone day its first minute."""
        if is_day(words):
            named = self.named_date(words)
            return readable(lambda: local_instant(named, 0, self.day.shop.zone))
        found = readable(lambda: parse_instant(words, self.base(day)))
        return found.replace(second=0, microsecond=0)

    def moved_start(self, words: str, start: datetime, day: date) -> datetime:
        """A new start: by minutes from the old one, to a time of its day, or to its time on another day."""
        offset = parse_offset(words)
        if offset is not None:
            return readable(lambda: start + timedelta(minutes=offset))
        if is_day(words):
            minute = local_minute(start, self.day.shop.zone)
            named = self.named_date(words)
            return readable(lambda: local_instant(named, minute, self.day.shop.zone))
        return self.instant(words, day)

    def stamp(self, words: str) -> datetime | None:
        """When something happened: today, or last night where that is the nearest such time; None for now."""
        if not words or words == "now":
            return None
        if is_day(words):
            raise Usage(f"{words!r} is a day, not a time", f"say at {words} 16:30")
        at = self.instant(words, self.today)
        half_a_day = timedelta(hours=12)
        before = at - timedelta(days=1)
        if " " not in words and at > self.now and self.now - before < half_a_day:
            return before
        return at
