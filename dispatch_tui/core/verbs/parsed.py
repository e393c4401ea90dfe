"""What a line was understood as: a verb with its arguments, or the question for one that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dispatch_tui.core.verbs.lexicon import CallRef, TechnicianRef
from dispatch_tui.core.verbs.table import BY_NAME
from dispatch_tui.core.verbs.verb import Kind

SURE = "!"
"""The mark that accepts a command's warnings."""

Value: TypeAlias = CallRef | TechnicianRef | str
"""What an argument was: somebody, a call, or words that are read against the clock later."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A verb and its arguments, in the order of the table.

    Attributes:
        verb: the verb's name.
        values: pairs of argument name and value; none twice.
        sure: True if a `!` accepts the warnings.
    """

    verb: str
    values: tuple[tuple[str, Value], ...] = ()
    sure: bool = False

    def get(self, name: str) -> Value | None:
        """An argument's value, None if it was not given."""
        return dict(self.values).get(name)

    def words(self, name: str) -> str:
        """An argument's words, "" if it was not given."""
        value = self.get(name)
        return value if isinstance(value, str) else ""

    def call(self, name: str = "call") -> int | None:
        """The number of the call that an argument names."""
        value = self.get(name)
        return value.number if isinstance(value, CallRef) else None

    def technician(self, name: str = "technician") -> int | None:
        """The id of the technician that an argument names."""
        value = self.get(name)
        return value.id if isinstance(value, TechnicianRef) else None


@dataclass(frozen=True, slots=True)
class Question:
    """Something is missing: ask for it in place, losing nothing.

    Attributes:
        prompt: what to ask.
        so_far: what is understood, spelled out, up to where the answer goes.
        rest: what is understood and stands after the answer.
        choices: words that would answer it, for completion.
    """

    prompt: str
    so_far: str
    rest: str = ""
    choices: tuple[str, ...] = ()

    def answered(self, words: str) -> str:
        """The whole line with the answer in its place."""
        return " ".join(part for part in (self.so_far.strip(), words.strip(), self.rest.strip()) if part)


def spelled(parsed: Parsed) -> str:
    """The line that means this command, in the order of the table; `parse` reads it back the same."""
    words = [parsed.verb, *(spelled_value(parsed, name) for name, _ in parsed.values)]
    return " ".join((*words, *([SURE] if parsed.sure else [])))


def spelled_value(parsed: Parsed, name: str) -> str:
    """One argument as it is typed; a person's own words in quotes, so that nothing in them is a keyword."""
    arg, value = BY_NAME[parsed.verb].arg(name), parsed.get(name)
    if isinstance(value, CallRef):
        word = str(value.number)
    elif isinstance(value, TechnicianRef):
        word = value.code
    else:
        word = f'"{value}"' if arg.kind is Kind.TEXT else str(value)
    return f"{arg.keyword} {word}" if arg.keyword else word
