"""The ripple: a supposed delay runs down the row, and telling now is never worse than telling late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Shop
from dispatch_tui.core.ripple import (
    Telling,
    drive_minutes,
    ripple,
    subject_of,
    warned,
    with_visit,
    without_visit,
)
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import AT_WORK, OVER
from tests.core.builders import (
    FLAT,
    NOON,
    at,
    done,
    en_route,
    minutes,
    on_site,
    paused,
    row,
    rows,
    span,
    visit,
)

RULES = Rules.of(Shop())
MORNING = at("9:30")
WINDOWS = {2: span("10:00", "11:00"), 3: span("12:00", "13:00")}


def of(facts, more=0, now=MORNING, rules=RULES):
    return ripple(facts, now, FLAT, rules, more)


def busy(**fields):
    """At work since 9 until 10, then two clients an hour each, at 10 and at 12."""
    told = visit(2, "10:00", **fields)
    return row([on_site(1, "9:00", "9:00"), told, visit(3, "12:00")], windows=WINDOWS)


def etas(found):
    return [line.after.eta for line in found.lines]


def test_without_a_delay_it_is_the_forecast():
    found = of(busy())
    assert found.before is found.after
    assert [line.visit.id for line in found.lines] == [2, 3]
    assert etas(found) == [at("10:00"), at("12:00")]
    assert found.told_now == found.told_late == Telling(0, 0, 0, 0)


def test_a_supposed_delay_runs_on_until_slack_takes_it_up():
    found = of(busy(), 80)
    assert found.subject.id == 1
    assert found.left_minutes == 30 + 80
    assert etas(found) == [at("11:20"), at("12:20")]
    assert [line.before.eta for line in found.lines] == [at("10:00"), at("12:00")]
    late, kept = found.lines
    assert (late.is_late, late.late_minutes, late.tell_by) == (True, 20, at("10:00"))
    assert not kept.is_late
    assert kept.tell_by is None
    assert found.after.home == at("13:20")


def test_told_now_beside_told_late():
    line = of(busy(), 80).lines[0]
    assert (line.told_now.lead_minutes, line.told_now.unaware_minutes, line.told_now.in_time) == (30, 0, True)
    assert (line.told_late.at, line.told_late.unaware_minutes, line.told_late.in_time) == (
        at("11:00"),
        60,
        False,
    )
    found = of(busy(), 80)
    assert found.told_now == Telling(1, 20, 1, 0)
    assert found.told_late == Telling(1, 20, 0, 60)


def test_who_sets_off_before_the_window_ends_is_heard_of_then():
    facts = row([on_site(1, "9:00", "9:00"), visit(2, "10:00")], {2: 30}, {2: span("10:00", "11:00")})
    line = of(facts, 35).lines[0]
    assert line.after.eta == at("11:05")
    assert line.told_late.at == at("10:35")


def test_once_the_window_is_open_it_is_now_or_never():
    line = of(busy(), 80, at("10:20")).lines[0]
    assert line.tell_by == at("10:20")
    assert line.told_now.unaware_minutes == 20


def test_who_has_been_told_knows():
    told = of(busy(eta_told=at("11:20"), eta_told_at=at("9:10")), 80)
    line = told.lines[0]
    assert line.knows
    assert not line.unaware
    assert line.told_now == line.told_late == warned(span("10:00", "11:00"), at("9:10"))
    assert told.told_late == Telling(1, 20, 1, 0)
    grown = of(busy(eta_told=at("11:20"), eta_told_at=at("9:10")), 120).lines[0]
    assert not grown.knows
    assert grown.unaware


def test_the_shops_own_rule_says_who_is_late():
    patient = replace(RULES, alert_late=30)
    assert of(busy(), 80, rules=patient).told_now.late == 0
    assert of(busy(), 95, rules=patient).told_now.late == 1


def test_nobody_under_way_the_next_departure_is_later():
    facts = row(
        [done(9, "8:00", "8:00", "9:00"), visit(2, "10:00"), visit(3, "12:00")], {9: 5, 2: 15}, WINDOWS
    )
    found = of(facts, 40)
    assert found.subject.id == 2
    assert not found.can_be_said
    assert found.left_minutes == 0
    assert etas(found) == [at("10:40"), at("12:00")]
    assert {line.visit.id for line in found.lines} == {2, 3}
    assert drive_minutes(found.after) == drive_minutes(found.before)


def test_on_the_way_the_arrival_is_later():
    facts = row([en_route(2, "10:00", "9:30"), visit(3, "12:00")], {2: 30}, WINDOWS)
    found = of(facts, 45)
    assert [line.visit.id for line in found.lines] == [2, 3]
    assert etas(found) == [at("10:45"), at("12:15")]
    assert not found.can_be_said


def test_a_pause_takes_longer_too():
    facts = row([paused(1, "9:00", "9:00", "9:20"), visit(2, "10:00")], windows=WINDOWS)
    before, after = of(facts), of(facts, 30)
    assert after.lines[0].after.eta - before.lines[0].after.eta == minutes(30)


def test_a_row_with_nothing_ahead():
    for facts in (row([]), row([done(1, "8:00", "8:00", "9:00")])):
        found = of(facts, 50)
        assert found.subject is None
        assert found.minutes == 0
        assert found.lines == ()


@pytest.mark.parametrize("first", ["9:00", "9:10"])
def test_the_subject_is_what_was_begun_last(first):
    facts = row([paused(1, "8:00", "8:00", first), en_route(2, "9:00", "9:20"), visit(3, "10:00")])
    assert subject_of(facts).id == 2


def test_visits_come_and_go():
    facts = busy()
    assert {one.id for one in without_visit(facts, 2).visits} == {1, 3}
    moved = with_visit(facts, visit(2, "15:00"))
    assert [one.start for one in moved.visits if one.id == 2] == [at("15:00")]
    assert len(moved.visits) == 3


# properties


@given(rows(), st.integers(0, 300))
def test_telling_now_is_never_worse_than_telling_late(facts, more):
    found = of(facts, more, NOON)
    now, late = found.told_now, found.told_late
    assert (now.late, now.late_minutes) == (late.late, late.late_minutes)
    assert now.in_time >= late.in_time
    assert now.unaware_minutes <= late.unaware_minutes
    for line in found.lines:
        assert line.is_late == (line.told_late is not None)
        if line.told_now and line.told_late:
            assert line.told_now.unaware_minutes <= line.told_late.unaware_minutes
            assert line.told_now.in_time == (
                line.told_now.unaware_minutes == 0 and line.told_now.lead_minutes > 0
            )


@given(rows(), st.integers(1, 300), st.integers(0, 120))
def test_a_longer_delay_brings_nobody_earlier(facts, more, further):
    less, much = of(facts, more, NOON), of(facts, more + further, NOON)
    for short, long in zip(less.lines, much.lines, strict=True):
        assert short.before is not None
        assert short.before.eta <= short.after.eta <= long.after.eta
        assert long.after.eta - short.before.eta <= minutes(more + further + 1)
    if less.after.home is not None:
        assert less.before.home <= less.after.home <= much.after.home


@given(rows(), st.integers(0, 300))
def test_the_lines_are_all_who_wait(facts, more):
    found = of(facts, more, NOON)
    waiting = {v.id for v in facts.visits if v.state not in OVER | AT_WORK}
    assert {line.visit.id for line in found.lines} == waiting
    assert {line.visit for line in found.lines} >= {v for v in facts.visits if v.id in waiting} - {
        found.subject
    }


@given(rows(), st.integers(1, 200))
def test_what_is_said_is_what_was_supposed(facts, more):
    """Writing the supposition down as work left gives the very same row."""
    found = of(facts, more, NOON)
    if not found.can_be_said:
        return
    said = with_visit(facts, replace(found.subject, left_minutes=found.left_minutes, left_at=NOON))
    assert forecast_row(said, NOON, FLAT).visits == found.after.visits
