"""`dispatch-tui setup`: a shop's store with the default kinds of work, for scripts and the first run."""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from data.opening import open_store
from dispatch_tui.bootstrap import Wiring
from dispatch_tui.core.catalogue import CALL_TYPES
from dispatch_tui.core.clock import SystemClock
from dispatch_tui.core.commands import Act, Outcome, SetUpShop
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Shop
from dispatch_tui.core.text import clean_line
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.shell.common import answer
from dispatch_tui.shell.looks import wiring_of

LOCALTIME = Path("/etc/localtime")


def set_up(args: Namespace) -> int:
    """Make the store if there is none, and the shop in it.

    Raises:
        Usage: if the zone or a number makes no sense.
        Refused: if the store holds a shop already.
    """
    if args.first_call < 1:
        raise Usage(f"{args.first_call} is no call number", "say 1 or more")
    zone = checked_zone(args.zone) if args.zone else system_zone()
    shop = Shop(
        name=clean_line(args.name, 80),
        zone_name=zone,
        first_call=args.first_call,
        currency=clean_line(args.currency, 3).upper(),
    )
    answer(make_shop(wiring_of(args), shop), args.json)
    return 0


def make_shop(wiring: Wiring, shop: Shop) -> Outcome:
    """Set a shop up with the default call types, in a store that is made if need be.

    Raises:
        Usage: if the shop has no name.
        Refused: if the store holds a shop already.
        StoreUnusable: if the store cannot be made.
    """
    if not shop.name:
        raise Usage("a shop needs a name", 'say --name "Acme Heating"')
    kinds = tuple(replace(kind, id=-number) for number, kind in enumerate(CALL_TYPES, 1))
    store = open_store(wiring.store_target)
    try:
        act = Act(SetUpShop(shop, records=kinds), wiring.actor, wiring.console)
        return store.write(act, handler_of(act), SystemClock().now())
    finally:
        store.close()


def checked_zone(name: str) -> str:
    """A zone's name, if there is such a zone.

    Raises:
        Usage: if there is none.
    """
    try:
        return ZoneInfo(name).key
    except (KeyError, OSError, ValueError) as error:
        raise Usage(f"{name!r} is no time zone", "say one as America/New_York") from error


def system_zone() -> str:
    """This machine's time zone by its IANA name; UTC if it does not tell."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked_zone()):
        if name:
            try:
                return checked_zone(name)
            except Usage:
                continue
    return "UTC"


def _linked_zone() -> str:
    """The zone that /etc/localtime points to, as most systems have it."""
    try:
        target = os.readlink(LOCALTIME)
    except OSError:
        return ""
    _, mark, name = target.partition("zoneinfo/")
    return name if mark else ""
