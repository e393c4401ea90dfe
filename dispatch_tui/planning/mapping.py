"""A problem of a shop's day: what stands is cut out or pinned, what may move or waits is a task.

- What has begun is cut out: its technician is free where and when the forecast says that it ends.
- What the technician has been told of, helpers' visits and what is locked whole are pinned where they are.
- A locked time pins the start, a locked technician the technician; a locked time that is not kept as it
  stands pins both. So does a start before the promised window, outside the hours or over a break, which
  somebody chose.
- Who may do a call is one token: the set of technicians who hold its skills and whom the shop lets go.
- A promise is the window of the arrival. What is late as it stands may stay as late, at a price.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeAlias

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowForecast, visiting_order
from dispatch_tui.core.hours_left import unkept
from dispatch_tui.core.model import Call, Lock, Place, Priority, Technician, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import missing_skills
from dispatch_tui.core.shifts import local_instant
from dispatch_tui.core.status import BEGUN, OVER, SEEN
from dispatch_tui.core.traffic import Band
from dispatch_tui.core.travel import Travel
from dispatch_tui.planning.ground import EVER, MatrixOf, free_matrix, joined, widened
from dispatch_tui.planning.near import near_team
from dispatch_tui.planning.problem import (
    ANYBODY,
    TOP_PRIORITY,
    Gate,
    LeftOut,
    Opening,
    Problem,
    Task,
    Way,
    Worker,
)
from dispatch_tui.planning.scope import USUAL_OPTIONS, Options, Scope, ScopeKind

MINUTE = timedelta(minutes=1)

HURRY = 60
"""Minutes in which somebody should be at an emergency that waits without a window; later is late."""

HAIR = 5
"""Minutes that what is booked over a break may be off the forecast, which rounds its drives one by one."""

PRIORITIES: Mapping[Priority, int] = {
    Priority.EMERGENCY: 100,
    Priority.HIGH: 60,
    Priority.NORMAL: 40,
    Priority.LOW: 20,
}
"""What a call's urgency is to the solver, of 100."""

STANDS, PROMISED, NOT_DUE = 25, 10, -15
"""Added for what is on the board already, for what was promised to a customer, for what is due later."""

Spans: TypeAlias = tuple[tuple[int, int], ...]


def problem_of(
    day: Day,
    forecasts: Mapping[int, RowForecast],
    now: datetime,
    travel: Travel,
    scope: Scope,
    options: Options = USUAL_OPTIONS,
    matrix: MatrixOf | None = None,
) -> Problem:
    """What of a day is to be planned, as numbers.

    Args:
        day: the day.
        forecasts: of its rows, by technician id, at `now`.
        now: the present instant.
        travel: the shop's travel.
        scope: what to plan.
        options: what it may cost.
        matrix: a faster or better source of travel minutes than `travel`, leg by leg.
    """
    made = _Mapping(day, forecasts, now, scope, options, travel)
    made.take_rows()
    made.take_tray()
    return made.problem(matrix or free_matrix(travel), travel.hours)


class _Mapping:
    """Workers, tasks and places as they come together."""

    def __init__(
        self,
        day: Day,
        forecasts: Mapping[int, RowForecast],
        now: datetime,
        scope: Scope,
        options: Options,
        travel: Travel,
    ) -> None:
        self.day = day
        self.forecasts = forecasts
        self.now = now
        self.scope = scope
        self.options = options
        self.unkept = {
            key: unkept(day.facts(key), day.offs_of(key), now, travel)
            for key in options.part_out
            if key in day.technicians
        }
        self.epoch = day.span.start
        self.soonest = self.up(now)
        self.places: dict[tuple[str, int], int] = {}
        self.points: list[Place | None] = []
        self.workers: dict[int, Worker] = {}
        self.tasks: list[Task] = []
        self.tokens: dict[frozenset[int], int] = {}
        self.left_out: list[LeftOut] = []
        team = scope.technicians if scope.kind is ScopeKind.ROWS else day.order
        team = tuple(near_team(day, scope, options)) if scope.live else team
        self.team = [key for key in day.order if key in set(team)]

    def up(self, instant: datetime) -> int:
        """Minutes from the epoch, rounded up; never negative."""
        return max(0, math.ceil((instant - self.epoch) / MINUTE))

    def down(self, instant: datetime) -> int:
        """Minutes from the epoch, rounded down; never negative."""
        return max(0, math.floor((instant - self.epoch) / MINUTE))

    # -- rows

    def take_rows(self) -> None:
        """Workers, and what stands on their rows; all of them before any of it, for who may do what."""
        standing: list[Visit] = []
        for key in self.team:
            if key in self.options.out:
                continue
            spans, off, home, visits = self._rest_of(key)
            if spans:
                technician = self.day.technicians[key]
                end = self._place(("home", key), technician.home)
                start = end if home is None else home
                closes = spans[-1][1] + self.options.overtime
                self.workers[key] = Worker(key, start, end, spans, closes, closes=closes, off=off)
                standing += visits
        for visit in standing:
            self._stand(visit)
        for key in self.team:
            if key in self.options.out | self.options.part_out:
                self._leave(key)

    def _leave(self, key: int) -> None:
        """What becomes of the visits of who is out: fitted in elsewhere, or left for a decision."""
        for visit in self._ahead(key):
            if key in self.options.part_out and visit.id not in self.unkept[key]:
                continue
            if visit.state in SEEN or visit.helps or visit.lock in (Lock.TECH, Lock.BOTH):
                opens = (Opening(Way.RELEASE, (key,)),)
                self.left_out.append(LeftOut(Gate.FROZEN, visit.call_id, visit.id, opens=opens))
                continue
            call = self.day.calls[visit.call_id]
            task = self._task(call, visit.minutes, visit)
            start = self.up(visit.start)
            if visit.lock is Lock.TIME:
                task = replace(task, windows=((start, start),), latest=None)
            self.tasks.append(replace(task, start=start))

    def _ahead(self, key: int) -> list[Visit]:
        """A row's visits that have not begun, in order."""
        return [visit for visit in visiting_order(self.day.row(key)) if visit.state not in OVER | BEGUN]

    def _rest_of(self, key: int) -> tuple[Spans, Spans, int | None, list[Visit]]:
        """What is left of a technician's time, its breaks, where they are (None for home), and what stands.

        A break or time off that something is booked over goes on as the forecast has it, for that alone.
        """
        free, place = self._free_at(key)
        ahead = self._ahead(key)
        if key in self.options.part_out:
            ahead = [visit for visit in ahead if visit.id not in self.unkept[key]]
        hours = [(self.up(span.start), self.down(span.end)) for span in self.day.working.get(key, ())]
        if not hours:
            return (), (), place, ahead
        off = tuple((a[1], b[0]) for a, b in pairwise(joined(hours)))
        first, last = hours[0][0], hours[-1][1]
        booked = [(max(since, first), min(until, last)) for since, until in self._booked(key, ahead)]
        spans = joined(hours + [(since, until) for since, until in booked if since < until])
        cut = [(max(since, free), until) for since, until in spans]
        rest = [(since, until) for since, until in cut if since < until]
        if ahead and not rest:  # past the end of the shift, with work still on the row
            rest = [(free, free + 1)]
        return joined(rest), off, place, ahead

    def _booked(self, key: int, ahead: Sequence[Visit]) -> list[tuple[int, int]]:
        """When a technician is under way to a visit or at it, by the forecast of the row as it stands."""
        row = self.forecasts.get(key)
        known = [row.visits[visit.id] for visit in ahead if visit.id in row.visits] if row else []
        return [
            (self.down(one.eta - (one.leg.minutes + HAIR) * MINUTE), self.up(one.finish + HAIR * MINUTE))
            for one in known
        ]

    def _free_at(self, key: int) -> tuple[int, int | None]:
        """When a technician is free, and where; None for at home."""
        free, place = self.soonest, None
        forecast = self.forecasts.get(key)
        for visit in visiting_order(self.day.row(key)):
            known = forecast.visits.get(visit.id) if forecast else None
            if visit.state in OVER and visit.arrived_at is not None:
                place = self._site(visit.call_id)
                if visit.finished_at is not None:  # said ahead of time, or by a clock that goes fast
                    free = max(free, self.up(visit.finished_at))
            elif visit.state in BEGUN:
                ends = known.finish if known else max(visit.slot.end, self.now)
                free, place = max(free, self.up(ends)), self._site(visit.call_id)
        return free, place

    def _stand(self, visit: Visit) -> None:
        """A visit that has not begun, as a task."""
        call = self.day.calls[visit.call_id]
        start = self.up(visit.start)
        task = replace(self._task(call, visit.minutes, visit), worker=visit.technician_id, start=start)
        early = call.window is not None and visit.start < call.window.start
        hours = self.day.working.get(visit.technician_id, ())
        odd = not any(span.holds(visit.start) for span in hours) or self._over_a_break(visit)
        pinned = visit.state in SEEN or visit.helps or visit.lock is Lock.BOTH or early or odd
        if pinned or self.scope.kind is ScopeKind.TRAY:
            task = replace(task, pinned=True, token=ANYBODY, windows=((start, start),), told=None)
            self.tasks.append(replace(task, priority=TOP_PRIORITY))
            return
        if visit.lock is Lock.TIME:
            task = replace(task, windows=((start, start),), kept=True)
        if visit.lock is Lock.TECH:
            task = replace(task, token=self._token(frozenset({visit.technician_id})), kept=True)
        self.tasks.append(replace(task, move_price=self._move_price(visit, call)))

    def _over_a_break(self, visit: Visit) -> bool:
        """True if the work, as it is forecast, goes on in a break or in time off."""
        row = self.forecasts.get(visit.technician_id)
        known = row.visits.get(visit.id) if row else None
        hours = sorted(self.day.working.get(visit.technician_id, ()))
        return known is not None and any(
            known.eta < later.start and known.finish > span.end for span, later in pairwise(hours)
        )

    def _move_price(self, visit: Visit, call: Call) -> int:
        """What giving a visit to another technician costs: more where people know, or it is soon."""
        options = self.options
        price = options.move_price
        if visit.eta_told is not None or (call.window is not None and call.window_told_at is not None):
            price += options.told_price
        if visit.start - self.now < options.near_minutes * MINUTE:
            price += options.near_price
        return price

    # -- calls that wait

    def take_tray(self) -> None:
        """The calls of the scope that stand nowhere, gate by gate."""
        scope, day = self.scope, self.day
        if scope.kind is ScopeKind.CALLS:
            wanted = [key for key in scope.calls if key in day.calls and key in day.tray]
        elif scope.kind is ScopeKind.ROWS and not scope.with_tray:
            wanted = []
        else:
            wanted = [key for key in day.tray if scope.only is None or key in scope.only]
        spare = self.options.spare if scope.kind is not ScopeKind.CALLS else None
        for key in wanted:
            call = day.calls[key]
            gate = self._gate(call)
            if gate is None and spare is not None and call.priority is not Priority.EMERGENCY:
                if call.minutes > spare:
                    gate = LeftOut(Gate.RESERVE, call.id, opens=(Opening(Way.OTHER_DAY),))
                else:
                    spare -= call.minutes
            if gate is not None:
                self.left_out.append(gate)
            else:
                self.tasks.append(self._task(call, call.minutes, None))

    def _gate(self, call: Call) -> LeftOut | None:
        """What keeps a call out before anybody is looked at."""
        if call.minutes <= 0:
            return LeftOut(Gate.MINUTES, call.id, opens=(Opening(Way.LENGTH),))
        if call.part and call.part_ready_at is None:
            return LeftOut(Gate.PART, call.id, opens=(Opening(Way.PART_READY),))
        # a promise that has been missed is kept late; one that has not is not broken by planning another day
        window = call.window
        before = window is not None and self.now < window.end <= self.epoch
        if window is not None and (before or window.start >= self._day_ends()):
            return LeftOut(Gate.DAY, call.id, opens=(Opening(Way.OTHER_DAY),))
        if not self._able(call):
            off = tuple(
                key
                for key, one in self.day.technicians.items()
                if key not in self.workers and not missing_skills(call, one) and self.options.may(call, one)
            )
            opens = (*((Opening(Way.SKILLED, off),) if off else ()), Opening(Way.OTHER_DAY))
            return LeftOut(Gate.SKILL, call.id, skills=call.skills, opens=opens)
        return None

    def _day_ends(self) -> datetime:
        ends = [self.day.span.end, *(span.end for spans in self.day.working.values() for span in spans)]
        return max(ends)

    # -- tasks

    def _task(self, call: Call, minutes: int, visit: Visit | None) -> Task:
        windows, latest = self._windows(call)
        if visit is None and call.window is None and call.priority is Priority.EMERGENCY:
            windows, latest = ((0, self.soonest + HURRY),), EVER
        told = None if visit is None or visit.eta_told is None else self.up(visit.eta_told)
        able = self._able(call) | (frozenset({visit.technician_id}) if visit else frozenset())
        prices = ((key, self.options.prices.get((call.id, key), 0)) for key in sorted(able))
        return Task(
            id=len(self.tasks) + 1,
            place=self._site(call.id),
            minutes=self._minutes(call, minutes, visit),
            windows=windows,
            latest=latest,
            priority=self._priority(call, visit),
            token=self._token(able),
            told=told,
            told_slack=Rules.of(self.day.shop).late_step,
            told_price=self.options.told_price,
            prices=tuple((key, price) for key, price in prices if price),
            call_id=call.id,
            visit_id=visit.id if visit else 0,
        )

    def _minutes(self, call: Call, minutes: int, visit: Visit | None) -> int:
        """How long the work takes: as planned, or longer if it usually takes whoever goes longer."""
        team = [visit.technician_id] if visit else self.team
        expect = self.day.typicals.expect
        usual = sorted(expect(call.type_code, key, minutes).minutes for key in team)
        return max(minutes, usual[len(usual) // 2]) if usual else minutes

    def _windows(self, call: Call) -> tuple[tuple[tuple[int, int], ...], int | None]:
        """When one may arrive; and how late where the promise cannot be kept any more."""
        if call.window is None:
            return ((0, EVER),), None
        since, until = self.up(call.window.start), self.down(call.window.end)
        until = max(since, until)
        return ((since, until),), EVER if until <= self.soonest else None

    def _priority(self, call: Call, visit: Visit | None) -> int:
        found = PRIORITIES[call.priority]
        if call.priority is not Priority.EMERGENCY:
            found += STANDS if visit is not None else 0
            found += PROMISED if call.window is not None and call.window_told_at is not None else 0
            found += NOT_DUE if call.due > self.day.service_date and call.window is None else 0
        return max(1, min(TOP_PRIORITY, found))

    def _able(self, call: Call) -> frozenset[int]:
        """Technicians who work and may do a call; missing data is not permission."""
        return frozenset(key for key in self.workers if self._may(call, self.day.technicians[key]))

    def _may(self, call: Call, technician: Technician) -> bool:
        return not missing_skills(call, technician) and self.options.may(call, technician)

    def _token(self, able: frozenset[int]) -> int:
        return self.tokens.setdefault(able, len(self.tokens) + 1)

    # -- places

    def _site(self, call_id: int) -> int:
        call = self.day.calls[call_id]
        site = self.day.sites.get(call.site_id)
        return self._place(("site", call.site_id), site.place if site else None)

    def _place(self, key: tuple[str, int], point: Place | None) -> int:
        found = self.places.get(key)
        if found is None:
            found = self.places[key] = len(self.points)
            self.points.append(point)
        return found

    # -- the whole

    def problem(self, matrix: MatrixOf, hours: Sequence[Band]) -> Problem:
        """All of it, with what is late as it stands allowed to be."""
        if not any(task.priority == TOP_PRIORITY for task in self.tasks if task.worker is None):
            # Only an emergency takes the place of what stands.
            self.tasks = [replace(task, kept=task.worker is not None) for task in self.tasks]
        held = {key: frozenset(t for able, t in self.tokens.items() if key in able) for key in self.workers}
        workers = [replace(worker, tokens=held[key]) for key, worker in self.workers.items()]
        found = Problem(
            tasks=tuple(self.tasks),
            workers=tuple(workers),
            travel=matrix(self.points),
            pace=self._pace(hours),
            late_price=self.options.late_price,
            overtime_price=self.options.overtime_price,
            left_out=tuple(self.left_out),
            epoch=self.epoch,
        )
        return widened(found)

    def _pace(self, hours: Sequence[Band]) -> tuple[tuple[int, int], ...]:
        """The hours in which drives take longer, from minute to minute."""
        zone, bands = self.day.shop.zone, sorted(hours)
        found: list[tuple[int, int]] = []
        for hour in range(48):
            percents = [factor for since, until, factor in bands if since <= hour % 24 < until]
            percent = round(percents[-1] * 100) if percents else 100
            if percent != (found[-1][1] if found else 100):
                begins = self.up(local_instant(self.day.service_date, hour * 60, zone))
                found.append((begins, percent))
        return tuple(found)
