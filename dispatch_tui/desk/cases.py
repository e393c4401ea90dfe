"""One line of words with all it is understood against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch_tui.core import commands as c
from dispatch_tui.core.commands import Seen
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Call, Visit
from dispatch_tui.core.timewords import parse_length
from dispatch_tui.core.verbs import BY_NAME, Parsed
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.meant import Meant
from dispatch_tui.desk.requests import Do


@dataclass(frozen=True, slots=True)
class Case:
    """One line to be resolved, with what it is resolved against."""

    parsed: Parsed
    board: Board
    meant: Meant

    @property
    def call(self) -> Call:
        """The call it names."""
        number = self.parsed.call()
        if number is None:
            raise Usage(f"{self.parsed.verb} needs a call", f"say {BY_NAME[self.parsed.verb].example}")
        return self.meant.call(number)

    @property
    def visit(self) -> Visit:
        """The visit of the call it names."""
        return self.meant.visit_of(self.call.id)

    @property
    def minutes(self) -> int | None:
        """The length it gives."""
        words = self.parsed.words("length")
        return parse_length(words) if words else None

    @property
    def shown_day(self) -> date:
        """The day that the console shows."""
        return self.board.day.service_date

    def about(self, command: c.Command, visit: Visit, looked_at: tuple[Seen, ...]) -> Do:
        """The command as a request, about a visit."""
        return Do(command, looked_at, visit.call_id, visit.id)


def technician_in(case: Case) -> int:
    """The technician that a line names.

    Raises:
        Usage: if it names none.
    """
    key = case.parsed.technician()
    if key is None:
        raise Usage(f"{case.parsed.verb} needs a technician", f"say {BY_NAME[case.parsed.verb].example}")
    return key
