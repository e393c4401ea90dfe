"""Everything: records, log, stamps, calendar.

Revision ID: 0001
Revises:
Create Date: 2026-11-21

Written out, not taken from `data.tables`: what a released version made must never change.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: Any = sa.Double().with_variant(sa.REAL(), "sqlite")
LIVE = sa.text("live = 1")
STATES = "tentative dispatched acknowledged en_route on_site paused done cannot_complete canceled"
PRECISIONS = "pin house interpolated street postcode place region unknown"
PRIORITIES = "emergency high normal low"
CHANNELS = "phone text email"
WAYS = "desk screen text voice program"
CALENDAR = (date(2015, 1, 1), date(2045, 12, 31))
APPEND_ONLY = ("changeset", "change", "stamp")


def upgrade() -> None:
    """Make every table, index and trigger, and the rows that must be there."""
    _make_tables()
    for table in APPEND_ONLY:
        _protect(table)
    op.execute("INSERT INTO board_rev (id, rev, epoch) VALUES (1, 0, 1)")
    meta = sa.table("store_meta", sa.column("id"), sa.column("store_uid"))
    op.get_bind().execute(sa.insert(meta), {"id": 1, "store_uid": uuid.uuid4().hex})
    _fill_calendar()


def downgrade() -> None:
    """A store goes forward only; going back is opening the backup made before."""
    raise NotImplementedError("open the backup that was made before the upgrade")


def col(name: str, kind: Any, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    """A column, NOT NULL unless said."""
    return sa.Column(name, kind, nullable=nullable, **options)


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_word")


def _record(table: str, *items: Any, counted: bool = True) -> None:
    """A table of records: identity, life, and what is given."""
    op.create_table(
        table,
        col("id", NUMBER),
        col("life_rev", NUMBER),
        col("live", sa.Integer()),
        *items,
        sa.CheckConstraint("live IN (0, 1)", name=f"{table}_live_flag"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        **({"sqlite_autoincrement": True} if counted else {}),
    )


def _protect(table: str) -> None:
    """Refuse to change or delete what has been written."""
    said = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _fill_calendar() -> None:
    """Weeks, months and quarters as stored facts; the dialects' own functions disagree."""
    first, last = CALENDAR
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    table = sa.table("calendar_day", *map(sa.column, ("day", "iso_week", "month", "quarter", "workday")))
    rows = []
    for day in days:
        year, week, weekday = day.isocalendar()
        rows.append(
            {
                "day": day.isoformat(),
                "iso_week": f"{year}-W{week:02}",
                "month": f"{day:%Y-%m}",
                "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
                "workday": int(weekday < 6),
            }
        )
    op.get_bind().execute(sa.insert(table), rows)


def _make_tables() -> None:
    op.create_table(
        "board_rev",
        col("id", NUMBER, autoincrement=False),
        col("rev", NUMBER),
        col("epoch", NUMBER),
        sa.CheckConstraint("id = 1", name="board_rev_alone"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "calendar_day",
        col("day", sa.Text()),
        col("iso_week", sa.Text()),
        col("month", sa.Text()),
        col("quarter", sa.Text()),
        col("workday", sa.Integer()),
        sa.CheckConstraint("workday IN (0, 1)", name="calendar_day_workday_flag"),
        sa.PrimaryKeyConstraint("day"),
        sqlite_strict=True,
    )
    _record(
        "call_type",
        col("code", sa.Text()),
        col("name", sa.Text()),
        col("skills", sa.Text()),
        col("minutes", sa.Integer()),
        col("priority", sa.Text()),
        col("info_rev", NUMBER),
        _one_of("call_type", "priority", PRIORITIES),
    )
    op.create_index(
        "call_type_code", "call_type", ["code"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_table(
        "changeset",
        col("rev", NUMBER, autoincrement=False),
        col("uid", sa.Text()),
        col("at", NUMBER),
        col("actor", sa.Text()),
        col("console", sa.Text()),
        col("way", sa.Text()),
        col("verb", sa.Text()),
        col("summary", sa.Text()),
        col("reason", sa.Text()),
        col("kind", sa.Text()),
        col("undo_of", NUMBER, nullable=True),
        col("outcome", sa.Text()),
        _one_of("changeset", "kind", "act undo redo aside"),
        _one_of("changeset", "way", WAYS),
        sa.ForeignKeyConstraint(["undo_of"], ["changeset.rev"]),
        sa.PrimaryKeyConstraint("rev"),
        sa.UniqueConstraint("uid", name="changeset_uid"),
        sqlite_strict=True,
    )
    op.create_index("changeset_actor", "changeset", ["actor", "rev"])
    undoing = sa.text("undo_of IS NOT NULL")
    op.create_index(
        "changeset_undo_of",
        "changeset",
        ["undo_of"],
        unique=True,
        sqlite_where=undoing,
        postgresql_where=undoing,
    )
    _record(
        "clock",
        col("anchor", NUMBER),
        col("wall_anchor", NUMBER),
        col("speed", REAL),
        col("rate_rev", NUMBER),
        sa.CheckConstraint("id = 1", name="clock_alone"),
        counted=False,
    )
    _record(
        "customer",
        col("name", sa.Text()),
        col("phone", sa.Text()),
        col("phone2", sa.Text()),
        col("email", sa.Text()),
        col("channel", sa.Text()),
        col("language", sa.Text()),
        col("tags", sa.Text()),
        col("note", sa.Text()),
        col("folded", sa.Text()),
        col("digits", sa.Text()),
        col("search", sa.Text()),
        col("info_rev", NUMBER),
        _one_of("customer", "channel", CHANNELS),
    )
    op.create_index("customer_digits", "customer", ["live", "digits"])
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("customer_search", "customer", ["live", "search"])
    op.create_index(op.f("ix_customer_folded"), "customer", ["folded"])
    op.create_index(op.f("ix_customer_phone"), "customer", ["phone"])
    op.create_index(op.f("ix_customer_phone2"), "customer", ["phone2"])
    _record(
        "draft",
        col("owner", sa.Text()),
        col("values", sa.Text()),
        col("saved_at", NUMBER),
        col("text_rev", NUMBER),
    )
    op.create_index("draft_owner", "draft", ["owner"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    _record(
        "foreign_id",
        col("kind", sa.Text()),
        col("source", sa.Text()),
        col("foreign", sa.Text()),
        col("record_id", NUMBER),
        col("link_rev", NUMBER),
    )
    op.create_index("foreign_id_name", "foreign_id", ["kind", "source", "foreign"])
    _record(
        "shop",
        col("name", sa.Text()),
        col("zone_name", sa.Text()),
        col("circuity", REAL),
        col("speed_kmh", REAL),
        col("parking_minutes", REAL),
        col("amber_minutes", sa.Integer()),
        col("first_call", NUMBER),
        col("currency", sa.Text()),
        col("demo", sa.Integer()),
        col("codes", sa.Text()),
        col("info_rev", NUMBER),
        sa.CheckConstraint("demo IN (0, 1)", name="shop_demo_flag"),
        sa.CheckConstraint("id = 1", name="shop_alone"),
        counted=False,
    )
    op.create_table(
        "store_meta",
        col("id", NUMBER, autoincrement=False),
        col("store_uid", sa.Text()),
        sa.CheckConstraint("id = 1", name="store_meta_alone"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    _record(
        "technician",
        col("code", sa.Text()),
        col("name", sa.Text()),
        col("phone", sa.Text()),
        col("email", sa.Text()),
        col("skills", sa.Text()),
        col("tags", sa.Text()),
        col("home_lat", REAL, nullable=True),
        col("home_lon", REAL, nullable=True),
        col("home_precision", sa.Text(), nullable=True),
        col("area", sa.Text()),
        col("active", sa.Integer()),
        col("note", sa.Text()),
        col("info_rev", NUMBER),
        _one_of("technician", "home_precision", PRECISIONS),
        sa.CheckConstraint("active IN (0, 1)", name="technician_active_flag"),
    )
    op.create_index(
        "technician_code", "technician", ["code"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_table(
        "change",
        col("rev", NUMBER),
        col("seq", sa.Integer()),
        col("entity", sa.Text()),
        col("entity_id", NUMBER),
        col("field_group", sa.Text()),
        col("state_from", NUMBER),
        col("state_to", NUMBER),
        col("before", sa.Text(), nullable=True),
        col("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["rev"], ["changeset.rev"]),
        sa.PrimaryKeyConstraint("rev", "seq"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("change_entity", "change", ["entity", "entity_id", "rev"])
    _record(
        "shift",
        col("technician_id", NUMBER),
        col("weekday", sa.Integer()),
        col("start_minute", sa.Integer()),
        col("end_minute", sa.Integer()),
        col("rule_rev", NUMBER),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="shift_weekday"),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"]),
    )
    op.create_index(op.f("ix_shift_technician_id"), "shift", ["technician_id"])
    _record(
        "site",
        col("customer_id", NUMBER),
        col("address", sa.Text()),
        col("city", sa.Text()),
        col("region", sa.Text()),
        col("postcode", sa.Text()),
        col("area", sa.Text()),
        col("place_lat", REAL, nullable=True),
        col("place_lon", REAL, nullable=True),
        col("place_precision", sa.Text(), nullable=True),
        col("access", sa.Text()),
        col("info_rev", NUMBER),
        _one_of("site", "place_precision", PRECISIONS),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
    )
    op.create_index(op.f("ix_site_customer_id"), "site", ["customer_id"])
    _record(
        "time_off",
        col("technician_id", NUMBER),
        col("since", NUMBER),
        col("until", NUMBER, nullable=True),
        col("reason", sa.Text()),
        col("span_rev", NUMBER),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"]),
    )
    op.create_index(op.f("ix_time_off_technician_id"), "time_off", ["technician_id"])
    _record(
        "call",
        col("customer_id", NUMBER),
        col("site_id", NUMBER),
        col("type_code", sa.Text()),
        col("skills", sa.Text()),
        col("minutes", sa.Integer()),
        col("received_at", NUMBER),
        col("due", sa.Text()),
        col("priority", sa.Text()),
        col("problem", sa.Text()),
        col("instructions", sa.Text()),
        col("access", sa.Text()),
        col("source", sa.Text()),
        col("channel", sa.Text()),
        col("window_start", NUMBER, nullable=True),
        col("window_end", NUMBER, nullable=True),
        col("window_told_at", NUMBER, nullable=True),
        col("hold_reason", sa.Text()),
        col("hold_until", sa.Text(), nullable=True),
        col("cancel_reason", sa.Text()),
        col("closed_at", NUMBER, nullable=True),
        col("outcome", sa.Text()),
        col("phase", sa.Text()),
        col("info_rev", NUMBER),
        col("promise_rev", NUMBER),
        col("fate_rev", NUMBER),
        _one_of("call", "channel", CHANNELS),
        _one_of("call", "phase", "open scheduled in_progress on_hold completed closed canceled"),
        _one_of("call", "priority", PRIORITIES),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
    )
    op.create_index("call_phase", "call", ["phase", "live"])
    op.create_index(op.f("ix_call_customer_id"), "call", ["customer_id"])
    op.create_index(op.f("ix_call_site_id"), "call", ["site_id"])
    _record(
        "note",
        col("call_id", NUMBER),
        col("at", NUMBER),
        col("actor", sa.Text()),
        col("text", sa.Text()),
        col("text_rev", NUMBER),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"]),
    )
    op.create_index(op.f("ix_note_call_id"), "note", ["call_id"])
    _record(
        "visit",
        col("call_id", NUMBER),
        col("technician_id", NUMBER),
        col("start", NUMBER),
        col("minutes", sa.Integer()),
        col("service_date", sa.Text()),
        col("lock", sa.Text()),
        col("state", sa.Text()),
        col("since", NUMBER, nullable=True),
        col("enroute_at", NUMBER, nullable=True),
        col("arrived_at", NUMBER, nullable=True),
        col("finished_at", NUMBER, nullable=True),
        col("paused_minutes", sa.Integer()),
        col("left_minutes", sa.Integer(), nullable=True),
        col("left_at", NUMBER, nullable=True),
        col("reason", sa.Text()),
        col("dispatched_at", NUMBER, nullable=True),
        col("acknowledged_at", NUMBER, nullable=True),
        col("plan_rev", NUMBER),
        col("status_rev", NUMBER),
        col("told_rev", NUMBER),
        _one_of("visit", "lock", "none time tech both"),
        _one_of("visit", "state", STATES),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"]),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"]),
    )
    op.create_index(op.f("ix_visit_call_id"), "visit", ["call_id"])
    op.create_index("visit_day", "visit", ["service_date", "live"])
    op.create_index("visit_row", "visit", ["technician_id", "service_date"])
    op.create_table(
        "stamp",
        col("id", NUMBER),
        col("visit_id", NUMBER),
        col("state", sa.Text()),
        col("at", NUMBER),
        col("recorded_at", NUMBER),
        col("actor", sa.Text()),
        col("way", sa.Text()),
        col("note", sa.Text()),
        col("voids", NUMBER, nullable=True),
        col("rev", NUMBER),
        _one_of("stamp", "state", STATES),
        _one_of("stamp", "way", WAYS),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"]),
        sa.ForeignKeyConstraint(["voids"], ["stamp.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_stamp_rev"), "stamp", ["rev"])
    op.create_index(op.f("ix_stamp_visit_id"), "stamp", ["visit_id"])
