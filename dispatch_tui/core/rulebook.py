"""The shop's own rules: what it may set, what each means, and what holds where nothing is set.

A rule's value is kept as it was typed (`Shop.rules`), checked when it is set and read through `Rules`.
Rules are the shop's, not a console's: all consoles and the worker go by the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Shop
from dispatch_tui.core.rule import Rule, Sort
from dispatch_tui.core.text import clean_line

_ASK = ("ask", "auto", "off")

_WEIGHED = {
    "response": "how soon somebody is there",
    "travel": "driving added",
    "lateness": "others reached later",
    "slack": "time left until a promise breaks",
    "preferred": "the technician whom the customer prefers",
    "performance": "how such calls have gone with the technician",
    "style": "tags that customer and technician share",
    "over-qualified": "skills that the call does not need",
    "load": "how full the technician's day is",
    "home": "coming home on time",
    "part": "the part being at hand",
    "territory": "the technician's own area",
}
"""The factors of core.suggest.weights, which cannot be imported here: it reads these rules."""

RULES: tuple[Rule, ...] = (
    # -- the check-in
    Rule("check-in", Sort.FLAG, "on", "ask technicians how much longer they need", "Check-in"),
    Rule(
        "check-in-lead",
        Sort.MINUTES,
        "30",
        "how long before the next call they are asked",
        "Check-in",
        5,
        180,
    ),
    Rule("check-in-reason", Sort.WORDS, "", "why you ask, in your own words (empty: ours)", "Check-in"),
    Rule(
        "answer-patience",
        Sort.MINUTES,
        "10",
        "after how long no answer becomes a suggestion to you",
        "Check-in",
        1,
        120,
    ),
    # -- messages
    Rule("confirm", Sort.FLAG, "on", "confirm a promised window by text or e-mail", "Messages"),
    Rule(
        "remind-lead",
        Sort.MINUTES,
        "0",
        "remind customers so long before their window (0: never)",
        "Messages",
        0,
        48 * 60,
    ),
    Rule("on-the-way", Sort.FLAG, "on", "tell customers when the technician sets off", "Messages"),
    Rule(
        "tell-late",
        Sort.CHOICE,
        "ask",
        "running late: ask you first, tell by itself, or leave it",
        "Messages",
        choices=_ASK,
    ),
    Rule(
        "late-step",
        Sort.MINUTES,
        "15",
        "a change of arrival smaller than this is not told again",
        "Messages",
        5,
        120,
    ),
    Rule("feedback", Sort.FLAG, "off", "ask customers how it was when the work is done", "Messages"),
    Rule(
        "tell-technicians", Sort.FLAG, "on", "send the call to the technician's phone at dispatch", "Messages"
    ),
    Rule("quiet-from", Sort.CLOCK, "21:00", "automatic messages wait from this hour", "Messages"),
    Rule("quiet-until", Sort.CLOCK, "8:00", "and go out from this hour", "Messages"),
    # -- alerts
    Rule("alert-late", Sort.MINUTES, "1", "forecast this late or more", "Alerts", 1, 240),
    Rule("alert-over", Sort.MINUTES, "5", "running over by this much or more", "Alerts", 1, 240),
    Rule(
        "alert-dispatch",
        Sort.MINUTES,
        "10",
        "not dispatched so long before they must set off",
        "Alerts",
        0,
        240,
    ),
    Rule(
        "alert-travel",
        Sort.MINUTES,
        "1",
        "too little time for the drive by this much or more",
        "Alerts",
        1,
        240,
    ),
    Rule("alert-emergency", Sort.MINUTES, "0", "an emergency waits so long in the tray", "Alerts", 0, 240),
    Rule(
        "alert-part",
        Sort.MINUTES,
        "1440",
        "a part is missing so long before the visit",
        "Alerts",
        0,
        14 * 1440,
    ),
    Rule("alert-hold", Sort.DAYS, "0", "a hold is to be reviewed in so many days", "Alerts", 0, 30),
    Rule(
        "alert-stale",
        Sort.MINUTES,
        "20",
        "a status is older than it should be by this much",
        "Alerts",
        5,
        480,
    ),
    Rule(
        "ack-patience",
        Sort.MINUTES,
        "10",
        "not acknowledged so long after dispatch; each next step as long after that",
        "Alerts",
        1,
        240,
    ),
    Rule(
        "ack-patience-emergency",
        Sort.MINUTES,
        "3",
        "the same where the call is an emergency",
        "Alerts",
        1,
        240,
    ),
    Rule("snooze", Sort.MINUTES, "15", "how long z gives peace from an alert", "Alerts", 1, 480),
    Rule("worse", Sort.MINUTES, "10", "a snooze ends when it gets worse by this much", "Alerts", 1, 240),
    Rule("sound", Sort.FLAG, "off", "ring the terminal's bell for a new alert", "Alerts"),
    # -- emergencies
    Rule(
        "reserve",
        Sort.RESERVE,
        "off",
        "kept free for emergencies: off, a share as 20%, or hours as 4h",
        "Emergencies",
    ),
    Rule("reserve-until", Sort.CLOCK, "15:00", "from this hour what is kept is given away", "Emergencies"),
    # -- suggestions
    Rule(
        "suggest",
        Sort.CHOICE,
        "balanced",
        "what matters most where a call is offered a place",
        "Suggestions",
        choices=("balanced", "response first", "client first", "drive least", "home on time"),
    ),
    *(
        Rule(f"weight-{name}", Sort.WEIGHT, "", f"{what}: 0 to 100 (empty: the preset's)", "Suggestions")
        for name, what in _WEIGHED.items()
    ),
    Rule(
        "areas",
        Sort.CHOICE,
        "prefer",
        "technicians go to their own area only, rather, or areas mean nothing",
        "Suggestions",
        choices=("strict", "prefer", "off"),
    ),
    Rule("offer-window", Sort.MINUTES, "120", "length of the windows you offer", "Suggestions", 15, 720),
    # -- forecast
    Rule(
        "learn-days",
        Sort.DAYS,
        "180",
        "how far back the forecast learns from (0: not at all)",
        "Forecast",
        0,
        1825,
    ),
    Rule("learn-cases", Sort.COUNT, "5", "how many cases it takes before it learns", "Forecast", 2, 100),
    Rule(
        "traffic",
        Sort.TRAFFIC,
        "7-8 1.1, 8-9 1.34, 9-10 1.38, 10-16 1.3, 16-17 1.4, 17-19 1.5, 19-20 1.35, 20-21 1.2",
        "hours in which drives take longer than at night, and how much",
        "Forecast",
    ),
    # -- planning: prices are in minutes of driving, as the planner weighs one against the other
    Rule("plan-seconds", Sort.COUNT, "10", "how many seconds the planner thinks at most", "Planning", 1, 600),
    Rule(
        "plan-move",
        Sort.MINUTES,
        "20",
        "giving a visit to another technician must save this much driving",
        "Planning",
        0,
        600,
    ),
    Rule(
        "plan-told", Sort.MINUTES, "10", "and this more where the customer has been told", "Planning", 0, 600
    ),
    Rule("plan-near", Sort.MINUTES, "10", "and this more where the visit is near", "Planning", 0, 600),
    Rule("plan-near-within", Sort.MINUTES, "90", "a visit is near when it begins within", "Planning", 0, 720),
    Rule(
        "plan-preferred",
        Sort.MINUTES,
        "15",
        "sending whom the customer prefers is worth so much driving",
        "Planning",
        0,
        600,
    ),
    Rule("plan-late", Sort.COUNT, "3", "a minute late costs so many of driving", "Planning", 0, 60),
    Rule(
        "plan-overtime", Sort.COUNT, "1", "a minute of overtime costs so many of driving", "Planning", 0, 60
    ),
    Rule(
        "plan-longer",
        Sort.MINUTES,
        "0",
        "overtime that the planner may give a technician",
        "Planning",
        0,
        240,
    ),
)

BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}

_CLOCK = re.compile(r"([01]?\d|2[0-3])(?::?([0-5]\d))?")
_TRAFFIC = re.compile(r"(\d{1,2})-(\d{1,2})\s+x?(\d(?:\.\d{1,2})?)")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a shop, read: numbers as int, flags as bool, times of day as minutes after midnight.

    Attributes:
        traffic: (from hour, until hour, factor) of the hours in which drives take longer.
        reserve: percent of the day's technician hours that are kept free, and minutes a day; one is 0.
    """

    check_in: bool
    check_in_lead: int
    check_in_reason: str
    answer_patience: int
    confirm: bool
    remind_lead: int
    on_the_way: bool
    tell_late: str
    late_step: int
    feedback: bool
    tell_technicians: bool
    quiet_from: int
    quiet_until: int
    alert_late: int
    alert_over: int
    alert_dispatch: int
    alert_travel: int
    alert_emergency: int
    alert_part: int
    alert_hold: int
    alert_stale: int
    ack_patience: int
    ack_patience_emergency: int
    snooze: int
    worse: int
    sound: bool
    reserve: tuple[int, int]
    reserve_until: int
    suggest: str
    weight_response: int | None
    weight_travel: int | None
    weight_lateness: int | None
    weight_slack: int | None
    weight_preferred: int | None
    weight_performance: int | None
    weight_style: int | None
    weight_over_qualified: int | None
    weight_load: int | None
    weight_home: int | None
    weight_part: int | None
    weight_territory: int | None
    areas: str
    offer_window: int
    learn_days: int
    learn_cases: int
    traffic: tuple[tuple[int, int, float], ...]
    plan_seconds: int
    plan_move: int
    plan_told: int
    plan_near: int
    plan_near_within: int
    plan_preferred: int
    plan_late: int
    plan_overtime: int
    plan_longer: int

    @classmethod
    def of(cls, shop: Shop) -> Rules:
        """The rules of a shop; a value that an older program kept and this one cannot read is the default."""
        return _read(tuple(sorted(shop.rules.items())))


@lru_cache(maxsize=64)
def _read(given: tuple[tuple[str, str], ...]) -> Rules:
    kept = dict(given)
    values: dict[str, Any] = {}
    for rule in RULES:
        try:
            values[rule.field] = value_of(rule, kept.get(rule.name, rule.default))
        except Refused:
            values[rule.field] = value_of(rule, rule.default)
    return Rules(**values)


assert {field.name for field in fields(Rules)} == {rule.field for rule in RULES}


def rule_named(name: str) -> Rule:
    """The rule of a name, or of the only name that begins so.

    Raises:
        Refused: listing the names.
    """
    word = name.strip().lower().replace("_", "-")
    found = [BY_NAME[word]] if word in BY_NAME else [rule for rule in RULES if rule.name.startswith(word)]
    if len(found) != 1 or not word:
        names = ", ".join(rule.name for rule in (found or RULES))
        raise Refused(f"{name!r} is not a rule", f"these are: {names}")
    return found[0]


def checked(rule: Rule, text: str) -> str:
    """The value as it will be kept.

    Raises:
        Refused: saying what it may be.
    """
    cleaned = clean_line(text, 160)
    value_of(rule, cleaned)
    return cleaned


def value_of(rule: Rule, text: str) -> Any:
    """The value that a text means for a rule.

    Raises:
        Refused: saying what it may be.
    """
    word = text.strip().lower()
    match rule.sort:
        case Sort.MINUTES | Sort.DAYS | Sort.COUNT:
            digits = re.fullmatch(r"(\d{1,5})\s*(?:m|min|minutes|d|days)?", word)
            if digits and rule.low <= int(digits[1]) <= rule.high:
                return int(digits[1])
            raise _not(rule, text, f"a number of {rule.sort.value}, {rule.low} to {rule.high}")
        case Sort.FLAG:
            if word in ("on", "yes", "true", "1"):
                return True
            if word in ("off", "no", "false", "0"):
                return False
            raise _not(rule, text, "on or off")
        case Sort.CLOCK:
            found = _CLOCK.fullmatch(word)
            if found:
                return int(found[1]) * 60 + int(found[2] or 0)
            raise _not(rule, text, "a time as 21:00")
        case Sort.CHOICE:
            if word in rule.choices:
                return word
            raise _not(rule, text, " or ".join(rule.choices))
        case Sort.TRAFFIC:
            return _traffic(rule, text)
        case Sort.RESERVE:
            return _reserve(rule, word)
        case Sort.WEIGHT:
            if word in ("", "preset"):
                return None
            if re.fullmatch(r"\d{1,3}", word) and int(word) <= 100:
                return int(word)
            raise _not(rule, text, "a number, 0 to 100, or preset")
        case Sort.WORDS:
            return text.strip()


def _traffic(rule: Rule, text: str) -> tuple[tuple[int, int, float], ...]:
    found = []
    for part in (part.strip() for part in text.split(",") if part.strip()):
        match = _TRAFFIC.fullmatch(part)
        hours = (int(match[1]), int(match[2])) if match else (0, 0)
        factor = float(match[3]) if match else 0.0
        if not (0 <= hours[0] < hours[1] <= 24 and 0.5 <= factor <= 4):
            raise _not(rule, part, "hours and a factor as 7-9 1.25, separated by commas, or nothing")
        found.append((*hours, factor))
    return tuple(sorted(found))


def _reserve(rule: Rule, word: str) -> tuple[int, int]:
    """(percent, minutes) of what is kept free; one of them is 0."""
    found = re.fullmatch(r"(\d{1,2})\s*%|(\d{1,2}(?:\.\d)?)\s*h|off|0", word)
    if found is None:
        raise _not(rule, word, "off, a share of the hours as 20%, or hours a day as 4h")
    return int(found[1] or 0), round(float(found[2] or 0) * 60)


def _not(rule: Rule, text: str, wanted: str) -> Refused:
    return Refused(f"{text!r} cannot be {rule.name}", f"give {wanted}")
