"""`dispatch-tui worker`: the timed duties without a screen, for a machine that is always on."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import Namespace
from types import FrameType

from dispatch_tui.bootstrap import locator_of, open_desk
from dispatch_tui.core.errors import StoreUnusable, Usage
from dispatch_tui.core.model import Way
from dispatch_tui.core.timewords import clock_text
from dispatch_tui.desk.desk import Desk
from dispatch_tui.messaging.routes import routes_of
from dispatch_tui.messaging.worker import Worker
from dispatch_tui.shell.common import remark, say, shop_of
from dispatch_tui.shell.looks import wiring_of

TROUBLED = 3.0
"""Seconds until the store is tried again after it did not answer."""


def work(args: Namespace) -> int:
    """Ask, remind, tell and send until told to leave; one line per thing done.

    Raises:
        Usage: if something is set up by halves, or the clock is to stand still.
        StoreUnusable: if the store cannot be opened.
    """
    wiring = wiring_of(args)
    if wiring.fixed is not None:
        raise Usage("the worker goes by the running clock", "leave out --at")
    routes = routes_of(wiring.messages)
    leaving = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        leaving.set()

    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, leave)
    desk = open_desk(wiring, Way.PROGRAM)
    locator = locator_of(wiring.roads)
    worker = Worker(desk, routes, lambda line: _tell(desk, line), locator=locator)
    try:
        _tell(desk, f"here for {shop_of(desk).name}")
        _beat(worker, leaving)
    finally:
        worker.close()
        desk.store.close()
    return 0


def _beat(worker: Worker, leaving: threading.Event) -> None:
    """Beat until told to leave. A store that does not answer is said once, and waited for."""
    complained = ""
    while not leaving.is_set():
        try:
            worker.beat()
            complained = ""
        except StoreUnusable as error:
            if str(error) != complained:
                complained = str(error)
                remark(complained)
            leaving.wait(TROUBLED)
        leaving.wait(worker.pause)


def _tell(desk: Desk, line: str) -> None:
    """A line with the shop's time; at once, since somebody may be following."""
    zone = shop_of(desk).zone
    say(f"{clock_text(desk.clock.now(), zone)} {line}")
    sys.stdout.flush()
