"""How well a place is known, and what follows: what its legs may be off by, and which points are suspect.

Figures measured on 3,220 real US addresses and Canadian postal data (5-planning.md): a postal code's point
is off by 2 km in the median, by 6 at the 90th percentile; one pair of addresses in eight shares a code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Place, Precision, Site

BLUR_KM: Mapping[Precision, float] = MappingProxyType(
    {Precision.POSTCODE: 1.5, Precision.PLACE: 4.0, Precision.REGION: 15.0}
)
"""Half the typical distance of a real address from a point of that precision, about: two addresses that
share a postal code are never nought apart."""

SPREAD_KM: Mapping[Precision, float] = MappingProxyType(
    {
        Precision.INTERPOLATED: 0.1,
        Precision.STREET: 0.4,
        Precision.POSTCODE: 4.0,
        Precision.PLACE: 8.0,
        Precision.REGION: 50.0,
    }
)
"""How far four of five real addresses are from such a point at most."""

FINE = frozenset({Precision.PIN, Precision.HOUSE, Precision.INTERPOLATED})
"""Precisions of which another look-up would bring nothing better."""

MOST_SHARED = 3
"""More different addresses than this at one point are a city's default point, not a building."""

FAR_KM = 150.0
"""Nobody drives farther to a call than this without saying so."""

_UNIT = re.compile(r"(?:\b(?:apt|unit|ste|suite)\b|#)\.?\s*\S+$", re.IGNORECASE)
_POINT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*")


def rank(precision: Precision) -> int:
    """0 for the best known; `UNKNOWN` is the last."""
    return _RANKS[precision]


_RANKS = {precision: at for at, precision in enumerate(Precision)}


def point_of(text: str) -> Place:
    """The pinned place that typed coordinates mean: latitude, then longitude, in degrees.

    The ranges are looked at here: geopy's own `Point("39.7,255")` wraps round the earth in silence.

    Raises:
        Refused: if they are none, or no point of the earth.
    """
    found = _POINT.fullmatch(text)
    if found is None:
        raise Refused(f"{text.strip()!r} is no pair of coordinates", "give latitude,longitude as 40.1,-82.9")
    lat, lon = float(found[1]), float(found[2])
    if not -90 <= lat <= 90:
        raise Refused(f"a latitude of {found[1]} is off the globe", "latitude comes first, from -90 to 90")
    if not -180 <= lon <= 180:
        raise Refused(f"a longitude of {found[2]} is off the globe", "longitude is from -180 to 180")
    if lat == 0 and lon == 0:
        raise Refused("0,0 lies in the sea", "it is what programs write that know no place")
    return Place(lat, lon, Precision.PIN)


def looks_like_point(text: str) -> bool:
    """True if a text is two numbers that may be coordinates; whether they can be, `point_of` says."""
    return _POINT.fullmatch(text) is not None and "." in text


def address_key(address: str, city: str = "", region: str = "", postcode: str = "") -> str:
    """An address as it is compared: case, blanks and commas apart. The same words are the same address."""
    words = " ".join((address, city, region, postcode)).casefold()
    return " ".join(re.sub(r"[^\w#/-]+", " ", words).split())


def key_of(site: Site) -> str:
    """A site's address as it is compared."""
    return address_key(site.address, site.city, site.region, site.postcode)


def shared_points(sites: Iterable[Site]) -> Mapping[tuple[float, float], int]:
    """Points that claim to be a building and have more than three different addresses, with how many.

    Two units of one house number are one address; a postal code's point is shared by nature and not meant.
    """
    found: dict[tuple[float, float], set[str]] = {}
    for site in sites:
        place = site.place
        if place is not None and place.precision in FINE:
            house = address_key(_UNIT.sub("", site.address), site.city)
            found.setdefault((place.lat, place.lon), set()).add(house)
    return {point: len(houses) for point, houses in found.items() if len(houses) > MOST_SHARED}


def nearest_km(place: Place, others: Iterable[Place]) -> float | None:
    """Kilometres to the nearest of others as the crow flies; None if there are none."""
    return min((_rough_km(place, other) for other in others), default=None)


def _rough_km(a: Place, b: Place) -> float:
    """Good enough to tell a neighbour from another state, and on either side of the date line."""
    around = (b.lon - a.lon + 180) % 360 - 180
    return 111.2 * math.hypot(b.lat - a.lat, around * math.cos(math.radians((a.lat + b.lat) / 2)))
