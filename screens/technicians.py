"""The technician screen: everybody's state, next call and slack, most trouble first."""

from __future__ import annotations

from textual.app import ComposeResult

from dispatch_tui.core.day import Moved
from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.status import AT_WORK
from dispatch_tui.desk.panel import technician_lines
from dispatch_tui.keymap import Mode, Situation
from screens.base import DeskScreen
from screens.fate_acts import FateActs
from screens.status_acts import StatusActs
from screens.tell_acts import TellActs
from widgets.cells import Look
from widgets.inspector import row_pieces, visit_pieces
from widgets.lines import HintRow, InspectorRow
from widgets.prompt import Prompt
from widgets.status_row import StatusRow
from widgets.technicians import TechnicianTable


class TechnicianActs(StatusActs, FateActs):
    """Status acts on the technician under the cursor."""

    screen: TechniciansScreen

    def target_visit(self) -> Visit | None:
        """The visit they have before them, else the next to tell them of."""
        line = self.screen.table.line
        return (line.visit or line.following) if line else None

    def target_technician(self) -> int | None:
        """Who the cursor is on."""
        line = self.screen.table.line
        return line.technician.id if line else None

    def target_call(self) -> Call | None:
        """The call of that visit."""
        visit = self.target_visit()
        return self.screen.live.board.day.calls.get(visit.call_id) if visit else None

    def client_to_tell(self) -> Call | None:
        """Whose arrival is ahead: the next call's while they are at one."""
        line = self.screen.table.line
        if line is None:
            return None
        at_work = line.visit is not None and line.visit.state in AT_WORK
        visit = line.following if at_work and line.following else line.visit or line.following
        return self.screen.live.board.day.calls.get(visit.call_id) if visit else None


class TechniciansScreen(DeskScreen):
    """All technicians in a table."""

    mode = Mode.PANEL

    def __init__(self, look: Look) -> None:
        super().__init__("technicians")
        self._look = look
        self._filter = ""
        self.acts = TechnicianActs(self)
        self.parts = [self.acts, TellActs(self, self.acts.target_technician, self.acts.client_to_tell)]

    def compose(self) -> ComposeResult:
        """Status row, table, inspector, hints, last line."""
        yield StatusRow(self._look)
        yield TechnicianTable(self._look)
        yield InspectorRow(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Show the present board."""
        self.table = self.query_one(TechnicianTable)
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Another size."""
        self.call_after_refresh(self._show)

    def board_moved(self, moved: Moved) -> None:
        """Everything may have another order now."""
        del moved
        self._show()

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._show()

    def _show(self) -> None:
        if not self.alive:
            return
        board = self.live.board
        self.query_one(StatusRow).update(board, alerts=self.live.alerts)
        self.table.update(technician_lines(board, self._filter), board.day.shop.zone)
        self._inspect()

    def _inspect(self) -> None:
        board, line = self.live.board, self.table.line
        inspector = self.query_one(InspectorRow)
        if line is None:
            inspector.update([])
        elif line.visit is not None:
            inspector.update(visit_pieces(board, line.visit, self.look.glyphs))
        else:
            inspector.update(row_pieces(board, line.technician.id, "", self.look.glyphs))
        self.update_hints()

    def situation(self) -> Situation:
        """What refusals depend on."""
        visit = self.acts.target_visit()
        clock = self.live.board.day.clock
        technician = self.table.line is not None
        return Situation(
            visit.state if visit else None, visit is not None, False, technician, clock is not None
        )

    def _go(self, index: int) -> None:
        self.table.go(index)
        self._inspect()

    def act_down(self, count: int | None) -> None:
        """Down."""
        self._go(self.table.cursor + (count or 1))

    def act_up(self, count: int | None) -> None:
        """Up."""
        self._go(self.table.cursor - (count or 1))

    act_right = act_down
    act_left = act_up

    def act_top(self, _count: int | None) -> None:
        """The first."""
        self._go(0)

    def act_bottom(self, _count: int | None) -> None:
        """The last."""
        self._go(len(self.table.rows))

    def act_page_down(self, _count: int | None) -> None:
        """A page down."""
        self._go(self.table.cursor + self.table.size.height - 1)

    def act_page_up(self, _count: int | None) -> None:
        """A page up."""
        self._go(self.table.cursor - self.table.size.height + 1)

    def act_filter(self, _count: int | None) -> None:
        """Ask for skills, a state or a name."""

        async def then(text: str) -> None:
            self._filter = text.strip()
            self._show()

        self.ask("/", "filter", then, self._filter)

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """The table follows what is typed."""
        if event.purpose == "filter":
            self._filter = event.text.strip()
            self._show()

    def act_back(self, _count: int | None) -> None:
        """From a filter to all; then to the board."""
        if self._filter:
            self._filter = ""
            self._show()
        else:
            self.services.show_view("board")

    def on_technician_table_pointed(self, event: TechnicianTable.Pointed) -> None:
        """A click selects; a double click goes to the row on the board."""
        self._go(event.index)
        if event.double and self.table.line is not None:
            code = self.table.line.technician.code
            self.run_worker(self.guarded(self.services.run_line(f"go {code}", self)))
        elif event.menu:
            self.begin("s")
