"""What a verb and its arguments are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a word can stand for."""

    CALL = "call"
    TECHNICIAN = "technician"
    SUBJECT = "call or technician"
    WHEN = "when"
    STAMP = "time"
    LENGTH = "minutes"
    WINDOW = "window"
    DATE = "date"
    CHOICE = "choice"
    COUNT = "count"
    PHRASE = "words"
    TEXT = "text"


REST = frozenset({Kind.PHRASE, Kind.TEXT})
"""Kinds that take all the words left."""


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument of a verb.

    Attributes:
        name: how the parsed command calls it.
        kind: what its words may be.
        prompt: the question that is asked where it is missing.
        required: False if the verb means something without it.
        keyword: the word that may stand before it ("until").
        bound: True if it is understood only after its keyword.
        unless: the argument whose presence makes this one needless.
        choices: the words of a choice.
        offers: words that completion proposes, for a text or a phrase.
    """

    name: str
    kind: Kind
    prompt: str = ""
    required: bool = True
    keyword: str = ""
    bound: bool = False
    unless: str = ""
    choices: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """How help writes it: `CALL`, `[until DATE]`, `[best]`."""
        shown = "|".join(self.choices) or _SHOWN.get(self.name, self.name).upper()
        word = f"{self.keyword} {shown}" if self.keyword else shown
        return word if self.required else f"[{word}]"


_SHOWN = {"subject": "call|tech", "also": "tech|call", "technician": "tech", "other": "call", "at": "time",
          "since": "time", "length": "minutes"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the `:` row, the shell and scripts.

    Attributes:
        name: the word itself.
        help: one sentence.
        example: a whole line that means something.
        args: in the order of the usage line.
        synonyms: other words for it.
        section: heading in the help.
        dangerous: True if it takes something away from somebody.
        sure: True if a `!` at the end accepts its warnings.
        any_of: arguments of which one at least must be given.
        any_prompt: the question where none of them is.
        writes: False for verbs that only look or move about.
    """

    name: str
    help: str
    example: str
    args: tuple[Arg, ...] = ()
    synonyms: tuple[str, ...] = ()
    section: str = "Plan"
    dangerous: bool = False
    sure: bool = False
    any_of: tuple[str, ...] = ()
    any_prompt: str = ""
    writes: bool = True

    @property
    def rest(self) -> Arg | None:
        """The argument that takes all the words left, if there is one."""
        return next((arg for arg in self.args if arg.kind in REST), None)

    @property
    def wordy(self) -> bool:
        """True if a person's own words follow: then only plain names and times are taken as such."""
        return any(arg.kind is Kind.TEXT for arg in self.args)

    @property
    def usage(self) -> str:
        """The verb with its arguments: `place CALL [TECH] [best] [WHEN] [for LENGTH] [!]`."""
        bang = ("[!]",) if self.sure else ()
        return " ".join((self.name, *(arg.usage for arg in self.args), *bang))

    def arg(self, name: str) -> Arg:
        """The argument of that name."""
        return next(arg for arg in self.args if arg.name == name)
