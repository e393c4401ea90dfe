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
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, Table, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from data.column_types import Day, Flag, Instant, Number, Pairs, Real, Word, Words
from dispatch_tui.core.model import (
    CallPhase,
    Channel,
    Lock,
    Precision,
    Priority,
    VisitState,
    Way,
)

_STRICT: dict[str, Any] = {"sqlite_strict": True}
_COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}


def _one_of(table: str, column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_word")


def _flag(table: str, column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{table}_{column}_flag")


def _alone(table: str) -> CheckConstraint:
    return CheckConstraint("id = 1", name=f"{table}_alone")


def _live_only(name: str, *columns: str) -> Index:
    live = text("live = 1")
    return Index(name, *columns, unique=True, sqlite_where=live, postgresql_where=live)


class _Living(SQLModel):
    """What every record's row has: identity, and the revision of its life.

    `live` 0 is a record that was dropped, or whose making was undone; its row stays for the log.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=Number)
    life_rev: int = Field(sa_type=Number)
    live: bool = Field(sa_type=Flag)


class ShopRow(_Living, table=True):
    """The shop's settings; one row."""

    __tablename__ = "shop"
    __table_args__ = (_alone("shop"), _flag("shop", "live"), _flag("shop", "demo"), _STRICT)
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


class ClockRow(_Living, table=True):
    """The simulated clock of a demo shop or an exercise; at most one row."""

    __tablename__ = "clock"
    __table_args__ = (_alone("clock"), _flag("clock", "live"), _STRICT)
    anchor: datetime = Field(sa_type=Instant)
    wall_anchor: datetime = Field(sa_type=Instant)
    speed: float = Field(sa_type=Real)
    rate_rev: int = Field(sa_type=Number)


class CallTypeRow(_Living, table=True):
    """A kind of work the shop does."""

    __tablename__ = "call_type"
    __table_args__ = (
        _flag("call_type", "live"),
        _one_of("call_type", "priority", Priority),
        _live_only("call_type_code", "code"),
        _COUNTED,
    )
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    skills: tuple[str, ...] = Field(sa_type=Words)
    minutes: int
    priority: Priority = Field(sa_type=Word)
    info_rev: int = Field(sa_type=Number)


class TechnicianRow(_Living, table=True):
    """Who goes."""

    __tablename__ = "technician"
    __table_args__ = (
        _flag("technician", "live"),
        _flag("technician", "active"),
        _one_of("technician", "home_precision", Precision),
        _live_only("technician_code", "code"),
        _COUNTED,
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


class ShiftRow(_Living, table=True):
    """A technician's regular hours on one weekday, shop-local minutes."""

    __tablename__ = "shift"
    __table_args__ = (
        _flag("shift", "live"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="shift_weekday"),
        _COUNTED,
    )
    technician_id: int = Field(sa_type=Number, foreign_key="technician.id", index=True)
    weekday: int
    start_minute: int
    end_minute: int
    rule_rev: int = Field(sa_type=Number)


class TimeOffRow(_Living, table=True):
    """A stretch in which a technician cannot work."""

    __tablename__ = "time_off"
    __table_args__ = (_flag("time_off", "live"), _COUNTED)
    technician_id: int = Field(sa_type=Number, foreign_key="technician.id", index=True)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(sa_type=Instant)
    reason: str = Field(sa_type=Text)
    span_rev: int = Field(sa_type=Number)


class CustomerRow(_Living, table=True):
    """Who pays.

    Attributes:
        folded: the name without case, accents and marks, to find it again exactly.
        digits: the digits of both phones, to find any part of them.
        search: folded words of the name and of every address, each after a space.
    """

    __tablename__ = "customer"
    __table_args__ = (
        _flag("customer", "live"),
        _one_of("customer", "channel", Channel),
        Index("customer_digits", "live", "digits"),
        # PostgreSQL's B-tree refuses rows of 2.7 kB, which a customer with many sites has.
        Index("customer_search", "live", "search").ddl_if(dialect="sqlite"),
        _COUNTED,
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


class SiteRow(_Living, table=True):
    """Where the work is."""

    __tablename__ = "site"
    __table_args__ = (
        _flag("site", "live"),
        _one_of("site", "place_precision", Precision),
        _COUNTED,
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


class CallRow(_Living, table=True):
    """The service call; `id` is its number. `phase` is derived by the writer."""

    __tablename__ = "call"
    __table_args__ = (
        _flag("call", "live"),
        _one_of("call", "priority", Priority),
        _one_of("call", "channel", Channel),
        _one_of("call", "phase", CallPhase),
        Index("call_phase", "phase", "live"),
        _COUNTED,
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


class VisitRow(_Living, table=True):
    """One technician going to one call once."""

    __tablename__ = "visit"
    __table_args__ = (
        _flag("visit", "live"),
        _one_of("visit", "lock", Lock),
        _one_of("visit", "state", VisitState),
        Index("visit_day", "service_date", "live"),
        Index("visit_row", "technician_id", "service_date"),
        _COUNTED,
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


class NoteRow(_Living, table=True):
    """Something worth knowing about a call."""

    __tablename__ = "note"
    __table_args__ = (_flag("note", "live"), _COUNTED)
    call_id: int = Field(sa_type=Number, foreign_key="call.id", index=True)
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    text_rev: int = Field(sa_type=Number)


class DraftRow(_Living, table=True):
    """A half-filled intake form; one live row per person."""

    __tablename__ = "draft"
    __table_args__ = (_flag("draft", "live"), _live_only("draft_owner", "owner"), _COUNTED)
    owner: str = Field(sa_type=Text)
    values: Mapping[str, str] = Field(sa_type=Pairs)
    saved_at: datetime = Field(sa_type=Instant)
    text_rev: int = Field(sa_type=Number)


class ForeignRow(_Living, table=True):
    """Another program's id for one of our records."""

    __tablename__ = "foreign_id"
    __table_args__ = (
        _flag("foreign_id", "live"),
        Index("foreign_id_name", "kind", "source", "foreign"),
        _COUNTED,
    )
    kind: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    foreign: str = Field(sa_type=Text)
    record_id: int = Field(sa_type=Number)
    link_rev: int = Field(sa_type=Number)


class StampRow(SQLModel, table=True):
    """A recorded fact. Append only, by trigger. `rev` is the changeset that wrote it."""

    __tablename__ = "stamp"
    __table_args__ = (
        _one_of("stamp", "state", VisitState),
        _one_of("stamp", "way", Way),
        _COUNTED,
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Number)
    visit_id: int = Field(sa_type=Number, foreign_key="visit.id", index=True)
    state: VisitState = Field(sa_type=Word)
    at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    actor: str = Field(sa_type=Text)
    way: Way = Field(sa_type=Word)
    note: str = Field(sa_type=Text)
    voids: int | None = Field(sa_type=Number, foreign_key="stamp.id")
    rev: int = Field(sa_type=Number, index=True)


class ChangesetRow(SQLModel, table=True):
    """One act carried out: audit trail, feed, undo log and story. Append only, by trigger.

    Attributes:
        way: by what way the act reached the desk.
        outcome: what was answered, as JSON, so that a retry of the same `uid` gets it again.
    """

    __tablename__ = "changeset"
    __table_args__ = (
        CheckConstraint("kind IN ('act', 'undo', 'redo', 'aside')", name="changeset_kind_word"),
        _one_of("changeset", "way", Way),
        UniqueConstraint("uid", name="changeset_uid"),
        # Partial: most changesets undo nothing, and each page a commit writes costs time.
        Index(
            "changeset_undo_of",
            "undo_of",
            unique=True,
            sqlite_where=text("undo_of IS NOT NULL"),
            postgresql_where=text("undo_of IS NOT NULL"),
        ),
        Index("changeset_actor", "actor", "rev"),
        _STRICT,
    )
    rev: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    uid: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(sa_type=Text)
    console: str = Field(sa_type=Text)
    way: Way = Field(sa_type=Word)
    verb: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    undo_of: int | None = Field(sa_type=Number, foreign_key="changeset.rev")
    outcome: str = Field(sa_type=Text)


class ChangeRow(SQLModel, table=True):
    """One group of one record moved from one state to another. Append only, by trigger.

    Attributes:
        state_from: revision the group had; 0 before a record's life.
        state_to: revision it has now: the changeset's own, or by an undo an old one again.
        before: stored column values as JSON, None where there were none.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("change_entity", "entity", "entity_id", "rev"),
        {**_STRICT, "sqlite_with_rowid": False},
    )
    rev: int = Field(primary_key=True, sa_type=Number, foreign_key="changeset.rev")
    seq: int = Field(primary_key=True)
    entity: str = Field(sa_type=Text)
    entity_id: int = Field(sa_type=Number)
    field_group: str = Field(sa_type=Text)
    state_from: int = Field(sa_type=Number)
    state_to: int = Field(sa_type=Number)
    before: str | None = Field(sa_type=Text)
    after: str | None = Field(sa_type=Text)


class BoardRevRow(SQLModel, table=True):
    """The store's revision, and the epoch a program must know to write."""

    __tablename__ = "board_rev"
    __table_args__ = (_alone("board_rev"), _STRICT)
    id: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    rev: int = Field(sa_type=Number)
    epoch: int = Field(sa_type=Number)


class CalendarDayRow(SQLModel, table=True):
    """The calendar that reports bucket by; never SQL's own date functions, which disagree."""

    __tablename__ = "calendar_day"
    __table_args__ = (_flag("calendar_day", "workday"), _STRICT)
    day: date = Field(primary_key=True, sa_type=Day)
    iso_week: str = Field(sa_type=Text)
    month: str = Field(sa_type=Text)
    quarter: str = Field(sa_type=Text)
    workday: bool = Field(sa_type=Flag)


class StoreMetaRow(SQLModel, table=True):
    """Which store this is; a copy keeps the name, so that it is known as a copy."""

    __tablename__ = "store_meta"
    __table_args__ = (_alone("store_meta"), _STRICT)
    id: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    store_uid: str = Field(sa_type=Text)


metadata = SQLModel.metadata


def table(name: str) -> Table:
    """A table by name."""
    return metadata.tables[name]
