"""What the explanations kept with visits say of how good the choice was."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dispatch_tui.core.day import Day, News
from dispatch_tui.core.goals import Matches
from dispatch_tui.core.model import Visit
from dispatch_tui.core.suggest.because import Because


def matches_of(kept: Mapping[int, Because]) -> Matches:
    """By visit id: points by which the best was ahead; infinite where a gate failed, which is no match.

    Args:
        kept: the explanations, by visit id (`Store.becauses`).
    """
    return {key: math.inf if because.failed else because.behind for key, because in kept.items()}


def moves_visits(news: News, day: Day) -> bool:
    """True if a visit of the day goes to somebody else or at another time than it did, or goes no more."""
    plans = ((day.visits.get(each.id), each) for each in news.records if isinstance(each, Visit))
    moved = any(
        was is None or (was.technician_id, was.start) != (now.technician_id, now.start) for was, now in plans
    )
    return moved or any(kind is Visit for kind, _ in news.gone)
