"""The planner's process: reads problems from its standard input, writes progress and plans to its output.

Started by `process.PlannerProcess` as a module, never imported by it. Pickles go over pipes that only
the two have; what comes from outside the program comes as numbers inside them.
"""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
from typing import BinaryIO

from dispatch_tui.core.errors import DispatchError
from dispatch_tui.planning.ladder import Ladder
from dispatch_tui.planning.process import Job, Word, receive, send
from dispatch_tui.planning.solver import Progress

POLITE = 5
"""Nice value: the board and its keys come first."""


def main() -> None:
    """Serve until the other end is gone."""
    heard, told = _pipes()
    if hasattr(os, "nice"):
        os.nice(POLITE)
    jobs: queue.Queue[Job] = queue.Queue()
    stop = threading.Event()
    threading.Thread(target=_listen, args=(heard, jobs, stop), daemon=True).start()
    while True:
        job = jobs.get()
        _carry_out(job, told, stop)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Input and output of their own; what libraries print goes to the error stream."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, told


def _listen(heard: BinaryIO, jobs: queue.Queue[Job], stop: threading.Event) -> None:
    while True:
        try:
            said = receive(heard)
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)  # the board is gone; nobody waits for the solver to come out of its solve
        if isinstance(said, Job):
            stop.clear()
            jobs.put(said)
        elif said is Word.STOP:
            stop.set()


def _carry_out(job: Job, told: BinaryIO, stop: threading.Event) -> None:
    def progress(how: Progress) -> None:
        send(told, (Word.PROGRESS, job.number, how))

    try:
        plan = Ladder().solve(job.problem, job.seconds, progress, stop.is_set, job.effort)
        send(told, (Word.PLAN, job.number, plan))
    except DispatchError as error:
        send(told, (Word.FAILED, job.number, type(error), error.message, error.hint))
    except Exception as error:  # whatever it is, the board is told and goes on
        send(told, (Word.BROKEN, job.number, f"{type(error).__name__}: {error}"))


if __name__ == "__main__":
    main()
