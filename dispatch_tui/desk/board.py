"""The board as a read model: the day, its forecasts and figures, kept up row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from dispatch_tui.core.day import Day, Moved, News
from dispatch_tui.core.forecast import EMPTY_ROW, RowForecast, VisitForecast, forecast_row
from dispatch_tui.core.goals import (
    NO_MATCHES,
    Goals,
    Matches,
    SupposedRow,
    goals_after,
    matches_without,
    row_goals,
)
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.load import DayFigures, RowFigures, day_figures, row_figures
from dispatch_tui.core.model import Call, Site, Technician, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import Consequences, weigh
from dispatch_tui.core.status import Doing
from dispatch_tui.core.suggest import (
    CLOSED,
    NOT_ELSEWHERE,
    PLACES,
    Because,
    Known,
    Ranking,
    Spot,
    Suggester,
    Suggestion,
    because_of,
    may_go,
    rounded_up,
    spots_on_row,
)
from dispatch_tui.core.travel import Travel
from dispatch_tui.core.typical import Typicals


@dataclass(frozen=True, slots=True)
class Board:
    """One moment of the board, immutable; the next one shares all rows that did not move.

    Attributes:
        day: the records.
        now: the instant the forecasts were made for.
        forecasts: by technician id.
        figures: by technician id.
        totals: the status row's numbers.
        travel: what the forecasts were reckoned with.
        matches: what is known of how visits were chosen.
    """

    day: Day
    now: datetime
    forecasts: Mapping[int, RowForecast]
    figures: Mapping[int, RowFigures]
    totals: DayFigures
    travel: Travel
    matches: Matches = field(default_factory=dict)

    @property
    def goals(self) -> Goals:
        """How the day stands for clients, technicians, dispatcher and company."""
        return self.totals.goals

    def goals_if(self, supposed: Mapping[int, SupposedRow], matches: Matches = NO_MATCHES) -> Goals:
        """The same as if some rows, by technician id, were others.

        What is known of a visit's match holds for the technician it was known of, so one that would go to
        another is left out of the right matches, unless `matches` says how it would match there.
        """
        moved = [
            visit.id
            for key, row in supposed.items()
            for visit in row.visits
            if (stands := self.day.visits.get(visit.id)) is None or stands.technician_id != key
        ]
        rows = {key: figures.goals for key, figures in self.figures.items()}
        return goals_after(self.day, rows, supposed, {**matches_without(self.matches, moved), **matches})

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

    def __init__(self, day: Day, now: datetime, knowledge: Knowledge | None = None) -> None:
        if knowledge is None:
            knowledge = Knowledge(day.typicals, performance=day.performance)
        self._knowledge = knowledge
        day = replace(day, typicals=knowledge.typicals, performance=knowledge.performance)
        self._matches: Matches = NO_MATCHES
        self._suggester = Suggester()
        self._travel = self._knowledge.travel(day.shop)
        self._board = self._made(day, _whole(now), day.order, {}, {})

    @property
    def board(self) -> Board:
        """The present board."""
        return self._board

    @property
    def travel(self) -> Travel:
        """The shop's travel times, by all that is known."""
        return self._travel

    @property
    def suggester(self) -> Suggester:
        """What answers `suggest`, with the rows of the board ready."""
        return self._suggester

    @property
    def knowledge(self) -> Knowledge:
        """What the forecasts are made by, beside the records."""
        return self._knowledge

    def take(self, news: News, now: datetime) -> Moved:
        """Take in some news; says what moved. `news.whole` is the caller's to handle."""
        now = _whole(now)
        day, moved = self._board.day.with_news(news)
        if moved.everything:
            self._travel = self._knowledge.travel(day.shop)
            self._board = self._made(day, now, day.order, {}, {})
        else:
            old = self._board
            stale = moved.technicians | frozenset(self._stale(now))
            self._board = self._made(day, now, stale, old.forecasts, old.figures)
            moved = replace(moved, technicians=moved.technicians | self._changed(stale, old))
        return moved

    def learn(self, typicals: Typicals) -> Moved:
        """Forecast by how long work usually takes, from now on; says which rows that moved."""
        if typicals is self._knowledge.typicals:
            return Moved()
        return self.reckon(replace(self._knowledge, typicals=typicals))

    def reckon(self, knowledge: Knowledge) -> Moved:
        """Forecast by other knowledge of work and of roads, from now on; says which rows that moved."""
        old = self._board
        if knowledge is self._knowledge:
            return Moved()
        self._knowledge, self._travel = knowledge, knowledge.travel(old.day.shop)
        day = replace(old.day, typicals=knowledge.typicals, performance=knowledge.performance)
        self._board = self._made(day, old.now, day.order, {}, {})
        return Moved(self._changed(day.order, old))

    def match(self, matches: Matches) -> Moved:
        """Count right matches by this from now on; says whose rows count otherwise. No forecast moves."""
        old, before = self._board, self._matches
        differ = [key for key in {*matches, *before} if before.get(key) != matches.get(key)]
        visits = (old.day.visits.get(key) for key in differ)
        keys = frozenset(visit.technician_id for visit in visits if visit is not None) & old.day.rows.keys()
        self._matches = matches
        rules, figures = Rules.of(old.day.shop), dict(old.figures)
        for key in keys:
            goals = row_goals(
                old.day.row(key),
                old.forecasts[key],
                old.day.working.get(key, ()),
                old.day.calls,
                rules,
                matches,
            )
            figures[key] = replace(figures[key], goals=goals)
        totals = day_figures(list(figures.values())) if keys else old.totals
        self._board = replace(old, figures=figures, totals=totals, matches=matches)
        return Moved(keys)

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
        customer, areas = day.customer_of(call), Rules.of(day.shop).areas
        return weigh(facts, technician, call, visit, self._board.now, self._travel, before, customer, areas)

    # -- who should take a call, and when

    def suggest(
        self,
        call: Call,
        minutes: int | None = None,
        leave_out: int | None = None,
        known: Known = NOT_ELSEWHERE,
        places: int = PLACES,
        closed: int = CLOSED,
    ) -> Ranking:
        """The best places for a call on the present board, with reasons; quick enough for a key.

        Args:
            call: what is to be done; may be one that does not exist yet.
            minutes: planned length; None for what the call says.
            leave_out: id of the visit of it that would move; None for one from the tray.
            known: customer and site, where the day does not hold them.
            places: how many open places are explained.
            closed: how many technicians without one are.
        """
        board = self._board
        return self._suggester.rank(
            board.day,
            board.forecasts,
            board.now,
            self._travel,
            call,
            call.minutes if minutes is None else minutes,
            self._visit(leave_out),
            known,
            places,
            closed,
        )

    def judge(
        self,
        call: Call,
        technician_id: int,
        start: datetime,
        minutes: int | None = None,
        leave_out: int | None = None,
        known: Known = NOT_ELSEWHERE,
    ) -> Suggestion:
        """One place for a call, wherever it is, with its gates and points (see `suggest`)."""
        board = self._board
        return self._suggester.judge(
            board.day,
            board.forecasts,
            board.now,
            self._travel,
            call,
            technician_id,
            start,
            call.minutes if minutes is None else minutes,
            self._visit(leave_out),
            known,
        )

    def because(
        self,
        call: Call,
        technician_id: int,
        start: datetime,
        minutes: int | None = None,
        leave_out: int | None = None,
        known: Known = NOT_ELSEWHERE,
        by: str = "",
    ) -> Because | None:
        """What is kept of choosing a place, suggested or not; None on a row the board does not have."""
        if technician_id not in self._board.day.rows:
            return None
        ranking = self.suggest(call, minutes, leave_out, known, closed=0)
        place = self.judge(call, technician_id, start, minutes, leave_out, known)
        return because_of(ranking, place, by)

    def best_spots(
        self, call: Call, minutes: int, limit: int = PLACES, leave_out: int | None = None
    ) -> tuple[Spot, ...]:
        """The open places of `suggest` as the board draws them."""
        return self.suggest(call, minutes, leave_out, places=limit, closed=0).spots

    def least_bad_spots(
        self, call: Call, minutes: int, limit: int = CLOSED, leave_out: int | None = None
    ) -> tuple[Spot, ...]:
        """Where nothing is open: the closed places of `suggest`, the fewest failed gates first."""
        ranking = self.suggest(call, minutes, leave_out, places=1, closed=limit)
        return tuple(place.spot for place in ranking.closed)

    def _visit(self, key: int | None) -> Visit | None:
        return None if key is None else self._board.day.visits.get(key)

    def earliest_start(self, call: Call) -> datetime:
        """When a call could begin at the earliest, travel apart: now, or when its window opens."""
        board = self._board
        earliest = max(board.now, board.day.span.start)
        return rounded_up(earliest if call.window is None else max(earliest, call.window.start))

    def next_who_fits(
        self, call: Call, visit: Visit, technicians: Iterable[int], site: Site | None = None
    ) -> int | None:
        """The first of some technicians who can take a visit at its time without a warning."""
        for key in technicians:
            if not may_go(self._board.day, call, self._board.day.technicians[key]):
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
        rules, matches = Rules.of(day.shop), self._matches
        for key in stale:
            facts = day.facts(key)
            row = forecast_row(facts, now, self._travel)
            next_forecasts[key] = row
            next_figures[key] = row_figures(facts.visits, row, facts.shifts, facts.calls, rules, matches)
        totals = day_figures(list(next_figures.values()))
        return Board(day, now, next_forecasts, next_figures, totals, self._travel, matches)


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
