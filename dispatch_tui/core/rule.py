"""What a rule of the shop is: its name, what its value can be, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What the value of a rule can be."""

    MINUTES = "minutes"
    DAYS = "days"
    COUNT = "count"
    FLAG = "on or off"
    CLOCK = "time of day"
    CHOICE = "choice"
    TRAFFIC = "traffic"
    RESERVE = "reserve"
    WEIGHT = "weight"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: as typed ("check-in-lead"); the field of `Rules` is the same with underscores.
        help: one sentence.
        default: as typed.
        low, high: bounds of a number.
        choices: the words of a choice.
    """

    name: str
    sort: Sort
    default: str
    help: str
    section: str
    low: int = 0
    high: int = 24 * 60
    choices: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Name of the field of `Rules`."""
        return self.name.replace("-", "_")
