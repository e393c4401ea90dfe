"""Hearing that another console, or this one, has stored something. Only ever a hint.

The truth is `catch_up` on the gap-free revision; a hint may come twice, for nothing, or not at all.
"""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from data import sqlite
from dispatch_tui.core.errors import StoreUnusable

POLL_SECONDS = 0.1


class Bell(Protocol):
    """Something that can be waited for, from a thread of its own."""

    def wait(self, timeout: float) -> bool:
        """True if something may have changed, False after `timeout` seconds or once closed."""
        ...

    def close(self) -> None:
        """Wake who waits; from then on `wait` returns False at once."""
        ...


class Waking:
    """A pipe that wakes a `select` from another thread, and the promise to wait no more."""

    def __init__(self) -> None:
        self.reading, self._writing = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self.busy = threading.Lock()
        self.closed = False

    def close(self) -> bool:
        """Wake the waiter and wait until it has left. False if that was done before."""
        if self.closed:
            return False
        self.closed = True
        os.write(self._writing, b"x")
        with self.busy:
            os.close(self.reading)
            os.close(self._writing)
        return True


class FileBell:
    """SQLite's bell: inotify on the gate file, and the data version as a second witness.

    The data version is asked on a connection of its own, never inside a transaction, where it
    would stand still. Elsewhere than on Linux it is the only witness.
    """

    def __init__(self, path: Path, gate: Path) -> None:
        self._path = path
        self._gate = gate
        self._waking = Waking()
        self._connection: Any = None
        self._watch: Any = None
        self._version = 0

    def wait(self, timeout: float) -> bool:
        """See `Bell.wait`."""
        with self._waking.busy:
            if self._waking.closed:
                return False
            if self._connection is None:
                self._open()
            return self._listen(time.monotonic() + timeout)

    def close(self) -> None:
        """See `Bell.close`."""
        if self._waking.close():
            if self._connection is not None:
                self._connection.close()
            if self._watch is not None:
                self._watch.close()

    def _open(self) -> None:
        self._connection = sqlite.connect(self._path)
        self._version = self._data_version()
        if sys.platform == "linux":
            import inotify_simple  # noqa: PLC0415 - there is none elsewhere

            self._watch = inotify_simple.INotify()
            self._watch.add_watch(self._gate, inotify_simple.flags.ATTRIB)

    def _data_version(self) -> int:
        try:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite.module.Error as error:
            raise sqlite.unusable(error) from error

    def _listen(self, deadline: float) -> bool:
        descriptors = [self._waking.reading]
        if self._watch is not None:
            descriptors.append(self._watch.fileno())
        while True:
            version = self._data_version()
            if version != self._version:
                self._version = version
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            ready, _, _ = select.select(descriptors, [], [], min(left, POLL_SECONDS))
            if self._waking.reading in ready:
                return False
            if ready:
                self._watch.read(timeout=0)
                self._version = self._data_version()
                return True


class NotifyBell:
    """PostgreSQL's bell: LISTEN on a connection of its own, and a look every few seconds.

    Args:
        connect: makes a connection in autocommit mode.
        channel: what the writers notify.
    """

    CATCH_UP_SECONDS = 5.0

    def __init__(self, connect: Callable[[], Any], channel: str) -> None:
        self._connect = connect
        self._channel = channel
        self._waking = Waking()
        self._connection: Any = None

    def wait(self, timeout: float) -> bool:
        """See `Bell.wait`. A lost connection counts as news: something may have been missed."""
        with self._waking.busy:
            if self._waking.closed:
                return False
            if self._connection is None and not self._open():
                select.select([self._waking.reading], [], [], min(timeout, 1.0))
                return not self._waking.closed
            return self._listen(timeout)

    def close(self) -> None:
        """See `Bell.close`."""
        if self._waking.close() and self._connection is not None:
            self._connection.close()

    def _open(self) -> bool:
        try:
            self._connection = self._connect()
            self._connection.execute(f'LISTEN "{self._channel}"')
        except (StoreUnusable, OSError):
            self._connection = None
            return False
        return True

    def _listen(self, timeout: float) -> bool:
        descriptors = [self._waking.reading, self._connection.fileno()]
        patience = min(timeout, self.CATCH_UP_SECONDS)
        deadline = time.monotonic() + patience
        while True:
            left = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select(descriptors, [], [], left)
            if self._waking.reading in ready:
                return False
            if not ready:
                return patience < timeout
            heard = self._heard()
            if heard is None or heard:
                return True

    def _heard(self) -> bool | None:
        """Whether a notification came; None if the connection is lost."""
        import psycopg  # noqa: PLC0415 - only where the store is PostgreSQL

        try:
            return bool(list(self._connection.notifies(timeout=0)))
        except psycopg.Error:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None
            return None
