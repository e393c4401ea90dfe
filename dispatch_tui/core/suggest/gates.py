"""The gates: what must hold for a place to be offered, each with the value that was looked at.

Missing data is not permission: who declares no skill has none, and where the shop's areas are strict, who
has no area is at home in none. What is not asked for cannot fail: a site without an area lets all pass.
"""

from __future__ import annotations

from datetime import timedelta

from dispatch_tui.core.forecast import minutes_between
from dispatch_tui.core.model import Lock, Span, Technician, TimeOff, Visit
from dispatch_tui.core.shifts import shift_spans
from dispatch_tui.core.skills import lacking, lacking_level
from dispatch_tui.core.status import BEGUN, OVER, SEEN
from dispatch_tui.core.suggest.index import RowIndex
from dispatch_tui.core.suggest.query import Query, same_area
from dispatch_tui.core.suggest.ranking import Gate, GateResult, Opening, Plain, Way
from dispatch_tui.core.suggest.spots import rounded_up
from dispatch_tui.core.suggest.trial import Trial

MINUTE = timedelta(minutes=1)


class Gates:
    """The gates of one question. What is the same for all places, or all of a technician, is made once."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._all = self._of_all()
        self._skilled: dict[tuple[str, ...], Gate | None] = {}
        self._person: dict[int, tuple[GateResult, ...]] = {}
        self._seen = _seen(query)

    def shut_for(self, technician: Technician) -> Gate | None:
        """The first gate that keeps a technician out wherever it would be; None if none does. Cheap."""
        query = self._query
        if self._all is not None:
            return self._all
        visit = query.visit
        if visit is not None and visit.lock in _TO_WHOM and technician.id != visit.technician_id:
            return Gate.LOCK
        call = query.call
        if call.part and call.part_ready_at is None:
            return Gate.PART
        if call.skills:
            skills = technician.skills
            if skills not in self._skilled:
                self._skilled[skills] = _unskilled(call.skills, skills)
            if self._skilled[skills] is not None:
                return self._skilled[skills]
        if query.customer is not None and technician.id in query.customer.blocked:
            return Gate.BLOCKED
        site = query.site
        if query.areas == "strict" and site is not None and site.area.strip():
            return None if same_area(site.area, technician.area) else Gate.AREA
        return None

    def of(self, technician: Technician, index: RowIndex, trial: Trial) -> tuple[GateResult, ...]:
        """All gates of a place, in their order."""
        query = self._query
        slot = Span(trial.start, trial.start + query.minutes * MINUTE)
        person = self._person.get(technician.id)
        if person is None:
            skills, level = _skills(query, technician)
            person = skills, level, _blocked(query, technician), _area(query, technician)
            self._person[technician.id] = person
        return (
            self._seen,
            _lock(query, technician, trial),
            _part(query, trial),
            *person,
            *_hours(query, technician, index, slot),
            _window(query, trial),
            _room(query, index, trial),
            _reserve(query, trial),
        )

    def _of_all(self) -> Gate | None:
        visit = self._query.visit
        return Gate.SEEN if visit is not None and visit.state in BEGUN | OVER else None


_TO_WHOM = frozenset({Lock.TECH, Lock.BOTH})


def _unskilled(needs: tuple[str, ...], skills: tuple[str, ...]) -> Gate | None:
    wanting = lacking(needs, skills)
    if not wanting:
        return None
    return Gate.LEVEL if wanting == lacking_level(needs, skills) else Gate.SKILLS


def _seen(query: Query) -> GateResult:
    visit = query.visit
    if visit is None:
        return GateResult(Gate.SEEN, True, {"state": None})
    value: dict[str, Plain] = {"state": visit.state.value}
    if visit.state in BEGUN | OVER:
        return GateResult(Gate.SEEN, False, value, (Opening(Way.RELEASE),))
    return GateResult(Gate.SEEN, True, value, asks=visit.state in SEEN)


def _lock(query: Query, technician: Technician, trial: Trial) -> GateResult:
    visit = query.visit
    if visit is None or visit.lock is Lock.NONE:
        return GateResult(Gate.LOCK, True, {"lock": Lock.NONE.value})
    other = technician.id != visit.technician_id
    elsewhen = trial.start != visit.start or query.minutes != visit.minutes
    held = {Lock.TIME: elsewhen, Lock.TECH: other, Lock.BOTH: other or elsewhen}[visit.lock]
    value: dict[str, Plain] = {
        "lock": visit.lock.value,
        "technician": visit.technician_id,
        "start": visit.start,
    }
    return GateResult(Gate.LOCK, not held, value, (Opening(Way.UNLOCK),) if held else ())


def _part(query: Query, trial: Trial) -> GateResult:
    call = query.call
    if not call.part:
        return GateResult(Gate.PART, True, {"part": ""})
    value: dict[str, Plain] = {"part": call.part, "ready_at": call.part_ready_at}
    ready = call.part_ready_at
    if ready is not None and ready <= trial.start:
        return GateResult(Gate.PART, True, value)
    return GateResult(Gate.PART, False, value, (Opening(Way.PART_HERE, at=ready),))


def _skills(query: Query, technician: Technician) -> tuple[GateResult, GateResult]:
    needs = query.call.skills
    wanting = lacking(needs, technician.skills)
    low = lacking_level(needs, technician.skills)
    none = tuple(skill for skill in wanting if skill not in low)
    return (
        GateResult(
            Gate.SKILLS,
            not none,
            {"needs": needs, "lacks": none},
            (Opening(Way.SKILL, words=none),) if none else (),
        ),
        GateResult(Gate.LEVEL, not low, {"lacks": low}, (Opening(Way.SKILL, words=low),) if low else ()),
    )


def _blocked(query: Query, technician: Technician) -> GateResult:
    customer = query.customer
    blocked = customer is not None and technician.id in customer.blocked
    value: dict[str, Plain] = {"customer": customer.id if customer is not None else None}
    return GateResult(Gate.BLOCKED, not blocked, value, (Opening(Way.UNBLOCK),) if blocked else ())


def _area(query: Query, technician: Technician) -> GateResult:
    site = query.site.area.strip() if query.site is not None else ""
    strict = query.areas == "strict" and bool(site)
    passed = not strict or same_area(site, technician.area)
    value: dict[str, Plain] = {"site": site, "technician": technician.area, "rule": query.areas}
    return GateResult(Gate.AREA, passed, value, () if passed else (Opening(Way.AREAS),))


def _hours(
    query: Query, technician: Technician, index: RowIndex, slot: Span
) -> tuple[GateResult, GateResult]:
    """Time off, then the shift: what of the two is in the way."""
    holding = next(
        (span for span in index.facts.shifts if span.start <= slot.start and slot.end <= span.end), None
    )
    if holding is not None:
        return (
            GateResult(Gate.TIME_OFF, True, {"reason": ""}),
            GateResult(Gate.SHIFT, True, {"since": holding.start, "until": holding.end, "over": 0}),
        )
    day = query.day
    regular, away = tuple(index.facts.shifts), None
    offs = day.offs_of(technician.id)
    if offs:
        rules = [rule for rule in day.shift_rules.values() if rule.technician_id == technician.id]
        regular = shift_spans(rules, day.service_date, day.shop.zone)
        away = next((off for off in offs if _covers(off, slot)), None)
    return _time_off(away), _shift(regular, slot)


def _covers(off: TimeOff, slot: Span) -> bool:
    return off.since < slot.end and (off.until is None or off.until > slot.start)


def _time_off(away: TimeOff | None) -> GateResult:
    if away is None:
        return GateResult(Gate.TIME_OFF, True, {"reason": ""})
    value: dict[str, Plain] = {"reason": away.reason, "since": away.since, "until": away.until}
    return GateResult(Gate.TIME_OFF, False, value, (Opening(Way.BACK, at=away.until),))


def _shift(regular: tuple[Span, ...], slot: Span) -> GateResult:
    if not regular:
        none: dict[str, Plain] = {"since": None, "until": None, "over": 0}
        return GateResult(Gate.SHIFT, False, none, (Opening(Way.OTHER_DAY),))
    near = min(regular, key=lambda span: max(span.start - slot.start, slot.end - span.end))
    over = max(0, round((slot.end - near.end) / MINUTE)) + max(0, round((near.start - slot.start) / MINUTE))
    value: dict[str, Plain] = {"since": near.start, "until": near.end, "over": over}
    if not over:
        return GateResult(Gate.SHIFT, True, value)
    return GateResult(Gate.SHIFT, False, value, (Opening(Way.OVERTIME, minutes=over), Opening(Way.OTHER_DAY)))


def _window(query: Query, trial: Trial) -> GateResult:
    window, visit = query.call.window, query.visit
    if window is None or (visit is not None and visit.helps):
        return GateResult(Gate.WINDOW, True, {"since": None, "until": None, "late": 0, "early": 0})
    arrival = max(trial.start, trial.eta)  # the promise binds the arrival
    late = max(0, -int((window.end - arrival) // MINUTE))
    early = max(0, round((window.start - trial.start) / MINUTE))
    value: dict[str, Plain] = {"since": window.start, "until": window.end, "late": late, "early": early}
    if not (late or early):
        return GateResult(Gate.WINDOW, True, value)
    return GateResult(Gate.WINDOW, False, value, (Opening(Way.PROMISE, at=arrival), Opening(Way.OTHER_DAY)))


def _room(query: Query, index: RowIndex, trial: Trial) -> GateResult:
    """Nobody in the way, no promise broken, and not in the past.

    Work that has begun and is forecast to end before its slot does is in nobody's way, but the board still
    shows its slot: that asks, and does not fail.
    """
    slot = Span(trial.start, trial.start + query.minutes * MINUTE)
    standing = [visit for visit in index.standing if query.visit is None or visit.id != query.visit.id]
    clashing = [visit for visit in standing if visit.slot.overlaps(slot)]
    firm = [visit for visit in clashing if not _over_before(visit, index, slot)]
    past = max(0, -(-int((query.now - trial.start).total_seconds()) // 60))
    # Who does not work at its start comes later for that, and not for the drive: the shift says so.
    at_work = any(span.holds(slot.start) for span in index.facts.shifts)
    short = max(0, minutes_between(trial.start, trial.eta) - past) if at_work else 0
    calls = tuple(sorted(visit.call_id for visit in firm))
    value: dict[str, Plain] = {
        "overlaps": calls,
        "overlap": sum(round(_shared(visit.slot, slot)) for visit in firm),
        "breaks": trial.breaks,
        "late": trial.broken,
        "past": past,
        "short": short,
    }
    opens = []
    if calls or trial.breaks:
        opens.append(Opening(Way.MOVE, calls=tuple(sorted({*calls, *trial.breaks}))))
    if past or short:
        opens.append(Opening(Way.LATER, at=rounded_up(trial.eta) if short else query.now))
    return GateResult(Gate.ROOM, not opens, value, tuple(opens), asks=bool(clashing) and not firm)


def _reserve(query: Query, trial: Trial) -> GateResult:
    """What is kept free for emergencies is kept from all other calls."""
    reserve = query.reserve
    if reserve is None:
        return GateResult(Gate.RESERVE, True, {"wanted": 0})
    value: dict[str, Plain] = {"wanted": reserve.wanted, "free": reserve.free, "until": reserve.until}
    if not reserve.shuts(trial.start, query.minutes):
        return GateResult(Gate.RESERVE, True, value)
    opens = (Opening(Way.LATER, at=reserve.until), Opening(Way.OTHER_DAY))
    return GateResult(Gate.RESERVE, False, value, opens)


def _over_before(visit: Visit, index: RowIndex, slot: Span) -> bool:
    return visit.state in BEGUN and index.forecast.visits[visit.id].finish <= slot.start


def _shared(one: Span, other: Span) -> float:
    return Span(max(one.start, other.start), min(one.end, other.end)).minutes
