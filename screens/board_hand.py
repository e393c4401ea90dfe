"""What is in hand: grabbing, sliding with live consequences, dropping. Nothing is written before the drop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch_tui.core.commands import Command, MoveVisit, PlaceCall
from dispatch_tui.core.errors import NeedsSure, Refused, Usage
from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.rules import check_movable, missing_skills
from dispatch_tui.core.suggest import Spot, qualified, rounded_up, spots_on_row
from dispatch_tui.core.timewords import TimeBase, parse_instant
from dispatch_tui.desk.desk import seen
from dispatch_tui.keymap import Mode
from screens.board_acts import BoardActs
from widgets.board.geometry import slide_step
from widgets.board.rowview import short_name
from widgets.board.state import Hand

if TYPE_CHECKING:
    from screens.board import BoardScreen
    from widgets.board.widget import ScheduleBoard

MINUTE = timedelta(minutes=1)
MOST_WEIGHED = 60
"""Technicians weighed up when nothing fits; more would be felt at the key."""


class HandActs(BoardActs):
    """Acts on what is in hand."""

    def __init__(self, screen: BoardScreen) -> None:
        super().__init__(screen)
        self._drag_offset = 0.0

    @property
    def hand(self) -> Hand:
        """What is in hand."""
        hand = self.state.hand
        if hand is None:
            raise Usage("nothing is in hand", "space takes a block in hand")
        return hand

    # -- taking

    def act_grab(self, _count: int | None) -> None:
        """Take the block under the cursor, or the tray's call, in hand."""
        call = self.screen.call
        if call is None:
            return
        visit = self.screen.visit
        if visit is not None:
            self._check(visit)
            self._take(call, visit, visit)
        else:
            self._take_first_fit(call, ghosts=False)

    def _check(self, visit: Visit) -> None:
        check_movable(visit, who=True, when=True, sure=True)

    def act_assign(self, _count: int | None) -> None:
        """Take in hand at the best place, with the best nine shown."""
        call, visit = self.screen.call, self.screen.visit
        if call is None:
            return
        if visit is not None:
            self._check(visit)
        self._take_first_fit(call, ghosts=True, visit=visit)

    def act_place(self, _count: int | None) -> None:
        """Take a call of the tray in hand at the first place that fits."""
        call = self.screen.call
        if call is not None and self.screen.visit is None:
            self._take_first_fit(call, ghosts=True)
        elif call is not None:
            self.screen.say(f"{call.id} is on the board already; space takes it in hand", "refused")

    def take_call(self, call: Call) -> None:
        """Take a call of the tray in hand (after intake, or by a verb)."""
        if self.state.hand is not None:
            self.screen.say(f"{call.id} waits in the tray; drop what is in hand first", "refused")
            return
        self._take_first_fit(call, ghosts=True)

    def _take_first_fit(self, call: Call, ghosts: bool, visit: Visit | None = None) -> None:
        leave_out = visit.id if visit else None
        minutes = visit.minutes if visit else call.minutes
        spots = self.screen.live.keeper.best_spots(call, minutes, 9, leave_out)
        if spots:
            technician_id, start = spots[0].technician_id, spots[0].start
        else:
            technician_id, start = self._least_bad(call, minutes), self._free_start(call)
            self.screen.say("no place passes every gate; this is the nearest to it, slide it on", "refused")
        if not technician_id:
            self.screen.say("there are no technicians to give it to", "refused")
            return
        day = self.screen.board.day.service_date
        made = visit or Visit(call.id, technician_id, start, minutes, day)
        made = replace(made, technician_id=technician_id, start=start, service_date=day)
        self._take(call, made, visit, spots if ghosts else ())

    def _least_bad(self, call: Call, minutes: int) -> int:
        """Where nothing fits: who can do it at the least cost, else whose row the cursor is on."""
        day, keeper = self.screen.board.day, self.screen.live.keeper
        start = self._free_start(call)
        able = qualified(day, call)[:MOST_WEIGHED]
        if not able:
            return self.state.cursor.technician_id
        judged = {
            key: keeper.weigh(call, Visit(call.id, key, start, minutes, day.service_date)) for key in able
        }
        return min(able, key=lambda key: (len(judged[key].warnings), judged[key].leg_in.minutes))

    def _free_start(self, call: Call) -> datetime:
        earliest = max(self.screen.live.now, self.screen.board.day.span.start)
        if call.window is not None:
            earliest = max(earliest, call.window.start)
        return rounded_up(earliest)

    def _take(self, call: Call, visit: Visit, origin: Visit | None, spots: tuple[Spot, ...] = ()) -> None:
        customer = self.screen.board.day.customer_of(call)
        site = self.screen.board.day.site_of(call)
        self.state.hand = Hand(
            call, site, visit, origin, None, spots, short_name(customer.name) if customer else ""
        )
        self.screen.tray.hand = call.id if origin is None else None
        self.screen.set_mode(Mode.HAND)
        self._moved(visit)

    # -- moving

    def _moved(self, visit: Visit) -> None:
        """Show it there, with what dropping it would mean."""
        hand, state = self.hand, self.state
        judged = None
        if visit.technician_id in self.screen.board.day.rows:
            judged = self.screen.live.keeper.weigh(hand.call, visit, hand.site)
        state.hand = replace(hand, visit=visit, consequences=judged)
        state.cursor = replace(
            state.cursor,
            technician_id=visit.technician_id,
            minute=state.time.minute(visit.start),
            visit_id=None,
        )
        state.reveal()
        self.screen.schedule.draw()
        self.screen.refresh_cursor()

    def _slide(self, minutes: float) -> None:
        visit = self.hand.visit
        self._moved(replace(visit, start=visit.start + minutes * MINUTE))

    def act_hand_earlier(self, count: int | None) -> None:
        """A slot earlier."""
        self._slide(-self._step * (count or 1))

    def act_hand_later(self, count: int | None) -> None:
        """A slot later."""
        self._slide(self._step * (count or 1))

    @property
    def _step(self) -> int:
        return slide_step(self.state.frame.zoom)

    def act_hand_hour_earlier(self, count: int | None) -> None:
        """An hour earlier."""
        self._slide(-60 * (count or 1))

    def act_hand_hour_later(self, count: int | None) -> None:
        """An hour later."""
        self._slide(60 * (count or 1))

    def act_hand_down(self, count: int | None) -> None:
        """The next technician."""
        self._to_row(count or 1)

    def act_hand_up(self, count: int | None) -> None:
        """The technician before."""
        self._to_row(-(count or 1))

    def _to_row(self, steps: int) -> None:
        rows, visit = self.state.rows, self.hand.visit
        at = rows.index(visit.technician_id) if visit.technician_id in rows else 0
        key = rows[max(0, min(len(rows) - 1, at + steps))]
        self._moved(replace(visit, technician_id=key))

    def act_hand_next_fit(self, _count: int | None) -> None:
        """The next who is qualified and free then."""
        self._next_fit(1)

    def act_hand_prev_fit(self, _count: int | None) -> None:
        """The one before who is qualified and free then."""
        self._next_fit(-1)

    def _next_fit(self, direction: int) -> None:
        hand, rows, day = self.hand, self.state.rows, self.screen.board.day
        at = rows.index(hand.visit.technician_id) if hand.visit.technician_id in rows else 0
        for offset in range(1, len(rows) + 1):
            key = rows[(at + offset * direction) % len(rows)]
            if missing_skills(hand.call, day.technicians[key]):
                continue
            target = replace(hand.visit, technician_id=key)
            if not self.screen.live.keeper.weigh(hand.call, target, hand.site).warnings:
                self._moved(target)
                return
        self.screen.say("nobody else is qualified and free then; w looks along this row", "refused")

    def act_hand_next_gap(self, _count: int | None) -> None:
        """The next gap of the row where it fits."""
        self._gap(1)

    def act_hand_prev_gap(self, _count: int | None) -> None:
        """The gap before where it fits."""
        self._gap(-1)

    def act_hand_earliest(self, _count: int | None) -> None:
        """The earliest feasible start on the row."""
        starts = self._starts()
        if starts:
            self._moved(replace(self.hand.visit, start=starts[0]))
        else:
            self.screen.say("it fits nowhere on this row", "refused")

    def _starts(self) -> list[datetime]:
        hand, board, keeper = self.hand, self.screen.board, self.screen.live.keeper
        key = hand.visit.technician_id
        facts = board.day.facts(key)
        if hand.site is not None:
            facts = facts.with_site(hand.site)
        leave_out = hand.origin.id if hand.origin else None
        spots = spots_on_row(
            facts,
            board.forecasts[key],
            key,
            hand.call,
            hand.visit.minutes,
            board.now,
            keeper.travel,
            leave_out,
        )
        return sorted(spot.start for spot in spots)

    def _gap(self, direction: int) -> None:
        visit = self.hand.visit
        starts = self._starts()
        ahead = [at for at in starts if (at > visit.start if direction > 0 else at < visit.start)]
        if not ahead:
            self.screen.say(
                "no more gaps on this row where it fits; J looks at the next technician", "refused"
            )
            return
        self._moved(replace(visit, start=ahead[0] if direction > 0 else ahead[-1]))

    def act_hand_exact(self, _count: int | None) -> None:
        """Ask for the exact time."""

        async def then(text: str) -> None:
            day = self.screen.board.day
            base = TimeBase(day.service_date, self.screen.live.now, day.shop.zone)
            self._moved(replace(self.hand.visit, start=parse_instant(text, base)))

        self.screen.ask(" at ", "time", then)

    def act_hand_suggestion(self, _count: int | None) -> None:
        """To a suggested place; its digit was the key."""
        digit = self.screen.last_digit
        hand = self.hand
        if not hand.spots:
            leave_out = hand.origin.id if hand.origin else None
            spots = self.screen.live.keeper.best_spots(hand.call, hand.visit.minutes, 9, leave_out)
            self.state.hand = hand = replace(hand, spots=spots)
        if digit > len(hand.spots):
            count = len(hand.spots)
            self.screen.say(
                f"there are {count} suggestions" if count else "nothing passes every gate", "refused"
            )
            return
        spot = hand.spots[digit - 1]
        self._moved(replace(hand.visit, technician_id=spot.technician_id, start=spot.start))

    # -- ending

    def act_hand_back(self, _count: int | None) -> None:
        """Put it back."""
        hand = self.hand
        self._empty()
        state = self.state
        if hand.origin is not None and hand.origin.id in self.screen.board.day.visits:
            state.put_cursor(state.on_visit(self.screen.board.day.visits[hand.origin.id]))
        self.screen.say("put back where it was")
        self.screen.set_mode(Mode.BOARD)

    def _empty(self) -> None:
        self.state.hand = None
        self.screen.tray.hand = None

    async def act_drop(self, _count: int | None) -> None:
        """Drop it here; asks first if that has a cost."""
        await self._drop(sure=False)

    async def act_drop_anyway(self, _count: int | None) -> None:
        """Drop it in spite of the warnings."""
        await self._drop(sure=True)

    async def _drop(self, sure: bool) -> None:
        hand = self.hand
        command: Command
        if hand.origin is None:
            visit = hand.visit
            command = PlaceCall(hand.call.id, visit.technician_id, visit.start, visit.minutes, sure)
            looked_at = seen(hand.call, "fate")
        else:
            visit = hand.visit
            command = MoveVisit(hand.origin.id, visit.technician_id, visit.start, visit.minutes, sure)
            looked_at = seen(hand.origin, "plan")
        try:
            outcome = await self.screen.live.do(command, looked_at=looked_at)
        except NeedsSure as costs:
            self.screen.say(f"{costs.message}: ! drops it all the same, esc puts it back", "refused")
            return
        self._empty()
        self.screen.say_outcome(outcome)
        self._land(outcome.visit_id)

    def _land(self, visit_id: int | None) -> None:
        state = self.state
        visit = self.screen.board.day.visits.get(visit_id) if visit_id else None
        if visit is not None:
            state.put_cursor(state.on_visit(visit))
        self.screen.set_mode(Mode.BOARD)

    # -- what happens meanwhile

    def board_moved(self) -> None:
        """Others changed something: judge anew; the block stays in hand."""
        hand = self.state.hand
        if hand is None:
            return
        day = self.screen.board.day
        if hand.origin is None and hand.call.id not in day.tray and day.visit_of(hand.call.id) is not None:
            self._empty()
            self.screen.say(f"{hand.call.id} has been placed by somebody else", "heard")
            self.screen.set_mode(Mode.BOARD)
            return
        self._moved(hand.visit)

    def day_changed(self) -> None:
        """Another day is shown: what is in hand comes along, at the same time of day."""
        hand = self.state.hand
        if hand is None:
            return
        day = self.screen.board.day
        if hand.visit.service_date == day.service_date:
            self.board_moved()
            return
        days = day.service_date - hand.visit.service_date
        self.state.hand = replace(hand, spots=())
        self._moved(replace(hand.visit, start=hand.visit.start + days, service_date=day.service_date))

    def dragged(self, event: ScheduleBoard.Dragged) -> None:
        """The mouse moves what it took, and drops it."""
        state = self.state
        if state.hand is None:
            if state.visit is None or event.done:
                return
            call = self.screen.call
            if call is None:
                return
            try:
                self._check(state.visit)
            except Refused as error:
                self.screen.say(str(error), "refused")
                return
            self._drag_offset = event.start - state.time.minute(state.visit.start)
            self._take(call, state.visit, state.visit)
        if event.done:
            self.screen.perform("drop")
            return
        start = state.time.instant(event.minute - self._drag_offset)
        snapped = rounded_up(start - timedelta(minutes=2.5))
        self._moved(replace(self.hand.visit, technician_id=event.technician_id, start=snapped))
