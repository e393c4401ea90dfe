"""The shop's own rules: what it may set, what each means, and what holds where nothing is set.

A rule's value is kept as it was typed (`Shop.rules`), checked when it is set and read through `Rules`.
Rules are the shop's, not a console's: all consoles and the worker go by the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Shop
from dispatch_tui.core.text import clean_line


class Sort(StrEnum):
    """What the value of a rule can be."""

    MINUTES = "minutes"
    DAYS = "days"
    COUNT = "count"
    FLAG = "on or off"
    CLOCK = "time of day"
    CHOICE = "choice"
    TRAFFIC = "traffic"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: as typed ("check-in-lead"); the field of `Rules` is the same with underscores.
        help: one sentence.
        default: as typed.
        low, high: bounds of a number.
        choices: the words of a choice.
    """

    name: str
    sort: Sort
    default: str
    help: str
    section: str
    low: int = 0
    high: int = 24 * 60
    choices: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Name of the field of `Rules`."""
        return self.name.replace("-", "_")


_ASK = ("ask", "auto", "off")

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
    Rule("snooze", Sort.MINUTES, "15", "how long z gives peace from an alert", "Alerts", 1, 480),
    Rule("worse", Sort.MINUTES, "10", "a snooze ends when it gets worse by this much", "Alerts", 1, 240),
    Rule("sound", Sort.FLAG, "off", "ring the terminal's bell for a new alert", "Alerts"),
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
        "7-9 1.25, 16-18 1.3",
        "hours in which drives take longer, and how much",
        "Forecast",
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
    snooze: int
    worse: int
    sound: bool
    learn_days: int
    learn_cases: int
    traffic: tuple[tuple[int, int, float], ...]

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


def _not(rule: Rule, text: str, wanted: str) -> Refused:
    return Refused(f"{text!r} cannot be {rule.name}", f"give {wanted}")
