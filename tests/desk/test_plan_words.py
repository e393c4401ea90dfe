"""What the verbs of planning mean, and a proposal in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.rules import MustTell
from dispatch_tui.desk.plan_words import (
    affected_texts,
    change_text,
    counts_text,
    figures_of,
    gate_text,
    left_of,
    opening_texts,
    reason_texts,
    wear_text,
    worth_of,
)
from dispatch_tui.desk.requests import Decide, MakePlan, PlanWhat
from dispatch_tui.desk.verbs import request_of
from dispatch_tui.planning.changes import Change, ChangeKind, Factor, Proposal, Reason
from dispatch_tui.planning.measures import Measures
from dispatch_tui.planning.problem import Gate, LeftOut, Opening, Way
from dispatch_tui.planning.stale import Standing, Wear
from tests.core.builders import NOON, TODAY, at, span, visit
from tests.desk.shops import DeskShop

NONE = Measures(0, 0, 0, 0, 0, 0)
BOARD = DeskShop(
    (visit(4, "13:00"), visit(5, "15:00")),
    waiting=(1, 2),
    c2={"window": span("13:00", "15:00"), "part": "valve"},
).board()


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("plan", MakePlan(PlanWhat.TRAY)),
        ("plan tray", MakePlan(PlanWhat.TRAY)),
        ("plan day", MakePlan(PlanWhat.DAY)),
        ("plan all", MakePlan(PlanWhat.DAY)),
        ("plan team", MakePlan(PlanWhat.TEAM)),
        ("plan t1", MakePlan(PlanWhat.ROWS, (1,))),
        ("plan t2, ana", MakePlan(PlanWhat.ROWS, (2, 1))),
        ("plan 5 days", MakePlan(PlanWhat.DAYS, count=5)),
        ("plan today", MakePlan(PlanWhat.TRAY, day=TODAY)),
        ("accept", Decide(True)),
        ("accept all !", Decide(True, sure=True)),
        ("accept 4", Decide(True, 4)),
        ("reject 4", Decide(False, 4)),
        ("reject all", Decide(False)),
    ],
)
def test_verbs(line: str, request_):
    assert request_of(line, BOARD) == request_


@pytest.mark.parametrize("line", ["plan nonsense", "plan t1 nonsense", "accept nonsense", "reject t1"])
def test_what_means_nothing_is_said(line: str):
    with pytest.raises(Usage, match=r"nonsense|t1"):
        request_of(line, BOARD)


def change(**fields: object) -> Change:
    made = Change(ChangeKind.PLACE, 1, technician_id=1, start=at("14:00"), minutes=60)
    return replace(made, **fields)  # type: ignore[arg-type]


def test_changes_in_words():
    assert change_text(BOARD, change()) == "1 Customer 1 to T1 Ana 14:00–15:00, from the tray"
    moved = change(
        kind=ChangeKind.MOVE,
        call_id=4,
        visit_id=4,
        technician_id=2,
        from_technician=1,
        from_start=at("13:00"),
    )
    assert change_text(BOARD, moved).endswith("to T2 Bo 14:00–15:00, from T1 Ana 13:00")
    assert change_text(BOARD, replace(moved, technician_id=1)).endswith(", from 13:00")
    off = replace(moved, kind=ChangeKind.OFF, technician_id=None, start=None)
    assert "back to the tray" in change_text(BOARD, off)
    assert counts_text((change(), moved, off)) == "1 placed, 1 moved, 1 back in the tray"
    assert affected_texts(change(affected=(MustTell("Ana Ruiz", "has been told of it"),))) == [
        "Ana Ruiz has been told of it"
    ]


@pytest.mark.parametrize("factor", list(Factor))
def test_every_factor_has_words(factor: Factor):
    reason = Reason(factor, 15, calls=(4, 5), technician_id=1)
    (text,) = reason_texts(BOARD, change(reasons=(reason,)))
    assert "15m" in text or "4, 5" in text or "T1 Ana" in text or factor is Factor.NO_ROOM


def proposal(**fields: object) -> Proposal:
    made = Proposal(1, NOON, (), (), NONE, NONE, BOARD.day.span.start, settled=True, service_date=TODAY)
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("gate", list(Gate))
def test_every_gate_has_words(gate: Gate):
    assert gate_text(BOARD, LeftOut(gate, 2, skills=("GAS",)))


def test_gates_say_their_value():
    assert "GAS" in gate_text(BOARD, LeftOut(Gate.SKILL, 2, skills=("GAS",)))
    assert gate_text(BOARD, LeftOut(Gate.PART, 2)) == "waits for valve"
    assert gate_text(BOARD, LeftOut(Gate.DAY, 2)) == "promised for Tue 24 Nov"


@pytest.mark.parametrize("way", list(Way))
def test_every_way_has_words(way: Way):
    opening = Opening(way, (1,), minute=14 * 60, minutes=28)
    (text,) = opening_texts(BOARD, proposal(), LeftOut(Gate.ROOM, 2, opens=(opening,)))
    if way is Way.PROMISE:
        assert text == "T1 Ana could come by 14:00"
    if way is Way.OVERTIME:
        assert text == "T1 Ana with 28m overtime"
    assert text


@pytest.mark.parametrize("wear", list(Wear))
def test_every_wear_has_words(wear: Wear):
    made = proposal(changes=(change(),))
    text = wear_text(BOARD, made, Standing(wear, ("visit", "plan"), visit_id=4, change=0))
    assert bool(text) == (wear is not Wear.HOLDS)


def test_figures_say_what_gets_better():
    before, after = replace(NONE, travel=60, late_clients=2), replace(NONE, travel=75, late_clients=1)
    found = {one.name: one for one in figures_of(before, after)}
    assert (found["driving"].before, found["driving"].after, found["driving"].change) == (
        "1h",
        "1h15",
        "+15m",
    )
    assert (found["driving"].better, found["late clients"].better, found["late"].better) == (
        False,
        True,
        None,
    )


def test_of_several_days_a_call_waits_once():
    first = proposal(left_out=(LeftOut(Gate.ROOM, 1), LeftOut(Gate.ROOM, 2)))
    second = proposal(changes=(change(),), left_out=(LeftOut(Gate.PART, 2),))
    assert [(at_, left.call_id, left.gate) for at_, left in left_of((first, second))] == [(1, 2, Gate.PART)]
    before, after = worth_of((first, second))
    assert (before.unplaced, after.unplaced) == (2, 1)


@pytest.mark.parametrize(
    ("line", "shell"),
    [
        ("plan tray --apply", "dispatch-tui plan --scope tray --apply"),
        ("plan --apply", "dispatch-tui plan --scope tray --apply"),
        ("plan 5 days --apply --sure", "dispatch-tui plan --scope '5 days' --apply --sure"),
    ],
)
def test_what_belongs_in_a_shell_is_answered_with_the_shells_line(line: str, shell: str):
    with pytest.raises(Usage) as refused:
        request_of(line, BOARD)
    assert refused.value.hint == f"in a shell: {shell}"


def test_the_calls_that_wait_are_those_of_the_plan():
    scopes = {one.name: one.scope for one in figures_of(NONE, NONE)}
    assert scopes.pop("waiting") == "of this plan"
    assert set(scopes.values()) == {""}


@pytest.mark.parametrize(
    ("lost", "text"),
    [
        (None, "1 is rejected"),
        (Wear.GONE, "1 has been changed since"),
        (Wear.TAKEN, "1 has lost its place to another"),
    ],
)
def test_what_is_no_longer_needed_says_what_became_of_the_other(lost: Wear | None, text: str):
    made = proposal(changes=(change(),))
    assert wear_text(BOARD, made, Standing(Wear.UNNEEDED, change=0, lost=lost)) == f"no longer needed: {text}"


def test_what_is_no_longer_needed_says_where_the_other_stands_now_or_that_it_is_gone():
    standing = Standing(Wear.UNNEEDED, change=0, lost=Wear.CHANGED)
    gone = proposal(changes=(change(call_id=99),))
    assert wear_text(BOARD, gone, standing) == "no longer needed: 99 is there no longer"
    placed = proposal(changes=(change(call_id=4),))
    assert wear_text(BOARD, placed, standing) == "no longer needed: 4 stands with T1 Ana at 13:00 now"
