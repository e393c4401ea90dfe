"""The technicians as a table: who is where since when, what comes next, and who gets home late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from textual import events
from textual.message import Message

from dispatch_tui.core.status import BEGUN, TechnicianState
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import clock_text, length_text
from dispatch_tui.desk.outlook import range_words
from dispatch_tui.desk.panel import TechnicianLine
from widgets.board.paint import load_bar
from widgets.canvas import Line, clipped
from widgets.cells import RIGHT, CellView, Look
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink

T = TechnicianState
STATE_ROLE = {
    T.EN_ROUTE: "en_route", T.ON_SITE: "on_site", T.PAUSED: "paused", T.AVAILABLE: "told",
    T.OFF_SHIFT: "done", T.UNAVAILABLE: "stopped",
}  # fmt: skip
MISSING = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its title, its width, and from which screen width on it is shown."""

    title: str
    width: int
    since: int = 0


COLUMNS = (
    Column("TECHNICIAN", 18),
    Column("STATE", 21),
    Column("CALL, TILL", 16),
    Column("NEXT, SLACK", 23, 80),
    Column("LOAD", 12, 112),
    Column("HOME / SHIFT", 14, 104),
    Column("DONE", 6, 140),
    Column("HOME, LIKELY", 15, 180),
    Column("SKILLS", 16, 150),
    Column("PHONE", 14, 166),
    Column("TROUBLE", 60, 92),
)


def paint_technicians(
    lines: Sequence[TechnicianLine],
    zone: ZoneInfo,
    width: int,
    height: int,
    glyphs: Glyphs,
    cursor: int,
    first: int,
) -> list[Line]:
    """Title line and one line each from index `first` on."""
    columns = [column for column in COLUMNS if width >= column.since]
    head = Line(width, ink("quiet", "bar"))
    x = 1
    for column in columns:
        x = head.put(x, clipped(column.title, width - x, ""), ink("accent", "bar", BOLD))
        x = 1 + sum(c.width for c in columns[: columns.index(column) + 1])
    painted = [head]
    painted += [
        _row(lines[index], columns, zone, width, glyphs, index == cursor, index % 2 == 1)
        for index in range(first, min(len(lines), first + height - 1))
    ]
    while len(painted) < height:
        painted.append(Line(width, ink("text", "screen")))
    if not lines and height > 1:
        painted[1].put(1, "Nobody here. With a filter, esc shows all again.", ink("quiet", "screen"))
    return painted


def _row(
    line: TechnicianLine,
    columns: Sequence[Column],
    zone: ZoneInfo,
    width: int,
    glyphs: Glyphs,
    cursor: bool,
    odd: bool,
) -> Line:
    ground = "gutter.cursor" if cursor else "row2" if odd else "row"
    out = Line(width, ink("text", ground))
    if cursor:
        out.put(0, glyphs.cursor, ink("accent", ground))
    x = 1
    for column in columns:
        room = min(column.width - 1, width - x)
        if column.title == "LOAD":
            _load(out, x, line, glyphs, ground)
        elif column.title == "STATE":
            _state(out, x, line, zone, glyphs, ground)
        else:
            text, role, flags = _cell(column.title, line, zone, glyphs, cursor)
            out.put(x, clipped(text, room, glyphs.ellipsis), ink(role, ground, flags))
        x += column.width
    return out


def _state(out: Line, x: int, line: TechnicianLine, zone: ZoneInfo, glyphs: Glyphs, ground: str) -> None:
    role = STATE_ROLE[line.state]
    after = out.put(x, f" {glyphs.state[role]} ", ink(f"{role}.head.text", f"{role}.head", BOLD))
    since = clock_text(line.since, zone) if line.since else ""
    out.put(after, f" {line.state.value} {since or MISSING}", ink("text", ground), 18)


def _load(out: Line, x: int, line: TechnicianLine, glyphs: Glyphs, ground: str) -> None:
    for offset, (char, role) in enumerate(load_bar(line.load.share, 6, glyphs)):
        out.put(x + offset, char, ink("text" if role == "load.ground" else role, "load.ground"))
    share = line.load.share
    out.put(x + 7, MISSING if share is None else f"{round(share * 100)}%", ink("text", ground))


def _cell(
    title: str, line: TechnicianLine, zone: ZoneInfo, glyphs: Glyphs, cursor: bool
) -> tuple[str, str, int]:
    technician = line.technician

    def at(instant: datetime | None) -> str:
        return clock_text(instant, zone) if instant else MISSING

    if title == "TECHNICIAN":
        return f"{technician.code:<4}{technician.name}", "bright" if cursor else "text", BOLD * cursor
    if title == "CALL, TILL":
        if line.visit is None:
            return line.reason or MISSING, "quiet", 0
        doing = "told"
        if line.visit.state in BEGUN:
            doing = f"till {at(line.expected_end)}"
        return f"{line.visit.call_id} {doing}", "text", 0
    if title == "NEXT, SLACK":
        if line.following is None:
            return MISSING, "quiet", 0
        slack = f" slack {length_text(line.slack)}" if line.slack is not None else " no window"
        late = line.slack is not None and line.slack < 0
        return (
            f"{line.following.call_id} {at(line.following.start)}{slack}",
            "warn" if late else "text",
            BOLD * late,
        )
    if title == "HOME / SHIFT":
        late = line.home_late > 0
        return f"{at(line.home)} / {at(line.shift_end)}", "warn" if late else "text", 0
    if title == "HOME, LIKELY":
        return range_words(line.home_low, line.home_high, zone) or MISSING, "quiet", 0
    if title == "DONE":
        return f"{line.done}/{line.total}", "text", 0
    if title == "SKILLS":
        return " ".join(technician.skills) or "none known", "quiet", 0
    if title == "PHONE":
        return phone_text(technician.phone) or "no phone", "quiet", 0
    if not line.attention:
        return glyphs.good, "good", 0
    return "; ".join(item.text for item in line.attention), "warn", 0


class TechnicianTable(CellView, can_focus=True):
    """All technicians, most trouble first."""

    DEFAULT_CSS = "TechnicianTable { height: 1fr; }"

    class Pointed(Message):
        """A line was clicked; `menu`: with the right button."""

        def __init__(self, index: int, double: bool, menu: bool = False) -> None:
            super().__init__()
            self.index = index
            self.double = double
            self.menu = menu

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.rows: tuple[TechnicianLine, ...] = ()
        self.cursor = 0
        self._zone = ZoneInfo("UTC")
        self._first = 0

    @property
    def line(self) -> TechnicianLine | None:
        """The line under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def update(self, rows: Sequence[TechnicianLine], zone: ZoneInfo) -> None:
        """Show these; the cursor stays on its technician."""
        before = self.line.technician.id if self.line else None
        self.rows, self._zone = tuple(rows), zone
        keys = [row.technician.id for row in self.rows]
        if before in keys:
            self.cursor = keys.index(before)
        self.go(self.cursor)

    def go(self, index: int) -> None:
        """Put the cursor on a line and page to it."""
        self.cursor = max(0, min(len(self.rows) - 1, index))
        page = max(1, self.size.height - 1)
        if not self._first <= self.cursor < self._first + page:
            self._first = max(0, self.cursor - page // 2)
        self.draw()

    def draw(self) -> None:
        """Paint what fits."""
        if self.size.width:
            size = self.size
            self.show(
                paint_technicians(
                    self.rows, self._zone, size.width, size.height, self.look.glyphs, self.cursor, self._first
                )
            )

    def on_resize(self) -> None:
        """Paint for another size."""
        self.go(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Select a line."""
        index = self._first + event.y - 1
        if event.y >= 1 and index < len(self.rows):
            menu = event.button == RIGHT
            self.post_message(self.Pointed(index, event.chain == 2 and not menu, menu))
