"""The rows that could not be taken, as a file to correct and import again."""

from __future__ import annotations

import csv
import io

from data.importing.model import Parsed
from dispatch_tui.core.text import clean_text

REASON = "Reason"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: such a one gets an apostrophe in front."""
    text = clean_text(cell, 32_000)
    return f"'{text}" if cell.startswith(_FORMULA) or text.startswith(_FORMULA) else text


def rejects_csv(parsed: Parsed) -> bytes:
    """The rejected rows with their reasons in a last column; UTF-8 with a mark, for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*(guarded(name) for name in parsed.header), REASON])
    width = len(parsed.header)
    for reject in parsed.rejects:
        cells = [guarded(cell) for cell in reject.cells]
        # A row with too many cells keeps them; the reason moves behind.
        writer.writerow([*cells, *[""] * (width - len(cells)), f"row {reject.line}: {reject.reason}"])
    return out.getvalue().encode("utf-8-sig")
