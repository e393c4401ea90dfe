"""Lengths of time and clock times as people write them in a text, in English and Spanish.

Wider than the grammar of the `:` row (core.timewords), which a dispatcher types into; here nobody is
asked back, so that whatever could mean two things means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_tui.core.shifts import MINUTE, local_date, local_instant

LONGEST = 24 * 60
"""Minutes; a longer rest of work is no answer."""

_M = r"(?:m|mn|min|mins|minutes?|minutos?)"
_H = r"(?:h|hr|hrs|hours?|horas?)"
_BARE_LIMIT = 240
"""Minutes up to which a number needs no unit; 430 may as well be half past four."""
_COLON_HOURS = 4
"""Hours up to which `1:30` is a length; later ones look like a time of day."""

_Match = re.Match[str]
_LENGTHS: tuple[tuple[re.Pattern[str], Callable[[_Match], float | None]], ...] = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"(\d{1,3})", lambda found: int(found[1]) if int(found[1]) <= _BARE_LIMIT else None),
        (rf"(\d{{1,4}}) ?{_M}", lambda found: int(found[1])),
        (rf"(\d{{1,2}}(?:[.,]\d{{1,2}})?) ?{_H}", lambda found: float(found[1].replace(",", ".")) * 60),
        (
            rf"(\d{{1,2}}) ?{_H}(?: and| y)? ?([0-5]?\d)(?: ?{_M})?",
            lambda found: int(found[1]) * 60 + int(found[2]),
        ),
        (
            r"(\d):([0-5]\d)",
            lambda found: int(found[1]) * 60 + int(found[2]) if int(found[1]) <= _COLON_HOURS else None,
        ),
        (rf"(\d{{1,2}}):([0-5]\d) ?{_H}", lambda found: int(found[1]) * 60 + int(found[2])),
        (rf"an? {_H}", lambda _: 60),
        (rf"(?:an? |1 )?half (?:an? )?{_H}|1/2 ?(?:an? )?{_H}|media hora", lambda _: 30),
        (
            rf"(?:(an?|\d{{1,2}}) )?{_H} (?:and a half|and 1/2|y media)",
            lambda found: (int(found[1]) if (found[1] or "a")[0] != "a" else 1) * 60 + 30,
        ),
        (rf"(\d{{1,2}}) (?:and a half|and 1/2|1/2) {_H}", lambda found: int(found[1]) * 60 + 30),
        (r"(?:a |1 )?quarter (?:of )?(?:an? )?hour|(?:1 )?cuarto de hora", lambda _: 15),
        (r"3 quarters of an hour|3 cuartos de hora", lambda _: 45),
    )
)

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70,
    "ochenta": 80, "noventa": 90,
}  # fmt: skip
_OTHERS = {
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "diez": 10, "once": 11,
    "doce": 12, "quince": 15, "veinte": 20, "veinticinco": 25,
}  # fmt: skip
_TWO_WORDS = re.compile(rf"\b({'|'.join(_TENS)})(?: y)? ({'|'.join(_UNITS)})\b")
_ONE_WORD = re.compile(rf"\b({'|'.join((*_TENS, *_UNITS, *_OTHERS))})\b")


def with_digits(line: str) -> str:
    """The line with number words up to ninety-nine as digits."""
    line = _TWO_WORDS.sub(lambda found: str(_TENS[found[1]] + _UNITS[found[2]]), line)
    both = {**_TENS, **_UNITS, **_OTHERS}
    return _ONE_WORD.sub(lambda found: str(both[found[1]]), line)


def length_of(words: str) -> int | None:
    """Whole minutes that plain words mean, 0 to 1440; None if they are not just a length."""
    for pattern, meant in _LENGTHS:
        found = pattern.fullmatch(words)
        if found:
            minutes = meant(found)
            return round(minutes) if minutes is not None and minutes <= LONGEST else None
    return None


_HALF = r"(?: ?(?P<half>a|p|a ?m|p ?m|de la (?:manana|tarde|noche)))"
_ROUGHLY = r"(?: about| around| hacia| sobre)?"
_BY = rf"(?:(?:till|til|until|by|at|@|hasta|para|hacia|sobre|a){_ROUGHLY}(?: las?)?) "
_NAMED = {"noon": 12 * 60, "midday": 12 * 60, "mediodia": 12 * 60, "midnight": 0, "medianoche": 0}
_PAST = {"half past": 30, "quarter past": 15, "quarter to": -15}
_AND = {"y media": 30, "y cuarto": 15}

_BY_DIGITS = re.compile(rf"{_BY}(?P<h>\d{{1,2}})(?:[:.h](?P<m>\d\d))?{_HALF}?(?: ?(?:o ?clock|hrs?|h))?")
_BY_RUN = re.compile(rf"{_BY}(?P<h>\d{{1,2}})(?P<m>\d\d){_HALF}?")
_DIGITS = re.compile(rf"(?P<h>\d{{1,2}})(?:[:.h]?(?P<m>\d\d))?{_HALF}")
_O_CLOCK = re.compile(rf"(?P<h>\d{{1,2}}) ?o ?clock{_HALF}?")
_PAST_HOUR = re.compile(rf"(?:{_BY})?(?P<past>{'|'.join(_PAST)}) (?P<h>\d{{1,2}}){_HALF}?")
_AND_HALF = re.compile(rf"{_BY}(?P<h>\d{{1,2}}) (?P<past>{'|'.join(_AND)}){_HALF}?")
_NAMED_TIME = re.compile(rf"(?:(?:{_BY})?|al? |hasta el |para el )(?P<named>{'|'.join(_NAMED)})")


def clock_of(words: str, now: datetime, zone: ZoneInfo) -> int | None:
    """Minutes from now to the clock time that plain words mean, rounded up, 1 to 1500 or so.

    Of two times that `till 3` may mean the next is meant. None if the words are not just a clock time.
    """
    named = _NAMED_TIME.fullmatch(words)
    if named:
        return _until({_NAMED[named["named"]]}, now, zone)
    for pattern in (_BY_DIGITS, _BY_RUN, _DIGITS, _O_CLOCK, _PAST_HOUR, _AND_HALF):
        found = pattern.fullmatch(words)
        if found:
            parts = found.groupdict()
            past = parts.get("past") or ""
            minute = int(parts.get("m") or 0) + _PAST.get(past, 0) + _AND.get(past, 0)
            meant = _minutes_of_day(parts["h"], minute, parts.get("half") or "")
            return _until(meant, now, zone) if meant else None
    return None


def _minutes_of_day(typed: str, minute: int, half: str) -> set[int]:
    """What an hour and a minute may mean; a written nought or an hour past twelve means one time only."""
    hour = int(typed)
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return set()
    if half:
        late = half.startswith("p") or half.endswith(("tarde", "noche"))
        return {((hour % 12 + (12 if late else 0)) * 60 + minute) % 1440}
    if 1 <= hour <= 12 and not typed.startswith("0"):
        return {(hour % 12 * 60 + minute) % 1440, (hour % 12 * 60 + 720 + minute) % 1440}
    return {(hour * 60 + minute) % 1440}


def _until(minutes_of_day: set[int], now: datetime, zone: ZoneInfo) -> int:
    today = local_date(now, zone)
    found = []
    for minute in minutes_of_day:
        for ahead in (0, 1, 2):
            first = local_instant(today + timedelta(days=ahead), minute, zone)
            # The second of a doubled hour, when clocks go back.
            second = first.astimezone(zone).replace(fold=1).astimezone(first.tzinfo)
            found += [instant for instant in (first, second) if instant > now]
    return -((now - min(found)) // MINUTE)
