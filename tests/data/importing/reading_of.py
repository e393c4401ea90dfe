"""Small helpers for import tests."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.importing import ImportContext, ImportOptions, Parsed, read_import
from dispatch_tui.core.catalogue import CALL_TYPES
from dispatch_tui.core.model import Technician

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
TEAM = (
    Technician("T1", "Ana Ruiz", skills=("HVAC",), id=1),
    Technician("T2", "Bo Ek", skills=("PLM",), id=2),
    Technician("T3", "Bo Lind", skills=("PLM",), id=3),
)
CONTEXT = ImportContext(ZONE, NOW, "US", CALL_TYPES, TEAM)


def reading(what: str, text: str | bytes, context: ImportContext = CONTEXT, **options: object) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    return read_import(what, data, "file.csv", ImportOptions(**options), context)  # type: ignore[arg-type]


def record_of(parsed: Parsed, kind: type, row: int = 0):  # type: ignore[no-untyped-def]
    return next(record for record in parsed.rows[row].records if isinstance(record, kind))
