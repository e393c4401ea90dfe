"""The tables beside the records: stamps, changesets and their changes, the revision, the calendar.

Stamps, changesets and changes are append only; triggers of the migrations hold that.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from data.column_types import Day, Flag, Instant, Number, Word
from data.table_parts import COUNTED, STRICT, alone, flag, one_of
from dispatch_tui.core.model import VisitState, Way


class StampRow(SQLModel, table=True):
    """A recorded fact. Append only, by trigger. `rev` is the changeset that wrote it."""

    __tablename__ = "stamp"
    __table_args__ = (
        one_of("stamp", "state", VisitState),
        one_of("stamp", "way", Way),
        COUNTED,
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
        one_of("changeset", "way", Way),
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
        STRICT,
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
        {**STRICT, "sqlite_with_rowid": False},
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
    __table_args__ = (alone("board_rev"), STRICT)
    id: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    rev: int = Field(sa_type=Number)
    epoch: int = Field(sa_type=Number)


class CalendarDayRow(SQLModel, table=True):
    """The calendar that reports bucket by; never SQL's own date functions, which disagree."""

    __tablename__ = "calendar_day"
    __table_args__ = (flag("calendar_day", "workday"), STRICT)
    day: date = Field(primary_key=True, sa_type=Day)
    iso_week: str = Field(sa_type=Text)
    month: str = Field(sa_type=Text)
    quarter: str = Field(sa_type=Text)
    workday: bool = Field(sa_type=Flag)


class StoreMetaRow(SQLModel, table=True):
    """Which store this is; a copy keeps the name, so that it is known as a copy."""

    __tablename__ = "store_meta"
    __table_args__ = (alone("store_meta"), STRICT)
    id: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    store_uid: str = Field(sa_type=Text)
