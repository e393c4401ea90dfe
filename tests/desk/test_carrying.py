"""Carrying out a plan: many changes as one act, judged as they stand at the end, taken back at once."""

from __future__ import annotations

import pytest

from dispatch_tui.core.commands import CarryPlan, MoveVisit, PlaceCall, Unplace
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import CallPhase, Lock, Message, MessageKind, Visit, VisitState
from tests.core.builders import at, span, visit
from tests.desk.shops import DeskShop

TOLD = {"state": VisitState.DISPATCHED, "since": at("11:00"), "dispatched_at": at("11:00")}


def stands(shop: DeskShop) -> set[tuple[int, int, object]]:
    return {(one.call_id, one.technician_id, one.start) for one in shop.all(Visit)}


def test_a_plan_is_one_act_with_one_line():
    shop = DeskShop((visit(4, "13:00"), visit(5, "15:00")), waiting=(1, 2))
    before = shop.store.rev
    outcome = shop.do(
        CarryPlan(
            (
                PlaceCall(1, 2, at("13:00")),
                PlaceCall(2, 2, at("15:00")),
                MoveVisit(4, start=at("12:30")),
                Unplace(5),
            ),
            because="the tray",
        )
    )
    assert outcome.said == "plan carried out (the tray): 2 calls placed, 1 moved, 1 back in the tray"
    assert shop.store.rev == before + 1
    assert stands(shop) == {(1, 2, at("13:00")), (2, 2, at("15:00")), (4, 1, at("12:30"))}
    assert shop.call(1).phase is CallPhase.SCHEDULED
    assert shop.call(5).phase is CallPhase.OPEN


def test_two_that_change_places_are_not_in_each_others_way():
    shop = DeskShop((visit(4, "13:00"), visit(5, "13:00", technician_id=2)))
    outcome = shop.do(CarryPlan((MoveVisit(4, 2), MoveVisit(5, 1))))
    assert stands(shop) == {(4, 2, at("13:00")), (5, 1, at("13:00"))}
    assert not [text for text in outcome.warnings if "overlaps" in text]


def test_what_overlaps_at_the_end_asks_first_and_nothing_is_stored():
    shop = DeskShop((visit(4, "13:00"),), waiting=(1,))
    command = CarryPlan((PlaceCall(1, 1, at("13:30")), MoveVisit(4, start=at("13:15"))))
    rev = shop.store.rev
    with pytest.raises(NeedsSure, match="overlaps"):
        shop.do(command)
    assert shop.store.rev == rev
    assert stands(shop) == {(4, 1, at("13:00"))}
    sure = shop.do(CarryPlan(command.steps, sure=True))
    assert any("overlaps" in text for text in sure.warnings)


def test_a_cost_that_two_have_is_said_of_both():
    shop = DeskShop(waiting=(1, 2))
    with pytest.raises(NeedsSure, match=r"1: outside the shift; 2: outside the shift"):
        shop.do(CarryPlan((PlaceCall(1, 1, at("18:00")), PlaceCall(2, 1, at("20:00")))))


def test_a_promise_broken_for_another_is_named():
    shop = DeskShop(
        (visit(4, "14:00"),), waiting=(1,), c4={"window": span("13:00", "14:10")}, c1={"minutes": 120}
    )
    with pytest.raises(NeedsSure, match=r"4 .*late"):
        shop.do(CarryPlan((PlaceCall(1, 1, at("12:30"), 120),)))


def test_who_was_told_hears_of_it_as_after_a_single_move():
    def queued(command: object) -> set[tuple[MessageKind, int | None, int | None]]:
        shop = DeskShop((visit(4, "14:00", **TOLD, eta_told=at("14:00"), eta_told_at=at("11:00")),))
        shop.do(command)  # type: ignore[arg-type]
        return {(one.kind, one.technician_id, one.customer_id) for one in shop.all(Message)}

    single = queued(MoveVisit(4, start=at("15:00"), sure=True))
    assert single
    assert queued(CarryPlan((MoveVisit(4, start=at("15:00")),), sure=True)) == single


def test_a_seen_visit_asks_first_and_is_tentative_with_another():
    shop = DeskShop((visit(4, "14:00", **TOLD),))
    with pytest.raises(NeedsSure, match="told of call 4"):
        shop.do(CarryPlan((MoveVisit(4, 2),)))
    shop.do(CarryPlan((MoveVisit(4, 2),), sure=True))
    assert shop.visit(4).state is VisitState.TENTATIVE


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ((), "nothing to carry out"),
        ((PlaceCall(1, 1, at("14:00")), PlaceCall(1, 2, at("14:00"))), "twice"),
        ((MoveVisit(4, start=at("13:00")),), "stands there already"),
        ((MoveVisit(5, start=at("16:00")),), "locked"),
        ((Unplace(5),), "locked"),
        ((PlaceCall(4, 2, at("14:00")),), "4"),
        ((PlaceCall(1, 1, at("14:00"), 0),), "length"),
    ],
)
def test_what_cannot_be_is_refused_whole(steps, word: str):
    shop = DeskShop((visit(4, "13:00"), visit(5, "15:00", lock=Lock.BOTH)), waiting=(1,))
    was = stands(shop)
    with pytest.raises(Refused, match=word):
        shop.do(CarryPlan(steps, sure=True))
    assert stands(shop) == was


def test_what_the_planner_says_it_costs_is_asked_about_with_the_rest():
    shop = DeskShop((visit(4, "13:00"),), waiting=(1,))
    command = CarryPlan((PlaceCall(1, 1, at("13:30")),), costs=("home on time 2/2 to 1/2",))
    with pytest.raises(NeedsSure, match=r"home on time 2/2 to 1/2; .*overlaps"):
        shop.do(command)
    with pytest.raises(NeedsSure, match=r"^home on time 2/2 to 1/2: add"):
        shop.do(CarryPlan((MoveVisit(4, 2),), costs=command.costs))
    assert stands(shop) == {(4, 1, at("13:00"))}
    shop.do(CarryPlan((MoveVisit(4, 2),), sure=True, costs=command.costs))
    assert stands(shop) == {(4, 2, at("13:00"))}
