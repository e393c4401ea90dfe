"""Tables, migrations and the raw reads tell one story; and the first board waits for none of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_mock_engine

from data.migrating import script_config
from data.opening import HEAD, open_store
from data.raw import postgres_text
from data.shapes import SHAPES, STAMP
from data.store import SqlStore
from data.tables import metadata
from tests.data.builders import open_shop

HEAVY = ("sqlalchemy", "sqlmodel", "alembic", "pydantic", "textual", "psycopg")
DERIVED = {"customer": {"folded", "digits", "search"}, "stamp": {"rev"}}


@pytest.mark.parametrize("shape", [*SHAPES.values(), STAMP], ids=lambda shape: shape.kind)
def test_reads_and_tables_have_the_same_columns(shape: object) -> None:
    table = metadata.tables[shape.table]  # type: ignore[attr-defined]
    unread = {"live"} if table.name != "stamp" else set()
    names = set(shape.names) | unread | DERIVED.get(table.name, set())  # type: ignore[attr-defined]
    assert {column.name for column in table.columns} == names


def test_head_is_the_newest_migration() -> None:
    script = ScriptDirectory.from_config(script_config())
    assert script.get_current_head() == HEAD
    assert [each.revision for each in script.walk_revisions()] == sorted(
        (each.revision for each in script.walk_revisions()), reverse=True
    )


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection)
    return [each for each in compare_metadata(context, metadata) if "customer_search" not in str(each)]


def test_the_migrations_make_what_the_tables_say(store: SqlStore) -> None:
    engine = store.backend.engine()
    with engine.connect() as connection, connection.begin():
        assert _differences(connection) == []
    engine.dispose()


def test_sqlite_tables_are_strict_counted_and_checked(sqlite_path: Path) -> None:
    """What Alembic does not compare: the text of every CREATE TABLE, as a set of its parts."""
    said: dict[str, str] = {}

    def keep(statement: object, *_: object) -> None:
        text = str(statement.compile(dialect=engine.dialect))  # type: ignore[attr-defined]
        if found := re.match(r"\s*CREATE TABLE (\w+)", text):
            said[found[1]] = text

    engine = create_mock_engine("sqlite://", keep)
    metadata.create_all(engine, checkfirst=False)
    store = open_store(sqlite_path)
    for name, text in store._raw.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        if name in said:
            assert _parts(text) == _parts(said[name]), name
    store.close()


def _parts(text: str) -> set[str]:
    # A column that was added later stands on the line of the last one before it.
    text = re.sub(r", (?=\w+ (?:TEXT|INTEGER|BIGINT|REAL)\b)", ",\n", text)
    lines = (line.strip().rstrip(",").replace('"', "") for line in text.splitlines())
    return {line.replace("DOUBLE", "REAL") for line in lines if line}


def test_a_stored_file_of_each_version_opens(tmp_path: Path) -> None:
    versions = [stored.stem for stored in (Path(__file__).parent / "stores").glob("*.sql")]
    assert max(versions) == HEAD
    for stored in sorted((Path(__file__).parent / "stores").glob("*.sql")):
        path = tmp_path / f"{stored.stem}.db"
        _restore(stored, path)
        store = open_store(path)
        assert store.check() == ()
        assert len(store.technicians()) == 3
        store.close()


def _restore(stored: Path, path: Path) -> None:
    from data import sqlite

    connection = sqlite.module.connect(str(path))
    connection.executescript(stored.read_text(encoding="utf-8"))
    connection.execute(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
    connection.close()


READING = """
import sys
from datetime import date
from data.opening import open_store
store = open_store(sys.argv[1], create=False)
day = store.day(date(2026, 11, 23))
assert len(day.visits) == 4
store.catch_up(0, date(2026, 11, 23))
store.wait_for_news(0)
store.find_calls("elm")
store.call_story(day.calls[0].id)
store.close()
print(" ".join(name for name in sys.argv[2:] if name in sys.modules))
"""


def test_reading_imports_no_sql_library(sqlite_path: Path) -> None:
    store = open_store(sqlite_path)
    open_shop(store)
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", READING, str(sqlite_path), *HEAVY],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_only_one_sqlite_library_is_loaded(sqlite_path: Path) -> None:
    code = (
        "import sys; from data.opening import open_store; from data import sqlite\n"
        "store = open_store(sys.argv[1]); store.warm_up()\n"
        "from tests.data.builders import open_shop; open_shop(store); store.close()\n"
        "loaded = {name for name in ('_sqlite3', 'pysqlite3._sqlite3') if name in sys.modules}\n"
        "assert len(loaded) == 1, loaded"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(sqlite_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_postgres_gets_its_own_marks() -> None:
    said = postgres_text("SELECT '50%', instr(a, :word) FROM t WHERE x = :key AND y::text = :word")
    assert said == "SELECT '50%%', strpos(a, %(word)s) FROM t WHERE x = %(key)s AND y::text = %(word)s"
