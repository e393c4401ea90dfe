"""Statuses and fates by key and mouse, on the board, the technicians' screen and a call's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual import events

from dispatch_tui.core.model import Call, CallPhase, Visit, VisitState
from dispatch_tui.core.timewords import clock_text
from screens.detail import DetailScreen
from screens.intake import IntakeScreen
from tests.screens.driving import Console, opened
from widgets.lines import HintRow, InspectorRow
from widgets.page import PageView

S = VisitState


async def front(console: Console, name: str) -> None:
    await console.until(lambda: type(console.screen).__name__ == name, f"{name} in front")


def visit_of(console: Console, key: int) -> Visit:
    return console.board.day.visits[key]


def call_of(console: Console, key: int) -> Call:
    return console.board.day.calls[key]


def clock(console: Console, at: object) -> str:
    return clock_text(at, console.board.day.shop.zone)  # type: ignore[arg-type]


async def state(console: Console, key: int, wanted: VisitState) -> None:
    await console.until(lambda: visit_of(console, key).state is wanted, f"visit {key} {wanted}")


async def click_hint(console: Console, label: str) -> None:
    """Click the words of a hint."""
    row = console.screen.query_one(HintRow)
    await console.until(lambda: f"  {label}" in console.shows(row), f"hint {label}")
    x = console.shows(row).index(f"  {label}") + 2
    await console.pilot.click(row, offset=(x, 0))


async def detail(console: Console, call_id: int) -> DetailScreen:
    await console.go(call_id)
    await console.press("enter")
    await front(console, "DetailScreen")
    screen = console.screen
    await console.until(lambda: screen.story is not None, "the call has been read")
    return screen


async def test_a_whole_visit_from_the_calls_own_screen_and_taken_back(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.DISPATCHED)[0]
        screen = await detail(console, visit.call_id)
        for keys, wanted in (
            ("sk", S.ACKNOWLEDGED), ("se", S.EN_ROUTE), ("so", S.ON_SITE), ("sp", S.PAUSED),
            ("sr", S.ON_SITE), ("sd", S.DONE),
        ):  # fmt: skip
            await console.press(*keys)
            await state(console, visit.id, wanted)
            await console.until(lambda wanted=wanted: screen.visit.state is wanted, "the page follows")
        await console.press("s", "e")
        assert "enroute is not possible" in console.said
        await console.press("u")
        await state(console, visit.id, S.ON_SITE)
        await console.until(lambda: screen.visit.state is S.ON_SITE)
        await console.press("s", "m")
        await console.answer("35")
        await console.until(lambda: visit_of(console, visit.id).left_minutes == 35)


async def test_the_same_by_the_mouse_alone(shop: Path):
    async with opened(shop, size=(160, 50)) as console:
        visit = console.visits(S.DISPATCHED)[0]
        await detail(console, visit.call_id)
        await console.pilot.click(PageView, offset=(3, 1))  # the chip of its state
        await click_hint(console, "acknowledged")
        await state(console, visit.id, S.ACKNOWLEDGED)
        await console.pilot.click(PageView, offset=(20, 5), button=3)
        await click_hint(console, "on the way")
        await state(console, visit.id, S.EN_ROUTE)
        await click_hint(console, "back")
        await front(console, "BoardScreen")


async def test_right_click_on_a_block_asks_what_can_be_said(shop: Path):
    async with opened(shop, size=(160, 50)) as console:
        visit = console.visits(S.DISPATCHED)[0]
        await console.go(visit.call_id)
        x, y = console.board_screen.schedule.cell_of_cursor()
        await console.press("g", "g", "0")
        await console.mouse(events.MouseDown, x, y, button=3)
        await console.mouse(events.MouseUp, x, y, button=3)
        await console.until(lambda: console.screen.hint_row.pending == "s")
        assert console.call.id == visit.call_id
        await click_hint(console, "on the way")
        await state(console, visit.id, S.EN_ROUTE)
        await console.pilot.click(InspectorRow, offset=(3, 0))
        await click_hint(console, "on site")
        await state(console, visit.id, S.ON_SITE)


async def test_right_click_in_the_tray_asks_for_the_calls_fate(shop: Path):
    async with opened(shop, size=(160, 50)) as console:
        await console.pilot.click("#tray", offset=(3, 1), button=3)
        await console.until(lambda: console.screen.hint_row.pending == "c")
        number = console.call.id
        await click_hint(console, "cancel")
        await console.answer("duplicate")
        await console.until(lambda: number not in console.board.day.tray)


async def test_hints_with_two_keys_take_the_one_that_was_hit(shop: Path):
    async with opened(shop, size=(200, 50)) as console:
        await click_hint(console, "zoom")
        zoom = console.state.frame.zoom
        row = console.screen.query_one(HintRow)
        x = console.shows(row).index("+ -")
        await console.pilot.click(row, offset=(x + 2, 0))
        await console.until(lambda: console.state.frame.zoom > zoom, "minus zooms out")
        await console.pilot.click(row, offset=(x, 0))
        await console.until(lambda: console.state.frame.zoom == zoom)


async def test_a_click_on_a_hint_does_nothing_while_a_question_is_asked(shop: Path):
    async with opened(shop, size=(200, 50)) as console:
        await console.press("slash")
        row = console.screen.query_one(HintRow)
        x = console.shows(row).index(" technicians ")
        await console.pilot.click(row, offset=(x, 0))
        await console.type("ortega")
        await console.press("enter")
        await console.until(lambda: len(console.state.rows) == 1)
        assert type(console.screen).__name__ == "BoardScreen"


async def test_a_status_that_was_not_said_in_time(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.EN_ROUTE)[0]
        await console.go(visit.call_id)
        at = console.board.now.replace(second=0) - timedelta(minutes=1)
        await console.press("s", "at")
        await console.answer(f"{clock(console, at)} onsite")
        await state(console, visit.id, S.ON_SITE)
        assert visit_of(console, visit.id).arrived_at == at


async def test_what_is_no_time_and_status_is_said(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.EN_ROUTE)[0]
        await console.go(visit.call_id)
        for text in ("onsite", "10:05", "25:99 onsite"):
            await console.press("s", "at")
            await console.answer(text)
            await console.until(lambda: console.screen.prompt._kind == "refused", text)
            await console.press("j", "k")
        assert visit_of(console, visit.id).state is S.EN_ROUTE


async def test_the_time_of_the_latest_status_is_corrected(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.ON_SITE)[0]
        assert visit.arrived_at is not None
        await detail(console, visit.call_id)
        right = visit.arrived_at.replace(second=0) + timedelta(minutes=1)
        await console.press("s", "=")
        await console.answer(clock(console, right))
        await console.until(lambda: visit_of(console, visit.id).arrived_at == right)
        await console.press("G")
        await console.until(lambda: "corrected from" in console.shows(), "the story says so")
        assert "(taken back)" in console.shows()
        await console.press("s", "=")
        await console.answer("06:10")
        await console.until_said("that is before en route at")


async def test_what_cannot_be_completed_says_how_much_is_left(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.ON_SITE)[0]
        await console.go(visit.call_id)
        await console.press("s", "c")
        await console.until(lambda: console.screen.prompt.asking)
        await console.type("no p")
        await console.press("tab", "enter")
        await console.answer("45")
        await state(console, visit.id, S.CANNOT_COMPLETE)
        assert visit_of(console, visit.id).reason == "no part"
        await console.until(lambda: visit.call_id in console.board.day.tray)
        assert call_of(console, visit.call_id).minutes == 45


async def test_a_hold_has_a_day_to_look_at_it_again_and_is_reopened(shop: Path):
    async with opened(shop) as console:
        number = console.board.day.tray[1]
        await console.go(number)
        await console.press("c", "h")
        await console.answer("waiting for part")
        await console.answer("fri")
        await console.until_said("on hold until Fri")
        await console.line(f"show call {number}")
        await front(console, "DetailScreen")
        await console.until(lambda: "waiting for part until Fri" in console.shows())
        await console.press("c", "o")
        await console.until(lambda: number in console.board.day.tray)


async def test_a_completed_call_is_closed_and_reopened_by_key(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.DONE)[0]
        screen = await detail(console, visit.call_id)
        await console.press("c", "c")
        await console.answer("repaired")
        await console.until(lambda: screen.story.call.phase is CallPhase.CLOSED)
        assert "outcome" in console.shows()
        await console.press("c", "o")
        await console.until(lambda: screen.story.call.phase is CallPhase.COMPLETED)
        await console.press("c", "o")
        await console.until_said("take a callback")


async def test_a_part_is_waited_for_and_is_here(shop: Path):
    async with opened(shop) as console:
        number = console.board.day.tray[0]
        await console.go(number)
        await console.press("c", "p")
        await console.answer("")
        await console.until_said("waits for no part")
        await console.mend("capacitor")
        await console.until(lambda: call_of(console, number).part == "capacitor")
        inspector = console.board_screen.inspector
        await console.until(lambda: "waits for capacitor" in console.shows(inspector))
        await console.press("c", "p")
        await console.answer("")
        await console.until(lambda: call_of(console, number).part_ready_at is not None)
        await console.until(lambda: "capacitor is here" in console.shows(inspector))


async def test_a_callback_is_linked_and_both_name_each_other(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.DONE)[0]
        await detail(console, visit.call_id)
        await console.press("c", "b")
        await front(console, "IntakeScreen")
        await console.until(lambda: f"callback of {visit.call_id}" in console.shows())
        await console.until(lambda: console.screen._ready)
        await console.press("ctrl+s")
        await front(console, "DetailScreen")
        await console.until_said("a callback of")
        await console.until(lambda: console.screen.story.callbacks != ())
        later = console.screen.story.callbacks[0]
        assert later.customer_id == console.screen.story.call.customer_id
        await console.until(lambda: "came back as" in console.shows())
        await console.line(f"show call {later.id}")
        await console.until(lambda: console.screen.call_id == later.id and console.screen.story is not None)
        await console.until(lambda: "callback of" in console.shows())


async def test_a_callback_left_half_filled_keeps_its_link_and_anothers_draft(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(S.DONE)[0]
        await detail(console, visit.call_id)
        await console.press("c", "b")
        await front(console, "IntakeScreen")
        await console.until(lambda: console.screen._ready)
        await console.press("escape")
        await front(console, "DetailScreen")
        await console.until(lambda: console.app.live.desk.store.draft_of("ann") is not None)
        await console.press("i")
        await front(console, "IntakeScreen")
        await console.until(lambda: f"callback of {visit.call_id}" in console.shows())
        await console.press("escape")
        await front(console, "DetailScreen")
        other = console.visits(S.DONE)[1]
        await console.press("escape")
        await detail(console, other.call_id)
        await console.press("c", "b")
        await front(console, "IntakeScreen")
        screen: IntakeScreen = console.screen
        await console.until(lambda: screen._ready)
        assert not screen._drafts
        await console.press("escape")
        draft = await console.app.live.ask(lambda desk: desk.store.draft_of("ann"))
        assert draft is not None
        assert draft.values["back_to"] == str(visit.call_id)


@pytest.mark.parametrize("name", ["question_mark", "f2"])
async def test_pages_of_text_show_no_status_keys(shop: Path, name: str):
    async with opened(shop, size=(160, 50)) as console:
        await console.press(name)
        await console.until(lambda: console.screen is not console.board_screen)
        row = console.screen.query_one(HintRow)
        await console.until(lambda: console.shows(row).strip())
        assert ("dispatch" in console.shows(row)) == (name == "f2")


async def test_the_technicians_screen_knows_fates_and_menus(shop: Path):
    async with opened(shop, size=(160, 50)) as console:
        await console.press("f2")
        await front(console, "TechniciansScreen")
        table = console.screen.table
        await console.until(lambda: table.rows)
        index = next(i for i, line in enumerate(table.rows) if line.visit and line.visit.state is S.EN_ROUTE)
        visit = table.rows[index].visit
        await console.pilot.click(table, offset=(30, index + 1), button=3)
        await console.until(lambda: console.screen.hint_row.pending == "s")
        await click_hint(console, "on site")
        await state(console, visit.id, S.ON_SITE)
        await console.press("u")
        await state(console, visit.id, S.EN_ROUTE)
        await console.press("c", "n")
        await console.answer("knock twice")
        await console.until_said(f"noted on {visit.call_id}")
