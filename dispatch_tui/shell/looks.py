"""From parsed options to a wiring; apart, so that the board's first frame waits for nothing else."""

from __future__ import annotations

from argparse import Namespace

from dispatch_tui.bootstrap import DemoOptions, Wiring, wire
from dispatch_tui.config import load_settings


def wiring_of(args: Namespace, demo: DemoOptions | None = None) -> Wiring:
    """The wiring of a command line.

    Raises:
        Usage: if a setting or `--at` cannot be understood.
    """
    given = vars(args)
    return wire(
        load_settings(),
        store=given.get("store"),
        actor=given.get("actor"),
        at=given.get("at"),
        demo=demo,
        **{name: given[name] for name in ("theme", "ascii", "lean") if name in given},
    )
