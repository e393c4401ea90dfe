"""Who has been told what about a visit, and when, in words: the same for every screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.timewords import clock_text, day_text, window_text


def told_facts(visit: Visit, call: Call, zone: ZoneInfo) -> tuple[str, ...]:
    """The customer first, then the technician, then the check-in; what is not told is said so.

    Args:
        visit: whose told facts they are.
        call: its call, whose window the customer may have been told.
        zone: the shop's, for the times.
    """

    def clock(at: datetime) -> str:
        """The time, with its day if that is not the visit's."""
        day = local_date(at, zone)
        return f"{'' if day == visit.service_date else day_text(day) + ' '}{clock_text(at, zone)}"

    found = [_customer(call, clock, zone)]
    heard = visit.eta_told is not None or visit.onway_told_at is not None
    if call.window_told_at is None and heard:
        found = ["customer told no window"]
    if visit.eta_told is not None:
        when = f" at {clock(visit.eta_told_at)}" if visit.eta_told_at else ""
        found.append(f"told ETA {clock(visit.eta_told)}{when}")
    if visit.onway_told_at is not None:
        found.append(f"told of setting off {clock(visit.onway_told_at)}")
    if visit.dispatched_at is None and visit.acknowledged_at is None:
        found.append("technician not told")
    else:
        told = f"technician told {clock(visit.dispatched_at)}" if visit.dispatched_at else "technician told"
        found.append(told)
    if visit.acknowledged_at is not None:
        found.append(f"acknowledged {clock(visit.acknowledged_at)}")
    if visit.asked_at is not None:
        answer = f"answered {clock(visit.answered_at)}" if visit.answered_at else "no answer yet"
        found.append(f"asked {clock(visit.asked_at)}, {answer}")
    elif visit.answered_at is not None:
        found.append(f"said how long {clock(visit.answered_at)}")
    if visit.undisturbed_at is not None:
        found.append("not to be disturbed")
    return tuple(found)


def _customer(call: Call, clock: Callable[[datetime], str], zone: ZoneInfo) -> str:
    if call.window_told_at is None:
        return "customer not told"
    window = window_text(call.window, zone)
    return f"customer told {window + ' ' if window else ''}at {clock(call.window_told_at)}"
