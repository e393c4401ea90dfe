"""What the shop's own drives teach: by how much a source of travel times is wrong here, and at what hour.

Each past drive gives the logarithm of actual over predicted. What is learnt are medians of those, in three
steps of which each explains what the one before left (a median polish: Tukey, "Exploratory Data Analysis",
Addison-Wesley 1977, chapter 11): a level, distance bands, two-hour buckets. Each is pulled towards "no
correction" as if `PULL` drives had shown none, and clamped.

Medians because stamps lie: a technician who says "on the way" at the door, or "here" after lunch. With 10 %
of 300 drives corrupted a mean is wrong by 97 %, the median by 23.5 % (21.9 % without; 5-planning.md).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from dispatch_tui.core.model import Place

BANDS_KM = (0.0, 2.0, 5.0, 12.0, 30.0)
"""Road kilometres from which each distance band goes on."""

BUCKET_HOURS = 2
BUCKETS = 24 // BUCKET_HOURS

PULL = 20
"""Cases of "no correction" that everything learnt is mixed with."""

LEVEL_ONLY = 100
"""Below so many drives only the level is learnt."""

FURTHEST = math.log(1.9)
"""No source is wrong by more than this as a whole and by band; what says so is something else."""

FURTHEST_HOUR = math.log(1.4)

ODD_LOW, ODD_HIGH = 0.2, 5.0
"""Ratios outside these were no drive as predicted: `on the way` said at the door, a lunch on the way."""

LONGEST = 6 * 60
"""Minutes; more was a forgotten stamp."""

QUOTE_RATIO = 1.32
"""Actual over predicted that four drives of five stay under, measured (5-planning.md)."""

QUOTE_PART = 0.8


@dataclass(frozen=True, slots=True)
class Drive:
    """One past drive between known places: when it began, and how many minutes it took, parking included."""

    origin: Place
    target: Place
    left_at: datetime
    minutes: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a source said of a drive at its hour: minutes on the road without parking, road km, the source."""

    driving: float
    km: float
    source: str


class Predicts(Protocol):
    """What can say how long a drive should have taken; None where it does not know."""

    @property
    def parking_minutes(self) -> float:
        """Minutes that every drive takes beside the road."""
        ...

    def predict(self, drive: Drive) -> Prediction | None:
        """What was to be expected of a past drive."""
        ...


@dataclass(frozen=True, slots=True)
class Correction:
    """By what a source's minutes on the road are to be multiplied, by distance band."""

    bands: tuple[float, ...]
    cases: int

    def at(self, km: float) -> float:
        """The factor for a drive of so many road kilometres."""
        return self.bands[bisect_right(BANDS_KM, km) - 1]


@dataclass(frozen=True, slots=True)
class Drives:
    """What has been learnt of drives; `NO_DRIVES` of none.

    Attributes:
        by: correction by source.
        hours: factor by two-hour bucket, shop-local, on top of the hours of traffic.
        cases: drives it rests on.
        left_out: drives that were nonsense or odd.
        quote_ratio: actual over predicted that four drives of five stay under, after correction.
    """

    by: Mapping[str, Correction] = field(default_factory=lambda: MappingProxyType({}))
    hours: tuple[float, ...] = (1.0,) * BUCKETS
    cases: int = 0
    left_out: int = 0
    quote_ratio: float = QUOTE_RATIO

    def __bool__(self) -> bool:
        """True if there were any drives."""
        return self.cases > 0


NO_DRIVES = Drives()


@dataclass(frozen=True, slots=True)
class _Case:
    log: float
    band: int
    bucket: int
    source: str


def learn(drives: Iterable[Drive], source: Predicts, zone: ZoneInfo) -> Drives:
    """Learn from drives what a source says wrongly.

    Args:
        drives: past ones, any order.
        source: what predicts them without any correction.
        zone: the shop's, for the hour.
    """
    cases: list[_Case] = []
    left_out = 0
    for drive in drives:
        case = _case(drive, source, zone)
        if case is None:
            left_out += 1
        else:
            cases.append(case)
    if not cases:
        return Drives(left_out=left_out)
    by: dict[str, Correction] = {}
    rest: list[_Case] = []
    for name in sorted({case.source for case in cases}):
        found, after = _corrected([case for case in cases if case.source == name])
        by[name] = found
        rest += after
    hours = _hours(rest) if len(rest) >= LEVEL_ONLY else (0.0,) * BUCKETS
    logs = sorted(case.log - hours[case.bucket] for case in rest)
    return Drives(
        MappingProxyType(by),
        tuple(math.exp(value) for value in hours),
        len(cases),
        left_out,
        _quote_ratio(logs),
    )


def _case(drive: Drive, source: Predicts, zone: ZoneInfo) -> _Case | None:
    if not 0 < drive.minutes <= LONGEST:
        return None
    said = source.predict(drive)
    if said is None or said.driving <= 0:
        return None
    ratio = max(0.5, drive.minutes - source.parking_minutes) / said.driving
    if not ODD_LOW <= ratio <= ODD_HIGH:
        return None
    band = bisect_right(BANDS_KM, said.km) - 1
    bucket = drive.left_at.astimezone(zone).hour // BUCKET_HOURS
    return _Case(math.log(ratio), band, bucket, said.source)


def _corrected(cases: Sequence[_Case]) -> tuple[Correction, list[_Case]]:
    """One source's correction, and its cases with what that leaves."""
    level = _pulled([case.log for case in cases])
    bands = [0.0] * len(BANDS_KM)
    if len(cases) >= LEVEL_ONLY:
        for band in range(len(BANDS_KM)):
            bands[band] = _pulled([case.log - level for case in cases if case.band == band])
    logs = [_clamped(level + value, FURTHEST) for value in bands]
    rest = [_Case(case.log - logs[case.band], case.band, case.bucket, case.source) for case in cases]
    return Correction(tuple(math.exp(value) for value in logs), len(cases)), rest


def _hours(cases: Sequence[_Case]) -> tuple[float, ...]:
    found: list[list[float]] = [[] for _ in range(BUCKETS)]
    for case in cases:
        found[case.bucket].append(case.log)
    return tuple(_clamped(_pulled(logs), FURTHEST_HOUR) for logs in found)


def _pulled(logs: Sequence[float]) -> float:
    """The median, pulled towards nought by `PULL` cases."""
    return median(logs) * len(logs) / (len(logs) + PULL) if logs else 0.0


def _clamped(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _quote_ratio(logs: Sequence[float]) -> float:
    """The 80th percentile of what is left, pulled towards the measured one."""
    own = logs[min(len(logs) - 1, int(QUOTE_PART * len(logs)))]
    weight = len(logs) / (len(logs) + PULL)
    return math.exp(own * weight + math.log(QUOTE_RATIO) * (1 - weight))
