"""Rows as painted: nothing hidden, nothing overflowing, and what each sign stands for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dispatch_tui.desk.board import Board
from tests.core.builders import NEW_YORK, NOON, TODAY, at, visit
from tests.widgets.boards import boards, lines_of_text, small_board
from tests.widgets.golden import check_golden
from tests.widgets.test_canvas import sound
from widgets.board.geometry import ZOOMS, DayTime, Frame, gutter_for
from widgets.board.paint import NO_MARKS, Ghost, Marks, label_text, load_bar, paint_row, row_lines
from widgets.board.rowview import Block, RowView, row_view, short_name
from widgets.canvas import Line, as_cells
from widgets.glyphs import ASCII, UNICODE, Glyphs
from widgets.ink import foreground, ground

TIME = DayTime.of(TODAY, NEW_YORK)
NOW = TIME.minute(NOON)
PLAIN = replace(UNICODE, eighths=" ")


def views(board: Board) -> list[RowView]:
    return [row_view(board, key, TIME) for key in board.day.order]


glyph_sets = st.sampled_from([UNICODE, ASCII, PLAIN])


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    width = draw(st.integers(20, 250))
    zoom = draw(st.sampled_from(ZOOMS))
    frame = Frame(width, 40, gutter_for(width), zoom, row_lines=draw(st.integers(1, 3)))
    return frame.scrolled_to(draw(st.integers(0, 1200)))


def on_screen(block: Block, frame: Frame) -> bool:
    return block.end > frame.left and block.start < frame.right - frame.zoom


def signs_of(block: Block, glyphs: Glyphs) -> set[str]:
    """What may stand for a block: its state's glyph, an emergency's, or the mark of a clash."""
    signs = {glyphs.state[block.role]}
    if block.emergency:
        signs.add(glyphs.emergency)
    if block.clash:
        signs.add(glyphs.conflict)
    return signs


# -- nothing hidden


@given(boards(), frames(), glyph_sets, st.booleans())
def test_every_block_on_the_screen_has_cells_of_its_own(
    board: Board, frame: Frame, glyphs: Glyphs, odd: bool
):
    for view in views(board):
        lines = paint_row(view, frame, NOW, glyphs, NO_MARKS, odd)
        assert len(lines) == row_lines(view, frame) >= view.lanes
        for block in view.blocks:
            # What fills no column whole may share its cells with its neighbours; zooming in parts them.
            # So may the last minute of what has all but left the screen.
            columns = frame.column(block.end) - frame.column(max(block.start, frame.left))
            if not on_screen(block, frame) or columns < 2:
                continue
            role = "late" if block.late else block.role
            first = max(frame.gutter, frame.column(block.start) - 1)
            last = min(frame.width, frame.column(block.end) + 2)
            inks = lines[block.lane].inks[first:last]
            own = {f"{role}.head", "conflict"}
            assert any({ground(number), foreground(number)} & own for number in inks), f"{block} is hidden"


@given(boards(), frames(), glyph_sets)
def test_a_block_with_room_shows_its_glyph(board: Board, frame: Frame, glyphs: Glyphs):
    for view in views(board):
        lines = paint_row(view, frame, NOW, glyphs)
        for block in view.blocks:
            first, last = frame.column(block.start), frame.column(block.end)
            if first < frame.gutter or last >= frame.width or last - first < 3:
                continue
            text = "".join(lines[block.lane].chars[first : last + 1])
            assert signs_of(block, glyphs) & set(text), f"{block.number} in {text!r}"


@given(boards())
def test_lanes_keep_overlapping_blocks_apart(board: Board):
    for view in views(board):
        for a in view.blocks:
            assert 0 <= a.lane < view.lanes
            for b in view.blocks:
                if a is not b and a.lane == b.lane:
                    assert a.end <= b.start + 0.5 or b.end <= a.start + 0.5
        assert set(view.by_visit) == {block.visit_id for block in view.blocks}
        assert view.lanes <= max(1, len(view.blocks))


# -- nothing overflows


@given(boards(), frames(), glyph_sets, st.data())
def test_rows_are_as_wide_as_the_frame_whatever_lies_over_them(
    board: Board, frame: Frame, glyphs: Glyphs, data: st.DataObject
):
    minute = st.integers(-100, 1700)
    kinds = st.sampled_from(["hand", "origin", "spot"])
    ghosts = st.builds(
        lambda kind, start, length, label, words, drive, warn: Ghost(
            kind, start, start + length, label, words, drive, warn, glyphs.state["told"]
        ),
        kinds, minute, st.integers(5, 300), lines_of_text, lines_of_text, st.integers(0, 90), st.booleans(),
    )  # fmt: skip
    for view in views(board):
        keys = [block.visit_id for block in view.blocks]
        chosen = st.none() | st.sampled_from(keys) if keys else st.none()
        marks = Marks(
            data.draw(st.none() | minute),
            data.draw(chosen),
            data.draw(chosen),
            tuple(data.draw(st.lists(ghosts, max_size=3))),
            tuple((key, "as") for key in keys[:2]),
        )
        for line in paint_row(view, frame, NOW, glyphs, marks):
            assert line.width == frame.width
            assert sound(line)
            assert cell_len(line.text()) == frame.width


@given(lines_of_text, lines_of_text, st.integers(-2, 60), st.integers(1, 99999), glyph_sets)
def test_labels_never_overflow_and_shrink_in_order(
    customer: str, area: str, room: int, number: int, glyphs: Glyphs
):
    text = label_text(str(number), customer, area, room, glyphs)
    assert len(as_cells(text)) <= max(0, room)
    digits = str(number)
    if room < 2:
        assert text == ""
    elif room < len(digits):
        assert text == digits[-room:]
    else:
        assert text.startswith(digits)


def a_block(**fields: object) -> Block:
    base: dict[str, object] = {
        "visit_id": 1, "call_id": 4102, "start": 600.0, "end": 660.0, "plan": (600.0, 660.0), "lane": 0,
        "role": "told", "late": 0, "slack": None, "short": 0, "drive": 0, "clash": False, "locked": False,
        "emergency": False, "over": False, "number": "4102", "customer": "Lopez", "area": "Clintonville",
        "words": "13–15 No heat", "window": None,
    }  # fmt: skip
    return Block(**{**base, **fields})  # type: ignore[arg-type]


def test_what_a_label_gives_up_first():
    texts = [
        label_text("4102", "Lopez", "Clintonville", room, UNICODE)
        for room in (30, 17, 12, 10, 8, 7, 4, 3, 2, 1)
    ]
    assert texts == [
        "4102 Lopez · Clintonville", "4102 Lopez · Cli…", "4102 Lopez", "4102 Lopez", "4102 Lo…", "4102",
        "4102", "102", "02", "",
    ]  # fmt: skip


# -- signs


def painted(
    block: Block, glyphs: Glyphs = UNICODE, width: int = 100, row: int = 2, **marks: object
) -> list[Line]:
    view = RowView(1, "Ana Ruiz", "T1", "HVAC", (block,), 1, ((480.0, 1020.0),), 0.5, 0, 0, False)
    frame = Frame(width, 10, 17, 5.0, 480.0, row)
    return paint_row(view, frame, 0.0, glyphs, Marks(**marks) if marks else NO_MARKS)  # type: ignore[arg-type]


def test_a_late_block_keeps_its_glyph_and_ends_in_its_lateness():
    head = painted(a_block(role="dispatched", late=15, end=720.0))[0]
    text = head.text()[17:]
    assert "◎4102" in text
    assert text.rstrip(" ┊").endswith("!+15m")
    assert ground(head.inks[17 + 24]) == "late.head"


def test_too_little_time_for_the_drive_is_said_on_the_body():
    assert "!-12m" in painted(a_block(short=12))[1].text()


def test_slack_of_an_amber_block_ends_its_body():
    assert painted(a_block(slack=7, end=700.0))[1].text().rstrip(" ┊").endswith("7m")


@pytest.mark.parametrize(
    ("end", "tail"), [(660.0, "02 ∎!+15m"), (645.0, "02 !+15m"), (635.0, "4102 ∎"), (620.0, "102")]
)
def test_where_lock_and_lateness_do_not_fit_the_lateness_stays(end: float, tail: str):
    text = painted(a_block(late=15, locked=True, end=end))[0].text()
    assert text[41 : 41 + int(end - 600) // 5].endswith(tail)


def test_locks_emergencies_and_letters():
    assert "∎" in painted(a_block(locked=True, end=700.0))[0].text()
    assert "◆4102" in painted(a_block(emergency=True))[0].text()
    assert "●4102" in painted(a_block(emergency=True, role="on_site"))[0].text()
    assert "as4102" in painted(a_block(), letters=((1, "as"),))[0].text()


def test_travel_is_a_dotted_line_with_its_minutes_under_it():
    head, body = painted(a_block(drive=30))
    first = 17 + (600 - 480 - 30) // 5
    assert head.text()[first : first + 6] == "┄" * 6
    assert "30m" in body.text()[first : first + 6]


def test_eighths_give_minute_precision():
    head = painted(a_block(start=602.0, end=658.0))[0]
    assert head.chars[17 + 24] == UNICODE.eighths[3]
    assert head.chars[17 + 35] == UNICODE.eighths[5]


@pytest.mark.parametrize("minute", range(600, 660))
def test_a_block_of_any_length_has_at_least_a_cell(minute: int):
    head = painted(a_block(start=600.0, end=float(minute)))[0]
    assert any(ground(number) == "told.head" for number in head.inks)


def test_the_plan_is_an_outline_where_the_day_went_another_way():
    block = a_block(role="on_site", start=630.0, end=690.0, plan=(600.0, 660.0))
    head, body = painted(block)
    assert head.text()[41:47] == "▔" * 6
    assert body.text()[41:47] == "▁" * 6
    assert "▔" not in painted(replace(block, over=True))[0].text()


def test_the_now_line_runs_between_words_and_through_none():
    view = RowView(1, "Ana", "T1", "", (a_block(),), 1, ((480.0, 1020.0),), 0.5, 0, 0, False)
    frame = Frame(100, 10, 17, 5.0, 480.0, 2)
    free = paint_row(view, frame, 500.0, UNICODE)
    assert [line.chars[21] for line in free] == ["│", "│"]
    inside = paint_row(view, frame, 612.0, UNICODE)[0].text()
    assert "○4102 Lopez" in inside


def test_ghosts_of_what_is_in_hand():
    board = small_board()
    view = row_view(board, 3, TIME)
    frame = Frame(120, 10, 20, 7.5, 480.0, 2)
    ghosts = (
        Ghost("origin", 840.0, 900.0),
        Ghost("spot", 600.0, 660.0, "1", "+4m"),
        Ghost("hand", 900.0, 960.0, "4012 Sushi", "13–17", 12, True, "○"),
    )
    head, body = paint_row(view, frame, NOW, UNICODE, Marks(900.0, -1, 4021, ghosts))
    text = head.text()
    assert "!4012" in text, "a drop with a cost says so"
    assert text[36:44].startswith("1")
    assert "░" in text
    assert "4021" not in text, "what is in hand is not where it was"
    assert "13–17" in body.text()
    narrow = replace(ghosts[2], end=924.0)
    assert "!12" in paint_row(view, frame, NOW, UNICODE, Marks(900.0, -1, 4021, (narrow,)))[0].text()
    calm = paint_row(view, frame, NOW, UNICODE, Marks(900.0, -1, 4021, (replace(ghosts[2], warn=False),)))
    assert "○4012" in calm[0].text()


def test_the_caret_stands_where_there_is_no_visit():
    lines = painted(a_block(), cursor=870.0)
    x = 17 + (870 - 480) // 5
    assert [ground(line.inks[x]) for line in lines] == ["cursor.head", "cursor.head"]


def test_the_cursor_takes_a_block_over():
    head = painted(a_block(late=15), cursor=600.0, visit=1)[0]
    assert ground(head.inks[17 + 26]) == "cursor.head"


def test_windows_of_a_roomy_row():
    third = painted(a_block(window=(540.0, 720.0)), row=3)[2].text()
    assert third[29] == "├"
    assert third[64] == "┤"
    assert "4102" in third


def test_load_bars():
    assert load_bar(None, 3, UNICODE) == [(" ", "load.ground")] * 3
    assert "".join(char for char, _ in load_bar(0.5, 5, UNICODE)) == "██▌  "
    assert {role for _, role in load_bar(1.4, 5, UNICODE)} == {"load.over"}
    assert "".join(char for char, _ in load_bar(0.5, 4, ASCII)) == "##  "


def test_the_gutter_says_who_how_much_and_what_is_wrong():
    board = small_board()
    frame = Frame(160, 10, 26, 7.5, 480.0, 3)
    lines = paint_row(row_view(board, 2, TIME), frame, NOW, UNICODE)
    assert "Bartholomew" in lines[0].text()[:26]
    assert "×2" in lines[0].text()[:26]
    assert "PLM" in lines[1].text()[:26]
    assert lines[2].text()[:26].split() == ["8–17", "4", "calls"]
    out = paint_row(row_view(board, 4, TIME), frame, NOW, UNICODE)
    assert "out" in out[1].text()[:26]


def test_who_has_been_told_is_drawn():
    told = at("8:00")
    board = small_board(
        visits=(
            visit(4003, "9:00"),
            visit(4030, "10:00"),
            visit(4031, "11:00", state="dispatched", since=told, dispatched_at=told),
            visit(4032, "12:00", state="acknowledged", since=told, acknowledged_at=told),
        )
    )
    roles = [block.role for block in row_view(board, 1, TIME).blocks]
    assert roles == ["told", "tentative", "dispatched", "acknowledged"]
    for glyphs in (UNICODE, ASCII):
        assert len({glyphs.state[role] for role in roles}) == 4


def test_short_names():
    assert short_name("Marian Lopez") == "Lopez"
    assert short_name("Old Mill Apartments") == "Old Mill Apartments"
    assert short_name("") == ""


# -- goldens


@pytest.mark.parametrize(("name", "glyphs"), [("unicode", UNICODE), ("ascii", ASCII), ("plain", PLAIN)])
@pytest.mark.parametrize(("width", "zoom", "left", "row"), [(80, 15.0, 450.0, 2), (120, 7.5, 450.0, 3)])
def test_rows_as_pictures(name: str, glyphs: Glyphs, width: int, zoom: float, left: float, row: int):
    frame = Frame(width, 40, gutter_for(width), zoom, left, row)
    lines = [
        line
        for index, view in enumerate(views(small_board()))
        for line in paint_row(view, frame, NOW, glyphs, NO_MARKS, index % 2 == 1)
    ]
    check_golden(f"rows-{width}-{name}", lines)
