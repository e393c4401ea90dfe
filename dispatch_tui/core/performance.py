"""How calls of a type have gone with a technician, counted from the shop's own history.

Facts about work, with how many cases each rests on; nothing is inferred about persons. Formulas of
2-domain.md, "Figures". What could not be counted is said, with the reason.

Rates that rest on few cases are shrunk towards the rate of all technicians at that type of work, as an
empirical Bayes estimate with a beta prior of fixed weight does: (good + WEIGHT * mean) / (of + WEIGHT)
(Efron and Morris, "Stein's Paradox in Statistics", Scientific American 236/5 (1977), 119-127).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from dispatch_tui.core.model import Span
from dispatch_tui.core.typical import LONGEST, ODD_HIGH, ODD_LOW

RETURN = timedelta(days=30)
"""A callback within so long of the end of the work counts against it."""

WEIGHT = 10
"""Cases that the mean of all technicians counts for: with so many of their own, it is half and half."""

WITHIN = 0.15
"""Work has kept its estimate if it took at most this share more."""

PARTS = (0.5, 0.2, 0.2, 0.1)
"""What first-time fix, no callback, on-time arrival and kept estimates count for in the score."""


class LeftOut(StrEnum):
    """Why a case is not in a figure."""

    NO_STAMP = "no stamp"
    """Arrival or end was never stamped."""
    NO_WINDOW = "no window"
    """No window was promised, so that nobody can be late."""
    HELPER = "helper"
    """The second pair of hands: the call is counted with who was sent first."""
    ODD = "odd length"
    """Time on site that was no work: stamped at once, or forgotten until the evening."""


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit that has ended, as the store tells it.

    Attributes:
        done: True if the work was completed; False if it could not be.
        window: the arrival window promised last; None for none.
        back_at: when the customer first came back about the call; None if never.
    """

    call_id: int
    type_code: str
    technician_id: int
    planned_minutes: int
    arrived_at: datetime | None
    finished_at: datetime | None
    paused_minutes: int = 0
    done: bool = True
    helps: bool = False
    window: Span | None = None
    back_at: datetime | None = None

    @property
    def worked(self) -> float | None:
        """Minutes on site less pauses; None if a stamp is missing."""
        if self.arrived_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.arrived_at) / timedelta(minutes=1) - self.paused_minutes


@dataclass(frozen=True, slots=True)
class Rate:
    """So many good ones of so many."""

    good: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """Good / of; None of none."""
        return self.good / self.of if self.of else None

    def shrunk(self, mean: float) -> float:
        """The share, drawn towards a mean by `WEIGHT` cases of it."""
        return (self.good + WEIGHT * mean) / (self.of + WEIGHT)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one technician at one type of work, or of all technicians at it.

    Attributes:
        technician_id: None for all technicians.
        cases: completed calls that count, with who was sent first.
        first_time: done in the first visit and not come back within 30 days / completed.
        no_callback: not come back within 30 days / completed; the callback rate is the rest.
        on_time: arrivals no later than the window's end / arrivals with a window.
        early: of those, arrivals before the window's start.
        kept: visits done within their estimate and `WITHIN` of it / visits done.
        off_by: median of actual less estimated minutes; None without any.
        measured: visits that `kept` and `off_by` rest on.
        young: completed calls not yet 30 days old: they may still come back.
        left_out: how many cases are in no figure or in fewer, by why.
        score: 0 to 1, shrunk (see `PARTS`); None if nothing is known of this type of work.
    """

    technician_id: int | None
    type_code: str
    cases: int = 0
    first_time: Rate = Rate()
    no_callback: Rate = Rate()
    on_time: Rate = Rate()
    early: int = 0
    kept: Rate = Rate()
    off_by: float | None = None
    measured: int = 0
    young: int = 0
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    score: float | None = None

    @property
    def rates(self) -> tuple[Rate, Rate, Rate, Rate]:
        """In the order of `PARTS`."""
        return self.first_time, self.no_callback, self.on_time, self.kept

    @property
    def callback_rate(self) -> float | None:
        """Come back within 30 days / completed; None of none."""
        share = self.no_callback.share
        return None if share is None else 1 - share


class Performance:
    """What is known of all technicians at all types of work. Iterates over technician and type.

    Args:
        figures: by technician and type.
        overall: of all technicians, by type.
        learnt_at: the instant it was counted.
    """

    def __init__(
        self,
        figures: Mapping[tuple[int, str], Figures],
        overall: Mapping[str, Figures],
        learnt_at: datetime | None = None,
    ) -> None:
        self._figures = figures
        self._overall = overall
        self.learnt_at = learnt_at

    @classmethod
    def of_visits(cls, visits: Iterable[PastVisit], now: datetime) -> Performance:
        """Count past visits.

        Args:
            visits: ended ones, any order.
            now: until when a callback could have come.
        """
        sums: dict[tuple[int | None, str], _Sum] = defaultdict(_Sum)
        calls: dict[int, list[PastVisit]] = defaultdict(list)
        for visit in visits:
            calls[visit.call_id].append(visit)
        for stops in calls.values():
            for one in _counted(stops, now):
                for who in (one.technician_id, None):
                    sums[who, one.type_code].add(one)
        overall = {
            code: _scored(each.figures(None, code), None) for (who, code), each in sums.items() if who is None
        }
        figures = {
            (who, code): _scored(each.figures(who, code), overall[code])
            for (who, code), each in sorted(sums.items(), key=lambda item: (item[0][0] or 0, item[0][1]))
            if who is not None
        }
        return cls(figures, dict(sorted(overall.items())), now)

    def of(self, technician_id: int, type_code: str) -> Figures | None:
        """The figures of a technician at a type of work; None if they have never done it."""
        return self._figures.get((technician_id, type_code))

    def of_all(self, type_code: str) -> Figures | None:
        """The figures of all technicians at a type of work; None if nobody has done it."""
        return self._overall.get(type_code)

    def score(self, technician_id: int, type_code: str) -> tuple[float, int, float] | None:
        """(score, cases, the mean of all) at a type of work; None if nothing is known of the type.

        Who has no case has the mean.
        """
        overall = self._overall.get(type_code)
        if overall is None or overall.score is None:
            return None
        own = self._figures.get((technician_id, type_code))
        if own is None or own.score is None:
            return overall.score, 0, overall.score
        return own.score, max(own.cases, own.measured, own.on_time.of), overall.score

    @property
    def types(self) -> tuple[str, ...]:
        """The types of work that anything is known of, in order."""
        return tuple(self._overall)

    def __iter__(self) -> Iterator[Figures]:
        """The figures of every technician and type, by technician, then type."""
        return iter(self._figures.values())

    def __len__(self) -> int:
        """How many pairs of technician and type."""
        return len(self._figures)


NOTHING_KNOWN = Performance({}, {})
"""Before anything has been read, or where the shop has no past."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """One ended visit as it counts.

    Attributes:
        first_time, no_callback: of the call, with who was sent first; None if not counted here.
        on_time: None without a window.
        off_by: actual less estimated minutes, None if not measured.
    """

    technician_id: int
    type_code: str
    first_time: bool | None = None
    no_callback: bool | None = None
    young: bool = False
    on_time: bool | None = None
    early: bool = False
    off_by: float | None = None
    kept: bool = False
    left_out: LeftOut | None = None
    no_window: bool = False


def _counted(stops: Sequence[PastVisit], now: datetime) -> Iterator[_Counted]:
    """The visits of one call, each for what it tells."""
    gone = [stop for stop in stops if not stop.helps]
    for helper in (stop for stop in stops if stop.helps):
        yield _Counted(helper.technician_id, helper.type_code, left_out=LeftOut.HELPER)
    gone.sort(key=lambda stop: (stop.finished_at is None, stop.finished_at or now, stop.technician_id))
    ended = next((stop.finished_at for stop in reversed(gone) if stop.done and stop.finished_at), None)
    for index, stop in enumerate(gone):
        first_time = no_callback = None
        young = False
        if index == 0 and ended is not None:
            came_back = stop.back_at is not None and stop.back_at - ended <= RETURN
            no_callback = not came_back
            first_time = stop.done and not came_back
            young = not came_back and now - ended < RETURN
        yield _one(stop, first_time, no_callback, young)


def _one(stop: PastVisit, first_time: bool | None, no_callback: bool | None, young: bool) -> _Counted:
    on_time = None
    early = False
    if stop.window is not None and stop.arrived_at is not None:
        on_time = stop.arrived_at <= stop.window.end
        early = stop.arrived_at < stop.window.start
    off_by, kept, why = _measured(stop)
    return _Counted(
        stop.technician_id,
        stop.type_code,
        first_time,
        no_callback,
        young,
        on_time,
        early,
        off_by,
        kept,
        why,
        stop.window is None,
    )


def _measured(stop: PastVisit) -> tuple[float | None, bool, LeftOut | None]:
    """Actual less estimated minutes, whether the estimate was kept, or why it cannot be told."""
    worked, planned = stop.worked, stop.planned_minutes
    if worked is None:
        return None, False, LeftOut.NO_STAMP
    if not stop.done or planned <= 0:
        return None, False, None  # what could not be completed says nothing of how long it takes
    if not (0 < worked <= LONGEST and ODD_LOW <= worked / planned <= ODD_HIGH):
        return None, False, LeftOut.ODD
    return worked - planned, worked <= planned * (1 + WITHIN), None


class _Sum:
    """Cases added up."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.left_out: Counter[LeftOut] = Counter()
        self.off_by: list[float] = []

    def add(self, one: _Counted) -> None:
        """One visit more."""
        count = self.counts
        if one.first_time is not None:
            count["cases"] += 1
            count["first"] += one.first_time
            count["stayed"] += bool(one.no_callback)
            count["young"] += one.young
        if one.on_time is not None:
            count["promised"] += 1
            count["on time"] += one.on_time
            count["early"] += one.early
        if one.off_by is not None:
            self.off_by.append(one.off_by)
            count["kept"] += one.kept
        if one.left_out is not None:
            self.left_out[one.left_out] += 1
        if one.no_window:
            self.left_out[LeftOut.NO_WINDOW] += 1

    def figures(self, technician_id: int | None, type_code: str) -> Figures:
        """The sums as figures, without a score."""
        count = self.counts
        cases, measured = count["cases"], len(self.off_by)
        return Figures(
            technician_id,
            type_code,
            cases,
            Rate(count["first"], cases),
            Rate(count["stayed"], cases),
            Rate(count["on time"], count["promised"]),
            count["early"],
            Rate(count["kept"], measured),
            median(self.off_by) if measured else None,
            measured,
            count["young"],
            dict(sorted(self.left_out.items())),
        )


def _scored(figures: Figures, overall: Figures | None) -> Figures:
    """The same with a score: each rate shrunk to that of all, weighed by `PARTS`.

    A part that nobody has a case of is left out, for one as for all, so that scores compare.
    """
    total = score = 0.0
    for weight, own, every in zip(PARTS, figures.rates, (overall or figures).rates, strict=True):
        mean = every.share
        if mean is None:
            continue
        total += weight
        score += weight * (mean if overall is None else own.shrunk(mean))
    return replace(figures, score=score / total) if total else figures
