"""Where the demo shop is kept, when it is made anew, and how several consoles share one.

A console that shows a demo holds a shared lock on a side file; whoever can have it alone may make the
shop anew, and nobody does so under a living console. A store that is not a demo is never touched.
"""

from __future__ import annotations

import fcntl
import os
from datetime import date, timedelta
from pathlib import Path

from data.demo.builder import DEFAULT_SPEED, build_demo
from data.demo.sizes import DemoSize
from data.opening import open_store
from data.store import SqlStore
from dispatch_tui.bootstrap import DemoOptions
from dispatch_tui.core.clock import ClockRate, SystemClock
from dispatch_tui.core.commands import Act, SetClock
from dispatch_tui.core.day import LogLine
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Way
from dispatch_tui.core.shifts import local_date
from dispatch_tui.desk.acts import handler_of

BUILDER = "dispatch-tui"
"""Who sets a demo shop up, in its log."""

UNATTENDED = timedelta(hours=1)
"""Shop time that a demo may run on with nobody there. After that its people have stood still for so
long that the board is a wreck, and a fresh morning is the better welcome."""

ATTEMPTS = 3
"""How often to look again where somebody who was making the shop went away without it."""

ENDS = ("", "-wal", "-shm", ".gate")
"""The files of one store, by what follows its name."""


class Presence:
    """The side file that tells whether a console is at a demo; released when the process ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def alone(self) -> bool:
        """Try to have the file alone; False if a console is there, or one is being made."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def share(self) -> None:
        """Be there, beside others; waits for who is making the shop."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        """Be gone."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def joined_demo(target: str | Path, demo: DemoOptions) -> tuple[SqlStore, Presence | None]:
    """Open a demo shop; made first if it is not there, and anew if it is stale and nobody is at it.

    Returns:
        The store, and what must be held as long as it is in use (None on a database server).

    Raises:
        StoreUnusable: if the store holds a shop that is no demo, or another demo that is in use.
    """
    if not isinstance(target, Path):
        return _on_server(target, demo), None
    for _ in range(ATTEMPTS):
        presence = Presence(target.with_name(f"{target.name}.lock"))
        try:
            if presence.alone():
                store = _fresh(target, demo)
                presence.share()
                return store, presence
            presence.share()
            if target.exists():
                return _as_it_is(target, demo), presence
        except BaseException:
            presence.close()
            raise
        presence.close()
    raise StoreUnusable(f"the demo shop at {target} cannot be made", "try again, or name another --store")


def _on_server(url: str, demo: DemoOptions) -> SqlStore:
    store = open_store(url)
    return _checked(store, url) if store.shop() else _set_up(store, demo)


def _fresh(path: Path, demo: DemoOptions) -> SqlStore:
    """The demo at a path, with nobody else at it."""
    if path.exists():
        store = open_store(path, create=False)
        if store.shop() is None:
            return _set_up(store, demo)
        _checked(store, path)
        if not _stale(store, demo):
            return _paced(store, demo)
        store.close()
        for end in ENDS:
            path.with_name(path.name + end).unlink(missing_ok=True)
    return _set_up(open_store(path), demo)


def _as_it_is(path: Path, demo: DemoOptions) -> SqlStore:
    """The demo at a path, beside others."""
    store = _checked(open_store(path, create=False), path)
    if _set_up_as(store).reason != demo.mark:
        store.close()
        raise StoreUnusable(
            f"another console shows a different demo in {path}", "close it first, or name another --store"
        )
    return store


def _checked(store: SqlStore, target: str | Path) -> SqlStore:
    shop = store.shop()
    if shop is None or not shop.demo:
        store.close()
        raise StoreUnusable(
            f"{target} is no demo shop" + (f" but {shop.name}" if shop else ""),
            "name a file of its own with --store, or leave it out",
        )
    return store


def _set_up_as(store: SqlStore) -> LogLine:
    """The changeset that made the shop."""
    return store.log(1, before=2)[0]


def _stale(store: SqlStore, demo: DemoOptions) -> bool:
    """True for another seed or size, another day's morning, or one that ran on with nobody there."""
    shop, clock, made = store.shop(), store.clock(), _set_up_as(store)
    if shop is None or clock is None or made.reason != demo.mark:
        return True
    if local_date(made.at, shop.zone) != wall_date():
        return True
    now = ClockRate(clock.anchor, clock.wall_anchor, clock.speed).at(SystemClock().now())
    return now - store.log(1)[0].at > UNATTENDED


def wall_date() -> date:
    """The date on this machine's wall; the demo's day is today's."""
    return SystemClock().now().astimezone().date()


def _set_up(store: SqlStore, demo: DemoOptions) -> SqlStore:
    """Make the shop in an empty store."""
    try:
        speed = DEFAULT_SPEED if demo.speed is None else demo.speed
        command = build_demo(demo.seed, DemoSize.of(demo.size), wall_date(), SystemClock().now(), speed=speed)
        act = Act(command, BUILDER, way=Way.PROGRAM, reason=demo.mark)
        opening = command.clock.anchor if command.clock else SystemClock().now()
        store.write(act, handler_of(act), opening)
    except BaseException:
        store.close()
        raise
    return store


def _paced(store: SqlStore, demo: DemoOptions) -> SqlStore:
    """The shop as it stands, at the pace that was asked for."""
    clock = store.clock()
    if demo.speed is not None and clock is not None and clock.speed != demo.speed:
        now = ClockRate(clock.anchor, clock.wall_anchor, clock.speed).at(SystemClock().now())
        act = Act(SetClock(speed=demo.speed), BUILDER, way=Way.PROGRAM)
        store.write(act, handler_of(act), now)
    return store
