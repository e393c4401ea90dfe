"""Who should take a call, and when: ranked places for today and the next days, with all their reasons."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from dispatch_tui.core.commands import Command, MoveVisit, PlaceCall, SetRule
from dispatch_tui.core.day import Moved
from dispatch_tui.core.errors import NeedsSure
from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.status import OVER
from dispatch_tui.core.suggest import PRESETS, Because, Known, Ranking, Suggestion, because_of
from dispatch_tui.core.timewords import day_text
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.suggesting import DAYS, DaysAhead, rank_on
from dispatch_tui.desk.supposing import behind, goals_with, with_preset
from dispatch_tui.keymap import Mode, Situation
from screens.base import DeskScreen
from widgets.cells import Look
from widgets.lines import HintRow
from widgets.status_row import StatusRow
from widgets.suggestion_why import kept_lines
from widgets.suggestion_words import GATES
from widgets.suggestions import DayTab, SuggestionTable, SuggestionView

if TYPE_CHECKING:
    from screens.board_hand import HandActs


class SuggestionsScreen(DeskScreen):
    """The places of one call."""

    mode = Mode.SUGGEST

    def __init__(self, look: Look, call_id: int, hands: HandActs) -> None:
        super().__init__("suggestions")
        self._look = look
        self.call_id = call_id
        self._hands = hands
        self._at = 0
        self._supposed = ""
        self._then = False
        self._rev = -1
        self._later: dict[date, Ranking] = {}
        self._days_ahead = DaysAhead()
        self._kept: Because | None = None
        self.table = SuggestionTable(look)

    def compose(self) -> ComposeResult:
        """Status row, the places, hints, last line."""
        yield StatusRow(self._look)
        yield self.table
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Show today at once; the next days follow."""
        self._rev = self.live.board.day.rev
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._show()
        self.start(self._read_kept, group="kept")
        self.start(self._look_ahead, group="ahead")

    def on_resize(self) -> None:
        """Another size."""
        self.call_after_refresh(self._show)

    def board_moved(self, moved: Moved) -> None:
        """Places are as the board is; the other days are read anew where anything was written."""
        del moved
        if not self.alive:
            return
        self._show()
        rev = self.live.board.day.rev
        if rev != self._rev:
            self._rev = rev
            self.start(self._read_kept, group="kept")
            self.start(self._look_ahead, group="ahead")

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._show()

    # -- what is shown

    @property
    def call(self) -> Call | None:
        """What is to be placed; as it is in hand, where it is."""
        held = self._hands.held(self.call_id)
        return held.call if held else self.live.board.day.calls.get(self.call_id)

    @property
    def visit(self) -> Visit | None:
        """Where it stands now; None in the tray."""
        day = self.live.board.day
        visit = None if self.call_id in day.tray else day.visit_of(self.call_id)
        return visit if visit is not None and visit.state not in OVER else None

    @property
    def minutes(self) -> int:
        """The length it is placed with."""
        held, visit, call = self._hands.held(self.call_id), self.visit, self.call
        if held is not None:
            return held.visit.minutes
        return visit.minutes if visit else call.minutes if call else 0

    def _days(self) -> list[date]:
        """The day on the board, and the next ones after it or after today."""
        shown = self.live.board.day.service_date
        today = local_date(self.live.now, self.live.board.day.shop.zone)
        first = max(shown, today)
        return [shown, *(day for add in range(DAYS) if (day := first + timedelta(days=add)) != shown)][:DAYS]

    def _show(self) -> None:
        if not self.live.ready or not self.table.size.width:
            return
        call = self.call
        if call is None:
            self.dismiss()  # it is on another day now, or there no longer
            return
        board, keeper = self.live.board, self.live.keeper
        self.query_one(StatusRow).update(board, alerts=self.live.alerts)
        visit = self.visit
        known = self._known(call)
        if self._supposed:
            ranking = rank_on(with_preset(board, self._supposed), call, self.minutes, visit, known)
        else:
            ranking = keeper.suggest(call, self.minutes, visit.id if visit else None, known)
        days = self._days()
        tabs = [DayTab(days[0], ranking), *(DayTab(day, self._later.get(day)) for day in days[1:])]
        self._at = min(self._at, len(tabs) - 1)
        view = SuggestionView(
            board.day, call, visit, tabs, self._at, self._note(ranking, call, days[self._at])
        )
        self.table.update(replace(view, kept=self._why(call, visit, ranking), then=self._then))
        self._marked()

    def _why(self, call: Call, visit: Visit | None, ranking: Ranking) -> list[tuple[str, str]]:
        """What was kept when it was placed, beside how that looks now."""
        kept = self._kept
        if (
            kept is None
            or visit is None
            or (kept.technician_id, kept.start) != (visit.technician_id, visit.start)
        ):
            return []
        keeper = self.live.keeper
        place = None
        if visit.technician_id in keeper.board.day.rows:
            place = keeper.judge(call, visit.technician_id, visit.start, visit.minutes, visit.id)
        return kept_lines(kept, place, ranking, keeper.board.day, self.look.glyphs)

    async def _read_kept(self) -> None:
        visit = self.visit
        self._kept = await self.live.ask(lambda desk: desk.store.because_of(visit)) if visit else None
        self._show()

    def _note(self, ranking: Ranking, call: Call, shown: date) -> str:
        """By which weights; of a day that is later than it should be done, that."""
        if self._supposed:
            return f"supposing {self._supposed} (W keeps it)"
        if call.due is not None and shown > call.due and call.window is None:
            return f"due {day_text(call.due)}: this is later"
        own = ", own weights" if ranking.weights.own else ""
        return f"weights: {ranking.weights.preset}{own}"

    def _known(self, call: Call) -> Known:
        day, held = self.live.board.day, self._hands.held(self.call_id)
        site = day.site_of(call) or (held.site if held else None)
        return Known(day.customer_of(call), site)

    def _marked(self) -> None:
        """The goals with the marked place, and the keys."""
        call, place, visit = self.call, self.table.place, self.visit
        before = after = None
        if call is not None and place is not None and place.day == self.live.board.day.service_date:
            made = visit or Visit(call.id, place.technician_id, place.start, place.minutes, place.day)
            there = replace(made, technician_id=place.technician_id, start=place.start, minutes=place.minutes)
            before = self.live.board.goals
            view = self.table.view
            gap = behind(place, view.ranking) if view and view.ranking else None
            after = goals_with(self.live.keeper, call, there, self._known(call).site, gap)
        self.table.with_goals(before, after)
        self.update_hints()

    async def _look_ahead(self) -> None:
        """The next days: read on the store's thread, reckoned on another, so that no key waits for them."""
        call, minutes, preset = self.call, self.minutes, self._supposed
        if call is None:
            return
        known, knowledge, now = self._known(call), self.live.keeper.knowledge, self.live.now
        days, ahead = self._days()[1:], self._days_ahead
        read = await self.live.ask(lambda desk: ahead.read(desk, days))

        def reckoned() -> dict[date, Ranking]:
            boards = ahead.boards(read, now, knowledge)
            return {
                board.day.service_date: rank_on(with_preset(board, preset), call, minutes, None, known)
                for board in boards
            }

        self._later = await asyncio.to_thread(reckoned)
        self._show()

    def situation(self) -> Situation:
        """What refusals depend on."""
        visit, place = self.visit, self.table.place
        state = visit.state if visit else None
        return Situation(state, True, False, place is not None, self.live.board.day.clock is not None)

    # -- the cursor

    def _go(self, index: int) -> None:
        self.table.go(index)
        self._marked()

    def act_down(self, count: int | None) -> None:
        """The next place."""
        self._go(self.table.cursor + (count or 1))

    def act_up(self, count: int | None) -> None:
        """The place before."""
        self._go(self.table.cursor - (count or 1))

    def act_top(self, _count: int | None) -> None:
        """The best place."""
        self._go(0)

    def act_bottom(self, _count: int | None) -> None:
        """The last one."""
        self._go(10**6)

    act_page_down = act_bottom
    act_page_up = act_top

    def act_place_mark(self, _count: int | None) -> None:
        """To the place of the digit pressed."""
        view = self.table.view
        ranking = view.ranking if view else None
        if ranking is None or self.last_digit > len(ranking.places):
            self.say(f"there is no place {self.last_digit} on this day", "refused")
        else:
            self._go(self.last_digit - 1)

    def act_place_day_next(self, count: int | None) -> None:
        """The next day."""
        self._to_day(self._at + (count or 1))

    def act_place_day_prev(self, count: int | None) -> None:
        """The day before."""
        self._to_day(self._at - (count or 1))

    def _to_day(self, at: int) -> None:
        if not 0 <= at < len(self._days()):
            self.say("these are all days that are looked at", "refused")
            return
        self._at = at
        self._show()

    def on_suggestion_table_pointed(self, event: SuggestionTable.Pointed) -> None:
        """A click marks; a double click takes."""
        self._go(event.index)
        if event.double:
            self.perform("place.take")

    def act_place_then(self, _count: int | None) -> None:
        """What was kept when it was placed, in place of the marked place; and back."""
        view = self.table.view
        if view is None or not view.kept:
            self.say("it stands nowhere yet" if self.visit is None else "nothing was kept of why", "refused")
            return
        self._then = not self._then
        self._show()

    # -- weights

    def act_place_weights(self, _count: int | None) -> None:
        """Suppose the next preset; after the last, the shop's own weights again."""
        names = ["", *PRESETS]
        self._supposed = names[(names.index(self._supposed) + 1) % len(names)]
        self._later.clear()
        self._show()
        self.table.go(0)
        self._marked()
        self.start(self._look_ahead, group="ahead")

    async def act_place_keep_weights(self, _count: int | None) -> None:
        """What is supposed is the shop's from now on."""
        if not self._supposed:
            self.say("nothing is supposed: w supposes that something else mattered most", "refused")
            return
        preset, self._supposed = self._supposed, ""
        await self.do(SetRule("suggest", preset), seen(self.live.board.day.shop, "rules"))

    # -- taking a place

    async def act_place_take(self, _count: int | None) -> None:
        """Place it there: one act, one undo."""
        place, call = self.table.place, self.call
        if place is None or call is None:
            return
        if place.failed:
            gates = ", ".join(GATES[result.gate] for result in place.failed)

            async def then(reason: str) -> None:
                await self._place(call, place, sure=True, reason=reason)

            self.ask(f" {gates} fails. Why all the same? ", "override", then)
            return
        await self._place(call, place)

    async def _place(self, call: Call, place: Suggestion, *, sure: bool = False, reason: str = "") -> None:
        """Carry it out; where it has a cost that no gate knows of, ask for a y."""
        visit = self.visit
        looked_at = seen(visit, "plan") if visit else seen(call, "fate")
        try:
            outcome = await self.live.do(self._command(call, visit, place, sure), reason, looked_at)
        except NeedsSure as costs:
            self._ask_yes(costs.message, lambda: self._place(call, place, sure=True, reason=reason))
            return
        shown = place.day == self.live.board.day.service_date
        when = "" if shown else f", on {day_text(place.day)}"
        self.dismiss()
        self._hands.placed(outcome, when)

    def _command(self, call: Call, visit: Visit | None, place: Suggestion, sure: bool) -> Command:
        view = self.table.view
        ranking = view.ranking if view else None
        because = because_of(ranking, place) if ranking else None
        if visit is None:
            return PlaceCall(call.id, place.technician_id, place.start, place.minutes, sure, because)
        return MoveVisit(visit.id, place.technician_id, place.start, place.minutes, sure, because)

    def _ask_yes(self, question: str, go: Callable[[], Awaitable[None]]) -> None:
        async def then(text: str) -> None:
            if text.strip().lower() in ("y", "yes", "!"):
                await go()
            else:
                self.say("left as it is")

        self.ask(f" {question}: all the same? y/n ", "sure", then)

    def act_place_hand(self, _count: int | None) -> None:
        """In hand there, on the board."""
        place, call = self.table.place, self.call
        if place is None or call is None:
            return
        self._hands.may_take(call)
        self.dismiss()
        if place.day == self.live.board.day.service_date:
            self._hands.take_at(call, place)
        else:
            self.app.run_worker(self._there(call, place))  # what this screen begins would go with it

    async def _there(self, call: Call, place: Suggestion) -> None:
        """To a place on another day, with the call in hand."""
        if self._hands.held(call.id) is None:
            self._hands.take_at(call, place)
        await self.live.go(place.day)
        self._hands.take_at(call, place)

    def act_place_detail(self, _count: int | None) -> None:
        """The call whole."""
        self.services.open_detail(self.call_id)

    def act_back(self, _count: int | None) -> None:
        """Back to where one came from."""
        self.dismiss()

    def act_quit(self, _count: int | None) -> None:
        """Likewise."""
        self.dismiss()
