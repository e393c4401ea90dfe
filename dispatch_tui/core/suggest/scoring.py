"""From raw values to points: how good each is, and what it weighs.

A place's total is 100 times the weighed mean of how good its values are, over the factors that say anything
of this call; so that the points add up, and 100 stays the best there can be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from dispatch_tui.core.suggest.ranking import Points, Suggestion, Turn, WhatIf
from dispatch_tui.core.suggest.weights import SCALES, Factor, Weights

F = Factor

FEWER = frozenset({F.RESPONSE, F.TRAVEL, F.LATENESS, F.OVER_QUALIFIED, F.LOAD, F.HOME})
"""Factors whose raw value is better the less it is."""

MOST_SLACK = 480
"""Minutes of slack that count at the most; where no promise is at stake, that."""

MOST = 100.0


class Raw(NamedTuple):
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
        return scale / (scale + raw) if raw > 0 else 1.0
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
    weights, mosts = scales.weights.by_factor, scales.most
    for factor, scale in scales.scales.items():
        raw, weight, most = raws.get(factor), weights.get(factor, 0.0), mosts.get(factor)
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
    """The plainest single changes after which `other` would be as good as `first`; everything else the same.

    Facts before weights, the smallest change first (of an urgent call when they would be there, which counts
    most); `CHANGES` at the most, and one weight. What cannot be is left out (a score above 100, minutes below
    nought, a weight that no rule allows), and so is a weight that nobody would set for one call: one that is
    further off than `FAR_WEIGHT`.

    Args:
        first: the better place.
        other: one that is worse, for the same call.
        place: the position of `other` in it.
    """
    gap = first.total - other.total
    facts: list[tuple[float, WhatIf]] = []
    weights: list[tuple[float, WhatIf]] = []
    ahead = sum(a.weight * (_good(a) - _good(b)) for a, b in zip(first.points, other.points, strict=True))
    for mine, best in zip(other.points, first.points, strict=True):
        if mine.raw is None or not mine.most:
            continue
        needed = _needed(mine, _good(mine) + gap / mine.most)
        if needed is not None and needed != mine.raw:
            facts.append((gap / mine.most, WhatIf(Turn.RAW, mine.factor, place, mine.raw, needed)))
        differs = _good(best) - _good(mine)
        weight = mine.weight - ahead / differs if differs else -1.0
        change = abs(weight - mine.weight)
        if 0 <= weight <= MOST and 0 < change <= FAR_WEIGHT and not _by_urgency(mine):
            weights.append((change, WhatIf(Turn.WEIGHT, mine.factor, place, mine.weight, weight)))
    urgent = any(_by_urgency(each) and each.scale < SCALES[F.RESPONSE] for each in first.points)
    facts.sort(key=lambda each: (not (urgent and each[1].factor is F.RESPONSE), each[0]))
    weights.sort(key=lambda each: each[0])
    found = [each for _, each in facts[: CHANGES - bool(weights)]]
    return (*found, *(each for _, each in weights[:1]))


CHANGES = 3
"""Changes that are named at the most."""

FAR_WEIGHT = 25
"""By how much a weight may differ to be named."""


def _by_urgency(points: Points) -> bool:
    """True where the urgency of the call has changed the weight, so that it is not the shop's rule."""
    return points.factor is F.RESPONSE and points.scale != SCALES[F.RESPONSE]


def _needed(points: Points, good: float) -> float | None:
    """The raw value that is at least so good, as it could really be; None if none can."""
    factor = points.factor
    needed = raw_for(factor, good, points.scale, points.against)
    if needed is None:
        return None
    if factor in _YES_OR_NO:
        return 1.0  # nothing lies between: the technician is preferred or not
    if factor in _WHOLE:
        return float(math.floor(needed + _ROUNDING))
    if factor is F.SLACK:
        needed = float(math.ceil(needed - _ROUNDING))
        return needed if needed <= MOST_SLACK else None
    return needed if factor in FEWER or 0 <= needed <= 1 else None


_WHOLE = frozenset({F.RESPONSE, F.TRAVEL, F.LATENESS, F.OVER_QUALIFIED, F.HOME})
"""Minutes and skills, of which there are only whole ones."""
_ROUNDING = 1e-9


def _good(points: Points) -> float:
    return points.points / points.most if points.most else 0.0


_YES_OR_NO = frozenset({F.PREFERRED, F.PART, F.TERRITORY})
