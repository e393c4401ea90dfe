"""One row at a time: its cells by our names, its records, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeVar, cast

from data.importing.addresses import Address
from data.importing.model import ImportContext, ImportOptions, Problem
from data.importing.table import TableRow
from data.importing.values import phones, point, point_of_one
from dispatch_tui.core.commands import ImportRow
from dispatch_tui.core.model import ForeignId, Place, Record
from dispatch_tui.core.text import clean_line, clean_text

R = TypeVar("R", bound=Record)

_TEMPORARY = -1


LONGEST_CELL = 4000
"""Characters kept of the longest kind of cell; more is cut, and said."""

_GUARDED = re.compile(r"'(?=[=+@-])")


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return _GUARDED.sub("", cell, count=1) if cell.startswith("'") else cell


class RowFault(Exception):
    """The row cannot be taken; the message says why."""


class Cells:
    """A row's cells by our field names, neutralised; a missing column reads as empty."""

    def __init__(self, row: TableRow, at: Mapping[str, int]) -> None:
        self.line = row.line
        self._row = row
        self._at = at

    def has(self, name: str) -> bool:
        """True if the file has the column."""
        return name in self._at

    def text(self, name: str, limit: int = 200) -> str:
        """A cell as one line."""
        index = self._at.get(name)
        return "" if index is None else clean_line(_unguarded(self._row.cells[index]), limit)

    def long_text(self, name: str, limit: int = 4000) -> str:
        """A cell with its line breaks."""
        index = self._at.get(name)
        return "" if index is None else clean_text(_unguarded(self._row.cells[index]), limit)

    def longest(self) -> int:
        """Characters of the longest cell."""
        return max((len(cell) for cell in self._row.cells), default=0)


@dataclass(slots=True)
class Batch:
    """What is shared by the rows of one file: the context, temporary ids, remarks."""

    what: str
    source: str
    context: ImportContext
    options: ImportOptions
    warnings: list[Problem] = field(default_factory=list)
    once: dict[str, int] = field(default_factory=dict)
    _ids: count[int] = field(default_factory=lambda: count(_TEMPORARY, -1))

    def warn(self, line: int, text: str) -> None:
        """Something to know about a row."""
        self.warnings.append(Problem(line, text))

    def warn_once(self, text: str) -> None:
        """Something to know about the file; counted, said once."""
        self.once[text] = self.once.get(text, 0) + 1

    def next_id(self) -> int:
        """A temporary id that nothing else in the file has."""
        return next(self._ids)


class RowMaker:
    """Collects the records of one row, and all that is wrong with it."""

    def __init__(self, batch: Batch, cells: Cells) -> None:
        self.batch = batch
        self.cells = cells
        self.faults: list[str] = []
        self._records: list[Record] = []
        self._given: list[frozenset[str]] = []

    def fault(self, text: str) -> None:
        """Note a fault and go on, so that the person sees all of them at once."""
        self.faults.append(text)

    def warn(self, text: str) -> None:
        """Note something worth knowing."""
        self.batch.warn(self.cells.line, text)

    def add(self, record: R, given: Sequence[str]) -> R:
        """Keep a record under a temporary id; `given` are the fields the file spoke of."""
        numbered = cast("R", replace(cast("Any", record), id=self.batch.next_id()))
        self._records.append(numbered)
        self._given.append(frozenset(given))
        return numbered

    def add_filled(self, record: R, **fields: object) -> R:
        """Keep a record with those of some fields that the file fills; the others stay as they are."""
        filled = {name: value for name, value in fields.items() if value not in ("", None, ())}
        return self.add(cast("R", replace(cast("Any", record), **filled)), tuple(filled))

    def link(self, kind: str, foreign: str, record: Record) -> None:
        """Remember the other program's id of a record; no id, no link."""
        if foreign:
            link = ForeignId(kind, self.batch.source, foreign, record.id, id=self.batch.next_id())
            # The handler reads links before records, so that they may stand anywhere in the row.
            self._records.append(link)
            self._given.append(frozenset())

    def row(self) -> ImportRow:
        """The row, done.

        Raises:
            RowFault: with all that was wrong.
        """
        if self.faults:
            raise RowFault("; ".join(self.faults))
        if self.cells.longest() > LONGEST_CELL:
            self.warn(f"a cell of {self.cells.longest()} characters is cut to {LONGEST_CELL}")
        foreign = self.cells.text("id", 80)
        return ImportRow(self.cells.line, foreign, tuple(self._records), tuple(self._given))

    # -- cells that all kinds of rows have

    def name(self) -> str:
        """Who it is: a name of its own, first and last, or the company."""
        cells = self.cells
        parts = (cells.text("first", 60), cells.text("last", 60))
        person = " ".join(part for part in parts if part)
        return cells.text("name", 80) or person or cells.text("company", 80)

    def phones(self) -> tuple[str, str]:
        """The first two numbers of the row."""
        region = self.batch.context.region
        found: list[str] = []
        for name in ("phone", "phone2"):
            numbers, remarks = phones(self.cells.text(name), region)
            found.extend(number[:32] for number in numbers if number not in found)
            for remark in remarks:
                self.warn(remark)
        if len(found) > 2:
            self.warn(f"more than two phone numbers, {', '.join(found[2:])} left out")
        first, second, *_ = (*found, "", "")
        return first, second

    def email(self) -> str:
        """The first e-mail address of the row; one that can be none is left out."""
        typed = self.cells.text("email", 200).split(",")[0].split(";")[0].strip()
        if typed and ("@" not in typed.strip("@") or " " in typed or len(typed) > 120):
            self.warn(f"{typed!r} is not an e-mail address, left out")
            return ""
        return typed

    def place(self, address: Address | None) -> Place | None:
        """Where it is: the row's own coordinates, else the middle of its postal code, else unknown."""
        cells = self.cells
        try:
            pin = point(cells.text("lat", 24), cells.text("lon", 24))
            if pin is None and cells.text("point"):
                pin = point_of_one(cells.text("point", 80))
        except ValueError as error:
            self.fault(str(error))
            return None
        if pin is not None:
            return pin
        if address is None or not address.postcode:
            self.batch.warn_once("without coordinates or postal code: the place stays unknown")
            return None
        found = address.point()
        if found is None:
            self.batch.warn_once("with a postal code that the tables do not know: the place stays unknown")
            return None
        if address.region and found.region and len(address.region) == 2 and len(found.region) == 2:
            same = address.region.upper() == found.region
            if not same:
                self.warn(f"postal code {address.postcode} is in {found.region}, not {address.region}")
        return found.place
