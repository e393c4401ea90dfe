"""Why a visit was put where it stands: the explanation as it was, kept with the act.

Kept as data, in the words of `Gate` and `Factor`; so that it can be read again when weights, rows and
technicians have long been others. Words that a later version does not know are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from dispatch_tui.core.suggest.ranking import Gate, Points, Ranking, Suggestion
from dispatch_tui.core.suggest.scoring import MOST
from dispatch_tui.core.suggest.weights import Factor

MATCH = 10.0
"""Within so many points of the best that was to be had, a technician is the right match (2-domain.md)."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why.

    Attributes:
        technician_id, start: what it explains.
        total: points of the place that was chosen.
        best: points of the best open place for the call then; None if nothing was open.
        rank: 1 for the best; None if it was none of those that were listed.
        failed: gates that failed and were overridden.
        points: of every factor that said anything.
        preset: the shop's weights by name; with "*" behind it where some were its own.
        made_at: when it was reckoned.
        reason: what the person said for it; "" for nothing.
        visit_id: of which visit, in an act that places several; None where the act tells.
        by: who chose: "" for a person, "planner" for a plan, "emergency" for what came with one.
    """

    technician_id: int
    start: datetime
    total: float
    best: float | None
    rank: int | None
    failed: tuple[Gate, ...]
    points: tuple[Points, ...]
    preset: str
    made_at: datetime
    reason: str = ""
    visit_id: int | None = None
    by: str = ""

    @property
    def behind(self) -> float:
        """Points by which the best was ahead; 0 for the best, all of them where a gate was overridden."""
        if self.failed:
            return MOST
        return max(0.0, self.best - self.total) if self.best is not None else 0.0

    @property
    def right_match(self) -> bool:
        """True if the technician scored within `MATCH` points of the best available at the time."""
        return self.behind <= MATCH

    def of_visit(self, visit_id: int) -> Because:
        """The same, naming its visit."""
        return replace(self, visit_id=visit_id)


def because_of(ranking: Ranking, place: Suggestion, by: str = "") -> Because:
    """The explanation of a choice.

    Args:
        ranking: as it stood.
        place: the place that was chosen, of the ranking or judged apart (`BoardKeeper.judge`).
        by: who chose: "" for a person.
    """
    rank = next(
        (
            number
            for number, each in enumerate(ranking.places, 1)
            if (each.technician_id, each.start) == (place.technician_id, place.start)
        ),
        None,
    )
    weights = ranking.weights
    return Because(
        place.technician_id,
        place.start,
        round(place.total, 1),
        round(ranking.best.total, 1) if ranking.best is not None else None,
        rank,
        tuple(result.gate for result in place.overridden),
        tuple(each for each in place.points if each.raw is not None),
        weights.preset + ("*" if weights.own else ""),
        ranking.asked.now,
        by=by,
    )


def because_json(because: Because) -> dict[str, Any]:
    """An explanation as plain data for JSON; instants are epoch seconds. Short: it is kept for ever."""
    found: dict[str, Any] = {
        "technician": because.technician_id,
        "start": int(because.start.timestamp()),
        "total": because.total,
        "best": because.best,
        "rank": because.rank,
        "failed": [gate.value for gate in because.failed],
        "points": [
            [
                each.factor.value,
                _short(each.raw),
                each.scale,
                each.weight,
                round(each.points, 2),
                round(each.most, 2),
                each.cases,
                _short(each.against),
            ]
            for each in because.points
        ],
        "preset": because.preset,
        "at": int(because.made_at.timestamp()),
    }
    if because.reason:
        found["reason"] = because.reason
    if because.visit_id is not None:
        found["visit"] = because.visit_id
    if because.by:
        found["by"] = because.by
    return found


def because_from(data: Mapping[str, Any]) -> Because | None:
    """The explanation that was kept; None if this is none that can be read."""
    try:
        return Because(
            int(data["technician"]),
            datetime.fromtimestamp(data["start"], UTC),
            float(data["total"]),
            None if data["best"] is None else float(data["best"]),
            data["rank"],
            tuple(Gate(word) for word in data["failed"] if word in set(Gate)),
            tuple(_points(row) for row in data["points"] if row[0] in set(Factor)),
            str(data["preset"]),
            datetime.fromtimestamp(data["at"], UTC),
            str(data.get("reason", "")),
            data.get("visit"),
            str(data.get("by", "")),
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def _points(row: Sequence[Any]) -> Points:
    factor, raw, scale, weight, points, most, cases, against = row
    return Points(Factor(factor), raw, scale, weight, points, most, cases, against)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
