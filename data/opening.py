"""Opening a store: by path or URL, made if wanted, upgraded if needed, refused in words if not usable.

A file that cannot be used is not touched. Nothing here imports SQLAlchemy unless the store has to be
made or upgraded.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

from data.backends import Backend, PostgresBackend, SqliteBackend
from data.files import made_file, see_usable
from data.raw import Raw
from data.store import SqlStore
from dispatch_tui.core.clock import Clock, SystemClock
from dispatch_tui.core.errors import StoreUnusable

HEAD = "0004"
"""The version of a store that this program writes; a test holds it to the newest migration."""

POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")


def default_path() -> Path:
    """Where the shop's store is if nobody says otherwise."""
    return Path(platformdirs.user_data_dir("dispatch-tui")) / "shop.db"


def open_store(
    target: str | Path | None = None,
    *,
    create: bool = True,
    patience: float = 15.0,
    clock: Clock | None = None,
) -> SqlStore:
    """Open a store.

    Args:
        target: a path, `sqlite:///path`, `postgresql://...`, or None for `default_path`.
        create: make the store if there is none.
        patience: seconds to wait for other writers, now and at each write.
        clock: names the backup that is made before an upgrade.

    Raises:
        StoreUnusable: saying why and what to do; the file has not been touched.
    """
    if isinstance(target, str) and target.startswith(POSTGRES):
        return _open_postgres(target, create)
    path = _path_of(target)
    if path.exists():
        see_usable(path)
    elif create:
        made_file(path, lambda draft: _migrate(SqliteBackend(draft, patience)))
    else:
        raise StoreUnusable(f"there is no store at {path}", "give the path of one, or make it new")
    backend = SqliteBackend(path, patience)
    return SqlStore(backend, _upgraded(backend, path, clock or SystemClock()))


def _path_of(target: str | Path | None) -> Path:
    if target is None:
        return default_path()
    text = str(target)
    if "://" not in text:
        return Path(text).expanduser().absolute()
    scheme, _, rest = text.partition("://")
    if scheme != "sqlite" or not rest.startswith("/"):
        raise StoreUnusable(
            f"{scheme}://... is not the address of a store",
            "give a path, sqlite:///path or postgresql://user@host/database",
        )
    return Path(rest[1:]).expanduser().absolute()


def _upgraded(backend: SqliteBackend, path: Path, clock: Clock) -> int:
    """Bring a file to `HEAD` if it is older; the epoch it is opened at."""
    raw = backend.connect()
    try:
        version, epoch = _version(raw, backend)
        if version == HEAD:
            return epoch
        with backend.gate():
            version, epoch = _version(raw, backend)
            if version < HEAD:
                from data.backup import back_up  # noqa: PLC0415 - only before an upgrade

                stamp = f"{clock.now():%Y%m%dT%H%M%SZ}"
                back_up(raw.connection, path.with_name(f"{path.name}.{version}.{stamp}.backup"))
                _migrate(backend)
                version, epoch = _version(raw, backend)
        return epoch
    finally:
        raw.connection.close()


def _open_postgres(url: str, create: bool) -> SqlStore:
    try:
        from data.postgres import parse_address  # noqa: PLC0415 - an optional driver
    except ImportError as error:
        raise StoreUnusable(
            "a PostgreSQL store needs its driver", "install dispatch-tui[postgres]"
        ) from error
    backend = PostgresBackend(parse_address(url.replace("+psycopg", "", 1)))
    raw = backend.connect()
    try:
        if _is_bare(raw, backend):
            if not create:
                raise StoreUnusable(f"there is no store at {backend.shown}", "make it new first")
            _migrate(backend)
        version, epoch = _version(raw, backend)
        if version < HEAD:
            _migrate(backend)
            version, epoch = _version(raw, backend)
    finally:
        raw.connection.close()
    return SqlStore(backend, epoch)


def _is_bare(raw: Raw, backend: PostgresBackend) -> bool:
    """True if the schema holds no store; makes the schema if it is missing."""
    schema = backend.address.schema
    if not raw.value("SELECT count(*) FROM pg_namespace WHERE nspname = :name", name=schema):
        raw.run(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    tables = {
        name
        for (name,) in raw.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = :name", name=schema
        )
    }
    if tables and not {"alembic_version", "store_meta", "board_rev"} <= tables:
        raise StoreUnusable(
            f"schema {schema} of {backend.shown} holds something else than a store",
            "name another schema with ?schema=",
        )
    return not tables


def _version(raw: Raw, backend: Backend) -> tuple[str, int]:
    """The version and the epoch of a store.

    Raises:
        StoreUnusable: if the store is newer than the program.
    """
    row = raw.row("SELECT (SELECT version_num FROM alembic_version), epoch FROM board_rev WHERE id = 1")
    if row is None or row[0] is None:
        raise StoreUnusable(
            f"{backend.shown} is damaged: it does not say its version",
            "restore the newest backup that is sound",
        )
    version, epoch = str(row[0]), int(row[1])
    if version > HEAD:
        raise StoreUnusable(
            f"{backend.shown} was written by a newer program (version {version}, this one knows {HEAD})",
            "upgrade dispatch-tui on this machine",
        )
    return version, epoch


def _migrate(backend: Backend) -> None:
    from data.migrating import migrate  # noqa: PLC0415 - a second of CPU, only when needed

    migrate(backend)
