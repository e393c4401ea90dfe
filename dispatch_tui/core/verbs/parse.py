"""From a line of words to a verb with its arguments. Pure: who and what exists comes in as a lexicon.

Verb first and object first mean the same (`done t3`, `t3 done`); a bare object means `go`; arguments
are bound by kind, so their order is free until a person's own words begin. Times stay words here:
what they mean depends on the clock and on the visit (see dispatch_tui.desk.verbs).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dispatch_tui.core.errors import Ambiguous, Usage
from dispatch_tui.core.verbs.lexicon import CallRef, Lexicon
from dispatch_tui.core.verbs.parsed import SURE, Parsed, Question, Value, spelled_value
from dispatch_tui.core.verbs.table import BY_NAME, LATER, WORDS, completed_verb, exact_verb, listed
from dispatch_tui.core.verbs.verb import REST, Arg, Kind, Verb
from dispatch_tui.core.verbs.words import (
    Token,
    is_date,
    is_length,
    number_of,
    tokens_of,
    unquoted,
    when_length,
    window_length,
)

MAX_LINE = 4000
MAX_COUNT = 50
_FILLERS = frozenset({"to", "on", "at", "with", "and", "for", "by", "call"})


def parse(text: str, lexicon: Lexicon) -> Parsed | Question:
    """Understand a line.

    Raises:
        Usage: if the words make no command; the hint says what would.
        Ambiguous: if a word fits several things; the message lists them.
    """
    line = text.strip()
    if len(line) > MAX_LINE:
        raise Usage("that is too long for one line", "put long text in a note")
    verb, values, sure = _understood(line, lexicon)
    parsed = Parsed(verb.name, _in_order(verb, values), sure and verb.sure)
    return _asked(_with_here(parsed, lexicon))


def bound_so_far(text: str, lexicon: Lexicon) -> tuple[Verb, frozenset[str]]:
    """The verb of an unfinished line and the names of the arguments it has, for completion.

    Raises:
        Usage: if the words so far make no sense.
        Ambiguous: if one of them fits several things.
    """
    verb, values, _sure = _understood(text.strip(), lexicon)
    return verb, frozenset(values)


def _understood(line: str, lexicon: Lexicon) -> tuple[Verb, dict[str, Value], bool]:
    """The verb of a line, its arguments, and whether a `!` was said."""
    stamp, tokens = _without_stamp(tokens_of(line))
    if not tokens:
        raise Usage("nothing was typed", "say help to see the verbs")
    verb, tokens, sure = _told_verb(tokens, lexicon)
    if stamp and not any(arg.kind is Kind.STAMP for arg in verb.args):
        stamped = [each.name for each in BY_NAME.values() if any(arg.kind is Kind.STAMP for arg in each.args)]
        raise Usage(f"{verb.name} cannot be back-dated", f"at goes with {listed(stamped, 12)}")
    if not verb.wordy or verb.sure:
        tokens, said = _without_bang(tokens)
        sure = sure or said
    return verb, _bound(verb, tokens, line, lexicon, {"at": stamp} if stamp else {}), sure


def _without_stamp(tokens: list[Token]) -> tuple[str, list[Token]]:
    """`at 10:05` in front of a line, and the rest of it; "" if there is none."""
    if not tokens or tokens[0].low != "at":
        return "", tokens
    used = when_length([token.low for token in tokens[1:3]])
    if not used or len(tokens) == 1 + used:
        return "", tokens
    return " ".join(token.low for token in tokens[1 : 1 + used]), tokens[1 + used :]


# -- which verb


def _told_verb(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Verb, list[Token], bool]:
    """The verb, the words for its arguments, and whether a `!` was attached to the verb."""
    head, sure = _banged(tokens[0])
    verb = exact_verb(head, lexicon.codes) if not tokens[0].quoted else None
    if verb is not None:
        return verb, list(tokens[1:]), sure
    first = _object_first(tokens, lexicon, loose=False)
    if first is None and not tokens[0].quoted:
        unsure: Ambiguous | None = None
        try:
            verb = completed_verb(head, lexicon.codes)
        except Ambiguous as error:
            unsure = error
        if verb is not None:
            return verb, list(tokens[1:]), sure
        first = _object_first(tokens, lexicon, loose=True)
        if first is None and unsure is not None:
            raise unsure
    if first is None:
        raise _unknown(head)
    return first


def _object_first(
    tokens: Sequence[Token], lexicon: Lexicon, loose: bool
) -> tuple[Verb, list[Token], bool] | None:
    """`t3 done`, `412 move t5`, `t3 +30`, `t3`; None if the line does not begin with an object."""
    used = _object_length(tokens, lexicon, loose)
    if not used:
        return None
    rest = tokens[used:]
    if not rest:
        return BY_NAME["go"], list(tokens), False
    word, sure = _banged(rest[0])
    if word.startswith("+") and is_length(word):
        return BY_NAME["more"], list(tokens), False
    verb = completed_verb(word, lexicon.codes) if word and not rest[0].quoted else None
    if verb is None:
        if loose:
            return None
        name = tokens[0].text
        raise Usage(f"{rest[0].text!r} is no verb", f"say for example {name} done, or {name} +30")
    return verb, [*tokens[:used], *rest[1:]], sure


def _object_length(tokens: Sequence[Token], lexicon: Lexicon, loose: bool) -> int:
    if tokens[0].quoted:
        return 0
    if number_of(tokens[0].text):
        return 1
    taken = _technician(tokens, lexicon, loose)
    return taken[1] if taken else 0


def _banged(token: Token) -> tuple[str, bool]:
    word = token.text
    return (word[:-1], True) if word.endswith(SURE) and len(word) > 1 else (word, False)


def _without_bang(tokens: list[Token]) -> tuple[list[Token], bool]:
    """The words without a `!` at the end, apart or attached."""
    if not tokens or tokens[-1].quoted or not tokens[-1].text.endswith(SURE):
        return tokens, False
    last = tokens[-1]
    word = last.text.rstrip(SURE)
    return ([*tokens[:-1], replace(last, text=word)] if word else tokens[:-1]), True


def _unknown(word: str) -> Usage:
    if word.casefold() in LATER:
        return Usage(f"{word} is not there yet", "it comes in a later version; say help to see the verbs")
    near = difflib.get_close_matches(word.casefold()[:20], WORDS, n=3, cutoff=0.6)
    names = list(dict.fromkeys(WORDS[name].name for name in near))
    hint = f"did you mean {listed(names)}?" if names else "say help to see the verbs"
    return Usage(f"{word!r} is neither a verb nor a technician", hint)


# -- which arguments


def _bound(
    verb: Verb, tokens: list[Token], line: str, lexicon: Lexicon, known: Mapping[str, Value]
) -> dict[str, Value]:
    values = dict(known)
    while tokens:
        taken = _next_taken(verb, tokens, values, lexicon)
        if taken is not None:
            name, value, used = taken
            values[name] = value
            tokens = tokens[used:]
        elif verb.rest is not None and verb.rest.name not in values:
            values.update(_rest(verb, verb.rest, tokens, line, values))
            break
        elif tokens[0].low in _FILLERS and len(tokens) > 1:
            tokens = tokens[1:]
        else:
            raise Usage(f"{tokens[0].text!r} makes no sense after {verb.name}", f"say {verb.usage}")
    return values


def _next_taken(
    verb: Verb, tokens: Sequence[Token], values: dict[str, Value], lexicon: Lexicon
) -> tuple[str, Value, int] | None:
    """The argument that the next words are: a sure fit first, then beginnings of names and choices."""
    open_args = [arg for arg in verb.args if arg.name not in values and arg.kind not in REST]
    for arg in open_args:
        if arg.keyword and tokens[0].low == arg.keyword and len(tokens) > 1:
            found = _accepted(arg, tokens[1:], lexicon, loose=True, plain=False)
            if found is not None:
                return arg.name, found[0], found[1] + 1
            if arg.kind is Kind.WHEN:
                raise Usage(
                    f"{tokens[1].text!r} is no time to be {verb.name} {arg.keyword}",
                    f"say for example {verb.example}",
                )
    for loose in (False,) if verb.wordy else (False, True):
        for arg in open_args:
            found = None if arg.bound else _accepted(arg, tokens, lexicon, loose=loose, plain=verb.wordy)
            if found is not None:
                return arg.name, found[0], found[1]
    return None


def _accepted(
    arg: Arg, tokens: Sequence[Token], lexicon: Lexicon, *, loose: bool, plain: bool
) -> tuple[Value, int] | None:
    """What the next words are as an argument of that kind, and how many of them; None if not."""
    if tokens[0].quoted:
        return None
    low = [token.low for token in tokens[:2] if not token.quoted]
    used = 0
    match arg.kind:
        case Kind.CALL:
            return _call(tokens, lexicon)
        case Kind.TECHNICIAN:
            return _technician(tokens, lexicon, loose)
        case Kind.SUBJECT:
            return _call(tokens, lexicon) or _technician(tokens, lexicon, loose)
        case Kind.WHEN | Kind.STAMP:
            used = when_length(low, plain)
        case Kind.WINDOW:
            used = window_length(low)
        case Kind.LENGTH:
            used = int(is_length(low[0]))
        case Kind.DATE:
            used = int(is_date(low[0]))
        case Kind.COUNT:
            digits = number_of(low[0])
            used = int(digits is not None and 0 < int(digits) <= MAX_COUNT)
        case Kind.CHOICE:
            fits = [word for word in arg.choices if word == low[0] or (loose and word.startswith(low[0]))]
            return (fits[0], 1) if len(fits) == 1 else None
        case Kind.PHRASE | Kind.TEXT:
            return None
    return (" ".join(low[:used]), used) if used else None


def _call(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Value, int] | None:
    digits = number_of(tokens[0].text)
    return (lexicon.call(digits), 1) if digits else None


def _technician(tokens: Sequence[Token], lexicon: Lexicon, loose: bool) -> tuple[Value, int] | None:
    """A technician by two words of their name, or by one; a second word alone decides between two."""
    first = tokens[0].text
    if len(tokens) > 1 and not tokens[1].quoted and tokens[1].text:
        try:
            both = lexicon.technician(f"{first} {tokens[1].text}", loose)
        except Ambiguous:
            both = None
        if both is not None:
            return both, 2
    found = lexicon.technician(first, loose)
    return (found, 1) if found else None


def _rest(
    verb: Verb, arg: Arg, tokens: Sequence[Token], line: str, values: dict[str, Value]
) -> dict[str, Value]:
    """All the words left, as typed; a keyword and its date at the end are taken off first."""
    if arg.kind is Kind.PHRASE:
        plain = " ".join(token.text for token in tokens).replace('"', " ").rstrip(f" {SURE}")
        phrase = " ".join(token.text for token in tokens_of(plain))
        return {arg.name: phrase} if phrase else {}
    raw = line[tokens[0].start :].strip()
    found: dict[str, Value] = {}
    for tail in verb.args:
        if tail.kind is Kind.DATE and tail.keyword and tail.name not in values:
            split = re.fullmatch(rf"(.*\S)\s+{tail.keyword}\s+(\S+)", raw, re.IGNORECASE | re.DOTALL)
            if split and is_date(split[2].casefold()):
                raw, found[tail.name] = split[1].strip(), split[2].casefold()
    text = unquoted(raw)
    return {**found, arg.name: text} if text.strip() else found


def _in_order(verb: Verb, values: dict[str, Value]) -> tuple[tuple[str, Value], ...]:
    return tuple((arg.name, values[arg.name]) for arg in verb.args if arg.name in values)


# -- what is missing


def _with_here(parsed: Parsed, lexicon: Lexicon) -> Parsed:
    """What is under the cursor stands in for an object that was not named, but for dangerous verbs."""
    verb, here = BY_NAME[parsed.verb], lexicon.here
    if verb.dangerous or not verb.args:
        return parsed
    first = verb.args[0]
    if not first.required or parsed.get(first.name) is not None:
        return parsed
    if verb.rest is not None and parsed.get(verb.rest.name) is not None:
        return parsed  # `pause jamsl lunch`: the words may hold a name that was mistyped, so it is asked
    stands: Value | None = None
    if first.kind in (Kind.CALL, Kind.SUBJECT) and here.call is not None:
        stands = CallRef(here.call)
    elif first.kind in (Kind.TECHNICIAN, Kind.SUBJECT) and here.technician is not None:
        stands = lexicon.technician_of_id(here.technician)
    if stands is None:
        return parsed
    return replace(parsed, values=_in_order(verb, {**dict(parsed.values), first.name: stands}))


def _asked(parsed: Parsed) -> Parsed | Question:
    """The command, or the question for the first argument that it lacks."""
    verb = BY_NAME[parsed.verb]
    given = {name for name, _ in parsed.values}
    for arg in verb.args:
        if arg.required and arg.name not in given and arg.unless not in given:
            return _question(parsed, arg, arg.prompt)
    if verb.any_of and not given & set(verb.any_of):
        return _question(parsed, verb.arg(verb.any_of[0]), verb.any_prompt)
    return parsed


def _question(parsed: Parsed, missing: Arg, prompt: str) -> Question:
    verb = BY_NAME[parsed.verb]
    place = verb.args.index(missing)
    before = [spelled_value(parsed, name) for name, _ in parsed.values if _place(verb, name) < place]
    after = [spelled_value(parsed, name) for name, _ in parsed.values if _place(verb, name) > place]
    rest = " ".join((*after, *([SURE] if parsed.sure else [])))
    return Question(prompt, " ".join((parsed.verb, *before)) + " ", rest, missing.choices or missing.offers)


def asked_after(parsed: Parsed, name: str, prompt: str) -> Question:
    """A question whose answer goes right after an argument that needs another word."""
    verb = BY_NAME[parsed.verb]
    at = _place(verb, name)
    words = [spelled_value(parsed, each) for each, _ in parsed.values if _place(verb, each) <= at]
    after = [spelled_value(parsed, each) for each, _ in parsed.values if _place(verb, each) > at]
    rest = " ".join((*after, *([SURE] if parsed.sure else [])))
    return Question(prompt, " ".join((parsed.verb, *words)) + " ", rest)


def _place(verb: Verb, name: str) -> int:
    return verb.args.index(verb.arg(name))
