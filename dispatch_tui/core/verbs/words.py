"""Words and what they can stand for, by their shape alone. No clock: times are read against one later."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.timewords import (
    WEEKDAYS,
    TimeBase,
    parse_date,
    parse_instant,
    parse_length,
    parse_offset,
)

T = TypeVar("T")

_SOME_DAY = TimeBase(date(2024, 1, 1), datetime(2024, 1, 1, 12, tzinfo=UTC), ZoneInfo("UTC"))
"""Shapes are tried against some day or other; it does not matter which."""

_YEARS = range(1970, 2200)
"""What days a shop can have; beyond, sums of times would leave the calendar."""

_RUN = re.compile(r'"[^"]*"|\S+')
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.?|\d+\.\d+h|\d{1,2}\.\d{1,2}\.\d{4}")
_NUMBER = re.compile(r"#?([0-9]{1,9})")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.?|[+-]\d{1,3}d")
_CLEAR_TIME = re.compile(r"\d{1,2}:\d{2}(am?|pm?)?|\d{1,4}(am?|pm?)|\d{4}|now|\d{4}-\d\d-\d\dt.+")
_WINDOW = re.compile(r"[0-9]{1,2}(:?[0-9]{2})?(am?|pm?)?-[0-9]{1,2}(:?[0-9]{2})?(am?|pm?)?")
_DAY_WORDS = ("today", "tomorrow", "yesterday", *WEEKDAYS)
_WINDOW_WORDS = ("am", "pm", "morning", "afternoon", "any", "none")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, where it stands in what was typed, and whether it stood in quotes."""

    text: str
    start: int
    quoted: bool = False

    @property
    def low(self) -> str:
        """The word in one case; "" for quoted ones, which are nobody's keyword."""
        return "" if self.quoted else self.text.casefold()


def tokens_of(text: str) -> list[Token]:
    """The words of a line. `.` separates too, but for dates and decimals (`24.11`, `1.5h`)."""
    found: list[Token] = []
    for run in _RUN.finditer(text):
        word = run.group()
        if word.startswith('"'):
            quoted = len(word) > 1 and word.endswith('"')
            found.append(Token(word[1:-1] if quoted else word, run.start(), True))
        elif "." not in word or _DOTTED.fullmatch(word):
            found.append(Token(word, run.start()))
        else:
            found += [Token(part.group(), run.start() + part.start()) for part in re.finditer(r"[^.]+", word)]
    return found


def unquoted(text: str) -> str:
    """The text without the quotes around it."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def number_of(word: str) -> str | None:
    """The digits of a call number (`412`, `#412`), or None."""
    found = _NUMBER.fullmatch(word)
    return found[1] if found else None


def readable(read: Callable[[], T]) -> T:
    """What a reader of time words makes of them; numbers beyond the calendar are wrong words too.

    Raises:
        Usage: if they make no time.
    """
    try:
        found = read()
    except (OverflowError, ValueError) as error:
        raise _too_far() from error
    if isinstance(found, date) and found.year not in _YEARS:
        raise _too_far()
    return found


def _too_far() -> Usage:
    return Usage("that is further than the shop's calendar goes", "give a nearer time")


def _reads(read: Callable[[], object]) -> bool:
    try:
        readable(read)
    except Usage:
        return False
    return True


def is_day(word: str, plain: bool = False) -> bool:
    """True for a word that can only be a day; `plain` asks three letters of a day's name."""
    named = len(word) >= (3 if plain else 2) and any(day.startswith(word) for day in _DAY_WORDS)
    return bool(named or _DAY.fullmatch(word)) and is_date(word)


def when_length(words: Sequence[str], plain: bool = False) -> int:
    """How many of the first words name a time (or a day, or an offset): 0, 1 or 2.

    Args:
        words: in one case.
        plain: True to take only what can be nothing else (`14:30`, not `2`).
    """
    if not words:
        return 0
    first = words[0]
    if is_day(first, plain):
        if len(words) > 1 and _reads(lambda: parse_instant(" ".join(("today", words[1])), _SOME_DAY)):
            return 2
        return 1
    if parse_offset(first) is not None:
        return int(_reads(lambda: parse_instant(first, _SOME_DAY)))
    if plain and not _CLEAR_TIME.fullmatch(first):
        return 0
    return int(_reads(lambda: parse_instant(first, _SOME_DAY)))


def window_length(words: Sequence[str]) -> int:
    """How many of the first words name an arrival window: 0, 1 or 2."""
    if not words:
        return 0
    if len(words) > 1 and is_day(words[0]) and _is_window(words[1]):
        return 2
    return int(_is_window(words[0]))


def _is_window(word: str) -> bool:
    """True for the shape of a window; that it ends after it begins is seen when it is read."""
    return word in _WINDOW_WORDS or bool(_WINDOW.fullmatch(word))


def is_date(word: str) -> bool:
    """True for a word that names a date."""
    return _reads(lambda: parse_date(word, _SOME_DAY))


def is_length(word: str) -> bool:
    """True for a length of time up to a day, with or without a plus."""
    return not word.startswith("-") and _reads(lambda: parse_length(word)) and parse_length(word) <= 24 * 60
