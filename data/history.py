"""What past visits and the drives to them took: the facts that the forecast learns from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from data.codecs import read_instant
from data.raw import Raw
from dispatch_tui.core.drives import Drive
from dispatch_tui.core.model import Place, Precision, Span
from dispatch_tui.core.performance import PastVisit
from dispatch_tui.core.places import FINE
from dispatch_tui.core.typical import Case

_DONE = (
    "SELECT c.type_code, v.technician_id, v.minutes, v.finished_at - v.arrived_at - 60 * v.paused_minutes "
    "FROM visit v JOIN call c ON c.id = v.call_id "
    "WHERE v.service_date >= :since AND v.live = 1 AND v.state = 'done' "
    "AND v.arrived_at IS NOT NULL AND v.finished_at IS NOT NULL"
)
"""Instants are whole seconds. Work that could not be completed says nothing of how long it takes."""


def durations(raw: Raw, since: date) -> tuple[Case, ...]:
    """Planned and actual minutes of every visit done on a service date or after, any order.

    Raises:
        StoreUnusable: if the store cannot be read.
    """
    rows = raw.rows(_DONE, since=since.isoformat())
    return tuple(Case(code, technician, planned, seconds / 60) for code, technician, planned, seconds in rows)


MOST_DRIVES = 4000
"""The youngest; a year of more teaches nothing more."""

_ARRIVED = (
    "SELECT v.technician_id, v.service_date, v.enroute_at, v.arrived_at, "
    "s.place_lat, s.place_lon, s.place_precision, t.home_lat, t.home_lon, t.home_precision "
    "FROM visit v JOIN call c ON c.id = v.call_id JOIN site s ON s.id = c.site_id "
    "JOIN technician t ON t.id = v.technician_id "
    "WHERE v.service_date >= :since AND v.live = 1 AND v.arrived_at IS NOT NULL "
    "ORDER BY v.technician_id, v.service_date, v.arrived_at, v.id"
)


def drives(raw: Raw, since: date) -> tuple[Drive, ...]:
    """Every drive of a service date or after whose two ends are known well, any order, the youngest.

    A technician's first drive of a day begins at home, any other where they were last. What is known by its
    postal code only says nothing of how far it really was.

    Raises:
        StoreUnusable: if the store cannot be read.
    """
    found = sorted(_driven(raw.rows(_ARRIVED, since=since.isoformat())), key=lambda drive: drive.left_at)
    return tuple(found[-MOST_DRIVES:])


def _driven(rows: Sequence[tuple[Any, ...]]) -> Iterator[Drive]:
    row: tuple[int, str] | None = None
    here: Place | None = None
    for technician, day, left, arrived, *points in rows:
        if (technician, day) != row:
            row, here = (technician, day), _fine(*points[3:])
        there = _fine(*points[:3])
        if left is not None and here is not None and there is not None and here != there:
            yield Drive(here, there, datetime.fromtimestamp(left, UTC), (arrived - left) / 60)
        here = there


def _fine(lat: float | None, lon: float | None, precision: str | None) -> Place | None:
    """A place that is known to the house, or None."""
    if lat is None or lon is None or precision is None or Precision(precision) not in FINE:
        return None
    return Place(lat, lon, Precision(precision))


_ENDED = (
    "SELECT c.id, c.type_code, v.technician_id, v.minutes, v.arrived_at, v.finished_at, v.paused_minutes, "
    "v.state, v.helps, c.window_start, c.window_end, "
    "(SELECT MIN(b.received_at) FROM call b WHERE b.first_call_id = c.id AND b.live = 1 "
    "AND b.cancel_reason = '') "
    "FROM visit v JOIN call c ON c.id = v.call_id "
    "WHERE v.service_date >= :since AND v.live = 1 AND v.state IN ('done', 'cannot_complete')"
)
"""A call that came back and was canceled came to nothing: it is no callback."""


def past_visits(raw: Raw, since: date) -> tuple[PastVisit, ...]:
    """Every visit that ended at work on a service date or after, any order.

    Raises:
        StoreUnusable: if the store cannot be read.
    """
    return tuple(
        PastVisit(
            call,
            code,
            technician,
            planned,
            _instant(arrived),
            _instant(finished),
            paused,
            state == "done",
            bool(helps),
            None if begins is None or ends is None else Span(read_instant(begins), read_instant(ends)),
            _instant(back),
        )
        for call, code, technician, planned, arrived, finished, paused, state, helps, begins, ends, back in (
            raw.rows(_ENDED, since=since.isoformat())
        )
    )


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else read_instant(stored)
