"""What can be done about a ripple: a delay on a row and the later clients it reaches."""

from __future__ import annotations

from dispatch_tui.keymap.action import Action, Mode, Situation, at

_HERE = (Mode.RIPPLE,)


def needs_client(at_: Situation) -> str:
    """Refused where no later client is under the cursor."""
    return "" if at_.call else "no later client here: this delay reaches nobody"


RIPPLE: tuple[Action, ...] = (
    Action("choice.take", "carry out", "Carry out the choice of that number", at(_HERE, *"123456"),
           hints=_HERE, section="Ripple"),
    Action("choice.next", "choice", "To the choice at the right", at(_HERE, "l", "right"), hints=_HERE,
           section="Ripple"),
    Action("choice.prev", "", "To the choice at the left", at(_HERE, "h", "left"), section="Ripple"),
    Action("choice.do", "carry it out", "Carry out the choice that is marked", at(_HERE, "enter"),
           section="Ripple"),
    Action("delay.more", "suppose", "Suppose five minutes more", at(_HERE, "+"), hints=_HERE,
           section="Ripple"),
    Action("delay.less", "", "Suppose five minutes less", at(_HERE, "-"), section="Ripple"),
    Action("delay.none", "forecast", "Suppose nothing: back to the forecast", at(_HERE, "0"), hints=_HERE,
           section="Ripple"),
    Action("delay.say", "say so", "What is supposed is so: the technician needs that much longer",
           at(_HERE, "s"), verb="left", hints=_HERE, section="Ripple"),
    Action("client.tell", "tell", "Tell this client of the delay now", at(_HERE, "t"), hints=_HERE,
           refusal=needs_client, section="Ripple"),
    Action("client.thread", "thread", "What was said to and by this client", at(_HERE, "m"), hints=_HERE,
           refusal=needs_client, section="Ripple"),
    Action("client.detail", "detail", "Show the call whole", at(_HERE, "d"), hints=_HERE,
           refusal=needs_client, section="Ripple"),
    Action("client.board", "on board", "To the call on the board", at(_HERE, "c"), refusal=needs_client,
           section="Ripple"),
)  # fmt: skip
