"""The words of suggestions: gates, factors and what would change them, for a shell and for lines of a screen.

Explanations are data (`core.suggest.ranking`); here they become sentences. Text is plain; whoever shows it
neutralises what came from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Priority, Span, Technician
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.suggest import (
    Because,
    Factor,
    Gate,
    GateResult,
    Opening,
    Points,
    Suggestion,
    Turn,
    Way,
    WhatIf,
)
from dispatch_tui.core.suggest.scoring import MOST_SLACK
from dispatch_tui.core.suggest.weights import RESPONSE_SCALES
from dispatch_tui.core.timewords import clock_text, day_text, length_text

F = Factor

FACTOR_WORDS: Mapping[Factor, str] = {
    F.RESPONSE: "how soon",
    F.TRAVEL: "driving added",
    F.LATENESS: "others later",
    F.SLACK: "slack left",
    F.PREFERRED: "preferred",
    F.PERFORMANCE: "such calls so far",
    F.STYLE: "style tags",
    F.OVER_QUALIFIED: "skills not needed",
    F.LOAD: "how full the day is",
    F.HOME: "home later",
    F.PART: "the part",
    F.TERRITORY: "own area",
}
"""What each factor is called."""

GATE_WORDS: Mapping[Gate, str] = {
    Gate.SEEN: "not begun",
    Gate.LOCK: "not locked",
    Gate.PART: "part at hand",
    Gate.SKILLS: "skills",
    Gate.LEVEL: "level",
    Gate.BLOCKED: "not blocked",
    Gate.AREA: "area",
    Gate.TIME_OFF: "no time off",
    Gate.SHIFT: "shift",
    Gate.WINDOW: "window",
    Gate.ROOM: "room",
    Gate.RESERVE: "reserve",
}
"""What each gate asks for, as a heading."""


def spoken(technician: Technician) -> str:
    """`T3 Ana`."""
    first = next(iter(technician.name.split()), "")
    return f"{technician.code} {first}".strip()


def when_words(instant: datetime, day: Day, today: date) -> str:
    """`14:30`, with the day in front if it is not today."""
    zone = day.shop.zone
    clock = clock_text(instant, zone)
    named = local_date(instant, zone)
    return clock if named == today else f"{day_text(named)} {clock}"


# -- factors


def raw_words(factor: Factor, raw: float | None, cases: int | None = None) -> str:
    """A raw value as one would say it: `+6m`, `1h50m`, `yes`, `78% of 12`."""
    if raw is None:
        return "says nothing"
    minutes = round(raw)
    match factor:
        case F.RESPONSE:
            return f"in {length_text(minutes)}" if minutes > 0 else "now"
        case F.TRAVEL:
            return f"+{length_text(minutes)}" if minutes else "none"
        case F.LATENESS:
            return f"{length_text(minutes)} in all" if minutes else "nobody"
        case F.HOME:
            return f"{length_text(minutes)} past the shift" if minutes else "in time"
        case F.SLACK:
            return "no promise at stake" if raw >= MOST_SLACK else length_text(minutes) if minutes else "none"
        case F.PREFERRED:
            return "yes" if raw else "no"
        case F.TERRITORY:
            return "yes" if raw else "another"
        case F.PART:
            return "here, on no truck known" if raw else "not here"
        case F.OVER_QUALIFIED:
            return f"{minutes}" if minutes else "none"
        case F.PERFORMANCE:
            of = "no case of their own" if not cases else "1 case" if cases == 1 else f"{cases} cases"
            return f"{raw:.0%}, {of}"
        case F.STYLE | F.LOAD:
            return f"{raw:.0%}"


def points_words(points: Points) -> str:
    """One factor in a line: `driving added +6m: 20.8 of 25.0`."""
    value = raw_words(points.factor, points.raw, points.cases)
    if points.raw is None:
        return f"{FACTOR_WORDS[points.factor]} {value}"
    return f"{FACTOR_WORDS[points.factor]} {value}: {points.points:.1f} of {points.most:.1f}"


def short_reasons(place: Suggestion, most: int = 4) -> str:
    """What tells this place from others, in a few words: `drive +6m, slack 1h50m, preferred`."""
    found = []
    told = {each.factor: each for each in place.points if each.raw is not None}
    soon = told.get(F.RESPONSE)
    if soon is not None and soon.scale == RESPONSE_SCALES[Priority.EMERGENCY]:
        found.append(f"there {raw_words(F.RESPONSE, soon.raw)}")
    for factor, text in (
        (F.TRAVEL, "drive {value}"),
        (F.LATENESS, "others later {value}"),
        (F.HOME, "home {value}"),
        (F.SLACK, "slack {value}"),
        (F.PREFERRED, "preferred"),
        (F.PERFORMANCE, "so far {value}"),
        (F.STYLE, "style {value}"),
        (F.TERRITORY, "own area"),
    ):
        points = told.get(factor)
        if points is None or not _telling(points):
            continue
        found.append(text.format(value=raw_words(factor, points.raw, points.cases)))
    return ", ".join(found[:most])


def _telling(points: Points) -> bool:
    """True of a value that is worth a word in a short line."""
    raw = points.raw or 0.0
    match points.factor:
        case F.TRAVEL:
            return True
        case F.SLACK:
            return raw < MOST_SLACK
        case F.PERFORMANCE:
            return bool(points.cases)
        case _:
            return raw > 0


# -- gates


def gate_words(result: GateResult, day: Day) -> str:
    """Why a gate failed; what was looked at, if it passed."""
    value = result.value
    match result.gate:
        case Gate.SEEN:
            state = str(value.get("state") or "")
            if result.passed:
                return f"{state.replace('_', ' ')}, has seen it" if result.asks else "nobody has begun it"
            return f"work has begun: {state.replace('_', ' ')}"
        case Gate.LOCK:
            return "not locked" if result.passed else f"locked ({value['lock']})"
        case Gate.PART:
            part = str(value.get("part") or "")
            if result.passed:
                return f"{part} is here" if part else "needs no part"
            return f"{part} is not here"
        case Gate.SKILLS:
            lacks = _words(value, "lacks")
            return f"lacks {lacks}" if lacks else f"holds {_words(value, 'needs') or 'all that is needed'}"
        case Gate.LEVEL:
            lacks = _words(value, "lacks")
            return f"not at the level of {lacks}" if lacks else "level is enough"
        case Gate.BLOCKED:
            return "not blocked" if result.passed else "the customer does not want them"
        case Gate.AREA:
            if result.passed:
                return "area is no bar"
            return f"{value['site']} is not their area ({value['technician'] or 'none'})"
        case Gate.TIME_OFF:
            return "no time off" if result.passed else f"off: {value['reason'] or 'time off'}"
        case Gate.SHIFT:
            return _shift_words(result, day)
        case Gate.WINDOW:
            return _window_words(result, day)
        case Gate.ROOM:
            return _room_words(result)
        case Gate.RESERVE:
            return "reserve is kept" if result.passed else "takes of what is kept for emergencies"


def _words(value: Mapping[str, object], name: str) -> str:
    return " ".join(cast("tuple[str, ...]", value.get(name) or ()))


def _shift_words(result: GateResult, day: Day) -> str:
    since, until = result.value["since"], result.value["until"]
    if not isinstance(since, datetime) or not isinstance(until, datetime):
        return "does not work that day"
    zone = day.shop.zone
    hours = f"{clock_text(since, zone)} to {clock_text(until, zone)}"
    if result.passed:
        return f"works {hours}"
    return f"{length_text(_minutes(result, 'over'))} outside the shift, {hours}"


def _window_words(result: GateResult, day: Day) -> str:
    since, until = result.value["since"], result.value["until"]
    if not isinstance(since, datetime) or not isinstance(until, datetime):
        return "no window promised"
    zone = day.shop.zone
    window = f"{clock_text(since, zone)} to {clock_text(until, zone)}"
    if late := _minutes(result, "late"):
        return f"{length_text(late)} after the window {window}"
    if early := _minutes(result, "early"):
        return f"{length_text(early)} before the window {window}"
    return f"keeps the window {window}"


def _room_words(result: GateResult) -> str:
    if result.passed:
        return "room, though a slot that will be free by then is still shown" if result.asks else "room"
    parts = []
    overlaps = cast("tuple[int, ...]", result.value["overlaps"])
    breaks = cast("tuple[int, ...]", result.value["breaks"])
    if overlaps:
        parts.append(f"overlaps {_listed(overlaps)} by {length_text(_minutes(result, 'overlap'))}")
    if breaks:
        parts.append(f"makes {_listed(breaks)} {length_text(_minutes(result, 'late'))} late")
    if past := _minutes(result, "past"):
        parts.append(f"{length_text(past)} in the past")
    if (short := _minutes(result, "short")) and not overlaps:
        parts.append(f"drive too short by {length_text(short)}")
    return ", ".join(parts)


def _listed(calls: tuple[int, ...]) -> str:
    shown = " and ".join(str(number) for number in calls[:2])
    return shown if len(calls) <= 2 else f"{shown} and {len(calls) - 2} more"


def _minutes(result: GateResult, name: str) -> int:
    value = result.value.get(name)
    return value if isinstance(value, int) else 0


def opening_words(opening: Opening, day: Day, today: date) -> str:
    """What would open a gate."""
    at = when_words(opening.at, day, today) if opening.at is not None else ""
    match opening.way:
        case Way.RELEASE:
            return "release it first, or say what is left"
        case Way.UNLOCK:
            return "unlock it"
        case Way.PART_HERE:
            return f"wait until {at}" if at else "say that the part is here"
        case Way.SKILL:
            return f"somebody with {' '.join(opening.words)}"
        case Way.UNBLOCK:
            return "ask the customer, then pair ... none"
        case Way.AREAS:
            return "the rule areas, set to prefer"
        case Way.BACK:
            return f"wait until {at}" if at else "nobody knows when they are back"
        case Way.OVERTIME:
            return f"{length_text(opening.minutes or 0)} of overtime"
        case Way.OTHER_DAY:
            return "another day"
        case Way.PROMISE:
            return f"promise {at}"
        case Way.MOVE:
            return f"move {_listed(opening.calls)}"
        case Way.LATER:
            return f"not before {at}"


def failed_words(place: Suggestion, day: Day) -> str:
    """All that keeps a place closed: `lacks GAS; 20m after the window 13:00 to 15:00`."""
    return "; ".join(gate_words(result, day) for result in place.failed)


def opens_words(place: Suggestion, day: Day, today: date) -> str:
    """The first thing that would open each failed gate, in a line."""
    return "; ".join(opening_words(result.opens[0], day, today) for result in place.failed if result.opens)


# -- what would change it


def what_if_words(change: WhatIf) -> str:
    """`number 2 would be as good with driving added +2m instead of +10m`."""
    number = change.place + 1
    if change.turn is Turn.WEIGHT:
        return (
            f"number {number} would be as good if {FACTOR_WORDS[change.factor]} weighed "
            f"{change.needed:.0f} instead of {change.now:.0f}"
        )
    if change.factor is F.RESPONSE:
        needed, now = raw_words(change.factor, change.needed), raw_words(change.factor, change.now)
        return f"number {number} would be as good if there {needed} instead of {now}"
    return (
        f"number {number} would be as good with {FACTOR_WORDS[change.factor]} "
        f"{raw_words(change.factor, change.needed)} instead of {raw_words(change.factor, change.now)}"
    )


def because_words(because: Because) -> str:
    """How good a choice was: `87.4 points, the best`; `61.0 points, 26.4 behind the best`."""
    said = f"{because.total:.1f} points"
    if because.rank == 1:
        said += ", the best"
    elif because.best is None:
        said += ", nothing was open"
    elif because.best > because.total:
        said += f", {because.best - because.total:.1f} behind the best"
    else:
        said += ", as good as the best"
    if because.failed:
        said += f", in spite of {', '.join(GATE_WORDS[gate] for gate in because.failed)}"
    return said


def window_words(window: Span, day: Day, today: date) -> str:
    """`today 10:00 to 12:00`, `Tue 24 Nov 10:00 to 12:00`."""
    zone = day.shop.zone
    named = local_date(window.start, zone)
    which = "today" if named == today else day_text(named)
    return f"{which} {clock_text(window.start, zone)} to {clock_text(window.end, zone)}"
