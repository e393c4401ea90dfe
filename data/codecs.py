"""How one value of the core is written in one column, the same in both dialects.

Instants are whole UTC epoch seconds, days ISO text, flags 0 or 1, words of an enum their text, and
lists JSON text. The tables' column types and the raw reads both use these functions, so they cannot
drift apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

Stored = int | float | str | None
"""What a column holds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Codec:
    """A way to write a value and to read it back. `decode` None: it is stored as it is.

    Neither function is called for None.
    """

    encode: Callable[[Any], Stored]
    decode: Callable[[Any], Any] | None = None

    def write(self, value: Any) -> Stored:
        """The stored form of a value or of None."""
        return None if value is None else self.encode(value)

    def read(self, stored: Stored) -> Any:
        """The value of a stored form or of None."""
        return stored if stored is None or self.decode is None else self.decode(stored)


def write_instant(value: datetime) -> int:
    """Whole epoch seconds; parts of a second are dropped.

    Raises:
        ValueError: if the instant says no time zone.
    """
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone; instants are stored as UTC")
    return (value - _EPOCH) // _SECOND


def read_instant(seconds: int) -> datetime:
    """The UTC instant of epoch seconds."""
    return _EPOCH + timedelta(seconds=seconds)


def write_words(words: tuple[str, ...]) -> str:
    """A tuple of words as a JSON list."""
    return json.dumps(list(words), ensure_ascii=False)


def read_words(text: str) -> tuple[str, ...]:
    """The tuple of words of a JSON list."""
    return tuple(json.loads(text))


def write_pairs(pairs: Mapping[str, str]) -> str:
    """A mapping as a JSON object, keys in order so that equal mappings are equal text."""
    return json.dumps(dict(pairs), ensure_ascii=False, sort_keys=True)


def read_pairs(text: str) -> dict[str, str]:
    """The mapping of a JSON object."""
    return dict(json.loads(text))


PLAIN = Codec(lambda value: value)
REAL = Codec(float)
FLAG = Codec(int, bool)
INSTANT = Codec(write_instant, read_instant)
DAY = Codec(date.isoformat, date.fromisoformat)
WORDS = Codec(write_words, read_words)
PAIRS = Codec(write_pairs, read_pairs)


def enum_codec(words: type[StrEnum]) -> Codec:
    """The codec of an enum's words."""
    return Codec(str, words)
