"""The tray: calls with work left and no visit, by deadline, in columns."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.message import Message

from dispatch_tui.core.model import Call, Priority
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import day_text, window_text
from dispatch_tui.desk.board import Board
from widgets.board.rowview import short_name
from widgets.canvas import Line, clipped
from widgets.cells import RIGHT, CellView, Look
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink

ITEM = 38
"""Cells that an item needs to be read."""


def item_words(board: Board, call: Call, glyphs: Glyphs) -> tuple[str, str, str, str]:
    """Number with its glyph; window or due day; minutes; type, customer and area."""
    day = board.day
    customer, site, kind = day.customer_of(call), day.site_of(call), day.type_of(call)
    sign = glyphs.emergency if call.priority is Priority.EMERGENCY else glyphs.state["tentative"]
    window = window_text(call.window, day.shop.zone).replace("–", glyphs.dash)
    if call.due != day.service_date:
        window = day_text(call.due) if not window else f"{day_text(call.due)[:3]} {window}"
    what = kind.name if kind else call.type_code
    who = short_name(customer.name) if customer else "?"
    area = (site.area or site.city) if site else ""
    text = f"{what} {glyphs.dot} {who}" + (f", {area}" if area else "")
    return f"{sign}{call.id}", window or "any time", f"{call.minutes}m", text


def paint_tray(
    board: Board, width: int, height: int, glyphs: Glyphs, cursor: int | None, first: int, hand: int | None
) -> list[Line]:
    """Header and items; `first` is the index of the first item shown, `hand` a call in hand."""
    calls = [board.day.calls[key] for key in board.day.tray]
    head = Line(width, ink("quiet", "screen"))
    waiting = sum(call.priority is Priority.EMERGENCY for call in calls)
    role = "late.head" if waiting else "hand.head"
    title = head.put(0, f" UNASSIGNED {len(calls)} ", ink(f"{role}.text", role, BOLD))
    x = head.put(title, "  by deadline  ", ink("quiet", "screen"))
    head.fill(x, width, ink("grid", "screen"), glyphs.rule)
    rows = height - 1
    lines = [head] + [Line(width, ink("text", "screen")) for _ in range(rows)]
    columns = max(1, width // ITEM)
    each = width // columns
    room = rows * columns
    above, below = (calls[:first], calls[first + room :]) if rows else ([], calls)
    _unseen(head, title, above, below, glyphs)
    if not calls and rows:
        lines[1].put(1, "Nothing waits. i takes a new call.", ink("quiet", "screen"))
    for index, call in enumerate(calls[first : first + room]):
        column, row = divmod(index, rows)
        _item(
            lines[1 + row], column * each, each, board, call, glyphs, first + index == cursor, call.id == hand
        )
    return lines


def _unseen(head: Line, x: int, above: list[Call], below: list[Call], glyphs: Glyphs) -> None:
    """How many calls are out of sight at the right of the heading, emergencies among them first.

    They have the place from `x` on; where both are too long for it, the emergencies are said.
    """
    hidden = sum(call.priority is Priority.EMERGENCY for call in (*above, *below))
    parts = [f"{len(above)} above" if above else "", f"{len(below)} more" if below else ""]
    counts = ", ".join(part for part in parts if part)
    if not counts:
        return
    urgent = f" {glyphs.emergency} {plural(hidden, 'emergency', 'emergencies')} " if hidden else ""
    counts = f" {counts} "
    if urgent and x + len(urgent) + len(counts) + 1 > head.width:
        counts = ""
    at = max(0, head.width - len(urgent) - len(counts) - 1)
    if urgent:
        at = head.put(at, urgent, ink("late.head.text", "late.head", BOLD))
    head.put(at, counts, ink("warn", "screen", BOLD))


def _item(
    line: Line, x: int, width: int, board: Board, call: Call, glyphs: Glyphs, cursor: bool, in_hand: bool
) -> None:
    number, window, minutes, text = item_words(board, call, glyphs)
    role = "hand" if in_hand else "late" if call.priority is Priority.EMERGENCY else "tentative"
    end = x + width - 1
    ground = "screen"
    if cursor:
        role, ground = "cursor", "cursor.body"
        line.fill(x, end, ink("cursor.body.text", "cursor.body"))
    at = line.put(x, f" {number} ", ink(f"{role}.head.text", f"{role}.head", BOLD), end - x)
    promised = call.window is not None
    window_ink = ink(
        "cursor.body.text" if cursor else "good" if promised else "quiet", ground, BOLD * promised
    )
    at = line.put(at + 1, f"{window:<8}", window_ink, end - at - 1)
    at = line.put(
        at + 1, f"{minutes:>4} ", ink("cursor.body.text" if cursor else "text", ground), end - at - 1
    )
    line.put(
        at, clipped(text, end - at, glyphs.ellipsis), ink("cursor.body.text" if cursor else "text", ground)
    )


class TrayView(CellView):
    """The tray under the board."""

    DEFAULT_CSS = "TrayView { height: 4; }"

    class Pointed(Message):
        """A call of the tray was clicked; `menu`: with the right button."""

        def __init__(self, index: int, double: bool, menu: bool = False) -> None:
            super().__init__()
            self.index = index
            self.double = double
            self.menu = menu

    class Dragged(Message):
        """A call is dragged out of the tray to a cell of the screen, or let go there (`done`)."""

        def __init__(self, index: int, at: Offset, done: bool) -> None:
            super().__init__()
            self.index = index
            self.at = at
            self.done = done

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._pressed: int | None = None
        self._dragging = False
        self.board: Board | None = None
        self.cursor = 0
        self.active = False
        self.hand: int | None = None
        self._first = 0

    @property
    def rows(self) -> int:
        """Items in a column."""
        return max(1, self.size.height - 1)

    @property
    def room(self) -> int:
        """Items on the screen."""
        return self.rows * max(1, self.size.width // ITEM)

    @property
    def call_id(self) -> int | None:
        """The call under the tray's cursor."""
        tray = self.board.day.tray if self.board else ()
        return tray[self.cursor] if self.cursor < len(tray) else None

    def update(self, board: Board) -> None:
        """Show a board's tray; the cursor stays on its call while that is there."""
        before = self.call_id
        self.board = board
        if before in board.day.tray:
            self.cursor = board.day.tray.index(before)
        self.draw()

    def go(self, index: int) -> None:
        """Put the cursor on an item, kept within the tray."""
        count = len(self.board.day.tray) if self.board else 0
        self.cursor = max(0, min(count - 1, index))
        self.draw()

    def draw(self) -> None:
        """Paint, with the cursor's page on the screen."""
        if self.board is None or not self.size.width:
            return
        count = len(self.board.day.tray)
        self.cursor = max(0, min(self.cursor, count - 1))
        if self.cursor < self._first or self.cursor >= self._first + self.room:
            self._first = self.cursor // self.rows * self.rows
        self._first = max(
            0, min(self._first, max(0, count - self.room + self.rows - 1) // self.rows * self.rows)
        )
        cursor = self.cursor if self.active else None
        size = self.size
        self.show(
            paint_tray(self.board, size.width, size.height, self.look.glyphs, cursor, self._first, self.hand)
        )

    def on_resize(self) -> None:
        """Paint for another size."""
        self.draw()

    def item_at(self, x: int, y: int) -> int | None:
        """Index of the item at a cell of the tray."""
        if y < 1 or self.board is None:
            return None
        columns = max(1, self.size.width // ITEM)
        column = min(columns - 1, x // (self.size.width // columns))
        index = self._first + column * self.rows + y - 1
        return index if index < len(self.board.day.tray) else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Perhaps the start of a drag."""
        self._pressed = None if event.button == RIGHT else self.item_at(event.x, event.y)
        self._dragging = False
        if self._pressed is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the pressed call along."""
        if self._pressed is not None and (self._dragging or event.y < 0):
            self._dragging = True
            self.post_message(self.Dragged(self._pressed, event.screen_offset, False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop it where it was dragged to."""
        self.release_mouse()
        if self._dragging and self._pressed is not None:
            self.post_message(self.Dragged(self._pressed, event.screen_offset, True))
        self._pressed, self._dragging = None, False

    def on_click(self, event: events.Click) -> None:
        """Select the item; a double click takes it in hand."""
        index = self.item_at(event.x, event.y)
        if index is not None:
            menu = event.button == RIGHT
            self.post_message(self.Pointed(index, event.chain == 2 and not menu, menu))
