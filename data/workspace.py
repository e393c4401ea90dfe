"""One write transaction as a handler sees it: `dispatch_tui.desk.ports.Workspace`, kept."""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from data.changes import LIFE, Change, Changes
from data.conflicts import changed_since
from data.derived import Derived
from data.folding import customer_columns
from data.log import Log
from data.raw import Raw
from data.records import Records
from data.shapes import STAMP, Shape, shape_of
from data.statements import Statements
from data.undoing import Undoing
from data.words import noun
from dispatch_tui.core.commands import Act
from dispatch_tui.core.day import LogLine
from dispatch_tui.core.errors import Missing, Refused
from dispatch_tui.core.groups import GROUPS, KINDS
from dispatch_tui.core.knowledge import NOTHING_KNOWN
from dispatch_tui.core.model import (
    NEW,
    Call,
    Customer,
    Draft,
    Place,
    Record,
    Shop,
    SimClock,
    Site,
    Stamp,
    Visit,
)
from dispatch_tui.core.suggest.because import Because
from dispatch_tui.desk.ports import Undone

R = TypeVar("R", bound=Record)

_ONLY_ONE = (Shop, SimClock)


class StoreWorkspace:
    """Reads and changes of one act, inside its transaction.

    Args:
        act: the envelope being carried out.
        now: the shop's present instant.
        rev: the revision the changeset will have.
        raw: reads on the transaction's own connection.
        statements: writes on the same connection.
    """

    def __init__(self, act: Act, now: datetime, rev: int, raw: Raw, statements: Statements) -> None:
        self.act = act
        self.now = now
        self.rev = rev
        self.knowledge = NOTHING_KNOWN
        self.because: list[Because] = []
        self.changes = Changes(rev)
        self.stamped = False
        self.said: str | None = None
        self.kind = "act"
        self.undo_of: int | None = None
        self._records = Records(raw)
        self._log = Log(raw)
        self._raw = raw
        self._statements = statements
        self._derived = Derived(self._records, statements)

    @property
    def changed(self) -> bool:
        """True if there is anything to store.

        An undo always is: what it took back must not be offered again, even if all of it had left the house.
        """
        return bool(self.changes) or self.stamped or self.undo_of is not None

    def check_seen(self) -> None:
        """See that all the person was looking at is still so, whatever of it the act will change.

        Raises:
            Conflict: naming who changed what since.
        """
        for seen in self.act.seen:
            shape: Shape[Any] = shape_of(KINDS[seen.kind])
            if seen.group not in shape.groups:
                raise ValueError(f"{seen.kind} has no group {seen.group}")
            row = self._raw.row(
                f'SELECT live, "{seen.group}_rev" FROM "{shape.table}" WHERE id = :id', id=seen.id
            )
            if row is None or not row[0]:
                raise changed_since(self._log, self._records, self, shape, seen.id, LIFE)
            if row[1] != seen.rev:
                raise changed_since(self._log, self._records, self, shape, seen.id, seen.group)

    def settle(self) -> None:
        """Work out what derives from the changes, and see that nothing refers to the dead.

        Raises:
            Conflict, Refused: if a record that still is needed would live no longer.
        """
        self._derived.settle(self)

    def get(self, kind: type[R], key: int) -> R:
        """See `Workspace.get`."""
        return self._records.get(kind, key)

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """See `Workspace.all`."""
        return self._records.all(kind)

    def shop(self) -> Shop:
        """See `Workspace.shop`."""
        return self._records.shop()

    def clock(self) -> SimClock | None:
        """See `Workspace.clock`."""
        return self._records.clock()

    def visits_of(self, call_id: int) -> tuple[Visit, ...]:
        """See `Workspace.visits_of`."""
        return self._records.visits_of(call_id)

    def visits_on(self, technician_id: int, day: date) -> tuple[Visit, ...]:
        """See `Workspace.visits_on`."""
        return self._records.visits_on(technician_id, day)

    def open_calls_at(self, site_id: int) -> tuple[Call, ...]:
        """See `Workspace.open_calls_at`."""
        return self._records.open_calls_at(site_id)

    def sites_at(self, place: Place) -> tuple[Site, ...]:
        """See `Workspace.sites_at`."""
        here = "t.place_lat = :lat AND t.place_lon = :lon"
        return tuple(self._records.where(Site, here, lat=place.lat, lon=place.lon))

    def find_foreign(self, kind: str, source: str, foreign: str) -> int | None:
        """See `Workspace.find_foreign`."""
        return self._records.find_foreign(kind, source, foreign)

    def find_customer(self, name: str, phone: str) -> Customer | None:
        """See `Workspace.find_customer`."""
        return self._records.find_customer(name, phone)

    def draft_of(self, owner: str) -> Draft | None:
        """See `Workspace.draft_of`."""
        return self._records.draft_of(owner)

    def matching(self, kind: type[R], /, **equal: Any) -> tuple[R, ...]:
        """See `Workspace.matching`."""
        return self._records.matching(kind, **equal)

    def undoable(self, actor: str) -> LogLine | None:
        """See `Workspace.undoable`."""
        return self._log.undoable(actor)

    def redoable(self, actor: str) -> LogLine | None:
        """See `Workspace.redoable`."""
        return self._log.redoable(actor)

    def add(self, record: R) -> R:
        """See `Workspace.add`. The id is the store's to give, except for the shop and its clock."""
        shape: Shape[R] = shape_of(type(record))
        if record.id > NEW and not isinstance(record, _ONLY_ONE):
            raise ValueError(f"{noun(type(record))} {record.id} has an id; is it stored already?")
        values = shape.flat(record)
        after = shape.written(values)
        revs = dict.fromkeys((f"{group}_rev" for group in shape.groups), self.rev)
        row = {**values, **_searched(record), **revs, "live": True}
        key = self._place_for(record)
        if isinstance(record, _ONLY_ONE) and self._revive(shape, row):
            key = record.id
        else:
            if key is not None:
                row["id"] = key
            key = self._statements.add(shape.table, row)
        stored = replace(self._as_stored(shape, record), id=key, revs=(self.rev,) * len(shape.groups))
        self.changes.note(Change(shape.kind, key, LIFE, 0, self.rev, None, after))
        self._derived.touch(stored)
        return stored

    def change(self, record: R, **fields: Any) -> R:
        """See `Workspace.change`."""
        shape: Shape[R] = shape_of(type(record))
        _check_fields(record, fields)
        wanted = replace(record, **fields)
        groups = [
            (group, before, after)
            for group in GROUPS[type(record)]
            if set(fields) & set(GROUPS[type(record)][group])
            for before, after in [
                (
                    shape.written(shape.group_values(record, group)),
                    shape.written(shape.group_values(wanted, group)),
                )
            ]
            if before != after
        ]
        if not groups:
            return record
        expected = self._expected(record, [group for group, _, _ in groups])
        values: dict[str, Any] = _searched(wanted) if isinstance(wanted, Customer) else {}
        for group, _, after in groups:
            values |= shape.read(after)
            values[f"{group}_rev"] = self.rev
        if not self._statements.swap(shape, record.id, live=True, expected=expected, values=values):
            self._refuse(record, expected)
        for group, before, after in groups:
            note = Change(shape.kind, record.id, group, expected[group], self.rev, before, after)
            self.changes.note(note)
        revs = tuple(
            self.rev if group in expected else rev
            for group, rev in zip(shape.groups, record.revs, strict=True)
        )
        stored = replace(self._as_stored(shape, wanted), revs=revs)
        self._derived.touch(record)
        self._derived.touch(stored)
        return stored

    def drop(self, record: Record) -> None:
        """See `Workspace.drop`. Every group must still be as `record` has it."""
        shape = shape_of(type(record))
        expected = self._expected(record, shape.groups)
        values = {"live": False, "life_rev": self.rev}
        if not self._statements.swap(shape, record.id, live=True, expected=expected, values=values):
            self._refuse(record, expected)
        change = Change(shape.kind, record.id, LIFE, expected[LIFE], self.rev, {"live": 1}, {"live": 0})
        self.changes.note(change)
        self._derived.touch(record)
        self._derived.bury(record)

    def stamp(self, stamp: Stamp) -> Stamp:
        """See `Workspace.stamp`."""
        row = {**STAMP.flat(stamp), "rev": self.rev}
        key = self._statements.add(STAMP.table, row)
        self.stamped = True
        return replace(stamp, id=key)

    def stamps_of_visit(self, visit_id: int) -> tuple[Stamp, ...]:
        """See `Workspace.stamps_of_visit`."""
        return self._records.stamps_of_visit(visit_id)

    def undo(self, rev: int) -> Undone:
        """See `Workspace.undo`. The changeset's kind follows from what is taken back."""
        undone = Undoing(self, self._raw, self._statements, self._derived).undo(rev)
        self.undo_of = rev
        self.kind = "redo" if undone.line.kind == "undo" else "undo"
        return undone

    def conclude(self, said: str, kind: str = "act", undo_of: int | None = None) -> None:
        """See `Workspace.conclude`."""
        self.said = said
        if self.undo_of is None:
            self.kind, self.undo_of = kind, undo_of

    def _place_for(self, record: Record) -> int | None:
        """The id a record must get, or None where the database counts."""
        if isinstance(record, _ONLY_ONE):
            return record.id
        if not isinstance(record, Call):
            return None
        used = int(self._raw.value("SELECT coalesce(max(id), 0) FROM call"))
        return max(used, self.shop().first_call - 1) + 1

    def _revive(self, shape: Shape[Any], row: Mapping[str, Any]) -> bool:
        """Fill the dead row of a record there can only be one of. False if there is no row."""
        found = self._raw.row(f'SELECT live, life_rev FROM "{shape.table}" WHERE id = 1')
        if found is None:
            return False
        if found[0]:
            raise Refused(f"there is a {noun(shape.type)} already", "change it instead")
        return self._statements.swap(shape, 1, live=False, expected={LIFE: found[1]}, values=row)

    def _expected(self, record: Record, groups: list[str] | tuple[str, ...]) -> dict[str, int]:
        """Revisions that groups must still have: the record's own."""
        shape = shape_of(type(record))
        revs = dict(zip(shape.groups, record.revs, strict=True)) if record.revs else {}
        return {group: revs.get(group, 0) for group in groups}

    def _refuse(self, record: Record, expected: Mapping[str, int]) -> None:
        """Say why a compare-and-set found the row otherwise."""
        shape = shape_of(type(record))
        now = self._records.find(type(record), record.id)
        if now is None:
            dropped = self._log.last_change(shape.kind, record.id, LIFE, self.rev)
            if dropped is None:
                raise Missing(f"there is no {noun(type(record))} {record.id}")
            raise changed_since(self._log, self._records, self, shape, record.id, LIFE)
        revs = dict(zip(shape.groups, now.revs, strict=True))
        group = next(group for group, rev in expected.items() if revs[group] != rev)
        raise changed_since(self._log, self._records, self, shape, record.id, group)

    def _as_stored(self, shape: Shape[R], record: R) -> R:
        """The record as it will be read again: instants in whole seconds, UTC."""
        columns = [column.name for column in shape.columns]
        written = shape.written(shape.flat(record)) | {"id": record.id}
        row = [written[name] for name in columns]
        return shape.load([(*row, *((0,) * len(shape.groups)))])[0]


def _searched(record: Record) -> dict[str, Any]:
    """Columns of a customer's row that are derived from the record alone."""
    if not isinstance(record, Customer):
        return {}
    columns = dict(customer_columns(record))
    return columns if record.id > NEW else columns | {"search": ""}


def _check_fields(record: Record, fields: Mapping[str, Any]) -> None:
    known = {name for names in GROUPS[type(record)].values() for name in names}
    strange = set(fields) - known
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} cannot be set on a {noun(type(record))}")
