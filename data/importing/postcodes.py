"""Where a postal code lies, from the tables shipped beside this file (GeoNames, see NOTICE.txt).

A US code's point is off by 2 km in the median; a rural Canadian forward sortation area by 52, which
is why it counts as a region only.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dispatch_tui.core.model import Place, Precision

_US = re.compile(r"\b(\d{5})(?:-?\d{4})?\b")
_CANADA = re.compile(r"\b([A-Z]\d[A-Z])\s?(\d[A-Z]\d)?\b", re.IGNORECASE)
_SHORT_ZIP = re.compile(r"\d{3,4}")


@dataclass(frozen=True, slots=True)
class PostalPoint:
    """A postal code's point and what lies there."""

    place: Place
    city: str
    region: str


def find_postcode(text: str, country: str) -> str:
    """The last postal code in a text, written as it should be; "" if there is none."""
    if country == "CA":
        found = _CANADA.findall(text)
        return " ".join(part for part in found[-1] if part).upper() if found else ""
    zips = _US.findall(text)
    return zips[-1] if zips else ""


def country_of(code: str) -> str:
    """The country whose postal codes look like this one; "" if neither's do."""
    code = code.strip()
    if _CANADA.fullmatch(code):
        return "CA"
    return "US" if _US.fullmatch(code) else ""


def written_out(code: str, country: str) -> str:
    """A postal code as typed in its own column: a spreadsheet has eaten the noughts in front."""
    code = code.strip()
    if country == "US" and _SHORT_ZIP.fullmatch(code):
        return code.zfill(5)
    return find_postcode(code, country) or code


def postal_point(code: str, country: str) -> PostalPoint | None:
    """Where a postal code lies; None if the tables do not know it."""
    if country == "CA":
        return _table("ca_postcodes.psv.xz").get(code[:3].upper())
    return _table("us_postcodes.psv.xz").get(code[:5])


@cache
def _table(name: str) -> Mapping[str, PostalPoint]:
    """A table by code. Read on first use: 41,000 lines cost about a tenth of a second."""
    packed = resources.files("data.importing").joinpath(name).read_bytes()
    lines = lzma.decompress(packed).decode("utf-8").splitlines()[1:]
    canada = name.startswith("ca")
    table = {}
    for line in lines:
        code, city, region, lat, lon = line.split("|")
        rural = canada and code[1] == "0"
        precision = Precision.REGION if rural else Precision.POSTCODE
        table[code] = PostalPoint(Place(float(lat), float(lon), precision), city, region)
    return table
