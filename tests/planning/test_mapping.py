"""What a day becomes as a problem: frozen work, locks, gates, promises, prices and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import CallPhase, Lock, Priority, ShiftRule, TimeOff, VisitState
from dispatch_tui.core.travel import Travel
from dispatch_tui.planning.mapping import problem_of
from dispatch_tui.planning.problem import Gate, Problem, Task, Way
from dispatch_tui.planning.scope import USUAL_OPTIONS, Options, Scope
from tests.core.builders import (
    FLAT,
    NOON,
    SHOP,
    TODAY,
    at,
    call,
    customer,
    day_of,
    on_site,
    place,
    site,
    span,
    tech,
    visit,
)  # fmt: skip

DAY = Scope.day()
TEAM = (tech(1), tech(2))


def rules(*keys: int, hours: tuple[tuple[int, int], ...] = ((480, 1020),)) -> tuple[ShiftRule, ...]:
    return tuple(
        ShiftRule(key, TODAY.weekday(), start, end, id=10 * key + number, revs=(1, 1))
        for key in keys
        for number, (start, end) in enumerate(hours)
    )


def a_day(*visits, tray=(), technicians=TEAM, **fields: object) -> Day:
    """Two technicians with homes at the depot; every visit's call is at its number in kilometres."""
    calls = fields.pop("calls", None) or tuple(
        call(one.call_id, site_id=one.call_id, phase=CallPhase.SCHEDULED) for one in visits
    )
    sites = tuple(site(one.id, place(one.id)) for one in (*calls, *tray))
    made = {"shifts": rules(1, 2), "technicians": technicians, "customers": (customer(1),), **fields}
    return day_of(visits=visits, calls=(*calls, *tray), sites=sites, **made)


def waiting(key: int, **fields: object):
    return call(key, **{"site_id": key, "phase": CallPhase.OPEN, **fields})


def problem(
    day: Day,
    scope: Scope = DAY,
    now: datetime = NOON,
    options: Options = USUAL_OPTIONS,
    travel: Travel = FLAT,
) -> Problem:
    forecasts = {key: forecast_row(day.facts(key), now, travel) for key in day.order}
    found = problem_of(day, forecasts, now, travel, scope, options)
    assert found.faults() == ()
    return found


def task_of(found: Problem, call_id: int) -> Task:
    return next(task for task in found.tasks if task.call_id == call_id)


def test_begun_work_is_cut_out_and_the_technician_free_where_it_ends():
    found = problem(a_day(on_site(3, "11:30", "11:40"), visit(5, "14:00")))
    worker = found.workers[0]
    assert worker.spans == ((12 * 60 + 40, 17 * 60),)
    assert found.travel.minutes(worker.start, task_of(found, 5).place) == 2
    assert [task.call_id for task in found.tasks] == [5]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": VisitState.DISPATCHED},
        {"state": VisitState.ACKNOWLEDGED},
        {"lock": Lock.BOTH},
        {"helps": True},
    ],
)
def test_what_is_frozen_is_pinned_where_it_stands(fields: dict[str, object]):
    task = task_of(problem(a_day(visit(5, "14:00", **fields))), 5)
    assert task.pinned
    assert (task.worker, task.start, task.windows) == (1, 840, ((840, 840),))


def test_a_locked_time_pins_the_start_and_a_locked_technician_the_technician():
    found = problem(a_day(visit(5, "14:00", lock=Lock.TIME), visit(6, "15:30", lock=Lock.TECH)))
    timed, held = task_of(found, 5), task_of(found, 6)
    assert timed.windows == ((840, 840),)
    assert found.able(timed) == (1, 2)
    assert found.able(held) == (1,)
    assert timed.kept
    assert held.kept


def test_the_tray_alone_moves_nothing():
    found = problem(a_day(visit(5, "14:00"), tray=(waiting(7),)), Scope.tray())
    assert task_of(found, 5).pinned
    assert task_of(found, 7).worker is None


def test_only_the_rows_of_a_team_are_planned():
    day = a_day(visit(5, "14:00"), visit(6, "14:00", technician_id=2), tray=(waiting(7),))
    alone = problem(day, Scope.rows(2))
    assert [worker.id for worker in alone.workers] == [2]
    assert [task.call_id for task in alone.tasks] == [6]
    assert {task.call_id for task in problem(day, Scope.rows(2, with_tray=True)).tasks} == {6, 7}


def test_missing_skills_are_no_permission():
    nobody = problem(a_day(tray=(waiting(7, skills=("GAS",)),)))
    assert [(left.gate, left.call_id, left.skills) for left in nobody.left_out] == [(Gate.SKILL, 7, ("GAS",))]
    team = (tech(1), tech(2, skills=("HVAC", "GAS")))
    found = problem(a_day(tray=(waiting(7, skills=("GAS",)),), technicians=team))
    assert found.able(task_of(found, 7)) == (2,)


def test_who_has_the_skill_and_is_off_would_open_the_gate():
    team = (tech(1), tech(2, skills=("GAS",)))
    off = (TimeOff(2, at("6:00"), None, "ill", id=1, revs=(1, 1)),)
    left = problem(a_day(tray=(waiting(7, skills=("GAS",)),), technicians=team, offs=off)).left_out[0]
    assert next((way.way, way.workers) for way in left.opens) == (Way.SKILLED, (2,))


def test_the_gates_of_the_shop_are_asked():
    options = Options(may=lambda one, who: (one.id, who.id) != (7, 1))
    found = problem(a_day(tray=(waiting(7),)), options=options)
    assert found.able(task_of(found, 7)) == (2,)


@pytest.mark.parametrize(
    ("fields", "gate"),
    [
        ({"minutes": 0}, Gate.MINUTES),
        ({"part": "a valve"}, Gate.PART),
        ({"window": span("23:59", "23:59")}, None),
    ],
)
def test_gates_before_anybody_is_looked_at(fields: dict[str, object], gate: Gate | None):
    found = problem(a_day(tray=(waiting(7, **fields),)))
    assert [left.gate for left in found.left_out] == ([gate] if gate else [])


def test_a_promise_for_another_day_waits_for_it():
    later = span("13:00", "15:00")
    tomorrow = replace(
        later, start=at("13:00", day=TODAY.replace(day=25)), end=at("15:00", day=TODAY.replace(day=25))
    )
    assert problem(a_day(tray=(waiting(7, window=tomorrow),))).left_out[0].gate is Gate.DAY


def test_the_promise_is_the_window_and_a_missed_one_is_late():
    found = problem(
        a_day(tray=(waiting(7, window=span("13:00", "15:00")), waiting(8, window=span("9:00", "11:00"))))
    )
    assert task_of(found, 7).windows == ((780, 900),)
    assert task_of(found, 7).latest is None
    assert task_of(found, 8).due == 660
    assert task_of(found, 8).latest is not None


def test_what_is_late_as_it_stands_may_be_as_late():
    promised = call(5, site_id=5, window=span("13:00", "13:30"), phase=CallPhase.SCHEDULED)
    found = problem(a_day(visit(5, "14:00"), calls=(promised,)))
    task = task_of(found, 5)
    assert (task.due, task.latest) == (810, 840)


def test_moving_costs_more_where_people_know_and_when_it_is_soon():
    calls = (
        call(5, site_id=5, phase=CallPhase.SCHEDULED),
        call(
            6, site_id=6, window=span("14:00", "16:00"), window_told_at=at("8:00"), phase=CallPhase.SCHEDULED
        ),
    )
    found = problem(a_day(visit(5, "12:30"), visit(6, "15:00"), calls=calls))
    assert task_of(found, 5).move_price == 30
    assert task_of(found, 6).move_price == 30
    assert task_of(found, 5).price(1) == 0
    assert task_of(found, 5).price(2) == 30


def test_preference_is_a_price_of_a_technician():
    found = problem(a_day(tray=(waiting(7),)), options=Options(prices={(7, 2): -5, (7, 1): 3}))
    assert [task_of(found, 7).price(key) for key in (1, 2)] == [3, -5]


def test_emergencies_are_above_all_and_what_stands_above_what_waits():
    found = problem(a_day(visit(5, "14:00"), tray=(waiting(7, priority=Priority.EMERGENCY), waiting(8))))
    urgent, standing, normal = (task_of(found, key).priority for key in (7, 5, 8))
    assert urgent == 100 > standing > normal


def test_breaks_and_time_off_are_no_working_time():
    day = a_day(
        shifts=rules(1, 2, hours=((480, 720), (750, 1020))),
        offs=(TimeOff(2, at("14:00"), at("15:00"), "dentist", id=1, revs=(1, 1)),),
    )
    found = problem(day, now=at("7:00"))
    assert found.workers[0].spans == ((480, 720), (750, 1020))
    assert found.workers[1].spans == ((480, 720), (750, 840), (900, 1020))


def test_of_who_is_out_what_may_move_is_fitted_in_and_the_rest_is_for_a_person():
    day = a_day(
        visit(5, "14:00"), visit(6, "15:30", state=VisitState.DISPATCHED), visit(7, "16:40", lock=Lock.TECH)
    )
    found = problem(day, Scope.some(), options=Options(out=frozenset({1})))
    assert [worker.id for worker in found.workers] == [2]
    assert [(task.call_id, task.visit_id, task.worker) for task in found.tasks] == [(5, 5, None)]
    assert [(left.gate, left.visit_id) for left in found.left_out] == [(Gate.FROZEN, 6), (Gate.FROZEN, 7)]


def test_of_who_is_out_for_a_while_what_is_overdue_into_it_is_fitted_in_too():
    """At noon: 5 should have begun at 10:00 and now comes in time off; 7 keeps its place after it."""
    off = TimeOff(1, NOON, at("14:00"), "truck", id=1, revs=(1, 1))
    day = a_day(visit(5, "10:00"), visit(7, "15:00"), offs=(off,))
    found = problem(day, Scope.some(), options=Options(part_out=frozenset({1})))
    assert [(task.call_id, task.worker) for task in found.tasks] == [(7, 1), (5, None)]


def test_an_unknown_place_is_a_guess_and_never_here():
    day = a_day(tray=(waiting(7),))
    day = replace(day, sites={**day.sites, 7: site(7, None)})
    found = problem(day)
    assert found.travel.minutes(found.workers[0].start, task_of(found, 7).place) == 25


def test_traffic_becomes_the_pace_of_the_day():
    day = a_day(shop=replace(SHOP, rules={"traffic": "7-9 1.4, 16-18 1.5"}))
    found = problem(day, travel=Travel.of(day.shop))
    assert found.pace[:4] == ((420, 140), (540, 100), (960, 150), (1080, 100))


def test_only_an_emergency_takes_the_place_of_what_stands():
    calm = problem(a_day(visit(5, "14:00"), tray=(waiting(7, priority=Priority.HIGH),)))
    urgent = problem(a_day(visit(5, "14:00"), tray=(waiting(7, priority=Priority.EMERGENCY),)))
    assert task_of(calm, 5).kept
    assert not task_of(urgent, 5).kept
