"""An emergency on the screen: who can be there when, and under it what becomes of those who are put off."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from dispatch_tui.core.day import Day
from dispatch_tui.core.emergency import Candidate, Leaving
from dispatch_tui.core.model import Priority
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.emergency import Displaced, EmergencyView
from dispatch_tui.desk.emergency_words import name_of
from widgets.canvas import Line, clipped
from widgets.cells import CellView, Look
from widgets.emergency_lines import (
    off_columns,
    paint_candidate,
    paint_displaced,
    paint_heads,
    paint_left,
    who_columns,
)
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink

LEAST = 3
"""Candidates that are always in sight, where there are so many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is painted.

    Attributes:
        put_off: of the marked candidate.
        note: what the planner says or has not said yet.
        waited: minutes since the call came in.
    """

    view: EmergencyView
    put_off: tuple[Displaced, ...]
    note: str
    waited: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines of the parts, from the top.

    Attributes:
        candidates: lines for candidates.
        below: first line of what becomes of whom.
        lines: lines for those, the headings apart.
    """

    candidates: int
    below: int
    lines: int

    @classmethod
    def of(cls, height: int, candidates: int, lines: int) -> Layout:
        """Share a height out: those put off are whole where they can be, candidates scroll."""
        room = max(2, height - 4)  # title, heads, and two headings below
        wanted = max(1, lines)
        shown = max(min(LEAST, max(1, candidates)), min(max(1, candidates), room - wanted))
        gap = 1 if room - shown - wanted > 0 else 0
        return cls(shown, 2 + shown + gap, max(0, room - shown - gap))


def paint_emergency(
    shown: Shown, day: Day, width: int, height: int, glyphs: Glyphs, cursor: int, first: int
) -> list[Line]:
    """The whole picture, `height` lines of it."""
    view = shown.view
    lines = [Line(width, ink("text", "screen")) for _ in range(height)]
    lines[0] = _title(shown, day, width, glyphs)
    columns = who_columns(width)
    marked = view.candidates[cursor] if cursor < len(view.candidates) else None
    layout = Layout.of(height, len(view.candidates), _lines_below(marked, shown))
    if height > 1:
        lines[1] = paint_heads(columns, width)
    for offset, found in enumerate(view.candidates[first : first + layout.candidates]):
        at = first + offset
        lines[2 + offset] = paint_candidate(
            found, day, columns, width, glyphs, cursor=at == cursor, odd=at % 2 == 1
        )
    hidden = len(view.candidates) - first - layout.candidates + view.more
    if hidden > 0 and layout.candidates:
        words = f" {hidden} more, later "
        lines[1].put(width - len(words) - 1, words, ink("quiet", "bar"))
    if marked is None:
        if height > 2:
            lines[2].put(1, _nobody(view), ink("warn", "screen", BOLD))
        return lines
    for offset, painted in enumerate(_below(marked, shown, day, width, glyphs, layout)):
        if layout.below + offset < height:
            lines[layout.below + offset] = painted
    return lines


def _lines_below(marked: Candidate | None, shown: Shown) -> int:
    if marked is None:
        return 0
    return len(shown.put_off) + (marked.reach.leaves is Leaving.WORK)


def _nobody(view: EmergencyView) -> str:
    needs = f" (needs {' '.join(view.call.skills)})" if view.call.skills else ""
    lacking = f": {plural(view.lacking, 'technician')} at work, none may{needs}" if view.lacking else ""
    return f"Nobody who may do it works any more today{lacking}."


def _below(
    marked: Candidate, shown: Shown, day: Day, width: int, glyphs: Glyphs, layout: Layout
) -> list[Line]:
    head = Line(width, ink("quiet", "bar"))
    x = head.put(1, f"IF {name_of(day, marked.reach.technician_id)} GOES", ink("accent", "bar", BOLD))
    if shown.note:
        note = clipped(shown.note, max(0, width - x - 4), glyphs.ellipsis)
        head.put(width - len(note) - 1, note, ink("quiet", "bar"))
    found = [head]
    if marked.reach.leaves is Leaving.WORK:
        found.append(paint_left(marked, day, shown.view.rest, width, glyphs))
    if not shown.put_off:
        line = Line(width, ink("good", "row"))
        line.put(1, f"{glyphs.good} nobody else is put off", ink("good", "row"))
        return [*found, line]
    columns = off_columns(width)
    found.append(paint_heads(columns, width))
    room = layout.lines + 2 - len(found)
    rows = shown.put_off if len(shown.put_off) <= room else shown.put_off[: max(0, room - 1)]
    found += [
        paint_displaced(one, day, columns, width, glyphs, odd=at % 2 == 1) for at, one in enumerate(rows)
    ]
    hidden = len(shown.put_off) - len(rows)
    if hidden:
        line = Line(width, ink("quiet", "row"))
        line.put(1, f"and {hidden} more", ink("warn", "row"))
        found.append(line)
    return found


def _title(shown: Shown, day: Day, width: int, glyphs: Glyphs) -> Line:
    """Which call, whose, what is the matter, and how long it has waited."""
    call = shown.view.call
    line = Line(width, ink("text", "bar"))
    urgent = call.priority is Priority.EMERGENCY
    x = line.put(0, f" {glyphs.emergency} {call.id} ", ink("late.head.text", "late.head", BOLD))
    head = " EMERGENCY " if urgent else " BECOMES AN EMERGENCY "
    x = line.put(x, head, ink("warn", "bar", BOLD))
    customer, site = day.customer_of(call), day.site_of(call)
    facts = f" {length_text(shown.view.minutes)}"
    if call.skills:
        facts += f" {' '.join(call.skills)}"
    facts += f", waits {length_text(shown.waited)} "
    end = width - len(facts)
    x = line.put(x + 1, clipped(customer.name if customer else "unknown", 24, glyphs.ellipsis),
                 ink("bright", "bar", BOLD))  # fmt: skip
    words = ", ".join(part for part in (site.address if site else "", call.problem) if part)
    line.put(x + 2, clipped(words, max(0, end - x - 4), glyphs.ellipsis), ink("text", "bar"))
    line.put(end, facts, ink("warn" if urgent else "quiet", "bar"))
    return line


class EmergencyTable(CellView, can_focus=True):
    """Candidates, and what becomes of whom; the cursor is on a candidate."""

    DEFAULT_CSS = "EmergencyTable { height: 1fr; }"

    class Pointed(Message):
        """A candidate was clicked."""

        def __init__(self, index: int, double: bool) -> None:
            super().__init__()
            self.index = index
            self.double = double

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.shown: Shown | None = None
        self.cursor = 0
        self._first = 0
        self._day: Day | None = None

    @property
    def candidate(self) -> Candidate | None:
        """The candidate under the cursor."""
        found = self.shown.view.candidates if self.shown else ()
        return found[self.cursor] if self.cursor < len(found) else None

    def update(self, shown: Shown, day: Day, cursor: int) -> None:
        """Show this, the cursor on that candidate."""
        self.shown, self._day, self.cursor = shown, day, cursor
        self.draw()

    def _layout(self) -> Layout:
        shown = self.shown
        assert shown is not None
        below = _lines_below(self.candidate, shown)
        return Layout.of(self.size.height, len(shown.view.candidates), below)

    def draw(self) -> None:
        """Scroll to the cursor and paint what there is."""
        if not self.size.width or self.shown is None or self._day is None:
            return
        count, page = len(self.shown.view.candidates), self._layout().candidates
        if not self._first <= self.cursor < self._first + page:
            self._first = self.cursor if self.cursor < self._first else self.cursor - page + 1
        self._first = max(0, min(self._first, count - page))
        width, height = self.size
        glyphs = self.look.glyphs
        self.show(paint_emergency(self.shown, self._day, width, height, glyphs, self.cursor, self._first))

    def on_resize(self) -> None:
        """Paint for another size."""
        self.draw()

    def on_click(self, event: events.Click) -> None:
        """Mark a candidate; a double click sends them."""
        if self.shown is None:
            return
        index = self._first + event.y - 2
        if 2 <= event.y < 2 + self._layout().candidates and index < len(self.shown.view.candidates):
            self.post_message(self.Pointed(index, event.chain == 2))
