"""What the board draws of a proposal; imported with the first plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dispatch_tui.desk.plan_desk import Item
from dispatch_tui.desk.plan_words import customer_text
from dispatch_tui.planning.changes import Factor
from widgets.board.geometry import DayTime
from widgets.board.rowview import short_name
from widgets.board.state import Proposed


def ghosts_of(
    items: Iterable[Item], day: date, time: DayTime
) -> tuple[dict[int, tuple[Proposed, ...]], dict[int, frozenset[int]]]:
    """What to draw of a proposal on a day, by technician: where things would stand, and what leaves.

    Args:
        items: the changes as they stand now; those that are decided on are not drawn.
        day: the day that is shown.
        time: minutes of that day.
    """
    proposed: dict[int, list[Proposed]] = {}
    leaving: dict[int, set[int]] = {}
    for item in items:
        change = item.change
        if not item.open or item.board.day.service_date != day:
            continue
        if change.technician_id is not None and change.start is not None:
            start = time.minute(change.start)
            proposed.setdefault(change.technician_id, []).append(_ghost(item, start))
        if change.visit_id is not None and change.from_technician is not None:
            leaving.setdefault(change.from_technician, set()).add(change.visit_id)
    return (
        {key: tuple(ghosts) for key, ghosts in proposed.items()},
        {key: frozenset(visits) for key, visits in leaving.items()},
    )


def _ghost(item: Item, start: float) -> Proposed:
    change = item.change
    added = (reason.minutes for reason in change.reasons if reason.factor is Factor.DRIVE_ADDED)
    name = short_name(customer_text(item.board, change.call_id))
    stands = change.visit_id is not None
    return Proposed(start, start + change.minutes, change.call_id, name, max(0, next(added, 0)), stands)
