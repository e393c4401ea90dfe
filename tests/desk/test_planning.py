"""Plans for a desk on a real store: made elsewhere, judged twice, accepted whole or in parts, worn."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.demo.builder import build_demo
from data.demo.sizes import DemoSize
from data.opening import open_store
from dispatch_tui.core.clock import ShopClock
from dispatch_tui.core.commands import Act, AddNote, CarryPlan, EditCall, UndoAct
from dispatch_tui.core.errors import Conflict, Missing, Refused
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.desk import Desk, Seat
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.desk.plan_days import days_from, due_by
from dispatch_tui.desk.plan_desk import Asked, PlanDesk, Ref, Stage
from dispatch_tui.desk.plan_steps import explained_steps, facts_of
from dispatch_tui.desk.planning import PIP, Glimpse, Planner, options_of, standing
from dispatch_tui.planning.changes import ChangeKind
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.process import PlannerProcess
from dispatch_tui.planning.scope import Scope
from dispatch_tui.planning.solver import Effort, NoPlanner, Plan, PlannerFailed
from dispatch_tui.planning.stale import Wear
from tests.core.builders import at

pytest.importorskip("vroom")

WALL = at("12:00")
QUICK = Effort(rounds=15, patience=5)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "demo.db"
    store = open_store(path)
    command = build_demo(3, DemoSize.of("8x40"), date(2026, 11, 24), WALL, speed=0)
    assert command.clock is not None
    store.write(Act(command, "test"), handler_of(Act(command, "test")), command.clock.anchor)
    store._raw.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, template: bytes) -> Path:
    found = tmp_path / "shop.db"
    found.write_bytes(template)
    return found


@pytest.fixture(scope="module")
def planner() -> Iterator[Planner]:
    made = Planner()
    yield made
    made.close()


def desk_on(path: Path, actor: str = "ann") -> Desk:
    desk = Desk(open_store(path), ShopClock(), Seat(actor, f"{actor}'s desk"))
    desk.follow_clock()
    return desk


@asynccontextmanager
async def live_on(path: Path) -> AsyncIterator[LiveDesk]:
    live = LiveDesk(lambda: desk_on(path))
    await live.start()
    try:
        yield live
    finally:
        await live.close()


@asynccontextmanager
async def plans_on(path: Path) -> AsyncIterator[tuple[LiveDesk, PlanDesk]]:
    async with live_on(path) as live:
        plans = PlanDesk(live, Planner(Ladder()))
        try:
            yield live, plans
        finally:
            await plans.close()


async def made(plans: PlanDesk, asked: Asked) -> None:
    plans.begin(asked)
    for _ in range(4000):
        if plans.stage is not Stage.PLANNING:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("planning never ended")


TRAY = Asked(Scope.tray(), words="the tray", seconds=3)
DAY = Asked(Scope.day(), words="the day", seconds=3)


# -- the planner


async def test_a_plan_comes_as_a_proposal_with_progress(path: Path, planner: Planner):
    async with live_on(path) as live:
        heard: list[Glimpse] = []
        keeper = live.keeper
        proposal = await planner.plan(
            live.board, keeper.travel, Scope.day(), seconds=5, progress=heard.append, effort=QUICK
        )
        assert proposal.service_date == live.board.day.service_date
        assert proposal.changes
        assert standing(proposal, live.board).fresh
        assert {"place", "improve"} <= {glimpse.step for glimpse in heard}
        assert any(glimpse.proposal is not None for glimpse in heard), "a first plan is shown at once"


async def test_the_same_board_and_seed_give_the_same_proposal(path: Path, planner: Planner):
    async with live_on(path) as live:
        board, travel = live.board, live.keeper.travel
        first = await planner.plan(board, travel, Scope.day(), seconds=60, effort=QUICK)
        second = await planner.plan(board, travel, Scope.day(), seconds=60, effort=QUICK)
        assert first == second


async def test_a_stop_takes_what_there_is(path: Path, planner: Planner):
    async with live_on(path) as live:
        stop = threading.Event()
        endless = Effort(patience=None)
        proposal = await planner.plan(
            live.board,
            live.keeper.travel,
            Scope.day(),
            seconds=600,
            progress=lambda glimpse: stop.set() if glimpse.proposal else None,
            stop=stop,
            effort=endless,
        )
        assert not proposal.settled


async def test_a_canceled_task_gives_up(path: Path, planner: Planner):
    async with live_on(path) as live:
        begun = asyncio.Event()
        task = asyncio.create_task(
            planner.plan(
                live.board,
                live.keeper.travel,
                Scope.day(),
                seconds=600,
                progress=lambda _glimpse: begun.set(),
                effort=Effort(patience=None),
            )
        )
        await asyncio.wait_for(begun.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_closing_ends_the_process(path: Path):
    process = PlannerProcess()
    planner = Planner(process)
    async with live_on(path) as live:
        await planner.plan(live.board, live.keeper.travel, Scope.tray(), seconds=1, effort=QUICK)
        child = process._child
        assert child is not None
        planner.close()
        assert child.poll() is not None
        assert not process.running


class Broken(Ladder):
    """Puts a visit where nobody asked for it."""

    def solve(self, *args, **more) -> Plan:  # type: ignore[no-untyped-def,override]
        plan = super().solve(*args, **more)
        route = next(route for route in plan.routes if route.stops)
        wrong = replace(route, stops=tuple(replace(stop, start=0, shown=0) for stop in route.stops))
        return replace(plan, routes=tuple(wrong if one is route else one for one in plan.routes))


class Missed(Ladder):
    def solve(self, *args, **more) -> Plan:  # type: ignore[no-untyped-def,override]
        raise NoPlanner("planning needs its solver", "install it")


async def test_a_plan_with_a_fault_is_refused_loudly_and_written_down(
    path: Path, caplog: pytest.LogCaptureFixture
):
    async with live_on(path) as live:
        with caplog.at_level(logging.ERROR), pytest.raises(PlannerFailed, match="broke a rule"):
            await Planner(Broken()).plan(live.board, live.keeper.travel, Scope.day(), seconds=1)
        assert "refused by the judges" in caplog.text


async def test_without_the_solver_it_says_what_to_install(path: Path):
    async with live_on(path) as live:
        with pytest.raises(Refused) as refused:
            await Planner(Missed()).plan(live.board, live.keeper.travel, Scope.day(), seconds=1)
        assert refused.value.hint == PIP


async def test_the_shops_rules_and_customers_wishes_are_heeded(path: Path, planner: Planner):
    async with live_on(path) as live:
        board = live.board
        day = board.day
        shop = replace(day.shop, rules={"plan-move": "33", "plan-longer": "45", "plan-preferred": "20"})
        call = day.calls[day.tray[0]]
        first, second = day.order[:2]
        customer = replace(day.customers[call.customer_id], preferred=(first,), blocked=(second,))
        changed = replace(
            board, day=replace(day, shop=shop, customers={**day.customers, customer.id: customer})
        )
        options = options_of(changed)
        assert (options.move_price, options.overtime) == (33, 45)
        assert options.prices[call.id, first] == -20
        assert not options.may(call, day.technicians[second])
        assert options.may(call, day.technicians[first])


# -- what is proposed on a console


async def test_all_is_accepted_as_one_act_and_undone_at_once(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, DAY)
        assert plans.stage is Stage.READY
        changes = [item.change for item in plans.items()]
        assert changes
        before, rev = live.board.day, live.board.day.rev
        outcome = await plans.accept()
        assert outcome.rev == rev + 1
        assert outcome.said.startswith("plan carried out (the day): ")
        for change in changes:
            if change.technician_id is not None:
                visit = live.board.day.visit_of(change.call_id)
                assert visit is not None
                assert (visit.technician_id, visit.start) == (change.technician_id, change.start)
        assert not plans.ready, "all is decided on"
        await live.do(UndoAct())
        assert {(v.id, v.start, v.technician_id) for v in live.board.day.visits.values()} == {
            (v.id, v.start, v.technician_id) for v in before.visits.values()
        }


async def test_the_reason_is_kept_with_what_was_placed(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, DAY)
        change = next(item.change for item in plans.items() if item.change.kind is ChangeKind.PLACE)
        await plans.accept(plans.of_call(change.call_id))
        visit = live.board.day.visit_of(change.call_id)
        assert visit is not None
        because = await live.ask(lambda desk: desk.store.because_of(visit))
        assert because is not None
        assert because.by == "planner"


async def test_one_is_accepted_with_what_it_needs_and_the_rest_still_holds(path: Path):
    async with plans_on(path) as (_live, plans):
        await made(plans, DAY)
        items = plans.items()
        needy = next((item for item in items if item.change.needs), items[0])
        wanted = plans.with_needs((needy.ref,))
        await plans.accept((needy.ref,))
        after = {item.ref: item for item in plans.items()}
        assert all(after[ref].standing.wear is Wear.DONE for ref in wanted if after)
        assert all(item.open for ref, item in after.items() if ref not in wanted)


async def test_a_no_to_one_takes_along_what_needs_it_and_can_be_taken_back(path: Path):
    async with plans_on(path) as (_live, plans):
        await made(plans, DAY)
        items = plans.items()
        needed = next((Ref(item.ref.part, n) for item in items for n in item.change.needs), items[0].ref)
        dependents = {item.ref for item in items if needed.at in item.change.needs} | {needed}
        plans.reject((needed,))
        assert {item.ref for item in plans.items() if item.rejected} >= dependents
        with pytest.raises(Refused, match="rejected"):
            await plans.accept((needed,))
        plans.take_back((needed,))
        assert not next(item for item in plans.items() if item.ref == needed).rejected
        plans.drop()
        assert not plans.ready
        with pytest.raises(Missing):
            plans.of_call(items[0].change.call_id)


async def test_another_console_makes_one_change_stale_and_the_rest_stays(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, Asked(Scope.tray(), days_from(live.board.day.service_date, 3), seconds=3))
        items = plans.items()
        assert len(items) > 1
        other = desk_on(path, "bob")
        victim = items[0].change
        try:
            other.do(EditCall(victim.call_id, {"problem": "quite another problem"}))
            other.do(AddNote(items[1].change.call_id, "a note touches nothing"))
        finally:
            other.store.close()
        for _ in range(2000):
            worn = {item.change.call_id: item.standing.wear for item in plans.items()}
            if worn[victim.call_id] is not Wear.HOLDS:
                break
            await asyncio.sleep(0.005)
        assert worn.pop(victim.call_id) is Wear.CHANGED
        assert set(worn.values()) == {Wear.HOLDS}
        with pytest.raises(Refused, match=str(victim.call_id)):
            await plans.accept(plans.of_call(victim.call_id))
        outcome = await plans.accept()
        assert str(len(worn)) in outcome.said


async def test_what_was_changed_in_the_same_moment_is_refused_by_the_store(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, TRAY)
        change = plans.items()[0].change
        other = desk_on(path, "bob")
        try:
            other.do(EditCall(change.call_id, {"problem": "another"}))
        finally:
            other.store.close()
        steps = explained_steps(live.board, live.keeper.knowledge, (change,), sure=True)
        with pytest.raises(Conflict):
            await live.do(CarryPlan(steps, sure=True), looked_at=facts_of((change,)))
        standing_now = live.board.day.visit_of(change.call_id)
        assert standing_now is None or standing_now.start != change.start


async def test_several_days_place_a_call_once_and_are_one_act(path: Path):
    async with plans_on(path) as (live, plans):
        days = days_from(live.board.day.service_date, 4)
        await made(plans, Asked(Scope.tray(), days, "the tray", seconds=4))
        assert {one.service_date for one in plans.proposals} <= set(days)
        placed = [item.change.call_id for item in plans.items()]
        assert len(placed) == len(set(placed))
        assert not {left.left.call_id for left in plans.left_out()} & set(placed)
        rev = live.board.day.rev
        assert len({item.board.day.service_date for item in plans.items()}) > 1
        outcome = await plans.accept()
        assert outcome.rev == rev + 1


async def test_a_second_plan_waits_for_the_first_and_a_failure_is_said(path: Path):
    async with live_on(path) as live:
        plans = PlanDesk(live, Planner(Missed()))
        plans.begin(TRAY)
        with pytest.raises(Refused, match="already"):
            plans.begin(DAY)
        for _ in range(2000):
            if plans.stage is Stage.FAILED:
                break
            await asyncio.sleep(0.005)
        assert plans.stage is Stage.FAILED
        assert plans.failure is not None
        with pytest.raises(Refused):
            await plans.accept()
        await plans.close()


async def test_a_proposal_of_elsewhere_is_shown_as_ones_own(path: Path):
    async with plans_on(path) as (live, plans):
        proposal = Planner(Ladder()).plan_now(
            live.board, live.keeper.travel, Scope.tray(), seconds=1, effort=QUICK
        )
        plans.present(proposal, "the emergency")
        assert plans.proposals == (proposal,)
        assert (await plans.accept()).said.startswith("plan carried out (the emergency): ")


def test_which_calls_a_day_of_several_takes(path: Path):
    desk = desk_on(path)
    try:
        day = desk.open_day(date(2026, 11, 25))
        now = desk.clock.now()
        taken, all_of_it = due_by(day, now, last=False), due_by(day, now, last=True)
        assert taken <= all_of_it <= set(day.tray)
        for key in day.tray:
            call = day.calls[key]
            if call.window is not None and call.window.end > now:
                here = day.span.start <= call.window.start < day.span.end
                assert (key in taken) == (key in all_of_it) == here
            else:
                assert (key in taken) == (call.due <= day.service_date)
                assert key in all_of_it
    finally:
        desk.store.close()
