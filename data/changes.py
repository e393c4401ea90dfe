"""What a transaction has changed so far, group by group, as the log will tell it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.codecs import Stored

LIFE = "life"


@dataclass(frozen=True, slots=True)
class Change:
    """One group of one record, moved from one state to another.

    Attributes:
        before: stored column values, None where there were none or they did not change.
    """

    kind: str
    id: int
    group: str
    state_from: int
    state_to: int
    before: Mapping[str, Stored] | None
    after: Mapping[str, Stored] | None


class Changes:
    """The changes of one changeset; several of one group become one."""

    def __init__(self, rev: int) -> None:
        self.rev = rev
        self._by_group: dict[tuple[str, int, str], Change] = {}

    def __bool__(self) -> bool:
        """True if anything was changed."""
        return bool(self._by_group)

    def __iter__(self) -> Iterator[Change]:
        """The changes in the order in which their groups were first touched."""
        return iter(self._by_group.values())

    def note(self, change: Change) -> None:
        """Add a change, joined to what this changeset did to the group before."""
        made = self._by_group.get((change.kind, change.id, LIFE))
        if change.group != LIFE and made is not None and made.after is not None and _makes(made):
            # Made in this changeset: its making tells all of it.
            after = {**made.after, **(change.after or {})}
            self._by_group[(change.kind, change.id, LIFE)] = replace(made, after=after)
            return
        key = (change.kind, change.id, change.group)
        earlier = self._by_group.get(key)
        if earlier is not None:
            change = replace(change, state_from=earlier.state_from, before=earlier.before)
        self._by_group[key] = change

    def rows(self) -> list[dict[str, Any]]:
        """Rows of the change table."""
        return [
            {
                "rev": self.rev,
                "seq": seq,
                "entity": change.kind,
                "entity_id": change.id,
                "field_group": change.group,
                "state_from": change.state_from,
                "state_to": change.state_to,
                "before": _json(change.before),
                "after": _json(change.after),
            }
            for seq, change in enumerate(self)
        ]


def _makes(life: Change) -> bool:
    return life.before is None and life.after is not None and "live" not in life.after


def _json(values: Mapping[str, Stored] | None) -> str | None:
    return None if values is None else json.dumps(dict(values), ensure_ascii=False)
