"""The aligned goals: one score that dispatcher, technician, client and company share.

Four counts of a day, each from what has happened and, for the rest, from the forecast as it stands:

- clients on time: arrivals no later than the window's end / arrivals with a window
- technicians home on time: home by the end of the shift / shifts
- right match: visits whose technician was within 10 points of the best to be had at the time / visits
- warned in time: late clients who knew before their window opened / late clients

The formulas are those of the shop's figures (on-time arrival, home on time, right match, warning lead).
What cannot be judged is left out and counted as left out. Counts of rows add up to those of the day, so a
change recounts one row; a supposed day is the same sum with some rows exchanged (`goals_after`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import EMPTY_ROW, RowForecast, VisitForecast
from dispatch_tui.core.model import Call, Span, Visit, VisitState
from dispatch_tui.core.ripple import warned
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import OVER
from dispatch_tui.core.telling.late import already_told

MATCH_POINTS = 10
"""A technician so many points behind the best to be had at the time is still the right match."""

Matches = Mapping[int, float]
"""By visit id: points by which the best to be had when it was placed was ahead of who was chosen."""

NO_MATCHES: Matches = MappingProxyType({})


class Goal(NamedTuple):
    """How one goal stands.

    Attributes:
        good: how many reach it.
        of: how many could be judged.
        left_out: how many could not.
    """

    good: int = 0
    of: int = 0
    left_out: int = 0

    @property
    def missed(self) -> int:
        """How many do not reach it."""
        return self.of - self.good

    @property
    def share(self) -> float | None:
        """Good / of, 0 to 1; None where there is nothing to judge."""
        return self.good / self.of if self.of else None


NONE = Goal()


@dataclass(frozen=True, slots=True)
class Goals:
    """The four goals of a row or of a day.

    Attributes:
        clients: visits with a window: in time, or forecast to be. Left out: without a window, or ended before
            anybody arrived.
        home: technicians who work: home by the end of the shift. Left out: visits, but no shift.
        match: visits. Left out: nothing kept of what there was to choose from.
        warned: clients who are or will be late. Left out: late by less than the shop's `alert-late`, which
            nobody has to be told of.
    """

    clients: Goal = NONE
    home: Goal = NONE
    match: Goal = NONE
    warned: Goal = NONE

    @property
    def named(self) -> tuple[tuple[str, Goal], ...]:
        """The goals with the names of their fields, in the order they are shown."""
        return tuple((name, getattr(self, name)) for name in NAMES)

    @property
    def score(self) -> int | None:
        """The one score, 0 to 100: of all that could be judged, how much is as it should be.

        Every client, every shift, every match and every warning counts once, so that mending any one of them
        is worth the same, and a day with a single late client is not ruined by it. 100 is only said where
        nothing is missed; None where nothing can be judged.
        """
        good, of = sum(goal.good for _, goal in self.named), sum(goal.of for _, goal in self.named)
        if not of:
            return None
        return 100 if good == of else min(99, round(good / of * 100))


NAMES = ("clients", "home", "match", "warned")


def row_goals(
    visits: Sequence[Visit],
    forecast: RowForecast,
    working: Sequence[Span],
    calls: Mapping[int, Call],
    rules: Rules,
    matches: Matches = NO_MATCHES,
) -> Goals:
    """The goals of one technician's row.

    Args:
        visits: the row, in any order.
        forecast: of that row; knows every visit.
        working: the technician's working spans of the day.
        calls: calls by id; a visit without its call has no window.
        rules: the shop's, for who needs to be told.
        matches: what is known of how they were chosen.
    """
    kept = promised = unpromised = right = matched = unmatched = told = late = slightly = 0
    for visit in visits:
        if visit.state is VisitState.CANCELED or visit.helps:
            continue  # nobody comes any more; or somebody else keeps the promise
        gap = matches.get(visit.id)
        if gap is None:
            unmatched += 1
        else:
            matched += 1
            right += gap <= MATCH_POINTS
        call = calls.get(visit.call_id)
        known = forecast.visits[visit.id]
        if known.slack_minutes is None or (visit.state in OVER and visit.arrived_at is None):
            unpromised += 1
            continue
        promised += 1
        if not known.late_minutes:
            kept += 1
        elif known.late_minutes < rules.alert_late:
            slightly += 1
        else:
            late += 1
            told += was_warned(visit, call, known, rules)
    on_time = int(not (visits and forecast.overtime_minutes))
    home = Goal(on_time, 1) if working else Goal(left_out=int(bool(visits)))
    return Goals(
        Goal(kept, promised, unpromised),
        home,
        Goal(right, matched, unmatched),
        Goal(told, late, slightly),
    )


def was_warned(visit: Visit, call: Call | None, known: VisitForecast, rules: Rules) -> bool:
    """True if a late client was told, before their window opened, of an arrival near the one to come.

    Only the latest telling is kept on a visit: who was told in time and then told another time again once
    the window was open counts as told late.
    """
    if call is None or call.window is None or visit.eta_told is None or visit.eta_told_at is None:
        return False
    knows = visit.eta_told > call.window.end and already_told(visit, known.eta, rules)
    return knows and warned(call.window, visit.eta_told_at).in_time


def day_goals(rows: Iterable[Goals]) -> Goals:
    """The rows added up."""
    all_rows = list(rows)
    return Goals(
        _added([row.clients for row in all_rows]),
        _added([row.home for row in all_rows]),
        _added([row.match for row in all_rows]),
        _added([row.warned for row in all_rows]),
    )


def _added(goals: list[Goal]) -> Goal:
    return Goal(*map(sum, zip(*goals, strict=True))) if goals else NONE


def goals_of(day: Day, forecasts: Mapping[int, RowForecast], matches: Matches = NO_MATCHES) -> Goals:
    """The goals of a whole day.

    Args:
        day: the records.
        forecasts: by technician id; a row without one has nothing on it.
        matches: see `row_goals`.
    """
    rules = Rules.of(day.shop)
    return day_goals(
        row_goals(
            day.row(key),
            forecasts.get(key, EMPTY_ROW),
            day.working.get(key, ()),
            day.calls,
            rules,
            matches,
        )
        for key in day.order
    )


@dataclass(frozen=True, slots=True)
class SupposedRow:
    """A row as it would be.

    Attributes:
        visits: what would stand on it; a call from the tray stands there as a visit with any id.
        forecast: of that row; knows every visit.
        calls: those of its visits that the day does not hold.
    """

    visits: Sequence[Visit]
    forecast: RowForecast
    calls: Mapping[int, Call] = field(default_factory=dict)


def goals_after(
    day: Day,
    rows: Mapping[int, Goals],
    supposed: Mapping[int, SupposedRow],
    matches: Matches = NO_MATCHES,
) -> Goals:
    """The goals of a day as if some of its rows were others.

    Args:
        day: as it stands.
        rows: the goals of its rows as they stand, by technician id.
        supposed: the rows that would be others, by technician id.
        matches: what would be known of how visits were chosen. A visit that would change its technician
            should be in it anew or not at all (`matches_without`).
    """
    rules = Rules.of(day.shop)
    after = dict(rows)
    for key, row in supposed.items():
        calls = {**day.calls, **row.calls} if row.calls else day.calls
        working = day.working.get(key, ())
        after[key] = row_goals(row.visits, row.forecast, working, calls, rules, matches)
    return day_goals(after.values())


def matches_without(matches: Matches, moved: Iterable[int]) -> Matches:
    """What is left to say of matches once some visits would go to others."""
    gone = frozenset(moved)
    return {key: gap for key, gap in matches.items() if key not in gone}
