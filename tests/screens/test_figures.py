"""The screen of performance figures: sorted, filtered, and what was left out always said."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch_tui.desk.figures import MEASURES
from tests.screens.driving import Console, opened


async def figures(console: Console):
    """The screen, once the shop's past has been counted."""
    await console.press("f5")
    await console.until(lambda: type(console.screen).__name__ == "FiguresScreen", "the figures")
    screen = console.screen
    await console.until(
        lambda: screen.table.view is not None and screen.table.view.lines, "something counted"
    )
    return screen


async def test_figures_are_shown_with_their_cases_and_what_was_left_out(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await figures(console)
        shown = console.shows(screen.table)
        assert "left out" in shown
        assert "nothing inferred" in shown
        assert len(screen.table.view.lines) > 20
        few = next(at for at, line in enumerate(screen.table.view.lines) if line.few)
        await console.press(*"j" * few)
        assert "too few to go by" in console.shows()
        await console.press("G", "g", "g")
        assert screen.table.cursor == 0
        await console.press("pagedown", "k", "pageup")
        assert screen.table.cursor == 0


async def test_columns_sort_and_say_their_formula(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await figures(console)
        for at, measure in enumerate(MEASURES):
            await console.press("l")
            assert screen.table.view.sorted_by == at
            assert measure.formula[:30] in console.shows()
        best = screen.table.view.lines[0]
        await console.press("o")
        assert screen.table.view.backwards
        assert screen.table.view.lines[0] is not best
        await console.press("l")
        assert screen.table.view.sorted_by is None
        await console.press("h")
        assert screen.table.view.sorted_by == len(MEASURES) - 1


async def test_a_word_filters_and_esc_shows_all_again(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await figures(console)
        everybody = len(screen.table.view.lines)
        await console.press("slash")
        await console.answer("toilet")
        await console.until(lambda: all("toilet" in line.kind.lower() for line in screen.table.view.lines))
        assert 0 < len(screen.table.view.lines) < everybody
        await console.press("escape")
        await console.until(lambda: len(screen.table.view.lines) == everybody)
        await console.press("escape")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")


async def test_enter_goes_to_the_technicians_row(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await figures(console)
        await console.press("enter")
        assert "all technicians" in console.said
        at = next(at for at, line in enumerate(screen.table.view.lines) if line.technician)
        await console.press(*"j" * at, "enter")
        technician = screen.table.view.lines[at].technician
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        await console.until(lambda: console.board_screen.technician.id == technician.id)


@pytest.mark.parametrize("looks", [{"theme": "mono", "ascii": True}, {"theme": "light"}])
async def test_a_small_screen_has_the_score_and_says_what_is_too_few(shop: Path, looks: dict):
    async with opened(shop, size=(80, 24), **looks) as console:
        await console.line("show figures")
        await console.until(lambda: type(console.screen).__name__ == "FiguresScreen")
        screen = console.screen
        await console.until(lambda: screen.table.view is not None and screen.table.view.lines)
        shown = console.shows(screen.table)
        assert "SCORE" in shown
        assert "too few" in shown or not any(line.few for line in screen.table.view.lines[:18])
        assert all(line.width == 80 for line in screen.table.lines)
