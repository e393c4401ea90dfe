"""What follows from a changeset, worked out before it is stored: phases, search words, no orphans."""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

from data.conflicts import Writing, told
from data.folding import customer_columns, search_text
from data.log import Log
from data.records import Records
from data.shapes import REFERENCES, shape_of
from data.statements import Statements
from data.words import noun
from dispatch_tui.core.errors import Conflict, Missing
from dispatch_tui.core.model import Call, Customer, Record, Site, Visit
from dispatch_tui.core.status import call_phase


class Derived:
    """Collects what a changeset touches, and settles the consequences at its end."""

    def __init__(self, records: Records, statements: Statements) -> None:
        self._records = records
        self._statements = statements
        self._calls: set[int] = set()
        self._customers: set[int] = set()
        self._referred: dict[tuple[type, int], None] = {}
        self._buried: dict[tuple[type, int], None] = {}

    def touch(self, record: Record) -> None:
        """A record was made or changed; called with its state before and after."""
        self._referred[type(record), record.id] = None
        if isinstance(record, Call):
            self._calls.add(record.id)
        elif isinstance(record, Visit):
            self._calls.add(record.call_id)
        elif isinstance(record, Customer):
            self._customers.add(record.id)
        elif isinstance(record, Site):
            self._customers.add(record.customer_id)

    def bury(self, record: Record) -> None:
        """A record lives no longer."""
        self._buried[type(record), record.id] = None

    def settle(self, writing: Writing) -> None:
        """Set phases and search words; see that no live record refers to a dead one.

        Raises:
            Conflict: naming who made something that still needs a record that would end.
            Missing: if a record refers to one that does not live.
        """
        for kind, key in self._buried:
            self._see_unneeded(kind, key, writing)
        for kind, key in self._referred:
            if kind in REFERENCES:
                self._see_references(kind, key)
        for key in sorted(self._calls):
            self._settle_phase(key)
        for key in sorted(self._customers):
            self._settle_search(key)

    def _settle_phase(self, key: int) -> None:
        call = self._records.find(Call, key)
        if call is None:
            return
        phase = call_phase(call, self._records.visits_of(key))
        if phase is not call.phase:
            self._statements.derive(Call, key, {"phase": phase})

    def _settle_search(self, key: int) -> None:
        customer = self._records.find(Customer, key)
        if customer is None:
            return
        sites = self._records.where(Site, "t.customer_id = :key ORDER BY t.id", key=key)
        columns = {**customer_columns(customer), "search": search_text(customer, sites)}
        self._statements.derive(Customer, key, columns)

    def _see_references(self, kind: type[Record], key: int) -> None:
        record = self._records.find(kind, key)
        if record is None:
            return
        for field, other in REFERENCES[kind].items():
            needed = getattr(record, field)
            table = shape_of(other).table
            if not self._records.raw.value(f'SELECT live FROM "{table}" WHERE id = :needed', needed=needed):
                raise Missing(f"there is no {noun(other)} {needed}", "it may have been taken back")

    def _see_unneeded(self, kind: type[Record], key: int, writing: Writing) -> None:
        if self._records.find(kind, key) is not None:
            return
        for other, fields in REFERENCES.items():
            for field, referred in fields.items():
                if referred is not kind:
                    continue
                needing: list[Record] = self._records.where(
                    other, f"t.{field} = :key ORDER BY t.id DESC", key=key
                )
                if needing:
                    raise self._still_needed(kind, key, needing[0], writing)

    def _still_needed(self, kind: type[Record], key: int, needing: Record, writing: Writing) -> Conflict:
        what = f"{noun(kind)} {key}"
        line = Log(self._records.raw).last_change(shape_of(type(needing)).kind, needing.id, None, writing.rev)
        if line is None:
            return Conflict(f"{noun(type(needing))} {needing.id} still needs {what}")
        words = told(self._records, writing, line)
        return Conflict(words, f"that needs {what}: take that back first")
