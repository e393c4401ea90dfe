"""Text as it is searched: without case, accents and marks, so that MÜLLER finds Mueller's neighbour Muller.

Customers keep three derived columns of it (see `data.tables.CustomerRow`); queries fold what was
typed the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from dispatch_tui.core.model import Customer, Site

_MARKS = re.compile(r"[^a-z0-9]+")
_NOT_DIGITS = re.compile(r"\D+")
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th"})


def folded(text: str) -> str:
    """Words in lower-case without accents, one space between; other scripts keep their letters."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    if plain.isascii():
        return _MARKS.sub(" ", plain).strip()
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def digits(*numbers: str) -> str:
    """The digits of phone numbers, one space between."""
    return " ".join(_NOT_DIGITS.sub("", number) for number in numbers if number)


def customer_columns(customer: Customer) -> Mapping[str, str]:
    """What a customer's row keeps for searching, as far as the record alone says it."""
    return {
        "folded": folded(customer.name),
        "digits": digits(customer.phone, customer.phone2),
    }


def search_text(customer: Customer, sites: Iterable[Site]) -> str:
    """Words of the name and of every address, each after a space, so that ` smi` is a prefix."""
    addresses = (site_text(site) for site in sites)
    return "".join(f" {part}" for part in (folded(customer.name), *addresses) if part)


def site_text(site: Site) -> str:
    """Words of an address."""
    return folded(f"{site.address} {site.city} {site.postcode}")
