"""How records are told apart and counted while a file is taken in."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from dispatch_tui.core.groups import KIND_OF
from dispatch_tui.core.model import (
    NEW,
    Call,
    Record,
)
from dispatch_tui.core.text import plural

R = TypeVar("R", bound=Record)

REFERENCES = ("technician_id", "customer_id", "site_id", "call_id", "record_id")
"""Fields of records that name another record."""

_WORDS = re.compile(r"[^\W_]+")
_SHORT = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln",
    "court": "ct", "boulevard": "blvd", "place": "pl", "circle": "cir", "terrace": "ter",
    "parkway": "pkwy", "square": "sq", "highway": "hwy", "north": "n", "south": "s", "east": "e",
    "west": "w", "apartment": "apt", "suite": "ste",
}  # fmt: skip


def with_ids(record: R, ids: Mapping[int, int]) -> R:
    """The record with its references to temporary ids replaced by stored ids.

    Raises:
        KeyError: if it refers to a temporary id that has not been stored; a fault of the program
            that made the records, not of a person.
    """
    found = {
        name: ids[key]
        for name in REFERENCES
        if (key := getattr(record, name, None)) is not None and key < NEW
    }
    return cast("R", replace(cast("Any", record), **found)) if found else record


def address_key(address: str) -> str:
    """An address as compared: case, punctuation and the usual abbreviations do not count."""
    words = _WORDS.findall(address.casefold())
    return " ".join(_SHORT.get(word, word) for word in words)


def same_value(theirs: object, ours: object, exact: bool) -> bool:
    """True if a file says what is there already; unless `exact`, as two people would write it."""
    if exact or not isinstance(theirs, str) or not isinstance(ours, str):
        return theirs == ours
    return address_key(theirs) == address_key(ours) if theirs and ours else theirs == ours


class Tally:
    """How many records of each kind were new, changed, or as they were; each counted once."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], str] = {}

    @property
    def wrote(self) -> bool:
        """True if anything was added or changed."""
        return any(what != "unchanged" for what in self._kept.values())

    def note(self, record: Record, what: str) -> None:
        """Count a stored record as "new", "updated" or "unchanged"; what it was first wins."""
        key = (KIND_OF[type(record)], record.id)
        if self._kept.get(key, "unchanged") == "unchanged":
            self._kept[key] = what

    def made(self, record: Record) -> bool:
        """True if this file has made the record."""
        return self._kept.get((KIND_OF[type(record)], record.id)) == "new"

    def text(self) -> str:
        """`30 customers (28 new, 2 unchanged), 33 sites (33 new)`."""
        kinds: dict[str, Counter[str]] = {}
        for (kind, _), what in self._kept.items():
            if kind not in ("foreign", "shift"):
                kinds.setdefault(kind, Counter())[what] += 1
        parts = []
        for kind, counts in kinds.items():
            order = [f"{counts[what]} {what}" for what in _TOLD if counts[what]]
            name = plural(counts.total(), kind.replace("_", " "))
            parts.append(f"{name} ({', '.join(order)})")
        return ", ".join(parts) or "no rows"


_TOLD = ("new", "updated", "unchanged")


def call_key(call: Call) -> str:
    """What makes a call the same call when its file has no ids: where, what, when due."""
    content = f"{call.site_id}|{call.type_code}|{call.due}|{call.problem.casefold()}"
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()
