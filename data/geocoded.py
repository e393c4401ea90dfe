"""Addresses that were looked up, and those that wait for it. No changeset: a cache is no fact of the shop."""

from __future__ import annotations

from datetime import UTC, datetime

from data.backends import Backend
from data.raw import Raw
from data.records import Records
from dispatch_tui.core.model import Place, Precision, Site
from dispatch_tui.desk.ports import Geocoded

_FIND = "SELECT lat, lon, precision, source, asked_at FROM geocoded WHERE address = :address"
_KEEP = """
INSERT INTO geocoded (address, lat, lon, precision, source, asked_at)
VALUES (:address, :lat, :lon, :precision, :source, :asked)
ON CONFLICT (address) DO UPDATE SET lat = excluded.lat, lon = excluded.lon,
  precision = excluded.precision, source = excluded.source, asked_at = excluded.asked_at
RETURNING address
"""
_VAGUE = (
    "t.address <> '' AND (t.place_precision IS NULL OR t.place_precision IN ('postcode', 'place', 'region')) "
    "AND EXISTS (SELECT 1 FROM call c WHERE c.site_id = t.id AND c.live = 1 "
    "AND c.phase IN ('open', 'scheduled', 'in_progress', 'on_hold')) ORDER BY t.id LIMIT :most"
)


class GeocodedAddresses:
    """The cache, over a connection that is opened when it is first written.

    Args:
        backend: where the store is.
        raw: the store's connection for reads.
    """

    def __init__(self, backend: Backend, raw: Raw) -> None:
        self._backend = backend
        self._raw = raw
        self._records = Records(raw)
        self._opened: Raw | None = None

    def find(self, address: str) -> Geocoded | None:
        """What was said of an address, or None if nobody was asked."""
        row = self._raw.row(_FIND, address=address)
        if row is None:
            return None
        lat, lon, precision, source, asked = row
        place = None if lat is None or lon is None else Place(lat, lon, Precision(precision))
        return Geocoded(place, source, datetime.fromtimestamp(asked, UTC))

    def keep(self, address: str, found: Geocoded) -> None:
        """Keep what was said; what was said of it before is overwritten."""
        place = found.place
        with self._backend.gate():
            if self._opened is None:
                self._opened = self._backend.connect()
            self._opened.rows(
                _KEEP,
                address=address,
                lat=place.lat if place else None,
                lon=place.lon if place else None,
                precision=(place.precision if place else Precision.UNKNOWN).value,
                source=found.source,
                asked=int(found.asked_at.timestamp()),
            )

    def waiting(self, most: int) -> tuple[Site, ...]:
        """Sites of calls that are not over, whose place is unknown or vague, oldest first."""
        return tuple(self._records.where(Site, _VAGUE, most=most))

    def close(self) -> None:
        """Release the connection."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.connection.close()
