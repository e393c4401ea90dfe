"""`dispatch-tui plan`: a proposal in a shell, and carried out where that is asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from dispatch_tui.core.commands import CarryPlan, Outcome
from dispatch_tui.core.errors import Refused, Usage
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.learning import known
from dispatch_tui.desk.plan_asking import asked_of
from dispatch_tui.desk.plan_days import read_keeper, scope_on
from dispatch_tui.desk.plan_desk import Asked
from dispatch_tui.desk.plan_json import plan_json
from dispatch_tui.desk.plan_steps import explained_steps, facts_of
from dispatch_tui.desk.plan_words import (
    affected_texts,
    change_text,
    counts_text,
    figures_of,
    left_of,
    left_text,
    needs_texts,
    reason_texts,
    title_text,
    worth_of,
)
from dispatch_tui.desk.planning import Planner
from dispatch_tui.desk.requests import MakePlan
from dispatch_tui.desk.verbs import request_of
from dispatch_tui.planning.changes import Proposal
from dispatch_tui.shell.common import answer, board_of, date_of, desk_of, print_json, say

Made = list[tuple[Board, Proposal]]


def plan(args: Namespace) -> int:
    """Print a plan; carry it out with --apply.

    Raises:
        Usage: if the scope is none.
        Refused: if the solver is not installed, or the plan has a cost and --sure was not said.
        PlannerFailed: if the solver broke, or a judge refused its plan.
    """
    with desk_of(args) as desk:
        day = date_of(desk, args.date)
        request = request_of(f"plan {args.scope}", board_of(desk, day))
        if not isinstance(request, MakePlan):
            raise Usage(f"{args.scope!r} is nothing to plan", "say tray, day, team, t3,t4 or 5 days")
        carry_out(desk, request, day, args)
    return 0


def carry_out(desk: Desk, request: MakePlan, day: date, args: Namespace) -> None:
    """Plan, print, and carry out where that is asked for.

    Args:
        desk: the open desk.
        request: what to plan.
        day: the day that it is understood on.
        args: seconds, apply, sure and json, where the command has them.
    """
    asked = asked_of(request, board_of(desk, day))
    made = _made(desk, asked, day, getattr(args, "seconds", None))
    outcome = _applied(desk, asked, made, args) if getattr(args, "apply", False) else None
    if args.json:
        print_json(plan_json(made, asked.words, outcome))
        return
    _print(asked, made)
    if outcome is not None:
        answer(outcome, as_json=False)


def _made(desk: Desk, asked: Asked, shown: date, seconds: float | None) -> Made:
    knowledge = known(desk)
    keepers = [read_keeper(desk, day, knowledge) for day in asked.days or (shown,)]
    several = len(keepers) > 1
    if several:  # a day on which nobody works is none to plan
        keepers = [one for one in keepers if any(one.board.day.working.values())]
    if not keepers:
        raise Refused("nobody works on these days", "plan other days")
    planner = Planner()
    made: Made = []
    try:
        for rank, keeper in enumerate(keepers, 1):
            board = keeper.board
            placed = frozenset(change.call_id for _, one in made for change in one.changes)
            scope = scope_on(asked.scope, board, several=several, last=rank == len(keepers), placed=placed)
            allowed = (seconds or Rules.of(board.day.shop).plan_seconds) / len(keepers)
            made.append((board, planner.plan_now(board, keeper.travel, scope, asked.options, allowed)))
    finally:
        planner.close()
    return made


def _applied(desk: Desk, asked: Asked, made: Made, args: Namespace) -> Outcome | None:
    changes = [change for _, proposal in made for change in proposal.changes]
    if not changes:
        return None
    sure = bool(getattr(args, "sure", False))
    steps = tuple(
        step
        for board, proposal in made
        for step in explained_steps(board, desk.knowledge, proposal.changes, sure)
    )
    command = CarryPlan(steps, sure, asked.words)
    return desk.do(command, getattr(args, "why", ""), facts_of(changes))


def _print(asked: Asked, made: Made) -> None:
    proposals = [proposal for _, proposal in made]
    changes = [change for one in proposals for change in one.changes]
    title = title_text(proposals, asked.words)
    say(f"{title}: {counts_text(changes)}")
    for figure in figures_of(*worth_of(proposals)):
        change = f" ({figure.change})" if figure.change else ""
        scope = f" {figure.scope}" if figure.scope else ""
        say(f"  {figure.name:<12} {figure.before} -> {figure.after}{scope}{change}")
    for board, proposal in made:
        _print_day(board, proposal, several=len(made) > 1)
    left = left_of(proposals)
    if left:
        say("without a place:")
        for at, one in left:
            say(f"  {left_text(made[at][0], proposals[at], one)}")


def _print_day(board: Board, proposal: Proposal, *, several: bool) -> None:
    if several:
        say(f"{proposal.service_date:%a} {proposal.service_date.isoformat()}")
    order = {key: at for at, key in enumerate(board.day.order)}
    rows: Sequence[int] = sorted(
        range(len(proposal.changes)),
        key=lambda at: (
            order.get(proposal.changes[at].technician_id or 0, len(order)),
            proposal.changes[at].start or proposal.made_at,
        ),
    )
    for at in rows:
        change = proposal.changes[at]
        say(change_text(board, change))
        why = [*reason_texts(board, change), *needs_texts(proposal, change)]
        if why:
            say(f"    {'; '.join(why)}")
        for text in affected_texts(change):
            say(f"    ! {text}")
