"""Keys that come faster than screens: a burst is posted whole, before the first of it is read."""

from __future__ import annotations

from pathlib import Path

from textual import events

from dispatch_tui.core.model import VisitState
from screens.intake import IntakeScreen
from tests.screens.driving import Console, opened
from widgets.lines import Hint, HintRow


def burst(console: Console, *parts: str) -> None:
    """Post keys as a terminal does; a part that is no key's name is typed letter by letter."""
    named = {"enter", "escape", "tab", "space", "ctrl+g", "ctrl+s", "down"}
    for part in parts:
        for key in [part] if part in named else list(part):
            character = " " if key in (" ", "space") else key if len(key) == 1 else None
            console.app.post_message(events.Key("space" if key == " " else key, character))


async def test_a_line_typed_in_a_burst_and_the_keys_behind_it(shop: Path):
    async with opened(shop) as console:
        visit = next(iter(console.visits(VisitState.ON_SITE)))
        code = console.board.day.technicians[visit.technician_id].code.lower()
        burst(console, "jj:", f"{code} done", "enter", "kk")
        await console.until(lambda: console.board.day.visits[visit.id].state is VisitState.DONE)
        row = console.board.day.order.index(visit.technician_id)
        await console.until(
            lambda: console.state.index == row - 2, "kk came after the line had moved the cursor"
        )


async def test_two_lines_and_a_move_in_one_burst_keep_their_order(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(VisitState.TENTATIVE)[0]
        burst(
            console,
            f":note {visit.call_id} ",
            '"first"',
            "enter",
            f":note {visit.call_id} ",
            '"second"',
            "enter",
        )
        store = console.app.live.desk.store

        async def notes() -> list[str]:
            story = await console.app.live.ask(lambda _desk: store.call_story(visit.call_id))
            return [note.text for note in story.notes]

        for _ in range(400):
            if len(await notes()) == 2:
                break
        assert await notes() == ["first", "second"]


async def test_a_call_typed_before_the_form_is_there(shop: Path):
    async with opened(shop) as console:
        burst(
            console, "i555-0199", "tab", "Jo Ann", "tab", "12 Elm St", "tab", "Columbus, OH", "tab", "43201",
            "tab", "leak", "tab", "Drip drip", "ctrl+s",
        )  # fmt: skip
        await console.until_said("taken for Jo Ann")
        call = max(console.board.day.calls.values(), key=lambda each: each.id)
        customer = console.board.day.customers[call.customer_id]
        assert (customer.name, call.problem) == ("Jo Ann", "Drip drip")
        assert console.board.day.sites[call.site_id].address == "12 Elm St"
        assert not isinstance(console.app.screen, IntakeScreen)


async def test_a_begun_sequence_is_left_with_escape_without_a_word(shop: Path):
    async with opened(shop) as console:
        said = console.said
        await console.press("g", "escape")
        assert console.said == said
        assert Hint("?", "help") in console.app.screen.query_one(HintRow)._hints
