"""The two places a store can be, behind one face: connections, the write lock, the bell.

Neither constructor opens anything, and neither imports SQLAlchemy before `engine` is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from data import sqlite
from data.bell import Bell, FileBell, NotifyBell
from data.gate import Gate
from data.raw import Dialect, Raw

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from data.postgres import Address


class Backend(Protocol):
    """Where a store is and how its connections behave."""

    dialect: Dialect

    @property
    def shown(self) -> str:
        """The place, as a person would recognise it."""
        ...

    def connect(self) -> Raw:
        """A new connection for reads."""
        ...

    def engine(self) -> Engine:
        """SQLAlchemy's engine for the writer; its import costs a second of CPU."""
        ...

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Be the only writer, as far as that is decided before the transaction."""
        ...

    def lock(self, connection: Connection) -> None:
        """Be the only writer, as far as that is decided inside the transaction."""
        ...

    def announce(self, connection: Connection, rev: int) -> None:
        """Ring the bell from inside the transaction, where the dialect can."""
        ...

    def ring(self) -> None:
        """Ring the bell after the commit, where the dialect needs it."""
        ...

    def bell(self) -> Bell:
        """Something to wait for."""
        ...

    def close(self) -> None:
        """Release what the backend itself holds."""
        ...


class SqliteBackend:
    """A store in a file.

    Args:
        path: the database file.
        patience: seconds to wait for other writers.
    """

    dialect = sqlite.DIALECT

    def __init__(self, path: Path, patience: float = 15.0) -> None:
        self.path = path
        mode = path.stat().st_mode & 0o660 if path.exists() else 0o600
        self._gate = Gate(path.with_name(path.name + ".gate"), mode, patience)

    @property
    def shown(self) -> str:
        """The file's path."""
        return str(self.path)

    def connect(self) -> Raw:
        """A connection with every pragma set."""
        return Raw(sqlite.connect(self.path), self.dialect)

    def engine(self) -> Engine:
        """An engine whose transactions are BEGIN IMMEDIATE."""
        from data.engines import sqlite_engine  # noqa: PLC0415 - a second of CPU

        return sqlite_engine(self.path)

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Hold the gate file's lock."""
        with self._gate.held():
            yield

    def lock(self, connection: Connection) -> None:
        """Nothing: BEGIN IMMEDIATE has the lock."""

    def announce(self, connection: Connection, rev: int) -> None:
        """Nothing: inotify tells, after the commit."""

    def ring(self) -> None:
        """Touch the gate file."""
        self._gate.ring()

    def bell(self) -> Bell:
        """Inotify on the gate file, and the data version."""
        self._gate.make()
        return FileBell(self.path, self._gate.path)

    def close(self) -> None:
        """Release the gate file."""
        self._gate.close()


class PostgresBackend:
    """A store in a schema of a PostgreSQL database."""

    def __init__(self, address: Address) -> None:
        from data import postgres  # noqa: PLC0415 - an optional driver

        self.address = address
        self.dialect = postgres.DIALECT
        self._postgres = postgres

    @property
    def shown(self) -> str:
        """The address without user and password."""
        return self.address.shown

    def connect(self) -> Raw:
        """A connection in autocommit mode."""
        return Raw(self._connected(), self.dialect)

    def engine(self) -> Engine:
        """An engine over connections like ours."""
        from data.engines import postgres_engine  # noqa: PLC0415 - a second of CPU

        return postgres_engine(self.address)

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Nothing: the lock is taken inside the transaction."""
        yield

    def lock(self, connection: Connection) -> None:
        """One advisory lock per schema, held until the transaction ends."""
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{self._postgres.LOCK_PATIENCE}'")
        connection.exec_driver_sql(
            "SELECT pg_advisory_xact_lock(hashtextextended('dispatch-tui ' || current_schema(), 0))"
        )

    def announce(self, connection: Connection, rev: int) -> None:
        """Notify; the server delivers it with the commit."""
        connection.exec_driver_sql(
            "SELECT pg_notify(%(channel)s, %(rev)s)",
            {"channel": self.address.channel, "rev": str(rev)},
        )

    def ring(self) -> None:
        """Nothing: it was rung with the commit."""

    def bell(self) -> Bell:
        """LISTEN on a connection of its own."""
        return NotifyBell(self._connected, self.address.channel)

    def close(self) -> None:
        """Nothing is held."""

    def _connected(self) -> Any:
        return self._postgres.connect(self.address)
