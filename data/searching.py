"""Finding customers and calls by what is said on the phone: a number, a name, part of an address."""

# ruff: noqa: S608 - names in the SQL come from data.shapes; values are always parameters

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.codecs import read_instant
from data.folding import digits, folded, site_text
from data.raw import Raw
from data.records import Records
from dispatch_tui.core.model import Call, Customer, Site, Visit
from dispatch_tui.desk.ports import CallHit, CustomerHit

PHONE_DIGITS = 3
"""Fewer digits than this are not looked for in phones."""

CANDIDATES = 300
"""Of so many customers that fit, the best are picked."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, ready to look for.

    Attributes:
        words: folded words; each must begin a word of the name or of an address.
        digits: digits to find anywhere in a phone; "" if too few were typed.
    """

    words: tuple[str, ...]
    digits: str

    @classmethod
    def of(cls, text: str) -> Query:
        """The query of typed text. A national 0 in front is not in a stored number."""
        words = tuple(folded(text).split())
        typed = digits(text).lstrip("0")
        has_letters = any(char.isalpha() for char in text)
        return cls(words, typed if len(typed) >= PHONE_DIGITS and not has_letters else "")

    def condition(self) -> str:
        """SQL on the customer's row `t`; `parameters` go with it."""
        ways = []
        if self.words:
            ways.append(" AND ".join(f"instr(t.search, :word{n}) > 0" for n in range(len(self.words))))
        if self.digits:
            ways.append("instr(t.digits, :digits) > 0")
        return "(" + " OR ".join(f"({way})" for way in ways) + ")"

    def parameters(self) -> dict[str, str]:
        """Values for `condition`."""
        found = {f"word{n}": f" {word}" for n, word in enumerate(self.words)}
        return found | ({"digits": self.digits} if self.digits else {})

    def fits(self, *texts: str) -> bool:
        """True if every word begins a word of the texts."""
        spaced = " " + " ".join(texts)
        return all(f" {word}" in spaced for word in self.words)


class Searching:
    """Searches over one connection."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._records = Records(raw)

    def customers(self, text: str, limit: int) -> tuple[CustomerHit, ...]:
        """See `Store.find_customers`."""
        query = Query.of(text)
        if not query.words:
            return ()
        with self._raw.snapshot():
            keys = self._customer_ids(query)
            found = {one.id: one for one in self._by_id(Customer, keys)}
            best = sorted(found.values(), key=lambda one: _rank(query, one))[:limit]
            return tuple(self._hit(query, customer) for customer in best)

    def calls(self, text: str, limit: int) -> tuple[CallHit, ...]:
        """See `Store.find_calls`."""
        query = Query.of(text)
        if not query.words:
            return ()
        with self._raw.snapshot():
            found = self._numbered(text)
            if not text.strip().startswith("#"):
                found += self._calls_of(query, self._customer_ids(query))
            unique = list({call.id: call for call in found}.values())[:limit]
            return tuple(self._call_hit(call) for call in unique)

    def _customer_ids(self, query: Query) -> list[int]:
        """Customers that fit; read from the indexes on the derived columns alone.

        One statement per column: each then scans one covering index, 50,000 customers in some ms.
        """
        found: dict[int, None] = {}
        for part in (Query((), query.digits), Query(query.words, "")):
            if part.words or part.digits:
                rows = self._raw.rows(
                    f"SELECT t.id FROM customer t WHERE t.live = 1 AND {part.condition()} LIMIT {CANDIDATES}",
                    **part.parameters(),
                )
                found.update(dict.fromkeys(row[0] for row in rows))
        return list(found)

    def _by_id(self, kind: Any, keys: Sequence[int]) -> list[Any]:
        return self._records.where(kind, f"t.id IN ({_listed(keys)})") if keys else []

    def _hit(self, query: Query, customer: Customer) -> CustomerHit:
        key = customer.id
        sites = self._records.where(Site, "t.customer_id = :key ORDER BY t.id", key=key)
        sites.sort(key=lambda site: not any(f" {w}" in " " + site_text(site) for w in query.words))
        count, last = self._raw.row(
            "SELECT count(*), max(received_at) FROM call WHERE live = 1 AND customer_id = :key", key=key
        ) or (0, None)
        calls = self._records.where(
            Call,
            "t.customer_id = :key AND t.phase NOT IN ('completed', 'closed', 'canceled') ORDER BY t.id DESC",
            key=key,
        )
        zone = self._records.shop().zone
        day = None if last is None else read_instant(last).astimezone(zone).date()
        return CustomerHit(customer, tuple(sites), count, tuple(calls), day)

    def _numbered(self, text: str) -> list[Call]:
        number = text.strip().lstrip("#")
        if not number.isdecimal() or len(number) > 15:
            return []
        return self._records.where(Call, "t.id = :key", key=int(number))

    def _calls_of(self, query: Query, customers: Sequence[int]) -> list[Call]:
        """Calls of customers that fit, newest first; words must fit the call's own site."""
        if not customers:
            return []
        calls = self._records.where(
            Call,
            f"t.customer_id IN ({_listed(customers)}) ORDER BY t.id DESC LIMIT {CANDIDATES}",
        )
        names = {one.id: one for one in self._by_id(Customer, [call.customer_id for call in calls])}
        sites = {one.id: one for one in self._by_id(Site, [call.site_id for call in calls])}
        return [
            call
            for call in calls
            if (customer := names.get(call.customer_id)) and (site := sites.get(call.site_id))
            if query.fits(folded(customer.name), site_text(site)) or _has_digits(query, customer)
        ]

    def _call_hit(self, call: Call) -> CallHit:
        visits = self._records.visits_of(call.id)
        visit = max(visits, key=_standing, default=None)
        return CallHit(
            call,
            self._records.get(Customer, call.customer_id),
            self._records.get(Site, call.site_id),
            visit.service_date if visit else None,
            visit.technician_id if visit else None,
        )


def _standing(visit: Visit) -> tuple[bool, date, int]:
    """Unfinished visits before finished ones, then the latest."""
    return visit.finished_at is None, visit.service_date, visit.id


def _has_digits(query: Query, customer: Customer) -> bool:
    return bool(query.digits) and query.digits in digits(customer.phone, customer.phone2)


def _rank(query: Query, customer: Customer) -> tuple[bool, bool, bool, str, int]:
    """Best first: a phone that ends so, a name that begins so, a name that fits, the address."""
    phones = digits(customer.phone, customer.phone2).split()
    name = folded(customer.name)
    ends = bool(query.digits) and any(phone.endswith(query.digits) for phone in phones)
    begins = bool(query.words) and name.startswith(query.words[0])
    return not ends, not begins, not query.fits(name), name, customer.id


def _listed(keys: Sequence[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
