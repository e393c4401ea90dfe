"""Painting the two lines over the rows: hours and the slot, free capacity and the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch_tui.core.load import free_spans, occupied
from dispatch_tui.desk.board import Board
from widgets.board.geometry import FIRST_MINUTE, LAST_MINUTE, DayTime, Frame
from widgets.canvas import Line, clipped
from widgets.glyphs import Glyphs
from widgets.ink import BOLD, ink

BUCKET = 5
"""Minutes per bucket of the capacity tally."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What the ruler marks: a slot, and the window promised for it.

    Attributes:
        slot: (start, end) in minutes of the day.
        window: likewise, None without a promise.
        broken: True if the slot breaks the window.
        in_hand: True if it is in hand.
    """

    slot: tuple[float, float] | None = None
    window: tuple[float, float] | None = None
    window_words: str = ""
    broken: bool = False
    in_hand: bool = False


class CapacityTally:
    """Free technicians by five minutes of the day, kept up one row at a time."""

    def __init__(self) -> None:
        self._totals = [0.0] * ((LAST_MINUTE - FIRST_MINUTE) // BUCKET)
        self._rows: dict[int, list[tuple[int, float]]] = {}
        self._taken: dict[int, tuple[object, ...]] = {}

    def count(self, board: Board, time: DayTime, technicians: Mapping[int, object] | frozenset[int]) -> None:
        """Count some rows anew."""
        for key in technicians:
            if key not in board.forecasts or key not in board.day.rows:
                self._count_off(key)
                continue
            row, forecast = board.day.row(key), board.forecasts[key]
            working = board.day.working.get(key, ())
            taken = (
                working,
                *((occupied(visit, forecast), forecast.visits[visit.id].leg.minutes) for visit in row),
                *(visit.state for visit in row),
            )
            if self._taken.get(key) == taken:
                continue  # only an ETA moved, as it does every minute: what is free is the same
            self._count_off(key)
            self._taken[key] = taken
            parts: list[tuple[int, float]] = []
            for span in free_spans(row, forecast, working):
                parts += _parts(time.minute(span.start), time.minute(span.end))
            for bucket, part in parts:
                self._totals[bucket] += part
            self._rows[key] = parts

    def _count_off(self, key: int) -> None:
        self._taken.pop(key, None)
        for bucket, part in self._rows.pop(key, ()):
            self._totals[bucket] -= part

    def sample(self, frame: Frame) -> list[float]:
        """Mean free technicians for each time column of a frame."""
        found = []
        for column in range(frame.columns):
            start = (frame.left + column * frame.zoom - FIRST_MINUTE) / BUCKET
            first = int(start)
            last = max(first + 1, int(start + frame.zoom / BUCKET))
            part = self._totals[max(0, first) : max(0, last)]
            found.append(sum(part) / len(part) if part else 0.0)
        return found


def _parts(start: float, end: float) -> list[tuple[int, float]]:
    """The buckets a stretch covers, each with the share of it that is covered."""
    first = max(0.0, (start - FIRST_MINUTE) / BUCKET)
    last = min(float((LAST_MINUTE - FIRST_MINUTE) // BUCKET), (end - FIRST_MINUTE) / BUCKET)
    found = []
    bucket = int(first)
    while bucket < last:
        found.append((bucket, min(last, bucket + 1) - max(first, bucket)))
        bucket += 1
    return found


class RulerLines:
    """The two lines of the ruler; the spark line is kept while only the focus differs."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._capacity: list[float] = []
        self._spark = Line(0, 0)

    def paint(
        self,
        frame: Frame,
        time: DayTime,
        now: float,
        capacity: list[float],
        corner: tuple[str, str],
        focus: Focus,
        glyphs: Glyphs,
        reserve: tuple[str, bool] = ("", False),
    ) -> list[Line]:
        """Hours over free capacity; `corner` is what stands left and right in the first gutter.

        `reserve` says what of that is kept for emergencies, and whether it is short.
        """
        key = (frame.width, frame.gutter, frame.zoom, frame.left, now, id(glyphs), reserve)
        if key != self._key or capacity is not self._capacity:
            self._key, self._capacity = key, capacity
            self._spark = paint_spark(frame, now, capacity, glyphs, reserve)
        spark = self._spark
        if focus.window is not None:
            spark = spark.copy()
            _window(spark, frame, focus, glyphs)
        return [paint_hours(frame, time, now, corner, focus, glyphs), spark]


def paint_spark(
    frame: Frame,
    now: float,
    capacity: list[float],
    glyphs: Glyphs,
    reserve: tuple[str, bool] = ("", False),
) -> Line:
    """The line of free capacity, with the now-mark; where a reserve is kept, how it stands before it."""
    spark = Line(frame.width, ink("capacity", "screen"))
    words, short = reserve
    role = ink("warn" if short else "quiet", "screen", BOLD * short)
    spark.put(1, clipped(words or "free capacity", frame.gutter - 2, glyphs.ellipsis), role)
    _spark(spark, frame, capacity, glyphs)
    x = frame.column(now)
    if frame.gutter <= x < frame.width:
        spark.put(x, glyphs.now_head, ink("now", "screen", BOLD))
    return spark


def paint_hours(
    frame: Frame, time: DayTime, now: float, corner: tuple[str, str], focus: Focus, glyphs: Glyphs
) -> Line:
    """The line of hours: the slot first, then now, then the hours that touch neither."""
    hours = Line(frame.width, ink("text", "screen"))
    hours.put(1, clipped(corner[0], frame.gutter - 2, glyphs.ellipsis), ink("bright", "screen", BOLD))
    hours.put(frame.gutter - 1 - len(corner[1]), corner[1], ink("quiet", "screen"))
    taken: list[tuple[int, int]] = []
    if focus.slot is not None:
        _slot(hours, frame, time, focus, glyphs, taken)
    x = frame.column(now)
    if frame.gutter <= x < frame.width:
        _label(hours, x - 2, time.clock(now), ink("now.text", "now", BOLD), frame, taken)
    _hours(hours, frame, time, taken)
    return hours


def paint_ruler(
    frame: Frame,
    time: DayTime,
    now: float,
    capacity: list[float],
    corner: tuple[str, str],
    focus: Focus,
    glyphs: Glyphs,
) -> list[Line]:
    """The two lines of the ruler, painted anew."""
    return RulerLines().paint(frame, time, now, capacity, corner, focus, glyphs)


def _label(line: Line, x: int, text: str, number: int, frame: Frame, taken: list[tuple[int, int]]) -> None:
    """Write a label unless it would touch one that is there already."""
    x = max(frame.gutter, min(x, frame.width - len(text)))
    end = x + len(text)
    if any(x <= last and first <= end for first, last in taken):
        return
    line.put(x, text, number)
    taken.append((x, end))


def _hours(line: Line, frame: Frame, time: DayTime, taken: list[tuple[int, int]]) -> None:
    every = next(step for step in (30, 60, 120, 180, 240, 360) if step / frame.zoom >= 6)
    minute = -(-frame.left // every) * every
    while minute < frame.right:
        x = frame.column(minute)
        if x + 5 <= frame.width:
            whole = minute % 60 == 0
            number = ink("text" if whole else "quiet", "screen", BOLD * whole)
            _label(line, x, time.clock(minute), number, frame, taken)
        minute += every


def _spark(line: Line, frame: Frame, capacity: list[float], glyphs: Glyphs) -> None:
    top = max(1.0, *capacity)
    bars = glyphs.bars
    number = ink("capacity", "screen")
    for column, free in enumerate(capacity):
        level = round(free / top * (len(bars) - 1))
        if free > 0.2 and level == 0:
            level = 1
        if level:
            line.put(frame.gutter + column, bars[level], number)


def _slot(
    line: Line, frame: Frame, time: DayTime, focus: Focus, glyphs: Glyphs, taken: list[tuple[int, int]]
) -> None:
    assert focus.slot is not None
    start, end = focus.slot
    if end < frame.left or start > frame.right:
        return
    label = f"{time.clock(start)}{glyphs.dash}{time.clock(end)}"
    role = "hand" if focus.in_hand else "cursor"
    _label(line, frame.column(start), label, ink(f"{role}.head.text", f"{role}.head", BOLD), frame, taken)


def _window(line: Line, frame: Frame, focus: Focus, glyphs: Glyphs) -> None:
    assert focus.window is not None
    first = max(frame.gutter, frame.column(focus.window[0]))
    last = min(frame.width - 1, frame.column(focus.window[1] - 0.01))
    if last - first < 2:
        return
    number = ink("warn" if focus.broken else "good", "screen")
    line.fill(first, last + 1, number, glyphs.window_line)
    line.put(first, glyphs.window_left, number)
    line.put(last, glyphs.window_right, number)
    words = f" window {focus.window_words} "
    if last - first - 1 < len(words):
        words = f" {focus.window_words} "
    if last - first - 1 >= len(words):
        line.put(first + (last - first + 1 - len(words)) // 2, words, number)
