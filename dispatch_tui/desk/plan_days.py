"""Planning days that are not on the board: read for the purpose, a day at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from dispatch_tui.core.day import Day
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.shifts import local_date
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.desk import Desk
from dispatch_tui.planning.scope import Scope, ScopeKind

MOST_DAYS = 14


def read_keeper(desk: Desk, day: date, knowledge: Knowledge) -> BoardKeeper:
    """A day's board, read on the store's thread.

    Args:
        desk: the console's.
        day: which day.
        knowledge: what the forecasts are made by.
    """
    return BoardKeeper(desk.open_day(day), desk.clock.now(), knowledge)


def due_by(day: Day, now: datetime, *, last: bool) -> frozenset[int]:
    """Calls of the tray that are to be planned on a day of several.

    A promised window says the day, until it has been missed; without one, what is due by then. The last day
    also takes what is due later, as far as there is room: nobody looks at it again.

    Args:
        day: the day that is planned.
        now: the present instant.
        last: True if it is the last of the days.
    """
    zone, when = day.shop.zone, day.service_date
    found = set()
    for key in day.tray:
        call, window = day.calls[key], day.calls[key].window
        if window is not None and window.end > now:
            if local_date(window.start, zone) == when:
                found.add(key)
        elif call.due <= when or last:
            found.add(key)
    return frozenset(found)


def scope_on(
    scope: Scope, board: Board, *, several: bool, last: bool, placed: frozenset[int] = frozenset()
) -> Scope:
    """What of a scope is to be planned on one day.

    Args:
        scope: as it was asked for.
        board: of the day, with the tray as it is.
        several: True if it is one of several days.
        last: True if it is the last of them.
        placed: calls that have found a place on a day before.
    """
    if not several or scope.kind is not ScopeKind.TRAY:
        return scope
    return replace(scope, only=due_by(board.day, board.now, last=last) - placed)


def days_from(first: date, count: int) -> tuple[date, ...]:
    """So many days from one on."""
    return tuple(first + timedelta(days=at) for at in range(max(1, min(MOST_DAYS, count))))
