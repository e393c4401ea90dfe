"""A live day repaired: near ones are asked, and nothing moves that need not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import CallPhase, Place, Priority
from dispatch_tui.planning.changes import ChangeKind, Proposal
from dispatch_tui.planning.checker import faults_of
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.mapping import problem_of
from dispatch_tui.planning.near import near_team
from dispatch_tui.planning.proposal import propose
from dispatch_tui.planning.scope import USUAL_OPTIONS, Options, Scope
from dispatch_tui.planning.solver import Effort
from tests.core.builders import FLAT, NOON, call, span, visit
from tests.planning.test_mapping import a_day, waiting
from tests.planning.test_proposal import proposed
from tests.planning.test_random_days import planned, random_day

pytest.importorskip("vroom")

OUT = Options(out=frozenset({1}))


def repaired(day: Day, scope: Scope, options: Options = USUAL_OPTIONS) -> Proposal:
    """As a live day is repaired: what must be is placed, and that is it."""
    forecasts = {key: forecast_row(day.facts(key), NOON, FLAT) for key in day.order}
    problem = problem_of(day, forecasts, NOON, FLAT, scope, options)
    plan = Ladder().solve(problem, 5, effort=Effort(improve=False))
    assert faults_of(problem, plan) == ()
    return propose(day, forecasts, problem, plan, NOON, FLAT)


def test_who_is_out_is_fitted_in_and_nobody_else_moves_where_there_is_room():
    calls = tuple(call(key, site_id=key, phase=CallPhase.SCHEDULED) for key in (4, 5, 6))
    day = a_day(visit(4, "13:00"), visit(5, "15:00"), visit(6, "14:00", technician_id=2), calls=calls)
    proposal = repaired(day, Scope.some(), OUT)
    assert {change.call_id for change in proposal.changes} == {4, 5}
    assert {change.technician_id for change in proposal.changes} == {2}


def test_an_emergency_takes_free_time_before_anybody_is_moved():
    calls = tuple(call(key, site_id=key, phase=CallPhase.SCHEDULED) for key in (4, 5))
    day = a_day(
        visit(4, "13:00"),
        visit(5, "13:00", technician_id=2),
        calls=calls,
        tray=(waiting(7, window=span("12:00", "16:30")),),
    )
    proposal = repaired(day, Scope.some(7))
    assert [(change.kind, change.call_id) for change in proposal.changes] == [(ChangeKind.PLACE, 7)]


def test_an_emergency_without_a_window_is_gone_to_soon():
    urgent = waiting(7, priority=Priority.EMERGENCY)
    usual = tuple(waiting(key, minutes=120) for key in (4, 5, 6))
    proposal = proposed(a_day(tray=(*usual, urgent)), Scope.tray())
    start = next(change.start for change in proposal.changes if change.call_id == 7)
    assert start is not None
    assert start <= NOON + timedelta(hours=1)


def test_the_nearest_who_may_are_asked():
    day = a_day(tray=(waiting(7),))
    near, far = day.order[:2]
    site = day.sites[day.calls[7].site_id]
    assert site.place is not None
    technicians = {
        **day.technicians,
        near: replace(day.technicians[near], home=site.place),
        far: replace(day.technicians[far], home=Place(site.place.lat + 1, site.place.lon)),
    }
    day = replace(day, technicians=technicians)
    assert near_team(day, Scope.some(7), Options(reach=1)) == {near}
    assert near_team(day, Scope.some(7), Options(reach=1, out=frozenset({near}))) == {near, far}
    assert near_team(day, Scope.some(7), Options(reach=1, may=lambda _call, who: who.id == far)) == {far}
    assert near_team(day, Scope.some(7), Options()) == set(day.order)


def test_with_few_asked_no_rule_is_broken_either():
    for seed in range(700, 715):
        made = random_day(seed, technicians=6)
        planned(made, Scope.some(), replace(OUT, reach=2))
        if made.day.tray:
            planned(made, Scope.some(made.day.tray[0]), Options(reach=2))


def test_the_same_seed_gives_the_same_proposal():
    for seed in range(720, 724):
        made = random_day(seed)
        assert planned(made, Scope.day()) == planned(random_day(seed), Scope.day())
