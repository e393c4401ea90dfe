"""Where the cursor goes: pure moves on a small board, and properties on any."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.desk.board import Board, BoardKeeper
from tests.core.builders import TODAY, at, visit
from tests.widgets.boards import VISITS, boards, small_board, small_day, with_visits
from widgets.board.geometry import Frame
from widgets.board.state import LETTERS, BoardState, Cursor, Hand, jump_labels, snapped


def state_of(board: Board, width: int = 120, height: int = 20) -> BoardState:
    frame = Frame(1, 1).sized(width, height)
    return BoardState(board, replace(frame, left=450.0))


@pytest.fixture
def state() -> BoardState:
    return state_of(small_board())


def spot(state: BoardState) -> tuple[int, int | None]:
    return state.cursor.technician_id, state.cursor.visit_id


def test_it_begins_on_the_first_row_at_now(state: BoardState):
    assert state.cursor == Cursor(1, 720.0)
    assert state.now == 720.0


def test_visits_on_the_row(state: BoardState):
    state.put_cursor(state.landed(1, 480.0))
    seen = []
    while state.next_visit(1):
        seen.append(state.cursor.visit_id)
    assert seen == [4001, 4002, 4003, 4004]
    assert not state.next_visit(1)
    assert state.next_visit(-1)
    assert spot(state) == (1, 4003)
    state.put_cursor(Cursor(1, 775.0))
    assert state.next_visit(-1)
    assert spot(state) == (1, 4002)


def test_steps_go_to_visits_and_through_free_time(state: BoardState):
    state.put_cursor(Cursor(3, 720.0))
    found = []
    for _ in range(6):
        state.step(1)
        found.append((state.cursor.minute, state.cursor.visit_id))
    assert found == [(750.0, 4020), (795.0, None), (810.0, None), (840.0, None), (845.0, 4021), (880.0, None)]
    back = []
    for _ in range(5):
        state.step(-1)
        back.append((state.cursor.minute, state.cursor.visit_id))
    assert back == [(845.0, 4021), (840.0, None), (810.0, None), (750.0, 4020), (720.0, None)]


def test_the_edges_of_the_shift(state: BoardState):
    state.shift_edge(end=False)
    assert state.cursor.minute == 480.0
    state.shift_edge(end=True)
    assert state.cursor.minute == 1019.0
    state.put_cursor(Cursor(4, 700.0))
    state.shift_edge(end=True)
    assert state.cursor == Cursor(4, 700.0), "nobody works there"


def test_late_ones_clashes_and_around(state: BoardState):
    assert state.next_where(lambda block: block.late > 0)
    assert spot(state) == (1, 4004)
    assert state.next_where(lambda block: block.late > 0), "around, to the only one"
    assert spot(state) == (1, 4004)
    clashes = []
    for _ in range(3):
        assert state.next_where(lambda block: block.clash)
        clashes.append(state.cursor.visit_id)
    assert clashes == [4012, 4013, 4012]
    assert state.next_where(lambda block: block.clash, -1)
    assert spot(state) == (2, 4013)
    assert not state.next_where(lambda block: False)


def test_gaps_are_half_an_hour_or_more_from_now_on(state: BoardState):
    assert [gap for gap in state.gaps(3) if gap[1] - gap[0] < 30] == []
    assert all(start >= 720 for key in state.rows for start, _ in state.gaps(key))
    assert state.gaps(4) == []
    first = state.cursor
    assert state.next_gap(1)
    assert state.cursor != first
    assert state.cursor.visit_id is None
    seen = set()
    while (at := (state.cursor.technician_id, state.cursor.minute)) not in seen:
        seen.add(at)
        assert state.next_gap(1)
    assert seen == {(key, start) for key in state.rows for start, _ in state.gaps(key)}
    back = set()
    while (at := (state.cursor.technician_id, state.cursor.minute)) not in back:
        back.add(at)
        assert state.next_gap(-1)
    assert back == seen


def test_rows_are_kept_to(state: BoardState):
    state.go_row(99)
    assert state.index == 3
    state.go_row(-5)
    assert state.index == 0


def test_a_filter_keeps_the_cursor_on_a_row_that_is_shown(state: BoardState):
    state.go_row(3)
    state.shown = lambda key: key in (2, 3)
    state.arrange()
    assert state.rows == (2, 3)
    assert state.cursor.technician_id == 2
    state.shown = None
    state.arrange()
    assert state.rows == (1, 2, 3, 4)


def test_the_cursor_stays_on_its_visit_when_others_move_it_in_time():
    state = state_of(small_board())
    state.put_cursor(state.on_visit(VISITS[2]))
    moved = small_board(visits=(*VISITS[:2], visit(4003, "16:00", minutes=90), *VISITS[3:]))
    state.take(moved, {1})
    assert state.cursor == Cursor(1, 960.0, 4003)


def test_the_cursor_stays_in_its_place_when_others_take_its_visit_away():
    state = state_of(small_board())
    state.put_cursor(state.on_visit(VISITS[2]))
    moved = small_board(visits=(*VISITS[:2], visit(4003, "13:00", technician_id=3), *VISITS[3:]))
    state.take(moved, {1, 3})
    assert state.cursor == Cursor(1, 780.0, None)
    gone = small_board(visits=(*VISITS[:2], *VISITS[3:]))
    state.put_cursor(state.on_visit(VISITS[3]))
    state.take(gone, {1})
    assert state.cursor.visit_id == 4004


def test_only_the_rows_that_moved_are_made_anew():
    state = state_of(small_board())
    before = {key: state.view(key) for key in state.rows}
    state.take(small_board(), {2})
    assert state.view(1) is before[1]
    assert state.view(2) is not before[2]
    state.take(small_board(), None)
    assert state.view(1) is not before[1]


def test_a_cursor_off_the_screen_is_paged_to():
    state = state_of(small_board(), width=80, height=6)
    state.put_cursor(state.landed(3, 1000.0))
    assert state.frame.holds(1000.0)
    assert 3 in state.visible()
    state.put_cursor(state.landed(1, 100.0))
    assert state.frame.holds(100.0)
    assert 1 in state.visible()


def test_what_is_in_hand_is_what_is_revealed():
    board = small_board()
    state = state_of(board, width=80)
    call = board.day.calls[4030]
    state.hand = Hand(call, None, visit(4030, "19:00", id=0, minutes=60), None)
    state.reveal()
    assert state.frame.holds(19 * 60.0)


def test_shop_without_technicians_or_hours():
    state = state_of(small_board(technicians=(), shifts=(), offs=(), visits=()))
    assert state.rows == ()
    state.go_row(1)
    state.reveal()
    assert state.working_stretch() == (420, 1080)
    assert list(state.visible()) == []


def test_jump_labels():
    assert jump_labels(0) == []
    assert jump_labels(3) == ["a", "s", "d"]
    for count in (1, 26, 27, 300, 676):
        labels = jump_labels(count)
        assert len(labels) == len(set(labels)) == count
        assert len({len(label) for label in labels}) == 1, "none is the start of another"
    assert "".join(sorted(LETTERS)) == "abcdefghijklmnopqrstuvwxyz"


def test_labels_are_on_the_blocks_of_the_screen_only():
    state = state_of(small_board(), width=60, height=4)
    state.label_blocks()
    assert set(state.letters) <= {one.id for one in VISITS if one.technician_id == 1}
    state.frame = replace(state.frame, left=0.0, zoom=1.0)
    state.label_blocks()
    assert state.letters == {}


def test_snapping():
    assert snapped(31, 30, up=True) == 60
    assert snapped(30, 30, up=True) == 30
    assert snapped(59, 30, up=False) == 30


moves = st.lists(
    st.sampled_from(
        [
            "step+",
            "step-",
            "w",
            "b",
            "gap",
            "gap-",
            "late",
            "late-",
            "row+",
            "row-",
            "hour",
            "hour-",
            "0",
            "$",
        ]
    ),
    max_size=25,
)


@given(boards(), moves, st.integers(40, 200), st.integers(4, 40))
def test_no_move_ever_loses_the_cursor(board: Board, keys: list[str], width: int, height: int):
    state = state_of(board, width, height)
    state.reveal()
    for key in keys:
        match key:
            case "step+" | "step-":
                state.step(1 if key == "step+" else -1)
            case "w" | "b":
                state.next_visit(1 if key == "w" else -1)
            case "gap" | "gap-":
                state.next_gap(1 if key == "gap" else -1)
            case "late" | "late-":
                state.next_where(lambda block: block.late > 0, 1 if key == "late" else -1)
            case "row+" | "row-":
                state.go_row(state.index + (1 if key == "row+" else -1))
            case "hour" | "hour-":
                state.shift(60 if key == "hour" else -60)
            case "0" | "$":
                state.shift_edge(end=key == "$")
        if not state.rows:
            continue
        cursor = state.cursor
        assert cursor.technician_id in state.visible()
        if cursor.visit_id is not None:
            block = state.block(cursor.visit_id)
            assert block is not None
            assert board.day.visits[cursor.visit_id].technician_id == cursor.technician_id
        if -300 <= cursor.minute <= 1900:
            assert state.frame.left <= cursor.minute + state.frame.zoom
            assert cursor.minute <= state.frame.right


@given(boards())
def test_w_visits_all_of_a_row_in_order(board: Board):
    for key in board.day.order:
        state = state_of(board)
        state.cursor = Cursor(key, -10_000.0)
        seen = []
        while state.next_visit(1):
            seen.append(state.cursor.visit_id)
        assert sorted(seen) == sorted(block.visit_id for block in state.view(key).blocks)
        while state.next_visit(-1):
            seen.pop()
        assert len(seen) == min(1, len(state.view(key).blocks))


def test_now_of_another_day_is_off_the_board():
    day = small_day()
    board = BoardKeeper(day, at("12:00", TODAY.replace(day=25))).board
    assert state_of(board).now == 1440 + 720


def test_in_a_visit_longer_than_the_screen_the_cursor_is_what_is_shown():
    long = visit(4099, "08:00", minutes=600)
    state = state_of(with_visits(small_board(), long), width=40)
    for minute in (480.0, 660.0, 900.0, 1070.0):
        state.put_cursor(state.landed(1, minute))
        assert state.frame.left <= state.cursor.minute < state.frame.right
