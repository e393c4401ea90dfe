"""What can I offer her? Windows from what has been typed so far, taken by one key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch_tui.core.commands import SetRule
from dispatch_tui.core.shifts import local_date
from dispatch_tui.keymap import Mode
from tests.screens.driving import Console, opened


async def form(console: Console):
    await console.press("i")
    await console.until(lambda: type(console.screen).__name__ == "IntakeScreen", "the form")
    screen = console.screen
    await console.until(lambda: screen._ready)
    return screen


async def known_caller(console: Console, screen) -> None:
    """A customer of the shop at a site that is known."""
    sites = {site.customer_id for site in console.board.day.sites.values() if site.place}
    name = next(each.name for each in console.board.day.customers.values() if each.id in sites)
    screen.focus_on("name")
    await console.type(name.lower()[:8])
    await console.until(lambda: screen.offers.offers and screen.offers.offers[0].hit is not None, "known")
    screen._take(screen.offers.offers[0])  # a search that is under way would unmark it again
    await console.until(lambda: screen.chosen.site is not None)


async def offered(console: Console, screen, kind: str = "leak"):
    screen.focus_on("type")
    await console.type(kind)
    await console.press("ctrl+o")
    await console.until(lambda: any(offer.window for offer in screen.offers.offers), "windows to offer")
    return [offer.window for offer in screen.offers.offers]


async def test_without_a_kind_of_work_nothing_can_be_offered(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await console.press("ctrl+o")
        await console.until_said("what kind of work")
        await console.until(lambda: screen.focused.name == "type")


async def test_windows_of_today_and_the_next_days_best_first(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await known_caller(console, screen)
        windows = await offered(console, screen)
        assert windows[0].place.total == max(window.place.total for window in windows)
        zone = console.board.day.shop.zone
        days = {local_date(window.window.start, zone) for window in windows}
        assert len(days) > 1
        assert all(window.place.is_open for window in windows)
        for window in windows:
            assert window.window.start <= window.place.start <= window.window.end
        assert "YOU CAN OFFER" in console.shows(screen.offers)
        assert console.rev == 1, "looking writes nothing but the draft"


async def test_taking_one_fills_day_and_window_and_ctrl_g_takes_it_in_hand_right_there(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await known_caller(console, screen)
        windows = await offered(console, screen)
        await console.press("down", "enter")
        chosen = windows[1]
        assert screen.checked().window == chosen.window
        await console.press("ctrl+g")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        await console.until(lambda: console.mode is Mode.HAND, "in hand")
        hand = console.state.hand
        assert hand.call.window == chosen.window
        assert (hand.visit.technician_id, hand.visit.start) == (
            chosen.place.technician_id,
            chosen.place.start,
        )
        assert console.board.day.service_date == chosen.place.day
        await console.press("enter")
        await console.until(lambda: console.state.hand is None)
        visit = console.board.day.visit_of(hand.call.id)
        assert visit.start == chosen.place.start
        assert not console.board.forecast_of(visit).late_minutes


async def test_another_window_than_the_one_taken_goes_to_its_own_best_place(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await known_caller(console, screen)
        await offered(console, screen)
        await console.press("enter")
        tomorrow = console.board.day.service_date + timedelta(days=1)
        screen.fill({"due": tomorrow.isoformat(), "window": "any"})
        await console.press("ctrl+g")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        await console.until(lambda: console.mode is Mode.HAND)
        assert console.state.hand.call.window is None


async def test_the_shops_own_length_of_windows(shop: Path, other_desk):
    other_desk("bob").do(SetRule("offer-window", "240"))
    async with opened(shop) as console:
        screen = await form(console)
        await known_caller(console, screen)
        windows = await offered(console, screen)
        assert {window.window.minutes for window in windows} == {240}


async def test_an_unknown_place_is_said_to_be_a_guess(shop: Path):
    async with opened(shop) as console:
        screen = await form(console)
        await offered(console, screen)
        assert "a guess" in console.shows(screen.offers)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_it_fits_other_screens(shop: Path, size: tuple[int, int]):
    async with opened(shop, size=size) as console:
        screen = await form(console)
        await known_caller(console, screen)
        await offered(console, screen)
        assert "YOU CAN OFFER" in console.shows(screen.offers)
        await console.press("enter")
        assert screen.checked().window is not None
