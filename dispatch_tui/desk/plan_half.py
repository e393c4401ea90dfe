"""What is left of a plan, in reading order, and whether the goals come out worse when some of it is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dispatch_tui.core.goals import Goals
from dispatch_tui.core.text import plural
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.goal_words import WORDS, fraction
from dispatch_tui.desk.planning import supposed_rows
from dispatch_tui.planning.changes import Change

if TYPE_CHECKING:
    from dispatch_tui.desk.plan_items import Item, Ref

COUNTED = ("clients", "home", "warned")
"""Goals that a plan may make worse; of a match, moving a visit only means that it is not known."""

MOST_NAMED = 3


def half_cost(days: Iterable[tuple[Board, Sequence[Change]]], lost: Sequence[int]) -> str:
    """What carrying out the rest of a plan costs, in words; "" if no goal comes out worse.

    Args:
        days: the boards as they stand, each with the changes that would still be made on it.
        lost: the calls whose changes would not be made.

    Returns:
        `without 4097 the rest of the plan makes it worse: clients on time 8/9 to 6/9`.
    """
    found = [
        text
        for board, changes in days
        if changes
        for text in worse_texts(board.goals, board.goals_if(supposed_rows(board, board.travel, changes)))
    ]
    if not lost or not found:
        return ""
    numbers = ", ".join(str(key) for key in lost[:MOST_NAMED])
    more = f" and {plural(len(lost) - MOST_NAMED, 'other')}" if len(lost) > MOST_NAMED else ""
    return f"without {numbers}{more} the rest of the plan makes it worse: {', '.join(found)}"


def worse_texts(before: Goals, after: Goals) -> list[str]:
    """The goals that more would miss than do, before and after."""
    was, will = dict(before.named), dict(after.named)
    return [
        f"{WORDS[name]} {fraction(was[name])} to {fraction(will[name])}"
        for name in COUNTED
        if will[name].missed > was[name].missed
    ]


def half_of(items: Mapping[Ref, Item], wanted: Iterable[Ref]) -> str:
    """What it costs that some of the plan is not made with the rest; "" if nothing."""
    made = set(wanted)
    lost = [one.change.call_id for ref, one in items.items() if ref not in made and one.lost]
    boards = {items[ref].board.day.service_date: items[ref].board for ref in made}
    return half_cost(
        [
            (board, [items[ref].change for ref in sorted(made) if items[ref].board is board])
            for board in boards.values()
        ],
        lost,
    )


def reading_order(item: Item) -> tuple[int, int, float, int]:
    """By day, then by row as the board has them, then by time; what leaves the board at the end."""
    change = item.change
    order: Mapping[int, int] = {key: at for at, key in enumerate(item.board.day.order)}
    row = len(order) if change.technician_id is None else order.get(change.technician_id, len(order))
    when = change.start or change.from_start
    return item.ref.part, row, when.timestamp() if when else 0.0, change.call_id
