"""Where time lies on the screen: zoom, the visible stretch of the day, columns and minutes.

Minutes here are real minutes since the shop's local midnight of the shown day, so that a day of 23 or 25
hours has no jump in it; labels are made from instants.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_tui.core.shifts import local_instant, local_minute

ZOOMS = (1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 12.0, 15.0, 20.0, 30.0)
"""Minutes per column; all divide the hour."""

FIRST_MINUTE, LAST_MINUTE = -6 * 60, 34 * 60
"""How far the board can be scrolled: night shifts begin the evening before and end the morning after."""

RULER_LINES = 2


@dataclass(frozen=True, slots=True)
class DayTime:
    """Turns instants into minutes of the shown day and back."""

    midnight: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, day: date, zone: ZoneInfo) -> DayTime:
        """The time of a shop-local day."""
        return cls(local_instant(day, 0, zone), zone)

    def minute(self, instant: datetime) -> float:
        """Real minutes since the local midnight."""
        return (instant - self.midnight).total_seconds() / 60

    def instant(self, minute: float) -> datetime:
        """The instant at a minute of the day."""
        return self.midnight + timedelta(minutes=minute)

    def clock(self, minute: float) -> str:
        """`14:05`: the local wall time at a minute of the day."""
        wall = local_minute(self.instant(minute), self.zone)
        return f"{wall // 60:02}:{wall % 60:02}"


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the day is on the screen.

    Attributes:
        width: cells of the widget.
        height: lines of the widget, the ruler's two included.
        gutter: cells of the technicians' column.
        zoom: minutes per column.
        left: minute at the first time column, a multiple of `zoom`.
        row_lines: text lines per row: 1 compact, 2 normal, 3 roomy.
        top: index of the first visible row.
    """

    width: int
    height: int
    gutter: int = 20
    zoom: float = 7.5
    left: float = 420.0
    row_lines: int = 2
    top: int = 0

    @property
    def columns(self) -> int:
        """Time columns."""
        return max(1, self.width - self.gutter)

    @property
    def right(self) -> float:
        """Minute at the right edge."""
        return self.left + self.columns * self.zoom

    @property
    def row_space(self) -> int:
        """Lines for rows."""
        return max(1, self.height - RULER_LINES)

    def column(self, minute: float) -> int:
        """Screen column of a minute; outside the screen where it is."""
        return self.gutter + int((minute - self.left) // self.zoom)

    def steps(self, minute: float, parts: int) -> int:
        """Position of a minute in parts of a column from the gutter's edge, rounded."""
        return round((minute - self.left) / self.zoom * parts)

    def minute_at(self, x: int) -> float:
        """Minute at the left edge of a screen column."""
        return self.left + (x - self.gutter) * self.zoom

    def holds(self, minute: float, margin: int = 0) -> bool:
        """True if a minute is on the screen, `margin` columns away from its edges."""
        edge = margin * self.zoom
        return self.left + edge <= minute < self.right - edge

    def sized(self, width: int, height: int) -> Frame:
        """The frame on a screen of another size."""
        return replace(self, width=width, height=height, gutter=gutter_for(width))

    def zoomed(self, steps: int, about: float) -> Frame:
        """Zoom by steps of ZOOMS, a minute keeping its place on the screen."""
        at = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + steps))]
        share = (about - self.left) / (self.columns * self.zoom)
        if not 0 <= share <= 1:
            share = 0.5
        return replace(self, zoom=zoom).scrolled_to(about - share * self.columns * zoom)

    def scrolled_to(self, left: float) -> Frame:
        """The frame with its left edge at a minute, snapped to a column and kept to the day."""
        span = self.columns * self.zoom
        left = max(FIRST_MINUTE, min(LAST_MINUTE - span, left))
        return replace(self, left=round(left / self.zoom) * self.zoom)

    def showing(self, start: float, end: float | None = None) -> Frame:
        """Page so that a stretch is on the screen, its start if it does not fit; no change if it is."""
        end = start if end is None else end
        span = self.columns * self.zoom
        if start >= self.left and end <= self.right - self.zoom:
            return self
        if end - start >= span or start < self.left:
            return self.scrolled_to(start - span * 0.25)
        return self.scrolled_to(min(end - span * 0.75, start - self.zoom / 2))

    def fitting(self, start: float, end: float) -> Frame:
        """The closest zoom that shows a whole stretch."""
        fit = next((zoom for zoom in ZOOMS if self.columns * zoom >= end - start), ZOOMS[-1])
        spare = max(0.0, self.columns * fit - (end - start))
        return replace(self, zoom=fit).scrolled_to(start - min(60.0, spare / 2))


def gutter_for(width: int) -> int:
    """Width of the technicians' column on a screen of a width."""
    if width < 100:
        return 17
    return 20 if width < 160 else 26


SLOT = 5
"""Minutes of one slide step; a zoomed-out board slides by its column."""


def slide_step(zoom: float) -> int:
    """Minutes that one slide key moves a block."""
    return max(SLOT, int(zoom) // SLOT * SLOT)
