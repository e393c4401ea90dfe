"""Plans when something comes in between: another day shown, a no while it is planned, two who accept."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch_tui.core.commands import Command, HoldCall, MoveVisit, PlaceCall, SwapVisits
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.model import CallPhase, Lock, ShiftRule, VisitState
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.learning import known
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.desk.plan_desk import Asked, PlanDesk, Stage
from dispatch_tui.desk.plan_half import half_of
from dispatch_tui.desk.plan_words import wear_text
from dispatch_tui.desk.planning import Planner
from dispatch_tui.desk.reasoning import reasoned
from dispatch_tui.planning.changes import Change, ChangeKind, Factor, Proposal, Reason
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.process import PlannerProcess
from dispatch_tui.planning.proposal import row_facts
from dispatch_tui.planning.scope import Scope
from dispatch_tui.planning.stale import Wear
from tests.core.builders import TODAY, at, call, customer, day_of, on_site, place, site, tech, visit
from tests.desk.test_planning import TRAY, desk_on, live_on, made, path, plans_on, template

__all__ = ["path", "template"]

pytest.importorskip("vroom")

DAY = timedelta(days=1)


async def until(holds: Any, what: str) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(what)


# -- another day is shown


async def test_a_proposal_stays_when_another_day_is_shown(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, TRAY)
        count = len(plans.items())
        await live.go(live.board.day.service_date + DAY)
        outcome = await plans.accept(None, sure=True)  # at once: its own day is read for it
        assert outcome.said == f"plan carried out (the tray): {count} calls placed"
        assert count


async def test_a_day_that_is_shown_no_more_keeps_its_part(path: Path):
    async with plans_on(path) as (live, plans):
        today = live.board.day.service_date
        await made(plans, Asked(Scope.tray(), (today, today + DAY), "the tray", 3))
        keys = {item.key for item in plans.items()}
        await live.go(today + DAY)
        await until(lambda: {item.key for item in plans.items()} == keys, "all of it again")


# -- a no, an error, the end


class Slow:
    """Has a plan, and says so once more after it was told to go on."""

    def __init__(self) -> None:
        self.planned, self.go_on, self.ended = threading.Event(), threading.Event(), threading.Event()

    def solve(
        self, problem: Any, seconds: float, progress: Any = None, canceled: Any = None, effort: Any = None
    ) -> Any:
        kept: list[Any] = []
        plan = Ladder().solve(problem, 1.0, lambda how: kept.append(how) if how.plan else None, None, effort)
        self.planned.set()
        self.go_on.wait(10)
        progress(kept[-1])
        self.ended.set()
        return plan


async def test_what_was_dropped_does_not_come_back(path: Path):
    async with live_on(path) as live:
        slow = Slow()
        plans = PlanDesk(live, Planner(slow))
        plans.begin(TRAY)
        await asyncio.to_thread(slow.planned.wait, 10)
        plans.drop()
        slow.go_on.set()
        await asyncio.to_thread(slow.ended.wait, 10)
        await asyncio.sleep(0.05)
        assert (plans.stage, plans.proposals, plans.glimpse) == (Stage.NONE, (), None)
        await plans.close()


class Odd:
    def solve(self, *_words: Any, **_more: Any) -> Any:
        raise RuntimeError("odd")


async def test_an_error_nobody_thought_of_ends_the_planning(path: Path):
    async with live_on(path) as live:
        plans = PlanDesk(live, Planner(Odd()))
        await made(plans, TRAY)
        assert plans.stage is Stage.FAILED
        assert plans.failure is not None
        assert "RuntimeError" in plans.failure.message
        plans.begin(TRAY)  # and another can be begun
        await plans.close()


async def test_who_quits_while_it_is_planned_does_not_wait(path: Path, monkeypatch: pytest.MonkeyPatch):
    started: list[int] = []
    real = PlannerProcess._start

    def start(process: PlannerProcess) -> Any:
        started.append(1)
        return real(process)

    monkeypatch.setattr(PlannerProcess, "_start", start)
    async with live_on(path) as live:
        planner = Planner()
        plans = PlanDesk(live, planner)
        plans.begin(Asked(Scope.day(), words="the day", seconds=60))
        await until(lambda: plans.glimpse is not None, "it is under way")
        await plans.close()
        solver = planner._solver
        assert isinstance(solver, PlannerProcess)
        assert await asyncio.to_thread(solver._turn.acquire, True, 1.0), "the thread has ended"
        assert started == [1], "no other process is started only to be told to stop"
        assert not solver.running


class Stuck:
    """A survey that hangs on a dead network."""

    def __init__(self) -> None:
        self.began, self.free = threading.Event(), threading.Event()

    def wanted(self, _day: Any) -> tuple[int, ...]:
        return (1,)

    def survey(self, _places: Any, _now: Any) -> Any:
        self.began.set()
        self.free.wait(6)
        raise RuntimeError("nobody is there to hear of it")


def test_who_quits_while_a_router_hangs_does_not_wait(path: Path):
    stuck = Stuck()

    async def session() -> float:
        live = LiveDesk(lambda: desk_on(path), surveyor=stuck)  # type: ignore[arg-type]
        await live.start()
        live.tick()
        await until(stuck.began.is_set, "the survey begins")
        await live.close()
        return time.monotonic()

    closed = asyncio.run(session())
    assert time.monotonic() - closed < 4
    stuck.free.set()


# -- two at once


async def test_of_two_consoles_one_is_told_that_somebody_was_quicker(path: Path):
    async with plans_on(path) as (_live, ann), plans_on(path) as (_other, bob):
        await made(ann, TRAY)
        await made(bob, TRAY)
        answers = await asyncio.gather(ann.accept(None, True), bob.accept(None, True), return_exceptions=True)
        assert [isinstance(one, Refused) for one in answers].count(True) == 1
        assert [isinstance(one, Exception) for one in answers].count(True) == 1


async def test_a_key_pressed_twice_accepts_once(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, TRAY)
        answers = await asyncio.gather(
            plans.accept(None, True), plans.accept(None, True), return_exceptions=True
        )
        assert [isinstance(one, Refused) for one in answers].count(True) == 1
        assert live.board.day.rev == 2


# -- odd days


def records(count: int) -> dict[str, Any]:
    keys = range(1, count + 1)
    return {
        "calls": tuple(call(key, customer_id=key, site_id=key) for key in keys),
        "sites": tuple(site(key, place(key)) for key in keys),
        "customers": tuple(customer(key) for key in keys),
    }


SCOPES = [Scope.tray(), Scope.day(), Scope.some(1), Scope.rows(1), Scope.rows()]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("people", [(), (tech(1),)])
def test_a_shop_where_nobody_works_has_a_plan_without_changes(scope: Scope, people: tuple[Any, ...]):
    board = BoardKeeper(day_of(technicians=people, **records(3)), at("12:00")).board
    assert Planner(Ladder()).plan_now(board, board.travel, scope, None, 0.2).changes == ()


@pytest.mark.parametrize("scope", SCOPES)
def test_what_is_held_canceled_helped_or_locked_is_left_alone(scope: Scope):
    kinds = records(6)
    phases = {2: CallPhase.ON_HOLD, 3: CallPhase.CANCELED, 5: CallPhase.IN_PROGRESS, 6: CallPhase.SCHEDULED}
    kinds["calls"] = tuple(replace(one, phase=phases.get(one.id, one.phase)) for one in kinds["calls"])
    kinds["sites"] = (replace(kinds["sites"][0], place=None), *kinds["sites"][1:])
    visits = (
        on_site(5, "11:00", "11:00", minutes=240),
        visit(6, "14:00", helps=True, technician_id=2, call_id=5),
        visit(7, "15:00", call_id=6, technician_id=2, lock=Lock.BOTH),
    )
    shifts = tuple(ShiftRule(key, TODAY.weekday(), 480, 1020, id=key, revs=(1, 1)) for key in (1, 2))
    day = day_of(technicians=(tech(1), tech(2)), shifts=shifts, visits=visits, **kinds)
    board = BoardKeeper(day, at("12:00")).board
    changes = Planner(Ladder()).plan_now(board, board.travel, scope, None, 0.2).changes
    assert {one.call_id for one in changes} <= {1, 4}
    assert bool(changes) is (scope.kind not in {Scope.rows().kind})


def test_reasons_are_found_for_anything_or_for_nothing_but_never_stop_an_act(path: Path):
    desk = desk_on(path)
    keeper = BoardKeeper(desk.open_day(desk.today()), desk.clock.now(), known(desk))
    day, some = keeper.board.day, random.Random(1)
    calls, visits = [*day.calls, 10**9], [*day.visits, 10**9]
    people: list[int] = [*day.technicians, 10**9]
    found = 0
    for _ in range(100):
        start = day.span.start + timedelta(minutes=some.randint(-3000, 4000))
        minutes = some.choice([None, 0, -5, 1, 60, 1440, 10**5])
        commands: tuple[Command, ...] = (
            PlaceCall(some.choice(calls), some.choice(people), start, minutes),
            MoveVisit(some.choice(visits), some.choice([None, *people]), some.choice([None, start]), minutes),
            SwapVisits(some.choice(visits), some.choice(visits)),
        )
        for command in commands:
            found += bool(reasoned(command, keeper.board, suggester=keeper.suggester).because)  # type: ignore[union-attr]
    assert found
    desk.store.close()


# -- some of it is lost


def chained(board: Board, proposal: Proposal) -> tuple[Proposal, int, int]:
    """A visit that goes to the end of its row, past the shift, to make room for a call from the tray."""
    day = board.day
    held = next(item for item in proposal.changes if item.kind is ChangeKind.PLACE)
    key, visits = next(
        (key, day.row(key))
        for key in day.order
        if board.goals.home.good and not board.forecasts[key].overtime_minutes
        and any(one.state is VisitState.TENTATIVE and one.lock is Lock.NONE for one in day.row(key))
    )  # fmt: skip
    moved = next(
        one for one in reversed(visits) if one.state is VisitState.TENTATIVE and one.lock is Lock.NONE
    )
    end = day.working[key][-1].end
    first = Change(
        ChangeKind.MOVE, moved.call_id, moved.id, key, end - timedelta(minutes=5), moved.minutes, key,
        moved.start, (Reason(Factor.ROOM, calls=(held.call_id,)),), row=row_facts(day, key),
    )  # fmt: skip
    changes = (first, replace(held, needs=(0,)))
    return replace(proposal, changes=changes), moved.call_id, held.call_id


async def test_a_call_that_is_held_takes_the_room_made_for_it_along(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, TRAY)
        proposal, first, held = chained(live.board, plans.proposals[0])
        plans.present(proposal, "the tray")
        assert {item.change.call_id for item in plans.items() if item.open} == {first, held}
        await live.do(HoldCall(held, "customer away"))
        items = {item.change.call_id: item for item in plans.items()}
        assert not items[first].open
        text = wear_text(live.board, proposal, items[first].standing)
        assert text == f"no longer needed: {held} is on hold"
        with pytest.raises(Refused, match="no longer needed"):
            await plans.accept(plans.of_call(first))
        with pytest.raises(Refused, match="left to accept"):
            await plans.accept()


async def test_a_no_takes_the_room_along_and_a_yes_again_brings_it_back(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, TRAY)
        proposal, first, held = chained(live.board, plans.proposals[0])
        plans.present(proposal, "the tray")
        plans.reject(plans.of_call(held))
        items = {item.change.call_id: item for item in plans.items()}
        assert items[first].standing.wear is Wear.UNNEEDED
        assert wear_text(live.board, proposal, items[first].standing).endswith(f"{held} is rejected")
        plans.take_back(plans.of_call(held))
        assert all(item.open for item in plans.items())


async def test_the_rest_of_a_plan_that_makes_it_worse_asks_first(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, TRAY)
        proposal, first, held = chained(live.board, plans.proposals[0])
        alone = replace(proposal.changes[0], reasons=())  # worth it with the other, as it seemed
        plans.present(replace(proposal, changes=(alone, proposal.changes[1])), "the tray")
        await live.do(HoldCall(held, "customer away"))
        rev = live.board.day.rev
        goal = live.board.goals.home
        with pytest.raises(NeedsSure) as asked:
            await plans.accept()
        assert f"without {held} the rest of the plan makes it worse: " in asked.value.message
        assert f"home on time {goal.good}/{goal.of} to {goal.good - 1}/{goal.of}" in asked.value.message
        assert live.board.day.rev == rev
        assert (await plans.accept(None, sure=True)).said.endswith("1 visit moved")
        assert live.board.day.visit_of(first).start == alone.start  # type: ignore[union-attr]


async def test_all_of_a_plan_is_not_asked_about_as_if_some_were_lost(path: Path):
    async with plans_on(path) as (live, plans):
        await made(plans, TRAY)
        proposal, first, held = chained(live.board, plans.proposals[0])
        plans.present(proposal, "the tray")
        items = {item.ref: item for item in plans.items()}
        assert half_of(items, items) == ""
        one = plans.of_call(first)
        assert half_of({**items, one[0]: replace(items[one[0]], rejected=True)}, plans.of_call(held)) == ""
