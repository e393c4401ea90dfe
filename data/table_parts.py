"""What the table modules share: strictness, and the checks that say what a column may hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from data.column_types import Flag, Number

STRICT: dict[str, Any] = {"sqlite_strict": True}
COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}


def one_of(table: str, column: str, words: type[StrEnum]) -> CheckConstraint:
    """Only the words of an enumeration."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_word")


def flag(table: str, column: str) -> CheckConstraint:
    """Only 0 and 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{table}_{column}_flag")


def alone(table: str) -> CheckConstraint:
    """One row only."""
    return CheckConstraint("id = 1", name=f"{table}_alone")


def live_only(name: str, *columns: str) -> Index:
    """Unique among the rows that live."""
    live = text("live = 1")
    return Index(name, *columns, unique=True, sqlite_where=live, postgresql_where=live)


def since_2(value: str) -> dict[str, Any]:
    """A column that version 0002 added to a table with rows: what those hold, kept as its default."""
    return {"server_default": text(f"'{value}'" if not value.isdecimal() else value)}


def since_4(value: str) -> dict[str, Any]:
    """The same of version 0004."""
    return since_2(value)


class Living(SQLModel):
    """What every record's row has: identity, and the revision of its life.

    `live` 0 is a record that was dropped, or whose making was undone; its row stays for the log.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=Number)
    life_rev: int = Field(sa_type=Number)
    live: bool = Field(sa_type=Flag)
