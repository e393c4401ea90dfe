"""The goals in words: what fits, what changed for the better, and that nothing hangs on a colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.goals import Goal, Goals
from dispatch_tui.desk.goal_words import goals_items, goals_page, goals_text
from tests.widgets.boards import small_board
from widgets.glyphs import ASCII, UNICODE
from widgets.goals import change_pieces, goal_lines, paint_change
from widgets.side_panel import SideFacts, paint_side
from widgets.status_row import paint_status

DAY = Goals(Goal(41, 45, 3), Goal(11, 12), Goal(5, 6, 20), Goal(0, 4, 1))
goals_any = st.builds(
    Goals,
    *[st.builds(lambda good, more, out: Goal(good, good + more, out), *[st.integers(0, 5000)] * 3)] * 4,
)


@pytest.mark.parametrize(
    ("room", "text"),
    [
        (200, "goals 85: clients on time 41/45, home on time 11/12, right match 5/6, warned in time 0/4"),
        (60, "goals 85: on time 41/45, home 11/12, match 5/6, warned 0/4"),
        (30, "goals 85: warned 0/4"),
        (9, "goals 85"),
        (7, ""),
    ],
)
def test_the_goals_in_so_many_cells(room, text):
    assert goals_text(DAY, room) == text


def test_nothing_to_judge_is_not_said_on_a_row():
    assert goals_text(Goals(), 100) == ""
    assert goals_text(Goals(home=Goal(2, 2)), 12) == "goals 100"


@given(goals_any, st.integers(0, 120))
def test_the_goals_never_take_more_than_they_may(goals, room):
    assert len(goals_text(goals, room)) <= room


def test_the_page_says_what_was_left_out_and_why():
    page = goals_page(DAY)
    assert "41/45   91%  3 left out: without a window" in page
    assert "5/6   83%  20 left out: not known" in page
    assert "right match              -" in goals_page(Goals(clients=Goal(1, 1)))
    items = goals_items(DAY)
    assert items["score"] == 85
    assert items["warned"] == {
        "good": 0, "of": 4, "share": 0.0, "left_out": 1, "left_out_because": "hardly late",
    }  # fmt: skip
    assert goals_items(Goals())["clients"]["share"] is None


def test_before_and_after_are_told_apart_without_colours():
    after = Goals(Goal(43, 45, 3), Goal(10, 12), Goal(5, 6, 20), Goal(0, 2, 1))
    text = paint_change(DAY, after, 100, UNICODE).text()
    assert "41/45 → 43/45 +" in text
    assert "11/12 → 10/12 -" in text
    assert "match 5/6 =" in text
    assert "→" not in paint_change(DAY, after, 100, ASCII).text()
    words = "".join(piece[0] for piece in change_pieces(DAY, after, UNICODE))
    assert words.startswith("goals 85 → 89")
    assert "home 11/12 → 10/12" in words
    assert "match" not in words
    assert "no change" in "".join(piece[0] for piece in change_pieces(DAY, DAY, UNICODE))


@given(goals_any, goals_any, st.integers(1, 200))
def test_a_change_fits_any_width(before, after, width):
    assert paint_change(before, after, width, UNICODE).width == width


def test_lines_for_a_column():
    assert goal_lines(DAY)[0] == ("clients on time", "41/45", "3 without a window", "text")
    assert [line[3] for line in goal_lines(Goals(home=Goal(2, 2)))] == ["quiet", "good", "quiet", "quiet"]


@pytest.mark.parametrize("width", [80, 100, 120, 160, 200])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_score_is_on_every_status_row(width, glyphs):
    board = small_board()
    assert f"goals {board.goals.score}" in paint_status(board, width, glyphs, "20x").text()


def test_the_panel_has_all_goals_with_something_to_judge():
    board = small_board()
    lines = paint_side(SideFacts(board, None, None, None, None, ()), 36, 20, UNICODE)
    text = "\n".join(line.text() for line in lines)
    assert f"GOALS {board.goals.score}" in text
    assert "on time 4/5" in text
    assert "match" not in text
