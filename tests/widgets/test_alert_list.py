"""The list of alerts as it is painted: any width, any outside text, and what the count looks like."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dispatch_tui.core.model import AlertCare
from dispatch_tui.desk.alerts.keeper import Alert, alerts_of
from dispatch_tui.desk.alerts.trouble import Attention, Trouble
from dispatch_tui.desk.board import Board
from tests.core.builders import NOON, at
from tests.widgets.boards import boards, lines_of_text, small_board
from tests.widgets.test_canvas import sound
from tests.widgets.test_paint import glyph_sets
from widgets.alerts import AlertLine, alert_lines, paint_alerts
from widgets.glyphs import ASCII, UNICODE, Glyphs
from widgets.status_row import paint_status
from widgets.trouble_signs import grounds_of, sign_of

alert_values = st.builds(
    Alert,
    st.builds(Attention, st.sampled_from(list(Trouble)), lines_of_text, lines_of_text, st.integers(0, 999)),
    lines_of_text,
    st.sampled_from([None, NOON]),
    st.booleans(),
)
line_values = st.builds(AlertLine, alert_values, lines_of_text, lines_of_text)


@given(
    st.lists(line_values, max_size=6), st.integers(20, 250), st.integers(1, 12), glyph_sets, st.integers(0, 6)
)
def test_the_list_fits(lines: list[AlertLine], width: int, height: int, glyphs: Glyphs, cursor: int):
    painted = paint_alerts(lines, 2, width, height, glyphs, cursor, 0)
    assert len(painted) == height
    for line in painted:
        assert sound(line)
        assert cell_len(line.text()) == line.width == width


@given(boards(), st.lists(alert_values, max_size=4), st.integers(20, 250), glyph_sets)
def test_the_status_row_fits_with_alerts(board: Board, alerts: list[Alert], width: int, glyphs: Glyphs):
    line = paint_status(board, width, glyphs, alerts=alerts)
    assert sound(line)
    assert cell_len(line.text()) == line.width == width


def test_a_wide_line_names_its_keys_and_a_narrow_one_leaves_them_to_the_title():
    board = small_board()
    lines = alert_lines(board, alerts_of(board))
    wide = [line.text() for line in paint_alerts(lines, 0, 120, 9, UNICODE, 0, 0)]
    assert wide[1].rstrip().endswith("enter board · c who can go")
    assert "Max Roe, Clintonville" in wide[1]
    narrow = [line.text() for line in paint_alerts(lines, 0, 80, 9, ASCII, 0, 0)]
    assert narrow[0].rstrip().endswith("ENTER, C")
    assert narrow[1].rstrip().endswith("board - who can go")
    starts = {line.index("board - ") for line in narrow[1 : len(lines) + 1]}
    assert len(starts) == 1, "aligned"


def test_who_looks_after_it_and_how_long_it_sleeps():
    board = small_board()
    late = next(alert for alert in alerts_of(board) if alert.trouble is Trouble.LATE)
    care = AlertCare(late.key, NOON, "ann", at("12:25"), late.level, id=1)
    cared = replace(board, day=replace(board.day, cares={1: care}))
    lines = alert_lines(cared, alerts_of(cared))
    assert lines[-1].alert.key == late.key
    assert lines[-1].care == "ann till 12:25"
    title = paint_alerts(lines, 0, 120, 3, UNICODE, 0, 0)[0].text()
    assert f"{len(lines) - 1} ALERTS" in title
    assert "1 snoozed" in title
    worse = replace(care, snoozed_level=late.level - 10)
    assert "ann worse" in [line.care for line in alert_lines(board, [Alert(late.about, "ann", worse=True)])]
    back = replace(board, day=replace(board.day, cares={1: worse}))
    assert next(alert for alert in alerts_of(back) if alert.key == late.key).worse


def test_each_kind_has_a_sign_of_one_cell_and_a_ground():
    for glyphs in (UNICODE, ASCII):
        assert all(cell_len(sign_of(trouble, glyphs)) == 1 for trouble in Trouble)
    assert grounds_of(Trouble.CONFLICT) == ("conflict.text", "conflict")
    assert grounds_of(Trouble.LATE) == ("late.head.text", "late.head")


def test_the_count_stands_beside_the_clock_in_words_where_there_is_room():
    board = small_board()
    alerts = alerts_of(board)
    count = len(alerts)
    assert paint_status(board, 120, UNICODE, alerts=alerts).text().endswith(f" {count} alerts  12:00 ")
    narrow = paint_status(board, 80, UNICODE, alerts=alerts).text()
    assert narrow.endswith(f" !{count}  12:00 ")
    assert " !  1 " not in narrow, "the alerts count the late ones"
    assert "alert" not in paint_status(board, 120, UNICODE).text()
