"""The verbs, declared once: words, arguments, help. Parser, completion, help and docs/CLI.md follow.

A verb's arguments are bound by kind, in this order, wherever they stand; so `move 412 t5 15:00` and
`412 move 15:00 t5` are one command. Keys say the same verbs (`dispatch_tui.keymap.Action.verb`).
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch_tui.core.errors import Ambiguous, Usage
from dispatch_tui.core.verbs.declared import DECLARED
from dispatch_tui.core.verbs.emergency import EMERGENCY_VERBS
from dispatch_tui.core.verbs.messages import MESSAGE_VERBS
from dispatch_tui.core.verbs.places import PLACE_VERBS
from dispatch_tui.core.verbs.plan import PLAN_VERBS
from dispatch_tui.core.verbs.suggest import SUGGEST_VERBS
from dispatch_tui.core.verbs.verb import Verb

VERBS: tuple[Verb, ...] = (
    DECLARED + MESSAGE_VERBS + EMERGENCY_VERBS + PLAN_VERBS + PLACE_VERBS + SUGGEST_VERBS
)

BY_NAME: Mapping[str, Verb] = {verb.name: verb for verb in VERBS}

WORDS: Mapping[str, Verb] = {word: verb for verb in VERBS for word in (verb.name, *verb.synonyms)}
"""Every word for a verb; a test holds that no two verbs share one."""

SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(verb.section for verb in VERBS))


def exact_verb(word: str, codes: Mapping[str, str]) -> Verb | None:
    """The verb a word names outright: its name, a synonym, or a code of the shop's own.

    Args:
        word: as typed.
        codes: the shop's words for verbs (core.model.Shop.codes), which outrank ours.
    """
    low = word.casefold()
    for code, meant in codes.items():
        if code.casefold() == low:
            return WORDS.get(meant.casefold())
    return WORDS.get(low)


def completed_verb(word: str, codes: Mapping[str, str]) -> Verb | None:
    """The verb a word names outright or is the beginning of; None if it begins none.

    Names come before synonyms: `re` does not list `note` because of `remark`.

    Raises:
        Ambiguous: listing the verbs, if it begins several.
    """
    found = exact_verb(word, codes)
    if found or not word:
        return found
    low = word.casefold()
    verbs = {verb.name: verb for verb in VERBS if verb.name.startswith(low)}
    verbs = verbs or {verb.name: verb for name, verb in WORDS.items() if name.startswith(low)}
    if len(verbs) > 1:
        raise Ambiguous(f"{word!r} could be {listed(sorted(verbs))}", "type one letter more")
    return next(iter(verbs.values()), None)


def verb_named(word: str) -> Verb:
    """The verb of a name or of its beginning, for help.

    Raises:
        Usage: if there is none.
    """
    found = completed_verb(word, {})
    if found is None:
        raise Usage(f"{word!r} is no verb", "say help to see them all")
    return found


def listed(words: list[str] | tuple[str, ...], limit: int = 8) -> str:
    """`a, b or c`; a long list is cut and says so."""
    if len(words) > limit:
        return f"{', '.join(words[:limit])} or {len(words) - limit} more"
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


LATER = frozenset(
    [
        "oncall",
        "reorder",
        "stock",
        "train",
    ]
)
"""Verbs of the design that this version does not have yet; they say so instead of being guessed at."""
