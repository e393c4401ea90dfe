"""Reading keys: counts and sequences, as a trie per mode. Pure; what a key is bound to is data.

A key is named by the character it makes (`h`, `H`, `]`, `+`) or by its name (`left`, `enter`,
`escape`, `space`, `ctrl+r`). A sequence is several of them with a blank between: `g g`, `] l`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MAX_COUNT = 9999


@dataclass(frozen=True, slots=True)
class Pressed:
    """A complete sequence: what it is bound to and the count typed before it (None: none)."""

    target: str
    count: int | None = None

    @property
    def times(self) -> int:
        """The count, 1 if none was typed."""
        return self.count or 1


@dataclass(frozen=True, slots=True)
class Pending:
    """The keys so far begin a sequence (or a count); `shown` is what to echo."""

    shown: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The keys mean nothing in this mode; `shown` is what was typed."""

    shown: str


Read = Pressed | Pending | Unknown


@dataclass(slots=True)
class _Node:
    target: str | None = None
    next: dict[str, _Node] = field(default_factory=dict)


class ClashError(ValueError):
    """Two actions of one mode want the same keys, or one sequence hides another."""


class KeyReader:
    """Feeds keys, one at a time, to the bindings of the present mode.

    Args:
        bindings: by mode, pairs of (sequence, target).
        counting: modes in which digits before a sequence are a count.

    Raises:
        ClashError: if a sequence is bound twice or begins another one.
    """

    def __init__(self, bindings: Mapping[str, Iterable[tuple[str, str]]], counting: Iterable[str]) -> None:
        self._roots = {mode: _grown(mode, pairs) for mode, pairs in bindings.items()}
        self._counting = frozenset(counting)
        self._keys: list[str] = []
        self._count = ""

    @property
    def shown(self) -> str:
        """What has been typed and waits for more."""
        return self._count + "".join(key if len(key) == 1 else f"<{key}>" for key in self._keys)

    def reset(self) -> bool:
        """Forget what was typed; True if there was anything."""
        had = bool(self._keys or self._count)
        self._keys, self._count = [], ""
        return had

    def feed(self, mode: str, key: str) -> Read:
        """Take one key in a mode."""
        root = self._roots.get(mode, _Node())
        if not self._keys and self._is_count(mode, key, root):
            self._count = str(min(int(self._count + key), MAX_COUNT))
            return Pending(self.shown)
        self._keys.append(key)
        node: _Node | None = root
        for typed in self._keys:
            node = node.next.get(typed) if node else None
        if node is None:
            shown = self.shown
            self.reset()
            return Unknown(shown)
        if node.target is None:
            return Pending(self.shown)
        count = int(self._count) if self._count else None
        self.reset()
        return Pressed(node.target, count)

    def _is_count(self, mode: str, key: str, root: _Node) -> bool:
        if mode not in self._counting or len(key) != 1 or key not in "0123456789":
            return False
        return bool(self._count) or (key != "0" and key not in root.next)

    def continuations(self, mode: str) -> dict[str, str]:
        """What may follow what has been typed: key to target ("" where more must follow)."""
        node = self._roots.get(mode, _Node())
        for typed in self._keys:
            node = node.next.get(typed, _Node())
        return {key: after.target or "" for key, after in node.next.items()}


def _grown(mode: str, pairs: Iterable[tuple[str, str]]) -> _Node:
    root = _Node()
    for sequence, target in pairs:
        node = root
        for key in sequence.split(" "):
            if node.target is not None:
                raise ClashError(f"in {mode}, {node.target} hides {target} on {sequence!r}")
            node = node.next.setdefault(key, _Node())
        if node.target is not None or node.next:
            raise ClashError(f"in {mode}, {target} on {sequence!r} clashes")
        node.target = target
    return root
