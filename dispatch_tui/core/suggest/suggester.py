"""Keeps the rows of a board ready for being asked, and answers questions about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import EMPTY_ROW, RowForecast, forecast_row
from dispatch_tui.core.model import Call, Customer, Site, Visit
from dispatch_tui.core.reserve import for_call, reserve_of
from dispatch_tui.core.suggest.index import RowIndex, minute_of, row_index
from dispatch_tui.core.suggest.query import Query, Suited
from dispatch_tui.core.suggest.rank import CLOSED, PLACES, Ranker
from dispatch_tui.core.suggest.ranking import Ranking, Suggestion
from dispatch_tui.core.travel import Travel


@dataclass(frozen=True, slots=True)
class Known:
    """What a day may not hold of a call: who it is for, and where."""

    customer: Customer | None = None
    site: Site | None = None


NOT_ELSEWHERE = Known()


class Suggester:
    """Answers for one board after another; a row is made ready again only when its forecast is another."""

    def __init__(self) -> None:
        self._rows: dict[int, RowIndex] = {}
        self._suited: dict[tuple[str, tuple[str, ...]], dict[int, Suited]] = {}
        self._suited_by: tuple[object, object] = (None, None)

    def rank(
        self,
        day: Day,
        forecasts: Mapping[int, RowForecast],
        now: datetime,
        travel: Travel,
        call: Call,
        minutes: int,
        visit: Visit | None = None,
        known: Known = NOT_ELSEWHERE,
        places: int = PLACES,
        closed: int = CLOSED,
        only: Collection[int] | None = None,
    ) -> Ranking:
        """The best places for a call.

        Args:
            day: the day that is asked about.
            forecasts: of its rows.
            now: the present instant.
            travel: the shop's travel times.
            call: what is to be done; may be one that does not exist yet (id NEW, no customer).
            minutes: planned length.
            visit: the visit that would move; it is taken off its row first.
            known: customer and site, where the day does not hold them.
            places: how many open places are explained.
            closed: how many technicians without one are.
            only: ids of the technicians that are asked; None for all.
        """
        ranker = self._ranker(day, forecasts, now, travel, call, minutes, visit, known)
        return ranker.ranking(places, closed, only)

    def judge(
        self,
        day: Day,
        forecasts: Mapping[int, RowForecast],
        now: datetime,
        travel: Travel,
        call: Call,
        technician_id: int,
        start: datetime,
        minutes: int,
        visit: Visit | None = None,
        known: Known = NOT_ELSEWHERE,
    ) -> Suggestion:
        """One place, wherever it is, with its gates and points (see `rank`)."""
        ranker = self._ranker(day, forecasts, now, travel, call, minutes, visit, known)
        return ranker.judged(technician_id, start)

    def _ranker(
        self,
        day: Day,
        forecasts: Mapping[int, RowForecast],
        now: datetime,
        travel: Travel,
        call: Call,
        minutes: int,
        visit: Visit | None,
        known: Known,
    ) -> Ranker:
        query = Query.of(day, call, minutes, now, visit, known.customer, known.site)
        query = replace(query, suited=self._suited_for(day, call))
        if visit is None:  # what stands already takes nothing more of what is kept free
            kept = for_call(reserve_of(day, forecasts, now), call)
            query = replace(query, reserve=kept)
            if kept is not None and kept.shuts(now, minutes):
                query = replace(query, earliest=max(query.earliest, minute_of(kept.until)))
        without: dict[int, RowIndex] = {}

        def index_of(key: int) -> RowIndex:
            if visit is None or visit.technician_id != key or visit.id not in day.rows.get(key, ()):
                return self._index(day, forecasts, key)
            if key not in without:
                facts = day.facts(key)
                rest = replace(facts, visits=[each for each in facts.visits if each.id != visit.id])
                without[key] = row_index(key, rest, forecast_row(rest, now, travel))
            return without[key]

        return Ranker(query, index_of, travel)

    def _suited_for(self, day: Day, call: Call) -> dict[int, Suited]:
        """What is kept of other calls of the same kind, while people and their past are the same."""
        by = day.technicians, day.performance
        if self._suited_by[0] is not by[0] or self._suited_by[1] is not by[1]:
            self._suited, self._suited_by = {}, by
        return self._suited.setdefault((call.type_code, call.skills), {})

    def _index(self, day: Day, forecasts: Mapping[int, RowForecast], key: int) -> RowIndex:
        forecast = forecasts.get(key, EMPTY_ROW)
        kept = self._rows.get(key)
        # A row whose forecast is the same object has the same visits, calls and places; who works when,
        # and where technicians live, are made anew with the working hours.
        if (
            kept is not None
            and kept.forecast is forecast
            and kept.facts.shifts is day.working.get(key, kept.facts.shifts)
        ):
            return kept
        made = self._rows[key] = row_index(key, day.facts(key), forecast)
        return made
