"""From a wording and the facts to what is sent.

A fact is data: it is put in once, as it is, and what it holds is never read as a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import MessageKind, Template
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.telling.facts import customer_facts, known_language, shown_eta, technician_facts
from dispatch_tui.core.telling.segments import straightened
from dispatch_tui.core.telling.wordings import BUILT_IN, CHECK_IN_REASONS, LANGUAGES, PLACEHOLDERS, Wording
from dispatch_tui.core.text import clean_line, clean_text

__all__ = [
    "LANGUAGES",
    "PLACEHOLDERS",
    "Wording",
    "check_in_reason",
    "check_wording",
    "customer_facts",
    "filled",
    "shown_eta",
    "spoken_script",
    "technician_facts",
    "wording",
]

BODY_LIMIT = 1000
SUBJECT_LIMIT = 120

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_GAP = "\ue000"
"""Stands for a fact that there is none of, while the line around it is tidied; never in clean text."""

_DANGLING = re.compile(rf"[ ,;:(-]*{_GAP}(?=[ {_GAP}]*(?:[.,;:!?)]|$))")


def wording(kind: MessageKind, language: str, own: Iterable[Template]) -> Wording:
    """How a kind of message is worded for somebody.

    Args:
        kind: any kind that is not always in a person's own words.
        language: of whoever gets it; the shop's own wording in it is first, then ours in it, then English.
        own: the shop's own templates, of any kinds and languages.

    Raises:
        Refused: if the kind has no template.
    """
    _check_kind(kind)
    mine = {(each.kind, known_language(each.language, each.language)): each for each in own}
    for tongue in (known_language(language, language), "en"):
        given, ours = mine.get((kind, tongue)), BUILT_IN.get(tongue, BUILT_IN["en"])[kind]
        if given is not None:
            return Wording(given.subject or ours.subject, given.body)
        if tongue in BUILT_IN:
            return ours
    raise AssertionError("English has every kind")


def filled(words: Wording, facts: Mapping[str, str]) -> Wording:
    """The wording with the facts in it.

    Args:
        words: `{name}` stands for a fact.
        facts: by name; an unknown or empty one leaves nothing behind, and a line that has nothing but such
            ones is dropped.

    Returns:
        Plain text, straightened; the subject is one line.
    """
    return Wording(" ".join(_filled(words.subject, facts).split()), _filled(words.body, facts))


def _filled(text: str, facts: Mapping[str, str]) -> str:
    lines = []
    for line in straightened(text).splitlines():
        names = _PLACEHOLDER.findall(line)
        if not names or any(facts.get(name) for name in names):
            lines.append(_line(line, facts))
    return "\n".join(lines).strip()


def _line(line: str, facts: Mapping[str, str]) -> str:
    def gap(found: re.Match[str]) -> str:
        return found[0] if facts.get(found[1]) else _GAP

    marked = _PLACEHOLDER.sub(gap, line)
    if _GAP in marked:
        marked = _DANGLING.sub("", marked).replace(_GAP, "")
        marked = re.sub(r" {2,}", " ", marked).strip()
    return _PLACEHOLDER.sub(lambda found: straightened(facts[found[1]]), marked)


def check_wording(kind: MessageKind, subject: str, body: str) -> Wording:
    """A shop's own wording as it will be kept: plain text, placeholders in lower case.

    Raises:
        Refused: if the kind has no template, it says nothing, is too long, or a placeholder is unknown or
            not closed.
    """
    _check_kind(kind)
    made = Wording(
        straightened(clean_line(subject, SUBJECT_LIMIT + 1)), straightened(clean_text(body, BODY_LIMIT + 1))
    )
    if not made.body:
        raise Refused("a wording needs words", "write what the message is to say")
    for name, text, limit in (("wording", made.body, BODY_LIMIT), ("subject", made.subject, SUBJECT_LIMIT)):
        if len(text) > limit:
            raise Refused(f"the {name} is too long", f"use at most {limit} characters")
    return Wording(_checked(kind, made.subject), _checked(kind, made.body))


def _checked(kind: MessageKind, text: str) -> str:
    names = PLACEHOLDERS[kind]
    known = ", ".join(f"{{{name}}}" for name in names)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise Refused("a { or } stands alone", f"write a placeholder as {known}")
    found = {each.strip().lower() for each in _PLACEHOLDER.findall(text)}
    unknown = sorted(found.difference(names))
    if unknown:
        shown = ", ".join(f"{{{name}}}" for name in unknown)
        raise Refused(f"{shown} means nothing in this message", f"use {known}")
    return _PLACEHOLDER.sub(lambda match: f"{{{match[1].strip().lower()}}}", text)


def _check_kind(kind: MessageKind) -> None:
    if kind not in PLACEHOLDERS:
        raise Refused(f"a {kind.value} message has no template", "write it in your own words")


def check_in_reason(rules: Rules, language: str) -> str:
    """Why technicians are asked how much longer they need, to go into "We ask {reason}."."""
    own = rules.check_in_reason.strip().rstrip(".!")
    return own or CHECK_IN_REASONS[known_language(language)]


def spoken_script(body: str) -> str:
    """What to say to somebody who is rung up: the message, as one run of speech."""
    return " ".join(body.split())
