"""The board's cursor and the tray: moving, never changing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from dispatch_tui.core.timewords import TimeBase, parse_date
from dispatch_tui.desk.alerts.keeper import awake
from dispatch_tui.keymap import Mode
from screens.board_acts import BoardActs
from widgets.board.rowview import Block
from widgets.board.state import Cursor


class CursorActs(BoardActs):
    """Acts that move the cursor."""

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
            Refused: while something is in hand.
        """
        self.need_free_hand()
        board = self.screen.board
        waiting = call_id in board.day.tray
        # What is left of a call that could not be completed waits in the tray; its ended visit does not.
        visit = None if waiting else board.day.visit_of(call_id)
        if visit is None and not waiting:
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
            self.screen.view_acts.set_filter("")
        self.screen.set_mode(Mode.BOARD)
        self.state.put_cursor(self.state.on_visit(visit))
        self.shown()

    def go_technician(self, technician_id: int) -> None:
        """To a technician's row."""
        self.need_free_hand()
        if technician_id not in self.state.rows:
            self.screen.view_acts.set_filter("")
        if technician_id in self.state.rows:
            self.screen.set_mode(Mode.BOARD)
            self.state.go_row(self.state.rows.index(technician_id))
            self.shown()

    # -- to what is wrong or free

    def go_where(self, wanted: Callable[[Block], bool], direction: int, what: str) -> None:
        """To the next or previous block that is wanted; says so if there is none."""
        if not self.state.next_where(wanted, direction):
            self.screen.say(f"no {what}")
        self.shown()

    def act_late_next(self, _count: int | None) -> None:
        """The next late visit."""
        self.go_where(lambda block: block.late > 0, 1, "late visit")

    def act_late_prev(self, _count: int | None) -> None:
        """The late visit before."""
        self.go_where(lambda block: block.late > 0, -1, "late visit")

    def act_conflict_next(self, _count: int | None) -> None:
        """The next double booking."""
        self.go_where(lambda block: block.clash, 1, "double booking")

    def act_conflict_prev(self, _count: int | None) -> None:
        """The double booking before."""
        self.go_where(lambda block: block.clash, -1, "double booking")

    def act_trouble_next(self, _count: int | None) -> None:
        """The next visit with an alert of any kind."""
        visits = {alert.visit_id for alert in awake(self.screen.live.alerts)}
        self.go_where(lambda block: block.visit_id in visits, 1, "trouble on the board; g3 shows all alerts")

    def act_unassigned_next(self, _count: int | None) -> None:
        """The next call in the tray."""
        self.need_free_hand()
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
            self.screen.view_acts.set_filter("")
            self.screen.say("all rows")
        self.screen.update_hints()

    async def act_quit(self, _count: int | None) -> None:
        """Leave the program from the board."""
        if self.in_tray:
            self.screen.set_mode(Mode.BOARD)
            return
        self.screen.app.exit()

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
        if self.state.hand is not None:
            return
        self.screen.tray.go(index)
        self.screen.set_mode(Mode.TRAY)
        if double:
            self.screen.perform("grab")
