"""The one registry of actions: what can be done, by which keys in which mode, by which verb.

Help, hint row, palette, the key sheet (docs/KEYS.md) and the `:` row are all made from it. To add a
key: add it here; to add what it does: give the screen an `act_<id>` method, or the desk a handler.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dispatch_tui.core.keys import KeyReader
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


EVERYWHERE = (Mode.BOARD, Mode.HAND, Mode.TRAY, Mode.PANEL, Mode.DETAIL)
ON_BOARD = (Mode.BOARD, Mode.TRAY)
CALM = (Mode.BOARD, Mode.TRAY, Mode.PANEL, Mode.DETAIL)


@dataclass(frozen=True, slots=True)
class Situation:
    """What an action's refusal may depend on.

    Attributes:
        visit: state of the visit under the cursor, None if there is none.
        call: True if a call (on the board or in the tray) is under the cursor.
        in_hand: True while a block is in hand.
        technician: True if the cursor is on a technician's row.
        simulated: True if the shop has a simulated clock.
    """

    visit: VisitState | None = None
    call: bool = False
    in_hand: bool = False
    technician: bool = False
    simulated: bool = False


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


def _at(modes: tuple[Mode, ...], *keys: str) -> dict[Mode, tuple[str, ...]]:
    return dict.fromkeys(modes, keys)


_NAV = (Mode.BOARD, Mode.TRAY, Mode.PANEL, Mode.DETAIL)

ACTIONS: tuple[Action, ...] = (
    # -- in hand, first in its own hint row
    Action("drop", "drop", "Drop what is in hand here", _at((Mode.HAND,), "space", "enter"),
           verb="move", hints=(Mode.HAND,), section="In hand"),
    Action("drop.anyway", "drop anyway", "Drop in spite of the warnings shown", _at((Mode.HAND,), "!"),
           hints=(Mode.HAND,), dangerous=True, section="In hand"),
    Action("hand.earlier", "slide", "Slide by one slot earlier", _at((Mode.HAND,), "h", "left"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.later", "", "Slide by one slot later", _at((Mode.HAND,), "l", "right"), section="In hand"),
    Action("hand.hour-earlier", "", "Slide by an hour earlier", _at((Mode.HAND,), "H", "shift+left"),
           section="In hand"),
    Action("hand.hour-later", "hour", "Slide by an hour later", _at((Mode.HAND,), "L", "shift+right"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.down", "technician", "To the next technician", _at((Mode.HAND,), "j", "down"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.up", "", "To the technician before", _at((Mode.HAND,), "k", "up"), section="In hand"),
    Action("hand.next-fit", "next who can", "To the next technician who is qualified and free then",
           _at((Mode.HAND,), "J"), hints=(Mode.HAND,), section="In hand"),
    Action("hand.prev-fit", "", "To the technician before who is qualified and free then",
           _at((Mode.HAND,), "K"), section="In hand"),
    Action("hand.next-gap", "next gap", "To the next gap of the row where it fits", _at((Mode.HAND,), "w"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.prev-gap", "", "To the gap before where it fits", _at((Mode.HAND,), "b"), section="In hand"),
    Action("hand.earliest", "earliest", "To the earliest feasible time on this row",
           _at((Mode.HAND,), "0"), hints=(Mode.HAND,), section="In hand"),
    Action("hand.exact", "exact", "Type the exact time, as in = 1430", _at((Mode.HAND,), "="),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.suggestion", "suggested", "To the suggested place of that number",
           _at((Mode.HAND,), *"123456789"), hints=(Mode.HAND,), section="In hand"),
    Action("hand.back", "put back", "Put it back where it was", _at((Mode.HAND,), "escape"),
           hints=(Mode.HAND,), section="In hand"),
    # -- acts on what is under the cursor
    Action("grab", "grab", "Take the block in hand; nothing is written before the drop",
           _at((Mode.BOARD, Mode.TRAY), "space"), hints=(Mode.BOARD, Mode.TRAY), refusal=needs_call,
           section="Plan"),
    Action("assign", "best place", "Take the call in hand with its best places shown",
           _at((Mode.BOARD, Mode.TRAY), "a"), hints=(Mode.TRAY,), refusal=needs_call, section="Plan"),
    Action("place", "place", "Take the call in hand at the first place that fits",
           _at((Mode.BOARD, Mode.TRAY), "p"), verb="place", hints=(Mode.TRAY,), refusal=needs_call,
           section="Plan"),
    Action("unplace", "to tray", "Take the visit off the board; the call waits in the tray",
           _at((Mode.BOARD,), "x"), verb="unplace", hints=(Mode.BOARD,), refusal=needs_visit, section="Plan"),
    Action("nudge.earlier", "", "Move the visit by one slot earlier", _at((Mode.BOARD,), "<"),
           verb="move", refusal=needs_visit, section="Plan"),
    Action("nudge.later", "", "Move the visit by one slot later", _at((Mode.BOARD,), ">"),
           verb="move", refusal=needs_visit, section="Plan"),
    Action("lock", "", "Lock or unlock the visit", _at((Mode.BOARD,), "X"), verb="lock",
           refusal=needs_visit, section="Plan"),
    Action("dispatch", "dispatch", "Tell the technician: the only act that shows them the call",
           _at((Mode.BOARD, Mode.PANEL), "d"), verb="dispatch", hints=(Mode.BOARD, Mode.PANEL),
           refusal=legal("dispatch"), section="Progress"),
    Action("status", "what comes next", "Say what the technician did: s and then a letter, as shown",
           _at((Mode.BOARD, Mode.PANEL), "s s"), hints=(), refusal=needs_visit, section="Progress"),
    Action("status.ack", "acknowledged", "The technician has acknowledged",
           _at((Mode.BOARD, Mode.PANEL), "s k"), verb="ack", refusal=legal("ack"), section="Progress"),
    Action("status.enroute", "on the way", "The technician is on the way",
           _at((Mode.BOARD, Mode.PANEL), "s e"), verb="enroute", refusal=legal("enroute"),
           section="Progress"),
    Action("status.onsite", "on site", "The technician is on site",
           _at((Mode.BOARD, Mode.PANEL), "s o"), verb="onsite", hints=(Mode.BOARD, Mode.PANEL),
           refusal=legal("onsite"), section="Progress"),
    Action("status.pause", "pause", "The technician pauses", _at((Mode.BOARD, Mode.PANEL), "s p"),
           verb="pause", refusal=legal("pause"), section="Progress"),
    Action("status.resume", "resume", "The technician is back at work", _at((Mode.BOARD, Mode.PANEL), "s r"),
           verb="resume", refusal=legal("resume"), section="Progress"),
    Action("status.done", "done", "The work is done", _at((Mode.BOARD, Mode.PANEL), "s d"),
           verb="done", refusal=legal("done"), section="Progress"),
    Action("status.release", "release", "Release the technician from the call; it is tentative again",
           _at((Mode.BOARD, Mode.PANEL), "s x"), verb="release", dangerous=True, refusal=legal("release"),
           section="Progress"),
    Action("status.cannot", "cannot", "The work cannot be completed; asks why",
           _at((Mode.BOARD, Mode.PANEL), "s c"), verb="cannot", dangerous=True, refusal=legal("cannot"),
           section="Progress"),
    Action("more", "needs longer", "The technician needs more time on the present call; asks how much",
           _at((Mode.BOARD, Mode.PANEL), "s m"), verb="more", refusal=needs_technician, section="Progress"),
    Action("hold", "hold", "Put the call on hold; asks why", _at(ON_BOARD, "c h"), verb="hold",
           refusal=needs_call, section="Calls"),
    Action("cancel", "cancel", "Cancel the call; asks why", _at(ON_BOARD, "c x"), verb="cancel",
           dangerous=True, refusal=needs_call, section="Calls"),
    Action("note", "note", "Write a note on the call", _at(ON_BOARD, "c n"), verb="note",
           refusal=needs_call, section="Calls"),
    Action("edit", "change", "Change the call in the intake form", _at((*ON_BOARD, Mode.DETAIL), "c e"),
           refusal=needs_call, section="Calls"),
    Action("out", "", "The technician is out; asks why", _at((Mode.BOARD, Mode.PANEL), "o"), verb="out",
           dangerous=True, refusal=needs_technician, section="Progress"),
    Action("detail", "detail", "Show the call whole", _at((Mode.BOARD, Mode.TRAY, Mode.DETAIL), "enter"),
           hints=(Mode.BOARD, Mode.TRAY), refusal=needs_call, section="Look"),
    # -- cursor
    Action("left", "", "To the visit or slot at the left", _at((*ON_BOARD, Mode.PANEL), "h", "left")),
    Action("right", "", "To the visit or slot at the right", _at((*ON_BOARD, Mode.PANEL), "l", "right")),
    Action("down", "", "Down", _at(_NAV, "j", "down")),
    Action("up", "", "Up", _at(_NAV, "k", "up")),
    Action("hour.left", "", "An hour earlier", _at((Mode.BOARD,), "H", "shift+left")),
    Action("hour.right", "", "An hour later", _at((Mode.BOARD,), "L", "shift+right")),
    Action("visit.next", "", "To the next visit on the row", _at((Mode.BOARD,), "w")),
    Action("visit.prev", "", "To the visit before on the row", _at((Mode.BOARD,), "b")),
    Action("visit.end", "", "To the end of the visit", _at((Mode.BOARD,), "e")),
    Action("shift.start", "", "To the start of the shift", _at((Mode.BOARD,), "0", "home")),
    Action("shift.end", "", "To the end of the shift", _at((Mode.BOARD,), "$", "end")),
    Action("top", "first", "To the first row (with a count: to that row)", _at(_NAV, "g g")),
    Action("bottom", "", "To the last row", _at(_NAV, "G")),
    Action("page.down", "", "A page down", _at(_NAV, "pagedown", "ctrl+d")),
    Action("page.up", "", "A page up", _at(_NAV, "pageup", "ctrl+u")),
    Action("day.prev", "", "The day before", _at((Mode.BOARD, Mode.TRAY, Mode.HAND), "{")),
    Action("day.next", "day", "The next day", _at((Mode.BOARD, Mode.TRAY, Mode.HAND), "}"),
           hints=(Mode.BOARD,)),
    Action("go.now", "now", "To now", _at((Mode.BOARD, Mode.TRAY, Mode.HAND), "g n"), verb="go"),
    Action("go.date", "date", "To a date", _at(ON_BOARD, "g d"), verb="go"),
    Action("go.call", "call", "To a call by number", _at(CALM, "g c"), verb="go"),
    Action("go.technician", "technician", "To a technician", _at(CALM, "g t"), verb="go"),
    Action("labels", "jump", "Put a letter on every visible block and jump to the one pressed",
           _at((Mode.BOARD,), "f")),
    Action("late.next", "late", "To the next late visit", _at((Mode.BOARD,), "] l")),
    Action("late.prev", "late", "To the late visit before", _at((Mode.BOARD,), "[ l")),
    Action("conflict.next", "double booking", "To the next double booking", _at((Mode.BOARD,), "] c")),
    Action("conflict.prev", "double booking", "To the double booking before", _at((Mode.BOARD,), "[ c")),
    Action("unassigned.next", "unassigned", "To the next call in the tray",
           _at((Mode.BOARD, Mode.TRAY), "] u")),
    Action("gap.next", "gap", "To the next gap of half an hour or more", _at((Mode.BOARD,), "] g")),
    Action("gap.prev", "gap", "To the gap before", _at((Mode.BOARD,), "[ g")),
    Action("trouble.next", "trouble", "To the next trouble of any kind", _at((Mode.BOARD,), "!"),
           hints=(Mode.BOARD,)),
    Action("tray", "tray", "To the tray and back", _at(ON_BOARD, "t"), hints=(Mode.BOARD, Mode.TRAY)),
    Action("panes", "", "From board to tray and back", _at(ON_BOARD, "tab")),
    # -- look
    Action("zoom.in", "zoom", "Zoom in", _at((Mode.BOARD, Mode.HAND, Mode.TRAY), "+"), hints=(Mode.BOARD,),
           section="Look"),
    Action("zoom.out", "", "Zoom out", _at((Mode.BOARD, Mode.HAND, Mode.TRAY), "-"), section="Look"),
    Action("zoom.centre", "centre", "Centre the cursor", _at(ON_BOARD, "z z"), section="Look"),
    Action("zoom.day", "whole day", "Fit the whole day", _at(ON_BOARD, "z d"), section="Look"),
    Action("zoom.work", "working hours", "Fit the working hours", _at(ON_BOARD, "z w"), section="Look"),
    Action("rows", "row height", "Compact, normal or roomy rows", _at(ON_BOARD, "z r"), section="Look"),
    Action("side", "side panel", "Show or hide the side panel", _at(ON_BOARD, "z p"), section="Look"),
    Action("theme", "theme", "Dark, light or monochrome", _at(CALM, "z t"), section="Look"),
    Action("filter", "find", "Show only the rows that match a word",
           _at((Mode.BOARD, Mode.TRAY, Mode.PANEL), "/"), verb="show",
           hints=(Mode.BOARD, Mode.PANEL), section="Look"),
    Action("match.next", "", "To the next match", _at((Mode.BOARD,), "n"), section="Look"),
    Action("match.prev", "", "To the match before", _at((Mode.BOARD,), "N"), section="Look"),
    Action("view.board", "board", "The board (digits are counts there, so: g1)",
           {**_at(ON_BOARD, "g 1", "f1"), **_at((Mode.PANEL, Mode.DETAIL), "1", "g 1", "f1")},
           hints=(Mode.PANEL,), section="Look"),
    Action("view.technicians", "technicians", "The technicians (on the board: g2)",
           {**_at(ON_BOARD, "g 2", "f2"), **_at((Mode.PANEL, Mode.DETAIL), "2", "g 2", "f2")},
           hints=(Mode.BOARD,), section="Look"),
    # -- everywhere
    Action("intake", "new call", "Take a call; what is in hand stays in hand", _at(EVERYWHERE, "i"),
           verb="new", hints=(Mode.BOARD, Mode.HAND, Mode.TRAY, Mode.PANEL), section="Calls"),
    Action("undo", "undo", "Take back your latest act", _at(CALM, "u"), verb="undo",
           hints=(Mode.BOARD,), section="Everywhere"),
    Action("redo", "", "Do again what you undid last", _at(CALM, "ctrl+r"), verb="redo",
           section="Everywhere"),
    Action("repeat", "", "Do the last act again here", _at(ON_BOARD, "."), section="Everywhere"),
    Action("command", "command", "Type a command", _at(EVERYWHERE, ":"), hints=(Mode.BOARD,),
           section="Everywhere"),
    Action("palette", "", "All actions, by name", _at(CALM, "ctrl+p"), section="Everywhere"),
    Action("help", "help", "This help", _at(EVERYWHERE, "?"), verb="help",
           hints=(Mode.BOARD, Mode.HAND, Mode.TRAY, Mode.PANEL), section="Everywhere"),
    Action("back", "back", "One level back", _at(CALM, "escape"), hints=(Mode.TRAY, Mode.DETAIL),
           section="Everywhere"),
    Action("quit", "", "Close this view; from the board, leave", _at(CALM, "q"), verb="quit",
           section="Everywhere"),
    # -- the intake form
    Action("form.next", "next field", "The next field; takes the customer or kind of work that is marked",
           _at((Mode.FORM,), "enter", "tab"), hints=(Mode.FORM,), section="Form"),
    Action("form.previous", "", "The field before", _at((Mode.FORM,), "shift+tab"), section="Form"),
    Action("form.down", "choose", "Down the list of known customers or kinds of work",
           _at((Mode.FORM,), "down"), hints=(Mode.FORM,), section="Form"),
    Action("form.up", "", "Up the list", _at((Mode.FORM,), "up"), section="Form"),
    Action("form.page-down", "", "Scroll the list down", _at((Mode.FORM,), "pagedown"), section="Form"),
    Action("form.page-up", "", "Scroll the list up", _at((Mode.FORM,), "pageup"), section="Form"),
    Action("form.place", "save and place", "Take the call and put it in hand on the board",
           _at((Mode.FORM,), "ctrl+g"), hints=(Mode.FORM,), section="Form"),
    Action("form.save", "save", "Take the call; it waits in the tray", _at((Mode.FORM,), "ctrl+s"),
           hints=(Mode.FORM,), section="Form"),
    Action("form.clear", "clear", "Empty the form and drop its draft", _at((Mode.FORM,), "ctrl+l"),
           hints=(Mode.FORM,), dangerous=True, section="Form"),
    Action("form.leave", "keep as a draft", "Leave; what was typed comes back with the next i",
           _at((Mode.FORM,), "escape"), hints=(Mode.FORM,), section="Form"),
    # -- the demo's clock
    Action("clock.pause", "pause, run", "Pause the demo's clock, or let it run",
           _at((*ON_BOARD, Mode.PANEL), "y y"), verb="clock", refusal=needs_simulated, section="Demo clock"),
    Action("clock.faster", "faster", "Twice the pace", _at((*ON_BOARD, Mode.PANEL), "y +"),
           verb="clock", refusal=needs_simulated, section="Demo clock"),
    Action("clock.slower", "slower", "Half the pace", _at((*ON_BOARD, Mode.PANEL), "y -"),
           verb="clock", refusal=needs_simulated, section="Demo clock"),
    Action("clock.step", "next event", "On to the next event", _at((*ON_BOARD, Mode.PANEL), "y n"),
           refusal=needs_simulated, section="Demo clock"),
)  # fmt: skip

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def bindings() -> dict[str, list[tuple[str, str]]]:
    """Key sequences by mode, for the reader."""
    found: dict[str, list[tuple[str, str]]] = {mode: [] for mode in Mode}
    for action in ACTIONS:
        for mode, sequences in action.keys.items():
            found[mode] += [(sequence, action.id) for sequence in sequences]
    return found


def key_reader() -> KeyReader:
    """A reader of all bindings; digits are counts but for the suggestions in hand."""
    return KeyReader(bindings(), counting=ON_BOARD)


_SHOWN = {
    "escape": "esc", "space": "space", "enter": "enter", "left": "←", "right": "→", "up": "↑",
    "down": "↓", "pagedown": "pgdn", "pageup": "pgup", "shift+left": "⇧←", "shift+right": "⇧→",
}  # fmt: skip


def shown_keys(sequence: str) -> str:
    """A sequence as people read it: `g g` as `gg`, `escape` as `esc`."""
    return "".join(_SHOWN.get(key, key) for key in sequence.split(" "))


@dataclass(frozen=True, slots=True)
class Hint:
    """One entry of the hint row."""

    keys: str
    label: str
    refused: bool = False


_HINT_KEYS: Mapping[str, str] = {
    "hand.earlier": "h l", "hand.hour-later": "H L", "hand.down": "j k", "hand.next-fit": "J K",
    "hand.next-gap": "w b", "hand.suggestion": "1-9", "zoom.in": "+ -", "day.next": "{ }",
    "status.onsite": "s",
}  # fmt: skip


@lru_cache(maxsize=256)
def hints(mode: Mode, situation: Situation) -> tuple[Hint, ...]:
    """The hint row of a mode; what is refused now is marked so."""
    found = []
    for action in ACTIONS:
        if mode not in action.hints or not action.label:
            continue
        keys = _HINT_KEYS.get(action.id) or shown_keys(action.keys[mode][0])
        label = "status" if action.id == "status.onsite" else action.label
        refused = bool(action.refusal and action.refusal(situation)) and action.id != "status.onsite"
        found.append(Hint(keys, label, refused))
    return tuple(found)


def continuation_hints(following: Mapping[str, str], situation: Situation) -> tuple[Hint, ...]:
    """The hint row while a sequence is begun: what may follow it (see KeyReader.continuations)."""
    found = []
    for key, target in following.items():
        action = BY_ID.get(target)
        label = (action.label or action.help) if action else "…"
        refused = bool(action and action.refusal and action.refusal(situation))
        found.append(Hint(shown_keys(key), label, refused))
    return tuple(found)
