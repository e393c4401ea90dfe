"""SQLAlchemy engines of the writer: every transaction is ours to begin, and nothing runs outside one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from data import sqlite

if TYPE_CHECKING:
    from data.postgres import Address


def sqlite_engine(path: Path) -> Engine:
    """An engine on a file, through the same SQLite library as the raw reads.

    The driver's own transaction handling is off (`isolation_level=None`): it would begin DEFERRED,
    and a deferred transaction that reads and then writes fails at once whatever the time-out.
    """
    engine = create_engine(
        "sqlite://", module=sqlite.module, creator=lambda: sqlite.connect(path), poolclass=NullPool
    )

    @event.listens_for(engine, "begin")
    def begin_immediate(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "before_cursor_execute")
    def refuse_outside_transaction(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        # After a failed BEGIN the same connection would silently commit each statement by itself.
        driver = connection.connection.driver_connection
        if statement != "BEGIN IMMEDIATE" and not (driver and driver.in_transaction):
            raise RuntimeError(f"outside a transaction: {statement}")

    return engine


def postgres_engine(address: Address) -> Engine:
    """An engine on a schema of a PostgreSQL database."""
    import psycopg  # noqa: PLC0415 - an optional driver

    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(address.conninfo, connect_timeout=10),
        poolclass=NullPool,
    )
