"""A store per test, in both dialects.

PostgreSQL is tested where a server answers: at DISPATCH_TEST_POSTGRES (a URL without `?schema=`), else
on the loopback address. Each test gets a schema of its own.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from data.opening import open_store
from data.store import SqlStore
from tests.data.builders import Made, open_shop

LOOPBACK = "postgresql://postgres@127.0.0.1:5432/test"


def postgres_url() -> str:
    return os.environ.get("DISPATCH_TEST_POSTGRES", LOOPBACK)


@cache
def why_no_postgres() -> str:
    try:
        import psycopg
    except ImportError:
        return "psycopg is not installed"
    try:
        psycopg.connect(postgres_url(), connect_timeout=2).close()
    except psycopg.Error as error:
        return f"no PostgreSQL server: {str(error).splitlines()[0]}"
    return ""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "shop.db"
    store = open_store(path)
    store._raw.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path.read_bytes()


@pytest.fixture
def sqlite_path(tmp_path: Path, sqlite_template: bytes) -> Path:
    path = tmp_path / "shop.db"
    path.write_bytes(sqlite_template)
    return path


@pytest.fixture(scope="session")
def postgres_schema() -> Iterator[str]:
    """A store in a schema of its own; making one takes most of a second, so tests share it."""
    import psycopg

    schema = f"t_{uuid.uuid4().hex[:12]}"
    url = f"{postgres_url()}?schema={schema}"
    open_store(url).close()
    yield url
    with psycopg.connect(postgres_url(), autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE')


def _empty(url: str) -> None:
    """The store as it was made; triggers and foreign keys look away for that."""
    import psycopg

    from data.postgres import parse_address
    from data.tables import metadata

    with psycopg.connect(parse_address(url).conninfo) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in metadata.tables:
            if table not in ("board_rev", "calendar_day", "store_meta"):
                connection.execute(f'DELETE FROM "{table}"')
                connection.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, a.attname), 1, false) FROM pg_attribute a "
                    "WHERE a.attrelid = %s::regclass AND a.attname = 'id'",
                    (table, table),
                )
        connection.execute("UPDATE board_rev SET rev = 0, epoch = 1")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest) -> Iterator[str]:
    """Path or URL of a new, empty store."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("sqlite_path"))
        return
    if why_no_postgres():
        pytest.skip(why_no_postgres())
    url: str = request.getfixturevalue("postgres_schema")
    _empty(url)
    yield url


@pytest.fixture
def opened(target: str) -> Iterator[Callable[[], SqlStore]]:
    """Opens the test's store, as often as wanted; each time as another console would."""
    stores: list[SqlStore] = []

    def another() -> SqlStore:
        stores.append(open_store(target))
        return stores[-1]

    yield another
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], SqlStore]) -> SqlStore:
    return opened()


@pytest.fixture
def shop(store: SqlStore) -> Made:
    """A small shop in `store`."""
    return open_shop(store)
