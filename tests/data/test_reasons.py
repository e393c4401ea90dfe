"""Why a visit stands where it stands, kept with the act and read back for what stands now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from data.store import SqlStore
from dispatch_tui.core.clock import ShopClock
from dispatch_tui.core.commands import MoveVisit, PlaceCall, SetLock, SwapVisits, UndoAct, Unplace
from dispatch_tui.core.model import Call, Customer, Lock, Span, Visit, VisitState
from dispatch_tui.core.performance import PastVisit
from dispatch_tui.core.suggest import Because, Factor, Gate, Points, because_from, because_json
from dispatch_tui.desk.desk import Desk, Seat
from tests.data.builders import DAY, NOW, Made, at, do, move

S = VisitState


class Fixed:
    def now(self) -> datetime:
        return NOW


def desk_of(store: SqlStore) -> Desk:
    return Desk(store, ShopClock(Fixed()), Seat("ann"))


def because(technician_id: int, start: datetime, total: float = 70.0, **fields: object) -> Because:
    points = Points(Factor.TRAVEL, 12.0, 30.0, 25.0, 17.9, 25.0)
    made = Because(technician_id, start, total, 80.0, 2, (), (points,), "balanced", NOW)
    return replace(made, **fields)  # type: ignore[arg-type]


def visit_of(store: SqlStore, key: int) -> Visit:
    return next(one for one in store.day(DAY).visits if one.id == key)


def placed(store: SqlStore, shop: Made) -> Visit:
    start = at(19)
    who = shop.technicians[0]
    command = PlaceCall(shop.calls[5], who, start, sure=True, because=because(who, start))
    outcome = desk_of(store).do(command, "she asked for him")
    assert outcome.visit_id is not None
    return visit_of(store, outcome.visit_id)


def test_it_is_kept_with_what_was_said(store: SqlStore, shop: Made) -> None:
    visit = placed(store, shop)
    kept = store.because_of(visit)
    assert kept == because(visit.technician_id, visit.start, visit_id=visit.id, reason="she asked for him")
    assert store.becauses(DAY) == {visit.id: kept}


def test_what_was_never_explained_has_none(store: SqlStore, shop: Made) -> None:
    visit = visit_of(store, shop.visits[0])
    assert store.because_of(visit) is None
    assert store.becauses(DAY) == {}


def test_a_move_has_its_own_and_undo_brings_the_old_one_back(store: SqlStore, shop: Made) -> None:
    visit, later = placed(store, shop), at(20)
    desk = desk_of(store)
    other = because(visit.technician_id, later, 55.0)
    desk.do(MoveVisit(visit.id, start=later, sure=True, because=other))
    moved = visit_of(store, visit.id)
    kept = store.because_of(moved)
    assert kept is not None
    assert (kept.total, kept.start) == (55.0, later)
    desk.do(UndoAct())
    back = store.because_of(visit_of(store, visit.id))
    assert back is not None
    assert (back.total, back.start) == (70.0, visit.start)
    assert store.becauses(DAY)[visit.id] == back


def test_a_move_without_one_leaves_nothing_that_explains_another_place(store: SqlStore, shop: Made) -> None:
    visit = placed(store, shop)
    desk_of(store).do(MoveVisit(visit.id, start=at(20), sure=True))
    assert store.because_of(visit_of(store, visit.id)) is None
    assert store.becauses(DAY) == {}


def test_one_for_another_place_is_not_kept(store: SqlStore, shop: Made) -> None:
    who = shop.technicians[0]
    command = PlaceCall(shop.calls[5], who, at(19), sure=True, because=because(who, at(20)))
    outcome = desk_of(store).do(command)
    assert outcome.visit_id is not None
    assert store.because_of(visit_of(store, outcome.visit_id)) is None


def test_a_lock_takes_no_reason_away(store: SqlStore, shop: Made) -> None:
    visit = placed(store, shop)
    desk_of(store).do(SetLock(visit.id, Lock.BOTH))
    assert store.because_of(visit_of(store, visit.id)) is not None


def test_what_is_taken_off_is_asked_no_more(store: SqlStore, shop: Made) -> None:
    visit = placed(store, shop)
    desk_of(store).do(Unplace(visit.id, sure=True))
    assert store.becauses(DAY) == {}


def test_a_swap_keeps_one_for_each(store: SqlStore, shop: Made) -> None:
    first, second = (visit_of(store, key) for key in shop.visits[:2])
    reasons = tuple(
        because(other.technician_id, other.start, total).of_visit(one.id)
        for one, other, total in ((first, second, 61.0), (second, first, 62.0))
    )
    desk_of(store).do(SwapVisits(first.id, second.id, sure=True, because=reasons))
    kept = store.becauses(DAY)
    assert {key: one.total for key, one in kept.items()} == {first.id: 61.0, second.id: 62.0}


def test_a_retry_gets_the_same_answer_and_keeps_nothing_twice(store: SqlStore, shop: Made) -> None:
    who, desk = shop.technicians[0], desk_of(store)
    act = desk.act(PlaceCall(shop.calls[5], who, at(19), sure=True, because=because(who, at(19))))
    first, again = desk.carry_out(act), desk.carry_out(act)
    assert again.again
    assert (first.said, first.visit_id) == (again.said, again.visit_id)


# -- as data


def test_it_survives_being_written() -> None:
    full = because(
        3, at(19), best=None, rank=None, failed=(Gate.SKILLS, Gate.ROOM), visit_id=7, by="planner", reason="x"
    )
    assert because_from(because_json(full)) == full


def test_words_of_a_later_version_are_left_out() -> None:
    data = because_json(because(3, at(19), failed=(Gate.SKILLS,)))
    data["failed"].append("moon")
    data["points"].append(["luck", 1, 1, 1, 1, 1, None, None])
    found = because_from(data)
    assert found is not None
    assert (found.failed, len(found.points)) == ((Gate.SKILLS,), 1)


CUT_SHORT = {**because_json(because(3, at(19))), "points": [["travel"]]}


@pytest.mark.parametrize("broken", [{}, {"technician": "x"}, CUT_SHORT])
def test_what_cannot_be_read_is_none(broken: dict[str, object]) -> None:
    assert because_from(broken) is None


@pytest.mark.parametrize(
    ("fields", "behind", "right"),
    [
        ({"total": 80.0}, 0, True),
        ({"total": 70.0}, 10, True),
        ({"total": 69.9}, 10.1, False),
        ({"total": 90.0}, 0, True),
        ({"best": None}, 0, True),
        ({"failed": (Gate.ROOM,)}, 100, False),
    ],
)
def test_a_right_match_is_within_ten_points_with_every_gate_passed(fields, behind, right) -> None:
    found = because(1, at(19), **fields)
    assert found.behind == pytest.approx(behind)
    assert found.right_match == right


# -- past visits, for the figures


def test_past_visits_tell_what_came_of_them(store: SqlStore, shop: Made) -> None:
    window = Span(at(12), at(14))
    do(store, "ann", lambda work: work.change(work.get(Call, shop.calls[0]), window=window))
    move(
        store,
        "ann",
        shop.visits[0],
        state=S.DONE,
        arrived_at=at(13),
        finished_at=at(14),
        paused_minutes=5,
        since=at(14),
    )
    move(store, "ann", shop.visits[1], state=S.CANCELED, finished_at=at(14), since=at(14))
    (found,) = store.past_visits(DAY)
    assert found == PastVisit(shop.calls[0], "AC", shop.technicians[0], 60, at(13), at(14), 5, window=window)
    assert store.past_visits(DAY + timedelta(days=1)) == ()


def test_a_call_that_came_back_is_dated_and_a_canceled_one_is_none(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], state=S.DONE, arrived_at=at(13), finished_at=at(14), since=at(14))
    first, back, gone = shop.calls[0], shop.calls[4], shop.calls[5]
    do(store, "ann", lambda work: work.change(work.get(Call, gone), first_call_id=first, cancel_reason="no"))
    assert store.past_visits(DAY)[0].back_at is None
    do(store, "ann", lambda work: work.change(work.get(Call, back), first_call_id=first))
    (found,) = store.past_visits(DAY)
    assert found.back_at is not None


# -- who goes to whom


def test_pairing_is_a_group_of_its_own(store: SqlStore, shop: Made) -> None:
    key = shop.customers[0]
    customer = next(one for one in store.day(DAY).customers if one.id == key)
    assert (customer.preferred, customer.blocked) == ((), ())
    do(store, "ann", lambda work: work.change(work.get(Customer, key), preferred=(2, 1), blocked=(3,)))
    changed = next(one for one in store.day(DAY).customers if one.id == key)
    assert (changed.preferred, changed.blocked) == ((2, 1), (3,))
    assert changed.revs[1] == customer.revs[1]
    assert changed.revs[2] > customer.revs[2]
    assert store.check() == ()
