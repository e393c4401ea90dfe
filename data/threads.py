"""Reads of what was said to and by people: threads by person, wordings, opt-outs, disagreements."""

# ruff: noqa: S608 - the SQL is put together of this module's own words; values are always parameters

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from data.raw import Raw
from data.records import Records
from dispatch_tui.core.errors import Missing
from dispatch_tui.core.model import Customer, Disagreement, Message, OptOut, Record, Technician, Template
from dispatch_tui.desk.ports import Thread

R = TypeVar("R", bound=Record)

RECENT = 3000
"""Threads are made of so many newest messages, and of all that want something of a person."""

_WANTING = (
    "t.handled_at IS NULL AND (t.state IN ('received', 'failed', 'blocked', 'unknown', 'draft') "
    "OR (t.state = 'queued' AND t.channel = 'phone'))"
)
# The words of the partial index `message_open`, so that both databases find the few open ones by it.
_OPEN = "t.live = 1 AND t.handled_at IS NULL AND t.state NOT IN ('sent', 'canceled')"
_NOBODY = "t.technician_id IS NULL AND t.customer_id IS NULL"
_WHO = f"t.technician_id, t.customer_id, CASE WHEN {_NOBODY} THEN t.address ELSE '' END"
_THREADS = (
    f"SELECT {_WHO}, max(t.id), sum(CASE WHEN {_WANTING} THEN 1 ELSE 0 END) "
    "FROM message t WHERE t.live = 1 AND t.id IN ("
    "SELECT id FROM (SELECT id FROM message WHERE live = 1 ORDER BY id DESC LIMIT :recent) newest "
    f"UNION SELECT t.id FROM message t WHERE {_OPEN}) "
    f"GROUP BY {_WHO} "
    f"ORDER BY CASE WHEN sum(CASE WHEN {_WANTING} THEN 1 ELSE 0 END) > 0 THEN 0 ELSE 1 END, max(t.id) DESC "
    "LIMIT :most"
)


class Threads:
    """Reads of messages over one connection."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._records = Records(raw)

    def threads(self, limit: int) -> tuple[Thread, ...]:
        """See `Store.threads`."""
        with self._raw.snapshot():
            rows = self._raw.rows(_THREADS, recent=RECENT, most=limit)
            last = {each.id: each for each in self._of(Message, (row[3] for row in rows))}
            technicians = {each.id: each for each in self._of(Technician, (row[0] for row in rows))}
            customers = {each.id: each for each in self._of(Customer, (row[1] for row in rows))}
        return tuple(
            Thread(last[key], int(todo), technicians.get(technician), customers.get(customer))
            for technician, customer, _, key, todo in rows
        )

    def thread_of(
        self, technician_id: int | None, customer_id: int | None, address: str, limit: int
    ) -> tuple[Message, ...]:
        """See `Store.thread_of`."""
        if technician_id is not None:
            whose, parameters = "t.technician_id = :key", {"key": technician_id}
        elif customer_id is not None:
            whose, parameters = "t.customer_id = :key", {"key": customer_id}
        else:
            return self._newest(f"t.address = :address AND {_NOBODY}", limit, address=address)[::-1]
        return self._newest(whose, limit, **parameters)[::-1]

    def correspondent(self, technician_id: int | None, customer_id: int | None) -> Technician | Customer:
        """See `Store.correspondent`."""
        if technician_id is not None:
            return self._records.get(Technician, technician_id)
        if customer_id is not None:
            return self._records.get(Customer, customer_id)
        raise Missing("nobody is known by that address", "their calls may be found with find")

    def latest(self, limit: int) -> tuple[Message, ...]:
        """See `Store.latest_messages`."""
        return self._newest("1 = 1", limit)

    def disagreements(self, open_only: bool) -> tuple[Disagreement, ...]:
        """See `Store.disagreements`."""
        which = "t.settled_at IS NULL" if open_only else "1 = 1"
        order = "CASE WHEN t.settled_at IS NULL THEN 0 ELSE 1 END, coalesce(t.due, '9999'), t.id"
        return tuple(self._records.where(Disagreement, f"{which} ORDER BY {order}"))

    def templates(self) -> tuple[Template, ...]:
        """See `Store.templates`."""
        return self._records.all(Template)

    def opt_outs(self) -> tuple[OptOut, ...]:
        """See `Store.opt_outs`."""
        return self._records.all(OptOut)

    def _newest(self, condition: str, limit: int, **parameters: object) -> tuple[Message, ...]:
        found = self._records.where(
            Message, f"{condition} ORDER BY t.id DESC LIMIT :most", most=limit, **parameters
        )
        return tuple(found)

    def _of(self, kind: type[R], keys: Iterable[int | None]) -> list[R]:
        listed = ", ".join(str(int(key)) for key in dict.fromkeys(keys) if key is not None)
        return self._records.where(kind, f"t.id IN ({listed})") if listed else []
