"""Messages by person, wordings, opt-outs and disagreements, as the store tells of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from data.store import SqlStore
from data.threads import RECENT
from dispatch_tui.core.errors import Missing
from dispatch_tui.core.model import (
    Channel,
    Customer,
    Disagreement,
    Message,
    MessageKind,
    MessageState,
    OptOut,
    Template,
)
from dispatch_tui.desk.ports import Workspace
from tests.data.builders import NOW, Made, do

K, S = MessageKind, MessageState


def note(key: str, **more: Any) -> Message:
    given = {"kind": K.FREE, "channel": Channel.TEXT, "body": f"says {key}", "created_at": NOW} | more
    return Message(key=key, **given)


def keep(store: SqlStore, *records: Any) -> list[Any]:
    kept: list[Any] = []

    def job(work: Workspace) -> None:
        kept.extend(work.add(record) for record in records)

    do(store, "ann", job)
    return kept


def test_there_are_no_threads_where_nothing_was_said(store: SqlStore, shop: Made):
    assert store.threads() == ()
    assert store.latest_messages(5) == ()
    assert store.thread_of(technician_id=shop.technicians[0]) == ()


def test_a_thread_is_a_person_and_the_newest_comes_first(store: SqlStore, shop: Made):
    ana, bob = shop.technicians[:2]
    one, two = shop.customers[:2]
    keep(
        store,
        note("a", technician_id=ana, state=S.SENT),
        note("b", customer_id=one, call_id=shop.calls[0], state=S.SENT),
        note("c", technician_id=bob, state=S.SENT),
        note("d", technician_id=ana, state=S.SENT),
        note("e", customer_id=two, state=S.CANCELED),
    )
    threads = store.threads()
    assert [each.last.key for each in threads] == ["e", "d", "c", "b"]
    assert [each.technician.id if each.technician else None for each in threads] == [None, ana, bob, None]
    assert [each.customer.name if each.customer else "" for each in threads] == [
        "Customer 1", "", "", "Customer 0",
    ]  # fmt: skip
    assert all(each.todo == 0 for each in threads)
    assert [each.last.key for each in store.threads(limit=2)] == ["e", "d"]
    assert [each.key for each in store.latest_messages(2)] == ["e", "d"]


@pytest.mark.parametrize(
    ("more", "wants"),
    [
        ({"state": S.RECEIVED}, True),
        ({"state": S.RECEIVED, "handled_at": NOW}, False),
        ({"state": S.FAILED}, True),
        ({"state": S.FAILED, "handled_at": NOW}, False),
        ({"state": S.UNKNOWN}, True),
        ({"state": S.BLOCKED}, True),
        ({"state": S.DRAFT}, True),
        ({"state": S.QUEUED, "channel": Channel.PHONE}, True),
        ({"state": S.QUEUED}, False),
        ({"state": S.SENDING}, False),
        ({"state": S.SENT}, False),
        ({"state": S.CANCELED}, False),
    ],
)
def test_who_wants_something_stands_first(store: SqlStore, shop: Made, more: dict[str, Any], wants: bool):
    keep(
        store,
        note("wanting", customer_id=shop.customers[0], **more),
        note("later", customer_id=shop.customers[0], state=S.SENT),
        note("newest", customer_id=shop.customers[1], state=S.SENT),
    )
    first, second = store.threads()
    mine = first if wants else second
    assert mine.customer is not None
    assert (mine.customer.id, mine.last.key, mine.todo) == (shop.customers[0], "later", int(wants))


def test_an_address_that_nobody_is_known_by_is_a_thread_of_its_own(store: SqlStore, shop: Made):
    keep(
        store,
        note("x1", state=S.RECEIVED, address="+16145550199", kind=K.REPLY),
        note("x2", state=S.RECEIVED, address="+16145550199", kind=K.REPLY),
        note("y", state=S.RECEIVED, address="+16145550777", kind=K.REPLY),
        note("z", customer_id=shop.customers[0], address="+16145550199", state=S.SENT),
    )
    threads = store.threads()
    assert [(each.last.key, each.todo) for each in threads] == [("y", 1), ("x2", 2), ("z", 0)]
    assert threads[0].technician is threads[0].customer is None
    assert [each.key for each in store.thread_of(address="+16145550199")] == ["x1", "x2"]


def test_a_conversation_is_told_from_its_oldest_and_keeps_its_newest(store: SqlStore, shop: Made):
    ana = shop.technicians[0]
    keep(store, *(note(f"n{n}", technician_id=ana, created_at=NOW + timedelta(minutes=n)) for n in range(5)))
    keep(store, note("other", customer_id=shop.customers[0]))
    assert [each.key for each in store.thread_of(technician_id=ana)] == ["n0", "n1", "n2", "n3", "n4"]
    assert [each.key for each in store.thread_of(technician_id=ana, limit=2)] == ["n3", "n4"]
    assert [each.key for each in store.thread_of(customer_id=shop.customers[0])] == ["other"]


def test_what_wants_something_is_never_too_old_to_be_listed(
    store: SqlStore, shop: Made, monkeypatch: pytest.MonkeyPatch
):
    assert RECENT > 1000
    monkeypatch.setattr("data.threads.RECENT", 2)
    keep(
        store,
        note("old", customer_id=shop.customers[0], state=S.FAILED),
        note("dull", customer_id=shop.customers[1], state=S.SENT),
        note("a", technician_id=shop.technicians[0], state=S.SENT),
        note("b", technician_id=shop.technicians[1], state=S.SENT),
    )
    assert [each.last.key for each in store.threads()] == ["old", "b", "a"]


def test_a_message_taken_back_is_in_no_thread(store: SqlStore, shop: Made):
    (kept,) = keep(store, note("gone", customer_id=shop.customers[0], state=S.RECEIVED))
    do(store, "ann", lambda work: work.drop(work.get(Message, kept.id)))
    assert store.threads() == ()
    assert store.thread_of(customer_id=shop.customers[0]) == ()


def test_who_is_written_with(store: SqlStore, shop: Made):
    found = store.correspondent(customer_id=shop.customers[2])
    assert isinstance(found, Customer)
    assert found.name == "Customer 2"
    assert store.correspondent(technician_id=shop.technicians[0]).name == "Tech 1"
    with pytest.raises(Missing):
        store.correspondent(customer_id=999)
    with pytest.raises(Missing, match="nobody is known"):
        store.correspondent()


def test_disagreements_by_when_the_next_step_is_due(store: SqlStore, shop: Made):
    first, second, third = shop.calls[:3]
    keep(
        store,
        Disagreement(first, "they say", "we say", NOW, "ann"),
        Disagreement(second, "noise", "", NOW, "ann", due=date(2026, 12, 1), within_team=True),
        Disagreement(third, "bill", "", NOW, "ann", due=date(2026, 11, 25)),
        Disagreement(third, "old", "", NOW, "ann", outcome="paid", settled_at=NOW),
    )
    assert [each.theirs for each in store.disagreements()] == ["bill", "noise", "they say"]
    assert [each.theirs for each in store.disagreements(open_only=False)] == [
        "bill", "noise", "they say", "old",
    ]  # fmt: skip
    assert store.disagreements()[1].within_team


def test_wordings_and_opt_outs(store: SqlStore):
    assert store.templates() == ()
    assert store.opt_outs() == ()


def test_wordings_and_opt_outs_of_a_shop(store: SqlStore, shop: Made):
    keep(store, Template(K.LATE, "es", "Llegamos tarde"), OptOut("+16145550134", NOW, "stop", "them"))
    (template,) = store.templates()
    assert (template.kind, template.language, template.body) == (K.LATE, "es", "Llegamos tarde")
    (out,) = store.opt_outs()
    assert (out.address, out.since, out.words, out.said_by) == ("+16145550134", NOW, "stop", "them")
