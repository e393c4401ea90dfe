"""Choices about a ripple, and what a change of some rows would come to, reckoned by forecasting them.

Figures are of the row that is looked at; of other rows they count only what a choice makes worse there.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from dispatch_tui.core.commands import Command, Seen
from dispatch_tui.core.forecast import RowFacts, RowForecast, forecast_row
from dispatch_tui.core.model import Technician
from dispatch_tui.core.ripple import drive_minutes, later_lines, ripple
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.desk.board import BoardKeeper

NOBODY = "nobody is late"
"""Why there is nothing to choose."""


class ChoiceKind(StrEnum):
    """What can be done about a ripple, in the order of the keys."""

    TELL = "tell all"
    MOVE = "move one"
    SWAP = "swap"
    HELP = "send help"
    PROMISE = "re-promise"
    LEAVE = "leave it"


@dataclass(frozen=True, slots=True)
class Figures:
    """What would come of a choice.

    Attributes:
        late: clients late.
        late_minutes: by how much, together.
        unaware_minutes: how long clients wait in their windows without knowing, together.
        drive_minutes: driving added; negative if it saves some.
        overtime_minutes: work after the end of shifts, together.
        tell: people that have to be told because of it.
    """

    late: int
    late_minutes: int
    unaware_minutes: int
    drive_minutes: int
    overtime_minutes: int
    tell: int

    @property
    def harm(self) -> tuple[int, int, int, int, int]:
        """What choices are ranked by; the less the better."""
        return self.late_minutes, self.late, self.overtime_minutes, self.drive_minutes, self.tell


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done.

    Attributes:
        brief: what, and who and when, as short as can be ("4102", "T5 14:30").
        words: one sentence.
        figures: what would come of it; None where it cannot be done.
        command: what carries it out; None for what cannot be done, and for leaving it.
        sure: the same with its warnings accepted; None if it never asks.
        looked_at: what the command must find unchanged.
        warnings: what must be accepted first, one line each.
        why_not: why it cannot be done; "" if it can.
        say_first: True if it goes by the forecast, so that the supposition has to be said before.
    """

    kind: ChoiceKind
    brief: tuple[str, ...] = ()
    words: str = ""
    figures: Figures | None = None
    command: Command | None = None
    sure: Command | None = None
    looked_at: tuple[Seen, ...] = ()
    warnings: tuple[str, ...] = ()
    why_not: str = ""
    say_first: bool = False


class Rows:
    """The rows of a board around a ripple, and what a change of some of them would come to."""

    def __init__(self, keeper: BoardKeeper, technician_id: int, minutes: int) -> None:
        board = keeper.board
        self.keeper = keeper
        self.day, self.now, self.travel = board.day, board.now, keeper.travel
        self.rules = Rules.of(board.day.shop)
        self.technician_id = technician_id
        self.ripple = ripple(board.day.facts(technician_id), self.now, self.travel, self.rules, minutes)

    @property
    def technician(self) -> Technician:
        """Whose row it is."""
        return self.day.technicians[self.technician_id]

    def facts(self, technician_id: int) -> RowFacts:
        """A row, with the supposition in it where it is the one looked at."""
        return self.ripple.facts if technician_id == self.technician_id else self.day.facts(technician_id)

    def before(self, technician_id: int) -> RowForecast:
        """The forecast of a row if nothing is done."""
        if technician_id == self.technician_id:
            return self.ripple.after
        return self.keeper.board.forecasts[technician_id]

    def figures(
        self,
        changed: Mapping[int, RowFacts],
        told: Set[int] = frozenset(),
        tell: int = 0,
        unaware: int = 0,
    ) -> Figures:
        """What a change would come to.

        Args:
            changed: the rows that differ, by technician.
            told: numbers of the calls whose clients are told of the delay at once.
            tell: people to be told because of the change.
            unaware: minutes that clients have waited who are no longer late by it.
        """
        late = minutes = drive = overtime = 0
        for key in {self.technician_id, *changed}:
            before = after = self.before(key)
            facts = self.facts(key)
            if key in changed:
                facts = changed[key]
                after = forecast_row(facts, self.now, self.travel)
            own = key == self.technician_id
            for line in later_lines(facts, before, after, self.now, self.rules):
                was = 0 if own or line.before is None else line.before.late_minutes
                if line.late_minutes <= was:
                    continue
                late += not was
                minutes += line.late_minutes - was
                heard = line.told_now if line.call.id in told else line.told_late
                unaware += heard.unaware_minutes if heard and not was else 0
            drive += drive_minutes(after) - drive_minutes(before)
            over = after.overtime_minutes
            overtime += over if own else max(0, over - before.overtime_minutes)
        return Figures(late, minutes, unaware, drive, overtime, tell)


def unavailable(kind: ChoiceKind, why: str) -> Choice:
    """A choice that cannot be had now."""
    return Choice(kind, why_not=why)
