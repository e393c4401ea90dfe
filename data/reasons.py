"""Why visits were put where they stand: read back from the answers that the acts were given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from data.codecs import write_instant
from data.raw import Raw
from dispatch_tui.core.model import Visit
from dispatch_tui.core.suggest.because import Because, because_from

_KEPT = (
    "FROM change ch JOIN changeset cs ON cs.rev = ch.rev "
    "WHERE ch.entity = 'visit' AND ch.field_group IN ('life', 'plan') "
    "AND instr(cs.outcome, '\"because\"') > 0 "
)

_OF_VISIT = f"SELECT cs.outcome {_KEPT} AND ch.entity_id = :visit ORDER BY ch.rev DESC"

_OF_DAY = (
    "SELECT v.id, v.technician_id, v.start, cs.outcome "
    "FROM visit v JOIN change ch ON ch.entity_id = v.id JOIN changeset cs ON cs.rev = ch.rev "
    "WHERE v.service_date = :day AND v.live = 1 "
    "AND ch.entity = 'visit' AND ch.field_group IN ('life', 'plan') "
    "AND instr(cs.outcome, '\"because\"') > 0 ORDER BY ch.rev DESC"
)


def because_of(raw: Raw, visit: Visit) -> Because | None:
    """The newest explanation of a visit that explains where it stands now.

    An act that was taken back explains another place, or stands again; a lock changes no place.

    Raises:
        StoreUnusable: if the store cannot be read.
    """
    stands = visit.technician_id, write_instant(visit.start)
    rows = raw.rows(_OF_VISIT, visit=visit.id)
    return next(_explaining(visit.id, stands, [text for (text,) in rows]), None)


def becauses(raw: Raw, day: date) -> Mapping[int, Because]:
    """The explanation of every visit of a service date that has one, by visit id.

    Raises:
        StoreUnusable: if the store cannot be read.
    """
    found: dict[int, Because] = {}
    for key, technician, start, text in raw.rows(_OF_DAY, day=day.isoformat()):
        if key not in found:
            kept = next(_explaining(key, (technician, start), [text]), None)
            if kept is not None:
                found[key] = kept
    return found


def _explaining(key: int, stands: tuple[int, int], texts: Sequence[str]) -> Iterator[Because]:
    for text in texts:
        answer: dict[str, Any] = json.loads(text)
        for data in answer["because"]:
            if data.get("visit", answer.get("visit")) != key:
                continue
            because = because_from(data)
            if because is not None and (because.technician_id, write_instant(because.start)) == stands:
                yield because
