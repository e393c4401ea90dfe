"""A proposal in words, for screens and the shell: what would change, why, whom it affects, what it is worth.

A proposal is data; nothing but this module and `plan_json` turns it into something to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from dispatch_tui.core.model import CallPhase, Visit
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.status import OVER
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text, day_text, length_text
from dispatch_tui.desk.board import Board
from dispatch_tui.planning.changes import Change, ChangeKind, Factor, Proposal, Reason
from dispatch_tui.planning.measures import Measures
from dispatch_tui.planning.problem import Gate, LeftOut, Opening, Way
from dispatch_tui.planning.stale import Standing, Wear

MOST_NAMED = 3


def technician_text(board: Board, key: int | None) -> str:
    """`T3 Ana`; "nobody" for None."""
    one = board.day.technicians.get(key or 0)
    if one is None:
        return "nobody"
    return f"{one.code} {next(iter(one.name.split()), '')}".strip()


def customer_text(board: Board, call_id: int) -> str:
    """Who a call is for."""
    call = board.day.calls.get(call_id)
    customer = board.day.customer_of(call) if call else None
    return customer.name if customer else "unknown"


def kind_text(board: Board, call_id: int) -> str:
    """What kind of work a call is."""
    call = board.day.calls.get(call_id)
    kind = board.day.type_of(call) if call else None
    return kind.name if kind else call.type_code if call else ""


def slot_text(board: Board, change: Change, dash: str = "–") -> str:
    """`14:30–15:30` where it would stand; "" off the board."""
    slot = change.slot
    if slot is None:
        return ""
    zone = board.day.shop.zone
    return f"{clock_text(slot.start, zone)}{dash}{clock_text(slot.end, zone)}"


def from_text(board: Board, change: Change) -> str:
    """Where it stands now: `from T1 Bo 10:00`, `from 10:00` on the same row, `from the tray`."""
    if change.from_start is None:
        return "from the tray"
    at = clock_text(change.from_start, board.day.shop.zone)
    if change.same_technician:
        return f"from {at}"
    return f"from {technician_text(board, change.from_technician)} {at}"


def change_text(board: Board, change: Change) -> str:
    """One change in one line: `412 Smith to T3 Ana 14:30–15:30, from the tray`."""
    name = f"{change.call_id} {customer_text(board, change.call_id)}"
    if change.kind is ChangeKind.OFF:
        return f"{name} back to the tray, {from_text(board, change)}"
    who = technician_text(board, change.technician_id)
    return f"{name} to {who} {slot_text(board, change)}, {from_text(board, change)}"


# -- why


def reason_texts(board: Board, change: Change) -> list[str]:
    """Why, weightiest first, one in words each."""
    return [text for reason in change.reasons if (text := _reason(board, reason))]


def _reason(board: Board, reason: Reason) -> str:
    minutes = length_text(abs(reason.minutes))
    match reason.factor:
        case Factor.DRIVE_ADDED if reason.minutes <= 0:
            return "no more driving" if not reason.minutes else f"saves {minutes} driving there"
        case Factor.DRIVE_ADDED:
            return f"adds {minutes} driving"
        case Factor.DRIVE_SAVED if reason.minutes > 0:
            return f"saves {minutes} driving"
        case Factor.DRIVE_SAVED:
            return ""
        case Factor.LATE_BEFORE:
            return f"would be {minutes} late as it stands"
        case Factor.LATE_AFTER:
            return f"still {minutes} late"
        case Factor.SLACK:
            return f"{minutes} before the window ends"
        case Factor.OVERTIME:
            return f"adds {minutes} overtime to that row"
        case Factor.ROOM:
            numbers = ", ".join(str(key) for key in reason.calls[:MOST_NAMED])
            more = len(reason.calls) - MOST_NAMED
            return f"makes room for {numbers}{f' and {more} more' if more > 0 else ''}"
        case Factor.NO_ROOM:
            return "more urgent work takes its place"
        case Factor.PLACED_BY:
            return f"{technician_text(board, reason.technician_id)} is out"


def affected_texts(change: Change) -> list[str]:
    """Whom it affects: who has been told what would be untrue."""
    return [f"{person.who} {person.text}" for person in change.affected]


def needs_texts(proposal: Proposal, change: Change) -> list[str]:
    """Which other changes must be made with it."""
    numbers = [str(proposal.changes[at].call_id) for at in change.needs]
    return [f"goes together with {', '.join(numbers)}"] if numbers else []


# -- what has no place

GATES = {
    Gate.MINUTES: "no length is known",
    Gate.PART: "its part is not here",
    Gate.DAY: "promised for another day",
    Gate.SKILL: "nobody who works may do it",
    Gate.SHIFT: "nobody who may do it has working time left",
    Gate.WINDOW: "nobody can be there within the window",
    Gate.ROOM: "everybody who could is full",
    Gate.RESERVE: "what is free is kept for emergencies",
    Gate.FROZEN: "it stands with somebody who is out, who has been told of it or is locked to it",
}


def gate_text(board: Board, left: LeftOut) -> str:
    """Which gate keeps a call out, with its value."""
    text = GATES[left.gate]
    if left.gate is Gate.SKILL and left.skills:
        text += f" ({' '.join(left.skills)})"
    call = board.day.calls.get(left.call_id)
    if left.gate is Gate.PART and call is not None and call.part:
        return f"waits for {call.part}"
    if left.gate is Gate.DAY and call is not None and call.window is not None:
        return f"promised for {day_text(local_date(call.window.start, board.day.shop.zone))}"
    return text


def opening_texts(board: Board, proposal: Proposal, left: LeftOut) -> list[str]:
    """What would open the gate, cheapest first."""
    return [_opening(board, proposal, left, one) for one in left.opens]


def _opening(board: Board, proposal: Proposal, left: LeftOut, opening: Opening) -> str:
    who = " or ".join(technician_text(board, key) for key in opening.workers[:MOST_NAMED])
    match opening.way:
        case Way.LENGTH:
            return "say how long the work takes"
        case Way.PART_READY:
            return f"say part {left.call_id} here once it is"
        case Way.SKILLED:
            return f"{who} may do it, but does not work"
        case Way.PROMISE:
            at = proposal.epoch + timedelta(minutes=opening.minute or 0)
            return f"{who} could come by {clock_text(at, board.day.shop.zone)}"
        case Way.OVERTIME:
            return f"{who} with {length_text(opening.minutes or 0)} overtime"
        case Way.OTHER_DAY:
            return "another day"
        case Way.RELEASE:
            return f"release or unlock {left.call_id} first"


# -- what has become of it


def wear_text(board: Board, proposal: Proposal, standing: Standing) -> str:
    """What has become of a change; "" while it holds."""
    match standing.wear:
        case Wear.HOLDS:
            return ""
        case Wear.DONE:
            return "done"
        case Wear.GONE:
            return "the call is there no longer"
        case Wear.CHANGED:
            return f"{_group_text(standing.group)} has been changed since"
        case Wear.TAKEN:
            visit: Visit | None = board.day.visits.get(standing.visit_id or 0)
            return f"{visit.call_id if visit else 'something'} stands there now"
        case Wear.OFF:
            return "the technician does not work then any more"
        case Wear.PASSED:
            return "its time has gone by"
        case Wear.NEEDS:
            other = proposal.changes[standing.change or 0].call_id
            return f"it needs the change of {other}, which holds no longer"
        case Wear.UNNEEDED:
            return f"no longer needed: {_lost_text(board, proposal.changes[standing.change or 0], standing)}"


def _lost_text(board: Board, change: Change, standing: Standing) -> str:
    """What has become of a call that room was made for: `4097 is on hold`."""
    call = board.day.calls.get(change.call_id)
    visit = board.day.visit_of(change.call_id)
    number = change.call_id
    if standing.lost is None:
        return f"{number} is rejected"
    if call is None:
        return f"{number} is there no longer"
    if call.phase in _PHASES:
        return f"{number} {_PHASES[call.phase]}"
    if change.visit_id is None and visit is not None and visit.state not in OVER:
        at = clock_text(visit.start, board.day.shop.zone)
        return f"{number} stands with {technician_text(board, visit.technician_id)} at {at} now"
    return f"{number} {_LOST.get(standing.lost, 'has been changed since')}"


_PHASES = {
    CallPhase.ON_HOLD: "is on hold",
    CallPhase.CANCELED: "is canceled",
}
_LOST = {
    Wear.TAKEN: "has lost its place to another",
    Wear.OFF: "was for a technician who does not work then any more",
    Wear.PASSED: "can no longer come in time for it",
    Wear.NEEDS: "cannot go there any more",
}


_GROUPS = {
    ("call", "info"): "the call",
    ("call", "promise"): "the promise",
    ("call", "fate"): "the call",
    ("call", "plan"): "where it stands",
    ("visit", "plan"): "where it stands",
    ("visit", "status"): "its status",
    ("visit", "client"): "what the customer was told",
    ("technician", "info"): "the technician",
}


def _group_text(group: tuple[str, str] | None) -> str:
    return _GROUPS.get(group, "what it was made from") if group else "what it was made from"


# -- what it is worth


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure, before and after, and the difference.

    Attributes:
        better: None where it stays.
        scope: what is counted, where it is not the rows that are planned; else "".
    """

    name: str
    before: str
    after: str
    change: str
    better: bool | None
    scope: str = ""


SCOPES = {"waiting": "of this plan"}
"""What a measure counts, by its name: other calls may wait as well."""


def figures_of(before: Measures, after: Measures) -> tuple[Figure, ...]:
    """The measures of a proposal, before and after, weightiest first."""
    pairs = (
        ("waiting", before.unplaced, after.unplaced, False),
        ("late clients", before.late_clients, after.late_clients, False),
        ("late", before.late, after.late, True),
        ("driving", before.travel, after.travel, True),
        ("overtime", before.overtime, after.overtime, True),
        ("home late", before.home_late, after.home_late, False),
    )
    return tuple(
        Figure(
            name,
            _shown(was, minutes),
            _shown(will, minutes),
            f"{'+' if will > was else '-'}{_shown(abs(will - was), minutes)}" if will != was else "",
            None if was == will else will < was,
            SCOPES.get(name, ""),
        )
        for name, was, will, minutes in pairs
    )


def _shown(value: int, minutes: bool) -> str:
    return (length_text(value) if value else "0") if minutes else str(value)


def worth_of(proposals: Sequence[Proposal]) -> tuple[Measures, Measures]:
    """The measures of one proposal or of one for each of several days, before and after.

    A call that several days were tried for waits once.
    """
    before, after = _added(one.before for one in proposals), _added(one.after for one in proposals)
    if len(proposals) > 1:
        left = {each.call_id for _, each in left_of(proposals)}
        placed = {
            change.call_id for one in proposals for change in one.changes if change.kind is ChangeKind.PLACE
        }
        before = replace(before, unplaced=len(left | placed))
        after = replace(after, unplaced=len(left))
    return before, after


def left_of(proposals: Sequence[Proposal]) -> list[tuple[int, LeftOut]]:
    """What has no place: position of the proposal, and the call. Of several days, as the last one found."""
    found: dict[tuple[int, int], tuple[int, LeftOut]] = {}
    for at, proposal in enumerate(proposals):
        placed = {change.call_id for change in proposal.changes}
        found = {key: each for key, each in found.items() if each[1].call_id not in placed}
        found.update({(left.call_id, left.visit_id): (at, left) for left in proposal.left_out})
    return list(found.values())


def _added(measures: Iterable[Measures]) -> Measures:
    total = Measures(0, 0, 0, 0, 0, 0)
    for one in measures:
        total = Measures(*(a + b for a, b in zip(_values(total), _values(one), strict=True)))
    return total


def _values(one: Measures) -> tuple[int, ...]:
    return (
        one.travel, one.late_clients, one.late, one.overtime, one.home_late, one.unplaced,
        one.changed_technician, one.told_moved,
    )  # fmt: skip


def counts_text(changes: Iterable[Change]) -> str:
    """`7 placed, 2 moved, 1 back in the tray`; "no change" for none."""
    kinds = [change.kind for change in changes]
    words = ((ChangeKind.PLACE, "placed"), (ChangeKind.MOVE, "moved"), (ChangeKind.OFF, "back in the tray"))
    said = [f"{kinds.count(kind)} {word}" for kind, word in words if kind in kinds]
    return ", ".join(said) or "no change"


def open_text(still: int, total: int) -> str:
    """How many of a proposal's changes can still be accepted: `4 of 5 open`."""
    return f"{still} of {total} open"


def title_text(proposals: Iterable[Proposal], words: str) -> str:
    """`plan of the tray, Tue 24 Nov`; days from and until for several."""
    days = sorted({one.service_date for one in proposals})
    if not days:
        return f"plan of {words}"
    when = day_text(days[0]) if len(days) == 1 else f"{day_text(days[0])} to {day_text(days[-1])}"
    return f"plan of {words}, {when}"


def left_text(board: Board, proposal: Proposal, left: LeftOut) -> str:
    """A call without a place in one line."""
    ways = opening_texts(board, proposal, left)
    name = f"{left.call_id} {customer_text(board, left.call_id)}"
    opens = f"; would open it: {', or '.join(ways)}" if ways else ""
    return f"{name}: {gate_text(board, left)}{opens}"


def summary_text(changes: int, left: int) -> str:
    """`9 changes, 2 calls without a place`."""
    return f"{plural(changes, 'change')}, {plural(left, 'call')} without a place"
