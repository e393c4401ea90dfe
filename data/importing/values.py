"""Single cells: phones, skills, hours, lengths, priorities, coordinates.

Each function takes a cleaned cell and raises `ValueError` with words for the row's message.
"""

from __future__ import annotations

import re

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Channel, Place, Precision, Priority
from dispatch_tui.core.timewords import WEEKDAYS, parse_length, parse_minute

_LIST = re.compile(r"[;,/|\n]+")
_SPAN = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_NUMBER = r"[-+]?\d{1,3}(?:[.,]\d+)?"
_PAIR = re.compile(rf"\(?\s*({_NUMBER})°?\s*[;,\s]\s*({_NUMBER})°?\s*\)?")

PRIORITIES: dict[str, Priority] = {
    **dict.fromkeys(("emergency", "critical", "0", "p0", "e"), Priority.EMERGENCY),
    **dict.fromkeys(("high", "urgent", "1", "p1", "h", "rush"), Priority.HIGH),
    **dict.fromkeys(("normal", "medium", "standard", "2", "p2", "n", "regular"), Priority.NORMAL),
    **dict.fromkeys(("low", "3", "p3", "4", "p4", "l", "routine"), Priority.LOW),
}
CHANNELS: dict[str, Channel] = {
    **dict.fromkeys(("phone", "call", "voice", "telephone"), Channel.PHONE),
    **dict.fromkeys(("text", "sms", "text message"), Channel.TEXT),
    **dict.fromkeys(("email", "e-mail", "mail"), Channel.EMAIL),
}
NOT_WORKING = frozenset({"", "off", "-", "–", "none", "no", "closed", "0"})


def words(text: str) -> tuple[str, ...]:
    """The parts of a list in one cell, each once, in order."""
    parts = (part.strip() for part in _LIST.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def skills(text: str) -> tuple[str, ...]:
    """Skill codes, upper case, sorted."""
    return tuple(sorted({part.upper() for part in words(text)}))


def phones(text: str, region: str) -> tuple[list[str], list[str]]:
    """The numbers in a cell as E.164 where they can be understood, and what to warn of.

    A number that cannot exist is kept as typed: it is what the shop has.
    """
    # Importing phonenumbers costs 60 ms; many imports have no phones at all.
    import phonenumbers  # noqa: PLC0415

    numbers, remarks = [], []
    for part in re.split(r"[;,/|\n]+", text):
        typed = part.strip()
        if not typed:
            continue
        try:
            parsed = phonenumbers.parse(typed, region)
        except phonenumbers.NumberParseException:
            numbers.append(typed)
            remarks.append(f"{typed!r} is not understood as a phone number, kept as typed")
            continue
        if not phonenumbers.is_possible_number(parsed):
            numbers.append(typed)
            remarks.append(f"{typed!r} cannot be a phone number, kept as typed")
            continue
        if parsed.extension:
            remarks.append(f"extension {parsed.extension} of {typed!r} is left out")
        numbers.append(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return numbers, remarks


def hours(text: str) -> tuple[int, int] | None:
    """Begin and end of a shift in minutes after midnight, None for no work.

    An end before the begin is on the next day: `22-6` gives 1320 and 1800.

    Raises:
        ValueError: if the text is no pair of times.
    """
    word = text.strip().casefold()
    if word in NOT_WORKING:
        return None
    parts = [part.strip() for part in _SPAN.split(word)]
    if len(parts) != 2 or not all(parts):
        raise ValueError(f"{text!r} is not a shift, say 8-17")
    try:
        start, end = (_hour(part) for part in parts)
    except Usage as error:
        raise ValueError(f"{text!r} is not a shift, say 8-17") from error
    if start == end:
        raise ValueError(f"the shift {text!r} has no length")
    return start, end if end > start else end + 24 * 60


def _hour(word: str) -> int:
    """A time of a shift: here a bare 6 is six in the morning, unlike in an arrival window."""
    if word in ("24", "24:00"):
        return 24 * 60
    bare = re.fullmatch(r"\d", word)
    return parse_minute(f"0{word}" if bare else word.replace(".", "") if "m" in word else word)


def weekdays(text: str) -> tuple[int, ...]:
    """Weekdays of `Mon-Fri`, `Mon, Wed, Fri` or `daily`; Monday is 0.

    Raises:
        ValueError: if a word is no weekday.
    """
    if text.strip().casefold() in ("daily", "every day", "all"):
        return tuple(range(7))
    found: set[int] = set()
    for part in words(text):
        ends = [_weekday(word) for word in _SPAN.split(part)]
        first, last = ends[0], ends[-1]
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return tuple(sorted(found))


def _weekday(word: str) -> int:
    text = word.strip().casefold()
    for index, name in enumerate(WEEKDAYS):
        if len(text) >= 2 and name.startswith(text):
            return index
    raise ValueError(f"{word!r} is not a weekday")


def length(text: str) -> int:
    """Whole minutes of `90`, `1:30`, `1.5h`, `1h30`, `90 min`, `2 hours`.

    Raises:
        ValueError: if it is no length, nought, or longer than a day.
    """
    word = re.sub(r"\s*(hours?|hrs?)\b\.?", "h", text.strip().casefold())
    word = re.sub(r"\s*(minutes?|mins?)\b\.?", "m", word).replace(",", ".")
    if re.fullmatch(r"\d+\.0+", word):
        word = word.split(".")[0]
    try:
        minutes = parse_length(word)
    except Usage as error:
        raise ValueError(f"{text!r} is not a length of time, say 90 or 1:30") from error
    if not 0 < minutes <= 24 * 60:
        raise ValueError(f"{text!r} is not a length of work: from one minute to a day")
    return minutes


def priority(text: str) -> Priority:
    """The priority a word means.

    Raises:
        ValueError: if it means none.
    """
    found = PRIORITIES.get(text.strip().casefold())
    if found is None:
        raise ValueError(f"{text!r} is not a priority, say emergency, high, normal or low")
    return found


def channel(text: str) -> Channel | None:
    """The way a customer likes to hear from the shop; None if the word is not known."""
    return CHANNELS.get(text.strip().casefold())


def point(lat: str, lon: str) -> Place | None:
    """A pin from two cells; None if both are empty or nought, as programs write "unknown".

    Raises:
        ValueError: if they are no coordinates on this planet.
    """
    if not lat and not lon:
        return None
    try:
        north, east = (float(cell.replace(",", ".")) for cell in (lat, lon))
    except ValueError as error:
        raise ValueError(f"{lat!r} {lon!r} are not coordinates") from error
    if north == east == 0:
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise ValueError(f"{lat} {lon} lies outside the map: latitude to 90, longitude to 180")
    return Place(round(north, 6), round(east, 6), Precision.PIN)


def point_of_one(text: str) -> Place | None:
    """A pin from one cell: `39.96, -83.0`, or any form that geopy reads (41°5'N 81°W).

    Raises:
        ValueError: if it is no point on this planet.
    """
    pair = _PAIR.fullmatch(text)
    if pair:
        # Before geopy, which takes 255 degrees east for 105 west without a word.
        return point(pair[1], pair[2])
    # geopy costs a third of a second to import; degrees and minutes are rare.
    from geopy.point import Point  # noqa: PLC0415

    try:
        found = Point.from_string(text)
    except ValueError as error:
        raise ValueError(f"{text!r} are not coordinates") from error
    return point(str(found.latitude), str(found.longitude))
