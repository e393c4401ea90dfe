"""The ripple as a read model: the later clients of a row, what can be done, and what would come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch_tui.core.commands import Promise, SetLeft, TellRow
from dispatch_tui.core.model import Message, MessageKind, Span, Technician
from dispatch_tui.core.ripple import Ripple, RippleLine, warned
from dispatch_tui.core.text import plural
from dispatch_tui.core.timewords import window_text
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.ripple_plans import help_choice, move_choice, swap_choice
from dispatch_tui.desk.ripple_rows import NOBODY, Choice, ChoiceKind, Rows, unavailable

MINUTE = timedelta(minutes=1)
QUARTER = 15
LEAST_WINDOW = 60
"""Minutes of a window that is promised anew; it begins and ends on the quarters of the hour."""


@dataclass(frozen=True, slots=True)
class RippleView:
    """All that the ripple screen shows.

    Attributes:
        choices: one of each kind, in order.
        telling: by number of the call, what is about to tell its client of the delay: it has not left,
            or waits for somebody to ring them up.
    """

    technician: Technician
    ripple: Ripple
    choices: tuple[Choice, ...]
    telling: Mapping[int, Message]

    @property
    def say(self) -> SetLeft | None:
        """What turns the supposition into a fact; None if there is none, or nobody is at work."""
        subject = self.ripple.subject
        if subject is None or not self.ripple.minutes or not self.ripple.can_be_said:
            return None
        return SetLeft(subject.id, left=self.ripple.left_minutes)


def ripple_view(keeper: BoardKeeper, technician_id: int, minutes: int = 0) -> RippleView:
    """The ripple of a row, and the choices.

    Args:
        keeper: the present board.
        technician_id: whose row.
        minutes: a supposed delay; 0 takes the forecast as it stands.
    """
    rows = Rows(keeper, technician_id, minutes)
    leave = rows.figures({})
    telling = _telling(rows)
    choices = (
        _tell_choice(rows, telling),
        move_choice(rows, leave),
        swap_choice(rows, leave),
        help_choice(rows, leave),
        _promise_choice(rows),
        Choice(ChoiceKind.LEAVE, words="nothing is changed and nobody is told", figures=leave),
    )
    return RippleView(rows.technician, rows.ripple, choices, telling)


def _telling(rows: Rows) -> dict[int, Message]:
    """Open messages that tell late clients of the row just this delay."""
    step = rows.rules.late_step * MINUTE
    etas = {line.call.id: line.after.eta for line in rows.ripple.lines if line.unaware}
    return {
        message.call_id: message
        for message in rows.day.messages.values()
        if message.kind is MessageKind.LATE
        and message.call_id in etas
        and message.eta is not None
        and abs(message.eta - etas[message.call_id]) < step
    }


def _tell_choice(rows: Rows, telling: Mapping[int, Message]) -> Choice:
    ripple, kind = rows.ripple, ChoiceKind.TELL
    unaware = [line for line in ripple.lines if line.unaware and line.call.id not in telling]
    if not unaware:
        late = any(line.is_late for line in ripple.lines)
        why = "they are being told" if telling else "all who are late know already" if late else NOBODY
        return unavailable(kind, why)
    if ripple.minutes and not ripple.can_be_said:
        code = rows.technician.code
        return unavailable(kind, f"{code} is not at work: what is only supposed is told to nobody")
    figures = rows.figures({}, {line.call.id for line in unaware}, len(unaware))
    return Choice(
        kind,
        (plural(len(unaware), "client"),),
        f"tell {_listed(unaware)} the new arrival, {'each ' * (len(unaware) > 1)}by the way they like",
        figures,
        TellRow(rows.technician_id),
        say_first=bool(ripple.minutes),
    )


def _listed(lines: list[RippleLine]) -> str:
    numbers = [str(line.call.id) for line in lines]
    return numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"


def _promise_choice(rows: Rows) -> Choice:
    kind, zone = ChoiceKind.PROMISE, rows.day.shop.zone
    late = [line for line in rows.ripple.lines if line.is_late]
    if not late:
        return unavailable(kind, NOBODY)
    worst = max(late, key=lambda line: line.late_minutes)
    call, old = worst.call, worst.window
    new = new_window(worst, rows.now)
    facts = rows.ripple.facts
    calls = {**facts.calls, call.id: replace(call, window=new)}
    waited = warned(old, rows.now).unaware_minutes if old and not worst.knows else 0
    figures = rows.figures({rows.technician_id: replace(facts, calls=calls)}, tell=1, unaware=waited)
    shown = window_text(new, zone)
    return Choice(
        kind,
        (str(call.id), shown),
        f"promise {call.id} {shown} instead of {window_text(old, zone)}, and tell them",
        figures,
        Promise(call.id, new, f"{rows.technician.code} is running late", told=False),
        looked_at=seen(call, "promise"),
    )


def new_window(line: RippleLine, now: datetime) -> Span:
    """A window around a client's likely arrival, on the quarters of the hour, an hour or more."""
    start = max(_quarter(line.after.eta_low), _quarter(now))
    end = max(line.after.eta_high, start + LEAST_WINDOW * MINUTE)
    floor = _quarter(end)
    return Span(start, floor if floor == end else floor + QUARTER * MINUTE)


def _quarter(instant: datetime) -> datetime:
    """The quarter of the hour before an instant, or at it."""
    seconds = instant.timestamp() // (QUARTER * 60) * (QUARTER * 60)
    return datetime.fromtimestamp(seconds, instant.tzinfo)
