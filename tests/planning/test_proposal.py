"""A plan as a proposal, and whether it still holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch_tui.core.commands import MoveVisit, PlaceCall, Unplace
from dispatch_tui.core.day import Day, News
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import CallPhase, Lock, Priority, TimeOff, VisitState
from dispatch_tui.planning.changes import Change, ChangeKind, Factor, Proposal, Reason
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.mapping import problem_of
from dispatch_tui.planning.proposal import propose, row_facts
from dispatch_tui.planning.scope import USUAL_OPTIONS, Options, Scope
from dispatch_tui.planning.solver import Effort
from dispatch_tui.planning.stale import Wear, stale
from tests.core.builders import FLAT, NOON, TODAY, at, call, span, tech, visit
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


# -- what made room for something that is lost


def chain(*more: Change, late: int = 0) -> Proposal:
    """Call 1 makes room for 2, that for 3, and 3 comes from the tray; nothing else speaks for 1 and 2."""
    why = (Reason(Factor.LATE_BEFORE, late),) if late else ()
    first = Change(ChangeKind.MOVE, 1, 1, 1, at("15:00"), 60, 1, at("14:00"), (room(2, 3), *why))
    second = Change(ChangeKind.MOVE, 2, 2, 1, at("14:00"), 60, 1, at("13:00"), (room(3),), needs=(0,))
    third = Change(ChangeKind.PLACE, 3, None, 1, at("13:00"), 60, seen=(("call", 3, "fate", 1),), needs=(1,))
    known = row_facts(chain_day(), 1)
    changes = (*(replace(one, row=known) for one in (first, second, third)), *more)
    return replace(proposed(late_day()), changes=changes)


def room(*calls: int) -> Reason:
    return Reason(Factor.ROOM, calls=calls)


def chain_day(**third: object) -> Day:
    calls = tuple(call(key, site_id=key, phase=CallPhase.SCHEDULED) for key in (1, 2))
    visits = (visit(1, "14:00"), visit(2, "13:00"))
    return a_day(*visits, calls=calls, tray=(waiting(3, **third), waiting(7)))


HELD = {"phase": CallPhase.ON_HOLD, "revs": (1, 1, 1, 2)}


def worn(proposal: Proposal, day: Day, *rejected: int) -> list[Wear]:
    return [one.wear for one in stale(proposal, day, NOON, frozenset(rejected)).changes]


def test_what_makes_room_holds_while_that_is_to_come():
    assert worn(chain(), chain_day()) == [Wear.HOLDS] * 3


def test_what_made_room_for_a_call_that_is_lost_is_no_longer_needed_near_and_far():
    found = stale(chain(), chain_day(**HELD), NOON).changes
    assert [one.wear for one in found] == [Wear.UNNEEDED, Wear.UNNEEDED, Wear.CHANGED]
    assert [(one.change, one.lost) for one in found[:2]] == [(2, Wear.CHANGED)] * 2


def test_a_no_to_what_comes_takes_the_need_for_its_room_along():
    assert worn(chain(), chain_day(), 2) == [Wear.UNNEEDED, Wear.UNNEEDED, Wear.HOLDS]
    found = stale(chain(), chain_day(), NOON, frozenset({2})).changes
    assert (found[0].change, found[0].lost) == (2, None)


def test_what_spares_a_client_waiting_or_makes_room_for_another_too_is_still_needed():
    assert worn(chain(late=30), chain_day(**HELD))[:2] == [Wear.HOLDS, Wear.UNNEEDED]
    other = Change(ChangeKind.PLACE, 7, None, 2, at("13:00"), 60)
    made = chain(other)
    both = replace(made.changes[1], reasons=(room(3, 7),))
    made = replace(made, changes=(made.changes[0], both, *made.changes[2:]))
    assert worn(made, chain_day(**HELD)) == [Wear.HOLDS, Wear.HOLDS, Wear.CHANGED, Wear.HOLDS]


def test_two_who_swap_have_a_purpose_of_their_own():
    made = chain()
    first = replace(made.changes[0], technician_id=2, reasons=(room(2),), needs=(1,))
    second = replace(made.changes[1], from_technician=2, reasons=(room(1),), needs=(0,))
    swap = replace(made, changes=(first, second))
    assert worn(swap, chain_day()) == [Wear.HOLDS] * 2


def test_what_was_put_off_for_a_call_that_is_lost_stays_where_it_is():
    made = chain()
    off = replace(
        made.changes[1],
        kind=ChangeKind.OFF,
        technician_id=None,
        start=None,
        reasons=(Reason(Factor.NO_ROOM), Reason(Factor.LATE_BEFORE, 20), room(3)),
        needs=(),
    )
    third = replace(made.changes[2], needs=(0,))
    assert worn(replace(made, changes=(off, third)), chain_day(**HELD)) == [Wear.UNNEEDED, Wear.CHANGED]


def test_only_overtime_that_a_change_adds_is_a_reason_for_or_against_it():
    """At noon T2 has work until six already; what comes in between adds to that, or does not."""
    base = at("17:30")
    long = call(4, site_id=4, minutes=60, phase=CallPhase.SCHEDULED)
    stands = replace(visit(4, "16:30", technician_id=2, minutes=60), lock=Lock.BOTH)
    only_two = (waiting(7, minutes=30, skills=("PLM",)),)
    people = (tech(1), tech(2, skills=("HVAC", "PLM")))
    day = a_day(stands, calls=(long,), tray=only_two, technicians=people)
    proposal = proposed(day, Scope.tray())
    (change,) = proposal.changes
    assert change.technician_id == 2
    assert change.start < base
    assert proposal.before.overtime == proposal.after.overtime > 0
    assert Factor.OVERTIME not in {reason.factor for reason in change.reasons}


def test_overtime_that_is_added_is_said_with_how_much():
    found = 0
    for seed in range(60):
        made = random_day(seed)
        options = Options(overtime=60)
        problem = problem_of(made.day, made.forecasts, made.now, made.travel, Scope.tray(), options)
        plan = Ladder().solve(problem, 5, effort=Effort(rounds=10, patience=5))
        proposal = propose(made.day, made.forecasts, problem, plan, made.now, made.travel)
        said = [r.minutes for c in proposal.changes for r in c.reasons if r.factor is Factor.OVERTIME]
        grown = proposal.after.overtime - proposal.before.overtime
        assert all(minutes > 0 for minutes in said)
        rows = [change.technician_id for change in proposal.changes]
        if len(set(rows)) == len(rows) and said:
            found += 1
            assert sum(said) >= grown
    assert found
