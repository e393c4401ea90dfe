"""What will happen to one technician's row, given what is known now.

Pure and per technician: one stamp recomputes one row. `facts` holds what it depends on and what it
says, `work` when work that has begun will end, `row` the walk along the row. `stable_until` tells when
the passing of time alone will change the answer, so that the minute tick recomputes only the rows that
need it.
"""

from dispatch_tui.core.forecast.facts import (
    EMPTY_ROW,
    FOREVER,
    MINUTE,
    RowFacts,
    RowForecast,
    VisitForecast,
    minutes_between,
    visiting_order,
)
from dispatch_tui.core.forecast.row import forecast_row
from dispatch_tui.core.forecast.work import expected_finish

__all__ = [
    "EMPTY_ROW",
    "FOREVER",
    "MINUTE",
    "RowFacts",
    "RowForecast",
    "VisitForecast",
    "expected_finish",
    "forecast_row",
    "minutes_between",
    "visiting_order",
]
