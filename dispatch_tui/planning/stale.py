"""Whether a proposal still holds on the day as it has become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch_tui.core.day import Day
from dispatch_tui.core.groups import rev_of
from dispatch_tui.core.model import Record, Span, Visit
from dispatch_tui.core.status import OVER
from dispatch_tui.planning.changes import Change, ChangeKind, Proposal
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of one change.

    Attributes:
        group: which facts have changed, as (kind, group); for `Wear.CHANGED`.
        visit_id: what stands there now; for `Wear.TAKEN`.
        change: position of the change it needs; for `Wear.NEEDS`.
    """

    wear: Wear
    group: tuple[str, str] | None = None
    visit_id: int | None = None
    change: int | None = None


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


def stale(proposal: Proposal, day: Day, now: datetime) -> Staleness:
    """Check a proposal against a day.

    Args:
        proposal: as it was made.
        day: as it is.
        now: the present instant.
    """
    found = [_standing(change, day, now) for change in proposal.changes]
    again = True
    while again:
        again = False
        for at, change in enumerate(proposal.changes):
            lost = next((n for n in change.needs if found[n].wear not in (Wear.HOLDS, Wear.DONE)), None)
            if found[at].wear is Wear.HOLDS and lost is not None:
                found[at] = Standing(Wear.NEEDS, change=lost)
                again = True
    return Staleness(tuple(found))


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
