"""Lines of cells: wide characters are never cut in two, and a changed picture is wholly told."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.widgets.boards import nasty
from widgets.canvas import Line, as_cells, changed_regions, changed_spans, clipped, runs
from widgets.ink import ink

A, B, C = ink("text", "row"), ink("quiet", "row"), ink("text", "screen")


def sound(line: Line) -> bool:
    """True if every wide character has its two cells, and nothing else is empty."""
    for x, char in enumerate(line.chars):
        wide = x + 1 < line.width and line.chars[x + 1] == ""
        if char == "" and x == 0:
            return False
        if char and (cell_len(char) == 2) != wide:
            return False
    return len(line.inks) == line.width


@given(nasty, st.integers(-10, 30), st.none() | st.integers(-1, 30), st.integers(1, 25))
def test_text_lands_whole_or_not_at_all(text: str, x: int, limit: int | None, width: int):
    line = Line(width, A)
    end = line.put(x, text, B, limit)
    assert line.width == width
    assert sound(line)
    assert end - x == (len(as_cells(text)) if limit is None else min(max(0, limit), len(as_cells(text))))
    assert cell_len(line.text()) == width


writes = st.one_of(
    st.tuples(
        st.just("put"), st.integers(-3, 22), st.sampled_from(["中文字", "ab", "é", "한x국", "漢"]), st.none()
    ),
    st.tuples(st.just("fill"), st.integers(-3, 22), st.just(""), st.integers(-3, 25)),
    st.tuples(st.just("over"), st.integers(-3, 22), st.just("│"), st.none()),
)


def written(line: Line, kind: str, x: int, text: str, end: int | None) -> None:
    if kind == "put":
        line.put(x, text, B)
    elif kind == "fill":
        line.fill(x, end or 0, C)
    else:
        line.put_over(x, text, "now")


@given(st.lists(writes, max_size=12), st.integers(1, 20))
def test_writing_over_half_a_wide_character_blanks_the_other_half(steps: list, width: int):
    line = Line(width, A)
    for step in steps:
        written(line, *step)
    assert sound(line)


@given(nasty, st.integers(-2, 60), st.sampled_from(["…", "~", ""]))
def test_clipped_never_overflows_and_cuts_only_what_must_be_cut(text: str, width: int, ellipsis: str):
    cut = clipped(text, width, ellipsis)
    assert len(as_cells(cut)) <= max(0, width)
    if width <= 0:
        assert cut == ""
    elif len(as_cells(text)) <= width:
        assert cut == text
    else:
        assert cut.endswith(ellipsis)
        assert len(as_cells(cut)) >= width - 2 + len(ellipsis)


def test_clipped_by_hand():
    assert clipped("Marian Lopez", 8) == "Marian …"
    assert clipped("寿司東京", 5) == "寿司…"
    assert clipped("寿司東京", 4) == "寿…"
    assert clipped("寿司東京", 8) == "寿司東京"
    assert clipped("abc", 0) == ""
    assert clipped("abc", 2, "~") == "a~"


def test_no_control_character_reaches_a_cell():
    assert "".join(as_cells("a\nb\tc")) == "a b c"
    assert "".join(as_cells("\x1b[31mred\x07")) == "[31mred"
    assert "".join(as_cells("x\u202ey\u200dz")) == "xyz"


def test_combining_characters_share_a_cell():
    assert as_cells("e\u0301a") == ("e\u0301", "a")
    assert as_cells("中\u0301a") == ("中\u0301", "", "a")
    assert as_cells("\u0301a") == ("a",)


@st.composite
def pictures(draw: st.DrawFn, width: int) -> list[Line]:
    lines = []
    for _ in range(draw(st.integers(0, 4))):
        line = Line(width, A)
        for step in draw(st.lists(writes, max_size=5)):
            written(line, *step)
        lines.append(line)
    return lines


def applied(old: list[Line], new: list[Line]) -> list[Line]:
    """The old picture with the changed regions of the new one copied over it."""
    shown = [old[y].copy() if y < len(old) else Line(line.width, C) for y, line in enumerate(new)]
    for x, y, width, height in changed_regions(old, new):
        for at in range(y, y + height):
            if at >= len(new):
                continue
            shown[at].chars[x : x + width] = new[at].chars[x : x + width]
            shown[at].inks[x : x + width] = new[at].inks[x : x + width]
    return shown


@given(st.data(), st.integers(1, 20))
def test_the_changed_regions_bring_the_old_picture_to_the_new(data: st.DataObject, width: int):
    old, new = data.draw(pictures(width)), data.draw(pictures(width))
    assert applied(old, new) == new


@given(st.data(), st.integers(1, 20))
def test_no_changed_span_begins_or_ends_inside_a_wide_character(data: st.DataObject, width: int):
    old, new = data.draw(pictures(width)), data.draw(pictures(width))
    for before, after in zip(old, new, strict=False):
        spans = changed_spans(before, after)
        for start, end in spans:
            for line in (before, after):
                assert line.chars[start] != ""
                assert end == width or line.chars[end] != ""
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_what_is_equal_is_not_told_and_near_changes_are_one():
    old = Line(40, A)
    assert changed_spans(old, old.copy()) == []
    new = old.copy()
    new.put(3, "x", A)
    new.put(6, "x", A)
    new.put(30, "x", A)
    assert changed_spans(old, new) == [(3, 7), (30, 31)]
    assert changed_spans(None, new) == changed_spans(Line(8, A), new) == [(0, 40)]


def test_equal_spans_of_neighbouring_lines_are_one_rectangle():
    old = [Line(10, A) for _ in range(5)]
    new = [line.copy() for line in old]
    for line in new[1:4]:
        line.put_over(7, "│", "now")
    assert changed_regions(old, new, top=2) == [(7, 3, 1, 3)]


def test_runs_are_the_whole_line():
    line = Line(6, A)
    line.put(2, "中", B)
    assert list(runs(line)) == [("  ", A), ("中", B), ("  ", A)]


def test_markup_is_text():
    line = Line(20, A)
    line.put(0, "[red]x[/red]", B)
    assert line.text().rstrip() == "[red]x[/red]"
