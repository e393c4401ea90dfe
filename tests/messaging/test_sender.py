"""The sender: what goes, what is stopped in the last moment, and what is never sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from dispatch_tui.core.clock import FixedClock
from dispatch_tui.core.commands import Act, SettleMessage, TakeMessage
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import (
    Call,
    Channel,
    Message,
    MessageKind,
    MessageState,
    OptOut,
    Shop,
    SimClock,
    Span,
)
from dispatch_tui.desk.desk import Desk
from dispatch_tui.messaging.carrying import Final, Passing, Sent, Unclear
from dispatch_tui.messaging.routes import Routes
from dispatch_tui.messaging.sender import Fate, Sender, delivered
from tests.data.builders import NOW, at, do
from tests.messaging.shops import NUMBER, Looking, Outbox, Pretender, routes

S = MessageState


def raising(error: Exception) -> Callable[[Message], None]:
    def fault(_message: Message) -> None:
        raise error

    return fault


def abandoned(outbox: Outbox, message: Message) -> Message:
    """A message whose sender has died in the middle, and whose lease has run out since."""
    wall = outbox.store.wall()
    outbox.change(
        message, state=S.SENDING, holder="dead", lease_until=wall - timedelta(seconds=5), attempts=1
    )
    return outbox.now(message)


def test_sent_once_with_what_carried_it(outbox: Outbox):
    carrier, message = Pretender(), outbox.put("Ana is on her way.")
    sender = Sender(outbox.desk, routes(carrier))
    assert sender.send_due() == 1
    assert sender.send_due() == 0
    stored = outbox.now(message)
    assert (stored.state, stored.provider, stored.provider_id) == (S.SENT, "pretender", "id-1")
    assert (stored.sent_at, stored.attempts, stored.holder, stored.lease_until) == (
        outbox.desk.clock.now(), 1, "", None,
    )  # fmt: skip
    assert [each.body for each in carrier.given] == ["Ana is on her way."]


def test_oldest_first_and_only_by_ways_that_are_set_up(outbox: Outbox):
    mail = outbox.put(channel=Channel.EMAIL, address="lopez@example.org")
    ring = outbox.put(channel=Channel.PHONE)
    first, second = outbox.put("one"), outbox.put("two")
    carrier = Pretender()
    Sender(outbox.desk, Routes({(Channel.TEXT, False): carrier})).send_due()
    assert [each.body for each in carrier.given] == ["one", "two"]
    assert [outbox.state(each) for each in (mail, ring, first, second)] == [
        S.QUEUED,
        S.QUEUED,
        S.SENT,
        S.SENT,
    ]


def test_nothing_set_up_leaves_all_to_people(outbox: Outbox):
    message, rev = outbox.put(), None
    rev = outbox.store.rev()
    assert Sender(outbox.desk, Routes()).send_due() == 0
    assert outbox.state(message) is S.QUEUED
    assert outbox.store.rev() == rev


def test_what_a_message_made_true_is_kept_when_it_has_left(outbox: Outbox):
    call = outbox.store.call_story(1001).call
    window = Span(at(18), at(20))
    do(outbox.store, "ann", lambda work: work.change(work.get(Call, 1001), window=window))
    outbox.put(kind=MessageKind.CONFIRMATION, call_id=call.id, customer_id=call.customer_id, window=window)
    Sender(outbox.desk, routes(Pretender())).send_due()
    assert outbox.store.call_story(1001).call.window_told_at == outbox.desk.clock.now()


# -- what is stopped in the last moment


@pytest.mark.parametrize(
    ("fields", "state", "error"),
    [
        ({"expires_at": at(16, 59)}, S.CANCELED, "overtaken: too late to be of use"),
        ({"address": ""}, S.BLOCKED, "no address"),
    ],
)
def test_stopped(outbox: Outbox, fields: dict, state: MessageState, error: str):
    message, carrier = outbox.put(**fields), Pretender()
    assert Sender(outbox.desk, routes(carrier)).send_due() == 0
    stored = outbox.now(message)
    assert (stored.state, stored.error, stored.not_before, carrier.given) == (state, error, None, [])


def test_who_opted_out_gets_the_confirmation_and_nothing_else(outbox: Outbox):
    outbox.add(OptOut(NUMBER, NOW, "stop"))
    message = outbox.put()
    confirmation = outbox.put("You get no more texts.", kind=MessageKind.OPTED_OUT, automatic=True)
    outbox.later(hours=12)
    Sender(outbox.desk, routes(Pretender())).send_due()
    assert (outbox.state(message), outbox.now(message).error) == (S.BLOCKED, "asked not to be texted")
    assert outbox.state(confirmation) is S.SENT


def test_quiet_hours_hold_what_nobody_asked_for(outbox: Outbox):
    outbox.later(hours=11)  # 23:00
    technician = outbox.store.technicians()[0]
    automatic = outbox.put(automatic=True)
    by_hand = outbox.put("I will be there at 8. Ann")
    to_technician = outbox.put(automatic=True, technician_id=technician.id)
    carrier = Pretender()
    sender = Sender(outbox.desk, routes(carrier))
    sender.send_due()
    held = outbox.now(automatic)
    assert (held.state, held.error) == (S.BLOCKED, "quiet hours until 08:00")
    assert held.not_before == at(13, day=NOW.date() + timedelta(days=1))
    assert [outbox.state(each) for each in (by_hand, to_technician)] == [S.SENT, S.SENT]
    outbox.later(hours=9)
    Sender(outbox.desk, routes(carrier)).send_due()
    assert outbox.state(automatic) is S.SENT


def test_what_waits_waits(outbox: Outbox):
    message = outbox.put(not_before=at(17, 1))
    sender = Sender(outbox.desk, routes(Pretender()))
    assert sender.send_due() == 0
    outbox.later(minutes=1)
    assert Sender(outbox.desk, routes(Pretender())).send_due() == 1
    assert outbox.state(message) is S.SENT


def test_the_senders_acts_are_no_persons_to_undo(outbox: Outbox):
    outbox.put()
    Sender(outbox.desk, routes(Pretender())).send_due()
    kinds = [(line.kind, line.actor) for line in outbox.store.log(2)]
    assert kinds == [("aside", "worker"), ("aside", "worker")]


# -- faults


def test_tried_again_with_growing_waits_then_failed_with_the_reason(outbox: Outbox):
    message = outbox.put()
    carrier, waits = Pretender(fault=raising(Passing("the carrier is busy (429)"))), []
    for _ in range(6):
        Sender(outbox.desk, routes(carrier)).send_due()
        stored = outbox.now(message)
        if stored.not_before is not None:
            waits.append((stored.not_before - outbox.desk.clock.now()) / timedelta(minutes=1))
            outbox.later(minutes=waits[-1])
    assert waits == [1, 2, 4, 8, 15]
    assert (stored.state, stored.error, stored.attempts) == (S.FAILED, "the carrier is busy (429)", 6)
    outbox.later(hours=1)
    assert Sender(outbox.desk, routes(Pretender())).send_due() == 0


def test_what_never_will_go_fails_at_once(outbox: Outbox):
    message = outbox.put()
    Sender(outbox.desk, routes(Pretender(fault=raising(Final("no such number"))))).send_due()
    assert (outbox.state(message), outbox.now(message).error) == (S.FAILED, "no such number")


@pytest.mark.parametrize("error", [Unclear("fell silent"), ValueError("oops")])
def test_silence_where_nobody_can_be_asked_is_a_persons_to_find_out(outbox: Outbox, error: Exception):
    message = outbox.put()
    Sender(outbox.desk, routes(Pretender(fault=raising(error)))).send_due()
    stored = outbox.now(message)
    assert (stored.state, stored.not_before, stored.lease_until) == (S.UNKNOWN, None, None)
    outbox.later(hours=2)
    assert Sender(outbox.desk, routes(Pretender())).send_due() == 0


def test_silence_is_looked_into_later_and_found_there(outbox: Outbox):
    message = outbox.put()
    carrier = Looking(fault=raising(Unclear("fell silent")))
    Sender(outbox.desk, routes(carrier)).send_due()
    assert (outbox.state(message), carrier.asked) == (S.UNKNOWN, 0)
    outbox.later(seconds=20)
    carrier.had = (Sent("pretender", "id-7"),)
    Sender(outbox.desk, routes(carrier)).send_due()
    stored = outbox.now(message)
    assert (stored.state, stored.provider_id, carrier.asked, carrier.given) == (S.SENT, "id-7", 1, [])


def test_what_its_carrier_never_had_is_sent_again(outbox: Outbox):
    message = abandoned(outbox, outbox.put())
    carrier = Looking()
    Sender(outbox.desk, routes(carrier)).send_due()
    assert (outbox.state(message), carrier.given, carrier.asked) == (S.QUEUED, [], 1)
    outbox.later(minutes=1)
    Sender(outbox.desk, routes(carrier)).send_due()
    assert (outbox.state(message), len(carrier.given)) == (S.SENT, 1)


def test_what_another_message_is_known_by_is_not_this_one(outbox: Outbox):
    other = outbox.put("ok", state=S.SENT, provider="pretender", provider_id="id-1")
    message = abandoned(outbox, outbox.put("ok"))
    carrier = Looking(had=(Sent("pretender", "id-1"), Sent("pretender", "id-2")))
    Sender(outbox.desk, routes(carrier)).send_due()
    assert outbox.now(message).provider_id == "id-2"
    assert outbox.now(other).provider_id == "id-1"


def test_a_carrier_that_cannot_be_asked_now_is_asked_again_and_not_for_ever(outbox: Outbox):
    message = abandoned(outbox, outbox.put())

    class Silent(Looking):
        def look_up(self, message: Message) -> tuple[Sent, ...]:
            self.asked += 1
            raise Passing("cannot be reached")

    carrier = Silent()
    for _ in range(10):
        Sender(outbox.desk, routes(carrier)).send_due()
        outbox.later(hours=1)
    assert (outbox.state(message), carrier.asked, carrier.given) == (S.UNKNOWN, 6, [])


def test_a_sender_that_died_leaves_what_nobody_can_tell_to_a_person(outbox: Outbox):
    message = abandoned(outbox, outbox.put())
    carrier = Pretender()
    Sender(outbox.desk, routes(carrier)).send_due()
    stored = outbox.now(message)
    assert (stored.state, stored.holder, stored.lease_until, carrier.given) == (S.UNKNOWN, "", None, [])
    assert "stopped in the middle" in stored.error


# -- two senders


def test_two_senders_take_one_message_once(outbox: Outbox, another: Callable[[str], Desk]):
    outbox.put()
    one, two = Sender(outbox.desk, routes(Pretender())), Sender(another("desk:2"), routes(Pretender()))
    taken = one.take_next()
    assert taken is not None
    assert two.take_next() is None
    with pytest.raises(Refused):
        two._do(TakeMessage(taken.message.id, two.holder, outbox.store.wall()))
    assert two.settle(taken, Fate(S.SENT, Sent("x"))) is None
    assert one.settle(taken, Fate(S.SENT, Sent("x"))) is not None


def test_consoles_of_one_name_hold_under_names_of_their_own(outbox: Outbox):
    assert Sender(outbox.desk, Routes()).holder != Sender(outbox.desk, Routes()).holder


def test_one_at_a_time_to_one_person(outbox: Outbox):
    first, second = outbox.put("first"), outbox.put("second", address="+16145550199")
    outbox.put("third")
    sender = Sender(outbox.desk, routes(Pretender()))
    taken = sender.take_next()
    assert taken is not None
    assert taken.message.id == first.id
    other = sender.take_next(busy={NUMBER})
    assert other is not None
    assert other.message.id == second.id
    assert sender.take_next(busy={NUMBER, second.address}) is None


def test_a_machine_that_slept_does_not_send_what_may_be_anothers(outbox: Outbox):
    message, carrier = outbox.put(), Pretender()
    wall = outbox.store.wall()
    sender = Sender(outbox.desk, routes(carrier), FixedClock(wall))
    taken = sender.take_next()
    assert taken is not None
    fate = delivered(taken, FixedClock(wall + timedelta(seconds=40)))
    assert carrier.given == []
    sender.settle(taken, fate)
    stored = outbox.now(message)
    assert (stored.state, stored.attempts) == (S.QUEUED, 0)


def test_only_the_holder_settles(outbox: Outbox):
    message = outbox.put()
    sender = Sender(outbox.desk, routes(Pretender()))
    assert sender.take_next() is not None
    for holder in ("", "somebody"):
        with pytest.raises(Refused, match="another sender"):
            outbox.desk.carry_out(Act(SettleMessage(message.id, holder, S.SENT), "worker"))
    assert outbox.state(message) is S.SENDING


# -- demo shops


@pytest.mark.parametrize("simulated", [False, True])
def test_nothing_real_leaves_a_demo_shop(outbox: Outbox, simulated: bool):
    texts = [outbox.put(), outbox.put(channel=Channel.EMAIL, address="lopez@example.org")]
    if simulated:
        outbox.add(SimClock(outbox.desk.clock.now(), NOW, 1.0))
    else:
        do(outbox.store, "ann", lambda work: work.change(work.get(Shop, 1), demo=True))
    carrier = Pretender()
    assert Sender(outbox.desk, routes(carrier)).send_due() == 2
    assert carrier.given == []
    assert {outbox.now(each).provider for each in texts} == {"demo"}
    assert Sender(outbox.desk, routes(carrier)).routes.listening == ()


# -- learnt later


def test_what_the_carrier_could_not_deliver_counts_as_failed(outbox: Outbox):
    message = outbox.put()
    Sender(outbox.desk, routes(Pretender())).send_due()
    with pytest.raises(Refused):
        outbox.desk.do(SettleMessage(message.id, "", S.FAILED, "pretender", "another id", "unreachable"))
    outbox.desk.do(SettleMessage(message.id, "", S.FAILED, "pretender", "id-1", "unreachable handset"))
    assert (outbox.state(message), outbox.now(message).error) == (S.FAILED, "unreachable handset")
