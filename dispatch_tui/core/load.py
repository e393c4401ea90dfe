"""How full a row is, how much capacity is free, and how the day stands: the board's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from dispatch_tui.core.forecast import RowForecast
from dispatch_tui.core.goals import NO_MATCHES, Goals, Matches, day_goals, row_goals
from dispatch_tui.core.model import Call, Shop, Span, Visit, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import conflicts, is_late
from dispatch_tui.core.shifts import subtract

MINUTE = timedelta(minutes=1)
PLAIN_RULES = Rules.of(Shop())
"""The rules of a shop that has set none."""


@dataclass(frozen=True, slots=True)
class Load:
    """Work and travel of a row against its working time, in minutes."""

    work: float
    travel: float
    available: float

    @property
    def share(self) -> float | None:
        """(work + travel) / available, as 2-domain.md defines utilisation; None when off."""
        return (self.work + self.travel) / self.available if self.available else None


def row_load(row: Sequence[Visit], forecast: RowForecast, working: Sequence[Span]) -> Load:
    """The load of one technician's day, with the drive home."""
    work = sum(visit.minutes for visit in row if visit.state is not VisitState.CANCELED)
    travel = sum(f.leg.minutes for f in forecast.visits.values()) + forecast.home_leg.minutes
    return Load(work, travel if row else 0, sum(span.minutes for span in working))


def occupied(visit: Visit, forecast: RowForecast) -> Span:
    """What a visit takes of a day: actual arrival to forecast finish once begun, else the slot."""
    known = forecast.visits.get(visit.id)
    if known is None or visit.arrived_at is None:
        return visit.slot
    return Span(known.eta, max(known.finish, known.eta + MINUTE))


def free_spans(row: Sequence[Visit], forecast: RowForecast, working: Sequence[Span]) -> tuple[Span, ...]:
    """Working time with neither a visit nor the drive to one in it."""
    taken = []
    for visit in row:
        if visit.state is VisitState.CANCELED:
            continue
        span = occupied(visit, forecast)
        known = forecast.visits.get(visit.id)
        drive = timedelta(minutes=known.leg.minutes if known else 0)
        taken.append(Span(span.start - drive, span.end))
    return subtract(working, taken)


def capacity(free: Sequence[Sequence[Span]], start: datetime, minutes: float, cells: int) -> list[float]:
    """Free technicians by stretch of the day.

    Args:
        free: free spans, per technician.
        start: the first stretch's start.
        minutes: length of one stretch.
        cells: how many stretches.

    Returns:
        Mean number of technicians free in each stretch.
    """
    totals = [0.0] * cells
    for spans in free:
        for span in spans:
            first = (span.start - start) / MINUTE / minutes
            last = (span.end - start) / MINUTE / minutes
            if last <= 0 or first >= cells:
                continue
            first, last = max(first, 0.0), min(last, float(cells))
            for cell in range(int(first), min(cells, int(last) + 1)):
                totals[cell] += max(0.0, min(last, cell + 1) - max(first, cell))
    return totals


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The status row's numbers.

    Attributes:
        by_state: visits by state.
        told: tentative visits whose customer has been told the window.
        late: visits forecast late and not there yet.
        conflicts: visits double-booked.
        utilisation: (work + travel) / available over all who work.
        goals: clients and technicians on time, right match, warned in time.
    """

    by_state: Mapping[VisitState, int]
    told: int
    late: int
    conflicts: int
    utilisation: float | None
    goals: Goals


@dataclass(frozen=True, slots=True)
class RowFigures:
    """One row's part of the day's figures; kept per row so that a change recounts one row."""

    by_state: Mapping[VisitState, int]
    told: int
    late: int
    clashing: frozenset[int]
    load: Load
    goals: Goals


def row_figures(
    row: Sequence[Visit],
    forecast: RowForecast,
    working: Sequence[Span],
    calls: Mapping[int, Call] = MappingProxyType({}),
    rules: Rules = PLAIN_RULES,
    matches: Matches = NO_MATCHES,
) -> RowFigures:
    """Count one row; `calls` tell whose customers know (for `rules` and `matches` see `row_goals`)."""
    by_state: dict[VisitState, int] = {}
    told = late = 0
    for visit in row:
        by_state[visit.state] = by_state.get(visit.state, 0) + 1
        call = calls.get(visit.call_id)
        told += visit.state is VisitState.TENTATIVE and call is not None and call.window_told_at is not None
        late += is_late(visit, forecast.visits[visit.id])
    return RowFigures(
        by_state,
        told,
        late,
        conflicts(row),
        row_load(row, forecast, working),
        row_goals(row, forecast, working, calls, rules, matches),
    )


def day_figures(rows: Sequence[RowFigures]) -> DayFigures:
    """Add the rows up."""
    by_state: dict[VisitState, int] = {}
    for row in rows:
        for state, count in row.by_state.items():
            by_state[state] = by_state.get(state, 0) + count
    available = sum(row.load.available for row in rows)
    used = sum(row.load.work + row.load.travel for row in rows)
    return DayFigures(
        by_state,
        sum(row.told for row in rows),
        sum(row.late for row in rows),
        sum(len(row.clashing) for row in rows),
        used / available if available else None,
        day_goals(row.goals for row in rows),
    )
