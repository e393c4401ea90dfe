"""What a message would say, before it is sent: the wording filled, by what way, how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.forecast import RowForecast
from dispatch_tui.core.model import Call, Channel, MessageKind, Span, Template, Visit
from dispatch_tui.core.status import OVER
from dispatch_tui.core.telling.facts import customer_facts, shown_eta
from dispatch_tui.core.telling.routing import customer_address
from dispatch_tui.core.telling.segments import segments
from dispatch_tui.core.telling.templates import filled, wording
from dispatch_tui.core.text import phone_text, plural
from dispatch_tui.desk.board import Board

_OF_ARRIVAL = frozenset({MessageKind.LATE, MessageKind.EARLIER, MessageKind.ON_THE_WAY})


@dataclass(frozen=True, slots=True)
class Preview:
    """A message to a customer that has not been queued.

    Attributes:
        who: the customer's name.
        address: number or e-mail address; "" for a customer who is rung up and has none.
        eta: the arrival it speaks of, None if of none.
    """

    who: str
    channel: Channel
    address: str
    body: str
    eta: datetime | None
    window: Span | None

    @property
    def heading(self) -> str:
        """How it goes out: `text to Maria Lopez (1 segment)`, `ring Maria Lopez (614) 555-0142 and say`."""
        if self.channel is Channel.PHONE:
            number = phone_text(self.address) if self.address else "(no number)"
            return f"ring {self.who} {number} and say"
        if self.channel is Channel.EMAIL:
            return f"e-mail to {self.who}"
        count = segments(self.body).count
        return f"text to {self.who}" + (f" ({plural(count, 'text message')})" if count else "")


def preview_of(
    board: Board, call: Call, kind: MessageKind, now: datetime, templates: Iterable[Template] = ()
) -> Preview:
    """What telling a call's customer would say now.

    Args:
        board: whose forecast is told.
        call: the call.
        kind: a customer's kind; FREE has no words of its own.
        now: what "today" is counted from.
        templates: the shop's own wordings.

    Raises:
        Refused: if there is nothing to tell of that kind, saying what would have to be done first.
    """
    day = board.day
    customer = day.customer_of(call)
    if customer is None:
        raise Refused(f"call {call.id} is not on this day", f"go to it first: {call.id}")
    visit = _standing(board, call)
    eta = None
    if kind in _OF_ARRIVAL:
        if visit is None:
            raise Refused(f"call {call.id} is not on the board", f"place {call.id} first")
        eta = shown_eta(_row(board, visit).visits[visit.id].eta, day.shop.zone)
    if kind is MessageKind.CONFIRMATION and call.window is None:
        raise Refused(f"no window is promised for call {call.id}", f"say window {call.id} 13-15 first")
    channel, address = customer_address(call, customer)
    body = ""
    if kind is not MessageKind.FREE:
        technician = day.technicians.get(visit.technician_id) if visit else None
        facts = customer_facts(
            day.shop,
            call,
            customer,
            day.site_of(call),
            technician,
            customer.language,
            eta=eta,
            window=call.window,
            now=now,
        )
        body = " ".join(filled(wording(kind, customer.language, templates), facts).body.split())
    window = call.window if kind is MessageKind.CONFIRMATION else None
    return Preview(customer.name, channel, address, body, eta, window)


def _standing(board: Board, call: Call) -> Visit | None:
    visit = board.day.visit_of(call.id)
    return visit if visit is not None and visit.state not in OVER else None


def _row(board: Board, visit: Visit) -> RowForecast:
    return board.forecasts[visit.technician_id]
