"""The screens around the board: technicians, the `:` row, help, palette, detail, log, find; and failures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch_tui.app import DispatchApp, run_app
from dispatch_tui.bootstrap import Wiring
from dispatch_tui.core.commands import AddNote
from dispatch_tui.core.model import VisitState
from dispatch_tui.desk.desk import Desk
from dispatch_tui.keymap import Mode
from tests.screens.driving import Console, opened, until


async def front(console: Console, name: str) -> None:
    await console.until(lambda: type(console.screen).__name__ == name, name)


async def test_the_technicians_and_their_status(shop: Path):
    async with opened(shop) as console:
        await console.press("g", "2")
        await front(console, "TechniciansScreen")
        table = console.screen.table
        await console.until(lambda: len(table.rows) == 12)
        troubles = [line.trouble for line in table.rows]
        assert troubles == sorted(troubles, reverse=True)
        at_work = next(
            i for i, line in enumerate(table.rows) if line.visit and line.visit.state is VisitState.ON_SITE
        )
        await console.press("g", "g", *("j" * at_work))
        visit = table.line.visit
        await console.press("s", "p")
        await console.until(lambda: console.board.day.visits[visit.id].state is VisitState.PAUSED)
        await console.press("s", "m")
        await console.answer("20")
        await console.until(lambda: console.board.day.visits[visit.id].left_minutes == 20)
        await console.press("s", "a")
        await console.press("s", "d")
        assert "not possible, the visit is paused" in console.said
        await console.press("u", "u")
        await console.until(lambda: console.board.day.visits[visit.id].state is VisitState.ON_SITE)
        await console.press("q")
        await front(console, "BoardScreen")


async def test_the_technicians_can_be_filtered(shop: Path):
    async with opened(shop) as console:
        await console.press("f2")
        await front(console, "TechniciansScreen")
        await console.press("slash")
        await console.type("ortega")
        await console.until(lambda: len(console.screen.table.rows) == 1)
        await console.press("enter", "escape")
        await console.until(lambda: len(console.screen.table.rows) == 12)
        await console.press("1")
        await front(console, "BoardScreen")


async def test_a_technician_goes_out(shop: Path):
    async with opened(shop) as console:
        await console.press("G", "o")
        await console.answer("flat tyre")
        await console.until(lambda: console.rev == 2)
        await console.until(lambda: "flat tyre" in console.said)
        assert console.screen.name == "proposal"
        await console.press("u")
        await console.until(lambda: console.rev == 3)


async def test_statuses_from_the_board_and_undo(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(VisitState.DISPATCHED)[0]
        await console.go(visit.call_id)
        for keys, state in (("sk", "acknowledged"), ("se", "en_route"), ("so", "on_site"), ("sd", "done")):
            await console.press(*keys)
            await console.until(lambda state=state: console.board.day.visits[visit.id].state == state, state)
        await console.press("s", "s")
        await console.until_said("nothing follows")
        await console.press("u")
        await console.until(lambda: console.board.day.visits[visit.id].state == "on_site")
        await console.press("s", "c")
        await console.answer("no part")
        await console.answer("")
        await console.until(lambda: console.board.day.visits[visit.id].reason == "no part")


async def test_holds_cancellations_and_notes(shop: Path):
    async with opened(shop) as console:
        number = console.board.day.tray[1]
        await console.go(number)
        await console.press("c", "n")
        await console.answer("asked twice")
        await console.until_said("noted on")
        await console.press("c", "h")
        await console.answer("waits for a part")
        await console.answer("")
        await console.until(lambda: number not in console.board.day.tray)
        await console.press("u")
        await console.until(lambda: number in console.board.day.tray)
        await console.go(number)
        await console.press("c", "x", "escape")
        await console.until(lambda: not console.screen.prompt.asking)
        assert number in console.board.day.tray
        await console.press("c", "x")
        await console.answer("sold the house")
        await console.until(lambda: number not in console.board.day.tray)


# -- the : row


async def test_a_command_an_error_and_a_question(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        await console.line(f"lock {visit.call_id}")
        await console.until(lambda: console.board.day.visits[visit.id].lock == "both")
        await console.until(lambda: console.call is not None and console.call.id == visit.call_id)
        await console.line("frobnicate")
        await console.until(lambda: "frobnicate" in console.said)
        await console.line("unlock 99999")
        await console.until_said("99999")
        await console.line("note")
        await console.until(lambda: console.screen.prompt.asking, "what is missing is asked for")
        await console.answer("gate code 1234")
        await console.until_said("noted on")
        await console.press("colon", "up")
        assert console.screen.prompt._input.value, "history"
        await console.press("escape")


async def test_lines_that_go_and_show(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        await console.line(f"go {visit.call_id}")
        await console.until(lambda: console.state.cursor.visit_id == visit.id)
        await console.line("go t3")
        technician = lambda: console.board_screen.technician  # noqa: E731
        await console.until(lambda: technician() is not None and technician().code == "T3")
        await console.line("show tray")
        await console.until(lambda: console.mode is Mode.TRAY)
        await console.line("go tomorrow")
        await console.until(lambda: console.board.day.service_date.day == 25)
        await console.line("go now")
        await console.until(lambda: console.board.day.service_date.day == 24)
        await console.line("show HVAC")
        await console.until(lambda: 0 < len(console.state.rows) < 12)
        await console.line("show all")
        await console.until(lambda: len(console.state.rows) == 12)
        await console.line(f"show {visit.call_id}")
        await front(console, "DetailScreen")


async def test_what_needs_a_yes_is_said_and_goes_with_an_exclamation_mark(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(VisitState.DISPATCHED)[0]
        await console.line(f"move {visit.call_id} +30")
        await console.until_said("has been told", "!")
        assert console.board.day.visits[visit.id].start == visit.start
        await console.line(f"move {visit.call_id} +30 !")
        await console.until(lambda: console.board.day.visits[visit.id].start > visit.start)


async def test_completion_with_tab(shop: Path):
    async with opened(shop) as console:
        await console.press("colon")
        await console.type("disp")
        await console.press("tab")
        assert console.screen.prompt._input.value.startswith("dispatch")
        await console.press("escape")
        await console.until(lambda: not console.screen.prompt.asking)
        await console.press("colon")
        assert console.screen.prompt._input.value.startswith("dispatch"), "what was left comes back"


async def test_quit_by_verb(shop: Path):
    async with opened(shop) as console:
        await console.line("quit")
        await console.until(lambda: console.app._exit)


# -- pages


@pytest.mark.parametrize(("keys", "screen"), [(("?",), "HelpScreen"), (("ctrl+p",), "PaletteScreen")])
async def test_they_open_and_close(shop: Path, keys: tuple[str, ...], screen: str):
    async with opened(shop) as console:
        await console.press(*keys)
        await front(console, screen)
        await console.press("escape")
        await front(console, "BoardScreen")
        await console.press("j")
        assert console.state.index == 1


async def test_help_scrolls_to_its_end(shop: Path):
    async with opened(shop, size=(80, 24)) as console:
        await console.press("question_mark")
        await front(console, "HelpScreen")
        await console.until(lambda: "KEYS BOARD" in console.shows())
        top = console.shows()
        await console.press("G")
        assert console.shows() != top
        assert "more below" not in console.shows()
        await console.press("g", "g", "j", "k", "ctrl+d", "ctrl+u")
        assert console.shows() == top


async def test_the_palette_carries_out_what_is_chosen(shop: Path):
    async with opened(shop) as console:
        await console.press("ctrl+p")
        await front(console, "PaletteScreen")
        await console.type("last row")
        await console.press("enter")
        await console.until(lambda: console.state.index == 11)


async def test_a_call_whole(shop: Path, other_desk: Callable[[str], Desk]):
    async with opened(shop) as console:
        visit = console.visits(VisitState.DONE)[0]
        await console.go(visit.call_id)
        await console.press("enter")
        await front(console, "DetailScreen")
        call = console.board.day.calls[visit.call_id]
        customer, site = console.board.day.customer_of(call), console.board.day.site_of(call)
        assert customer is not None
        assert site is not None
        await console.until(lambda: customer.name in console.shows())
        assert site.address in console.shows()
        await console.press("G")
        assert "done" in console.shows()
        other_desk("bob").do(AddNote(visit.call_id, "came [b]later[/b]\nover two lines"))
        await console.until(lambda: console.rev == 2)
        await console.press("G")
        await console.until(lambda: "came [b]later[/b] over two lines" in console.shows(), "the page follows")
        await console.press("g", "t")
        await console.answer("t2")
        await front(console, "BoardScreen")
        await console.until(lambda: console.state.index == 1)


async def test_the_log_and_what_was_found(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        await console.line(f"lock {visit.call_id}")
        await console.until(lambda: console.rev == 2)
        await console.line("log")
        await front(console, "LogScreen")
        await console.until(lambda: f"{visit.call_id} is locked" in console.shows())
        await console.press("escape")
        await front(console, "BoardScreen")
        customer = console.board.day.customer_of(console.board.day.calls[visit.call_id])
        assert customer is not None
        await console.line(f"find {customer.name.split()[-1]}")
        await front(console, "FindScreen")
        await console.until(lambda: customer.name in console.shows())
        await console.press("enter")
        await front(console, "DetailScreen")
        await console.press("escape")
        await front(console, "FindScreen")
        await console.press("q")
        await front(console, "BoardScreen")
        await console.line("find xyzzy")
        await front(console, "FindScreen")
        await console.until(lambda: "Nothing answers" in console.shows())


# -- the demo's clock, and what fails


async def test_the_demo_clock_by_keys(shop: Path):
    async with opened(shop) as console:
        clock = lambda: console.board.day.clock.speed  # noqa: E731
        await console.press("y", "y")
        await console.until(lambda: clock() == 20)
        await console.press("y", "y")
        await console.until(lambda: clock() == 0)
        assert "paused" in console.shows(console.board_screen.status_row)
        before = console.rev
        await console.press("y", "n")
        await console.until(lambda: console.board.day.rev > before)
        await console.until_said("event")


async def test_a_store_that_cannot_be_opened_ends_with_three_and_words(tmp_path: Path):
    path = tmp_path / "not-ours.db"
    path.write_bytes(b"this is not a store" * 100)
    app = DispatchApp(Wiring(path, "ann", "desk"))
    async with app.run_test():
        await until(lambda: app._exit, "it leaves")
    assert app.return_code == 3
    assert app.failure is not None
    assert str(path) in str(app.failure)
    assert path.read_bytes() == b"this is not a store" * 100


def test_the_words_go_to_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch):
    monkeypatch.setattr(DispatchApp, "run", run_headless)
    assert run_app(Wiring(tmp_path / "nowhere.db", "ann", "desk")) == 3
    said = capfd.readouterr().err
    assert "there is no store at" in said
    assert "Traceback" not in said


def run_headless(app: DispatchApp) -> None:
    from asyncio import run

    async def ran() -> None:
        async with app.run_test():
            await until(lambda: app._exit, "it leaves")

    run(ran())


async def test_keys_before_the_board_is_up_do_no_harm(shop: Path):
    app = DispatchApp(Wiring(shop, "ann", "desk"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(
            "j", "w", "space", "i", "x", "z", "d", "f", "enter", "u", "colon", "escape", "question_mark"
        )
        await until(lambda: app.live.ready and app.board_screen.state is not None, "the board")
    assert app.failure is None


async def test_a_lean_console_sends_no_side_panel_and_no_fine_edges(shop: Path):
    async with opened(shop, size=(200, 50), lean=True) as console:
        assert not console.board_screen.side_panel.display
        assert console.app.look.glyphs.eighths == " "
    async with opened(shop, size=(200, 50)) as console:
        assert console.board_screen.side_panel.display
        assert len(console.app.look.glyphs.eighths) == 8
