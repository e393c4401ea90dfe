"""The verbs, declared once: words, arguments, help. Parser, completion, help and docs/CLI.md follow.

A verb's arguments are bound by kind, in this order, wherever they stand; so `move 412 t5 15:00` and
`412 move 15:00 t5` are one command. Keys say the same verbs (`dispatch_tui.keymap.Action.verb`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dispatch_tui.core.errors import Ambiguous, Usage


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


_CALL = Arg("call", Kind.CALL, "which call?")
_TECHNICIAN = Arg("technician", Kind.TECHNICIAN, "which technician?")
_SUBJECT = Arg("subject", Kind.SUBJECT, "which call or technician?")
_ALSO = Arg("also", Kind.SUBJECT, required=False)
_AT = Arg("at", Kind.STAMP, required=False, keyword="at")
_AT_ONLY = Arg("at", Kind.STAMP, required=False, keyword="at", bound=True)
_BEST = Arg("best", Kind.CHOICE, required=False, choices=("best",))
_FOR = Arg("length", Kind.LENGTH, required=False, keyword="for", bound=True)
_WINDOW = Arg("window", Kind.WINDOW, "which window? 13-15, am, or any")
_WHY_NOT = Arg(
    "why", Kind.TEXT, "why not?",
    offers=("no part", "no access", "nobody at home", "needs a second person", "needs another trade"),
)  # fmt: skip
_WHY_PAUSE = Arg("why", Kind.TEXT, required=False, offers=("lunch", "fetching a part", "waiting for access"))
_WHY_RELEASE = Arg(
    "why", Kind.TEXT, required=False, offers=("needed elsewhere", "running late", "technician asked")
)
_WHY_HOLD = Arg(
    "why", Kind.TEXT, "why is it on hold?",
    offers=("waiting for part", "customer to call back", "waiting for approval", "weather"),
)  # fmt: skip
_WHY_CANCEL = Arg(
    "why", Kind.TEXT, "why is it canceled?",
    offers=("customer canceled", "fixed itself", "duplicate", "went elsewhere", "outside our area"),
)  # fmt: skip
_WHY_OUT = Arg("why", Kind.TEXT, "why?", offers=("sick", "vehicle", "training", "family", "appointment"))
_WHY_WINDOW = Arg(
    "why", Kind.TEXT, required=False, offers=("customer asked", "running late", "technician out")
)
_OUTCOME = Arg("outcome", Kind.TEXT, "what came of it?", offers=("repaired", "replaced", "no fault found"))
_WHERE = Arg(
    "where", Kind.PHRASE, "where to? tue, 412, t3, 14:30 or now", offers=("now", "today", "tomorrow")
)


def _status(name: str, help_: str, *synonyms: str, example: str, dangerous: bool = False) -> Verb:
    return Verb(
        name, help_, example, (_SUBJECT, _ALSO, _AT), synonyms, section="Progress", dangerous=dangerous
    )  # fmt: skip


VERBS: tuple[Verb, ...] = (
    # -- plan
    Verb("place", "Put a call on a technician's row; nobody is told yet", "place 412 t3 14:30",
         (_CALL, Arg("technician", Kind.TECHNICIAN, "on whose row? t3, or best", unless="best"), _BEST,
          Arg("when", Kind.WHEN, "when? 14:30, or best", unless="best"), _FOR),
         ("assign", "put"), sure=True),
    Verb("move", "Move a visit: by minutes, to a time, to a technician, or to its best place",
         "move 412 t5 15:00",
         (_CALL, Arg("technician", Kind.TECHNICIAN, required=False), _BEST,
          Arg("when", Kind.WHEN, required=False), _FOR),
         ("mv", "shift"), sure=True, any_of=("technician", "when", "length", "best"),
         any_prompt="where to? +30, t5, 15:00, t5 15:00 or best"),
    Verb("swap", "Exchange technician and start of two visits", "swap 412 415",
         (_CALL, Arg("other", Kind.CALL, "with which call?")), sure=True),
    Verb("unplace", "Take a visit off the board; its call waits in the tray", "unplace 412", (_CALL,),
         ("unassign",), sure=True),
    Verb("lock", "Keep a visit's time, technician or both from being moved", "lock 412 time",
         (_CALL, Arg("lock", Kind.CHOICE, required=False, choices=("time", "tech", "both")))),
    Verb("unlock", "Let a visit be moved again", "unlock 412", (_CALL,)),
    # -- progress
    _status("dispatch", "Tell the technician: the only act that shows them the call", "disp", "send",
            example="dispatch 412 t3"),
    _status("ack", "The technician has acknowledged", "acknowledged", "accepted", example="ack t3"),
    _status("enroute", "The technician is on the way", "er", "driving", "rolling", example="enroute t3"),
    _status("onsite", "The technician has arrived", "os", "arrived", "here", example="onsite t3 at 10:05"),
    Verb("pause", "Work pauses: a break, or gone for a part", "pause t3 lunch",
         (_SUBJECT, _AT_ONLY, _WHY_PAUSE), ("break",), section="Progress"),
    _status("resume", "Work goes on after a pause", "continue", example="resume t3"),
    _status("done", "The work is finished", "finished", "complete", example="done t3"),
    Verb("release", "Take the call from the technician; it is tentative again", "release t3 needed elsewhere",
         (_SUBJECT, _AT_ONLY, _WHY_RELEASE), ("recall",), section="Progress", dangerous=True),
    Verb("cannot", "The work cannot be completed; what is left goes back to the tray", "cannot 412 no part",
         (_SUBJECT, _AT_ONLY, _WHY_NOT), ("cant", "incomplete"), section="Progress", dangerous=True),
    Verb("more", "The technician needs so many minutes more on the present call; short: t3 +30", "more t3 30",
         (_SUBJECT, Arg("length", Kind.LENGTH, "how many minutes more?")), ("extend",), section="Progress"),
    Verb("left", "So many minutes of work are left on the present call", "t3 left 20",
         (_SUBJECT, Arg("length", Kind.LENGTH, "how many minutes are left?")), ("remaining",),
         section="Progress"),
    Verb("out", "The technician cannot work, from now or a time, until a time or further notice",
         "out t3 until fri sick",
         (_TECHNICIAN, Arg("since", Kind.WHEN, required=False, keyword="from"),
          Arg("until", Kind.WHEN, required=False, keyword="until"), _WHY_OUT),
         ("off",), section="Progress", dangerous=True),
    Verb("back", "The technician can work again", "back t3",
         (_TECHNICIAN, Arg("at", Kind.WHEN, required=False, keyword="at")), ("available",),
         section="Progress"),
    # -- calls
    Verb("new", "Take a call: opens the intake form", "new 555 0142",
         (Arg("phone", Kind.TEXT, required=False),), ("intake", "take"), section="Calls", writes=False),
    Verb("hold", "Put a call on hold, until a day if one is known", "hold 412 waiting for part until fri",
         (_CALL, _WHY_HOLD, Arg("until", Kind.DATE, required=False, keyword="until", bound=True)),
         section="Calls"),
    Verb("cancel", "Cancel a call for a reason", "cancel 412 customer canceled", (_CALL, _WHY_CANCEL),
         section="Calls", dangerous=True),
    Verb("reopen", "Take back a hold, a cancellation or a close", "reopen 412", (_CALL,), ("unhold",),
         section="Calls"),
    Verb("close", "Close a completed call with what came of it", "close 412 thermostat replaced",
         (_CALL, _OUTCOME),
         section="Calls"),
    Verb("window", "Promise another arrival window, as said to the customer",
         "window 412 13-15 customer asked", (_CALL, _WINDOW, _WHY_WINDOW), ("promise",), section="Calls"),
    Verb("tell", "Say what the customer has been told: for now, the window", "tell 412 window 13-15",
         (_CALL, Arg("what", Kind.CHOICE, "told what? window", choices=("window",)), _WINDOW, _WHY_WINDOW),
         section="Calls"),
    Verb("note", "Write something down about a call", 'note 412 "dog in the yard"',
         (_SUBJECT, Arg("text", Kind.TEXT, "the note?")), ("remark",), section="Calls"),
    # -- look
    Verb("go", "Go to a date, a call, a technician, a time, or now", "go tue",
         (_WHERE,), ("goto", "jump"), section="Look", writes=False),
    Verb("find", "Find calls by number, customer, phone or address", "find lopez",
         (Arg("text", Kind.TEXT, "find what?"),), ("search",), section="Look", writes=False),
    Verb("show", "Show what is late, the tray, a technician, a call; any other word filters the rows",
         "show late",
         (Arg("what", Kind.PHRASE, "show what? late, tray, t3, 412 or all",
              offers=("late", "tray", "techs", "day", "log", "all")),),
         ("list",), section="Look", writes=False),
    Verb("log", "The latest acts, or the story of one call", "log 412",
         (Arg("subject", Kind.SUBJECT, required=False),), ("history",), section="Look", writes=False),
    # -- everywhere
    Verb("undo", "Take back your latest act, or the latest few", "undo 2",
         (Arg("count", Kind.COUNT, required=False),), section="Everywhere"),
    Verb("redo", "Do again what you undid last", "redo", (Arg("count", Kind.COUNT, required=False),),
         section="Everywhere"),
    Verb("clock", "The demo's clock: pause, run, a pace, or a time to jump to", "clock 4x",
         (Arg("pace", Kind.PHRASE, "pause, run, 4x or 14:30?", offers=("pause", "run", "4x", "60x")),),
         section="Everywhere"),
    Verb("help", "Help, or help on one verb", "help move",
         (Arg("verb", Kind.PHRASE, required=False),), ("h", "?"),
         section="Everywhere", writes=False),
    Verb("quit", "Leave", "quit", (), ("q", "exit"), section="Everywhere", writes=False),
)  # fmt: skip

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
        "accept",
        "ask",
        "disagree",
        "emergency",
        "oncall",
        "part",
        "plan",
        "reject",
        "reorder",
        "reply",
        "ripple",
        "stock",
        "tell",
        "text",
        "train",
    ]
)
"""Verbs of the design that this version does not have yet; they say so instead of being guessed at."""
