"""No plan and no proposal breaks a hard rule: random days, judged by two that share nothing with it."""

from __future__ import annotations

import pytest

from dispatch_tui.core.model import Lock
from dispatch_tui.core.status import SEEN
from dispatch_tui.planning.checker import faults_of
from dispatch_tui.planning.judge import flaws_of
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.mapping import problem_of
from dispatch_tui.planning.proposal import Proposal, propose
from dispatch_tui.planning.scope import USUAL_OPTIONS, Options, Scope
from dispatch_tui.planning.solver import Effort
from tests.planning.days import Made, random_day

pytest.importorskip("vroom")

QUICK = Effort(rounds=12)


def planned(made: Made, scope: Scope, options: Options = USUAL_OPTIONS) -> Proposal:
    """The proposal for a day; its plan has been judged in its own numbers."""
    forecasts = made.forecasts
    problem = problem_of(made.day, forecasts, made.now, made.travel, scope, options)
    assert problem.faults() == ()
    plan = Ladder().solve(problem, 1.0, effort=QUICK)
    assert faults_of(problem, plan) == ()
    proposal = propose(made.day, forecasts, problem, plan, made.now, made.travel)
    assert flaws_of(made.day, forecasts, proposal, made.now, made.travel) == ()
    return proposal


@pytest.mark.parametrize("decade", range(10))
def test_the_whole_day(decade: int):
    for seed in range(decade * 10, decade * 10 + 10):
        made = random_day(seed)
        proposal = planned(made, Scope.day())
        assert proposal.after.unplaced <= proposal.before.unplaced or any(
            change.kind == "off" for change in proposal.changes
        ), seed


@pytest.mark.parametrize("decade", range(4))
def test_the_tray_moves_nothing(decade: int):
    for seed in range(200 + decade * 10, 210 + decade * 10):
        proposal = planned(random_day(seed), Scope.tray())
        assert all(change.kind == "place" for change in proposal.changes), seed


@pytest.mark.parametrize("decade", range(3))
def test_in_traffic(decade: int):
    for seed in range(300 + decade * 10, 310 + decade * 10):
        planned(random_day(seed, traffic=True), Scope.day())


@pytest.mark.parametrize("decade", range(2))
def test_somebody_is_out(decade: int):
    for seed in range(400 + decade * 10, 410 + decade * 10):
        made = random_day(seed)
        proposal = planned(made, Scope.some(), Options(out=frozenset({1})))
        for change in proposal.changes:
            assert change.technician_id != 1, seed
        for left in proposal.left_out:
            if left.gate == "frozen":
                visit = made.day.visits[left.visit_id]
                assert visit.state in SEEN or visit.lock in (Lock.TECH, Lock.BOTH) or visit.helps


def test_an_emergency():
    for seed in range(500, 520):
        made = random_day(seed)
        if made.day.tray:
            planned(made, Scope.some(made.day.tray[0]))


def test_one_row_and_a_team():
    for seed in range(600, 610):
        made = random_day(seed)
        one = planned(made, Scope.rows(1))
        assert {change.technician_id for change in one.changes} <= {1, None}
        team = planned(made, Scope.rows(1, 2, with_tray=True))
        assert {change.technician_id for change in team.changes} <= {1, 2, None}
