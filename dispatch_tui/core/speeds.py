"""How long a distance takes on a free road: from kilometres as the crow flies to minutes of driving.

Measured on 3,179 drives of cities that the figures were not made of (5-planning.md): median error 24 %,
ratio 1.01, where a flat "1.3 at 40 km/h" has 47 % and 0.59.

Roads wind less the farther one goes, and one drives faster. Speeds are *marginal*: the first two
kilometres of a long drive are as slow as those of a short one, so that farther never takes less time,
which a mean speed by the length of the drive would break at every cut. For the same reason a road does not
get shorter where its factor drops: the length stays level until the lower factor has caught up.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

CIRCUITY: tuple[tuple[float, float], ...] = ((0.0, 1.42), (2.0, 1.36), (5.0, 1.30), (12.0, 1.22))
"""(from km as the crow flies, road kilometres to each)."""

SPEEDS: tuple[tuple[float, float], ...] = ((0.0, 26.0), (2.0, 34.0), (5.0, 45.0), (12.0, 60.0), (30.0, 85.0))
"""(from road km, km/h on the kilometres from there on)."""

USUAL_CIRCUITY = 1.3
USUAL_SPEED = 40.0
"""What a shop has that has set nothing; other figures scale the measured ones in proportion."""

Knot: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of straight pieces from (0, 0) on that never falls; the last piece goes on for ever.

    Attributes:
        xs, ys: where pieces begin.
        slopes: of the piece from each on; the last is above nought.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slopes: tuple[float, ...]

    @classmethod
    def of(cls, knots: Sequence[Knot], last_slope: float) -> Curve:
        """The curve through some points, with x ascending and y never descending."""
        slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in pairwise(knots)]
        return cls(tuple(x for x, _ in knots), tuple(y for _, y in knots), (*slopes, last_slope))

    def at(self, x: float) -> float:
        """The value at x; x is not negative."""
        piece = bisect_right(self.xs, x) - 1
        return self.ys[piece] + (x - self.xs[piece]) * self.slopes[piece]

    def first(self, y: float) -> float:
        """The smallest x whose value is y; y is not negative."""
        piece = max(0, bisect_left(self.ys, y) - 1)
        return self.xs[piece] + (y - self.ys[piece]) / self.slopes[piece] if y > 0 else 0.0

    def then(self, other: Curve) -> Curve:
        """The curve of `other` over this one's values."""
        cuts = {*self.xs, *(self.first(y) for y in other.xs)}
        knots = [(x, other.at(self.at(x))) for x in sorted(cuts)]
        return Curve.of(_apart(knots), self.slopes[-1] * other.slopes[-1])

    def times(self, cuts: Sequence[float], factors: Sequence[float]) -> Curve:
        """The curve multiplied by a factor from each of some x on, level where that would make it fall.

        Args:
            cuts: where each factor begins; the first is 0.
            factors: as many, above nought.
        """
        knots: list[Knot] = [(0.0, 0.0)]
        ends = (*cuts[1:], math.inf)
        for begin, end, factor in zip(cuts, ends, factors, strict=True):
            reached = knots[-1][1]
            start = max(begin, self.first(reached / factor))
            if start >= end:  # level all through
                knots.append((end, reached))
                continue
            if start > knots[-1][0]:
                knots.append((start, reached))
            at_start = self.at(start) * factor
            if at_start > reached:  # a higher factor comes in over a hundred metres: one value at each x
                knots.append((start + 0.1, max(self.at(start + 0.1) * factor, at_start)))
            inner = [x for x in self.xs if knots[-1][0] < x < end]
            knots += [(x, max(knots[-1][1], self.at(x) * factor)) for x in inner]
            if end < math.inf and knots[-1][0] < end:
                knots.append((end, max(knots[-1][1], self.at(end) * factor)))
        return Curve.of(_apart(knots), self.slopes[-1] * factors[-1])


def _apart(knots: Sequence[Knot]) -> list[Knot]:
    """Points with more than a hair between them, the values made to never fall."""
    found: list[Knot] = []
    for x, y in knots:
        if found and x - found[-1][0] < 1e-9:
            found[-1] = (found[-1][0], max(found[-1][1], y))
        else:
            found.append((x, max(y, found[-1][1]) if found else y))
    return found


_STRAIGHT = Curve.of([(0.0, 0.0)], 1.0)


def winding(scale: float = 1.0) -> Curve:
    """Road kilometres by kilometres as the crow flies, by bands; never less than those.

    Args:
        scale: how much more the shop's roads wind than those measured.
    """
    cuts, factors = zip(*CIRCUITY, strict=True)
    return _STRAIGHT.times(cuts, [max(1.0, factor * scale) for factor in factors])


def driving(scale: float = 1.0) -> Curve:
    """Minutes on a free road by road kilometres.

    Args:
        scale: how much faster the shop's people drive than those measured.
    """
    knots: list[Knot] = [(0.0, 0.0)]
    for (start, speed), (end, _) in pairwise(SPEEDS):
        knots.append((end, knots[-1][1] + (end - start) / (speed * scale) * 60))
    return Curve.of(knots, 60 / (SPEEDS[-1][1] * scale))


def flat(factor: float) -> Curve:
    """The same factor everywhere."""
    return Curve.of([(0.0, 0.0)], factor)


def minute_marks(free_minutes: Callable[[float], float], most: int) -> list[float]:
    """The values at which whole minutes, rounded to the nearest, go up: for 1, 2, 3... minutes.

    Args:
        free_minutes: the inverse of a duration: what takes so many minutes.
        most: how many.
    """
    return [free_minutes(minute - 0.5) for minute in range(1, most + 1)]
