"""Moving about and looking."""

from __future__ import annotations

from dispatch_tui.keymap.action import (
    CALM,
    LISTS,
    ON_BOARD,
    Action,
    Mode,
    at,
    needs_technician,
)

DIGITS_MEAN = (Mode.RIPPLE, Mode.SUGGEST)
"""Lists in which a digit means one of what is listed."""


def _view(digit: str) -> dict[Mode, tuple[str, ...]]:
    """Digits are counts on the board and choices in the ripple, so views have `g` before them there.

    A function key does it everywhere.
    """
    everywhere = (f"g {digit}", f"f{digit}")
    plain = tuple(mode for mode in (Mode.PANEL, Mode.DETAIL, *LISTS) if mode not in DIGITS_MEAN)
    return {**at((*ON_BOARD, *DIGITS_MEAN), *everywhere), **at(plain, digit, *everywhere)}


def _unless_alerts(*keys: str) -> dict[Mode, tuple[str, ...]]:
    """`z` alone snoozes in the list of alerts, so nothing can begin with it there."""
    return at(tuple(mode for mode in CALM if mode is not Mode.ALERTS), *keys)


NAV = (Mode.BOARD, Mode.TRAY, Mode.PANEL, Mode.DETAIL, *LISTS)

LOOK: tuple[Action, ...] = (
    # -- cursor
    Action("left", "", "To the visit or slot at the left", at((*ON_BOARD, Mode.PANEL), "h", "left")),
    Action("right", "", "To the visit or slot at the right", at((*ON_BOARD, Mode.PANEL), "l", "right")),
    Action("down", "", "Down", at(NAV, "j", "down")),
    Action("up", "", "Up", at(NAV, "k", "up")),
    Action("hour.left", "", "An hour earlier", at((Mode.BOARD,), "H", "shift+left")),
    Action("hour.right", "", "An hour later", at((Mode.BOARD,), "L", "shift+right")),
    Action("visit.next", "", "To the next visit on the row", at((Mode.BOARD,), "w")),
    Action("visit.prev", "", "To the visit before on the row", at((Mode.BOARD,), "b")),
    Action("visit.end", "", "To the end of the visit", at((Mode.BOARD,), "e")),
    Action("shift.start", "", "To the start of the shift", at((Mode.BOARD,), "0", "home")),
    Action("shift.end", "", "To the end of the shift", at((Mode.BOARD,), "$", "end")),
    Action("top", "first", "To the first row (with a count: to that row)", at(NAV, "g g")),
    Action("bottom", "", "To the last row", at(NAV, "G")),
    Action("page.down", "", "A page down", at(NAV, "pagedown", "ctrl+d")),
    Action("page.up", "", "A page up", at(NAV, "pageup", "ctrl+u")),
    Action("day.prev", "", "The day before", at((Mode.BOARD, Mode.TRAY, Mode.HAND), "{")),
    Action("day.next", "day", "The next day", at((Mode.BOARD, Mode.TRAY, Mode.HAND), "}"),
           hints=(Mode.BOARD,)),
    Action("go.now", "now", "To now", at((Mode.BOARD, Mode.TRAY, Mode.HAND), "g n"), verb="go"),
    Action("go.date", "date", "To a date", at(ON_BOARD, "g d"), verb="go"),
    Action("go.call", "call", "To a call by number", at(CALM, "g c"), verb="go"),
    Action("go.technician", "technician", "To a technician", at(CALM, "g t"), verb="go"),
    Action("labels", "jump", "Put a letter on every visible block and jump to the one pressed",
           at((Mode.BOARD,), "f")),
    Action("late.next", "late", "To the next late visit", at((Mode.BOARD,), "] l")),
    Action("late.prev", "late", "To the late visit before", at((Mode.BOARD,), "[ l")),
    Action("conflict.next", "double booking", "To the next double booking", at((Mode.BOARD,), "] c")),
    Action("conflict.prev", "double booking", "To the double booking before", at((Mode.BOARD,), "[ c")),
    Action("unassigned.next", "unassigned", "To the next call in the tray",
           at((Mode.BOARD, Mode.TRAY), "] u")),
    Action("gap.next", "gap", "To the next gap of half an hour or more", at((Mode.BOARD,), "] g")),
    Action("gap.prev", "gap", "To the gap before", at((Mode.BOARD,), "[ g")),
    Action("trouble.next", "trouble", "To the next trouble of any kind", at((Mode.BOARD,), "!"),
           hints=(Mode.BOARD,)),
    Action("tray", "tray", "To the tray and back", at(ON_BOARD, "t"), hints=(Mode.BOARD, Mode.TRAY)),
    Action("panes", "", "From board to tray and back", at(ON_BOARD, "tab")),
    # -- look
    Action("zoom.in", "zoom", "Zoom in", at((Mode.BOARD, Mode.HAND, Mode.TRAY), "+"), hints=(Mode.BOARD,),
           section="Look"),
    Action("zoom.out", "", "Zoom out", at((Mode.BOARD, Mode.HAND, Mode.TRAY), "-"), section="Look"),
    Action("zoom.centre", "centre", "Centre the cursor", at(ON_BOARD, "z z"), section="Look"),
    Action("zoom.day", "whole day", "Fit the whole day", at(ON_BOARD, "z d"), section="Look"),
    Action("zoom.work", "working hours", "Fit the working hours", at(ON_BOARD, "z w"), section="Look"),
    Action("rows", "row height", "Compact, normal or roomy rows", at(ON_BOARD, "z r"), section="Look"),
    Action("side", "side panel", "Show or hide the side panel", at(ON_BOARD, "z p"), section="Look"),
    Action("theme", "theme", "Dark, light or monochrome", _unless_alerts("z t"), section="Look"),
    Action("filter", "find", "Show only the rows that match a word",
           at((Mode.BOARD, Mode.TRAY, Mode.PANEL), "/"), verb="show",
           hints=(Mode.BOARD, Mode.PANEL), section="Look"),
    Action("match.next", "", "To the next match", at((Mode.BOARD,), "n"), section="Look"),
    Action("match.prev", "", "To the match before", at((Mode.BOARD,), "N"), section="Look"),
    Action("view.board", "board", "The board (digits are counts there, so: g1)",
           _view("1"),
           hints=(Mode.PANEL,), section="Look"),
    Action("view.technicians", "technicians", "The technicians (on the board: g2)",
           _view("2"),
           hints=(Mode.BOARD,), section="Look"),
    Action("view.alerts", "alerts", "What needs attention (on the board: g3)", _view("3"),
           hints=(Mode.BOARD, Mode.PANEL), section="Look"),
    Action("view.messages", "messages", "Messages and the call list (on the board: g4)", _view("4"),
           hints=(Mode.BOARD, Mode.PANEL), section="Look"),
    Action("view.figures", "figures", "How calls of each kind have gone with whom (on the board: g5)",
           _view("5"), verb="show", section="Look"),
    Action("ripple", "ripple", "What a delay on this row does to every later client",
           at((Mode.BOARD, Mode.PANEL), "r"), verb="ripple", hints=(Mode.BOARD, Mode.PANEL),
           refusal=needs_technician, section="Look"),
)  # fmt: skip
