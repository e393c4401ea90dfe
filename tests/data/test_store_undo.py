"""Undo is a new changeset that moves states back; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.store import SqlStore
from dispatch_tui.core.errors import Conflict, Missing, Refused
from dispatch_tui.core.model import Call, CallPhase, Customer, Stamp, Visit, VisitState
from dispatch_tui.desk.ports import Workspace
from tests.data.builders import DAY, NOW, Made, at, do, looked, move, open_shop, redo, undo

Opened = Callable[[], SqlStore]


def visit_of(store: SqlStore, key: int) -> Visit:
    return next(visit for visit in store.day(DAY).visits if visit.id == key)


def undoable(store: SqlStore, actor: str) -> int | None:
    return _asked(store, lambda work: work.undoable(actor))


def redoable(store: SqlStore, actor: str) -> int | None:
    return _asked(store, lambda work: work.redoable(actor))


def _asked(store: SqlStore, question: Callable[[Workspace], object]) -> int | None:
    answers: list[object] = []
    do(store, "nobody", lambda work: answers.append(question(work)))
    line = answers[0]
    return None if line is None else line.rev  # type: ignore[attr-defined]


def test_undo_gives_the_old_state_and_its_old_revision_back(store: SqlStore, shop: Made) -> None:
    before = visit_of(store, shop.visits[0])
    move(store, "ann", before.id, minutes=90, start=at(20))
    undo(store, "ann")
    assert visit_of(store, before.id) == before
    redo(store, "ann")
    assert visit_of(store, before.id).revs == (1, 2, 1, 1, 1, 1)
    assert visit_of(store, before.id).minutes == 90
    assert [line.kind for line in store.log(4)] == ["redo", "undo", "act", "aside"]
    assert [line.undo_of for line in store.log(4)] == [3, 2, None, None]


def test_whoever_looked_at_the_restored_state_may_act_on_it(store: SqlStore, shop: Made) -> None:
    seen = looked(visit_of(store, shop.visits[0]), "plan")
    move(store, "bea", shop.visits[0], minutes=90)
    undo(store, "bea")
    assert move(store, "ann", shop.visits[0], minutes=30, seen=(seen,)).rev == 4


def test_several_steps_back_and_forth(store: SqlStore, shop: Made) -> None:
    visit = shop.visits[0]
    for minutes in (10, 20, 30):
        move(store, "ann", visit, minutes=minutes)
    seen = []
    for step in (undo, undo, undo, redo, redo, undo, redo, redo):
        step(store, "ann")
        seen.append(visit_of(store, visit).minutes)
    assert seen == [20, 10, 60, 10, 20, 10, 20, 30]
    assert redoable(store, "ann") is None
    assert store.check() == ()


def test_a_new_act_ends_what_can_be_redone(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], minutes=10)
    undo(store, "ann")
    assert redoable(store, "ann") == 3
    move(store, "ann", shop.visits[1], minutes=10)
    assert redoable(store, "ann") is None


def test_each_person_undoes_their_own(opened: Opened) -> None:
    ann, bea = opened(), opened()
    shop = open_shop(ann)
    move(ann, "ann", shop.visits[0], minutes=10)
    move(bea, "bea", shop.visits[1], minutes=20)
    assert (undoable(bea, "ann"), undoable(ann, "bea"), undoable(ann, "cy")) == (2, 3, None)
    undo(opened(), "ann")
    assert visit_of(bea, shop.visits[0]).minutes == 60
    assert visit_of(bea, shop.visits[1]).minutes == 20


def test_a_later_change_in_the_group_is_never_clobbered(store: SqlStore, shop: Made) -> None:
    def both(work: Workspace) -> None:
        for key in shop.visits[:2]:
            work.change(work.get(Visit, key), minutes=10)

    do(store, "ann", both)
    move(store, "Bea", shop.visits[1], minutes=25, said="Made 1002 shorter")
    with pytest.raises(Conflict, match="Bea at 10:42: Made 1002 shorter: that came later"):
        undo(store, "ann")
    assert [visit_of(store, key).minutes for key in shop.visits[:2]] == [10, 25]
    undo(store, "Bea")
    undo(store, "ann")
    assert [visit_of(store, key).minutes for key in shop.visits[:2]] == [60, 60]


def test_a_later_change_in_another_group_does_not_matter(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], minutes=10)
    move(store, "bea", shop.visits[0], state=VisitState.DISPATCHED)
    undo(store, "ann")
    found = visit_of(store, shop.visits[0])
    assert (found.minutes, found.state) == (60, VisitState.DISPATCHED)


def test_what_was_made_is_unmade_and_made_again(store: SqlStore, shop: Made) -> None:
    def place(work: Workspace) -> None:
        visit = work.add(Visit(shop.calls[4], shop.technicians[0], at(18), 60, DAY))
        work.change(visit, minutes=30)

    do(store, "ann", place)
    made = max(store.day(DAY).visits, key=lambda visit: visit.id)
    undo(store, "ann")
    assert made.id not in {visit.id for visit in store.day(DAY).visits}
    assert store.call_story(shop.calls[4]).call.phase is CallPhase.OPEN
    redo(store, "ann")
    assert visit_of(store, made.id) == made
    assert store.call_story(shop.calls[4]).call.phase is CallPhase.SCHEDULED
    undo(store, "ann")
    assert store.check() == ()


def test_what_somebody_worked_on_is_not_unmade(store: SqlStore, shop: Made) -> None:
    def place(work: Workspace) -> None:
        work.add(Visit(shop.calls[4], shop.technicians[0], at(18), 60, DAY))

    do(store, "ann", place)
    made = max(store.day(DAY).visits, key=lambda visit: visit.id)
    move(store, "Bea", made.id, state=VisitState.DISPATCHED, said="Dispatched 1005")
    with pytest.raises(Conflict, match="Bea at 10:42: Dispatched 1005"):
        undo(store, "ann")


def test_what_somebody_built_on_is_not_unmade(store: SqlStore, shop: Made) -> None:
    def take(work: Workspace) -> None:
        work.add(Call(shop.customers[0], shop.sites[0], "AC", (), 30, NOW, DAY))

    do(store, "ann", take)
    number = max(call.id for call in store.day(DAY).calls)

    def place(work: Workspace) -> None:
        work.add(Visit(number, shop.technicians[1], at(18), 30, DAY))

    do(store, "Bea", place, said="Placed 1007 on T2")
    with pytest.raises(Conflict, match=f"Bea at 10:42: Placed 1007 on T2: that needs call {number}"):
        undo(store, "ann")


def test_what_was_dropped_comes_back(store: SqlStore, shop: Made) -> None:
    before = visit_of(store, shop.visits[0])
    do(store, "ann", lambda work: work.drop(work.get(Visit, before.id)))
    assert before.id not in {visit.id for visit in store.day(DAY).visits}
    undo(store, "ann")
    assert visit_of(store, before.id) == before
    move(store, "bea", before.id, minutes=15)
    with pytest.raises(Conflict, match="bea at 10:42: moved"):
        redo(store, "ann")


def test_a_change_of_what_was_dropped_since_is_not_undone(store: SqlStore, shop: Made) -> None:
    move(store, "ann", shop.visits[0], minutes=15)
    do(store, "Bea", lambda work: work.drop(work.get(Visit, shop.visits[0])), said="Took 1001 off")
    with pytest.raises(Conflict, match=r"Bea at 10:42: .ook 1001 off"):
        undo(store, "ann")


def test_made_and_dropped_in_one_act(store: SqlStore, shop: Made) -> None:
    def job(work: Workspace) -> None:
        work.drop(work.add(Visit(shop.calls[4], shop.technicians[0], at(18), 60, DAY)))

    do(store, "ann", job)
    before = store.day(DAY)
    undo(store, "ann")
    assert store.day(DAY).visits == before.visits
    assert store.check() == ()


def test_nothing_is_taken_back_twice(store: SqlStore, shop: Made) -> None:
    rev = move(store, "ann", shop.visits[0], minutes=15).rev
    do(store, "Bea", lambda work: work.undo(rev), said="Took it back")
    with pytest.raises(Conflict, match="Bea at 10:42: Took it back"):
        do(store, "ann", lambda work: work.undo(rev))
    assert undoable(store, "ann") is None


def test_asides_are_not_taken_back(store: SqlStore, shop: Made) -> None:
    rev = do(store, "ann", lambda work: work.add(Customer("X")), kind="aside").rev
    assert undoable(store, "ann") is None
    with pytest.raises(Refused):
        do(store, "ann", lambda work: work.undo(rev))
    with pytest.raises(Missing):
        do(store, "ann", lambda work: work.undo(999))


def test_the_search_follows(store: SqlStore, shop: Made) -> None:
    def rename(work: Workspace) -> None:
        work.change(work.get(Customer, shop.customers[0]), name="Zaphod", phone="+44123123")

    do(store, "ann", rename)
    assert [hit.customer.id for hit in store.find_customers("zaph")] == [shop.customers[0]]
    undo(store, "ann")
    assert store.find_customers("zaph") == ()
    assert store.find_customers("44123123") == ()
    do(store, "ann", lambda work: None)
    assert [hit.customer.id for hit in store.find_customers("customer 0")] == [shop.customers[0]]


class TestStamps:
    """Stamps are never removed: an undo appends one that voids, a redo stamps again."""

    @staticmethod
    def standing(store: SqlStore, call: int) -> list[tuple[VisitState, str]]:
        stamps = store.call_story(call).stamps
        voided = {stamp.voids for stamp in stamps}
        return [
            (stamp.state, stamp.note)
            for stamp in stamps
            if stamp.id not in voided and stamp.note != "taken back"
        ]

    def test_undo_and_redo(self, store: SqlStore, shop: Made) -> None:
        def dispatch(work: Workspace) -> None:
            work.change(work.get(Visit, shop.visits[0]), state=VisitState.DISPATCHED, since=NOW)
            work.stamp(Stamp(shop.visits[0], VisitState.DISPATCHED, NOW, NOW, "ann", note="by radio"))

        do(store, "ann", dispatch)
        stood = [(VisitState.DISPATCHED, "by radio")]
        for step, expected in ((undo, []), (redo, stood), (undo, []), (redo, stood)):
            step(store, "ann")
            assert self.standing(store, shop.calls[0]) == expected

    def test_a_correction(self, store: SqlStore, shop: Made) -> None:
        kept: list[Stamp] = []

        def first(work: Workspace) -> None:
            kept.append(work.stamp(Stamp(shop.visits[0], VisitState.ON_SITE, NOW, NOW, "ann", note="a")))

        def correct(work: Workspace) -> None:
            voids = kept[0].id
            work.stamp(Stamp(shop.visits[0], VisitState.ON_SITE, at(14), NOW, "ann", note="b", voids=voids))

        do(store, "ann", first)
        do(store, "ann", correct)
        for step, note in ((undo, "a"), (redo, "b"), (undo, "a"), (redo, "b")):
            step(store, "ann")
            assert self.standing(store, shop.calls[0]) == [(VisitState.ON_SITE, note)]
