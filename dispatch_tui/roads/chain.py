"""Routers one after another: what the first does not know, the next is asked for; in the end the estimate.

A router that does not answer is not asked again for a minute, and that is said where people see it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from dispatch_tui.core.model import Place
from dispatch_tui.core.travel import Road
from dispatch_tui.roads.asking import NotAnswered
from dispatch_tui.roads.router import Router, Table, empty

DEAD_FOR = 60.0
"""Seconds for which a router that did not answer is not asked."""

ONE_TABLE = 8.0
"""Seconds that one table may take at most."""


class Chain:
    """Routers in the order in which they are asked.

    Args:
        routers: best first; none is a shop that lives by the estimate.
        clock: a steady clock, seconds.
    """

    def __init__(self, routers: Sequence[Router], clock: Callable[[], float] = time.monotonic) -> None:
        self._routers = tuple(routers)
        self._clock = clock
        self._dead_until: dict[str, float] = {}
        self._silent: dict[str, str] = {}

    @property
    def block(self) -> int:
        """Most sources, and most targets, of one table."""
        return min((router.block for router in self._routers), default=0)

    @property
    def names(self) -> tuple[str, ...]:
        """The routers, best first."""
        return tuple(router.name for router in self._routers)

    @property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """(name, why) of each router that did not answer when it was asked last."""
        return tuple(self._silent.items())

    @property
    def ready(self) -> bool:
        """True if a router may be asked now."""
        now = self._clock()
        return any(self._dead_until.get(router.name, now) <= now for router in self._routers)

    def table(self, sources: Sequence[Place], targets: Sequence[Place], seconds: float) -> Table:
        """The legs that any router knows; None in a cell leaves it to the estimate. Never raises.

        Args:
            sources: at most `block`.
            targets: at most `block`.
            seconds: for all routers together.
        """
        until = self._clock() + seconds
        table = empty(sources, targets)
        for router in self._routers:
            left = until - self._clock()
            if left <= 0 or self._dead_until.get(router.name, 0.0) > self._clock():
                continue
            try:
                found = router.table(sources, targets, min(left, ONE_TABLE))
            except NotAnswered as error:
                self._silent[router.name] = str(error)
                self._dead_until[router.name] = self._clock() + DEAD_FOR
                continue
            self._silent.pop(router.name, None)
            self._dead_until.pop(router.name, None)
            _fill(table, found)
            if all(cell is not None for row in table for cell in row):
                break
        return table


def _fill(table: list[list[Road | None]], found: Table) -> None:
    for row, cells in zip(table, found, strict=True):
        row[:] = [known if known is not None else cell for known, cell in zip(row, cells, strict=True)]
