"""Which fields of a record people change together, and what record kinds are called.

A group has a revision of its own: moving a visit does not collide with somebody setting its status. The log,
undo and compare-and-set all work on groups.
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch_tui.core.model import (
    Call,
    CallNote,
    CallType,
    Customer,
    Draft,
    ForeignId,
    Record,
    ShiftRule,
    Shop,
    SimClock,
    Site,
    Technician,
    TimeOff,
    Visit,
)

GROUPS: Mapping[type, Mapping[str, tuple[str, ...]]] = {
    Shop: {
        "info": (
            "name",
            "zone_name",
            "circuity",
            "speed_kmh",
            "parking_minutes",
            "amber_minutes",
            "first_call",
            "currency",
            "demo",
            "codes",
        )
    },
    SimClock: {"rate": ("anchor", "wall_anchor", "speed")},
    CallType: {"info": ("code", "name", "skills", "minutes", "priority")},
    Technician: {
        "info": (
            "code",
            "name",
            "phone",
            "email",
            "skills",
            "tags",
            "home",
            "area",
            "active",
            "note",
        )
    },
    ShiftRule: {"rule": ("technician_id", "weekday", "start_minute", "end_minute")},
    TimeOff: {"span": ("technician_id", "since", "until", "reason")},
    Customer: {"info": ("name", "phone", "phone2", "email", "channel", "language", "tags", "note")},
    Site: {
        "info": (
            "customer_id",
            "address",
            "city",
            "region",
            "postcode",
            "area",
            "place",
            "access",
        )
    },
    Call: {
        "info": (
            "customer_id",
            "site_id",
            "type_code",
            "skills",
            "minutes",
            "received_at",
            "due",
            "priority",
            "problem",
            "instructions",
            "access",
            "source",
            "channel",
        ),
        "promise": ("window", "window_told_at"),
        "fate": ("hold_reason", "hold_until", "cancel_reason", "closed_at", "outcome"),
    },
    Visit: {
        "plan": ("call_id", "technician_id", "start", "minutes", "service_date", "lock"),
        "status": (
            "state",
            "since",
            "enroute_at",
            "arrived_at",
            "finished_at",
            "paused_minutes",
            "left_minutes",
            "left_at",
            "reason",
        ),
        "told": ("dispatched_at", "acknowledged_at"),
    },
    CallNote: {"text": ("call_id", "at", "actor", "text")},
    Draft: {"text": ("owner", "values", "saved_at")},
    ForeignId: {"link": ("kind", "source", "foreign", "record_id")},
}
"""Field groups by record type, in the order of `revs`; `revs[0]` is the record's own life,
`revs[1:]` follow this order. `phase` is derived and in no group; `id` never changes."""

KINDS: Mapping[str, type] = {
    "shop": Shop,
    "clock": SimClock,
    "call_type": CallType,
    "technician": Technician,
    "shift": ShiftRule,
    "time_off": TimeOff,
    "customer": Customer,
    "site": Site,
    "call": Call,
    "visit": Visit,
    "note": CallNote,
    "draft": Draft,
    "foreign": ForeignId,
}
"""The names of record kinds, as the log and the change feed use them."""

KIND_OF: Mapping[type, str] = {cls: kind for kind, cls in KINDS.items()}


def rev_of(record: Record, group: str) -> int:
    """Revision of one group ("life" for the record itself); 0 if never stored."""
    if not record.revs:
        return 0
    if group == "life":
        return record.revs[0]
    return record.revs[1 + list(GROUPS[type(record)]).index(group)]
