"""An emergency: opening it, choosing who goes, and sending them."""

from __future__ import annotations

from dispatch_tui.keymap.action import ON_BOARD, Action, Mode, Situation, at, needs_call

_HERE = (Mode.EMERGENCY,)


def needs_candidate(at_: Situation) -> str:
    """Refused where there is nobody to send."""
    return "" if at_.technician else "nobody can be sent: who may do it does not work any more today"


EMERGENCY: tuple[Action, ...] = (
    Action("emergency", "emergency", "Who can be there first, and what becomes of whom they leave",
           at((*ON_BOARD, Mode.DETAIL, Mode.PROPOSAL), "E"), verb="emergency", hints=(Mode.TRAY,),
           refusal=needs_call, section="Emergency"),
    Action("emergency.send", "send", "Send the one who is marked: one act, one undo", at(_HERE, "enter"),
           hints=_HERE, dangerous=True, refusal=needs_candidate, section="Emergency"),
    Action("emergency.rest", "back, tray", "The work they leave: they come back, or it waits in the tray",
           at(_HERE, "b"), hints=_HERE, refusal=needs_candidate, section="Emergency"),
    Action("emergency.push", "push or re-plan", "Those put off: only pushed back, or placed by the planner",
           at(_HERE, "p"), hints=_HERE, refusal=needs_candidate, section="Emergency"),
    Action("emergency.ripple", "ripple", "Their row as it is, with every later client", at(_HERE, "r"),
           hints=_HERE, refusal=needs_candidate, section="Emergency"),
    Action("emergency.board", "on board", "To their row on the board", at(_HERE, "c"), hints=_HERE,
           refusal=needs_candidate, section="Emergency"),
    Action("emergency.detail", "detail", "Show the call whole", at(_HERE, "d"), hints=_HERE,
           section="Emergency"),
)  # fmt: skip
