"""What is queued and withdrawn, who is told what, and what answers do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dispatch_tui.core import commands as c
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import (
    Channel,
    Customer,
    Message,
    MessageKind,
    MessageState,
    OptOut,
    Shop,
    Technician,
    Visit,
    VisitState,
    Way,
)
from tests.core.builders import at, on_site, span, visit
from tests.desk.shops import DeskShop

K, M, S = MessageKind, MessageState, VisitState
TOLD = {"state": S.DISPATCHED, "since": at("11:00"), "dispatched_at": at("11:00")}


def shop_of(*visits: Visit, rules: dict[str, str] | None = None, **calls: Any) -> DeskShop:
    """Customers who are texted, technicians with a phone."""
    made = DeskShop(visits, **calls)
    for row in made.all(Customer):
        made.store.rows(Customer)[row.id] = replace(row, phone=f"+1555000{row.id:04}", channel=Channel.TEXT)
    for row in made.all(Technician):
        made.store.rows(Technician)[row.id] = replace(row, phone=f"+1555111{row.id:04}")
    for row in list(made.store.rows(type(made.call(visits[0].call_id))).values()) if visits else []:
        made.store.rows(type(row))[row.id] = replace(row, channel=Channel.TEXT)
    shop = made.store.shop()
    made.store.rows(Shop)[shop.id] = replace(shop, rules={"traffic": "", **(rules or {})})
    return made


def messages(shop: DeskShop, kind: MessageKind | None = None) -> list[Message]:
    return [each for each in shop.all(Message) if kind is None or each.kind is kind]


def sent(shop: DeskShop, message: Message) -> None:
    """As the sender leaves it."""
    shop.do(c.MarkSaid(message.id))


# -- technicians see one call at a time


def test_dispatch_sends_the_call_and_nothing_of_later_ones():
    shop = shop_of(visit(1, "13:00"), visit(2, "15:00"))
    shop.do(c.SetStatus(1, "dispatch"))
    (message,) = messages(shop)
    assert (message.kind, message.technician_id, message.visit_id) == (K.THE_CALL, 1, 1)
    assert "Customer 1" in message.body
    assert "Customer 2" not in message.body


def test_moving_what_nobody_has_seen_sends_nothing():
    shop = shop_of(visit(1, "13:00"), visit(2, "15:00"))
    shop.do(c.MoveVisit(1, start=at("14:00")))
    shop.do(c.Unplace(2))
    assert messages(shop) == []


def test_a_call_taken_back_before_the_text_left_is_withdrawn_in_silence():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.SetStatus(1, "dispatch"))
    shop.do(c.SetStatus(1, "release"))
    assert [(each.kind, each.state) for each in messages(shop)] == [(K.THE_CALL, M.CANCELED)]


def test_a_call_taken_back_after_the_text_left_is_told_off():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.SetStatus(1, "dispatch"))
    sent(shop, messages(shop)[0])
    shop.do(c.SetStatus(1, "release", reason="needed elsewhere"))
    (off,) = messages(shop, K.OFF)
    assert off.state is M.QUEUED
    assert "needed elsewhere" in off.body


def test_a_dispatched_call_that_goes_to_another_is_tentative_there():
    shop = shop_of(visit(1, "13:00", **TOLD))
    with pytest.raises(NeedsSure):
        shop.do(c.MoveVisit(1, technician_id=2))
    shop.do(c.MoveVisit(1, technician_id=2, sure=True))
    moved = shop.visit(1)
    assert (moved.technician_id, moved.state, moved.dispatched_at) == (2, S.TENTATIVE, None)
    (off,) = messages(shop)
    assert (off.kind, off.technician_id) == (K.OFF, 1)


def test_another_time_of_a_seen_call_is_told_to_its_technician():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.SetStatus(1, "dispatch"))
    sent(shop, messages(shop)[0])
    shop.do(c.MoveVisit(1, start=at("14:00"), sure=True))
    (changed,) = messages(shop, K.CHANGED)
    assert "14:00" in changed.body


def test_setting_off_makes_the_call_text_needless_and_tells_the_customer():
    shop = shop_of(visit(1, "12:10"))
    shop.do(c.SetStatus(1, "dispatch"))
    shop.do(c.SetStatus(1, "enroute"))
    call, onway = messages(shop)
    assert call.state is M.CANCELED
    assert (onway.kind, onway.customer_id, onway.automatic) == (K.ON_THE_WAY, 1, True)
    assert onway.eta is not None


def test_no_texts_to_technicians_where_the_shop_wants_none():
    shop = shop_of(visit(1, "13:00"), rules={"tell-technicians": "off", "on-the-way": "off"})
    shop.do(c.SetStatus(1, "dispatch"))
    shop.do(c.SetStatus(1, "enroute"))
    shop.do(c.SetStatus(1, "release"))
    assert messages(shop) == []


# -- the check-in


def test_a_check_in_is_asked_once_and_again_only_if_a_person_wants():
    shop = shop_of(on_site(1, "11:00", "11:00"), visit(2, "12:30"))
    shop.do(c.AskLeft(1))
    assert shop.visit(1).asked_at == shop.now
    assert "How much longer do you need" in messages(shop)[0].body
    with pytest.raises(Refused, match="has been asked"):
        shop.do(c.AskLeft(1))
    shop.do(c.AskLeft(1, again=True))
    assert len(messages(shop, K.CHECK_IN)) == 2


def test_nobody_is_asked_who_is_not_at_work_or_wants_peace():
    shop = shop_of(visit(1, "13:00"))
    with pytest.raises(Refused, match="not at work"):
        shop.do(c.AskLeft(1))
    shop = shop_of(on_site(1, "11:00", "11:00"))
    shop.do(c.LeaveAlone(1))
    with pytest.raises(Refused, match="not to be disturbed"):
        shop.do(c.AskLeft(1))


@pytest.mark.parametrize(
    ("text", "left"), [("20", 20), ("1h", 60), ("1:30", 90), ("till 12:40", 40), ("half an hour", 30)]
)
def test_an_answer_moves_the_forecast_at_once(text: str, left: int):
    shop = shop_of(on_site(1, "11:00", "11:00"))
    shop.do(c.AskLeft(1))
    outcome = shop.do(c.AnswerLeft(1, text, way=Way.VOICE))
    assert (shop.visit(1).left_minutes, shop.visit(1).answered_at) == (left, shop.now)
    assert "by voice" in outcome.said
    assert messages(shop)[0].state is M.CANCELED  # it had not left, and is answered


def test_an_answer_names_the_clients_it_makes_late():
    shop = shop_of(on_site(1, "11:00", "11:00"), visit(2, "12:30"), c2={"window": span("12:00", "13:00")})
    outcome = shop.do(c.AnswerLeft(1, "2h"))
    assert [warning.split()[:3] for warning in outcome.warnings] == [["2", "Customer", "2"]]


def test_done_and_unsure_answers():
    shop = shop_of(on_site(1, "11:00", "11:00"))
    shop.do(c.AnswerLeft(1, "?"))
    assert (shop.visit(1).left_minutes, shop.visit(1).state) == (None, S.ON_SITE)
    shop.do(c.AnswerLeft(1, "done"))
    assert shop.visit(1).state is S.DONE


def test_an_answer_nobody_understands_is_refused_and_nothing_changes():
    shop = shop_of(on_site(1, "11:00", "11:00"))
    with pytest.raises(Refused, match="not a time"):
        shop.do(c.AnswerLeft(1, "call me"))
    assert shop.visit(1).answered_at is None


# -- what comes in


def test_a_technicians_text_is_taken_as_the_answer():
    shop = shop_of(on_site(1, "11:00", "11:00"))
    shop.do(c.AskLeft(1))
    outcome = shop.do(c.Receive("+1 555 111 0001", "20 min thanks", key="SM1"))
    assert shop.visit(1).left_minutes == 20
    assert "by text" in outcome.said
    reply = messages(shop, K.REPLY)[0]
    assert reply.handled_at is not None
    assert "20m left" in reply.meant


def test_what_is_not_understood_is_shown_and_can_be_turned_into_minutes():
    shop = shop_of(on_site(1, "11:00", "11:00"))
    shop.do(c.Receive("+15551110001", "she wants a quote first", key="SM1"))
    reply = messages(shop, K.REPLY)[0]
    assert (reply.handled_at, shop.visit(1).left_minutes) == (None, None)
    shop.do(c.AnswerLeft(1, reply.body, message_id=reply.id, minutes=45))
    assert shop.visit(1).left_minutes == 45
    assert messages(shop, K.REPLY)[0].handled_by == "ann"


def test_a_message_comes_in_once():
    shop = shop_of(on_site(1, "11:00", "11:00"))
    shop.do(c.Receive("+15551110001", "20", key="SM1"))
    shop.do(c.Receive("+15551110001", "20", key="SM1"))
    assert len(messages(shop)) == 1


def test_a_plain_yes_acknowledges_the_call():
    shop = shop_of(visit(1, "13:00", **TOLD))
    shop.do(c.Receive("+15551110001", "OK!"))
    assert shop.visit(1).state is S.ACKNOWLEDGED


def test_a_customers_text_waits_for_somebody():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.Receive("+15550000001", "where is he?"))
    (message,) = messages(shop)
    assert (message.customer_id, message.call_id, message.handled_at) == (1, 1, None)
    shop.do(c.HandleMessage(message.id))
    assert messages(shop)[0].handled_at is not None


def test_a_stranger_is_kept_too_and_what_they_write_is_data():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.Receive("+4930123456", "[red]hi\x1b[2J[/] =cmd()"))
    (message,) = messages(shop)
    assert (message.customer_id, message.technician_id) == (None, None)
    assert "\x1b" not in message.body


def test_stop_is_heeded_at_once_with_one_confirmation():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.Receive("+15550000001", "STOP"))
    shop.do(c.Receive("+15550000001", "stop"))
    assert [each.address for each in shop.all(OptOut)] == ["+15550000001"]
    assert len(messages(shop, K.OPTED_OUT)) == 1
    shop.do(c.Receive("+15550000001", "START"))
    assert shop.all(OptOut) == []


def test_cancel_stops_texts_and_still_waits_for_somebody():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.Receive("+15550000001", "Cancel"))
    assert shop.all(OptOut)
    assert messages(shop, K.REPLY)[0].handled_at is None


def test_opting_out_by_voice():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.StopTexts("+15550000001", words="said so on the phone"))
    assert shop.all(OptOut)[0].said_by == "ann"
    assert messages(shop) == []
    shop.do(c.StopTexts("+15550000001", stop=False))
    assert shop.all(OptOut) == []


# -- customers


LATE = {"c2": {"window": span("12:00", "13:00"), "window_told_at": at("8:00")}}


def test_a_whole_row_is_told_and_only_those_who_are_late():
    shop = shop_of(
        on_site(1, "11:00", "11:00", left_minutes=120, left_at=at("12:00")),
        visit(2, "12:30"),
        visit(3, "15:30"),
        **LATE,
    )
    outcome = shop.do(c.TellRow(1))
    (late,) = messages(shop)
    assert (late.kind, late.call_id, late.visit_id) == (K.LATE, 2, 2)
    assert late.eta is not None
    assert late.eta > at("14:00")
    assert "Customer 2" in outcome.said
    sent(shop, late)
    assert shop.visit(2).eta_told == late.eta
    with pytest.raises(Refused, match="late without knowing"):
        shop.do(c.TellRow(1))


def test_the_same_fact_is_not_told_twice_and_a_newer_one_overtakes_it():
    shop = shop_of(visit(2, "14:00"), **LATE)
    shop.do(c.TellCustomer(2, K.LATE, eta=at("14:00")))
    with pytest.raises(Refused, match="told just that"):
        shop.do(c.TellCustomer(2, K.LATE, eta=at("14:00")))
    shop.do(c.TellCustomer(2, K.LATE, eta=at("14:40")))
    assert [each.state for each in messages(shop)] == [M.CANCELED, M.QUEUED]


def test_a_move_out_of_the_promised_window_queues_the_text_for_a_moment():
    shop = shop_of(visit(2, "12:30"), **LATE)
    with pytest.raises(NeedsSure):
        shop.do(c.MoveVisit(2, start=at("15:00")))
    outcome = shop.do(c.MoveVisit(2, start=at("15:00"), sure=True))
    (late,) = messages(shop)
    assert (late.kind, late.eta) == (K.LATE, at("15:00"))
    assert late.not_before is not None
    assert late.not_before - shop.now < timedelta(minutes=1)
    assert "text to Customer 2" in outcome.warnings


def test_a_customer_who_is_rung_up_comes_on_the_call_list():
    shop = DeskShop((visit(2, "14:00"),), **LATE)
    outcome = shop.do(c.TellCustomer(2, K.LATE, eta=at("14:00")))
    (todo,) = messages(shop)
    assert todo.channel is Channel.PHONE
    assert "ring up" in outcome.said
    shop.do(c.MarkSaid(todo.id))
    assert (messages(shop)[0].provider, shop.visit(2).eta_told) == ("voice", at("14:00"))


def test_said_on_the_phone_just_now():
    shop = shop_of(visit(2, "14:00"), **LATE)
    shop.do(c.TellCustomer(2, K.LATE, eta=at("14:00"), said=True))
    assert messages(shop)[0].state is M.SENT
    assert shop.visit(2).eta_told_at == shop.now


def test_a_window_nobody_has_said_yet_is_told_by_a_message():
    shop = shop_of(visit(2, "14:00"), **LATE)
    shop.do(c.Promise(2, span("14:00", "16:00"), "running late", told=False))
    (message,) = messages(shop)
    assert (message.kind, shop.call(2).window_told_at) == (K.REPROMISED, None)
    sent(shop, message)
    assert shop.call(2).window_told_at == shop.now


def test_a_canceled_call_says_nothing_more_of_its_arrival():
    shop = shop_of(visit(2, "14:00"), **LATE)
    shop.do(c.TellCustomer(2, K.LATE, eta=at("14:00")))
    shop.do(c.CancelCall(2, "fixed itself"))
    assert messages(shop)[0].state is M.CANCELED


def test_a_withdrawn_message_can_be_queued_again_but_a_sent_one_is_gone():
    shop = shop_of(visit(2, "14:00"), **LATE)
    shop.do(c.TellCustomer(2, K.FREE, "the gate is open"))
    (message,) = messages(shop)
    shop.do(c.WithdrawMessage(message.id))
    assert messages(shop)[0].state is M.CANCELED
    shop.do(c.TellCustomer(2, K.FREE, "the gate is shut"))
    other = messages(shop)[1]
    sent(shop, other)
    with pytest.raises(Refused, match="cannot be taken back"):
        shop.do(c.WithdrawMessage(other.id))


def test_what_nobody_knows_the_fate_of_is_for_a_person_to_say():
    shop = shop_of(visit(2, "14:00"), **LATE)
    shop.do(c.TellCustomer(2, K.LATE, eta=at("14:00")))
    (message,) = messages(shop)
    with pytest.raises(Refused, match="nothing to find out"):
        shop.do(c.ResolveUnknown(message.id, has_left=True))
    shop.store.rows(Message)[message.id] = replace(message, state=M.UNKNOWN)
    shop.do(c.ResolveUnknown(message.id, has_left=True))
    assert shop.visit(2).eta_told == at("14:00")


def test_words_of_ones_own():
    shop = shop_of(visit(1, "13:00"))
    shop.do(c.TextTechnician(1, "gate code 4711"))
    shop.do(c.TellCustomer(1, K.FREE, "we are on it"))
    assert [each.body for each in messages(shop)] == ["gate code 4711", "we are on it"]
    with pytest.raises(Refused, match="nothing to tell"):
        shop.do(c.TellCustomer(1, K.FREE, "  "))


# -- what a trial day taught


def test_asking_again_takes_the_place_of_what_has_not_left():
    shop = shop_of(on_site(1, "11:00", "11:00"), visit(2, "12:30"))
    shop.do(c.AskLeft(1))
    shop.do(c.AskLeft(1, again=True))
    assert [each.state for each in messages(shop, K.CHECK_IN)] == [M.CANCELED, M.QUEUED]


def test_a_technician_is_never_told_to_be_there_in_the_past():
    shop = shop_of(visit(1, "10:40"))
    shop.do(c.SetStatus(1, "dispatch"))
    assert "Be there: 10:40" not in messages(shop, K.THE_CALL)[0].body
    assert "Be there: 12:" in messages(shop, K.THE_CALL)[0].body


def test_a_hold_names_whom_it_lets_down_and_refuses_with_a_way_that_is_open():
    shop = shop_of(visit(2, "14:00"), **LATE)
    assert "Customer 2 was promised" in shop.do(c.HoldCall(2, "waiting for part")).warnings[0]
    shop = shop_of(on_site(1, "11:00", "11:00"))
    with pytest.raises(Refused, match="say done, or cannot 1"):
        shop.do(c.HoldCall(1, "waiting for part"))


def test_a_move_of_what_was_seen_names_who_hears_of_it():
    shop = shop_of(visit(1, "13:00", **TOLD))
    with pytest.raises(NeedsSure, match="T1 Ana has been told of call 1 and will hear"):
        shop.do(c.MoveVisit(1, start=at("14:00")))
