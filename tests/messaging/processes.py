"""Consoles in processes of their own that do the timed duties until they are killed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from data.opening import open_store
from dispatch_tui.core.clock import ShopClock
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Channel
from dispatch_tui.desk.desk import Desk, Seat
from dispatch_tui.messaging.channels.carrier import Account, TextCarrier
from dispatch_tui.messaging.channels.http import Http
from dispatch_tui.messaging.routes import Routes
from dispatch_tui.messaging.settings import Secret
from dispatch_tui.messaging.worker import Pace, Worker
from tests.data.workers import processes
from tests.messaging.servers import OURS, SID, TOKEN

HASTE = 60
"""Shop seconds in a second: waiting a minute before the next try takes a second here."""

QUICK = Pace(lease=2.0, renew=0.3, poll=0.5, at_once=4, message=2.0)


class Hasty:
    """A wall clock that runs fast from an instant on."""

    def __init__(self, since: datetime) -> None:
        self._since = since

    def now(self) -> datetime:
        gone = datetime.now(UTC) - self._since
        return (self._since + gone * HASTE).replace(microsecond=0)


def routes_to(url: str) -> Routes:
    """All texts by a carrier."""
    texting = TextCarrier(Account(url, SID, OURS, Secret(TOKEN)), Http(0.4))
    return Routes({(Channel.TEXT, tech): texting for tech in (True, False)}, (texting,))


def serve(target: str, name: str, url: str, since: datetime | None, pace: Pace, told: Connection) -> None:
    """A console until it is killed; tells what its worker tells."""
    store = open_store(target)
    store.warm_up()
    clock = ShopClock(Hasty(since)) if since is not None else ShopClock()
    desk = Desk(store, clock, Seat("ann", name))
    worker = Worker(desk, routes_to(url) if url else Routes(), told.send, pace)
    told.send("open")
    while True:
        try:
            worker.beat()
        except StoreUnusable as error:
            told.send(f"trouble: {error}")
        time.sleep(min(worker.pause, 0.05))


@contextmanager
def console(
    target: str, name: str, url: str = "", since: datetime | None = None, pace: Pace = QUICK
) -> Iterator[tuple[BaseProcess, Connection]]:
    """A console in a process, once its store is open, and what it tells."""
    context = processes()
    hears, told = context.Pipe(duplex=False)
    process = context.Process(target=serve, args=(target, name, url, since, pace, told), daemon=True)
    process.start()
    told.close()
    try:
        assert hears.poll(30)
        assert hears.recv() == "open"
        yield process, hears
    finally:
        process.kill()
        process.join()
        hears.close()


def drained(hears: Connection) -> list[str]:
    """What a console has told until now."""
    lines = []
    try:
        while hears.poll(0):
            lines.append(hears.recv())
    except (EOFError, OSError):
        pass
    return lines


def hour_ago() -> datetime:
    """An instant of a working day's middle that lies in the past, so that a hasty clock has room."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
