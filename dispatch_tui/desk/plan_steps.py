"""Changes of a proposal as the commands that make them, each with what is kept of why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dispatch_tui.core.commands import PlanStep, Seen, Unplace
from dispatch_tui.core.day import Day, News
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.model import Visit
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.planning.changes import Change

BY = "planner"
"""Who chose, as it is kept."""


def facts_of(changes: Iterable[Change]) -> tuple[Seen, ...]:
    """What some changes were made from, for an act to be checked against."""
    facts = dict.fromkeys(fact for change in changes for fact in change.seen)
    return tuple(Seen(*fact) for fact in facts)


def explained_steps(
    board: Board, knowledge: Knowledge, changes: Sequence[Change], sure: bool
) -> tuple[PlanStep, ...]:
    """The commands of some changes of one day.

    Each place is explained on the board as it would be with all of them: on the present one, what makes
    room for another would still be in its way. Milliseconds for each change; call it from a thread.

    Args:
        board: the board of their day, as it is now.
        knowledge: what it was forecast by.
        changes: those that are made together.
        sure: accepts what they cost.
    """
    keeper = BoardKeeper(_day_after(board, changes), board.now, knowledge)
    steps: list[PlanStep] = []
    for change in changes:
        step = change.command(sure)
        call = board.day.calls.get(change.call_id)
        if isinstance(step, Unplace) or call is None or change.technician_id is None or change.start is None:
            steps.append(step)
            continue
        visit_id = change.visit_id if change.visit_id is not None else -change.call_id
        because = keeper.because(
            call, change.technician_id, change.start, change.minutes, leave_out=visit_id, by=BY
        )
        steps.append(replace(step, because=because))
    return tuple(steps)


def _day_after(board: Board, changes: Iterable[Change]) -> Day:
    """The day as it would be; a placed call stands there as a visit with its number below nought."""
    day = board.day
    records: list[Visit] = []
    gone: set[tuple[type, int]] = set()
    for change in changes:
        old = day.visits.get(change.visit_id or 0)
        if change.technician_id is None or change.start is None:
            gone |= {(Visit, old.id)} if old is not None else set()
            continue
        base = old or Visit(
            change.call_id, change.technician_id, change.start, change.minutes, day.service_date,
            id=-change.call_id,
        )  # fmt: skip
        records.append(replace(base, technician_id=change.technician_id, start=change.start))
    return day.with_news(News(day.rev, records=tuple(records), gone=frozenset(gone)))[0]
