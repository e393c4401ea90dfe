"""Whom an act concerns: what is queued and withdrawn when a status, a plan, a promise or a fate changes.

A technician sees one call at a time and hears nothing of changes to what they never saw; a customer is told
what touches what they were told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import (
    Call,
    Channel,
    Customer,
    Message,
    MessageKind,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.core.status import SEEN
from dispatch_tui.core.telling.facts import shown_eta
from dispatch_tui.desk.acts.acknowledging import settle_asking
from dispatch_tui.desk.acts.common import row_facts, spoken, travel_of
from dispatch_tui.desk.acts.queueing import has_left, rules_of_shop, to_customer, to_technician, withdraw
from dispatch_tui.desk.ports import Workspace

K = MessageKind

_TELLS_THE_CALL = frozenset({K.THE_CALL, K.CHANGED})
_TELLS_ARRIVAL = frozenset({K.CONFIRMATION, K.REMINDER, K.ON_THE_WAY, K.LATE, K.EARLIER, K.REPROMISED})


def after_status(ws: Workspace, before: Visit, after: Visit, verb: str) -> None:
    """What a status brings about."""
    rules = rules_of_shop(ws)
    call_id = after.call_id
    if before.state is VisitState.DISPATCHED and verb != "release":
        settle_asking(ws, before)
    if verb == "dispatch":
        if rules.tell_technicians:
            technician = ws.get(Technician, after.technician_id)
            to_technician(ws, technician, K.THE_CALL, after, start=_arrival(ws, technician, after))
        return
    if verb == "release":
        taken_from(ws, before, before.reason or after.reason)
        return
    why = f"overtaken: {after.state.value.replace('_', ' ')}"
    withdraw(ws, why, call_id=call_id, visit_id=after.id, kinds=_TELLS_THE_CALL)
    if verb == "enroute" and rules.on_the_way and not after.helps:
        _tell_on_the_way(ws, after)
    if verb in ("onsite", "done", "cannot"):
        withdraw(ws, why, call_id=call_id, visit_id=after.id, kinds=_TELLS_ARRIVAL)
    if verb in ("done", "cannot"):
        withdraw(ws, why, call_id=call_id, visit_id=after.id, kinds=frozenset({K.CHECK_IN}))
    if verb == "done" and rules.feedback:
        to_customer(ws, ws.get(Call, call_id), K.DONE, visit=after, automatic=True)


def _arrival(ws: Workspace, technician: Technician, visit: Visit) -> datetime:
    """When a technician will be at a visit by the forecast: never a time that has passed."""
    facts = row_facts(ws, technician, visit.service_date)
    forecast = forecast_row(facts, ws.now, travel_of(ws))
    return shown_eta(forecast.visits[visit.id].eta, ws.shop().zone)


def _tell_on_the_way(ws: Workspace, visit: Visit) -> None:
    eta = _arrival(ws, ws.get(Technician, visit.technician_id), visit)
    to_customer(ws, ws.get(Call, visit.call_id), K.ON_THE_WAY, visit=visit, eta=eta, automatic=True)


def taken_from(ws: Workspace, visit: Visit, reason: str = "") -> Message | None:
    """A call is taken from a technician who had it before them: they are told, if they ever were."""
    settle_asking(ws, visit)
    technician = ws.get(Technician, visit.technician_id)
    queued = withdraw(ws, "taken back before it left", call_id=visit.call_id, visit_id=visit.id,
                      kinds=_TELLS_THE_CALL)  # fmt: skip
    unseen = visit.state is VisitState.DISPATCHED and queued and not has_left(ws, visit, K.THE_CALL)
    withdraw(ws, "taken back", call_id=visit.call_id, visit_id=visit.id, kinds=frozenset({K.CHECK_IN}))
    if unseen or not rules_of_shop(ws).tell_technicians:
        return None
    return to_technician(ws, technician, K.OFF, visit, reason=reason)


def after_move(
    ws: Workspace, before: Visit, after: Visit | None, *, customers: bool = True
) -> tuple[str, ...]:
    """What moving a visit, or taking it off the board (`after` None), brings about.

    What nobody has seen moves in silence. With `customers` False they are not told of another arrival yet.

    Returns:
        Who hears of it and how, one in words each.
    """
    call = ws.get(Call, before.call_id)
    messages: list[Message | None] = []
    if before.state in SEEN and after is not None:
        if after.technician_id == before.technician_id:
            messages.append(_technician_changed(ws, before, after))
        else:
            messages.append(taken_from(ws, before))
    if customers or after is None:
        messages.append(_customer_changed(ws, call, before, after))
    return tuple(heard_by(ws, message) for message in messages if message is not None)


def heard_by(ws: Workspace, message: Message) -> str:
    """Who hears a message, and by what way: `text to T3 Ana`."""
    if message.technician_id is not None:
        who = spoken(ws.get(Technician, message.technician_id))
    else:
        who = ws.get(Customer, message.customer_id or 0).name
    ways = {Channel.TEXT: "text to", Channel.EMAIL: "e-mail to", Channel.PHONE: "ring up"}
    return f"{ways[message.channel]} {who}"


def _technician_changed(ws: Workspace, before: Visit, after: Visit) -> Message | None:
    if before.start == after.start or not rules_of_shop(ws).tell_technicians:
        return None
    withdraw(ws, "a newer message has overtaken it", call_id=before.call_id, visit_id=before.id,
             kinds=_TELLS_THE_CALL)  # fmt: skip
    kind = K.CHANGED if has_left(ws, before, K.THE_CALL) else K.THE_CALL
    return to_technician(ws, ws.get(Technician, after.technician_id), kind, after)


def _customer_changed(ws: Workspace, call: Call, before: Visit, after: Visit | None) -> Message | None:
    """Tell the customer if what they were told holds no more: the window, or the arrival."""
    if after is None:
        withdraw(ws, "taken off the board", call_id=call.id, visit_id=before.id, kinds=_TELLS_ARRIVAL)
        return None
    if before.helps:
        return None
    window, eta = call.window, shown_eta(after.start, ws.shop().zone)
    broken = window is not None and not window.start <= after.start <= window.end
    step = timedelta(minutes=rules_of_shop(ws).late_step)
    if before.eta_told is not None and abs(before.eta_told - after.start) >= step:
        kind = K.LATE if after.start > before.eta_told else K.EARLIER
    elif broken and window is not None and call.window_told_at is not None and before.start != after.start:
        kind = K.LATE if after.start > window.end else K.EARLIER
    else:
        return None
    return to_customer(ws, call, kind, visit=after, eta=eta, grace=True)


def after_promise(ws: Workspace, call: Call, *, told: bool) -> None:
    """What another window brings about; `told` if the customer has heard it from a person."""
    withdraw(ws, "a newer window has overtaken it", call_id=call.id, kinds=_TELLS_ARRIVAL)
    if not told and call.window is not None:
        to_customer(ws, call, K.REPROMISED, window=call.window)


def after_taking(ws: Workspace, call: Call) -> None:
    """A new call with a promised window is confirmed in writing to those who are written to."""
    if call.window is not None and call.channel is not Channel.PHONE and rules_of_shop(ws).confirm:
        to_customer(ws, call, K.CONFIRMATION, window=call.window, automatic=True)


def after_ending(ws: Workspace, call: Call, reason: str) -> None:
    """A call is canceled or put on hold: nothing more is said of its arrival."""
    withdraw(ws, reason, call_id=call.id, kinds=_TELLS_ARRIVAL | {K.CHECK_IN})
