"""An emergency in words, for screens and shell: how somebody comes, what becomes of whom, what enter does."""

from __future__ import annotations

from dispatch_tui.core.commands import Rest, Start
from dispatch_tui.core.day import Day
from dispatch_tui.core.emergency import Candidate, Leaving
from dispatch_tui.core.model import Lock
from dispatch_tui.core.timewords import clock_text, length_text
from dispatch_tui.desk.emergency import Displaced, EmergencyView, Fate, technician_of, to_tell


def name_of(day: Day, technician_id: int) -> str:
    """`T3 Ana`."""
    technician = day.technicians[technician_id]
    return f"{technician.code} {next(iter(technician.name.split()), '')}".strip()


def how_words(day: Day, found: Candidate) -> str:
    """`free now`, `leaves 4102, 40m left`, `turns round from 4102`, `after 4102, free 11:40`."""
    reach, zone = found.reach, day.shop.zone
    number = reach.present.call_id if reach.present else 0
    if reach.start is Start.AFTER:
        return f"after {number}, free {clock_text(reach.departs, zone)}"
    if reach.leaves is Leaving.WORK:
        return f"leaves {number}, {length_text(found.rest_minutes)} left"
    if reach.leaves is Leaving.WAY:
        return f"turns round from {number}"
    if reach.leaves is Leaving.CALL:
        return f"instead of {number}"
    return "free now" if not found.lines else "free, others wait"


def rest_words(day: Day, found: Candidate, rest: Rest) -> str:
    """What becomes of the work they leave; "" if they leave none."""
    if found.reach.leaves is not Leaving.WORK or found.reach.present is None:
        return ""
    number, left = found.reach.present.call_id, length_text(found.rest_minutes)
    if rest is Rest.TRAY or found.back_at is None:
        return f"{left} of {number} back in the tray"
    return f"back at {number} {clock_text(found.back_at, day.shop.zone)} for {left}"


def put_off_words(found: Candidate, *, numbers: bool = False) -> str:
    """`nobody`, `3, 1 late`; by simply pushing. With `numbers`, which: `3, 1 late: 4102 4110 4111`."""
    if not found.lines:
        return "nobody"
    late = len(found.late)
    text = f"{len(found.lines)}, {late} late" if late else str(len(found.lines))
    return f"{text}: {' '.join(str(line.call.id) for line in found.lines)}" if numbers else text


def fate_words(day: Day, one: Displaced, key: int) -> str:
    """What becomes of one client; `key` is the technician they were with."""
    if one.fate is Fate.TRAY or one.technician_id is None or one.eta is None:
        return "to the tray"
    at = clock_text(one.eta, day.shop.zone)
    if one.fate is Fate.STAYS:
        return f"stays, arrival {at}" if one.line.visit.lock is Lock.NONE else f"locked, arrival {at}"
    if one.fate is Fate.MOVED and one.technician_id != key:
        return f"to {name_of(day, one.technician_id)} {at}"
    if one.line.before is not None and one.eta < one.line.before.eta:
        return f"earlier, {at}"
    return f"pushed to {at}"


def home_words(day: Day, found: Candidate) -> str:
    """When they are home, and by how much that passes the shift."""
    if found.after.home is None:
        return ""
    at, over = clock_text(found.after.home, day.shop.zone), found.after.overtime_minutes
    return f"{at} +{length_text(over)}" if over else at


def sum_words(put_off: tuple[Displaced, ...]) -> str:
    """`2 pushed, 1 to somebody else, 1 to the tray, 1 late`."""
    pushed = sum(one.fate in (Fate.PUSHED, Fate.STAYS) for one in put_off)
    moved = sum(one.fate is Fate.MOVED for one in put_off)
    tray = sum(one.fate is Fate.TRAY for one in put_off)
    late = sum(one.late_minutes > 0 for one in put_off)
    parts = [
        f"{pushed} pushed back" if pushed else "",
        f"{moved} moved" if moved else "",
        f"{tray} to the tray" if tray else "",
        f"{late} late" if late else "",
    ]
    return ", ".join(part for part in parts if part) or "nobody is put off"


def found_words(put_off: tuple[Displaced, ...]) -> str:
    """`1 elsewhere, 2 pushed back`: what the planner's places come to, for every row."""
    own = [one.fate is Fate.MOVED and one.technician_id == one.line.visit.technician_id for one in put_off]
    back = sum(
        stays or one.fate in (Fate.PUSHED, Fate.STAYS) for one, stays in zip(put_off, own, strict=True)
    )
    elsewhere = sum(one.fate is Fate.MOVED for one in put_off) - sum(own)
    tray = sum(one.fate is Fate.TRAY for one in put_off)
    parts = [
        f"{elsewhere} elsewhere" if elsewhere else "",
        f"{back} pushed back" if back else "",
        f"{tray} to the tray" if tray else "",
    ]
    return ", ".join(part for part in parts if part)


def does_words(day: Day, view: EmergencyView, found: Candidate, put_off: tuple[Displaced, ...]) -> str:
    """What sending them does, in one line."""
    who = name_of(day, technician_of(day, found).id)
    at = clock_text(found.arrival, day.shop.zone)
    reach = found.reach
    number = reach.present.call_id if reach.present else 0
    leaves = {
        Leaving.NOTHING: "goes now",
        Leaving.WORK: f"leaves {number} now",
        Leaving.WAY: f"turns round from {number} now",
        Leaving.CALL: f"goes now instead of {number}",
    }[reach.leaves]
    if reach.start is Start.AFTER:
        leaves = f"goes after {number} and is told then"
    head = f"{who} {leaves}, there {at}"
    parts = [head, rest_words(day, found, view.rest), sum_words(put_off)]
    tell = len(to_tell(put_off))
    if tell:
        parts.append(f"{tell} of them {'knows' if tell == 1 else 'know'} other times")
    return "; ".join(part for part in parts if part)
