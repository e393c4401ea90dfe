"""Times and prices of rows, by examples and against the checker's minute by minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.planning.checker import faults_of
from dispatch_tui.planning.problem import Problem
from dispatch_tui.planning.schedule import Road, Timing
from dispatch_tui.planning.solver import Plan, Route, Score, Stop
from tests.planning.problems import FIVE, line, task, worker


def row_of(problem: Problem, as_is: bool = False):
    return Timing(problem).row(problem.workers[0], problem.tasks, as_is)


def test_tasks_follow_one_another_with_the_drive_between():
    found = row_of(line((task(1, 10), task(2, 20, 30)), (worker(),)))
    assert found is not None
    assert found.starts == (490, 560)
    assert found.drives == (10, 10, 20)
    assert (found.home, found.overtime, found.late, found.cost) == (610, 0, (0, 0), 40)


def test_new_starts_are_on_the_five_minutes_and_kept_ones_stay():
    new = row_of(line((task(1, 11),), (worker(),)))
    kept = row_of(line((task(1, 11, worker=1, start=523),), (worker(),)))
    assert new is not None
    assert kept is not None
    assert new.starts == (495,)
    assert kept.starts == (523,)


def test_a_kept_start_gives_way_where_it_would_make_another_late():
    tasks = (
        task(1, 10, worker=1, start=530),
        task(2, 20, windows=((480, 570),), worker=1, start=560, latest=600),
    )
    found = row_of(line(tasks, (worker(),)))
    assert found is not None
    assert found.late == (0, 0)
    assert found.starts == (490, 560)
    as_is = row_of(line(tasks, (worker(latest=1100),)), as_is=True)
    assert as_is is not None
    assert as_is.starts == (530, 600)
    assert as_is.late == (0, 30)


def test_nobody_works_or_drives_in_a_break():
    lunch = worker(spans=((480, 720), (750, FIVE)))
    found = row_of(line((task(1, 10, 225), task(2, 20, 30)), (lunch,)))
    assert found is not None
    assert found.starts == (490, 755)  # five minutes of the drive before lunch, five after
    too_long = row_of(line((task(1, 10, 240),), (lunch,)))
    assert too_long is not None
    assert too_long.starts == (750,)


def test_work_that_ends_after_the_shift_needs_leave_to():
    assert row_of(line((task(1, 10, 600),), (worker(),))) is None
    late = worker(latest=1200, closes=1200)
    found = row_of(line((task(1, 10, 600),), (late,), overtime_price=2))
    assert found is not None
    assert found.overtime == 80
    assert found.cost == 20 + 160


def test_capacity_number_and_tokens_bind():
    tasks = (task(1, 1, amount=3), task(2, 2, amount=3))
    assert row_of(line(tasks, (worker(capacity=5),))) is None
    assert row_of(line(tasks, (worker(most=1),))) is None
    assert row_of(line((task(1, 1, token=7),), (worker(),))) is None
    assert row_of(line((task(1, 1, token=7),), (worker(tokens=frozenset({7})),))) is not None


def test_disruption_is_priced():
    moved = task(1, 10, worker=2, start=500, move_price=20)
    told = task(1, 10, told=600, told_slack=15, told_price=30, windows=((480, 500),))
    assert row_of(line((moved,), (worker(),))).cost == 40
    assert row_of(line((told,), (worker(),))).cost == 50


def test_what_is_late_keeps_its_place_in_the_order_and_its_planned_start():
    late = task(1, 10, worker=1, start=485, windows=((485, 485),), latest=490, pinned=True)
    found = row_of(line((late,), (worker(),)))
    assert found is not None
    assert found.starts == (490,)
    assert found.shown == (485,)
    before = (task(2, 1, 5), late)
    assert row_of(line(before, (worker(),))) is None


paces = st.lists(st.tuples(st.integers(400, 1100), st.sampled_from([100, 130, 150])), max_size=4).map(
    lambda found: tuple(sorted(dict(found).items()))
)


@given(st.data())
def test_every_timed_row_passes_the_checker(data: st.DataObject):
    tasks = tuple(
        task(
            key,
            data.draw(st.integers(0, 120)),
            data.draw(st.integers(5, 90)),
            windows=data.draw(st.sampled_from([((0, 1440),), ((500, 560), (700, 900)), ((600, 720),)])),
            latest=data.draw(st.sampled_from([None, 1000])),
        )
        for key in range(1, data.draw(st.integers(1, 5)) + 1)
    )
    spans = data.draw(
        st.sampled_from([((480, 1020),), ((480, 720), (750, 1020)), ((480, 600), (610, 700), (800, 1020))])
    )
    one = worker(spans=spans, latest=spans[-1][1] + 60, closes=spans[-1][1] + 30)
    problem = line(tasks, (one,), pace=data.draw(paces))
    found = row_of(problem)
    if found is None:
        return
    times = zip(problem.tasks, found.starts, found.shown, found.drives, found.late, strict=False)
    stops = tuple(Stop(one.id, *rest) for one, *rest in times)
    route = Route(1, stops, found.drives[-1], found.home, found.overtime)
    assert faults_of(problem, Plan((route,), (), Score(0, 0, found.cost))) == ()


@given(paces, st.integers(480, 1000), st.integers(0, 90))
def test_who_leaves_as_late_as_can_be_is_there_in_time(pace, arrives: int, minutes: int):
    road = Road(pace, ((720, 750),))
    leaves = road.leave_by(arrives, minutes)
    assert road.drive(leaves, minutes) <= arrives
    assert road.drive(leaves + 1, minutes) >= arrives or minutes == 0 or 719 <= leaves <= 750
