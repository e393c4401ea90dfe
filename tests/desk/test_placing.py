"""Placing, moving, swapping, taking off, locking: what is written, asked first, and refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch_tui.core.commands import MoveVisit, PlaceCall, SetLock, SwapVisits, Unplace
from dispatch_tui.core.errors import Missing, NeedsSure, Refused
from dispatch_tui.core.model import CallPhase, Lock, ShiftRule, VisitState
from tests.core.builders import TODAY, at, done, minutes, on_site, span, visit
from tests.desk.shops import DeskShop

TOLD = {"state": VisitState.DISPATCHED, "since": at("11:00"), "dispatched_at": at("11:00")}


def test_a_call_is_placed_tentative_and_nobody_is_told():
    shop = DeskShop(waiting=(1,))
    outcome = shop.do(PlaceCall(1, 1, at("14:00")))
    placed = shop.visit(outcome.visit_id or 0)
    assert (placed.state, placed.technician_id, placed.start) == (VisitState.TENTATIVE, 1, at("14:00"))
    assert (placed.minutes, placed.service_date) == (60, TODAY)
    assert placed.dispatched_at is None
    assert shop.call(1).phase is CallPhase.SCHEDULED
    assert outcome.said == "1 placed on T1 Ana at 14:00"


def test_another_length_and_another_day():
    shop = DeskShop(waiting=(1,))
    tomorrow = TODAY + timedelta(days=1)
    shop.store.rows(ShiftRule)[9] = ShiftRule(1, tomorrow.weekday(), 480, 1020, id=9, revs=(1, 1))
    outcome = shop.do(PlaceCall(1, 1, at("9:00", tomorrow), 90))
    assert shop.visit(outcome.visit_id or 0).minutes == 90
    assert "Wed 25 Nov 09:00" in outcome.said


def test_a_night_shift_holds_the_small_hours():
    shop = DeskShop(waiting=(1,))
    rules = shop.store.rows(ShiftRule)
    rules[1] = replace(rules[1], start_minute=20 * 60, end_minute=30 * 60)
    outcome = shop.do(PlaceCall(1, 1, at("2:00", TODAY + timedelta(days=1))))
    assert shop.visit(outcome.visit_id or 0).service_date == TODAY


@pytest.mark.parametrize(
    ("fields", "technician", "start", "word"),
    [
        ({"skills": ("GAS",)}, 1, "14:00", "GAS"),
        ({}, 1, "18:00", "shift"),
        ({"window": span("13:00", "14:00")}, 1, "15:30", "window"),
        ({}, 1, "13:30", "4"),
    ],
)
def test_what_has_a_cost_asks_first_and_goes_when_sure(fields, technician: int, start: str, word: str):
    shop = DeskShop((visit(4, "13:30"),), waiting=(1,), c1=fields)
    command = PlaceCall(1, technician, at(start))
    with pytest.raises(NeedsSure, match=word):
        shop.do(command)
    assert shop.visits_of(1) == []
    assert shop.do(replace(command, sure=True)).warnings
    assert len(shop.visits_of(1)) == 1


def test_a_call_is_placed_once():
    shop = DeskShop((visit(1, "14:00"),))
    with pytest.raises(Refused, match="already on the board"):
        shop.do(PlaceCall(1, 1, at("15:00")))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"cancel_reason": "sold"}, "canceled"),
        ({"hold_reason": "part"}, "on hold"),
        ({"closed_at": at("9:00")}, "closed"),
    ],
)
def test_what_is_not_open_work_is_not_placed(fields, word: str):
    shop = DeskShop(waiting=(1,), c1=fields)
    with pytest.raises(Refused, match=word):
        shop.do(PlaceCall(1, 1, at("14:00")))


@pytest.mark.parametrize("length", [0, -5, 24 * 60 + 1])
def test_a_visit_has_a_sensible_length(length: int):
    shop = DeskShop((visit(2, "14:00"),), waiting=(1,))
    with pytest.raises(Refused, match=r"length|longer"):
        shop.do(PlaceCall(1, 1, at("14:00"), length))
    with pytest.raises(Refused, match=r"length|longer"):
        shop.do(MoveVisit(2, minutes=length))


def test_unknown_things_are_missing():
    shop = DeskShop(waiting=(1,))
    for command in (PlaceCall(9, 1, at("14:00")), PlaceCall(1, 9, at("14:00")), MoveVisit(9), Unplace(9)):
        with pytest.raises(Missing):
            shop.do(command)


# -- moving


def test_a_move_changes_what_it_names_and_nothing_else():
    shop = DeskShop((visit(1, "14:00"),))
    before = shop.visit(1)
    assert shop.do(MoveVisit(1, start=at("15:00"))).said == "1 moved at 15:00"
    after = shop.visit(1)
    assert replace(after, start=before.start, revs=()) == replace(before, revs=())
    assert shop.do(MoveVisit(1, technician_id=2)).said == "1 moved to T2 Bo at 15:00"
    assert shop.do(MoveVisit(1, minutes=75)).said == "1 now takes 75 minutes"


def test_a_move_to_where_it_is_writes_nothing():
    shop = DeskShop((visit(1, "14:00"),))
    rev = shop.store.rev
    assert shop.do(MoveVisit(1, 1, at("14:00"), 60)).said == "1 stays where it is"
    assert shop.store.rev == rev


def test_seen_work_moves_only_when_sure_and_the_technician_is_to_be_told():
    shop = DeskShop((visit(1, "14:00", **TOLD),))
    with pytest.raises(NeedsSure, match="has been told"):
        shop.do(MoveVisit(1, start=at("15:00")))
    outcome = shop.do(MoveVisit(1, start=at("15:00"), sure=True))
    assert any("ring up T1 Ana" in warning for warning in outcome.warnings), outcome.warnings


def test_begun_and_ended_work_never_moves():
    shop = DeskShop((on_site(1, "11:00", "11:05"), done(2, "8:00", "8:00", "9:00")))
    for key, word in ((1, "has begun"), (2, "is over")):
        for command in (MoveVisit(key, start=at("15:00"), sure=True), Unplace(key, sure=True)):
            with pytest.raises(Refused, match=rf"{word}|has been told"):
                shop.do(command)


@pytest.mark.parametrize(
    ("lock", "who", "when"), [(Lock.TIME, True, False), (Lock.TECH, False, True), (Lock.BOTH, False, False)]
)
def test_locks_hold_what_they_name(lock: Lock, who: bool, when: bool):
    shop = DeskShop((visit(1, "14:00", lock=lock),))
    for command, allowed in (
        (MoveVisit(1, 2, sure=True), who),
        (MoveVisit(1, start=at("15:00"), sure=True), when),
    ):
        if allowed:
            shop.do(command)
            continue
        with pytest.raises(Refused, match="is locked"):
            shop.do(command)


def test_a_promised_customer_is_to_be_told_of_a_move_out_of_the_window():
    promised = {"window": span("13:00", "15:00"), "window_told_at": at("8:00")}
    shop = DeskShop((visit(1, "14:00"),), c1=promised)
    with pytest.raises(NeedsSure, match="window"):
        shop.do(MoveVisit(1, start=at("16:00")))
    outcome = shop.do(MoveVisit(1, start=at("16:00"), sure=True))
    assert any("Customer 1" in warning for warning in outcome.warnings)
    assert shop.do(MoveVisit(1, start=at("14:30"))).warnings == ()


# -- swapping, taking off, locking


def test_a_swap_exchanges_who_and_when():
    shop = DeskShop((visit(1, "14:00"), visit(2, "16:00", technician_id=2, minutes=30)))
    shop.do(SwapVisits(1, 2, sure=True))
    one, two = shop.visit(1), shop.visit(2)
    assert (one.technician_id, one.start, one.minutes) == (2, at("16:00"), 60)
    assert (two.technician_id, two.start, two.minutes) == (1, at("14:00"), 30)


def test_a_swap_is_whole_or_nothing():
    shop = DeskShop((visit(1, "14:00"), visit(2, "16:00", lock=Lock.BOTH)))
    with pytest.raises(Refused, match="locked"):
        shop.do(SwapVisits(1, 2))
    assert shop.visit(1).start == at("14:00")
    with pytest.raises(Refused, match="itself"):
        shop.do(SwapVisits(1, 1))
    late = DeskShop((visit(1, "14:00"), visit(2, "16:00", minutes=180)))
    with pytest.raises(NeedsSure):
        late.do(SwapVisits(1, 2))
    assert (late.visit(1).start, late.visit(2).start) == (at("14:00"), at("16:00"))


def test_off_the_board_is_back_in_the_tray():
    shop = DeskShop((visit(1, "14:00"),))
    assert shop.do(Unplace(1)).said == "1 is back in the tray"
    assert shop.visits_of(1) == []
    assert shop.call(1).phase is CallPhase.OPEN
    seen = DeskShop((visit(1, "14:00", **TOLD),))
    with pytest.raises(Refused, match="release 1 first"):
        seen.do(Unplace(1, sure=True))


@pytest.mark.parametrize("lock", Lock)
def test_locking_says_what(lock: Lock):
    shop = DeskShop((visit(1, "14:00", lock=Lock.NONE if lock else Lock.BOTH),))
    said = shop.do(SetLock(1, lock)).said
    assert shop.visit(1).lock is lock
    assert ("unlocked" in said) == (lock is Lock.NONE)


def test_instants_are_kept_to_the_second():
    shop = DeskShop(waiting=(1,))
    outcome = shop.do(PlaceCall(1, 1, at("14:00") + minutes(0.5), sure=True))
    assert shop.visit(outcome.visit_id or 0).start == at("14:00") + minutes(0.5)
