"""Making and upgrading a store with Alembic; imported only when a store is not at `HEAD`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from data import sqlite
from data.backends import Backend
from dispatch_tui.core.errors import StoreUnusable

SCRIPTS = Path(__file__).with_name("migrations")


def script_config() -> Config:
    """Alembic's settings; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def migrate(backend: Backend, target: str = "head") -> None:
    """Bring a store to a version in one transaction, and tell older programs to stop writing.

    The caller holds the gate and has made a backup.

    Raises:
        StoreUnusable: if the content does not fit the new version; nothing was changed.
    """
    engine = backend.engine()
    is_file = backend.dialect.name == "sqlite"
    try:
        with engine.connect() as connection:
            if is_file:
                # With foreign keys on, a table that is rebuilt takes its cascade children along.
                _driver(connection).execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                backend.lock(connection)
                before = _version(connection)
                config = script_config()
                config.attributes["connection"] = connection
                command.upgrade(config, target)
                if before is not None and before != _version(connection):
                    connection.exec_driver_sql("UPDATE board_rev SET epoch = epoch + 1 WHERE id = 1")
                if is_file:
                    _finish_file(connection)
    finally:
        engine.dispose()


def _version(connection: Connection) -> str | None:
    """The version now; None for a store that is only being made."""
    return MigrationContext.configure(connection).get_current_revision()


def _finish_file(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StoreUnusable(
            f"{len(broken)} records refer to others that are not there",
            "the store was not upgraded; run `dispatch-tui check`",
        )


def _driver(connection: Connection) -> sqlite.module.Connection:
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("no connection to the driver")
    return driver  # type: ignore[no-any-return]
