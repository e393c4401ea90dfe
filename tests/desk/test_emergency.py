"""Sending somebody to an emergency, as an act: what it takes, whom it tells, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dispatch_tui.core.commands import ChaseAck, Rest, SendEmergency, SetRule, SetStatus, Start
from dispatch_tui.core.emergency import Leaving
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import (
    CallPhase,
    Channel,
    Lock,
    Message,
    MessageKind,
    MessageState,
    Priority,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.shifts import MINUTE
from dispatch_tui.core.suggest import Factor
from dispatch_tui.core.suggest.weights import RESPONSE_SCALES
from dispatch_tui.desk.alerts.trouble import Trouble
from dispatch_tui.desk.attention import needs_attention
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.emergency import (
    EmergencyView,
    Fate,
    Refit,
    command_of,
    displaced,
    emergency_view,
    looked_at,
    steps_of,
    troubled,
    way_of,
)
from dispatch_tui.desk.emergency_behind import behind
from dispatch_tui.desk.emergency_words import does_words, fate_words, found_words, how_words
from dispatch_tui.desk.reasoning import reasoned
from tests.core.builders import TODAY, at, on_site, span, visit
from tests.desk.shops import DeskShop
from widgets.emergency_lines import off_columns, paint_displaced
from widgets.glyphs import UNICODE

FIRE = 9
K = MessageKind


def burning(*visits: Visit, **calls: Any) -> DeskShop:
    """The shop at noon with call 9 in the tray, which only Ana can do."""
    calls = {"c9": {"skills": ("HVAC",), "minutes": 60}, **calls}
    shop = DeskShop(visits, (FIRE,), **calls)
    for key, technician in shop.store.rows(Technician).items():
        shop.store.rows(Technician)[key] = replace(technician, phone=f"+1614555010{key}")
    return shop


def view_of(shop: DeskShop, rest: Rest = Rest.RETURN) -> tuple[EmergencyView, Any]:
    board = shop.board()
    return emergency_view(board, board.day.calls[FIRE], rest), board


def send(shop: DeskShop, start: Start = Start.NOW, rest: Rest = Rest.RETURN, **more: Any) -> SendEmergency:
    view, board = view_of(shop, rest)
    found = way_of(view, 1, start)
    assert found is not None
    return replace(command_of(view, found, displaced(board, view, found, None)), **more)


def messages(shop: DeskShop, kind: MessageKind) -> list[Message]:
    return [
        each for each in shop.all(Message) if each.kind is kind and each.state is not MessageState.CANCELED
    ]


def test_who_is_free_is_told_and_the_call_is_an_emergency():
    shop = burning()
    outcome = shop.do(send(shop))
    (sent,) = shop.visits_of(FIRE)
    assert (sent.technician_id, sent.state) == (1, VisitState.DISPATCHED)
    assert shop.call(FIRE).priority is Priority.EMERGENCY
    assert outcome.said.startswith("emergency 9: T1 Ana sent, there ")
    assert [each.visit_id for each in messages(shop, K.THE_CALL)] == [sent.id]


def test_work_is_left_and_gone_back_to_in_one_act():
    shop = burning(on_site(1, "11:30", "11:30"), visit(2, "13:00"))
    revision = shop.store.rev
    outcome = shop.do(send(shop))
    assert shop.store.rev == revision + 1, "one act, one line"
    first, back = sorted(shop.visits_of(1), key=lambda one: one.id)
    assert (first.state, first.finished_at) == (VisitState.CANNOT_COMPLETE, at("12:00"))
    assert first.reason == "left for emergency 9"
    assert (back.state, back.technician_id, back.minutes) == (VisitState.TENTATIVE, 1, 30)
    (sent,) = shop.visits_of(FIRE)
    assert sent.slot.end < back.start < shop.visit(2).start
    assert "leaves 1 and is back" in outcome.said
    assert "1 pushed back" in outcome.said
    assert [each.body[:30] for each in messages(shop, K.FREE)] == ["Emergency: please leave call 1"]
    assert not messages(shop, K.OFF)
    assert not shop.board().conflicts()
    row = shop.board().forecasts[1]
    assert row.visits[back.id].late_minutes == 0, "the window bound the first arrival"


def test_why_somebody_was_sent_is_kept_and_why_others_were_put_off():
    shop = burning(on_site(1, "11:30", "11:30"), visit(2, "13:00"))
    board = shop.board()
    command = reasoned(send(shop), board)
    assert isinstance(command, SendEmergency)
    assert reasoned(command, board) is command
    shop.do(command)
    (sent,) = shop.visits_of(FIRE)
    kept = shop.store.becauses(TODAY).get(sent.id)
    assert kept is not None
    assert (kept.by, kept.technician_id, kept.start) == ("emergency", 1, sent.start)
    assert kept.failed == (), "whoever is put elsewhere for it is not in its way"
    response = next(each for each in kept.points if each.factor is Factor.RESPONSE)
    assert response.raw == (sent.start - at("12:00")) / MINUTE
    assert response.scale == RESPONSE_SCALES[Priority.EMERGENCY]
    pushed = shop.store.becauses(TODAY).get(2)
    assert pushed is not None
    assert (pushed.by, pushed.visit_id) == ("emergency", 2)


@pytest.mark.parametrize("start", list(Start))
def test_a_standing_emergency_is_explained_where_it_goes(start: Start):
    shop = burning(on_site(1, "11:30", "11:30"), visit(3, "16:00", call_id=3), c3={"skills": ("HVAC",)})
    view, board = view_of(shop)
    view = emergency_view(board, board.day.calls[3])
    found = way_of(view, 1, start)
    assert found is not None
    command = reasoned(command_of(view, found, displaced(board, view, found, None), sure=True), board)
    shop.do(command)
    kept = shop.store.becauses(TODAY).get(3)
    assert kept is not None
    assert kept.start == shop.visit(3).start < at("16:00")


def test_what_is_left_may_go_to_the_tray():
    shop = burning(on_site(1, "11:30", "11:30"))
    outcome = shop.do(send(shop, rest=Rest.TRAY))
    assert shop.call(1).phase is CallPhase.OPEN
    assert shop.call(1).minutes == 30
    assert "30m back in the tray" in outcome.said


@pytest.mark.parametrize(
    ("state", "word"), [(VisitState.EN_ROUTE, "turns round from 1"), (VisitState.DISPATCHED, "taken off 1")]
)
def test_who_is_on_the_way_or_told_hears_that_it_is_off(state: VisitState, word: str):
    under_way = {"enroute_at": at("11:50")} if state is VisitState.EN_ROUTE else {}
    told = visit(1, "12:20", state=state, since=at("11:50"), dispatched_at=at("11:40"), **under_way)
    shop = burning(told, c1={"window": span("12:00", "13:00"), "window_told_at": at("8:00")})
    outcome = shop.do(send(shop))
    assert word in outcome.said
    assert shop.visit(1).state is VisitState.TENTATIVE
    assert shop.visit(1).start > at("13:00"), "pushed behind the emergency"
    assert [each.visit_id for each in messages(shop, K.OFF)] == [1]


def test_after_the_present_call_nobody_is_told_of_anything_yet():
    shop = burning(on_site(1, "11:30", "11:30"), visit(2, "12:45"))
    outcome = shop.do(send(shop, Start.AFTER))
    (sent,) = shop.visits_of(FIRE)
    assert sent.state is VisitState.TENTATIVE
    assert shop.visit(1).state is VisitState.ON_SITE
    assert shop.visit(1).slot.end <= sent.start < shop.visit(2).start
    assert "goes after 1, there" in outcome.said
    assert not [each for each in shop.all(Message) if each.technician_id == 1]
    shop.do(SetStatus(1, "done"), now=at("12:30"))
    shop.do(SetStatus(sent.id, "dispatch"), now=at("12:30"))
    assert [each.visit_id for each in messages(shop, K.THE_CALL)] == [sent.id]


@pytest.mark.parametrize(("rule", "told"), [("ask", 0), ("auto", 1), ("off", 0)], ids=["ask", "auto", "off"])
def test_displaced_customers_hear_of_it_as_the_shop_says(rule: str, told: int):
    promised = {"window": span("12:45", "13:00"), "window_told_at": at("8:00"), "channel": Channel.TEXT}
    shop = burning(visit(2, "12:50"), c2=promised)
    customer = shop.all(type(shop.board().day.customers[2]))[1]
    shop.store.rows(type(customer))[2] = replace(customer, phone="+16145550199")
    shop.do(SetRule("tell-late", rule))
    shop.do(send(shop))
    assert len(messages(shop, K.LATE)) == told
    assert shop.visit(2).start > at("13:00")
    assert not messages(shop, K.CHANGED), "the technician never saw it"


def test_a_call_that_stands_with_somebody_is_taken_from_them():
    standing = visit(FIRE, "14:00", id=5, technician_id=2, state=VisitState.DISPATCHED, since=at("11:00"))
    shop = burning(standing)
    shop.do(send(shop))
    (sent,) = shop.visits_of(FIRE)
    assert (sent.id, sent.technician_id, sent.state) == (5, 1, VisitState.DISPATCHED)
    assert [each.technician_id for each in messages(shop, K.OFF)] == [2]


def test_what_must_not_be_is_refused():
    begun = visit(FIRE, "11:00", id=5, state=VisitState.ON_SITE, since=at("11:00"), arrived_at=at("11:00"))
    shop = burning(begun)
    with pytest.raises(Refused, match="T1 is at 9 already"):
        view_of(shop)
    with pytest.raises(Refused, match="T1 Ana is at 9 already"):
        shop.do(SendEmergency(FIRE, 1, at("12:30")))
    shop = burning()
    with pytest.raises(NeedsSure, match="T2 Bo lacks HVAC"):
        shop.do(SendEmergency(FIRE, 2, at("12:30")))
    assert shop.do(SendEmergency(FIRE, 2, at("12:30"), sure=True)).visit_id
    shop = burning()
    with pytest.raises(NeedsSure, match="does not work at 18:00"):
        shop.do(SendEmergency(FIRE, 1, at("18:00")))
    shop = burning(visit(1, "12:01", lock=Lock.TIME))
    with pytest.raises(Refused, match="1 is locked to its time"):
        send(shop)


def test_the_plan_says_what_becomes_of_whom_in_words():
    promised = {"window": span("12:45", "13:00"), "window_told_at": at("8:00")}
    shop = burning(on_site(1, "11:30", "11:30"), visit(2, "12:50"), visit(3, "16:30"), c2=promised)
    view, board = view_of(shop)
    now, after = view.candidates
    assert (now.reach.leaves, after.reach.start) == (Leaving.WORK, Start.AFTER)
    put_off = displaced(board, view, now, None)
    assert [(one.line.call.id, one.fate) for one in put_off] == [(2, Fate.PUSHED)]
    assert put_off[0].late_minutes > 0
    assert put_off[0].told
    assert how_words(board.day, now) == "leaves 1, 30m left"
    assert how_words(board.day, after) == "after 1, free 12:30"
    assert fate_words(board.day, put_off[0], 1).startswith("pushed to ")
    words = does_words(board.day, view, now, put_off)
    assert "T1 Ana leaves 1 now, there " in words
    assert "1 pushed back, 1 late; 1 of them knows other times" in words
    assert [line.call.id for line in troubled(now)] == [2]
    facts = looked_at(board.day, view, now, put_off)
    assert {(one.kind, one.id) for one in facts} == {("call", FIRE), ("visit", 1), ("visit", 2)}


def test_what_the_planner_finds_replaces_pushing():
    promised = {"window": span("12:45", "13:00"), "window_told_at": at("8:00")}
    other = visit(7, "15:00", technician_id=2)
    shop = burning(visit(2, "12:50"), visit(3, "13:55"), other, c2=promised)
    view, board = view_of(shop)
    found = view.candidates[0]
    pushed = displaced(board, view, found, None)
    assert [one.line.call.id for one in pushed] == [2, 3]
    refit = Refit({2: (2, at("12:50"), 0)}, {7: None}, frozenset({2}))
    put_off = displaced(board, view, found, refit)
    becomes = {one.line.call.id: (one.fate, one.technician_id) for one in put_off}
    assert becomes == {2: (Fate.MOVED, 2), 7: (Fate.TRAY, None)}, "with 2 gone 3 need not wait"
    steps = steps_of(put_off)
    shop.do(replace(send(shop), steps=steps))
    assert shop.visit(2).technician_id == 2
    assert shop.call(7).phase is CallPhase.OPEN
    assert shop.visit(3).start == at("13:55")


def test_who_waits_behind_somebody_the_planner_moves_to_their_row_is_seen():
    promised = {"window": span("12:45", "13:00"), "window_told_at": at("8:00")}
    theirs = (visit(7, "13:00", technician_id=2), visit(8, "16:00", technician_id=2))
    shop = burning(visit(2, "12:50"), visit(3, "13:55"), *theirs, c2=promised)
    view, board = view_of(shop)
    found = view.candidates[0]
    assert behind(board, displaced(board, view, found, None), 1) == (), "pushed back: nobody else's row"
    put_off = displaced(board, view, found, Refit({2: (2, at("12:50"), 0)}, {}, frozenset({2})))
    (late,) = behind(board, put_off, 1)
    assert (late.line.call.id, late.fate, late.technician_id) == (7, Fate.STAYS, 2)
    assert late.eta is not None
    assert late.eta >= at("13:50"), "after the hour of 2, and the drive"
    assert late.line.after.short_minutes >= 50
    whole = (*put_off, late)
    assert steps_of(whole) == steps_of(put_off), "their plan stays"
    assert found_words(whole) == "1 elsewhere, 1 pushed back"
    line = paint_displaced(late, board.day, off_columns(140), 140, UNICODE, odd=False).text()
    assert "(T2, travel " in line
    assert "stays, arrival 14:08" in line


# -- nobody has acknowledged


def dispatched(shop: DeskShop) -> Visit:
    shop.do(send(shop))
    (sent,) = shop.visits_of(FIRE)
    return sent


def unseen(shop: DeskShop, now: str) -> list[str]:

    board = BoardKeeper(shop.store.board(TODAY), at(now)).board
    return [
        item.words
        for item in needs_attention(board)
        if item.trouble in (Trouble.UNSEEN, Trouble.URGENT_UNSEEN)
    ]


def test_no_answer_becomes_an_alert_with_its_steps_and_each_is_taken_once():
    shop = burning()
    sent = dispatched(shop)
    assert unseen(shop, "12:02") == []
    assert unseen(shop, "12:03") == [
        "not acknowledged since 12:00: ask again 12:03, ring 12:06, give away 12:09"
    ]
    said = shop.do(ChaseAck(sent.id), now=at("12:04")).said
    assert said == "T1 Ana asked again to acknowledge 9"
    asking = shop.all(Message)[-1]
    assert asking.topic == f"ack:{sent.id}"
    assert "sent to you at 12:00" in asking.body
    with pytest.raises(Refused, match="asked again 12:04"):
        shop.do(ChaseAck(sent.id), now=at("12:05"))
    assert unseen(shop, "12:06") == []
    (words,) = unseen(shop, "12:07")
    assert words == "not acknowledged since 12:00, asked again 12:04: ring 12:07, give away 12:10"
    shop.do(ChaseAck(sent.id, ring=True), now=at("12:07"))
    with pytest.raises(Refused, match="on the call list"):
        shop.do(ChaseAck(sent.id, ring=True), now=at("12:08"))
    assert shop.do(ChaseAck(sent.id, said=True), now=at("12:08")).said.startswith("T1 Ana rung up about 9")
    (words,) = unseen(shop, "12:12")
    assert words.endswith("asked again 12:04, rung 12:08: give away 12:11")


def test_an_acknowledgement_ends_it():
    shop = burning()
    sent = dispatched(shop)
    shop.do(ChaseAck(sent.id), now=at("12:04"))
    asking = shop.all(Message)[-1]
    shop.store.rows(Message)[asking.id] = replace(asking, state=MessageState.SENT, sent_at=at("12:04"))
    shop.do(SetStatus(sent.id, "ack"), now=at("12:05"))
    assert unseen(shop, "13:00") == []
    assert shop.store.rows(Message)[asking.id].handled_at == at("12:05")
    with pytest.raises(Refused, match="is acknowledged"):
        shop.do(ChaseAck(sent.id), now=at("12:06"))


def test_who_is_released_and_sent_again_is_waited_for_anew():
    shop = burning()
    sent = dispatched(shop)
    shop.do(ChaseAck(sent.id), now=at("12:04"))
    shop.do(SetStatus(sent.id, "release"), now=at("12:05"))
    shop.do(SetStatus(sent.id, "dispatch"), now=at("12:30"))
    assert unseen(shop, "12:33")[0].endswith("ask again 12:33, ring 12:36, give away 12:39")
    shop.do(ChaseAck(sent.id), now=at("12:34"))
