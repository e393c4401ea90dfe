"""Technicians out and back, drafts, the clock, and what of it undo is about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch_tui.core.commands import BringBack, SaveDraft, SetClock, TakeOut
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Draft, SimClock, TimeOff
from dispatch_tui.desk.outs import outside_hours
from dispatch_tui.desk.plan_asking import out_of
from tests.core.builders import TODAY, at, done, visit
from tests.desk.shops import DeskShop
from tests.exercise.memory import MemoryWorkspace


def test_out_says_what_is_to_be_moved_and_moves_nothing():
    shop = DeskShop(
        (
            done(1, "8:00", "8:00", "9:00"),
            visit(2, "11:30"),
            visit(3, "15:00"),
            visit(4, "14:00", technician_id=2),
        )
    )
    outcome = shop.do(TakeOut(1, at("12:00"), at("17:00"), "sick"))
    assert outcome.said == "T1 Ana out from 12:00 until 17:00: sick"
    assert outcome.warnings == ("2 calls to move: 2 3 (plan out t1)",)
    assert shop.visit(3).technician_id == 1
    (off,) = shop.all(TimeOff)
    assert (off.since, off.until, off.reason) == (at("12:00"), at("17:00"), "sick")


def test_what_is_overdue_stands_outside_the_hours_of_who_is_out():
    shop = DeskShop((visit(2, "10:00"), visit(3, "15:00"), visit(4, "10:00", technician_id=2)))
    assert outside_hours(shop.board(), 1) == ()
    with pytest.raises(Refused, match="T1: nothing stands outside their hours"):
        out_of(shop.board(), 1)
    outcome = shop.do(TakeOut(1, at("12:00"), at("14:00"), "truck"))
    assert outcome.warnings == ("1 call to move: 2 (plan out t1)",)
    board = shop.board()
    assert [one.id for one in outside_hours(board, 1)] == [2]
    assert out_of(board, 1).options.part_out == {1}
    shop.do(TakeOut(1, at("14:00"), None, "sick"))
    assert [one.id for one in outside_hours(shop.board(), 1)] == [2, 3]
    assert out_of(shop.board(), 1).options.out == {1}


def test_of_who_is_out_already_nobody_is_asked_to_say_so_again():
    shop = DeskShop((visit(3, "15:00"),))
    shop.do(TakeOut(1, at("12:00"), at("13:00"), "truck"))
    with pytest.raises(Refused, match="nothing stands in their time off") as refused:
        out_of(shop.board(), 1)
    assert refused.value.hint == "plan t1 plans the rest anew"


def test_out_until_further_notice():
    shop = DeskShop()
    assert "until further notice" in shop.do(TakeOut(1, at("12:00"), None, "truck")).said


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (TakeOut(1, at("12:00"), None, " "), "needs a reason"),
        (TakeOut(1, at("12:00"), at("12:00"), "x"), "before it begins"),
    ],
)
def test_what_is_no_time_off(command: TakeOut, word: str):
    with pytest.raises(Refused, match=word):
        DeskShop().do(command)


def test_back_ends_time_off_now_and_drops_what_has_not_begun():
    shop = DeskShop()
    shop.do(TakeOut(1, at("9:00"), None, "sick"))
    assert shop.do(BringBack(1, at("12:00"))).said == "T1 Ana back from 12:00"
    assert shop.all(TimeOff)[0].until == at("12:00")
    with pytest.raises(Refused, match="is not out"):
        shop.do(BringBack(1, at("12:00")))
    shop.do(TakeOut(2, at("14:00"), at("16:00"), "dentist"))
    shop.do(BringBack(2, at("12:00")))
    assert len(shop.all(TimeOff)) == 1, "what had not begun is dropped"
    shop.do(TakeOut(2, at("9:00", TODAY + timedelta(days=2)), None, "holiday"))
    with pytest.raises(Refused, match="is not out"):
        shop.do(BringBack(2, at("12:00")))


def test_drafts_are_one_per_person_and_empty_ones_are_dropped(monkeypatch: pytest.MonkeyPatch):
    shop = DeskShop()

    def draft_of(work: MemoryWorkspace, owner: str) -> Draft | None:
        return next((draft for draft in work.all(Draft) if draft.owner == owner), None)

    monkeypatch.setattr(MemoryWorkspace, "draft_of", draft_of)
    shop.do(SaveDraft("ann", {"phone": "614", "name": ""}))
    assert shop.all(Draft)[0].values == {"phone": "614"}
    shop.do(SaveDraft("ann", {"phone": "614 555"}))
    shop.do(SaveDraft("bob", {"phone": "1"}))
    assert [draft.values["phone"] for draft in shop.all(Draft)] == ["614 555", "1"]
    shop.do(SaveDraft("ann", {}))
    assert [draft.owner for draft in shop.all(Draft)] == ["bob"]


def test_the_clock_of_a_simulated_shop():
    shop = DeskShop()
    with pytest.raises(Refused, match="real time"):
        shop.do(SetClock(speed=0))
    shop.store.rows(SimClock)[1] = SimClock(at("12:00"), at("12:00"), 20.0, revs=(1, 1))
    assert shop.do(SetClock(speed=0)).said == "the clock is paused"
    assert shop.do(SetClock(to=at("13:00"))).said == "the clock is paused"
    row = shop.store.clock()
    assert row is not None
    assert (row.anchor, row.speed) == (at("13:00"), 0)
    with pytest.raises(Refused, match="only goes forward"):
        shop.do(SetClock(to=at("11:00")))
    for speed in (-1, 3601):
        with pytest.raises(Refused, match="from 0"):
            shop.do(SetClock(speed=speed))
