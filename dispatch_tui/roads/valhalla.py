"""Valhalla's matrix service: https://valhalla.github.io/valhalla/api/matrix/api-reference/."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from dispatch_tui.core.model import Place
from dispatch_tui.core.travel import Road
from dispatch_tui.roads.asking import NotAnswered, asked
from dispatch_tui.roads.router import FARTHEST_SNAP_M, Table, empty, number

OFF_THE_MAP = frozenset({154, 170, 171, 442})
"""Errors that say: a place is too far off, not near a road of mine, or no way leads there. It is well."""

MILES = 1.609344


class Valhalla:
    """A Valhalla server.

    Args:
        url: where it answers, "http://127.0.0.1:8002".
        costing: its name of the way to travel.
    """

    name = "Valhalla"
    source = "valhalla"
    block = 50
    """`max_matrix_location_pairs` is 2,500 by default."""

    def __init__(self, url: str, costing: str = "auto") -> None:
        self._url = f"{url.rstrip('/')}/sources_to_targets"
        self._costing = costing

    def table(self, sources: Sequence[Place], targets: Sequence[Place], seconds: float) -> Table:
        """See `Router.table`.

        One place off the map makes it refuse the whole table: it is then asked by halves, as long as there
        is time, until only that place goes without.
        """
        until = time.monotonic() + seconds
        table = empty(sources, targets)
        parts = [(0, len(sources), 0, len(targets))]
        while parts and (left := until - time.monotonic()) > 0:
            top, bottom, first, last = parts.pop()
            found = self._asked(sources[top:bottom], targets[first:last], left)
            if found is not None:
                for at, row in enumerate(found):
                    table[top + at][first:last] = row
                continue
            parts += _halves(top, bottom, first, last)
        return table

    def _asked(self, sources: Sequence[Place], targets: Sequence[Place], seconds: float) -> Table | None:
        """A table, or None if a place of it is off the map."""
        body = {
            "sources": [_point(place) for place in sources],
            "targets": [_point(place) for place in targets],
            "costing": self._costing,
            "units": "kilometers",
        }
        status, answer = asked(self._url, seconds, body)
        if answer.get("error_code") in OFF_THE_MAP:
            return None
        rows = answer.get("sources_to_targets")
        if not isinstance(rows, list):
            raise NotAnswered(f"it says {answer.get('error') or f'status {status}'}")
        scale = MILES if answer.get("units") == "miles" else 1.0
        table = empty(sources, targets)
        for row, cells in enumerate(rows[: len(sources)]):
            for column, cell in enumerate(cells[: len(targets)] if isinstance(cells, list) else ()):
                table[row][column] = self._road(cell, scale)
        return table

    def _road(self, cell: object, scale: float) -> Road | None:
        if not isinstance(cell, Mapping):
            return None
        seconds, distance = number(cell.get("time")), number(cell.get("distance"))
        if seconds is None or distance is None:
            return None
        return Road(seconds / 60, distance * scale, self.source)


def _point(place: Place) -> dict[str, Any]:
    """A place, with how far off its road may be; without that it looks 35 km around."""
    return {"lat": round(place.lat, 6), "lon": round(place.lon, 6), "search_cutoff": int(FARTHEST_SNAP_M)}


def _halves(top: int, bottom: int, first: int, last: int) -> list[tuple[int, int, int, int]]:
    """The longer side cut in two; nothing of a single cell."""
    if bottom - top >= last - first and bottom - top > 1:
        middle = (top + bottom) // 2
        return [(top, middle, first, last), (middle, bottom, first, last)]
    if last - first > 1:
        middle = (first + last) // 2
        return [(top, bottom, first, middle), (top, bottom, middle, last)]
    return []
