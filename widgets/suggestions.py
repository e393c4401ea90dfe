"""Who should take a call, and when: the places in order, day by day, and the marked one in full.

Where there is room the list stands at the left and the reasons beside it; else the reasons are below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from textual import events
from textual.message import Message

from dispatch_tui.core.day import Day
from dispatch_tui.core.goals import Goals
from dispatch_tui.core.model import Call, Priority, Visit
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.suggest import Factor, Ranking, Suggestion
from dispatch_tui.core.timewords import clock_text, day_text, length_text, window_text
from widgets.canvas import Line, clipped, wrapped
from widgets.cells import CellView, Look
from widgets.glyphs import Glyphs
from widgets.goals import paint_change
from widgets.ink import BOLD, ink
from widgets.suggestion_detail import COMPACT_LINES, Sheet, paint_detail
from widgets.suggestion_words import GATES, gate_text, promised_words, reason_text, reason_words, shut_words

BESIDE = 118
"""Screen width from which the reasons stand beside the list."""
IN_COLUMNS = frozenset({Factor.TRAVEL})
"""Factors that have a column of their own."""
THEN_KEY = "b"
"""The key of `place.then` (dispatch_tui.keymap.suggest)."""
TOP = 3
"""Lines of title, days and headings."""


@dataclass(frozen=True, slots=True)
class DayTab:
    """One day that is offered; `ranking` is None while it is being reckoned."""

    day: date
    ranking: Ranking | None


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """What is shown.

    Attributes:
        day: for names and the zone; any day of the shop.
        call: what is to be placed; its id is 0 for one that is being taken.
        visit: where it stands now; None from the tray.
        tabs: the days.
        at: which of them is shown.
        note: what holds of all: which weights, supposed or the shop's.
        before, after: the goals of the board's day without and with the marked place; None on other days.
        kept: what was kept when it was placed, as lines of (text, role); empty if nothing was.
        then: True to show what was kept in place of the marked place, for screens that have no room for both.
    """

    day: Day
    call: Call
    visit: Visit | None
    tabs: Sequence[DayTab]
    at: int = 0
    note: str = ""
    before: Goals | None = None
    after: Goals | None = None
    kept: Sequence[tuple[str, str]] = ()
    then: bool = False

    @property
    def promised_elsewhen(self) -> bool:
        """True if the shown day is none of those that the promised window lies on."""
        if self.call.window is None or not self.tabs:
            return False
        zone, window = self.day.shop.zone, self.call.window
        first, last = local_date(window.start, zone), local_date(window.end, zone)
        return not first <= self.tabs[self.at].day <= last

    @property
    def ranking(self) -> Ranking | None:
        """The ranking of the day that is shown."""
        return self.tabs[self.at].ranking if self.tabs else None

    @property
    def entries(self) -> tuple[Suggestion, ...]:
        """Open places, best first, then the closed ones; none on a day that breaks a promise for another."""
        ranking = self.ranking
        return (*ranking.places, *ranking.closed) if ranking and not self.promised_elsewhen else ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells of the parts."""

    list_width: int
    list_height: int
    detail: tuple[int, int, int, int]
    """x, y, width, height."""

    @classmethod
    def of(cls, width: int, height: int) -> Layout:
        """Share a size out."""
        body = max(0, height - TOP)
        if width >= BESIDE:
            left = max(56, min(84, width * 54 // 100))
            return cls(left, body, (left, TOP - 1, width - left, body + 1))
        below = min(body - 4, max(COMPACT_LINES, body * 6 // 10)) if body > 8 else 0
        return cls(width, body - below, (0, TOP + body - below, width, below))


def paint_suggestions(
    view: SuggestionView, width: int, height: int, glyphs: Glyphs, cursor: int, first: int
) -> list[Line]:
    """The whole picture."""
    lines = [Line(width, ink("text", "screen")) for _ in range(height)]
    layout = Layout.of(width, height)
    lines[0] = _title(view, width, glyphs)
    if height > 1:
        lines[1] = _tabs(view, width, glyphs)
    if height > TOP - 1:
        _head(lines[2], layout.list_width)
    _list(lines, view, layout, glyphs, cursor, first)
    x, y, across, down = layout.detail
    entries, ranking = view.entries, view.ranking
    if down > 0 and ranking is not None and (cursor < len(entries) or _then(view)):
        place = entries[cursor] if cursor < len(entries) else None
        painted = _beside(view, place, ranking, across, down, glyphs)
        for offset, line in enumerate(painted):
            if y + offset < height:
                _paste(lines[y + offset], x, line)
    return lines


def _then(view: SuggestionView) -> bool:
    return view.then and bool(view.kept)


def _beside(
    view: SuggestionView, place: Suggestion | None, ranking: Ranking, width: int, height: int, glyphs: Glyphs
) -> list[Line]:
    """What was kept, the goals before and after, and the place in full; or only what was kept, in full."""
    if place is None or _then(view):
        sheet = Sheet(width, height, glyphs)
        sheet.head("WHEN IT WAS PLACED", f"{THEN_KEY} shows the marked place")
        for text, role in view.kept:
            sheet.wrap(text, role)
        return sheet.lines
    top: list[Line] = []
    if view.kept and height > COMPACT_LINES + 3:
        sheet = Sheet(width, min(len(view.kept) + 1, height - COMPACT_LINES - 1), glyphs)
        sheet.head("WHEN IT WAS PLACED")
        for text, role in view.kept:
            sheet.say((text, role, 0))
        top += sheet.lines
    if view.before is not None and view.after is not None and height - len(top) > COMPACT_LINES:
        top.append(paint_change(view.before, view.after, width, glyphs))
    return [*top, *paint_detail(place, ranking, view.day, width, height - len(top), glyphs)]


def _paste(line: Line, x: int, part: Line) -> None:
    line.chars[x : x + part.width] = part.chars
    line.inks[x : x + part.width] = part.inks


def _title(view: SuggestionView, width: int, glyphs: Glyphs) -> Line:
    day, call, zone = view.day, view.call, view.day.shop.zone
    customer, kind, site = day.customer_of(call), day.type_of(call), day.site_of(call)
    line = Line(width, ink("text", "bar"))
    x = line.put(0, f" {call.id or 'NEW'} ", ink("cursor.head.text", "cursor.head", BOLD))
    parts = [(customer.name, "bright")] if customer else []
    parts.append((f"{kind.name if kind else call.type_code} {length_text(call.minutes)}", "text"))
    window = window_text(call.window, zone, glyphs.dash) if call.window else ""
    parts.append((f"window {window}" if window else "no window", "good" if window else "quiet"))
    parts.append((f"needs {' '.join(call.skills)}" if call.skills else "needs no skill", "quiet"))
    if site is not None and site.area:
        parts.append((site.area, "quiet"))
    if view.visit is not None:
        who = day.technicians.get(view.visit.technician_id)
        parts.insert(0, (f"now {who.code if who else '?'} {clock_text(view.visit.start, zone)}", "now"))
    for text, role in parts:
        if x + 2 < width:
            x = line.put(x + 2, clipped(text, width - x - 3, glyphs.ellipsis), ink(role, "bar"))
    return line


def _tabs(view: SuggestionView, width: int, glyphs: Glyphs) -> Line:
    """The days with how many places each has open; the shown one stands out by brackets too."""
    line = Line(width, ink("quiet", "screen"))
    x = 1
    for index, tab in enumerate(view.tabs):
        count = glyphs.ellipsis if tab.ranking is None else str(len(tab.ranking.places))
        text = f"{day_text(tab.day)}: {count}"
        shown = index == view.at
        text = f"[{text}]" if shown else f" {text} "
        if x + len(text) > width - 1:
            break
        role = ("bright", BOLD) if shown else ("quiet", 0)
        x = line.put(x, text, ink(role[0], "bar" if shown else "screen", role[1])) + 1
    told = [view.note]
    if view.kept and not view.then:
        told = [f"{THEN_KEY} why there  {view.note}", f"{THEN_KEY} why there"]
    for note in told:
        if note and x + len(note) + 2 < width:
            line.put(width - len(note) - 1, note, ink("accent", "screen"))
            break
    return line


def _head(line: Line, width: int) -> None:
    line.fill(0, width, ink("quiet", "bar"))
    for x, title in ((1, " #  PTS"), (10, "WHO"), (28, "WHEN"), (35, "DRIVE"), (42, "WHY")):
        line.put(x, title, ink("accent", "bar", BOLD), max(0, width - x))


def _list(
    lines: list[Line], view: SuggestionView, layout: Layout, glyphs: Glyphs, cursor: int, first: int
) -> None:
    ranking, height = view.ranking, layout.list_height
    if height <= 0:
        return
    if ranking is None:
        lines[TOP].put(1, f"looking at that day{glyphs.ellipsis}", ink("quiet", "screen"))
        return
    if view.promised_elsewhen:
        for y, text in enumerate(
            wrapped(promised_words(view.call, view.day, glyphs.dash), layout.list_width - 2)
        ):
            if y < height:
                lines[TOP + y].put(1, text, ink("warn", "screen"))
        return
    rows = listed(view)
    if not ranking.places:
        words = shut_words(ranking) or "nobody works that day"
        text = clipped(f"No open place. {words}", layout.list_width - 2, glyphs.ellipsis)
        lines[TOP].put(1, text, ink("warn", "screen"))
    for y, index in enumerate(rows[first : first + height]):
        line = lines[TOP + y]
        if index is None:
            if ranking.places:
                _divider(line, ranking, layout.list_width, glyphs)
            continue
        place = view.entries[index]
        ground = "gutter.cursor" if index == cursor else "row2" if index % 2 else "row"
        line.fill(0, layout.list_width, ink("text", ground))
        if index == cursor:
            line.put(0, glyphs.cursor, ink("accent", ground))
        _entry(line, view, ranking, place, index, ground, layout.list_width, glyphs)


def listed(view: SuggestionView) -> list[int | None]:
    """The lines of the list: positions in `entries`; None is the line between open and closed."""
    ranking = view.ranking
    if ranking is None or view.promised_elsewhen:
        return []
    rows: list[int | None] = list(range(len(ranking.places)))
    if ranking.closed or not ranking.places:
        rows.append(None)
        rows += range(len(ranking.places), len(ranking.places) + len(ranking.closed))
    return rows


def _divider(line: Line, ranking: Ranking, width: int, glyphs: Glyphs) -> None:
    line.fill(0, width, ink("quiet", "bar"))
    line.put(1, clipped(f"CLOSED  {shut_words(ranking)}", width - 2, glyphs.ellipsis), ink("warn", "bar"))


def _entry(
    line: Line,
    view: SuggestionView,
    ranking: Ranking,
    place: Suggestion,
    index: int,
    ground: str,
    width: int,
    glyphs: Glyphs,
) -> None:
    day, zone = view.day, view.day.shop.zone
    is_open = index < len(ranking.places)
    technician = day.technicians.get(place.technician_id)
    fg = "text" if is_open else "quiet"
    number = f"{index + 1:>2}" if is_open else f" {glyphs.conflict}"
    line.put(1, number, ink("bright" if is_open else "warn", ground, BOLD))
    line.put(4, f"{place.total:>4.0f}", ink("bright" if is_open else "quiet", ground, BOLD * is_open))
    name = f"{technician.code} {technician.name}" if technician else "?"
    line.put(10, clipped(name, 17, glyphs.ellipsis), ink(fg, ground))
    asks = "!" if any(result.asks for result in place.gates) else ""
    line.put(28, f"{clock_text(place.start, zone)}{asks}", ink("bright" if is_open else fg, ground))
    line.put(35, f"+{length_text(place.spot.added_minutes)}", ink(fg, ground))
    if is_open:
        why, role = _why(view, place, ranking), "quiet"
    else:
        first = place.failed[0]
        why, role = f"{GATES[first.gate]}: {gate_text(first, day, glyphs.dash)}", "warn"
    line.put(42, clipped(why, width - 43, glyphs.ellipsis), ink(role, ground))


def _why(view: SuggestionView, place: Suggestion, ranking: Ranking) -> str:
    """What sets a place apart; of an emergency when somebody is there, before all else."""
    if view.call.priority is not Priority.EMERGENCY:
        return reason_words(place, ranking.places, said=IN_COLUMNS)
    rest = reason_words(place, ranking.places, 1, IN_COLUMNS | {Factor.RESPONSE})
    return f"{reason_text(place.of(Factor.RESPONSE))}, {rest}"


class SuggestionTable(CellView, can_focus=True):
    """The places, with a cursor."""

    DEFAULT_CSS = "SuggestionTable { height: 1fr; }"

    class Pointed(Message):
        """A place or a day was clicked."""

        def __init__(self, index: int, double: bool) -> None:
            super().__init__()
            self.index = index
            self.double = double

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view: SuggestionView | None = None
        self.cursor = 0
        self.first = 0

    @property
    def place(self) -> Suggestion | None:
        """The place under the cursor."""
        entries = self.view.entries if self.view else ()
        return entries[self.cursor] if self.cursor < len(entries) else None

    def update(self, view: SuggestionView) -> None:
        """Show something else; the cursor stays on the technician and time it was on."""
        before, same_day = self.place, self.view is not None and self.view.at == view.at
        self.view = view
        at = 0
        if before is not None and same_day:
            found = [
                index
                for index, place in enumerate(view.entries)
                if (place.technician_id, place.start) == (before.technician_id, before.start)
            ]
            at = found[0] if found else self.cursor
        self.go(at)

    def with_goals(self, before: Goals | None, after: Goals | None) -> None:
        """Say what the marked place does to the goals."""
        if self.view is not None and (before, after) != (self.view.before, self.view.after):
            self.view = replace(self.view, before=before, after=after)
            self.draw()

    def go(self, index: int) -> None:
        """Put the cursor on a place and scroll to it."""
        if self.view is None:
            return
        count = len(self.view.entries)
        self.cursor = max(0, min(count - 1, index))
        rows = listed(self.view)
        at = rows.index(self.cursor) if self.cursor in rows else 0
        room = max(1, Layout.of(self.size.width, self.size.height).list_height)
        first = max(0, min(self.first, len(rows) - room))
        if not first <= at < first + room:
            first = at if at < first else at - room + 1
        self.first = first
        self.draw()

    def draw(self) -> None:
        """Paint what there is."""
        size = self.size
        if size.width and self.view is not None:
            self.show(
                paint_suggestions(
                    self.view, size.width, size.height, self.look.glyphs, self.cursor, self.first
                )
            )

    def on_resize(self) -> None:
        """Another size."""
        self.go(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Select a place."""
        if self.view is None:
            return
        layout = Layout.of(self.size.width, self.size.height)
        rows, row = listed(self.view), self.first + event.y - TOP
        inside = event.x < layout.list_width and TOP <= event.y < TOP + layout.list_height
        index = rows[row] if inside and row < len(rows) else None
        if index is not None:
            self.post_message(self.Pointed(index, event.chain == 2))
