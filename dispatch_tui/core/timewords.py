"""Times, dates, windows and durations as people type them. A small grammar of our own.

Everything is understood against a base: the day that the screen shows and the present instant. What
was understood is echoed by the caller; nothing is guessed beyond the rules here:

- `14:30`, `1430`, `2p`, `2:30pm`, `230pm`, `8` are times of the base day; a bare `1` to `6` is afternoon.
- `+30`, `+1h`, `-15` are relative; `now` is now.
- `today`, `tomorrow`, `tue`, `24`, `24.11`, `2026-11-24`, `+2d` are days; a weekday is the next one.
- `13-15`, `1-3pm`, `8:30-10`, `am`, `pm`, `any` are windows.
- `20`, `20m`, `1h`, `1:30`, `1h30`, `1.5h` are lengths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Span
from dispatch_tui.core.shifts import local_date, local_instant, local_minute

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MORNING = (8 * 60, 12 * 60)
AFTERNOON = (12 * 60, 17 * 60)

_CLOCK = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*(a|am|p|pm)?")
_LENGTH = re.compile(r"(?:(\d{1,5}(?:\.\d{1,3})?)\s*h)?\s*(?:(\d{1,5})\s*m?(?:in)?)?")


@dataclass(frozen=True, slots=True)
class TimeBase:
    """What words for times are understood against."""

    day: date
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The shop's date now."""
        return local_date(self.now, self.zone)


def parse_minute(word: str) -> int:
    """Shop-local minutes after midnight of a clock time.

    Raises:
        Usage: if the word is not a time of day.
    """
    found = _CLOCK.fullmatch(word.strip().lower())
    if not found:
        raise Usage(f"{word!r} is not a time", "say 14:30, 2p or 230pm")
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3]
    if half:
        if not 1 <= hour <= 12:
            raise Usage(f"{word!r} is not a time", "say 14:30, 2p or 230pm")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif 1 <= hour <= 6 and found[1] == str(hour):
        hour += 12
    if hour > 23 or minute > 59:
        raise Usage(f"{word!r} is not a time", "hours go to 23 and minutes to 59")
    return hour * 60 + minute


def parse_length(word: str) -> int:
    """Minutes of a length of time: `20`, `1h`, `1:30`, `1.5h`, `90m`.

    Raises:
        Usage: if the word is not a length.
    """
    text = word.strip().lower().lstrip("+")
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    found = _LENGTH.fullmatch(text)
    if not text or not found or not (found[1] or found[2]):
        raise Usage(f"{word!r} is not a length of time", "say 20, 1h or 1:30")
    return round(float(found[1] or 0) * 60) + int(found[2] or 0)


def parse_offset(word: str) -> int | None:
    """Signed minutes of `+30`, `-15`, `+1h`; None if the word is not an offset."""
    if not re.fullmatch(r"[+-]\d.*", word):
        return None
    try:
        minutes = parse_length(word[1:])
    except Usage:
        return None
    return -minutes if word[0] == "-" else minutes


def parse_date(word: str, base: TimeBase) -> date:
    """The date a word names, from today on.

    Raises:
        Usage: if the word is not a date.
    """
    text = word.strip().lower()
    today = base.today
    if text in ("today", "now"):
        return today
    if len(text) >= 3 and "tomorrow".startswith(text):
        return today + timedelta(days=1)
    if text == "yesterday":
        return today - timedelta(days=1)
    relative = re.fullmatch(r"([+-]\d{1,3})d?", text)
    if relative:
        return today + timedelta(days=int(relative[1]))
    if len(text) >= 2 and text.isalpha():
        for index, name in enumerate(WEEKDAYS):
            if name.startswith(text):
                return today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    return _numeric_date(word, text, today)


def _numeric_date(word: str, text: str, today: date) -> date:
    try:
        iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        slash = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text)
        if slash:
            return _coming(today, month=int(slash[1]), day=int(slash[2]))
        dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})?\.?", text)
        if dotted:
            month = int(dotted[2]) if dotted[2] else None
            return _coming(today, month=month, day=int(dotted[1]))
        if re.fullmatch(r"\d{1,2}", text):
            return _coming(today, month=None, day=int(text))
    except ValueError as error:
        raise Usage(f"{word!r} is not a date", "there is no such day") from error
    raise Usage(f"{word!r} is not a date", "say tue, tomorrow, 24.11, 11/24 or 2026-11-24")


def _coming(today: date, month: int | None, day: int) -> date:
    """The next date with that day (and month), today included."""
    year, at = today.year, today.month
    for _ in range(_LEAP_GAP):
        if month in (None, at):
            try:
                found = date(year, at, day)
            except ValueError:
                found = None
            if found is not None and found >= today:
                return found
        year, at = (year + 1, 1) if at == 12 else (year, at + 1)
    raise ValueError(day)


_LEAP_GAP = 8 * 12 + 1
"""Months in which every date of the calendar comes at least once; 29 February skips 2100."""


def parse_instant(text: str, base: TimeBase) -> datetime:
    """The instant named by one or two words: `14:30`, `now`, `+30`, `tomorrow 8`, `fri 2p`.

    Raises:
        Usage: if the words name no time.
    """
    words = text.lower().split()
    if words == ["now"]:
        return base.now
    if len(words) == 1:
        offset = parse_offset(words[0])
        if offset is not None:
            return base.now + timedelta(minutes=offset)
        iso = re.fullmatch(r"\d{4}-\d\d-\d\dt.+", words[0])
        if iso:
            return parse_iso(words[0], base.zone)
        return _instant(text, base.day, parse_minute(words[0]), base.zone)
    if len(words) == 2:
        day = parse_date(words[0], base)
        return _instant(text, day, parse_minute(words[1]), base.zone)
    raise Usage(f"{text!r} is not a time", "say 14:30, +30, or tomorrow 8")


def _instant(text: str, day: date, minute: int, zone: ZoneInfo) -> datetime:
    try:
        return local_instant(day, minute, zone)
    except OverflowError as error:
        raise Usage(f"{text!r} is out of the calendar", "say a year like 2026") from error


def parse_iso(text: str, zone: ZoneInfo) -> datetime:
    """An ISO 8601 instant; without an offset it is in the shop's zone.

    Raises:
        Usage: if it is no ISO time.
    """
    try:
        found = datetime.fromisoformat(text.upper())
    except ValueError as error:
        raise Usage(f"{text!r} is not an ISO time", "say 2026-11-24T14:30") from error
    if found.tzinfo is None:
        minute = found.hour * 60 + found.minute
        return _instant(text, found.date(), minute, zone)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise Usage(f"{text!r} is out of the calendar", "say a year like 2026") from error


def parse_window(text: str, base: TimeBase) -> Span | None:
    """An arrival window: `13-15`, `1-3pm`, `am`, `tomorrow 8-10`; `any` or nothing is None.

    Raises:
        Usage: if the words are no window, or it ends before it begins.
    """
    words = text.lower().replace("–", "-").replace(" - ", "-").split()
    if not words or words == ["any"]:
        return None
    day = base.day
    if len(words) == 2:
        day = parse_date(words[0], base)
    elif len(words) > 2:
        raise Usage(f"{text!r} is not a window", "say 13-15, am, or tomorrow 8-10")
    start, end = _window_minutes(words[-1])
    if end <= start:
        raise Usage(f"the window {words[-1]} ends before it begins", "say 13-15 or 1p-3p")
    return Span(_instant(text, day, start, base.zone), _instant(text, day, end, base.zone))


def _window_minutes(word: str) -> tuple[int, int]:
    if word in ("am", "morning"):
        return MORNING
    if word in ("pm", "afternoon"):
        return AFTERNOON
    parts = word.split("-")
    if len(parts) != 2:
        raise Usage(f"{word!r} is not a window", "say 13-15, am, or tomorrow 8-10")
    first, last = parts
    half = re.search(r"(am?|pm?)$", last)
    if half and not first.endswith(("a", "am", "p", "pm")):
        shared = parse_minute(first + half[1])
        end = parse_minute(last)
        start = shared if shared < end else parse_minute(first + "am")
        return start, end
    return parse_minute(first), 24 * 60 if last in ("24", "24:00") else parse_minute(last)


def clock_text(instant: datetime, zone: ZoneInfo) -> str:
    """`14:05` in the shop's zone."""
    minute = local_minute(instant, zone)
    return f"{minute // 60:02}:{minute % 60:02}"


def window_text(window: Span | None, zone: ZoneInfo, dash: str = "–") -> str:
    """`13–15`, `8:30–10`, `02–04` or `22–24`, as `parse_window` reads it; "" for none."""
    if window is None:
        return ""
    start, end = _short(window.start, zone), _short(window.end, zone)
    return f"{start}{dash}{'24' if end == '0' else end}"


def _short(instant: datetime, zone: ZoneInfo) -> str:
    hour, minute = divmod(local_minute(instant, zone), 60)
    shown = f"{hour:02}" if 1 <= hour <= 6 else str(hour)  # typed bare, 1 to 6 is afternoon
    return f"{shown}:{minute:02}" if minute else shown


def length_text(minutes: float) -> str:
    """`45m`, `2h`, `1h30`."""
    whole = round(abs(minutes))
    hours, rest = divmod(whole, 60)
    sign = "-" if minutes < 0 and whole else ""
    if not hours:
        return f"{sign}{rest}m"
    return f"{sign}{hours}h{rest:02}" if rest else f"{sign}{hours}h"


def day_text(day: date) -> str:
    """`Tue 24 Nov`."""
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {_MONTHS[day.month - 1]}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
