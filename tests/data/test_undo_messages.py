"""Undo and what has left the house: a text that waits goes with the act, one that has gone is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.store import SqlStore
from dispatch_tui.core.commands import Act, CorrectStamp, Outcome, RedoAct, SetStatus, UndoAct
from dispatch_tui.core.errors import Conflict, Refused
from dispatch_tui.core.model import (
    Call,
    Channel,
    Message,
    MessageKind,
    MessageState,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.status import standing_stamps
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.ports import Workspace
from tests.data.builders import NOW, Made, at, do

M = MessageState


def act(store: SqlStore, command: Any, actor: str = "ann") -> Outcome:
    made = Act(command, actor)
    return store.write(made, handler_of(made), NOW)


def tell(
    store: SqlStore,
    shop: Made,
    *,
    state: MessageState = M.QUEUED,
    key: str = "eta:1",
    said: str = "moved and told",
) -> int:
    """A move that tells its customer, as one act of Ann's; the id of the message."""
    found: list[Message] = []

    def job(work: Workspace) -> None:
        visit = work.get(Visit, shop.visits[0])
        work.change(visit, start=at(18))
        found.append(
            work.add(
                Message(
                    MessageKind.LATE,
                    Channel.TEXT,
                    "we run late",
                    key,
                    NOW,
                    state,
                    customer_id=shop.customers[0],
                    call_id=shop.calls[0],
                    visit_id=visit.id,
                    eta=at(18),
                )
            )
        )

    do(store, "ann", job, said=said)
    return found[0].id


def deliver(store: SqlStore, key: int, state: MessageState, told: bool = True) -> None:
    """What the sender does meanwhile, in a transaction of its own: also the told facts."""

    def job(work: Workspace) -> None:
        message = work.get(Message, key)
        work.change(message, state=state, sent_at=NOW if state is M.SENT else None, attempts=1)
        if told and message.visit_id is not None and state is M.SENT:
            work.change(work.get(Visit, message.visit_id), eta_told=message.eta, eta_told_at=NOW)

    do(store, "worker", job, kind="aside")


def message(store: SqlStore, call_id: int) -> list[Message]:
    return list(store.call_story(call_id).messages)


def visit(store: SqlStore, shop: Made) -> Visit:
    return next(v for v in store.call_story(shop.calls[0]).visits if v.id == shop.visits[0])


def test_what_waits_goes_with_the_act_and_comes_back_with_it(store: SqlStore, shop: Made):
    tell(store, shop)
    outcome = act(store, UndoAct())
    assert outcome.warnings == ()
    assert message(store, shop.calls[0]) == []
    assert visit(store, shop).start == at(13)
    act(store, RedoAct())
    (back,) = message(store, shop.calls[0])
    assert back.state is M.QUEUED
    assert visit(store, shop).start == at(18)
    act(store, UndoAct())
    assert message(store, shop.calls[0]) == []


@pytest.mark.parametrize("state", [M.SENT, M.SENDING, M.UNKNOWN])
def test_what_has_left_stays_and_is_said(store: SqlStore, shop: Made, state: MessageState):
    key = tell(store, shop)
    deliver(store, key, state)
    outcome = act(store, UndoAct())
    assert outcome.said == "undone: moved and told"
    assert outcome.warnings == ("the text to Customer 0 has gone: send a correction? mm",)
    assert visit(store, shop).start == at(13), "the plan is as it was"
    (kept,) = message(store, shop.calls[0])
    assert kept.state is state
    assert (visit(store, shop).eta_told is not None) == (state is M.SENT), "what was told was told"


def test_in_a_long_answer_what_has_left_comes_first(store: SqlStore, shop: Made):
    long = "emergency 4102: T1 Ana sent, there 13:40; leaves 4063 and is back 14:50; 3 pushed back"
    key = tell(store, shop, said=long)
    deliver(store, key, M.SENT)
    outcome = act(store, UndoAct())
    assert outcome.said == f"undone; Customer 0's text had gone, tell them (mm): {long}"
    assert outcome.warnings == ("the text to Customer 0 has gone: send a correction? mm",)
    (line,) = store.log(1)
    assert line.summary == f"undone: {long}", "the log says what was undone"


def test_a_text_that_has_gone_is_not_sent_again_by_a_redo(store: SqlStore, shop: Made):
    key = tell(store, shop)
    deliver(store, key, M.SENT)
    act(store, UndoAct())
    outcome = act(store, RedoAct())
    assert outcome.warnings == ()
    assert visit(store, shop).start == at(18)
    assert [each.state for each in message(store, shop.calls[0])] == [M.SENT]
    outcome = act(store, UndoAct())
    assert visit(store, shop).start == at(13)


@pytest.mark.parametrize("state", [M.BLOCKED, M.FAILED, M.DRAFT])
def test_what_the_sender_touched_but_did_not_send_is_withdrawn(
    store: SqlStore, shop: Made, state: MessageState
):
    key = tell(store, shop)
    deliver(store, key, state)
    assert act(store, UndoAct()).warnings == ()
    (kept,) = message(store, shop.calls[0])
    assert (kept.state, kept.error) == (M.CANCELED, "taken back")
    act(store, RedoAct())
    (back,) = message(store, shop.calls[0])
    assert back.state is state


def test_what_was_withdrawn_already_needs_nothing(store: SqlStore, shop: Made):
    key = tell(store, shop)
    deliver(store, key, M.CANCELED)
    assert act(store, UndoAct()).warnings == ()
    assert [each.error for each in message(store, shop.calls[0])] == [""]


def test_an_act_that_was_only_a_text_is_undone_once_and_not_offered_again(store: SqlStore, shop: Made):
    do(store, "ann", lambda work: work.change(work.get(Call, shop.calls[1]), problem="drips"), said="edited")

    def text(work: Workspace) -> None:
        work.add(
            Message(
                MessageKind.FREE, Channel.EMAIL, "hello", "free:1", NOW,
                technician_id=shop.technicians[0], call_id=shop.calls[0],
            )
        )  # fmt: skip

    do(store, "ann", text, said="wrote")
    (sent,) = message(store, shop.calls[0])
    deliver(store, sent.id, M.SENT)
    outcome = act(store, UndoAct())
    assert outcome.warnings == ("the e-mail to Tech 1 has gone: send a correction? mt",)
    assert act(store, UndoAct()).said == "undone: edited"


def test_what_came_in_is_never_taken_back(store: SqlStore, shop: Made):
    tell(store, shop, state=M.RECEIVED)
    assert act(store, UndoAct()).warnings == ()
    assert [each.state for each in message(store, shop.calls[0])] == [M.RECEIVED]
    assert visit(store, shop).start == at(13)


def test_a_fact_that_somebody_told_meanwhile_is_not_told_twice_by_a_redo(store: SqlStore, shop: Made):
    tell(store, shop)
    act(store, UndoAct())
    other = tell(store, shop)  # Ann does it anew, so there is nothing to redo; Bea's turn is below
    assert [each.id for each in message(store, shop.calls[0])] == [other]
    with pytest.raises(Refused, match="nothing to redo"):
        act(store, RedoAct())
    act(store, UndoAct())

    def bea(work: Workspace) -> None:
        work.add(replace(found, id=0, revs=(), author="bea"))

    found = Message(MessageKind.LATE, Channel.TEXT, "we run late", "eta:1", NOW, call_id=shop.calls[0])
    do(store, "bea", bea)
    act(store, RedoAct())
    assert [each.author for each in message(store, shop.calls[0])] == ["bea"]


def test_another_withdrawal_is_taken_back_unless_it_was_sent_since(store: SqlStore, shop: Made):
    key = tell(store, shop)

    def withdraw(work: Workspace) -> None:
        work.change(work.get(Message, key), state=M.CANCELED)

    do(store, "ann", withdraw)
    act(store, UndoAct())
    assert [each.state for each in message(store, shop.calls[0])] == [M.QUEUED]
    act(store, RedoAct())
    deliver(store, key, M.SENT)
    outcome = act(store, UndoAct())
    assert outcome.warnings == ("the text to Customer 0 has gone: send a correction? mm",)
    assert [each.state for each in message(store, shop.calls[0])] == [M.SENT]


def test_a_placing_whose_customer_was_told_can_be_undone(store: SqlStore, shop: Made):
    placed: list[Visit] = []

    def place(work: Workspace) -> None:
        placed.append(work.add(Visit(shop.calls[5], shop.technicians[0], at(19), 60, NOW.date())))

    do(store, "ann", place, said="placed")
    key = placed[0].id
    do(store, "worker", lambda work: work.change(work.get(Visit, key), eta_told=at(19), asked_at=NOW))
    act(store, UndoAct())
    assert store.call_story(shop.calls[5]).visits == ()
    act(store, RedoAct())
    assert store.call_story(shop.calls[5]).visits[0].eta_told == at(19)


def test_a_move_by_somebody_else_still_stands_in_the_way(store: SqlStore, shop: Made):
    key = tell(store, shop)
    do(store, "bea", lambda work: work.change(work.get(Visit, shop.visits[0]), start=at(20)))
    with pytest.raises(Conflict):
        act(store, UndoAct())
    assert [each.id for each in message(store, shop.calls[0])] == [key], "whole or not at all"


def test_a_dispatch_that_was_sent_is_undone_and_said(store: SqlStore, shop: Made):
    act(store, SetStatus(shop.visits[0], "dispatch"))
    sent = message(store, shop.calls[0])
    assert [each.kind for each in sent] == [MessageKind.THE_CALL]
    deliver(store, sent[0].id, M.SENT, told=False)
    outcome = act(store, UndoAct())
    assert visit(store, shop).state is VisitState.TENTATIVE
    assert visit(store, shop).dispatched_at is None
    who = next(t for t in store.technicians() if t.id == visit(store, shop).technician_id)
    assert isinstance(who, Technician)
    assert len(outcome.warnings) == 1
    assert f"to {who.name} has gone" in outcome.warnings[0]


def test_a_correction_is_undone_and_redone(store: SqlStore, shop: Made):
    key = shop.visits[0]
    act(store, SetStatus(key, "dispatch", at(14)))
    act(store, SetStatus(key, "onsite", at(15)))
    act(store, CorrectStamp(key, at(14, 30)))

    def standing() -> list[Any]:
        stamps = [stamp for stamp in store.call_story(shop.calls[0]).stamps if stamp.visit_id == key]
        return [(stamp.state, stamp.at) for stamp in standing_stamps(stamps)]

    first = (VisitState.DISPATCHED, at(14))
    assert standing() == [first, (VisitState.ON_SITE, at(14, 30))]
    assert visit(store, shop).arrived_at == at(14, 30)
    act(store, UndoAct())
    assert standing() == [first, (VisitState.ON_SITE, at(15))]
    assert visit(store, shop).arrived_at == at(15)
    act(store, RedoAct())
    assert standing() == [first, (VisitState.ON_SITE, at(14, 30))]
    act(store, CorrectStamp(key, at(14, 40)))
    assert standing() == [first, (VisitState.ON_SITE, at(14, 40))]
