"""Reads in plain SQL text over a DB-API connection, one way for both dialects.

The text is written for SQLite with `:name` parameters; PostgreSQL gets the same text with its own
parameter marks. Nothing here imports an SQL library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dispatch_tui.core.errors import StoreUnusable

_PARAMETER = re.compile(r"(?<!:):([a-z]\w*)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between the dialects for a reader.

    Attributes:
        begin: the statement that starts a read transaction with one snapshot for all of it.
        text: makes the dialect's own SQL of ours.
        errors: the driver's base exception.
        words: what a driver's exception means, for a person.
    """

    name: str
    begin: str
    text: Callable[[str], str]
    errors: type[Exception]
    words: Callable[[BaseException], StoreUnusable]


class Raw:
    """A DB-API connection that answers with rows.

    Args:
        connection: of sqlite3, pysqlite3 or psycopg, in autocommit mode or inside a transaction.
        dialect: which of the two it is.
    """

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises:
            StoreUnusable: if the database cannot be read.
        """
        try:
            cursor = self.connection.execute(self.dialect.text(sql), parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        except self.dialect.errors as error:
            raise self.dialect.words(error) from error
        return found

    def row(self, sql: str, **parameters: Any) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        found = self.rows(sql, **parameters)
        return found[0] if found else None

    def value(self, sql: str, **parameters: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, **parameters)
        return found[0] if found else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A short read transaction: every query inside sees the same revision."""
        self.run(self.dialect.begin)
        try:
            yield
        finally:
            self.run("ROLLBACK")

    def run(self, statement: str) -> None:
        """Execute a statement that answers no rows.

        Raises:
            StoreUnusable: if the database refuses it.
        """
        try:
            self.connection.execute(statement)
        except self.dialect.errors as error:
            raise self.dialect.words(error) from error


@lru_cache(maxsize=512)
def postgres_text(sql: str) -> str:
    """The same query with psycopg's parameter marks and PostgreSQL's name for `instr`."""
    text = sql.replace("%", "%%").replace("instr(", "strpos(")
    return _PARAMETER.sub(r"%(\1)s", text)
