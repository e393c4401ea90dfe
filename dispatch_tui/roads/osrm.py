"""OSRM's table service: https://project-osrm.org/docs/v5.24.0/api/#table-service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dispatch_tui.core.model import Place
from dispatch_tui.core.travel import Road
from dispatch_tui.roads.asking import NotAnswered, asked
from dispatch_tui.roads.router import FARTHEST_SNAP_M, Table, empty, number

NO_WAY = frozenset({"NoTable", "NoSegment", "NoRoute"})
"""Answers that say: these places are not on my map. The router is well."""


class Osrm:
    """An OSRM server.

    Args:
        url: where it answers, "http://127.0.0.1:5000".
        profile: the profile in its addresses; a server has one, whatever it is called.
    """

    name = "OSRM"
    source = "osrm"
    block = 50
    """`--max-table-size` is 100 coordinates by default, sources and targets together."""

    def __init__(self, url: str, profile: str = "driving") -> None:
        self._url = url.rstrip("/")
        self._profile = profile

    def table(self, sources: Sequence[Place], targets: Sequence[Place], seconds: float) -> Table:
        """See `Router.table`."""
        points = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in (*sources, *targets))
        firsts = ";".join(str(at) for at in range(len(sources)))
        lasts = ";".join(str(len(sources) + at) for at in range(len(targets)))
        path = f"{self._url}/table/v1/{quote(self._profile)}/{points}"
        query = f"sources={firsts}&destinations={lasts}&annotations=duration,distance"
        status, answer = asked(f"{path}?{query}", seconds)
        code = answer.get("code")
        if code in NO_WAY:
            return empty(sources, targets)
        if code != "Ok":
            raise NotAnswered(f"it says {code or f'status {status}'}")
        return self._read(answer, sources, targets)

    def _read(self, answer: dict[str, Any], sources: Sequence[Place], targets: Sequence[Place]) -> Table:
        from_here = _near(answer.get("sources"), len(sources))
        to_there = _near(answer.get("destinations"), len(targets))
        table = empty(sources, targets)
        for row in range(len(sources)):
            for column in range(len(targets)):
                seconds = number(_cell(answer.get("durations"), row, column))
                metres = number(_cell(answer.get("distances"), row, column))
                if seconds is not None and metres is not None and from_here[row] and to_there[column]:
                    table[row][column] = Road(seconds / 60, metres / 1000, self.source)
        return table


def _near(waypoints: object, count: int) -> list[bool]:
    """For each place, whether it was put on a road near it."""
    found = waypoints if isinstance(waypoints, list) else []
    metres = [number(each.get("distance")) if isinstance(each, dict) else None for each in found]
    metres += [None] * (count - len(metres))
    return [each is not None and each <= FARTHEST_SNAP_M for each in metres[:count]]


def _cell(rows: object, row: int, column: int) -> object:
    """A cell of a table that may be shorter than it should be."""
    if not isinstance(rows, list) or row >= len(rows) or not isinstance(rows[row], list):
        return None
    return rows[row][column] if column < len(rows[row]) else None
