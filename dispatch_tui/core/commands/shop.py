"""The shop itself: drafts, the clock, undo, imports, set-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.model import Record, Shop, SimClock, Stamp


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Keep a half-filled intake form; empty values drop it. Never undone."""

    owner: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetClock:
    """Set the pace of a simulated shop's clock, or jump to an instant. Never undone."""

    speed: float | None = None
    to: datetime | None = None


@dataclass(frozen=True, slots=True)
class UndoAct:
    """Take back the acting person's latest act that stands (or a given one)."""

    rev: int | None = None


@dataclass(frozen=True, slots=True)
class RedoAct:
    """Do again what the acting person undid last."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of an import file, checked: the records it makes or updates.

    Attributes:
        line: line number in the file, for messages.
        foreign: the other program's id of the row, "" if the file has none.
        records: records in the order they must be stored; a reference to one made in the same row
            or file is by `NEW - n`, the negative number it carries as its id.
        given: per record, the fields that the file speaks of; an update changes only those, so that
            a file without an e-mail column empties nobody's e-mail. Empty for a record that is only
            a default: it is stored with a new owner and otherwise left out.
    """

    line: int
    foreign: str
    records: tuple[Record, ...]
    given: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class ImportRows:
    """A whole file, all or nothing; rows known by foreign id or name update what is there.

    Attributes:
        what: "technicians", "customers" or "calls".
        source: name of the program or file the foreign ids belong to.
    """

    what: str
    source: str
    rows: tuple[ImportRow, ...]


@dataclass(frozen=True, slots=True)
class SetUpShop:
    """The first run: the shop's settings, the kinds of work it does, and what else it starts with.

    Attributes:
        clock: the simulated clock of a demo shop or an exercise; None on a real shop.
        records: records in the order they must be stored, each with a negative temporary id;
            references between them are those ids (as in `ImportRow`).
        stamps: what has been said of visits among `records`, oldest first.
    """

    shop: Shop
    clock: SimClock | None = None
    records: tuple[Record, ...] = ()
    stamps: tuple[Stamp, ...] = ()
