from dataclasses import replace

import pytest
from hypothesis import given

from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Shop, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import AT_WORK, advanced, check_act
from dispatch_tui.core.telling.checkin import CheckIn, CheckInStage, check_in_of, due_check_ins
from tests.core.builders import (
    FLAT,
    NEW_YORK,
    NOON,
    SHOP,
    at,
    canceled,
    day_of,
    done,
    en_route,
    minutes,
    on_site,
    paused,
    row,
    rows,
    tech,
    visit,
)

RULES = Rules.of(Shop())
Stage = CheckInStage


def check_in(visits, clock, rules=RULES) -> CheckIn | None:
    facts, now = row(visits), at(clock)
    return check_in_of(facts.visits, forecast_row(facts, now, FLAT), now, rules, NEW_YORK)


def at_work(clock="10:00", following="11:00", rules=RULES, **check) -> CheckIn:
    """Work from 9:30 for an hour and a half, so until 11:00; the next call is at eleven."""
    found = check_in(
        [visit(2, following), on_site(1, "9:30", "9:30", **{"minutes": 90, **check})], clock, rules
    )
    assert found is not None
    return found


def test_it_is_due_the_lead_before_the_next_call():
    early, due = at_work("10:29"), at_work("10:30")
    assert (early.stage, early.why, early.due_at) == (Stage.NOT_DUE, "", at("10:30"))
    assert (due.stage, due.why, due.due_at) == (Stage.DUE, "", at("10:30"))
    assert (due.visit.id, due.following.id) == (1, 2)


def test_the_lead_is_the_shops():
    rules = Rules.of(replace(SHOP, rules={"check-in-lead": "45"}))
    assert at_work("10:14", rules=rules).stage is Stage.NOT_DUE
    assert at_work("10:15", rules=rules).stage is Stage.DUE


def test_nobody_is_asked_who_is_at_no_call_or_has_none_after_it():
    assert check_in([], "10:30") is None
    assert check_in([on_site(1, "9:30", "9:30")], "10:30") is None
    assert check_in([en_route(1, "10:00", "9:30"), visit(2, "11:00")], "10:30") is None
    assert check_in([done(1, "9:00", "9:00", "10:00"), visit(2, "11:00")], "10:30") is None
    ended = [on_site(1, "9:30", "9:30"), canceled(2, "11:00", "10:00"), done(3, "8:00", "8:00", "9:00")]
    assert check_in(ended, "10:30") is None


def test_the_next_call_is_the_first_that_has_not_begun():
    visits = [visit(4, "13:00"), on_site(1, "9:30", "9:30"), canceled(2, "10:40", "10:00"), visit(3, "11:00")]
    found = check_in(visits, "10:00")
    assert found is not None
    assert found.following.id == 3


@pytest.mark.parametrize("state", [VisitState.TENTATIVE, VisitState.DISPATCHED, VisitState.ACKNOWLEDGED])
def test_the_next_call_counts_whether_or_not_it_was_dispatched(state):
    found = check_in([on_site(1, "9:30", "9:30", minutes=90), visit(2, "11:00", state=state)], "10:30")
    assert found is not None
    assert found.stage is Stage.DUE


def test_a_paused_technician_is_asked_too():
    found = check_in([paused(1, "9:30", "9:30", "10:10", minutes=90), visit(2, "11:00")], "10:30")
    assert found is not None
    assert found.stage is Stage.DUE


def test_who_was_asked_is_not_asked_again_and_silence_is_no_fault():
    asked = at("10:30")
    assert (at_work("10:39", asked_at=asked).stage, at_work("10:39", asked_at=asked).why) == (
        Stage.ASKED,
        "asked at 10:30",
    )
    silent = at_work("10:40", asked_at=asked)
    assert (silent.stage, silent.stage.value) == (Stage.SILENT, "no answer yet")
    assert at_work("23:00", asked_at=asked).stage is Stage.SILENT


def test_an_answer_ends_it():
    found = at_work("10:40", asked_at=at("10:30"), answered_at=at("10:33"))
    assert (found.stage, found.why) == (Stage.ANSWERED, "answered at 10:33")
    assert at_work("10:40", answered_at=at("9:45")).stage is Stage.ANSWERED


def test_a_second_asking_waits_for_a_second_answer():
    again = {"asked_at": at("10:50"), "answered_at": at("10:33")}
    assert at_work("10:55", **again).stage is Stage.ASKED
    assert at_work("11:00", **again).stage is Stage.SILENT


def test_a_length_said_after_the_question_is_the_answer_too():
    found = at_work("10:50", asked_at=at("10:30"), left_minutes=25, left_at=at("10:35"))
    assert (found.stage, found.why) == (Stage.ANSWERED, "said how long at 10:35")


def test_who_has_said_how_long_lately_is_not_asked():
    late = at_work("10:30", left_minutes=60, left_at=at("10:00"))
    assert (late.stage, late.why) == (Stage.WITHHELD, "said how long at 10:00")
    assert at_work("10:30", left_minutes=60, left_at=at("9:59")).stage is Stage.DUE


def test_who_has_reported_the_finish_is_not_asked():
    found = at_work("10:30", left_minutes=0, left_at=at("10:05"))
    assert (found.stage, found.why) == (Stage.WITHHELD, "finish reported at 10:05")


def test_who_asked_for_peace_is_left_in_peace():
    found = at_work("10:30", undisturbed_at=at("9:40"))
    assert (found.stage, found.why) == (Stage.WITHHELD, "asked not to be disturbed")
    assert at_work("10:50", undisturbed_at=at("10:31"), asked_at=at("10:30")).stage is Stage.WITHHELD


def test_who_is_about_to_finish_is_not_asked():
    soon = at_work("10:36", minutes=70)
    assert (soon.stage, soon.why) == (Stage.WITHHELD, "about to finish at 10:40")
    assert at_work("10:34", minutes=70).stage is Stage.DUE


def test_who_has_run_over_is_asked():
    assert at_work("10:41", minutes=70).stage is Stage.DUE
    assert at_work("11:30", minutes=70).stage is Stage.DUE


def test_a_shop_may_switch_it_off_but_a_person_may_still_ask():
    off = Rules.of(replace(SHOP, rules={"check-in": "off"}))
    found = at_work("10:30", rules=off)
    assert (found.stage, found.why) == (Stage.WITHHELD, "check-ins are off")
    assert at_work("10:35", rules=off, asked_at=at("10:30")).stage is Stage.ASKED


def test_a_pause_does_not_say_how_long():
    said = on_site(1, "9:30", "9:30", minutes=90, left_minutes=20, left_at=at("9:40"))
    stopped = advanced(said, check_act(said, "pause"), at("10:10"), "")
    assert (stopped.left_minutes, stopped.left_at) == (0, at("10:10"))
    found = check_in([stopped, visit(2, "11:00")], "10:30")
    assert found is not None
    # what was said has run out in the pause: forecast to finish at any moment, but not reported
    assert (found.stage, found.why) == (Stage.WITHHELD, "about to finish at 10:30")
    asked = replace(said, left_minutes=60, asked_at=at("10:00"))
    stopped = advanced(asked, check_act(asked, "pause"), at("10:10"), "")
    found = check_in([stopped, visit(2, "11:00")], "10:30")
    assert found is not None
    assert found.stage is Stage.SILENT


def test_the_days_due_check_ins_in_the_boards_order():
    visits = [
        on_site(1, "9:30", "9:30", minutes=90, technician_id=10),
        visit(2, "11:00", technician_id=10),
        on_site(3, "9:30", "9:30", minutes=90, technician_id=2),
        visit(4, "10:55", technician_id=2),
        on_site(5, "9:30", "9:30", minutes=90, technician_id=3),
        visit(6, "12:00", technician_id=3),
        on_site(7, "9:30", "9:30", minutes=90, technician_id=4, asked_at=at("10:20")),
        visit(8, "11:00", technician_id=4),
    ]
    day = day_of(technicians=tuple(tech(key) for key in (10, 2, 3, 4, 5)), visits=tuple(visits))
    now = at("10:30")
    forecasts = {key: forecast_row(day.facts(key), now, FLAT) for key in day.order}
    assert [found.visit.id for found in due_check_ins(day, forecasts, now)] == [3, 1]
    del forecasts[2]
    assert [found.visit.id for found in due_check_ins(day, forecasts, now)] == [1]


def test_nobody_who_has_just_come_is_asked():
    found = check_in([on_site(1, "9:30", "10:40", minutes=90), visit(2, "11:00")], "10:45")
    assert found is not None
    assert (found.stage, found.due_at) == (Stage.NOT_DUE, at("10:55"))


@given(rows())
def test_nobody_is_asked_twice_or_out_of_turn(facts):
    forecast = forecast_row(facts, NOON, FLAT)
    found = check_in_of(facts.visits, forecast, NOON, RULES, NEW_YORK)
    if found is None:
        return
    assert found.visit.state in AT_WORK
    assert found.following.state in (VisitState.TENTATIVE, VisitState.DISPATCHED, VisitState.ACKNOWLEDGED)
    assert found.due_at >= found.following.start - minutes(RULES.check_in_lead)
    assert found.due_at >= (found.visit.arrived_at or NOON)
    if found.stage is Stage.DUE:
        assert found.due_at <= NOON
    changed = [
        replace(each, asked_at=NOON - minutes(3)) if each.id == found.visit.id else each
        for each in facts.visits
    ]
    again = check_in_of(changed, forecast, NOON, RULES, NEW_YORK)
    assert again is not None
    assert again.stage in (Stage.ASKED, Stage.ANSWERED, Stage.WITHHELD)
