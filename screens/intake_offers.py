"""What you can offer a caller: windows for a call that is being taken, from what has been typed so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dispatch_tui.core.model import Call
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.suggest import Factor, Known
from dispatch_tui.core.timewords import clock_text, day_text, window_text
from dispatch_tui.desk.suggesting import DAYS, OfferedWindow, Offers, drafted
from widgets.offers import Offer
from widgets.suggestion_words import reason_words, shut_words

if TYPE_CHECKING:
    from screens.intake import IntakeScreen

GUESSED = "YOU CAN OFFER (place not known: a guess)"
SAID = frozenset({Factor.RESPONSE})
"""How soon it is, the day says."""
BEST = 4
"""So many of the best windows come first; the rest follow by time."""


class IntakeOffers:
    """The windows that can be offered, and the one that was taken."""

    def __init__(self, form: IntakeScreen) -> None:
        self._form = form
        self._taken: OfferedWindow | None = None

    async def act_form_offers(self, _count: int | None) -> None:
        """List the windows of today and the next days."""
        form = self._form
        checked = form.checked()
        if checked.kind is None:
            form.say("what kind of work is it? offers depend on skills and length", "refused")
            form.focus_on("type")
            return
        live = form.live
        board, now = live.board, live.now
        today = local_date(now, board.day.shop.zone)
        call = drafted(checked.kind, now, today, checked.minutes, checked.skills, checked.priority)
        first = max(today, checked.due or today)
        known = Known(form.chosen.customer, form.chosen.site)
        form.say(f"looking for places from {day_text(first)} on")
        offers = await live.offers(call, DAYS, first, known)
        self._list(offers, known)

    def _list(self, offers: Offers, known: Known) -> None:
        form = self._form
        if not offers.windows:
            why = next((words for day in offers.days if (words := shut_words(day))), "nobody works")
            form.offers.offer_these(f"NOTHING TO OFFER IN {len(offers.days)} DAYS", ())
            form.say(f"no window in {len(offers.days)} days: {why}", "refused")
            return
        placed = known.site is not None and known.site.place is not None
        form.offers.offer_these("YOU CAN OFFER" if placed else GUESSED, self._offers(offers))
        form.offers.mark(1)
        form.say("enter takes the marked window; then ctrl+g saves and takes it in hand right there")

    def _offers(self, offers: Offers) -> list[Offer]:
        best, rest = offers.windows[:BEST], offers.windows[BEST:]
        rest = tuple(sorted(rest, key=lambda each: each.window.start))
        return [Offer(window=each, lines=self._lines(each, offers.windows)) for each in (*best, *rest)]

    def _lines(self, offered: OfferedWindow, all_offered: Sequence[OfferedWindow]) -> tuple[str, str]:
        day = self._form.live.board.day
        zone, place = day.shop.zone, offered.place
        technician = day.technicians.get(place.technician_id)
        when = f"{day_text(place.day)} {window_text(offered.window, zone)}"
        who = f"{technician.code} {next(iter(technician.name.split()), '')}" if technician else "?"
        reasons = reason_words(place, [each.place for each in all_offered], said=SAID)
        others = offered.technicians - 1
        more = f"; {others} more could" if others > 0 else ""
        return (
            f"{when:<17}{place.total:>3.0f}  {who} {clock_text(place.start, zone)}",
            f"{reasons}{more}",
        )

    def take(self, offered: OfferedWindow) -> None:
        """Fill day and window in."""
        form = self._form
        zone = form.live.board.day.shop.zone
        self._taken = offered
        form.fill(
            {
                "due": offered.place.day.isoformat(),
                "window": window_text(offered.window, zone, "-"),
            }
        )
        form.say("ctrl+g saves it and takes it in hand right there, ctrl+s leaves it in the tray")

    def placed_at(self, call: Call) -> OfferedWindow | None:
        """The window that was taken, if it is what was promised."""
        taken = self._taken
        return taken if taken is not None and call.window == taken.window else None

    def in_hand(self, call: Call) -> None:
        """Take a call that was saved in hand, where it was offered if it was."""
        services, live, taken = self._form.services, self._form.live, self.placed_at(call)
        if taken is None:
            services.take_in_hand(call.id)
        elif taken.place.day == live.board.day.service_date or services.in_hand is not None:
            services.take_in_hand(call.id, taken.place)
        else:
            # the form is gone by now, and what a screen has begun goes with it
            self._form.app.run_worker(self._there(call, taken))

    async def _there(self, call: Call, taken: OfferedWindow) -> None:
        await self._form.live.go(taken.place.day)
        self._form.services.take_in_hand(call.id, taken.place)
