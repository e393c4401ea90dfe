"""The board as a read model: the day, its forecasts and figures, kept up row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch_tui.core.day import Day, Moved, News
from dispatch_tui.core.forecast import EMPTY_ROW, RowForecast, VisitForecast, forecast_row
from dispatch_tui.core.load import DayFigures, RowFigures, day_figures, row_figures
from dispatch_tui.core.model import Call, Site, Technician, Visit
from dispatch_tui.core.rules import Consequences, missing_skills, weigh
from dispatch_tui.core.status import Doing
from dispatch_tui.core.suggest import Spot, best_spots, qualified, rounded_up, spots_on_row
from dispatch_tui.core.travel import Travel
from dispatch_tui.core.typical import Typicals

MOST_WEIGHED = 60
"""Technicians weighed up when nothing fits; more would be felt at the key."""


@dataclass(frozen=True, slots=True)
class Board:
    """One moment of the board, immutable; the next one shares all rows that did not move.

    Attributes:
        day: the records.
        now: the instant the forecasts were made for.
        forecasts: by technician id.
        figures: by technician id.
        totals: the status row's numbers.
    """

    day: Day
    now: datetime
    forecasts: Mapping[int, RowForecast]
    figures: Mapping[int, RowFigures]
    totals: DayFigures

    def forecast_of(self, visit: Visit) -> VisitForecast:
        """The forecast of a visit on the board."""
        return self.forecasts[visit.technician_id].visits[visit.id]

    def doing(self, technician_id: int) -> Doing:
        """What a technician is doing now."""
        return self.day.doing(technician_id, self.now)

    def conflicts(self) -> frozenset[int]:
        """Ids of all double-booked visits."""
        return frozenset().union(*(row.clashing for row in self.figures.values()))


class BoardKeeper:
    """Makes the next board from news and from the passing of time, recomputing only what moved.

    The board's time is in whole minutes: nothing on it is finer, and an ETA that trembles by seconds would
    repaint it for nothing.
    """

    def __init__(self, day: Day, now: datetime) -> None:
        self._travel = Travel.of(day.shop)
        self._board = self._made(day, _whole(now), day.order, {}, {})

    @property
    def board(self) -> Board:
        """The present board."""
        return self._board

    @property
    def travel(self) -> Travel:
        """The shop's travel times."""
        return self._travel

    def take(self, news: News, now: datetime) -> Moved:
        """Take in some news; says what moved. `news.whole` is the caller's to handle."""
        now = _whole(now)
        day, moved = self._board.day.with_news(news)
        if moved.everything:
            self._travel = Travel.of(day.shop)
            self._board = self._made(day, now, day.order, {}, {})
        else:
            old = self._board
            stale = moved.technicians | frozenset(self._stale(now))
            self._board = self._made(day, now, stale, old.forecasts, old.figures)
            moved = replace(moved, technicians=moved.technicians | self._changed(stale, old))
        return moved

    def learn(self, typicals: Typicals) -> Moved:
        """Forecast by how long work usually takes, from now on; says which rows that moved."""
        old = self._board
        if typicals is old.day.typicals:
            return Moved()
        day = replace(old.day, typicals=typicals)
        self._board = self._made(day, old.now, day.order, {}, {})
        return Moved(self._changed(day.order, old))

    def tick(self, now: datetime) -> Moved:
        """Let time pass: recompute the rows whose forecast it changes."""
        old, now = self._board, _whole(now)
        stale = frozenset(self._stale(now))
        self._board = self._made(old.day, now, stale, old.forecasts, old.figures)
        return Moved(self._changed(stale, old))

    def _stale(self, now: datetime) -> Iterable[int]:
        """Rows whose forecast the passing of time may have changed."""
        board = self._board
        return (key for key in board.day.order if board.forecasts.get(key, EMPTY_ROW).stable_until <= now)

    def _changed(self, keys: Iterable[int], old: Board) -> frozenset[int]:
        board = self._board
        return frozenset(key for key in keys if board.forecasts.get(key) != old.forecasts.get(key))

    def weigh(self, call: Call, visit: Visit, site: Site | None = None) -> Consequences:
        """Judge a visit as if it stood where it says, on the present board."""
        day = self._board.day
        technician = day.technicians[visit.technician_id]
        facts = day.facts(technician.id)
        if site is not None and call.site_id not in facts.sites:
            facts = facts.with_site(site)
        before = self._board.forecasts.get(technician.id)
        return weigh(facts, technician, call, visit, self._board.now, self._travel, before)

    def best_spots(
        self, call: Call, minutes: int, limit: int = 9, leave_out: int | None = None
    ) -> tuple[Spot, ...]:
        """The best places for a call on the present board."""
        board = self._board
        return best_spots(
            board.day, board.forecasts, call, minutes, board.now, self._travel, limit, leave_out
        )

    def earliest_start(self, call: Call) -> datetime:
        """When a call could begin at the earliest, travel apart: now, or when its window opens."""
        board = self._board
        earliest = max(board.now, board.day.span.start)
        return rounded_up(earliest if call.window is None else max(earliest, call.window.start))

    def least_bad_spots(self, call: Call, minutes: int, limit: int = 9) -> tuple[Spot, ...]:
        """Where nothing fits: with whoever can do it, as early as it may be; the fewest warnings first."""
        day, start = self._board.day, self.earliest_start(call)
        judged = []
        for key in qualified(day, call)[:MOST_WEIGHED]:
            found = self.weigh(call, Visit(call.id, key, start, minutes, day.service_date))
            spot = Spot(key, start, found.leg_in.minutes + found.leg_out.minutes, 0, found.slack_minutes)
            judged.append((len(found.warnings), spot.cost, spot))
        return tuple(spot for _, _, spot in sorted(judged, key=lambda each: each[:2])[:limit])

    def next_who_fits(
        self, call: Call, visit: Visit, technicians: Iterable[int], site: Site | None = None
    ) -> int | None:
        """The first of some technicians who can take a visit at its time without a warning."""
        for key in technicians:
            if missing_skills(call, self._board.day.technicians[key]):
                continue
            if not self.weigh(call, replace(visit, technician_id=key), site).warnings:
                return key
        return None

    def starts_on_row(
        self, call: Call, visit: Visit, leave_out: int | None = None, site: Site | None = None
    ) -> list[datetime]:
        """The earliest start in each gap of a visit's row where it fits, in order."""
        board, key = self._board, visit.technician_id
        facts = board.day.facts(key)
        if site is not None:
            facts = facts.with_site(site)
        row = board.forecasts[key]
        spots = spots_on_row(facts, row, key, call, visit.minutes, board.now, self._travel, leave_out)
        return sorted(spot.start for spot in spots)

    def _made(
        self,
        day: Day,
        now: datetime,
        stale: Iterable[int],
        forecasts: Mapping[int, RowForecast],
        figures: Mapping[int, RowFigures],
    ) -> Board:
        next_forecasts, next_figures = dict(forecasts), dict(figures)
        for key in stale:
            facts = day.facts(key)
            row = forecast_row(facts, now, self._travel)
            next_forecasts[key] = row
            next_figures[key] = row_figures(facts.visits, row, facts.shifts, facts.calls)
        return Board(day, now, next_forecasts, next_figures, day_figures(list(next_figures.values())))


def _whole(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def matches(board: Board, technician: Technician, words: str) -> bool:
    """True if a technician's row answers a filter.

    Every word must stand in their name, code, skills, area or state, or in a customer, type or number
    of a call of theirs.
    """
    row = board.day.row(technician.id)
    calls = [board.day.calls[visit.call_id] for visit in row]
    customers = [board.day.customers[call.customer_id].name for call in calls]
    text = " ".join(
        (
            technician.name,
            technician.code,
            technician.area,
            *technician.skills,
            board.doing(technician.id).state.value,
            *customers,
            *(str(call.id) for call in calls),
            *(call.type_code for call in calls),
        )
    ).lower()
    return all(word in text for word in words.lower().split())
