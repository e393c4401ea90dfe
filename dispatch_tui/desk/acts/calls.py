"""Taking calls, changing what is known of them, and their fates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial

from dispatch_tui.core.commands import (
    AddNote,
    CancelCall,
    CloseCall,
    EditCall,
    HoldCall,
    NewCall,
    Outcome,
    Promise,
    ReopenCall,
)
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.fates import check_comes_back, check_completed, check_not_ended
from dispatch_tui.core.model import (
    NEW,
    Call,
    CallNote,
    CallPhase,
    CallType,
    Customer,
    Site,
    Stamp,
    VisitState,
)
from dispatch_tui.core.status import AT_WORK, BEGUN, OVER, SEEN, call_phase
from dispatch_tui.core.text import clean_line, clean_text
from dispatch_tui.core.timewords import day_text, window_text
from dispatch_tui.desk.acts.common import concluded, customer_name
from dispatch_tui.desk.acts.consequences import (
    after_ending,
    after_promise,
    after_taking,
    heard_by,
    taken_from,
)
from dispatch_tui.desk.ports import Workspace

EDITABLE = frozenset(
    {
        "type_code", "skills", "minutes", "due", "priority", "problem", "instructions",
        "access", "source", "channel", "site_id",
    }
)  # fmt: skip

_CLEANED: Mapping[str, Callable[[str], str]] = {
    "problem": clean_text,
    "instructions": clean_text,
    "access": partial(clean_text, limit=500),
    "source": partial(clean_line, limit=40),
}
"""How outside text of a call is neutralised, whether it is new or edited."""


def new_call(ws: Workspace, command: NewCall) -> Outcome:
    """Take a call; customer and site are made in the same act where they are new."""
    _check_kind(ws, command.type_code)
    _check_minutes(command.minutes)
    customer = _stored_customer(ws, command.customer)
    site = _stored_site(ws, command.site, customer)
    _check_first(ws, command.first_call_id, customer)
    same = ws.open_calls_at(site.id)
    call = ws.add(
        Call(
            customer_id=customer.id,
            site_id=site.id,
            type_code=command.type_code,
            skills=command.skills,
            minutes=command.minutes,
            received_at=ws.now,
            due=command.due,
            priority=command.priority,
            problem=_CLEANED["problem"](command.problem),
            instructions=_CLEANED["instructions"](command.instructions),
            access=_CLEANED["access"](command.access),
            source=_CLEANED["source"](command.source),
            channel=command.channel,
            window=command.window,
            window_told_at=ws.now if command.window is not None and command.window_told else None,
            first_call_id=command.first_call_id,
        )
    )
    after_taking(ws, call)
    warnings = tuple(f"open call {other.id} at the same address" for other in same)
    back = f", a callback of {call.first_call_id}" if call.first_call_id else ""
    said = f"call {call.id} taken for {customer.name}{back}"
    return concluded(ws, said, warnings=warnings, call=call)


def _check_first(ws: Workspace, first_id: int | None, customer: Customer) -> None:
    """A callback comes back to finished work of the same customer."""
    if first_id is None:
        return
    first = ws.get(Call, first_id)
    if first.customer_id != customer.id:
        owner = customer_name(ws, first)
        raise Refused(f"call {first_id} was for {owner}", "name a call of the same customer, or none")
    check_comes_back(first)


def _check_kind(ws: Workspace, code: object) -> None:
    kinds = {kind.code for kind in ws.all(CallType)}
    if code not in kinds:
        raise Refused(f"{code!r} is not a kind of work here", f"choose of {', '.join(sorted(kinds))}")


def _check_minutes(minutes: int) -> None:
    if minutes <= 0:
        raise Refused("a call needs a length", "say how many minutes the work takes")


def _stored_customer(ws: Workspace, customer: Customer) -> Customer:
    cleaned = replace(
        customer,
        name=clean_line(customer.name, 80),
        phone=clean_line(customer.phone, 32),
        phone2=clean_line(customer.phone2, 32),
        email=clean_line(customer.email, 120),
        note=clean_text(customer.note, 1000),
    )
    if not cleaned.name:
        raise Refused("a customer needs a name", "ask who is calling")
    if customer.id == NEW:
        return ws.add(cleaned)
    known = ws.get(Customer, customer.id)
    return ws.change(
        known,
        name=cleaned.name,
        phone=cleaned.phone,
        phone2=cleaned.phone2,
        email=cleaned.email,
        channel=customer.channel,
        tags=customer.tags,
        note=cleaned.note,
    )


def _stored_site(ws: Workspace, site: Site, customer: Customer) -> Site:
    if site.id != NEW:
        known = ws.get(Site, site.id)
        if known.customer_id != customer.id:
            raise Refused(f"{known.one_line} belongs to another customer", "choose one of their own sites")
        return known if not site.access else ws.change(known, access=clean_text(site.access, 500))
    address = clean_line(site.address, 120)
    if not address:
        raise Refused("a call needs an address", "ask where the work is")
    return ws.add(
        replace(
            site,
            customer_id=customer.id,
            address=address,
            city=clean_line(site.city, 60),
            region=clean_line(site.region, 30),
            postcode=clean_line(site.postcode, 16),
            area=clean_line(site.area, 40),
            access=clean_text(site.access, 500),
        )
    )


def edit_call(ws: Workspace, command: EditCall) -> Outcome:
    """Change what is known of a call."""
    call = ws.get(Call, command.call_id)
    unknown = set(command.fields) - EDITABLE
    if unknown:
        known = ", ".join(sorted(EDITABLE & {field.name for field in fields(Call)}))
        raise Refused(f"{', '.join(sorted(unknown))} cannot be edited", f"these can: {known}")
    if "minutes" in command.fields:
        _check_minutes(int(str(command.fields["minutes"])))
    if "type_code" in command.fields:
        _check_kind(ws, command.fields["type_code"])
    wanted = {
        name: _CLEANED[name](str(value)) if name in _CLEANED else value
        for name, value in command.fields.items()
    }
    changed = ws.change(call, **wanted)
    names = ", ".join(sorted(name.replace("_", " ") for name in command.fields))
    return concluded(ws, f"call {call.id}: {names} changed", call=changed)


def promise(ws: Workspace, command: Promise) -> Outcome:
    """Promise another arrival window; said to the customer by whoever gives the command."""
    call = ws.get(Call, command.call_id)
    told = ws.now if command.window is not None and command.told else None
    if call.window_told_at is not None and not (command.reason or ws.act.reason):
        raise Refused(f"{customer_name(ws, call)} was promised another window", "say why it changes")
    changed = ws.change(call, window=command.window, window_told_at=told)
    after_promise(ws, changed, told=command.told)
    window = window_text(command.window, ws.shop().zone) or "none"
    return concluded(ws, f"call {call.id}: window {window}", call=changed)


def add_note(ws: Workspace, command: AddNote) -> Outcome:
    """Write something down about a call."""
    call = ws.get(Call, command.call_id)
    text = clean_text(command.text, 2000)
    if not text:
        raise Refused("the note is empty", f"say note {call.id} and the words")
    ws.add(CallNote(call.id, ws.now, ws.act.actor, text))
    return concluded(ws, f"noted on {call.id}", call=call)


def _reason(ws: Workspace, given: str, what: str) -> str:
    reason = clean_line(given, 200) or clean_line(ws.act.reason, 200)
    if not reason:
        raise Refused(f"{what} needs a reason", "say why in a few words")
    return reason


def hold_call(ws: Workspace, command: HoldCall) -> Outcome:
    """Put a call on hold; what stands on the board and was not seen comes off it."""
    call = ws.get(Call, command.call_id)
    reason = _reason(ws, command.reason, "a hold")
    check_not_ended(call)
    promised = call.window_told_at is not None and call.window is not None
    warnings = (f"{customer_name(ws, call)} was promised the window: tell them",) if promised else ()
    _clear_board(ws, call)
    after_ending(ws, call, "the call is on hold")
    changed = ws.change(call, hold_reason=reason, hold_until=command.until)
    until = f" until {day_text(command.until)}" if command.until else ""
    return concluded(ws, f"call {call.id} on hold{until}: {reason}", warnings=warnings, call=changed)


def _clear_board(ws: Workspace, call: Call) -> None:
    for visit in ws.visits_of(call.id):
        if visit.state in AT_WORK:
            raise Refused(f"work on call {call.id} has begun", f"say done, or cannot {call.id} and why")
        if visit.state in SEEN:
            raise Refused(f"the technician has call {call.id}", f"release {call.id} first")
        if visit.state is VisitState.TENTATIVE:
            ws.drop(visit)


def cancel_call(ws: Workspace, command: CancelCall) -> Outcome:
    """Cancel a call; a visit the technician has seen ends canceled, an unseen one just goes."""
    call = ws.get(Call, command.call_id)
    reason = _reason(ws, command.reason, "a cancellation")
    check_not_ended(call)
    warnings: tuple[str, ...] = ()
    for visit in ws.visits_of(call.id):
        if visit.state in BEGUN - {VisitState.EN_ROUTE}:
            raise Refused(f"work on call {call.id} has begun", "say done or cannot complete instead")
        if visit.state in SEEN:
            ws.change(visit, state=VisitState.CANCELED, since=ws.now, finished_at=ws.now, reason=reason)
            ws.stamp(Stamp(visit.id, VisitState.CANCELED, ws.now, ws.now, ws.act.actor, ws.act.way, reason))
            off = taken_from(ws, visit, reason)
            warnings += (f"the technician had seen it: {heard_by(ws, off)}",) if off else ()
        elif visit.state not in OVER:
            ws.drop(visit)
    after_ending(ws, call, "the call is canceled")
    changed = ws.change(call, cancel_reason=reason, hold_reason="", hold_until=None)
    return concluded(ws, f"call {call.id} canceled: {reason}", warnings=warnings, call=changed)


def reopen_call(ws: Workspace, command: ReopenCall) -> Outcome:
    """Take back a hold, a cancellation or a close."""
    call = ws.get(Call, command.call_id)
    if not (call.hold_reason or call.cancel_reason or call.closed_at):
        way = "say hold, cancel or note"
        if call.phase is CallPhase.COMPLETED:
            way = "undo its last status, or take a callback"
        raise Refused(f"call {call.id} is {call.phase.value.replace('_', ' ')}", f"nothing to reopen: {way}")
    changed = ws.change(call, hold_reason="", hold_until=None, cancel_reason="", closed_at=None, outcome="")
    phase = call_phase(changed, ws.visits_of(call.id)).value.replace("_", " ")
    return concluded(ws, f"call {call.id} is {phase} again", call=changed)


def close_call(ws: Workspace, command: CloseCall) -> Outcome:
    """Close a completed call with what came of it."""
    call = ws.get(Call, command.call_id)
    check_completed(call)
    outcome = _reason(ws, command.outcome, "closing")
    changed = ws.change(call, closed_at=ws.now, outcome=outcome)
    return concluded(ws, f"call {call.id} closed: {outcome}", call=changed)
