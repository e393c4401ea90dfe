"""Work on the network, on threads of its own, whose results are collected where the store is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any


class Errands:
    """Runs functions on daemon threads: a program that ends waits for none of them.

    Not a pool of the standard library, since that waits at the end for whoever talks to a dead network.
    """

    def __init__(self) -> None:
        self._done: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._out = 0

    @property
    def out(self) -> int:
        """How many are under way, or back and not collected."""
        return self._out

    def send(
        self, work: Callable[[], Any], back: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """Begin some work.

        Args:
            work: run on a thread of its own.
            back: run by `collect` with what it returned.
            failed: run by `collect` with what it raised.
        """
        self._out += 1

        def run() -> None:
            try:
                result = work()
            except Exception as error:
                found = error
                self._done.put(lambda: failed(found))
            else:
                self._done.put(lambda: back(result))

        threading.Thread(target=run, name="messages", daemon=True).start()

    def collect(self, patience: float = 0.0) -> bool:
        """Run what has come back, the first after waiting for it; False if nothing has."""
        try:
            deal_with = self._done.get(timeout=patience) if patience > 0 else self._done.get_nowait()
        except Empty:
            return False
        while True:
            self._out -= 1
            deal_with()
            try:
                deal_with = self._done.get_nowait()
            except Empty:
                return True
