"""What the planner does with those whom an emergency puts off: the live repair, asked for one candidate."""

from __future__ import annotations

import heapq
import math
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from dispatch_tui.core.day import Day
from dispatch_tui.core.emergency import Candidate, gate_of
from dispatch_tui.core.model import Call, Place
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.emergency import EmergencyView, Refit, supposed, troubled
from dispatch_tui.desk.planning import Planner, options_of
from dispatch_tui.planning.changes import ChangeKind, Proposal
from dispatch_tui.planning.scope import Options, Scope

MINUTE = timedelta(minutes=1)
NEAREST = 10
"""Rows that are looked at for each call that waits."""

SECONDS = 2.0
"""So long at the most; the first plan of a repair comes in hundredths of a second."""


async def refit(planner: Planner, board: Board, view: EmergencyView, found: Candidate) -> Refit:
    """Places for those who are in trouble by a candidate.

    Args:
        planner: the desk's.
        board: the present one.
        view: the emergency.
        found: the candidate.

    Raises:
        Refused: if the solver is not installed, saying what to install.
        PlannerFailed: if it broke.
    """
    asked = frozenset(line.visit.id for line in troubled(found))
    if not asked:
        return Refit({}, {}, asked)
    then = narrowed(supposed(board, view, found), found)
    proposal = await planner.plan(then, then.travel, scope_of(then), prices(then, found), SECONDS)
    return read(proposal, found, asked)


def refit_now(planner: Planner, board: Board, view: EmergencyView, found: Candidate) -> Refit:
    """As `refit`, on the calling thread."""
    asked = frozenset(line.visit.id for line in troubled(found))
    if not asked:
        return Refit({}, {}, asked)
    then = narrowed(supposed(board, view, found), found)
    proposal = planner.plan_now(then, then.travel, scope_of(then), prices(then, found), SECONDS)
    return read(proposal, found, asked)


def narrowed(board: Board, found: Candidate) -> Board:
    """A supposed board with the rows that may matter: the candidate's, and those nearest to who waits.

    What a repair opens are a few rows near by; a matrix of the whole town would cost more than the solving.
    """
    day = board.day
    keys = {found.reach.technician_id}
    for number in day.tray:
        call = day.calls[number]
        site = day.site_of(call)
        able = [key for key in day.order if day.working.get(key)
                and not gate_of(day, call, day.technicians[key])]  # fmt: skip
        place = site.place if site else None
        keys |= set(heapq.nsmallest(NEAREST, able, key=partial(_distance, day, place)))
    visits = {key: one for key, one in day.visits.items() if one.technician_id in keys}
    rows = {key: day.rows[key] for key in day.order if key in keys}
    order = tuple(key for key in day.order if key in keys)
    return replace(board, day=replace(day, order=order, rows=rows, visits=visits))


def _distance(day: Day, place: Place | None, key: int) -> tuple[float, int]:
    """How near somebody comes to a place in their day, by the map alone; who is not placed is far."""
    if place is None:
        return 0.0, key
    calls = (day.calls[day.visits[number].call_id] for number in day.rows.get(key, ()))
    sites = (day.site_of(call) for call in calls)
    points = [site.place for site in sites if site is not None and site.place is not None]
    home = day.technicians[key].home
    points += [home] if home is not None else []
    slim = math.cos(math.radians(place.lat))
    found = (math.hypot(point.lat - place.lat, (point.lon - place.lon) * slim) for point in points)
    return min(found, default=math.inf), key


def scope_of(board: Board) -> Scope:
    """Those who wait on a supposed board, and nobody else."""
    return Scope.some(*board.day.tray)


def prices(board: Board, found: Candidate) -> Options:
    """As the shop has it; somebody else must be worth the change, as for any visit on the board."""
    options = options_of(board)
    key = found.reach.technician_id
    other = {
        (call, each): options.move_price for call in board.day.tray for each in board.day.order if each != key
    }
    return replace(options, prices={**options.prices, **other})


def read(proposal: Proposal, found: Candidate, asked: frozenset[int]) -> Refit:
    """What a proposal for a supposed board means on the real one."""
    by_call = {line.call.id: line for line in found.lines}
    own = {line.visit.id for line in found.lines}
    placed: dict[int, tuple[int, datetime, int]] = {}
    others: dict[int, tuple[int, datetime] | None] = {}
    for change in proposal.changes:
        visit_id = change.visit_id
        if change.kind is ChangeKind.PLACE and change.call_id in by_call:
            visit_id = by_call[change.call_id].visit.id
        if visit_id is None or visit_id < 0:
            continue
        if change.technician_id is None or change.start is None:
            others[visit_id] = None
        elif visit_id in own:
            call = by_call[change.call_id].call
            placed[visit_id] = (change.technician_id, change.start, _late(call, change.start))
        else:
            others[visit_id] = (change.technician_id, change.start)
    return Refit(placed, others, asked)


def _late(call: Call, start: datetime) -> int:
    if call.window is None or start <= call.window.end:
        return 0
    return math.ceil((start - call.window.end) / MINUTE)
