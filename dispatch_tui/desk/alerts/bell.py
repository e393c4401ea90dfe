"""When the console in front of a person rings: once for a burst of new alerts, and seldom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dispatch_tui.desk.alerts.keeper import Alert, awake

GAP = 20.0
"""Seconds of wall time between two rings, at least."""


class AlertBell:
    """Remembers which alerts were there a moment ago."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._known: frozenset[str] = frozenset()
        self._owed: frozenset[str] = frozenset()
        self._rang_at: float | None = None

    def rings(self, day: date, alerts: Sequence[Alert], wanted: bool, wall: float) -> bool:
        """True if the bell is to ring now.

        What was there when the day was opened does not ring. What comes too soon after a ring waits, and
        rings at a later look if it is still there.

        Args:
            day: the day that the alerts are of.
            alerts: all alerts of the moment.
            wanted: whether the shop wants a sound.
            wall: seconds of a monotonic clock.
        """
        keys = frozenset(alert.key for alert in awake(alerts))
        if day != self._day or not wanted:
            self._day, self._known, self._owed = day, keys, frozenset()
            return False
        self._owed = (self._owed | (keys - self._known)) & keys
        self._known = keys
        if not self._owed or (self._rang_at is not None and wall - self._rang_at < GAP):
            return False
        self._owed, self._rang_at = frozenset(), wall
        return True
