"""Telling people, from wherever a call or a technician is under the cursor: `m` and a letter."""

from __future__ import annotations

from dispatch_tui.keymap.action import Action, Mode, at, needs_call, needs_technician

_OF_CALL = (Mode.BOARD, Mode.TRAY, Mode.PANEL, Mode.DETAIL)
_OF_TECHNICIAN = (Mode.BOARD, Mode.PANEL, Mode.DETAIL)

TELL: tuple[Action, ...] = (
    Action("tell.late", "running late", "Tell the customer the new arrival; the words are shown first",
           at(_OF_CALL, "m l"), verb="tell", hints=(Mode.BOARD,), refusal=needs_call, section="Messages"),
    Action("tell.row", "all late ones", "Tell every client of the row who is late and does not know",
           at(_OF_TECHNICIAN, "m L"), refusal=needs_technician, section="Messages"),
    Action("tell.onway", "on the way", "Tell the customer who is on the way, and when they will be there",
           at(_OF_CALL, "m o"), verb="tell", refusal=needs_call, section="Messages"),
    Action("tell.earlier", "earlier", "Ask the customer whether earlier would suit", at(_OF_CALL, "m e"),
           verb="tell", refusal=needs_call, section="Messages"),
    Action("tell.window", "window", "Tell the customer the promised window", at(_OF_CALL, "m w"),
           verb="tell", refusal=needs_call, section="Messages"),
    Action("tell.words", "own words", "Tell the customer something in your own words", at(_OF_CALL, "m m"),
           verb="tell", refusal=needs_call, section="Messages"),
    Action("tell.technician", "to technician", "Text the technician in your own words",
           at(_OF_TECHNICIAN, "m t"), verb="text", refusal=needs_technician, section="Messages"),
    Action("ask.left", "how much longer?", "The check-in: ask how much longer they need on this call",
           at(_OF_TECHNICIAN, "m a"), verb="ask", refusal=needs_technician, section="Messages"),
    Action("ask.again", "ask again", "Ask once more; only you can", at(_OF_TECHNICIAN, "m A"),
           verb="ask", refusal=needs_technician, section="Messages"),
    Action("answer", "they said", "Write down what a technician answered by phone or radio",
           at(_OF_TECHNICIAN, "m r"), verb="reply", refusal=needs_technician, section="Messages"),
    Action("leave.alone", "do not ask", "Nobody asks them during this call; again takes it back",
           at(_OF_TECHNICIAN, "m d"), verb="dnd", refusal=needs_technician, section="Messages"),
    Action("thread.customer", "thread", "What was said to and by the customer", at(_OF_CALL, "m h"),
           verb="thread", refusal=needs_call, section="Messages"),
    Action("thread.technician", "their thread", "What was said to and by the technician",
           at(_OF_TECHNICIAN, "m H"), verb="thread", refusal=needs_technician, section="Messages"),
)  # fmt: skip
