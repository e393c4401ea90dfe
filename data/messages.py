"""Reads of the outbox, for the sender: what is due, what is known already."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from data.codecs import write_instant
from data.raw import Raw
from data.records import Records
from dispatch_tui.core.model import Channel, Message

# The words of the partial index `message_open`, so that both databases find the few open ones by it.
_OPEN = "t.handled_at IS NULL AND t.state NOT IN ('sent', 'canceled')"
_DUE = (
    "(t.state = 'queued' AND (t.not_before IS NULL OR t.not_before <= :now) "
    "OR t.state IN ('blocked', 'unknown') AND t.not_before IS NOT NULL AND t.not_before <= :now "
    "OR t.state IN ('sending', 'unknown') AND t.lease_until IS NOT NULL AND t.lease_until < :wall)"
)


class Outbox:
    """What a sender needs to know, over one connection."""

    def __init__(self, raw: Raw) -> None:
        self._records = Records(raw)

    def message(self, message_id: int) -> Message | None:
        """See `Store.message`."""
        return self._records.find(Message, message_id)

    def due(
        self, now: datetime, wall: datetime, reach: Collection[tuple[Channel, bool]], limit: int
    ) -> tuple[Message, ...]:
        """See `Store.due_messages`."""
        if not reach:
            return ()
        ways = " OR ".join(
            f"t.channel = '{channel.value}' AND t.technician_id IS {'NOT ' if technicians else ''}NULL"
            for channel, technicians in sorted(reach)
        )
        condition = f"{_OPEN} AND {_DUE} AND ({ways}) ORDER BY t.id LIMIT :many"
        given = {"now": write_instant(now), "wall": write_instant(wall), "many": limit}
        return tuple(self._records.where(Message, condition, **given))

    def known(self, key: str) -> bool:
        """See `Store.known_message`."""
        return bool(self._records.matching(Message, key=key))

    def carried(self, provider_id: str, to: str) -> Message | None:
        """See `Store.carried_message`."""
        found = self._records.matching(Message, address=to, provider_id=provider_id)
        return found[0] if found else None
