"""Plans and mornings become records: customers, calls with their past, today's visits, tomorrow's."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from data.demo.folk import Member
from data.demo.ledger import Ledger
from data.demo.morning import Said, spoken_morning
from data.demo.past import PastWork
from data.demo.route import Row, Stop
from data.demo.waiting import Waiting
from dispatch_tui.core.model import (
    NEW,
    Call,
    CallNote,
    CallType,
    Channel,
    Customer,
    Place,
    Priority,
    Site,
    Span,
    Technician,
    Visit,
    Way,
)
from dispatch_tui.core.travel import Travel, great_circle_km
from dispatch_tui.exercise.cast import (
    ANY_PROBLEM,
    CANCEL_REASONS,
    HOLD_REASONS,
    INSTRUCTIONS,
    PROBLEMS,
)
from dispatch_tui.exercise.world import drive_minutes

HISTORY_DAYS = 10
CHOICE = 5
"""Sites that a past visit is chosen from."""

USUALLY = 1.3
"""What a drive takes by day, of what it takes at night: people set off accordingly."""

OUTCOMES = ("fixed", "fixed, part replaced", "cleaned and adjusted", "quoted a replacement")
NOTES = (
    "Called again to ask about the time, told her the window stands.",
    "Neighbour has the key if nobody answers.",
    "Would take an earlier slot if one comes up.",
    "Was promised the same technician as last time.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A call of the day before it has a number: calls are numbered as they came in."""

    call: Call
    visits: tuple[tuple[Visit, Technician, list[Said], str], ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """The roads that the demo's people really drive, see `dispatch_tui.exercise.world`."""

    seed: int
    travel: Travel


class Writer:
    """Writes the demo's customers and calls into a ledger, in the order they must be stored."""

    def __init__(
        self,
        ledger: Ledger,
        rng: random.Random,
        people: Iterator[Customer],
        anchor: date,
        now: int,
        world: World,
    ) -> None:
        self.world = world
        self.ledger = ledger
        self.rng = rng
        self.people = people
        self.anchor = anchor
        self.now = now
        self.known: list[tuple[Customer, Site]] = []
        # where a technician is on an earlier day, and since when: their drives are true ones
        self._left: dict[tuple[int, int], tuple[Place | None, float]] = {}

    def write(
        self,
        rows: Sequence[Row],
        waiting: Sequence[Waiting],
        crew: Sequence[Member],
        kinds: Sequence[CallType],
        ended: tuple[int, int],
        past: Sequence[PastWork] = (),
    ) -> None:
        """Write everything.

        Args:
            rows: the day's plans.
            waiting: calls of the tray.
            crew: all technicians.
            kinds: kinds of work the shop can do.
            ended: how many calls are on hold, and how many were canceled.
            past: what was done in the weeks before, oldest first.
        """
        entries = [entry for row in rows for entry in self._row(row)]
        entries += [self._waiting(item) for item in waiting]
        entries += self._ended(kinds, *ended)
        self._past(past)
        self._history(crew, kinds, max(1, min(20, round(len(entries) * 0.045))))
        for entry in sorted(entries, key=lambda entry: entry.call.received_at):
            call = self.ledger.visited(entry.call, entry.visits)
            if self.rng.random() < 0.06:
                at = min(call.received_at + timedelta(minutes=25), self._at(0, self.now - 1))
                self.ledger.add(CallNote(call.id, at, self.ledger.dispatcher, self.rng.choice(NOTES)))
        self._tomorrow(crew, kinds, max(1, round(len(entries) * 0.1)))

    def _at(self, days: int, minute: float) -> datetime:
        return self.ledger.calendar.at(self.anchor + timedelta(days=days), minute)

    def _housed(self, site: Site) -> Site:
        """The site with its owner; now and then an owner who has other sites already."""
        business = self.known and self.rng.random() < 0.05
        customer = self.rng.choice(self.known)[0] if business else self.ledger.add(next(self.people))
        stored = self.ledger.owned(customer, site)
        self.known.append((customer, stored))
        return stored

    def _call(
        self,
        site: Site,
        kind: CallType,
        minutes: int,
        received: datetime,
        days: int,
        window: tuple[int, int] | None = None,
        told: bool = True,
    ) -> Call:
        rng = self.rng
        span = None if window is None else Span(self._at(days, window[0]), self._at(days, window[1]))
        problem = rng.choice(PROBLEMS.get(kind.code, ANY_PROBLEM))
        owners = (each for each, _ in reversed(self.known) if each.id == site.customer_id)
        owner = next(owners, None)
        return Call(
            customer_id=site.customer_id,
            site_id=site.id,
            type_code=kind.code,
            skills=kind.skills,
            minutes=minutes,
            received_at=received,
            due=self.anchor + timedelta(days=days),
            priority=kind.priority,
            problem=problem,
            instructions=rng.choice(INSTRUCTIONS) if rng.random() < 0.15 else "",
            access=site.access,
            source=rng.choice(("phone", "phone", "phone", "web", "member plan")),
            channel=owner.channel if owner else Channel.PHONE,
            window=span,
            window_told_at=received + timedelta(minutes=4) if span is not None and told else None,
        )

    def _row(self, row: Row) -> Iterator[Entry]:
        said = spoken_morning(self.rng, row, self.now)
        for stop, lines in zip(row.stops, said, strict=True):
            site = self._housed(stop.site)
            call = self._call(site, stop.kind, stop.minutes, self._received(stop), 0, stop.window, stop.told)
            if stop.by_phone:
                call = replace(call, channel=Channel.PHONE)
            visit = self._visit(row.technician, 0, stop.start, stop.minutes)
            visit = replace(visit, lock=stop.lock)
            if stop.cannot and lines:
                # What is left goes back to the tray; the promise was kept by arriving.
                left = max(30, stop.minutes // 2 // 5 * 5)
                call = replace(call, minutes=left, window=None, window_told_at=None)
            yield Entry(call, ((visit, row.technician, lines, stop.cannot),))

    def _visit(self, technician: Technician, days: int, start: int, minutes: int) -> Visit:
        return Visit(
            call_id=NEW,
            technician_id=technician.id,
            start=self._at(days, start),
            minutes=minutes,
            service_date=self.anchor + timedelta(days=days),
        )

    def _received(self, stop: Stop) -> datetime:
        """When the call was taken: mostly days before, for later visits also this morning."""
        rng = self.rng
        latest = min(self.now - 25, stop.start - 90)
        if stop.start > self.now + 45 and latest > 7 * 60 and rng.random() < 0.4:
            return self._at(0, rng.uniform(7 * 60, latest))
        return self._at(-rng.choice((1, 1, 1, 2, 2, 3, 5)), rng.uniform(8.5 * 60, 16.5 * 60))

    def _waiting(self, item: Waiting) -> Entry:
        received = self._at(*item.received)
        site = self._housed(item.site)
        call = self._call(site, item.kind, item.minutes, received, item.due_in, item.window)
        return Entry(replace(call, priority=item.priority))

    def _ended(self, kinds: Sequence[CallType], holds: int, canceled: int) -> Iterator[Entry]:
        rng = self.rng
        for index in range(holds + canceled):
            site = rng.choice(self.known)[1]
            kind = rng.choice([kind for kind in kinds if kind.priority is not Priority.EMERGENCY])
            call = self._call(site, kind, kind.minutes, self._at(-2, rng.uniform(540, 960)), 0)
            if index < holds:
                until = self.anchor + timedelta(days=rng.choice((1, 2, 3)))
                call = replace(call, hold_reason=HOLD_REASONS[index % len(HOLD_REASONS)], hold_until=until)
            else:
                call = replace(call, cancel_reason=CANCEL_REASONS[index % len(CANCEL_REASONS)])
            yield Entry(call)

    # -- the days around

    def _past(self, past: Sequence[PastWork]) -> None:
        """The weeks before, with chance of their own: the day is the same with them or without.

        Their visits are stored last. What the simulated people do is drawn from the ids of visits.
        """
        since = len(self.ledger.records)
        chance = random.Random(f"past/{len(past)}")
        older = Writer(self.ledger, chance, self.people, self.anchor, self.now, self.world)
        for work in past:
            here, _ = older._left.get((work.member.technician.id, -work.days), (None, 0.0))
            site = self._near(here or work.member.technician.home, older.rng)
            older._past_visit(site, work.kind, work.member.technician, -work.days, work.start, took=work.took)
        self.ledger.put_last(Visit, since)

    def _near(self, here: Place | None, rng: random.Random) -> Site:
        """One of some sites: the nearest, as a dispatcher would choose."""
        sites = [site for _, site in rng.choices(self.known, k=CHOICE)]
        known = [site for site in sites if site.place is not None]
        if here is None or not known:
            return sites[0]
        return min(known, key=lambda site: great_circle_km(here, site.place or here))

    def _history(self, crew: Sequence[Member], kinds: Sequence[CallType], per_day: int) -> None:
        rng = self.rng
        for back in range(HISTORY_DAYS, 0, -1):
            weekday = (self.anchor - timedelta(days=back)).weekday()
            clocks = {
                member.technician.id: member.shift[0] + 15 for member in crew if weekday in member.weekdays
            }
            for number in range(per_day):
                site = rng.choice(self.known)[1]
                kind = rng.choice(kinds)
                able = [
                    member
                    for member in crew
                    if member.technician.id in clocks and set(kind.skills) <= set(member.technician.skills)
                ]
                if not able:
                    continue
                member = rng.choice(able)
                start = clocks[member.technician.id] // 5 * 5 + 25
                if start + kind.minutes > member.shift[1]:
                    continue
                lost = back == 1 and number == 0
                ended = self._past_visit(site, kind, member.technician, -back, start, lost)
                clocks[member.technician.id] = ended

    def _past_visit(
        self,
        site: Site,
        kind: CallType,
        technician: Technician,
        days: int,
        start: int,
        lost: bool = False,
        took: int | None = None,
    ) -> int:
        """A visit of an earlier day, done or lost; returns the minute it ended."""
        rng = self.rng
        begins = start // 30 * 30
        received = self._at(days - 1, rng.uniform(540, 960))
        call = self._call(site, kind, kind.minutes, received, days, (begins, begins + 120))
        here, free = self._left.get((technician.id, days), (technician.home, float("-inf")))
        arrive = float(start + rng.randrange(-2, 12))
        if site.place is not None and here is not None:
            leaves = max(arrive - self.world.travel.leg(here, site.place).minutes * USUALLY, free + 5)
            about = f"{technician.code}{days}@{start}"
            took_to = drive_minutes(
                self.world.travel, here, site.place, self._at(days, leaves), self.world.seed, about
            )
            arrive = leaves + took_to
        else:
            leaves = arrive - 16
        done = arrive + (max(20, kind.minutes + rng.randrange(-15, 25)) if took is None else took)
        tell, way = rng.randrange(3, 12), rng.choice((Way.SCREEN, Way.TEXT))
        lines = [
            Said("dispatch", leaves - 2 - tell, Way.DESK),
            Said("ack", leaves - tell, way),
            Said("enroute", leaves, way),
            Said("onsite", arrive, way),
            Said("done", done, way),
        ]
        visit = self._visit(technician, days, start, kind.minutes)
        if lost:
            self._lost_visit(call, visit, technician, lines[:2])
            return start
        self._left[technician.id, days] = site.place, done
        if took is not None or rng.random() < 0.7:
            outcome = rng.choice(OUTCOMES)
            call = replace(call, closed_at=self._at(days, 17 * 60 + 30), outcome=outcome)
        self.ledger.visited(call, [(visit, technician, lines, "")])
        return math.ceil(done)

    def _lost_visit(self, call: Call, visit: Visit, technician: Technician, lines: list[Said]) -> None:
        """A call that was canceled after the technician had been told of it."""
        call = replace(call, cancel_reason=CANCEL_REASONS[0])
        self.ledger.visited(call, [(visit, technician, lines, "")], canceled=CANCEL_REASONS[0])

    def _tomorrow(self, crew: Sequence[Member], kinds: Sequence[CallType], count: int) -> None:
        rng = self.rng
        weekday = (self.anchor + timedelta(days=1)).weekday()
        working = [member for member in crew if weekday in member.weekdays]
        if not working:
            return
        for index in range(count):
            member = working[index % len(working)]
            able = [
                kind
                for kind in kinds
                if set(kind.skills) <= set(member.technician.skills)
                and kind.priority is not Priority.EMERGENCY
            ]
            start = member.shift[0] + 45 + 150 * (index // len(working))
            if not able or start + 90 > member.shift[1]:
                continue
            kind = rng.choice(able)
            site = rng.choice(self.known)[1]
            begins = start // 30 * 30
            received = self._at(-1, rng.uniform(540, 990))
            call = self._call(site, kind, kind.minutes, received, 1, (begins, begins + 120))
            visit = self._visit(member.technician, 1, start, kind.minutes)
            self.ledger.visited(call, [(visit, member.technician, [], "")])
