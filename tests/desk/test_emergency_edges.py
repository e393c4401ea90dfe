"""Emergencies where it is not noon and plain: locks, strict areas, helpers, nights, places nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch_tui.core.commands import Rest, SendEmergency, SetRule, SetStatus, Start
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import Lock, ShiftRule, Site, Technician, Visit, VisitState
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.emergency import check_open, command_of, displaced, emergency_view, way_of
from tests.core.builders import TODAY, at, on_site, visit
from tests.desk.shops import DeskShop
from tests.desk.test_emergency import FIRE, burning, send, view_of

TOMORROW = TODAY + timedelta(days=1)
ANYBODY = {"skills": ()}


@pytest.mark.parametrize("lock", [Lock.TECH, Lock.TIME, Lock.BOTH])
def test_what_stands_locked_is_moved_by_no_emergency(lock: Lock):
    shop = burning(visit(FIRE, "15:00", technician_id=2, lock=lock), c9=ANYBODY)
    with pytest.raises(Refused, match="9 is locked"):
        shop.do(send(shop, sure=True))
    assert shop.visits_of(FIRE)[0].technician_id == 2


def test_who_it_is_locked_to_may_be_sent_sooner():
    shop = burning(visit(FIRE, "15:00", lock=Lock.TECH), c9=ANYBODY)
    shop.do(send(shop))
    assert shop.visits_of(FIRE)[0].state is VisitState.DISPATCHED


def test_strict_areas_want_a_yes():
    shop = burning(c9=ANYBODY)
    shop.do(SetRule("areas", "strict"))
    shop.store.rows(Site)[FIRE] = replace(shop.store.rows(Site)[FIRE], area="North")
    command = SendEmergency(FIRE, 1, at("12:30"))
    with pytest.raises(NeedsSure, match="T1 Ana does not go to North"):
        shop.do(command)
    shop.store.rows(Technician)[1] = replace(shop.store.rows(Technician)[1], area=" north")
    shop.do(command)


def test_what_somebody_was_told_of_in_the_same_moment_is_asked_about():
    shop = burning(visit(4, "14:00"), c9=ANYBODY)
    command = send(shop)
    shop.do(SetStatus(4, "dispatch"), actor="bob")
    with pytest.raises(NeedsSure, match="told of 4 meanwhile"):
        shop.do(command)
    assert shop.visit(4).state is VisitState.DISPATCHED
    shop.do(send(shop))  # as it is shown now
    assert shop.visit(4).state is VisitState.TENTATIVE


def test_a_helper_who_leaves_puts_nothing_into_the_tray():
    shop = burning(
        on_site(4, "11:00", "11:00", technician_id=2, minutes=240),
        replace(on_site(4, "11:30", "11:30", helps=True, minutes=120), id=77),
    )
    outcome = shop.do(send(shop, rest=Rest.TRAY))
    assert "leaves 4 to T2 Bo" in outcome.said
    assert "tray" not in outcome.said


def test_a_place_that_nobody_knows_and_a_shop_without_anybody():
    shop = burning(c9=ANYBODY)
    shop.store.rows(Site)[FIRE] = replace(shop.store.rows(Site)[FIRE], place=None)
    shop.do(send(shop))
    assert shop.visits_of(FIRE)
    empty = burning(c9=ANYBODY)
    empty.store.rows(ShiftRule).clear()
    assert view_of(empty)[0].candidates == ()
    with pytest.raises(NeedsSure, match="does not work"):
        empty.do(SendEmergency(FIRE, 1, at("12:30")))
    empty.store.rows(Technician).clear()
    assert view_of(empty)[0].candidates == ()


def night() -> DeskShop:
    """Half past midnight; Ana has worked since ten, on the row of the day before."""
    shop = burning(on_site(4, "23:30", "23:40", minutes=120), c9=ANYBODY)
    shop.store.rows(ShiftRule)[1] = ShiftRule(1, TODAY.weekday(), 1320, 1800, id=1, revs=(1, 1))
    shop.now = at("0:30", TOMORROW)
    return shop


@pytest.mark.parametrize("start", Start)
def test_a_night_shift_goes_to_emergencies_after_midnight_too(start: Start):
    shop = night()
    board = BoardKeeper(shop.store.board(TODAY), shop.now).board
    view = emergency_view(board, board.day.calls[FIRE])
    assert {one.reach.technician_id for one in view.candidates} == {1}, "the others have gone home"
    found = way_of(view, 1, start)
    assert found is not None
    shop.do(command_of(view, found, displaced(board, view, found, None)))
    (sent,) = shop.visits_of(FIRE)
    assert sent.service_date == TODAY
    assert sent.state is (VisitState.DISPATCHED if start is Start.NOW else VisitState.TENTATIVE)
    assert {one.service_date for one in shop.store.rows(Visit).values()} == {TODAY}


def test_once_the_night_is_over_its_row_is_yesterday():
    shop = night()
    shop.now = at("7:00", TOMORROW)
    board = BoardKeeper(shop.store.board(TODAY), shop.now).board
    with pytest.raises(Refused, match="another day is shown"):
        check_open(board, board.day.calls[FIRE])
