"""`dispatch-tui call new`: intake for scripts and other programs."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from dispatch_tui.core.commands import NewCall
from dispatch_tui.core.errors import Ambiguous, Missing, Usage
from dispatch_tui.core.model import NEW, CallType, Channel, Customer, Priority, Site, Span
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.timewords import parse_length, parse_window
from dispatch_tui.core.verbs.words import readable
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.ports import CustomerHit
from dispatch_tui.shell.common import answer, base_of, date_of, desk_of, shop_of

REGION = "US"
"""Country of phone numbers without one, as in an import."""


def new(args: Namespace) -> int:
    """Take a call; a known customer is found by phone, or by the whole name.

    Raises:
        Usage: if a value cannot be understood.
        Ambiguous: if several customers or sites fit.
        Refused: by a rule of intake.
    """
    with desk_of(args) as desk:
        kind = _kind(desk, args.type)
        customer, sites = _customer(desk, args)
        window, due = _promised(desk, args)
        command = NewCall(
            customer=customer,
            site=_site(args, sites),
            type_code=kind.code,
            minutes=readable(lambda: parse_length(args.minutes)) if args.minutes else kind.minutes,
            skills=_skills(args.skills) if args.skills is not None else kind.skills,
            due=due,
            priority=Priority(args.priority) if args.priority else kind.priority,
            problem=args.problem,
            instructions=args.instructions,
            access=args.access,
            source=args.source,
            channel=Channel(args.channel) if args.channel else customer.channel,
            window=window,
        )
        answer(desk.do(command, getattr(args, "why", "")), args.json)
    return 0


def _kind(desk: Desk, code: str) -> CallType:
    kinds = desk.store.day(desk.today()).call_types
    for kind in kinds:
        if kind.code == code.strip().upper():
            return kind
    raise Missing(f"{code!r} is no kind of work here", f"there are {', '.join(k.code for k in kinds)}")


def _skills(text: str) -> tuple[str, ...]:
    return tuple(sorted({word.upper() for word in text.replace(",", " ").split()}))


def _customer(desk: Desk, args: Namespace) -> tuple[Customer, tuple[Site, ...]]:
    """The customer that phone or name mean, with their sites; a new one if nobody is known so."""
    phone = _phone(args.phone)
    found = _known(desk, phone, args.customer)
    if len(found) > 1:
        names = ", ".join(f"{hit.customer.name} ({hit.customer.phone or 'no phone'})" for hit in found)
        raise Ambiguous(f"several customers are known so: {names}", "give both --customer and --phone")
    if found:
        return found[0].customer, found[0].sites
    if not args.customer.strip():
        raise Usage("who is calling?", "give --customer NAME; nobody is known by that phone")
    channel = Channel(args.channel) if args.channel else Channel.PHONE
    return Customer(args.customer, phone, email=args.email, channel=channel), ()


def _phone(text: str) -> str:
    """E.164 where it is understood, else as typed."""
    if not text.strip():
        return ""
    from data.importing.values import phones  # noqa: PLC0415 - 60 ms, and many calls have no phone

    numbers, _remarks = phones(text, REGION)
    return numbers[0] if numbers else text.strip()


def _known(desk: Desk, phone: str, name: str) -> list[CustomerHit]:
    """Customers of that phone and, if it is given, that name; with no phone, of the whole name."""
    low = " ".join(name.casefold().split())
    found = []
    for hit in desk.store.find_customers(phone or name, limit=50) if phone or low else ():
        same_phone = not phone or phone in (hit.customer.phone, hit.customer.phone2)
        same_name = not low or " ".join(hit.customer.name.casefold().split()) == low
        if same_phone and same_name:
            found.append(hit)
    return found


def _site(args: Namespace, sites: tuple[Site, ...]) -> Site:
    """The site of the address given, of the customer's own if it is known; their only one by default."""
    address = " ".join(args.address.split())
    if not address:
        if len(sites) == 1:
            return sites[0]
        if not sites:
            raise Usage("where is the work?", "give --address, and --city if it is not plain")
        shown = "; ".join(site.one_line for site in sites)
        raise Ambiguous(f"the customer has several sites: {shown}", "give --address")
    low = address.casefold()
    known = [site for site in sites if site.address.casefold() == low or site.one_line.casefold() == low]
    if known:
        return known[0]
    return Site(
        NEW,
        address,
        city=args.city,
        region=args.region,
        postcode=args.postcode,
    )


def _promised(desk: Desk, args: Namespace) -> tuple[Span | None, date]:
    """The window promised and the day it is due; either gives the other where one is missing."""
    due = date_of(desk, args.due)
    base = base_of(desk, due)
    window = readable(lambda: parse_window(args.window, base))
    if window is not None and args.due is None:
        due = local_date(window.start, shop_of(desk).zone)
    return window, due
