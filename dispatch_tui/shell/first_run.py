"""The first run: two plain questions, and the board opens on a shop of one's own, or on the demo."""

from __future__ import annotations

import sys
from dataclasses import replace

from dispatch_tui.bootstrap import SET_UP, DemoOptions, Wiring, default_target
from dispatch_tui.core.errors import StoreUnusable, Usage
from dispatch_tui.core.model import Shop
from dispatch_tui.shell.setting_up import checked_zone, make_shop, system_zone

WELCOME = """\
There is no shop here yet ({target}).
Name your shop to set it up; or press Enter alone to look at a living demo first. Ctrl-C leaves.
"""


def first_run(wiring: Wiring) -> Wiring | None:
    """Ask for the shop's name and zone, and make its store.

    Returns:
        The wiring to go on with, for the new shop or the demo; None if the person left.

    Raises:
        StoreUnusable: if there is no terminal to ask at, or the store cannot be made.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise StoreUnusable(f"there is no store at {wiring.store_target}", SET_UP)
    sys.stdout.write(WELCOME.format(target=wiring.store_target))
    try:
        name = input("Name of the shop: ").strip()
        if not name:
            demo = DemoOptions()
            return replace(wiring, demo=demo, store_target=default_target(demo))
        zone = _asked_zone()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return None
    outcome = make_shop(wiring, Shop(name=name[:80], zone_name=zone))
    sys.stdout.write(f"{outcome.said}\n")
    return wiring


def _asked_zone() -> str:
    """The shop's time zone; asked again until there is such a one."""
    guess = system_zone()
    while True:
        word = input(f"Its time zone [{guess}]: ").strip() or guess
        try:
            return checked_zone(word)
        except Usage as error:
            sys.stdout.write(f"{error.message}, {error.hint}\n")
