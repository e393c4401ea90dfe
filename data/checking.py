"""Is the store sound? The database's own checks, and ours on what it means."""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

from collections.abc import Iterator

from data.raw import Raw
from data.shapes import REFERENCES, SHAPES, Shape, shape_of
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Call, Record, Visit
from dispatch_tui.core.status import call_phase

AT_MOST = 20
"""More of the same trouble than this is not listed."""


def check(raw: Raw) -> tuple[str, ...]:
    """What is wrong, one line each; empty is sound. Reads everything: seconds on a large store."""
    found: list[str] = []
    try:
        with raw.snapshot():
            for trouble in (_file, _revisions, _references, _phases):
                found.extend(trouble(raw))
    except StoreUnusable as error:
        found.append(str(error))
    return tuple(found)


def _file(raw: Raw) -> Iterator[str]:
    if raw.dialect.name != "sqlite":
        return
    for (said,) in raw.rows("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for table, row, parent, _ in raw.rows("PRAGMA foreign_key_check"):
        yield f"{table} {row} refers to a {parent} that is not there"


def _revisions(raw: Raw) -> Iterator[str]:
    rev = raw.value("SELECT rev FROM board_rev WHERE id = 1")
    count, low, high = raw.row("SELECT count(*), min(rev), max(rev) FROM changeset") or (0, 0, 0)
    if rev is None:
        yield "the store has no revision"
    elif (count, low or 1, high or 0) != (rev, 1, rev):
        yield f"the store is at revision {rev}, but its log holds {count} changesets up to {high or 0}"
    orphans = raw.value(
        "SELECT count(*) FROM change c WHERE NOT EXISTS (SELECT 1 FROM changeset s WHERE s.rev = c.rev)"
    )
    if orphans:
        yield f"{orphans} changes belong to no changeset"
    for shape in SHAPES.values():
        for group in shape.groups:
            column = f"{group}_rev"
            for key, at in raw.rows(
                f'SELECT t.id, t.{column} FROM "{shape.table}" t WHERE NOT EXISTS '
                f"(SELECT 1 FROM changeset s WHERE s.rev = t.{column}) "
                f"AND NOT (t.{column} = 0 AND t.live = 0) ORDER BY t.id LIMIT {AT_MOST}"
            ):
                yield f"{shape.kind} {key}: {group} is at revision {at}, which is not in the log"


def _references(raw: Raw) -> Iterator[str]:
    for kind, fields in REFERENCES.items():
        shape: Shape[Record] = shape_of(kind)
        for field, other in fields.items():
            table = shape_of(other).table
            for key, needed in raw.rows(
                f'SELECT t.id, t.{field} FROM "{shape.table}" t WHERE t.live = 1 AND NOT EXISTS '
                f'(SELECT 1 FROM "{table}" o WHERE o.id = t.{field} AND o.live = 1) '
                f"ORDER BY t.id LIMIT {AT_MOST}"
            ):
                yield f"{shape.kind} {key} refers to {table} {needed}, which does not live"


def _phases(raw: Raw) -> Iterator[str]:
    visits: dict[int, list[Visit]] = {}
    shape = shape_of(Visit)
    for visit in shape.load(raw.rows(f"SELECT {shape.selected()} FROM visit WHERE live = 1")):
        visits.setdefault(visit.call_id, []).append(visit)
    calls = shape_of(Call)
    for call in calls.load(raw.rows(f"SELECT {calls.selected()} FROM call WHERE live = 1")):
        phase = call_phase(call, visits.get(call.id, ()))
        if phase is not call.phase:
            yield f"call {call.id} is stored as {call.phase}, its visits make it {phase}"
