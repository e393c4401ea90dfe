"""Taking something in hand, and what is known of where it is then: consequences, points, goals."""

from __future__ import annotations

from dataclasses import replace

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Call, Site, Visit
from dispatch_tui.core.rules import check_movable
from dispatch_tui.core.status import OVER
from dispatch_tui.core.suggest import Known, Ranking, Spot, Suggestion
from dispatch_tui.desk.supposing import behind, goals_with
from dispatch_tui.keymap import Mode
from screens.board_acts import BoardActs
from widgets.board.rowview import short_name
from widgets.board.state import Hand


def spots_of(ranking: Ranking) -> tuple[Spot, ...]:
    """What the digits stand for: the open places, or where none is open, the least bad ones."""
    return ranking.spots or tuple(place.spot for place in ranking.closed)


class TakingActs(BoardActs):
    """Acts that take something in hand."""

    @property
    def hand(self) -> Hand:
        """What is in hand.

        Raises:
            Usage: if nothing is.
        """
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
            self.check(visit)
            self.take(call, visit, visit)
        else:
            self._take_first_fit(call, ghosts=False)

    def check(self, visit: Visit) -> None:
        """See that nothing freezes a visit."""
        check_movable(visit, who=True, when=True, sure=True)

    def act_assign(self, _count: int | None) -> None:
        """Take in hand at the best place, with the best nine shown."""
        call, visit = self.screen.call, self.screen.visit
        if call is None:
            return
        if visit is not None:
            self.check(visit)
        self._take_first_fit(call, ghosts=True, visit=visit)

    def act_place(self, _count: int | None) -> None:
        """Take a call of the tray in hand at the first place that fits."""
        call = self.screen.call
        if call is not None and self.screen.visit is None:
            self._take_first_fit(call, ghosts=True)
        elif call is not None:
            self.screen.say(f"{call.id} is on the board already; space takes it in hand", "refused")

    def take_call(self, call: Call, place: Suggestion | None = None) -> None:
        """Take a call of the tray in hand (after intake, or by a verb), at a place if one was chosen."""
        if self.state.hand is not None:
            self.screen.say(f"{call.id} waits in the tray; drop what is in hand first", "refused")
            return
        if place is not None and place.technician_id in self.screen.board.day.rows:
            self.take_at(call, place)
            return
        self._take_first_fit(call, ghosts=True)

    def need_movable(self, visit: Visit) -> None:
        """See that a visit of the day can be taken in hand now.

        Raises:
            Refused: naming what is in hand already, or what freezes it.
        """
        self.need_free_hand()
        self.check(visit)

    def take_visit(self, visit: Visit) -> None:
        """Take a visit of the day in hand where it stands, with its best places shown (from an alert)."""
        call = self.screen.board.day.calls[visit.call_id]
        ranking = self.ranked(call, visit.minutes, visit)
        self.take(call, visit, visit, ranking, spots_of(ranking))

    def take_at(self, call: Call, place: Suggestion) -> None:
        """Take a call, or its visit of the day, in hand at a place; what is in hand of it goes there."""
        made = self.held(call.id)
        if made is None:
            visit = self._standing(call)
            ranking = self.ranked(call, place.minutes, visit)
            at = visit or Visit(call.id, place.technician_id, place.start, place.minutes, place.day)
            self.take(call, at, visit, ranking, spots_of(ranking))
        self.moved_to(
            replace(
                self.hand.visit,
                technician_id=place.technician_id,
                start=place.start,
                minutes=place.minutes,
                service_date=place.day,
            )
        )

    def may_take(self, call: Call) -> None:
        """See that a call can be taken in hand, or is.

        Raises:
            Refused: naming what is in hand already, or what freezes its visit.
        """
        if self.held(call.id) is not None:
            return
        self.need_free_hand()
        visit = self._standing(call)
        if visit is not None:
            self.check(visit)

    def held(self, call_id: int) -> Hand | None:
        """What is in hand, if that is a certain call."""
        hand = self.screen.state.hand if self.screen.state else None
        return hand if hand is not None and hand.call.id == call_id else None

    def _standing(self, call: Call) -> Visit | None:
        visit = self.screen.board.day.visit_of(call.id)
        return visit if visit is not None and visit.state not in OVER else None

    def ranked(self, call: Call, minutes: int, visit: Visit | None, site: Site | None = None) -> Ranking:
        """Where a call could go, with its visit taken off first."""
        day = self.screen.board.day
        known = Known(day.customer_of(call), day.site_of(call) or site)
        return self.screen.live.keeper.suggest(call, minutes, visit.id if visit else None, known)

    def _take_first_fit(self, call: Call, ghosts: bool, visit: Visit | None = None) -> None:
        minutes = visit.minutes if visit else call.minutes
        ranking = self.ranked(call, minutes, visit)
        spots = spots_of(ranking)
        if not ranking.places:
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
        self.take(call, made, visit, ranking, spots if ghosts else ())

    def take(
        self,
        call: Call,
        visit: Visit,
        origin: Visit | None,
        ranking: Ranking | None = None,
        spots: tuple[Spot, ...] = (),
    ) -> None:
        """Take in hand.

        Args:
            call: whose visit it is.
            visit: as it would stand if dropped now.
            origin: as it stands; None for a call of the tray.
            ranking: where it could go; reckoned if it is not given.
            spots: drawn on the board, by digit.
        """
        day = self.screen.board.day
        customer, site = day.customer_of(call), day.site_of(call)
        name = short_name(customer.name) if customer else ""
        known = ranking or self.ranked(call, visit.minutes, origin)
        self.state.hand = Hand(call, site, visit, origin, None, spots, name, known)
        self.screen.tray.hand = call.id if origin is None else None
        self.screen.set_mode(Mode.HAND)
        self.moved_to(visit)

    def act_suggest(self, _count: int | None) -> None:
        """All places of a call, with their reasons."""
        call = self.screen.call
        if call is not None:
            self.screen.services.open_suggestions(call.id)

    def moved_to(self, visit: Visit) -> None:
        """Show it there, with what dropping it would mean."""
        hand, state, keeper = self.hand, self.state, self.screen.live.keeper
        judged = place = goals = None
        if visit.technician_id in self.screen.board.day.rows:
            judged = keeper.weigh(hand.call, visit, hand.site)
            leave_out = hand.origin.id if hand.origin else None
            known = Known(site=hand.site)
            place = keeper.judge(hand.call, visit.technician_id, visit.start, visit.minutes, leave_out, known)
            gap = behind(place, hand.ranking) if hand.ranking else None
            goals = goals_with(keeper, hand.call, visit, hand.site, gap)
        state.hand = replace(hand, visit=visit, consequences=judged, place=place, goals=goals)
        state.cursor = replace(
            state.cursor,
            technician_id=visit.technician_id,
            minute=state.time.minute(visit.start),
            visit_id=None,
        )
        state.reveal()
        self.screen.schedule.draw()
        self.screen.refresh_cursor()
