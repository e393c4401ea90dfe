"""Simulated people: a whole day of theirs, and what they leave to a person at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.demo.builder import build_demo
from data.demo.sizes import DemoSize
from dispatch_tui.core.commands import (
    Act,
    HoldCall,
    MoveVisit,
    NewCall,
    SetLeft,
    SetLock,
    SetStatus,
    TakeOut,
)
from dispatch_tui.core.model import Lock, TimeOff, Visit, VisitState
from dispatch_tui.core.shifts import local_instant
from dispatch_tui.core.status import OVER
from dispatch_tui.core.travel import Travel
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.exercise.chance import between, draw, pick
from dispatch_tui.exercise.people import MOST_STEPS, due_acts, next_event_at
from tests.exercise.memory import MemoryStore
from tests.exercise.playing import Play, opened

DAY = date(2026, 11, 20)
WALL = datetime(2026, 11, 21, 9, tzinfo=UTC)


def a_play(size: str = "12x70", seed: int = 7) -> Play:
    command = build_demo(seed, DemoSize.of(size), DAY, WALL)
    assert command.clock is not None
    return Play(opened(command), DAY, command.clock.anchor, seed)


def at(play: Play, hour: int, minute: int = 0) -> datetime:
    return local_instant(DAY, hour * 60 + minute, play.store.shop().zone)


def unexplained(play: Play) -> list[Visit]:
    """Visits of the day that are not over and that no rule keeps from being over by now."""
    board = play.store.board(DAY)
    left = []
    for technician_id in board.order:
        ends = max((span.end for span in board.working[technician_id]), default=play.now)
        for visit in board.row(technician_id):
            if visit.state in OVER or visit.slot.end + timedelta(minutes=75) > min(ends, play.now):
                continue
            left.append(visit)
    return left


@pytest.mark.parametrize(("size", "seed"), [("12x70", 7), ("12x70", 1), ("6x30", 3), ("30x200", 5)])
def test_a_day_runs_out_with_no_act_refused(size: str, seed: int) -> None:
    play = a_play(size, seed)
    play.until(at(play, 18))
    assert play.refused == []
    assert len(play.taken) > 100 if size == "12x70" else play.taken
    assert unexplained(play) == []
    board = play.store.board(DAY)
    over = [visit for visit in board.visits.values() if visit.state in OVER]
    assert len(over) >= 0.85 * len(board.visits)


def test_all_ways_of_a_day_occur() -> None:
    play = a_play("50x400", 2)
    play.until(at(play, 18))
    verbs = {act.command.verb for _, act, _ in play.taken if isinstance(act.command, SetStatus)}
    assert verbs == {"dispatch", "ack", "enroute", "onsite", "pause", "resume", "done", "cannot"}
    assert any(isinstance(act.command, SetLeft) for _, act, _ in play.taken)
    taken = [act.command for _, act, _ in play.taken if isinstance(act.command, NewCall)]
    assert 20 <= len(taken) <= 80


def test_the_same_day_and_seed_give_the_same_acts() -> None:
    first, second = a_play(), a_play()
    first.until(at(first, 15))
    second.until(at(second, 15))
    assert [(when, act) for when, act, _ in first.taken] == [(w, a) for w, a, _ in second.taken]


def test_catching_up_comes_to_what_stepping_came_to() -> None:
    """A console that opens an hour late finds the same stamps as one that watched."""
    stepped, late = a_play(), a_play()
    stepped.until(at(stepped, 11, 30))
    late.look(at(late, 11, 30))

    def stamps(play: Play) -> set[tuple[int, VisitState, datetime]]:
        return {(stamp.visit_id, stamp.state, stamp.at) for stamp in play.store.stamps}

    assert late.refused == []
    assert stamps(stepped) == stamps(late)


def test_asking_twice_changes_nothing() -> None:
    play = a_play()
    board = play.store.board(DAY)
    travel = Travel.of(play.store.shop())
    when = at(play, 12)
    asked = due_acts(board, when, 7, travel, play.now)
    assert asked == due_acts(board, when, 7, travel, play.now)
    assert len({act.uid for _, act in asked}) == len(asked)
    assert [instant for instant, _ in asked] == sorted(instant for instant, _ in asked)
    assert all(instant <= when for instant, _ in asked)


def test_nothing_is_due_at_the_opening() -> None:
    """The demo opens on the state it was made with, not on a burst of corrections."""
    for seed in range(12):
        play = a_play(seed=seed)
        found = due_acts(play.store.board(DAY), play.now, seed, play.travel, play.now)
        assert found == [], seed


def test_what_a_person_moved_or_locked_is_theirs_to_dispatch() -> None:
    play = a_play()
    board = play.store.board(DAY)
    idle = [
        row[0]
        for key in board.order
        if (row := [v for v in board.row(key) if v.state not in OVER])
        and row[0].state is VisitState.TENTATIVE
    ]
    visit = idle[0]
    act = Act(SetLock(visit.id, Lock.TIME), "Kim")
    play.store.write(act, handler_of(act), play.now)
    play.until(at(play, 18))
    assert play.store.board(DAY).visits[visit.id].state is VisitState.TENTATIVE
    assert play.refused == []


def test_a_moved_visit_waits_for_the_person() -> None:
    play = a_play()
    board = play.store.board(DAY)
    visit = next(v for v in board.visits.values() if v.state is VisitState.TENTATIVE and v.lock is Lock.NONE)
    move = MoveVisit(visit.id, start=visit.start + timedelta(minutes=10), sure=True)
    play.store.write(Act(move, "Kim"), handler_of(Act(move, "Kim")), play.now)
    play.until(at(play, 18))
    assert play.store.board(DAY).visits[visit.id].state is VisitState.TENTATIVE


def test_a_call_on_hold_is_left_alone() -> None:
    play = a_play()
    board = play.store.board(DAY)
    visit = next(v for v in board.visits.values() if v.state is VisitState.TENTATIVE)
    act = Act(HoldCall(visit.call_id, "customer away"), "Kim")
    play.store.write(act, handler_of(act), play.now)
    play.until(at(play, 17))
    assert not [a for _, a, _ in play.taken if getattr(a.command, "visit_id", 0) == visit.id]


def test_who_is_out_does_nothing() -> None:
    play = a_play()
    board = play.store.board(DAY)
    tech = next(key for key in board.order if board.row(key))
    act = Act(TakeOut(tech, play.now, None, "sick"), "Kim")
    play.store.write(act, handler_of(act), play.now)
    play.until(at(play, 16))
    code = board.technicians[tech].code
    assert not [a for _, a, _ in play.taken if a.actor.split()[0] == code]
    assert play.refused == []


def test_who_comes_back_goes_on() -> None:
    play = a_play()
    board = play.store.board(DAY)
    visit = next(v for v in board.visits.values() if v.state is VisitState.ON_SITE)
    back = play.now + timedelta(hours=1)
    off = TimeOff(visit.technician_id, play.now, back, "dentist")
    play.store.rows(TimeOff)[999] = replace(off, id=999, revs=(1, 1))
    play.until(at(play, 16))
    said = [w for w, a, _ in play.taken if getattr(a.command, "visit_id", 0) == visit.id]
    assert said
    assert min(said) >= back


def test_an_act_made_pointless_is_dropped() -> None:
    play = a_play()
    board = play.store.board(DAY)
    visit = next(v for v in board.visits.values() if v.state is VisitState.DISPATCHED)
    release = Act(SetStatus(visit.id, "release"), "Kim")
    play.store.write(release, handler_of(release), play.now)
    later = play.now + timedelta(minutes=10)
    found = due_acts(play.store.board(DAY), later, 7, play.travel, play.now)
    assert not [act for _, act in found if getattr(act.command, "visit_id", 0) == visit.id]


def test_time_left_as_said_is_near_the_truth() -> None:
    play = a_play()
    board = play.store.board(DAY)
    visit = next(v for v in board.visits.values() if v.state is VisitState.ON_SITE)
    act = Act(SetLeft(visit.id, left=30), "Kim")
    play.store.write(act, handler_of(act), play.now)
    play.until(play.now + timedelta(minutes=60))
    ended = play.store.board(DAY).visits[visit.id]
    assert ended.finished_at is None or ended.paused_minutes or ended.state is VisitState.DONE


def test_the_office_does_not_dispatch_before_it_could_know() -> None:
    play = a_play()
    board = play.store.board(DAY)
    later = at(play, 13)
    for _, act in due_acts(board, later, 7, play.travel, later - timedelta(seconds=1)):
        if isinstance(act.command, SetStatus) and act.command.verb == "dispatch":
            assert act.command.at is not None
            assert act.command.at >= later - timedelta(seconds=1)


def test_an_empty_shop_has_no_events() -> None:
    store = MemoryStore()
    command = build_demo(1, DemoSize(1, 1), DAY, WALL)
    act = Act(replace(command, records=(), stamps=()), "demo")
    store.write(act, handler_of(act), WALL)
    travel = Travel.of(store.shop())
    assert next_event_at(store.board(DAY), WALL, 1, travel) is None
    assert due_acts(store.board(DAY), WALL, 1, travel, WALL - timedelta(days=1)) == []


@given(st.integers(), st.text(max_size=20), st.integers())
def test_chance_is_a_function(seed: int, what: str, about: int) -> None:
    assert 0 <= draw(seed, what, about) < 1
    assert draw(seed, what, about) == draw(seed, what, about)
    assert 3 <= between(seed, what, about, 3, 4) <= 4
    assert pick(seed, what, about, "abc") in "abc"


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 8 * 60))
def test_any_moment_of_any_day_can_be_caught_up_with(seed: int, minutes: int) -> None:
    play = a_play("6x30", seed)
    play.look(play.now + timedelta(minutes=minutes))
    assert play.refused == []
    per_row = len(play.taken) / 6
    assert per_row < MOST_STEPS
