"""What can be done about what needs attention."""

from __future__ import annotations

from dispatch_tui.keymap.action import (
    Action,
    Mode,
    at,
)

_HERE = (Mode.ALERTS,)

ALERTS: tuple[Action, ...] = (
    Action("alert.cause", "cause", "To where it comes from: on the board, the call, or the thread",
           at(_HERE, "enter"), hints=_HERE, section="Alerts"),
    Action("alert.cure", "cure", "Do what ends it: the word beside c says what", at(_HERE, "c"),
           hints=_HERE, section="Alerts"),
    Action("alert.snooze", "snooze", "Peace from it for a while, unless it worsens; or wake it",
           at(_HERE, "z"), hints=_HERE, section="Alerts"),
    Action("alert.snooze-for", "how long", "Peace from it for as long as you say", at(_HERE, "Z"),
           section="Alerts"),
    Action("alert.own", "mine", "Look after it, or leave it to others again", at(_HERE, "O"),
           hints=_HERE, section="Alerts"),
    Action("alert.again", "ask again", "Ask the technician once more how much longer they need",
           at(_HERE, "A"), section="Alerts"),
    Action("alert.all", "snoozed", "Hide what is snoozed, or show it", at(_HERE, "a"), hints=_HERE,
           section="Alerts"),
)  # fmt: skip
