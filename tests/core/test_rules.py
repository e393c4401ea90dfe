from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import NEW, Lock, VisitState
from dispatch_tui.core.rules import (
    Concern,
    check_movable,
    check_placeable,
    conflicts,
    is_amber,
    is_late,
    missing_skills,
    must_tell,
    overlapping,
    weigh,
)
from dispatch_tui.core.status import BEGUN, OVER, SEEN, check_act
from tests.core.builders import (
    FLAT,
    NOON,
    at,
    call,
    canceled,
    done,
    en_route,
    minutes,
    on_site,
    row,
    rows,
    span,
    tech,
    visit,
    visits_at,
)
from tests.core.test_status import stand

S = VisitState


def judge(facts, one, clock="7:30", who=None, before=None, **about):
    """Weigh a visit of call 9, ten kilometres out, on a row."""
    facts = replace(
        facts,
        calls={**facts.calls, 9: call(9, site_id=9, **about)},
        sites={**facts.sites, **row([visit(9)], {9: 10}).sites},
    )
    return weigh(facts, who or tech(1), facts.calls[9], one, at(clock), FLAT, before)


def texts(found, *concerns):
    return [remark.text for remark in found.remarks if remark.concern in concerns]


def fresh(start, **fields):
    return visit(NEW, start, call_id=9, **fields)


# skills


@pytest.mark.parametrize(
    ("needs", "has", "lacking"),
    [
        ((), (), ()),
        (("HVAC",), (), ("HVAC",)),
        (("HVAC",), ("HVAC", "GAS"), ()),
        (("GAS", "ELE"), ("HVAC", "GAS"), ("ELE",)),
        (("hvac",), ("Hvac",), ()),
    ],
)
def test_no_skills_named_means_none_held(needs, has, lacking):
    assert missing_skills(call(skills=needs), tech(skills=has)) == lacking


# overlaps


def test_overlapping_names_unfinished_others_only():
    line = [
        visit(1, "9:00"),
        visit(2, "10:00"),
        visit(3, "9:30"),
        done(4, "9:00", "9:00", "9:10"),
        canceled(5, "9:00", "8:00"),
    ]
    assert [one.id for one in overlapping(line[0], line)] == [3]


@given(st.lists(st.integers(1, 6), max_size=6, unique=True), st.data())
def test_conflicts_are_all_that_overlap_any_other(keys, data):
    line = [data.draw(visits_at(key, NOON)) for key in keys]
    line = [replace(one, start=NOON + minutes(data.draw(st.integers(0, 120)))) for one in line]
    pairs = [
        {one.id, two.id}
        for one, two in combinations([one for one in line if one.state not in OVER], 2)
        if one.slot.overlaps(two.slot)
    ]
    assert conflicts(line) == frozenset().union(*pairs)


def test_visits_that_touch_do_not_conflict():
    assert conflicts([visit(1, "9:00"), visit(2, "10:00")]) == frozenset()
    assert conflicts([visit(1, "9:00"), visit(2, "9:59")]) == {1, 2}
    long = visit(1, "9:00", minutes=240)
    assert conflicts([long, visit(2, "10:00"), visit(3, "12:00")]) == {1, 2, 3}


# late and amber


def forecast_of(facts, clock, key=1):
    return forecast_row(facts, at(clock), FLAT).visits[key]


@pytest.mark.parametrize(
    ("clock", "late", "amber"),
    [
        ("8:30", False, False),
        ("8:40", False, False),
        ("8:44", False, False),
        ("8:46", False, True),
        ("9:00", False, True),
        ("9:01", True, False),
    ],
)
def test_a_visit_turns_amber_and_then_late(clock, late, amber):
    one = visit(1, "9:00")
    facts = row([one], {1: 20}, {1: span("8:00", "9:20")})
    found = forecast_of(facts, clock)
    assert is_late(one, found) is late
    assert is_amber(one, found, 15) is amber


@pytest.mark.parametrize(
    "one", [on_site(1, "9:00", "10:00"), done(1, "9:00", "10:00", "10:30"), canceled(1, "9:00", "10:00")]
)
def test_who_is_there_or_done_is_neither_late_nor_amber(one):
    found = forecast_of(row([one], windows={1: span("8:00", "9:20")}), "11:00")
    assert found.late_minutes > 0
    assert not is_late(one, found)
    amber = replace(found, late_minutes=0, slack_minutes=5, behind_minutes=5)
    assert not is_amber(one, amber, 15)


def test_little_slack_by_plan_is_not_amber():
    one = visit(1, "9:10")
    found = forecast_of(row([one], windows={1: span("8:00", "9:20")}), "8:00")
    assert not is_amber(one, found, 15)


# weighing a place


def test_a_good_place_has_nothing_to_say():
    found = judge(row([]), fresh("9:00"), window=span("8:00", "10:00"))
    assert found.remarks == ()
    assert (found.leg_in.minutes, found.leg_out.minutes, found.slack_minutes) == (10, 10, 60)
    assert found.visit.eta == at("9:00")


def test_a_missing_skill_is_warned_of():
    found = judge(row([]), fresh("9:00"), skills=("HVAC", "GAS"), who=tech(1, name="Ana Lopez"))
    assert [(one.text, one.warn) for one in found.remarks] == [("Ana lacks GAS", True)]


@pytest.mark.parametrize(
    ("start", "said"),
    [("8:00", []), ("16:00", []), ("16:30", ["runs past the shift"]), ("17:00", ["outside the shift"])],
)
def test_hours_outside_the_shift_are_warned_of(start, said):
    assert texts(judge(row([]), fresh(start)), Concern.OFF) == said


def test_time_off_in_the_middle_is_outside_the_shift():
    facts = row([], shifts=(span("8:00", "12:00"), span("14:00", "17:00")))
    assert texts(judge(facts, fresh("12:30")), Concern.OFF) == ["outside the shift"]
    assert texts(judge(facts, fresh("11:30")), Concern.OFF) == ["runs past the shift"]
    assert texts(judge(facts, fresh("14:00")), Concern.OFF) == []


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("12:30", ["30m before the window"]),
        ("13:00", []),
        ("15:00", []),
        ("15:01", ["1m after the window"]),
        ("12:59", ["1m before the window"]),
    ],
)
def test_a_plan_outside_the_window_is_warned_of(start, said):
    found = judge(row([]), fresh(start), window=span("13:00", "15:00"))
    assert texts(found, Concern.WINDOW) == said
    assert all(one.warn for one in found.remarks)


def test_an_arrival_forecast_late_is_said_and_not_warned_of():
    found = judge(row([]), fresh("9:00"), clock="9:00", window=span("8:00", "9:00"))
    assert texts(found, Concern.WINDOW) == ["Tech arrives 10m late"]
    assert found.warnings == ()


def test_a_start_in_the_past_is_warned_of_unless_work_has_begun():
    assert texts(judge(row([]), fresh("9:00"), clock="9:01"), Concern.PAST) == ["starts in the past"]
    begun = on_site(9, "9:00", "9:00")
    assert judge(row([begun], {9: 10}), begun, clock="9:30").remarks == ()


def test_an_overlap_names_the_other_call():
    found = judge(row([visit(4, "9:30")]), fresh("9:00"))
    assert texts(found, Concern.OVERLAP) == ["overlaps 4"]
    assert found.warnings


def test_travel_too_short_before_and_after_is_said():
    tight = row([visit(4, "9:00"), visit(5, "11:05")], {4: 0, 5: 0})
    found = judge(tight, fresh("10:05"))
    assert texts(found, Concern.TRAVEL) == ["travel 5m short", "travel on to 5 10m short"]


def test_travel_that_just_fits_is_not_worth_a_word():
    found = judge(row([visit(4, "9:00"), visit(5, "11:20")], {4: 0, 5: 0}), fresh("10:10"))
    assert found.remarks == ()
    found = judge(row([visit(4, "9:00"), visit(5, "11:19")], {4: 0, 5: 0}), fresh("10:10"))
    assert texts(found, Concern.TRAVEL) == ["travel on to 5 1m short"]


def test_a_call_the_row_does_not_know_yet_brings_its_window():
    facts, asked = row([]), call(9, window=span("8:00", "8:30"))
    found = weigh(facts, tech(1), asked, fresh("8:00"), at("8:40"), FLAT)
    assert found.visit.late_minutes == 35


def test_the_drive_on_goes_to_the_next_visit_and_not_to_one_that_is_over():
    line = [canceled(4, "10:10", "7:00"), done(6, "10:20", "7:00", "7:20"), visit(5, "11:05")]
    found = judge(row(line, {4: 90, 6: 70, 5: 40}), fresh("10:00"))
    assert found.leg_out.minutes == 30
    assert texts(found, Concern.TRAVEL) == ["travel on to 5 25m short"]


def test_what_it_does_to_others_is_warned_of():
    facts = row([visit(4, "10:00")], {4: 10}, {4: span("9:00", "10:15")})
    before = forecast_row(facts, at("7:30"), FLAT)
    found = judge(facts, fresh("9:30"), before=before)
    assert texts(found, Concern.OTHERS) == ["4 15m late"]
    told = replace(facts, calls={4: replace(facts.calls[4], window_told_at=at("7:00"))})
    found = judge(told, fresh("9:30"), before=before)
    assert texts(found, Concern.OTHERS) == ["4 15m late, customer told otherwise"]


def test_others_that_were_as_late_before_are_not_blamed_on_it():
    facts = row([visit(4, "9:00")], windows={4: span("7:00", "8:30")})
    before = forecast_row(facts, at("7:30"), FLAT)
    assert before.visits[4].late_minutes == 30
    assert texts(judge(facts, fresh("13:00"), before=before), Concern.OTHERS) == []
    assert texts(judge(facts, fresh("13:00")), Concern.OTHERS) == ["4 30m late"]


def test_overtime_it_causes_is_said():
    found = judge(row([]), fresh("15:55"))
    assert texts(found, Concern.OVERTIME) == ["Tech home 5m after the shift"]
    assert found.warnings == ()
    same = forecast_row(row([visit(9, "15:55")], {9: 10}), at("7:30"), FLAT)
    assert texts(judge(row([]), fresh("15:55"), before=same), Concern.OVERTIME) == []


def test_warnings_stand_before_what_is_only_said():
    found = judge(row([visit(4, "9:00"), visit(5, "9:50")]), fresh("10:05"), skills=("GAS",))
    flags = [one.warn for one in found.remarks]
    assert flags == sorted(flags, reverse=True)
    assert {True, False} == set(flags)
    weights = [list(Concern).index(one.concern) for one in found.warnings]
    assert weights == sorted(weights)


@given(rows(), st.integers(-120, 300))
def test_weighing_agrees_with_the_forecast_of_the_row_with_it(facts, start):
    one = fresh(NOON + minutes(start))
    found = judge(facts, one, clock="12:00")
    assert set(found.row.visits) == {NEW, *(other.id for other in facts.visits)}
    assert found.visit == found.row.visits[NEW]
    assert found.leg_in == found.visit.leg


@given(rows())
def test_moving_a_visit_nowhere_changes_nothing_for_the_row(facts):
    one = facts.visits[0]
    before = forecast_row(facts, NOON, FLAT)
    found = weigh(facts, tech(1), facts.calls[one.call_id], one, NOON, FLAT, before)
    assert found.row == before
    assert not texts(found, Concern.OTHERS, Concern.OVERTIME)


# who must be told

TOLD = call(window=span("13:00", "15:00"), window_told_at=at("7:00"))


def told(one, to, about=None):
    return {one.who: one.text for one in must_tell(one, about or call(), tech(), to, "Ms Ruiz")}


def test_nobody_who_knows_nothing_need_be_told():
    one = visit(1, "13:00")
    assert told(one, replace(one, start=at("16:00"))) == {}


@pytest.mark.parametrize("state", sorted(SEEN))
def test_a_technician_who_has_seen_it_must_be_told(state):
    one = stand(state)
    assert told(one, replace(one, start=at("16:00"))) == {"Tech 1": "has been told another time"}
    assert told(one, replace(one, technician_id=2)) == {"Tech 1": "has been told of it"}
    assert told(one, None) == {"Tech 1": "has been told of it"}


@pytest.mark.parametrize(
    ("start", "kept"), [("12:59", False), ("13:00", True), ("15:00", True), ("15:01", False), (None, False)]
)
def test_a_customer_whose_window_breaks_must_be_told(start, kept):
    one = visit(1, "13:30")
    to = None if start is None else replace(one, start=at(start))
    assert told(one, to, TOLD) == ({} if kept else {"Ms Ruiz": "was promised the window"})


def test_a_window_nobody_was_told_of_binds_nobody():
    assert told(visit(1, "13:30"), None, replace(TOLD, window_told_at=None)) == {}


# frozen work


def may_move(one, who=False, when=False, sure=False):
    check_movable(one, who=who, when=when, sure=sure)


@pytest.mark.parametrize("state", [S.EN_ROUTE, S.ON_SITE, S.PAUSED, S.DONE, S.CANNOT_COMPLETE, S.CANCELED])
@pytest.mark.parametrize("change", [{"who": True}, {"when": True}])
def test_begun_and_ended_work_does_not_move_however_sure(state, change):
    with pytest.raises(Refused) as caught:
        may_move(stand(state), sure=True, **change)
    assert not isinstance(caught.value, NeedsSure)
    assert caught.value.hint


@pytest.mark.parametrize("state", sorted(BEGUN))
def test_the_way_out_of_begun_work_that_is_named_is_legal(state):
    with pytest.raises(Refused) as caught:
        may_move(stand(state), who=True)
    ways = {"release", "pause", "done", "cannot"} & set(caught.value.hint.replace(",", "").split())
    assert ways
    for verb in ways:
        check_act(stand(state), verb)


@pytest.mark.parametrize(
    ("lock", "who", "when"),
    [(Lock.TIME, False, True), (Lock.TECH, True, False), (Lock.BOTH, True, True), (Lock.NONE, False, False)],
)
def test_a_lock_holds_what_it_names(lock, who, when):
    one = visit(lock=lock)
    for change, held in (({"who": True}, who), ({"when": True}, when)):
        if held:
            with pytest.raises(Refused, match="call 1 is locked: unlock 1 first"):
                may_move(one, sure=True, **change)
        else:
            may_move(one, **change)


@pytest.mark.parametrize("state", [S.DISPATCHED, S.ACKNOWLEDGED])
def test_what_the_technician_has_seen_moves_only_for_sure(state):
    with pytest.raises(NeedsSure):
        may_move(stand(state), when=True)
    may_move(stand(state), when=True, sure=True)


def test_tentative_work_moves_freely():
    may_move(visit(), who=True, when=True)


# what can be placed


@pytest.mark.parametrize(
    ("fate", "said"),
    [
        ({"cancel_reason": "no"}, "call 1 is canceled: reopen 1 first"),
        ({"closed_at": NOON}, "call 1 is closed: reopen 1 first"),
        ({"hold_reason": "part"}, "call 1 is on hold: part: reopen 1 first"),
    ],
)
def test_a_call_with_a_fate_is_reopened_before_it_is_placed(fate, said):
    with pytest.raises(Refused) as caught:
        check_placeable(call(**fate), [])
    assert str(caught.value) == said


@pytest.mark.parametrize("state", sorted({S.TENTATIVE} | SEEN))
def test_a_call_on_the_board_is_moved_instead(state):
    with pytest.raises(Refused, match="already on the board: move 1 instead"):
        check_placeable(call(), [stand(S.CANNOT_COMPLETE), stand(state)])


def test_a_call_that_is_done_is_not_placed_again():
    with pytest.raises(Refused, match="call 1 is done"):
        check_placeable(call(), [stand(S.CANNOT_COMPLETE), stand(S.DONE)])


def test_open_work_and_what_is_left_of_it_can_be_placed():
    check_placeable(call(), [])
    check_placeable(call(), [stand(S.CANNOT_COMPLETE), stand(S.CANCELED)])


def test_late_by_forecast_is_told_from_the_way_there():
    one = en_route(1, "9:00", "9:00")
    facts = row([one], {1: 30}, {1: span("8:00", "9:20")})
    assert is_late(one, forecast_of(facts, "9:01"))
    assert forecast_of(facts, "9:01").eta - at("9:00") == timedelta(minutes=30)
