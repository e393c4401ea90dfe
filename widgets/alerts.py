"""The alerts as a list: what is wrong, for whom, who looks after it, and the keys to its cause and cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.alerts.cures import cause_of, cure_of
from dispatch_tui.desk.alerts.keeper import Alert
from dispatch_tui.desk.board import Board
from widgets.canvas import Line, clipped
from widgets.cells import CellView, Look
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink
from widgets.trouble_signs import grounds_of, sign_of

WIDE = 104
"""Screen width from which the customer is shown, and each line names its keys."""

WIDE_KEYS, NARROW_KEYS = 28, 20
"""Cells for `enter thread · c send again` and for `thread · send again`."""

WIDE_CARE, NARROW_CARE = 16, 12
"""Cells for `ann till 14:30` and for `till 14:30`."""

CUSTOMER = 27
"""Cells for a customer and an area, at the most."""

NO_ALERTS = "nothing needs you just now"


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One line of the list.

    Attributes:
        customer: whom the call is for; "" where there is none, or the subject says it.
        care: owner, end of the snooze, or that it got worse; "" for none of them.
    """

    alert: Alert
    customer: str = ""
    care: str = ""


def alert_lines(board: Board, alerts: Sequence[Alert]) -> tuple[AlertLine, ...]:
    """The lines of some alerts."""
    return tuple(AlertLine(alert, _customer(board, alert), _care(board, alert)) for alert in alerts)


def _customer(board: Board, alert: Alert) -> str:
    call = board.day.calls.get(alert.call_id) if alert.call_id is not None else None
    if call is None or (alert.message_id is not None and alert.technician_id is None):
        return ""
    customer, site = board.day.customer_of(call), board.day.site_of(call)
    return ", ".join(part for part in (customer.name if customer else "", site.area if site else "") if part)


def _care(board: Board, alert: Alert) -> str:
    parts = [alert.owner] if alert.owner else []
    if alert.snoozed_until is not None:
        parts.append(f"till {clock_text(alert.snoozed_until, board.day.shop.zone)}")
    if alert.worse:
        parts.append("worse")
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand on a line of some width; `customer` is None where there is no room for it."""

    customer: int | None
    care: int
    keys: int

    @classmethod
    def of(cls, width: int) -> _Columns:
        if width < WIDE:
            keys = max(0, width - NARROW_KEYS)
            return cls(None, max(0, keys - NARROW_CARE), keys)
        keys = width - WIDE_KEYS
        care = keys - WIDE_CARE
        return cls(care - min(CUSTOMER, care // 3), care, keys)

    @property
    def words(self) -> int:
        """Where the words of the trouble end."""
        return self.care if self.customer is None else self.customer


def paint_alerts(
    lines: Sequence[AlertLine], hidden: int, width: int, height: int, glyphs: Glyphs, cursor: int, first: int
) -> list[Line]:
    """Title line and one line each from index `first` on.

    Args:
        lines: what is shown.
        hidden: how many snoozed ones are not.
        width: in cells.
        height: in cells.
        glyphs: the signs.
        cursor: index of the line under the cursor.
        first: index of the first line on the screen.
    """
    columns = _Columns.of(width)
    painted = [_title(lines, hidden, columns, width)]
    shown = lines[first : first + max(0, height - 1)]
    painted += [
        _row(line, columns, width, glyphs, first + at == cursor, at % 2 == 1) for at, line in enumerate(shown)
    ]
    while len(painted) < height:
        painted.append(Line(width, ink("text", "screen")))
    if not lines and height > 1:
        painted[1].put(1, f"{glyphs.good} {NO_ALERTS}", ink("good", "screen"))
    return painted[:height]


def _title(lines: Sequence[AlertLine], hidden: int, columns: _Columns, width: int) -> Line:
    line = Line(width, ink("quiet", "bar"))
    head = ink("accent", "bar", BOLD)
    asleep = sum(each.alert.snoozed for each in lines) + hidden
    x = line.put(1, plural(len(lines) + hidden - asleep, "ALERT", "ALERTS"), head)
    notes = ["weightiest first"]
    if asleep:
        notes.append(f"{asleep} snoozed" + (", hidden" if hidden else ""))
    line.put(x + 2, clipped(", ".join(notes), columns.words - x - 3, ""), ink("quiet", "bar"))
    if columns.customer is not None:
        line.put(columns.customer, "CUSTOMER", head)
    line.put(columns.care, "OWNER", head)
    line.put(columns.keys, "CAUSE, CURE" if columns.customer is not None else "ENTER, C", head)
    return line


def _row(line: AlertLine, columns: _Columns, width: int, glyphs: Glyphs, cursor: bool, odd: bool) -> Line:
    alert = line.alert
    ground = "gutter.cursor" if cursor else "row2" if odd else "row"
    out = Line(width, ink("text", ground))
    if cursor:
        out.put(0, glyphs.cursor, ink("accent", ground))
    text, head = grounds_of(alert.trouble)
    if alert.snoozed:
        text, head = "quiet", ground
    out.put(1, f" {sign_of(alert.trouble, glyphs)} ", ink(text, head, BOLD * (not alert.snoozed)))
    plain = "quiet" if alert.snoozed else "text"
    strong = "quiet" if alert.snoozed else "bright"
    x = 5
    room = columns.words - x - 1
    subject = clipped(alert.about.subject, max(10, room // 2) if room > 0 else 0, glyphs.ellipsis)
    x = out.put(x, subject, ink(strong, ground, BOLD * (cursor and not alert.snoozed)))
    out.put(x + 1, clipped(alert.about.words, columns.words - x - 2, glyphs.ellipsis), ink(plain, ground))
    if columns.customer is not None:
        room = columns.care - columns.customer - 1
        out.put(columns.customer, clipped(line.customer, room, glyphs.ellipsis), ink("quiet", ground))
    role = "warn" if alert.worse else plain
    care = clipped(line.care, columns.keys - columns.care - 1, glyphs.ellipsis)
    out.put(columns.care, care, ink(role, ground, BOLD * alert.worse))
    _keys(out, alert, columns, glyphs, ground, cursor)
    return out


def _keys(out: Line, alert: Alert, columns: _Columns, glyphs: Glyphs, ground: str, cursor: bool) -> None:
    """`enter board · c ripple`, bright where the cursor is; `board · ripple` where the title has the keys."""
    named = columns.customer is not None
    x = columns.keys
    key = ink("bright" if cursor else "quiet", ground, BOLD * cursor)
    word = ink("text" if cursor else "quiet", ground)
    parts = (
        ("enter " if named else "", key),
        (cause_of(alert.trouble).value, word),
        (f" {glyphs.dot} ", ink("quiet", ground)),
        ("c " if named else "", key),
        (cure_of(alert.trouble).value, word),
    )
    for text, number in parts:
        x = out.put(x, text, number)


class AlertList(CellView, can_focus=True):
    """All alerts, weightiest first."""

    DEFAULT_CSS = "AlertList { height: 1fr; }"

    class Pointed(Message):
        """A line was clicked."""

        def __init__(self, index: int, double: bool) -> None:
            super().__init__()
            self.index = index
            self.double = double

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.rows: tuple[AlertLine, ...] = ()
        self.cursor = 0
        self._hidden = 0
        self._first = 0

    @property
    def alert(self) -> Alert | None:
        """The alert under the cursor."""
        return self.rows[self.cursor].alert if self.cursor < len(self.rows) else None

    def update(self, rows: Sequence[AlertLine], hidden: int = 0) -> None:
        """Show these; the cursor stays on its alert, or on its line if that is gone or was put to sleep."""
        before = self.alert
        self.rows, self._hidden = tuple(rows), hidden
        now = next((each for each in self.rows if before and each.alert.key == before.key), None)
        if now is not None and before is not None and now.alert.snoozed == before.snoozed:
            self.cursor = self.rows.index(now)
        self.go(self.cursor)

    def go(self, index: int) -> None:
        """Put the cursor on a line and page to it."""
        self.cursor = max(0, min(len(self.rows) - 1, index))
        page = max(1, self.size.height - 1)
        if not self._first <= self.cursor < self._first + page:
            self._first = max(0, self.cursor - page // 2)
        self._first = max(0, min(self._first, len(self.rows) - page))
        self.draw()

    def draw(self) -> None:
        """Paint what fits."""
        width, height = self.size
        if width:
            glyphs = self.look.glyphs
            self.show(paint_alerts(self.rows, self._hidden, width, height, glyphs, self.cursor, self._first))

    def on_resize(self) -> None:
        """Paint for another size."""
        self.go(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Select a line."""
        index = self._first + event.y - 1
        if event.y >= 1 and index < len(self.rows):
            self.post_message(self.Pointed(index, event.chain == 2))
