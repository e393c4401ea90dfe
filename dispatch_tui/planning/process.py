"""Planning in a process of its own.

The solver holds the interpreter for a whole solve, so it must not live where the board does. The process
starts with the first problem and stays for the next; a crash of the solver is an error with a reason, and
the next problem starts a new one. Call `solve` from a thread; it never needs the event loop.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from dispatch_tui.planning.problem import Problem
from dispatch_tui.planning.solver import USUAL, Effort, OnProgress, Plan, PlannerFailed, ShouldStop

SERVING = "dispatch_tui.planning.serving"

LOOK_EVERY = 0.05
"""Seconds between two looks whether it was canceled."""

GRACE = 1.5
"""Seconds that a canceled planner has to hand over its best plan, before it is killed."""

PATIENCE = 30.0
"""Seconds past its time, and as much again as its time, after which a planner is taken for stuck."""


class Word(Enum):
    """What goes over the pipes."""

    STOP = "stop"
    PROGRESS = "progress"
    PLAN = "plan"
    FAILED = "failed"
    BROKEN = "broken"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Job:
    """One problem to be solved; `number` tells its answers from those to another."""

    number: int
    problem: Problem
    seconds: float
    effort: Effort


def send(pipe: BinaryIO, what: object) -> None:
    """Write one value, its length before it."""
    data = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(8, "big") + data)
    pipe.flush()


def receive(pipe: BinaryIO) -> Any:
    """Read one value.

    Raises:
        EOFError: if the other end is gone.
    """
    head = pipe.read(8)
    if len(head) < 8:
        raise EOFError
    data = pipe.read(int.from_bytes(head, "big"))
    return pickle.loads(data)  # noqa: S301 - written by our own other half, over a pipe nobody else has


class PlannerProcess:
    """A planner (`solver.Solver`) whose work is done elsewhere. One problem at a time; callers queue."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._said: queue.Queue[tuple[Any, ...]] = queue.Queue()
        self._number = 0

    @property
    def running(self) -> bool:
        """True if the process is there."""
        return self._child is not None and self._child.poll() is None

    def solve(
        self,
        problem: Problem,
        seconds: float,
        progress: OnProgress | None = None,
        canceled: ShouldStop | None = None,
        effort: Effort = USUAL,
    ) -> Plan:
        """See `solver.Solver.solve`; blocks the calling thread.

        Raises:
            NoPlanner: if the solver is not installed.
            PlannerFailed: if it broke, died, got stuck, or was canceled before there was any plan.
        """
        with self._turn:
            self._number += 1
            job = Job(self._number, problem, seconds, effort)
            self._hand_over(job)
            return self._wait(job, progress, canceled)

    def close(self) -> None:
        """End the process, if there is one; a later problem starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    # -- the process

    def _hand_over(self, job: Job) -> None:
        try:
            self._send(job)
        except OSError:  # it died while nobody looked; a new one is as good
            self.close()
            try:
                self._send(job)
            except OSError as error:
                self.close()
                raise PlannerFailed("the planner does not start", str(error)) from error

    def _send(self, what: object) -> None:
        child = self._child
        if child is None or child.poll() is not None:
            self.close()
            child = self._start()
        assert child.stdin is not None
        send(child.stdin, what)  # type: ignore[arg-type]

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).parents[2])
        paths = [path for path in (os.environ.get("PYTHONPATH", ""), root) if path]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        # -P: a file of the person's folder must never stand in for a module
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", SERVING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # ctrl+c at the board is not for the planner
        )
        self._child, self._said = child, queue.Queue()
        threading.Thread(target=_read, args=(child, self._said), daemon=True).start()
        return child

    # -- waiting

    def _wait(self, job: Job, progress: OnProgress | None, canceled: ShouldStop | None) -> Plan:
        """The plan, or the best one shown if it was canceled and does not come."""
        best: Plan | None = None
        give_up = time.monotonic() + 2 * job.seconds + PATIENCE
        stopping = False
        while True:
            # a busy planner says more than one reads between two looks, so every turn looks
            if not stopping and canceled is not None and canceled():
                stopping, give_up = True, time.monotonic() + GRACE
                self._tell_to_stop()
            said = self._next(job)
            if said is None:
                if time.monotonic() > give_up:
                    return self._given_up(best, stopping)
                continue
            if said[0] is Word.PLAN:
                plan: Plan = said[2]
                return plan
            if said[0] is Word.PROGRESS:
                best = said[2].plan or best
                if progress is not None:
                    progress(said[2])
                continue
            self._fail(said)

    def _tell_to_stop(self) -> None:
        """Say so to the process that solves; one that has been ended needs no other to hear it."""
        child = self._child
        if child is not None and child.stdin is not None:
            with contextlib.suppress(OSError, ValueError):  # it has just ended
                send(child.stdin, Word.STOP)  # type: ignore[arg-type]

    def _next(self, job: Job) -> tuple[Any, ...] | None:
        """The next thing said about a job; None if nothing was for a moment."""
        try:
            said = self._said.get(timeout=LOOK_EVERY)
        except queue.Empty:
            return None
        return said if said[0] is Word.GONE or said[1] == job.number else None

    def _given_up(self, best: Plan | None, stopping: bool) -> Plan:
        self.close()
        if best is not None:
            return best
        if stopping:
            raise PlannerFailed("planning was stopped before there was a plan", "give it a little longer")
        raise PlannerFailed("the planner got stuck and was ended", "plan again, or plan fewer rows at once")

    def _fail(self, said: tuple[Any, ...]) -> None:
        if said[0] is Word.FAILED:
            raise said[2](said[3], said[4])
        if said[0] is Word.BROKEN:
            raise PlannerFailed("the planner broke", said[2])
        child = self._child
        code = child.wait() if child is not None else None
        self.close()
        raise PlannerFailed(
            f"the planner's process ended by itself (exit {code})", "nothing has changed; plan again"
        )


def _read(child: subprocess.Popen[bytes], said: queue.Queue[tuple[Any, ...]]) -> None:
    """Hand on all that a process says, and that it is gone."""
    assert child.stdout is not None
    with contextlib.suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
        while True:
            said.put(receive(child.stdout))  # type: ignore[arg-type]
    said.put((Word.GONE,))
