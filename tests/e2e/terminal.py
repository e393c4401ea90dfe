"""A real console in a real pseudo-terminal, its screen read by a terminal emulator (pyte)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyte

DEADLINE = 30.0
"""Seconds after which a screen is given up; a loaded machine takes its time to start two consoles."""

PROGRAM = Path(sys.executable).with_name("dispatch-tui")


def command_line(*words: str) -> list[str]:
    """The installed console script, or the module where there is none."""
    program = [str(PROGRAM)] if PROGRAM.exists() else [sys.executable, "-m", "dispatch_tui"]
    return [*program, *words]


class Terminal:
    """One console."""

    def __init__(
        self, *words: str, environment: Mapping[str, str], folder: Path, size: tuple[int, int] = (120, 36)
    ) -> None:
        width, height = size
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            command_line(*words),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=plain | dict(environment),
            cwd=folder,
            start_new_session=True,
        )
        os.close(slave)

    def read(self, timeout: float = 0.05) -> bool:
        """Take in what the console has written; False once it is gone."""
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return self.process.poll() is None
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        if not data:
            return False
        self._stream.feed(data)
        return True

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, condition: Callable[[str], object], what: str = "") -> str:
        """Read until the screen answers a condition."""
        deadline = time.monotonic() + DEADLINE
        while not condition(self.text):
            alive = self.read()
            if time.monotonic() > deadline or not alive:
                raise AssertionError(f"never came: {what or condition}; the screen:\n{self.text}")
        return self.text

    def shows(self, *words: str) -> str:
        """Read until words are on the screen."""
        return self.until(lambda text: all(word in text for word in words), repr(words))

    def gone(self, *words: str) -> str:
        """Read until words are on the screen no more."""
        return self.until(lambda text: not any(word in text for word in words), f"without {words!r}")

    def type(self, text: str) -> None:
        """Type."""
        os.write(self._master, text.encode())

    def line(self, text: str) -> None:
        """Give a line to the `:` row."""
        self.type(f":{text}\r")

    def kill(self) -> None:
        """Kill it hard, as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(DEADLINE)

    def close(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE)
        os.close(self._master)

    def ends(self) -> int:
        """Read until it ends; its exit status."""
        deadline = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            self.read()
            assert time.monotonic() < deadline, f"it does not end:\n{self.text}"
        while self.read(0):
            pass
        return self.process.returncode


@contextmanager
def console(
    *words: str, folder: Path, environment: Mapping[str, str], size: tuple[int, int] = (120, 36)
) -> Iterator[Terminal]:
    """A console that is ended at the end."""
    terminal = Terminal(*words, folder=folder, environment=environment, size=size)
    try:
        yield terminal
    finally:
        terminal.close()


def shell(*words: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A command of the shell, run to its end."""
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(
        command_line(*words),
        env=plain | dict(environment),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
