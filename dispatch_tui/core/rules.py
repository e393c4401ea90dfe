"""What a planned change would mean: the consequences, and what must be asked first.

`weigh` is what the board shows live while a block is in hand, what a drop checks, and what a command
warns of: one judgement for all three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.forecast import RowFacts, RowForecast, VisitForecast, forecast_row
from dispatch_tui.core.model import (
    Call,
    Customer,
    Lock,
    Site,
    Span,
    Technician,
    TimeOff,
    Visit,
    VisitState,
)
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.skills import lacking
from dispatch_tui.core.status import BEGUN, OVER, SEEN
from dispatch_tui.core.timewords import clock_text, day_text, length_text
from dispatch_tui.core.travel import Leg, Travel


class Concern(StrEnum):
    """Kinds of consequence, in the order of weight."""

    SKILL = "skill"
    BLOCKED = "blocked"
    AREA = "area"
    OVERLAP = "overlap"
    OFF = "off"
    WINDOW = "window"
    TRAVEL = "travel"
    OTHERS = "others"
    PAST = "past"
    PART = "part"
    TECHNICIAN = "technician"
    CUSTOMER = "customer"
    OVERTIME = "overtime"


@dataclass(frozen=True, slots=True)
class Remark:
    """One consequence in words. `warn` ones need a deliberate drop."""

    concern: Concern
    text: str
    warn: bool


@dataclass(frozen=True, slots=True)
class Consequences:
    """What placing a visit somewhere would mean.

    Attributes:
        leg_in: the drive that leads to it.
        leg_out: the drive from it to the next visit or home.
        slack_minutes: from the planned arrival to the window's end; None without a window.
        visit: its forecast there.
        row: the forecast of the whole row with it.
        remarks: in words, weightiest first.
    """

    leg_in: Leg
    leg_out: Leg
    slack_minutes: int | None
    visit: VisitForecast
    row: RowForecast
    remarks: tuple[Remark, ...]

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """The remarks that need a deliberate drop."""
        return tuple(remark for remark in self.remarks if remark.warn)


def missing_skills(call: Call, technician: Technician) -> tuple[str, ...]:
    """Skills the call needs and the technician has not, by `core.skills`; missing data is not permission."""
    return lacking(call.skills, technician.skills)


def overlapping(visit: Visit, row: Iterable[Visit]) -> tuple[Visit, ...]:
    """Unfinished visits of the row whose slots share time with the visit's."""
    slot = visit.slot
    return tuple(
        other
        for other in row
        if other.id != visit.id and other.state not in OVER and other.slot.overlaps(slot)
    )


def conflicts(row: Sequence[Visit]) -> frozenset[int]:
    """Ids of visits that are double-booked: planned for the same time as another, none over."""
    waiting = sorted((v for v in row if v.state not in OVER), key=lambda v: v.start)
    clashing: set[int] = set()
    latest: Visit | None = None
    for visit in waiting:
        if latest is not None and visit.start < latest.slot.end:
            clashing |= {visit.id, latest.id}
        if latest is None or visit.slot.end > latest.slot.end:
            latest = visit
    return frozenset(clashing)


def is_late(visit: Visit, forecast: VisitForecast) -> bool:
    """Late is a forecast: the ETA passes the window's end and the technician is not there yet."""
    return forecast.late_minutes > 0 and visit.arrived_at is None and visit.state not in OVER


def is_amber(visit: Visit, forecast: VisitForecast, amber_minutes: int) -> bool:
    """Amber: delayed against the plan, with little slack left and not late yet."""
    if visit.arrived_at is not None or visit.state in OVER or forecast.slack_minutes is None:
        return False
    return forecast.behind_minutes > 0 and 0 <= forecast.slack_minutes < amber_minutes


def weigh(
    facts: RowFacts,
    technician: Technician,
    call: Call,
    visit: Visit,
    now: datetime,
    travel: Travel,
    before: RowForecast | None = None,
    customer: Customer | None = None,
    areas: str = "",
) -> Consequences:
    """Judge a visit as if it stood on a technician's row.

    Args:
        facts: the row it would stand on; may or may not hold the visit already.
        technician: whose row it is.
        call: the visit's call.
        visit: the visit as it would be (its id is NEW for a call from the tray).
        now: the present instant.
        travel: the shop's travel times.
        before: the row's forecast without the change, to tell what the change causes.
        customer: who the call is for, if that is known.
        areas: the shop's rule of that name; only "strict" says anything here.
    """
    others = [other for other in facts.visits if other.id != visit.id]
    calls = {**facts.calls, call.id: call} if call.id not in facts.calls else facts.calls
    with_it = replace(facts, visits=(*others, visit), calls=calls)
    row = forecast_row(with_it, now, travel)
    forecast = row.visits[visit.id]
    ahead = (v for v in others if v.start >= visit.start and v.state not in OVER)
    following = sorted(ahead, key=lambda v: v.start)
    onward = with_it.place(following[0]) if following else facts.home
    leg_out = travel.leg(with_it.place(visit), onward, visit.slot.end)
    remarks: list[Remark] = []
    remarks += _about_people(technician, call, visit, facts.shifts)
    remarks += _about_pair(technician, customer, facts.sites.get(call.site_id), areas)
    if call.part and (call.part_ready_at is None or call.part_ready_at > visit.start):
        remarks.append(Remark(Concern.PART, f"{call.part} is not here yet", False))
    remarks += _about_time(call, visit, forecast, others, now, technician)
    remarks += _about_next(visit, leg_out, following)
    remarks += _about_others(row, before, others, calls)
    if row.overtime_minutes and (before is None or row.overtime_minutes > before.overtime_minutes):
        text = f"{_first(technician)} home {length_text(row.overtime_minutes)} after the shift"
        remarks.append(Remark(Concern.OVERTIME, text, False))
    order = list(Concern)
    remarks.sort(key=lambda remark: (not remark.warn, order.index(remark.concern)))
    slack = None
    if call.window is not None:
        slack = round((call.window.end - visit.start) / timedelta(minutes=1))
    return Consequences(forecast.leg, leg_out, slack, forecast, row, tuple(remarks))


def _first(technician: Technician) -> str:
    return next(iter(technician.name.split()), technician.code)


def _about_people(technician: Technician, call: Call, visit: Visit, shifts: Sequence[Span]) -> list[Remark]:
    remarks = []
    lacking = missing_skills(call, technician)
    if lacking:
        text = f"{_first(technician)} lacks {' '.join(lacking)}"
        remarks.append(Remark(Concern.SKILL, text, True))
    slot = visit.slot
    if not any(span.start <= slot.start and slot.end <= span.end for span in shifts):
        inside = any(span.overlaps(slot) for span in shifts)
        text = "runs past the shift" if inside else "outside the shift"
        remarks.append(Remark(Concern.OFF, text, True))
    return remarks


def _about_pair(
    technician: Technician, customer: Customer | None, site: Site | None, areas: str
) -> list[Remark]:
    remarks = []
    if customer is not None and technician.id in customer.blocked:
        text = f"{customer.name} does not want {_first(technician)}"
        remarks.append(Remark(Concern.BLOCKED, text, True))
    area = site.area.strip() if site is not None else ""
    if areas == "strict" and area and area.casefold() != technician.area.strip().casefold():
        remarks.append(Remark(Concern.AREA, f"{area} is not {_first(technician)}'s area", True))
    return remarks


def _about_time(
    call: Call,
    visit: Visit,
    forecast: VisitForecast,
    others: Sequence[Visit],
    now: datetime,
    technician: Technician,
) -> list[Remark]:
    remarks = []
    for other in overlapping(visit, others):
        text = f"overlaps {other.call_id}"
        remarks.append(Remark(Concern.OVERLAP, text, True))
    if visit.state in BEGUN | OVER:
        return remarks
    if visit.start < now:
        remarks.append(Remark(Concern.PAST, "starts in the past", True))
    if call.window is not None and not visit.helps:
        early = round((call.window.start - visit.start) / timedelta(minutes=1))
        late = round((visit.start - call.window.end) / timedelta(minutes=1))
        if late > 0 or early > 0:
            word = f"{length_text(late)} after" if late > 0 else f"{length_text(early)} before"
            remarks.append(Remark(Concern.WINDOW, f"{word} the window", True))
        elif forecast.late_minutes:
            text = f"{_first(technician)} arrives {length_text(forecast.late_minutes)} late"
            remarks.append(Remark(Concern.WINDOW, text, False))
    if forecast.short_minutes:
        text = f"travel {length_text(forecast.short_minutes)} short"
        remarks.append(Remark(Concern.TRAVEL, text, False))
    return remarks


def _about_next(visit: Visit, leg_out: Leg, following: Sequence[Visit]) -> list[Remark]:
    if not following or following[0].start < visit.slot.end:
        return []
    gap = (following[0].start - visit.slot.end) / timedelta(minutes=1)
    short = round(leg_out.minutes - gap)
    if short <= 0:
        return []
    text = f"travel on to {following[0].call_id} {length_text(short)} short"
    return [Remark(Concern.TRAVEL, text, False)]


def _about_others(
    row: RowForecast,
    before: RowForecast | None,
    others: Sequence[Visit],
    calls: Mapping[int, Call],
) -> list[Remark]:
    remarks = []
    for other in others:
        after = row.visits[other.id]
        was = before.visits.get(other.id) if before else None
        if not is_late(other, after) or after.late_minutes <= (was.late_minutes if was else 0):
            continue
        told = calls[other.call_id].window_told_at is not None
        text = f"{other.call_id} {length_text(after.late_minutes)} late"
        text += ", customer told otherwise" if told else ""
        remarks.append(Remark(Concern.OTHERS, text, True))
    return remarks


@dataclass(frozen=True, slots=True)
class MustTell:
    """Somebody who has been told something that a change would make untrue."""

    who: str
    text: str


def must_tell(
    visit: Visit,
    call: Call,
    technician: Technician | None,
    to: Visit | None,
    customer: str,
    late_step: int = 0,
) -> tuple[MustTell, ...]:
    """Whom a move would affect; empty when nobody has seen what changes.

    Args:
        visit: as it stands.
        call: its call.
        technician: whose row it stands on.
        to: as it would stand, or None if it is taken off the board.
        customer: the customer's name.
        late_step: by how many minutes an arrival that was told may be off (Rules.late_step).
    """
    people = []
    if visit.state in SEEN and technician is not None:
        gone = to is None or to.technician_id != visit.technician_id
        text = "has been told of it" if gone else "has been told another time"
        people.append(MustTell(technician.name, text))
    if call.window_told_at is not None and call.window is not None:
        kept = to is not None and call.window.start <= to.start <= call.window.end
        if not kept:
            people.append(MustTell(customer, "was promised the window"))
            return tuple(people)
    if visit.eta_told is not None and _belies(visit.eta_told, visit, to, late_step):
        people.append(MustTell(customer, "was told another arrival"))
    return tuple(people)


def _belies(told: datetime, visit: Visit, to: Visit | None, late_step: int) -> bool:
    """True if a move takes a visit further from the arrival that was told, and by now too far."""
    if to is None:
        return True
    off = abs(to.start - told)
    return off > timedelta(minutes=late_step) and off > abs(visit.start - told)


def absence(
    visit: Visit, hours: Sequence[Span], offs: Sequence[TimeOff], now: datetime, zone: ZoneInfo
) -> str:
    """Why a technician cannot be expected at a visit that has not begun; "" if they can.

    Args:
        visit: as planned; one that is overdue is looked at from now on.
        hours: the technician's working hours on the visit's service date.
        offs: the technician's time off.
        now: the present instant.
        zone: the shop's.

    Returns:
        `is out since 13:03 (sick)`, `is out 14:00 - 16:00 (dentist)`, `is off shift 18:00 - 19:00`.
    """
    start = max(visit.start, now)
    slot = Span(start, start + (visit.slot.end - visit.slot.start))
    for off in sorted(offs, key=lambda each: each.since):
        since, until = off.since, off.until
        if since <= now and (until is None or until > now):
            ends = f" until {clock_text(until, zone)}" if until is not None and until < slot.end else ""
            return f"is out since {_since(since, now, zone)}{ends} ({off.reason})"
        if since < slot.end and (until is None or until > slot.start):
            ends = f" - {clock_text(until, zone)}" if until is not None else " on"
            return f"is out {clock_text(since, zone)}{ends} ({off.reason})"
    if not any(span.overlaps(slot) for span in hours):
        return f"is off shift {clock_text(slot.start, zone)} - {clock_text(slot.end, zone)}"
    return ""


def _since(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time, or the day where it was an earlier one."""
    day = local_date(instant, zone)
    return clock_text(instant, zone) if day == local_date(now, zone) else day_text(day)


def check_movable(visit: Visit, *, who: bool, when: bool, sure: bool) -> None:
    """Frozen work never moves silently.

    Args:
        visit: as it stands.
        who: True if the technician would change.
        when: True if start or length would change.
        sure: True if the person has been asked and said yes.

    Raises:
        Refused: saying what freezes it and the legal way.
    """
    if visit.state in OVER:
        raise Refused(f"call {visit.call_id} is over", "undo its last status if that was a mistake")
    if visit.state in BEGUN:
        if who:
            rest = f"say cannot {visit.call_id} and why; what is left goes back to the tray"
            hint = "release it first" if visit.state is VisitState.EN_ROUTE else rest
            raise Refused(f"work on call {visit.call_id} has begun", hint)
        raise Refused(f"work on call {visit.call_id} has begun", "say how much is left (t3 left 20)")
    held = {Lock.TIME: when, Lock.TECH: who, Lock.BOTH: who or when, Lock.NONE: False}
    if held[visit.lock]:
        raise Refused(f"call {visit.call_id} is locked", f"unlock {visit.call_id} first")
    if visit.state in SEEN and not sure:
        raise NeedsSure(
            f"the technician has been told of call {visit.call_id}",
            "release it first, or add ! to move it all the same",
        )


def check_placeable(call: Call, visits: Sequence[Visit]) -> None:
    """A call can be placed if it is open work and stands nowhere yet.

    Raises:
        Refused: saying why not and the legal way.
    """
    if call.cancel_reason:
        raise Refused(f"call {call.id} is canceled", f"reopen {call.id} first")
    if call.closed_at is not None:
        raise Refused(f"call {call.id} is closed", f"reopen {call.id} first")
    if call.hold_reason:
        raise Refused(f"call {call.id} is on hold: {call.hold_reason}", f"reopen {call.id} first")
    standing = next((visit for visit in visits if visit.state not in OVER), None)
    if standing is not None:
        raise Refused(f"call {call.id} is already on the board", f"move {call.id} instead")
    if any(visit.state is VisitState.DONE for visit in visits):
        raise Refused(f"call {call.id} is done", "undo its last status, or take a new call")
