"""The day in motion: messages, opt-outs, templates, disagreements, cares, the duty; what has been told.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-21

Columns are added in place, never by rebuilding a table: that would drop its triggers and its counter.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: Any = sa.Double().with_variant(sa.REAL(), "sqlite")
LIVE = sa.text("live = 1")
CHANNELS = "phone text email"
KINDS = (
    "the_call changed off check_in confirmation reminder on_the_way late earlier repromised done "
    "free opted_out reply"
)
STATES = "draft queued sending sent failed blocked canceled unknown received"
OPEN = sa.text("live = 1 AND handled_at IS NULL AND state NOT IN ('sent', 'canceled')")


def upgrade() -> None:
    """Add columns to what there is, then the new tables."""
    _add("shop", "rules", sa.Text(), "'{}'")
    _add("shop", "rules_rev", NUMBER, "0")
    _add("technician", "channel", sa.Text(), "'text'")
    _add("technician", "language", sa.Text(), "'en'")
    _add("call", "first_call_id", NUMBER)
    _add("call", "part", sa.Text(), "''")
    _add("call", "part_ready_at", NUMBER)
    for name in ("eta_told", "eta_told_at", "onway_told_at", "asked_at", "answered_at", "undisturbed_at"):
        _add("visit", name, NUMBER)
    _add("visit", "helps", sa.Integer(), "0")
    _add("visit", "client_rev", NUMBER, "0")
    _add("visit", "check_rev", NUMBER, "0")
    # A group that is new is as old as its record, so that the log accounts for its revision.
    op.execute("UPDATE shop SET rules_rev = life_rev")
    op.execute("UPDATE visit SET client_rev = life_rev, check_rev = life_rev WHERE live = 1")
    _make_messages()
    _make_others()


def downgrade() -> None:
    """A store goes forward only; going back is opening the backup made before."""
    raise NotImplementedError("open the backup that was made before the upgrade")


def _add(table: str, name: str, kind: Any, default: str | None = None) -> None:
    given = None if default is None else sa.text(default)
    op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=given))


def _col(name: str, kind: Any, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_word")


def _flag(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN (0, 1)", name=f"{table}_{column}_flag")


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"])


def _record(table: str, *items: Any) -> None:
    op.create_table(
        table,
        _col("id", NUMBER),
        _col("life_rev", NUMBER),
        _col("live", sa.Integer()),
        *items,
        _flag(table, "live"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _live_only(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), unique=True, sqlite_where=LIVE, postgresql_where=LIVE)


def _make_messages() -> None:
    text = ("body", "key", "address", "language", "subject", "topic", "author", "holder", "provider",
            "provider_id", "error", "handled_by", "meant")  # fmt: skip
    whens = ("eta", "window_start", "window_end", "expires_at", "not_before", "lease_until", "sent_at",
             "handled_at")  # fmt: skip
    people = (("technician_id", "technician"), ("customer_id", "customer"), ("call_id", "call"),
              ("visit_id", "visit"))  # fmt: skip
    _record(
        "message",
        *(_col(name, sa.Text()) for name in ("kind", "channel", "state", *text)),
        _col("created_at", NUMBER),
        *(_col(name, NUMBER, nullable=True) for name in whens),
        *(_col(name, NUMBER, nullable=True) for name, _ in people),
        _col("automatic", sa.Integer()),
        _col("attempts", sa.Integer()),
        *(_col(f"{group}_rev", NUMBER) for group in ("text", "delivery", "care")),
        _one_of("message", "kind", KINDS),
        _one_of("message", "channel", CHANNELS),
        _one_of("message", "state", STATES),
        _flag("message", "automatic"),
        *(_refers(name, other) for name, other in people),
    )
    _live_only("message_key", "message", "key")
    for name in ("customer_id", "technician_id", "call_id", "address"):
        op.create_index(f"message_{name.removesuffix('_id')}", "message", [name, "id"])
    op.create_index("message_open", "message", ["state"], sqlite_where=OPEN, postgresql_where=OPEN)


def _make_others() -> None:
    _record(
        "opt_out",
        *(_col(name, sa.Text()) for name in ("address", "words", "said_by")),
        _col("since", NUMBER),
        _col("fact_rev", NUMBER),
    )
    _live_only("opt_out_address", "opt_out", "address")
    _record(
        "template",
        *(_col(name, sa.Text()) for name in ("kind", "language", "subject", "body")),
        _col("text_rev", NUMBER),
        _one_of("template", "kind", KINDS),
    )
    _live_only("template_kind", "template", "kind", "language")
    said = ("theirs", "ours", "opened_by", "owner", "next_step", "outcome")
    _record(
        "disagreement",
        _col("call_id", NUMBER),
        _col("within_team", sa.Integer()),
        *(_col(name, sa.Text()) for name in said),
        _col("opened_at", NUMBER),
        _col("due", sa.Text(), nullable=True),
        _col("settled_at", NUMBER, nullable=True),
        _col("matter_rev", NUMBER),
        _flag("disagreement", "within_team"),
        _refers("call_id", "call"),
    )
    op.create_index(op.f("ix_disagreement_call_id"), "disagreement", ["call_id"])
    _record(
        "alert",
        _col("key", sa.Text()),
        _col("at", NUMBER),
        _col("owner", sa.Text()),
        _col("snoozed_until", NUMBER, nullable=True),
        _col("snoozed_level", sa.Integer()),
        _col("care_rev", NUMBER),
    )
    _live_only("alert_key", "alert", "key")
    op.create_index("alert_at", "alert", ["at"])
    op.create_table(
        "duty",
        _col("name", sa.Text()),
        _col("holder", sa.Text()),
        _col("until", REAL),
        _col("term", NUMBER),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
    )
