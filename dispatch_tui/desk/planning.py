"""Planning for a desk: a board in, a proposal out, made elsewhere and judged twice before anybody sees it.

The solver runs in a process of its own, what leads to it and from it on a thread: nothing here holds up
the event loop. Plans come while they get better; each that is shown has passed both judges.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from dispatch_tui.core.day import Day
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.goals import SupposedRow
from dispatch_tui.core.model import Call, Technician, Visit
from dispatch_tui.core.reserve import reserve_of
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.suggest.query import same_area
from dispatch_tui.core.travel import Travel
from dispatch_tui.desk.board import Board
from dispatch_tui.planning.changes import Change, Proposal
from dispatch_tui.planning.checker import faults_of
from dispatch_tui.planning.judge import flaws_of
from dispatch_tui.planning.mapping import problem_of
from dispatch_tui.planning.measures import forecast_as
from dispatch_tui.planning.problem import Problem
from dispatch_tui.planning.process import PlannerProcess
from dispatch_tui.planning.proposal import propose
from dispatch_tui.planning.scope import May, Options, Scope
from dispatch_tui.planning.solver import (
    USUAL,
    Effort,
    NoPlanner,
    Plan,
    PlannerFailed,
    Progress,
    Solver,
)
from dispatch_tui.planning.stale import Staleness, stale

PIP = "install it with: pip install 'dispatch-tui[planner]'"
"""What to do where the solver is not installed."""

REPAIR = Effort(improve=False)
"""For a live day: place what must be, and leave it at that."""

REACH = 24
"""Technicians who are asked first for each call of a live day; everybody, if that leaves one out."""

SHARE = 4
"""Of the time that planning takes, at most one part in so many goes into showing what there is so far."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """How far a plan is.

    Attributes:
        step: "start", "place" or "improve".
        seconds: since planning began, with what comes before the solver.
        left_out: calls that have no place yet.
        travel: minutes of driving of the best plan so far.
        solves: parts solved so far.
        proposal: the best plan so far as a proposal, judged; not with every report.
    """

    step: str
    seconds: float
    left_out: int
    travel: int
    solves: int
    proposal: Proposal | None = None


OnGlimpse: TypeAlias = Callable[[Glimpse], None]


def options_of(board: Board, out: frozenset[int] = frozenset()) -> Options:
    """What disruption and the rest are worth to the shop of a board, by its rules.

    Args:
        board: the board.
        out: technicians who cannot work.
    """
    rules = Rules.of(board.day.shop)
    reserve = reserve_of(board.day, board.forecasts, board.now)
    return Options(
        move_price=rules.plan_move,
        told_price=rules.plan_told,
        near_price=rules.plan_near,
        near_minutes=rules.plan_near_within,
        late_price=rules.plan_late,
        overtime_price=rules.plan_overtime,
        overtime=rules.plan_longer,
        out=out,
        spare=reserve.spare if reserve is not None else None,
        prices=_preferred(board.day, rules.plan_preferred),
        may=_may(board.day, strict=rules.areas == "strict"),
    )


def _preferred(day: Day, worth: int) -> dict[tuple[int, int], int]:
    """What it is worth, less than nothing, to send whom the customer prefers: by (call, technician)."""
    fans = {key: one.preferred for key, one in day.customers.items() if one.preferred and worth}
    return {(call.id, key): -worth for call in day.calls.values() for key in fans.get(call.customer_id, ())}


def _may(day: Day, *, strict: bool) -> May:
    """The gates beside skills: who is blocked by the customer, and areas where the shop is strict."""

    def may(call: Call, technician: Technician) -> bool:
        customer, site = day.customer_of(call), day.site_of(call)
        if customer is not None and technician.id in customer.blocked:
            return False
        area = site.area.strip() if site is not None and strict else ""
        return not area or same_area(area, technician.area)

    return may


def standing(proposal: Proposal, board: Board, rejected: AbstractSet[int] = frozenset()) -> Staleness:
    """What has become of a proposal on a board of the same day; `rejected` are positions of its changes."""
    return stale(proposal, board.day, board.now, rejected)


def supposed_rows(board: Board, travel: Travel, changes: Iterable[Change]) -> dict[int, SupposedRow]:
    """The rows that some changes touch, as they would be with all of them.

    Args:
        board: the board of their day.
        travel: what it was forecast with.
        changes: the changes. A placed call stands there as a visit with its number below nought.
    """
    day = board.day
    some = tuple(changes)
    gone = {change.visit_id for change in some if change.visit_id is not None}
    keys = {key for change in some for key in (change.from_technician, change.technician_id)}
    known = [key for key in keys if key is not None and key in day.rows]
    rows = {key: [v for v in day.row(key) if v.id not in gone] for key in known}
    for change in some:
        to, start = change.technician_id, change.start
        if to is None or to not in rows or start is None:
            continue
        old = day.visits.get(change.visit_id or 0)
        base = old or Visit(change.call_id, to, start, change.minutes, day.service_date, id=-change.call_id)
        rows[to].append(replace(base, technician_id=to, start=start))
    return {
        key: SupposedRow(tuple(visits), forecast_as(day, key, visits, board.now, travel))
        for key, visits in rows.items()
    }


class Planner:
    """Makes proposals for boards. One at a time; callers queue.

    Args:
        solver: the solver; one in a process of its own for None, ended by `close`.
    """

    def __init__(self, solver: Solver | None = None) -> None:
        self._solver: Solver = solver or PlannerProcess()

    def close(self) -> None:
        """End the solver's process; a plan under way fails."""
        if isinstance(self._solver, PlannerProcess):
            self._solver.close()

    async def plan(
        self,
        board: Board,
        travel: Travel,
        scope: Scope,
        options: Options | None = None,
        seconds: float | None = None,
        progress: OnGlimpse | None = None,
        *,
        stop: threading.Event | None = None,
        effort: Effort | None = None,
    ) -> Proposal:
        """The best proposal found in the time, off the event loop.

        Cancelling the task gives up; setting `stop` takes the best so far.

        Args:
            board: of the day that is planned; not touched.
            travel: what that board was forecast with.
            scope: what to plan.
            options: what it may cost; None for the shop's rules.
            seconds: how long at most, but for the first plan; None for the shop's rule.
            progress: told on the event loop how far it is.
            stop: ends it with the best so far, once set.
            effort: how to go about it; None for `REPAIR` on a live scope, else `USUAL`.

        Raises:
            Refused: if the solver is not installed, saying what to install.
            PlannerFailed: if the solver broke, was stopped before there was any plan, or a judge found a
                rule broken: such a plan is nobody's to see.
        """
        loop = asyncio.get_running_loop()
        halt = stop or threading.Event()

        def told(glimpse: Glimpse) -> None:
            if progress is not None and not loop.is_closed():
                loop.call_soon_threadsafe(progress, glimpse)

        work = partial(self.plan_now, board, travel, scope, options, seconds, told, stop=halt, effort=effort)
        try:
            return await asyncio.to_thread(work)
        except asyncio.CancelledError:
            halt.set()
            raise

    def plan_now(
        self,
        board: Board,
        travel: Travel,
        scope: Scope,
        options: Options | None = None,
        seconds: float | None = None,
        progress: OnGlimpse | None = None,
        *,
        stop: threading.Event | None = None,
        effort: Effort | None = None,
    ) -> Proposal:
        """As `plan`, on the calling thread, for the shell."""
        chosen = options or options_of(board)
        run = _Run(board, travel, chosen, progress)
        allowed = seconds if seconds is not None else Rules.of(board.day.shop).plan_seconds
        how = effort or (REPAIR if scope.live else USUAL)
        halt = (stop or threading.Event()).is_set

        def solved(by: Options) -> Plan:
            run.problem = problem_of(board.day, board.forecasts, board.now, travel, scope, by)
            return self._solver.solve(run.problem, allowed, run.heard, halt, how)

        try:
            if scope.live and chosen.reach is None and len(board.day.order) > REACH:
                plan = solved(replace(chosen, reach=REACH))
                if not any(left.task for left in plan.left_out):
                    return run.judged(plan)
            return run.judged(solved(chosen))
        except NoPlanner as error:
            raise Refused(error.message, PIP) from error


class _Run:
    """One plan under way."""

    def __init__(self, board: Board, travel: Travel, options: Options, progress: OnGlimpse | None) -> None:
        self.board = board
        self.travel = travel
        self.options = options
        self.problem: Problem | None = None
        self._progress = progress
        self._began = time.monotonic()
        self._not_before = 0.0

    def heard(self, how: Progress) -> None:
        """Hand on how far the solver is; a plan of it only if it is good, and not too often."""
        if self._progress is None or self.problem is None:
            return
        begun = time.monotonic()
        proposal = None
        if how.plan is not None and begun >= self._not_before:
            try:
                proposal = self.judged(how.plan)
            except PlannerFailed:
                proposal = None  # written down; what comes at last is judged again
            took = time.monotonic() - begun
            self._not_before = begun + SHARE * took
        left_out = how.score.out + len(self.problem.left_out)
        seconds = time.monotonic() - self._began
        self._progress(Glimpse(how.step, seconds, left_out, how.travel, how.solves, proposal))

    def judged(self, plan: Plan) -> Proposal:
        """The proposal that a plan is, if neither judge finds anything wrong with it.

        Raises:
            PlannerFailed: naming what was wrong; nobody is to see the plan.
        """
        board, problem = self.board, self.problem
        assert problem is not None
        faults = faults_of(problem, plan)
        if faults:
            raise _broken([f"{one.rule} (worker {one.worker}, task {one.task})" for one in faults])
        proposal = propose(board.day, board.forecasts, problem, plan, board.now, self.travel)
        flaws = flaws_of(board.day, board.forecasts, proposal, board.now, self.travel, self.options.overtime)
        if flaws:
            raise _broken([f"{one.broken} (call {one.call_id})" for one in flaws])
        return proposal


def _broken(found: list[str]) -> PlannerFailed:
    """What to say, and write down, of a plan that breaks a rule."""
    _log.error("a plan was refused by the judges: %s", "; ".join(found))
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return PlannerFailed(
        f"the plan broke a rule and is not shown: {'; '.join(found[:3])}{more}",
        "nothing has changed; this is a fault in dispatch-tui, please report it",
    )
