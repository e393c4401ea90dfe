"""Addresses that were looked up: where each lies, or that nobody knew; asked once, by one console.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: Any = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "geocoded",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lat", REAL, nullable=True),
        sa.Column("lon", REAL, nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("asked_at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("address"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """A store goes forward only; going back is opening the backup made before."""
    raise NotImplementedError("open the backup that was made before the upgrade")
