"""Gates, factors and openings of a suggestion in words; the data is core.suggest.ranking's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Call
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.suggest import (
    Factor,
    Gate,
    GateResult,
    Opening,
    Plain,
    Points,
    Ranking,
    Suggestion,
    Turn,
    Way,
    WhatIf,
)
from dispatch_tui.core.suggest.scoring import MOST_SLACK
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text, day_text, length_text, window_text

FACTORS: Mapping[Factor, str] = {
    Factor.RESPONSE: "response",
    Factor.TRAVEL: "drive added",
    Factor.LATENESS: "others later",
    Factor.SLACK: "slack",
    Factor.PREFERRED: "preferred",
    Factor.PERFORMANCE: "such calls",
    Factor.STYLE: "style",
    Factor.OVER_QUALIFIED: "spare skills",
    Factor.LOAD: "load",
    Factor.HOME: "home later",
    Factor.PART: "part",
    Factor.TERRITORY: "territory",
}
"""A factor as it is called on the screen."""

LITTLE = 0.5
"""Points below which a difference is no reason."""


def _minutes(raw: float) -> str:
    return length_text(round(raw))


def raw_text(points: Points) -> str:
    """A raw value in its own measure; `-` if it says nothing of this call."""
    raw = points.raw
    if raw is None:
        return "-"
    match points.factor:
        case Factor.RESPONSE:
            return f"in {_minutes(raw)}"
        case Factor.TRAVEL:
            return f"+{_minutes(raw)}"
        case Factor.LATENESS | Factor.HOME:
            return f"+{_minutes(raw)}" if raw >= 1 else "0m"
        case Factor.SLACK:
            return "free" if raw >= MOST_SLACK else _minutes(raw)
        case Factor.PREFERRED | Factor.PART | Factor.TERRITORY:
            return "yes" if raw else "no"
        case Factor.PERFORMANCE:
            return f"{raw * 100:.0f} (n={points.cases or 0})"
        case Factor.STYLE | Factor.LOAD:
            return f"{raw:.0%}"
        case Factor.OVER_QUALIFIED:
            return f"{raw:.0f}"


def scale_text(points: Points) -> str:
    """What a raw value is measured against, in the same measure."""
    match points.factor:
        case Factor.PREFERRED | Factor.PART | Factor.TERRITORY:
            return "yes"
        case Factor.PERFORMANCE:
            mean = "-" if points.against is None else f"{points.against * 100:.0f}"
            return f"mean {mean}"
        case Factor.STYLE:
            return "100%"
        case Factor.LOAD:
            return f"{points.scale:.0%}"
        case Factor.OVER_QUALIFIED:
            return f"{points.scale:.0f}"
        case _:
            return _minutes(points.scale)


def reason_text(points: Points) -> str:
    """A factor's value as a reason, in two or three words."""
    raw = points.raw or 0.0
    match points.factor:
        case Factor.RESPONSE:
            return f"there in {_minutes(raw)}" if raw >= 1 else "there at once"
        case Factor.TRAVEL:
            return f"+{_minutes(raw)} drive" if raw >= 1 else "no drive added"
        case Factor.LATENESS:
            return f"others {_minutes(raw)} later" if raw >= 1 else "nobody later for it"
        case Factor.SLACK:
            return "nothing promised near" if raw >= MOST_SLACK else f"slack {_minutes(raw)}"
        case Factor.PREFERRED:
            return "preferred" if raw else "not the preferred one"
        case Factor.PERFORMANCE:
            side = "above" if raw > (points.against or 0.0) else "below"
            own = f"n={points.cases or 0}"
            return f"{side} the mean at such calls ({own})" if points.cases else "no such call yet"
        case Factor.STYLE:
            return (
                "shares their style" if raw >= 1 else "shares part of their style" if raw else "another style"
            )
        case Factor.OVER_QUALIFIED:
            return f"{plural(round(raw), 'skill')} to spare" if raw >= 1 else "no skill to spare"
        case Factor.LOAD:
            return f"{raw:.0%} loaded"
        case Factor.HOME:
            return f"home {_minutes(raw)} later" if raw >= 1 else "home as before"
        case Factor.PART:
            return "part at hand" if raw else "part not at hand"
        case Factor.TERRITORY:
            return "in their area" if raw else "not their area"


def weighty(
    place: Suggestion,
    places: Sequence[Suggestion],
    count: int = 2,
    said: frozenset[Factor] = frozenset(),
) -> list[tuple[Points, float]]:
    """What sets a place apart: the factors that differ most, with by how many points.

    The best place is held against the mean of the others, every other place against the best. Of the best,
    what speaks for it comes first; of any other, what speaks against it. Factors that are `said` elsewhere
    are left out.
    """
    best = places[0] if places else place
    others = [other for other in places if other is not place]
    if place is best or place.total >= best.total:
        rivals, sign = others, 1
    else:
        rivals, sign = [best], -1
    found = []
    for at, points in enumerate(place.points):
        if points.raw is None or points.factor in said:
            continue
        mean = sum(other.points[at].points for other in rivals) / len(rivals) if rivals else 0.0
        found.append((points, points.points - mean))
    found.sort(key=lambda each: -sign * each[1])
    telling = [each for each in found if sign * each[1] >= LITTLE]
    return (telling or sorted(found, key=lambda each: -abs(each[1])))[:count]


def rank_of(place: Suggestion, ranking: Ranking) -> int:
    """Which number a place is: its own if it is one of those listed, else what its points would make it."""
    for number, each in enumerate(ranking.places, 1):
        if (each.technician_id, each.start) == (place.technician_id, place.start):
            return number
    return 1 + sum(each.total > place.total for each in ranking.places)


def reason_words(
    place: Suggestion,
    places: Sequence[Suggestion],
    count: int = 2,
    said: frozenset[Factor] = frozenset(),
) -> str:
    """The weightiest reasons in a few words; `said` ones apart."""
    return ", ".join(reason_text(points) for points, _ in weighty(place, places, count, said))


# -- gates


GATES: Mapping[Gate, str] = {
    Gate.SEEN: "not begun",
    Gate.LOCK: "not locked",
    Gate.PART: "part",
    Gate.SKILLS: "skills",
    Gate.LEVEL: "skill level",
    Gate.BLOCKED: "not blocked",
    Gate.AREA: "area",
    Gate.TIME_OFF: "not off",
    Gate.SHIFT: "shift",
    Gate.WINDOW: "window",
    Gate.ROOM: "room",
    Gate.RESERVE: "reserve",
}
"""What a gate asks for."""


def _clock(value: Plain, day: Day) -> str:
    return clock_text(value, day.shop.zone) if isinstance(value, datetime) else "?"


def _span(value: Mapping[str, Plain], day: Day, dash: str) -> str:
    return f"{_clock(value.get('since'), day)}{dash}{_clock(value.get('until'), day)}"


def _words(value: Plain) -> str:
    return " ".join(str(each) for each in value) if isinstance(value, tuple) else str(value or "")


def gate_text(result: GateResult, day: Day, dash: str = "–") -> str:
    """The value a gate looked at, in words."""
    value = result.value
    match result.gate:
        case Gate.SEEN:
            state = str(value.get("state") or "in the tray").replace("_", " ")
            return f"{state}: asks first" if result.asks else state
        case Gate.LOCK:
            lock = str(value.get("lock") or "none")
            return "no lock" if lock == "none" else f"{lock} locked"
        case Gate.PART:
            return _part(value, result.passed, day)
        case Gate.SKILLS:
            lacks = _words(value.get("lacks"))
            return f"lacks {lacks}" if lacks else _words(value.get("needs")) or "none needed"
        case Gate.LEVEL:
            lacks = _words(value.get("lacks"))
            return f"below {lacks}" if lacks else "high enough"
        case Gate.BLOCKED:
            return "no" if result.passed else "the customer does not want them"
        case Gate.AREA:
            return _area(value)
        case Gate.TIME_OFF:
            return _off(value, result.passed, day)
        case Gate.SHIFT:
            return _shift(value, result.passed, day, dash)
        case Gate.WINDOW:
            return _window(value, day, dash)
        case Gate.ROOM:
            return _room(value, result)
        case Gate.RESERVE:
            return _reserve(value, day)


def _reserve(value: Mapping[str, Plain], day: Day) -> str:
    wanted, free = value.get("wanted"), value.get("free")
    if not wanted or not isinstance(wanted, int) or not isinstance(free, int):
        return "nothing is kept from it"
    until = _clock(value.get("until"), day)
    return f"{length_text(wanted)} of {length_text(free)} free kept for emergencies till {until}"


def _part(value: Mapping[str, Plain], passed: bool, day: Day) -> str:
    part = _words(value.get("part"))
    if not part:
        return "none needed"
    if passed:
        return f"{part} is here"
    ready = value.get("ready_at")
    return f"{part} from {_clock(ready, day)}" if ready else f"waits for {part}"


def _area(value: Mapping[str, Plain]) -> str:
    site, own = _words(value.get("site")), _words(value.get("technician"))
    if not site:
        return "the site has none"
    return site if site.casefold() == own.casefold() else f"{site}, theirs is {own or 'none'}"


def _off(value: Mapping[str, Plain], passed: bool, day: Day) -> str:
    if passed:
        return "at work"
    reason = _words(value.get("reason")) or "off"
    until = value.get("until")
    return f"{reason} till {_clock(until, day)}" if until else f"{reason} until further notice"


def _shift(value: Mapping[str, Plain], passed: bool, day: Day, dash: str) -> str:
    if value.get("since") is None:
        return "does not work that day"
    over = "" if passed else f", {_minutes(cast('float', value.get('over') or 0))} outside it"
    return f"{_span(value, day, dash)}{over}"


def _window(value: Mapping[str, Plain], day: Day, dash: str) -> str:
    if value.get("since") is None:
        return "none promised"
    late, early = cast("float", value.get("late") or 0), cast("float", value.get("early") or 0)
    off = f", {_minutes(late)} after it" if late else f", {_minutes(early)} before it" if early else ""
    return f"{_span(value, day, dash)}{off}"


def _room(value: Mapping[str, Plain], result: GateResult) -> str:
    parts = []
    overlaps, breaks = value.get("overlaps"), value.get("breaks")
    if overlaps:
        parts.append(f"overlaps {_words(overlaps)}")
    if breaks:
        late = _minutes(cast("float", value.get("late") or 0))
        parts.append(f"makes {_words(breaks)} late by {late}")
    if value.get("past"):
        parts.append(f"{_minutes(cast('float', value['past']))} past")
    if value.get("short") and not overlaps:
        parts.append(f"drive too short by {_minutes(cast('float', value['short']))}")
    if result.asks:
        parts.append("the one before is about to end: asks first")
    return ", ".join(parts) or "free"


def opening_text(opening: Opening, day: Day) -> str:
    """What would open a gate."""
    at = clock_text(opening.at, day.shop.zone) if opening.at else ""
    words, calls = " ".join(opening.words), " ".join(str(call) for call in opening.calls)
    match opening.way:
        case Way.RELEASE:
            return "release it first"
        case Way.UNLOCK:
            return "unlock it"
        case Way.PART_HERE:
            return f"from {at} on" if at else "say that the part is here"
        case Way.SKILL:
            return f"needs somebody with {words}"
        case Way.UNBLOCK:
            return "unblock them for this customer"
        case Way.AREAS:
            return "areas prefer, not strict (rules)"
        case Way.BACK:
            return f"back at {at}" if at else "nobody knows when they are back"
        case Way.OVERTIME:
            return f"{_minutes(opening.minutes or 0)} overtime"
        case Way.OTHER_DAY:
            return "another day"
        case Way.PROMISE:
            return f"promise a window with {at}"
        case Way.MOVE:
            return f"move {calls}"
        case Way.LATER:
            return f"from {at} on"


def openings_text(result: GateResult, day: Day) -> str:
    """All that would open a gate: one of them is enough."""
    return " or ".join(opening_text(opening, day) for opening in result.opens)


def shut_words(ranking: Ranking) -> str:
    """How many technicians are kept out, and by which gates."""
    parts = [f"{GATES[gate]} {count}" for gate, count in ranking.shut if count]
    return f"{sum(count for _, count in ranking.shut)} kept out: {', '.join(parts)}" if parts else ""


def promised_words(call: Call, day: Day, dash: str) -> str:
    """What a day that is none of the promised window's says of itself."""
    if call.window is None:
        return ""
    zone = day.shop.zone
    when = f"{day_text(local_date(call.window.start, zone))} {window_text(call.window, zone, dash)}"
    return f"Promised for {when}: other days break that promise. Promise another window first, to look there."


# -- what would change it


def what_if_text(change: WhatIf, ranking: Ranking, day: Day) -> str:
    """One change after which another place would be as good as the best."""
    place = ranking.places[change.place]
    technician = day.technicians.get(place.technician_id)
    who = f"no. {change.place + 1} ({technician.code if technician else '?'})"
    name = FACTORS[change.factor]
    if change.turn is Turn.WEIGHT:
        return f"{who} as good if {name} weighed {change.needed:.0f}, not {change.now:.0f}"
    own = place.of(change.factor)
    needed = Points(own.factor, change.needed, own.scale, own.weight, 0.0, own.most, own.cases, own.against)
    if change.factor is Factor.RESPONSE:
        return f"{who} as good if there {raw_text(needed)}, not {raw_text(own)}"
    return f"{who} as good with {name} {raw_text(needed)}, not {raw_text(own)}"
