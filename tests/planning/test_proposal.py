"""A plan as a proposal, and whether it still holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch_tui.core.commands import MoveVisit, PlaceCall, Unplace
from dispatch_tui.core.day import Day, News
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import CallPhase, Priority, TimeOff, VisitState
from dispatch_tui.planning.changes import ChangeKind, Factor, Proposal
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.mapping import problem_of
from dispatch_tui.planning.proposal import propose
from dispatch_tui.planning.scope import USUAL_OPTIONS, Options, Scope
from dispatch_tui.planning.solver import Effort
from dispatch_tui.planning.stale import Wear, stale
from tests.core.builders import FLAT, NOON, TODAY, at, call, span, visit
from tests.planning.days import random_day
from tests.planning.test_mapping import a_day, waiting

pytest.importorskip("vroom")


DAY = Scope.day()


def proposed(day: Day, scope: Scope = DAY, options: Options = USUAL_OPTIONS) -> Proposal:
    forecasts = {key: forecast_row(day.facts(key), NOON, FLAT) for key in day.order}
    problem = problem_of(day, forecasts, NOON, FLAT, scope, options)
    plan = Ladder().solve(problem, 5, effort=Effort(rounds=20, patience=5))
    return propose(day, forecasts, problem, plan, NOON, FLAT)


def late_day() -> Day:
    """At noon: T1 comes to call 5 too late for its promise, T2 has nothing to do."""
    calls = (
        call(4, site_id=4, minutes=120, phase=CallPhase.SCHEDULED),
        call(
            5, site_id=5, window=span("12:30", "13:30"), window_told_at=at("8:00"), phase=CallPhase.SCHEDULED
        ),
    )
    visits = (visit(4, "12:10", minutes=120, state=VisitState.DISPATCHED), visit(5, "14:20"))
    return a_day(*visits, calls=calls, tray=(waiting(7),))


def test_a_late_client_goes_to_another_with_the_reasons():
    proposal = proposed(late_day())
    move = next(change for change in proposal.changes if change.call_id == 5)
    assert move.kind is ChangeKind.MOVE
    assert (move.from_technician, move.technician_id) == (1, 2)
    assert at("12:30") <= move.start <= at("13:30")
    reasons = {reason.factor: reason.minutes for reason in move.reasons}
    assert reasons[Factor.LATE_BEFORE] == 50
    assert reasons[Factor.DRIVE_ADDED] >= 0
    assert Factor.SLACK in reasons
    assert move.affected == ()  # the promise is kept, and nobody had seen the visit
    assert (proposal.before.late_clients, proposal.after.late_clients) == (1, 0)
    assert (proposal.before.late, proposal.after.late) == (50, 0)
    assert (proposal.before.unplaced, proposal.after.unplaced) == (1, 0)
    assert proposal.after.changed_technician == 1


def test_the_driving_of_reasons_is_the_driving_of_the_measures():
    """In traffic as well: what each call adds, one to a row, comes to what the day has more."""
    found = 0
    for seed in range(40):
        made = random_day(seed, traffic=True)
        forecasts = made.forecasts
        problem = problem_of(made.day, forecasts, made.now, made.travel, Scope.tray())
        plan = Ladder().solve(problem, 5, effort=Effort(rounds=10, patience=5))
        proposal = propose(made.day, forecasts, problem, plan, made.now, made.travel)
        rows = [change.technician_id for change in proposal.changes]
        if not rows or len(set(rows)) < len(rows):
            continue
        found += 1
        added = [r.minutes for c in proposal.changes for r in c.reasons if r.factor is Factor.DRIVE_ADDED]
        if min(added) > 0:
            assert sum(added) == proposal.after.travel - proposal.before.travel
    assert found > 3


def test_changes_are_commands_with_what_was_seen():
    proposal = proposed(late_day())
    commands = {change.call_id: change.command() for change in proposal.changes}
    assert isinstance(commands[5], MoveVisit)
    assert isinstance(commands[7], PlaceCall)
    assert commands[7].minutes == 60
    seen = {(kind, group) for kind, _, group, _ in proposal.changes[0].seen}
    assert ("call", "promise") in seen
    assert all(rev == 1 for *_, rev in proposal.changes[0].seen)


def test_what_is_pushed_out_is_shown_as_such():
    calls = tuple(
        call(key, site_id=key, minutes=150, priority=Priority.LOW, phase=CallPhase.SCHEDULED)
        for key in (1, 2, 3, 4)
    )
    visits = tuple(
        visit(key, start, technician_id=who, minutes=145)
        for key, start, who in ((1, "12:05", 1), (2, "14:33", 1), (3, "12:05", 2), (4, "14:33", 2))
    )
    urgent = waiting(7, minutes=120, window=span("12:00", "14:00"), priority=Priority.EMERGENCY)
    proposal = proposed(a_day(*visits, calls=calls, tray=(urgent,)), Scope.some(7))
    off = [change for change in proposal.changes if change.kind is ChangeKind.OFF]
    assert len(off) == 1
    assert isinstance(off[0].command(), Unplace)
    assert Factor.NO_ROOM in {reason.factor for reason in off[0].reasons}
    placed = next(change for change in proposal.changes if change.call_id == 7)
    assert proposal.changes.index(off[0]) in placed.needs
    assert proposal.changes.index(off[0]) < proposal.changes.index(placed)


def test_of_who_is_out_the_reason_says_so():
    proposal = proposed(a_day(visit(5, "14:00")), Scope.some(), Options(out=frozenset({1})))
    assert [change.technician_id for change in proposal.changes] == [2]
    assert [(one.factor, one.technician_id) for one in proposal.changes[0].reasons][:1] != []
    assert (Factor.PLACED_BY, 1) in {(one.factor, one.technician_id) for one in proposal.changes[0].reasons}


def changed(day: Day, *records: object, gone: frozenset = frozenset()) -> Day:
    return day.with_news(News(day.rev + 1, records=records, gone=gone))[0]  # type: ignore[arg-type]


def wear(proposal: Proposal, day: Day, call_id: int, now=NOON) -> Wear:
    at_ = next(at for at, change in enumerate(proposal.changes) if change.call_id == call_id)
    return stale(proposal, day, now).changes[at_].wear


def test_a_proposal_holds_while_nothing_it_rests_on_changes():
    day = late_day()
    proposal = proposed(day)
    assert stale(proposal, day, NOON).fresh
    other = changed(day, replace(day.customers[1], name="Somebody else", revs=(1, 2)))
    assert stale(proposal, other, NOON).holds == tuple(range(len(proposal.changes)))


def test_what_has_changed_does_not_hold_and_the_rest_does():
    day = late_day()
    proposal = proposed(day)
    moved = changed(day, replace(day.visits[5], start=at("15:00"), revs=(1, 2, 1, 1, 1, 1)))
    assert wear(proposal, moved, 5) is Wear.CHANGED
    assert wear(proposal, moved, 7) is Wear.HOLDS
    gone = changed(day, gone=frozenset({(type(day.calls[7]), 7)}))
    assert wear(proposal, gone, 7) is Wear.GONE


def test_what_has_been_made_is_done():
    day = late_day()
    proposal = proposed(day)
    change = next(change for change in proposal.changes if change.call_id == 5)
    revs = (1, 2, 1, 1, 1, 1)
    done = replace(day.visits[5], technician_id=change.technician_id, start=change.start, revs=revs)
    assert wear(proposal, changed(day, done), 5) is Wear.DONE


def test_what_came_to_stand_there_since_is_in_the_way():
    day = late_day()
    proposal = proposed(day)
    change = next(change for change in proposal.changes if change.call_id == 5)
    new = visit(99, change.start, call_id=98, technician_id=change.technician_id)
    there = changed(day, new, call(98, phase=CallPhase.SCHEDULED))
    assert wear(proposal, there, 5) is Wear.TAKEN


def test_who_is_off_by_now_and_what_is_past_do_not_hold():
    day = late_day()
    proposal = proposed(day)
    off = TimeOff(2, at("11:00"), None, "ill", id=1, revs=(1, 1))
    assert wear(proposal, changed(day, off), 5) is Wear.OFF
    assert wear(proposal, day, 5, at("16:59")) is Wear.PASSED


def test_what_needs_a_change_that_is_lost_is_lost_too():
    day = late_day()
    proposal = proposed(day)
    first, *rest = proposal.changes
    tied = replace(proposal, changes=(first, *(replace(one, needs=(0,)) for one in rest)))
    record = day.calls[first.call_id]
    other = changed(day, replace(record, problem="other", revs=(1, 2, 1, 1)))
    wears = [one.wear for one in stale(tied, other, NOON).changes]
    assert wears == [Wear.CHANGED, *[Wear.NEEDS] * len(rest)]
    assert proposal.epoch.date() == TODAY
