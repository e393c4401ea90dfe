"""Which visits of a row its technician will not be there for: by plan, or by the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dispatch_tui.core.forecast import RowFacts, VisitForecast, forecast_row
from dispatch_tui.core.model import Span, TimeOff, Visit
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.travel import Travel


def unkept(facts: RowFacts, offs: Sequence[TimeOff], now: datetime, travel: Travel) -> frozenset[int]:
    """Ids of the visits that have not begun and that the technician's hours leave no room for.

    A slot that is not wholly in the hours counts, and a visit that is overdue or pushed back into time off,
    past it, or behind the hours. What is outside holds nobody up: each is forecast as if those were gone.

    Args:
        facts: the row; its `shifts` are the hours less time off.
        offs: the technician's time off.
        now: the present instant.
        travel: the shop's.
    """
    hours = sorted(facts.shifts)
    ahead = {visit.id: visit for visit in facts.visits if visit.state not in OVER | BEGUN}
    gone = {key for key, visit in ahead.items() if not _planned_in(visit, hours)}
    while ahead.keys() - gone:
        rest = tuple(visit for visit in facts.visits if visit.id not in gone)
        row = forecast_row(replace(facts, visits=rest), now, travel)
        coming = ((key, known) for key, known in row.visits.items() if key in ahead)
        late = next((key for key, known in coming if _falls_out(ahead[key], known, hours, offs, now)), None)
        if late is None:
            break
        gone.add(late)
    return frozenset(gone)


def _planned_in(visit: Visit, hours: Sequence[Span]) -> bool:
    return any(span.start <= visit.start and visit.slot.end <= span.end for span in hours)


def _falls_out(
    visit: Visit, known: VisitForecast, hours: Sequence[Span], offs: Sequence[TimeOff], now: datetime
) -> bool:
    """True if time off comes before its end, or it is forecast to begin when the hours are over.

    The forecast lets nobody arrive in time off but after it: a visit planned before it was in its way.
    Overtime is none of it.
    """
    first = max(visit.start, now)
    off = any(each.since < known.finish and (each.until is None or each.until > first) for each in offs)
    return off or not hours or known.eta >= hours[-1].end
