"""A conflict in words: who changed what, when, after the person had looked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from data.log import Log
from data.records import Records
from data.shapes import Shape
from data.words import noun, who_did_what
from dispatch_tui.core.commands import Act
from dispatch_tui.core.day import LogLine
from dispatch_tui.core.errors import Conflict
from dispatch_tui.core.model import Shop


class Writing(Protocol):
    """What a conflict must know of the act that meets it."""

    act: Act
    now: datetime
    rev: int


def changed_since(
    log: Log, records: Records, writing: Writing, shape: Shape[Any], key: int, group: str
) -> Conflict:
    """The conflict of an act with whoever changed one group of a record last."""
    line = log.last_change(shape.kind, key, group, writing.rev)
    if line is None:
        return Conflict(f"{noun(shape.type)} {key} is not what you looked at", "look again, then decide")
    return Conflict(told(records, writing, line), "that was after you looked; look again, then decide")


def told(records: Records, writing: Writing, line: LogLine) -> str:
    """Who did what when, for the person who is acting."""
    shop = records.find(Shop, 1)
    zone = shop.zone if shop else ZoneInfo("UTC")
    return who_did_what(line, writing.act.actor, writing.now.astimezone(UTC), zone)
