"""Which fields of a record people change together, and what record kinds are called.

A group has a revision of its own: moving a visit does not collide with somebody setting its status. The log,
undo and compare-and-set all work on groups.
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch_tui.core.model import (
    AlertCare,
    Call,
    CallNote,
    CallType,
    Customer,
    Disagreement,
    Draft,
    ForeignId,
    Message,
    OptOut,
    Record,
    ShiftRule,
    Shop,
    SimClock,
    Site,
    Technician,
    Template,
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
        ),
        "rules": ("rules",),
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
            "channel",
            "language",
        )
    },
    ShiftRule: {"rule": ("technician_id", "weekday", "start_minute", "end_minute")},
    TimeOff: {"span": ("technician_id", "since", "until", "reason")},
    Customer: {
        "info": ("name", "phone", "phone2", "email", "channel", "language", "tags", "note"),
        "pairing": ("preferred", "blocked"),
    },
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
            "first_call_id",
            "part",
            "part_ready_at",
        ),
        "promise": ("window", "window_told_at"),
        "fate": ("hold_reason", "hold_until", "cancel_reason", "closed_at", "outcome"),
    },
    Visit: {
        "plan": ("call_id", "technician_id", "start", "minutes", "service_date", "lock", "helps"),
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
        "client": ("eta_told", "eta_told_at", "onway_told_at"),
        "check": ("asked_at", "answered_at", "undisturbed_at"),
    },
    CallNote: {"text": ("call_id", "at", "actor", "text")},
    Draft: {"text": ("owner", "values", "saved_at")},
    ForeignId: {"link": ("kind", "source", "foreign", "record_id")},
    Message: {
        "text": (
            "kind",
            "channel",
            "body",
            "key",
            "created_at",
            "technician_id",
            "customer_id",
            "call_id",
            "visit_id",
            "address",
            "language",
            "subject",
            "topic",
            "author",
            "automatic",
            "eta",
            "window",
            "expires_at",
        ),
        "delivery": (
            "state",
            "not_before",
            "attempts",
            "holder",
            "lease_until",
            "sent_at",
            "provider",
            "provider_id",
            "error",
        ),
        "care": ("handled_at", "handled_by", "meant"),
    },
    OptOut: {"fact": ("address", "since", "words", "said_by")},
    Template: {"text": ("kind", "language", "subject", "body")},
    Disagreement: {
        "matter": (
            "call_id",
            "within_team",
            "theirs",
            "ours",
            "opened_at",
            "opened_by",
            "owner",
            "next_step",
            "due",
            "outcome",
            "settled_at",
        )
    },
    AlertCare: {"care": ("key", "at", "owner", "snoozed_until", "snoozed_level")},
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
    "message": Message,
    "opt_out": OptOut,
    "template": Template,
    "disagreement": Disagreement,
    "alert": AlertCare,
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
