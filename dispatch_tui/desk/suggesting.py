"""Suggestions over several days, for calls that stand, wait or do not exist yet.

What is asked of one board is asked of its keeper (`BoardKeeper.suggest`), on the event loop. What needs other
days is put together here: read on the store's thread, reckoned wherever the caller says.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dispatch_tui.core.day import Day
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.model import NEW, Call, CallType, Customer, Priority, Site, Span, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import DAY, local_date, local_instant, local_minute
from dispatch_tui.core.status import OVER
from dispatch_tui.core.suggest import (
    CLOSED,
    NOT_ELSEWHERE,
    PLACES,
    Because,
    Known,
    Ranking,
    Suggester,
    Suggestion,
    what_would_win,
)
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.desk import Desk

DAYS = 5
"""Days that are looked at, today included, if nobody says how many."""

MOST_DAYS = 14

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OfferedWindow:
    """A window that could be promised.

    Attributes:
        window: of the arrival.
        place: the best place that keeps it.
        technicians: how many could keep it.
    """

    window: Span
    place: Suggestion
    technicians: int


@dataclass(frozen=True, slots=True)
class Offers:
    """Where a call could go, over several days.

    Attributes:
        days: the ranking of each day looked at, in order.
        places: the best of all days, best first.
        windows: what could be promised, best first; only for a call without a window.
    """

    days: tuple[Ranking, ...]
    places: tuple[Suggestion, ...]
    windows: tuple[OfferedWindow, ...] = ()

    @property
    def ranking(self) -> Ranking | None:
        """All days as one ranking, with the closed places of the first day; None if no day was looked at."""
        if not self.days:
            return None
        what_if = what_would_win(self.places[0], self.places[1], 1) if len(self.places) > 1 else ()
        return replace(self.days[0], places=self.places, what_if=what_if)


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a call stands where it stands.

    Attributes:
        visit: where it stands.
        kept: the explanation that was kept; None if none was.
        place: what the same place is worth now; None if the visit has begun, or is on another day.
        ranking: what is to be had now.
    """

    call: Call
    visit: Visit
    kept: Because | None
    place: Suggestion | None
    ranking: Ranking | None


# -- questions


def rank_on(
    board: Board,
    call: Call,
    minutes: int | None = None,
    visit: Visit | None = None,
    known: Known = NOT_ELSEWHERE,
    places: int = PLACES,
    closed: int = CLOSED,
    suggester: Suggester | None = None,
    only: Collection[int] | None = None,
) -> Ranking:
    """The best places for a call on any board (see `Suggester.rank`)."""
    return (suggester or Suggester()).rank(
        board.day,
        board.forecasts,
        board.now,
        board.travel,
        call,
        call.minutes if minutes is None else minutes,
        visit,
        known,
        places,
        closed,
        only,
    )


def drafted(
    kind: CallType,
    now: datetime,
    today: date,
    minutes: int | None = None,
    skills: tuple[str, ...] | None = None,
    priority: Priority | None = None,
    window: Span | None = None,
) -> Call:
    """A call that does not exist yet, to ask "what can I offer her?"; who and where go along as `Known`.

    Args:
        kind: the type of work.
        now: the present instant.
        today: the shop's date.
        minutes: planned length; None for the type's.
        skills: needed; None for the type's.
        priority: None for the type's.
        window: if one is wished for.
    """
    return Call(
        customer_id=NEW,
        site_id=NEW,
        type_code=kind.code,
        skills=kind.skills if skills is None else skills,
        minutes=kind.minutes if minutes is None else minutes,
        received_at=now,
        due=today,
        priority=kind.priority if priority is None else priority,
        window=window,
    )


def known_of(day: Day, call: Call, customer: Customer | None = None, site: Site | None = None) -> Known:
    """Who a call is for and where, for days that do not hold it."""
    return Known(customer or day.customer_of(call), site or day.site_of(call))


def offers_on(
    boards: Sequence[Board],
    call: Call,
    minutes: int | None = None,
    visit: Visit | None = None,
    known: Known = NOT_ELSEWHERE,
    places: int = PLACES,
) -> Offers:
    """The best places and windows for a call over some days.

    Args:
        boards: the days, in order.
        call: what is to be done; may be one that does not exist yet.
        minutes: planned length; None for what the call says.
        visit: the visit of it that would move.
        known: customer and site, where the days do not hold them.
        places: how many are explained.
    """
    suggesters = [Suggester() for _ in boards]
    asked = list(zip(boards, suggesters, strict=True))
    days = tuple(rank_on(board, call, minutes, visit, known, places, CLOSED, one) for board, one in asked)
    best = heapq.nsmallest(places, (each for day in days for each in day.places), key=order_of)
    windows: list[OfferedWindow] = []
    if call.window is None:
        for board, one in asked:
            windows += _windows(board, call, minutes, visit, known, one)
    windows.sort(key=lambda each: order_of(each.place))
    return Offers(days, tuple(best), tuple(windows))


def order_of(place: Suggestion) -> tuple[float, datetime, int]:
    """Best first; of equals the earlier, then by technician."""
    return -place.total, place.start, place.technician_id


def _windows(
    board: Board, call: Call, minutes: int | None, visit: Visit | None, known: Known, suggester: Suggester
) -> Iterator[OfferedWindow]:
    for window in windows_of(board.day, board.now):
        wished = replace(call, window=window)
        found = rank_on(board, wished, minutes, visit, known, 1, 0, suggester)
        if found.best is not None:
            yield OfferedWindow(window, found.best, found.able)


def windows_of(day: Day, now: datetime) -> tuple[Span, ...]:
    """The windows that a shop offers on a day: of its usual length, from the first shift to the last.

    One that has begun is offered while half of it is left.
    """
    spans = [span for spans in day.working.values() for span in spans]
    if not spans:
        return ()
    length, zone = Rules.of(day.shop).offer_window, day.shop.zone
    first = local_minute(min(span.start for span in spans), zone) // 60 * 60
    last = max(span.end for span in spans)
    found = []
    for number in range(24 * 60 // length + 1):
        since = local_instant(day.service_date, first + number * length, zone)
        until = local_instant(day.service_date, first + (number + 1) * length, zone)
        if since >= last:
            break
        if since < until and now <= since + (until - since) / 2:
            found.append(Span(since, until))
    return tuple(found)


# -- other days


class DaysAhead:
    """The boards of other days, read when they are asked for and kept while nothing has changed.

    `read` belongs on the store's thread, `boards` on any.
    """

    def __init__(self) -> None:
        self._days: dict[date, Day] = {}
        self._keepers: dict[date, BoardKeeper] = {}

    def read(self, desk: Desk, days: Iterable[date]) -> tuple[Day, ...]:
        """Some days as the store has them now.

        Raises:
            StoreUnusable: if the store cannot be read.
        """
        rev = desk.store.rev()
        found = []
        for day in days:
            kept = self._days.get(day)
            if kept is None or kept.rev != rev:
                kept = desk.open_day(day)
            found.append(kept)
        self._days = {day.service_date: day for day in found}
        return tuple(found)

    def boards(self, days: Iterable[Day], now: datetime, knowledge: Knowledge) -> tuple[Board, ...]:
        """Their boards."""
        keepers: dict[date, BoardKeeper] = {}
        for day in days:
            kept = self._keepers.get(day.service_date)
            if kept is None or kept.board.day.rev != day.rev or kept.knowledge is not knowledge:
                kept = BoardKeeper(day, now, knowledge)
            else:
                kept.tick(now)
            keepers[day.service_date] = kept
        self._keepers = keepers
        return tuple(keeper.board for keeper in keepers.values())


def dates_from(first: date, count: int) -> tuple[date, ...]:
    """So many dates from one on."""
    return tuple(first + number * DAY for number in range(max(1, min(count, MOST_DAYS))))


def offers_of(
    desk: Desk,
    shown: Board,
    call: Call,
    days: int | None = None,
    first: date | None = None,
    ahead: DaysAhead | None = None,
    known: Known = NOT_ELSEWHERE,
) -> Offers:
    """Read the days and answer, all at once; on the store's thread (a shell, a test).

    Raises:
        StoreUnusable: if the store cannot be read.
    """
    ahead = ahead or DaysAhead()
    now = desk.clock.now()
    read = ahead.read(desk, asked_days(shown, call, days, first, now))
    boards = ahead.boards(read, now, desk.knowledge)
    return offers_on(boards, call, None, standing_visit(shown.day, call), _known(shown, call, known))


def asked_days(
    shown: Board, call: Call, days: int | None, first: date | None, now: datetime
) -> tuple[date, ...]:
    """The days that a question is about: those asked for, else that of the promise, else today and the next.

    Args:
        shown: what the person sees; its shop says in which zone today is.
        call: what is asked for.
        days: how many; None if nobody said.
        first: from when on; None if nobody said.
        now: the present instant.
    """
    zone = shown.day.shop.zone
    today = local_date(now, zone)
    if days is None and first is None and call.window is not None:
        return (max(local_date(call.window.start, zone), today),)
    return dates_from(first or today, DAYS if days is None else days)


def _known(shown: Board, call: Call, known: Known) -> Known:
    return known_of(shown.day, call, known.customer, known.site)


def standing_visit(day: Day, call: Call) -> Visit | None:
    """The unfinished visit of a call, which would move; None for one from the tray."""
    visit = day.visit_of(call.id) if call.id else None
    return visit if visit is not None and visit.state not in OVER else None


def standing(board: Board, call: Call, visit: Visit, kept: Because | None) -> Standing:
    """Why a call stands where it stands, with how it looks now where its day is the board's.

    Args:
        board: whose rows are looked at.
        call: the call.
        visit: its visit, of any day.
        kept: what the store says (`Store.because_of`).
    """
    if visit.id not in board.day.visits or visit.technician_id not in board.day.rows:
        return Standing(call, visit, kept, None, None)
    suggester = Suggester()
    ranking = rank_on(board, call, visit.minutes, visit, closed=0, suggester=suggester)
    place = suggester.judge(
        board.day,
        board.forecasts,
        board.now,
        board.travel,
        call,
        visit.technician_id,
        visit.start,
        visit.minutes,
        visit,
    )
    return Standing(call, visit, kept, place, ranking)
