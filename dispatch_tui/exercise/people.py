"""Simulated people: what technicians, the office and callers do when nobody sits in their chair.

Pure and without memory. What each person does next follows from the day's facts, the time and a seed;
hidden truths (how long the work really takes, who says nothing of a delay) are drawn from the seed and
the visit, so that asking twice gives the same answer. A discrete-event library would need to keep the
state of everybody in step with a store that people change at the same time; here the store is the
state, and an act that a person has made pointless is simply not there the next time one asks.

People act by commands only, each with a uid made of what it is about: several consoles may play the
same shop, and the store takes each act once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch_tui.core.commands import Act, Command, Receive, SetLeft, SetStatus
from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import visiting_order
from dispatch_tui.core.groups import rev_of
from dispatch_tui.core.model import (
    CallPhase,
    Place,
    Span,
    Technician,
    Visit,
    VisitState,
    Way,
)
from dispatch_tui.core.status import ACTS, SEEN, advanced
from dispatch_tui.core.telling.answers import parse_answer
from dispatch_tui.core.travel import Travel
from dispatch_tui.exercise.callers import caller_acts, next_caller_at
from dispatch_tui.exercise.cast import CANNOT_REASONS, PAUSE_NOTES
from dispatch_tui.exercise.chance import between, draw, pick
from dispatch_tui.exercise.pace import pace
from dispatch_tui.exercise.world import drive_minutes

S = VisitState
MINUTE = timedelta(minutes=1)

OFFICE = "sim"
"""Actor of what the simulated office does."""

LEAD_MINUTES = 25
"""The office tells a technician of the next call no earlier than this before they must set off:
until dispatched the schedule is tentative."""

PAUSE_SHARE = 0.10
CANNOT_SHARE = 0.03
OVERRUN_SHARE = 0.20
SILENT_SHARE = 0.45
"""Share of overruns that the technician says nothing about unless asked."""

NO_ANSWER_SHARE = 0.12
"""Share of check-ins that nobody answers: the phone is in the van."""

MOST_STEPS = 40
"""Acts of one technician in one catch-up; more is a fault in the rules, not a long day."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing that will happen on a row: when, and by what command."""

    at: datetime
    visit: Visit
    command: Command
    by_office: bool = False


def due_acts(
    day: Day, now: datetime, seed: int, travel: Travel, since: datetime | None = None
) -> list[tuple[datetime, Act]]:
    """What simulated people have done up to `now` and the store does not know yet, oldest first.

    Each act is to be written as of its own instant: "20 minutes left" means from then.

    Args:
        day: the facts; what people at consoles did in between is in them.
        now: the shop's present instant.
        seed: the exercise's seed.
        travel: the roads as they are (`exercise.world`); real drives scatter around that.
        since: when this was asked last. New calls since then are included, and the office, which
            cannot have known of a visit before it was placed, dispatches no earlier. None: no new
            calls, as the facts do not tell which have been taken already.
    """
    found: list[tuple[datetime, Act]] = []
    for technician_id in day.order:
        person = _Person(day, technician_id, seed, travel, since)
        found.extend(person.acts_until(now))
    if since is not None:
        found.extend(caller_acts(day, since, now, seed))
    return sorted(found, key=lambda item: item[0])


def next_event_at(day: Day, now: datetime, seed: int, travel: Travel) -> datetime | None:
    """When the next simulated act happens; not before `now`. None if nothing more will today."""
    moments = []
    for technician_id in day.order:
        step = _Person(day, technician_id, seed, travel, now).next_step()
        if step is not None:
            moments.append(step.at)
    caller = next_caller_at(day, now, seed)
    if caller is not None:
        moments.append(caller)
    return max(now, min(moments)) if moments else None


class _Person:
    """One technician, and the office as far as it deals with them, over a copy of their row."""

    def __init__(
        self, day: Day, technician_id: int, seed: int, travel: Travel, since: datetime | None = None
    ) -> None:
        self.day = day
        self.since = since
        self.technician: Technician = day.technicians[technician_id]
        self.seed = seed
        self.travel = travel
        self.row = {visit.id: visit for visit in day.row(technician_id)}
        self.shifts: Sequence[Span] = day.working.get(technician_id, ())

    def acts_until(self, now: datetime) -> Iterator[tuple[datetime, Act]]:
        """All acts due, in order, each seen from the facts the one before has made."""
        for _ in range(MOST_STEPS):
            step = self.next_step()
            if step is None or step.at > now:
                return
            yield step.at, self._act(step)
            self._apply(step)

    def next_step(self) -> Step | None:
        """What happens next on the row if nobody interferes; its instant may lie in the past."""
        seen = [visit for visit in visiting_order(list(self.row.values())) if visit.state in SEEN]
        steps = [step for visit in seen if (step := self._technician_step(visit)) is not None]
        if not seen:
            office = self._office_step()
            steps = [] if office is None else [office]
        return min(steps, key=lambda step: (step.at, step.visit.id), default=None)

    # -- what a technician does with the call before them

    def _technician_step(self, visit: Visit) -> Step | None:
        since = visit.since or visit.start
        match visit.state:
            case S.DISPATCHED:
                return self._says(visit, "ack", since + self._minutes(visit, "ack", 1, 4))
            case S.ACKNOWLEDGED:
                ready = since + self._minutes(visit, "set off", 1, 3)
                timely = visit.start - self._timely(visit) - self._minutes(visit, "early", 0, 4)
                return self._says(visit, "enroute", max(ready, timely))
            case S.EN_ROUTE:
                left = visit.enroute_at or since
                return self._says(visit, "onsite", left + self._drive(visit, left))
            case S.PAUSED:
                return self._says(visit, "resume", since + self._minutes(visit, "pause", 12, 28))
            case S.ON_SITE:
                return self._work_step(visit)
            case _:
                return None

    def _work_step(self, visit: Visit) -> Step | None:
        """What comes first: an answer to the check-in, or what the work brings."""
        steps = (self._reply_step(visit), self._next_of_work(visit))
        return min((step for step in steps if step is not None), key=lambda step: step.at, default=None)

    def _reply_step(self, visit: Visit) -> Step | None:
        """The answer to a check-in, in a few minutes; some never come."""
        asked, phone = visit.asked_at, self.technician.phone
        if asked is None or not phone or (visit.answered_at is not None and visit.answered_at >= asked):
            return None
        if draw(self.seed, "answers", f"{visit.id}-{asked:%H%M}") < NO_ANSWER_SHARE:
            return None
        at = _whole(asked + self._minutes(visit, "answers after", 1, 6))
        if at >= self.true_end(visit):
            return None
        return self._present(Step(at, visit, Receive(phone, self._answer(visit, at), provider="demo")))

    def _answer(self, visit: Visit, at: datetime) -> str:
        """How long it will take, to five minutes, in one of the ways people write it."""
        left = max(5, round((self.true_end(visit) - at) / MINUTE / 5) * 5)
        hours, rest = divmod(left, 60)
        long = f"{hours}h" if not rest else f"{hours}:{rest:02}"
        spoken = long if hours else f"done in {left}"
        ways = (f"{left}", f"{left} min", f"about {left} min", f"{left}m", spoken)
        return pick(self.seed, "answers how", visit.id, ways)

    def _next_of_work(self, visit: Visit) -> Step | None:
        arrived = visit.arrived_at or visit.since or visit.start
        ends = self.true_end(visit)
        if visit.paused_minutes == 0 and self._draw(visit, "pauses") < PAUSE_SHARE:
            pause = arrived + (ends - arrived) * between(self.seed, "pause at", visit.id, 0.3, 0.7)
            if pause > self._looked(visit):
                note = pick(self.seed, "pause why", visit.id, PAUSE_NOTES)
                return self._says(visit, "pause", pause, note)
        if self._tells_delay(visit, ends):
            # Said a little before the planned end, as a considerate person would.
            told = max(visit.since or arrived, self._planned_end(visit, arrived) - 8 * MINUTE)
            left = round((ends - told) / MINUTE / 5) * 5
            if left >= 5:
                return self._present(Step(told, visit, SetLeft(visit.id, left=left)))
        if self._draw(visit, "cannot") < CANNOT_SHARE and visit.left_minutes is None:
            gives_up = arrived + (ends - arrived) * between(self.seed, "gives up", visit.id, 0.3, 0.8)
            if gives_up > self._looked(visit):
                reason = pick(self.seed, "cannot why", visit.id, CANNOT_REASONS)
                return self._says(visit, "cannot", gives_up, reason)
        return self._says(visit, "done", ends)

    def true_end(self, visit: Visit) -> datetime:
        """When the work on site really ends: hidden from the desk until it does.

        What the technician has said of the time left is close to the truth.
        """
        since = visit.since or visit.start
        if visit.left_minutes is not None and visit.left_at is not None:
            left = max(2.0, visit.left_minutes * between(self.seed, "left", visit.id, 0.9, 1.1))
            return max(visit.left_at + left * MINUTE, since)
        arrived = visit.arrived_at or since
        return max(arrived + (self._true_minutes(visit) + visit.paused_minutes) * MINUTE, since)

    def _true_minutes(self, visit: Visit) -> float:
        """Most work takes its technician's usual time, some of it less, one call in five runs over."""
        call = self.day.calls.get(visit.call_id)
        usual = visit.minutes * (pace(self.seed, self.technician.code, call.type_code) if call else 1.0)
        chance = self._draw(visit, "length")
        if chance < OVERRUN_SHARE:
            return max(usual, visit.minutes * between(self.seed, "over", visit.id, 1.15, 1.6))
        if chance < OVERRUN_SHARE + 0.1:
            return usual * between(self.seed, "under", visit.id, 0.65, 0.85)
        return usual * between(self.seed, "near", visit.id, 0.88, 1.08)

    def _tells_delay(self, visit: Visit, ends: datetime) -> bool:
        arrived = visit.arrived_at or visit.start
        late = ends - self._planned_end(visit, arrived) > 10 * MINUTE
        return late and visit.left_at is None and self._draw(visit, "silent") >= SILENT_SHARE

    def _planned_end(self, visit: Visit, arrived: datetime) -> datetime:
        return arrived + (visit.minutes + visit.paused_minutes) * MINUTE

    # -- what the office does

    def _office_step(self) -> Step | None:
        """Dispatch the next visit that nobody at the desk has in hand, in time for its drive."""
        waiting = [visit for visit in self.row.values() if self._is_offices(visit)]
        visit = min(waiting, key=lambda visit: (visit.start, visit.id), default=None)
        if visit is None or not self.shifts:
            return None
        ended = [done.finished_at for done in self.row.values() if done.finished_at is not None]
        opens = min(span.start for span in self.shifts)
        free = max(ended, default=opens) + self._minutes(visit, "office", 1, 3)
        lead = self._timely(visit) + LEAD_MINUTES * MINUTE
        at = max(free, visit.start - lead, opens, self.since or opens)
        # In their hours; whoever has planned it outside them has been asked.
        return self._working(Step(at, visit, replace(_status(visit, "dispatch"), sure=True), True))

    def _is_offices(self, visit: Visit) -> bool:
        """True for a visit to dispatch that no person has moved, locked, or taken back.

        What a person has touched since it was placed is theirs to dispatch.
        """
        call = self.day.calls.get(visit.call_id)
        if visit.state is not S.TENTATIVE or call is None:
            return False
        if call.phase in (CallPhase.ON_HOLD, CallPhase.CANCELED, CallPhase.CLOSED):
            return False
        born = rev_of(visit, "life")
        return all(rev_of(visit, group) <= born for group in ("plan", "status", "told"))

    # -- small parts

    def _says(self, visit: Visit, verb: str, at: datetime, reason: str = "") -> Step | None:
        """The technician says something at an instant, unless they are out by then."""
        return self._present(Step(max(at, visit.since or at), visit, _status(visit, verb, reason)))

    def _present(self, step: Step) -> Step | None:
        """The step, put off to the end of time off it falls into; None if that has no end."""
        for off in self.day.offs_of(self.technician.id):
            if off.since <= step.at and (off.until is None or step.at < off.until):
                return None if off.until is None else replace(step, at=_whole(off.until))
        return replace(step, at=_whole(step.at))

    def _looked(self, visit: Visit) -> datetime:
        """What might have happened but was not said before this instant did not happen.

        A pause can be left out of a day, an arrival or an end cannot.
        """
        since = visit.since or visit.start
        return since if self.since is None else max(since, self.since)

    def _working(self, step: Step) -> Step | None:
        """The step within working hours: moved to the next span, or None after the last."""
        for span in self.shifts:
            if step.at < span.end:
                return replace(step, at=_whole(max(step.at, span.start)))
        return None

    def _drive(self, visit: Visit, leaves: datetime) -> timedelta:
        """What the drive to a visit really takes for who leaves at an instant."""
        here, there = self._here(visit), self._place(visit)
        return drive_minutes(self.travel, here, there, leaves, self.seed, visit.id) * MINUTE

    def _timely(self, visit: Visit) -> timedelta:
        """How long before its start people set off to a visit: they know the hour, not their luck."""
        leg = self.travel.leg(self._here(visit), self._place(visit))
        return self.travel.arriving(leg, visit.start).minutes * MINUTE

    def _here(self, visit: Visit) -> Place | None:
        """Where the technician last was today, else their home."""
        here: Place | None = self.technician.home
        ended = [done for done in self.row.values() if done.finished_at is not None and done.id != visit.id]
        if ended:
            last = max(ended, key=lambda done: (done.finished_at or done.start, done.id))
            here = self._place(last)
        return here

    def _place(self, visit: Visit) -> Place | None:
        call = self.day.calls.get(visit.call_id)
        site = self.day.sites.get(call.site_id) if call is not None else None
        return site.place if site is not None else None

    def _draw(self, visit: Visit, what: str) -> float:
        return draw(self.seed, what, visit.id)

    def _minutes(self, visit: Visit, what: str, low: float, high: float) -> timedelta:
        return between(self.seed, what, visit.id, low, high) * MINUTE

    def _act(self, step: Step) -> Act:
        command = step.command
        if isinstance(command, SetStatus):
            command = replace(command, at=step.at)
        first = self.technician.name.split()[0] if self.technician.name else ""
        actor = OFFICE if step.by_office else f"{self.technician.code} {first}".strip()
        said = command.verb if isinstance(command, SetStatus) else type(command).__name__
        group = "check" if isinstance(command, Receive) else "status"
        # The revision tells a status said again after a correction from the same one sent twice.
        about = f"{step.visit.id}-{rev_of(step.visit, group)}-{said}-{step.at:%Y%m%dT%H%M%S}"
        return Act(
            command,
            actor,
            "sim",
            _way(step),
            uid=f"sim-{self.seed}-{about}",
        )

    def _apply(self, step: Step) -> None:
        """The row as it will be once the act has been taken."""
        visit, command = self.row[step.visit.id], step.command
        if isinstance(command, SetStatus):
            changed = advanced(visit, ACTS[command.verb], step.at, command.reason)
        elif isinstance(command, SetLeft):
            changed = replace(visit, left_minutes=command.left, left_at=step.at)
        elif isinstance(command, Receive):
            answer = parse_answer(command.text, step.at, self.day.shop.zone)
            left = answer.minutes if answer else None
            changed = replace(visit, answered_at=step.at, left_minutes=left, left_at=step.at)
        else:
            return
        self.row[visit.id] = changed


def _status(visit: Visit, verb: str, reason: str = "") -> SetStatus:
    return SetStatus(visit.id, verb, None, reason)


def _way(step: Step) -> Way:
    if isinstance(step.command, Receive):
        return Way.TEXT
    return Way.PROGRAM if step.by_office else Way.SCREEN


def _whole(instant: datetime) -> datetime:
    """Whole seconds, rounded up: what happens must not lie before what it follows."""
    return instant if not instant.microsecond else instant.replace(microsecond=0) + timedelta(seconds=1)
