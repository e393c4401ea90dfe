"""What every screen knows, the intake form, and the demo's clock."""

from __future__ import annotations

from dispatch_tui.keymap.action import (
    CALM,
    EVERYWHERE,
    LISTS,
    ON_BOARD,
    Action,
    Mode,
    at,
    needs_simulated,
)

COMMON: tuple[Action, ...] = (
    # -- everywhere
    Action("intake", "new call", "Take a call; what is in hand stays in hand", at(EVERYWHERE, "i"),
           verb="new", hints=(Mode.BOARD, Mode.HAND, Mode.TRAY, Mode.PANEL), section="Calls"),
    Action("undo", "undo", "Take back your latest act", at(CALM, "u"), verb="undo",
           hints=(Mode.BOARD,), section="Everywhere"),
    Action("redo", "", "Do again what you undid last", at(CALM, "ctrl+r"), verb="redo",
           section="Everywhere"),
    Action("repeat", "", "Do the last act again here", at(ON_BOARD, "."), section="Everywhere"),
    Action("command", "command", "Type a command", at(EVERYWHERE, ":"), hints=(Mode.BOARD,),
           section="Everywhere"),
    Action("palette", "", "All actions, by name", at(CALM, "ctrl+p"), section="Everywhere"),
    Action("help", "help", "This help", at(EVERYWHERE, "?"), verb="help",
           hints=(Mode.BOARD, Mode.HAND, Mode.TRAY, Mode.PANEL, *LISTS), section="Everywhere"),
    Action("back", "back", "One level back", at(CALM, "escape"), hints=(Mode.TRAY, Mode.DETAIL),
           section="Everywhere"),
    Action("quit", "", "Close this view; from the board, leave", at(CALM, "q"), verb="quit",
           section="Everywhere"),
    # -- the intake form
    Action("form.next", "next field", "The next field; takes the customer or kind of work that is marked",
           at((Mode.FORM,), "enter", "tab"), hints=(Mode.FORM,), section="Form"),
    Action("form.previous", "", "The field before", at((Mode.FORM,), "shift+tab"), section="Form"),
    Action("form.down", "choose", "Down the list of known customers or kinds of work",
           at((Mode.FORM,), "down"), hints=(Mode.FORM,), section="Form"),
    Action("form.up", "", "Up the list", at((Mode.FORM,), "up"), section="Form"),
    Action("form.page-down", "", "Scroll the list down", at((Mode.FORM,), "pagedown"), section="Form"),
    Action("form.page-up", "", "Scroll the list up", at((Mode.FORM,), "pageup"), section="Form"),
    Action("form.offers", "offers", "What you can offer: windows of today and the next days, with reasons",
           at((Mode.FORM,), "ctrl+o"), verb="offer", hints=(Mode.FORM,), section="Form"),
    Action("form.place", "save and place", "Take the call and put it in hand on the board",
           at((Mode.FORM,), "ctrl+g"), hints=(Mode.FORM,), section="Form"),
    Action("form.save", "save", "Take the call; it waits in the tray", at((Mode.FORM,), "ctrl+s"),
           hints=(Mode.FORM,), section="Form"),
    Action("form.clear", "clear", "Empty the form and drop its draft", at((Mode.FORM,), "ctrl+l"),
           hints=(Mode.FORM,), dangerous=True, section="Form"),
    Action("form.leave", "keep as a draft", "Leave; what was typed comes back with the next i",
           at((Mode.FORM,), "escape"), hints=(Mode.FORM,), section="Form"),
    # -- the demo's clock
    Action("clock.pause", "pause, run", "Pause the demo's clock, or let it run",
           at((*ON_BOARD, Mode.PANEL), "y y"), verb="clock", refusal=needs_simulated, section="Demo clock"),
    Action("clock.faster", "faster", "Twice the pace", at((*ON_BOARD, Mode.PANEL), "y +"),
           verb="clock", refusal=needs_simulated, section="Demo clock"),
    Action("clock.slower", "slower", "Half the pace", at((*ON_BOARD, Mode.PANEL), "y -"),
           verb="clock", refusal=needs_simulated, section="Demo clock"),
    Action("clock.step", "next event", "On to the next event", at((*ON_BOARD, Mode.PANEL), "y n"),
           refusal=needs_simulated, section="Demo clock"),
)  # fmt: skip
