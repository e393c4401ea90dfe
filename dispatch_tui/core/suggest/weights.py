"""What the factors of a suggestion are, and what each weighs in a shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from dispatch_tui.core.model import Priority, Shop
from dispatch_tui.core.rulebook import Rules


class Factor(StrEnum):
    """What makes one place better than another. For each: its raw value, and which way is better."""

    RESPONSE = "response"
    """Minutes from now to the arrival; fewer. Of what is more urgent it weighs more, on a shorter scale."""
    TRAVEL = "travel"
    """Minutes of driving added: in and out, less the drive it replaces; fewer."""
    LATENESS = "lateness"
    """Minutes by which the row's other visits are reached later than now, added up; fewer."""
    SLACK = "slack"
    """Minutes left until a promise breaks: this one or, of the visits after it, any other; more."""
    PREFERRED = "preferred"
    """1 if the customer prefers this technician, else 0. Says nothing if they prefer nobody."""
    PERFORMANCE = "performance"
    """Score on calls of this type, 0 to 1, shrunk to the shop's mean for few cases (core.performance).
    Measured against that mean: it brings half the points, and a scale more or less all or none."""
    STYLE = "style"
    """Share of the customer's style tags that the technician has declared; more. Says nothing where
    the customer has none that any technician declares."""
    OVER_QUALIFIED = "over-qualified"
    """Skills held that the call does not need, with levels above; fewer."""
    LOAD = "load"
    """(work + travel) / working time of the technician's day with it; less."""
    HOME = "home"
    """Minutes by which the technician comes home later past the shift than now; fewer."""
    PART = "part"
    """1 if what the call waits for is at hand by the start. On whose truck nobody knows: there is no
    stock yet, so that it tells no two technicians apart. Says nothing where no part is needed."""
    TERRITORY = "territory"
    """1 if the technician's area is the site's, else 0. Says nothing where the site has none, or the
    shop's rule `areas` is off."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each factor weighs.

    Attributes:
        preset: the name of what they began as.
        by_factor: 0 to 100 each; 0 is left out of the sum.
        own: the factors whose weight is the shop's own and not the preset's.
    """

    preset: str
    by_factor: Mapping[Factor, float]
    own: frozenset[Factor] = frozenset()

    @classmethod
    def of_shop(cls, shop: Shop) -> Weights:
        """The weights by a shop's rules: those of the preset, but for what it has set itself."""
        rules = Rules.of(shop)
        typed = {factor: getattr(rules, field_of(factor)) for factor in Factor}
        own = {factor: float(value) for factor, value in typed.items() if value is not None}
        return cls(rules.suggest, {**PRESETS[rules.suggest], **own}, frozenset(own))

    def for_urgency(self, priority: Priority) -> Weights:
        """The weights for a call of some urgency: how soon somebody is there weighs the more."""
        weight = min(100.0, self.of(Factor.RESPONSE) * URGENCY[priority])
        return replace(self, by_factor={**self.by_factor, Factor.RESPONSE: weight})

    def of(self, factor: Factor) -> float:
        """The weight of a factor."""
        return self.by_factor.get(factor, 0.0)


def field_of(factor: Factor) -> str:
    """Name of the field of `Rules` that overrides the preset's weight of a factor."""
    return f"weight_{factor.value.replace('-', '_')}"


F = Factor

_BALANCED = {
    F.RESPONSE: 10,
    F.TRAVEL: 25,
    F.LATENESS: 15,
    F.SLACK: 5,
    F.PREFERRED: 10,
    F.PERFORMANCE: 10,
    F.STYLE: 5,
    F.OVER_QUALIFIED: 5,
    F.LOAD: 5,
    F.HOME: 10,
    F.PART: 5,
    F.TERRITORY: 5,
}

PRESETS: Mapping[str, Mapping[Factor, float]] = MappingProxyType(
    {
        "balanced": _BALANCED,
        "response first": {**_BALANCED, F.RESPONSE: 45, F.TRAVEL: 15, F.LOAD: 2, F.OVER_QUALIFIED: 2},
        "client first": {
            **_BALANCED,
            F.LATENESS: 25,
            F.SLACK: 15,
            F.PREFERRED: 20,
            F.PERFORMANCE: 20,
            F.STYLE: 10,
            F.TRAVEL: 10,
        },
        "drive least": {**_BALANCED, F.RESPONSE: 5, F.TRAVEL: 60, F.TERRITORY: 10},
        "home on time": {**_BALANCED, F.HOME: 40, F.LOAD: 15},
    }
)
"""The presets a shop can begin from; in the sentence of 5-planning.md and the issue."""

SCALES: Mapping[Factor, float] = MappingProxyType(
    {
        F.RESPONSE: 240,
        F.TRAVEL: 30,
        F.LATENESS: 20,
        F.SLACK: 30,
        F.PREFERRED: 1,
        F.PERFORMANCE: 0.25,
        F.STYLE: 1,
        F.OVER_QUALIFIED: 4,
        F.LOAD: 0.75,
        F.HOME: 20,
        F.PART: 1,
        F.TERRITORY: 1,
    }
)
"""What a raw value is measured against. Of what is better the less, a raw value of one scale keeps half
of the points, of three scales a quarter: scale / (scale + raw). So no two values are worth the same, and
nothing is worth less than nothing. Of slack, raw / (scale + raw). The rest are shares of 1."""

RESPONSE_SCALES: Mapping[Priority, float] = MappingProxyType(
    {Priority.EMERGENCY: 60, Priority.HIGH: 120, Priority.NORMAL: 240, Priority.LOW: 480}
)
"""Minutes after which a wait is half as good as none, by urgency."""

URGENCY: Mapping[Priority, float] = MappingProxyType(
    {Priority.EMERGENCY: 6, Priority.HIGH: 2, Priority.NORMAL: 1, Priority.LOW: 0.5}
)
"""By what the shop's weight of the response is multiplied, by urgency; to 100 at the most."""
