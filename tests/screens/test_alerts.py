"""The alert screen: what is wrong, weightiest first; its cause, its cure, peace from it; and the bell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from dispatch_tui.core.commands import CareFor, SetRule
from dispatch_tui.core.model import (
    Call,
    CallPhase,
    Channel,
    Customer,
    Message,
    MessageKind,
    MessageState,
    Visit,
    VisitState,
)
from dispatch_tui.desk.alerts.keeper import Alert, awake
from dispatch_tui.desk.alerts.trouble import Trouble
from dispatch_tui.desk.ports import Workspace
from dispatch_tui.keymap import Mode
from tests.screens.driving import Console, opened
from tests.screens.talk import write

T = Trouble


async def front(console: Console, name: str) -> None:
    await console.until(lambda: type(console.screen).__name__ == name, name)


async def at_alert(console: Console, trouble: Trouble) -> Alert:
    """The alert screen, with the cursor on the first alert of a kind."""
    await console.press("f3")
    await front(console, "AlertsScreen")
    screen = console.screen
    await console.until(lambda: screen.list.rows, "alerts")
    at = next(i for i, row in enumerate(screen.list.rows) if row.alert.trouble is trouble)
    await console.press("g", "g", *("j" * at))
    await console.until(lambda: screen.alert is not None and screen.alert.trouble is trouble)
    found: Alert = screen.alert
    return found


def put_message(shop: Path, state: MessageState, body: str, **fields: Any) -> tuple[int, Customer]:
    """A message to or from some customer of the day."""

    def job(work: Workspace) -> tuple[int, Customer]:
        customer = work.get(Customer, 1)
        kind = MessageKind.REPLY if state is MessageState.RECEIVED else MessageKind.ON_THE_WAY
        made = Message(kind, Channel.TEXT, body, f"test {body}", work.now, state, customer_id=customer.id)
        return work.add(replace(made, address="+16145550100", **fields)).id, customer

    found: tuple[int, Customer] = write(shop, job)
    return found


async def test_the_list_is_weightiest_first_with_cause_and_cure_in_words(shop: Path):
    async with opened(shop) as console:
        await at_alert(console, T.EMERGENCY)
        rows = console.screen.list.rows
        assert [row.alert for row in rows] == list(console.app.live.alerts)
        ranks = [row.alert.trouble.rank for row in rows]
        assert ranks == sorted(ranks)
        shown = console.shows(console.screen.list)
        assert f"{len(rows)} ALERTS" in shown
        assert "emergency waits" in shown
        assert "enter board · c who can go" in shown
        assert "c ripple" in shown
        assert f"{len(rows)} alerts" in console.shows()
        await console.press("G")
        assert console.screen.alert is rows[-1].alert
        await console.press("escape")
        await front(console, "BoardScreen")


async def test_the_count_stands_in_the_status_row_of_the_board(shop: Path):
    put_message(shop, MessageState.RECEIVED, "which gate?")
    async with opened(shop, size=(80, 24)) as console:
        status, live = console.board_screen.status_row, console.app.live

        def counted() -> bool:
            return f"!{len(awake(live.alerts))} " in console.shows(status)

        assert counted()
        assert "✉1" in console.shows(status)
        await live.do(CareFor(live.alerts[0].key, until=live.now + timedelta(minutes=9)))
        await console.until(lambda: counted() and len(awake(live.alerts)) == len(live.alerts) - 1)


async def test_enter_goes_to_the_call_on_the_board(shop: Path):
    async with opened(shop) as console:
        alert = await at_alert(console, T.LATE)
        await console.press("enter")
        await front(console, "BoardScreen")
        await console.until(lambda: console.call is not None and console.call.id == alert.call_id)


async def test_enter_on_overtime_goes_to_the_row(shop: Path):
    async with opened(shop) as console:
        alert = await at_alert(console, T.OVERTIME)
        await console.press("enter")
        await front(console, "BoardScreen")
        await console.until(lambda: console.state.cursor.technician_id == alert.technician_id)


async def test_the_cure_of_a_late_visit_is_its_ripple(shop: Path):
    async with opened(shop) as console:
        await at_alert(console, T.LATE)
        await console.press("c")
        await front(console, "RippleScreen")


async def test_the_cure_of_an_emergency_is_who_can_go(shop: Path):
    async with opened(shop) as console:
        alert = await at_alert(console, T.EMERGENCY)
        await console.press("c")
        await front(console, "EmergencyScreen")
        assert console.screen.call_id == alert.call_id


async def test_the_cure_of_a_double_booking_is_the_block_in_hand(shop: Path):
    async with opened(shop) as console:
        alert = await at_alert(console, T.CONFLICT)
        await console.press("c")
        await console.until(lambda: console.mode is Mode.HAND)
        hand = console.state.hand
        assert hand is not None
        assert hand.origin is not None
        assert hand.origin.id == alert.visit_id
        await console.press("escape")
        await console.until(lambda: console.mode is Mode.BOARD)
        assert console.board.day.visits[hand.origin.id] == hand.origin, "nothing is written before the drop"


async def test_what_cannot_be_taken_in_hand_is_said_where_one_is(shop: Path):
    def job(work: Workspace) -> None:
        booked = [visit for visit in work.all(Visit) if visit.state is VisitState.TENTATIVE]
        for visit in booked:
            work.change(visit, lock="both")

    write(shop, job)
    async with opened(shop) as console:
        await at_alert(console, T.CONFLICT)
        await console.press("c")
        await console.until_said("is locked")
        await front(console, "AlertsScreen")


async def test_the_cure_of_what_is_not_dispatched_dispatches(shop: Path):
    def job(work: Workspace) -> int:
        free = next(
            visit
            for visit in sorted(work.all(Visit), key=lambda one: one.start)
            if visit.state is VisitState.TENTATIVE
        )
        for other in work.visits_on(free.technician_id, free.service_date):
            if other.state in (VisitState.ON_SITE, VisitState.PAUSED, VisitState.EN_ROUTE):
                work.change(other, state=VisitState.DONE, finished_at=work.now, since=work.now)
            elif other.state in (VisitState.DISPATCHED, VisitState.ACKNOWLEDGED):
                work.drop(other)
        work.change(free, start=work.now)
        return free.id

    visit_id = write(shop, job)
    async with opened(shop) as console:
        alert = await at_alert(console, T.UNDISPATCHED)
        assert alert.visit_id == visit_id
        await console.press("c")
        await console.until(lambda: console.board.day.visits[visit_id].state is VisitState.DISPATCHED)
        keys = [row.alert.key for row in console.screen.list.rows]
        assert alert.key not in keys
        await console.press("u")
        await console.until(lambda: alert.key in [row.alert.key for row in console.screen.list.rows])


async def test_no_answer_asks_for_the_time_left_and_keys_it_in_as_heard(shop: Path):
    def job(work: Workspace) -> int:
        visit = next(visit for visit in work.all(Visit) if visit.state is VisitState.ON_SITE)
        ahead = [one for one in work.visits_on(visit.technician_id, visit.service_date) if one.id != visit.id]
        assert any(one.state is VisitState.TENTATIVE for one in ahead)
        work.change(visit, asked_at=work.now - timedelta(minutes=14), answered_at=None)
        return visit.id

    visit_id = write(shop, job)
    async with opened(shop) as console:
        alert = await at_alert(console, T.SILENT)
        assert "no answer yet" in alert.text
        await console.press("A")
        await console.until_said("asked once more")
        await console.press("u")
        await at_alert(console, T.SILENT)
        await console.press("c")
        await console.answer("25")
        await console.until(lambda: console.board.day.visits[visit_id].left_minutes == 25)
        assert "by voice" in console.said
        assert alert.key not in [row.alert.key for row in console.screen.list.rows]


async def test_a_missing_part_is_there_or_the_call_is_held(shop: Path):
    def job(work: Workspace) -> int:
        visit = next(
            visit
            for visit in work.all(Visit)
            if visit.state is VisitState.TENTATIVE and visit.start > work.now
        )
        work.change(work.get(Call, visit.call_id), part="blower motor")
        return visit.call_id

    call_id = write(shop, job)
    async with opened(shop) as console:
        await at_alert(console, T.PART)
        await console.press("c")
        await console.answer("y")
        await console.until(lambda: console.board.day.calls[call_id].part_ready_at is not None)
        await console.press("u")
        await at_alert(console, T.PART)
        await console.press("c")
        await console.answer("supplier is out until +3d")
        await console.until(lambda: console.board.day.calls[call_id].phase is CallPhase.ON_HOLD)
        assert "supplier is out" in console.board.day.calls[call_id].hold_reason


async def test_a_hold_that_is_due_is_put_off_or_reopened(shop: Path):
    def job(work: Workspace) -> int:
        call = next(call for call in work.all(Call) if call.phase is CallPhase.OPEN)
        work.change(call, hold_reason="waiting for a part", hold_until=work.now.date())
        return call.id

    call_id = write(shop, job)
    async with opened(shop) as console:
        await at_alert(console, T.HOLD)
        await console.press("c")
        await console.answer("+7d")
        await console.until_said("on hold until")
        assert console.board.day.calls[call_id].hold_reason == "waiting for a part"
        assert not [row for row in console.screen.list.rows if row.alert.trouble is T.HOLD]
        await console.press("u")
        await at_alert(console, T.HOLD)
        await console.press("c")
        await console.answer("y")
        await console.until(lambda: call_id in console.board.day.tray)


async def test_a_message_that_failed_and_one_of_unknown_fate(shop: Path):
    failed, customer = put_message(shop, MessageState.FAILED, "on the way", error="no such number")
    unknown, _ = put_message(shop, MessageState.UNKNOWN, "a little late")
    async with opened(shop) as console:
        await at_alert(console, T.FAILED)
        assert customer.name in console.shows(console.screen.list)
        await console.press("c")
        await console.answer("y")
        await console.until(lambda: console.board.day.messages[failed].state is MessageState.QUEUED)
        await at_alert(console, T.UNKNOWN)
        await console.press("c")
        await console.answer("perhaps")
        await console.until_said("neither yes nor no")
        await console.mend("n")
        await console.until(lambda: console.board.day.messages[unknown].state is MessageState.QUEUED)


async def test_a_text_that_says_cancel_opens_its_thread(shop: Path):
    put_message(shop, MessageState.RECEIVED, "please cancel, [bold]we[/bold] are away")
    async with opened(shop) as console:
        alert = await at_alert(console, T.CANCEL)
        assert "says cancel: please cancel, [bold]we[/bold]" in alert.text
        await console.press("enter")
        await front(console, "ThreadScreen")


async def test_snoozed_goes_to_the_end_and_wakes_by_the_same_key(shop: Path):
    async with opened(shop) as console:
        alert = await at_alert(console, T.LATE)
        await console.press("z")
        await console.until_said("snoozed until 10:57")
        rows = console.screen.list.rows
        assert rows[-1].alert.key == alert.key
        assert "till 10:57" in console.shows(console.screen.list)
        assert "1 snoozed" in console.shows(console.screen.list)
        assert console.screen.alert.key != alert.key  # the next one is under the cursor
        await console.press("a")
        await console.until(lambda: len(console.screen.list.rows) == len(rows) - 1)
        assert "1 snoozed, hidden" in console.shows(console.screen.list)
        await console.press("a", "G", "z")
        await console.until_said("is awake again")
        assert not any(row.alert.snoozed for row in console.screen.list.rows)


async def test_snoozed_for_as_long_as_is_said_and_owned(shop: Path):
    async with opened(shop) as console:
        alert = await at_alert(console, T.LATE)
        await console.press("O")
        await console.until_said("ann looks after late")
        assert console.screen.alert.owner == "ann"
        await console.press("O")
        await console.until_said("nobody looks after late")
        await console.press("Z")
        await console.answer("2h")
        await console.until_said("snoozed until 12:42")
        await console.press("u")
        await console.until(lambda: not any(a.snoozed for a in console.app.live.alerts))
        assert alert.key in [a.key for a in console.app.live.alerts]


async def test_a_snooze_of_another_console_is_seen(shop: Path, other_desk: Any):
    async with opened(shop) as console:
        alert = await at_alert(console, T.LATE)
        desk = other_desk()
        until = console.app.live.now + timedelta(minutes=30)
        desk.do(CareFor(alert.key, owner="bob", until=until, level=alert.level))
        await console.until(lambda: "bob till 11:12" in console.shows(console.screen.list))


async def test_nothing_wrong_is_said_kindly(shop: Path):
    def job(work: Workspace) -> None:
        for visit in work.all(Visit):
            work.drop(visit)
        for call in work.all(Call):
            work.change(call, priority="normal")

    write(shop, job)
    async with opened(shop) as console:
        await console.press("g", "3")
        await front(console, "AlertsScreen")
        await console.until(lambda: "nothing needs you just now" in console.shows(console.screen.list))
        await console.press("c")
        await console.until_said("no alert here")
        assert "alert" not in console.shows(console.screen.query_one("StatusRow"))


async def test_the_bell_rings_for_what_is_new_if_the_shop_wants_it(shop: Path, other_desk: Any):
    async with opened(shop) as console:
        rung: list[int] = []
        console.app.bell = lambda: rung.append(console.rev)
        desk = other_desk()
        desk.do(SetRule("sound", "on"))
        await console.until(lambda: console.board.day.shop.rules.get("sound") == "on")
        assert rung == []
        put_message(shop, MessageState.RECEIVED, "are you coming?")
        await console.until(lambda: rung, "the bell")
        put_message(shop, MessageState.RECEIVED, "hello?")
        await console.until(lambda: len(console.board.day.messages) == 2)
        assert len(rung) == 1, "not so soon again"


async def test_exclamation_goes_from_trouble_to_trouble_on_the_board(shop: Path):
    async with opened(shop) as console:
        visits = {alert.visit_id for alert in awake(console.app.live.alerts)}
        await console.press("!")
        await console.until(lambda: console.state.cursor.visit_id in visits)
