"""The two lines over the rows: hours, the slot, free capacity, the promised window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dispatch_tui.desk.board import Board
from tests.core.builders import NEW_YORK, days, zones
from tests.widgets.boards import boards, lines_of_text, small_board
from tests.widgets.golden import check_golden
from tests.widgets.test_canvas import sound
from tests.widgets.test_paint import NOW, TIME, frames, glyph_sets
from widgets.board.geometry import DayTime, Frame, gutter_for
from widgets.board.ruler import CapacityTally, Focus, paint_ruler
from widgets.glyphs import ASCII, UNICODE, Glyphs
from widgets.ink import foreground


def tally(board: Board) -> CapacityTally:
    made = CapacityTally()
    made.count(board, TIME, frozenset(board.day.order))
    return made


spans = st.none() | st.tuples(st.integers(-300, 1500), st.integers(5, 400)).map(lambda p: (p[0], p[0] + p[1]))


@given(boards(), frames(), glyph_sets, spans, spans, lines_of_text, st.booleans(), st.booleans())
def test_the_ruler_fits_any_width(
    board: Board, frame: Frame, glyphs: Glyphs, slot, window, words, broken, in_hand
):
    focus = Focus(slot, window, words, broken, in_hand)
    corner = (words, f"{frame.zoom:g}m")
    lines = paint_ruler(frame, TIME, NOW, tally(board).sample(frame), corner, focus, glyphs)
    assert len(lines) == 2
    for line in lines:
        assert sound(line)
        assert cell_len(line.text()) == frame.width


@given(days, zones, st.sampled_from([0.0, 300.0, 600.0]), st.sampled_from([5.0, 7.5, 15.0, 30.0]))
def test_hours_stand_at_their_columns_on_any_day(day: date, zone, left: float, zoom: float):
    time = DayTime.of(day, zone)
    frame = Frame(120, 10, 20, zoom, left)
    hours = paint_ruler(frame, time, -9999.0, [0.0] * 100, ("", ""), Focus(), UNICODE)[0].text()
    found = [x for x in range(20, 116) if hours[x + 2] == ":"]
    assert found
    for x in found:
        whole = -(-frame.minute_at(x) // 1)
        assert hours[x : x + 5] in {time.clock(whole + part) for part in range(int(zoom) + 1)}


def test_capacity_counts_free_technicians_and_nothing_twice():
    board = small_board()
    made = tally(board)
    frame = Frame(125, 10, 20, 5.0, 480.0)
    sample = made.sample(frame)
    assert max(sample) <= 3, "one of the four is out"
    assert min(sample) >= 0
    assert sample[-1] > 1
    made.count(board, TIME, frozenset(board.day.order))
    assert made.sample(frame) == pytest.approx(sample)
    empty = small_board(visits=(), calls=())
    made.count(empty, TIME, frozenset(board.day.order))
    assert made.sample(frame)[-12:-1] == pytest.approx([3.0] * 11)


@given(boards(), boards())
def test_the_tally_kept_row_by_row_is_the_tally_made_anew(before: Board, after: Board):
    kept = tally(before)
    kept.count(after, TIME, frozenset({*before.day.order, *after.day.order}))
    frame = Frame(200, 10, 20, 5.0, 0.0)
    assert kept.sample(frame) == pytest.approx(tally(after).sample(frame), abs=1e-6)


def test_a_broken_window_is_orange_and_a_kept_one_green():
    frame = Frame(120, 10, 20, 7.5, 450.0)

    def colour(broken: bool) -> str:
        focus = Focus((780.0, 840.0), (780.0, 900.0), "13–15", broken)
        spark = paint_ruler(frame, TIME, NOW, [0.0] * 100, ("", ""), focus, UNICODE)[1]
        return foreground(spark.inks[frame.column(780.0)])

    assert (colour(False), colour(True)) == ("good", "warn")


def test_a_slot_off_the_screen_leaves_the_ruler_alone():
    frame = Frame(120, 10, 20, 7.5, 450.0)
    plain = paint_ruler(frame, TIME, NOW, [0.0] * 100, ("", ""), Focus(), UNICODE)
    away = paint_ruler(frame, TIME, NOW, [0.0] * 100, ("", ""), Focus((0.0, 60.0)), UNICODE)
    assert plain == away


def test_labels_never_run_into_each_other():
    frame = Frame(120, 10, 20, 7.5, 450.0)
    focus = Focus((NOW - 10, NOW + 50), None, "", False, True)
    hours = paint_ruler(frame, TIME, NOW, [0.0] * 100, ("", ""), focus, UNICODE)[0].text()
    words = hours.split()
    assert all(word.count(":") == 1 or "–" in word for word in words), words


@pytest.mark.parametrize(("name", "glyphs"), [("unicode", UNICODE), ("ascii", ASCII)])
@pytest.mark.parametrize("width", [80, 120])
def test_rulers_as_pictures(name: str, glyphs: Glyphs, width: int):
    board = small_board()
    frame = Frame(width, 40, gutter_for(width), 15.0 if width == 80 else 7.5, 450.0)
    capacity = tally(board).sample(frame)
    words = "13–15".replace("–", glyphs.dash)
    focuses = [
        Focus(),
        Focus((780.0, 870.0), (780.0, 900.0), words),
        Focus((910.0, 970.0), (780.0, 900.0), words, True, True),
    ]
    lines = []
    for focus in focuses:
        lines += paint_ruler(frame, TIME, NOW, capacity, ("4 techs", "15m"), focus, glyphs)
    check_golden(f"ruler-{width}-{name}", lines)


def test_the_day_the_clocks_go_back_has_one_o_clock_twice():
    time = DayTime.of(date(2026, 11, 1), NEW_YORK)
    frame = replace(Frame(80, 10, 17, 5.0), left=0.0)
    hours = paint_ruler(frame, time, -999.0, [0.0] * 63, ("", ""), Focus(), UNICODE)[0].text()
    assert [word for word in hours.split() if word.endswith(":00")] == [
        "00:00",
        "01:00",
        "01:00",
        "02:00",
        "03:00",
    ]
