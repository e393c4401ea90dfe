"""`dispatch-tui` and `dispatch-tui demo`: the board; and the questions of a first run."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace

from dispatch_tui.bootstrap import DemoOptions, Wiring, is_made, open_desk
from dispatch_tui.core.errors import Usage
from dispatch_tui.shell.looks import wiring_of

SPEEDS = (0.0, 3600.0)


def board(args: Namespace) -> int:
    """Open the board on the shop's store; on a first run, ask what shop it is."""
    wiring = wiring_of(args)
    if not is_made(wiring):
        from dispatch_tui.shell.first_run import first_run  # noqa: PLC0415 - once in a shop's life

        chosen = first_run(wiring)
        if chosen is None:
            return 0
        wiring = chosen
    return _opened(wiring)


def demo(args: Namespace) -> int:
    """Open the board on a demo shop, made first if need be.

    Raises:
        Usage: if the size or the speed is out of range.
    """
    wiring = wiring_of(args, _options(args))
    if not args.no_open:
        return _opened(wiring)
    desk = open_desk(wiring)
    desk.store.close()
    sys.stdout.write(f"{wiring.store_target}\n")
    return 0


def _options(args: Namespace) -> DemoOptions:
    from data.demo.sizes import DemoSize  # noqa: PLC0415 - only for a demo

    size = DemoSize.of(args.size)
    if args.speed is not None and not SPEEDS[0] <= args.speed <= SPEEDS[1]:
        raise Usage(f"a speed of {args.speed:g} is out of range", "0 is paused, 1 real time, 3600 the most")
    return DemoOptions(f"{size.technicians}x{size.calls}", args.seed, args.speed)


def _opened(wiring: Wiring) -> int:
    """Hand the terminal to the app.

    Raises:
        Usage: if there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage("the board needs a terminal", "without one, say dispatch-tui show day, or do")
    gc.disable()  # until the board is up: the app turns it on again
    from dispatch_tui.app import run_app  # noqa: PLC0415 - 300 ms: Textual

    return run_app(wiring)
