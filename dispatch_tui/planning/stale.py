"""Whether a proposal still holds on the day as it has become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch_tui.core.day import Day
from dispatch_tui.core.groups import rev_of
from dispatch_tui.core.model import Record, Span, Visit
from dispatch_tui.core.status import OVER
from dispatch_tui.planning.changes import Change, ChangeKind, Factor, Proposal
from dispatch_tui.planning.proposal import row_facts


class Wear(StrEnum):
    """What has become of a change."""

    HOLDS = "holds"
    DONE = "done"
    """It has been made."""
    GONE = "gone"
    """The call or the visit is there no longer."""
    CHANGED = "changed"
    """Somebody has changed what it was made from."""
    TAKEN = "taken"
    """Something else stands there now."""
    OFF = "off"
    """The technician does not work then any more."""
    PASSED = "passed"
    """Its time has gone by."""
    NEEDS = "needs"
    """It needs a change that holds no longer."""
    UNNEEDED = "no longer needed"
    """It makes room for calls, none of which is to come any more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of one change.

    Attributes:
        group: which facts have changed, as (kind, group); for `Wear.CHANGED`.
        visit_id: what stands there now; for `Wear.TAKEN`.
        change: position of the change it needs; for `Wear.NEEDS`. Of the one it made room for, which is lost;
            for `Wear.UNNEEDED`.
        lost: what has become of the one it made room for, None if somebody has said no to it; for
            `Wear.UNNEEDED`.
    """

    wear: Wear
    group: tuple[str, str] | None = None
    visit_id: int | None = None
    change: int | None = None
    lost: Wear | None = None


@dataclass(frozen=True, slots=True)
class Staleness:
    """What has become of a proposal, change by change, in its order."""

    changes: tuple[Standing, ...]

    @property
    def fresh(self) -> bool:
        """True if all of it holds."""
        return all(one.wear is Wear.HOLDS for one in self.changes)

    @property
    def holds(self) -> tuple[int, ...]:
        """Positions of the changes that can still be made."""
        return tuple(at for at, one in enumerate(self.changes) if one.wear is Wear.HOLDS)


def stale(proposal: Proposal, day: Day, now: datetime, rejected: AbstractSet[int] = frozenset()) -> Staleness:
    """Check a proposal against a day.

    Args:
        proposal: as it was made.
        day: as it is.
        now: the present instant.
        rejected: positions of the changes that somebody has said no to.
    """
    changes = proposal.changes
    found = [_standing(change, day, now) for change in changes]
    again = True
    while again:
        again = False
        for at, change in enumerate(changes):
            lost = next((n for n in change.needs if found[n].wear not in _KEPT), None)
            if found[at].wear is Wear.HOLDS and lost is not None:
                found[at] = Standing(Wear.NEEDS, change=lost)
                again = True
    standing = {at for at, one in enumerate(found) if one.wear in _KEPT and at not in rejected}
    for at in sorted(standing - _purposeful(changes, standing)):
        if found[at].wear is Wear.HOLDS:
            root = _lost_root(changes, at, standing)
            found[at] = Standing(
                Wear.UNNEEDED, change=root, lost=None if root in rejected else found[root].wear
            )
    return Staleness(tuple(found))


_KEPT = (Wear.HOLDS, Wear.DONE)


def _purposeful(changes: Sequence[Change], standing: AbstractSet[int]) -> set[int]:
    """Of the changes that stand, those with a purpose: their own, or of what they make room for.

    Changes that make room for one another alone (two who swap) have one of their own: the plan found them
    worth it with nothing else to gain.
    """
    everything = set(range(len(changes)))
    own = {at for at in everything if not _only_makes_room(changes[at])}
    among_themselves = everything - _wanted(changes, own, everything)
    return _wanted(changes, own | among_themselves, standing)


def _wanted(changes: Sequence[Change], own: AbstractSet[int], among: AbstractSet[int]) -> set[int]:
    """Those with a purpose of their own, with all that makes room for them or that they need."""
    wanted: set[int] = set()
    todo = list(own & among)
    makers: dict[int, set[int]] = {}
    for at in range(len(changes)):
        for other in _room_for(changes, at):
            makers.setdefault(other, set()).add(at)
    while todo:
        at = todo.pop()
        if at not in wanted:
            wanted.add(at)
            todo += (makers.get(at, set()) | set(changes[at].needs)) & among
    return wanted


def _only_makes_room(change: Change) -> bool:
    """True if all that speaks for a change is the room it makes: no client is less late for it."""
    factors = {reason.factor: reason.minutes for reason in change.reasons}
    helps = factors.get(Factor.LATE_BEFORE, 0) > factors.get(Factor.LATE_AFTER, 0)
    return Factor.ROOM in factors and (change.kind is ChangeKind.OFF or not helps)


def _room_for(changes: Sequence[Change], at: int) -> list[int]:
    """Positions of the changes that one makes room for."""
    calls = {key for reason in changes[at].reasons if reason.factor is Factor.ROOM for key in reason.calls}
    return [n for n, one in enumerate(changes) if one.call_id in calls and n != at]


def _lost_root(changes: Sequence[Change], at: int, standing: AbstractSet[int]) -> int:
    """Of what one makes room for, near and far, the first that is lost by itself."""
    seen, todo = {at}, [at]
    while todo:
        for other in _room_for(changes, todo.pop(0)):
            if other not in standing:
                return other
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return at


def _standing(change: Change, day: Day, now: datetime) -> Standing:
    if _done(change, day):
        return Standing(Wear.DONE)
    records: Mapping[str, Mapping[int, Record]] = {
        "call": day.calls,
        "visit": day.visits,
        "technician": day.technicians,
    }
    for kind, key, group, rev in change.seen:
        record = records[kind].get(key)
        if record is None:
            return Standing(Wear.GONE)
        if rev_of(record, group) != rev:
            return Standing(Wear.CHANGED, (kind, group))
    standing = day.visit_of(change.call_id)
    if change.kind is ChangeKind.PLACE and standing is not None and standing.state not in OVER:
        return Standing(Wear.CHANGED, ("call", "plan"))
    slot = change.slot
    if slot is None or change.technician_id is None:
        return Standing(Wear.HOLDS)
    if slot.start < now:
        return Standing(Wear.PASSED)
    if not _works(day, change.technician_id, slot):
        return Standing(Wear.OFF)
    taken = _taken(change, day, slot)
    return Standing(Wear.TAKEN, visit_id=taken.id) if taken else Standing(Wear.HOLDS)


def _done(change: Change, day: Day) -> bool:
    visit = day.visits.get(change.visit_id) if change.visit_id else day.visit_of(change.call_id)
    if change.kind is ChangeKind.OFF:
        return visit is None and change.call_id in day.tray
    if visit is None:
        return False
    return (visit.technician_id, visit.start) == (change.technician_id, change.start)


def _works(day: Day, key: int, slot: Span) -> bool:
    """True if the technician's hours still touch the slot; overtime runs past them."""
    return any(span.holds(slot.start) for span in day.working.get(key, ()))


def _taken(change: Change, day: Day, slot: Span) -> Visit | None:
    """What has come to the row since, and stands in the way."""
    known = set(change.row)
    now_there = dict(row_facts(day, change.technician_id or 0))
    for visit in day.row(change.technician_id or 0):
        new = (visit.id, now_there[visit.id]) not in known
        if new and visit.id != change.visit_id and visit.state not in OVER and visit.slot.overlaps(slot):
            return visit
    return None
