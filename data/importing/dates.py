"""Dates, times and windows as other programs write them.

Whether 03/04 is in March or in April is decided once for the whole file, from the days above twelve
in it; a file that proves nothing is read the way of the shop's country, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dispatch_tui.core.errors import Refused, Usage
from dispatch_tui.core.model import Span
from dispatch_tui.core.shifts import local_date, local_instant, local_minute
from dispatch_tui.core.timewords import TimeBase, parse_date, parse_iso, parse_minute, parse_window

MONTH_FIRST, DAY_FIRST = "mdy", "dmy"

_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?:\b|$)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_NAMED = re.compile(r"(?:[a-z]{3,9}\.?,?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAMED_DAY_FIRST = re.compile(r"(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})")
_FULL_ISO = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(z|[+-]\d\d:?\d\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BEFORE_TIME = re.compile(r"\s*(?:,|\bat\b|t(?=\d))?\s*")
_DAY_WORDS = re.compile(r"(?:today|tomorrow|yesterday|[+-]\d{1,3}d?|[a-z]{2,9})(?=\s|$)")


@dataclass(frozen=True, slots=True)
class When:
    """A cell's date and, if it has one, time in shop-local minutes after midnight."""

    day: date
    minute: int | None = None


def decide_order(cells: Iterable[str], region: str, asked: str) -> tuple[str, str]:
    """Whether the month or the day comes first in a file, and a note if that was a guess.

    Args:
        cells: all dates of the file.
        region: the shop's country; only the United States put the month first.
        asked: "mdy" or "dmy" if the person has said, else "".

    Raises:
        Refused: if the file proves both.
    """
    usual = MONTH_FIRST if region == "US" else DAY_FIRST
    if asked:
        return asked, ""
    day_first = month_first = unclear = ""
    for cell in cells:
        found = _SLASHED.match(cell.strip())
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12:
            day_first = day_first or found[0]
        elif second > 12:
            month_first = month_first or found[0]
        elif first != second:
            unclear = unclear or found[0]
    if day_first and month_first:
        raise Refused(
            f"the file writes dates both ways: {day_first} and {month_first}",
            "write them as 2026-11-24",
        )
    if day_first or month_first:
        return (DAY_FIRST if day_first else MONTH_FIRST), ""
    words = "month first" if usual == MONTH_FIRST else "day first"
    return usual, f"dates such as {unclear} were read {words}" if unclear else ""


class DateReader:
    """Reads the date cells of one file."""

    def __init__(self, base: TimeBase, order: str) -> None:
        self.base = base
        self.order = order

    def when(self, text: str) -> When:
        """The date, and time if any, of a cell.

        Raises:
            ValueError: in words, if it is none.
        """
        cell = text.strip().casefold()
        if _FULL_ISO.fullmatch(cell):
            instant = parse_iso(re.sub(r"\s+", "", cell.replace(" ", "t", 1)), self.base.zone)
            return When(local_date(instant, self.base.zone), local_minute(instant, self.base.zone))
        try:
            day, rest = self._day(cell)
            rest = rest[_end_of(_BEFORE_TIME, rest) :].strip()
            return When(day, time_minute(rest) if rest else None)
        except (ValueError, Usage) as error:
            raise ValueError(f"{text!r} is not a date, say 2026-11-24 or 2026-11-24 14:30") from error

    def _day(self, cell: str) -> tuple[date, str]:
        """The date a cell begins with, and the rest of the cell."""
        if found := _ISO.match(cell) or _COMPACT.match(cell):
            return date(int(found[1]), int(found[2]), int(found[3])), cell[found.end() :]
        if found := _SLASHED.match(cell):
            first, second = int(found[1]), int(found[3])
            month, day = (first, second) if self.order == MONTH_FIRST else (second, first)
            return date(_year(found[4]), month, day), cell[found.end() :]
        if found := _DOTTED.match(cell):
            if not found[3]:
                return parse_date(found[0], self.base), cell[found.end() :]
            return date(_year(found[3]), int(found[2]), int(found[1])), cell[found.end() :]
        if found := _NAMED.match(cell):
            return date(int(found[3]), _month(found[1]), int(found[2])), cell[found.end() :]
        if found := _NAMED_DAY_FIRST.match(cell):
            return date(int(found[3]), _month(found[2]), int(found[1])), cell[found.end() :]
        if found := _DAY_WORDS.match(cell):
            return parse_date(found[0], self.base), cell[found.end() :]
        raise ValueError(cell)

    def window(self, text: str, day: date) -> Span | None:
        """The promised window of a cell: `13-15`, `1:00 PM - 3:00 PM`, `am`, `any`.

        Raises:
            ValueError: in words, if it is none.
        """
        cell = text.strip().casefold().replace("–", "-").replace("—", "-")
        cell = re.sub(r"\s*(?:-|\bto\b|\band\b)\s*", "-", cell.removeprefix("between "))
        cell = re.sub(r"\s*([ap])\.?m?\.?(?=-|$)", r"\1m", cell) if re.search(r"\d\s*[ap]", cell) else cell
        cell = re.sub(r"(\d):00:00|(\d\d:\d\d):00", r"\1\2", cell)
        try:
            return parse_window(cell, TimeBase(day, self.base.now, self.base.zone))
        except Usage as error:
            raise ValueError(f"{text!r} is not a window, say 13-15 or 1pm-3pm") from error

    def instant(self, day: date, minute: int) -> datetime:
        """The UTC instant of a shop-local time."""
        return local_instant(day, minute, self.base.zone)


def time_minute(text: str) -> int:
    """Minutes after midnight of a time of day: `14:30`, `2:30 PM`, `14:30:00`, `2p`.

    Raises:
        ValueError: in words, if it is none.
    """
    word = (
        text.strip().casefold().replace(".", ":") if re.match(r"\d+\.\d", text) else text.strip().casefold()
    )
    word = re.sub(r"^(\d{1,2}:\d\d):\d\d(\.\d+)?", r"\1", word)
    word = re.sub(r"\s*([ap])\.?\s?m?\.?$", r"\1m", word)
    try:
        return parse_minute(word)
    except Usage as error:
        raise ValueError(f"{text!r} is not a time, say 14:30 or 2:30 pm") from error


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0
