"""The tables of what people are told and answer, of what is kept in mind, and of the timed duties."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from data.column_types import Day, Flag, Instant, Number, Real, Word
from data.table_parts import COUNTED, STRICT, Living, flag, live_only, one_of
from dispatch_tui.core.model import Channel, MessageKind, MessageState


class MessageRow(Living, table=True):
    """One message to or from somebody. `state` and `not_before` tell the sender what is due."""

    __tablename__ = "message"
    __table_args__ = (
        flag("message", "live"),
        flag("message", "automatic"),
        one_of("message", "kind", MessageKind),
        one_of("message", "channel", Channel),
        one_of("message", "state", MessageState),
        live_only("message_key", "key"),
        Index("message_customer", "customer_id", "id"),
        Index("message_technician", "technician_id", "id"),
        Index("message_call", "call_id", "id"),
        Index("message_address", "address", "id"),
        # What a console must show at once: what waits or failed, and what came and was not dealt with.
        Index(
            "message_open",
            "state",
            sqlite_where=text("live = 1 AND handled_at IS NULL AND state NOT IN ('sent', 'canceled')"),
            postgresql_where=text("live = 1 AND handled_at IS NULL AND state NOT IN ('sent', 'canceled')"),
        ),
        COUNTED,
    )
    kind: MessageKind = Field(sa_type=Word)
    channel: Channel = Field(sa_type=Word)
    body: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)
    technician_id: int | None = Field(sa_type=Number, foreign_key="technician.id")
    customer_id: int | None = Field(sa_type=Number, foreign_key="customer.id")
    call_id: int | None = Field(sa_type=Number, foreign_key="call.id")
    visit_id: int | None = Field(sa_type=Number, foreign_key="visit.id")
    address: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    topic: str = Field(sa_type=Text)
    author: str = Field(sa_type=Text)
    automatic: bool = Field(sa_type=Flag)
    eta: datetime | None = Field(sa_type=Instant)
    window_start: datetime | None = Field(sa_type=Instant)
    window_end: datetime | None = Field(sa_type=Instant)
    expires_at: datetime | None = Field(sa_type=Instant)
    state: MessageState = Field(sa_type=Word)
    not_before: datetime | None = Field(sa_type=Instant)
    attempts: int
    holder: str = Field(sa_type=Text)
    lease_until: datetime | None = Field(sa_type=Instant)
    sent_at: datetime | None = Field(sa_type=Instant)
    provider: str = Field(sa_type=Text)
    provider_id: str = Field(sa_type=Text)
    error: str = Field(sa_type=Text)
    handled_at: datetime | None = Field(sa_type=Instant)
    handled_by: str = Field(sa_type=Text)
    meant: str = Field(sa_type=Text)
    text_rev: int = Field(sa_type=Number)
    delivery_rev: int = Field(sa_type=Number)
    care_rev: int = Field(sa_type=Number)


class OptOutRow(Living, table=True):
    """An address that must not be written to."""

    __tablename__ = "opt_out"
    __table_args__ = (flag("opt_out", "live"), live_only("opt_out_address", "address"), COUNTED)
    address: str = Field(sa_type=Text)
    since: datetime = Field(sa_type=Instant)
    words: str = Field(sa_type=Text)
    said_by: str = Field(sa_type=Text)
    fact_rev: int = Field(sa_type=Number)


class TemplateRow(Living, table=True):
    """The shop's own wording of a kind of message."""

    __tablename__ = "template"
    __table_args__ = (
        flag("template", "live"),
        one_of("template", "kind", MessageKind),
        live_only("template_kind", "kind", "language"),
        COUNTED,
    )
    kind: MessageKind = Field(sa_type=Word)
    language: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    text_rev: int = Field(sa_type=Number)


class DisagreementRow(Living, table=True):
    """Two sides that see a call differently."""

    __tablename__ = "disagreement"
    __table_args__ = (flag("disagreement", "live"), flag("disagreement", "within_team"), COUNTED)
    call_id: int = Field(sa_type=Number, foreign_key="call.id", index=True)
    within_team: bool = Field(sa_type=Flag)
    theirs: str = Field(sa_type=Text)
    ours: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=Instant)
    opened_by: str = Field(sa_type=Text)
    owner: str = Field(sa_type=Text)
    next_step: str = Field(sa_type=Text)
    due: date | None = Field(sa_type=Day)
    outcome: str = Field(sa_type=Text)
    settled_at: datetime | None = Field(sa_type=Instant)
    matter_rev: int = Field(sa_type=Number)


class AlertRow(Living, table=True):
    """What a person has said of an alert."""

    __tablename__ = "alert"
    __table_args__ = (
        flag("alert", "live"),
        live_only("alert_key", "key"),
        Index("alert_at", "at"),
        COUNTED,
    )
    key: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    owner: str = Field(sa_type=Text)
    snoozed_until: datetime | None = Field(sa_type=Instant)
    snoozed_level: int
    care_rev: int = Field(sa_type=Number)


class DutyRow(SQLModel, table=True):
    """Who does the timed duties, until when. Not a fact of the shop: renewed in place, never logged.

    Attributes:
        until: wall-clock epoch seconds; after it, anybody may take the duty.
        term: counts up each time the duty changes hands.
    """

    __tablename__ = "duty"
    __table_args__ = (STRICT,)
    name: str = Field(primary_key=True, sa_type=Text)
    holder: str = Field(sa_type=Text)
    until: float = Field(sa_type=Real)
    term: int = Field(sa_type=Number)
