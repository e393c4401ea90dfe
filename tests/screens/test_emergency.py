"""The emergency screen: opened, read, sent with one key, undone with one, and live beside another console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch_tui.core.commands import CancelCall, SendEmergency, SetStatus
from dispatch_tui.core.emergency import Leaving
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import CallPhase, Priority, VisitState
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.emergency import command_of, displaced, emergency_view, looked_at
from dispatch_tui.desk.planning import Planner
from dispatch_tui.desk.refitting import refit_now
from tests.screens.driving import Console, opened
from widgets.emergency import Layout, paint_emergency
from widgets.glyphs import ASCII, UNICODE


def burning(console: Console) -> int:
    """The demo's emergency in the tray."""
    calls = console.board.day.calls
    return next(key for key in console.board.day.tray if calls[key].priority is Priority.EMERGENCY)


async def emergency(console: Console, key: int | None = None):
    console.app.open_emergency(key or burning(console))
    await console.until(lambda: type(console.screen).__name__ == "EmergencyScreen", "the screen")
    await console.until(lambda: console.screen.view is not None and console.screen.table.lines)
    return console.screen


async def marked(console: Console, leaves: Leaving):
    """The screen with the mark on the first who leaves such a thing."""
    screen = await emergency(console)
    at = next(n for n, each in enumerate(screen.view.candidates) if each.reach.leaves is leaves)
    for _ in range(at):
        await console.press("j")
    await console.until(lambda: screen.candidate is not None and screen.candidate.reach.leaves is leaves)
    return screen


async def test_the_key_on_the_tray_and_back(shop: Path):
    async with opened(shop) as console:
        await console.press("t")
        await console.until(lambda: console.call is not None and console.call.id == burning(console))
        await console.press("E")
        await console.until(lambda: type(console.screen).__name__ == "EmergencyScreen")
        await console.until(lambda: "EMERGENCY" in console.shows())
        arrivals = [each.arrival for each in console.screen.view.candidates]
        assert arrivals == sorted(arrivals)
        rev = console.rev
        await console.press("escape")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        assert console.rev == rev, "looking changes nothing"


async def test_one_key_sends_and_one_undoes_it(shop: Path):
    async with opened(shop) as console:
        screen = await marked(console, Leaving.WORK)
        number, before = screen.call_id, console.board.day.visits
        found = screen.candidate
        left = found.reach.present
        minutes = console.board.day.calls[left.call_id].minutes
        assert f"leaves {left.call_id}" in console.shows()
        await console.press("enter")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        sent = console.board.day.visit_of(number)
        assert sent is not None
        assert (sent.technician_id, sent.state) == (found.reach.technician_id, VisitState.DISPATCHED)
        assert sent.start == found.arrival
        day = console.board.day
        assert day.visits[left.id].state is VisitState.CANNOT_COMPLETE
        back = day.visit_of(left.call_id)
        assert back is not None
        assert back.start == found.pushed[min(found.pushed)]
        assert not {v.id for v in day.row(sent.technician_id)} & console.board.conflicts()
        if console.screen.prompt.asking:
            await console.answer("n")
        await console.press("u")
        await console.until(lambda: console.board.day.visit_of(number) is None, "undone")
        plans = {key: (one.technician_id, one.start, one.state) for key, one in before.items()}
        now = console.board.day.visits
        assert {key: (one.technician_id, one.start, one.state) for key, one in now.items()} == plans
        assert console.board.day.calls[left.call_id].minutes == minutes
        assert console.board.day.calls[number].phase is CallPhase.OPEN


async def test_those_who_were_told_are_offered_to_be_told(shop: Path):
    async with opened(shop) as console:
        screen = await emergency(console)
        late = next(
            (
                n
                for n, each in enumerate(screen.view.candidates)
                if any(line.call.window_told_at for line in each.late)
            ),
            None,
        )
        assert late is not None, "somebody in the demo is made late"
        for _ in range(late):
            await console.press("j")
        await console.press("p")
        await console.until(lambda: not screen.replan)
        await console.press("enter")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        await console.until(lambda: console.screen.prompt.asking, "the offer")
        queued = len(console.board.day.messages)
        await console.answer("y")
        await console.until(lambda: len(console.board.day.messages) > queued)
        await console.until_said("to be told of the delay")


async def test_the_rest_goes_back_or_to_the_tray(shop: Path):
    async with opened(shop) as console:
        screen = await marked(console, Leaving.WORK)
        key = screen.candidate.reach.technician_id
        assert "they come back to it" in console.shows()
        await console.press("b")
        await console.until(lambda: "back in the tray" in console.shows(screen.table))
        assert screen.candidate.reach.technician_id == key, "the mark stays"
        assert screen.candidate.back_at is None


async def test_the_planner_is_asked_in_the_background(shop: Path):
    pytest.importorskip("vroom")
    async with opened(shop) as console:
        screen = await emergency(console)
        at = next(n for n, each in enumerate(screen.view.candidates) if each.late)
        for _ in range(at):
            await console.press("j")
        await console.until(lambda: "planner found" in console.shows(screen.table), "its answer")


async def test_somebody_else_is_quicker(shop: Path, other_desk: Callable[[str], Desk]):
    """Bob sends somebody while Ann looks: her screen closes and says so; nobody is sent twice."""
    async with opened(shop) as console:
        screen = await emergency(console)
        number, found = screen.call_id, screen.candidate
        bob = other_desk("bob")
        present = found.reach.present
        leaves = (present.id,) if present is not None else ()
        bob.do(SendEmergency(number, found.reach.technician_id, found.arrival, leaves=leaves))
        sent = bob.open_day(bob.today()).visit_of(number)
        assert sent is not None
        bob.do(SetStatus(sent.id, "enroute"))
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen", "it closes")
        await console.until_said("already")
        visits = [v for v in console.board.day.visits.values() if v.call_id == number]
        assert len(visits) == 1


async def test_what_was_seen_must_still_be_so(shop: Path, other_desk: Callable[[str], Desk]):
    async with opened(shop) as console:
        await emergency(console)
        desk, board = console.app.live, console.board
        view = emergency_view(board, board.day.calls[burning(console)])
        found = next(each for each in view.candidates if each.reach.leaves is Leaving.WORK)
        put_off = displaced(board, view, found, None)
        facts = looked_at(board.day, view, found, put_off)
        other_desk("bob").do(SetStatus(found.reach.present.id, "done"))
        with pytest.raises(Refused):
            await desk.do(command_of(view, found, put_off), "", facts)


async def test_a_canceled_call_closes_the_screen(shop: Path, other_desk: Callable[[str], Desk]):
    async with opened(shop) as console:
        screen = await emergency(console)
        other_desk("bob").do(CancelCall(screen.call_id, "fixed itself"))
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")


async def test_a_call_that_is_no_emergency_becomes_one(shop: Path):
    async with opened(shop) as console:
        planned = console.planned()
        await console.go(planned.call_id)
        await console.press("E")
        await console.until(lambda: type(console.screen).__name__ == "EmergencyScreen")
        await console.until(lambda: "BECOMES AN EMERGENCY" in console.shows())
        await console.press("enter")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        day = console.board.day
        assert day.calls[planned.call_id].priority is Priority.EMERGENCY
        visit = day.visit_of(planned.call_id)
        assert visit is not None
        assert visit.id == planned.id


async def test_the_verb_opens_it_and_the_alert_too(shop: Path):
    async with opened(shop) as console:
        number = burning(console)
        await console.line(f"emergency {number}")
        await console.until(lambda: type(console.screen).__name__ == "EmergencyScreen")
        await console.press("q")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        await console.press("g", "3")
        await console.until(lambda: type(console.screen).__name__ == "AlertsScreen")
        await console.until(lambda: console.screen.alert is not None)
        assert console.screen.alert.call_id == number
        await console.press("c")
        await console.until(lambda: type(console.screen).__name__ == "EmergencyScreen")
        assert console.screen.call_id == number


async def test_on_another_day_there_is_none(shop: Path):
    async with opened(shop) as console:
        await console.press("}")
        await console.until(lambda: console.board.day.service_date != console.board.now.date())
        await console.press("t", "E")
        await console.until_said("goes out today")


@pytest.mark.parametrize(("width", "height"), [(80, 18), (110, 24), (140, 36), (40, 6)])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
async def test_it_fits_at_any_size(shop: Path, width: int, height: int, glyphs):
    async with opened(shop) as console:
        screen = await emergency(console)
        shown = screen.table.shown
        for cursor in range(len(shown.view.candidates)):
            lines = paint_emergency(shown, console.board.day, width, height, glyphs, cursor, 0)
            assert [line.width for line in lines] == [width] * height


def test_a_height_is_shared_out():
    assert Layout.of(30, 8, 4) == Layout(8, 11, 17)
    small = Layout.of(12, 20, 6)
    assert small.candidates >= 3
    assert small.below + 1 <= 12


async def test_the_refit_keeps_everybody_it_does_not_send_away(shop: Path):
    pytest.importorskip("vroom")
    async with opened(shop) as console:
        board = console.board
        view = emergency_view(board, board.day.calls[burning(console)])
        planner = Planner()
        try:
            for found in view.candidates[:4]:
                refit = refit_now(planner, board, view, found)
                put_off = displaced(board, view, found, refit)
                lines = {line.visit.id for line in found.lines}
                told = {one.line.visit.id for one in put_off}
                assert len(told) == len(put_off), "nobody twice"
                assert refit.asked <= lines
                assert refit.asked <= told
        finally:
            planner.close()
