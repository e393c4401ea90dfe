"""What is in hand: nothing is written before the drop; one drop, one changeset, one undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from textual import events

from dispatch_tui.core.commands import MoveVisit, PlaceCall
from dispatch_tui.core.model import Priority, Visit, VisitState
from dispatch_tui.desk.desk import Desk
from dispatch_tui.keymap import Mode
from tests.screens.driving import Console, opened


async def grabbed(console: Console) -> Visit:
    """A free visit in hand."""
    visit = console.planned()
    await console.go(visit.call_id)
    await console.press("space")
    assert console.mode is Mode.HAND
    return visit


async def test_grab_slide_drop_and_one_undo(shop: Path):
    async with opened(shop) as console:
        visit = await grabbed(console)
        await console.press("l", "l", "h", "L", "l")
        hand = console.state.hand
        assert hand is not None
        assert hand.visit.start > visit.start
        assert console.rev == 1, "nothing is written before the drop"
        assert f"in hand {visit.call_id}" in console.shows(console.board_screen.inspector)
        await console.drop_anyway()
        await console.until(lambda: console.rev == 2, "one changeset")
        assert console.board.day.visits[visit.id].start == hand.visit.start
        assert console.mode is Mode.BOARD
        assert console.state.cursor.visit_id == visit.id
        await console.until_said(f"{visit.call_id} moved at")
        await console.press("u")
        await console.until(lambda: console.rev == 3, "one undo")
        assert replace(console.board.day.visits[visit.id], revs=()) == replace(visit, revs=())
        await console.until_said("undone:")
        await console.press("ctrl+r")
        await console.until(lambda: console.rev == 4)
        assert console.board.day.visits[visit.id].start == hand.visit.start
        assert console.app.live.desk.store.check() == ()


async def test_put_back_writes_nothing(shop: Path):
    async with opened(shop) as console:
        visit = await grabbed(console)
        await console.press("L", "j", "escape")
        assert console.state.hand is None
        assert console.state.cursor.visit_id == visit.id
        assert console.said == "put back where it was"
        assert console.rev == 1
        assert console.board.day.visits[visit.id] == visit


async def test_dropped_where_it_was_nothing_is_written(shop: Path):
    async with opened(shop) as console:
        visit = await grabbed(console)
        await console.press("space")
        await console.until_said("stays where it is")
        assert console.rev == 1
        assert console.state.cursor.visit_id == visit.id


async def test_a_drop_with_a_cost_asks_and_says_which(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        neighbour = next(
            other
            for other in console.board.day.row(visit.technician_id)
            if other.id != visit.id and other.start != visit.start
        )
        await console.go(visit.call_id)
        await console.press("space", "equals_sign")
        local = neighbour.start.astimezone(console.board.day.shop.zone)
        await console.answer(f"{local:%H:%M}")
        await console.until(lambda: console.state.hand and console.state.hand.visit.start == neighbour.start)
        warnings = console.state.hand.consequences.warnings
        assert warnings
        await console.press("enter")
        await console.until_said("! drops it all the same")
        assert all(remark.text in console.said for remark in warnings)
        assert console.rev == 1
        assert console.mode is Mode.HAND
        await console.drop_anyway()
        await console.until(lambda: console.rev == 2)
        assert console.board.day.visits[visit.id].start == neighbour.start


async def test_by_rows_gaps_and_suggestions(shop: Path):
    async with opened(shop) as console:
        visit = await grabbed(console)
        await console.press("j")
        assert console.state.hand.visit.technician_id != visit.technician_id
        await console.press("k")
        assert console.state.hand.visit.technician_id == visit.technician_id
        await console.press("J")
        fits = console.state.hand
        assert not fits.consequences.warnings or "nobody else" in console.said
        await console.press("K", "w", "b", "0", "9", "escape")
        call = console.placeable()
        await console.go(call.id)
        await console.press("space", "j", "1")
        hand = console.state.hand
        assert hand.spots
        assert (hand.visit.technician_id, hand.visit.start) == (
            hand.spots[0].technician_id,
            hand.spots[0].start,
        )
        await console.press("escape")
        assert console.rev == 1


async def test_place_from_the_tray(shop: Path):
    async with opened(shop) as console:
        await console.press("t")
        call = console.call
        assert call is not None
        assert call.priority is Priority.EMERGENCY
        await console.press("p")
        hand = console.state.hand
        assert hand is not None
        assert hand.origin is None
        await console.press("space")
        await console.until(lambda: console.rev == 2 or "drops it all the same" in console.said)
        if console.rev == 1:
            await console.drop_anyway()
        await console.until(lambda: call.id not in console.board.day.tray, "off the tray")
        placed = console.board.day.visit_of(call.id)
        assert placed is not None
        assert placed.state is VisitState.TENTATIVE
        assert console.state.cursor.visit_id == placed.id
        await console.press("u")
        await console.until(lambda: call.id in console.board.day.tray, "back in the tray")


async def test_assign_shows_the_best_places(shop: Path):
    async with opened(shop) as console:
        await console.go(console.placeable().id)
        await console.press("a")
        hand = console.state.hand
        assert hand is not None
        assert hand.spots
        assert str(hand.call.id) in console.shows(console.board_screen.inspector)
        if len(hand.spots) > 1:
            await console.press("2")
            assert console.state.hand.visit.start == hand.spots[1].start
        await console.press("escape")
        assert console.state.hand is None
        assert console.rev == 1


async def test_to_the_tray_and_nudge_and_lock(shop: Path):
    async with opened(shop) as console:
        visit = console.planned()
        await console.go(visit.call_id)
        await console.press("X")
        await console.until_said("is locked")
        await console.press("space")
        assert "is locked" in console.said
        assert console.state.hand is None
        await console.press("X")
        await console.until_said("is unlocked")
        await console.press("x")
        await console.until(lambda: visit.call_id in console.board.day.tray)
        await console.press("u")
        await console.until(lambda: visit.call_id not in console.board.day.tray)
        await console.go(visit.call_id)
        rev = console.rev
        await console.press("<")
        await console.until(lambda: console.rev > rev or console.screen.prompt.asking)
        if console.screen.prompt.asking:
            await console.answer("y")
        await console.until(lambda: console.board.day.visits[visit.id].start < visit.start)


async def test_another_day_with_a_block_in_hand(shop: Path):
    async with opened(shop) as console:
        visit = await grabbed(console)
        day = console.board.day.service_date
        await console.press("right_curly_bracket")
        await console.until(lambda: console.board.day.service_date == day + timedelta(days=1))
        hand = console.state.hand
        assert hand is not None
        assert hand.visit.service_date == day + timedelta(days=1)
        assert hand.visit.start == visit.start + timedelta(days=1)
        assert console.mode is Mode.HAND
        await console.drop_anyway()
        await console.until(lambda: console.rev == 2)
        assert console.board.day.visit_of(visit.call_id) is not None
        await console.press("u")
        await console.until(lambda: console.rev == 3)


async def test_put_back_on_another_day_leaves_it_where_it_was(shop: Path):
    async with opened(shop) as console:
        visit = await grabbed(console)
        day = console.board.day.service_date
        await console.press("right_curly_bracket")
        await console.until(lambda: console.board.day.service_date == day + timedelta(days=1))
        await console.press("escape", "left_curly_bracket")
        await console.until(lambda: console.board.day.service_date == day)
        assert console.board.day.visits[visit.id] == visit
        assert console.rev == 1


# -- beside another console


async def test_anothers_change_shows_and_cursor_and_hand_stay(shop: Path, other_desk: Callable[[str], Desk]):
    async with opened(shop) as console:
        visit = await grabbed(console)
        await console.press("l")
        hand = console.state.hand
        other = next(
            each
            for each in console.visits(VisitState.TENTATIVE)
            if each.technician_id != visit.technician_id and each.lock == "none"
        )
        later = other.start + timedelta(minutes=25)
        other_desk("bob").do(MoveVisit(other.id, start=later, sure=True))
        await console.until(lambda: console.board.day.visits[other.id].start == later, "the change shows")
        await console.until_said("bob:", str(other.call_id))
        after = console.state.hand
        assert after is not None
        assert after.visit == hand.visit
        assert console.mode is Mode.HAND
        assert console.state.cursor.technician_id == visit.technician_id
        await console.drop_anyway()
        await console.until(lambda: console.board.day.visits[visit.id].start == hand.visit.start)


async def test_a_conflict_on_the_drop_is_said_and_the_hand_stays(
    shop: Path, other_desk: Callable[[str], Desk]
):
    async with opened(shop) as console:
        visit = await grabbed(console)
        await console.press("l", "l")
        moved = visit.start + timedelta(minutes=45)
        other_desk("bob").do(MoveVisit(visit.id, start=moved, sure=True))
        await console.until(lambda: console.board.day.visits[visit.id].start == moved)
        hand = console.state.hand
        assert hand is not None, "it stays in hand"
        await console.drop_anyway()
        await console.until_said("bob")
        assert console.board.day.visits[visit.id].start == moved, "what bob did stands"
        assert console.mode is Mode.HAND
        assert console.state.hand is not None
        await console.press("escape")
        assert console.mode is Mode.BOARD


async def test_a_call_in_hand_that_another_places_is_let_go(shop: Path, other_desk: Callable[[str], Desk]):
    async with opened(shop) as console:
        await console.press("t", "j", "p")
        hand = console.state.hand
        assert hand is not None
        command = PlaceCall(hand.call.id, hand.visit.technician_id, hand.visit.start, sure=True)
        other_desk("bob").do(command)
        await console.until(lambda: console.state.hand is None, "let go")
        assert console.mode is Mode.BOARD
        await console.press("j", "k", "w")


async def test_what_is_left_of_a_call_is_gone_to_in_the_tray(shop: Path):
    async with opened(shop) as console:
        visit = console.visits(VisitState.CANNOT_COMPLETE)[0]
        assert visit.call_id in console.board.day.tray
        await console.line(f"go {visit.call_id}")
        await console.until(lambda: console.mode is Mode.TRAY)
        await console.press("space")
        assert console.state.hand is not None
        assert console.state.hand.origin is None


async def test_undo_is_per_person(shop: Path, other_desk: Callable[[str], Desk]):
    async with opened(shop) as console:
        visit = console.planned()
        other_desk("bob").do(MoveVisit(visit.id, start=visit.start + timedelta(minutes=5), sure=True))
        await console.until(lambda: console.rev == 2)
        await console.press("u")
        await console.until_said("nothing of yours to undo")


async def test_undo_of_what_another_changed_since_is_refused_whole(
    shop: Path, other_desk: Callable[[str], Desk]
):
    async with opened(shop) as console:
        visit = await grabbed(console)
        await console.press("l")
        await console.drop_anyway()
        await console.until(lambda: console.rev == 2)
        later = visit.start + timedelta(minutes=60)
        other_desk("bob").do(MoveVisit(visit.id, start=later, sure=True))
        await console.until(lambda: console.rev == 3)
        await console.press("u")
        await console.until_said("bob")
        assert console.board.day.visits[visit.id].start == later
        assert console.rev == 3


async def test_nothing_takes_the_keys_away_from_what_is_in_hand(shop: Path):
    """The mode is that of the hand as long as something is in it, whatever is asked for."""
    async with opened(shop) as console:
        visit = await grabbed(console)
        other = next(each for each in console.visits(VisitState.TENTATIVE) if each.id != visit.id)
        for line in (f"go {other.call_id}", "go t3", "go 14:30", "show tray"):
            await console.line(line)
            await console.until_said(f"{visit.call_id} is in hand")
            assert console.mode is Mode.HAND
            await console.press("l")
        await console.pilot.click("#tray", offset=(3, 2))
        assert console.mode is Mode.HAND
        await console.line(f"lock {other.call_id}")
        await console.until(lambda: console.board.day.visits[other.id].lock == "both")
        assert console.mode is Mode.HAND
        assert console.state.hand is not None
        await console.press("escape")
        assert console.mode is Mode.BOARD
        assert console.board.day.visits[visit.id] == visit


async def test_ones_own_drop_is_not_said_to_be_somebody_elses(shop: Path, monkeypatch):
    async with opened(shop) as console:
        said: list[str] = []
        await console.go(console.placeable().id)
        await console.press("p")
        monkeypatch.setattr(console.board_screen, "say", lambda text, kind="done": said.append(text))
        await console.drop_anyway()
        await console.until(lambda: console.rev == 2 and console.state.hand is None)
        assert not any("somebody else" in text for text in said)


async def test_keys_typed_behind_a_line_wait_for_it(shop: Path):
    async with opened(shop) as console:
        first, second = console.visits(VisitState.TENTATIVE)[:2]
        await console.go(first.call_id)
        for key in ("colon", *"go", "space", *str(second.call_id), "enter", "space"):
            post(console, key)
        await console.until(lambda: console.state.hand is not None)
        assert console.state.hand.call.id == second.call_id


def post(console: Console, key: str) -> None:
    """A key in a burst: queued at once, as a terminal's driver does."""
    names = {"colon": ":", "space": " "}
    char = names.get(key, key if len(key) == 1 else None)
    console.app.post_message(events.Key(key, char))
