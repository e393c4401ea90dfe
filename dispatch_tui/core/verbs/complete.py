"""What could come next in the `:` row: verbs, technicians, calls, choices, usual reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dispatch_tui.core.errors import DispatchError
from dispatch_tui.core.verbs.lexicon import CallWord, Lexicon
from dispatch_tui.core.verbs.parse import bound_so_far
from dispatch_tui.core.verbs.table import BY_NAME, VERBS, WORDS
from dispatch_tui.core.verbs.verb import REST, Arg, Kind, Verb
from dispatch_tui.core.verbs.words import Token, tokens_of

LIMIT = 12

_USUAL: dict[Kind, tuple[str, ...]] = {
    Kind.WHEN: ("now", "+15", "+30", "-15", "tomorrow"),
    Kind.STAMP: ("at",),
    Kind.LENGTH: ("15", "30", "45", "1h"),
    Kind.WINDOW: ("8-10", "10-12", "13-15", "15-17", "am", "pm", "any"),
    Kind.DATE: ("tomorrow", "mon", "tue", "wed", "thu", "fri"),
}
"""Words worth proposing where anything of a kind would do."""

_OBJECTS = frozenset({Kind.CALL, Kind.TECHNICIAN, Kind.SUBJECT})

Proposals = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Completion:
    """One proposal.

    Attributes:
        line: the whole line once it is taken.
        word: the word it adds or completes.
        help: what it is.
    """

    line: str
    word: str
    help: str = ""


def complete(text: str, lexicon: Lexicon, limit: int = LIMIT) -> list[Completion]:
    """What the word being typed, at the end of the line, could become; best first."""
    tokens = tokens_of(text)
    typing = bool(tokens) and not text[-1].isspace() and text[-1] != "."
    if typing and tokens[-1].quoted:
        return []
    partial = tokens[-1] if typing else Token("", len(text))
    head = text[: partial.start]
    found: dict[str, Completion] = {}
    for word, help_ in _proposals(tokens[: len(tokens) - typing], head, lexicon):
        if _fits(word, partial.low):
            found.setdefault(word, Completion(f"{head}{word} ", word, help_))
    return list(found.values())[:limit]


def _fits(word: str, typed: str) -> bool:
    low = word.casefold()
    return low.startswith(typed) or (typed.isdigit() and low.isdigit() and low.endswith(typed))


def _proposals(before: list[Token], head: str, lexicon: Lexicon) -> Proposals:
    if not before:
        yield from _verbs(lambda _verb: True)
        yield from _technicians(lexicon)
        yield from _calls(lexicon.calls)
        return
    try:
        verb, given = bound_so_far(head, lexicon)
    except DispatchError:
        return
    if verb.name == "go" and len(before) == 1 and before[0].low not in WORDS:
        yield from _verbs(lambda each: bool(each.args) and each.args[0].kind in _OBJECTS)
        return
    yield from _arguments(verb, given, lexicon)


def _verbs(wanted: Callable[[Verb], bool]) -> Proposals:
    """Names first; a synonym is proposed only once it is what is being typed."""
    chosen = [verb for verb in VERBS if wanted(verb)]
    yield from ((verb.name, verb.help) for verb in chosen)
    yield from ((word, f"{verb.name}: {verb.help}") for verb in chosen for word in verb.synonyms)


def _technicians(lexicon: Lexicon) -> Proposals:
    yield from ((tech.code.lower(), tech.name) for tech in lexicon.technicians)
    yield from (
        (tech.name.split()[0].lower(), tech.code) for tech in lexicon.technicians if tech.name.split()
    )


def _calls(calls: Iterable[CallWord]) -> Proposals:
    yield from ((str(call.number), call.shown) for call in calls)


def _arguments(verb: Verb, given: frozenset[str], lexicon: Lexicon) -> Proposals:
    """Proposals for the arguments still open; nothing beyond the first that must be said."""
    for arg in verb.args:
        if arg.name in given or arg.unless in given:
            continue
        yield from _argument(verb, arg, lexicon)
        if arg.required and not arg.unless and arg.kind not in REST:
            return


def _argument(verb: Verb, arg: Arg, lexicon: Lexicon) -> Proposals:
    if arg.keyword and (arg.bound or arg.kind is Kind.STAMP):
        yield arg.keyword, arg.name
        return
    if arg.kind in (Kind.CALL, Kind.SUBJECT):
        calls = [call for call in lexicon.calls if call.waiting] if verb.name == "place" else lexicon.calls
        yield from _calls(calls)
    if arg.kind in (Kind.TECHNICIAN, Kind.SUBJECT):
        yield from _technicians(lexicon)
    if verb.name == "help":
        yield from ((name, each.help) for name, each in BY_NAME.items())
    for word in (*arg.choices, *arg.offers, *_USUAL.get(arg.kind, ())):
        yield word, arg.name
