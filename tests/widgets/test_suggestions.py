"""The list of suggestions: every size fits, every gate and factor is said, bars read without colour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.goals import Goal, Goals
from dispatch_tui.core.model import Priority
from dispatch_tui.core.shifts import DAY
from dispatch_tui.core.suggest import Factor, Gate, Suggestion, because_of
from dispatch_tui.desk.suggesting import rank_on
from tests.core.builders import span
from tests.widgets.boards import small_board
from tests.widgets.golden import check_golden
from widgets.glyphs import ASCII, UNICODE
from widgets.suggestion_detail import bar_cells, counted
from widgets.suggestion_why import kept_lines
from widgets.suggestion_words import (
    FACTORS,
    GATES,
    openings_text,
    raw_text,
    reason_text,
    reason_words,
    shut_words,
    weighty,
)
from widgets.suggestions import THEN_KEY, DayTab, Layout, SuggestionView, listed, paint_suggestions

SIZES = [(80, 20), (120, 36), (140, 36), (200, 56), (40, 8)]


def ranked(number: int = 4030):
    """A small shop's answer for a call of the tray: some places open, others not."""
    board = small_board()
    wanted = replace(board.day.calls[number], window=None, skills=(), minutes=30)
    return board, wanted, rank_on(board, wanted, 30)


def view_of(number: int = 4030, **fields: object) -> SuggestionView:
    board, wanted, ranking = ranked(number)
    tabs = (DayTab(board.day.service_date, ranking), DayTab(board.day.service_date, None))
    made = SuggestionView(board.day, wanted, None, tabs, 0, "weights: balanced")
    return replace(made, **fields)  # type: ignore[arg-type]


def text(view: SuggestionView, width: int, height: int, cursor: int = 0, glyphs=UNICODE) -> str:
    return "\n".join(line.text() for line in paint_suggestions(view, width, height, glyphs, cursor, 0))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_picture_has_the_size_it_was_asked_for(size, glyphs):
    view, (width, height) = view_of(), size
    for cursor in range(len(view.entries)):
        lines = paint_suggestions(view, width, height, glyphs, cursor, 0)
        assert [line.width for line in lines] == [width] * height
        if glyphs is ASCII:
            plain = "".join(line.text() for line in lines)
            assert plain.isascii() or "Bartholomew" in plain


@given(st.integers(20, 240), st.integers(1, 70))
def test_the_parts_share_any_size_out(width, height):
    layout = Layout.of(width, height)
    x, y, across, down = layout.detail
    assert layout.list_height >= 0
    assert x + across <= width
    assert down == 0 or y + down <= max(height, y + down)
    assert layout.list_width + (across if x else 0) <= width


def test_every_gate_and_factor_of_the_marked_place_is_said():
    view = view_of()
    place = view.entries[0]
    shown = text(view, 160, 60)
    for gate in place.gates:
        assert GATES[gate.gate] in shown
    for points in counted(place):
        assert FACTORS[points.factor] in shown
        assert raw_text(points) in shown
    assert f"{place.total:.0f} of 100" in shown
    rest = [FACTORS[points.factor] for points in place.points if points.raw is None]
    assert all(name in shown for name in rest)


def test_all_gates_and_factors_have_words():
    assert set(GATES) == set(Gate)
    assert set(FACTORS) == set(Factor)


def test_a_closed_technician_is_named_with_the_gate_and_what_would_open_it():
    view = view_of()
    ranking = view.ranking
    at = len(ranking.places)
    closed = ranking.closed[0]
    shown = text(view, 220, 60, at)
    assert "CLOSED" in shown
    assert shut_words(ranking) in shown
    gate = closed.failed[0]
    assert GATES[gate.gate] in shown
    assert openings_text(gate, view.day)
    assert openings_text(gate, view.day)[:20] in shown


def test_nowhere_open_says_why():
    board, wanted, _ = ranked()
    ranking = rank_on(board, replace(wanted, skills=("NOBODY",)), 60)
    assert not ranking.places
    shown = text(view_of(tabs=(DayTab(board.day.service_date, ranking),)), 120, 36)
    assert "No open place" in shown
    assert "skills" in shown


def test_a_day_that_is_still_being_reckoned_says_so():
    assert "looking at that day" in text(view_of(at=1), 80, 20)
    assert "[Tue 24 Nov: …]" in text(view_of(at=1), 80, 20)


def test_a_small_screen_says_it_in_short():
    view = view_of()
    shown = text(view, 80, 20)
    place = view.entries[0]
    assert f"all {len(place.gates)} hold" in shown
    assert sum(FACTORS[points.factor] in shown for points in counted(place)) == len(counted(place))


def test_bars_are_as_long_as_the_points():
    _, _, ranking = ranked()
    points = counted(ranking.places[0])
    widest = max(each.most for each in points)
    for each in points:
        full, rest = bar_cells(each, widest, 20, ASCII)
        assert set(full) <= {ASCII.solid}
        assert set(rest) <= {ASCII.ghost}
        assert len(full) + len(rest) == round(each.most / widest * 20)
        assert abs(len(full) / 20 * widest - each.points) <= widest / 20


def test_reasons_say_what_sets_a_place_apart():
    _, _, ranking = ranked()
    places = ranking.places
    assert len(places) > 1
    for place in places:
        found = weighty(place, places)
        assert 0 < len(found) <= 2
        assert reason_words(place, places)
    last = places[-1]
    against = [gap for _, gap in weighty(last, places)]
    assert min(against) < 0, "the last one is last for something"
    assert Factor.TRAVEL not in [p.factor for p, _ in weighty(last, places, said=frozenset({Factor.TRAVEL}))]


def test_goals_before_and_after_stand_above_the_reasons():
    before, after = Goals(clients=Goal(1, 2)), Goals(clients=Goal(2, 2))
    assert "1/2 → 2/2 +" in text(view_of(before=before, after=after), 120, 36)


def kept(place: Suggestion, **fields: object):
    _, _, ranking = ranked()
    return replace(because_of(ranking, place), **fields)


def test_what_was_kept_stands_beside_how_it_looks_now():
    board, _, ranking = ranked()
    first, last = ranking.places[0], ranking.places[-1]
    lines = kept_lines(kept(last), last, ranking, board.day, UNICODE)
    words = "\n".join(line for line, _ in lines)
    assert f"was no. {len(ranking.places)} with {last.total:.0f} points" in words
    assert f"the best had {first.total:.0f}" in words
    assert f"now: no. {len(ranking.places)}" in words
    shown = text(view_of(kept=lines), 120, 40)
    assert "WHEN IT WAS PLACED" in shown
    gone = kept_lines(kept(first), None, None, board.day, UNICODE)
    assert "now" not in "\n".join(line for line, _ in gone)


def test_what_was_kept_can_be_read_whole_on_a_small_screen():
    board, _, ranking = ranked()
    lines = kept_lines(kept(ranking.places[-1]), ranking.places[-1], ranking, board.day, UNICODE)
    now = text(view_of(kept=lines), 80, 20)
    assert "WHEN IT WAS PLACED" not in now
    assert f"{THEN_KEY} why there" in now
    then = " ".join(text(view_of(kept=lines, then=True), 80, 20).split())
    for line, _ in lines:
        assert " ".join(line.split()) in then
    assert "WHEN IT WAS PLACED" not in text(view_of(then=True), 80, 20), "nothing was kept"


def test_a_day_that_breaks_the_promise_says_so_once_and_lists_nobody():
    board, wanted, _ = ranked()
    promised = replace(wanted, window=span("13:00", "15:00"))
    other = rank_on(board, promised, 30)
    today = board.day.service_date
    tabs = (DayTab(today, other), DayTab(today + DAY, other))
    view = view_of(call=promised, tabs=tabs)
    assert "Promised for" not in text(view, 80, 20)
    shown = text(replace(view, at=1), 80, 20)
    assert shown.count("Promised for") == 1
    assert "13–15: other days break that promise" in " ".join(shown.split())
    assert not replace(view, at=1).entries
    assert "CLOSED" not in shown


def test_an_emergency_says_first_how_soon_they_are_there():
    board, wanted, _ = ranked()
    urgent = replace(wanted, priority=Priority.EMERGENCY)
    ranking = rank_on(board, urgent, 30)
    shown = text(view_of(call=urgent, tabs=(DayTab(board.day.service_date, ranking),)), 120, 36)
    for place in ranking.places:
        assert reason_text(place.of(Factor.RESPONSE)) in shown


def test_an_overridden_gate_is_named_with_what_was_said():
    board, _, ranking = ranked()
    closed = ranking.closed[0]
    gate = closed.failed[0].gate
    lines = kept_lines(kept(closed, reason="she insists"), closed, ranking, board.day, UNICODE)
    assert any(GATES[gate] in line and "she insists" in line for line, _ in lines)
    silent = kept_lines(kept(closed), closed, ranking, board.day, UNICODE)
    assert any("no reason was given" in line for line, _ in silent)


def test_the_cursor_passes_over_the_line_between_open_and_closed():
    view = view_of()
    rows = listed(view)
    assert rows.count(None) == 1
    assert [row for row in rows if row is not None] == list(range(len(view.entries)))


@pytest.mark.parametrize(("name", "glyphs"), [("unicode", UNICODE), ("ascii", ASCII)])
def test_the_list_as_pictures(name: str, glyphs):
    view = view_of()
    lines = paint_suggestions(view, 80, 20, glyphs, 0, 0)
    lines += paint_suggestions(view, 120, 36, glyphs, len(view.ranking.places), 0)
    check_golden(f"suggestions-{name}", lines)
