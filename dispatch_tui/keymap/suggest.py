"""Who should take a call, and when; and the figures of how calls have gone."""

from __future__ import annotations

from dispatch_tui.keymap.action import ON_BOARD, Action, Mode, Situation, at, needs_call

_HERE = (Mode.SUGGEST,)
_FIGURES = (Mode.FIGURES,)


def needs_place(at_: Situation) -> str:
    """Refused where no place is under the cursor."""
    return "" if at_.technician else "no place here: } looks at the next day"


SUGGEST: tuple[Action, ...] = (
    Action("suggest", "who and when", "Who should take this call, and when: all places with their reasons",
           at((*ON_BOARD, Mode.HAND), "A"), verb="offer", hints=(Mode.TRAY, Mode.HAND), refusal=needs_call,
           section="Suggestions"),
    Action("place.take", "take it", "Place the call there; asks for a reason only where a gate fails",
           at(_HERE, "enter"), verb="place", hints=_HERE, refusal=needs_place, section="Suggestions"),
    Action("place.hand", "in hand", "Take the call in hand there, to slide it further",
           at(_HERE, "space"), hints=_HERE, refusal=needs_place, section="Suggestions"),
    Action("place.mark", "mark", "To the place of that number", at(_HERE, *"123456789"), hints=_HERE,
           section="Suggestions"),
    Action("place.day-next", "day", "The next day", at(_HERE, "}", "l", "right", "tab"), hints=_HERE,
           section="Suggestions"),
    Action("place.day-prev", "", "The day before", at(_HERE, "{", "h", "left", "shift+tab"),
           section="Suggestions"),
    Action("place.then", "why it stands there", "What was kept when it was placed, and how that looks now",
           at(_HERE, "b"), section="Suggestions"),
    Action("place.weights", "suppose weights", "Suppose that something else mattered most", at(_HERE, "w"),
           hints=_HERE, section="Suggestions"),
    Action("place.keep-weights", "keep them", "Make what is supposed the shop's weights", at(_HERE, "W"),
           section="Suggestions"),
    Action("place.detail", "detail", "Show the call whole", at(_HERE, "d"), hints=_HERE,
           section="Suggestions"),
    # -- figures
    Action("figures.column", "sort by", "Sort by the next figure", at(_FIGURES, "l", "right"),
           hints=_FIGURES, section="Figures"),
    Action("figures.column-prev", "", "Sort by the figure before", at(_FIGURES, "h", "left"),
           section="Figures"),
    Action("figures.turn", "other way round", "Sort the other way round", at(_FIGURES, "o"), hints=_FIGURES,
           section="Figures"),
    Action("figures.filter", "find", "Only technicians or kinds of work that match", at(_FIGURES, "/"),
           hints=_FIGURES, section="Figures"),
    Action("figures.go", "on board", "To the technician's row on the board", at(_FIGURES, "enter", "c"),
           hints=_FIGURES, section="Figures"),
)  # fmt: skip
