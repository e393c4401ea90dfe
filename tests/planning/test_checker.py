"""The judge finds what is wrong: a good plan is spoilt in every way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch_tui.planning.checker import Rule, faults_of
from dispatch_tui.planning.problem import Gate, LeftOut, Problem
from dispatch_tui.planning.solver import Plan, Route, Score, Stop
from tests.planning.problems import line, task, worker


def good() -> tuple[Problem, Plan]:
    tasks = (
        task(1, 10, token=1, windows=((480, 600),)),
        task(2, 20, amount=2, pinned=True, worker=1, start=560),
        task(3, 5),
    )
    team = (
        worker(1, tokens=frozenset({1}), spans=((480, 720), (750, 1020)), capacity=5),
        worker(2, 100),
    )
    stops = (Stop(1, 490, 490, 10, 0), Stop(2, 560, 560, 10, 0))
    routes = (Route(1, stops, 20, 640, 0), Route(2, (), 0, 480, 0))
    return line(tasks, team), Plan(routes, (LeftOut(Gate.ROOM, 103, task=3),), Score(50, 1, 40))


def spoilt(index: int, **fields) -> tuple[Rule, ...]:
    problem, plan = good()
    route = plan.routes[0]
    stops = tuple(replace(stop, **fields) if at == index else stop for at, stop in enumerate(route.stops))
    routes = (replace(route, stops=stops), *plan.routes[1:])
    return tuple(fault.rule for fault in faults_of(problem, replace(plan, routes=routes)))


def test_a_good_plan_has_no_fault():
    assert faults_of(*good()) == ()


@pytest.mark.parametrize(
    ("index", "fields", "rule"),
    [
        (0, {"start": 485, "shown": 485}, Rule.TRAVEL),
        (0, {"start": 601, "shown": 601}, Rule.WINDOW),
        (1, {"start": 559, "shown": 559}, Rule.TRAVEL),
        (1, {"start": 700, "shown": 700}, Rule.SHIFT),
        (1, {"start": 570, "shown": 570}, Rule.FROZEN),
        (1, {"shown": 565}, Rule.ORDER),
        (0, {"drive": 9}, Rule.FIGURES),
        (0, {"late": 5}, Rule.FIGURES),
        (0, {"task": 2}, Rule.TWICE),
        (0, {"task": 9}, Rule.UNKNOWN),
    ],
)
def test_each_spoilt_stop_is_found(index: int, fields: dict[str, int], rule: Rule):
    assert rule in spoilt(index, **fields)


def test_what_is_lost_or_with_the_wrong_one_is_found():
    problem, plan = good()
    lost = faults_of(problem, replace(plan, left_out=()))
    assert Rule.LOST in {fault.rule for fault in lost}
    swapped = (replace(plan.routes[0], worker=2), replace(plan.routes[1], worker=1))
    rules = {fault.rule for fault in faults_of(problem, replace(plan, routes=swapped))}
    assert {Rule.SKILL, Rule.FROZEN, Rule.TRAVEL} <= rules
    late = (replace(plan.routes[0], home=1021, overtime=1), plan.routes[1])
    assert Rule.HOME in {fault.rule for fault in faults_of(problem, replace(plan, routes=late))}
    heavy = replace(problem.workers[0], capacity=1)
    full = replace(problem, workers=(heavy, problem.workers[1]))
    assert Rule.CAPACITY in {fault.rule for fault in faults_of(full, plan)}
