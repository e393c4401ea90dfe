"""The names that words are matched against: technicians, the day's calls, the shop's own codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Ambiguous
from dispatch_tui.core.model import CallPhase, Technician
from dispatch_tui.core.verbs.table import listed


@dataclass(frozen=True, slots=True)
class TechnicianRef:
    """A technician who was named."""

    id: int
    code: str


@dataclass(frozen=True, slots=True)
class CallRef:
    """A call that was named; it may be of another day than the console's."""

    number: int


@dataclass(frozen=True, slots=True)
class CallWord:
    """A call as completion shows it.

    Attributes:
        number: its number.
        shown: customer and type, for telling calls apart.
        waiting: True if it is in the tray.
    """

    number: int
    shown: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """What is under the cursor; a verb without an object means that."""

    call: int | None = None
    technician: int | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Who and what can be named on a console.

    Attributes:
        technicians: in the order of the board.
        calls: what is on the console's day, the tray with it.
        codes: the shop's own words for verbs.
        here: what is under the cursor, if there is one.
    """

    technicians: tuple[Technician, ...] = ()
    calls: tuple[CallWord, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    here: Here = Here()

    @classmethod
    def of(cls, day: Day, here: Here | None = None) -> Lexicon:
        """The names of one day."""
        calls = []
        for call in day.calls.values():
            customer = day.customer_of(call)
            shown = " ".join(part for part in (customer.name if customer else "", call.type_code) if part)
            calls.append(CallWord(call.id, shown, call.phase is CallPhase.OPEN))
        return cls(
            tuple(day.technicians[key] for key in day.order),
            tuple(sorted(calls, key=lambda word: word.number)),
            day.shop.codes,
            here or Here(),
        )

    def technician_of_id(self, key: int) -> TechnicianRef | None:
        """The technician of an id, if they are on the board."""
        return next((TechnicianRef(t.id, t.code) for t in self.technicians if t.id == key), None)

    def technician(self, words: str, loose: bool) -> TechnicianRef | None:
        """The technician that one or two words name, None if they name nobody.

        A code outranks a whole name, that outranks a first or last name, and a beginning comes last.

        Args:
            words: `t3`, `ana`, `ana lo`.
            loose: True to take the beginning of a code or name too.

        Raises:
            Ambiguous: listing the candidates, if the words fit several.
        """
        low = " ".join(words.casefold().split())
        for fits in _RANKS if loose else _RANKS[:3]:
            found = [tech for tech in self.technicians if low and fits(tech, low)]
            if len(found) > 1:
                names = [f"{tech.code} {tech.name}" for tech in found]
                raise Ambiguous(f"{words!r} could be {listed(names)}", "say the code")
            if found:
                return TechnicianRef(found[0].id, found[0].code)
        return None

    def call(self, digits: str) -> CallRef:
        """The call of a number or of the last digits of one that is on the day.

        A number that fits nothing on the day is taken as it stands: it may be of another day.

        Raises:
            Ambiguous: listing the candidates, if several numbers end so.
        """
        number = int(digits)
        if any(word.number == number for word in self.calls):
            return CallRef(number)
        found = [word.number for word in self.calls if str(word.number).endswith(digits)]
        if len(found) > 1:
            raise Ambiguous(f"{digits} could be {listed([str(key) for key in found])}", "type more digits")
        return CallRef(found[0] if found else number)


def _names(technician: Technician) -> list[str]:
    return technician.name.casefold().split()


_RANKS: tuple[Callable[[Technician, str], bool], ...] = (
    lambda tech, low: tech.code.casefold() == low,
    lambda tech, low: " ".join(_names(tech)) == low,
    lambda tech, low: low in _names(tech),
    lambda tech, low: tech.code.casefold().startswith(low) or _begins(tech, low),
)
"""Ways in which a word can name a technician, the surest first."""


def _begins(technician: Technician, low: str) -> bool:
    names = _names(technician)
    return " ".join(names).startswith(low) or any(name.startswith(low) for name in names)
