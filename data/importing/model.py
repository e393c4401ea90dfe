"""What a reading of an import file needs and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.commands import ImportRow, ImportRows
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import CallType, Technician
from dispatch_tui.core.text import plural

KINDS = ("technicians", "customers", "calls")
"""What can be imported."""

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the shop knows that a file refers to.

    Attributes:
        now: the shop's present instant; "today" in a file is its date in `zone`.
        region: two-letter country of phone numbers and postal codes without one.
    """

    zone: ZoneInfo
    now: datetime
    region: str = "US"
    call_types: tuple[CallType, ...] = ()
    technicians: tuple[Technician, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person asks for.

    Attributes:
        mapping: our field name to the file's column, for columns whose names are not understood.
        source: name of the program the file's ids belong to; "" to go by the columns.
        create_types: make call types that the shop does not have, instead of refusing them.
        keep_ended: take completed and canceled calls too, as closed and canceled ones.
        date_order: "mdy" or "dmy" to settle 03/04; "" to decide by the file.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    create_types: bool = False
    keep_ended: bool = False
    date_order: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one row, in words. `line` is that of the file; 0 is the file as a whole."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"row {self.line}: {self.text}" if self.line else self.text


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be taken: its cells as they were, and why."""

    line: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file, read and checked.

    Attributes:
        source: the program the file's ids belong to.
        notes: how the file was understood, one line each.
        skipped: rows left out on purpose, by reason.
        header: the file's own column names.
        rejects: rows with errors, for a file to correct.
    """

    what: str
    source: str
    rows: tuple[ImportRow, ...] = ()
    warnings: tuple[Problem, ...] = ()
    errors: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()

    def command(self) -> ImportRows:
        """The command that takes the file in.

        Raises:
            Refused: if any row has an error; a file is taken whole or not at all.
        """
        if self.errors:
            shown = [str(error) for error in self.errors[:SHOWN]]
            if len(self.errors) > SHOWN:
                shown.append(f"and {len(self.errors) - SHOWN} more")
            raise Refused(
                f"nothing was imported, the file has {plural(len(self.errors), 'error')}",
                "\n".join(shown),
            )
        return ImportRows(self.what, self.source, self.rows)
