import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import expected_finish
from dispatch_tui.core.model import CallPhase, TimeOff, VisitState
from dispatch_tui.core.status import (
    ACTS,
    AT_WORK,
    BEGUN,
    OVER,
    SEEN,
    TechnicianState,
    advanced,
    call_phase,
    check_act,
    check_instant,
    latest_over,
    legal_acts,
    technician_doing,
)
from tests.core.builders import (
    at,
    call,
    canceled,
    done,
    en_route,
    minutes,
    on_site,
    paused,
    span,
    visit,
)

S = VisitState

LEGAL = {
    S.TENTATIVE: {"dispatch": S.DISPATCHED},
    S.DISPATCHED: {
        "ack": S.ACKNOWLEDGED,
        "enroute": S.EN_ROUTE,
        "onsite": S.ON_SITE,
        "release": S.TENTATIVE,
    },
    S.ACKNOWLEDGED: {"enroute": S.EN_ROUTE, "onsite": S.ON_SITE, "release": S.TENTATIVE},
    S.EN_ROUTE: {"onsite": S.ON_SITE, "release": S.TENTATIVE},
    S.ON_SITE: {"pause": S.PAUSED, "done": S.DONE, "cannot": S.CANNOT_COMPLETE},
    S.PAUSED: {"resume": S.ON_SITE, "cannot": S.CANNOT_COMPLETE},
    S.DONE: {},
    S.CANNOT_COMPLETE: {},
    S.CANCELED: {},
}
pairs = [(state, verb) for state in VisitState for verb in ACTS]


def stand(state):
    """A visit in a state, with the stamps that lead there."""
    made = {
        S.TENTATIVE: visit(),
        S.DISPATCHED: visit(state=S.DISPATCHED, since=at("8:00"), dispatched_at=at("8:00")),
        S.ACKNOWLEDGED: visit(
            state=S.ACKNOWLEDGED,
            since=at("8:05"),
            dispatched_at=at("8:00"),
            acknowledged_at=at("8:05"),
        ),
        S.EN_ROUTE: en_route(1, "9:00", "8:30", dispatched_at=at("8:00")),
        S.ON_SITE: on_site(1, "9:00", "9:00"),
        S.PAUSED: paused(1, "9:00", "9:00", "9:30"),
        S.DONE: done(1, "9:00", "9:00", "10:00"),
        S.CANCELED: canceled(1, "9:00", "8:45"),
    }
    return made.get(state) or replace(made[S.DONE], state=state)


def act(one, verb, clock, reason=""):
    """Say a legal verb of a visit."""
    return advanced(one, check_act(one, verb), at(clock), reason)


# the table


@pytest.mark.parametrize(("state", "verb"), pairs)
def test_the_table_of_transitions(state, verb):
    if verb in LEGAL[state]:
        assert act(stand(state), verb, "11:00").state is LEGAL[state][verb]
    else:
        with pytest.raises(Refused):
            check_act(stand(state), verb)


@pytest.mark.parametrize(("state", "verb"), pairs)
def test_every_refusal_says_where_the_visit_stands_and_names_the_legal_ways(state, verb):
    if verb in LEGAL[state]:
        return
    with pytest.raises(Refused) as caught:
        check_act(stand(state), verb)
    assert verb in caught.value.message
    assert "call 1 " in caught.value.message
    named = set(re.findall(r"\w+", caught.value.hint)) & set(ACTS)
    assert named == set(LEGAL[state])
    assert caught.value.hint


@pytest.mark.parametrize("state", VisitState)
def test_each_state_is_worded_differently_in_a_refusal(state):
    verb = next(verb for verb in ACTS if verb not in LEGAL[state])
    with pytest.raises(Refused) as caught:
        check_act(stand(state), verb)
    said = caught.value.message
    for other in set(VisitState) - {state}:
        with pytest.raises(Refused) as elsewhere:
            check_act(stand(other), next(v for v in ACTS if v not in LEGAL[other]))
        assert said.split("call 1 ")[1] != elsewhere.value.message.split("call 1 ")[1]


def test_somebody_who_has_not_arrived_is_released_not_paused():
    with pytest.raises(Refused, match="on the way and has not arrived: use onsite or release"):
        check_act(stand(S.EN_ROUTE), "pause")


def test_legal_acts_are_listed_in_the_order_of_the_day():
    assert legal_acts(S.DISPATCHED) == ("ack", "enroute", "onsite", "release")
    assert legal_acts(S.DONE) == ()


def test_only_cannot_needs_a_reason():
    assert [verb for verb, one in ACTS.items() if one.needs_reason] == ["cannot"]


def test_groups_of_states():
    assert {S.DISPATCHED, S.ACKNOWLEDGED} | BEGUN == SEEN
    assert {S.EN_ROUTE} | AT_WORK == BEGUN
    assert {S.ON_SITE, S.PAUSED} == AT_WORK
    assert {S.DONE, S.CANNOT_COMPLETE, S.CANCELED} == OVER
    assert not OVER & SEEN


# what each act writes


@pytest.mark.parametrize(
    ("state", "verb", "field"),
    [
        (S.TENTATIVE, "dispatch", "dispatched_at"),
        (S.DISPATCHED, "ack", "acknowledged_at"),
        (S.ACKNOWLEDGED, "enroute", "enroute_at"),
        (S.EN_ROUTE, "onsite", "arrived_at"),
        (S.ON_SITE, "done", "finished_at"),
        (S.ON_SITE, "cannot", "finished_at"),
        (S.PAUSED, "cannot", "finished_at"),
    ],
)
def test_each_act_stamps_its_own_time(state, verb, field):
    before, after = stand(state), act(stand(state), verb, "11:00")
    assert getattr(after, field) == after.since == at("11:00")
    times = {"dispatched_at", "acknowledged_at", "enroute_at", "arrived_at", "finished_at"}
    for other in times - {field}:
        assert getattr(after, other) == getattr(before, other)


@pytest.mark.parametrize("verb", list(ACTS))
def test_no_act_touches_the_plan(verb):
    before = stand(next(state for state in VisitState if verb in LEGAL[state]))
    after = act(before, verb, "11:00")
    for field in ("id", "call_id", "technician_id", "start", "minutes", "service_date", "lock", "revs"):
        assert getattr(after, field) == getattr(before, field)


def test_a_release_forgets_that_anybody_was_told():
    told = replace(stand(S.EN_ROUTE), acknowledged_at=at("8:05"))
    after = act(told, "release", "8:40")
    assert (after.dispatched_at, after.acknowledged_at, after.enroute_at) == (None, None, None)
    assert after.since == at("8:40")


def test_a_reason_is_kept_with_the_visit():
    assert act(stand(S.ON_SITE), "cannot", "9:30", "no part").reason == "no part"


# pauses


def test_a_pause_counts_when_it_ends():
    started = act(stand(S.ON_SITE), "pause", "9:30")
    assert started.paused_minutes == 0
    assert act(started, "resume", "9:50").paused_minutes == 20


def test_pauses_add_up():
    one = act(act(stand(S.ON_SITE), "pause", "9:30"), "resume", "9:50")
    two = act(act(one, "pause", "10:00"), "resume", "10:05")
    assert two.paused_minutes == 25
    assert two.arrived_at == at("9:00")


def test_a_pause_that_ends_with_the_visit_counts_too():
    after = act(act(stand(S.ON_SITE), "pause", "9:30"), "cannot", "9:50", "no part")
    assert after.paused_minutes == 20


def test_work_left_stands_still_in_a_pause():
    said = on_site(1, "9:00", "9:00", left_minutes=40, left_at=at("9:10"))
    resting = act(said, "pause", "9:30")
    assert resting.left_minutes == 20
    assert expected_finish(resting, at("9:45")) == at("10:05")
    again = act(resting, "resume", "10:00")
    assert (again.left_minutes, again.left_at) == (20, at("10:00"))
    assert expected_finish(again, at("10:10")) == at("10:20")


def test_work_left_never_goes_below_nothing():
    said = on_site(1, "9:00", "9:00", left_minutes=10, left_at=at("9:10"))
    assert act(said, "pause", "9:50").left_minutes == 0


def test_a_pause_stamped_late_takes_nothing_from_what_was_said_since():
    """At 9:30 it was 20 minutes; at 9:40 we hear of a pause since 9:10."""
    said = on_site(1, "9:00", "9:00", left_minutes=20, left_at=at("9:30"))
    resting = act(said, "pause", "9:10")
    assert resting.left_minutes == 20
    assert expected_finish(resting, at("9:40")) == at("10:00")


def test_a_resume_stamped_late_keeps_what_was_said_since():
    """At 9:50 it was 20 minutes; then we hear that work went on at 9:40."""
    resting = paused(1, "9:00", "9:00", "9:30", left_minutes=20, left_at=at("9:50"))
    assert expected_finish(act(resting, "resume", "9:40"), at("9:55")) == at("10:10")


def test_pause_and_resume_both_stamped_late_keep_what_was_said_since():
    said = on_site(1, "9:00", "9:00", left_minutes=20, left_at=at("9:30"))
    again = act(act(said, "pause", "9:05"), "resume", "9:15")
    assert expected_finish(again, at("9:40")) == at("9:50")


def test_nothing_said_leaves_nothing_said():
    resting = act(stand(S.ON_SITE), "pause", "9:30")
    assert resting.left_minutes is None
    again = act(resting, "resume", "9:45")
    assert (again.left_minutes, again.left_at) == (None, None)


def test_a_finished_visit_has_nothing_left():
    said = on_site(1, "9:00", "9:00", left_minutes=40, left_at=at("9:10"))
    after = act(said, "done", "9:30")
    assert (after.left_minutes, after.left_at) == (None, None)


@given(st.integers(0, 120), st.integers(0, 120), st.none() | st.integers(0, 120))
def test_a_pause_puts_the_finish_off_by_its_own_length(worked, rest, left):
    said = on_site(
        1, "9:00", "9:00", minutes=200, left_minutes=left, left_at=None if left is None else at("9:00")
    )
    pause, resume = at("9:00") + minutes(worked), at("9:00") + minutes(worked + rest)
    resting = advanced(said, ACTS["pause"], pause, "")
    again = advanced(resting, ACTS["resume"], resume, "")
    before = expected_finish(said, pause)
    expected = max(before, pause) if left is not None else before
    assert expected_finish(resting, resume) == expected + minutes(rest)
    assert expected_finish(again, resume) == expected + minutes(rest)


# when


def test_a_stamp_cannot_lie_in_the_future():
    with pytest.raises(Refused, match="future: leave the time out"):
        check_instant(stand(S.ON_SITE), at("10:01"), now=at("10:00"))
    check_instant(stand(S.ON_SITE), at("10:00"), now=at("10:00"))


@pytest.mark.parametrize("state", sorted(SEEN))
def test_a_stamp_cannot_lie_before_the_one_it_follows(state):
    one = stand(state)
    check_instant(one, one.since, now=at("12:00"))
    with pytest.raises(Refused, match="undo that stamp first, or give a later time"):
        check_instant(one, one.since - minutes(1), now=at("12:00"))


def test_a_tentative_visit_follows_nothing():
    released = act(stand(S.EN_ROUTE), "release", "8:40")
    check_instant(released, at("8:00"), now=at("9:00"))


# calls

FATES = [
    ({}, CallPhase.OPEN),
    ({"hold_reason": "part"}, CallPhase.ON_HOLD),
    ({"hold_reason": "part", "closed_at": at("9:00")}, CallPhase.CLOSED),
    ({"hold_reason": "p", "closed_at": at("9:00"), "cancel_reason": "no"}, CallPhase.CANCELED),
]


@pytest.mark.parametrize(("fate", "phase"), FATES)
def test_fate_goes_before_visits(fate, phase):
    assert call_phase(call(**fate), []) is phase
    if fate:
        assert call_phase(call(**fate), [stand(S.ON_SITE), stand(S.DONE)]) is phase


def test_a_review_date_alone_is_no_hold():
    assert call_phase(call(hold_until=date(2026, 12, 1)), []) is CallPhase.OPEN


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        (S.TENTATIVE, CallPhase.SCHEDULED),
        (S.DISPATCHED, CallPhase.SCHEDULED),
        (S.ACKNOWLEDGED, CallPhase.SCHEDULED),
        (S.EN_ROUTE, CallPhase.IN_PROGRESS),
        (S.ON_SITE, CallPhase.IN_PROGRESS),
        (S.PAUSED, CallPhase.IN_PROGRESS),
        (S.DONE, CallPhase.COMPLETED),
        (S.CANNOT_COMPLETE, CallPhase.OPEN),
        (S.CANCELED, CallPhase.OPEN),
    ],
)
def test_a_call_stands_where_its_visit_does(state, phase):
    assert call_phase(call(), [stand(state)]) is phase


def test_a_return_visit_reopens_a_completed_call():
    assert call_phase(call(), [stand(S.DONE), visit(2)]) is CallPhase.SCHEDULED
    assert call_phase(call(), [stand(S.DONE), visit(2), en_route(3, "9:00", "8:50")]) is CallPhase.IN_PROGRESS


def test_the_visit_that_ended_last_decides():
    first = replace(done(1, "9:00", "9:00", "10:00"), state=S.CANNOT_COMPLETE)
    last = done(2, "8:00", "12:00", "13:00")
    assert call_phase(call(), [last, first]) is CallPhase.COMPLETED
    assert latest_over([last, first]) is S.DONE
    assert latest_over([first, visit(3)]) is S.CANNOT_COMPLETE
    assert latest_over([visit(3)]) is None


def test_of_two_that_ended_together_the_later_record_decides():
    one = done(1, "9:00", "9:00", "10:00")
    assert latest_over([replace(one, id=2, state=S.CANNOT_COMPLETE), one]) is S.CANNOT_COMPLETE


# technicians

SHIFT = [span("8:00", "17:00")]


@pytest.mark.parametrize(
    ("state", "doing"),
    [
        (S.EN_ROUTE, TechnicianState.EN_ROUTE),
        (S.ON_SITE, TechnicianState.ON_SITE),
        (S.PAUSED, TechnicianState.PAUSED),
    ],
)
def test_begun_work_says_what_a_technician_is_doing(state, doing):
    one = stand(state)
    off = TimeOff(1, at("8:00"), None, "sick")
    found = technician_doing([visit(9), one], [], [off], at("12:00"))
    assert (found.state, found.since, found.visit) == (doing, one.since, one)


def test_time_off_goes_before_the_shift():
    off = TimeOff(1, at("11:00"), at("13:00"), "dentist")
    told = stand(S.DISPATCHED)
    found = technician_doing([told], SHIFT, [off], at("12:00"))
    assert (found.state, found.since, found.visit) == (TechnicianState.UNAVAILABLE, at("11:00"), told)


@pytest.mark.parametrize(
    ("clock", "away"), [("10:59", False), ("11:00", True), ("12:59", True), ("13:00", False)]
)
def test_time_off_begins_and_ends(clock, away):
    off = TimeOff(1, at("11:00"), at("13:00"), "dentist")
    state = technician_doing([], SHIFT, [off], at(clock)).state
    assert (state is TechnicianState.UNAVAILABLE) is away


def test_time_off_until_further_notice_does_not_end():
    off = TimeOff(1, at("11:00"), None, "sick")
    assert technician_doing([], [], [off], at("23:00")).state is TechnicianState.UNAVAILABLE


def test_available_since_the_shift_began_or_the_last_work_ended():
    found = technician_doing([], SHIFT, [], at("12:00"))
    assert (found.state, found.since, found.visit) == (TechnicianState.AVAILABLE, at("8:00"), None)
    ended = [done(1, "9:00", "9:00", "10:00"), done(2, "10:00", "10:10", "11:20"), visit(3, "14:00")]
    assert technician_doing(ended, SHIFT, [], at("12:00")).since == at("11:20")


def test_work_ended_before_the_shift_does_not_make_it_longer():
    early = done(1, "6:00", "6:00", "7:00")
    assert technician_doing([early], SHIFT, [], at("12:00")).since == at("8:00")


def test_available_names_the_visit_that_has_been_told():
    told = stand(S.ACKNOWLEDGED)
    assert technician_doing([visit(2), told], SHIFT, [], at("8:30")).visit == told


def test_off_shift_since_the_last_one_ended():
    two = [span("8:00", "12:00"), span("13:00", "17:00")]
    assert technician_doing([], two, [], at("7:59")).since is None
    assert technician_doing([], two, [], at("7:59")).state is TechnicianState.OFF_SHIFT
    assert technician_doing([], two, [], at("12:30")).since == at("12:00")
    found = technician_doing([], two, [], at("17:00"))
    assert (found.state, found.since) == (TechnicianState.OFF_SHIFT, at("17:00"))
