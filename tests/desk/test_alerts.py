"""Alerts: what triggers each, what people say of them, and that keeping them up is as reckoning them anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_tui.core.commands import CareFor, HoldCall
from dispatch_tui.core.day import News
from dispatch_tui.core.errors import Missing, Refused
from dispatch_tui.core.model import (
    AlertCare,
    CallPhase,
    Channel,
    Lock,
    Message,
    MessageKind,
    MessageState,
    Priority,
    Shop,
    Visit,
    VisitState,
)
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.desk.alerts.bell import GAP, AlertBell
from dispatch_tui.desk.alerts.cures import cause_of, cure_of
from dispatch_tui.desk.alerts.keeper import Alert, AlertKeeper, alerts_of, awake, is_worse
from dispatch_tui.desk.alerts.trouble import Attention, Trouble, by_weight
from dispatch_tui.desk.attention import needs_attention
from dispatch_tui.desk.board import Board, BoardKeeper
from tests.core.builders import NOON, TODAY, at, call, en_route, minutes, on_site, paused, span, visit
from tests.desk.shops import DeskShop
from tests.widgets.boards import boards, small_board

T = Trouble
S = VisitState


def shop_with(
    *visits: Visit, rules: dict[str, str] | None = None, now: str = "12:00", **more: object
) -> Board:
    shop = DeskShop(tuple(visits), **more)  # type: ignore[arg-type]
    with_rules(shop, rules or {})
    shop.now = at(now)
    return shop.board()


def with_rules(shop: DeskShop, rules: dict[str, str]) -> None:
    (kept,) = shop.all(Shop)
    shop.store.rows(Shop)[kept.id] = replace(kept, rules={"traffic": "", **rules})


def found(board: Board, trouble: Trouble) -> list[Attention]:
    return [item for item in needs_attention(board) if item.trouble is trouble]


# -- triggers


def test_a_late_visit_counts_from_the_minutes_the_shop_says():
    window = {"c1": {"window": span("12:00", "12:30")}}
    late = (on_site(2, "11:00", "11:30", minutes=90), visit(1, "12:10"))
    (item,) = found(shop_with(*late, **window), T.LATE)
    assert item.text == f"1 Ana late {item.minutes}m"
    assert item.minutes > 30
    assert item.key == "late:visit:1"
    assert not found(shop_with(*late, rules={"alert-late": str(item.minutes + 1)}, **window), T.LATE)


def test_running_over_says_by_how_much_and_not_before_its_minutes():
    board = shop_with(on_site(1, "10:50", "10:50"))
    (item,) = found(board, T.RUNNING_OVER)
    assert (item.text, item.minutes) == ("1 Ana running over 10m", 10)
    assert not found(shop_with(on_site(1, "10:58", "10:58")), T.RUNNING_OVER)
    said = on_site(1, "10:50", "10:50", left_minutes=30, left_at=at("11:45"))
    assert not found(shop_with(said), T.RUNNING_OVER), "a new time was said, and it is not over yet"


def test_the_next_call_is_to_be_dispatched_before_they_must_leave():
    ahead, later = visit(1, "13:00"), visit(2, "15:00")
    leaves = at("13:00") - minutes(shop_with(ahead).forecast_of(ahead).leg.minutes)
    board = shop_with(ahead, later)
    for now, count in ((leaves - minutes(11), 0), (leaves - minutes(10), 1), (leaves + minutes(5), 1)):
        items = found(BoardKeeper(board.day, now).board, T.UNDISPATCHED)
        assert [item.visit_id for item in items] == [1] * count, "only the next one"
    (item,) = items
    assert item.minutes == 15
    assert "1 Ana not dispatched, is to leave 12:" in item.text


def test_nobody_is_to_be_dispatched_while_they_have_a_call_or_are_off():
    busy = on_site(3, "11:30", "11:30")
    assert not found(shop_with(busy, visit(1, "12:05")), T.UNDISPATCHED)
    assert not found(shop_with(visit(1, "18:00"), now="18:00"), T.UNDISPATCHED)


@pytest.mark.parametrize(
    ("standing", "words", "due"),
    [
        (
            visit(1, "12:00", state=S.DISPATCHED, since=at("8:00"), dispatched_at=at("8:00")),
            "not under way, was to leave 11:",
            True,
        ),
        (
            visit(1, "11:00", state=S.DISPATCHED, since=at("12:10"), dispatched_at=at("12:10")),
            "not under way, was to leave 12:10",
            False,
        ),
        (visit(1, "12:00", state=S.ACKNOWLEDGED, since=at("8:00")), "not under way, was to leave 11:", True),
        (en_route(1, "12:00", "11:30"), "on the way since 11:30, a drive of", True),
        (en_route(1, "12:00", "12:05"), "on the way since 12:05", False),
        (paused(1, "11:00", "11:00", "11:30"), "paused since 11:30", True),
        (paused(1, "11:00", "11:00", "11:50"), "paused since 11:50", False),
    ],
)
def test_a_status_that_should_have_been_followed_by_now(standing: Visit, words: str, due: bool):
    items = found(shop_with(standing, now="12:20"), T.STALE)
    assert bool(items) is due
    assert all(words in item.text and item.key == "stale:visit:1" for item in items)


def test_no_answer_is_said_as_no_answer_yet():
    asked = on_site(1, "11:00", "11:00", asked_at=at("11:40"))
    follows = visit(2, "12:30")
    (item,) = found(shop_with(asked, follows), T.SILENT)
    assert item.text == "1 Ana no answer yet, asked 11:40"
    assert item.minutes == 20
    assert not found(shop_with(asked, follows, rules={"answer-patience": "21"}), T.SILENT)
    answered = replace(asked, answered_at=at("11:45"))
    assert not found(shop_with(answered, follows), T.SILENT)


def test_a_part_that_is_missing_before_the_visit():
    missing = {"c1": {"part": "blower motor"}}
    (item,) = found(shop_with(visit(1, "15:00"), **missing), T.PART)
    assert item.text == "1 Ana part missing: blower motor, visit at 15:00"
    assert not found(shop_with(visit(1, "15:00"), rules={"alert-part": "60"}, **missing), T.PART)
    ready = {"c1": {"part": "blower motor", "part_ready_at": at("11:00")}}
    assert not found(shop_with(visit(1, "15:00"), **ready), T.PART)


def test_an_emergency_in_the_tray():
    waits = {"c5": {"priority": Priority.EMERGENCY, "received_at": at("11:35")}}
    (item,) = found(shop_with(waiting=(5,), **waits), T.EMERGENCY)
    assert (item.text, item.key) == ("5 emergency waits 25m", "emergency:call:5")
    assert not found(shop_with(waiting=(5,), rules={"alert-emergency": "26"}, **waits), T.EMERGENCY)


def test_a_hold_is_due_on_its_day_or_as_long_before_as_the_shop_says():
    def held(days: int, **rules: str) -> list[Attention]:
        shop = DeskShop(waiting=(5,))
        shop.do(HoldCall(5, "waiting for a part", TODAY + minutes(1440 * days)))
        with_rules(shop, {key.replace("_", "-"): value for key, value in rules.items()})
        return found(shop.board(), T.HOLD)

    (today,) = held(0)
    assert today.text == "5 hold due today: waiting for a part"
    assert today.key == "hold:call:5"
    assert not held(1)
    assert held(2, alert_hold="2")[0].minutes == 0
    assert held(-1)[0].minutes > 1440


def message(key: int, state: MessageState, body: str = "hello", **fields: object) -> Message:
    made = Message(MessageKind.FREE, Channel.TEXT, body, f"k{key}", at("11:50"), state, id=key)
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "trouble", "text"),
    [
        (
            message(7, MessageState.FAILED, error="no such number", customer_id=1),
            T.FAILED,
            "not reached: no such",
        ),
        (message(7, MessageState.UNKNOWN, customer_id=1), T.UNKNOWN, "Customer 1 may have been told or not"),
        (
            message(7, MessageState.RECEIVED, "Please CANCEL us", customer_id=1),
            T.CANCEL,
            "says cancel: Please",
        ),
        (message(7, MessageState.RECEIVED, "cancel?", technician_id=1), T.UNREAD, "Ana writes: cancel?"),
        (message(7, MessageState.RECEIVED, "dog?", address="+16145550100"), T.UNREAD, "614-555-0100 writes"),
        (message(7, MessageState.QUEUED), None, ""),
        (message(7, MessageState.BLOCKED), None, ""),
    ],
)
def test_messages_that_somebody_must_see_to(one: Message, trouble: Trouble | None, text: str):
    shop = DeskShop((visit(1, "15:00"),))
    shop.store.rows(Message)[one.id] = one
    items = [item for item in needs_attention(shop.board()) if item.message_id == 7]
    assert [item.trouble for item in items] == ([trouble] if trouble else [])
    assert all(text in item.text and item.key == "message:7" and item.minutes == 10 for item in items)


def test_every_kind_has_a_cause_and_a_cure():
    for trouble in Trouble:
        assert cause_of(trouble).value
        assert cure_of(trouble).value
    assert [trouble.rank for trouble in Trouble] == list(range(len(Trouble)))


# -- what people say of them


def emergency(rules: dict[str, str] | None = None) -> DeskShop:
    shop = DeskShop(waiting=(5,), c5={"priority": Priority.EMERGENCY, "received_at": at("11:35")})
    with_rules(shop, rules or {})
    return shop


KEY = "emergency:call:5"


def test_snoozed_at_the_end_until_its_time():
    shop = emergency()
    outcome = shop.do(CareFor(KEY, until=at("12:15"), level=25))
    assert outcome.said == "emergency 5 snoozed until 12:15"
    (alert,) = alerts_of(shop.board())
    assert alert.snoozed
    assert alert.snoozed_until == at("12:15")
    assert awake((alert,)) == ()
    shop.now = at("12:14")
    assert alerts_of(shop.board())[0].snoozed, "that it has waited longer is nothing new"
    shop.now = at("12:15")
    (alert,) = alerts_of(shop.board())
    assert (alert.snoozed, alert.worse) == (False, False)


def test_a_snooze_ends_when_it_gets_worse():
    rules = Rules.of(Shop(rules={"worse": "10"}))
    care = AlertCare("late:visit:1", NOON, snoozed_until=at("13:00"), snoozed_level=20)

    def worse(trouble: Trouble, level: int, now: datetime) -> bool:
        return is_worse(Attention(trouble, "1", "x", level, visit_id=1), care, now, rules)

    assert not worse(T.LATE, 29, NOON)
    assert worse(T.LATE, 30, NOON)
    assert not worse(T.STALE, 35, NOON + minutes(15)), "15 of them are the time that passed"
    assert worse(T.STALE, 45, NOON + minutes(15))


def test_what_got_worse_comes_back_marked():
    visits = (on_site(2, "11:00", "11:30", minutes=90), visit(1, "12:10"))
    shop = DeskShop(visits, c1={"window": span("12:00", "12:30")})
    with_rules(shop, {})
    level = alerts_of(shop.board())[0].level
    shop.do(CareFor("late:visit:1", until=at("14:00"), level=level))
    late = next(alert for alert in alerts_of(shop.board()) if alert.trouble is T.LATE)
    assert late.snoozed
    longer = replace(shop.visit(2), minutes=110)
    shop.store.rows(Visit)[2] = longer
    late = next(alert for alert in alerts_of(shop.board()) if alert.trouble is T.LATE)
    assert (late.snoozed, late.worse, late.level) == (False, True, level + 20)


def test_owning_waking_and_owning_no_more():
    shop = emergency()
    assert shop.do(CareFor(KEY, owner="ann")).said == "ann looks after emergency 5"
    shop.do(CareFor(KEY, until=at("12:30"), level=25))
    (alert,) = alerts_of(shop.board())
    assert (alert.owner, alert.snoozed) == ("ann", True)
    assert shop.do(CareFor(KEY, wake=True)).said == "emergency 5 is awake again"
    assert not alerts_of(shop.board())[0].snoozed
    assert shop.do(CareFor(KEY, owner="")).said == "nobody looks after emergency 5"
    assert alerts_of(shop.board())[0].owner == ""
    assert len(shop.all(AlertCare)) == 1, "one record for one alert"


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (CareFor(KEY), "nothing said"),
        (CareFor(KEY, until=at("12:00")), "in the future"),
        (CareFor("late", owner="ann"), "is no alert"),
        (CareFor("late:visit:99", owner="ann"), "no Visit 99"),
    ],
)
def test_what_cannot_be_said_of_an_alert(command: CareFor, word: str):
    shop = emergency()
    with pytest.raises((Refused, Missing), match=word):
        shop.do(command)
    assert not shop.all(AlertCare)


def test_names_of_alerts_in_the_log():
    shop = DeskShop((visit(4, "13:00"),))
    shop.store.rows(Message)[7] = message(7, MessageState.FAILED)
    until = at("13:00")
    assert shop.do(CareFor("late:visit:4", until=until)).said == "late 4 snoozed until 13:00"
    assert (
        shop.do(CareFor("overtime:technician:1", until=until)).said == "overtime T1 Ana snoozed until 13:00"
    )
    assert shop.do(CareFor("message:7", owner="bob")).said == "bob looks after message 7"


# -- kept up


@given(boards(), st.data())
@settings(max_examples=60, deadline=None)
def test_keeping_alerts_up_is_as_reckoning_them_anew(board: Board, data: st.DataObject):
    keeper, alerts = BoardKeeper(board.day, board.now), AlertKeeper()
    now = board.now
    for step in range(data.draw(st.integers(1, 6))):
        visits = sorted(keeper.board.day.visits.values(), key=lambda one: one.id)
        match data.draw(st.sampled_from(["tick", "asked", "part", "care", "rules", "hold"])):
            case "asked" if visits:
                chosen = data.draw(st.sampled_from(visits))
                news = (replace(chosen, asked_at=now - minutes(15)),)
            case "part" if visits:
                chosen = data.draw(st.sampled_from(visits))
                news = (replace(keeper.board.day.calls[chosen.call_id], part="pump"),)
            case "care" if alerts_of(keeper.board):
                alert = data.draw(st.sampled_from(alerts_of(keeper.board)))
                until = now + minutes(data.draw(st.integers(1, 60)))
                news = (AlertCare(alert.key, now, "ann", until, alert.level, id=step + 1),)
            case "rules":
                rules = {"alert-over": str(data.draw(st.integers(1, 60))), "alert-stale": "5"}
                news = (replace(keeper.board.day.shop, rules=rules),)
            case "hold":
                news = (call(6000, hold_reason="x", hold_until=TODAY, phase=CallPhase.ON_HOLD),)
            case _:
                now += minutes(data.draw(st.integers(1, 90)))
                keeper.tick(now)
                news = ()
        if news:
            keeper.take(News(keeper.board.day.rev + 1, records=news), now)
        kept = alerts.of(keeper.board)
        assert sorted(map(str, kept)) == sorted(map(str, alerts_of(keeper.board)))
        assert alerts.of(keeper.board) is kept
        up, asleep = awake(kept), [alert for alert in kept if alert.snoozed]
        assert [*up, *asleep] == list(kept), "what is snoozed is at the end"
        assert [by_weight(a.about) for a in up] == sorted(by_weight(a.about) for a in up)
        assert len({alert.key for alert in kept}) == len(kept)


def test_a_row_that_did_not_move_is_not_reckoned_anew():
    keeper, alerts = BoardKeeper(small_board().day, NOON), AlertKeeper()
    before = alerts.of(keeper.board)
    ahead = keeper.board.day.visits[4021]
    keeper.take(News(2, records=(replace(ahead, lock=Lock.BOTH),)), NOON)
    after = alerts.of(keeper.board)
    assert after == before
    clashes = [alert.about for alert in before if alert.trouble is T.CONFLICT]
    assert len(clashes) == 2
    assert all(any(kept.about is one for kept in after) for one in clashes)


# -- the bell


def alert(key: int, snoozed: bool = False) -> Alert:
    about = Attention(T.LATE, str(key), "late", 5, 1, key, key)
    return Alert(about, snoozed_until=NOON if snoozed else None)


def test_the_bell_rings_once_for_a_burst_and_never_on_opening():
    bell = AlertBell()
    assert not bell.rings(TODAY, [alert(1)], True, 0.0)
    assert not bell.rings(TODAY, [alert(1)], True, 1.0)
    assert bell.rings(TODAY, [alert(1), alert(2), alert(3)], True, 2.0)
    assert not bell.rings(TODAY, [alert(1), alert(2), alert(3)], True, 30.0)
    assert not bell.rings(TODAY, [], True, 60.0)
    assert bell.rings(TODAY, [alert(1)], True, 90.0), "it had gone, and is back"


def test_what_comes_too_soon_after_a_ring_waits_and_rings_if_it_stays():
    bell = AlertBell()
    bell.rings(TODAY, [], True, 0.0)
    assert bell.rings(TODAY, [alert(1)], True, 1.0)
    assert not bell.rings(TODAY, [alert(1), alert(2), alert(3)], True, 2.0)
    assert not bell.rings(TODAY, [alert(1), alert(3)], True, GAP)
    assert bell.rings(TODAY, [alert(1), alert(3)], True, GAP + 1)
    assert not bell.rings(TODAY, [alert(1), alert(4)], True, GAP + 2)
    assert not bell.rings(TODAY, [alert(1)], True, 3 * GAP), "it had gone before its ring"


def test_the_bell_is_silent_for_what_is_snoozed_not_wanted_or_of_another_day():
    bell = AlertBell()
    bell.rings(TODAY, [], True, 0.0)
    assert not bell.rings(TODAY, [alert(1, snoozed=True)], True, 1.0)
    assert bell.rings(TODAY, [alert(1)], True, 2.0), "awake again"
    assert not bell.rings(TODAY, [alert(1), alert(2)], False, 60.0)
    assert not bell.rings(TODAY, [alert(1), alert(2)], True, 61.0), "switched on, but nothing new"
    other = TODAY.replace(day=25)
    assert not bell.rings(other, [alert(8), alert(9)], True, 99.0)
