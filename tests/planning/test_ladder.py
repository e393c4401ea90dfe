"""Plans: what they are good for, that they are the same again, and that they stop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch_tui.planning.checker import faults_of
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.parts import split
from dispatch_tui.planning.problem import Gate, Problem, Task, Way
from dispatch_tui.planning.solver import Effort, Plan, PlannerFailed, Progress
from tests.planning.problems import line, task, town, worker

pytest.importorskip("vroom")


def planned(problem: Problem, **fields) -> Plan:
    plan = Ladder().solve(problem, 5, effort=Effort(**{"rounds": 30, "patience": 5, **fields}))
    assert faults_of(problem, plan) == ()
    return plan


def where(plan: Plan) -> dict[int, int]:
    return {stop.task: route.worker for route in plan.routes for stop in route.stops}


def test_tasks_go_to_who_is_near():
    plan = planned(line((task(1, 10), task(2, 90)), (worker(1, 0), worker(2, 100))))
    assert where(plan) == {1: 1, 2: 2}
    assert plan.travel == 40
    assert plan.settled


def test_the_same_problem_seed_and_rounds_give_the_same_plan():
    problem = town(8, 50)
    assert planned(problem, seed=3) == planned(problem, seed=3)


def test_more_rounds_are_never_worse():
    problem = town(10, 60)
    scores = [planned(problem, rounds=rounds).score for rounds in (1, 10, 60)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < scores[0]


def test_disruption_has_a_price():
    """Ten kilometres nearer is not worth a change of technician; sixty are."""

    def standing(km: int) -> Problem:
        held = task(1, km, worker=1, start=600, move_price=25)
        return line((held,), (worker(1, 40), worker(2, 60)))

    assert where(planned(standing(55))) == {1: 1}
    assert where(planned(standing(60))) == {1: 2}


def test_what_is_pinned_stays_and_what_waits_goes_around_it():
    pinned = task(1, 50, worker=1, start=600, windows=((600, 600),), pinned=True)
    plan = planned(line((pinned, task(2, 50), task(3, 50)), (worker(1, 50),)))
    starts = {stop.task: stop.start for stop in plan.routes[0].stops}
    assert starts[1] == 600
    assert len(starts) == 3


def test_late_work_is_made_less_late():
    """As it stands the second is an hour late; the other way round nobody is."""
    first = task(1, 10, 60, worker=1, start=490)
    second = task(2, 20, 60, windows=((480, 510),), latest=560, worker=1, start=505)
    plan = planned(line((first, second), (worker(),)))
    assert [stop.task for stop in plan.routes[0].stops] == [2, 1]
    assert [stop.late for stop in plan.routes[0].stops] == [0, 0]


def test_an_emergency_may_push_out_what_matters_less_and_it_is_told():
    held = tuple(
        task(key, 0, 240, worker=1, start=480 + 240 * (key - 1), priority=30, windows=((0, 1440),))
        for key in (1, 2)
    )
    plan = planned(line((*held, task(3, 0, 200, priority=100, windows=((480, 700),))), (worker(),)))
    assert 3 in where(plan)
    assert len(plan.left_out) == 1
    assert plan.left_out[0].task in (1, 2)


def test_kept_tasks_are_never_pushed_out():
    held = tuple(task(key, 0, 240, worker=1, start=240 + 240 * key, kept=True, priority=1) for key in (1, 2))
    plan = planned(line((*held, task(3, 0, 200, priority=100)), (worker(),)))
    assert set(where(plan)) == {1, 2}


@pytest.mark.parametrize(
    ("left", "gate", "ways"),
    [
        (task(9, 0, token=5), Gate.SKILL, {Way.OTHER_DAY}),
        (task(9, 100, windows=((480, 500),)), Gate.WINDOW, {Way.PROMISE, Way.OTHER_DAY}),
        (task(9, 0, 600), Gate.SHIFT, {Way.OVERTIME, Way.OTHER_DAY}),
        (task(9, 0, 90), Gate.ROOM, {Way.OVERTIME, Way.OTHER_DAY}),
    ],
)
def test_what_finds_no_place_says_why_and_what_would_help(left: Task, gate: Gate, ways: set[Way]):
    held = task(1, 0, 500, worker=1, start=480, priority=90)
    plan = planned(line((held, left), (worker(),)))
    assert [one.gate for one in plan.left_out] == [gate]
    assert {way.way for way in plan.left_out[0].opens} == ways
    if gate is Gate.WINDOW:
        assert plan.left_out[0].opens[0].minute == 580


def test_overtime_only_where_it_is_allowed():
    tasks = (task(1, 0, 500), task(2, 0, 90))
    assert len(where(planned(line(tasks, (worker(),))))) == 1
    longer = planned(line(tasks, (worker(latest=1080, closes=1080),)))
    assert len(where(longer)) == 2
    assert longer.routes[0].overtime == 50


def test_progress_is_told_and_a_cancel_leaves_the_best_so_far():
    heard: list[Progress] = []
    plan = Ladder().solve(town(10, 60), 60, heard.append, lambda: len(heard) > 5, Effort(patience=None))
    assert not plan.settled
    assert plan.score.out == 0
    assert heard[0].step == "start"
    assert [one.score for one in heard] == sorted((one.score for one in heard), reverse=True)


def test_time_is_kept_by_the_clock_it_is_given():
    ticks = iter(range(10_000))
    plan = Ladder(clock=lambda: next(ticks) / 10).solve(town(10, 60), 2, effort=Effort(patience=None))
    assert not plan.settled
    assert plan.solves < 40


def test_numbers_that_make_no_sense_are_refused_whole():
    broken = line((task(1, 10), replace(task(2, 10), place=999)), (worker(),))
    with pytest.raises(PlannerFailed, match="task 2 has no place"):
        Ladder().solve(broken, 1)


def test_nothing_to_do_is_a_plan_too():
    assert planned(line((), (worker(),))).travel == 0
    alone = planned(line((task(1),), ()))
    assert [one.gate for one in alone.left_out] == [Gate.SKILL]


def test_large_problems_are_split_into_all_of_their_parts():
    problem = town(40, 300)
    parts = split(problem, range(40), range(300))
    assert len(parts) > 1
    assert sorted(at for workers, _ in parts for at in workers) == list(range(40))
    assert sorted(at for _, tasks in parts for at in tasks) == list(range(300))
