"""Visit states: what may follow what, and what derives from them.

The table is the rule. A refused transition says why and names the legal ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, CallPhase, Span, Stamp, TimeOff, Visit, VisitState
from dispatch_tui.core.timewords import clock_text

S = VisitState
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StatusAct:
    """One thing that can be said of a visit.

    Attributes:
        verb: the word for it, in the `:` row and in refusals.
        target: the state it leads to.
        after: the states it is legal in.
        said: past tense for the answer line ("T3 is on site at 4102").
        needs_reason: True if a reason must be given.
    """

    verb: str
    target: VisitState
    after: frozenset[VisitState]
    said: str
    needs_reason: bool = False


SEEN = frozenset({S.DISPATCHED, S.ACKNOWLEDGED, S.EN_ROUTE, S.ON_SITE, S.PAUSED})
"""States in which the technician has the call before them and it is not over."""

BEGUN = frozenset({S.EN_ROUTE, S.ON_SITE, S.PAUSED})
"""States in which the technician is under way or at work."""

AT_WORK = frozenset({S.ON_SITE, S.PAUSED})
OVER = frozenset({S.DONE, S.CANNOT_COMPLETE, S.CANCELED})
"""States that nothing follows."""

ACTS: Mapping[str, StatusAct] = {
    act.verb: act
    for act in (
        StatusAct("dispatch", S.DISPATCHED, frozenset({S.TENTATIVE}), "told of"),
        StatusAct("ack", S.ACKNOWLEDGED, frozenset({S.DISPATCHED}), "has acknowledged"),
        StatusAct("enroute", S.EN_ROUTE, frozenset({S.DISPATCHED, S.ACKNOWLEDGED}), "is on the way to"),
        StatusAct("onsite", S.ON_SITE, frozenset({S.DISPATCHED, S.ACKNOWLEDGED, S.EN_ROUTE}), "is at"),
        StatusAct("pause", S.PAUSED, frozenset({S.ON_SITE}), "has paused"),
        StatusAct("resume", S.ON_SITE, frozenset({S.PAUSED}), "is back at work on"),
        StatusAct("done", S.DONE, frozenset({S.ON_SITE}), "has finished"),
        StatusAct(
            "release",
            S.TENTATIVE,
            frozenset({S.DISPATCHED, S.ACKNOWLEDGED, S.EN_ROUTE}),
            "is released from",
        ),
        StatusAct("cannot", S.CANNOT_COMPLETE, frozenset({S.ON_SITE, S.PAUSED}), "cannot complete", True),
    )
}

_STANDING: Mapping[VisitState, str] = {
    S.TENTATIVE: "has not been dispatched",
    S.DISPATCHED: "has been told but has not set off",
    S.ACKNOWLEDGED: "has acknowledged but has not set off",
    S.EN_ROUTE: "is on the way and has not arrived",
    S.ON_SITE: "is on site",
    S.PAUSED: "has paused",
    S.DONE: "is done",
    S.CANNOT_COMPLETE: "could not be completed",
    S.CANCELED: "is canceled",
}


def legal_acts(state: VisitState) -> tuple[str, ...]:
    """The verbs that are legal in a state, in the order of the table."""
    return tuple(verb for verb, act in ACTS.items() if state in act.after)


def check_act(visit: Visit, verb: str) -> StatusAct:
    """The act, if it is legal for the visit now.

    Raises:
        Refused: naming where the visit stands and the legal verbs.
    """
    act = ACTS[verb]
    if visit.state in act.after:
        return act
    ways = legal_acts(visit.state)
    hint = f"use {' or '.join(ways)}" if ways else "undo it if that was a mistake"
    raise Refused(f"{verb} is not possible, call {visit.call_id} {_STANDING[visit.state]}", hint)


def advanced(visit: Visit, act: StatusAct, at: datetime, reason: str) -> Visit:
    """The visit after a legal act at an instant (which may lie in the past)."""
    changed = replace(visit, state=act.target, since=at, reason=reason or visit.reason)
    if act.verb == "dispatch":
        return replace(changed, dispatched_at=at)
    if act.verb == "ack":
        return replace(changed, acknowledged_at=at)
    if act.verb == "enroute":
        return replace(changed, enroute_at=at)
    if act.verb == "onsite":
        return replace(changed, arrived_at=at)
    if visit.state is S.PAUSED and visit.since is not None:
        pause = max(0, round((at - visit.since) / timedelta(minutes=1)))
        changed = replace(changed, paused_minutes=visit.paused_minutes + pause)
    if act.target in OVER:
        return replace(changed, finished_at=at, left_minutes=None, left_at=None)
    if act.verb in ("pause", "resume") and visit.left_minutes is not None and visit.left_at is not None:
        # A stamp given late takes nothing from what was said after it.
        worked = max(0, round((at - visit.left_at) / timedelta(minutes=1))) if act.verb == "pause" else 0
        left = max(0, visit.left_minutes - worked)
        return replace(changed, left_minutes=left, left_at=max(at, visit.left_at))
    if act.verb == "release":
        return replace(changed, enroute_at=None, dispatched_at=None, acknowledged_at=None)
    return changed


def check_instant(visit: Visit, at: datetime, now: datetime) -> None:
    """A stamp may lie in the past, but not before the one it follows, and not in the future.

    Raises:
        Refused: saying which bound was broken.
    """
    if at > now:
        raise Refused("a stamp cannot lie in the future", "leave the time out to say now")
    if visit.since is not None and visit.state is not S.TENTATIVE and at < visit.since:
        raise Refused(
            f"call {visit.call_id} {_STANDING[visit.state]}, as was said for a later time than that",
            "undo that stamp first, or give a later time",
        )


def standing_stamps(stamps: Sequence[Stamp]) -> tuple[Stamp, ...]:
    """The stamps that hold, in the order recorded; without those taken back and those that only take back.

    Args:
        stamps: all of one visit, in the order recorded.
    """
    by_id = {stamp.id: stamp for stamp in stamps}
    void = {stamp.voids for stamp in stamps if stamp.voids is not None}
    return tuple(stamp for stamp in stamps if stamp.id not in void and not only_voids(stamp, by_id))


def only_voids(stamp: Stamp, by_id: Mapping[int, Stamp]) -> bool:
    """True if a stamp takes another back and says nothing in its place."""
    other = by_id.get(stamp.voids) if stamp.voids is not None else None
    return other is not None and (stamp.state, stamp.at) == (other.state, other.at)


def check_correction(at: datetime, before: Stamp | None, now: datetime, zone: ZoneInfo) -> None:
    """The latest stamp may move, but not before the one it follows, and not into the future.

    Args:
        at: when the latest stamp's fact happened after all.
        before: the stamp that holds and was said before it; None if it was the first.
        now: the shop's present instant.
        zone: the shop's, to name the bound.

    Raises:
        Refused: saying which bound was broken.
    """
    if at > now:
        hint = f"it is {clock_text(now, zone)}; give the time at which it happened"
        raise Refused("a stamp cannot lie in the future", hint)
    if before is not None and at < before.at:
        what = f"{before.state.value.replace('_', ' ')} at {clock_text(before.at, zone)}"
        hint = "give a later time, or undo and say both again"
        raise Refused(f"that is before {what}, which it follows", hint)


def corrected(visit: Visit, at: datetime, before: VisitState | None = None) -> Visit:
    """The visit as if its latest stamp had been said for another instant.

    Args:
        visit: as it stands.
        at: the instant that holds now.
        before: the state its latest stamp followed; tells work resumed from work begun.
    """
    was = visit.since or at
    changed = replace(visit, since=at)
    if visit.state is S.DISPATCHED:
        return replace(changed, dispatched_at=at)
    if visit.state is S.ACKNOWLEDGED:
        return replace(changed, acknowledged_at=at)
    if visit.state is S.EN_ROUTE:
        return replace(changed, enroute_at=at)
    if visit.state is S.ON_SITE and before is not S.PAUSED:
        return replace(changed, arrived_at=at)
    shift = round((at - was) / timedelta(minutes=1))
    if before is S.PAUSED:
        changed = replace(changed, paused_minutes=max(0, visit.paused_minutes + shift))
    if visit.state in OVER:
        return replace(changed, finished_at=at)
    if visit.state in AT_WORK and visit.left_minutes is not None and visit.left_at == was:
        # The pause had taken what was worked until then from what was left.
        left = visit.left_minutes - (shift if visit.state is S.PAUSED else 0)
        return replace(changed, left_minutes=max(0, left), left_at=at)
    return changed


def call_phase(call: Call, visits: Sequence[Visit]) -> CallPhase:
    """Where a call stands, from its fate and its live visits."""
    if call.cancel_reason:
        return CallPhase.CANCELED
    if call.closed_at is not None:
        return CallPhase.CLOSED
    if call.hold_reason:
        return CallPhase.ON_HOLD
    states = {visit.state for visit in visits}
    if states & BEGUN:
        return CallPhase.IN_PROGRESS
    if states & {S.TENTATIVE, S.DISPATCHED, S.ACKNOWLEDGED}:
        return CallPhase.SCHEDULED
    if latest_over(visits) is S.DONE:
        return CallPhase.COMPLETED
    return CallPhase.OPEN


def latest_over(visits: Iterable[Visit]) -> VisitState | None:
    """The state of the visit that ended last, or None if none has ended."""
    ended = [visit for visit in visits if visit.state in OVER]
    if not ended:
        return None
    return max(ended, key=lambda visit: (visit.finished_at or visit.start, visit.id)).state


class TechnicianState(StrEnum):
    """What a technician is doing now; derived, never set."""

    OFF_SHIFT = "off shift"
    AVAILABLE = "available"
    EN_ROUTE = "en route"
    ON_SITE = "on site"
    PAUSED = "paused"
    UNAVAILABLE = "unavailable"


_DOING = {
    S.EN_ROUTE: TechnicianState.EN_ROUTE,
    S.ON_SITE: TechnicianState.ON_SITE,
    S.PAUSED: TechnicianState.PAUSED,
}


@dataclass(frozen=True, slots=True)
class Doing:
    """A technician's state, since when (None if that is not known), and the visit it is about."""

    state: TechnicianState
    since: datetime | None
    visit: Visit | None


def technician_doing(
    visits: Sequence[Visit], shifts: Sequence[Span], offs: Sequence[TimeOff], now: datetime
) -> Doing:
    """What a technician is doing: a begun visit first, then time off, then the shift."""
    seen = next((visit for visit in visits if visit.state in SEEN), None)
    begun = next((visit for visit in visits if visit.state in BEGUN), None)
    if begun is not None:
        return Doing(_DOING[begun.state], begun.since, begun)
    for off in offs:
        if off.since <= now and (off.until is None or now < off.until):
            return Doing(TechnicianState.UNAVAILABLE, off.since, seen)
    ended = [visit.finished_at for visit in visits if visit.finished_at is not None]
    for shift in shifts:
        if shift.holds(now):
            since = max((min(end, now) for end in ended if end - now < MINUTE), default=shift.start)
            return Doing(TechnicianState.AVAILABLE, max(since, shift.start), seen)
    past = [shift.end for shift in shifts if shift.end <= now]
    return Doing(TechnicianState.OFF_SHIFT, max(past, default=None), seen)
