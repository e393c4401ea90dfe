"""Triggers that the passing of time alone sets off on a technician's row.

A watch is made once per forecast of a row and asked every minute: that costs one comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch_tui.core.forecast import RowForecast, expected_finish, visiting_order
from dispatch_tui.core.model import Visit, VisitState
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.status import AT_WORK, OVER, SEEN
from dispatch_tui.core.telling.checkin import CheckInStage, check_in_of
from dispatch_tui.core.timewords import clock_text, day_text, length_text
from dispatch_tui.desk.alerts.trouble import Attention, Trouble, about_visit
from dispatch_tui.desk.board import Board

MINUTE = timedelta(minutes=1)
USUAL_PAUSE = timedelta(minutes=30)
"""Lunch, or a way to the supplier's counter: a pause of that length needs nobody's eye."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Something that needs attention from an instant on, if nothing happens before.

    Attributes:
        due: from then on it is shown.
        since: its minutes are counted from then.
        about: what will be shown, without its minutes.
        counted: True if its words end in the minutes.
    """

    due: datetime
    since: datetime
    about: Attention
    counted: bool = False

    def at(self, now: datetime) -> Attention:
        """What is shown at an instant from `due` on."""
        minutes = max(0, int((now - self.since) / MINUTE))
        words = f"{self.about.words} {length_text(minutes)}" if self.counted else self.about.words
        return replace(self.about, words=words, minutes=minutes)


def due_at(watches: Iterable[Watch], now: datetime) -> list[Attention]:
    """What the watches that are due show."""
    return [watch.at(now) for watch in watches if watch.due <= now]


def row_watches(board: Board, technician_id: int, rules: Rules) -> tuple[Watch, ...]:
    """All watches of a technician's row."""
    row, forecast = board.day.row(technician_id), board.forecasts[technician_id]
    maker = _RowWatches(board, technician_id, forecast, rules)
    found = [*maker.dispatching(row), *maker.answering(row)]
    for visit in row:
        if visit.state in OVER:
            continue
        found += maker.running_over(visit)
        found += maker.stale(visit)
        found += maker.part(visit)
    return tuple(found)


class _RowWatches:
    """Makes the watches of one row."""

    def __init__(self, board: Board, technician_id: int, forecast: RowForecast, rules: Rules) -> None:
        self.board, self.forecast, self.rules = board, forecast, rules
        self.zone = board.day.shop.zone
        self.technician = board.day.technicians[technician_id]

    def _watch(
        self,
        trouble: Trouble,
        visit: Visit,
        words: str,
        since: datetime,
        patience: int | timedelta,
        counted: bool = False,
    ) -> Watch:
        wait = patience if isinstance(patience, timedelta) else patience * MINUTE
        return Watch(since + wait, since, about_visit(trouble, visit, self.technician, words), counted)

    def _clock(self, instant: datetime) -> str:
        clock, day = clock_text(instant, self.zone), local_date(instant, self.zone)
        return clock if day == self.board.day.service_date else f"{day_text(day)} {clock}"

    def _leaves(self, visit: Visit) -> datetime:
        """When the technician is to set off, by the plan."""
        return visit.start - self.forecast.visits[visit.id].leg.minutes * MINUTE

    def dispatching(self, row: Iterable[Visit]) -> Iterator[Watch]:
        """The technician's next call, while they see none and have not been told of it."""
        ahead = [visit for visit in visiting_order(tuple(row)) if visit.state not in OVER]
        if not ahead or any(visit.state in SEEN for visit in ahead):
            return
        visit = ahead[0]
        working = self.board.day.working.get(visit.technician_id, ())
        if any(span.overlaps(visit.slot) for span in working):
            leaves = self._leaves(visit)
            words = f"not dispatched, is to leave {self._clock(leaves)}"
            since = leaves - self.rules.alert_dispatch * MINUTE
            yield self._watch(Trouble.UNDISPATCHED, visit, words, since, 0)

    def answering(self, row: Iterable[Visit]) -> Iterator[Watch]:
        """A check-in that nobody has answered."""
        visits = tuple(row)
        asked = max((visit.asked_at for visit in visits if visit.asked_at is not None), default=None)
        if asked is None:
            return
        patience = self.rules.answer_patience
        found = check_in_of(visits, self.forecast, asked + patience * MINUTE, self.rules, self.zone)
        if found is not None and found.stage is CheckInStage.SILENT and found.visit.asked_at is not None:
            asked = found.visit.asked_at
            words = f"no answer yet, asked {self._clock(asked)}"
            yield self._watch(Trouble.SILENT, found.visit, words, asked, patience)

    def running_over(self, visit: Visit) -> Iterator[Watch]:
        """Work that goes on after it was expected to end."""
        if visit.state is VisitState.ON_SITE:
            expected = expected_finish(visit, self.board.now)
            patience = self.rules.alert_over
            yield self._watch(Trouble.RUNNING_OVER, visit, "running over", expected, patience, counted=True)

    def stale(self, visit: Visit) -> Iterator[Watch]:
        """A status that should have been followed by another by now."""
        patience = self.rules.alert_stale
        if visit.state in (VisitState.DISPATCHED, VisitState.ACKNOWLEDGED):
            leaves = max(self._leaves(visit), visit.since or visit.start)
            words = f"not under way, was to leave {self._clock(leaves)}"
            yield self._watch(Trouble.STALE, visit, words, leaves, patience)
        elif visit.state is VisitState.EN_ROUTE and visit.enroute_at is not None:
            drive = self.forecast.visits[visit.id].leg.minutes
            words = f"on the way since {self._clock(visit.enroute_at)}, a drive of {length_text(drive)}"
            yield self._watch(Trouble.STALE, visit, words, visit.enroute_at + drive * MINUTE, patience)
        elif visit.state is VisitState.PAUSED and visit.since is not None:
            words = f"paused since {self._clock(visit.since)}"
            wait = USUAL_PAUSE + patience * MINUTE
            yield self._watch(Trouble.STALE, visit, words, visit.since, wait)

    def part(self, visit: Visit) -> Iterator[Watch]:
        """A visit that nobody can do anything at before its part is there."""
        call = self.board.day.calls[visit.call_id]
        if not call.part or call.part_ready_at is not None or visit.state in AT_WORK:
            return
        words = f"part missing: {call.part}, visit at {self._clock(visit.start)}"
        since = visit.start - self.rules.alert_part * MINUTE
        yield self._watch(Trouble.PART, visit, words, since, 0)
