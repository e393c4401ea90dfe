"""A plan as a proposal: what would change on the board, why, whom it affects, and what it is worth.

All of it is data. Whoever shows it chooses the words; whoever accepts it carries out the commands, with
what was seen, in the order given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowForecast
from dispatch_tui.core.groups import KIND_OF, rev_of
from dispatch_tui.core.model import Call, Record, Visit
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.rules import MustTell, must_tell
from dispatch_tui.core.travel import Travel
from dispatch_tui.planning.changes import Change, ChangeKind, Factor, Proposal, Reason, SeenFact, in_order
from dispatch_tui.planning.measures import drive_of, forecast_as, measured
from dispatch_tui.planning.problem import LeftOut, Problem, Task
from dispatch_tui.planning.schedule import Timing
from dispatch_tui.planning.solver import Plan, Route

MINUTE = timedelta(minutes=1)

WORTH = 5
"""A start is moved alone, on a row that keeps its order, only if it saves so many late minutes; the order of
a row that keeps its visits is changed only if that is worth so many minutes of driving."""


_RANK = {Factor.PLACED_BY: 0, Factor.NO_ROOM: 0, Factor.ROOM: 0, Factor.SLACK: 2}
"""What forces a change comes first, what is merely left comes last; between them the most minutes."""


def propose(
    day: Day,
    forecasts: Mapping[int, RowForecast],
    problem: Problem,
    plan: Plan,
    now: datetime,
    travel: Travel,
) -> Proposal:
    """The proposal that a plan is for the day it was made from.

    Args:
        day: the day the problem was made of.
        forecasts: of its rows.
        problem: the problem.
        plan: its plan.
        now: the present instant.
        travel: the shop's travel.
    """
    return _Making(day, forecasts, problem, plan, now, travel).proposal()


class _Making:
    """A proposal as it comes together."""

    def __init__(
        self,
        day: Day,
        forecasts: Mapping[int, RowForecast],
        problem: Problem,
        plan: Plan,
        now: datetime,
        travel: Travel,
    ) -> None:
        self.day = day
        self.forecasts = forecasts
        self.problem = problem
        self.plan = plan
        self.now = now
        self.travel = travel
        self.epoch = problem.epoch or day.span.start
        self.tasks = {task.id: task for task in problem.tasks}
        self.rows_before = {worker.id: day.row(worker.id) for worker in problem.workers}
        gone = {visit.technician_id for visit in day.visits.values()} - self.rows_before.keys()
        touched = {day.visits[task.visit_id].technician_id for task in problem.tasks if task.visit_id}
        self.rows_before.update({key: day.row(key) for key in gone & touched if key in day.rows})
        self.late_step = Rules.of(day.shop).late_step
        self.rows_after: dict[int, tuple[Visit, ...]] = {}

    def proposal(self) -> Proposal:
        """The whole of it."""
        moved = self._moved()
        changes = [self._change(task, target) for task, target in moved]
        after = self.rows_after = self._after(changes)
        known = {key: self._forecast(key, visits) for key, visits in after.items()}
        changes = [self._explained(change, changes, known) for change in changes]
        changes = in_order(_with_room(self._with_needs(changes)))
        in_scope = sum(not task.visit_id for task in self.tasks.values()) + sum(
            not left.task and not left.visit_id for left in self.problem.left_out
        )
        told = sum(bool(change.affected) for change in changes)
        switched = sum(change.kind is ChangeKind.MOVE and not change.same_technician for change in changes)
        before = {key: self._forecast(key, visits) for key, visits in self.rows_before.items()}
        return Proposal(
            self.day.rev,
            self.now,
            tuple(changes),
            self._named(),
            measured(self.rows_before, before, in_scope),
            measured(after, known, len(self.plan.left_out), switched, told),
            self.epoch,
            self.plan.settled,
            self.day.service_date,
        )

    def _forecast(self, key: int, visits: tuple[Visit, ...]) -> RowForecast:
        known = self.forecasts.get(key)
        if known is not None and visits == self.day.row(key):
            return known
        return forecast_as(self.day, key, visits, self.now, self.travel)

    def _named(self) -> tuple[LeftOut, ...]:
        """What was left out, with the skills by name."""
        calls = self.day.calls
        return tuple(
            replace(left, skills=left.skills or calls[left.call_id].skills) if left.call_id in calls else left
            for left in self.plan.left_out
        )

    # -- what changes

    def _at(self, minute: int) -> datetime:
        return self.epoch + minute * MINUTE

    def _moved(self) -> list[tuple[Task, tuple[int, int] | None]]:
        """Tasks that do not stay as they are, with worker and start; None for off the board."""
        found: list[tuple[Task, tuple[int, int] | None]] = []
        for route in self.plan.routes:
            still = self._keeps_order(route) or self._saves_little(route)
            for stop in route.stops:
                task = self.tasks[stop.task]
                if task.pinned or (task.worker == route.worker and (still or task.start == stop.shown)):
                    continue
                found.append((task, (route.worker, stop.shown)))
        out = {left.task for left in self.plan.left_out}
        found += [(task, None) for task in self.problem.tasks if task.id in out and task.worker is not None]
        return found

    def _keeps_order(self, route: Route) -> bool:
        """True if a row stays as it is, but for starts that would save little."""
        own = sorted(
            (task for task in self.tasks.values() if task.worker == route.worker),
            key=lambda task: (task.start or 0, task.id),
        )
        if [task.id for task in own] != [stop.task for stop in route.stops]:
            return False
        late = {task.id: max(0, (task.latest or 0) - task.due) for task in own}
        saved = sum(late[stop.task] - stop.late for stop in route.stops)
        return saved < WORTH

    def _saves_little(self, route: Route) -> bool:
        """True if a row only goes through the same visits in another order, for next to nothing."""
        worker = self.problem.workers[self.problem.worker_index[route.worker]]
        own = sorted(
            (task for task in self.tasks.values() if task.worker == route.worker),
            key=lambda task: (task.start or 0, task.id),
        )
        if {task.id for task in own} != {stop.task for stop in route.stops}:
            return False
        timing = Timing(self.problem)
        stands = timing.row(worker, own, as_is=True)
        comes = timing.row(worker, [self.tasks[stop.task] for stop in route.stops])
        return stands is not None and comes is not None and stands.cost - comes.cost < WORTH

    def _change(self, task: Task, target: tuple[int, int] | None) -> Change:
        visit = self.day.visits.get(task.visit_id)
        call = self.day.calls[task.call_id]
        change = Change(
            ChangeKind.OFF if target is None else ChangeKind.MOVE if visit else ChangeKind.PLACE,
            call.id,
            visit.id if visit else None,
            from_technician=visit.technician_id if visit else None,
            from_start=visit.start if visit else None,
            minutes=visit.minutes if visit else call.minutes,
            affected=self._affected(visit, call, target),
        )
        if target is not None:
            change = replace(change, technician_id=target[0], start=self._at(target[1]))
            change = replace(change, row=row_facts(self.day, target[0]))
        return replace(change, seen=self._seen(change, visit, call))

    def _affected(
        self, visit: Visit | None, call: Call, target: tuple[int, int] | None
    ) -> tuple[MustTell, ...]:
        if visit is None:
            return ()
        to = None
        if target is not None:
            to = replace(visit, technician_id=target[0], start=self._at(target[1]))
        technician = self.day.technicians.get(visit.technician_id)
        customer = self.day.customer_of(call)
        return must_tell(
            visit, call, technician, to, customer.name if customer else "the customer", self.late_step
        )

    def _seen(self, change: Change, visit: Visit | None, call: Call) -> tuple[SeenFact, ...]:
        found = list(_facts(call, "info", "promise", "fate"))
        if visit is not None:
            found += _facts(visit, "plan", "status", "client")
        if change.technician_id is not None:
            found += _facts(self.day.technicians[change.technician_id], "info")
        return tuple(found)

    def _after(self, changes: list[Change]) -> dict[int, tuple[Visit, ...]]:
        """The rows as they would be; a placed call's visit has its number below nought."""
        gone = {change.visit_id for change in changes if change.visit_id}
        rows = {
            key: [visit for visit in visits if visit.id not in gone]
            for key, visits in self.rows_before.items()
        }
        for change in changes:
            if change.technician_id is None or change.start is None:
                continue
            old = self.day.visits.get(change.visit_id or 0)
            base = old or Visit(
                change.call_id, 0, change.start, change.minutes, self.day.service_date, id=-change.call_id
            )
            rows[change.technician_id].append(
                replace(base, technician_id=change.technician_id, start=change.start)
            )
        return {
            key: tuple(sorted(visits, key=lambda visit: (visit.start, visit.id)))
            for key, visits in rows.items()
        }

    def _with_needs(self, changes: list[Change]) -> list[Change]:
        """Changes with those that must be made before: what stands in a visit's new place must have gone."""
        return [
            replace(
                change,
                needs=tuple(
                    at
                    for at, other in enumerate(changes)
                    if other is not change
                    and other.from_technician == change.technician_id
                    and self._in_the_way(other, change)
                ),
            )
            for change in changes
        ]

    def _in_the_way(self, standing: Change, coming: Change) -> bool:
        """True if a visit where it stands leaves no room, with the drive between, for another to come."""
        slot, old = coming.slot, standing.old_slot
        if slot is None or old is None:
            return False
        places = [self._task_of(one).place for one in (standing, coming)]
        drive = self.problem.travel.minutes(*places) * MINUTE
        return slot.start < old.end + drive and old.start < slot.end + drive

    def _task_of(self, change: Change) -> Task:
        wanted = (change.call_id, change.visit_id or 0)
        return next(task for task in self.tasks.values() if (task.call_id, task.visit_id) == wanted)

    # -- why

    def _explained(self, change: Change, changes: list[Change], after: Mapping[int, RowForecast]) -> Change:
        reasons = [*self._about_leaving(change, changes), *self._about_coming(change, after)]
        order = list(Factor)
        reasons.sort(key=lambda one: (_RANK.get(one.factor, 1), -abs(one.minutes), order.index(one.factor)))
        return replace(change, reasons=tuple(reasons))

    def _about_leaving(self, change: Change, changes: list[Change]) -> list[Reason]:
        found: list[Reason] = []
        key, visit_id = change.from_technician, change.visit_id
        if key is None or visit_id is None:
            return found
        if key not in {worker.id for worker in self.problem.workers}:
            return [Reason(Factor.PLACED_BY, technician_id=key)]
        before = self.forecasts.get(key)
        known = before.visits.get(visit_id) if before else None
        if known is not None and known.late_minutes:
            found.append(Reason(Factor.LATE_BEFORE, known.late_minutes))
        if change.kind is ChangeKind.OFF:
            found.append(Reason(Factor.NO_ROOM))
        if change.same_technician:
            saved = self._row_before(key) - self._row_after(key)
            if saved > 0:
                found.append(Reason(Factor.DRIVE_SAVED, saved))
        else:
            found.append(Reason(Factor.DRIVE_SAVED, self._detour_before(key, visit_id)))
            room = tuple(
                other.call_id
                for other in changes
                if other.technician_id == key and other.from_technician != key
            )
            if room:
                found.append(Reason(Factor.ROOM, calls=room))
        return found

    def _about_coming(self, change: Change, after: Mapping[int, RowForecast]) -> list[Reason]:
        key = change.technician_id
        if key is None:
            return []
        found: list[Reason] = []
        if not change.same_technician:
            found.append(Reason(Factor.DRIVE_ADDED, self._detour_after(key, change)))
        known = after[key].visits[change.visit_id or -change.call_id]
        if known.late_minutes:
            found.append(Reason(Factor.LATE_AFTER, known.late_minutes))
        elif known.slack_minutes is not None:
            found.append(Reason(Factor.SLACK, known.slack_minutes))
        added = self._overtime_added(key, change, after)
        if added > 0:
            found.append(Reason(Factor.OVERTIME, added))
        return found

    def _overtime_added(self, key: int, change: Change, after: Mapping[int, RowForecast]) -> int:
        """Overtime that a row has then and has not now, as far as it is there for one of its visits."""
        more = after[key].overtime_minutes - self._forecast(key, self.rows_before[key]).overtime_minutes
        if more <= 0:
            return 0
        rest = tuple(one for one in self.rows_after[key] if one.id != (change.visit_id or -change.call_id))
        without = forecast_as(self.day, key, rest, self.now, self.travel).overtime_minutes
        return min(more, after[key].overtime_minutes - without)

    def _row_before(self, key: int) -> int:
        """Driving of a row as it stands."""
        return drive_of(self._forecast(key, self.rows_before[key]))

    def _row_after(self, key: int) -> int:
        """Driving of a row as it would be."""
        return drive_of(self._forecast(key, self.rows_after[key]))

    def _detour_before(self, key: int, visit_id: int) -> int:
        """Driving that a row has for one of its visits, as it stands."""
        return self._row_before(key) - self._without(key, self.rows_before[key], visit_id)

    def _detour_after(self, key: int, change: Change) -> int:
        """Driving that a row has for one of its visits, as it would be."""
        rest = self._without(key, self.rows_after[key], change.visit_id or -change.call_id)
        return max(0, self._row_after(key) - rest)

    def _without(self, key: int, row: tuple[Visit, ...], visit_id: int) -> int:
        """Driving of a row without one of its visits, in the same forecast as the measures."""
        rest = tuple(visit for visit in row if visit.id != visit_id)
        return drive_of(forecast_as(self.day, key, rest, self.now, self.travel))


def _with_room(changes: list[Change]) -> list[Change]:
    """Changes of the time alone, with the calls they make room for: those that need them, near and far."""
    found = []
    for at, change in enumerate(changes):
        wanting = {at}
        while more := {n for n, one in enumerate(changes) if wanting & set(one.needs)} - wanting:
            wanting |= more
        room = tuple(changes[n].call_id for n in sorted(wanting - {at}))
        first = (Reason(Factor.ROOM, calls=room),) if room and change.same_technician else ()
        found.append(replace(change, reasons=(*first, *change.reasons)))
    return found


def row_facts(day: Day, key: int) -> tuple[tuple[int, int], ...]:
    """What stands on a row: visit ids, with the revisions of their plans."""
    return tuple((visit.id, rev_of(visit, "plan")) for visit in day.row(key))


def _facts(record: Record, *groups: str) -> tuple[SeenFact, ...]:
    kind = KIND_OF[type(record)]
    return tuple((kind, record.id, group, rev_of(record, group)) for group in groups)
