"""A dispatch that nobody has acknowledged: each step at its time, and none twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.acknowledging import Step, chase_of, topic_of
from dispatch_tui.core.model import Channel, Message, MessageKind, MessageState, Priority, VisitState
from dispatch_tui.core.rulebook import Rules
from tests.core.builders import SHOP, at, minutes, visit

RULES = Rules.of(SHOP)
TOLD = visit(12, "13:00", state=VisitState.DISPATCHED, since=at("10:05"), dispatched_at=at("10:05"))


def asking(created: str, channel: Channel = Channel.TEXT, **fields: object) -> Message:
    made = Message(
        MessageKind.THE_CALL, channel, "OK?", f"k{created}", at(created), MessageState.SENT,
        visit_id=12, topic=topic_of(TOLD),
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def steps(
    *messages: Message, priority: Priority = Priority.NORMAL, begins: datetime | None = None
) -> list[str]:
    chase = chase_of(TOLD, priority, messages, RULES, begins)
    assert chase is not None
    zone = SHOP.zone
    return [f"{step} {when.astimezone(zone):%H:%M}" for step, when in chase.times]


def test_each_step_follows_a_patience_after_the_one_before():
    assert steps() == ["ask again 10:15", "ring 10:25", "give away 10:35"]
    assert steps(asking("10:18")) == ["ring 10:28", "give away 10:38"]
    rung = asking("10:30", Channel.PHONE, sent_at=at("10:33"))
    assert steps(asking("10:18"), rung) == ["give away 10:43"]
    assert steps(rung) == ["give away 10:43"], "who was rung up is not texted after it"


def test_an_emergency_waits_less():
    assert steps(priority=Priority.EMERGENCY) == ["ask again 10:08", "ring 10:11", "give away 10:14"]


def test_nobody_waits_for_an_answer_before_work_begins():
    assert steps(begins=at("11:00"))[0] == "ask again 11:10"


def test_what_asked_nobody_does_not_count():
    for state in (MessageState.CANCELED, MessageState.FAILED):
        assert steps(asking("10:18", state=state))[0] == "ask again 10:15"
    assert steps(asking("10:01"))[0] == "ask again 10:15", "of a dispatch before this one"
    assert steps(asking("10:18", topic="ack:13"))[0] == "ask again 10:15", "of another visit"


@given(st.sampled_from(list(VisitState)))
def test_only_a_dispatch_is_waited_for(state: VisitState):
    found = chase_of(replace(TOLD, state=state), Priority.NORMAL, (), RULES, None)
    assert (found is not None) is (state is VisitState.DISPATCHED)


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from([Channel.TEXT, Channel.PHONE])), max_size=4))
def test_the_steps_are_in_order_and_the_last_is_to_give_it_away(sent: list[tuple[int, Channel]]):
    messages = [
        replace(asking("10:05", channel), created_at=at("10:05") + minutes(after)) for after, channel in sent
    ]
    chase = chase_of(TOLD, Priority.NORMAL, messages, RULES, None)
    assert chase is not None
    order = list(Step)
    assert [order.index(step) for step, _ in chase.times] == sorted(order.index(s) for s, _ in chase.times)
    assert [when for _, when in chase.times] == sorted(when for _, when in chase.times)
    assert chase.times[-1][0] is Step.GIVE
