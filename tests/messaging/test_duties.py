"""What is due: check-ins, late notices where the shop tells by itself, reminders. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from dispatch_tui.core.commands import AskLeft, TellCustomer, TellRow
from dispatch_tui.core.model import MessageKind, Shop, Span, Visit, VisitState
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.messaging.duties import days_to_remind, due_acts, due_reminders
from tests.core.builders import TODAY, at
from tests.desk.shops import DeskShop


def visit(key: int, call: int, start: str, tech: int = 1, **fields: Any) -> Visit:
    return Visit(call, tech, at(start), 60, TODAY, id=key, revs=(1,) * 6, **fields)


AT_WORK = visit(1, 101, "11:00", state=VisitState.ON_SITE, since=at("11:00"), arrived_at=at("11:00"))
NEXT = visit(2, 102, "12:25")


def board(*visits: Visit, rules: dict[str, str] | None = None, at_time: str = "12:00", **calls: Any) -> Board:
    shop = DeskShop(visits, **calls)
    row = shop.store.rows(Shop)
    row[1] = replace(row[1], rules=rules or {})
    return BoardKeeper(shop.store.board(TODAY), at(at_time)).board


def late(window: str) -> dict[str, Any]:
    return {"c102": {"window": Span(at("11:00"), at(window))}}


def test_a_check_in_when_it_is_due_under_the_name_of_its_visit():
    assert due_acts(board(AT_WORK, NEXT, at_time="11:50"), at("11:50")) == []
    assert (
        due_acts(board(AT_WORK, NEXT, at_time="11:56"), at("11:56")) == []
    )  # done at 12:00, in four minutes
    over = board(AT_WORK, NEXT, at_time="12:01")
    assert due_acts(over, at("12:01")) == [("checkin-1", AskLeft(1))]


def test_late_notices_are_the_shops_to_ask_for():
    for how, expected in (("ask", 0), ("off", 0), ("auto", 1)):
        found = due_acts(
            board(AT_WORK, NEXT, rules={"tell-late": how, "check-in": "off"}, **late("12:10")), at("12:00")
        )
        assert len(found) == expected
    assert found[0][1] == TellRow(1)


def test_a_new_arrival_is_another_act_and_the_same_is_the_same():
    rules = {"tell-late": "auto", "check-in": "off"}
    uids = [
        due_acts(board(AT_WORK, NEXT, rules=rules, at_time=now, **late("12:10")), at(now))[0][0]
        for now in ("12:01", "12:02", "12:40")
    ]
    assert uids[0] == uids[1] != uids[2]
    assert uids[0].startswith("late-1-2@")


def test_who_knows_is_not_told_again():
    first = board(AT_WORK, NEXT, rules={"tell-late": "auto", "check-in": "off"}, **late("12:10"))
    eta = first.forecasts[1].visits[2].eta
    told = replace(NEXT, eta_told=eta, eta_told_at=at("11:59"))
    assert (
        due_acts(
            board(AT_WORK, told, rules={"tell-late": "auto", "check-in": "off"}, **late("12:10")), at("12:00")
        )
        == []
    )


def reminders(now: str, call: dict[str, Any] | None = None, lead: str = "60", **fields: Any) -> list[Any]:
    given = {"window": Span(at("14:00"), at("16:00")), **(call or {})}
    found = board(visit(2, 102, "14:30", **fields), rules={"remind-lead": lead}, c102=given)
    return due_reminders(found.day, at(now))


def test_a_reminder_within_its_lead_and_not_after_the_window_has_begun():
    window = Span(at("14:00"), at("16:00"))
    assert [bool(reminders(now)) for now in ("12:59", "13:00", "13:59", "14:00")] == [
        False,
        True,
        True,
        False,
    ]
    ((uid, command),) = reminders("13:00")
    assert uid == f"remind-102-{window.start:%Y%m%dT%H%M}-{window.end:%H%M}"
    assert command == TellCustomer(102, MessageKind.REMINDER, window=window)
    assert reminders("13:00", lead="0") == []


def test_no_reminder_of_what_was_just_said_or_is_happening():
    assert reminders("13:30", {"window_told_at": at("13:10")}) == []
    assert reminders("13:30", {"window_told_at": at("9:00")}) != []
    assert reminders("13:30", {"window": None}) == []
    under_way = {"state": VisitState.EN_ROUTE, "since": at("13:20"), "enroute_at": at("13:20")}
    assert reminders("13:30", **under_way) == []
    assert reminders("13:30", state=VisitState.CANCELED) == []


def test_a_window_promised_anew_is_reminded_of_anew():
    moved = Span(at("15:00"), at("16:00"))
    assert reminders("14:10", {"window": moved})[0][0] != reminders("13:10")[0][0]


def test_days_ahead_are_read_as_far_as_the_lead_reaches():
    for lead, now, days in (
        ("0", "12:00", 0),
        ("60", "12:00", 0),
        ("60", "23:30", 1),
        ("1440", "9:00", 1),
        ("2880", "9:00", 2),
    ):
        day = board(NEXT, rules={"remind-lead": lead}).day
        assert days_to_remind(day, at(now)) == days


def test_nothing_to_do_is_nothing():
    quiet = board()
    assert due_acts(quiet, at("12:00")) == due_reminders(quiet.day, at("12:00") + timedelta(hours=1)) == []
