"""The hours in which automatic messages wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_tui.core.model import Span
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_date, local_instant


def quiet_until(now: datetime, rules: Rules, zone: ZoneInfo) -> datetime | None:
    """When messages may go again; None if they may go now.

    Args:
        now: the instant asked about.
        rules: `quiet_from` and `quiet_until`; quiet hours that end when they begin are none.
        zone: of the place of whoever would be woken.

    Returns:
        A UTC instant after `now`, or None.
    """
    if rules.quiet_from == rules.quiet_until:
        return None
    length = (rules.quiet_until - rules.quiet_from) % 1440
    today = local_date(now, zone)
    free = now
    # Three days: last night's hours, today's, and those that a clock change makes touch.
    for shift in (-1, 0, 1):
        day = today + timedelta(days=shift)
        start = local_instant(day, rules.quiet_from, zone)
        quiet = Span(start, local_instant(day, rules.quiet_from + length, zone))
        if quiet.holds(free):
            free = quiet.end
    return None if free == now else free
