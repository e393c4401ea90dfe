"""A file of another program, read: bytes in, checked rows out. Pure; nothing is stored here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from data.importing.calls import CallRows, status_of
from data.importing.columns import Columns, guess_source, match_columns, understood
from data.importing.customers import customer_row
from data.importing.dates import DateReader, decide_order
from data.importing.decoding import decode
from data.importing.model import (
    KINDS,
    ImportContext,
    ImportOptions,
    Parsed,
    Problem,
    Reject,
)
from data.importing.rows import Batch, Cells, RowFault, RowMaker
from data.importing.table import DELIMITER_NAMES, Table, TableRow, read_table
from data.importing.technicians import TechnicianRows
from dispatch_tui.core.commands import ImportRow
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import TimeBase

DATE_FIELDS = ("due", "start", "end", "window_start", "window_end", "created")


def read_import(
    what: str, data: bytes, filename: str, options: ImportOptions, context: ImportContext
) -> Parsed:
    """Read a file of technicians, customers or calls.

    All rows are read and all errors are collected; `Parsed.command` then takes the file whole or
    refuses it.

    Args:
        what: one of KINDS.
        data: the file's bytes.
        filename: its name, for notes only.
        options: what the person asks for.
        context: what the shop knows that rows refer to.

    Raises:
        Usage: if `what` is nothing that can be imported.
        Refused: if the file as a whole cannot be read: no text, no table, no such columns.
    """
    if what not in KINDS:
        raise Usage(f"{what!r} cannot be imported", f"these can: {', '.join(KINDS)}")
    text, encoding = decode(data)
    table = read_table(text, lambda names: understood(what, names, options.mapping))
    columns = match_columns(what, table.header, options.mapping)
    source = options.source or guess_source(table.header)
    batch = Batch(what, source, context, options)
    reader = _Reader(batch, table, columns)
    notes = [f"{filename}: {encoding}, {DELIMITER_NAMES.get(table.delimiter, 'own')} separated"]
    make, note = _row_reader(what, batch, table, columns)
    rows = reader.read(make)
    if note:
        notes.append(note)
    if columns.unused:
        notes.append(f"columns not used: {', '.join(columns.unused)}")
    once = [Problem(0, f"{plural(many, 'row')} {text}") for text, many in batch.once.items()]
    return Parsed(
        what=what,
        source=source,
        rows=tuple(rows),
        warnings=(*once, *batch.warnings),
        errors=tuple(reader.errors),
        notes=tuple(notes),
        skipped=dict(reader.skipped),
        header=table.header,
        rejects=tuple(reader.rejects),
    )


def _row_reader(
    what: str, batch: Batch, table: Table, columns: Columns
) -> tuple[Callable[[RowMaker], None], str]:
    """What reads a row of this kind, and a note on how it reads dates."""
    if what == "technicians":
        return TechnicianRows(), ""
    if what == "customers":
        return customer_row, ""
    context = batch.context
    indexes = [columns.at[name] for name in DATE_FIELDS if name in columns.at]
    cells = (row.cells[index] for row in table.rows for index in indexes)
    order, note = decide_order(cells, context.region, batch.options.date_order)
    today = local_date(context.now, context.zone)
    dates = DateReader(TimeBase(today, context.now, context.zone), order)
    return CallRows(dates, context.call_types, context.technicians), note


class _Reader:
    """Goes through a table and sorts its rows into taken, skipped and rejected."""

    def __init__(self, batch: Batch, table: Table, columns: Columns) -> None:
        self.batch = batch
        self.table = table
        self.columns = columns
        self.errors: list[Problem] = []
        self.rejects: list[Reject] = []
        self.skipped: Counter[str] = Counter(table.skipped)

    def read(self, make: Callable[[RowMaker], None]) -> Sequence[ImportRow]:
        """All rows that can be taken."""
        for row, fault in self.table.faults:
            self._reject(row, fault)
        taken = []
        for row in self.table.rows:
            cells = Cells(row, self.columns.at)
            if self._skips(cells):
                continue
            maker = RowMaker(self.batch, cells)
            make(maker)
            try:
                taken.append(maker.row())
            except RowFault as fault:
                self._reject(row, str(fault))
        self.errors.sort(key=lambda error: error.line)
        self.rejects.sort(key=lambda reject: reject.line)
        return taken

    def _skips(self, cells: Cells) -> bool:
        """Calls that are over stay in the other program, unless they were asked for."""
        if self.batch.what != "calls" or self.batch.options.keep_ended:
            return False
        status = status_of(cells.text("status", 40))
        if status in ("completed", "canceled"):
            self.skipped[f"{status} calls"] += 1
            return True
        return False

    def _reject(self, row: TableRow, reason: str) -> None:
        self.errors.append(Problem(row.line, reason))
        self.rejects.append(Reject(row.line, row.cells, reason))
