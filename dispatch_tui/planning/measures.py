"""What a day comes to, in the board's own forecasts: before a proposal and after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch_tui.core.day import Day
from dispatch_tui.core.forecast import RowForecast, forecast_row
from dispatch_tui.core.model import Visit
from dispatch_tui.core.rules import is_late
from dispatch_tui.core.travel import Travel


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of a day; minutes.

    Attributes:
        travel: driving, with the drives home.
        late_clients: visits that pass their window.
        late: minutes by which they do, added up.
        overtime: minutes past the shift, added up.
        home_late: technicians home after their shift.
        unplaced: calls of the proposal's scope that stand nowhere.
        changed_technician: visits given to another technician; 0 before.
        told_moved: of the visits that change, those of which somebody must be told anew; 0 before.
    """

    travel: int
    late_clients: int
    late: int
    overtime: int
    home_late: int
    unplaced: int
    changed_technician: int = 0
    told_moved: int = 0


def measured(
    rows: Mapping[int, Iterable[Visit]],
    forecasts: Mapping[int, RowForecast],
    unplaced: int,
    changed_technician: int = 0,
    told_moved: int = 0,
) -> Measures:
    """Add up some rows.

    Args:
        rows: visits by technician id.
        forecasts: of those rows.
        unplaced: calls that stand nowhere.
        changed_technician: see `Measures`.
        told_moved: see `Measures`.
    """
    travel = late_clients = late = overtime = home_late = 0
    for key, visits in rows.items():
        row = forecasts[key]
        travel += drive_of(row)
        overtime += row.overtime_minutes
        home_late += row.overtime_minutes > 0
        for visit in visits:
            known = row.visits[visit.id]
            if is_late(visit, known):
                late_clients += 1
                late += known.late_minutes
    return Measures(travel, late_clients, late, overtime, home_late, unplaced, changed_technician, told_moved)


def drive_of(row: RowForecast) -> int:
    """Minutes of driving of a row, with the drive home."""
    return sum(one.leg.minutes for one in row.visits.values()) + row.home_leg.minutes


def forecast_as(day: Day, key: int, visits: Iterable[Visit], now: datetime, travel: Travel) -> RowForecast:
    """The forecast of a technician's row as if these visits stood on it."""
    return forecast_row(replace(day.facts(key), visits=tuple(visits)), now, travel)
