"""The ripple: what a delay on a technician's row, real or supposed, does to every later client.

Pure. A supposition is put into the facts of the row (the work takes so many minutes more) and the row
is forecast again, so that what is supposed and what is known are reckoned by the same rules. Beside the
times stands what each client lives through if they are told now, and if they are told late.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from dispatch_tui.core.forecast import (
    RowFacts,
    RowForecast,
    VisitForecast,
    forecast_row,
    minutes_between,
    visiting_order,
)
from dispatch_tui.core.model import Call, Site, Span, Visit, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import AT_WORK, BEGUN, OVER
from dispatch_tui.core.telling.late import AHEAD, LateNotice, late_notices
from dispatch_tui.core.travel import Travel

MINUTE = timedelta(minutes=1)
STAYING = -1
"""Id of the stay that a supposed late departure is made of; no stored record has a negative one."""


@dataclass(frozen=True, slots=True)
class Warned:
    """What a client lives through if they hear of the delay at an instant.

    Attributes:
        at: when they hear of it.
        lead_minutes: from then to the opening of their window; negative once it has opened.
        unaware_minutes: how long they wait in their window without knowing.
    """

    at: datetime
    lead_minutes: int
    unaware_minutes: int

    @property
    def in_time(self) -> bool:
        """True if they hear of it before their window opens."""
        return self.lead_minutes > 0


@dataclass(frozen=True, slots=True)
class RippleLine:
    """One later client of the row.

    Attributes:
        before: the forecast as things are known now; None for a visit that stands elsewhere now.
        after: the forecast with the delay.
        knows: True if they will be late and have been told so.
        tell_by: until when they should hear of it: the window's start, or now if that is past; None if
            they are not late or know already.
        told_now: what they live through if they are told now; None if they are not late.
        told_late: and if nobody tells them before their window has passed or the technician sets off to
            them; None if they are not late.
    """

    visit: Visit
    call: Call
    before: VisitForecast | None
    after: VisitForecast
    knows: bool
    tell_by: datetime | None
    told_now: Warned | None
    told_late: Warned | None

    @property
    def window(self) -> Span | None:
        """What was promised."""
        return self.call.window

    @property
    def is_late(self) -> bool:
        """True if the arrival passes the window's end (core.telling.late)."""
        return self.told_now is not None

    @property
    def late_minutes(self) -> int:
        """Minutes after the window's end."""
        return self.after.late_minutes if self.is_late else 0

    @property
    def unaware(self) -> bool:
        """True if they will be late and have not been told so."""
        return self.tell_by is not None


@dataclass(frozen=True, slots=True)
class Telling:
    """All late clients of some lines together.

    Attributes:
        late: how many are late.
        late_minutes: by how much, together.
        in_time: how many of them hear of it before their window opens.
        unaware_minutes: how long they wait in their windows without knowing, together.
    """

    late: int
    late_minutes: int
    in_time: int
    unaware_minutes: int

    @classmethod
    def of(cls, lines: Iterable[RippleLine], *, now: bool) -> Telling:
        """The sum over lines, told now or told late."""
        late = [line for line in lines if line.is_late]
        heard = [each for line in late if (each := line.told_now if now else line.told_late)]
        return cls(
            len(late),
            sum(line.late_minutes for line in late),
            sum(each.in_time for each in heard),
            sum(each.unaware_minutes for each in heard),
        )


@dataclass(frozen=True)
class Ripple:
    """A row before and after a delay.

    Attributes:
        now: the instant it is reckoned for.
        minutes: the supposed delay; 0 is the forecast as it stands.
        subject: the visit that takes longer: the present one, or the next if none has begun; None on a
            row with nothing ahead.
        facts: of the row, with the delay in them.
        before, after: the whole row's forecasts, for home time and overtime.
        lines: the later clients, in the order they are gone to.
    """

    now: datetime
    minutes: int
    subject: Visit | None
    facts: RowFacts
    before: RowForecast
    after: RowForecast
    lines: tuple[RippleLine, ...]

    @cached_property
    def told_now(self) -> Telling:
        """All late clients, if all are told now."""
        return Telling.of(self.lines, now=True)

    @cached_property
    def told_late(self) -> Telling:
        """All late clients, if nobody tells them."""
        return Telling.of(self.lines, now=False)

    @property
    def can_be_said(self) -> bool:
        """True if the delay can be written down as a fact: the technician is at work."""
        return self.subject is not None and self.subject.state in AT_WORK

    @property
    def left_minutes(self) -> int:
        """Minutes of work left at the subject with the delay; 0 where nobody is at work."""
        if self.subject is None or not self.can_be_said:
            return 0
        return max(0, minutes_between(self.now, self.after.visits[self.subject.id].finish))


def ripple(facts: RowFacts, now: datetime, travel: Travel, rules: Rules, minutes: int = 0) -> Ripple:
    """What a delay does to the rest of a row.

    Args:
        facts: the row as it is known.
        now: the present instant.
        travel: the shop's travel times.
        rules: the shop's, for who is late and who has been told.
        minutes: what the present visit (or, if none has begun, the next departure) takes more; 0 takes
            the forecast as it stands.
    """
    before = forecast_row(facts, now, travel)
    subject = subject_of(facts)
    supposed, after = facts, before
    if subject is not None and minutes > 0:
        supposed = _delayed(facts, before, subject, now, minutes)
        after = forecast_row(supposed, now, travel)
    lines = later_lines(supposed, before, after, now, rules)
    return Ripple(now, minutes if subject else 0, subject, supposed, before, after, lines)


def subject_of(facts: RowFacts) -> Visit | None:
    """The visit a delay is about: the one begun last, else the first that has not begun."""
    order = visiting_order([visit for visit in facts.visits if visit.state not in OVER])
    begun = [visit for visit in order if visit.state in BEGUN]
    return begun[-1] if begun else next(iter(order), None)


def later_lines(
    facts: RowFacts, before: RowForecast, after: RowForecast, now: datetime, rules: Rules
) -> tuple[RippleLine, ...]:
    """Every visit of a row that nobody has arrived at yet, judged by a forecast."""
    notices = {
        notice.visit.id: notice for notice in late_notices(facts.visits, facts.calls, after, rules, now)
    }
    return tuple(
        _line(visit, facts.calls[visit.call_id], before.visits.get(visit.id), after, now, notices)
        for visit in visiting_order(facts.visits)
        if visit.state in AHEAD
    )


def _line(
    visit: Visit,
    call: Call,
    before: VisitForecast | None,
    after: RowForecast,
    now: datetime,
    notices: Mapping[int, LateNotice],
) -> RippleLine:
    ahead, notice = after.visits[visit.id], notices.get(visit.id)
    if notice is None or call.window is None:
        return RippleLine(visit, call, before, ahead, False, None, None, None)
    if notice.told and visit.eta_told_at is not None:
        heard = warned(call.window, visit.eta_told_at)
        return RippleLine(visit, call, before, ahead, True, None, heard, heard)
    sets_off = ahead.eta - ahead.leg.minutes * MINUTE
    late = max(now, min(call.window.end, sets_off))
    return RippleLine(
        visit,
        call,
        before,
        ahead,
        False,
        notice.tell_by,
        warned(call.window, now),
        warned(call.window, late),
    )


def warned(window: Span, at: datetime) -> Warned:
    """What a client with a window lives through who hears of a delay at an instant."""
    lead = math.floor((window.start - at) / MINUTE)
    return Warned(at, lead, max(0, minutes_between(window.start, at)))


def _delayed(facts: RowFacts, before: RowForecast, subject: Visit, now: datetime, minutes: int) -> RowFacts:
    """The row's facts with a supposed delay in them."""
    ahead = before.visits[subject.id]
    if subject.state in AT_WORK:
        left = max(0, minutes_between(now, ahead.finish)) + minutes
        return with_visit(facts, replace(subject, left_minutes=left, left_at=now))
    sets_off = ahead.eta - ahead.leg.minutes * MINUTE
    if subject.state is VisitState.EN_ROUTE:
        return with_visit(facts, replace(subject, enroute_at=sets_off + minutes * MINUTE))
    return _staying(facts, subject, now, max(0, minutes_between(now, sets_off)) + minutes)


def _staying(facts: RowFacts, subject: Visit, now: datetime, minutes: int) -> RowFacts:
    """The technician stays where they are for some minutes more, as if at work there."""
    over = [v for v in facts.visits if v.state in OVER and v.arrived_at is not None]
    last = visiting_order(over)[-1] if over else None
    where = facts.place(last) if last else facts.home
    site = Site(STAYING, "", place=where, id=STAYING)
    call = replace(facts.calls[subject.call_id], site_id=STAYING, window=None, id=STAYING)
    stay = Visit(
        call_id=STAYING,
        technician_id=subject.technician_id,
        start=now - timedelta(days=1),  # planned before everything, so that no plan is short of time by it
        minutes=1,
        service_date=subject.service_date,
        state=VisitState.ON_SITE,
        since=now,
        arrived_at=now,
        left_minutes=minutes,
        left_at=now,
        id=STAYING,
    )
    calls = {**facts.calls, STAYING: call}
    return replace(facts.with_site(site), visits=(*facts.visits, stay), calls=calls)


def with_visit(facts: RowFacts, visit: Visit) -> RowFacts:
    """The same row with one visit as given, added if it stood elsewhere."""
    others = tuple(other for other in facts.visits if other.id != visit.id)
    return replace(facts, visits=(*others, visit))


def without_visit(facts: RowFacts, visit_id: int) -> RowFacts:
    """The same row without one visit."""
    return replace(facts, visits=tuple(visit for visit in facts.visits if visit.id != visit_id))


def drive_minutes(row: RowForecast) -> int:
    """All the driving of a row, home included."""
    return sum(visit.leg.minutes for visit in row.visits.values()) + row.home_leg.minutes
