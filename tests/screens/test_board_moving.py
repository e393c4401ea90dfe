"""The board's cursor and view, by keys and by mouse: nothing is written by looking."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from textual import events

from dispatch_tui.core.model import VisitState
from dispatch_tui.keymap import Mode
from tests.screens.driving import Console, opened


async def test_it_opens_with_everything_on_the_screen(shop: Path):
    async with opened(shop) as console:
        text = console.shows()
        for technician in console.board.day.technicians.values():
            assert technician.name.split()[0] in text
        assert "DEMO" in text
        assert "10:42" in text
        assert f"UNASSIGNED {len(console.board.day.tray)}" in text
        assert "help" in text
        assert console.rev == 1


async def test_the_cursor_goes_by_keys_and_counts(shop: Path):
    async with opened(shop) as console:
        await console.press("3", "j")
        assert console.state.index == 3
        await console.press("k", "w")
        first = console.state.cursor
        assert first.visit_id is not None
        await console.press("w", "b")
        assert console.state.cursor == first
        await console.press("G")
        assert console.state.index == len(console.state.rows) - 1
        await console.press("g", "g")
        assert console.state.index == 0
        await console.press("0")
        start = console.state.cursor.minute
        await console.press("$")
        assert console.state.cursor.minute > start
        await console.press("H", "L")
        await console.press("e")
        assert console.rev == 1


async def test_to_what_is_wrong_or_free(shop: Path):
    async with opened(shop) as console:
        await console.press("]", "l")
        block = console.state.block(console.state.cursor.visit_id or 0)
        assert block is not None
        assert block.late
        await console.press("]", "c")
        block = console.state.block(console.state.cursor.visit_id or 0)
        assert block is not None
        assert block.clash
        await console.press("]", "g")
        assert console.state.cursor.visit_id is None
        await console.press("[", "g", "!", "[", "l", "[", "c")
        await console.press("]", "u")
        assert console.mode is Mode.TRAY
        assert console.call is not None
        assert console.call.id == console.board.day.tray[0]


async def test_an_unknown_sequence_is_said(shop: Path):
    async with opened(shop) as console:
        await console.press("g", "x")
        assert "gx means nothing here" in console.said


async def test_tray_and_back(shop: Path):
    async with opened(shop) as console:
        await console.press("t", "j")
        assert console.mode is Mode.TRAY
        assert console.call is not None
        assert console.call.id == console.board.day.tray[1]
        assert str(console.call.id) in console.shows(console.board_screen.inspector)
        await console.press("G")
        assert console.call is not None
        assert console.call.id == console.board.day.tray[-1]
        await console.press("g", "g", "escape")
        assert console.mode is Mode.BOARD
        await console.press("tab", "k")
        assert console.mode is Mode.BOARD


async def test_filter_as_one_types_and_back_to_all(shop: Path):
    async with opened(shop) as console:
        everybody = len(console.state.rows)
        await console.press("slash")
        await console.type("ortega")
        await console.until(lambda: len(console.state.rows) == 1, "rows follow what is typed")
        await console.press("enter")
        await console.until_said("1 row;")
        name = console.board.day.technicians[console.state.rows[0]].name
        assert name == "Luis Ortega"
        await console.press("escape")
        assert len(console.state.rows) == everybody
        assert console.said == "all rows"


async def test_a_filter_that_nobody_answers_leaves_a_board_that_works(shop: Path):
    async with opened(shop) as console:
        await console.press("slash")
        await console.type("xyzzy")
        await console.press("enter")
        await console.until(lambda: console.state.rows == (), "no rows")
        await console.press(
            "j", "k", "w", "l", "h", "g", "g", "G", "+", "-", "]", "l", "]", "g", "f", "0", "e", "n"
        )
        await console.press("z", "d", "z", "w", "z", "z", "space", "escape", "escape")
        assert len(console.state.rows) == 12


async def test_the_filter_is_left_with_escape_and_what_was_typed_comes_back(shop: Path):
    async with opened(shop) as console:
        await console.press("slash")
        await console.type("ruiz")
        await console.press("escape")
        await console.until(lambda: not console.screen.prompt.asking)
        await console.press("slash")
        assert console.screen.prompt._input.value == "ruiz"


async def test_jump_labels(shop: Path):
    async with opened(shop) as console:
        await console.press("f")
        letters = dict(console.state.letters)
        assert letters
        visit_id, label = list(letters.items())[-1]
        await console.press(*label)
        assert console.state.letters == {}
        assert console.state.cursor.visit_id == visit_id
        await console.press("f", "escape")
        assert console.state.letters == {}


async def test_days_back_and_forth_keep_the_zoom(shop: Path):
    async with opened(shop) as console:
        today = console.board.day.service_date
        await console.press("+")
        zoom = console.state.frame.zoom
        await console.press("right_curly_bracket")
        await console.until(lambda: console.board.day.service_date == today + timedelta(days=1))
        assert "Wed 25 Nov" in console.shows()
        assert "now Tue 24 Nov" in console.shows()
        await console.press("2", "left_curly_bracket")
        await console.until(lambda: console.board.day.service_date == today - timedelta(days=1))
        await console.press("g", "n")
        await console.until(lambda: console.board.day.service_date == today)
        await console.until(lambda: console.state.cursor.minute == 642.0, "the cursor at now")
        assert console.state.frame.zoom == zoom
        await console.press("g", "d")
        await console.answer("fri")
        await console.until(lambda: console.board.day.service_date == today + timedelta(days=3))


async def test_zoom_rows_and_side_panel(shop: Path):
    async with opened(shop) as console:
        frame = console.state.frame
        await console.press("+")
        assert console.state.frame.zoom < frame.zoom
        await console.press("-", "-")
        assert console.state.frame.zoom > frame.zoom
        await console.press("z", "d")
        assert console.state.frame.left <= 0
        await console.press("z", "w")
        assert console.state.frame == frame
        await console.press("z", "r")
        assert console.state.frame.row_lines != frame.row_lines
        assert not console.board_screen.side_panel.display
        await console.press("z", "p")
        await console.until(lambda: "TECHNICIANS" in console.shows(console.board_screen.side_panel))
        await console.press("z", "p")
        await console.until(lambda: not console.board_screen.side_panel.display)


async def test_a_wide_screen_has_the_side_panel_by_itself(shop: Path):
    async with opened(shop, size=(200, 50)) as console:
        await console.press("w")
        await console.until(lambda: "NEEDS ATTENTION" in console.shows(console.board_screen.side_panel))
        assert console.call is not None
        assert str(console.call.id) in console.shows(console.board_screen.side_panel)


def whole(console: Console, size: tuple[int, int]) -> bool:
    """True once every widget of ours has painted its size, and the rows stand under each other."""
    width, height = size
    if console.app.size != size or console.board_screen.schedule.region.height < 3:
        return False
    for widget in console.screen.query("CellView"):
        region = widget.region
        if not widget.display or not region.height:
            continue
        if region.right > width or region.bottom > height:
            return False
        if [line.width for line in widget.lines] != [region.width] * region.height:
            return False
    return True


async def test_resized_live_from_small_to_large_and_back(shop: Path):
    async with opened(shop, size=(80, 24)) as console:
        await console.until(lambda: whole(console, (80, 24)), "80x24")
        await console.press("w")
        cursor = console.state.cursor
        for size in ((250, 80), (80, 24), (160, 50), (81, 25), (120, 40), (80, 24)):
            await console.pilot.resize_terminal(*size)
            await console.until(lambda size=size: whole(console, size), f"{size}")
            assert console.state.cursor == cursor
            assert console.state.frame.holds(cursor.minute)


async def test_resized_with_a_block_in_hand(shop: Path):
    async with opened(shop, size=(120, 40)) as console:
        await console.go(console.planned().call_id)
        await console.press("space")
        hand = console.state.hand
        await console.pilot.resize_terminal(80, 24)
        await console.until(lambda: whole(console, (80, 24)))
        assert console.state.hand == hand
        assert console.mode is Mode.HAND


async def test_themes_go_around(shop: Path):
    async with opened(shop) as console:
        names = []
        for _ in range(3):
            await console.press("z", "t")
            names.append(console.app.theme_name)
        assert names == ["light", "mono", "dark"]
        assert console.said == "theme: dark"


async def test_ascii_screens_are_ascii(shop: Path):
    async with opened(shop, ascii=True, theme="mono") as console:
        await console.press("w")
        names = [customer.name for customer in console.board.day.customers.values()]
        text = console.shows()
        for name in names:
            text = text.replace(name, "")
        assert text.isascii(), {char for char in text if not char.isascii()}


# -- the mouse


def cell_of(console: Console, visit_id: int) -> tuple[int, int]:
    """Where on the board's widget a visit is."""
    state = console.state
    state.put_cursor(state.on_visit(console.board.day.visits[visit_id]))
    console.board_screen.cursor_acts.shown()
    cell = console.board_screen.schedule.cell_of_cursor()
    assert cell is not None
    return cell[0] + 1, cell[1]


async def test_a_click_selects_and_a_double_click_shows_the_call(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        x, y = cell_of(console, visit.id)
        await console.press("g", "g", "0")
        assert console.state.cursor.visit_id != visit.id
        await console.pilot.click("#board", offset=(x, y))
        assert console.state.cursor.visit_id == visit.id
        await console.pilot.click("#board", offset=(x, y), times=2)
        await console.until(lambda: type(console.screen).__name__ == "DetailScreen")
        await console.until(lambda: str(visit.call_id) in console.shows())


async def test_a_click_in_the_tray_selects_there(shop: Path):
    async with opened(shop) as console:
        await console.pilot.click("#tray", offset=(3, 2))
        assert console.mode is Mode.TRAY
        assert console.call is not None
        assert console.call.id == console.board.day.tray[1]
        await console.pilot.click("#board", offset=(60, 5))
        assert console.mode is Mode.BOARD


async def test_dragging_is_grab_slide_drop(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        x, y = cell_of(console, visit.id)
        await console.mouse(events.MouseDown, x, y)
        await console.mouse(events.MouseMove, x + 2, y, delta_x=2)
        await console.until(lambda: console.state.hand is not None, "in hand")
        await console.mouse(events.MouseMove, x + 4, y, delta_x=2)
        await console.until(lambda: console.state.hand and console.state.hand.visit.start > visit.start)
        assert console.rev == 1
        await console.mouse(events.MouseUp, x + 4, y)
        await console.until(lambda: console.rev == 2 or "drops it all the same" in console.said, "dropped")
        if console.rev == 1:
            await console.press("exclamation_mark")
            await console.until(lambda: console.rev == 2)
        assert console.board.day.visits[visit.id].start > visit.start
        assert console.state.hand is None


async def test_a_press_that_does_not_move_takes_nothing_in_hand(shop: Path):
    async with opened(shop) as console:
        x, y = cell_of(console, console.planned().id)
        await console.mouse(events.MouseDown, x, y)
        await console.mouse(events.MouseMove, x, y)
        await console.mouse(events.MouseUp, x, y)
        assert console.state.hand is None


async def test_work_that_has_begun_cannot_be_dragged(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(VisitState.ON_SITE)[0]
        x, y = cell_of(console, visit.id)
        await console.mouse(events.MouseDown, x, y)
        await console.mouse(events.MouseMove, x + 3, y, delta_x=3)
        await console.until_said("has begun")
        await console.mouse(events.MouseUp, x + 3, y)
        assert console.state.hand is None


async def test_the_wheel_scrolls_rows_and_with_shift_time(shop: Path):
    async with opened(shop, size=(80, 24)) as console:
        before = console.state.frame
        await console.mouse(events.MouseScrollDown, 40, 6)
        await console.until(lambda: console.state.frame.top == before.top + 1)
        await console.mouse(events.MouseScrollUp, 40, 6)
        await console.until(lambda: console.state.frame == before)
        await console.mouse(events.MouseScrollDown, 40, 6, shift=True)
        await console.until(lambda: console.state.frame.left == before.left + 60)
        await console.mouse(events.MouseScrollUp, 40, 6, shift=True)
        await console.until(lambda: console.state.frame == before)
