"""Text to a table: the separator, the header wherever it stands, rows with their line numbers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.text import clean_line

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
HEADER_WITHIN = 12
"""Reports put a title and a date above their columns; the header is looked for in so many rows."""

MOST_ROWS = 200_000

_TOTAL = re.compile(
    r"((grand|sub|report)[\s-]*)?totals?\b.*|sum\b.*|count\b.*"
    r"|\d+ (rows?|records?|customers?|clients?|jobs?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row. `line` is the number of the line it begins on, the first being 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """A header and its rows.

    Attributes:
        skipped: rows left out, by reason.
        faults: (line, what is wrong) for rows that are no rows of this table.
    """

    header: tuple[str, ...]
    rows: list[TableRow]
    delimiter: str
    skipped: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[TableRow, str]] = field(default_factory=list)


def read_table(text: str, known: Callable[[Sequence[str]], int]) -> Table:
    """The table a text holds.

    Args:
        text: the file's text.
        known: how many of some column names are understood; finds the header and the separator.

    Raises:
        Refused: if there is no table in it.
    """
    if text.lstrip().startswith("!"):
        raise Refused("this is a QuickBooks IIF file", "export the customer contact list as CSV instead")
    declared = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if declared:
        text = text[declared.end() :]
    first_line = 1 if declared else 0
    delimiter = declared[1] if declared else _delimiter(text, known)
    rows = _records(text, delimiter, first_line)
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise Refused("the file is empty", "export it again with at least one row")
    start = max(
        range(min(HEADER_WITHIN, len(filled))),
        key=lambda index: (known(filled[index].cells), -index),
    )
    header = filled[start]
    names = tuple(clean_line(cell, 80) for cell in header.cells)
    table = Table(names, [], delimiter)
    if start:
        table.skipped["lines above the header"] = start
    blank = sum(1 for row in rows if row.line > header.line) - (len(filled) - start - 1)
    if blank:
        table.skipped["blank lines"] = blank
    for row in filled[start + 1 :]:
        _sort(table, row)
    return table


def _sort(table: Table, row: TableRow) -> None:
    """Take a row, skip it, or say what is wrong with it."""
    width = len(table.header)
    cells = row.cells
    filled = [cell.strip() for cell in cells if cell.strip()]
    if _TOTAL.fullmatch(filled[0]) and len(filled) <= max(1, width // 2):
        table.skipped["totals lines"] += 1
        return
    if any(cell.strip() for cell in cells[width:]):
        fault = f"has {len(cells)} cells, the header has {width}: is there a separator inside a cell?"
        table.faults.append((row, fault))
        return
    padded = cells[:width] + ("",) * (width - len(cells))
    table.rows.append(TableRow(row.line, padded))


def _records(text: str, delimiter: str, first_line: int, most: int = MOST_ROWS) -> list[TableRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[TableRow] = []
    line = first_line
    try:
        for cells in reader:
            rows.append(TableRow(line + 1, tuple(cells)))
            line = first_line + reader.line_num
            if len(rows) > most:
                raise Refused(f"the file has more than {most} rows", "split it")
    except csv.Error as error:
        raise Refused(
            f"row {line + 1} cannot be read: {error}", "a quotation mark is probably not closed"
        ) from error
    return rows


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """The separator under which most column names are understood, then which cuts most evenly."""
    head = "".join(text[:200_000].splitlines(keepends=True)[:40])

    def fitness(delimiter: str) -> tuple[int, int, int]:
        try:
            rows = [row.cells for row in _records(head, delimiter, 0)]
        except Refused:
            return 0, 0, 0
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        understood = max((known(cells) for cells in rows[:HEADER_WITHIN]), default=0)
        even = max(widths.values(), default=0)
        return understood if widths else 0, even, -DELIMITERS.index(delimiter)

    return max(DELIMITERS, key=fitness)
