"""Which columns a record is kept in, worked out from the core's dataclasses.

A shape knows its table's columns, writes a record to column values and makes records of rows. It
imports no SQL library: the first board is painted from here. `data.tables` declares the same columns
for the writer; a test holds the two together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import repeat
from types import NoneType
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from data.codecs import (
    DAY,
    FLAG,
    INSTANT,
    PAIRS,
    PLAIN,
    REAL,
    WORDS,
    Codec,
    Stored,
    enum_codec,
)
from dispatch_tui.core.groups import GROUPS, KINDS
from dispatch_tui.core.model import (
    Call,
    CallNote,
    Customer,
    Disagreement,
    Place,
    Precision,
    Record,
    ShiftRule,
    Site,
    Span,
    Stamp,
    Technician,
    TimeOff,
    Visit,
)

R = TypeVar("R")

TABLES: Mapping[str, str] = {kind: kind for kind in KINDS} | {"foreign": "foreign_id"}
"""Table of each kind of record; `foreign` alone would be a reserved word."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name and how its values are written."""

    name: str
    codec: Codec


@dataclass(frozen=True, slots=True)
class _Field:
    """One dataclass field and the columns it is spread over.

    Attributes:
        spread: column values of a field value; None for a field that is one column.
        build: field value of column values; None for a field that is one column.
    """

    name: str
    columns: tuple[Column, ...]
    spread: Callable[[Any], tuple[Any, ...]] | None = None
    build: Callable[..., Any] | None = None


class _Decoded(dict[Any, Any]):
    """Decoded values of one load; a day repeats few instants, dates and words very often."""

    def __init__(self, decode: Callable[[Any], Any]) -> None:
        super().__init__({None: None})
        self._decode = decode

    def __missing__(self, stored: Any) -> Any:
        value = self[stored] = self._decode(stored)
        return value


@dataclass(frozen=True, slots=True)
class Shape(Generic[R]):
    """How records of one type are kept.

    Attributes:
        kind: the name of the kind, as the log uses it.
        table: the table's name.
        groups: names of the revision columns, "life" first, without the `_rev`.
        codecs: codecs by column name.
    """

    kind: str
    table: str
    type: type[R]
    fields: tuple[_Field, ...]
    groups: tuple[str, ...]
    codecs: Mapping[str, Codec]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All value columns, in the order in which `load` wants them; `id` is one of them."""
        return tuple(column for each in self.fields for column in each.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns a row is read by, revisions last."""
        return (
            *(column.name for column in self.columns),
            *(f"{group}_rev" for group in self.groups),
        )

    def selected(self, alias: str = "") -> str:
        """The SELECT list, quoted, because some names are words of SQL."""
        prefix = f"{alias}." if alias else ""
        return ", ".join(f'{prefix}"{name}"' for name in self.names)

    def load(self, rows: Sequence[Sequence[Any]]) -> list[R]:
        """The records of rows read by `selected`.

        Works column by column, so that every loop runs in C. A frozen dataclass sets its fields one
        by one from Python; filling the slots directly makes 5,000 visits in 2.9 ms instead of 7.0.
        """
        if not rows:
            return []
        columns = list(zip(*rows, strict=True))
        seen: dict[int, _Decoded] = {}
        values: list[Iterable[Any]] = []
        at = 0
        for each in self.fields:
            parts = []
            for column in each.columns:
                parts.append(_decoded(column.codec, columns[at], seen))
                at += 1
            values.append(map(each.build, *parts) if each.build else parts[0])
        if self.groups:
            values.append(zip(*columns[at:], strict=True))
        records = list(map(object.__new__, repeat(self.type, len(rows))))
        for setter, held in zip(self._setters(), values, strict=True):
            deque(map(setter, records, held), maxlen=0)
        return records

    def _setters(self) -> list[Callable[[Any, Any], None]]:
        """What fills each slot of a new record, in the order of `fields`, `revs` last."""
        names = [each.name for each in self.fields] + (["revs"] if self.groups else [])
        return [vars(self.type)[name].__set__ for name in names]

    def flat(self, record: R, names: Iterable[str] | None = None) -> dict[str, Any]:
        """Column values (as the core has them) of a record's fields, `id` left out."""
        wanted = None if names is None else set(names)
        found: dict[str, Any] = {}
        for each in self.fields:
            if each.name == "id" or (wanted is not None and each.name not in wanted):
                continue
            value = getattr(record, each.name)
            spread = each.spread(value) if each.spread else (value,)
            found.update(zip((column.name for column in each.columns), spread, strict=True))
        return found

    def written(self, values: Mapping[str, Any]) -> dict[str, Stored]:
        """Stored forms of column values, as the change log keeps them."""
        codecs = self.codecs
        return {name: codecs[name].write(value) for name, value in values.items()}

    def read(self, stored: Mapping[str, Stored]) -> dict[str, Any]:
        """Column values of stored forms."""
        codecs = self.codecs
        return {name: codecs[name].read(value) for name, value in stored.items()}

    def group_values(self, record: R, group: str) -> dict[str, Any]:
        """Column values of one group of fields."""
        return self.flat(record, GROUPS[self.type][group])


def _decoded(codec: Codec, column: Sequence[Any], seen: dict[int, _Decoded]) -> Iterable[Any]:
    if codec.decode is None:
        return column
    values = seen.setdefault(id(codec), _Decoded(codec.decode))
    return map(values.__getitem__, column)


def _place(lat: float | None, lon: float | None, precision: Precision | None) -> Place | None:
    if lat is None or lon is None or precision is None:
        return None
    return Place(lat, lon, precision)


def _span(start: datetime | None, end: datetime | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _spread_place(place: Place | None) -> tuple[Any, ...]:
    return (None, None, None) if place is None else (place.lat, place.lon, place.precision)


def _spread_span(span: Span | None) -> tuple[Any, ...]:
    return (None, None) if span is None else (span.start, span.end)


_CODECS: Mapping[Any, Codec] = {
    int: PLAIN,
    str: PLAIN,
    float: REAL,
    bool: FLAG,
    datetime: INSTANT,
    date: DAY,
    tuple: WORDS,
    Mapping: PAIRS,
}


@cache
def _enum(words: type[StrEnum]) -> Codec:
    return enum_codec(words)


def _field(name: str, hint: Any) -> _Field:
    options = [option for option in get_args(hint) if option is not NoneType]
    if NoneType in get_args(hint):
        hint = options[0]
    if hint is Place:
        ends = (("lat", REAL), ("lon", REAL), ("precision", _enum(Precision)))
        columns = tuple(Column(f"{name}_{end}", codec) for end, codec in ends)
        return _Field(name, columns, _spread_place, _place)
    if hint is Span:
        columns = tuple(Column(f"{name}_{end}", INSTANT) for end in ("start", "end"))
        return _Field(name, columns, _spread_span, _span)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _Field(name, (Column(name, _enum(hint)),))
    origin = get_origin(hint) or hint
    return _Field(name, (Column(name, _CODECS[origin if origin in _CODECS else Mapping]),))


def _shape(kind: str, cls: type) -> Shape[Any]:
    hints = get_type_hints(cls)
    made = tuple(_field(each.name, hints[each.name]) for each in fields(cls) if each.name != "revs")
    groups = ("life", *GROUPS[cls]) if cls in GROUPS else ()
    codecs = {column.name: column.codec for each in made for column in each.columns}
    return Shape(kind, TABLES.get(kind, kind), cls, made, groups, codecs)


SHAPES: Mapping[type, Shape[Any]] = {cls: _shape(kind, cls) for kind, cls in KINDS.items()}
"""The shape of every kind of record."""

STAMP: Shape[Stamp] = _shape("stamp", Stamp)
"""Stamps are facts, not records: no groups, no revisions, append only."""

REFERENCES: Mapping[type, Mapping[str, type]] = {
    Site: {"customer_id": Customer},
    Call: {"customer_id": Customer, "site_id": Site},
    Visit: {"call_id": Call, "technician_id": Technician},
    CallNote: {"call_id": Call},
    Disagreement: {"call_id": Call},
    ShiftRule: {"technician_id": Technician},
    TimeOff: {"technician_id": Technician},
}
"""Fields that name another record, which must live as long. Messages are not here: one that has left the
house stays, even if the call it was about is taken back."""


def shape_of(cls: type[R]) -> Shape[R]:
    """The shape of a type of record."""
    return cast("Shape[R]", SHAPES[cls])


def shape_named(kind: str) -> Shape[Record]:
    """The shape of a kind of record by its name in the log."""
    return cast("Shape[Record]", SHAPES[KINDS[kind]])
