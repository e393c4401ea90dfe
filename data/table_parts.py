"""What the table modules share: strictness, and the checks that say what a column may hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, text

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
