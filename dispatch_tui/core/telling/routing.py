"""By what way somebody is told, and where."""

from __future__ import annotations

from dispatch_tui.core.model import Call, Channel, Customer, Technician


def customer_address(call: Call, customer: Customer, channel: Channel | None = None) -> tuple[Channel, str]:
    """By what way the customer of a call is told, and where.

    Args:
        call: its channel is how this customer likes to hear of this call.
        customer: whose numbers and addresses they are.
        channel: another way that somebody chose for this once.

    Returns:
        The way and the address. Where the way has no address it is the phone, whose number may be "".
    """
    number = customer.phone or customer.phone2
    return _reached(channel or call.channel, number, customer.email)


def technician_address(technician: Technician, channel: Channel | None = None) -> tuple[Channel, str]:
    """By what way a technician is told, and where; as `customer_address`."""
    return _reached(channel or technician.channel, technician.phone, technician.email)


def _reached(channel: Channel, number: str, email: str) -> tuple[Channel, str]:
    if channel is Channel.TEXT and number:
        return channel, number
    if channel is Channel.EMAIL and email:
        return channel, email
    return Channel.PHONE, number
