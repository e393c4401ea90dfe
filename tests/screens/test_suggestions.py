"""Suggestions on the screen: ghosts with points, the list with its reasons, taking, overriding, and why."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch_tui.core.commands import AddNote, SetRule
from dispatch_tui.core.model import Call, VisitState
from dispatch_tui.core.suggest import PRESETS
from dispatch_tui.keymap import Mode
from tests.screens.driving import Console, opened
from widgets.suggestion_words import GATES


async def suggestions(console: Console, call: Call):
    """The list of a call's places, with the next days in it."""
    await console.go(call.id)
    await console.press("A")
    await console.until(lambda: type(console.screen).__name__ == "SuggestionsScreen", "the list")
    screen = console.screen
    await console.until(
        lambda: screen.table.lines and all(tab.ranking for tab in screen.table.view.tabs), "days"
    )
    return screen


async def board(console: Console) -> None:
    await console.until(lambda: type(console.screen).__name__ == "BoardScreen", "the board")


def kept_of(console: Console, call: Call):
    visit = console.board.day.visit_of(call.id)
    return console.app.live.ask(lambda desk: desk.store.because_of(visit))


async def test_the_list_shows_the_keepers_ranking_for_today_and_the_next_days(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        ranking = console.app.live.keeper.suggest(call)
        assert screen.table.view.ranking.places == ranking.places
        days = [tab.day for tab in screen.table.view.tabs]
        today = console.board.day.service_date
        assert days == [today + timedelta(days=n) for n in range(len(days))]
        assert len(days) > 1
        await console.press("}")
        assert screen.table.view.at == 1
        await console.press("{", "{")
        assert screen.table.view.at == 0
        assert "these are all days" in console.said
        await console.press("j")
        assert screen.table.cursor == 1
        await console.press("1")
        assert screen.table.cursor == 0
        await console.press("9")
        assert "no place 9" in console.said
        await console.press("escape")
        await board(console)


async def test_enter_places_in_one_act_and_u_takes_it_back(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        best, rev = screen.table.place, console.rev
        await console.press("enter")
        await board(console)
        visit = console.board.day.visit_of(call.id)
        assert (visit.technician_id, visit.start) == (best.technician_id, best.start)
        assert console.rev == rev + 1
        assert console.call.id == call.id, "the cursor is on it"
        kept = await kept_of(console, call)
        assert (kept.rank, kept.total) == (1, pytest.approx(best.total, abs=0.1))
        await console.until(lambda: console.board.goals.match.of == 1, "the match is counted")
        assert console.board.goals.match.good == 1
        await console.press("u")
        await console.until(lambda: call.id in console.board.day.tray)
        await console.until(lambda: console.board.goals.match.of == 0)


async def test_a_place_on_another_day_leaves_the_board_where_it_is(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        call = console.board.day.calls[console.board.day.tray[0]]
        assert call.window is None
        screen = await suggestions(console, call)
        await console.press("}")
        place = screen.table.place
        assert place.is_open
        today = console.board.day.service_date
        assert place.day != today
        await console.press("enter")
        await board(console)
        assert console.board.day.service_date == today
        await console.until(lambda: call.id not in console.board.day.tray)
        assert "on Wed 25 Nov" in console.said


async def test_a_closed_place_asks_for_a_reason_which_is_kept(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        rev, at = console.rev, len(screen.table.view.ranking.places)
        await console.press(*"j" * at)
        place = screen.table.place
        assert place.failed
        await console.press("enter")
        await console.until(lambda: screen.prompt.asking)
        assert console.rev == rev, "nothing is written before the answer"
        await console.answer("she asked for him")
        await board(console)
        await console.until(lambda: call.id not in console.board.day.tray)
        kept = await kept_of(console, call)
        assert kept.reason == "she asked for him"
        assert kept.failed == tuple(result.gate for result in place.failed)
        await console.until(lambda: console.board.goals.match.of == 1)
        assert console.board.goals.match.good == 0


async def test_why_shows_what_was_kept_beside_how_it_looks_now(shop: Path):
    async with opened(shop, size=(160, 50)) as console:
        call = console.placeable()
        await suggestions(console, call)
        await console.press("2", "enter") if len(
            console.app.live.keeper.suggest(call).places
        ) > 1 else await console.press("enter")
        await board(console)
        await console.line(f"why {call.id}")
        await console.until(lambda: type(console.screen).__name__ == "SuggestionsScreen")
        await console.until(lambda: "WHEN IT WAS PLACED" in console.shows(), "the kept explanation")
        shown = console.shows()
        assert "was no." in shown
        assert "now: no." in shown
        assert "now T" in shown.splitlines()[1], "the title says where it stands"


async def test_supposed_weights_are_only_supposed_until_they_are_kept(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        rev = console.rev
        names = list(PRESETS)
        for name in names:
            await console.press("w")
            assert screen.table.view.ranking.weights.preset == name
            assert f"supposing {name}" in screen.table.view.note
        await console.press("w")
        assert screen.table.view.note == "weights: balanced"
        assert console.rev == rev
        await console.press("W")
        assert "nothing is supposed" in console.said
        await console.press("w", "w", "W")
        await console.until(lambda: console.board.day.shop.rules.get("suggest") == names[1])
        await console.until(lambda: screen.table.view.note == f"weights: {names[1]}")


async def test_space_takes_it_in_hand_there_and_enter_in_the_list_drops_it(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        place = screen.table.place
        await console.press("space")
        await board(console)
        assert console.mode is Mode.HAND
        assert (console.state.hand.visit.technician_id, console.state.hand.visit.start) == (
            place.technician_id,
            place.start,
        )
        await console.press("l", "A")
        await console.until(lambda: type(console.screen).__name__ == "SuggestionsScreen")
        await console.until(lambda: console.screen.table.place is not None)
        await console.press("enter")
        await board(console)
        assert console.state.hand is None
        visit = console.board.day.visit_of(call.id)
        assert (visit.technician_id, visit.start) == (place.technician_id, place.start)


async def test_space_on_another_day_takes_it_there(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        call = console.board.day.calls[console.board.day.tray[0]]
        screen = await suggestions(console, call)
        await console.press("}")
        place = screen.table.place
        await console.press("space")
        await board(console)
        await console.until(lambda: console.board.day.service_date == place.day)
        await console.until(lambda: console.state.hand is not None and console.state.hand.place is not None)
        hand = console.state.hand
        assert (hand.visit.technician_id, hand.visit.start) == (place.technician_id, place.start)
        await console.press("enter")
        await console.until(lambda: console.board.day.visit_of(call.id) is not None)


async def test_in_hand_the_inspector_says_rank_points_and_reasons_at_each_slide(shop: Path):
    async with opened(shop, size=(200, 50)) as console:
        await console.until(lambda: len(console.board.day.performance), "what is learnt moves points")
        call = console.placeable()
        await console.go(call.id)
        await console.press("p")
        await console.until(lambda: console.state.hand is not None)
        hand = console.state.hand
        best = hand.ranking.places[0]
        assert hand.place.total == pytest.approx(best.total)
        assert f"no. 1, {best.total:.0f} points: " in console.shows(console.board_screen.inspector)
        await console.press("L", "L")
        moved = console.state.hand
        assert f"{best.total:.0f} +" in console.shows(console.board_screen.schedule)
        assert moved.place.start == best.start + timedelta(hours=2)
        judged = console.app.live.keeper.judge(call, best.technician_id, moved.place.start, call.minutes)
        assert moved.place.total == pytest.approx(judged.total)
        if not moved.place.failed:
            assert f"{moved.place.total:.0f} points" in console.shows(console.board_screen.inspector)


async def test_dropping_elsewhere_is_one_key_and_asks_only_where_a_gate_fails(shop: Path):
    async with opened(shop) as console:
        call = console.placeable()
        await console.go(call.id)
        await console.press("p", "enter")
        await console.until(lambda: console.board.day.visit_of(call.id) is not None)
        kept = await kept_of(console, call)
        assert kept is not None
        assert not kept.failed
        await console.press("space")
        await console.until(lambda: console.state.hand is not None)
        skilled = {
            key for key in console.board.day.order
            if not set(call.skills) - set(console.board.day.technicians[key].skills)
        }  # fmt: skip
        steps = next(
            n for n in range(1, 12)
            if console.state.rows[(console.state.index + n) % len(console.state.rows)] not in skilled
            and console.state.index + n < len(console.state.rows)
        ) if call.skills else 0  # fmt: skip
        await console.press(*"j" * steps)
        failed = console.state.hand.place.failed
        assert failed
        await console.drop_anyway("only this once")
        await console.until(lambda: console.state.hand is None)
        kept = await kept_of(console, call)
        assert kept.reason == "only this once"
        assert kept.failed == tuple(result.gate for result in failed)


async def test_the_list_follows_what_others_do(shop: Path, other_desk):
    async with opened(shop, size=(140, 40)) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        bob = other_desk("bob")
        bob.do(AddNote(call.id, "a note moves nothing"))
        await console.until(lambda: console.rev == 2)
        assert screen.table.place is not None
        bob.do(SetRule("suggest", "drive least"))
        await console.until(lambda: screen.table.view.note == "weights: drive least")


async def test_a_visit_that_has_begun_is_closed_everywhere(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        begun = console.visits(VisitState.ON_SITE)[0]
        call = console.board.day.calls[begun.call_id]
        screen = await suggestions(console, call)
        assert not screen.table.view.ranking.places
        assert GATES[screen.table.place.failed[0].gate] in console.shows()


@pytest.mark.parametrize("looks", [{"theme": "light"}, {"theme": "mono"}, {"ascii": True}])
async def test_it_fits_a_small_screen_in_every_look(shop: Path, looks: dict):
    async with opened(shop, size=(80, 24), **looks) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        shown = console.shows(screen.table)
        assert "POINTS" in shown
        assert "GATES" in shown
        assert screen.table.place.start is not None
        if looks.get("ascii"):
            assert shown.isascii()


async def test_why_it_stands_there_can_be_read_on_a_small_screen(shop: Path):
    async with opened(shop, size=(80, 24)) as console:
        call = console.placeable()
        screen = await suggestions(console, call)
        await console.press("b")
        assert "it stands nowhere yet" in console.said
        await console.press("enter")
        await board(console)
        screen = await suggestions(console, call)
        await console.until(lambda: screen.table.view.kept, "what was kept")
        shown = "\n".join(line.text() for line in screen.table.lines)
        assert "WHEN IT WAS PLACED" not in shown
        assert "b why there" in shown
        await console.press("b")
        shown = "\n".join(line.text() for line in screen.table.lines)
        assert "WHEN IT WAS PLACED" in shown
        assert "was no. 1 with" in shown
        await console.press("b")
        assert not screen.table.view.then
