"""How long work usually takes, learnt from the shop's own past visits.

By call type and technician where there are cases enough, else by call type, else nothing is learnt and
the plan stands. What was learnt is the *ratio* of the time taken to the time planned, so that a slot
somebody made long on purpose stays long. How many cases it rests on goes with every answer.

Robust by construction: medians and quantiles, which a few odd cases do not move (Hampel, Ronchetti,
Rousseeuw and Stahel, "Robust Statistics", Wiley 1986, 1.3: the median's breakdown point is one half).
Quantiles are interpolated between order statistics as type 7 of Hyndman and Fan, "Sample Quantiles in
Statistical Packages", The American Statistician 50 (1996), 361-365.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""Quantiles of a likely range: four visits of five lie in it."""

PLAN_LOW, PLAN_HIGH = 0.8, 1.3
"""The range of a planned length while nothing has been learnt: work overruns more than it falls short."""

SAID_LOW, SAID_HIGH = 0.85, 1.25
"""The range of the time left as a technician said it, at the time they said it."""

LONGEST = 24 * 60
"""Minutes; what is said to have taken longer was a forgotten stamp."""

ODD_LOW, ODD_HIGH = 0.1, 5.0
"""Ratios outside these were not work: `done` said at once, or forgotten until the evening."""

REST = 0.1
LEAST_REST = 5
"""What is still expected of work that has lasted longer than any case: this share of the plan, in
minutes at least the latter."""


@dataclass(frozen=True, slots=True)
class Case:
    """One past visit, done: what was planned, and what it took on site less pauses, in minutes."""

    type_code: str
    technician_id: int
    planned_minutes: int
    actual_minutes: float


class Source(StrEnum):
    """What an expectation rests on."""

    TECHNICIAN = "technician"
    """Cases of this type by this technician."""
    TYPE = "type"
    """Cases of this type by all technicians."""
    PLAN = "plan"
    """The planned length: no cases, or too few."""
    SAID = "said"
    """What the technician said is left."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How long work is expected to take.

    Attributes:
        minutes: the middle: as many visits take longer as shorter.
        low: one visit of ten takes less.
        high: one visit of ten takes more.
        cases: how many past visits it rests on; for `Source.PLAN`, how many there are of the type.
        source: see `Source`.
    """

    minutes: int
    low: int
    high: int
    cases: int
    source: Source


class Lengths:
    """The lengths, as ratios to the plan, of cases of one sort."""

    def __init__(self, ratios: Iterable[float]) -> None:
        self.ratios: Sequence[float] = sorted(ratios)

    def quantile(self, part: float, first: int = 0) -> float:
        """A quantile of the cases from index `first` on, interpolated."""
        ratios = self.ratios
        at = first + (len(ratios) - 1 - first) * part
        below = int(at)
        if below + 1 >= len(ratios):
            return ratios[below]
        return ratios[below] + (ratios[below + 1] - ratios[below]) * (at - below)


class Typicals:
    """What has been learnt; `NOTHING_LEARNT` of no cases.

    Attributes:
        left_out: cases that were nonsense or odd, and taught nothing.
    """

    def __init__(self, by: dict[tuple[str, int | None], Lengths], learn_cases: int, left_out: int) -> None:
        self._by = by
        self._least = learn_cases
        self.left_out = left_out
        self._known: dict[tuple[str, int, int], Expected] = {}

    @classmethod
    def of(cls, cases: Iterable[Case], learn_cases: int) -> Typicals:
        """Learn from cases.

        Args:
            cases: past visits, any order.
            learn_cases: how many of a sort it takes to go by them.
        """
        ratios: dict[tuple[str, int | None], list[float]] = {}
        left_out = 0
        for case in cases:
            if not (0 < case.actual_minutes <= LONGEST and case.planned_minutes > 0):
                left_out += 1
                continue
            ratio = case.actual_minutes / case.planned_minutes
            if not ODD_LOW <= ratio <= ODD_HIGH:
                left_out += 1
                continue
            ratios.setdefault((case.type_code, case.technician_id), []).append(ratio)
            ratios.setdefault((case.type_code, None), []).append(ratio)
        return cls({key: Lengths(found) for key, found in ratios.items()}, learn_cases, left_out)

    def __bool__(self) -> bool:
        """True if there is any sort of work with cases enough."""
        return any(len(lengths.ratios) >= self._least for lengths in self._by.values())

    def expect(self, type_code: str, technician_id: int, planned: int) -> Expected:
        """How long a visit will take that has not begun.

        Args:
            type_code: of its call.
            technician_id: who goes.
            planned: the slot's length in minutes.
        """
        key = (type_code, technician_id, planned)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._expected(type_code, technician_id, planned, 0)
        return found

    def expect_after(self, type_code: str, technician_id: int, planned: int, worked: float) -> Expected:
        """How long a visit will take in all that has lasted so long already.

        By the cases that took longer than that; by none of the plan, whose end may be past. As time
        goes by the answer only grows, and it is always more than `worked` where cases are known.

        Args:
            type_code: of its call.
            technician_id: who is there.
            planned: the slot's length in minutes.
            worked: minutes on site so far, less pauses.
        """
        return self._expected(type_code, technician_id, planned, worked)

    def next_change(self, type_code: str, technician_id: int, planned: int, worked: float) -> float:
        """From how many minutes of work on `expect_after` answers another; infinite if it never will."""
        lengths = self._lengths(type_code, technician_id)[0]
        if lengths is None or planned <= 0:
            return math.inf
        at = bisect_right(lengths.ratios, worked / planned)
        return lengths.ratios[at] * planned if at < len(lengths.ratios) else worked

    def _lengths(self, type_code: str, technician_id: int) -> tuple[Lengths | None, Source]:
        own = self._by.get((type_code, technician_id))
        if own is not None and len(own.ratios) >= self._least:
            return own, Source.TECHNICIAN
        everybody = self._by.get((type_code, None))
        if everybody is not None and len(everybody.ratios) >= self._least:
            return everybody, Source.TYPE
        return None, Source.PLAN

    def _expected(self, type_code: str, technician_id: int, planned: int, worked: float) -> Expected:
        lengths, source = self._lengths(type_code, technician_id)
        if lengths is None or planned <= 0:
            few = self._by.get((type_code, None))
            return planned_only(planned, len(few.ratios) if few else 0)
        ratios = lengths.ratios
        first = bisect_right(ratios, worked / planned) if worked > 0 else 0
        if first == len(ratios):
            end = math.ceil(worked + rest_of(planned))
            return Expected(end, math.ceil(worked), end + rest_of(planned), len(ratios), source)
        low, middle, high = (lengths.quantile(part, first) * planned for part in (LOW, MIDDLE, HIGH))
        # Rounded up, so that each is more than what has been worked already, as the cases are.
        return Expected(math.ceil(middle), math.ceil(low), math.ceil(high), len(ratios), source)


def planned_only(planned: int, cases: int = 0) -> Expected:
    """The plan, with the range that holds while nothing has been learnt."""
    return Expected(planned, int(planned * PLAN_LOW), math.ceil(planned * PLAN_HIGH), cases, Source.PLAN)


def rest_of(planned: int) -> int:
    """Minutes still expected of work that has lasted longer than anything known."""
    return max(LEAST_REST, math.ceil(planned * REST))


NOTHING_LEARNT = Typicals({}, 1, 0)
