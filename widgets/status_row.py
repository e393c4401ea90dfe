"""The first line: product, day, how the calls stand, how the day goes, and what time it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text, day_text
from dispatch_tui.desk.alerts.keeper import Alert, awake
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.goal_words import goals_text
from dispatch_tui.desk.surveying import road_words
from widgets.canvas import Line
from widgets.cells import CellView
from widgets.glyphs import Glyphs, role_of_state
from widgets.goals import role_of_score
from widgets.ink import BOLD, ink
from widgets.trouble_signs import grounds_of

SHOWN = ("done", "on_site", "paused", "en_route", "acknowledged", "dispatched", "told", "tentative")
WORDS = {
    "done": "done", "on_site": "on site", "paused": "paused", "en_route": "en route",
    "acknowledged": "acknowledged", "dispatched": "dispatched", "told": "planned", "tentative": "tentative",
}  # fmt: skip
WIDE = 170
WORDY, WORDIER = 100, 150
"""Screen widths from which alerts, and messages too, are counted in words."""
GOALS_FROM, SCORE = 80, 9
"""Screen width from which room is kept for the score of the day, and how much."""


def counts_by_role(board: Board) -> dict[str, int]:
    """How many visits are drawn in each role."""
    counts: dict[str, int] = {}
    for state, count in board.totals.by_state.items():
        role = role_of_state(state)
        counts[role] = counts.get(role, 0) + count
    counts["told"] = board.totals.told
    counts["tentative"] = counts.get("tentative", 0) - board.totals.told
    return counts


def paint_status(
    board: Board,
    width: int,
    glyphs: Glyphs,
    pace: str = "",
    console: str = "",
    alerts: Sequence[Alert] = (),
) -> Line:
    """The status row; what does not fit is left out from the end of the figures.

    Beside the clock stand how many alerts there are, in the colour of the weightiest, and how many messages
    nobody has read.
    """
    line = Line(width, ink("text", "bar"))
    shop = board.day.shop
    name = "DEMO" if shop.demo else "DISPATCH"
    x = line.put(
        0,
        f" {name} ",
        ink("conflict.text" if shop.demo else "accent.text", "conflict" if shop.demo else "accent", BOLD),
    )
    if pace:
        x = line.put(x, f" {pace} ", ink("demo", "bar", BOLD))
    x = line.put(x, f" {day_text(board.day.service_date)} ", ink("bright", "bar", BOLD))
    clock = f" {clock_text(board.now, shop.zone)} "
    today = local_date(board.now, shop.zone)
    if today != board.day.service_date:
        clock = f" now {day_text(today)}{clock}"
    end = width - len(clock)
    line.put(end, clock, ink("now.text", "now", BOLD))
    chips = _chips(board, glyphs, width >= WIDE)
    waiting = _waiting(board, alerts, glyphs, width)
    if roads := road_words(board.travel.measured, shop.zone, brief=width < WORDIER):
        waiting.insert(0, (f" {roads} ", "warn", "bar"))
    for words, text, ground in reversed(waiting):
        if end - len(words) > x:
            end -= len(words)
            line.put(end, words, ink(text, ground, BOLD))
            if width < WORDY:  # the alerts count them
                chips = [chip for chip in chips if chip.rank > 1]
    brief = len(goals_text(board.goals, SCORE))
    for chip in _chips_that_fit(chips, end - x - (brief + 1 if width >= GOALS_FROM else 0)):
        x = line.put(x, f" {chip.sign} ", ink(chip.text_role, chip.role, BOLD))
        x = line.put(x, chip.words, ink("text", "bar"))
    figures = _figures(board)
    if console and x + brief + len(console) + 4 <= end:
        end -= len(console) + 2
        line.put(end, console, ink("quiet", "bar"))
    kept = len(figures[0]) + 2 if width >= WORDIER else 0
    room = end - x - 2
    if goals := goals_text(board.goals, room - kept) or goals_text(board.goals, room):
        x = line.put(x + 1, goals, ink(role_of_score(board.goals), "bar", BOLD)) + 1
    for text in figures:
        if x + len(text) + 2 <= end:
            x = line.put(x + 1, text, ink("quiet", "bar")) + 1
    return line


def _waiting(board: Board, alerts: Sequence[Alert], glyphs: Glyphs, width: int) -> list[tuple[str, str, str]]:
    """What waits for somebody: words, and the roles of text and ground."""
    found = []
    unread = sum(message.incoming for message in board.day.messages.values())
    if unread:
        words = plural(unread, "message") if width >= WORDIER else f"{glyphs.letter}{unread}"
        found.append((f" {words} ", "told.head.text", "told.head"))
    up = awake(alerts)
    if up:
        words = plural(len(up), "alert") if width >= WORDY else f"{glyphs.late}{len(up)}"
        found.append((f" {words} ", *grounds_of(up[0].trouble)))
    return found


@dataclass(frozen=True, slots=True)
class _Chip:
    """One count; a smaller `rank` stays longer where the screen is narrow."""

    sign: str
    role: str
    text_role: str
    words: str
    rank: int

    @property
    def width(self) -> int:
        return 3 + len(self.words)


_RANKS = (
    "late",
    "conflict",
    "on_site",
    "en_route",
    "told",
    "tentative",
    "done",
    "dispatched",
    "acknowledged",
    "paused",
)


def _chips(board: Board, glyphs: Glyphs, wide: bool) -> list[_Chip]:
    counts, totals = counts_by_role(board), board.totals
    found = []
    for role in SHOWN:
        count = counts.get(role, 0)
        if count or role not in ("paused", "acknowledged", "dispatched"):
            words = f" {count} {WORDS[role]} " if wide else f" {count} "
            found.append(
                _Chip(glyphs.state[role], f"{role}.head", f"{role}.head.text", words, _RANKS.index(role))
            )
    if totals.late:
        words = f" {totals.late} late " if wide else f" {totals.late} "
        found.append(_Chip(glyphs.late, "late.head", "late.head.text", words, 0))
    if totals.conflicts:
        words = f" {totals.conflicts} conflicts " if wide else f" {totals.conflicts} "
        found.append(_Chip(glyphs.conflict, "conflict", "conflict.text", words, 1))
    return found


def _chips_that_fit(chips: list[_Chip], room: int) -> list[_Chip]:
    kept = sorted(chips, key=lambda chip: chip.rank)
    while kept and sum(chip.width for chip in kept) > room:
        kept.pop()
    return [chip for chip in chips if chip in kept]


def _figures(board: Board) -> list[str]:
    totals = board.totals
    found = [f"unassigned {len(board.day.tray)}"]
    if totals.utilisation is not None:
        found.append(f"used {round(totals.utilisation * 100)}%")
    return found


class StatusRow(CellView):
    """The first line of the screen."""

    DEFAULT_CSS = "StatusRow { height: 1; dock: top; }"

    def update(self, board: Board, pace: str = "", console: str = "", alerts: Sequence[Alert] = ()) -> None:
        """Show a board's state."""
        if self.size.width:
            self.show([paint_status(board, self.size.width, self.look.glyphs, pace, console, alerts)])
