"""The proposal on the screen: planned before one's eyes, drawn as ghosts, accepted, rejected, worn, kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch_tui.core.commands import EditCall
from dispatch_tui.core.model import Priority
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.plan_desk import Item, Stage
from dispatch_tui.planning.changes import ChangeKind
from dispatch_tui.planning.process import PlannerProcess
from dispatch_tui.planning.stale import Wear
from screens.emergency import EmergencyScreen
from screens.proposal import ProposalScreen
from tests.screens.driving import Console, opened, until
from widgets.glyphs import ASCII, UNICODE
from widgets.status_row import StatusRow

pytest.importorskip("vroom")


async def planned(console: Console, *keys: str) -> ProposalScreen:
    """Press the keys that plan, and wait for the proposal."""
    await console.press(*keys)
    await console.until(lambda: isinstance(console.screen, ProposalScreen), "the proposal's screen")
    await console.until(lambda: console.app.plans.stage is Stage.READY, "a proposal")
    await console.until(lambda: console.screen.shown == console.app.plans.proposals, "the list")
    return console.screen


def items(console: Console) -> tuple[Item, ...]:
    return console.app.plans.items()


async def test_the_day_is_planned_shown_and_accepted_whole(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await planned(console, "P", "d")
        changes = [item.change for item in items(console)]
        assert changes
        await console.until(lambda: str(changes[0].call_id) in console.shows(screen.list))
        shown = console.shows()
        assert "Plan of the day" in shown
        assert "waiting" in shown
        assert "goals" in shown
        rev = console.rev
        await console.press("A")
        await console.until(lambda: console.rev > rev or console.screen.prompt.asking, "the plan carried out")
        if console.screen.prompt.asking:  # somebody has been told otherwise
            await console.answer("y")
        await console.until(lambda: console.rev > rev, "the plan carried out")
        assert console.rev == rev + 1
        await console.until(lambda: console.screen is console.board_screen, "the board")
        await console.until_said("plan carried out (the day)")
        for change in changes:
            visit = console.board.day.visit_of(change.call_id)
            assert visit is not None
            assert change.kind is ChangeKind.OFF or visit.start == change.start
        await console.press("u")
        await console.until_said("undone: plan carried out")


async def test_one_change_is_accepted_with_what_it_needs_and_the_rest_stays(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await planned(console, "P", "d")
        before = items(console)
        assert screen.item is not None
        chosen = console.app.plans.with_needs((screen.item.ref,))
        rev = console.rev
        await console.press("a")
        await console.until(lambda: console.rev > rev, "one change carried out")
        left = len(before) - len(chosen)
        await console.until(lambda: sum(item.open for item in items(console)) == left, "the rest")
        if left:
            assert console.screen is screen
            await console.until(
                lambda: UNICODE.good in console.shows(screen.list), "the sign of what is done"
            )


async def test_marks_rejections_and_the_way_back(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await planned(console, "P", "d")
        first = screen.item
        assert first is not None
        await console.press("space")
        assert screen.marked == {first.key}
        await console.press("g", "g", "space")
        assert not screen.marked
        await console.press("g", "g", "x")
        await console.until_said("rejected")
        assert next(item for item in items(console) if item.ref == first.ref).rejected
        await console.press("g", "g", "x")
        await console.until_said("accepted again")
        rev = console.rev
        await console.press("X")
        await console.until(lambda: console.screen is console.board_screen, "the board")
        await console.until_said("rejected", "nothing has changed")
        assert console.rev == rev
        assert not console.app.plans.ready


async def test_ghosts_stand_on_the_board_until_all_is_decided(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        await planned(console, "P", "d")
        change = next(item.change for item in items(console) if item.change.technician_id is not None)
        await console.press("b")
        await console.until(lambda: console.screen is console.board_screen, "the board")
        state = console.state
        await console.until(lambda: change.technician_id in state.proposed, "a ghost")
        numbers = {ghost.number for ghosts in state.proposed.values() for ghost in ghosts}
        assert numbers == {i.change.call_id for i in items(console) if i.change.technician_id is not None}
        moved = {i.change.visit_id for i in items(console) if i.change.visit_id is not None}
        assert {visit for visits in state.leaving.values() for visit in visits} == moved
        await console.until(lambda: UNICODE.ghost in console.shows(console.board_screen.schedule))
        await console.press("P", "g")
        await console.until(lambda: not state.proposed, "no ghosts")
        await console.press("P", "g")
        await console.until(lambda: state.proposed, "ghosts again")
        await console.press("P", "x")
        await console.until(lambda: not state.proposed and not state.leaving, "none left")


async def test_escape_keeps_it_and_it_comes_back(shop: Path):
    async with opened(shop) as console:
        await console.press("P", "p")
        await console.until_said("nothing is proposed")
        await planned(console, "P", "t")
        await console.press("escape")
        await console.until(lambda: console.screen is console.board_screen, "the board")
        await console.until_said("P p shows it again")
        await console.press("P", "p")
        await console.until(lambda: isinstance(console.screen, ProposalScreen))
        assert console.app.plans.ready


async def test_a_change_that_holds_no_longer_says_why_and_p_plans_again(
    shop: Path, other_desk: Callable[[str], Desk]
):
    async with opened(shop, size=(140, 40)) as console:
        screen = await planned(console, "P", "d")
        victim = items(console)[0].change
        other_desk("bob").do(EditCall(victim.call_id, {"problem": "quite another"}))
        await console.until(lambda: items(console)[0].standing.wear is Wear.CHANGED, "the wear")
        await console.until(lambda: "has been changed since" in console.shows(screen.list))
        rev = console.rev
        await console.press("g", "g", "a")
        await console.until_said("holds no longer")
        assert console.rev == rev
        await console.press("p")
        await console.until(
            lambda: (
                console.app.plans.stage is Stage.READY
                and all(item.standing.wear is Wear.HOLDS for item in items(console))
            ),
            "a fresh plan",
        )


async def test_planning_is_stopped_with_what_there_is(shop: Path):
    async with opened(shop) as console:
        await console.press("P", "d")
        await console.until(lambda: isinstance(console.screen, ProposalScreen))
        await console.press("x")
        await console.until(lambda: console.app.plans.stage is not Stage.PLANNING, "the end of it")
        assert console.app.plans.stage in (Stage.READY, Stage.FAILED)


async def test_a_row_and_days(shop: Path):
    async with opened(shop) as console:
        key = console.board_screen.technician.id
        await planned(console, "P", "r")
        assert {item.change.technician_id for item in items(console)} <= {key, None}
        await console.press("escape", "P", "s")
        await console.until(lambda: console.screen.prompt.asking)
        await console.mend("99")
        await console.until_said("1 to 14")
        await console.mend("3")
        await console.until(
            lambda: console.app.plans.stage is Stage.READY and len(console.app.plans.proposals) > 1,
            "several days",
        )


async def test_verbs_plan_accept_and_reject(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        await console.line("plan day")
        await console.until(lambda: console.app.plans.stage is Stage.READY, "a proposal")
        number = items(console)[0].change.call_id
        await console.until(lambda: isinstance(console.screen, ProposalScreen))
        await console.line(f"reject {number}")
        await console.until_said("rejected")
        await console.line("reject all")
        await console.until_said("nothing has changed")
        await console.line("accept all")
        await console.until_said("left to accept")


async def test_plain_signs_and_a_small_screen(shop: Path):
    async with opened(shop, size=(80, 24), ascii=True) as console:
        screen = await planned(console, "P", "d")
        await console.until(lambda: "T" in console.shows(screen.list))
        text = console.shows()
        assert all(ord(char) < 128 for char in text.replace(ASCII.dash, "-")), text
        assert max(len(line) for line in text.splitlines()) <= 80
        await console.press("b")
        await console.until(lambda: console.screen is console.board_screen and console.state.proposed)


async def test_the_planner_ends_with_the_console(shop: Path):
    async with opened(shop) as console:
        await planned(console, "P", "t")
        process = console.app.planner._solver
        assert isinstance(process, PlannerProcess)
        child = process._child
        assert child is not None
    await until(lambda: child.poll() is not None, "the end of the planner's process")


@pytest.mark.parametrize("key", ["3", "b"])
async def test_leaving_while_it_is_being_planned_harms_nothing(shop: Path, key: str):
    """News of a plan in the making may reach the screen when its widgets have gone."""
    async with opened(shop, size=(140, 40)) as console:
        await console.press("P", "d")
        await console.until(lambda: isinstance(console.screen, ProposalScreen), "the proposal's screen")
        leaving = console.screen
        console.app.pop_screen()
        await console.until(lambda: not leaving.query(StatusRow), "its widgets gone")
        leaving._show()  # as what was asked for before does
        await console.until(lambda: console.screen is console.board_screen, "the board")
        await console.until(lambda: console.app.plans.stage is Stage.READY, "a proposal")
        await console.press("P", "d")
        await console.until(lambda: isinstance(console.screen, ProposalScreen), "the proposal's screen")
        await console.press(key)
        await console.until(lambda: not isinstance(console.screen, ProposalScreen) or key == "b", "left")
        await console.until(lambda: console.app.plans.stage is Stage.READY, "a proposal")


async def test_an_emergency_is_said_first_and_one_key_sends_somebody(
    shop: Path, other_desk: Callable[[str], Desk]
):
    async with opened(shop, size=(140, 40)) as console:
        await planned(console, "P", "t")
        victim = items(console)[0].change
        await console.press("escape")
        other_desk("bob").do(EditCall(victim.call_id, {"priority": Priority.EMERGENCY}))
        await console.until(
            lambda: console.board.day.calls[victim.call_id].priority is Priority.EMERGENCY, "the emergency"
        )
        screen = await planned(console, "P", "t")
        urgent = {
            key for key in console.board.day.tray
            if console.board.day.calls[key].priority is Priority.EMERGENCY
        }  # fmt: skip
        proposed = [item.change for item in items(console) if item.change.call_id in urgent]
        await console.until(lambda: console.shows(screen.list), "the list")
        text = console.shows(screen.list)
        for change in proposed:
            at = clock_text(change.start, console.board.day.shop.zone)
            assert f"{UNICODE.emergency} EMERGENCY {change.call_id} at {at} – E sends somebody now" in text
        left = [one.left.call_id for one in console.app.plans.left_out()]
        if set(left) & urgent:
            await console.press("G")
            assert "E: who can be there first" in console.shows(screen.list)
        assert proposed or set(left) & urgent
        await console.press("E")
        await console.until(lambda: isinstance(console.screen, EmergencyScreen), "who can go")
        await console.press("escape")
        await console.until(lambda: console.screen is screen, "the proposal again")


async def test_the_heading_counts_what_is_still_open(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await planned(console, "P", "d")
        total = len(items(console))
        assert "of this plan" in console.shows(screen.sheet)
        assert "open" not in console.shows(screen.sheet).splitlines()[0]
        await console.press("g", "g", "x")
        still = sum(item.open for item in items(console))
        assert still < total
        await console.until(lambda: f"{still} of {total} open" in console.shows(screen.sheet))
        assert "rejected" in console.shows(screen.sheet).splitlines()[0]


async def test_the_boards_prefix_says_what_plans_again_here(shop: Path):
    async with opened(shop, size=(140, 40)) as console:
        screen = await planned(console, "P", "t")
        await console.press("P")
        await console.until_said("p plans again", "esc goes back")
        assert console.screen is screen
