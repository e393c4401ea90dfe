"""Reads of the log: lines of changesets, what stands to be undone, who changed a thing last."""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.codecs import read_instant
from data.raw import Raw
from dispatch_tui.core.day import LogLine

NEWEST = 2**62
"""A revision after every other."""

_LINE = "c.rev, c.at, c.actor, c.console, c.verb, c.summary, c.reason, c.kind, c.undo_of, c.uid"
_STANDING = "NOT EXISTS (SELECT 1 FROM changeset u WHERE u.undo_of = c.rev)"


class Log:
    """The changesets of a store, over one connection."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    def line(self, rev: int) -> LogLine | None:
        """One changeset."""
        return self._first("c.rev = :rev", rev=rev)

    def newest(self, limit: int, before: int | None = None) -> tuple[LogLine, ...]:
        """The newest changesets before a revision, newest first."""
        upper = NEWEST if before is None else before
        return self._lines("c.rev < :upper ORDER BY c.rev DESC LIMIT :many", upper=upper, many=limit)

    def since(self, rev: int) -> tuple[LogLine, ...]:
        """All changesets after a revision, oldest first."""
        return self._lines("c.rev > :rev ORDER BY c.rev", rev=rev)

    def of_call(self, call_id: int) -> tuple[LogLine, ...]:
        """Changesets that touched a call, its visits or its notes, oldest first."""
        return self._lines(
            "c.rev IN ("
            "SELECT rev FROM change WHERE entity = 'call' AND entity_id = :call "
            "UNION SELECT rev FROM change WHERE entity = 'visit' AND entity_id IN "
            "(SELECT id FROM visit WHERE call_id = :call) "
            "UNION SELECT rev FROM change WHERE entity = 'note' AND entity_id IN "
            "(SELECT id FROM note WHERE call_id = :call)) ORDER BY c.rev",
            call=call_id,
        )

    def last_change(self, kind: str, key: int, group: str | None, before: int) -> LogLine | None:
        """The newest changeset before a revision that changed a record, or one group of it.

        The making and the end of the record count as changes of every group.
        """
        groups = "" if group is None else "AND field_group IN (:grp, 'life')"
        return self._first(
            "c.rev = (SELECT max(rev) FROM change WHERE entity = :kind AND entity_id = :key "
            f"AND rev < :before {groups})",
            kind=kind,
            key=key,
            before=before,
            grp=group,
        )

    def undone_by(self, rev: int) -> LogLine | None:
        """The changeset that took this one back, if one did."""
        return self._first("c.undo_of = :rev", rev=rev)

    def undoable(self, actor: str) -> LogLine | None:
        """The actor's newest act or redo that stands."""
        return self._first(
            f"c.actor = :actor AND c.kind IN ('act', 'redo') AND {_STANDING} ORDER BY c.rev DESC LIMIT 1",
            actor=actor,
        )

    def redoable(self, actor: str) -> LogLine | None:
        """The actor's newest undo that stands, unless they acted anew since."""
        return self._first(
            f"c.actor = :actor AND c.kind = 'undo' AND {_STANDING} AND c.rev > coalesce("
            "(SELECT max(a.rev) FROM changeset a WHERE a.actor = :actor AND a.kind = 'act'), 0) "
            "ORDER BY c.rev DESC LIMIT 1",
            actor=actor,
        )

    def _first(self, condition: str, **parameters: Any) -> LogLine | None:
        found = self._lines(condition, **parameters)
        return found[0] if found else None

    def _lines(self, condition: str, **parameters: Any) -> tuple[LogLine, ...]:
        rows = self.raw.rows(f"SELECT {_LINE} FROM changeset c WHERE {condition}", **parameters)
        touched = self._touched([row[0] for row in rows])
        return tuple(_line(row, touched.get(row[0], ())) for row in rows)

    def _touched(self, revs: Sequence[int]) -> dict[int, tuple[tuple[str, int, str], ...]]:
        if not revs:
            return {}
        found: dict[int, list[tuple[str, int, str]]] = {}
        marks = ", ".join(str(int(rev)) for rev in revs)
        span = "rev BETWEEN :low AND :high"
        if max(revs) - min(revs) > 4 * len(revs):
            span += f" AND rev IN ({marks})"
        for rev, entity, key, group in self.raw.rows(
            f"SELECT rev, entity, entity_id, field_group FROM change WHERE {span} ORDER BY rev, seq",
            low=min(revs),
            high=max(revs),
        ):
            found.setdefault(rev, []).append((entity, key, group))
        return {rev: tuple(groups) for rev, groups in found.items()}


def _line(row: tuple[Any, ...], touched: tuple[tuple[str, int, str], ...]) -> LogLine:
    rev, at, actor, console, verb, summary, reason, kind, undo_of, uid = row
    return LogLine(rev, read_instant(at), actor, console, verb, summary, reason, kind, undo_of, uid, touched)
