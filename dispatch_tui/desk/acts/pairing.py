"""Who goes to whom: the technicians a customer prefers, and those who are not sent to them."""

from __future__ import annotations

from dispatch_tui.core.commands import Outcome, Pairing, SetPairing
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Customer, Technician
from dispatch_tui.core.text import clean_line
from dispatch_tui.desk.acts.common import concluded, spoken
from dispatch_tui.desk.ports import Workspace

MOST = 20
"""Technicians a customer can prefer, or block: more is a shop's rule and not a customer's wish."""

_SAID = {
    Pairing.PREFER: "prefers {who}",
    Pairing.BLOCK: "is not sent {who} any more",
    Pairing.NONE: "neither prefers nor blocks {who}",
}


def set_pairing(ws: Workspace, command: SetPairing) -> Outcome:
    """Say what a customer and a technician are to each other; one of the two at most.

    Visits that stand already stay: the board and `why` say that the gate fails.
    """
    customer = ws.get(Customer, command.customer_id)
    technician = ws.get(Technician, command.technician_id)
    key, pairing = technician.id, command.pairing
    preferred = tuple(each for each in customer.preferred if each != key)
    blocked = tuple(each for each in customer.blocked if each != key)
    if pairing is Pairing.PREFER:
        preferred += (key,)
    elif pairing is Pairing.BLOCK:
        blocked += (key,)
    if max(len(preferred), len(blocked)) > MOST:
        raise Refused(f"{customer.name} has {MOST} of them already", "take one back with none first")
    ws.change(customer, preferred=preferred, blocked=blocked)
    why = clean_line(command.reason, 120)
    said = f"{customer.name} {_SAID[pairing].format(who=spoken(technician))}"
    return concluded(ws, f"{said} ({why})" if why else said)
