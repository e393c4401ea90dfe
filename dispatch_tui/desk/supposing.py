"""What a day would come to if a call stood somewhere else, or if the shop weighed otherwise."""

from __future__ import annotations

import math
from dataclasses import replace

from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.goals import Goals, SupposedRow
from dispatch_tui.core.model import Call, Site, Visit
from dispatch_tui.core.ripple import with_visit, without_visit
from dispatch_tui.core.suggest import Ranking, Suggestion
from dispatch_tui.desk.board import Board, BoardKeeper


def goals_with(
    keeper: BoardKeeper, call: Call, visit: Visit, site: Site | None = None, behind: float | None = None
) -> Goals | None:
    """The goals of the board's day as if a visit stood as given; None on a row the board does not have.

    Args:
        keeper: of the board.
        call: the visit's call.
        visit: as it would stand; its id is NEW for a call of the tray.
        site: where the call is, if the day does not hold that.
        behind: points by which the best place would be ahead of it; None if that is not known.
    """
    board = keeper.board
    key = visit.technician_id
    if key not in board.day.rows:
        return None
    facts = with_visit(board.day.facts(key), visit)
    if site is not None:
        facts = facts.with_site(site)
    calls = {} if call.id in facts.calls else {call.id: call}
    if calls:
        facts = replace(facts, calls={**facts.calls, **calls})
    rows = {key: SupposedRow(facts.visits, forecast_row(facts, board.now, keeper.travel), calls)}
    stands = board.day.visits.get(visit.id)
    if stands is not None and stands.technician_id != key:
        rest = without_visit(board.day.facts(stands.technician_id), visit.id)
        rows[stands.technician_id] = SupposedRow(rest.visits, forecast_row(rest, board.now, keeper.travel))
    return board.goals_if(rows, {} if behind is None else {visit.id: behind})


def behind(place: Suggestion, ranking: Ranking) -> float:
    """Points by which the best place is ahead of one; infinite where a gate is overridden."""
    if place.overridden:
        return math.inf
    return max(0.0, ranking.best.total - place.total) if ranking.best is not None else 0.0


def with_preset(board: Board, preset: str) -> Board:
    """A board of the shop as if it weighed suggestions by a preset, and had no weights of its own.

    Args:
        board: any day's.
        preset: of core.suggest.PRESETS; "" leaves the shop's own.
    """
    if not preset:
        return board
    shop = board.day.shop
    rules = {name: value for name, value in shop.rules.items() if not name.startswith("weight-")}
    return replace(board, day=replace(board.day, shop=replace(shop, rules={**rules, "suggest": preset})))
