"""The table of addresses that were looked up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from data.column_types import Instant, Real
from data.table_parts import STRICT


class GeocodedRow(SQLModel, table=True):
    """Where an address lies, as somebody's geocoder said. A cache and no fact of the shop: never logged.

    Attributes:
        address: as `core.places.address_key` writes it.
        lat, lon: NULL if nobody knew it.
        precision: a word of `Precision`; "unknown" if nobody knew it.
        source: who said so.
    """

    __tablename__ = "geocoded"
    __table_args__ = (STRICT,)
    address: str = Field(primary_key=True, sa_type=Text)
    lat: float | None = Field(default=None, sa_type=Real)
    lon: float | None = Field(default=None, sa_type=Real)
    precision: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    asked_at: datetime = Field(sa_type=Instant)
