"""One act, one transaction, one changeset; or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from data.store import SqlStore
from dispatch_tui.core.commands import Act, MoveVisit, Outcome, Seen
from dispatch_tui.core.errors import Conflict, DispatchError, Missing, Refused, StoreUnusable
from dispatch_tui.core.model import (
    Call,
    CallNote,
    CallPhase,
    Customer,
    Draft,
    ForeignId,
    Lock,
    Shop,
    SimClock,
    Site,
    Span,
    Stamp,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.desk.ports import Workspace
from tests.data.builders import DAY, NOW, Made, at, do, looked, move, open_shop, undo

Opened = Callable[[], SqlStore]


def visit_of(store: SqlStore, key: int) -> Visit:
    return next(visit for visit in store.day(DAY).visits if visit.id == key)


def call_of(store: SqlStore, key: int) -> Call:
    return store.call_story(key).call


def test_what_is_written_is_read_again(store: SqlStore, shop: Made) -> None:
    day = store.day(DAY)
    assert (len(day.technicians), len(day.calls), len(day.visits)) == (3, 6, 4)
    assert {call.phase for call in day.calls} == {CallPhase.OPEN, CallPhase.SCHEDULED}
    assert day.shop.zone_name == "America/New_York"
    assert day.technicians[0].home is not None
    assert day.offs[0].until is None
    assert all(set(visit.revs) == {1} for visit in day.visits)
    assert store.check() == ()


def test_every_kind_of_value_survives(store: SqlStore, shop: Made) -> None:
    window = Span(at(13), at(15))

    def job(work: Workspace) -> None:
        call = work.get(Call, shop.calls[0])
        work.change(call, window=window, hold_until=DAY, hold_reason="parts", skills=("A", "Ä b"))
        work.add(SimClock(NOW, NOW, 2.5))
        work.add(Draft("ann", {"name": "Bo\nb", "phone": ""}, NOW))
        work.add(ForeignId("customer", "csv", "C-1", shop.customers[0]))
        work.change(work.shop(), codes={"10-8": "available"})

    do(store, "ann", job)
    call = call_of(store, shop.calls[0])
    assert (call.window, call.hold_until, call.skills) == (window, DAY, ("A", "Ä b"))
    assert call.phase is CallPhase.ON_HOLD
    assert store.clock() == SimClock(NOW, NOW, 2.5, revs=(2, 2))
    draft = store.draft_of("ann")
    assert draft is not None
    assert draft.values == {"name": "Bo\nb", "phone": ""}
    settings = store.shop()
    assert settings is not None
    assert settings.codes == {"10-8": "available"}


def test_a_record_is_returned_as_it_will_be_read(store: SqlStore, shop: Made) -> None:
    made: list[object] = []
    elsewhere = timezone(timedelta(hours=5))

    def job(work: Workspace) -> None:
        local = at(9).astimezone(elsewhere) + timedelta(microseconds=7)
        visit = Visit(shop.calls[4], shop.technicians[0], local, 30, DAY)
        made.append(work.add(visit))
        made.append(work.get(Visit, made[0].id))  # type: ignore[attr-defined]

    do(store, "ann", job)
    assert made[0] == made[1]
    assert made[0].start == at(9)  # type: ignore[attr-defined]
    assert made[0].start.tzinfo is UTC  # type: ignore[attr-defined]


def test_only_the_groups_that_differ_get_a_new_revision(store: SqlStore, shop: Made) -> None:
    outcome = move(store, "ann", shop.visits[0], minutes=90, state=VisitState.TENTATIVE)
    assert visit_of(store, shop.visits[0]).revs == (1, outcome.rev, 1, 1, 1, 1)


def test_nothing_changed_writes_nothing(store: SqlStore, shop: Made) -> None:
    outcome = move(store, "ann", shop.visits[0], minutes=60)
    assert (outcome.rev, store.rev(), outcome.said) == (1, 1, f"moved visit {shop.visits[0]}")


def test_an_act_is_carried_out_once(opened: Opened) -> None:
    store = opened()
    shop = open_shop(store)

    def job(work: Workspace) -> None:
        work.change(work.get(Visit, shop.visits[0]), minutes=75)

    first = do(store, "ann", job, uid="the-same", said="longer")
    again = do(opened(), "ann", job, uid="the-same", said="ignored")
    assert (again.said, again.rev, again.again) == ("longer", first.rev, True)
    assert store.rev() == first.rev


def test_an_error_stores_nothing_and_the_store_goes_on(store: SqlStore, shop: Made) -> None:
    def refused(work: Workspace) -> None:
        work.change(work.get(Visit, shop.visits[0]), minutes=5)
        raise Refused("no")

    def broken(work: Workspace) -> None:
        work.change(work.get(Visit, shop.visits[0]), minutes=5)
        raise ZeroDivisionError

    for job, error in ((refused, Refused), (broken, ZeroDivisionError)):
        with pytest.raises(error):
            do(store, "ann", job)
        assert visit_of(store, shop.visits[0]).minutes == 60
    assert move(store, "ann", shop.visits[0], minutes=61).rev == 2
    assert store.check() == ()


def test_reads_inside_see_the_changes(store: SqlStore, shop: Made) -> None:
    def job(work: Workspace) -> None:
        tech = work.add(Technician("T9", "Zoe"))
        visit = work.add(Visit(shop.calls[4], tech.id, at(15), 30, DAY))
        assert work.visits_on(tech.id, DAY) == (visit,)
        assert work.visits_of(shop.calls[4]) == (visit,)
        moved = work.change(visit, minutes=45)
        assert work.get(Visit, visit.id) == moved
        work.drop(moved)
        with pytest.raises(Missing):
            work.get(Visit, visit.id)
        customer = work.add(Customer("MÜLLER & Söhne", "+49301234"))
        assert work.find_customer("müller söhne", "") == customer
        assert work.find_customer("", "+49301234") == customer
        assert work.find_customer("müller söhne", "+1") is None
        assert [call.id for call in work.open_calls_at(shop.sites[5])] == [shop.calls[5]]

    do(store, "ann", job)
    assert store.check() == ()


def test_calls_are_numbered_from_the_shops_first_on_and_never_again(store: SqlStore, shop: Made) -> None:
    assert shop.calls[0] == 1001

    def new_call(work: Workspace) -> None:
        call = Call(shop.customers[0], shop.sites[0], "AC", (), 30, NOW, DAY, id=-5)
        numbers.append(work.add(call).id)

    numbers: list[int] = []
    do(store, "ann", new_call)
    undo(store, "ann")
    do(store, "ann", new_call)
    assert numbers == [1007, 1008]


def test_a_stored_record_is_not_added_again(store: SqlStore, shop: Made) -> None:
    with pytest.raises(ValueError, match="has an id"):
        do(store, "ann", lambda work: work.add(work.get(Customer, shop.customers[0])))


def test_there_is_one_shop(store: SqlStore, shop: Made) -> None:
    with pytest.raises(Refused, match="shop already"):
        do(store, "ann", lambda work: work.add(Shop(name="Other")))


@pytest.mark.parametrize("field", ["phase", "id", "revs", "nonsense"])
def test_only_fields_of_groups_can_be_set(store: SqlStore, shop: Made, field: str) -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        do(store, "ann", lambda work: work.change(work.get(Call, shop.calls[0]), **{field: 1}))


def test_phases_follow_from_visits_and_fate(store: SqlStore, shop: Made) -> None:
    call, visit = shop.calls[0], shop.visits[0]
    move(store, "ann", visit, state=VisitState.ON_SITE, since=NOW)
    assert call_of(store, call).phase is CallPhase.IN_PROGRESS
    move(store, "ann", visit, state=VisitState.DONE, finished_at=NOW)
    assert call_of(store, call).phase is CallPhase.COMPLETED
    do(store, "ann", lambda work: work.change(work.get(Call, call), closed_at=NOW))
    assert call_of(store, call).phase is CallPhase.CLOSED
    do(store, "ann", lambda work: work.drop(work.get(Visit, shop.visits[1])))
    assert call_of(store, shop.calls[1]).phase is CallPhase.OPEN


def test_the_answer_carries_the_call_as_it_is_after(store: SqlStore, shop: Made) -> None:
    def handler(work: Workspace) -> Outcome:
        call = work.get(Call, shop.calls[4])
        work.add(Visit(call.id, shop.technicians[0], at(18), 60, DAY))
        return Outcome("placed", work.rev, call=call)

    outcome = store.write(Act(MoveVisit(1), "ann"), handler, NOW)
    assert outcome.call is not None
    assert outcome.call.phase is CallPhase.SCHEDULED


def test_a_conflict_says_who_changed_what_and_when(opened: Opened) -> None:
    ann, bea = opened(), opened()
    shop = open_shop(ann)
    seen = looked(visit_of(ann, shop.visits[0]), "plan")
    move(bea, "Bea", shop.visits[0], technician_id=shop.technicians[1], said="Moved 1001 to T2")
    with pytest.raises(Conflict) as caught:
        move(ann, "Ann", shop.visits[0], minutes=30, seen=(seen,))
    assert caught.value.message == "Bea at 10:42: Moved 1001 to T2"
    assert caught.value.hint
    assert ann.rev() == 2


def test_what_somebody_else_changed_in_another_group_is_no_conflict(opened: Opened) -> None:
    ann, bea = opened(), opened()
    shop = open_shop(ann)
    seen = looked(visit_of(ann, shop.visits[0]), "plan")
    move(bea, "Bea", shop.visits[0], state=VisitState.DISPATCHED)
    move(ann, "Ann", shop.visits[0], minutes=30, seen=(seen,))
    found = visit_of(ann, shop.visits[0])
    assert (found.minutes, found.state) == (30, VisitState.DISPATCHED)


def test_a_stale_record_is_a_conflict_even_if_nothing_was_said_to_be_seen(opened: Opened) -> None:
    ann, bea = opened(), opened()
    shop = open_shop(ann)
    stale = visit_of(ann, shop.visits[0])
    move(bea, "Ann", shop.visits[0], minutes=45, said="made 1001 longer")
    with pytest.raises(Conflict, match=r"^you at 10:42: made 1001 longer"):
        do(ann, "Ann", lambda work: work.change(stale, minutes=30))
    do(bea, "Bea", lambda work: work.drop(work.get(Visit, shop.visits[0])), said="took 1001 off")
    with pytest.raises(Conflict, match=r"Bea at 10:42: .ook 1001 off"):
        do(ann, "Ann", lambda work: work.change(stale, minutes=30))


def test_a_group_may_change_twice_in_one_act(store: SqlStore, shop: Made) -> None:
    seen = looked(visit_of(store, shop.visits[0]), "plan")

    def job(work: Workspace) -> None:
        visit = work.change(work.get(Visit, shop.visits[0]), minutes=10)
        work.change(visit, minutes=20, lock=Lock.BOTH)

    do(store, "ann", job, seen=(seen,))
    assert store.log(1)[0].touched == (("visit", shop.visits[0], "plan"),)
    undo(store, "ann")
    assert visit_of(store, shop.visits[0]).minutes == 60


def test_what_was_seen_must_still_be_so_even_where_the_act_changes_something_else(
    store: SqlStore, shop: Made
) -> None:
    move(store, "bea", shop.visits[1], minutes=45)
    stale = Seen("visit", shop.visits[1], "plan", 1)
    with pytest.raises(Conflict, match="bea at 10:42"):
        move(store, "ann", shop.visits[0], minutes=30, seen=(stale,))
    assert store.rev() == 2


def test_an_instant_without_a_zone_is_refused(store: SqlStore, shop: Made) -> None:
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001
    with pytest.raises((ValueError, DispatchError), match="time zone"):
        move(store, "ann", shop.visits[0], start=naive)
    assert store.rev() == 1


def test_codes_are_unique_among_the_living(store: SqlStore, shop: Made) -> None:
    with pytest.raises(Refused, match="another technician already has that code"):
        do(store, "ann", lambda work: work.add(Technician("T1", "Other")))
    move(store, "ann", shop.visits[0], minutes=61)
    assert store.check() == ()


def test_a_record_that_is_needed_cannot_be_dropped(store: SqlStore, shop: Made) -> None:
    with pytest.raises(Conflict, match=f"needs call {shop.calls[0]}"):
        do(store, "ann", lambda work: work.drop(work.get(Call, shop.calls[0])))
    with pytest.raises(Refused, match="does not exist"):
        do(store, "ann", lambda work: work.add(Site(999, "nowhere")))


def test_no_live_record_is_made_for_a_dead_one(store: SqlStore, shop: Made) -> None:
    def both(work: Workspace) -> None:
        work.drop(work.get(Call, shop.calls[5]))
        work.add(CallNote(shop.calls[5], NOW, "ann", "too late"))

    with pytest.raises((Conflict, Missing)):
        do(store, "ann", both)


def test_foreign_ids_lead_to_living_records(store: SqlStore, shop: Made) -> None:
    found: list[int | None] = []

    def make(work: Workspace) -> None:
        customer = work.add(Customer("Imported"))
        work.add(ForeignId("customer", "csv", "C-9", customer.id))
        found.append(work.find_foreign("customer", "csv", "C-9"))
        work.drop(customer)
        found.append(work.find_foreign("customer", "csv", "C-9"))

    do(store, "ann", make)
    assert found[0] is not None
    assert found[1] is None


def test_stamps_are_kept_in_order(store: SqlStore, shop: Made) -> None:
    stamp = Stamp(shop.visits[0], VisitState.DISPATCHED, NOW, NOW, "ann")
    do(store, "ann", lambda work: work.stamp(stamp))
    story = store.call_story(shop.calls[0])
    assert story.stamps == (replace(stamp, id=story.stamps[0].id),)


def test_the_log_cannot_be_rewritten(store: SqlStore, shop: Made) -> None:
    stamp = Stamp(shop.visits[0], VisitState.DISPATCHED, NOW, NOW, "ann")
    do(store, "ann", lambda work: work.stamp(stamp))
    for table in ("changeset", "change", "stamp"):
        for statement in (f"UPDATE {table} SET rev = rev", f"DELETE FROM {table}"):
            with pytest.raises(StoreUnusable, match="append-only"):
                store._raw.run(statement)


def test_an_old_console_stops_writing_after_an_upgrade(store: SqlStore, shop: Made) -> None:
    store._raw.run("UPDATE board_rev SET epoch = epoch + 1")
    with pytest.raises(StoreUnusable, match="newer program"):
        move(store, "ann", shop.visits[0], minutes=30)
    assert visit_of(store, shop.visits[0]).minutes == 60
