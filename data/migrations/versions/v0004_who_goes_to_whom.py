"""Who goes to whom: the technicians a customer prefers, and those who are not sent to them.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22

Columns are added in place, never by rebuilding a table: that would drop its triggers and its counter.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody prefers or blocks anybody yet."""
    _add("preferred", sa.Text(), "'[]'")
    _add("blocked", sa.Text(), "'[]'")
    _add("pairing_rev", NUMBER, "0")
    # A group that is new is as old as its record, so that the log accounts for its revision.
    op.execute("UPDATE customer SET pairing_rev = life_rev WHERE live = 1")


def downgrade() -> None:
    """A store goes forward only; going back is opening the backup made before."""
    raise NotImplementedError("open the backup that was made before the upgrade")


def _add(name: str, kind: Any, default: str) -> None:
    op.add_column("customer", sa.Column(name, kind, nullable=False, server_default=sa.text(default)))
