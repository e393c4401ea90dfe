"""The ranking: every technician and gap, gates first, then points.

Every (technician, gap) is looked at in whole minutes first; only where there is time enough the row is
propagated, and only from there on. Explanations are made for what is shown, not for what is looked at.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.model import NEW, Place
from dispatch_tui.core.suggest.gates import Gates
from dispatch_tui.core.suggest.index import MINUTE, NEVER, Gap, RowIndex, instant_of, minute_of
from dispatch_tui.core.suggest.query import Query
from dispatch_tui.core.suggest.ranking import Asked, Gate, GateResult, Ranking, Suggestion
from dispatch_tui.core.suggest.scoring import (
    MOST_SLACK,
    Raw,
    Raws,
    points_of,
    settled,
    total_of,
    what_would_win,
)
from dispatch_tui.core.suggest.scoring import share as good_of
from dispatch_tui.core.suggest.spots import STEP, Spot
from dispatch_tui.core.suggest.trial import Trial, tried
from dispatch_tui.core.suggest.weights import Factor
from dispatch_tui.core.travel import Travel

F = Factor

PLACES = 9
"""Open places that are explained: as many as there are digits to choose one by."""

CLOSED = 9
"""Technicians without an open place that are explained."""

IndexOf = Callable[[int], RowIndex]
"""The index of a technician's row, without the visit that would move."""


@dataclass(slots=True)
class _Found:
    """A place that was tried, and what it is worth. Not to be changed."""

    total: float
    technician_id: int
    trial: Trial

    @property
    def order(self) -> tuple[float, datetime, int]:
        """Best first; of equals the earlier, then by technician."""
        return -self.total, self.trial.start, self.technician_id


_VARYING = (F.RESPONSE, F.TRAVEL, F.LATENESS, F.SLACK, F.LOAD, F.HOME)
"""The factors whose raw values differ from place to place on a row."""


class Ranker:
    """Answers one question on one board.

    Args:
        query: the question.
        index_of: the rows.
        travel: the shop's travel times.
    """

    def __init__(self, query: Query, index_of: IndexOf, travel: Travel) -> None:
        self._query = query
        self._index_of = index_of
        self._travel = travel
        self._place = query.place
        self._to: dict[int, int] = {}
        self._from: dict[int, int] = {}
        self._gates = Gates(query)
        self._full: set[int] = set()
        self._raws: dict[int, Raws] = {}
        self._now = minute_of(query.now)
        self._looked_at = 0
        begins = [span.start for spans in query.day.working.values() for span in spans]
        self._opens = minute_of(min(begins)) if begins else 0
        self._most = query.scales.most
        self._worths: dict[int, float] = {}
        most, scales = query.scales.most, query.scales.scales
        self._by_here = tuple(
            (most[each] if each is F.SLACK else most[each] * scales[each], scales[each]) for each in _VARYING
        )

    # -- the answer

    def ranking(
        self, places: int = PLACES, closed: int = CLOSED, only: Collection[int] | None = None
    ) -> Ranking:
        """The best places, and who is kept out by what.

        Args:
            places: how many open ones are explained at most.
            closed: how many technicians without one are.
            only: ids of the technicians that are asked; None for all.
        """
        query = self._query
        found: list[_Found] = []
        shut: dict[int, Gate] = {}
        working = 0
        for key in query.day.order if only is None else [key for key in query.day.order if key in only]:
            works = bool(query.day.working.get(key))
            if not works and not query.day.offs_of(key):
                continue
            working += works
            gate = self._gates.shut_for(query.day.technicians[key])
            if gate is None:
                mine, gate = self._open_places(key)
                found += mine
            if gate is not None:
                shut[key] = gate
        best = heapq.nsmallest(places, found, key=lambda each: each.order)
        open_places = tuple(self._explained(each) for each in best)
        what_if = what_would_win(open_places[0], open_places[1], 1) if len(open_places) > 1 else ()
        counts = Counter(gate for key, gate in shut.items() if query.day.working.get(key))
        return Ranking(
            self._asked(),
            open_places,
            self._closed(shut, closed),
            what_if,
            query.scales.weights,
            working,
            self._looked_at,
            tuple((gate, counts[gate]) for gate in Gate if counts[gate]),
            len({each.technician_id for each in found}),
        )

    def judged(self, technician_id: int, start: datetime) -> Suggestion:
        """One place, wherever it is, with all its gates and points."""
        return self._explained(self._try(technician_id, start))

    def _asked(self) -> Asked:
        query = self._query
        return Asked(
            query.call.id,
            query.minutes,
            query.day.service_date,
            query.now,
            query.visit.id if query.visit is not None else None,
            query.call.customer_id,
        )

    # -- looking for places

    def _open_places(self, key: int) -> tuple[list[_Found], Gate | None]:
        """The open places of a row, at most one per gap; if there is none, the gate to blame."""
        query, index = self._query, self._index_of(key)
        minutes, earliest, latest = query.minutes, query.earliest, query.latest
        found: list[_Found] = []
        kept = query.reserve is not None and query.reserve.shuts(query.now, minutes)
        blame = Gate.RESERVE if kept else Gate.SHIFT
        for gap in index.gaps:
            self._looked_at += 1
            begin = max(gap.since, earliest)
            if latest is not None and begin > latest:
                blame = Gate.WINDOW if blame is Gate.SHIFT else blame
                break
            if begin + minutes > gap.until:
                blame = Gate.ROOM if gap.until > earliest else blame
                continue
            trial = self._in_gap(index, gap, latest)
            if trial is None:
                blame = Gate.ROOM
                continue
            if trial.breaks or trial.eta != trial.start:
                blame = Gate.ROOM
                continue
            found.append(self._found(index, trial))
        if found:
            return found, None
        self._full.add(key)
        return found, blame

    def _in_gap(self, index: RowIndex, gap: Gap, latest: int | None) -> Trial | None:
        """The earliest place in a gap; None if it does not fit there."""
        free_drive = self._drive_to(index.here[gap.at])
        begin = self._begin(gap, free_drive)
        if (latest is not None and begin > latest) or begin + self._query.minutes > gap.until:
            return None
        return self._tried(index, gap.at, instant_of(begin), free_drive)

    def _begin(self, gap: Gap, free_drive: int) -> int:
        """The earliest start in a gap, by the drive alone."""
        query = self._query
        leave = max(gap.since, self._now)
        begin = max(leave + self._travel.minutes_leaving(free_drive, leave), query.earliest)
        return begin if query.fixed else -(-begin // STEP) * STEP

    def _tried(self, index: RowIndex, at: int, start: datetime, free_drive: int) -> Trial:
        query = self._query
        there = index.here[at + 1] if at < len(index.ahead) else index.facts.home
        takes = query.day.typicals.expect(query.call.type_code, index.technician_id, query.minutes).minutes
        window = query.call.window if query.visit is None or not query.visit.helps else None
        return tried(
            index,
            at,
            start,
            takes,
            window,
            query.now,
            self._travel,
            free_drive,
            self._drive_from(there),
        )

    def _drive_to(self, place: Place | None) -> int:
        """The drive to the call, on a free road; places are told apart by identity, which is quick."""
        found = self._to.get(id(place))
        if found is None:
            found = self._to[id(place)] = self._travel.minutes(place, self._place)
        return found

    def _drive_from(self, place: Place | None) -> int:
        found = self._from.get(id(place))
        if found is None:
            found = self._from[id(place)] = self._travel.minutes(self._place, place)
        return found

    def _try(self, key: int, start: datetime) -> _Found:
        """One place as it is, wherever it is."""
        index = self._index_of(key)
        own = self._query.visit.id if self._query.visit is not None else NEW
        at = bisect_left([(visit.start, visit.id) for visit in index.ahead], (start, own))
        trial = self._tried(index, at, start, self._drive_to(index.here[at]))
        return self._found(index, trial)

    def _found(self, index: RowIndex, trial: Trial) -> _Found:
        key = index.technician_id
        return _Found(settled(self._worth_of(key) + self._worth_here(index, trial)), key, trial)

    # -- what a place is worth

    def _fixed(self, key: int) -> Raws:
        """The raw values that are the same all along a technician's row."""
        found = self._raws.get(key)
        if found is None:
            found = self._raws[key] = self._query.raws_of(self._query.day.technicians[key])
        return found

    def _varying(self, index: RowIndex, trial: Trial) -> Raws:
        """The raw values that differ from place to place."""
        query = self._query
        load = index.available and (index.used + query.minutes + trial.added) / index.available
        return {
            F.RESPONSE: Raw(max(0.0, (trial.eta - query.now) / MINUTE)),
            F.TRAVEL: Raw(trial.added),
            F.LATENESS: Raw(trial.lateness),
            F.SLACK: Raw(MOST_SLACK if trial.slack is NEVER else max(0.0, min(trial.slack, MOST_SLACK))),
            F.LOAD: Raw(load),
            F.HOME: Raw(max(0, trial.overtime - index.forecast.overtime_minutes)),
        }

    def _worth_here(self, index: RowIndex, trial: Trial) -> float:
        """The points of `_varying`, by the formulas of `scoring.share`, without making objects of it all.

        This is asked of every place that is tried; the rest of what is explained, of the few that are shown.
        """
        query = self._query
        by_response, by_travel, by_lateness, by_slack, by_load, by_home = self._by_here
        wait = (trial.eta - query.now).total_seconds() / 60
        slack = min(max(0.0, trial.slack), MOST_SLACK)
        load = (index.used + query.minutes + trial.added) / index.available if index.available else 0.0
        over = max(0, trial.overtime - index.forecast.overtime_minutes)
        return (
            by_response[0] / (by_response[1] + max(0.0, wait))
            + by_travel[0] / (by_travel[1] + trial.added)
            + by_lateness[0] / (by_lateness[1] + (trial.lateness if trial.moved else 0))
            + by_slack[0] * slack / (by_slack[1] + slack)
            + by_load[0] / (by_load[1] + load)
            + by_home[0] / (by_home[1] + over)
        )

    def _worth_of(self, key: int) -> float:
        """The points of `_fixed`."""
        found = self._worths.get(key)
        if found is None:
            most, scales = self._most, self._query.scales.scales
            found = self._worths[key] = sum(
                most[factor] * good_of(factor, value, scales[factor], against)
                for factor, (value, _, against) in self._fixed(key).items()
                if factor in most
            )
        return found

    # -- explanations

    def _gates_of(self, found: _Found) -> tuple[GateResult, ...]:
        key = found.technician_id
        return self._gates.of(self._query.day.technicians[key], self._index_of(key), found.trial)

    def _explained(self, found: _Found, gates: tuple[GateResult, ...] = ()) -> Suggestion:
        query, key, trial = self._query, found.technician_id, found.trial
        index = self._index_of(key)
        raws = {**self._fixed(key), **self._varying(index, trial)}
        points = points_of(raws, query.scales)
        before = index.before[trial.at]
        return Suggestion(
            key,
            trial.start,
            query.minutes,
            gates or self._gates_of(found),
            points,
            total_of(points),
            self._spot(key, trial),
            trial.eta,
            trial.finish,
            trial.home,
            trial.overtime,
            trial.drive,
            before.call_id if before is not None else None,
            index.ahead[trial.at].call_id if trial.at < len(index.ahead) else None,
            query.day.service_date,
            trial.moved,
        )

    def _spot(self, key: int, trial: Trial) -> Spot:
        window = self._query.call.window
        slack = round((window.end - trial.start) / MINUTE) if window is not None else None
        wait = max(0, round((trial.start - self._query.now) / MINUTE))
        return Spot(key, trial.start, trial.added, wait, slack)

    def _closed(self, shut: Mapping[int, Gate], limit: int) -> tuple[Suggestion, ...]:
        """The place of technicians without an open one that is nearest to open; the nearest first.

        The most likely ones are explained: those who could do the work, then those whom the factors that
        do not hang on the place speak for.
        """
        if limit <= 0:
            return ()

        def likely(key: int) -> tuple[float, int]:
            return -self._worth_of(key), key

        able = [key for key, gate in shut.items() if gate not in KEEPS_OUT]
        chosen = heapq.nsmallest(limit, able, key=likely)
        if len(able) < limit:
            rest = [key for key, gate in shut.items() if gate in KEEPS_OUT]
            chosen += heapq.nsmallest(limit - len(able), rest, key=likely)
        return tuple(sorted((self._best_closed(key) for key in chosen), key=_closedness))

    def _best_closed(self, key: int) -> Suggestion:
        """The place of a technician that is nearest to open."""
        mine = [] if key in self._full else self._open_places(key)[0]
        if mine:
            return self._explained(min(mine, key=lambda each: each.order))
        starts = {*self._starts_that_fail(key), max(self._query.earliest, self._opens)}
        tries = [self._try(key, instant_of(start)) for start in sorted(starts)]
        gates = [self._gates_of(each) for each in tries]
        near = min(range(len(tries)), key=lambda at: (distance(gates[at]), tries[at].order))
        return self._explained(tries[near], gates[near])

    def _starts_that_fail(self, key: int) -> Iterable[int]:
        """The first start that would fit after the window; and the one that lacks the least room."""
        query, index = self._query, self._index_of(key)
        tightest: tuple[int, int] | None = None
        for gap in index.gaps:
            begin = self._begin(gap, self._drive_to(index.here[gap.at]))
            lacks = begin + query.minutes - gap.until
            if lacks <= 0 and (query.latest is None or begin > query.latest):
                yield begin
                break
            if begin < gap.until and (tightest is None or lacks < tightest[0]):
                tightest = lacks, begin
        if tightest is not None:
            yield tightest[1]


KEEPS_OUT = frozenset({Gate.SKILLS, Gate.LEVEL, Gate.BLOCKED, Gate.AREA})
"""Gates that are about the technician."""

FAR = 8 * 60
"""Minutes that a gate is worth which no minutes open."""


def distance(gates: Iterable[GateResult]) -> float:
    """How far a place is from being open: the minutes that it lacks, `FAR` for what is no matter of time."""
    return sum(_lacks(result) for result in gates if not result.passed)


def _lacks(result: GateResult) -> float:
    value = result.value
    named = {
        Gate.WINDOW: ("late", "early"),
        Gate.ROOM: ("late", "past"),
        Gate.SHIFT: ("over",),
    }.get(result.gate, ())
    lacks = sum(each for each in (value[name] for name in named) if isinstance(each, int))
    if result.gate is Gate.ROOM:  # who is still at the visit in the way cannot be on the road either
        lacks += max(each for each in (value["overlap"], value["short"]) if isinstance(each, int))
    return lacks or FAR


def _closedness(place: Suggestion) -> tuple[float, float, datetime, int]:
    return distance(place.gates), -place.total, place.start, place.technician_id
