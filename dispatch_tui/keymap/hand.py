"""What can be done with a block in hand."""

from __future__ import annotations

from dispatch_tui.keymap.action import (
    Action,
    Mode,
    at,
)

HAND: tuple[Action, ...] = (
    # -- in hand, first in its own hint row
    Action("drop", "drop", "Drop what is in hand here", at((Mode.HAND,), "space", "enter"),
           verb="move", hints=(Mode.HAND,), section="In hand"),
    Action("drop.anyway", "drop anyway", "Drop in spite of the warnings shown", at((Mode.HAND,), "!"),
           hints=(Mode.HAND,), dangerous=True, section="In hand"),
    Action("hand.earlier", "slide", "Slide by one slot earlier", at((Mode.HAND,), "h", "left"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.later", "", "Slide by one slot later", at((Mode.HAND,), "l", "right"), section="In hand"),
    Action("hand.hour-earlier", "", "Slide by an hour earlier", at((Mode.HAND,), "H", "shift+left"),
           section="In hand"),
    Action("hand.hour-later", "hour", "Slide by an hour later", at((Mode.HAND,), "L", "shift+right"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.down", "technician", "To the next technician", at((Mode.HAND,), "j", "down"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.up", "", "To the technician before", at((Mode.HAND,), "k", "up"), section="In hand"),
    Action("hand.next-fit", "next who can", "To the next technician who is qualified and free then",
           at((Mode.HAND,), "J"), hints=(Mode.HAND,), section="In hand"),
    Action("hand.prev-fit", "", "To the technician before who is qualified and free then",
           at((Mode.HAND,), "K"), section="In hand"),
    Action("hand.next-gap", "next gap", "To the next gap of the row where it fits", at((Mode.HAND,), "w"),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.prev-gap", "", "To the gap before where it fits", at((Mode.HAND,), "b"), section="In hand"),
    Action("hand.earliest", "earliest", "To the earliest feasible time on this row",
           at((Mode.HAND,), "0"), hints=(Mode.HAND,), section="In hand"),
    Action("hand.exact", "exact", "Type the exact time, as in = 1430", at((Mode.HAND,), "="),
           hints=(Mode.HAND,), section="In hand"),
    Action("hand.suggestion", "suggested", "To the suggested place of that number",
           at((Mode.HAND,), *"123456789"), hints=(Mode.HAND,), section="In hand"),
    Action("hand.back", "put back", "Put it back where it was", at((Mode.HAND,), "escape"),
           hints=(Mode.HAND,), section="In hand"),
)  # fmt: skip
