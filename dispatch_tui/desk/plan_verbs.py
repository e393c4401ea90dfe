"""What the verbs of planning mean on a board."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.verbs import Lexicon
from dispatch_tui.core.verbs.words import is_day, number_of
from dispatch_tui.desk.cases import Case
from dispatch_tui.desk.requests import Decide, MakePlan, PlanWhat, Request

_WHOLE = {
    "": PlanWhat.TRAY,
    "tray": PlanWhat.TRAY,
    "day": PlanWhat.DAY,
    "all": PlanWhat.DAY,
    "team": PlanWhat.TEAM,
}
_DAYS = re.compile(r"(\d{1,3})\s*(?:d|day|days)")


def plan(case: Case) -> MakePlan:
    """What is to be planned: the tray, the day, everybody, some technicians, a day or several.

    Raises:
        Usage: if the words name nothing of these.
    """
    words = case.parsed.words("what").casefold().strip()
    _check_no_option(words)
    if words in _WHOLE:
        return MakePlan(_WHOLE[words])
    if days := _DAYS.fullmatch(words):
        return MakePlan(PlanWhat.DAYS, count=int(days[1]))
    if is_day(words):
        return MakePlan(PlanWhat.TRAY, day=case.meant.named_date(words))
    lexicon = Lexicon.of(case.board.day)
    out = words.startswith("out ")
    found = []
    for word in re.split(r"[\s,]+", words.removeprefix("out ")):
        technician = lexicon.technician(word, loose=True)
        if technician is None:
            raise Usage(f"{word!r} is nothing to plan", "say tray, day, t3, t3 t4, team, tomorrow or 5 days")
        found.append(technician.id)
    return MakePlan(PlanWhat.OUT if out else PlanWhat.ROWS, tuple(dict.fromkeys(found)))


def _check_no_option(words: str) -> None:
    """See that nobody says here what belongs in a shell.

    Raises:
        Usage: with the shell's line.
    """
    at = words.find("--")
    if at >= 0:
        option = words[at:].split(maxsplit=1)[0]
        line = f"dispatch-tui plan --scope {shlex.quote(words[:at].strip() or 'tray')} {words[at:]}"
        raise Usage(f"plan proposes, and takes no {option} here", f"in a shell: {line}")


def decide(case: Case) -> Decide:
    """Which change is accepted or rejected.

    Raises:
        Usage: if the word is no call.
    """
    word = case.parsed.words("which").casefold().strip()
    accept = case.parsed.verb == "accept"
    if word in ("", "all"):
        return Decide(accept, sure=case.parsed.sure)
    digits = number_of(word)
    if digits is None:
        raise Usage(f"{word!r} is no call", f"say {case.parsed.verb} 412, or {case.parsed.verb} all")
    number = Lexicon.of(case.board.day).call(digits).number
    return Decide(accept, number, case.parsed.sure)


PLAN_MEANINGS: Mapping[str, Callable[[Case], Request]] = {"plan": plan, "accept": decide, "reject": decide}
