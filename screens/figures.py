"""Performance figures: how calls of each kind have gone with whom, with the cases they rest on."""

from __future__ import annotations

from textual.app import ComposeResult

from dispatch_tui.core.day import Moved
from dispatch_tui.desk.figures import (
    MEASURES,
    figure_lines,
    left_out_of,
    left_out_words,
    since_of,
    since_text,
    sorted_lines,
)
from dispatch_tui.keymap import Mode, Situation
from screens.base import DeskScreen
from widgets.cells import Look
from widgets.figures import FiguresTable, FiguresView, figure_pieces, formula_words
from widgets.ink import BOLD
from widgets.lines import HintRow, InspectorRow, PiecesRow, piece
from widgets.prompt import Prompt
from widgets.status_row import StatusRow


class FiguresScreen(DeskScreen):
    """All figures in a table that sorts."""

    mode = Mode.FIGURES

    def __init__(self, look: Look) -> None:
        super().__init__("figures")
        self._look = look
        self._sorted_by: int | None = None
        self._backwards = False
        self._filter = ""
        self.table = FiguresTable(look)

    def compose(self) -> ComposeResult:
        """Status row, table, the sorted figure's formula, the line in words, hints, last line."""
        yield StatusRow(self._look)
        yield self.table
        yield PiecesRow(self._look, id="formula")
        yield InspectorRow(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Show what has been counted."""
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Another size."""
        self.call_after_refresh(self._show)

    def board_moved(self, moved: Moved) -> None:
        """What has been counted may be anew; the status row is."""
        del moved
        self._show()

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._show()

    def _show(self) -> None:
        if not self.alive or not self.live.ready:
            return
        board = self.live.board
        day, known = board.day, board.day.performance
        self.query_one(StatusRow).update(board, alerts=self.live.alerts)
        measure = None if self._sorted_by is None else MEASURES[self._sorted_by]
        lines = sorted_lines(figure_lines(known, day, self._filter), measure, backwards=self._backwards)
        since = since_of(day, self.live.now)
        source = f"per technician and kind of work, {since_text(since)}; counted, nothing inferred"
        if self._filter:
            source = f"only {self._filter!r}, esc shows all; {since_text(since)}"
        left_out = left_out_words(left_out_of(known))
        view = FiguresView(lines, self._sorted_by, self._backwards, source, left_out)
        self.table.update(view)
        self._inspect()

    def _inspect(self) -> None:
        line = self.table.line
        formula = piece(f" {formula_words(self._sorted_by)}", "quiet", "row")
        self.query_one("#formula", PiecesRow).update([formula])
        nothing = [piece(" nothing here", "quiet", "bar", BOLD)]
        self.query_one(InspectorRow).update(figure_pieces(line) if line else nothing)
        self.update_hints()

    def situation(self) -> Situation:
        """What refusals depend on."""
        line = self.table.line
        if not self.live.ready:
            return Situation()
        technician = line is not None and line.technician is not None
        return Situation(technician=technician, simulated=self.live.board.day.clock is not None)

    # -- the cursor

    def _go(self, index: int) -> None:
        self.table.go(index)
        self._inspect()

    def act_down(self, count: int | None) -> None:
        """Down."""
        self._go(self.table.cursor + (count or 1))

    def act_up(self, count: int | None) -> None:
        """Up."""
        self._go(self.table.cursor - (count or 1))

    def act_top(self, _count: int | None) -> None:
        """The first."""
        self._go(0)

    def act_bottom(self, _count: int | None) -> None:
        """The last."""
        self._go(10**6)

    def act_page_down(self, _count: int | None) -> None:
        """A page down."""
        self._go(self.table.cursor + self.table.room)

    def act_page_up(self, _count: int | None) -> None:
        """A page up."""
        self._go(self.table.cursor - self.table.room)

    # -- order

    def _sort(self, column: int | None) -> None:
        if column == self._sorted_by:
            return
        self._sorted_by, self._backwards = column, False
        self._show()
        self.table.go(0)
        self._inspect()

    def act_figures_column(self, _count: int | None) -> None:
        """By the next figure; after the last, by kind of work again."""
        at = -1 if self._sorted_by is None else self._sorted_by
        self._sort(None if at + 1 == len(MEASURES) else at + 1)

    def act_figures_column_prev(self, _count: int | None) -> None:
        """By the figure before."""
        at = len(MEASURES) if self._sorted_by is None else self._sorted_by
        self._sort(None if at == 0 else at - 1)

    def act_figures_turn(self, _count: int | None) -> None:
        """The other way round."""
        self._backwards = not self._backwards
        self._show()

    def act_figures_filter(self, _count: int | None) -> None:
        """Ask for a technician or a kind of work."""

        async def then(text: str) -> None:
            self._filter = text.strip()
            self._show()

        self.ask("/", "filter", then, self._filter)

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """The table follows what is typed."""
        if event.purpose == "filter":
            self._filter = event.text.strip()
            self._show()

    # -- to the board, and back

    def act_figures_go(self, _count: int | None) -> None:
        """To the technician's row."""
        line = self.table.line
        if line is None or line.technician is None:
            self.say("that is all technicians: go to one with j or k", "refused")
        else:
            self.services.go_to(technician_id=line.technician.id)

    def act_back(self, _count: int | None) -> None:
        """From a filter to all; then to the board."""
        if self._filter:
            self._filter = ""
            self._show()
        else:
            self.services.show_view("board")

    def act_quit(self, _count: int | None) -> None:
        """To the board."""
        self.services.show_view("board")

    def on_figures_table_pointed(self, event: FiguresTable.Pointed) -> None:
        """A click selects or sorts; a double click goes to the board."""
        if event.column is not None:
            if event.column == self._sorted_by:
                self.perform("figures.turn")
            else:
                self._sort(event.column)
        elif event.index is not None:
            self._go(event.index)
            if event.double:
                self.perform("figures.go")
