"""Taking a changeset back: every group moves from the state it was left in to the one it had.

State ids go back too: a group that is undone has its old revision again, so whoever looked at that
state may act on it. Only states are compared, never times or orders.

Messages are not like the rest: one that has left the house cannot be taken back, and must not keep the plan
from being so. See `_restore_message`.
"""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.changes import LIFE, Change
from data.codecs import Stored
from data.conflicts import told
from data.log import NEWEST, Log
from data.raw import Raw
from data.records import Records
from data.shapes import STAMP, Shape, shape_named
from data.words import noun
from dispatch_tui.core.errors import Conflict, Missing, Refused
from dispatch_tui.core.groups import KIND_OF, KINDS
from dispatch_tui.core.model import (
    Message,
    MessageState,
    Record,
    Stamp,
)
from dispatch_tui.desk.ports import Undone

if TYPE_CHECKING:
    from data.derived import Derived
    from data.statements import Statements
    from data.workspace import StoreWorkspace

_MESSAGE = KIND_OF[Message]

_GONE = frozenset({MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN})
"""States of a message that has left the house, or may have."""

_BESIDE = {"visit": frozenset({"client", "check"})}
"""Groups by kind that follow what people were told: they do not keep a record's making from being undone."""


class Undoing:
    """One undo or redo inside a transaction."""

    def __init__(self, work: StoreWorkspace, raw: Raw, statements: Statements, derived: Derived) -> None:
        self._work = work
        self._raw = raw
        self._records = Records(raw)
        self._log = Log(raw)
        self._statements = statements
        self._derived = derived

    def undo(self, rev: int) -> Undone:
        """Take a changeset back, whole or not at all, but for messages that have left the house.

        Raises:
            Missing: if there is no such changeset.
            Refused: if it is of a kind that is never taken back.
            Conflict: if it was taken back before, or somebody changed one of its groups since.
        """
        line = self._log.line(rev)
        if line is None:
            raise Missing(f"there is no change {rev} in the log")
        if line.kind == "aside":
            raise Refused(f"{line.summary or line.verb} is not taken back", "do it the other way")
        before = self._log.undone_by(rev)
        if before is not None:
            raise Conflict(told(self._records, self._work, before), "it has been taken back before")
        gone: list[Message] = []
        for changes in self._changes_of(rev):
            if changes[0].kind == _MESSAGE:
                gone += self._restore_message(changes)
            else:
                self._restore(changes, rev)
        self._restamp(rev)
        return Undone(line, tuple(gone))

    def _changes_of(self, rev: int) -> list[list[Change]]:
        """The changeset's changes by record, in their order."""
        found: dict[tuple[str, int], list[Change]] = {}
        for kind, key, group, state_from, state_to, before, after in self._raw.rows(
            "SELECT entity, entity_id, field_group, state_from, state_to, before, after "
            "FROM change WHERE rev = :rev ORDER BY seq",
            rev=rev,
        ):
            change = Change(kind, key, group, state_from, state_to, _parsed(before), _parsed(after))
            found.setdefault((kind, key), []).append(change)
        return list(found.values())

    def _restore(self, changes: Sequence[Change], rev: int) -> None:
        """Move the groups of one record back."""
        shape, record, live = self._found(changes)
        revs = dict(zip(shape.groups, record.revs, strict=True))
        for change in changes:
            if revs[change.group] != change.state_to:
                raise self._changed(change, rev)
        life = next((change for change in changes if change.group == LIFE), None)
        lives = _lived(life) if life else live
        if not lives and not live and not life:
            raise self._changed(replace(changes[0], group=LIFE), rev)
        if life and live and not lives:
            self._see_untouched(life, changes, revs, rev)
        self._write(shape, record, live, lives, changes)

    def _found(self, changes: Sequence[Change]) -> tuple[Shape[Any], Any, bool]:
        """The record that changes are of, and whether it lives."""
        shape: Shape[Any] = shape_named(changes[0].kind)
        key = changes[0].id
        row = self._raw.row(
            f'SELECT t.live, {shape.selected("t")} FROM "{shape.table}" t WHERE t.id = :key', key=key
        )
        if row is None:
            raise Missing(f"there is no {noun(shape.type)} {key}")
        return shape, shape.load([row[1:]])[0], bool(row[0])

    def _restore_message(self, changes: Sequence[Change]) -> list[Message]:
        """Take back what can be of one message; it never stands in the way of the rest.

        As the changeset left it, it goes back whole. A sender has been at it since: what still waits is
        canceled, what may have left stays and is returned. What came in stays, always.
        """
        shape, message, live = self._found(changes)
        revs = dict(zip(shape.groups, message.revs, strict=True))
        life = next((change for change in changes if change.group == LIFE), None)
        lives = _lived(life) if life else live
        made_here = life is not None and live and not lives
        if message.incoming and made_here:
            return []
        mine = [change.group for change in changes]
        touched = list(revs) if made_here else mine
        left_at = {change.group: change.state_to for change in changes}
        untouched = all(revs[group] == left_at.get(group, life.state_to if life else 0) for group in touched)
        if untouched:
            if not live and lives and self._told_otherwise(message):
                return []
            self._write(shape, message, live, lives, changes)
            return []
        if not made_here:
            return [message] if live and message.state in _GONE and "delivery" in mine else []
        if message.state in _GONE:
            return [message]
        if message.state is not MessageState.CANCELED:
            self._work.change(message, state=MessageState.CANCELED, error="taken back")
        return []

    def _told_otherwise(self, message: Message) -> bool:
        """True if another message says the same fact by now."""
        return bool(self._records.matching(Message, key=message.key))

    def _write(
        self, shape: Shape[Any], record: Record, live: bool, lives: bool, changes: Sequence[Change]
    ) -> None:
        values: dict[str, Any] = {}
        for change in changes:
            values[f"{change.group}_rev"] = change.state_from
            if change.group == LIFE:
                values["live"] = lives
                before: dict[str, Stored] = {"live": int(live)}
                after: dict[str, Stored] = {"live": int(lives)}
            else:
                values |= shape.read(change.before or {})
                before, after = dict(change.after or {}), dict(change.before or {})
            self._work.changes.note(
                Change(
                    change.kind,
                    change.id,
                    change.group,
                    change.state_to,
                    change.state_from,
                    before,
                    after,
                )
            )
        expected = {change.group: change.state_to for change in changes}
        self._statements.swap(shape, record.id, live=live, expected=expected, values=values)
        self._derived.touch(record)
        now = self._records.find(shape.type, record.id)
        if now is None:
            self._derived.bury(record)
        else:
            self._derived.touch(now)

    def _see_untouched(self, life: Change, changes: Sequence[Change], revs: dict[str, int], rev: int) -> None:
        """A record that is about to end must be as it was when it came to life."""
        own = {change.group for change in changes} | _BESIDE.get(life.kind, frozenset())
        if life.state_from == 0:
            later = [group for group, at in revs.items() if group not in own and at != life.state_to]
        else:
            later = [group for group in revs if group not in own and self._since(life, group, rev)]
        if later:
            raise self._changed(replace(life, group=later[0]), rev)

    def _since(self, life: Change, group: str, rev: int) -> bool:
        return bool(
            self._raw.value(
                "SELECT count(*) FROM change WHERE entity = :kind AND entity_id = :key "
                "AND rev > :rev AND rev < :own AND field_group = :grp",
                kind=life.kind,
                key=life.id,
                rev=rev,
                own=self._work.rev,
                grp=group,
            )
        )

    def _changed(self, change: Change, rev: int) -> Conflict:
        line = self._log.last_change(change.kind, change.id, change.group, NEWEST)
        what = f"{noun(KINDS[change.kind])} {change.id}"
        if line is None or line.rev <= rev:
            return Conflict(f"{what} is not as that change left it", "change it by hand")
        words = told(self._records, self._work, line)
        return Conflict(words, "that came later: take it back first, or change it by hand")

    def _restamp(self, rev: int) -> None:
        """Void what the changeset stamped, and stamp again what it voided, each fact once."""
        again: dict[tuple[object, ...], Stamp] = {}
        for stamp in reversed(self._stamps("t.rev = :key", rev)):
            original = None if stamp.voids is None else self._stamps("t.id = :key", stamp.voids)[0]
            if original is None or not _only_voids(stamp, original):
                self._stamp_again(stamp, voids=stamp.id)
            if original is not None:
                again.setdefault(_fact(original), original)
        for original in again.values():
            self._stamp_again(original, voids=original.voids)

    def _stamp_again(self, stamp: Stamp, voids: int | None) -> None:
        act = self._work.act
        again = replace(stamp, voids=voids, recorded_at=self._work.now)
        if voids == stamp.id:
            again = replace(again, actor=act.actor, way=act.way, note="taken back")
        self._work.stamp(again)

    def _stamps(self, condition: str, key: int) -> list[Stamp]:
        return STAMP.load(
            self._raw.rows(
                f"SELECT {STAMP.selected('t')} FROM stamp t WHERE {condition} ORDER BY t.id", key=key
            )
        )


def _lived(life: Change) -> bool:
    """Whether the record lived before a change of its life."""
    return bool(life.before and life.before.get("live"))


def _only_voids(stamp: Stamp, original: Stamp) -> bool:
    """True if a stamp takes another back and says nothing instead."""
    return (stamp.state, stamp.at, stamp.visit_id) == (
        original.state,
        original.at,
        original.visit_id,
    )


def _fact(stamp: Stamp) -> tuple[object, ...]:
    """What a stamp says, however often it was stamped again."""
    return stamp.visit_id, stamp.state, stamp.at, stamp.actor, stamp.way, stamp.note


def _parsed(text: str | None) -> dict[str, Any] | None:
    return None if text is None else dict(json.loads(text))
