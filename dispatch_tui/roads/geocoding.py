"""A geocoder of the shop's own choice, through geopy; off until the settings name one and where it answers.

geopy's own traps, and what is done about them: its time-out is one second (ours is said); its adapter for
`requests` retries and sleeps through Retry-After (we use the standard library's); its rate limiter returns
None on an outage as on "not found" (we have none: the duty asks once a second, and an outage is an error).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from dispatch_tui.core.model import Place, Precision, Site
from dispatch_tui.roads.asking import AGENT, NotAnswered
from dispatch_tui.roads.settings import RoadSettings

TIMEOUT = 8.0
"""Seconds for each step of one question; it is asked on a thread that nobody waits for."""

P = Precision

_NOMINATIM: Mapping[str, Precision] = {
    "house": P.HOUSE, "building": P.HOUSE, "amenity": P.HOUSE, "shop": P.HOUSE, "office": P.HOUSE,
    "place": P.HOUSE, "road": P.STREET, "postcode": P.POSTCODE, "neighbourhood": P.POSTCODE,
    "suburb": P.PLACE, "quarter": P.PLACE, "hamlet": P.PLACE, "village": P.PLACE, "town": P.PLACE,
    "city": P.PLACE, "municipality": P.PLACE, "county": P.REGION, "state": P.REGION, "country": P.REGION,
}  # fmt: skip
"""By Nominatim's `addresstype`."""

_PHOTON: Mapping[str, Precision] = {
    "house": P.HOUSE, "street": P.STREET, "locality": P.PLACE, "district": P.PLACE, "city": P.PLACE,
    "county": P.REGION, "state": P.REGION, "country": P.REGION,
}  # fmt: skip
"""By Photon's `type`."""


class Geocoder:
    """Asks one service, one address at a time.

    Args:
        settings: with a geocoder named and its address.
    """

    def __init__(self, settings: RoadSettings) -> None:
        self.name = settings.geocoder
        self._settings = settings
        self._made: Any = None

    def find(self, site: Site) -> Place | None:
        """Where an address is, with how well that is known; None if the service does not know it.

        Raises:
            NotAnswered: if the service did not answer; nothing is known of the address then.
        """
        # 0.3 s of CPU, on the thread that asks
        from geopy.exc import GeopyError  # noqa: PLC0415

        words = ", ".join(part for part in (site.address, site.city, _last(site)) if part)
        try:
            found = self._service().geocode(words, exactly_one=True)
        except GeopyError as error:
            raise NotAnswered(f"{self.name}: {type(error).__name__}") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotAnswered(f"{self.name}: an answer of another shape ({type(error).__name__})") from None
        if found is None:
            return None
        raw = found.raw if isinstance(found.raw, dict) else {}
        precision = self._precision(raw)
        lat, lon = self._point(raw)
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise NotAnswered(f"{self.name}: {lat},{lon} is no point of the earth")
        return Place(lat, lon, precision)

    def _service(self) -> Any:
        if self._made is None:
            from geopy.adapters import URLLibAdapter  # noqa: PLC0415 - see `find`
            from geopy.geocoders import Nominatim, Photon  # noqa: PLC0415

            parts = urlsplit(self._settings.geocoder_url)
            agent = f"{AGENT} ({self._settings.contact})" if self._settings.contact else AGENT
            common = {
                "domain": f"{parts.netloc}{parts.path.rstrip('/')}",
                "scheme": parts.scheme,
                "timeout": TIMEOUT,
                "adapter_factory": URLLibAdapter,
                "user_agent": agent,
            }
            self._made = Nominatim(**common) if self.name == "nominatim" else Photon(**common)
        return self._made

    def _point(self, raw: Mapping[str, Any]) -> tuple[float, float]:
        """As the service wrote it: geopy's own point has wrapped a longitude of 255 round the earth."""
        try:
            if self.name == "nominatim":
                return float(raw["lat"]), float(raw["lon"])
            lon, lat = raw["geometry"]["coordinates"][:2]
            return float(lat), float(lon)
        except (KeyError, TypeError, ValueError):
            raise NotAnswered(f"{self.name}: an answer without a point") from None

    def _precision(self, raw: Mapping[str, Any]) -> Precision:
        """How well the answer is known; what is of no kind we know is taken for a town."""
        if self.name == "nominatim":
            return _NOMINATIM.get(str(raw.get("addresstype", "")), P.PLACE)
        known = raw.get("properties")
        properties = known if isinstance(known, dict) else {}
        if properties.get("osm_value") == "postcode" or properties.get("osm_key") == "postcode":
            return P.POSTCODE
        return _PHOTON.get(str(properties.get("type", "")), P.PLACE)


def _last(site: Site) -> str:
    """Region and postal code, as they stand in an address."""
    return " ".join(part for part in (site.region, site.postcode) if part)
