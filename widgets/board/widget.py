"""The schedule board as one widget: ruler, gutter and rows, repainted only where something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from textual import events
from textual.message import Message

from dispatch_tui.desk.board import Board
from dispatch_tui.desk.reserve_words import reserve_text
from widgets.board.geometry import RULER_LINES, Frame
from widgets.board.paint import NO_MARKS, Ghost, Marks, paint_row
from widgets.board.ruler import CapacityTally, Focus, RulerLines
from widgets.board.state import BoardState, Cursor, Proposed
from widgets.canvas import Line
from widgets.cells import RIGHT, CellView, Look
from widgets.glyphs import role_of
from widgets.ink import ink


@dataclass(frozen=True, slots=True)
class _Painted:
    """A row's lines, and what they were painted for."""

    ground: tuple[object, ...]
    marks: Marks
    odd: bool
    lines: list[Line]


class ScheduleBoard(CellView, can_focus=True):
    """Technicians down, time across.

    The screen moves the cursor and the hand through `state` and then calls `draw`; drawing compares with
    what is on the screen, so it may be called for nothing.
    """

    DEFAULT_CSS = "ScheduleBoard { height: 1fr; width: 1fr; }"

    class Pointed(Message):
        """The mouse was pressed on the board; `menu`: with its right button."""

        def __init__(self, cursor: Cursor, double: bool, menu: bool = False) -> None:
            super().__init__()
            self.cursor = cursor
            self.double = double
            self.menu = menu

    class Dragged(Message):
        """The mouse is dragged over the board, or let go (`done`)."""

        def __init__(self, technician_id: int, minute: float, start: float, done: bool) -> None:
            super().__init__()
            self.technician_id = technician_id
            self.minute = minute
            self.start = start
            self.done = done

    class Wheeled(Message):
        """The wheel was turned: rows down, or time across with shift."""

        def __init__(self, rows: int, hours: int) -> None:
            super().__init__()
            self.rows = rows
            self.hours = hours

    class Resized(Message):
        """The board has another size."""

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.state: BoardState | None = None
        self._tally = CapacityTally()
        self._capacity: tuple[Frame, list[float]] | None = None
        self._painted: dict[int, _Painted] = {}
        self._drawn: tuple[object, ...] = ()
        self._ruler_lines = RulerLines()
        self._drag_from: float | None = None
        self._dragging = False
        self.on_cell: Callable[[int, int], None] | None = None

    # -- data

    def open(self, board: Board) -> None:
        """Show a day; the zoom fits its working hours the first time, cursor and zoom stay later."""
        if self.state is None:
            frame = Frame(1, 1).sized(max(1, self.size.width), max(3, self.size.height))
            self.state = BoardState(board, frame)
            self.fit_hours()
            self._fit_rows()
        else:
            self.state.take(board, None)
        self._tally = CapacityTally()
        self._tally.count(board, self.state.time, frozenset(board.day.order))
        self._forget()
        self.draw()

    def take(self, board: Board, moved: Iterable[int]) -> None:
        """Show the next board; only the rows named differ."""
        if self.state is None:
            return
        rows = frozenset(moved)
        self.state.take(board, rows)
        if rows:
            self._tally.count(board, self.state.time, rows)
            self._capacity = None
            for key in rows:
                self._painted.pop(key, None)
        self.draw()

    def fit_hours(self) -> None:
        """Zoom to the working hours of the day."""
        if self.state is not None:
            start, end = self.state.working_stretch()
            self.state.frame = self.state.frame.fitting(start - 30, end)

    def _fit_rows(self) -> None:
        """Roomy rows where everybody fits on the screen with them."""
        state = self.state
        if state is not None:
            roomy = len(state.rows) * 3 <= state.frame.row_space
            state.frame = replace(state.frame, row_lines=3 if roomy else 2)

    def _forget(self) -> None:
        self._painted.clear()
        self._capacity = None

    def repaint(self) -> None:
        """Paint everything anew, as after a change of palette or glyphs."""
        self._forget()
        super().repaint()
        self.draw()

    # -- painting

    def draw(self) -> None:
        """Bring the screen up to the state."""
        state = self.state
        if state is None or self.size.width < 2:
            return
        frame = state.frame
        lines = list(self._ruler(state))
        self._ground(state)
        for index in range(frame.top, len(state.rows)):
            if len(lines) >= frame.height:
                break
            lines += self._row(state, index)
        del lines[frame.height :]
        while len(lines) < frame.height:
            lines.append(_blank_line(frame.width))
        self.show(lines)

    def _ground(self, state: BoardState) -> tuple[object, ...]:
        """All that every row's picture depends on; the same object for as long as it does not change."""
        frame = state.frame
        now = frame.column(state.now)
        ground = (
            frame.width,
            frame.gutter,
            frame.zoom,
            frame.left,
            frame.row_lines,
            now,
            id(self.look.glyphs),
        )
        if ground != self._drawn:
            self._drawn = ground
        return self._drawn

    def _row(self, state: BoardState, index: int) -> list[Line]:
        key, odd = state.rows[index], index % 2 == 1
        ground = self._drawn
        plain = state.hand is None and not state.letters and key != state.cursor.technician_id
        plain = plain and key not in state.proposed and key not in state.leaving
        marks = NO_MARKS if plain else self._marks(state, key)
        kept = self._painted.get(key)
        if kept is not None and kept.ground is ground and kept.odd == odd and kept.marks == marks:
            return kept.lines
        lines = paint_row(state.view(key), state.frame, state.now, self.look.glyphs, marks, odd)
        self._painted[key] = _Painted(ground, marks, odd, lines)
        return lines

    def _marks(self, state: BoardState, key: int) -> Marks:
        hand, cursor = state.hand, state.cursor
        on_row = cursor.technician_id == key
        ghosts = [_proposed_ghost(one) for one in state.proposed.get(key, ())]
        leaving = state.leaving.get(key, frozenset())
        hidden = None
        if hand is not None:
            if hand.origin is not None and hand.origin.technician_id == key:
                start = state.time.minute(hand.origin.start)
                ghosts.append(Ghost("origin", start, start + hand.origin.minutes))
                hidden = hand.origin.id
            for digit, spot in enumerate(hand.spots, start=1):
                if spot.technician_id == key:
                    start = state.time.minute(spot.start)
                    words = f"{hand.points_of(digit)}+{spot.added_minutes}m"
                    ghosts.append(Ghost("spot", start, start + hand.visit.minutes, str(digit), words))
            if hand.visit.technician_id == key:
                ghosts.append(self._hand_ghost(state))
        letters: tuple[tuple[int, str], ...] = ()
        if state.letters:
            letters = tuple(
                (b.visit_id, state.letters[b.visit_id])
                for b in state.view(key).blocks
                if b.visit_id in state.letters
            )
        if not (on_row or ghosts or letters or leaving):
            return NO_MARKS
        shows = on_row and hand is None and self.shows_cursor
        return Marks(
            cursor.minute if on_row and (shows or hand is not None) else None,
            cursor.visit_id if shows else (-1 if hand is not None and on_row else None),
            hidden,
            tuple(ghosts),
            letters,
            leaving,
        )

    @property
    def shows_cursor(self) -> bool:
        """False while the tray has the cursor."""
        return not self.has_class("-passive")

    def _hand_ghost(self, state: BoardState) -> Ghost:
        hand = state.hand
        assert hand is not None
        start = state.time.minute(hand.visit.start)
        judged = hand.consequences
        window = state.window_words(hand.call).replace("–", self.look.glyphs.dash)
        return Ghost(
            "hand",
            start,
            start + hand.visit.minutes,
            f"{hand.call.id} {hand.customer}",
            window,
            judged.leg_in.minutes if judged else 0,
            bool(judged and judged.warnings),
            self.look.glyphs.state[role_of(hand.visit, hand.call)],
        )

    def _ruler(self, state: BoardState) -> list[Line]:
        frame = state.frame
        if self._capacity is None or self._capacity[0] != frame:
            self._capacity = (frame, self._tally.sample(frame))
        count = f"{len(state.rows)} technicians"
        if state.filter:
            count = f"/{state.filter} {len(state.rows)} of {len(state.board.day.order)}"
        elif frame.gutter <= 20:
            count = f"{len(state.rows)} techs"
        zoom = f"{frame.zoom:g}m"
        corner = (count, zoom)
        capacity, focus, glyphs = self._capacity[1], self._focus(state), self.look.glyphs
        kept = reserve_text(state.board)
        return self._ruler_lines.paint(frame, state.time, state.now, capacity, corner, focus, glyphs, kept)

    def _focus(self, state: BoardState) -> Focus:
        hand = state.hand
        if hand is not None:
            start = state.time.minute(hand.visit.start)
            window = state.window_of(hand.call)
            broken = window is not None and not window[0] <= start <= window[1]
            slot = (start, start + hand.visit.minutes)
            return Focus(slot, window, self._window_words(state, hand.call.id), broken, True)
        block = state.block(state.cursor.visit_id) if state.cursor.visit_id is not None else None
        if block is None or not self.shows_cursor:
            return Focus()
        broken = block.window is not None and not block.window[0] <= block.plan[0] <= block.window[1]
        words = self._window_words(state, block.call_id)
        return Focus(block.plan, block.window, words, broken)

    def _window_words(self, state: BoardState, call_id: int) -> str:
        call = state.hand.call if state.hand is not None else state.board.day.calls[call_id]
        return state.window_words(call).replace("–", self.look.glyphs.dash)

    # -- the terminal's side

    def on_resize(self, event: events.Resize) -> None:
        """Keep what is shown in place when the terminal changes size."""
        if self.state is not None:
            self.state.resized(event.size.width, event.size.height)
            self._forget()
            self.draw()
        self.post_message(self.Resized())

    def place_at(self, x: int, y: int) -> Cursor | None:
        """What a cell of the widget means: row, minute and visit; None off the rows."""
        state = self.state
        if state is None or y < RULER_LINES:
            return None
        at = RULER_LINES
        for index in range(state.frame.top, len(state.rows)):
            count = state.lines_of(index)
            if y < at + count:
                return self._cursor_at(state, state.rows[index], x, y - at)
            at += count
        return None

    def _cursor_at(self, state: BoardState, key: int, x: int, line: int) -> Cursor:
        view = state.view(key)
        if x < state.frame.gutter:
            return state.landed(key, state.cursor.minute)
        minute = state.frame.minute_at(x)
        middle = minute + state.frame.zoom / 2
        for block in view.blocks:
            lane = line if view.lanes > 1 else 0
            if block.lane == lane and block.start <= middle < max(block.end, block.start + state.frame.zoom):
                return Cursor(key, block.start, block.visit_id)
        return state.landed(key, max(minute, minute // 15 * 15))

    def cell_of_cursor(self) -> tuple[int, int] | None:
        """Where on the widget the cursor is, for the terminal's own cursor; None if off the screen."""
        state = self.state
        if state is None:
            return None
        y = RULER_LINES
        for index in range(state.frame.top, len(state.rows)):
            if y >= state.frame.height:
                return None
            if state.rows[index] == state.cursor.technician_id:
                hand = state.hand
                minute = state.time.minute(hand.visit.start) if hand is not None else state.cursor.minute
                x = state.frame.column(minute)
                return (max(state.frame.gutter, min(x, state.frame.width - 1)), y)
            y += state.lines_of(index)
        return None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Select; the start of a drag perhaps."""
        cursor = self.place_at(event.x, event.y)
        if cursor is None or self.state is None:
            return
        self.focus()
        if event.button == RIGHT:
            self.post_message(self.Pointed(cursor, False, menu=True))
            return
        self._drag_from = self.state.frame.minute_at(event.x)
        self._dragging = False
        self.capture_mouse()
        self.post_message(self.Pointed(cursor, False))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag: take what was pressed on in hand and move it along."""
        if self._drag_from is None or self.state is None:
            return
        minute = self.state.frame.minute_at(event.x)
        cursor = self.place_at(event.x, event.y)
        if cursor is None or (not self._dragging and event.delta_x == 0 and event.delta_y == 0):
            return
        self._dragging = True
        self.post_message(self.Dragged(cursor.technician_id, minute, self._drag_from, False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop what was dragged."""
        self.release_mouse()
        if self._dragging and self._drag_from is not None and self.state is not None:
            minute = self.state.frame.minute_at(event.x)
            cursor = self.place_at(event.x, event.y) or self.state.cursor
            self.post_message(self.Dragged(cursor.technician_id, minute, self._drag_from, True))
        self._drag_from = None
        self._dragging = False

    def on_click(self, event: events.Click) -> None:
        """A double click shows the call whole."""
        if event.chain == 2 and event.button != RIGHT:
            cursor = self.place_at(event.x, event.y)
            if cursor is not None:
                self.post_message(self.Pointed(cursor, True))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Rows down; later with shift."""
        event.stop()
        self.post_message(self.Wheeled(0, 1) if event.shift else self.Wheeled(1, 0))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Rows up; earlier with shift."""
        event.stop()
        self.post_message(self.Wheeled(0, -1) if event.shift else self.Wheeled(-1, 0))


def _proposed_ghost(one: Proposed) -> Ghost:
    words = f"+{one.added}m" if one.added else ""
    return Ghost("plan", one.start, one.end, f"{one.number} {one.customer}", words)


def _blank_line(width: int) -> Line:
    return Line(width, ink("text", "screen"))
