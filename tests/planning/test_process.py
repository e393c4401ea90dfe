"""The planner's process: answers, cancels, crashes; and the solver's own traps."""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from dispatch_tui.planning import vroom as adapter
from dispatch_tui.planning.checker import faults_of
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.process import PlannerProcess
from dispatch_tui.planning.solver import Effort, NoPlanner, PlannerFailed, Progress
from dispatch_tui.planning.vroom import Part, Vroom
from tests.planning.problems import line, task, town, worker

vroom = pytest.importorskip("vroom")


@pytest.fixture(scope="module")
def planner() -> Iterator[PlannerProcess]:
    made = PlannerProcess()
    yield made
    made.close()


def test_plans_come_back_as_if_they_were_made_here(planner: PlannerProcess):
    problem = town(8, 50)
    effort = Effort(rounds=10)
    heard: list[Progress] = []
    plan = planner.solve(problem, 5, heard.append, effort=effort)
    assert plan == Ladder().solve(problem, 5, effort=effort)
    assert faults_of(problem, plan) == ()
    assert heard


def test_what_cannot_be_planned_is_refused_and_the_process_stays(planner: PlannerProcess):
    planner.solve(line((), (worker(),)), 1)
    child = planner._child
    with pytest.raises(PlannerFailed, match="cannot be planned"):
        planner.solve(line((task(1, 10, priority=101),), (worker(),)), 1)
    assert planner._child is child


def test_a_cancel_gives_the_best_so_far(planner: PlannerProcess):
    heard: list[Progress] = []
    problem = town(10, 60)
    plan = planner.solve(problem, 600, heard.append, lambda: len(heard) > 20, Effort(patience=None))
    assert not plan.settled
    assert faults_of(problem, plan) == ()


def test_a_crash_is_an_error_with_a_reason_and_the_next_plan_is_made(planner: PlannerProcess):
    def crash(how: Progress) -> None:
        if planner.running and how.step == "improve":
            os.kill(planner._child.pid, signal.SIGKILL)

    with pytest.raises(PlannerFailed, match="ended by itself"):
        planner.solve(town(10, 60), 600, crash, effort=Effort(patience=None))
    assert not planner.running
    assert planner.solve(town(3, 6), 5, effort=Effort(rounds=2)).routes


def test_nobody_is_kept_waiting_by_a_planner_that_does_not_stop(monkeypatch: pytest.MonkeyPatch):
    """A stuck solver is killed, and what it had shown last is the plan."""
    monkeypatch.setattr("dispatch_tui.planning.process.GRACE", 0.2)
    planner = PlannerProcess()
    heard: list[Progress] = []

    def stop_it(how: Progress) -> None:
        heard.append(how)
        if how.plan is not None:
            os.kill(planner._child.pid, signal.SIGSTOP)

    shown = planner.solve(town(25, 150), 600, stop_it, lambda: bool(heard and heard[-1].plan))
    assert shown in [how.plan for how in heard]
    assert not planner.running


def test_without_the_solver_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "vroom", None)
    with pytest.raises(NoPlanner) as refused:
        Ladder().solve(line((task(1),), (worker(),)), 1)
    assert str(refused.value) == "planning needs its solver: install dispatch-tui[planner]"


def test_the_board_never_loads_the_solver():
    code = (
        "import sys, dispatch_tui.planning.process, dispatch_tui.planning.mapping;"
        "import dispatch_tui.planning.proposal, dispatch_tui.planning.ladder;"
        "print({'vroom', 'numpy', 'pandas'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_prices_of_some_and_none_of_others_are_on_one_scale():
    """A matrix of costs beside none: the cheaper worker by travel and price together."""
    for price, who in ((5, 0), (30, 1)):
        problem = line((task(1, 10, prices=((1, price),)),), (worker(1, 0), worker(2, 30)))
        found = Vroom(problem).solve(Part((0, 1), (0,), False), 0)
        assert found == {who: [0]}


def test_a_warm_start_is_kept_where_nothing_is_better():
    problem = line((task(1, 10), task(2, 20)), (worker(1, 0), worker(2, 100)))
    found = Vroom(problem).solve(Part((0, 1), (0, 1), False, ((0, (0, 1)),)), 0)
    assert found == {0: [0, 1]}


def test_it_still_refuses_its_own_routes_with_a_break():
    """Upstream 1251. When this fails, workers with breaks can start from what stands as well."""
    chance = random.Random(1)
    points = [(chance.uniform(0, 40), chance.uniform(0, 40)) for _ in range(13)]
    durations = [[int(math.dist(a, b)) for b in points] for a in points]
    windows = {key: chance.choice((480, 600, 720)) for key in range(1, 13)}

    def solved(steps: dict[int, list[tuple[str, int]]]) -> dict[int, list[tuple[str, int]]]:
        given = vroom.Input()
        given.set_durations_matrix("car", durations)
        for key, since in windows.items():
            given.add_job(vroom.Job(key, key, default_service=45, time_windows=[(since, since + 180)]))
        for key in (1, 2):
            given.add_vehicle(
                vroom.Vehicle(
                    key,
                    start=0,
                    end=0,
                    time_window=(480, 1020),
                    breaks=[vroom.Break(1, [(720, 720)], 30)],
                    steps=[vroom.VehicleStep(*step) for step in steps.get(key, ())],
                )
            )
        found: dict[int, list[tuple[str, int]]] = {}
        kinds = {b"job": "single", b"break": "break"}
        for row in given.solve(1, nb_threads=adapter.ALL_AT_ONCE)._routes_numpy():
            if row["type"] in kinds:
                found.setdefault(int(row["vehicle_id"]), []).append((kinds[row["type"]], int(row["id"])))
        return found

    with pytest.raises(Exception, match="Infeasible route"):
        solved(solved({}))
