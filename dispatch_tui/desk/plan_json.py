"""A plan as JSON for scripts (docs/CLI.md): data, with the words beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from dispatch_tui.core.commands import Outcome
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.plan_words import (
    affected_texts,
    change_text,
    customer_text,
    gate_text,
    opening_texts,
    reason_texts,
)
from dispatch_tui.desk.shell_json import Json, head_json, instant_json, outcome_json
from dispatch_tui.planning.changes import Change, Proposal
from dispatch_tui.planning.measures import Measures
from dispatch_tui.planning.problem import LeftOut


def plan_json(days: Iterable[tuple[Board, Proposal]], words: str, outcome: Outcome | None = None) -> Json:
    """A plan of one day or several.

    Args:
        days: the proposals, each with the board it was made from; at least one.
        words: what was planned, as one says it.
        outcome: what carrying it out came to; None if it was not.
    """
    made = list(days)
    return {
        **head_json(made[0][0]),
        "plan_of": words,
        "applied": outcome is not None,
        "outcome": outcome_json(outcome) if outcome is not None else None,
        "days": [_day(board, proposal) for board, proposal in made],
    }


def _day(board: Board, proposal: Proposal) -> Json:
    zone = board.day.shop.zone
    return {
        "date": proposal.service_date.isoformat(),
        "made_at": instant_json(proposal.made_at, zone),
        "rev": proposal.rev,
        "settled": proposal.settled,
        "before": _measures(proposal.before),
        "after": _measures(proposal.after),
        "changes": [_change(board, proposal, change) for change in proposal.changes],
        "left_out": [_left(board, proposal, left) for left in proposal.left_out],
    }


def _code(board: Board, key: int | None) -> str | None:
    one = board.day.technicians.get(key or 0)
    return one.code if one is not None else None


def _change(board: Board, proposal: Proposal, change: Change) -> Json:
    zone = board.day.shop.zone
    return {
        "change": change.kind.value,
        "call": change.call_id,
        "customer": customer_text(board, change.call_id),
        "technician": _code(board, change.technician_id),
        "start": instant_json(change.start, zone),
        "minutes": change.minutes,
        "from_technician": _code(board, change.from_technician),
        "from_start": instant_json(change.from_start, zone),
        "reasons": [
            {
                "factor": reason.factor.value,
                "minutes": reason.minutes,
                "calls": list(reason.calls),
                "technician": _code(board, reason.technician_id),
            }
            for reason in change.reasons
        ],
        "why": reason_texts(board, change),
        "affects": affected_texts(change),
        "needs": [proposal.changes[at].call_id for at in change.needs],
        "says": change_text(board, change),
    }


def _left(board: Board, proposal: Proposal, left: LeftOut) -> Json:
    zone = board.day.shop.zone
    return {
        "call": left.call_id,
        "customer": customer_text(board, left.call_id),
        "gate": left.gate.value,
        "skills": list(left.skills),
        "able": [code for key in left.able if (code := _code(board, key)) is not None],
        "opens": [
            {
                "way": one.way.value,
                "technicians": [code for key in one.workers if (code := _code(board, key)) is not None],
                "until": None
                if one.minute is None
                else instant_json(proposal.epoch + timedelta(minutes=one.minute), zone),
                "minutes": one.minutes,
            }
            for one in left.opens
        ],
        "why": gate_text(board, left),
        "would_open_it": opening_texts(board, proposal, left),
    }


def _measures(one: Measures) -> Json:
    return {
        "driving_minutes": one.travel,
        "late_clients": one.late_clients,
        "late_minutes": one.late,
        "overtime_minutes": one.overtime,
        "home_late": one.home_late,
        "without_a_place": one.unplaced,
        "changed_technician": one.changed_technician,
        "told_otherwise": one.told_moved,
    }
