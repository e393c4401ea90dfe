"""What technicians do: the table decides, the stamp is kept, the rest goes back to the tray."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.commands import SetLeft, SetStatus, TakeOut
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import Call, CallPhase, VisitState
from dispatch_tui.core.status import ACTS
from tests.core.builders import at, en_route, on_site, paused, visit
from tests.desk.shops import DeskShop

S = VisitState
TOLD = {"state": S.DISPATCHED, "since": at("11:00"), "dispatched_at": at("11:00")}


def test_a_whole_visit_from_told_to_done():
    shop = DeskShop((visit(1, "12:00"),))
    times = ("12:00", "12:02", "12:10", "12:30", "12:50", "13:00", "13:30")
    said = []
    for clock, verb in zip(
        times, ("dispatch", "ack", "enroute", "onsite", "pause", "resume", "done"), strict=True
    ):
        said.append(shop.do(SetStatus(1, verb), now=at(clock)).said)
    after = shop.visit(1)
    assert after.state is S.DONE
    assert after.dispatched_at == at("12:00")
    assert after.acknowledged_at == at("12:02")
    assert (after.enroute_at, after.arrived_at, after.finished_at) == (at("12:10"), at("12:30"), at("13:30"))
    assert after.paused_minutes == 10
    assert [stamp.state for stamp in shop.store.stamps] == [
        S.DISPATCHED, S.ACKNOWLEDGED, S.EN_ROUTE, S.ON_SITE, S.PAUSED, S.ON_SITE, S.DONE,
    ]  # fmt: skip
    assert shop.call(1).phase is CallPhase.COMPLETED
    assert said[0] == "T1 Ana told of 1"
    assert said[-1] == "T1 Ana has finished 1"


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=12))
def test_whatever_is_said_the_visit_is_in_a_state_that_the_table_leads_to(verbs: list[str]):
    shop = DeskShop((visit(1, "12:00"),))
    hints: list[str] = []
    for step, verb in enumerate(verbs):
        before = shop.visit(1)
        stamps = len(shop.store.stamps)
        command = SetStatus(1, verb, reason="because" if verb == "cannot" else "")
        try:
            shop.do(command, now=at("12:00") + timedelta(minutes=step))
        except Refused as refusal:
            assert before.state not in ACTS[verb].after
            hints.append(refusal.hint)
            assert shop.visit(1) == before
            assert len(shop.store.stamps) == stamps
        else:
            assert shop.visit(1).state is ACTS[verb].target
            assert len(shop.store.stamps) == stamps + 1
    assert all(hints), "a refusal names the legal way"


@pytest.mark.parametrize(
    ("off", "start", "says"),
    [
        (TakeOut(1, at("11:03"), None, "sick"), "12:30", "T1 Ana is out since 11:03 (sick)"),
        (TakeOut(1, at("11:03"), at("12:40"), "truck"), "12:30", "since 11:03 until 12:40 (truck)"),
        (TakeOut(1, at("14:00"), at("16:00"), "dentist"), "13:30", "is out 14:00 - 16:00 (dentist)"),
        (None, "18:00", "T1 Ana is off shift 18:00 - 19:00"),
    ],
)
def test_nobody_is_told_of_a_call_who_is_out_unless_one_is_sure(off: TakeOut | None, start: str, says: str):
    shop = DeskShop((visit(1, start),))
    if off is not None:
        shop.do(off)
    with pytest.raises(NeedsSure, match=re.escape(says)) as asked:
        shop.do(SetStatus(1, "dispatch"))
    assert "!" in asked.value.hint
    assert shop.visit(1).state is S.TENTATIVE
    shop.do(SetStatus(1, "dispatch", sure=True))
    assert shop.visit(1).state is S.DISPATCHED


def test_who_is_back_or_out_later_is_told_without_a_question():
    shop = DeskShop((visit(1, "11:30"), visit(2, "12:00", technician_id=2)))
    shop.do(TakeOut(1, at("9:00"), at("11:00"), "dentist"))
    shop.do(TakeOut(2, at("15:00"), None, "school"))
    for key in (1, 2):
        shop.do(SetStatus(key, "dispatch"))
        assert shop.visit(key).state is S.DISPATCHED


def test_a_stamp_may_lie_in_the_past_but_not_before_the_last_nor_ahead():
    shop = DeskShop((en_route(1, "11:30", "11:20"),))
    with pytest.raises(Refused, match="later time"):
        shop.do(SetStatus(1, "onsite", at("11:10")))
    with pytest.raises(Refused, match="future"):
        shop.do(SetStatus(1, "onsite", at("12:01")))
    outcome = shop.do(SetStatus(1, "onsite", at("11:40")))
    assert outcome.said == "T1 Ana is at 1, since 11:40"
    stamp = shop.store.stamps[-1]
    assert (stamp.at, stamp.recorded_at) == (at("11:40"), at("12:00"))
    assert shop.visit(1).arrived_at == at("11:40")


def test_what_cannot_be_completed_needs_a_reason_and_the_rest_goes_back():
    shop = DeskShop((on_site(1, "11:00", "11:20", minutes=90),), c1={"minutes": 90})
    with pytest.raises(Refused, match="needs a reason"):
        shop.do(SetStatus(1, "cannot"))
    shop.do(SetStatus(1, "cannot", reason="no part"))
    assert shop.visit(1).reason == "no part"
    assert shop.call(1).phase is CallPhase.OPEN
    assert shop.call(1).minutes == 50, "forty of ninety minutes were worked"


def test_the_rest_is_what_was_said_to_be_left():
    left = on_site(1, "11:00", "11:00", minutes=90, left_minutes=40, left_at=at("11:50"))
    shop = DeskShop((left,))
    shop.do(SetStatus(1, "cannot", reason="no part"))
    assert shop.call(1).minutes == 30
    short = DeskShop((on_site(1, "11:00", "11:00", minutes=60),))
    short.do(SetStatus(1, "cannot"), reason="rained off")
    assert short.call(1).minutes == 15, "never less than a quarter of an hour"


def test_a_technician_sees_one_call_at_a_time():
    shop = DeskShop((visit(1, "12:00", **TOLD), visit(2, "14:00")))
    with pytest.raises(Refused, match="still has call 1"):
        shop.do(SetStatus(2, "dispatch"))
    shop.do(SetStatus(1, "release"))
    assert shop.visit(1).dispatched_at is None
    shop.do(SetStatus(2, "dispatch"))


def test_nobody_is_at_two_places():
    shop = DeskShop((on_site(1, "11:00", "11:00"), visit(2, "12:00", **TOLD)))
    for verb in ("enroute", "onsite"):
        with pytest.raises(Refused, match="on site at call 1"):
            shop.do(SetStatus(2, verb))
    shop.do(SetStatus(1, "pause"))
    shop.do(SetStatus(2, "enroute"))
    shop.do(SetStatus(2, "onsite"))
    with pytest.raises(Refused, match="on site at call 2"):
        shop.do(SetStatus(1, "resume"))


@pytest.mark.parametrize(
    ("command", "left", "until"),
    [
        (SetLeft(1, left=20), 20, "12:20"),
        (SetLeft(1, more=30), 60, "13:00"),
        (SetLeft(1, left=0), 0, "12:00"),
    ],
)
def test_how_much_is_left(command: SetLeft, left: int, until: str):
    shop = DeskShop((on_site(1, "11:30", "11:30"),))
    outcome = shop.do(command)
    after = shop.visit(1)
    assert (after.left_minutes, after.left_at) == (left, at("12:00"))
    assert after.start == at("11:30"), "the plan does not move"
    assert outcome.said.endswith(f"until {until}")


def test_time_left_is_of_work_under_way_and_within_a_day():
    shop = DeskShop((visit(1, "12:00"), paused(2, "11:00", "11:00", "11:30", technician_id=2)))
    with pytest.raises(Refused, match="not at work"):
        shop.do(SetLeft(1, left=20))
    for wrong in (SetLeft(2, left=-1), SetLeft(2, left=24 * 60 + 1)):
        with pytest.raises(Refused, match="nothing to a day"):
            shop.do(wrong)
    shop.do(SetLeft(2, left=24 * 60))


def test_phases_follow_the_visits():
    shop = DeskShop((visit(1, "12:00"),))
    phases = [shop.call(1).phase]
    for verb in ("dispatch", "enroute", "release", "dispatch", "enroute", "onsite", "done"):
        shop.do(SetStatus(1, verb))
        phases.append(shop.call(1).phase)
    p = CallPhase
    assert phases == [
        p.SCHEDULED, p.SCHEDULED, p.IN_PROGRESS, p.SCHEDULED,
        p.SCHEDULED, p.IN_PROGRESS, p.IN_PROGRESS, p.COMPLETED,
    ]  # fmt: skip
    assert isinstance(shop.call(1), Call)
