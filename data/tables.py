"""The tables, as SQLModel classes: what the writer's statements and the migrations are made of.

Rows of these classes never leave this package: reads make the core's frozen records from plain SQL
(`data.shapes`), writes go through Core statements of these tables (`data.statements`).
Importing this module costs a second of CPU; only the writer does, at the first write.

There are no relationships (they would load lazily, on the wrong thread), and what was valid is
decided in the core before: `table=True` does not validate.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Table, Text
from sqlmodel import Field, SQLModel

from data import log_tables, message_tables, place_tables
from data.column_types import Day, Flag, Instant, Number, Pairs, Real, Word, Words
from data.table_parts import COUNTED, STRICT, Living, alone, flag, live_only, one_of, since_2, since_4
from dispatch_tui.core.model import (
    CallPhase,
    Channel,
    Lock,
    Precision,
    Priority,
    VisitState,
)


class ShopRow(Living, table=True):
    """The shop's settings; one row."""

    __tablename__ = "shop"
    __table_args__ = (alone("shop"), flag("shop", "live"), flag("shop", "demo"), STRICT)
    name: str = Field(sa_type=Text)
    zone_name: str = Field(sa_type=Text)
    circuity: float = Field(sa_type=Real)
    speed_kmh: float = Field(sa_type=Real)
    parking_minutes: float = Field(sa_type=Real)
    amber_minutes: int
    first_call: int = Field(sa_type=Number)
    currency: str = Field(sa_type=Text)
    demo: bool = Field(sa_type=Flag)
    codes: Mapping[str, str] = Field(sa_type=Pairs)
    info_rev: int = Field(sa_type=Number)
    rules: Mapping[str, str] = Field(sa_type=Pairs, sa_column_kwargs=since_2("{}"))
    rules_rev: int = Field(sa_type=Number, sa_column_kwargs=since_2("0"))


class ClockRow(Living, table=True):
    """The simulated clock of a demo shop or an exercise; at most one row."""

    __tablename__ = "clock"
    __table_args__ = (alone("clock"), flag("clock", "live"), STRICT)
    anchor: datetime = Field(sa_type=Instant)
    wall_anchor: datetime = Field(sa_type=Instant)
    speed: float = Field(sa_type=Real)
    rate_rev: int = Field(sa_type=Number)


class CallTypeRow(Living, table=True):
    """A kind of work the shop does."""

    __tablename__ = "call_type"
    __table_args__ = (
        flag("call_type", "live"),
        one_of("call_type", "priority", Priority),
        live_only("call_type_code", "code"),
        COUNTED,
    )
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    skills: tuple[str, ...] = Field(sa_type=Words)
    minutes: int
    priority: Priority = Field(sa_type=Word)
    info_rev: int = Field(sa_type=Number)


class TechnicianRow(Living, table=True):
    """Who goes."""

    __tablename__ = "technician"
    __table_args__ = (
        flag("technician", "live"),
        flag("technician", "active"),
        one_of("technician", "home_precision", Precision),
        live_only("technician_code", "code"),
        COUNTED,
    )
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    phone: str = Field(sa_type=Text)
    email: str = Field(sa_type=Text)
    skills: tuple[str, ...] = Field(sa_type=Words)
    tags: tuple[str, ...] = Field(sa_type=Words)
    home_lat: float | None = Field(sa_type=Real)
    home_lon: float | None = Field(sa_type=Real)
    home_precision: Precision | None = Field(sa_type=Word)
    area: str = Field(sa_type=Text)
    active: bool = Field(sa_type=Flag)
    note: str = Field(sa_type=Text)
    info_rev: int = Field(sa_type=Number)
    channel: Channel = Field(sa_type=Word, sa_column_kwargs=since_2("text"))
    language: str = Field(sa_type=Text, sa_column_kwargs=since_2("en"))


class ShiftRow(Living, table=True):
    """A technician's regular hours on one weekday, shop-local minutes."""

    __tablename__ = "shift"
    __table_args__ = (
        flag("shift", "live"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="shift_weekday"),
        COUNTED,
    )
    technician_id: int = Field(sa_type=Number, foreign_key="technician.id", index=True)
    weekday: int
    start_minute: int
    end_minute: int
    rule_rev: int = Field(sa_type=Number)


class TimeOffRow(Living, table=True):
    """A stretch in which a technician cannot work."""

    __tablename__ = "time_off"
    __table_args__ = (flag("time_off", "live"), COUNTED)
    technician_id: int = Field(sa_type=Number, foreign_key="technician.id", index=True)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(sa_type=Instant)
    reason: str = Field(sa_type=Text)
    span_rev: int = Field(sa_type=Number)


class CustomerRow(Living, table=True):
    """Who pays.

    Attributes:
        folded: the name without case, accents and marks, to find it again exactly.
        digits: the digits of both phones, to find any part of them.
        search: folded words of the name and of every address, each after a space.
    """

    __tablename__ = "customer"
    __table_args__ = (
        flag("customer", "live"),
        one_of("customer", "channel", Channel),
        Index("customer_digits", "live", "digits"),
        # PostgreSQL's B-tree refuses rows of 2.7 kB, which a customer with many sites has.
        Index("customer_search", "live", "search").ddl_if(dialect="sqlite"),
        COUNTED,
    )
    name: str = Field(sa_type=Text)
    phone: str = Field(sa_type=Text, index=True)
    phone2: str = Field(sa_type=Text, index=True)
    email: str = Field(sa_type=Text)
    channel: Channel = Field(sa_type=Word)
    language: str = Field(sa_type=Text)
    tags: tuple[str, ...] = Field(sa_type=Words)
    note: str = Field(sa_type=Text)
    folded: str = Field(sa_type=Text, index=True)
    digits: str = Field(sa_type=Text)
    search: str = Field(sa_type=Text)
    info_rev: int = Field(sa_type=Number)
    preferred: tuple[int, ...] = Field(sa_type=Words, sa_column_kwargs=since_4("[]"))
    blocked: tuple[int, ...] = Field(sa_type=Words, sa_column_kwargs=since_4("[]"))
    pairing_rev: int = Field(sa_type=Number, sa_column_kwargs=since_4("0"))


class SiteRow(Living, table=True):
    """Where the work is."""

    __tablename__ = "site"
    __table_args__ = (
        flag("site", "live"),
        one_of("site", "place_precision", Precision),
        COUNTED,
    )
    customer_id: int = Field(sa_type=Number, foreign_key="customer.id", index=True)
    address: str = Field(sa_type=Text)
    city: str = Field(sa_type=Text)
    region: str = Field(sa_type=Text)
    postcode: str = Field(sa_type=Text)
    area: str = Field(sa_type=Text)
    place_lat: float | None = Field(sa_type=Real)
    place_lon: float | None = Field(sa_type=Real)
    place_precision: Precision | None = Field(sa_type=Word)
    access: str = Field(sa_type=Text)
    info_rev: int = Field(sa_type=Number)


class CallRow(Living, table=True):
    """The service call; `id` is its number. `phase` is derived by the writer."""

    __tablename__ = "call"
    __table_args__ = (
        flag("call", "live"),
        one_of("call", "priority", Priority),
        one_of("call", "channel", Channel),
        one_of("call", "phase", CallPhase),
        Index("call_phase", "phase", "live"),
        COUNTED,
    )
    customer_id: int = Field(sa_type=Number, foreign_key="customer.id", index=True)
    site_id: int = Field(sa_type=Number, foreign_key="site.id", index=True)
    type_code: str = Field(sa_type=Text)
    skills: tuple[str, ...] = Field(sa_type=Words)
    minutes: int
    received_at: datetime = Field(sa_type=Instant)
    due: date = Field(sa_type=Day)
    priority: Priority = Field(sa_type=Word)
    problem: str = Field(sa_type=Text)
    instructions: str = Field(sa_type=Text)
    access: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    channel: Channel = Field(sa_type=Word)
    window_start: datetime | None = Field(sa_type=Instant)
    window_end: datetime | None = Field(sa_type=Instant)
    window_told_at: datetime | None = Field(sa_type=Instant)
    hold_reason: str = Field(sa_type=Text)
    hold_until: date | None = Field(sa_type=Day)
    cancel_reason: str = Field(sa_type=Text)
    closed_at: datetime | None = Field(sa_type=Instant)
    outcome: str = Field(sa_type=Text)
    phase: CallPhase = Field(sa_type=Word)
    info_rev: int = Field(sa_type=Number)
    promise_rev: int = Field(sa_type=Number)
    fate_rev: int = Field(sa_type=Number)
    first_call_id: int | None = Field(sa_type=Number)
    part: str = Field(sa_type=Text, sa_column_kwargs=since_2(""))
    part_ready_at: datetime | None = Field(sa_type=Instant)


class VisitRow(Living, table=True):
    """One technician going to one call once."""

    __tablename__ = "visit"
    __table_args__ = (
        flag("visit", "live"),
        one_of("visit", "lock", Lock),
        one_of("visit", "state", VisitState),
        Index("visit_day", "service_date", "live"),
        Index("visit_row", "technician_id", "service_date"),
        COUNTED,
    )
    call_id: int = Field(sa_type=Number, foreign_key="call.id", index=True)
    technician_id: int = Field(sa_type=Number, foreign_key="technician.id")
    start: datetime = Field(sa_type=Instant)
    minutes: int
    service_date: date = Field(sa_type=Day)
    lock: Lock = Field(sa_type=Word)
    state: VisitState = Field(sa_type=Word)
    since: datetime | None = Field(sa_type=Instant)
    enroute_at: datetime | None = Field(sa_type=Instant)
    arrived_at: datetime | None = Field(sa_type=Instant)
    finished_at: datetime | None = Field(sa_type=Instant)
    paused_minutes: int
    left_minutes: int | None
    left_at: datetime | None = Field(sa_type=Instant)
    reason: str = Field(sa_type=Text)
    dispatched_at: datetime | None = Field(sa_type=Instant)
    acknowledged_at: datetime | None = Field(sa_type=Instant)
    plan_rev: int = Field(sa_type=Number)
    status_rev: int = Field(sa_type=Number)
    told_rev: int = Field(sa_type=Number)
    eta_told: datetime | None = Field(sa_type=Instant)
    eta_told_at: datetime | None = Field(sa_type=Instant)
    onway_told_at: datetime | None = Field(sa_type=Instant)
    asked_at: datetime | None = Field(sa_type=Instant)
    answered_at: datetime | None = Field(sa_type=Instant)
    undisturbed_at: datetime | None = Field(sa_type=Instant)
    helps: bool = Field(sa_type=Flag, sa_column_kwargs=since_2("0"))
    client_rev: int = Field(sa_type=Number, sa_column_kwargs=since_2("0"))
    check_rev: int = Field(sa_type=Number, sa_column_kwargs=since_2("0"))


class NoteRow(Living, table=True):
    """Something worth knowing about a call."""

    __tablename__ = "note"
    __table_args__ = (flag("note", "live"), COUNTED)
    call_id: int = Field(sa_type=Number, foreign_key="call.id", index=True)
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    text_rev: int = Field(sa_type=Number)


class DraftRow(Living, table=True):
    """A half-filled intake form; one live row per person."""

    __tablename__ = "draft"
    __table_args__ = (flag("draft", "live"), live_only("draft_owner", "owner"), COUNTED)
    owner: str = Field(sa_type=Text)
    values: Mapping[str, str] = Field(sa_type=Pairs)
    saved_at: datetime = Field(sa_type=Instant)
    text_rev: int = Field(sa_type=Number)


class ForeignRow(Living, table=True):
    """Another program's id for one of our records."""

    __tablename__ = "foreign_id"
    __table_args__ = (
        flag("foreign_id", "live"),
        Index("foreign_id_name", "kind", "source", "foreign"),
        COUNTED,
    )
    kind: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    foreign: str = Field(sa_type=Text)
    record_id: int = Field(sa_type=Number)
    link_rev: int = Field(sa_type=Number)


metadata = SQLModel.metadata
"""All tables, those of the log too."""

assert log_tables
assert place_tables
assert message_tables  # their classes are in the metadata by having been imported


def table(name: str) -> Table:
    """A table by name."""
    return metadata.tables[name]
