"""The rows around the board, the tray, the table and the side panel: any width, any outside text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dispatch_tui.core.model import Place, Precision, Priority
from dispatch_tui.desk.attention import needs_attention
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.panel import technician_lines
from dispatch_tui.desk.suggesting import rank_on
from dispatch_tui.keymap import Hint, Mode, Situation, hints
from tests.core.builders import at, site, visit
from tests.widgets.boards import at_now, boards, lines_of_text, nasty, small_board
from tests.widgets.golden import check_golden
from tests.widgets.test_canvas import sound
from tests.widgets.test_paint import glyph_sets
from widgets.board.state import Hand
from widgets.canvas import Line
from widgets.glyphs import ASCII, UNICODE, Glyphs
from widgets.inspector import call_pieces, hand_pieces, row_pieces, visit_pieces
from widgets.lines import _fitting, paint_pieces, piece
from widgets.side_panel import SideFacts, paint_side, paint_side_technicians
from widgets.status_row import counts_by_role, paint_status
from widgets.technicians import paint_technicians
from widgets.tray import paint_tray

widths = st.integers(20, 250)
heights = st.integers(1, 40)


def fits(lines: list[Line], width: int, height: int | None = None) -> None:
    if height is not None:
        assert len(lines) == height
    for line in lines:
        assert line.width == width
        assert sound(line)
        assert cell_len(line.text()) == width


def facts_of(board: Board, number: int | None) -> SideFacts:
    day = board.day
    call = day.calls.get(number) if number else None
    found = day.visit_of(call.id) if call else None
    technician = (
        day.technicians.get(found.technician_id) if found else next(iter(day.technicians.values()), None)
    )
    ranking = rank_on(board, call, call.minutes) if call and not found else None
    return SideFacts(board, call, found, technician, ranking, needs_attention(board))


@given(boards(), widths, glyph_sets, st.sampled_from(["", "20x", "paused"]), lines_of_text)
def test_the_status_row_fits(board: Board, width: int, glyphs: Glyphs, pace: str, console: str):
    fits([paint_status(board, width, glyphs, pace, console)], width)


@given(boards(), widths, heights, glyph_sets, st.integers(0, 8), st.integers(0, 8))
def test_the_tray_fits(board: Board, width: int, height: int, glyphs: Glyphs, cursor: int, first: int):
    fits(paint_tray(board, width, height, glyphs, cursor, first, 5001), width, height)


@given(boards(), widths, heights, glyph_sets, st.integers(0, 5))
def test_the_table_of_technicians_fits(board: Board, width: int, height: int, glyphs: Glyphs, cursor: int):
    lines = technician_lines(board)
    fits(paint_technicians(lines, board.day.shop.zone, width, height, glyphs, cursor, 0), width, height)


@given(boards(), st.integers(20, 60), heights, glyph_sets)
def test_the_side_panel_fits(board: Board, width: int, height: int, glyphs: Glyphs):
    for number in (None, *board.day.calls):
        fits(paint_side(facts_of(board, number), width, height, glyphs), width, height)
    fits(paint_side_technicians(board, technician_lines(board), 1, width, height, glyphs), width, height)


@given(boards(), widths, glyph_sets)
def test_the_inspector_fits_whatever_it_is_about(board: Board, width: int, glyphs: Glyphs):
    day = board.day
    rows = [visit_pieces(board, day.visits[key], glyphs) for row in day.rows.values() for key in row]
    rows += [call_pieces(board, call, glyphs) for call in day.calls.values()]
    rows += [row_pieces(board, key, "12:00", glyphs) for key in day.order]
    for call in list(day.calls.values())[:2]:
        for key in day.order[:2]:
            hand = Hand(call, None, visit(call.id, "13:00", technician_id=key), None)
            rows.append(hand_pieces(board, hand, glyphs))
    fits([paint_pieces(width, row, "bar", glyphs.ellipsis) for row in rows], width)


@given(st.lists(nasty, max_size=6), widths)
def test_pieces_are_cut_and_never_overflow(texts: list[str], width: int):
    fits([paint_pieces(width, [piece(text) for text in texts], "row")], width)


situations = st.builds(Situation)


@given(st.sampled_from(list(Mode)), situations, st.integers(30, 250))
def test_hints_never_overflow_and_help_is_always_there(mode: Mode, situation: Situation, room: int):
    offered = hints(mode, situation)
    kept = _fitting(offered, room)
    assert sum(len(hint.keys) + len(hint.label) + 4 for hint in kept) <= room
    assert kept[-1] == offered[-1]
    assert kept[:-1] == list(offered[: len(kept) - 1])


def test_no_hints_fit_in_no_room():
    assert _fitting([], 80) == []
    assert _fitting([Hint("?", "help")], 5) == [Hint("?", "help")]


# -- what they say


def test_markup_in_outside_text_is_drawn_as_it_is():
    board = small_board()
    row = paint_pieces(200, visit_pieces(board, board.day.visits[4003], UNICODE), "bar")
    assert "[red]x[/red] & Sons" in row.text()
    side = paint_side(facts_of(board, 4003), 36, 40, UNICODE)
    assert any("[red]x[/red] & Sons" in line.text() for line in side)


def test_counts_are_by_what_is_drawn():
    counts = counts_by_role(small_board())
    assert counts == {
        "done": 1, "on_site": 1, "told": 2, "stopped": 1, "en_route": 1, "tentative": 3, "dispatched": 1,
    }  # fmt: skip


def test_a_status_row_says_demo_and_another_day_says_now():
    board = small_board()
    assert " DISPATCH " in paint_status(board, 120, UNICODE).text()
    tomorrow = at_now(board, "12:00")
    text = paint_status(tomorrow, 200, UNICODE, "20x", "console 2").text()
    assert "unassigned 3" in text
    assert "20x" in text
    assert "console 2" in text
    assert "1 late" in text
    assert "2 conflicts" in text or "1 conflicts" in text


def test_a_narrow_status_row_keeps_what_is_wrong():
    board = small_board()
    text = paint_status(board, 60, UNICODE).text()
    assert "!  1" in text
    assert "12:00" in text


def test_an_unknown_place_and_a_guessed_one_are_said():
    board = small_board()
    unknown = paint_pieces(250, call_pieces(board, board.day.calls[4031], UNICODE), "bar").text()
    assert "(place unknown)" in unknown
    guessed = small_board(
        sites=tuple(site(key, Place(40.0, -74.0, Precision.POSTCODE)) for key in board.day.calls)
    )
    assert (
        "(~postcode)"
        in paint_pieces(250, call_pieces(guessed, guessed.day.calls[4031], UNICODE), "bar").text()
    )


def inspected(**fields: object) -> str:
    """What the inspector says of visit 4012, as changed."""
    board = small_board()
    changed = replace(board.day.visits[4012], **fields)
    return paint_pieces(300, visit_pieces(board, changed, UNICODE), "bar").text()


def test_who_has_been_told_in_words():
    board = small_board()
    text = paint_pieces(300, visit_pieces(board, board.day.visits[4003], UNICODE), "bar").text()
    assert "customer told 13–15 at" in text
    assert "technician not told" in text
    assert "customer not told, technician not told" in inspected()
    said = inspected(dispatched_at=at("9:00"), acknowledged_at=at("9:02"))
    assert "customer not told, technician told 09:00, acknowledged 09:02" in said
    late = inspected(eta_told=at("14:20"), eta_told_at=at("13:05"), onway_told_at=at("13:10"))
    assert "told ETA 14:20 at 13:05, told of setting off 13:10" in late
    assert "asked 13:40, no answer yet" in inspected(asked_at=at("13:40"))
    assert "asked 13:40, answered 13:44" in inspected(asked_at=at("13:40"), answered_at=at("13:44"))
    assert "not to be disturbed" in inspected(undisturbed_at=at("13:40"))


def test_a_part_is_said_until_it_is_here():
    board = small_board()
    call = board.day.calls[4031]
    for part, ready, words in (
        ("capacitor", None, "waits for capacitor"), ("capacitor", at("9:00"), "capacitor is here"),
    ):  # fmt: skip
        pieces = call_pieces(board, replace(call, part=part, part_ready_at=ready), UNICODE)
        assert words in paint_pieces(300, pieces, "bar").text()


def test_the_inspector_of_a_late_visit_says_how_late():
    board = small_board()
    text = paint_pieces(250, visit_pieces(board, board.day.visits[4004], UNICODE), "bar").text()
    assert "late 30m, arrives 15:00" in text
    assert "15:00–16:00" in text
    assert "window 13–14:30" in text


def test_missing_facts_are_shown_as_missing():
    board = small_board()
    side = "\n".join(line.text() for line in paint_side(facts_of(board, 4012), 36, 60, UNICODE))
    assert "none promised" not in side
    assert "PHONE" not in side
    table = paint_technicians(technician_lines(board), board.day.shop.zone, 250, 6, UNICODE, 0, 0)
    words = "\n".join(line.text() for line in table)
    assert "no phone" in words
    assert "none known" in words


def test_an_empty_tray_and_an_empty_filter_say_what_to_do():
    board = small_board(calls=(), visits=())
    assert "i takes a new call" in paint_tray(board, 80, 3, UNICODE, None, 0, None)[1].text()
    assert "esc shows all" in paint_technicians((), board.day.shop.zone, 80, 5, UNICODE, 0, 0)[1].text()


def test_a_full_tray_says_how_many_more():
    assert "2 more" in paint_tray(small_board(), 40, 2, UNICODE, None, 0, None)[0].text()


def test_a_scrolled_tray_says_how_many_are_above_and_that_one_is_an_emergency():
    board = small_board()
    calls = [board.day.calls[key] for key in board.day.tray]
    assert calls[0].priority is Priority.EMERGENCY, "emergencies come first"
    assert len(calls) == 3

    def head(width: int, first: int) -> str:
        return paint_tray(board, width, 2, UNICODE, None, first, None)[0].text()

    assert "◆ 1 emergency  1 above, 1 more " in head(60, 1)
    assert "2 above " in head(60, 2)
    assert "more" not in head(60, 2)
    assert "emergency" not in head(60, 0), "it is in sight"
    assert "◆ 1 emergency" in head(32, 1), "where there is little room that is what is said"
    assert "◆ 2 emergencies" in paint_tray(
        urgent_board(board), 60, 2, UNICODE, None, 2, None)[0].text()  # fmt: skip


def urgent_board(board: Board) -> Board:
    """The same with two emergencies first."""
    calls = dict(board.day.calls)
    second = board.day.tray[1]
    calls[second] = replace(calls[second], priority=Priority.EMERGENCY)
    return replace(board, day=replace(board.day, calls=calls))


@pytest.mark.parametrize(("name", "glyphs"), [("unicode", UNICODE), ("ascii", ASCII)])
def test_rows_around_the_board_as_pictures(name: str, glyphs: Glyphs):
    board = small_board()
    lines = [paint_status(board, width, glyphs, "20x", "desk 1") for width in (80, 120, 200)]
    lines += paint_tray(board, 120, 4, glyphs, 1, 0, 4030)
    lines += [
        paint_pieces(160, visit_pieces(board, board.day.visits[key], glyphs), "bar", glyphs.ellipsis)
        for key in (4001, 4002, 4003, 4004, 4011, 4020)
    ]
    lines.append(paint_pieces(160, call_pieces(board, board.day.calls[4030], glyphs), "bar", glyphs.ellipsis))
    lines += [
        paint_pieces(160, row_pieces(board, key, "12:00", glyphs), "bar", glyphs.ellipsis) for key in (1, 4)
    ]
    check_golden(f"around-{name}", lines)


@pytest.mark.parametrize(("name", "glyphs"), [("unicode", UNICODE), ("ascii", ASCII)])
def test_panels_as_pictures(name: str, glyphs: Glyphs):
    board = small_board()
    lines = technician_lines(board)
    painted: list[Line] = []
    for width in (80, 120, 200):
        painted += paint_technicians(lines, board.day.shop.zone, width, 5, glyphs, 1, 0)
    painted += paint_side(facts_of(board, 4004), 36, 34, glyphs)
    painted += paint_side(facts_of(board, 4030), 36, 24, glyphs)
    painted += paint_side_technicians(board, lines, 1, 36, 9, glyphs)
    check_golden(f"panels-{name}", painted)
