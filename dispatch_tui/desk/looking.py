"""Where `go` leads and what `show` shows: words that name a place, a day, a technician or a topic."""

from __future__ import annotations

from datetime import date

from dispatch_tui.core.errors import Missing, Usage
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.verbs import Lexicon
from dispatch_tui.core.verbs.words import is_day, number_of
from dispatch_tui.desk.meant import Meant
from dispatch_tui.desk.requests import Go, Show, Topic

_TOPICS = {
    "late": Topic.LATE,
    "tray": Topic.TRAY,
    "day": Topic.DAY,
    "board": Topic.DAY,
    "techs": Topic.TECHNICIANS,
    "technicians": Topic.TECHNICIANS,
    "log": Topic.LOG,
    "alerts": Topic.ALERTS,
    "messages": Topic.MESSAGES,
    "rules": Topic.RULES,
    "templates": Topic.TEMPLATES,
    "disagreements": Topic.DISAGREEMENTS,
    "goals": Topic.GOALS,
    "figures": Topic.FIGURES,
}


def go(words: str, meant: Meant) -> Go:
    """Where words lead: a call's number outranks a technician, that a day, that a time.

    Raises:
        Missing: if there is no such call.
        Usage: if the words name nowhere.
    """
    low = words.casefold()
    lexicon = Lexicon.of(meant.day)
    digits = number_of(low)
    if low == "now":
        return Go(meant.today, instant=meant.now)
    if digits:
        return _to_call(digits, lexicon, meant)
    who = lexicon.technician(low, loose=False)
    if who is not None:
        return Go(technician_id=who.id)
    if is_day(low):
        return Go(meant.named_date(low))
    try:
        instant = meant.instant(low, meant.day.service_date)
    except Usage:
        who = lexicon.technician(low, loose=True)
        if who is None:
            raise Usage(f"{words!r} is nowhere to go", "say tue, 412, t3, 14:30 or now") from None
        return Go(technician_id=who.id)
    return Go(local_date(instant, meant.day.shop.zone), instant=instant)


def _to_call(digits: str, lexicon: Lexicon, meant: Meant) -> Go:
    number = lexicon.call(digits).number
    if number in meant.day.calls:
        visit = meant.day.visit_of(number)
        return Go(meant.day.service_date, number, visit.technician_id if visit else None)
    try:
        call = meant.call(number)
    except Missing as error:
        raise Missing(error.message, "write a date as 24.11, a time as 14:00") from error
    day: date = call.due
    try:
        visit = meant.visit_of(number)
    except Missing:
        return Go(day, number)
    return Go(visit.service_date, number, visit.technician_id)


def shown(words: str, meant: Meant) -> Show:
    """What words show; those that name nothing else filter the rows.

    Raises:
        Missing: if there is no such call.
        Ambiguous: if a word fits several technicians or calls.
    """
    low = " ".join(words.casefold().split())
    kind, _, name = low.partition(" ")
    if low in _TOPICS:
        return Show(_TOPICS[low])
    if low in ("all", "everything"):
        return Show(Topic.FILTER)
    lexicon = Lexicon.of(meant.day)
    word = name if kind in ("call", "tech", "technician") and name else low
    digits = number_of(word)
    if digits:
        return Show(Topic.CALL, call_id=meant.call(lexicon.call(digits).number).id)
    who = lexicon.technician(word, loose=word != low)
    if who is not None:
        return Show(Topic.TECHNICIAN, technician_id=who.id)
    return Show(Topic.FILTER, words=words)
