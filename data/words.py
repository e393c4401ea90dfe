"""The store's words for people: nouns of records, and who did what when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import LogLine
from dispatch_tui.core.groups import KIND_OF

_NOUNS: Mapping[str, str] = {
    "call_type": "kind of call",
    "time_off": "time off",
    "foreign": "foreign id",
}
_CAPITALS = re.compile(r"(?<!^)(?=[A-Z])")


def noun(kind: type) -> str:
    """What a person calls a record of this kind."""
    name = KIND_OF[kind]
    return _NOUNS.get(name, name)


def verb_of(command: object) -> str:
    """The log's word for a command: `MoveVisit` is `move_visit`."""
    return _CAPITALS.sub("_", type(command).__name__).lower()


def when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`at 10:42`, with the date if that is not today, in the shop's zone."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"at {local:%H:%M}"
    return f"on {local:%Y-%m-%d} at {local:%H:%M}"


def who_did_what(line: LogLine, reader: str, now: datetime, zone: ZoneInfo) -> str:
    """`Bea at 10:42: 412 moved to T5 at 14:30`; `you (desk-2) at ...` to the person who did it."""
    who = line.actor
    if line.actor == reader:
        who = f"you ({line.console})" if line.console else "you"
    summary = line.summary.rstrip(".") or f"changed it ({line.verb.replace('_', ' ')})"
    return f"{who} {when(line.at, now, zone)}: {summary}"
