"""Who goes to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Pairing(StrEnum):
    """What a customer and a technician are to each other."""

    PREFER = "prefer"
    BLOCK = "block"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SetPairing:
    """A customer prefers a technician, does not want them, or neither; with the reason, if one was said."""

    customer_id: int
    technician_id: int
    pairing: Pairing
    reason: str = ""
