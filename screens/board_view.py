"""How the board is looked at: filter, jump labels, zoom, row heights, the side panel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events

from dispatch_tui.core.text import plural
from dispatch_tui.desk.board import matches
from screens.board_acts import BoardActs
from widgets.board.rowview import Block

if TYPE_CHECKING:
    from screens.board import BoardScreen

SIDES = ("auto", "technicians", "none")


class ViewActs(BoardActs):
    """Acts that change what is shown, never where the cursor's facts are."""

    def __init__(self, screen: BoardScreen) -> None:
        super().__init__(screen)
        self._typed = ""

    # -- filter and find

    def act_filter(self, _count: int | None) -> None:
        """Ask for words; rows follow while they are typed."""

        async def then(text: str) -> None:
            self.set_filter(text)
            self.screen.say(
                f"/{text}: {plural(len(self.state.rows), 'row')}; esc shows all"
                if text.strip()
                else "all rows"
            )

        self.screen.ask("/", "filter", then, self.state.filter)

    def set_filter(self, words: str) -> None:
        """Show only the rows that answer some words."""
        state = self.state
        state.filter = words.strip()
        self.apply_filter()
        self.shown()

    def apply_filter(self) -> None:
        """Apply the filter's words to the present board."""
        state = self.state
        words = state.filter

        def keep(key: int) -> bool:
            return matches(self.screen.board, self.screen.board.day.technicians[key], words)

        state.shown = keep if words else None
        state.arrange()

    def _answers(self, block: Block) -> bool:
        words = self.state.filter.lower()
        return bool(words) and words in f"{block.number} {block.customer} {block.area} {block.words}".lower()

    def act_match_next(self, _count: int | None) -> None:
        """The next block that answers the filter; where only rows do, the next row."""
        self.screen.cursor_acts.go_where(self._answers, 1, "match; / looks for words")

    def act_match_prev(self, _count: int | None) -> None:
        """The block before that answers the filter."""
        self.screen.cursor_acts.go_where(self._answers, -1, "match; / looks for words")

    # -- jump labels

    def act_labels(self, _count: int | None) -> None:
        """Put letters on the blocks on the screen."""
        self.state.label_blocks()
        self._typed = ""
        if not self.state.letters:
            self.screen.say("no block on the screen to jump to", "refused")
        self.shown()

    def takes_letter(self, event: events.Key) -> bool:
        """A letter while labels are shown jumps; anything else takes them away."""
        state = self.screen.state
        if state is None or not state.letters:
            return False
        event.stop()
        event.prevent_default()
        self._typed += event.character or "\0"
        left = {key: label for key, label in state.letters.items() if label.startswith(self._typed)}
        exact = next((key for key, label in left.items() if label == self._typed), None)
        if exact is not None or not left:
            state.letters = {}
            if exact is not None and exact in self.screen.board.day.visits:
                state.put_cursor(state.on_visit(self.screen.board.day.visits[exact]))
        self.shown()
        return True

    # -- view

    def act_zoom_in(self, count: int | None) -> None:
        """Zoom in about the cursor."""
        self._zoom(-(count or 1))

    def act_zoom_out(self, count: int | None) -> None:
        """Zoom out about the cursor."""
        self._zoom(count or 1)

    def _zoom(self, steps: int) -> None:
        state = self.state
        hand = state.hand
        about = state.time.minute(hand.visit.start) if hand else state.cursor.minute
        state.frame = state.frame.zoomed(steps, about)
        self.shown()

    def act_zoom_centre(self, _count: int | None) -> None:
        """Centre the cursor."""
        self.state.reveal(centre=True)
        self.shown()

    def act_zoom_day(self, _count: int | None) -> None:
        """The whole day."""
        self.state.frame = self.state.frame.fitting(0, 24 * 60)
        self.shown()

    def act_zoom_work(self, _count: int | None) -> None:
        """The working hours."""
        self.screen.schedule.fit_hours()
        self.shown()

    def act_rows(self, _count: int | None) -> None:
        """Compact, normal, roomy."""
        state = self.state
        state.frame = replace(state.frame, row_lines=state.frame.row_lines % 3 + 1)
        state.reveal()
        self.screen.say(f"{('compact', 'normal', 'roomy')[state.frame.row_lines - 1]} rows")
        self.shown()

    def act_side(self, _count: int | None) -> None:
        """Details, technicians, or nothing beside the board."""
        screen = self.screen
        screen.side = SIDES[(SIDES.index(screen.side) + 1) % len(SIDES)]
        if screen.side == "technicians" and screen.app.size.width < 100:
            screen.say("the screen is too narrow for it; g2 shows the technicians whole", "refused")
        screen.fit(screen.app.size.width, screen.app.size.height)
        screen.call_after_refresh(screen.refresh_all)

    def wheeled(self, rows: int, hours: int) -> None:
        """The wheel: three rows, or an hour."""
        state = self.state
        if hours:
            state.frame = state.frame.scrolled_to(state.frame.left + 60 * hours)
        elif rows:
            top = max(0, min(state.last_top(), state.frame.top + rows))
            state.frame = replace(state.frame, top=top)
        self.screen.schedule.draw()
