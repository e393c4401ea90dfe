"""What is in hand: grabbing, sliding with live consequences, dropping. Nothing is written before the drop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch_tui.core.commands import Command, MoveVisit, PlaceCall
from dispatch_tui.core.errors import NeedsSure, Refused, Usage
from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.rules import check_movable
from dispatch_tui.core.suggest import Spot, rounded_up
from dispatch_tui.core.timewords import TimeBase, parse_instant
from dispatch_tui.desk.desk import seen
from dispatch_tui.keymap import Mode
from screens.board_acts import BoardActs
from widgets.board.geometry import slide_step
from widgets.board.rowview import short_name
from widgets.board.state import Cursor, Hand

if TYPE_CHECKING:
    from screens.board import BoardScreen
    from widgets.board.widget import ScheduleBoard

MINUTE = timedelta(minutes=1)


class HandActs(BoardActs):
    """Acts on what is in hand."""

    def __init__(self, screen: BoardScreen) -> None:
        super().__init__(screen)
        self._drag_offset = 0.0
        self._dropping = False

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

    def need_movable(self, visit: Visit) -> None:
        """See that a visit of the day can be taken in hand now.

        Raises:
            Refused: naming what is in hand already, or what freezes it.
        """
        self.need_free_hand()
        self._check(visit)

    def take_visit(self, visit: Visit) -> None:
        """Take a visit of the day in hand where it stands, with its best places shown (from an alert)."""
        call = self.screen.board.day.calls[visit.call_id]
        spots = self.screen.live.keeper.best_spots(call, visit.minutes, 9, visit.id)
        self._take(call, visit, visit, spots)

    def _take_first_fit(self, call: Call, ghosts: bool, visit: Visit | None = None) -> None:
        leave_out = visit.id if visit else None
        minutes = visit.minutes if visit else call.minutes
        spots = self.screen.live.keeper.best_spots(call, minutes, 9, leave_out)
        if not spots:
            spots = self.screen.live.keeper.least_bad_spots(call, minutes)
            self.screen.say(
                "nowhere is it free of trouble: these are the least bad places, 1 to 9", "refused"
            )
        technician_id = spots[0].technician_id if spots else self.state.cursor.technician_id
        start = spots[0].start if spots else self.screen.live.keeper.earliest_start(call)
        if not technician_id:
            self.screen.say(
                f"{call.id} waits in the tray: there are no technicians to give it to yet", "refused"
            )
            return
        day = self.screen.board.day.service_date
        made = visit or Visit(call.id, technician_id, start, minutes, day)
        made = replace(made, technician_id=technician_id, start=start, service_date=day)
        self._take(call, made, visit, spots if ghosts else ())

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
        hand, rows = self.hand, self.state.rows
        at = rows.index(hand.visit.technician_id) if hand.visit.technician_id in rows else 0
        others = [rows[(at + offset * direction) % len(rows)] for offset in range(1, len(rows) + 1)]
        found = self.screen.live.keeper.next_who_fits(hand.call, hand.visit, others, hand.site)
        if found is None:
            self.screen.say("nobody else who can do it is free then; w looks along this row", "refused")
        else:
            self._moved(replace(hand.visit, technician_id=found))

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
        hand = self.hand
        leave_out = hand.origin.id if hand.origin else None
        return self.screen.live.keeper.starts_on_row(hand.call, hand.visit, leave_out, hand.site)

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
                f"there are {count} suggestions" if count else "nobody who can do it has room", "refused"
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
        self._dropping = True
        try:
            outcome = await self.screen.live.do(command, looked_at=looked_at)
        except Refused as refusal:
            self._dropping = False
            self.board_moved()  # what others did while this waited
            if not isinstance(refusal, NeedsSure):
                raise
            self.screen.say(f"{refusal.message}: ! drops it all the same, esc puts it back", "refused")
            return
        finally:
            self._dropping = False
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
        if self._dropping:
            return
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

    def dragged_from_tray(self, index: int, over: Cursor | None, x: int, done: bool) -> None:
        """The mouse brings a call out of the tray; let go off the rows, it stays in hand."""
        state, tray = self.state, self.screen.board.day.tray
        if state.hand is None:
            if over is None or index >= len(tray):
                return
            call = self.screen.board.day.calls[tray[index]]
            day = self.screen.board.day.service_date
            start = self._snapped(state.frame.minute_at(x))
            self._take(call, Visit(call.id, over.technician_id, start, call.minutes, day), None)
        elif over is not None:
            start = self._snapped(state.frame.minute_at(x))
            self._moved(replace(self.hand.visit, technician_id=over.technician_id, start=start))
        if done and over is not None:
            self.screen.perform("drop")

    def _snapped(self, minute: float) -> datetime:
        """The instant of a minute of the day, on the nearest five minutes."""
        return rounded_up(self.state.time.instant(minute) - timedelta(minutes=2.5))

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
        start = self._snapped(event.minute - self._drag_offset)
        self._moved(replace(self.hand.visit, technician_id=event.technician_id, start=start))
