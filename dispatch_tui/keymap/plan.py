"""Planning: asking for a plan on the board, and deciding on what is proposed."""

from __future__ import annotations

from dispatch_tui.keymap.action import ON_BOARD, Action, Mode, Situation, at, needs_technician

_HERE = (Mode.PROPOSAL,)


def needs_call_here(at_: Situation) -> str:
    """Refused where nothing proposed is under the cursor."""
    return "" if at_.call else "nothing is under the cursor"


PLAN: tuple[Action, ...] = (
    # -- on the board
    Action("plan.tray", "plan tray", "Plan the calls that wait into what stands; nothing on the board moves",
           at(ON_BOARD, "P t"), verb="plan", hints=(Mode.TRAY,), section="Planning"),
    Action("plan.row", "plan row", "Plan this technician's visits anew", at(ON_BOARD, "P r"), verb="plan",
           refusal=needs_technician, section="Planning"),
    Action("plan.day", "plan day", "Plan the calls that wait and every visit that may move",
           at(ON_BOARD, "P d"), verb="plan", section="Planning"),
    Action("plan.days", "plan days", "Plan the calls that wait over the next days; asks how many",
           at(ON_BOARD, "P s"), verb="plan", section="Planning"),
    Action("plan.show", "proposal", "The proposal again, or how far it is", at(ON_BOARD, "P p"),
           section="Planning"),
    Action("plan.take", "accept all", "Accept all that is proposed", at(ON_BOARD, "P a"), verb="accept",
           section="Planning"),
    Action("plan.drop", "reject all", "Reject all that is proposed", at(ON_BOARD, "P x"), verb="reject",
           section="Planning"),
    Action("plan.ghosts", "ghosts", "Show what is proposed on the board, or hide it", at(ON_BOARD, "P g"),
           section="Planning"),
    # -- the proposal
    Action("plan.mark", "mark", "Mark this change, or unmark it", at(_HERE, "space"), hints=_HERE,
           refusal=needs_call_here, section="Planning"),
    Action("plan.accept", "accept", "Accept the marked changes, or this one, with what they need",
           at(_HERE, "a"), verb="accept", hints=_HERE, refusal=needs_call_here, section="Planning"),
    Action("plan.accept-all", "accept all", "Accept all changes that hold", at(_HERE, "A", "enter"),
           verb="accept", hints=_HERE, section="Planning"),
    Action("plan.reject", "reject", "Reject the marked changes, or this one; once more takes that back. "
           "While planning: stop with what there is", at(_HERE, "x"), verb="reject", hints=_HERE,
           section="Planning"),
    Action("plan.reject-all", "reject all", "Reject all of it", at(_HERE, "X", "r"), verb="reject",
           hints=_HERE, section="Planning"),
    Action("plan.board", "on board", "See it on the board, the cursor where this one would stand",
           at(_HERE, "b"), hints=_HERE, section="Planning"),
    Action("plan.prefix", "plan", "Says what plans again here: P is the board's", at(_HERE, "P"),
           section="Planning"),
    Action("plan.detail", "detail", "Show the call whole", at(_HERE, "d"), hints=_HERE,
           refusal=needs_call_here, section="Planning"),
    Action("plan.again", "plan again", "Plan again, from the board as it is now", at(_HERE, "p"),
           hints=_HERE, section="Planning"),
)  # fmt: skip
