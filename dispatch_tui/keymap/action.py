"""What an action is: its keys by mode, its words, and why it may be refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dispatch_tui.core.model import VisitState
from dispatch_tui.core.status import legal_acts


class Mode(StrEnum):
    """What the keys are for at the moment."""

    BOARD = "board"
    HAND = "in hand"
    TRAY = "tray"
    PANEL = "technicians"
    DETAIL = "detail"
    FORM = "form"
    RIPPLE = "ripple"
    ALERTS = "alerts"
    MESSAGES = "messages"
    RULES = "rules"
    WORDINGS = "wordings"
    DISAGREEMENTS = "disagreements"
    SUGGEST = "suggestions"
    FIGURES = "figures"
    PROPOSAL = "proposal"
    EMERGENCY = "emergency"


LISTS = (
    Mode.RIPPLE,
    Mode.ALERTS,
    Mode.MESSAGES,
    Mode.RULES,
    Mode.WORDINGS,
    Mode.DISAGREEMENTS,
    Mode.SUGGEST,
    Mode.FIGURES,
    Mode.PROPOSAL,
    Mode.EMERGENCY,
)
EVERYWHERE = (Mode.BOARD, Mode.HAND, Mode.TRAY, Mode.PANEL, Mode.DETAIL, *LISTS)
ON_BOARD = (Mode.BOARD, Mode.TRAY)
CALM = (Mode.BOARD, Mode.TRAY, Mode.PANEL, Mode.DETAIL, *LISTS)


@dataclass(frozen=True, slots=True)
class Situation:
    """What an action's refusal may depend on.

    Attributes:
        visit: state of the visit under the cursor, None if there is none.
        call: True if a call (on the board or in the tray) is under the cursor.
        in_hand: True while a block is in hand.
        technician: True if the cursor is on a technician's row.
        simulated: True if the shop has a simulated clock.
        message: state of the message under the cursor ("handled" for one that came in and is dealt with);
            "" if there is none.
        person: True if there is somebody to write to under the cursor.
    """

    visit: VisitState | None = None
    call: bool = False
    in_hand: bool = False
    technician: bool = False
    simulated: bool = False
    message: str = ""
    person: bool = False


Refusal = Callable[[Situation], str]


def needs_visit(at: Situation) -> str:
    """Refused where no visit is under the cursor."""
    return "" if at.visit else "no visit here: go to one with w or b"


def needs_call(at: Situation) -> str:
    """Refused where no call is under the cursor."""
    return "" if at.call else "no call here: go to one with w, b or t"


def needs_technician(at: Situation) -> str:
    """Refused off the rows."""
    return "" if at.technician else "no technician here"


def needs_simulated(at: Situation) -> str:
    """Refused on a real shop."""
    return "" if at.simulated else "this shop runs on real time"


def legal(verb: str) -> Refusal:
    """Refused where the transition table does not allow the verb."""

    def refusal(at: Situation) -> str:
        if at.visit is None:
            return needs_visit(at)
        ways = legal_acts(at.visit)
        if verb in ways:
            return ""
        state = at.visit.value.replace("_", " ")
        now = f"; possible now: {', '.join(ways)}" if ways else ""
        return f"{verb} is not possible, the visit is {state}{now}"

    return refusal


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    Attributes:
        id: stable name; screens answer to it with `act_` and the id, dots as underscores.
        label: one or two words, for the hint row.
        help: a sentence for help, palette and key sheet.
        keys: key sequences by mode.
        verb: the verb of the `:` row that does the same, "" if there is none.
        hints: modes whose hint row shows it, in the order of this registry.
        dangerous: True if it takes something away from somebody; shown so in the help.
        refusal: why it is refused now, "" if it is not.
        section: heading in the help.
    """

    id: str
    label: str
    help: str
    keys: Mapping[Mode, tuple[str, ...]]
    verb: str = ""
    hints: tuple[Mode, ...] = ()
    dangerous: bool = False
    refusal: Refusal | None = None
    section: str = "Move"

    @property
    def method(self) -> str:
        """Name of the method that carries it out."""
        return "act_" + self.id.replace(".", "_").replace("-", "_")


def at(modes: tuple[Mode, ...], *keys: str) -> dict[Mode, tuple[str, ...]]:
    """The same keys in several modes."""
    return dict.fromkeys(modes, keys)
