"""What lines mean on a board: which visit, which time, which command."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_tui.core import commands as c
from dispatch_tui.core.errors import Ambiguous, DispatchError, Missing, Refused, Usage
from dispatch_tui.core.model import (
    CallPhase,
    Lock,
    ShiftRule,
    SimClock,
    Span,
    TimeOff,
    VisitState,
)
from dispatch_tui.core.verbs import VERBS, Here, Question
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.ports import CallStory
from dispatch_tui.desk.requests import Do, Find, Go, Help, OpenIntake, Quit, Show, Topic
from dispatch_tui.desk.verbs import request_of
from dispatch_tui.keymap import ACTIONS
from tests.core.builders import TODAY, at, call, customer, day_of, done, on_site, paused, site, tech, visit

NOW = at("11:00")
TOMORROW = TODAY + timedelta(days=1)
DISPATCHED = {"state": VisitState.DISPATCHED, "since": at("10:00"), "dispatched_at": at("10:00")}

DAY = day_of(
    clock=SimClock(at("7:00"), at("7:00"), 20.0),
    technicians=(tech(1, name="Ana Lopez"), tech(2, name="Bo Finch"), tech(3, name="Cy Young")),
    shifts=tuple(ShiftRule(key, TODAY.weekday(), 480, 1020, id=key) for key in (1, 2, 3)),
    offs=(TimeOff(3, at("8:00"), None, "sick", id=5, revs=(4, 4)),),
    visits=(
        done(411, "8:00", "8:00", "9:00"),
        on_site(412, "9:30", "9:40"),
        visit(413, "13:00", lock=Lock.TIME),
        paused(421, "8:00", "8:00", "10:30", technician_id=2),
        visit(422, "11:30", technician_id=2, **DISPATCHED),
        visit(423, "14:00", technician_id=2),
        visit(431, "15:00", technician_id=3),
    ),
    calls=tuple(
        call(
            key,
            phase=CallPhase.OPEN if key == 500 else CallPhase.SCHEDULED,
            window=Span(at("13:00"), at("15:00")) if key == 413 else None,
        )
        for key in (411, 412, 413, 421, 422, 423, 431, 500)
    ),
    customers=(customer(),),
    sites=(site(),),
)
BOARD = BoardKeeper(DAY, NOW).board
ELSEWHERE = visit(900, at("9:00", TOMORROW), service_date=TOMORROW, technician_id=2)


def story(number: int) -> CallStory:
    if number not in (900, 901, *DAY.calls):
        raise Missing(f"there is no call {number}")
    here = tuple(one for one in DAY.visits.values() if one.call_id == number)
    visits = (ELSEWHERE,) if number == 900 else here
    return CallStory(call(number), customer(), site(), visits, (), (), ())


def asked(line: str, here: Here | None = None):
    return request_of(line, BOARD, here, story)


def command(line: str, here: Here | None = None):
    found = asked(line, here)
    assert isinstance(found, Do), found
    return found.command


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("t1 done", c.SetStatus(412, "done")),
        ("done t1", c.SetStatus(412, "done")),
        ("412 done", c.SetStatus(412, "done")),
        ("resume t2", c.SetStatus(421, "resume")),
        ("enroute t2", c.SetStatus(422, "enroute")),
        ("release t2 needed elsewhere", c.SetStatus(422, "release", None, "needed elsewhere")),
        ("dispatch t2", c.SetStatus(423, "dispatch")),
        ("dispatch 413 t1", c.SetStatus(413, "dispatch")),
        ("dispatch 413 !", c.SetStatus(413, "dispatch", sure=True)),
        ("onsite t2 422", c.SetStatus(422, "onsite")),
        ("at 10:05 onsite 422", c.SetStatus(422, "onsite", at("10:05"))),
        ("onsite 422 at -10", c.SetStatus(422, "onsite", at("10:50"))),
        ("done t1 now", c.SetStatus(412, "done")),
        ("cannot 412 no part", c.SetStatus(412, "cannot", None, "no part")),
        ("t1 +30", c.SetLeft(412, more=30)),
        ("more t1 1h", c.SetLeft(412, more=60)),
        ("t1 left 20", c.SetLeft(412, left=20)),
        ("place 500 t1 14:30", c.PlaceCall(500, 1, at("14:30"))),
        ("place 500 t1 tomorrow 8 for 45!", c.PlaceCall(500, 1, at("8:00", TOMORROW), 45, True)),
        ("place 901 t1 now", c.PlaceCall(901, 1, NOW)),
        ("move 413 +30", c.MoveVisit(413, None, at("13:30"))),
        ("move 413 -15 !", c.MoveVisit(413, None, at("12:45"), sure=True)),
        ("move 413 t2", c.MoveVisit(413, 2)),
        ("move 413 t2 15:00", c.MoveVisit(413, 2, at("15:00"))),
        ("move 413 tomorrow", c.MoveVisit(413, None, at("13:00", TOMORROW))),
        ("move 413 for 90", c.MoveVisit(413, minutes=90)),
        ("move 900 10:00", c.MoveVisit(900, None, at("10:00", TOMORROW))),
        ("swap 413 423", c.SwapVisits(413, 423)),
        ("unplace 413", c.Unplace(413)),
        ("lock 413", c.SetLock(413, Lock.BOTH)),
        ("lock 413 tech", c.SetLock(413, Lock.TECH)),
        ("unlock 413", c.SetLock(413, Lock.NONE)),
        ("hold 500 waiting for part until fri", c.HoldCall(500, "waiting for part", date(2026, 11, 27))),
        ("cancel 500 fixed itself", c.CancelCall(500, "fixed itself")),
        ("reopen 500", c.ReopenCall(500)),
        ("close 411 repaired", c.CloseCall(411, "repaired")),
        ("window 413 9-11 customer asked", c.Promise(413, Span(at("9:00"), at("11:00")), "customer asked")),
        ("tell 413 window any", c.Promise(413, None)),
        ("window 900 8-10", c.Promise(900, Span(at("8:00"), at("10:00")))),
        ("note 413 dog in the yard", c.AddNote(413, "dog in the yard")),
        ("note t1 dog in the yard", c.AddNote(412, "dog in the yard")),
        ("out t1 sick", c.TakeOut(1, NOW, None, "sick")),
        ("out t1 13:00 15:00 dentist", c.TakeOut(1, at("13:00"), at("15:00"), "dentist")),
        ("out t1 until fri sick", c.TakeOut(1, NOW, at("0:00", date(2026, 11, 27)), "sick")),
        ("back t3", c.BringBack(3, NOW)),
        ("back t3 at 14:00", c.BringBack(3, at("14:00"))),
        ("undo", c.UndoAct()),
        ("redo", c.RedoAct()),
        ("clock pause", c.SetClock(speed=0.0)),
        ("clock 4x", c.SetClock(speed=4.0)),
        ("clock 14:00", c.SetClock(to=at("14:00"))),
    ],
)
def test_commands(line, meant):
    assert command(line) == meant


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("go tomorrow", Go(TOMORROW)),
        ("go 2026-11-26", Go(date(2026, 11, 26))),
        ("go now", Go(TODAY, instant=NOW)),
        ("go 14:30", Go(TODAY, instant=at("14:30"))),
        ("go 413", Go(TODAY, 413, 1)),
        ("413", Go(TODAY, 413, 1)),
        ("500", Go(TODAY, 500)),
        ("900", Go(TOMORROW, 900, 2)),
        ("t2", Go(technician_id=2)),
        ("go finch", Go(technician_id=2)),
        ("find lopez", Find("lopez")),
        ("show late", Show(Topic.LATE)),
        ("show t2", Show(Topic.TECHNICIAN, technician_id=2)),
        ("show tech fin", Show(Topic.TECHNICIAN, technician_id=2)),
        ("show 412", Show(Topic.CALL, call_id=412)),
        ("show all", Show(Topic.FILTER)),
        ("show hvac north", Show(Topic.FILTER, words="hvac north")),
        ("log", Show(Topic.LOG)),
        ("log 412", Show(Topic.LOG, 412)),
        ("new 555 0142", OpenIntake("555 0142")),
        ("help mov", Help("move")),
        ("help", Help()),
        ("quit", Quit()),
    ],
)
def test_looking(line, meant):
    assert asked(line) == meant


def test_best_is_the_cheapest_place_of_those_who_can():
    placed = command("place 500 best")
    assert isinstance(placed, c.PlaceCall)
    spots = BoardKeeper(DAY, NOW).best_spots(DAY.calls[500], 60, limit=1)
    assert (placed.technician_id, placed.start) == (spots[0].technician_id, spots[0].start)
    on_row = command("place 500 t2 best")
    assert isinstance(on_row, c.PlaceCall)
    assert on_row.technician_id == 2
    moved = command("move 413 best")
    assert isinstance(moved, c.MoveVisit)
    assert moved.start is not None


def test_best_with_no_room_says_what_to_try():
    with pytest.raises(Missing, match="T3 has room") as caught:
        asked("place 500 t3 best")
    assert caught.value.hint


def test_undo_says_how_often():
    found = asked("undo 3")
    assert isinstance(found, Do)
    assert found.times == 3


@pytest.mark.parametrize(
    ("line", "error", "words"),
    [
        ("onsite t3", Missing, "T3 has not been told"),
        ("done 422 t1", Refused, "on T2's row"),
        ("place 77 t1 9", Missing, "there is no call 77"),
        ("done 500", Missing, "not on the board"),
        ("done 901", Missing, "not on the board"),
        ("done 41", Missing, "no call 41"),
        ("dispatch t9", Usage, None),
        ("window 413 15-13", Usage, "ends before"),
        ("clock sideways", Usage, "neither a pace nor a time"),
        ("help nothing", Usage, "no verb"),
        ("go nowhere", Usage, "nowhere to go"),
        ("at fri onsite 422", Usage, "is a day"),
        ("move 413 9999999d", Usage, None),
        ("done 1", Ambiguous, "411, 421 or 431"),
    ],
)
def test_refusals_before_any_handler(line, error, words):
    with pytest.raises(error, match=words):
        asked(line)


def test_a_status_that_is_illegal_names_the_visit_the_technician_is_on():
    assert command("ack t1") == c.SetStatus(412, "ack")


def test_of_two_that_would_do_the_begun_one_is_meant():
    both = (on_site(412, "9:30", "9:40"), visit(413, "11:30", **DISPATCHED))
    day = day_of(technicians=(tech(),), visits=both, calls=(call(412), call(413)))
    board = BoardKeeper(day, NOW).board
    found = request_of("note t1 hello", board)
    assert isinstance(found, Do)
    assert found.call_id == 412


def test_two_of_equal_standing_are_listed():
    both = (visit(412, "9:30", **DISPATCHED), visit(413, "11:30", **DISPATCHED))
    day = day_of(technicians=(tech(),), visits=both, calls=(call(412), call(413)))
    with pytest.raises(Ambiguous, match="412 or 413"):
        request_of("enroute t1", BoardKeeper(day, NOW).board)


def test_a_visit_of_another_day_is_meant_where_the_day_has_none_that_stands():
    assert command("unplace 900") == c.Unplace(900)
    found = asked("ack 900")
    assert isinstance(found, Do)
    assert (found.call_id, found.visit_id) == (900, 900)


def test_without_a_look_up_a_call_of_another_day_is_missing():
    with pytest.raises(Missing, match="not on this day"):
        request_of("ack 900", BOARD)


def test_a_stamp_of_last_night_is_meant_after_midnight():
    after_midnight = at("0:10", TOMORROW)
    found = request_of("onsite 422 at 23:50", BOARD, now=after_midnight)
    assert isinstance(found, Do)
    assert found.command == c.SetStatus(422, "onsite", at("23:50"))


def test_what_was_looked_at_goes_with_the_command():
    found = asked("move 413 +30")
    assert isinstance(found, Do)
    assert [(one.kind, one.id, one.group, one.rev) for one in found.looked_at] == [("visit", 413, "plan", 1)]
    back = asked("back t3")
    assert isinstance(back, Do)
    assert [(one.kind, one.id, one.rev) for one in back.looked_at] == [("time_off", 5, 4)]


def test_the_cursor_stands_in_for_the_object():
    assert command("more +30", Here(call=412)) == c.SetLeft(412, more=30)
    assert command("unlock", Here(call=413)) == c.SetLock(413, Lock.NONE)
    assert isinstance(asked("cancel", Here(call=413)), Question)


def test_a_day_without_a_time_asks_for_the_time():
    found = asked("place 500 t1 fri for 45")
    assert isinstance(found, Question)
    assert command(found.answered("9:00")) == c.PlaceCall(500, 1, at("9:00", date(2026, 11, 27)), 45)


def test_real_shops_have_no_clock_to_set():
    board = BoardKeeper(replace(DAY, clock=None), NOW).board
    with pytest.raises(Refused, match="real time"):
        request_of("clock pause", board)


def test_a_paused_clock_runs_on_at_the_demos_pace():
    clock = SimClock(at("7:00"), at("7:00"), 0.0)
    found = request_of("clock run", BoardKeeper(replace(DAY, clock=clock), NOW).board)
    assert isinstance(found, Do)
    assert found.command == c.SetClock(speed=20.0)


def test_every_action_says_a_verb_that_there_is_and_agrees_on_danger():
    verbs = {verb.name: verb for verb in VERBS}
    said = [action for action in ACTIONS if action.verb]
    assert {action.verb for action in said} <= set(verbs)
    assert all(not action.dangerous or verbs[action.verb].dangerous for action in said)


PIECES = st.sampled_from(
    [
        *(verb.name for verb in VERBS),
        *("t1", "t2", "t3", "412", "413", "500", "900", "77", "14:30", "+30", "-15", "fri", "tomorrow 8"),
        *("13-15", "am", "any", "best", "until", "from", "at", "for", "!", "now", "lunch", "4x", "pause"),
        *("9999-12-31", "+99999999", "24.11", "31.2", "2", "0001-01-01t00:00"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=6).map(" ".join), st.booleans())
def test_any_line_means_something_or_is_refused_in_words(line, with_cursor):
    with suppress(DispatchError):
        assert asked(line, Here(413, 1) if with_cursor else None) is not None
