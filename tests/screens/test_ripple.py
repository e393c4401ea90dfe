"""The ripple screen: opened, supposed, said, chosen by one key, and live."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch_tui.core.commands import AddNote, SetLeft
from dispatch_tui.core.model import MessageKind, VisitState
from dispatch_tui.core.status import AT_WORK
from dispatch_tui.desk.ripple import ripple_view
from dispatch_tui.desk.ripple_rows import ChoiceKind
from dispatch_tui.keymap import Mode
from tests.screens.driving import Console, opened, text_of
from widgets.glyphs import ASCII, UNICODE
from widgets.prompt import PromptLabel
from widgets.ripple import Layout, RippleCursor, paint_ripple
from widgets.ripple_choices import CHOICE_LINES, choice_at

LONG = 180
NUMBER = {kind: str(at) for at, kind in enumerate(ChoiceKind, 1)}


def at_work(console: Console) -> int:
    """A technician at work whose later clients a long delay makes late."""
    for key in console.board.day.order:
        view = ripple_view(console.app.live.keeper, key, LONG)
        if view.ripple.can_be_said and len(view.ripple.lines) > 1 and view.ripple.told_now.late > 1:
            return key
    raise AssertionError("nobody like that in the demo")


async def ripple(console: Console, key: int, minutes: int | None = LONG):
    await console.until(lambda: bool(console.board.day.typicals), "what past visits teach")
    console.app.open_ripple(key, minutes)
    await console.until(lambda: type(console.screen).__name__ == "RippleScreen", "the ripple")
    await console.until(lambda: console.screen.view is not None and console.screen.table.lines)
    return console.screen


async def test_r_on_the_board_and_on_the_panel(shop: Path):
    async with opened(shop) as console:
        key = console.board_screen.technician.id
        await console.press("r")
        await console.until(lambda: type(console.screen).__name__ == "RippleScreen")
        assert console.screen.technician_id == key
        await console.until(lambda: "as forecast" in console.shows() or "nothing ahead" in console.shows())
        await console.press("escape")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        await console.press("g", "2")
        await console.until(lambda: type(console.screen).__name__ == "TechniciansScreen")
        await console.until(lambda: console.screen.table.line is not None)
        key = console.screen.table.line.technician.id
        await console.press("r")
        await console.until(lambda: type(console.screen).__name__ == "RippleScreen")
        assert console.screen.technician_id == key
        await console.press("q")
        await console.until(lambda: type(console.screen).__name__ == "TechniciansScreen")


async def test_supposing_more_less_and_nothing(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console), None)
        assert "as forecast" in console.shows()
        await console.press("-")
        assert screen.minutes == 0
        await console.press("+", "+", "+")
        assert screen.minutes == 15
        assert "15m more (supposed)" in console.shows(screen.table)
        await console.press("-")
        assert "10m more (supposed)" in console.shows(screen.table)
        await console.press("0")
        assert screen.minutes == 0
        await console.press("s")
        assert "nothing is supposed" in console.said


async def test_what_is_supposed_can_be_said_and_undone(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console))
        subject, left = screen.view.ripple.subject, screen.view.ripple.left_minutes
        etas = [line.after.eta for line in screen.view.ripple.lines]
        await console.press("s")
        await console.until(lambda: console.board.day.visits[subject.id].left_minutes == left)
        await console.until(lambda: screen.minutes == 0)
        assert [line.after.eta for line in screen.view.ripple.lines] == etas
        await console.press("u")
        await console.until(lambda: console.board.day.visits[subject.id].left_minutes == subject.left_minutes)


async def test_a_delay_of_who_is_not_at_work_cannot_be_said(shop: Path):
    async with opened(shop) as console:
        key = next(
            key
            for key in console.board.day.order
            if not any(v.state in AT_WORK for v in console.board.day.row(key))
            and any(v.state is VisitState.TENTATIVE for v in console.board.day.row(key))
        )
        await ripple(console, key)
        rev = console.rev
        await console.press("s")
        assert "not at work" in console.said
        assert console.rev == rev


async def test_one_key_carries_a_choice_out(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console))
        choice = screen.view.choices[4]
        assert choice.kind is ChoiceKind.PROMISE
        await console.press(NUMBER[ChoiceKind.PROMISE])
        calls = console.app.live
        await console.until(
            lambda: calls.board.day.calls[choice.command.call_id].window == choice.command.window
        )
        await console.until(lambda: screen.view.choices[4] != choice, "the ripple is reckoned anew")
        assert screen.minutes == LONG


async def test_what_cannot_be_done_says_why(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console), None)
        await console.press("0")
        rev = console.rev
        for at, choice in enumerate(screen.view.choices, 1):
            if choice.why_not:
                await console.press(str(at))
                assert choice.why_not in console.said
        assert console.rev == rev


async def test_telling_all_of_what_is_supposed_asks_whether_it_is_so(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console))
        late = {line.call.id for line in screen.view.ripple.lines if line.unaware}
        rev = console.rev
        await console.press("1")
        await console.answer("n")
        await console.until_said("left as it is")
        assert console.rev == rev
        await console.press("1")
        await console.answer("y")
        await console.until(
            lambda: (
                {m.call_id for m in console.board.day.messages.values() if m.kind is MessageKind.LATE} >= late
            ),
            "messages to all who are late",
        )
        await console.until(lambda: screen.minutes == 0)
        subject = console.board.day.visits[screen.view.ripple.subject.id]
        assert subject.left_minutes is not None
        await console.until(lambda: set(screen.view.telling) >= late)


async def test_the_marked_choice_is_carried_out_by_enter(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console))
        await console.press(*"llllllll")
        assert screen.table.at.choice == 5
        await console.press("h", "left", "right")
        assert screen.table.at.choice == 4
        await console.press("l", "enter")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen", "left as it is")


async def test_a_choice_with_a_cost_asks_first(shop: Path):
    async with opened(shop, size=(200, 60)) as console:
        await console.until(lambda: bool(console.board.day.typicals), "what past visits teach")
        found = (
            (key, at, choice)
            for key in console.board.day.order
            for at, choice in enumerate(ripple_view(console.app.live.keeper, key, LONG).choices, 1)
            if choice.warnings
        )
        key, at, _ = next(found)
        screen = await ripple(console, key)
        rev = console.rev
        await console.press(str(at))
        await console.until(lambda: screen.prompt.asking, "all the same?")
        assert "all the same?" in text_of(screen.prompt.query_one(PromptLabel).lines)
        await console.answer("y")
        await console.until(lambda: console.rev > rev)


async def test_telling_one_client(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console))
        index = next(at for at, line in enumerate(screen.view.ripple.lines) if line.unaware)
        await console.press("g", "g", *("j" * index))
        call = screen.line.call
        eta = screen.line.after.eta
        await console.press("t")
        await console.until(
            lambda: any(
                m.call_id == call.id and m.kind is MessageKind.LATE
                for m in console.board.day.messages.values()
            )
        )
        sent = next(m for m in console.board.day.messages.values() if m.call_id == call.id)
        assert 0 <= (sent.eta - eta).total_seconds() < 300
        await console.until(lambda: call.id in screen.view.telling)


async def test_who_is_not_late_is_told_nothing(shop: Path):
    async with opened(shop) as console:
        key = next(
            key
            for key in console.board.day.order
            if (view := ripple_view(console.app.live.keeper, key)).ripple.lines
            and not view.ripple.lines[0].is_late
        )
        await ripple(console, key, None)
        await console.press("t")
        assert "not late" in console.said


async def test_to_the_call_and_to_the_board(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console))
        await console.press("j")
        number = screen.line.call.id
        await console.press("d")
        await console.until(lambda: type(console.screen).__name__ == "DetailScreen")
        await console.press("escape")
        await console.until(lambda: console.screen is screen)
        await console.press("c")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")
        await console.until(lambda: console.call is not None and console.call.id == number)


async def test_the_screen_is_live_and_the_cursor_stays(shop: Path, other_desk):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console), None)
        await console.press("G")
        before = screen.line
        subject = screen.view.ripple.subject
        other_desk().do(SetLeft(subject.id, left=240))
        await console.until(lambda: screen.line.after.eta > before.after.eta, "another console's news")
        assert screen.line.visit.id == before.visit.id
        other_desk("cy").do(AddNote(before.call.id, "asks twice"))
        await console.until(lambda: console.rev >= 3)


async def test_a_row_nobody_waits_on(shop: Path):
    async with opened(shop) as console:
        keys = console.board.day.order
        key = next(key for key in keys if not ripple_view(console.app.live.keeper, key).ripple.lines)
        await ripple(console, key, None)
        assert "Nobody is waiting" in console.shows()
        await console.press("t", "d", "m", "c", "j", "k", "G", "+", "enter")
        await console.until(lambda: type(console.screen).__name__ in ("RippleScreen", "BoardScreen"))


async def test_clicks_select_and_mark(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console))
        table = screen.table
        layout = Layout.of(table.size.height, len(screen.view.ripple.lines))
        x = next(x for x in range(table.size.width) if choice_at(x, table.size.width, 6) == 2)
        await console.pilot.click(table, offset=(10, 3))
        await console.until(lambda: table.at.client == 1)
        await console.pilot.click(table, offset=(x, layout.choices + 3))
        await console.until(lambda: table.at.choice == 2)


async def test_digits_are_choices_and_views_have_their_other_keys(shop: Path):
    async with opened(shop) as console:
        screen = await ripple(console, at_work(console), None)
        assert screen.mode is Mode.RIPPLE
        await console.press("f1")
        await console.until(lambda: type(console.screen).__name__ == "BoardScreen")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
async def test_the_picture_fits_every_size(shop: Path, size: tuple[int, int], glyphs):
    async with opened(shop, size=size) as console:
        keeper, day = console.app.live.keeper, console.board.day
        for key in day.order:
            for minutes in (0, 50, 600):
                view = ripple_view(keeper, key, minutes)
                width, height = size[0], size[1] - 4
                lines = paint_ripple(view, day, width, height, glyphs, RippleCursor())
                assert len(lines) == height
                assert all(line.width == width for line in lines)
                text = text_of(lines)
                assert "WHAT TO DO" in text
                assert "if told late" in text
                for line in view.ripple.lines[: Layout.of(height, len(view.ripple.lines)).clients]:
                    assert str(line.call.id) in text
                if glyphs is ASCII:
                    names = "".join(customer.name for customer in day.customers.values())
                    assert all(char.isascii() or char in names for char in text)


def test_a_layout_keeps_the_choices_whole():
    for height in range(16, 70):
        for clients in range(12):
            layout = Layout.of(height, clients)
            assert layout.clients >= 1
            assert layout.choices >= 2 + layout.clients
            assert layout.telling == layout.choices + CHOICE_LINES + layout.gap
            if height >= 20:
                assert layout.telling + 3 <= height


async def test_the_verb_supposes_a_delay(shop: Path):
    async with opened(shop) as console:
        key = at_work(console)
        code = console.board.day.technicians[key].code.lower()
        await console.line(f"ripple {code} +50")
        await console.until(lambda: type(console.screen).__name__ == "RippleScreen")
        assert (console.screen.technician_id, console.screen.minutes) == (key, 50)
        await console.until(lambda: "50m more (supposed)" in console.shows(console.screen.table))
