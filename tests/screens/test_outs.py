"""A technician who is out, a dispatch nobody answers, an emergency just taken: what the desk offers then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch_tui.core.commands import SetClock, SetRule, TakeOut
from dispatch_tui.core.model import CallPhase, Visit, VisitState
from dispatch_tui.core.status import BEGUN, OVER, SEEN
from dispatch_tui.desk.alerts.trouble import Trouble
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.outs import outside_hours, to_decide
from dispatch_tui.desk.plan_desk import Stage
from dispatch_tui.planning.problem import Gate
from tests.screens.driving import Console, opened
from tests.screens.test_alerts import at_alert, front
from tests.screens.test_intake import fill, form


def busy(console: Console) -> int:
    """A technician at work with more to do later."""
    day = console.board.day
    return next(
        key
        for key in day.order
        if any(v.state in BEGUN for v in day.row(key))
        and sum(v.state not in OVER | BEGUN for v in day.row(key)) > 1
    )


async def test_who_is_out_is_re_fitted_as_a_proposal(shop: Path):
    pytest.importorskip("vroom")
    async with opened(shop) as console:
        key = busy(console)
        code = console.board.day.technicians[key].code
        waiting = {
            v.call_id
            for v in console.board.day.row(key)
            if v.state not in OVER | BEGUN and v.state not in SEEN
        }
        rows = console.board.day.rows
        await console.line(f"out {code} sick")
        await front(console, "ProposalScreen")
        plans = console.app.plans
        await console.until(lambda: plans.stage is Stage.READY, "the proposal")
        (proposal,) = plans.proposals
        moved = {change.call_id for change in proposal.changes if change.from_technician == key}
        left = {each.call_id for each in proposal.left_out}
        assert moved | left >= waiting, "each is moved or said to have no room"
        assert all(change.technician_id != key for change in proposal.changes)
        assert console.board.day.rows == rows, "it is only proposed"
        assert console.board.day.offs_of(key)


def alone(row: Sequence[Visit], visit: Visit) -> bool:
    """True if nothing else of its row is planned for the same time."""
    return not any(o.id != visit.id and o.state not in OVER and o.slot.overlaps(visit.slot) for o in row)


async def test_out_for_a_while_leaves_the_other_hours(shop: Path):
    pytest.importorskip("vroom")
    async with opened(shop) as console:
        day, now = console.board.day, console.board.now
        visit = next(
            v
            for v in console.visits(VisitState.TENTATIVE)
            if v.start > now + timedelta(hours=2) and v.lock == "none" and alone(day.row(v.technician_id), v)
        )
        key = visit.technician_id
        live = console.app.live
        await live.do(TakeOut(key, visit.start, visit.slot.end, "dentist"))
        assert [each.id for each in outside_hours(console.board, key)] == [visit.id]
        console.app.refit_out(key, "out: dentist")
        await front(console, "ProposalScreen")
        plans = console.app.plans
        await console.until(lambda: plans.stage is Stage.READY, "the proposal")
        (proposal,) = plans.proposals
        touched = {change.visit_id for change in proposal.changes} | {
            each.visit_id for each in proposal.left_out
        }
        assert visit.id in touched
        for change in proposal.changes:
            if change.technician_id == key and change.slot is not None:
                assert any(
                    span.start <= change.slot.start < span.end for span in console.board.day.working[key]
                )


async def test_what_they_have_before_them_is_for_a_person_to_decide(shop: Path):
    async with opened(shop) as console:
        key = busy(console)
        day = console.board.day
        (standing,) = [v for v in day.row(key) if v.state in BEGUN][-1:]
        await console.app.live.do(TakeOut(key, console.app.live.now, None, "sick"))
        assert standing.id in {each.id for each in to_decide(console.board, key)}
        await at_alert(console, Trouble.OUT)
        screen = console.screen
        at = next(
            i for i, row in enumerate(screen.list.rows)
            if row.alert.trouble is Trouble.OUT and row.alert.visit_id == standing.id
        )  # fmt: skip
        await console.press("g", "g", *("j" * at))
        await console.until(lambda: screen.alert.visit_id == standing.id)
        assert "is out, but" in screen.alert.text
        await console.press("c")
        await console.answer("r")
        await console.until(lambda: console.board.day.calls[standing.call_id].phase is CallPhase.OPEN)


async def test_frozen_work_of_who_is_out_is_named(shop: Path):
    pytest.importorskip("vroom")
    async with opened(shop) as console:
        seen = (VisitState.DISPATCHED, VisitState.ACKNOWLEDGED)
        told = next((v for v in console.board.day.visits.values() if v.state in seen), None)
        assert told is not None
        await console.line(f"out {console.board.day.technicians[told.technician_id].code} sick")
        await front(console, "ProposalScreen")
        plans = console.app.plans
        await console.until(lambda: plans.stage is Stage.READY, "the proposal")
        frozen = {each.call_id for each in plans.proposals[0].left_out if each.gate is Gate.FROZEN}
        assert told.call_id in frozen
        assert console.board.day.visits[told.id].technician_id == told.technician_id


def unseen(console: Console) -> list[int | None]:
    """Visits with an alert that nobody has acknowledged them."""
    return [alert.visit_id for alert in console.app.live.alerts if alert.trouble is Trouble.UNSEEN]


async def test_nobody_answers_so_they_are_asked_again_and_rung_up(
    shop: Path, other_desk: Callable[[str], Desk]
):
    async with opened(shop) as console:
        bob = other_desk("bob")
        bob.do(SetRule("ack-patience", "1"))
        bob.do(SetClock(to=bob.clock.now() + timedelta(minutes=1, seconds=30)))
        await console.until(lambda: unseen(console), "the demo has one that nobody has acknowledged")
        alert = await at_alert(console, Trouble.UNSEEN)
        key = alert.visit_id
        assert "ask again" in alert.text
        assert "ring" in alert.text
        await console.press("c")
        await console.until_said("asked again to acknowledge")
        asked = [m for m in console.board.day.messages.values() if m.topic == f"ack:{key}"]
        assert len(asked) == 1
        await console.until(lambda: key not in unseen(console), "quiet until the next step")
        bob.follow_clock()
        bob.do(SetClock(to=bob.clock.now() + timedelta(minutes=2)))
        await console.until(lambda: key in unseen(console), "the next step is due")
        screen = console.screen
        at = next(i for i, row in enumerate(screen.list.rows) if row.alert.visit_id == key)
        await console.press("g", "g", *("j" * at))
        await console.until(lambda: screen.alert.visit_id == key)
        await console.press("c")
        await console.answer("y")
        await console.until(lambda: console.board.day.visits[key].state is VisitState.ACKNOWLEDGED)
        assert key not in unseen(console)


async def test_the_reserve_stands_before_the_free_capacity(shop: Path):
    async with opened(shop) as console:

        def ruler() -> str:
            return console.shows(console.board_screen.schedule)

        assert "free capacity" in ruler()
        await console.line("set reserve 20%")
        await console.until(lambda: "reserve " in ruler(), "the reserve")
        await console.line("set reserve-until 10:00")
        await console.until(lambda: "free capacity" in ruler(), "released")


async def test_an_emergency_just_taken_is_offered_to_be_sent(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await fill(console, screen, phone="614 555 0177", name="Ida Fox", address="12 Elm St", type="no heat")
        screen.rows["priority"].input.value = ""
        await fill(console, screen, problem="smoke", priority="emergency")
        await console.press("ctrl+s")
        await front(console, "BoardScreen")
        await console.until(lambda: console.screen.prompt.asking, "the offer")
        await console.answer("y")
        await front(console, "EmergencyScreen")


async def test_a_call_is_told_to_who_is_out_only_after_a_yes(shop: Path):
    async with opened(shop) as console:
        day, now = console.board.day, console.board.now
        visit = next(
            v
            for v in console.visits(VisitState.TENTATIVE)
            if not any(o.state in SEEN for o in day.row(v.technician_id))
        )
        await console.app.live.do(TakeOut(visit.technician_id, now, None, "sick"))
        await console.go(visit.call_id)
        for answer, state in (("n", VisitState.TENTATIVE), ("y", VisitState.DISPATCHED)):
            await console.press("d")
            await console.until(lambda: console.screen.prompt.asking, "the question")
            assert "is out since" in console.screen.prompt._label.lines[0].text()
            await console.answer(answer)
            await console.until(
                lambda state=state: console.board.day.visits[visit.id].state is state, "what was answered"
            )
        told = [a for a in console.app.live.alerts if a.trouble is Trouble.OUT and a.visit_id == visit.id]
        assert told, "and it stands among the alerts"
