"""What past visits took: the facts that the forecast learns from."""

from __future__ import annotations

from datetime import date

from data.raw import Raw
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
