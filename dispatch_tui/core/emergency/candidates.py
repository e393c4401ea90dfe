"""What sending somebody to an emergency does to their row: who is put off, and by how much.

The row is forecast as it would be, by the same rules as every other row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dispatch_tui.core.commands.emergency import Rest, Start
from dispatch_tui.core.emergency.reaching import Leaving, Reach
from dispatch_tui.core.forecast import RowFacts, RowForecast, forecast_row, minutes_between, visiting_order
from dispatch_tui.core.model import Call, Lock, Visit, VisitState
from dispatch_tui.core.ripple import RippleLine, later_lines
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.suggest import rounded_up
from dispatch_tui.core.travel import Travel

S = VisitState
MINUTE = timedelta(minutes=1)
SENT = -412
"""Id of the emergency's visit while it is only supposed; no stored record has a negative one."""
RETURN = -413
"""Id of the visit in which what was left is finished, likewise."""
LEAST_REST = 15
"""Minutes that are left, at the least, of work that somebody is called away from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A technician and a way with all that it does to their row.

    Attributes:
        reach: who, how, when.
        facts: the row as it would stand, all that is put off pushed back.
        before, after: the row's forecasts.
        lines: the later clients whose arrival it puts off, in order, as the ripple shows them; their
            visits are as they stand now.
        pushed: new starts by visit id, of what must be put off.
        rest_minutes: work left at the call they leave; 0 if they leave none.
        held: a visit locked to a time that stands in the way; None if none does.
    """

    reach: Reach
    facts: RowFacts
    before: RowForecast
    after: RowForecast
    lines: tuple[RippleLine, ...]
    pushed: Mapping[int, datetime]
    rest_minutes: int
    held: Visit | None

    @property
    def arrival(self) -> datetime:
        """When they are there."""
        return self.reach.arrival

    @property
    def back_at(self) -> datetime | None:
        """When they are back at the work they left; None if they do not come back to any."""
        known = self.after.visits.get(RETURN)
        return known.eta if known else None

    @property
    def ends(self) -> datetime:
        """When the emergency is done."""
        return self.after.visits[SENT].finish

    @property
    def late(self) -> tuple[RippleLine, ...]:
        """Those it makes late, or later than they were."""
        return tuple(line for line in self.lines if worsened(line))


def worsened(line: RippleLine) -> bool:
    """True if a client gets late, or later than they were."""
    was = line.before.late_minutes if line.before else 0
    return line.after.late_minutes > was


def candidate(
    facts: RowFacts,
    reach: Reach,
    call: Call,
    minutes: int,
    service_date: date,
    now: datetime,
    travel: Travel,
    rules: Rules,
    before: RowForecast,
    rest: Rest = Rest.RETURN,
) -> Candidate:
    """What sending somebody does to their row.

    Args:
        facts: the row as it stands; its sites must hold the emergency's.
        reach: the way.
        call: the emergency.
        minutes: how long it takes.
        service_date: of the row.
        now: the present instant.
        travel: the shop's travel times.
        rules: the shop's, for who is late and who has been told.
        before: the row's forecast as it stands.
        rest: what becomes of work that they leave.
    """
    present, left = reach.present, 0
    facts = replace(
        facts,
        calls={**facts.calls, call.id: call},
        visits=tuple(visit for visit in facts.visits if visit.call_id != call.id or visit.state in OVER),
    )
    first, ahead = _split(facts.visits, reach, now)
    back: list[Visit] = []
    if reach.leaves is Leaving.WORK and present is not None:
        left = rest_of(before, present, now)
        if rest is Rest.RETURN:
            key = reach.technician_id
            # helps: the window bound the first arrival, and they have been there
            back = [Visit(present.call_id, key, reach.arrival, left, service_date, helps=True, id=RETURN)]
    held = next((visit for visit in ahead if _time_locked(visit) and visit.start <= reach.arrival), None)
    ahead = [*back, *ahead]
    sent = Visit(call.id, reach.technician_id, reach.arrival, minutes, service_date, id=SENT)
    there = sent
    if reach.start is Start.NOW:  # forecast from the arrival, wherever on the road they turn round
        there = replace(sent, state=S.ON_SITE, since=sent.start, arrived_at=sent.start)
    after = forecast_row(replace(facts, visits=(*first, there, *_in_line(ahead, sent))), now, travel)
    pushed = _pushed(ahead, after)
    seen = replace(sent, state=S.DISPATCHED) if reach.start is Start.NOW else sent
    moved = [replace(visit, start=pushed.get(visit.id, visit.start)) for visit in ahead]
    lines = later_lines(replace(facts, visits=tuple(ahead)), before, after, now, rules)
    put_off = tuple(
        line
        for line in lines
        if line.before is not None
        and (line.after.eta > line.before.eta or _in_the_way(line.visit, pushed, reach))
    )
    as_it_would = replace(facts, visits=(*first, seen, *moved))
    return Candidate(reach, as_it_would, before, after, put_off, pushed, left, held)


def _split(visits: Iterable[Visit], reach: Reach, now: datetime) -> tuple[list[Visit], list[Visit]]:
    """What comes before the emergency on its row, and what comes after it, each as it would stand."""
    first: list[Visit] = []
    ahead: list[Visit] = []
    present = reach.present
    for visit in visiting_order(tuple(visits)):
        if present is None or visit.id != present.id:
            (first if visit.state in OVER | BEGUN else ahead).append(visit)
        elif reach.leaves is Leaving.WORK:
            first.append(cut(visit, now))
        elif reach.leaves is Leaving.NOTHING:
            first.append(visit)
        else:
            ahead.append(released(visit, now))
    ahead.sort(key=lambda visit: (visit.start, visit.id))
    return first, ahead


def cut(visit: Visit, now: datetime) -> Visit:
    """Work that somebody is called away from: this visit is over."""
    return replace(
        visit, state=S.CANNOT_COMPLETE, since=now, finished_at=now, left_minutes=None, left_at=None
    )


def released(visit: Visit, now: datetime) -> Visit:
    """A call that somebody has been told of and is taken from."""
    return replace(
        visit, state=S.TENTATIVE, since=now, enroute_at=None, dispatched_at=None, acknowledged_at=None
    )


def rest_of(forecast: RowForecast, visit: Visit, now: datetime) -> int:
    """Minutes of work left at a visit, by its forecast."""
    return max(LEAST_REST, minutes_between(now, forecast.visits[visit.id].finish))


def _in_the_way(visit: Visit, pushed: Mapping[int, datetime], reach: Reach) -> bool:
    """True if it is planned for a time at which they are on the way to the emergency or before it."""
    return visit.id in pushed and visit.start <= reach.arrival


def _time_locked(visit: Visit) -> bool:
    return visit.lock in (Lock.TIME, Lock.BOTH)


def _in_line(ahead: Sequence[Visit], sent: Visit) -> list[Visit]:
    """Visits in an order that the forecast keeps, each no sooner than it was planned."""
    found: list[Visit] = []
    soonest = sent.start
    for visit in ahead:
        soonest = max(soonest + MINUTE, visit.start)
        found.append(replace(visit, start=soonest))
    return found


def _pushed(ahead: Sequence[Visit], after: RowForecast) -> dict[int, datetime]:
    """New starts of what cannot begin as planned any more; a locked time stays, and is late."""
    found: dict[int, datetime] = {}
    free: datetime | None = None
    for visit in ahead:
        known = after.visits[visit.id]
        start = known.eta if free is None else max(known.eta, free + known.leg.minutes * MINUTE)
        if start > visit.start and not _time_locked(visit):
            start = found[visit.id] = rounded_up(start)
            free = start + visit.minutes * MINUTE
        else:
            free = visit.slot.end
    return found
