"""The port of a planner: what it is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from dispatch_tui.core.errors import DispatchError, Refused
from dispatch_tui.planning.problem import LeftOut, Problem


class NoPlanner(Refused):
    """The solver is not installed."""


class PlannerFailed(DispatchError):
    """The planner broke, or its process died; nothing on the board has been touched."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One task in a plan.

    Attributes:
        start: arrival, minutes from the epoch.
        shown: planned start, where it stands on the board; earlier than `start` for what keeps its
            planned start and is late.
        drive: minutes of driving before it, on a free road.
        late: minutes after the window.
    """

    task: int
    start: int
    shown: int
    drive: int
    late: int


@dataclass(frozen=True, slots=True)
class Route:
    """One worker's tasks, in order.

    Attributes:
        drive_home: minutes of driving from the last task to the end.
        home: when they are there.
        overtime: minutes of that past the shift.
    """

    worker: int
    stops: tuple[Stop, ...]
    drive_home: int
    home: int
    overtime: int


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """How good a plan is; less is better, the first that differs decides.

    Attributes:
        lost: priorities of what found no place, added up.
        out: how many found none.
        cost: travel, lateness, overtime and disruption, in minutes of travel.
    """

    lost: int
    out: int
    cost: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: who goes where, when.

    Attributes:
        routes: every worker's, in the problem's order.
        left_out: what found no place, each with the gate and what would open it.
        solves: how many sub-problems were solved.
        settled: True if nothing more was found, rather than that time was up.
    """

    routes: tuple[Route, ...]
    left_out: tuple[LeftOut, ...]
    score: Score
    solves: int = 0
    settled: bool = False

    @property
    def travel(self) -> int:
        """Minutes of driving in all, on a free road."""
        return sum(route.drive_home + sum(stop.drive for stop in route.stops) for route in self.routes)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a planner is.

    Attributes:
        step: "start", "place" or "improve".
        solves: sub-problems solved so far.
        seconds: since it began.
        score: of the best plan so far.
        travel: minutes of driving of it.
        plan: the best plan, where it is worth showing; not with every report.
    """

    step: str
    solves: int
    seconds: float
    score: Score
    travel: int
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """How a planner goes about it.

    Attributes:
        seed: the same problem, seed and rounds give the same plan.
        rounds: at most so many sub-problems, for a result that does not depend on the clock; None for
            as many as the time allows.
        improve: False to place what waits and leave it at that, as an emergency wants it.
        patience: sub-problems that bring nothing, once all neighbourhoods are through, before it is
            enough; None to use all the time there is.
    """

    seed: int = 0
    rounds: int | None = None
    improve: bool = True
    patience: int | None = 40


USUAL = Effort()
"""How a planner goes about it unless told otherwise."""

OnProgress: TypeAlias = Callable[[Progress], None]
ShouldStop: TypeAlias = Callable[[], bool]


class Solver(Protocol):
    """Whoever makes plans."""

    def solve(
        self,
        problem: Problem,
        seconds: float,
        progress: OnProgress | None = None,
        canceled: ShouldStop | None = None,
        effort: Effort = USUAL,
    ) -> Plan:
        """The best plan found in the time.

        Args:
            problem: what to plan.
            seconds: how long at most, but for the first plan, which is always made.
            progress: told of every step.
            canceled: asked between steps; True ends it with the best plan so far.
            effort: how to go about it.

        Raises:
            NoPlanner: if the solver is not installed.
            PlannerFailed: if it broke.
        """
        ...
