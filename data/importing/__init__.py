"""Files of other programs: technicians, customers and calls from CSV (see docs/IMPORT.md)."""

from data.importing.model import ImportContext, ImportOptions, Parsed, Problem
from data.importing.reading import read_import
from data.importing.rejects import rejects_csv

__all__ = [
    "ImportContext",
    "ImportOptions",
    "Parsed",
    "Problem",
    "read_import",
    "rejects_csv",
]
