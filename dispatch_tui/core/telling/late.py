"""Which clients of a row will be late, by when they should know, and whether they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch_tui.core.forecast import RowForecast, visiting_order
from dispatch_tui.core.model import Call, Visit, VisitState
from dispatch_tui.core.rulebook import Rules

S = VisitState
AHEAD = frozenset({S.TENTATIVE, S.DISPATCHED, S.ACKNOWLEDGED, S.EN_ROUTE})
"""States in which the technician has not arrived yet but is to."""


@dataclass(frozen=True, slots=True)
class LateNotice:
    """A client whose technician will arrive after the window.

    Attributes:
        eta: forecast arrival.
        tell_by: the window's start, or now where that is past.
        told: True if they know of an arrival after the window that is near enough to `eta`.
    """

    visit: Visit
    call: Call
    eta: datetime
    tell_by: datetime
    told: bool


def late_notices(
    row: Sequence[Visit],
    calls: Mapping[int, Call],
    forecast: RowForecast,
    rules: Rules,
    now: datetime,
) -> list[LateNotice]:
    """The clients of a technician's row who will be late by the shop's `alert-late` or more.

    Args:
        row: the technician's visits of the day, in any order.
        calls: calls by id; a visit without its call, or without a window, is never late.
        forecast: of that row.
        rules: the shop's.
        now: the instant it is asked at.

    Returns:
        In the order they are gone to.
    """
    found = []
    for visit in visiting_order(row):
        call, expected = calls.get(visit.call_id), forecast.visits.get(visit.id)
        if visit.state not in AHEAD or call is None or call.window is None or expected is None:
            continue
        if expected.late_minutes < rules.alert_late:
            continue
        told = (
            visit.eta_told is not None
            and visit.eta_told > call.window.end
            and already_told(visit, expected.eta, rules)
        )
        found.append(LateNotice(visit, call, expected.eta, max(call.window.start, now), told))
    return found


def already_told(visit: Visit, eta: datetime, rules: Rules) -> bool:
    """True if the client was told an arrival that differs from `eta` by less than the shop's `late-step`."""
    if visit.eta_told is None:
        return False
    return abs(eta - visit.eta_told) < timedelta(minutes=rules.late_step)
