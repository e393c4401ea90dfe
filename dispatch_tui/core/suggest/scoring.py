"""From raw values to points: how good each is, and what it weighs.

A place's total is 100 times the weighed mean of how good its values are, over the factors that say anything
of this call; so that the points add up, and 100 stays the best there can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from dispatch_tui.core.suggest.ranking import Points, Suggestion, Turn, WhatIf
from dispatch_tui.core.suggest.weights import SCALES, Factor, Weights

F = Factor

FEWER = frozenset({F.RESPONSE, F.TRAVEL, F.LATENESS, F.OVER_QUALIFIED, F.LOAD, F.HOME})
"""Factors whose raw value is better the less it is."""

MOST_SLACK = 480
"""Minutes of slack that count at the most; where no promise is at stake, that."""

MOST = 100.0


@dataclass(frozen=True, slots=True)
class Raw:
    """One raw value, with how many cases it rests on and what it is measured against."""

    value: float
    cases: int | None = None
    against: float | None = None


Raws: TypeAlias = Mapping[Factor, Raw]


@dataclass(frozen=True, slots=True)
class Scales:
    """What the raw values of one call are measured against, and what each factor weighs for it.

    Attributes:
        weights: the shop's.
        scales: by factor.
        counts: the factors that say anything of this call.
        most: what a perfect value of each of them would bring.
    """

    weights: Weights
    scales: Mapping[Factor, float]
    counts: tuple[Factor, ...]
    most: Mapping[Factor, float]

    @classmethod
    def of(cls, weights: Weights, counts: Iterable[Factor], response: float) -> Scales:
        """The scales of a call, for which a wait of `response` minutes is half as good as none."""
        named = tuple(counts)
        scales = {**SCALES, F.RESPONSE: response}
        whole = sum(weights.of(factor) for factor in named)
        most = {factor: MOST * weights.of(factor) / whole if whole else 0.0 for factor in named}
        return cls(weights, scales, named, most)


def share(factor: Factor, raw: float, scale: float, against: float | None = None) -> float:
    """How good a raw value is, 0 to 1 (see `weights.SCALES`)."""
    if factor in FEWER:
        return scale / (scale + max(0.0, raw))
    if factor is F.SLACK:
        kept = min(max(0.0, raw), MOST_SLACK)
        return kept / (scale + kept)
    if against is not None:
        return min(1.0, max(0.0, 0.5 + (raw - against) / (2 * scale)))
    return min(1.0, max(0.0, raw))


def raw_for(factor: Factor, good: float, scale: float, against: float | None = None) -> float | None:
    """The raw value that is so good; None if none is (the inverse of `share`)."""
    if not 0 <= good <= 1:
        return None
    if factor in FEWER:
        return scale * (1 - good) / good if good > 0 else None
    if factor is F.SLACK:
        raw = scale * good / (1 - good) if good < 1 else None
        return raw if raw is not None and raw <= MOST_SLACK else None
    if against is not None:
        return against + (good - 0.5) * 2 * scale
    return good


def points_of(raws: Raws, scales: Scales) -> tuple[Points, ...]:
    """The points of every factor, in order; of those that say nothing, none."""
    found = []
    weights = scales.weights.by_factor
    for factor, scale in scales.scales.items():
        raw, weight, most = raws.get(factor), weights.get(factor, 0.0), scales.most.get(factor)
        if raw is None or most is None:
            found.append(Points(factor, None, scale, weight, 0.0))
            continue
        good = share(factor, raw.value, scale, raw.against)
        found.append(Points(factor, raw.value, scale, weight, most * good, most, raw.cases, raw.against))
    return tuple(found)


def total_of(points: Iterable[Points]) -> float:
    """The sum of the points, as fine as any order needs it."""
    return settled(sum(each.points for each in points))


def settled(total: float) -> float:
    """A total without the last digits, which hang on the order in which it was added up."""
    return round(total, 6)


def what_would_win(first: Suggestion, other: Suggestion, place: int) -> tuple[WhatIf, ...]:
    """The single changes after which `other` would be as good as `first`; everything else the same.

    Of raw values, those that can be at all; of weights, those from 0 to 100. The smallest change of points
    that a factor could bring comes first.
    """
    gap = first.total - other.total
    found: list[tuple[float, WhatIf]] = []
    ahead = sum(a.weight * (_good(a) - _good(b)) for a, b in zip(first.points, other.points, strict=True))
    for mine, best in zip(other.points, first.points, strict=True):
        if mine.raw is None or not mine.most:
            continue
        needed = raw_for(mine.factor, _good(mine) + gap / mine.most, mine.scale, mine.against)
        if needed is not None and mine.factor in _YES_OR_NO:
            needed = 1.0  # nothing lies between: the technician is preferred or not
        if needed is not None and needed != mine.raw:
            found.append((gap / mine.most, WhatIf(Turn.RAW, mine.factor, place, mine.raw, needed)))
        differs = _good(best) - _good(mine)
        weight = mine.weight - ahead / differs if differs else -1.0
        if 0 <= weight <= 100 and weight != mine.weight:
            change = abs(weight - mine.weight) / 100
            found.append((change, WhatIf(Turn.WEIGHT, mine.factor, place, mine.weight, weight)))
    found.sort(key=lambda each: each[0])
    return tuple(each for _, each in found)


def _good(points: Points) -> float:
    return points.points / points.most if points.most else 0.0


_YES_OR_NO = frozenset({F.PREFERRED, F.PART, F.TERRITORY})
