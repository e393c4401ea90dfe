"""Addresses out of rows: one set of columns taken whole, or one cell taken apart with care."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from data.importing.columns import ADDRESS_SETS
from data.importing.postcodes import PostalPoint, find_postcode, postal_point, written_out

_STATE = re.compile(r"\b([A-Z]{2})\b\.?\s*$")
_COUNTRIES = frozenset({"usa", "us", "united states", "canada", "ca", "united states of america"})


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; parts that were not said are empty."""

    street: str
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = "US"

    def point(self) -> PostalPoint | None:
        """Where its postal code lies, None if that is not known."""
        return postal_point(self.postcode, self.country)


def choose_address(text: Callable[[str], str], country: str, sets: tuple[str, ...] = ()) -> Address | None:
    """The address of a row from the first set of columns that names a street.

    The street of one set is never joined with the city of another: a service address without a
    city is better than one in the wrong town.

    Args:
        text: reads a cell by our field name.
        country: the shop's country, for postal codes.
        sets: names of ADDRESS_SETS to look at, in order; all by default.
    """
    for name in sets or tuple(ADDRESS_SETS):
        street = text(f"{name}_street")
        if not street:
            continue
        second = text(f"{name}_street2")
        city, region = text(f"{name}_city"), text(f"{name}_region")
        code = text(f"{name}_postcode")
        if not (city or region or code):
            whole = ", ".join(part for part in (street, second) if part)
            return taken_apart(whole, country)
        line = f"{street} {second}" if second and second.casefold() not in street.casefold() else street
        return Address(line[:120], city[:60], region[:30], written_out(code, country)[:16], country)
    return None


def taken_apart(whole: str, country: str) -> Address:
    """An address in one cell: `123 Main St, Apt 2, Columbus, OH 43214, USA`.

    Only what is sure is taken off the end: country, postal code, state, then the last part as the
    city. What stays is the street as it was said.
    """
    parts = [part.strip() for part in re.split(r"[,\n]+", whole) if part.strip()]
    if len(parts) > 1 and parts[-1].casefold() in _COUNTRIES:
        if parts[-1].casefold() == "canada":
            country = "CA"
        parts.pop()
    if not parts:
        return Address("")
    tail = parts[-1]
    code = find_postcode(tail, country) if len(parts) > 1 or not tail[:1].isdigit() else ""
    if len(parts) == 1:
        # Without commas nothing tells where the street ends; the code alone is safe to read.
        ends = re.search(r"\b\d{5}(-\d{4})?$", tail) if country == "US" else None
        return Address(tail[:120], postcode=ends[0][:5] if ends else code, country=country)
    if code:
        at = tail.upper().rfind(code[:3] if country == "CA" else code)
        tail = tail[:at].strip()
    state = _STATE.search(tail)
    region = state[1] if state else ""
    if state:
        tail = tail[: state.start()].strip()
    if tail and (code or region):
        parts[-1] = tail
    elif not tail:
        parts.pop()
    city = parts.pop() if len(parts) > 1 else ""
    return Address(", ".join(parts)[:120], city[:60], region, code[:16], country)
