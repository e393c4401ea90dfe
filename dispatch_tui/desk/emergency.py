"""An emergency as a read model: who could go, what each does to their row, and what becomes of whom.

The list is ready at once. What the planner would do with those who are put off comes later, for one
candidate at a time; until then, and where there is no planner, they are pushed back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dispatch_tui.core.commands import MoveVisit, PlanStep, Rest, Seen, SendEmergency, Start, Unplace
from dispatch_tui.core.day import Day
from dispatch_tui.core.emergency import (
    RETURN,
    SENT,
    Candidate,
    Reach,
    candidate,
    gate_of,
    reaches,
    worsened,
)
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import RowFacts, forecast_row
from dispatch_tui.core.model import Call, CallPhase, Lock, Technician, Visit
from dispatch_tui.core.ripple import RippleLine
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import check_movable
from dispatch_tui.core.shifts import DAY, local_date
from dispatch_tui.core.status import AT_WORK, BEGUN, OVER
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.desk import seen

MOST = 40
"""Ways that are reckoned whole, the first to arrive; more would be felt at the key."""


class Fate(StrEnum):
    """What becomes of a client who is put off."""

    PUSHED = "pushed"
    """They wait for the same technician, later."""
    STAYS = "stays"
    """Locked to a time: the plan stays, the arrival is later."""
    MOVED = "moved"
    """Somebody else comes, or the same one at another place of the day."""
    TRAY = "tray"
    """No room today: the call waits in the tray."""


@dataclass(frozen=True, slots=True)
class Displaced:
    """One client whose arrival a candidate changes, and what becomes of them.

    Attributes:
        line: as the ripple shows it: promise, arrival before and if simply pushed, told or not.
        technician_id, start: where they stand then; None for the tray.
        eta: when somebody is with them then; None for the tray.
        late_minutes: after their window; 0 if it is kept.
        room: True if they are on another row, and make room there for somebody who was put off.
        behind: True if they are on another row, and wait behind somebody who was moved there.
    """

    line: RippleLine
    fate: Fate
    technician_id: int | None
    start: datetime | None
    eta: datetime | None
    late_minutes: int = 0
    room: bool = False
    behind: bool = False

    @property
    def told(self) -> bool:
        """True if the client has been told something that it changes: a window, or an arrival."""
        visit, call = self.line.visit, self.line.call
        return visit.eta_told is not None or (call.window is not None and call.window_told_at is not None)


@dataclass(frozen=True, slots=True)
class Refit:
    """What the planner found for those who are put off.

    Attributes:
        placed: (technician, start, late minutes) by visit id, of those who stand well somewhere.
        others: moves of visits that make room for them: visit id to (technician, start); None: the tray.
        asked: visit ids that a place was looked for.
    """

    placed: Mapping[int, tuple[int, datetime, int]]
    others: Mapping[int, tuple[int, datetime] | None]
    asked: frozenset[int]


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """All that the emergency screen shows, but for what the planner finds.

    Attributes:
        minutes: how long the emergency takes.
        candidates: the first to arrive first.
        more: ways beside those, later ones.
        lacking: how many who work are kept out by a gate: skills, areas, who is blocked.
        rest: what becomes of work that is left.
    """

    call: Call
    minutes: int
    candidates: tuple[Candidate, ...]
    more: int
    lacking: int
    rest: Rest


def check_open(board: Board, call: Call) -> None:
    """See that somebody can still be sent.

    Raises:
        Refused: if the call is not to be done or not of the shown day, that is not today, or somebody is at
            it or on the way.
    """
    day = board.day
    if not _runs(day, board.now):
        raise Refused("an emergency goes out today, and another day is shown", "gn shows today")
    begun = [v for v in day.visits.values() if v.call_id == call.id and v.state in BEGUN]
    if begun:
        who = day.technicians[begun[0].technician_id].code
        where = "at" if begun[0].state in AT_WORK else "on the way to"
        raise Refused(f"{who} is {where} {call.id} already", "r shows who waits behind it")
    if call.phase not in (CallPhase.OPEN, CallPhase.SCHEDULED):
        hint = "it is done" if call.phase is CallPhase.COMPLETED else f"reopen {call.id} first"
        raise Refused(f"call {call.id} is {call.phase.value.replace('_', ' ')}", hint)
    if call.id not in day.calls:
        raise Refused(f"call {call.id} stands on another day", f"unplace {call.id} there first")


def _runs(day: Day, now: datetime) -> bool:
    """True if a day is today, or yesterday with a night shift that is still running."""
    today = local_date(now, day.shop.zone)
    night = day.service_date == today - DAY
    return day.service_date == today or (
        night and any(span.holds(now) for spans in day.working.values() for span in spans)
    )


def emergency_view(
    board: Board,
    call: Call,
    rest: Rest = Rest.RETURN,
    *,
    only: int | None = None,
    everybody: bool = False,
) -> EmergencyView:
    """Who could go, the first to arrive first.

    Args:
        board: the present board.
        call: the emergency.
        rest: what becomes of work that is left.
        only: id of the one technician who is meant; None for all.
        everybody: also those whom a gate keeps out (skills, areas, who is blocked).

    Raises:
        Refused: see `check_open`.
    """
    check_open(board, call)
    day = board.day
    standing = day.visit_of(call.id)
    minutes = standing.minutes if standing and standing.state not in OVER else call.minutes

    def may(asked: Call, technician: Technician) -> bool:
        return (only is None or technician.id == only) and (everybody or not gate_of(day, asked, technician))

    found = reaches(day, board.forecasts, call, board.now, board.travel, may)
    whole = tuple(_whole(board, day, each, call, minutes, rest) for each in found[:MOST])
    working = [day.technicians[key] for key in day.order if day.working.get(key)]
    lacking = sum(bool(gate_of(day, call, technician)) for technician in working)
    return EmergencyView(call, minutes, whole, max(0, len(found) - MOST), lacking, rest)


def way_of(view: EmergencyView, technician_id: int, start: Start) -> Candidate | None:
    """A technician's way of a start; who has nothing before them goes now, whatever was said."""
    own = [each for each in view.candidates if each.reach.technician_id == technician_id]
    return next((each for each in own if each.reach.start is start), next(iter(own), None))


def _whole(
    board: Board,
    day: Day,
    reach: Reach,
    call: Call,
    minutes: int,
    rest: Rest,
    leave_out: frozenset[int] = frozenset(),
) -> Candidate:
    key = reach.technician_id
    facts = day.facts(key)
    if leave_out:
        facts = replace(facts, visits=tuple(v for v in facts.visits if v.id not in leave_out))
    rules = Rules.of(day.shop)
    return candidate(
        facts,
        reach,
        call,
        minutes,
        day.service_date,
        board.now,
        board.travel,
        rules,
        board.forecasts[key],
        rest,
    )


# -- what becomes of those who are put off


def troubled(found: Candidate) -> tuple[RippleLine, ...]:
    """Those put off who are worth looking for another place: late by it, or past the shift by it."""
    ends = max((span.end for span in found.facts.shifts), default=None)
    lines = []
    for line in found.lines:
        over = ends is not None and line.after.finish > ends
        was_over = ends is not None and line.before is not None and line.before.finish > ends
        if (worsened(line) or (over and not was_over)) and _movable(line.visit):
            lines.append(line)
    return tuple(lines)


def _movable(visit: Visit) -> bool:
    if visit.helps or visit.lock is not Lock.NONE:
        return False
    try:
        check_movable(visit, who=True, when=True, sure=True)
    except Refused:
        return visit.state in BEGUN  # on the way there: released by it
    return True


def supposed(board: Board, view: EmergencyView, found: Candidate) -> Board:
    """The board as it would be, with those in trouble off it: what the planner is to fit in.

    The emergency, and the return to what was left, stand fast.
    """
    key, out = found.reach.technician_id, frozenset(line.visit.id for line in troubled(found))
    without = _whole(board, board.day, found.reach, view.call, view.minutes, view.rest, out)
    row = tuple(_fast(visit) for visit in without.facts.visits)
    gone = {visit.id for visit in board.day.row(key)} | out
    gone |= {visit.id for visit in board.day.visits.values() if visit.call_id == view.call.id}
    visits = {one.id: one for one in board.day.visits.values() if one.id not in gone}
    visits |= {one.id: one for one in row}
    waiting = tuple(line.call.id for line in found.lines if line.visit.id in out)
    calls = dict(board.day.calls)
    calls[view.call.id] = replace(view.call, phase=CallPhase.SCHEDULED)
    for line in found.lines:
        if line.visit.id in out:
            calls[line.call.id] = replace(line.call, phase=CallPhase.OPEN, minutes=line.visit.minutes)
    rows = {other: tuple(one for one in ids if one in visits) for other, ids in board.day.rows.items()}
    rows[key] = tuple(one.id for one in sorted(row, key=lambda one: (one.start, one.id)))
    day = replace(board.day, visits=visits, calls=calls, rows=rows, tray=waiting)
    changed = {other for other, ids in rows.items() if ids != board.day.rows.get(other)} | {key}
    forecasts = dict(board.forecasts)
    for other in changed:
        forecasts[other] = forecast_row(day.facts(other), board.now, board.travel)
    return replace(board, day=day, forecasts=forecasts)


def _fast(visit: Visit) -> Visit:
    return replace(visit, lock=Lock.BOTH) if visit.id in (SENT, RETURN) else visit


def displaced(
    board: Board, view: EmergencyView, found: Candidate, refit: Refit | None
) -> tuple[Displaced, ...]:
    """Everybody whose arrival a candidate changes, and what becomes of them, in the order of the row.

    Args:
        board: the present board.
        view: the emergency.
        found: the candidate.
        refit: what the planner found; None where it has not answered, or is not there.
    """
    settled = _settled(board, view, found, refit)
    own = {line.visit.id: line for line in settled.lines}
    placed = _placed(found, refit)
    result = []
    for line in found.lines:
        key, visit = found.reach.technician_id, line.visit
        if placed and refit is not None and visit.id in refit.others:
            continue  # it makes room: said below
        if visit.id in placed:
            to, start, late = placed[visit.id]
            result.append(Displaced(line, Fate.MOVED, to, start, start, late))
            continue
        now_line = own.get(visit.id)
        if now_line is None:
            continue  # with the others gone it is not put off any more
        if _no_room(found.facts, now_line):
            result.append(Displaced(line, Fate.TRAY, None, None, None))
            continue
        start = settled.pushed.get(visit.id, visit.start)
        fate = Fate.PUSHED if visit.id in settled.pushed else Fate.STAYS
        late = now_line.after.late_minutes
        result.append(Displaced(line, fate, key, start, now_line.after.eta, late))
    return (*result, *_making_room(board, refit, placed))


def _settled(board: Board, view: EmergencyView, found: Candidate, refit: Refit | None) -> Candidate:
    """The candidate's row without those who are moved elsewhere."""
    gone = frozenset(_placed(found, refit))
    if not gone:
        return found
    return _whole(board, board.day, found.reach, view.call, view.minutes, view.rest, gone)


def _placed(found: Candidate, refit: Refit | None) -> dict[int, tuple[int, datetime, int]]:
    """Whom the planner found a place; where it has left out one of the row, only places on other rows."""
    if refit is None:
        return {}
    own = refit.asked <= refit.placed.keys()
    return {key: place for key, place in refit.placed.items() if own or place[0] != found.reach.technician_id}


def _no_room(facts: RowFacts, line: RippleLine) -> bool:
    """True if nobody would be there within the shift any more."""
    ends = max((span.end for span in facts.shifts), default=None)
    return ends is not None and line.after.eta >= ends and _movable(line.visit)


def _making_room(board: Board, refit: Refit | None, placed: Mapping[int, object]) -> Iterator[Displaced]:
    """Visits of other rows that the planner moves for those who are put off."""
    if refit is None or not placed:
        return
    for key, place in refit.others.items():
        visit = board.day.visits[key]
        call, known = board.day.calls[visit.call_id], board.forecast_of(visit)
        line = RippleLine(visit, call, known, known, False, None, None, None)
        if place is None:
            yield Displaced(line, Fate.TRAY, None, None, None, room=True)
        else:
            yield Displaced(line, Fate.MOVED, *place, place[1], room=True)


def steps_of(found: tuple[Displaced, ...]) -> tuple[PlanStep, ...]:
    """The changes of the plan that come with it."""
    steps: list[PlanStep] = []
    for each in found:
        visit = each.line.visit
        if each.fate is Fate.TRAY:
            steps.append(Unplace(visit.id, sure=True))
        elif each.fate is not Fate.STAYS:
            steps.append(MoveVisit(visit.id, each.technician_id, each.start, sure=True))
    return tuple(steps)


def command_of(
    view: EmergencyView,
    found: Candidate,
    put_off: tuple[Displaced, ...],
    *,
    tell: bool | None = None,
    sure: bool = False,
) -> SendEmergency:
    """The command that sends a candidate.

    Raises:
        Refused: if a visit that is locked to its time stands in the way.
    """
    if found.held is not None:
        number = found.held.call_id
        raise Refused(f"{number} is locked to its time and would come first", f"unlock {number} first")
    present = found.reach.present
    return SendEmergency(
        view.call.id,
        found.reach.technician_id,
        found.arrival,
        found.reach.start,
        view.minutes,
        view.rest,
        found.rest_minutes or None,
        found.pushed.get(RETURN),
        steps_of(put_off),
        tell,
        sure,
        leaves=(present.id,) if present is not None and found.reach.start is Start.NOW else (),
    )


def looked_at(
    day: Day, view: EmergencyView, found: Candidate, put_off: tuple[Displaced, ...]
) -> tuple[Seen, ...]:
    """What must be as it was when the person decided."""
    facts = list(seen(view.call, "fate"))
    standing = day.visit_of(view.call.id)
    if standing is not None and standing.state not in OVER:
        facts += seen(standing, "plan", "status")
    if found.reach.start is Start.NOW and found.reach.present is not None:
        facts += seen(found.reach.present, "plan", "status")
    for each in put_off:
        if found.reach.present is None or each.line.visit.id != found.reach.present.id:
            facts += seen(each.line.visit, "plan", "status")
    return tuple(facts)


def to_tell(put_off: tuple[Displaced, ...]) -> tuple[Displaced, ...]:
    """Those whose client was told something that does not hold any more: late by it, or in the tray."""
    return tuple(each for each in put_off if each.told and (each.late_minutes > 0 or each.fate is Fate.TRAY))


def technician_of(day: Day, found: Candidate) -> Technician:
    """Who a candidate is."""
    return day.technicians[found.reach.technician_id]
