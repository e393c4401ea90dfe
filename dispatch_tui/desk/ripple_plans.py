"""What can be done about a ripple by changing the plan: move one call, swap two, send help.

Candidates are few and bounded, so that the screen can follow the board; each is judged by forecasting
the rows it changes. Nothing is offered that breaks a gate (skills, locks, work that has begun), and
nothing that leaves the clients as late as they are.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import combinations

from dispatch_tui.core.commands import MoveVisit, SendHelp, SwapVisits
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import RowFacts, minutes_between
from dispatch_tui.core.model import Call, Span, Technician, Visit
from dispatch_tui.core.ripple import with_visit, without_visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import check_movable, must_tell, weigh
from dispatch_tui.core.status import AT_WORK, BEGUN, OVER, SEEN
from dispatch_tui.core.suggest import Spot, gaps, may_go, qualified, rounded_up, spots_on_row
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.ripple_rows import NOBODY, Choice, ChoiceKind, Figures, Rows, unavailable

MINUTE = timedelta(minutes=1)
MOST_CALLS = 4
"""Calls of the row that are tried elsewhere, latest first."""
MOST_ROWS = 30
"""Other technicians whose rows are looked at, the nearest; more would be felt at the key."""
MOST_SPOTS = 6
"""Places by call that are forecast, cheapest travel first."""
MOST_SWAPS = 24
"""Visits of other rows by call that are tried in its place, nearest in time first."""
NEAR = timedelta(hours=3)
LEAST_SHARE = 15
"""Minutes of work below which a second pair of hands is not worth the drive."""


def late_movable(rows: Rows) -> list[Visit]:
    """Visits of the row that may still be moved, latest first; those that are not late come last."""
    lines = [line for line in rows.ripple.lines if may_move(line.visit)]
    lines.sort(key=lambda line: (-line.late_minutes, line.after.eta))
    return [line.visit for line in lines][:MOST_CALLS]


def may_move(visit: Visit, *, who: bool = True) -> bool:
    """True if a visit may go to another time (and technician), perhaps after a question."""
    if visit.state in BEGUN | OVER:
        return False
    try:
        check_movable(visit, who=who, when=True, sure=True)
    except Refused:
        return False
    return True


def spoken(technician: Technician) -> str:
    """`T3 Ana`."""
    return f"{technician.code} {technician.name.split()[0] if technician.name.split() else ''}".strip()


def _clock(rows: Rows, instant: datetime) -> str:
    return clock_text(instant, rows.day.shop.zone)


# -- move one call


@dataclass(frozen=True, slots=True)
class _Plan:
    """A change of the plan that is tried: visits as they stand, and as they would."""

    moves: tuple[tuple[Visit, Visit], ...]
    changed: dict[int, RowFacts]
    figures: Figures

    @property
    def rank(self) -> tuple[tuple[int, ...], datetime]:
        """The least harm; then the earliest."""
        return self.figures.harm, self.moves[0][1].start


def move_choice(rows: Rows, leave: Figures) -> Choice:
    """The one call whose move to another row helps all most."""
    if not leave.late:
        return unavailable(ChoiceKind.MOVE, NOBODY)
    plans = [_tried(rows, ((visit, target),)) for visit, target in _targets(rows)]
    best = _best(plans, leave)
    if best is None:
        return unavailable(
            ChoiceKind.MOVE,
            "moving one call makes nobody less late" if plans else "nobody else has room",
        )
    (visit, target) = best.moves[0]
    to = rows.day.technicians[target.technician_id]
    return Choice(
        ChoiceKind.MOVE,
        (f"{visit.call_id}", f"{to.code} {_clock(rows, target.start)}"),
        f"move {visit.call_id} to {spoken(to)} at {_clock(rows, target.start)}",
        best.figures,
        MoveVisit(visit.id, target.technician_id, target.start),
        MoveVisit(visit.id, target.technician_id, target.start, sure=True),
        seen(visit, "plan", "status"),
        _warnings(rows, best),
    )


def _targets(rows: Rows) -> Iterator[tuple[Visit, Visit]]:
    """Where each movable visit could stand on another row."""
    for visit in late_movable(rows):
        call = rows.day.calls[visit.call_id]
        spots = []
        for key in _nearest(rows, call, {rows.technician_id}):
            facts, row = rows.facts(key), rows.before(key)
            spots += spots_on_row(facts, row, key, _patient(call), visit.minutes, rows.now, rows.travel)
        nearest = heapq.nsmallest(MOST_SPOTS, spots, key=partial(_cost, call.window))
        for spot in nearest:
            yield visit, replace(visit, technician_id=spot.technician_id, start=spot.start)


def _nearest(rows: Rows, call: Call, leave_out: Set[int]) -> list[int]:
    """Who can do a call and is nearest to it now: from where they are at work, else from home."""
    site = rows.day.site_of(call)
    target = site.place if site else None

    def drive(key: int) -> int:
        row = rows.day.row(key)
        begun = next((visit for visit in row if visit.state in BEGUN), None)
        here = rows.day.site_of(rows.day.calls[begun.call_id]) if begun else None
        place = here.place if here else rows.day.technicians[key].home
        return rows.travel.leg(place, target).minutes

    able = [key for key in qualified(rows.day, call) if key not in leave_out]
    return able if len(able) <= MOST_ROWS else heapq.nsmallest(MOST_ROWS, able, key=drive)


def _cost(window: Span | None, spot: Spot) -> tuple[bool, tuple[float, datetime, int]]:
    """Places inside the window first, then the cheapest travel."""
    return window is not None and spot.start > window.end, spot.cost


def _patient(call: Call) -> Call:
    """The call as if its client waited all day: where nobody can keep a window, less late is better."""
    if call.window is None:
        return call
    return replace(call, window=Span(call.window.start, call.window.start + timedelta(days=1)))


def _tried(rows: Rows, moves: tuple[tuple[Visit, Visit], ...]) -> _Plan:
    """Forecast the rows that some moves change."""
    changed: dict[int, RowFacts] = {}

    def row(key: int) -> RowFacts:
        return changed.get(key) or rows.facts(key)

    for visit, _ in moves:
        changed[visit.technician_id] = without_visit(row(visit.technician_id), visit.id)
    for _, target in moves:
        changed[target.technician_id] = with_visit(row(target.technician_id), target)
    return _Plan(moves, changed, rows.figures(changed, tell=len(_people(rows, moves))))


def _people(rows: Rows, moves: Iterable[tuple[Visit, Visit]]) -> set[str]:
    """Whom some moves make a liar of: their names."""
    people = set()
    step = rows.rules.late_step
    for visit, target in moves:
        call = rows.day.calls[visit.call_id]
        customer = rows.day.customer_of(call)
        technician = rows.day.technicians[visit.technician_id]
        name = customer.name if customer else f"the client of {call.id}"
        people |= {one.who for one in must_tell(visit, call, technician, target, name, step)}
    return people


def _best(plans: Iterable[_Plan], leave: Figures) -> _Plan | None:
    """The plan that harms least, if it makes the clients any less late."""
    better = [plan for plan in plans if plan.figures.late_minutes < leave.late_minutes]
    return min(better, key=lambda plan: plan.rank, default=None)


def _warnings(rows: Rows, plan: _Plan) -> tuple[str, ...]:
    """What must be accepted before a plan is carried out."""
    found: list[str] = []
    for visit, target in plan.moves:
        technician = rows.day.technicians[target.technician_id]
        if visit.state in SEEN:
            found.append(f"{spoken(rows.day.technicians[visit.technician_id])} has been told of it")
        found += _judged(rows, technician, rows.day.calls[visit.call_id], target, plan)
    return tuple(dict.fromkeys(found))


def _judged(rows: Rows, technician: Technician, call: Call, target: Visit, plan: _Plan) -> list[str]:
    facts = plan.changed[technician.id]
    before = rows.before(technician.id)
    customer, areas = rows.day.customer_of(call), Rules.of(rows.day.shop).areas
    judged = weigh(facts, technician, call, target, rows.now, rows.travel, before, customer, areas)
    return [remark.text for remark in judged.warnings]


# -- swap two


def swap_choice(rows: Rows, leave: Figures) -> Choice:
    """The two visits whose exchange helps all most: both of this row, or one of another."""
    if not leave.late:
        return unavailable(ChoiceKind.SWAP, NOBODY)
    plans = [
        _tried(rows, moves)
        for first, second in _pairs(rows)
        if (moves := _exchanged(rows, first, second)) is not None
    ]
    best = _best(plans, leave)
    if best is None:
        return unavailable(ChoiceKind.SWAP, "no swap makes it better")
    (first, at_second), (second, at_first) = best.moves
    across = first.technician_id != second.technician_id
    other = rows.day.technicians[second.technician_id]
    words = (
        f"{first.call_id} goes to {spoken(other)} at {_clock(rows, at_second.start)}, "
        f"{second.call_id} comes to {rows.technician.code} at {_clock(rows, at_first.start)}"
        if across
        else f"{first.call_id} and {second.call_id} change places, "
        f"at {_clock(rows, at_second.start)} and {_clock(rows, at_first.start)}"
    )
    return Choice(
        ChoiceKind.SWAP,
        (str(first.call_id), f"{second.call_id} {other.code}" if across else str(second.call_id)),
        words,
        best.figures,
        SwapVisits(first.id, second.id),
        SwapVisits(first.id, second.id, sure=True),
        seen(first, "plan", "status") + seen(second, "plan", "status"),
        _warnings(rows, best),
    )


def _pairs(rows: Rows) -> Iterator[tuple[Visit, Visit]]:
    """Visits that might change places: any two of the row, and late ones with others near in time."""
    own = [line.visit for line in rows.ripple.lines if may_move(line.visit, who=False)]
    yield from combinations(own[: MOST_CALLS + 2], 2)
    late = late_movable(rows)
    if not late:
        return
    first = max(rows.now, min(visit.start for visit in late) - NEAR)
    last = max(visit.start for visit in late) + NEAR
    others = rows.keeper.board.forecasts.keys() - {rows.technician_id}
    waiting = [
        visit
        for visit in rows.day.visits.values()
        if first < visit.start <= last and visit.technician_id in others and may_move(visit)
    ]
    for visit in late:
        near = [other for other in waiting if abs(other.start - visit.start) <= NEAR]
        closest = heapq.nsmallest(MOST_SWAPS, near, key=partial(_apart, visit.start))
        yield from ((visit, other) for other in closest)


def _apart(start: datetime, other: Visit) -> tuple[timedelta, int]:
    """How far apart in time a visit is planned from a start."""
    return abs(other.start - start), other.id


def _exchanged(rows: Rows, first: Visit, second: Visit) -> tuple[tuple[Visit, Visit], ...] | None:
    """Both moves, or None if a gate is in the way."""
    moves = tuple(
        (visit, replace(visit, technician_id=other.technician_id, start=other.start))
        for visit, other in ((first, second), (second, first))
    )
    for visit, target in moves:
        call = rows.day.calls[visit.call_id]
        if not may_go(rows.day, call, rows.day.technicians[target.technician_id]):
            return None
        if call.window is not None and not call.window.start <= target.start <= call.window.end:
            return None
    return moves


# -- send help


@dataclass(frozen=True, slots=True)
class _Helper:
    """Somebody who could come to help.

    Attributes:
        start: when they can be there.
        share: minutes of work for each of the two from then on.
    """

    technician: Technician
    start: datetime
    share: int


def help_choice(rows: Rows, leave: Figures) -> Choice:
    """Split the crew: the nearest who is qualified and free shares what is left of the present work."""
    kind, visit = ChoiceKind.HELP, rows.ripple.subject
    if visit is None or visit.state not in AT_WORK:
        return unavailable(kind, f"{rows.technician.code} is not at work on anything")
    if not leave.late:
        return unavailable(kind, NOBODY)
    call = rows.day.calls[visit.call_id]
    finish = rows.ripple.after.visits[visit.id].finish
    if minutes_between(rows.now, finish) < 2 * LEAST_SHARE:
        return unavailable(kind, "too little work is left to share")
    found = sorted(_helpers(rows, call, finish), key=lambda one: (one.start, one.technician.id))
    tried = [(_helped(rows, visit, call, helper), helper) for helper in found[:3]]
    better = [each for each in tried if each[0].late_minutes < leave.late_minutes]
    if not better:
        return unavailable(
            kind, "help makes nobody less late" if tried else "nobody qualified is free in time"
        )
    figures, helper = min(better, key=lambda each: (each[0].harm, each[1].start))
    left = minutes_between(rows.now, helper.start) + helper.share
    ends = helper.start + helper.share * MINUTE
    who = spoken(helper.technician)
    command = SendHelp(visit.id, helper.technician.id, helper.start, helper.share, left)
    helping = _helping(visit, helper)
    free = replace(call, window=None)
    facts = rows.facts(helper.technician.id)
    judged = weigh(
        facts, helper.technician, free, helping, rows.now, rows.travel, rows.before(helper.technician.id)
    )
    return Choice(
        kind,
        (str(visit.call_id), f"{helper.technician.code} {_clock(rows, helper.start)}"),
        f"{who} joins {visit.call_id} at {_clock(rows, helper.start)}: both done {_clock(rows, ends)} "
        f"instead of {_clock(rows, finish)}",
        figures,
        command,
        replace(command, sure=True),
        seen(visit, "status"),
        tuple(remark.text for remark in judged.warnings),
    )


def _helpers(rows: Rows, call: Call, finish: datetime) -> Iterator[_Helper]:
    """Who could be there while there is work left to share, each at their earliest."""
    site = rows.day.site_of(call)
    target = site.place if site else None
    there = {one.technician_id for one in rows.day.visits.values() if one.call_id == call.id}
    for key in _nearest(rows, call, there):
        facts = rows.facts(key)
        for before, after, start, end in gaps(facts, rows.before(key), rows.now):
            come = rows.travel.leg(facts.place(before) if before else facts.home, target)
            leave = rows.travel.leg(target, facts.place(after) if after else facts.home)
            begin = rounded_up(start + come.minutes * MINUTE)
            share = (minutes_between(begin, finish) + 1) // 2
            if share >= LEAST_SHARE and begin + (share + leave.minutes) * MINUTE <= end:
                yield _Helper(rows.day.technicians[key], begin, share)
                break


def _helping(visit: Visit, helper: _Helper) -> Visit:
    """The helper's visit as it would stand on their row."""
    return Visit(visit.call_id, helper.technician.id, helper.start, helper.share, visit.service_date)


def _helped(rows: Rows, visit: Visit, call: Call, helper: _Helper) -> Figures:
    """What would come of a helper: the work ends earlier here, a visit more stands there."""
    left = minutes_between(rows.now, helper.start) + helper.share
    here = with_visit(rows.facts(visit.technician_id), replace(visit, left_minutes=left, left_at=rows.now))
    there = rows.facts(helper.technician.id)
    calls = {**there.calls, call.id: replace(call, window=None)}
    helping = with_visit(replace(there, calls=calls), _helping(visit, helper))
    return rows.figures({visit.technician_id: here, helper.technician.id: helping}, tell=1)
