"""Rows of customers, each with a site; also the customer's part of a row of calls."""

from __future__ import annotations

from data.importing.addresses import choose_address
from data.importing.rows import RowMaker
from data.importing.values import channel, words
from dispatch_tui.core.model import Customer, Site


def customer_row(maker: RowMaker) -> None:
    """One customer and, if the row has an address, one of their sites."""
    cells = maker.cells
    if not maker.name():
        maker.fault("no name")
    customer = customer_of(maker, with_note=True)
    maker.link("customer", cells.text("id", 80), customer)
    site_of(maker, customer, needed=False)


def customer_of(maker: RowMaker, *, with_note: bool) -> Customer:
    """The row's customer.

    Args:
        maker: the row.
        with_note: True where notes and tags are the customer's, and not a call's.
    """
    cells = maker.cells
    phone, phone2 = maker.phones()
    tags = tuple(word.casefold() for word in words(cells.text("tags", 400))) if with_note else ()
    return maker.add_filled(
        Customer(name=""),
        name=maker.name(),
        phone=phone,
        phone2=phone2,
        email=maker.email(),
        channel=channel(cells.text("channel", 40)),
        language=cells.text("language", 12).casefold(),
        tags=tags,
        note=cells.long_text("note", 1000) if with_note else "",
    )


def site_of(maker: RowMaker, customer: Customer, *, needed: bool) -> Site | None:
    """The row's site; without an address None, or (where one is needed) the customer's only one."""
    cells = maker.cells
    address = choose_address(lambda field: cells.text(field, 160), maker.batch.context.region)
    if address is None or not address.street:
        return maker.add(Site(customer.id, ""), ()) if needed else None
    site = maker.add_filled(
        Site(customer_id=customer.id, address=address.street),
        address=address.street,
        city=address.city,
        region=address.region,
        postcode=address.postcode,
        area=cells.text("area", 40),
        place=maker.place(address),
        access=cells.long_text("access", 500),
    )
    maker.link("site", cells.text("site_id", 80), site)
    return site
