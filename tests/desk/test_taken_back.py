"""Emergencies and plans on a real store: nobody hears a thing twice, and undo brings all of it back."""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from dispatch_tui.core.commands import CarryPlan, MoveVisit, RedoAct, Rest, SetStatus, UndoAct, Unplace
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, Message, MessageState, Visit, VisitState
from dispatch_tui.core.status import OVER, SEEN
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.emergency import command_of, displaced, emergency_view, looked_at, way_of
from dispatch_tui.desk.learning import known
from tests.desk.test_planning import desk_on, path, template

__all__ = ["path", "template"]

pytest.importorskip("vroom")

Facts = dict[tuple[str, int], dict[str, Any]]


def facts(desk: Desk) -> Facts:
    """All that the store says of visits, calls and messages, but for revisions."""
    found: Facts = {}
    for kind in (Visit, Call, Message):
        for record in desk.store._records.where(kind, "1=1"):  # type: ignore[attr-defined]
            values = {one.name: getattr(record, one.name) for one in fields(record) if one.name != "revs"}
            found[kind.__name__, record.id] = values
    return found


def board_of(desk: Desk) -> Board:
    return BoardKeeper(desk.open_day(desk.today()), desk.clock.now(), known(desk)).board


def _check_refused(refused: Refused, word: str, before: Facts, after: Facts) -> None:
    assert word in refused.message
    assert after == before


def check_heard(before: Facts, after: Facts, of: frozenset[int]) -> int:
    """Each new message tells another fact, and technicians hear of what they have seen, or of `of`."""
    new = [
        values
        for key, values in after.items()
        if key[0] == "Message" and key not in before and values["state"] is not MessageState.CANCELED
    ]
    heard = [(one["kind"], one["technician_id"], one["customer_id"], one["call_id"]) for one in new]
    assert len(heard) == len(set(heard))
    had = {
        (one["call_id"], one["technician_id"])
        for key, one in before.items()
        if key[0] == "Visit" and one["state"] in SEEN
    }
    for one in new:
        if one["technician_id"] is not None and one["call_id"] is not None and one["call_id"] not in of:
            assert (one["call_id"], one["technician_id"]) in had
    return len(new)


def check_taken_back(desk: Desk, before: Facts, after: Facts) -> None:
    """Undo restores all, messages that were withdrawn included; redo and undo once more as well."""
    for _ in range(2):
        desk.do(UndoAct())
        now = facts(desk)
        assert {key: now.get(key) for key in before} == before
        rest = now.keys() - before.keys()
        assert all(key[0] == "Message" and now[key]["state"] is MessageState.CANCELED for key in rest)
        desk.do(RedoAct())
        now = facts(desk)
        assert {key: one for key, one in now.items() if key[0] != "Message"} == {
            key: one for key, one in after.items() if key[0] != "Message"
        }
    desk.do(UndoAct())


@pytest.mark.parametrize("rest", Rest)
def test_an_emergency_is_taken_back_whole(path: Path, rest: Rest):
    desk = desk_on(path)
    some = random.Random(4)
    calls = [one.id for one in board_of(desk).day.calls.values() if one.phase.value in ("open", "scheduled")]
    tried = said = 0
    for number in some.sample(calls, 6):
        board = board_of(desk)
        try:
            view = emergency_view(board, board.day.calls[number], rest, everybody=True)
        except Refused:
            continue
        for reach in [one.reach for one in view.candidates[:4]]:
            board = board_of(desk)
            view = emergency_view(board, board.day.calls[number], rest, everybody=True)
            found = way_of(view, reach.technician_id, reach.start)
            assert found is not None
            put_off, before = displaced(board, view, found, None), facts(desk)
            try:
                command = command_of(view, found, put_off, tell=True, sure=True)
                desk.do(command, "", looked_at(board.day, view, found, put_off))
            except Refused as refused:
                _check_refused(refused, "locked", before, facts(desk))
                continue
            after = facts(desk)
            said += check_heard(before, after, frozenset({number}))
            check_taken_back(desk, before, after)
            tried += 1
    assert tried >= 8
    assert said
    desk.store.close()


def test_a_plan_is_taken_back_whole_with_whoever_was_told(path: Path):
    desk = desk_on(path)
    day = board_of(desk).day
    rows = {visit.technician_id for visit in day.visits.values()}
    told = {key for key in rows if not any(v.state in SEEN for v in day.row(key))}
    for key in sorted(told)[:3]:  # their message waits in the outbox: a move withdraws it
        ahead = [v for v in day.row(key) if v.state is VisitState.TENTATIVE]
        if ahead:
            desk.do(SetStatus(ahead[0].id, "dispatch"))
    board = board_of(desk)
    ahead = [v for v in board.day.visits.values() if v.state not in OVER and v.lock.value == "none"]
    ahead = [v for v in ahead if v.state in {VisitState.TENTATIVE, VisitState.DISPATCHED} and not v.helps]
    some = random.Random(2)
    done = 0
    for _ in range(12):
        chosen = some.sample(ahead, min(5, len(ahead)))
        steps = tuple(
            Unplace(v.id)
            if v.state is VisitState.TENTATIVE and some.random() < 0.3
            else MoveVisit(v.id, some.choice([None, *board.day.order]), some.choice(ahead).start)
            for v in chosen
        )
        before = facts(desk)
        try:
            desk.do(CarryPlan(steps, sure=True))
        except Refused as refused:
            _check_refused(refused, "there already", before, facts(desk))
            continue
        after = facts(desk)
        check_heard(before, after, frozenset())
        check_taken_back(desk, before, after)
        done += 1
    assert done >= 8
    desk.store.close()
