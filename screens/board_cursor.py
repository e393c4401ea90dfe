"""The board's cursor, its view and the tray: moving and looking, never changing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import events

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.timewords import TimeBase, parse_date
from dispatch_tui.desk.board import matches
from dispatch_tui.keymap import Mode
from widgets.board.rowview import Block
from widgets.board.state import BoardState, Cursor

if TYPE_CHECKING:
    from screens.board import BoardScreen

SIDES = ("auto", "technicians", "none")


class CursorActs:
    """Acts that move the cursor or the view."""

    def __init__(self, screen: BoardScreen) -> None:
        self.screen = screen
        self._typed = ""

    @property
    def state(self) -> BoardState:
        """The board's state."""
        state = self.screen.state
        if state is None:
            raise Usage("the board is still opening", "a moment, please")
        return state

    def shown(self) -> None:
        """Bring the screen up to the cursor."""
        self.screen.schedule.draw()
        self.screen.refresh_cursor()

    @property
    def in_tray(self) -> bool:
        """True while the tray has the cursor."""
        return self.screen.mode is Mode.TRAY

    # -- by steps

    def act_left(self, count: int | None) -> None:
        """Left."""
        self._side(-(count or 1))

    def act_right(self, count: int | None) -> None:
        """Right."""
        self._side(count or 1)

    def _side(self, steps: int) -> None:
        if self.in_tray:
            self._tray(steps * self.screen.tray.rows)
            return
        for _ in range(min(abs(steps), 200)):
            self.state.step(1 if steps > 0 else -1)
        self.shown()

    def act_down(self, count: int | None) -> None:
        """Down."""
        self._down(count or 1)

    def act_up(self, count: int | None) -> None:
        """Up."""
        self._down(-(count or 1))

    def _down(self, steps: int) -> None:
        if self.in_tray:
            if steps < 0 and self.screen.tray.cursor == 0:
                self.screen.set_mode(Mode.BOARD)
                return
            self._tray(steps)
            return
        if steps > 0 and self.state.index == len(self.state.rows) - 1 and self.screen.board.day.tray:
            self.screen.set_mode(Mode.TRAY)
            return
        self.state.go_row(self.state.index + steps)
        self.shown()

    def _tray(self, steps: int) -> None:
        self.screen.tray.go(self.screen.tray.cursor + steps)
        self.screen.refresh_cursor()

    def act_hour_left(self, count: int | None) -> None:
        """Hours earlier."""
        self.state.shift(-60 * (count or 1))
        self.shown()

    def act_hour_right(self, count: int | None) -> None:
        """Hours later."""
        self.state.shift(60 * (count or 1))
        self.shown()

    def _visits(self, direction: int, count: int | None) -> None:
        for _ in range(count or 1):
            if not self.state.next_visit(direction):
                self.screen.say("no more visits on this row", "refused")
                break
        self.shown()

    def act_visit_next(self, count: int | None) -> None:
        """The next visit on the row."""
        self._visits(1, count)

    def act_visit_prev(self, count: int | None) -> None:
        """The visit before on the row."""
        self._visits(-1, count)

    def act_visit_end(self, _count: int | None) -> None:
        """The end of the visit under the cursor, or of the next."""
        state = self.state
        if state.cursor.visit_id is None and not state.next_visit(1):
            return
        block = state.block(state.cursor.visit_id or 0)
        if block is not None:
            state.put_cursor(Cursor(state.cursor.technician_id, block.end - 1, block.visit_id))
        self.shown()

    def act_shift_start(self, _count: int | None) -> None:
        """The start of the shift."""
        self.state.shift_edge(end=False)
        self.shown()

    def act_shift_end(self, _count: int | None) -> None:
        """The end of the shift."""
        self.state.shift_edge(end=True)
        self.shown()

    def act_top(self, count: int | None) -> None:
        """The first row, or the row of that number."""
        if self.in_tray:
            self.screen.tray.go((count or 1) - 1)
            self.screen.refresh_cursor()
            return
        self.state.go_row((count or 1) - 1)
        self.shown()

    def act_bottom(self, count: int | None) -> None:
        """The last row, or the row of that number."""
        if self.in_tray:
            self.screen.tray.go(10**6)
            self.screen.refresh_cursor()
            return
        self.state.go_row(len(self.state.rows) - 1 if count is None else count - 1)
        self.shown()

    def act_page_down(self, _count: int | None) -> None:
        """A page of rows down."""
        if self.in_tray:
            self._tray(self.screen.tray.room)
            return
        self._page(1)

    def act_page_up(self, _count: int | None) -> None:
        """A page of rows up."""
        if self.in_tray:
            self._tray(-self.screen.tray.room)
            return
        self._page(-1)

    def _page(self, direction: int) -> None:
        state = self.state
        page = state.page(state.frame.top)
        top = max(0, min(max(0, len(state.rows) - page), state.frame.top + direction * page))
        state.frame = replace(state.frame, top=top)
        state.go_row(state.index + direction * page)
        self.shown()

    # -- to days, calls, people

    async def act_day_prev(self, count: int | None) -> None:
        """Days back."""
        await self._days(-(count or 1))

    async def act_day_next(self, count: int | None) -> None:
        """Days on."""
        await self._days(count or 1)

    async def _days(self, days: int) -> None:
        day = self.screen.board.day.service_date + timedelta(days=days)
        await self.screen.live.go(day)

    async def act_go_now(self, _count: int | None) -> None:
        """Today, now."""
        await self.go_now()

    async def go_now(self) -> None:
        """Show today with the cursor at the present minute."""
        today = await self.screen.live.ask(lambda desk: desk.today())
        if today != self.screen.board.day.service_date:
            await self.screen.live.go(today)
        state = self.state
        state.cursor = state.landed(state.cursor.technician_id, state.now)
        state.reveal(centre=not state.frame.holds(state.now, 4))
        self.shown()

    def act_go_date(self, _count: int | None) -> None:
        """Ask for a date."""

        async def then(text: str) -> None:
            shop = self.screen.board.day.shop
            base = TimeBase(self.screen.board.day.service_date, self.screen.live.now, shop.zone)
            await self.screen.live.go(parse_date(text, base))

        self.screen.ask(" go to ", "date", then)

    def act_go_call(self, count: int | None) -> None:
        """Ask for a call's number, or take the count for it."""
        if count is not None:
            self.screen.run_worker(self.screen.guarded(self.go_call(count)))
            return

        async def then(text: str) -> None:
            await self.screen.services.run_line(f"go {text}", self.screen)

        self.screen.ask(" call ", "call", then)

    def act_go_technician(self, _count: int | None) -> None:
        """Ask for a technician."""

        async def then(text: str) -> None:
            await self.screen.services.run_line(f"go {text}", self.screen)

        self.screen.ask(" technician ", "technician", then)

    async def go_call(self, call_id: int) -> None:
        """Show a call: on the board of its day, or in the tray.

        Raises:
            Missing: if there is no such call.
        """
        board = self.screen.board
        visit = board.day.visit_of(call_id)
        if visit is None and call_id not in board.day.tray:
            story = await self.screen.live.ask(lambda desk: desk.store.call_story(call_id))
            if not story.visits:
                self.screen.services.open_detail(call_id)
                return
            await self.screen.live.go(story.visits[-1].service_date)
            visit = self.screen.board.day.visit_of(call_id)
        if visit is None:
            self.screen.tray.go(self.screen.board.day.tray.index(call_id))
            self.screen.set_mode(Mode.TRAY)
            return
        if visit.technician_id not in self.state.rows:
            self.set_filter("")
        self.screen.set_mode(Mode.BOARD)
        self.state.put_cursor(self.state.on_visit(visit))
        self.shown()

    def go_technician(self, technician_id: int) -> None:
        """To a technician's row."""
        if technician_id not in self.state.rows:
            self.set_filter("")
        if technician_id in self.state.rows:
            self.screen.set_mode(Mode.BOARD)
            self.state.go_row(self.state.rows.index(technician_id))
            self.shown()

    # -- to what is wrong or free

    def _to(self, wanted: Callable[[Block], bool], direction: int, what: str) -> None:
        if not self.state.next_where(wanted, direction):
            self.screen.say(f"no {what}")
        self.shown()

    def act_late_next(self, _count: int | None) -> None:
        """The next late visit."""
        self._to(lambda block: block.late > 0, 1, "late visit")

    def act_late_prev(self, _count: int | None) -> None:
        """The late visit before."""
        self._to(lambda block: block.late > 0, -1, "late visit")

    def act_conflict_next(self, _count: int | None) -> None:
        """The next double booking."""
        self._to(lambda block: block.clash, 1, "double booking")

    def act_conflict_prev(self, _count: int | None) -> None:
        """The double booking before."""
        self._to(lambda block: block.clash, -1, "double booking")

    def act_trouble_next(self, _count: int | None) -> None:
        """The next trouble of any kind."""

        def trouble(block: Block) -> bool:
            return bool(block.late or block.clash or block.slack is not None or block.short)

        self._to(trouble, 1, "trouble: all is well")

    def act_unassigned_next(self, _count: int | None) -> None:
        """The next call in the tray."""
        if not self.screen.board.day.tray:
            self.screen.say("nothing waits in the tray")
            return
        if self.in_tray:
            self.screen.tray.go((self.screen.tray.cursor + 1) % len(self.screen.board.day.tray))
            self.screen.refresh_cursor()
        else:
            self.screen.set_mode(Mode.TRAY)

    def act_gap_next(self, _count: int | None) -> None:
        """The next gap."""
        self._gap(1)

    def act_gap_prev(self, _count: int | None) -> None:
        """The gap before."""
        self._gap(-1)

    def _gap(self, direction: int) -> None:
        if not self.state.next_gap(direction):
            self.screen.say("no gap of half an hour is left")
        self.shown()

    def act_tray(self, _count: int | None) -> None:
        """To the tray and back."""
        self.screen.set_mode(Mode.BOARD if self.in_tray else Mode.TRAY)

    act_panes = act_tray

    def act_back(self, _count: int | None) -> None:
        """One level back: from the tray to the board, from a filter to all rows."""
        if self.in_tray:
            self.screen.set_mode(Mode.BOARD)
        elif self.state.filter:
            self.set_filter("")
            self.screen.say("all rows")
        self.screen.update_hints()

    async def act_quit(self, _count: int | None) -> None:
        """Leave the program from the board."""
        if self.in_tray:
            self.screen.set_mode(Mode.BOARD)
            return
        self.screen.app.exit()

    # -- filter and find

    def act_filter(self, _count: int | None) -> None:
        """Ask for words; rows follow while they are typed."""

        async def then(text: str) -> None:
            self.set_filter(text)
            self.screen.say(
                f"/{text}: {len(self.state.rows)} rows; esc shows all" if text.strip() else "all rows"
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
        """The next block that answers the filter."""
        self._to(self._answers, 1, "match; / looks for words")

    def act_match_prev(self, _count: int | None) -> None:
        """The block before that answers the filter."""
        self._to(self._answers, -1, "match; / looks for words")

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

    # -- the mouse

    def pointed(self, cursor: Cursor, double: bool) -> None:
        """A click on the board."""
        if self.state.hand is not None:
            return
        if self.in_tray:
            self.screen.set_mode(Mode.BOARD)
        self.state.cursor = cursor
        self.shown()
        if double and cursor.visit_id is not None:
            self.screen.perform("detail")

    def tray_pointed(self, index: int, double: bool) -> None:
        """A click in the tray; a double click takes the call in hand."""
        self.screen.tray.go(index)
        self.screen.set_mode(Mode.TRAY)
        if double:
            self.screen.perform("grab")

    def wheeled(self, rows: int, hours: int) -> None:
        """The wheel: three rows, or an hour."""
        state = self.state
        if hours:
            state.frame = state.frame.scrolled_to(state.frame.left + 60 * hours)
        elif rows:
            last = max(0, len(state.rows) - 1)
            state.frame = replace(state.frame, top=max(0, min(last, state.frame.top + rows)))
        self.screen.schedule.draw()
