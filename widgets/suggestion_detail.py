"""One place in full: every gate with its value, every factor with its points, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch_tui.core.day import Day
from dispatch_tui.core.suggest import Points, Ranking, Suggestion
from dispatch_tui.core.timewords import clock_text, length_text
from widgets.canvas import Line, clipped, wrapped
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink
from widgets.suggestion_words import (
    FACTORS,
    GATES,
    gate_text,
    openings_text,
    raw_text,
    scale_text,
    what_if_text,
)

GATE_NAME, FACTOR_NAME = 13, 14
COMPACT_LINES = 11
"""Lines of the short form: who and when, gates, points in two columns, what would change it."""


class Sheet:
    """Writes lines down a part of the screen."""

    def __init__(self, width: int, height: int, glyphs: Glyphs) -> None:
        self.width, self.glyphs = width, glyphs
        self.lines = [Line(width, ink("text", "screen")) for _ in range(max(0, height))]
        self.y = 0

    @property
    def left(self) -> int:
        """Lines that are still free."""
        return len(self.lines) - self.y

    def say(self, *parts: tuple[str, str, int], x: int = 1) -> None:
        """One line of (text, role, flags); nothing once the sheet is full."""
        if self.left <= 0:
            return
        for text, role, flags in parts:
            room = self.width - x - 1
            x = self.lines[self.y].put(
                x, clipped(text, room, self.glyphs.ellipsis), ink(role, "screen", flags)
            )
        self.y += 1

    def head(self, title: str, note: str = "") -> None:
        """A heading on a bar."""
        if self.left <= 0:
            return
        line = self.lines[self.y]
        line.fill(0, self.width, ink("quiet", "bar"))
        x = line.put(1, title, ink("accent", "bar", BOLD))
        line.put(x + 2, clipped(note, self.width - x - 3, self.glyphs.ellipsis), ink("quiet", "bar"))
        self.y += 1

    def wrap(self, text: str, role: str = "quiet") -> None:
        """Words over as many lines as they need."""
        for part in wrapped(text, self.width - 2):
            self.say((part, role, 0))


def bar_cells(points: Points, widest: float, cells: int, glyphs: Glyphs) -> tuple[str, str]:
    """A bar as two runs: what was scored, and what a perfect value would add."""
    if not widest:
        return "", ""
    whole = round(points.most / widest * cells)
    full = min(whole, round(points.points / widest * cells))
    return glyphs.solid * full, glyphs.ghost * (whole - full)


def counted(place: Suggestion) -> list[Points]:
    """The factors that say anything of this call."""
    return [points for points in place.points if points.raw is not None and points.most]


def paint_detail(
    place: Suggestion, ranking: Ranking, day: Day, width: int, height: int, glyphs: Glyphs
) -> list[Line]:
    """All there is to say of a place; in short where there is little height."""
    sheet = Sheet(width, height, glyphs)
    full = 2 + len(place.gates) + 1 + len(counted(place)) + 2
    if height >= full:
        _full(sheet, place, ranking, day)
    else:
        _compact(sheet, place, ranking, day)
    return sheet.lines


def _full(sheet: Sheet, place: Suggestion, ranking: Ranking, day: Day) -> None:
    _where(sheet, place, day)
    sheet.head("GATES", "each must hold")
    for result in place.gates:
        sign = sheet.glyphs.good if result.passed else sheet.glyphs.conflict
        role = "text" if result.passed else "warn"
        sheet.say(
            (f"{sign} ", "good" if result.passed else "warn", BOLD),
            (f"{GATES[result.gate]:<{GATE_NAME}}", role, BOLD * (not result.passed)),
            (gate_text(result, day, sheet.glyphs.dash), role, 0),
            (f"  {opens}" if (opens := openings_text(result, day)) else "", "bright", 0),
        )
    _points(sheet, place)
    rest = [FACTORS[points.factor] for points in place.points if points.raw is None]
    if rest and sheet.left > 3:
        sheet.wrap(f"say nothing here: {', '.join(rest)}")
    _changes(sheet, ranking, day)


def _where(sheet: Sheet, place: Suggestion, day: Day) -> None:
    """The place itself and what it does to the row."""
    zone = day.shop.zone
    technician = day.technicians.get(place.technician_id)
    name = f"{technician.code} {technician.name}" if technician else "?"
    parts = [(f"{name}  {clock_text(place.start, zone)}", "bright", BOLD)]
    after = f"after {place.after}" if place.after else "first of the day"
    before = f"before {place.before}" if place.before else "last of the day"
    parts.append((f"  {after}, {before}", "quiet", 0))
    if place.home is not None:
        late = f", {length_text(place.overtime_minutes)} after the shift" if place.overtime_minutes else ""
        parts.append((f"  home {clock_text(place.home, zone)}{late}", "warn" if late else "quiet", 0))
    sheet.say(*parts)
    if place.moved and sheet.left > COMPACT_LINES:
        moved = ", ".join(f"{call} by {length_text(minutes)}" for call, minutes in place.moved)
        sheet.say((f"reached later for it: {moved}", "warn", 0))


def _points(sheet: Sheet, place: Suggestion) -> None:
    shown = counted(place)
    widest = max((points.most for points in shown), default=0.0)
    sheet.head("POINTS", f"{place.total:.0f} of 100: value, half good at, weight")
    cells = max(4, min(24, sheet.width - FACTOR_NAME - 33))
    for points in shown:
        full, rest = bar_cells(points, widest, cells, sheet.glyphs)
        sheet.say(
            (f"{FACTORS[points.factor]:<{FACTOR_NAME}}", "text", 0),
            (f"{raw_text(points):>10}", "bright", 0),
            (f"{scale_text(points):>9}", "quiet", 0),
            (f"{points.weight:>4.0f}", "quiet", 0),
            (f"{points.points:>6.1f} ", "bright", BOLD),
            (full, "load", 0),
            (rest, "ghost", 0),
        )


def _changes(sheet: Sheet, ranking: Ranking, day: Day) -> None:
    if not ranking.what_if or sheet.left < 2:
        return
    sheet.head("WHAT WOULD CHANGE IT")
    for change in ranking.what_if[: sheet.left]:
        sheet.say((what_if_text(change, ranking, day), "text", 0))


def _compact(sheet: Sheet, place: Suggestion, ranking: Ranking, day: Day) -> None:
    _where(sheet, place, day)
    failed = place.failed
    sheet.head("GATES", "" if failed else f"all {len(place.gates)} hold")
    if failed:
        for result in failed[:2]:
            opens = openings_text(result, day)
            sheet.say(
                (f"{sheet.glyphs.conflict} {GATES[result.gate]}  ", "warn", BOLD),
                (gate_text(result, day, sheet.glyphs.dash), "warn", 0),
                (f"  {opens}", "bright", 0),
            )
    else:
        held = [each for each in place.gates if each.value.get("since") or each.value.get("needs")]
        said = [f"{GATES[each.gate]} {gate_text(each, day, sheet.glyphs.dash)}" for each in held]
        sheet.say((f"{sheet.glyphs.good} ", "good", BOLD), ("  ".join(said), "text", 0))
    sheet.head("POINTS", f"{place.total:.0f} of 100")
    _two_columns(sheet, counted(place))
    if ranking.what_if and sheet.left > 0:
        sheet.say((what_if_text(ranking.what_if[0], ranking, day), "quiet", 0))


def _two_columns(sheet: Sheet, shown: Sequence[Points]) -> None:
    """Two factors a line: name, value, points, bar."""
    widest = max((points.most for points in shown), default=0.0)
    half = (len(shown) + 1) // 2
    column = (sheet.width - 1) // 2
    cells = max(3, column - FACTOR_NAME - 17)
    for index in range(half):
        if sheet.left <= 0:
            return
        line = sheet.lines[sheet.y]
        for side, at in enumerate((index, index + half)):
            if at >= len(shown):
                continue
            points = shown[at]
            full, rest = bar_cells(points, widest, cells, sheet.glyphs)
            x = line.put(
                1 + side * column, f"{FACTORS[points.factor]:<{FACTOR_NAME - 1}}", ink("text", "screen")
            )
            x = line.put(x, f"{raw_text(points):>9}", ink("bright", "screen"))
            x = line.put(x, f"{points.points:>6.1f} ", ink("bright", "screen", BOLD))
            x = line.put(x, full, ink("load", "screen"))
            line.put(x, rest, ink("ghost", "screen"))
        sheet.y += 1
