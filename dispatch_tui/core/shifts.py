"""Shop-local days, hours and shifts as UTC spans; daylight saving is handled here and only here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.tz import datetime_exists

from dispatch_tui.core.model import ShiftRule, Span, TimeOff

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def local_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The UTC instant of a shop-local wall time.

    Args:
        day: shop-local date.
        minute: wall-clock minutes after its midnight; may be negative or above 1440.
        zone: the shop's zone.

    A time skipped by daylight saving is moved on to the first that exists (so that a later wall time
    is never an earlier instant); of a doubled hour the first is meant.
    """
    days, rest = divmod(minute, 1440)
    naive = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60))
    local = naive.replace(tzinfo=zone)
    while not datetime_exists(local):
        local += MINUTE
    return local.astimezone(UTC)


def day_span(day: date, zone: ZoneInfo) -> Span:
    """Midnight to midnight of a shop-local day; 23 or 25 hours on the days of the change."""
    return Span(local_instant(day, 0, zone), local_instant(day, 1440, zone))


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The shop-local date of an instant."""
    return instant.astimezone(zone).date()


def local_minute(instant: datetime, zone: ZoneInfo) -> int:
    """Shop-local wall-clock minutes after midnight."""
    local = instant.astimezone(zone)
    return local.hour * 60 + local.minute


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `spans` outside `taken`, in order."""
    left = sorted(spans)
    for gone in taken:
        cut: list[Span] = []
        for span in left:
            if not span.overlaps(gone):
                cut.append(span)
                continue
            if span.start < gone.start:
                cut.append(Span(span.start, gone.start))
            if gone.end < span.end:
                cut.append(Span(gone.end, span.end))
        left = cut
    return tuple(sorted(left))


def shift_spans(rules: Iterable[ShiftRule], day: date, zone: ZoneInfo) -> tuple[Span, ...]:
    """The regular hours that begin on a shop-local day."""
    spans = [
        Span(local_instant(day, rule.start_minute, zone), local_instant(day, rule.end_minute, zone))
        for rule in rules
        if rule.weekday == day.weekday() and rule.start_minute < rule.end_minute
    ]
    return tuple(sorted(spans))


def off_spans(offs: Iterable[TimeOff], within: Span) -> tuple[Span, ...]:
    """Time off that touches a span, cut to it."""
    spans = []
    for off in offs:
        span = Span(max(off.since, within.start), min(off.until or within.end, within.end))
        if span.start < span.end:
            spans.append(span)
    return tuple(sorted(spans))


def working_spans(
    rules: Iterable[ShiftRule], offs: Sequence[TimeOff], day: date, zone: ZoneInfo
) -> tuple[Span, ...]:
    """A technician's hours on a day: the regular ones less time off."""
    shifts = shift_spans(rules, day, zone)
    if not shifts or not offs:
        return shifts
    whole = Span(shifts[0].start, max(span.end for span in shifts))
    return subtract(shifts, off_spans(offs, whole))


def service_date(start: datetime, rules: Iterable[ShiftRule], zone: ZoneInfo) -> date:
    """The day a visit belongs to: a night shift's hours after midnight are the day before's."""
    day = local_date(start, zone)
    before = day - DAY
    for span in shift_spans(rules, before, zone):
        if span.holds(start):
            return before
    return day
