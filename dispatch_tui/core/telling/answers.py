"""What a technician's answer to the check-in means. Never a guess: what is not plain is for a person.

Only whole answers are understood. Greetings and thanks around them are dropped; whatever else is said
beside a time ("20, but the customer wants a quote") makes it a matter for the dispatcher, who sees it as
it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.telling.lengths import LONGEST, clock_of, length_of, with_digits
from dispatch_tui.core.telling.plain import plain

_LETTER = 160
"""Characters; what is longer is no short answer."""

_DONE_AT_WITHIN = 6 * 60
"""`done at 3`, said at ten past three, speaks of the past: it is not three in the night."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood; just one of `minutes`, `done` and `unsure` is set.

    Attributes:
        minutes: work left from now, whole minutes up to 1440; with `more`, on top of what was expected.
        more: True if `minutes` come on top.
        done: the work is finished.
        unsure: they cannot say.
    """

    minutes: int | None = None
    more: bool = False
    done: bool = False
    unsure: bool = False


_GREETINGS = (
    "hi", "hey", "hello", "oh", "um", "well", "so", "ok", "okay", "k", "sure", "yes", "yeah", "yep", "yup",
    "sorry", "please", "pls", "thanks", "thank you", "thx", "i", "im", "i am", "ive", "i have", "we", "were",
    "we are", "weve", "it", "it is", "its", "just", "hola", "si", "vale", "bueno", "claro", "perdon",
    "disculpe", "disculpa", "por favor", "gracias",
)  # fmt: skip
_ROUGHLY = (
    "ill", "id", "itll", "well be", "will", "would", "should", "be", "take", "takes", "need", "needs",
    "still", "say", "think", "guess", "give me", "gonna", "going to", "have", "got", "only", "like", "about",
    "around", "approx", "approximately", "roughly", "circa", "ca", "probably", "prob", "for", "in", "como",
    "unos", "unas", "mas o menos", "aprox", "aproximadamente", "alrededor de", "cerca de", "necesito",
    "necesitamos", "me falta", "me faltan", "nos falta", "nos faltan", "falta", "faltan", "tardo", "tardare",
    "deme", "dame", "todavia", "aun", "solo", "creo que", "en", "dentro de",
)  # fmt: skip
_THANKS = (
    "please", "pls", "plz", "thanks", "thanks a lot", "many thanks", "thank you", "thx", "ty", "tks",
    "cheers", "sorry", "ok", "okay", "sir", "maam", "boss", "mate", "man", "buddy", "here",
    "gracias", "muchas gracias", "por favor", "porfa", "jefe", "perdon", "disculpe", "disculpa",
)  # fmt: skip
_OR_SO = (
    "or so", "now", "i think", "id say", "i guess", "probably", "approx", "approximately", "roughly",
    "from now",
    "left", "to go", "remaining", "needed", "should do", "should do it", "aprox", "aproximadamente",
    "mas o menos", "creo", "desde ahora", "a partir de ahora", "todavia",
)  # fmt: skip


def _either(phrases: Iterable[str]) -> str:
    return "|".join(sorted(phrases, key=len, reverse=True))


_MANNERS = (
    re.compile(rf"(?:{_either(_GREETINGS)})(?: |$)"),
    re.compile(rf"(?:^| )(?:{_either(_THANKS)})$"),
)
_HEDGES = (
    re.compile(rf"(?:{_either((*_GREETINGS, *_ROUGHLY))})(?: |$)"),
    re.compile(rf"(?:^| )(?:{_either((*_THANKS, *_OR_SO))})$"),
)

_UNSURE = frozenset(
    {
        "not sure", "not sure yet", "unsure", "not so sure", "not certain", "dont know", "dont know yet",
        "do not know", "do not know yet", "no idea", "no idea yet", "idk", "dunno", "hard to say",
        "hard to tell", "cant say", "cant say yet", "cannot say", "cant tell", "cant tell yet", "no clue",
        "who knows", "no se", "no lo se", "todavia no se", "todavia no lo se", "aun no se", "aun no lo se",
        "ni idea", "no tengo idea", "no estoy seguro", "no estoy segura", "quien sabe",
    }
)  # fmt: skip
_DONE = frozenset(
    {
        "done", "all done", "finished", "all finished", "complete", "completed", "all complete", "all set",
        "wrapped up", "all wrapped up", "job done", "work done", "done now", "done already",
        "already done", "all done now", "already finished", "listo", "lista", "ya listo", "ya lista",
        "ya esta", "ya estoy", "terminado",
        "terminada", "ya terminado", "termine", "ya termine", "he terminado", "hemos terminado",
        "terminamos", "ya terminamos", "acabado", "acabe", "ya acabe", "he acabado", "hecho", "todo listo",
    }
)  # fmt: skip
_READY = r"(?:done|finished|ready|through|complete|finish|wrap up|wrapped up|out|out of here|off|listo|lista)"
_READY_IN = re.compile(rf"(?:{_READY}|termino|acabo|terminado) (?:in|en)(?: about| around| unos)? (.+)")
_READY_BY = re.compile(rf"(?:{_READY}|termino|acabo) ((?:by|at|@|a las?|para las?|before) .+)")
_CLOCK_LIKE = re.compile(r"(?:[3-9]|1[0-2]):[0-5]\d")
"""`4:15` is a length nobody writes so, or a time of day: `1:30` and `2:00` are lengths."""

_BARE_HOUR = re.compile(r"[1-9]|1[0-2]")
"""`around 2` may be minutes, hours or a time of day; a bare `5` is minutes."""

_MORE_THAN = re.compile(r"(.+?) (?:more|longer) than (?:planned|expected|i thought|that)")
_MORE_AFTER = re.compile(r"(.+?) (?:more|extra|mas|adicionales)")
_MORE_AMID = re.compile(r"(\d{1,4}|an?) (?:more|extra|additional) ([a-z]+)")
_MORE_BEFORE = re.compile(r"(?:another|an extra|an additional|extra|additional|otr[oa]s?) (.+)")


def parse_answer(text: str, now: datetime, zone: ZoneInfo) -> Answer | None:
    """What a technician's words say of the time they still need; None if that is not plain.

    Args:
        text: as it came.
        now: what a clock time is counted from.
        zone: whose clock it is.
    """
    if len(text) > _LETTER:
        return None
    line = plain(text)
    asked = "?" in line
    if asked and not re.search(r"[^\s?¿.!]", line):
        return Answer(unsure=True)
    # "About done" is not done: of what stands around a word only manners go, around a time hedges too.
    said = _without(_MANNERS, _spoken(line))
    if said in _UNSURE:
        return Answer(unsure=True)
    core = _without(_HEDGES, said)
    if asked or not core:
        return None
    if said in _DONE:
        return Answer(done=True)
    if _CLOCK_LIKE.fullmatch(core) or (core != said and _BARE_HOUR.fullmatch(core)):
        return None
    minutes = _minutes(core, now, zone)
    if minutes is not None:
        return Answer(minutes) if minutes <= LONGEST else None
    on_top = _on_top(core)
    if on_top is not None:
        return Answer(on_top, more=True)
    further = _further(core)
    return Answer(further) if further is not None else None


def _spoken(line: str) -> str:
    """The line without punctuation that says nothing, number words as digits."""
    line = re.sub(r"[!?¿¡;()\"~]", " ", line).replace("@", " at ")
    line = re.sub(r"(?<!\d)[.,]|[.,](?!\d)|(?<=[a-z])-(?=[a-z])", " ", line)
    return with_digits(" ".join(line.split()))


def _without(edges: tuple[re.Pattern[str], re.Pattern[str]], line: str) -> str:
    """The line without the phrases that it begins and ends with, as often as there are any."""
    lead, tail = edges
    while True:
        begins, ends = lead.match(line), tail.search(line)
        if begins:
            line = line[begins.end() :].strip()
        elif ends:
            line = line[: ends.start()].strip()
        else:
            return line


def _minutes(core: str, now: datetime, zone: ZoneInfo) -> int | None:
    ready = _READY_IN.fullmatch(core)
    if ready:
        return length_of(ready[1])
    ready = _READY_BY.fullmatch(core)
    if ready:
        minutes = clock_of(ready[1].replace("before ", "by "), now, zone)
        return minutes if minutes is not None and minutes <= _DONE_AT_WITHIN else None
    length = length_of(core)
    return clock_of(core, now, zone) if length is None else length


def _on_top(core: str) -> int | None:
    """Minutes on top of what was expected, where that is said: `+30`, `20 more than planned`."""
    if core.startswith("+"):
        return length_of(core[1:].strip())
    beyond = _MORE_THAN.fullmatch(core)
    return length_of(beyond[1]) if beyond else None


def _further(core: str) -> int | None:
    """Minutes from now, said as what is still to come: asked how much longer, `5 more` is five minutes."""
    amid = _MORE_AMID.fullmatch(core)
    if amid:
        return length_of(f"{amid[1]} {amid[2]}")
    after = _MORE_AFTER.fullmatch(core)
    if after:
        return length_of(after[1])
    before = _MORE_BEFORE.fullmatch(core)
    if before:
        return length_of(before[1]) or length_of(f"1 {before[1]}")
    return None
