"""What open messages want of a person, by when, and how each one stands, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.day import is_open
from dispatch_tui.core.model import Channel, Message, MessageKind, MessageState, SimClock
from dispatch_tui.desk.threads import (
    Person,
    Want,
    about,
    key_of,
    person_of,
    say_by,
    standing,
    to_do,
    want_of,
)
from tests.core.builders import NEW_YORK, NOON, at, call, customer, day_of, minutes, span, tech

K, S = MessageKind, MessageState
TEXTS = frozenset({(Channel.TEXT, False), (Channel.TEXT, True)})


def message(key: int = 1, **more: Any) -> Message:
    given_ = {"kind": K.LATE, "channel": Channel.TEXT, "body": "we are late", "created_at": NOON} | more
    return Message(key=f"k{key}", id=key, revs=(1, 1, 1, 1), **given_)


@pytest.mark.parametrize(
    ("more", "want"),
    [
        ({}, None),
        ({"channel": Channel.EMAIL}, Want.COPY),
        ({"channel": Channel.PHONE}, Want.RING),
        ({"channel": Channel.PHONE, "not_before": NOON + minutes(1)}, None),
        ({"created_at": NOON - minutes(4)}, Want.COPY),
        ({"created_at": NOON - minutes(400), "not_before": NOON + minutes(1)}, None),
        ({"state": S.DRAFT}, Want.COPY),
        ({"state": S.SENDING}, None),
        ({"state": S.SENT}, None),
        ({"state": S.CANCELED}, None),
        ({"state": S.FAILED}, Want.MEND),
        ({"state": S.FAILED, "handled_at": NOON}, None),
        ({"state": S.UNKNOWN}, Want.MEND),
        ({"state": S.BLOCKED}, Want.MEND),
        ({"state": S.BLOCKED, "not_before": NOON + minutes(600)}, None),
        ({"state": S.RECEIVED}, Want.ANSWER),
        ({"state": S.RECEIVED, "handled_at": NOON}, None),
    ],
)
def test_what_a_message_wants(more: dict[str, Any], want: Want | None):
    assert want_of(message(**more), NOON, TEXTS) is want


@given(
    st.sampled_from(MessageState),
    st.sampled_from(Channel),
    st.none() | st.just(NOON),
    st.integers(-600, 600),
    st.booleans(),
)
def test_what_wants_something_is_open_so_every_console_has_it(
    state: MessageState, channel: Channel, handled: Any, ahead: int, reached: bool
):
    one = message(state=state, channel=channel, handled_at=handled, not_before=NOON + minutes(ahead))
    want = want_of(one, NOON, TEXTS if reached else frozenset())
    if handled is None:
        assert want is None or is_open(one)
    if state is S.SENT:
        assert want is None


def test_to_technicians_another_way_may_be_set_up_than_to_customers():
    only_technicians = frozenset({(Channel.TEXT, True)})
    assert want_of(message(technician_id=1), NOON, only_technicians) is None
    assert want_of(message(customer_id=1), NOON, only_technicians) is Want.COPY


def a_day(*messages: Message, **more: Any) -> Any:
    return day_of(
        technicians=(tech(1, name="Ana Ruiz"),),
        customers=(customer(7, name="Maria Lopez", phone="+16145550134"),),
        calls=(call(7, customer_id=7, window=span("13:00", "15:00"), problem="cold"),),
        messages=messages,
        **more,
    )


def test_the_list_is_by_want_then_by_when_it_is_to_be_said():
    ring = {"channel": Channel.PHONE, "customer_id": 7}
    day = a_day(
        message(1, **ring, expires_at=at("18:00")),
        message(2, **ring, call_id=7),
        message(3, state=S.FAILED, error="no such number", customer_id=7),
        message(4, kind=K.REPLY, state=S.RECEIVED, technician_id=1, body="hm"),
        message(5, **ring, expires_at=at("12:30")),
        message(6, state=S.SENDING, customer_id=7),
        message(8, channel=Channel.EMAIL, customer_id=7, created_at=NOON),
    )
    found = to_do(day, NOON, TEXTS)
    assert [each.message.id for each in found] == [4, 5, 2, 1, 3, 8]
    by_id = {each.message.id: each for each in found}
    assert by_id[2].by == at("13:00"), "before the window begins"
    assert by_id[2].call is not None
    assert by_id[2].who.name == "Maria Lopez"
    assert by_id[3].trouble == "no such number"
    assert by_id[4].who.name == "T1 Ana Ruiz"
    assert by_id[8].trouble == "no channel for e-mail is set up"


def test_a_simulated_clock_makes_nobody_impatient():
    old = message(1, customer_id=7, created_at=NOON - timedelta(hours=3))
    assert [each.want for each in to_do(a_day(old), NOON, TEXTS)] == [Want.COPY]
    assert to_do(a_day(old), NOON, TEXTS)[0].trouble == "nothing has taken it yet"
    assert to_do(a_day(old, clock=SimClock(NOON, NOON, 60.0)), NOON, TEXTS) == ()


def test_what_is_said_on_the_phone_is_one_run_of_speech_and_a_text_as_it_is():
    day = a_day(
        message(1, channel=Channel.PHONE, body="We are late.\nSorry."),
        message(2, state=S.FAILED, body="We are late.\nSorry."),
    )
    assert [each.script for each in to_do(day, NOON)] == ["We are late. Sorry.", "We are late.\nSorry."]


@pytest.mark.parametrize(
    ("more", "by"),
    [
        ({"kind": K.LATE}, "13:00"),
        ({"kind": K.LATE, "expires_at": at("12:10")}, "12:10"),
        ({"kind": K.ON_THE_WAY, "eta": at("12:40")}, "12:40"),
        ({"kind": K.EARLIER, "eta": at("12:40")}, "12:40"),
        ({"kind": K.FREE}, None),
        ({"kind": K.LATE, "technician_id": 1}, None),
    ],
)
def test_by_when_it_should_be_said(more: dict[str, Any], by: str | None):
    found = say_by(message(**more), call(7, window=span("13:00", "15:00")))
    assert found == (at(by) if by else None)


def test_the_promise_that_is_spoken_of_counts_where_the_board_has_no_call():
    assert say_by(message(kind=K.REPROMISED, window=span("14:00", "16:00")), None) == at("14:00")


def test_who_it_is():
    day = a_day()
    assert person_of(message(customer_id=7), day, {}).phone == "+16145550134"
    stranger = message(address="+16145550199")
    assert person_of(stranger, day, {}) == Person(address="+16145550199")
    assert person_of(stranger, day, {}).name == "614-555-0199"
    elsewhere = Person.of(customer(9, name="Far Away"))
    assert person_of(message(customer_id=9), day, {elsewhere.key: elsewhere}).name == "Far Away"
    assert person_of(message(customer_id=9, address="+16145550100"), day, {}).name == "614-555-0100"
    assert Person(address="me@example.com").phone == ""
    assert Person(address="me@example.com").email == "me@example.com"
    assert Person().name == "somebody"


def test_the_key_of_a_person_is_the_key_of_their_messages():
    assert Person.of(tech(3)).key == key_of(message(technician_id=3, address="+1"))
    assert Person.of(customer(3)).key == key_of(message(customer_id=3, address="+1"))
    assert Person(address="+1").key == key_of(message(address="+1"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"state": S.DRAFT}, "waits for your word"),
        ({}, "waits to be sent"),
        ({"channel": Channel.PHONE}, "to be said by phone"),
        ({"not_before": at("21:00"), "error": "quiet hours"}, "waits until 21:00: quiet hours"),
        ({"state": S.SENDING}, "going out now"),
        ({"state": S.SENT, "sent_at": at("10:42"), "provider": "carrier"}, "sent 10:42 by carrier"),
        ({"state": S.SENT, "sent_at": at("10:42"), "provider": "voice"}, "said by phone 10:42"),
        ({"state": S.SENT}, "sent"),
        ({"state": S.FAILED, "error": "no"}, "failed: no"),
        ({"state": S.BLOCKED, "error": "asked not to be texted"}, "blocked: asked not to be texted"),
        ({"state": S.CANCELED, "error": "withdrawn by ann"}, "withdrawn: withdrawn by ann"),
        ({"state": S.UNKNOWN}, "may have gone out, or not: find out"),
        ({"state": S.RECEIVED}, "not dealt with yet"),
        ({"state": S.RECEIVED, "handled_at": at("10:45"), "handled_by": "ann"}, "dealt with 10:45 by ann"),
        ({"state": S.RECEIVED, "handled_at": at("10:45"), "meant": "30 minutes left"}, "= 30 minutes left"),
        (
            {"state": S.SENT, "sent_at": at("10:42") - timedelta(days=1), "provider": "x"},
            "sent Mon 23 Nov 10:42 by x",
        ),
    ],
)
def test_how_it_stands(more: dict[str, Any], words: str):
    assert standing(message(**more), NOON, NEW_YORK) == words


def test_every_kind_is_about_something():
    for kind in MessageKind:
        assert about(message(kind=kind), NOON, NEW_YORK)
    assert about(message(eta=at("15:20")), NOON, NEW_YORK) == "running late, arrival 15:20"
    tomorrow = span("13:00", "15:00")
    moved = message(kind=K.REPROMISED, window=tomorrow)
    assert about(moved, NOON - timedelta(days=1), NEW_YORK) == "another window, Tue 24 Nov 13–15"
    assert about(message(kind=K.REPLY, state=S.RECEIVED), NOON, NEW_YORK) == "wrote by text"
