"""Putting messages in the outbox, in the transaction of the act that caused them; withdrawing them again.

A fact is told once: every message has a key made of the fact it tells. What a newer fact has overtaken
and has not left is withdrawn, so that two arrivals in one minute send one text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from dispatch_tui.core.model import (
    WAITING,
    Call,
    CallPhase,
    CallType,
    Channel,
    Customer,
    Message,
    MessageKind,
    MessageState,
    Site,
    Span,
    Technician,
    Template,
    Visit,
    Way,
)
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.telling.facts import customer_facts, technician_facts
from dispatch_tui.core.telling.routing import customer_address, technician_address
from dispatch_tui.core.telling.templates import filled, wording
from dispatch_tui.core.timewords import day_text
from dispatch_tui.desk.ports import Workspace

K = MessageKind

GRACE = timedelta(seconds=30)
"""A message that a move brings about waits so long: the next move, or an undo, may overtake it."""

SPOKEN = frozenset({K.LATE, K.EARLIER, K.REPROMISED, K.REMINDER, K.FREE})
"""What is worth a telephone call to a customer who is rung up; the rest is only sent."""

_ABOUT_ARRIVAL = frozenset({K.CONFIRMATION, K.REMINDER, K.ON_THE_WAY, K.LATE, K.EARLIER, K.REPROMISED})
"""Kinds that say when somebody will be there: the newest of them is the only one worth sending."""

_USELESS_AFTER = {
    K.ON_THE_WAY: timedelta(minutes=20),
    K.LATE: timedelta(minutes=45),
    K.EARLIER: timedelta(0),
}
"""How long after the arrival they speak of such messages are still of use."""


def to_customer(
    ws: Workspace,
    call: Call,
    kind: MessageKind,
    *,
    visit: Visit | None = None,
    eta: datetime | None = None,
    window: Span | None = None,
    text: str = "",
    channel: Channel | None = None,
    automatic: bool = False,
    grace: bool = False,
) -> Message | None:
    """Put a message to a call's customer in the outbox.

    Args:
        ws: the transaction.
        call: what it is about.
        kind: which wording; FREE takes `text`.
        visit: the visit it speaks of.
        eta: the arrival it tells.
        window: the window it tells.
        text: words instead of the template's.
        channel: another than the customer's own.
        automatic: True if nobody asked for just this message.
        grace: True to wait for the next change of mind.

    Returns:
        The message; None if the fact was told before, or the customer is rung up and this is not worth a
        call.
    """
    customer = ws.get(Customer, call.customer_id)
    via, address = customer_address(call, customer, channel)
    if via is Channel.PHONE and kind not in SPOKEN:
        return None
    key = free_key(ws, _key(ws, kind, call.id, eta, window))
    if key is None:
        return None
    technician = ws.get(Technician, visit.technician_id) if visit else None
    facts = customer_facts(
        ws.shop(),
        call,
        customer,
        ws.get(Site, call.site_id),
        technician,
        customer.language,
        eta=eta,
        window=window,
        now=ws.now,
    )
    worded = wording(kind, customer.language, ws.all(Template)) if not text else None
    said = filled(worded, facts) if worded else None
    topic = f"arrival:{call.id}" if kind in _ABOUT_ARRIVAL else ""
    if topic:
        withdraw(ws, "a newer message has overtaken it", call_id=call.id, topic=topic)
    return ws.add(
        Message(
            kind,
            via,
            said.body if said else text,
            key,
            ws.now,
            customer_id=customer.id,
            call_id=call.id,
            visit_id=visit.id if visit else None,
            address=address,
            language=customer.language,
            subject=said.subject if said else f"Call {call.id}",
            topic=topic,
            author=ws.act.actor,
            automatic=automatic or ws.act.way is Way.PROGRAM,
            eta=eta,
            window=window,
            expires_at=_expiry(kind, eta, window, call),
            not_before=ws.now + GRACE if grace else None,
        )
    )


def to_technician(
    ws: Workspace,
    technician: Technician,
    kind: MessageKind,
    visit: Visit | None = None,
    *,
    text: str = "",
    reason: str = "",
    start: datetime | None = None,
    again: bool = False,
) -> Message | None:
    """Put a message to a technician in the outbox.

    Args:
        ws: the transaction.
        technician: to whom.
        kind: which wording; FREE takes `text`.
        visit: the one visit it is about: nothing is ever said of another.
        text: words instead of the template's.
        reason: why, where the wording has a place for it.
        start: when they are to be there; None: as planned.
        again: True to tell the same fact a second time.

    Returns:
        The message; None if the fact was told before.
    """
    via, address = technician_address(technician)
    fact = f"{kind}:visit:{visit.id}" if visit else f"{kind}:{ws.act.uid}"
    # What was dispatched, released and dispatched again is told again; a check-in is one per call.
    version = "" if kind is K.CHECK_IN and not again else f":{ws.rev}"
    key = free_key(ws, fact + version)
    if key is None:
        return None
    subject, body = "", text
    if not text and visit is not None:
        call = ws.get(Call, visit.call_id)
        customer, site = ws.get(Customer, call.customer_id), ws.get(Site, call.site_id)
        kinds = {each.code: each for each in ws.all(CallType)}
        facts = technician_facts(
            ws.shop(),
            call,
            customer,
            site,
            kinds.get(call.type_code),
            technician,
            technician.language,
            history=_history(ws, call),
            reason=reason,
            start=start or visit.start,
            now=ws.now,
        )
        said = filled(wording(kind, technician.language, ws.all(Template)), facts)
        subject, body = said.subject, said.body
    return ws.add(
        Message(
            kind,
            via,
            body,
            key,
            ws.now,
            technician_id=technician.id,
            call_id=visit.call_id if visit else None,
            visit_id=visit.id if visit else None,
            address=address,
            language=technician.language,
            subject=subject,
            author=ws.act.actor,
            automatic=ws.act.way is Way.PROGRAM,
        )
    )


def withdraw(
    ws: Workspace,
    reason: str,
    *,
    call_id: int,
    topic: str | None = None,
    visit_id: int | None = None,
    kinds: frozenset[MessageKind] | None = None,
    to_technician: bool | None = None,
) -> list[Message]:
    """Cancel the messages about a call that have not left; those that are named, or all."""
    found = _chosen(
        ws.matching(Message, call_id=call_id),
        lambda each: (
            each.state in WAITING
            and (topic is None or each.topic == topic)
            and (visit_id is None or each.visit_id == visit_id)
            and (kinds is None or each.kind in kinds)
            and (to_technician is None or (each.technician_id is not None) is to_technician)
        ),
    )
    return [ws.change(each, state=MessageState.CANCELED, error=reason) for each in found]


def has_left(ws: Workspace, visit: Visit, kind: MessageKind) -> bool:
    """True if a message of a kind about a visit has been sent, or may have been."""
    gone = (MessageState.SENT, MessageState.SENDING, MessageState.UNKNOWN)
    return any(
        each.kind is kind and each.visit_id == visit.id and each.state in gone
        for each in ws.matching(Message, call_id=visit.call_id)
    )


def free_key(ws: Workspace, key: str) -> str | None:
    """The key if its fact has not been told and is not about to be; None if it has.

    A message that was withdrawn or has failed told nobody: the fact may be told under a key of its own.
    """
    known = ws.matching(Message, key=key)
    if not known:
        return key
    untold = known[0].state in (MessageState.CANCELED, MessageState.FAILED)
    return f"{key}:{ws.rev}" if untold else None


def rules_of_shop(ws: Workspace) -> Rules:
    """The shop's rules."""
    return Rules.of(ws.shop())


def _chosen(messages: tuple[Message, ...], wanted: Callable[[Message], bool]) -> list[Message]:
    return [each for each in messages if wanted(each)]


def _key(ws: Workspace, kind: MessageKind, call_id: int, eta: datetime | None, window: Span | None) -> str:
    if kind is K.FREE:
        return f"free:{ws.act.uid}:{call_id}"
    if eta is not None:
        return f"{kind}:{call_id}:{eta:%Y%m%dT%H%M}"
    if window is not None:
        return f"{kind}:{call_id}:{window.start:%Y%m%dT%H%M}-{window.end:%H%M}"
    return f"{kind}:{call_id}"


def _expiry(kind: MessageKind, eta: datetime | None, window: Span | None, call: Call) -> datetime | None:
    if eta is not None and kind in _USELESS_AFTER:
        return eta + _USELESS_AFTER[kind]
    told = window or call.window
    if kind in (K.CONFIRMATION, K.REMINDER, K.REPROMISED) and told is not None:
        return told.end
    return None


def _history(ws: Workspace, call: Call) -> str:
    """What was done at the site before, newest first, in a few words."""
    ended = (CallPhase.COMPLETED, CallPhase.CLOSED)
    before = [each for each in ws.matching(Call, site_id=call.site_id) if each.phase in ended]
    zone = ws.shop().zone
    parts = []
    for each in sorted(before, key=lambda each: each.received_at, reverse=True)[:2]:
        when = day_text(local_date(each.received_at, zone))
        parts.append(f"{when} {each.type_code.lower()}" + (f", {each.outcome}" if each.outcome else ""))
    return "; ".join(parts)
