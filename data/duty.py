"""The lease of the timed duties: one row, so that exactly one console asks, tells and sends.

It is no changeset: who is on duty is no fact of the shop, nobody undoes it, and a line every two seconds
would drown the log. A connection of its own keeps it out of reads that are under way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from data.backends import Backend, SqliteBackend
from data.raw import Raw
from dispatch_tui.core.clock import SystemClock

LONGEST = 60.0
"""Seconds that a lease may be long."""

TOO_FAR = 2 * LONGEST
"""A lease that runs longer than this was written before the machine's clock was set back."""

_TAKE = """
INSERT INTO duty (name, holder, "until", term) VALUES (:name, :holder, :now + :seconds, 1)
ON CONFLICT (name) DO UPDATE SET
  term = duty.term + CASE WHEN duty.holder = excluded.holder THEN 0 ELSE 1 END,
  holder = excluded.holder, "until" = excluded."until"
WHERE duty.holder = excluded.holder OR duty."until" <= :now OR duty."until" > :now + :toofar
RETURNING holder
"""
_RELEASE = 'UPDATE duty SET "until" = 0 WHERE name = :name AND holder = :holder RETURNING holder'
_HOLDER = 'SELECT holder, "until" FROM duty WHERE name = :name'


class Duty:
    """The lease, over a connection that is opened when it is first asked about.

    Args:
        backend: where the store is.
        now: the wall clock's instant; leases of a store run on one clock, whoever looks.
    """

    def __init__(self, backend: Backend, now: Callable[[], datetime]) -> None:
        self._backend = backend
        self._now = now
        self._opened: Raw | None = None

    def take(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew a duty; False if somebody else holds it, and then nothing is written.

        Raises:
            ValueError: if the lease is longer than `LONGEST`.
        """
        if not 0 < seconds <= LONGEST:
            raise ValueError(f"a lease of {seconds} seconds")
        now = self._now().timestamp()
        at_duty = self._standing(name, now)
        if at_duty is not None and at_duty != holder:
            return False
        return self._wrote(_TAKE, name=name, holder=holder, seconds=float(seconds), now=now, toofar=TOO_FAR)

    def release(self, name: str, holder: str) -> None:
        """Give a duty up, if one holds it."""
        if self.holder(name) == holder:
            self._wrote(_RELEASE, name=name, holder=holder)

    def holder(self, name: str) -> str | None:
        """Who holds a duty now."""
        return self._standing(name, self._now().timestamp())

    def close(self) -> None:
        """Release the connection."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.connection.close()

    def _standing(self, name: str, now: float) -> str | None:
        row = self._raw().row(_HOLDER, name=name)
        if row is None or not now < row[1] <= now + TOO_FAR:
            return None
        return str(row[0])

    def _wrote(self, sql: str, **parameters: object) -> bool:
        """One statement is one transaction here, and takes the write lock with its first step."""
        with self._backend.gate():
            return bool(self._raw().rows(sql, **parameters))

    def _raw(self) -> Raw:
        if self._opened is None:
            self._opened = self._backend.connect()
            if isinstance(self._backend, SqliteBackend):
                # A lease that a power cut forgets is a lease that has run out; the disk need not wait for it.
                self._opened.run("PRAGMA synchronous=NORMAL")
        return self._opened


def wall_clock(raw: Raw) -> datetime:
    """The clock that leases run on: the machine's for a file, the server's where machines differ."""
    if raw.dialect.name == "postgresql":
        return datetime.fromtimestamp(float(raw.value("SELECT extract(epoch FROM clock_timestamp())")), UTC)
    return SystemClock().now()
