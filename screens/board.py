"""The board screen: schedule, tray and side panel, and the rows around them."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Offset

from dispatch_tui.core.day import Moved
from dispatch_tui.core.model import Call, Technician, Visit
from dispatch_tui.core.suggest import Ranking
from dispatch_tui.desk.alerts.keeper import awake
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.panel import technician_lines
from dispatch_tui.keymap import Mode, Situation
from screens.base import DeskScreen
from screens.board_calls import CallActs
from screens.board_cursor import CursorActs
from screens.board_drag import DragActs
from screens.board_hand import HandActs
from screens.board_view import ViewActs
from screens.emergency_acts import EmergencyActs
from screens.plan_acts import PlanActs
from screens.tell_acts import TellActs
from widgets.board import ScheduleBoard
from widgets.board.state import BoardState
from widgets.cells import Look
from widgets.inspector import call_pieces, hand_pieces, row_pieces, visit_pieces
from widgets.lines import HintRow, InspectorRow, piece
from widgets.prompt import Prompt
from widgets.side_panel import SideFacts, SidePanel, paint_side, paint_side_technicians
from widgets.status_row import StatusRow
from widgets.tray import TrayView

SIDE_FROM = 160
"""Screen width from which the side panel is shown by itself."""


class BoardScreen(DeskScreen):
    """The schedule board. Cursor, hand and calls are parts of their own."""

    DEFAULT_CSS = "BoardScreen #middle { height: 1fr; }"

    def __init__(self, look: Look, side: str = "auto") -> None:
        super().__init__("board")
        self._look = look
        self.cursor_acts = CursorActs(self)
        self.view_acts = ViewActs(self)
        self.hand_acts = HandActs(self)
        self.drag_acts = DragActs(self, self.hand_acts)
        self.call_acts = CallActs(self)
        self.plan_acts = PlanActs(self)
        tell_acts = TellActs(self, self.call_acts.target_technician, lambda: self.call)
        self.parts = [self.cursor_acts, self.view_acts, self.hand_acts, self.call_acts, tell_acts]
        self.parts.append(self.plan_acts)
        self.parts.append(EmergencyActs(self, lambda: self.call))
        self.side = side
        self._ranked: tuple[int | None, Ranking | None] = (None, None)

    def compose(self) -> ComposeResult:
        """From the top: status, board beside the side panel, tray, inspector, hints, last line."""
        yield StatusRow(self._look)
        with Horizontal(id="middle"):
            yield ScheduleBoard(self._look, id="board")
            yield SidePanel(self._look, id="side")
        yield TrayView(self._look, id="tray")
        yield InspectorRow(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Find the parts once."""
        self.schedule = self.query_one(ScheduleBoard)
        self.tray = self.query_one(TrayView)
        self.side_panel = self.query_one(SidePanel)
        self.inspector = self.query_one(InspectorRow)
        self.status_row = self.query_one(StatusRow)
        self.inspector.update([piece(" opening the shop…", "quiet", "bar")])
        self.fit(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        """Another size: the tray's height, the side panel, and all rows."""
        self.fit(event.size.width, event.size.height)
        self.call_after_refresh(self.refresh_all)

    def fit(self, width: int, height: int) -> None:
        """Share the screen out for a size."""
        tray = 3 if height < 30 else 4 if height < 50 else 5
        self.tray.styles.height = tray
        shown = self.side != "none" and (width >= SIDE_FROM or (self.side != "auto" and width >= 100))
        self.side_panel.display = shown

    # -- what is shown

    @property
    def board(self) -> Board:
        """The present board."""
        return self.live.board

    @property
    def state(self) -> BoardState | None:
        """Cursor and hand, None before the day has been read."""
        return self.schedule.state

    def open_day(self) -> None:
        """The day has been read, or another one has."""
        self.schedule.open(self.board)
        self.plan_acts.day_changed()
        self.view_acts.apply_filter()
        self.hand_acts.day_changed()
        self.refresh_all()

    def board_moved(self, moved: Moved) -> None:
        """Show what moved; cursor and hand stay."""
        state = self.state
        if state is None or moved.everything or state.board.day.service_date != self.board.day.service_date:
            self.open_day()
            return
        self.schedule.take(self.board, moved.technicians)
        if moved.technicians or moved.tray:
            self._ranked = (None, None)
            self.hand_acts.board_moved()
        self.refresh_rows(tray=moved.tray)

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self.refresh_all()

    def refresh_all(self) -> None:
        """Everything around the board."""
        if self.live.ready and self.state is not None:
            self.schedule.draw()
            self.refresh_rows(tray=True)

    def refresh_rows(self, tray: bool = False) -> None:
        """Status, inspector, hints, side panel; the tray if it changed."""
        board = self.board
        self.status_row.update(board, self._pace_words(), alerts=self.live.alerts)
        if tray:
            self.tray.update(board)
        self.refresh_cursor()

    def _pace_words(self) -> str:
        clock = self.board.day.clock
        if clock is None:
            return ""
        return f"{clock.speed:g}x" if clock.speed else "paused"

    def refresh_cursor(self) -> None:
        """What follows the cursor: inspector, hints, side panel, the terminal's own cursor."""
        state = self.state
        if state is None:
            return
        glyphs = self.look.glyphs
        if state.hand is not None:
            pieces = hand_pieces(self.board, state.hand, glyphs)
        elif (call := self.call) is not None:
            visit = self.visit
            pieces = (
                visit_pieces(self.board, visit, glyphs) if visit else call_pieces(self.board, call, glyphs)
            )
        elif state.cursor.technician_id in self.board.day.technicians:
            minute = state.time.clock(state.cursor.minute)
            pieces = row_pieces(self.board, state.cursor.technician_id, minute, glyphs)
        else:
            pieces = [
                piece(
                    " No technicians yet. Import some: dispatch-tui import technicians FILE", "quiet", "bar"
                )
            ]
        self.inspector.update(pieces)
        self.update_hints()
        self._draw_side()
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        cell = self.schedule.cell_of_cursor()
        if cell is not None and not self.prompt.asking:
            self.app.cursor_position = Offset(*cell) + self.schedule.region.offset

    def _draw_side(self) -> None:
        if not self.side_panel.display or not self.side_panel.size.width:
            return
        size, glyphs, board = self.side_panel.size, self.look.glyphs, self.board
        if self.side == "technicians":
            technician = self.technician
            cursor = technician.id if technician else None
            lines = technician_lines(board)
            self.side_panel.show(
                paint_side_technicians(board, lines, cursor, size.width, size.height, glyphs)
            )
            return
        needed = [alert.about for alert in awake(self.live.alerts)]
        facts = SideFacts(board, self.call, self.visit, self.technician, self.ranking(), needed)
        self.side_panel.show(paint_side(facts, size.width, size.height, glyphs))

    def ranking(self) -> Ranking | None:
        """Where what the cursor or the hand is on could go, reckoned once per call and change."""
        state = self.state
        if state is not None and state.hand is not None:
            return state.hand.ranking
        call, visit = self.call, self.visit
        if call is None or (visit is not None and visit.arrived_at is not None):
            return None
        if self._ranked[0] != call.id:
            leave_out = visit.id if visit else None
            self._ranked = (call.id, self.live.keeper.suggest(call, call.minutes, leave_out, closed=0))
        return self._ranked[1]

    # -- what is under the cursor

    @property
    def visit(self) -> Visit | None:
        """The visit under the cursor, or in hand."""
        state = self.state
        if state is None or self.mode is Mode.TRAY:
            return None
        if state.hand is not None:
            return state.hand.origin
        return state.visit

    @property
    def call(self) -> Call | None:
        """The call under the cursor: of the visit there, in the tray, or in hand."""
        state = self.state
        if state is None:
            return None
        if state.hand is not None:
            return state.hand.call
        if self.mode is Mode.TRAY:
            key = self.tray.call_id
            return self.board.day.calls.get(key) if key is not None else None
        visit = state.visit
        return self.board.day.calls.get(visit.call_id) if visit else None

    @property
    def technician(self) -> Technician | None:
        """Whose row the cursor, or what is in hand, is on."""
        state = self.state
        if state is None or self.mode is Mode.TRAY:
            return None
        key = state.hand.visit.technician_id if state.hand else state.cursor.technician_id
        return self.board.day.technicians.get(key)

    def situation(self) -> Situation:
        """What the registry's refusals depend on."""
        if not self.live.ready:
            return Situation()
        visit = self.visit
        return Situation(
            visit.state if visit else None,
            self.call is not None,
            self.mode is Mode.HAND,
            self.technician is not None,
            self.board.day.clock is not None,
        )

    def set_mode(self, mode: Mode) -> None:
        """Change what the keys are for."""
        self.mode = mode
        self.tray.active = mode is Mode.TRAY
        self.schedule.set_class(mode is Mode.TRAY, "-passive")
        self.tray.draw()
        self.schedule.draw()
        self.refresh_cursor()

    def takes_key(self, event: events.Key) -> bool:
        """Jump labels take the next letters."""
        return self.live.ready and self.view_acts.takes_letter(event)

    def on_schedule_board_resized(self) -> None:
        """The side panel has come or gone: it has its size by now."""
        self.refresh_cursor()

    # -- the mouse

    def on_schedule_board_pointed(self, event: ScheduleBoard.Pointed) -> None:
        """A click selects, a double click shows the call whole."""
        self.cursor_acts.pointed(event.cursor, event.double)
        if event.menu and self.mode is Mode.BOARD and self.visit is not None:
            self.begin("s")

    def on_schedule_board_dragged(self, event: ScheduleBoard.Dragged) -> None:
        """Dragging is grabbing."""
        self.drag_acts.dragged(event)

    def on_schedule_board_wheeled(self, event: ScheduleBoard.Wheeled) -> None:
        """The wheel scrolls."""
        self.view_acts.wheeled(event.rows, event.hours)

    def on_tray_view_pointed(self, event: TrayView.Pointed) -> None:
        """A click in the tray selects there."""
        self.cursor_acts.tray_pointed(event.index, event.double)
        if event.menu and self.mode is Mode.TRAY:
            self.begin("c")

    def on_tray_view_dragged(self, event: TrayView.Dragged) -> None:
        """Dragging a call out of the tray is placing it."""
        at = event.at - self.schedule.region.offset
        self.drag_acts.dragged_from_tray(event.index, self.schedule.place_at(at.x, at.y), at.x, event.done)

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """A filter follows what is typed."""
        if event.purpose == "filter":
            self.view_acts.set_filter(event.text)
