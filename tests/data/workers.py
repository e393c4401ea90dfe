"""What the processes of the process tests and of the benchmarks do. Spawned, never forked with a store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import TypeAlias

from data.opening import open_store
from dispatch_tui.core.model import Visit
from dispatch_tui.desk.ports import Workspace
from tests.data.builders import do


def processes() -> ForkServerContext:
    """Fresh processes from a server that has imported everything, but opened nothing."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["data.writing", "tests.data.workers"])
    return context


def move_on(target: str, name: str, visit_id: int, acks: Connection, limit: int) -> None:
    """Lengthen a visit by a minute again and again; each answer is told before the next act."""
    store = open_store(target)

    def job(work: Workspace) -> None:
        visit = work.get(Visit, visit_id)
        work.change(visit, minutes=visit.minutes + 1)

    for n in range(limit):
        uid = f"{name}-{n}"
        started = time.perf_counter()
        do(store, name, job, uid=uid)
        acks.send((uid, time.perf_counter() - started))
    acks.send(None)
    store.close()


Running: TypeAlias = tuple[BaseProcess, Connection]


@contextmanager
def mover(target: str, name: str, visit_id: int, limit: int = 10**9) -> Iterator[Running]:
    """A process that moves a visit, and the end of a pipe on which it tells what was stored."""
    context = processes()
    told, acks = context.Pipe(duplex=False)
    process = context.Process(target=move_on, args=(target, name, visit_id, acks, limit), daemon=True)
    process.start()
    acks.close()
    try:
        yield process, told
    finally:
        process.kill()
        process.join()
        told.close()


def acknowledged(told: Connection) -> list[str]:
    """All that was told and not read yet, until the pipe's end."""
    found = []
    while True:
        try:
            answer = told.recv()
        except (EOFError, OSError):
            return found
        if answer is None:
            return found
        found.append(answer[0])
