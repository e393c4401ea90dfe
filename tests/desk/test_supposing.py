"""What a day would come to if a call stood elsewhere, or if the shop weighed otherwise."""

from __future__ import annotations

import math
from dataclasses import replace

from dispatch_tui.core.goals import Goal
from dispatch_tui.core.model import ShiftRule, Visit
from dispatch_tui.core.suggest import PRESETS
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.suggesting import rank_on
from dispatch_tui.desk.supposing import behind, goals_with, with_preset
from tests.core.builders import NOON, SHOP, TODAY, at, call, day_of, site, span, tech, visit


def shop():
    shifts = tuple(
        ShiftRule(key, weekday, 480, 1020, id=10 * key + weekday) for key in (1, 2) for weekday in range(7)
    )
    return day_of(
        shop=replace(SHOP, rules={"traffic": "", "weight-travel": "90"}),
        technicians=(tech(1), tech(2, skills=())),
        shifts=shifts,
        visits=(visit(1, "16:30"), visit(2, "13:00", technician_id=2)),
        calls=(
            call(1, site_id=1, window=span("16:00", "18:00")),
            call(2, site_id=2),
            call(3, site_id=3, skills=("HVAC",), window=span("14:00", "16:00")),
        ),
        sites=tuple(site(key) for key in (1, 2, 3)),
    )


def keeper() -> BoardKeeper:
    return BoardKeeper(shop(), NOON)


def test_a_call_of_the_tray_counts_where_it_would_stand():
    made = keeper()
    waiting = made.board.day.calls[3]
    there = Visit(3, 1, at("14:00"), 60, TODAY)
    before, after = made.board.goals, goals_with(made, waiting, there)
    assert before.clients == Goal(1, 1, 1)
    assert after is not None
    assert after.clients == Goal(2, 2, 1)
    assert after.match == Goal(0, 0, 3)
    assert goals_with(made, waiting, there, behind=0.0).match == Goal(1, 1, 2)
    assert goals_with(made, waiting, there, behind=math.inf).match == Goal(0, 1, 2)


def test_a_visit_leaves_the_row_where_it_stood():
    made = keeper()
    stands = made.board.day.visits[1]
    assert made.board.goals.home == Goal(1, 2), "the visit at half past four ends after the shift"
    earlier = replace(stands, start=at("14:00"))
    assert goals_with(made, made.board.day.calls[1], earlier).home == Goal(2, 2)
    elsewhere = replace(stands, technician_id=2)
    after = goals_with(made, made.board.day.calls[1], elsewhere)
    assert after.home == Goal(1, 2)
    assert after.clients == made.board.goals.clients


def test_where_it_stands_changes_nothing():
    made = keeper()
    for each in made.board.day.visits.values():
        assert goals_with(made, made.board.day.calls[each.call_id], each) == made.board.goals


def test_on_a_row_that_is_not_there_nothing_is_known():
    made = keeper()
    assert goals_with(made, made.board.day.calls[3], Visit(3, 99, at("14:00"), 60, TODAY)) is None


def test_matches_count_until_the_visit_goes_to_another():
    made = keeper()
    moved = made.match({1: 0.0, 2: 30.0})
    assert moved.technicians == {1, 2}
    assert made.board.goals.match == Goal(1, 2)
    assert not made.match({1: 0.0, 2: 30.0}), "nothing new moves nothing"
    elsewhere = replace(made.board.day.visits[1], technician_id=2)
    assert goals_with(made, made.board.day.calls[1], elsewhere).match == Goal(0, 1, 1)
    made.match({})
    assert made.board.goals.match == Goal(0, 0, 2)


def test_how_far_behind_the_best_a_place_is():
    made = keeper()
    ranking = made.suggest(made.board.day.calls[3])
    assert behind(ranking.places[0], ranking) == 0
    for place in ranking.places[1:]:
        assert behind(place, ranking) == ranking.places[0].total - place.total
    assert all(behind(place, ranking) == math.inf for place in ranking.closed)


def test_another_preset_drops_the_shops_own_weights():
    board = keeper().board
    waiting = board.day.calls[3]
    assert rank_on(board, waiting).weights.own
    for preset in PRESETS:
        weights = rank_on(with_preset(board, preset), waiting).weights
        assert weights.preset == preset
        assert not weights.own
    assert with_preset(board, "") is board
