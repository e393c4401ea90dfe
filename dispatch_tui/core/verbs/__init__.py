"""The grammar of the `:` row, of `dispatch-tui do` and of scripts: one table, one parser.

`table` declares the verbs, `lexicon` holds the names that can be said, `words` knows shapes,
`parse` makes a verb with its arguments of a line, `complete` proposes what could come next. What a
command means on a given board is resolved in `dispatch_tui.desk.verbs`.
"""

from __future__ import annotations

from dispatch_tui.core.verbs.complete import Completion, complete
from dispatch_tui.core.verbs.lexicon import CallRef, CallWord, Here, Lexicon, TechnicianRef
from dispatch_tui.core.verbs.parse import asked_after, parse
from dispatch_tui.core.verbs.parsed import Parsed, Question, Value, spelled
from dispatch_tui.core.verbs.table import BY_NAME, SECTIONS, VERBS, WORDS, verb_named
from dispatch_tui.core.verbs.verb import Arg, Kind, Verb

__all__ = [
    "BY_NAME",
    "SECTIONS",
    "VERBS",
    "WORDS",
    "Arg",
    "CallRef",
    "CallWord",
    "Completion",
    "Here",
    "Kind",
    "Lexicon",
    "Parsed",
    "Question",
    "TechnicianRef",
    "Value",
    "Verb",
    "asked_after",
    "complete",
    "parse",
    "spelled",
    "verb_named",
]
