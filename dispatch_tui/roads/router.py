"""What a router is to us: a table of legs, some of which it does not know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from dispatch_tui.core.model import Place
from dispatch_tui.core.travel import Road

Table: TypeAlias = list[list[Road | None]]
"""A row for each source, a cell for each target; None where the router knows no way."""

FARTHEST_SNAP_M = 1000.0
"""Metres from a place to the road it was put on, at most: routers answer "Ok" after snapping 9,000 km."""


class Router(Protocol):
    """One router."""

    @property
    def name(self) -> str:
        """As the status row calls it ("OSRM")."""
        ...

    @property
    def block(self) -> int:
        """Most sources, and most targets, of one table."""
        ...

    def table(self, sources: Sequence[Place], targets: Sequence[Place], seconds: float) -> Table:
        """The legs from each source to each target, on a free road.

        Args:
            sources: at most `block`.
            targets: at most `block`.
            seconds: for all of it.

        Raises:
            NotAnswered: if it gave no table at all.
        """
        ...


def empty(sources: Sequence[Place], targets: Sequence[Place]) -> Table:
    """A table of nothing known."""
    return [[None] * len(targets) for _ in sources]


def number(value: object) -> float | None:
    """A number of an answer that can be one; None for null, text, nonsense and infinity."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e9 else None
