"""The told facts are drawn, without colour too: nobody, customer, technician, acknowledged; an ETA told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dispatch_tui.core.model import Visit, VisitState
from tests.core.builders import at
from tests.widgets.boards import small_board
from tests.widgets.test_paint import a_block
from widgets.board.geometry import Frame
from widgets.board.paint import paint_row
from widgets.board.rowview import Block, RowView, _eta_told, _told
from widgets.glyphs import ASCII, UNICODE, Glyphs

S = VisitState


def drawn(block: Block, glyphs: Glyphs = UNICODE, lines: int = 2) -> str:
    """The characters of a row with one block."""
    view = RowView(1, "Ana", "T1", "", (block,), 1, ((480.0, 1020.0),), 0.5, 0, 0, False)
    frame = Frame(width=100, height=10, gutter=17, zoom=5.0, left=540.0, top=0, row_lines=lines)
    return "\n".join(line.text() for line in paint_row(view, frame, 0.0, glyphs))


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_every_stage_of_telling_looks_different(glyphs: Glyphs, lines: int):
    stages = [
        a_block(role="tentative"),
        a_block(role="told"),
        *(a_block(role=role, told=told)
          for role in ("dispatched", "acknowledged", "en_route") for told in ("told", "tentative")),
    ]  # fmt: skip
    pictures = [drawn(block, glyphs, lines) for block in stages]
    assert len(set(pictures)) == len(pictures)


def test_the_arrival_that_was_told_is_drawn():
    assert "○14:20 13–15" in drawn(a_block(end=720.0, role="dispatched", told="told", eta_told="14:20"))


@pytest.mark.parametrize(
    ("visit", "window", "mark"),
    [
        ({"state": S.TENTATIVE}, True, ""),
        ({"state": S.DISPATCHED}, True, "told"),
        ({"state": S.DISPATCHED}, False, "tentative"),
        ({"state": S.EN_ROUTE, "eta_told": at("14:20")}, False, "told"),
        ({"state": S.ON_SITE, "arrived_at": at("13:00")}, False, ""),
        ({"state": S.DONE}, False, ""),
    ],
)
def test_the_second_mark_says_what_the_head_cannot(visit: dict[str, Any], window: bool, mark: str):
    board = small_board()
    call = replace(board.day.calls[4012], window_told_at=at("9:00") if window else None)
    one: Visit = replace(board.day.visits[4012], **visit)
    assert _told(one, call) == mark


def test_an_arrival_told_is_of_interest_until_they_are_there():
    board = small_board()
    told = replace(board.day.visits[4012], eta_told=at("14:20"))
    zone = board.day.shop.zone
    assert _eta_told(told, zone) == "14:20"
    assert _eta_told(replace(told, arrived_at=at("14:25")), zone) == ""
    assert _eta_told(replace(told, state=S.CANCELED), zone) == ""
