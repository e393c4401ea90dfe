"""The gate: one writer at a time, in the order they came, by an advisory lock on a side file.

SQLite's own busy handler sleeps and retries, so that the lucky win: with 20 writers it gave some of them
200 times the commits of others. `flock` queues. It also shuts out the WAL-reset race of SQLite before
3.51.3. The kernel releases the lock of a process that dies.

The same file is the bell: its times are set after each commit, which inotify reports.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dispatch_tui.core.errors import StoreUnusable


class Gate:
    """The side file of one store.

    Args:
        path: the side file; made if missing.
        mode: its permissions if it is made.
        patience: seconds to wait for other writers before giving up.
    """

    def __init__(self, path: Path, mode: int = 0o600, patience: float = 15.0) -> None:
        self.path = path
        self.mode = mode
        self.patience = patience
        self._descriptor: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the gate.

        Raises:
            StoreUnusable: if another program held it for longer than `patience`.
        """
        descriptor = self._taken()
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)

    def ring(self) -> None:
        """Tell everybody who listens that something was stored."""
        os.utime(self._opened())

    def make(self) -> None:
        """Make the side file, if there is none."""
        self._opened()

    def close(self) -> None:
        """Release the side file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _opened(self) -> int:
        if self._descriptor is None:
            self._descriptor = self._open()
        return self._descriptor

    def _open(self) -> int:
        try:
            try:
                made = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, self.mode)
            except FileExistsError:
                return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, self.mode)
            # The umask must not keep the rest of the group out.
            os.fchmod(made, self.mode)
            return made
        except OSError as error:
            raise StoreUnusable(
                f"{self.path} cannot be written ({error.strerror})",
                "make the store's folder writable for you",
            ) from error

    def _taken(self) -> int:
        """The descriptor, locked, of the file that stands at the path now."""
        while True:
            descriptor = self._opened()
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.close()
                descriptor = self._descriptor = _Waiter(self._open()).wait(self.patience)
            if self._is_current(descriptor):
                return descriptor
            self.close()

    def _is_current(self, descriptor: int) -> bool:
        """False if somebody removed the side file: then others lock another one."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self.path))
        except FileNotFoundError:
            return False


class _Waiter:
    """Waits in the kernel's queue, in a thread of its own, because `flock` knows no time-out."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._taken = threading.Event()
        self._given_up = False

    def wait(self, patience: float) -> int:
        threading.Thread(target=self._queue, name="store-gate", daemon=True).start()
        self._taken.wait(patience)
        with self._lock:
            if self._taken.is_set():
                return self._descriptor
            self._given_up = True
        raise StoreUnusable(
            "another program has kept the store locked for too long",
            "see whether one of the consoles hangs or is stopped, and end it",
        )

    def _queue(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._lock:
            if self._given_up:
                os.close(self._descriptor)
            else:
                self._taken.set()
