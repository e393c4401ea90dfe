"""Time and columns: at every zoom, about any point, on days of 23 and 25 hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dispatch_tui.core.shifts import day_span
from tests.core.builders import NEW_YORK, days, zones
from widgets.board.geometry import (
    FIRST_MINUTE,
    LAST_MINUTE,
    ZOOMS,
    DayTime,
    Frame,
    gutter_for,
    slide_step,
)

widths = st.integers(20, 250)
zooms = st.sampled_from(ZOOMS)
minutes_of_day = st.floats(FIRST_MINUTE, LAST_MINUTE, allow_nan=False)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    width = draw(widths)
    frame = Frame(width, draw(st.integers(3, 80)), gutter_for(width), draw(zooms))
    return frame.scrolled_to(draw(minutes_of_day))


@given(frames())
def test_every_column_is_the_column_of_its_minute(frame: Frame):
    for x in range(frame.gutter, frame.width):
        minute = frame.minute_at(x)
        assert frame.column(minute) == x
        assert frame.column(minute + frame.zoom * 0.99) == x
        assert frame.steps(minute, 8) == (x - frame.gutter) * 8


@given(frames(), minutes_of_day)
def test_what_a_frame_holds_is_on_a_column_of_it(frame: Frame, minute: float):
    assume(abs(minute - frame.left) > 1e-6)  # nearer to the edge than that is the edge itself, in floats
    assume(abs(minute - frame.right) > 1e-6)
    assert frame.holds(minute) == (frame.gutter <= frame.column(minute) < frame.gutter + frame.columns)


@given(frames(), minutes_of_day)
def test_scrolling_keeps_to_whole_columns_and_to_the_day(frame: Frame, left: float):
    moved = frame.scrolled_to(left)
    assert moved.left % moved.zoom == 0
    span = moved.columns * moved.zoom
    if span < LAST_MINUTE - FIRST_MINUTE:
        assert moved.left >= FIRST_MINUTE - moved.zoom
        assert moved.right <= LAST_MINUTE + moved.zoom
        if FIRST_MINUTE <= left <= LAST_MINUTE - span:
            assert abs(moved.left - left) <= moved.zoom / 2


@given(frames(), st.integers(-3, 3), st.data())
def test_zoom_leaves_the_minute_it_is_about_in_its_place(frame: Frame, steps: int, data: st.DataObject):
    about = data.draw(st.floats(frame.left, frame.right, exclude_max=True))
    zoomed = frame.zoomed(steps, about)
    assert zoomed.zoom in ZOOMS
    at_edge = zoomed.left <= FIRST_MINUTE + 60 or zoomed.right >= LAST_MINUTE - 60
    too_wide = zoomed.columns * zoomed.zoom >= LAST_MINUTE - FIRST_MINUTE
    if not at_edge and not too_wide:
        assert abs(zoomed.column(about) - frame.column(about)) <= 1


def test_zoom_goes_through_all_levels_and_stops_at_the_ends():
    frame = Frame(120, 40)
    for _ in ZOOMS:
        frame = frame.zoomed(-1, 600)
    assert frame.zoom == ZOOMS[0]
    seen = [frame.zoom]
    for _ in ZOOMS[1:]:
        frame = frame.zoomed(1, 600)
        seen.append(frame.zoom)
    assert tuple(seen) == ZOOMS
    assert frame.zoomed(1, 600).zoom == ZOOMS[-1]


@given(frames(), minutes_of_day, st.integers(1, 600))
def test_showing_brings_a_stretch_on_the_screen(frame: Frame, start: float, length: int):
    start = min(start, LAST_MINUTE - length - frame.zoom)
    shown = frame.showing(start, start + length)
    assert shown.left <= start + shown.zoom / 2
    assert start < shown.right
    if length <= shown.columns * shown.zoom / 2:
        assert start + length <= shown.right + shown.zoom


@given(frames(), st.integers(0, 1200), st.integers(10, 600))
def test_fitting_is_the_closest_zoom_that_holds_the_stretch(frame: Frame, start: int, length: int):
    end = start + length
    fit = frame.fitting(start, end)
    if fit.columns * ZOOMS[-1] >= length:
        assert fit.columns * fit.zoom >= length
        closer = [zoom for zoom in ZOOMS if zoom < fit.zoom]
        assert all(frame.columns * zoom < length for zoom in closer)
        assert fit.left <= start + fit.zoom
        assert fit.right >= end - fit.zoom


@pytest.mark.parametrize(
    ("width", "gutter"), [(80, 17), (99, 17), (100, 20), (159, 20), (160, 26), (250, 26)]
)
def test_gutter_by_width(width: int, gutter: int):
    assert Frame(1, 1).sized(width, 30).gutter == gutter_for(width) == gutter


@given(zooms)
def test_a_slide_is_a_slot_or_a_column(zoom: float):
    step = slide_step(zoom)
    assert step % 5 == 0
    assert 5 <= step <= max(5, zoom)


@given(days, zones, st.integers(-300, 1900))
def test_minutes_and_instants_are_each_others_inverse_on_any_day(day: date, zone, minute: int):
    time = DayTime.of(day, zone)
    assert time.minute(time.instant(minute)) == minute
    span = day_span(day, zone)
    assert time.minute(span.start) == 0
    assert time.minute(span.end) == span.minutes


@pytest.mark.parametrize(
    ("day", "hours", "clocks"),
    [
        (date(2026, 3, 8), 23, ["00:00", "01:00", "03:00", "04:00"]),
        (date(2026, 11, 1), 25, ["00:00", "01:00", "01:00", "02:00"]),
        (date(2026, 11, 24), 24, ["00:00", "01:00", "02:00", "03:00"]),
    ],
)
def test_days_of_23_and_25_hours_have_no_jump_in_columns_only_in_labels(day, hours, clocks):
    time = DayTime.of(day, NEW_YORK)
    assert [time.clock(60 * n) for n in range(4)] == clocks
    assert time.minute(time.instant(0) + timedelta(hours=hours)) == hours * 60
    assert time.clock(hours * 60) == "00:00"
