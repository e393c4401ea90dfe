"""Column types of the tables: the codecs as SQLAlchemy types, in words both dialects take.

SQLite's STRICT tables know INTEGER, REAL and TEXT only, so every type names its form there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Double, Integer, Text
from sqlalchemy.dialects.sqlite import REAL as SQLITE_REAL
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from data.codecs import DAY, FLAG, INSTANT, PAIRS, PLAIN, REAL, WORDS, Codec


class _Coded(TypeDecorator[Any]):
    """A column written by a codec. Rows are read elsewhere, by `data.shapes`."""

    cache_ok = True
    codec: Codec = PLAIN

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        """The stored form of a value."""
        return self.codec.write(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        """The value of a stored form."""
        return self.codec.read(value)


class _WholeNumber(_Coded):
    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """BIGINT, which SQLite calls INTEGER."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


class Instant(_WholeNumber):
    """UTC epoch seconds; refuses an instant without a zone."""

    cache_ok = True
    codec = INSTANT


class Number(_WholeNumber):
    """A whole number of 64 bits: ids and revisions."""

    cache_ok = True


class Flag(_Coded):
    """0 or 1."""

    impl = Integer
    cache_ok = True
    codec = FLAG


class Real(_Coded):
    """A number with a fraction, in double precision."""

    impl = Double
    cache_ok = True
    codec = REAL

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """DOUBLE PRECISION, which SQLite calls REAL."""
        return dialect.type_descriptor(SQLITE_REAL() if dialect.name == "sqlite" else Double())


class Day(_Coded):
    """A date as ISO text."""

    impl = Text
    cache_ok = True
    codec = DAY


class Word(_Coded):
    """A word of an enum; beside it stands a CHECK with the words allowed."""

    impl = Text
    cache_ok = True
    codec = Codec(str)


class Words(_Coded):
    """A tuple of words as a JSON list."""

    impl = Text
    cache_ok = True
    codec = WORDS


class Pairs(_Coded):
    """A mapping of words as a JSON object."""

    impl = Text
    cache_ok = True
    codec = PAIRS
