"""The board as a read model: what is kept up row by row is what would be made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_tui.core.commands import MoveVisit, PlaceCall, SetStatus, TakeOut, Unplace
from dispatch_tui.core.day import Day, News
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, Customer, Site, Span, Visit
from dispatch_tui.core.suggest.rank import distance
from dispatch_tui.desk.attention import Trouble, needs_attention, row_attention, worst
from dispatch_tui.desk.board import Board, BoardKeeper, matches
from dispatch_tui.desk.panel import technician_line, technician_lines
from tests.core.builders import NOON, TODAY, at, en_route, minutes, on_site, span, visit
from tests.desk.shops import DeskShop
from tests.widgets.boards import boards, small_board


def same(kept: Board, made: Board) -> None:
    assert kept.now == made.now
    assert kept.day.rows == made.day.rows
    assert kept.day.tray == made.day.tray
    assert kept.forecasts == made.forecasts
    assert kept.figures == made.figures
    assert kept.totals == made.totals


# -- kept up


@given(boards(), st.lists(st.integers(0, 90), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_board_that_lets_time_pass_is_the_board_of_that_time(board: Board, steps: list[int]):
    keeper = BoardKeeper(board.day, NOON)
    now = NOON
    for step in steps:
        now += minutes(step)
        keeper.tick(now)
        same(keeper.board, BoardKeeper(board.day, now).board)


@given(boards())
@settings(max_examples=30, deadline=None)
def test_a_tick_names_the_rows_that_changed_and_leaves_the_rest_alone(board: Board):
    keeper = BoardKeeper(board.day, NOON)
    before = keeper.board
    moved = keeper.tick(NOON + minutes(7))
    for key in board.day.order:
        if key not in moved.technicians:
            assert keeper.board.forecasts[key] == before.forecasts[key]


def test_seconds_do_not_repaint():
    shop = DeskShop((en_route(1, "12:00", "11:50"),))
    keeper = BoardKeeper(shop.store.board(TODAY), NOON)
    board = keeper.board
    assert not keeper.tick(NOON + timedelta(seconds=59))
    assert keeper.board.forecasts == board.forecasts
    assert keeper.board.now == NOON


acts = st.lists(
    st.one_of(
        st.builds(
            lambda key, tech, start: MoveVisit(key, tech, at("8:00") + minutes(start), sure=True),
            st.integers(1, 4), st.sampled_from([1, 2]), st.integers(0, 600),
        ),
        st.builds(lambda key: Unplace(key, sure=True), st.integers(1, 6)),
        st.builds(
            lambda call, tech, start: PlaceCall(call, tech, at("8:00") + minutes(start), sure=True),
            st.integers(1, 6), st.sampled_from([1, 2]), st.integers(0, 600),
        ),
        st.builds(SetStatus, st.integers(1, 6), st.sampled_from(["dispatch", "enroute", "onsite", "done"])),
        st.just(TakeOut(1, at("13:00"), at("15:00"), "dentist")),
    ),
    max_size=8,
)  # fmt: skip


def news_between(before: Day, after: Day) -> News:
    """What a store would say had changed between two readings of a day."""
    records: list[object] = []
    gone: set[tuple[type, int]] = set()
    for kind, name in ((Visit, "visits"), (Call, "calls"), (Customer, "customers"), (Site, "sites")):
        old, new = getattr(before, name), getattr(after, name)
        records += [record for key, record in new.items() if old.get(key) != record]
        gone |= {(kind, key) for key in old if key not in new and kind is Visit}
    records += [off for key, off in after.offs.items() if key not in before.offs]
    return News(after.rev, (), tuple(records), frozenset(gone))  # type: ignore[arg-type]


@given(acts)
@settings(max_examples=40, deadline=None)
def test_a_board_kept_up_by_news_is_the_board_read_anew(commands: list):
    shop = DeskShop(
        (visit(1, "13:00"), visit(2, "14:30"), visit(3, "12:30", technician_id=2)), waiting=(4, 5, 6)
    )
    keeper = BoardKeeper(shop.store.board(TODAY), NOON)
    for command in commands:
        before = shop.store.board(TODAY)
        try:
            shop.do(command)
        except Refused:
            continue
        after = shop.store.board(TODAY)
        moved = keeper.take(news_between(before, after), NOON)
        same(keeper.board, BoardKeeper(after, NOON).board)
        changed = {key for key in after.order if before.rows.get(key) != after.rows.get(key)}
        assert changed <= moved.technicians


def test_rows_that_did_not_move_are_shared():
    shop = DeskShop((visit(1, "13:00"), visit(2, "13:00", technician_id=2)))
    keeper = BoardKeeper(shop.store.board(TODAY), NOON)
    before = keeper.board
    shop.do(MoveVisit(1, start=at("14:00")))
    moved = keeper.take(News(3, (), (shop.visit(1),)), NOON)
    assert moved.technicians == {1}
    assert keeper.board.forecasts[2] is before.forecasts[2]


def test_weighing_and_suggesting_change_nothing():
    shop = DeskShop((visit(1, "13:00"),), waiting=(2,))
    keeper = BoardKeeper(shop.store.board(TODAY), NOON)
    before = keeper.board
    call = before.day.calls[2]
    spots = keeper.best_spots(call, 60)
    assert spots
    for spot in spots:
        judged = keeper.weigh(call, visit(2, spot.start, technician_id=spot.technician_id, id=0))
        assert judged.warnings == ()
    assert keeper.board is before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ana", {1}),
        ("T2", {2}),
        ("plm", {2}),
        ("repair", {1, 2}),
        ("bo 3", {2}),
        ("customer 1", {1}),
        ("nobody", set()),
    ],
)
def test_filters(words: str, expected: set[int]):
    shop = DeskShop((visit(1, "13:00"), visit(3, "13:00", technician_id=2)))
    board = shop.board()
    assert {key for key, tech in board.day.technicians.items() if matches(board, tech, words)} == expected


# -- what needs attention


def test_everything_wrong_on_a_small_board_weightiest_first():
    found = needs_attention(small_board())
    assert [(item.trouble, item.call_id) for item in found] == [
        (Trouble.EMERGENCY, 4031),
        (Trouble.LATE, 4004),
        (Trouble.CONFLICT, 4012),
        (Trouble.CONFLICT, 4013),
        (Trouble.UNSEEN, 4020),
        (Trouble.TRAVEL, 4013),
        (Trouble.OVERTIME, None),
    ]
    assert found[0].text == "4031 emergency waits 5h"


def test_running_over_amber_and_not_working():
    over = DeskShop((on_site(1, "10:00", "10:00"),)).board()
    assert row_attention(over, 1)[0].trouble is Trouble.RUNNING_OVER
    behind = (on_site(2, "11:00", "11:30"), visit(1, "12:15"))
    board = DeskShop(behind).board()
    eta = board.forecasts[1].visits[1].eta
    window = Span(at("11:00"), eta + minutes(5))
    amber = DeskShop(behind, c1={"window": window}).board()
    assert Trouble.AMBER in {item.trouble for item in row_attention(amber, 1)}
    out = DeskShop((visit(1, "19:00"),)).board()
    assert Trouble.OUT in {item.trouble for item in row_attention(out, 1)}


@given(boards())
@settings(max_examples=40, deadline=None)
def test_attention_is_sorted_and_about_things_that_are_there(board: Board):
    found = needs_attention(board)
    assert [item.trouble.rank for item in found] == sorted(item.trouble.rank for item in found)
    for item in found:
        assert item.technician_id is None or item.technician_id in board.day.technicians
        assert item.visit_id is None or item.visit_id in board.day.visits
        assert item.call_id is None or item.call_id in board.day.calls
        assert item.text
    assert worst(found) >= worst(found[:1]) >= 0
    by_row = [item for key in board.day.order for item in needs_attention(board, [key]) if item.technician_id]
    assert sorted(map(str, by_row)) == sorted(str(item) for item in found if item.technician_id)


# -- the panel


@given(boards(), st.sampled_from(["", "hvac", "available", "t1", "site"]))
@settings(max_examples=40, deadline=None)
def test_the_panel_has_everybody_most_trouble_first(board: Board, words: str):
    lines = technician_lines(board, words)
    assert [line.trouble for line in lines] == sorted((line.trouble for line in lines), reverse=True)
    assert {line.technician.id for line in lines} <= set(board.day.order)
    if not words:
        assert len(lines) == len(board.day.order)
    for line in lines:
        assert line.done <= line.total
        assert line.visit is None or line.visit is not line.following


def test_a_line_says_what_they_are_at_and_what_follows():
    shop = DeskShop((on_site(1, "11:30", "11:30"), visit(2, "13:30")), c2={"window": span("13:00", "15:00")})
    line = technician_line(shop.board(), 1)
    assert line.visit is not None
    assert line.following is not None
    assert (line.visit.id, line.following.id) == (1, 2)
    assert line.expected_end == at("12:30")
    assert line.slack == 90
    assert (line.shift_start, line.shift_end) == (at("8:00"), at("17:00"))
    assert (line.done, line.total) == (0, 2)


def test_missing_facts_are_none():
    line = technician_line(DeskShop().board(), 1)
    assert (line.visit, line.following, line.expected_end, line.slack, line.home) == (None,) * 5


def test_why_somebody_is_out():
    shop = DeskShop()
    shop.do(TakeOut(1, at("9:00"), None, "sick"))
    assert technician_line(shop.board(), 1).reason == "sick"
    later = replace(shop.board(), now=at("8:30"))
    assert technician_line(later, 1).reason == ""


# -- places for what is in hand


def test_where_nothing_fits_the_places_nearest_to_open_come_first():
    busy = (visit(1, "12:30", minutes=240), visit(3, "13:00", technician_id=2, minutes=30))
    shop = DeskShop(busy, waiting=(5,), c5={"window": span("13:00", "13:30"), "skills": ()})
    keeper = BoardKeeper(shop.store.board(TODAY), NOON)
    wanted = keeper.board.day.calls[5]
    assert keeper.best_spots(wanted, 200) == ()
    found = keeper.least_bad_spots(wanted, 200)
    assert [(spot.technician_id, spot.start) for spot in found] == [(2, at("13:45")), (1, at("16:50"))]
    ranking = keeper.suggest(wanted, 200)
    assert [place.spot for place in ranking.closed] == list(found)
    lacks = [distance(place.gates) for place in ranking.closed]
    assert lacks == sorted(lacks)


def test_the_next_who_fits_holds_the_skills_and_is_free_then():
    shop = DeskShop((visit(1, "14:00", minutes=60),), waiting=(5,), c5={"skills": ("PLM",)})
    keeper = BoardKeeper(shop.store.board(TODAY), NOON)
    wanted = keeper.board.day.calls[5]
    there = visit(99, "14:00", call_id=5)
    assert keeper.next_who_fits(wanted, there, (1, 2)) == 2
    assert keeper.next_who_fits(wanted, there, (1,)) is None


def test_starts_on_a_row_are_the_earliest_of_each_gap():
    shop = DeskShop((visit(1, "14:00", minutes=60),), waiting=(5,), c5={"skills": ()})
    keeper = BoardKeeper(shop.store.board(TODAY), NOON)
    wanted = keeper.board.day.calls[5]
    starts = keeper.starts_on_row(wanted, visit(99, "12:00", call_id=5, minutes=30))
    assert len(starts) == 2
    assert at("12:00") <= starts[0] < at("14:00") < at("15:00") <= starts[1]
