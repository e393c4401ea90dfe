"""What is in hand: sliding with live consequences, dropping. Nothing is written before the drop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch_tui.core.commands import Command, MoveVisit, Outcome, PlaceCall
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.suggest import Because, because_of
from dispatch_tui.core.timewords import TimeBase, parse_instant
from dispatch_tui.desk.desk import seen
from dispatch_tui.keymap import Mode
from screens.hand_taking import TakingActs, spots_of
from widgets.board.geometry import slide_step
from widgets.board.state import Hand
from widgets.suggestion_words import GATES

if TYPE_CHECKING:
    from screens.board import BoardScreen

MINUTE = timedelta(minutes=1)


class HandActs(TakingActs):
    """Acts on what is in hand."""

    def __init__(self, screen: BoardScreen) -> None:
        super().__init__(screen)
        self._dropping = False

    # -- moving

    def _slide(self, minutes: float) -> None:
        visit = self.hand.visit
        self.moved_to(replace(visit, start=visit.start + minutes * MINUTE))

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
        self.moved_to(replace(visit, technician_id=key))

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
            self.moved_to(replace(hand.visit, technician_id=found))

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
            self.moved_to(replace(self.hand.visit, start=starts[0]))
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
        self.moved_to(replace(visit, start=ahead[0] if direction > 0 else ahead[-1]))

    def act_hand_exact(self, _count: int | None) -> None:
        """Ask for the exact time."""

        async def then(text: str) -> None:
            day = self.screen.board.day
            base = TimeBase(day.service_date, self.screen.live.now, day.shop.zone)
            self.moved_to(replace(self.hand.visit, start=parse_instant(text, base)))

        self.screen.ask(" at ", "time", then)

    def act_hand_suggestion(self, _count: int | None) -> None:
        """To a suggested place; its digit was the key."""
        digit = self.screen.last_digit
        hand = self.hand
        if not hand.spots:
            ranking = self.ranked(hand.call, hand.visit.minutes, hand.origin, hand.site)
            self.state.hand = hand = replace(hand, ranking=ranking, spots=ranking.spots)
        if digit > len(hand.spots):
            count = len(hand.spots)
            self.screen.say(
                f"there are {count} suggestions" if count else "nobody who can do it has room", "refused"
            )
            return
        spot = hand.spots[digit - 1]
        self.moved_to(replace(hand.visit, technician_id=spot.technician_id, start=spot.start))

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
        """Drop it in spite of the warnings; where a gate fails, asks why. No answer is an answer, too."""
        place = self.hand.place
        if place is None or not place.failed:
            await self._drop(sure=True)
            return

        async def then(reason: str) -> None:
            if self.state.hand is not None:
                await self._drop(sure=True, reason=reason.strip())

        gates = ", ".join(GATES[result.gate] for result in place.failed)
        self.screen.ask(f" {gates} fails. Why all the same? ", "override", then, empty=True)

    async def _drop(self, sure: bool, reason: str = "") -> None:
        hand = self.hand
        command: Command
        if hand.origin is None:
            visit = hand.visit
            command = PlaceCall(
                hand.call.id, visit.technician_id, visit.start, visit.minutes, sure, self._because(hand)
            )
            looked_at = seen(hand.call, "fate")
        else:
            visit = hand.visit
            command = MoveVisit(
                hand.origin.id, visit.technician_id, visit.start, visit.minutes, sure, self._because(hand)
            )
            looked_at = seen(hand.origin, "plan")
        self._dropping = True
        try:
            outcome = await self.screen.live.do(command, reason, looked_at)
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

    def _because(self, hand: Hand) -> Because | None:
        """What is kept of the choice: how it stood when it was made."""
        if hand.place is None or hand.ranking is None:
            return None
        return because_of(hand.ranking, hand.place)

    def placed(self, outcome: Outcome, when: str = "") -> None:
        """A call was placed from the list of suggestions; what was in hand of it is in hand no longer.

        Args:
            outcome: of placing it.
            when: said behind the answer where it stands on another day, which is not gone to.
        """
        if outcome.call is not None and self.held(outcome.call.id) is not None:
            self._empty()
        self.screen.say_outcome(replace(outcome, said=f"{outcome.said}{when}") if when else outcome)
        if self.state.hand is None:
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
        ranking = self.ranked(hand.call, hand.visit.minutes, hand.origin, hand.site)
        spots = spots_of(ranking) if hand.spots else ()
        self.state.hand = replace(hand, ranking=ranking, spots=spots)
        self.moved_to(hand.visit)

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
        self.state.hand = replace(
            hand, spots=(), ranking=self.ranked(hand.call, hand.visit.minutes, hand.origin, hand.site)
        )
        self.moved_to(replace(hand.visit, start=hand.visit.start + days, service_date=day.service_date))
