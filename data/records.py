"""Reads of records: by id, by what they belong to. Live ones only, always.

The same reads serve a console (over a connection of its own) and a handler (over the writer's
connection, inside its transaction, where they see its own changes).
"""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

from datetime import date
from typing import TypeVar

from data.folding import folded
from data.raw import Raw
from data.shapes import STAMP, shape_of
from data.words import noun
from dispatch_tui.core.errors import Missing, StoreUnusable
from dispatch_tui.core.groups import KINDS
from dispatch_tui.core.model import (
    Call,
    CallNote,
    Customer,
    Draft,
    ForeignId,
    Record,
    Shop,
    SimClock,
    Stamp,
    Technician,
    TimeOff,
    Visit,
)

R = TypeVar("R", bound=Record)


class Records:
    """The live records of a store, over one connection."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    def where(self, kind: type[R], condition: str, /, **parameters: object) -> list[R]:
        """Live records that meet a condition in SQL on their table `t`."""
        shape = shape_of(kind)
        return shape.load(
            self.raw.rows(
                f'SELECT {shape.selected("t")} FROM "{shape.table}" t WHERE t.live = 1 AND {condition}',
                **parameters,
            )
        )

    def matching(self, kind: type[R], /, **equal: object) -> tuple[R, ...]:
        """Live records whose fields equal the given values (None: is missing), by id."""
        codecs = shape_of(kind).codecs
        tests = [
            f't."{name}" IS NULL' if value is None else f't."{name}" = :{name}'
            for name, value in equal.items()
        ]
        given = {name: codecs[name].write(value) for name, value in equal.items() if value is not None}
        return tuple(self.where(kind, " AND ".join((*tests, "1 = 1")) + " ORDER BY t.id", **given))

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """All live records of a kind, by id."""
        return tuple(self.where(kind, "1 = 1 ORDER BY t.id"))

    def find(self, kind: type[R], key: int) -> R | None:
        """A live record, or None."""
        found = self.where(kind, "t.id = :key", key=key)
        return found[0] if found else None

    def get(self, kind: type[R], key: int) -> R:
        """A live record.

        Raises:
            Missing: if there is none or it lives no longer.
        """
        found = self.find(kind, key)
        if found is None:
            raise Missing(f"there is no {noun(kind)} {key}", "it may have been taken back meanwhile")
        return found

    def shop(self) -> Shop:
        """The shop's settings.

        Raises:
            StoreUnusable: if the shop has not been set up.
        """
        shop = self.find(Shop, 1)
        if shop is None:
            raise StoreUnusable("the shop has not been set up", "start the board once to set it up")
        return shop

    def clock(self) -> SimClock | None:
        """The simulated clock's row."""
        return self.find(SimClock, 1)

    def visits_of(self, call_id: int) -> tuple[Visit, ...]:
        """Visits of a call, oldest first."""
        return tuple(self.where(Visit, "t.call_id = :call ORDER BY t.id", call=call_id))

    def visits_on(self, technician_id: int, day: date) -> tuple[Visit, ...]:
        """A technician's visits of a service date, by start."""
        return self.visits_between(technician_id, day, day)

    def visits_between(self, technician_id: int, first: date, last: date) -> tuple[Visit, ...]:
        """A technician's visits on service dates in a range, both ends included, by start."""
        return tuple(
            self.where(
                Visit,
                "t.technician_id = :technician AND t.service_date BETWEEN :first AND :last "
                "ORDER BY t.start, t.id",
                technician=technician_id,
                first=first.isoformat(),
                last=last.isoformat(),
            )
        )

    def open_calls_at(self, site_id: int) -> tuple[Call, ...]:
        """Calls at a site that are neither completed, closed nor canceled, by number."""
        return tuple(
            self.where(
                Call,
                "t.site_id = :site AND t.phase NOT IN ('completed', 'closed', 'canceled') ORDER BY t.id",
                site=site_id,
            )
        )

    def time_offs(self, technician_id: int) -> tuple[TimeOff, ...]:
        """A technician's time off, past and coming, by its start."""
        return tuple(
            self.where(TimeOff, "t.technician_id = :tech ORDER BY t.since, t.id", tech=technician_id)
        )

    def draft_of(self, owner: str) -> Draft | None:
        """A person's draft."""
        found = self.where(Draft, "t.owner = :owner", owner=owner)
        return found[0] if found else None

    def notes_of(self, call_id: int) -> tuple[CallNote, ...]:
        """Notes on a call, oldest first."""
        return tuple(self.where(CallNote, "t.call_id = :call ORDER BY t.id", call=call_id))

    def find_customer(self, name: str, phone: str) -> Customer | None:
        """The oldest customer with that name (case-free) and phone; either may be empty, not both."""
        conditions = []
        if name:
            conditions.append("t.folded = :folded")
        if phone:
            conditions.append("(t.phone = :phone OR t.phone2 = :phone)")
        if not conditions:
            return None
        found = self.where(
            Customer,
            " AND ".join(conditions) + " ORDER BY t.id LIMIT 1",
            folded=folded(name),
            phone=phone,
        )
        return found[0] if found else None

    def find_foreign(self, kind: str, source: str, foreign: str) -> int | None:
        """Our id for another program's, if the record it means still lives."""
        found = self.where(
            ForeignId,
            't.kind = :kind AND t.source = :source AND t."foreign" = :theirs ORDER BY t.id DESC LIMIT 1',
            kind=kind,
            source=source,
            theirs=foreign,
        )
        if not found or self.find(KINDS[kind], found[0].record_id) is None:
            return None
        return found[0].record_id

    def stamps_of(self, call_id: int) -> tuple[Stamp, ...]:
        """Stamps on all visits of a call, also of visits taken back, in the order recorded."""
        return tuple(
            STAMP.load(
                self.raw.rows(
                    f"SELECT {STAMP.selected('t')} FROM stamp t "
                    "WHERE t.visit_id IN (SELECT id FROM visit WHERE call_id = :call) ORDER BY t.id",
                    call=call_id,
                )
            )
        )

    def technicians_of(self, call_id: int) -> tuple[Technician, ...]:
        """Those who were sent to a call, also on visits taken back, or who wrote or were written to of it."""
        return tuple(
            self.where(
                Technician,
                "t.id IN (SELECT technician_id FROM visit WHERE call_id = :call "
                "UNION SELECT technician_id FROM message WHERE call_id = :call) ORDER BY t.id",
                call=call_id,
            )
        )

    def stamps_of_visit(self, visit_id: int) -> tuple[Stamp, ...]:
        """Stamps on one visit, in the order recorded."""
        return tuple(
            STAMP.load(
                self.raw.rows(
                    f"SELECT {STAMP.selected('t')} FROM stamp t WHERE t.visit_id = :visit ORDER BY t.id",
                    visit=visit_id,
                )
            )
        )
