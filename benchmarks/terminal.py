"""A terminal of our own: a pseudo-terminal that times what a program answers, and can read its screen.

It says that it knows synchronized output (mode 2026), so that Textual brackets every frame. The answer to
a key is then all frames up to the first silence of QUIET seconds, and its time ends when the last byte of
the last of them has been read.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import pyte

QUIET = 0.04
"""Seconds without a byte after which an answer is over. Not part of any time that is told."""

BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"
ASKED = re.compile(rb"\x1b\[\?(2026|2048)\$p")
ANSWERS = {b"2026": b"\x1b[?2026;2$y", b"2048": b"\x1b[?2048;0$y"}
FOREIGN = re.compile(rb"\x1b\[(?:\?[0-9;]*\$p|[<>=][0-9;]*[a-z])")
"""Sequences that pyte would print."""

Picture = list[list[tuple[object, ...]]]


@dataclass(slots=True)
class Answer:
    """What came back.

    Attributes:
        at: when the last byte of the last frame had been read, on the monotonic clock; 0 if nothing came.
        seconds: from what was sent until `at`.
        data: every byte of it, brackets and cursor moves too.
        cpu: seconds of processor time, of all threads of the program.
    """

    at: float = 0.0
    seconds: float = 0.0
    data: bytes = b""
    cpu: float = 0.0

    @property
    def frames(self) -> int:
        """Whole frames in it."""
        return self.data.count(END)


@dataclass(slots=True)
class Terminal:
    """A program in a pseudo-terminal of a size; it is killed at the end of the `with`."""

    argv: Sequence[str]
    columns: int
    lines: int
    watched: bool = False
    started: float = 0.0
    synchronized: bool = False
    _fd: int = -1
    _process: subprocess.Popen[bytes] | None = None
    _tail: bytes = b""
    _past: bytes = b""
    _screen: pyte.Screen | None = None
    _stream: pyte.ByteStream | None = None
    _unseen: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Terminal:
        self._fd, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", self.lines, self.columns, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR" and not k.startswith("TEXTUAL")}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environment |= {"COLUMNS": str(self.columns), "LINES": str(self.lines), "PYTHONUTF8": "1"}
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            self.argv, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        if self.watched:
            self._screen = pyte.Screen(self.columns, self.lines)
            self._stream = pyte.ByteStream(self._screen)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    # -- bytes

    def read(self, timeout: float) -> bytes:
        """What comes within a time, as soon as it comes; b"" if nothing does.

        Raises:
            RuntimeError: if the program has ended.
        """
        ready, _, _ = select.select([self._fd], [], [], max(0.0, timeout))
        if not ready:
            return b""
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            raise RuntimeError(f"{self.argv[1:]} has ended:\n{self.text()[-2000:]}")
        for mode in ASKED.findall(self._tail + data):
            os.write(self._fd, ANSWERS[mode])
            self.synchronized = self.synchronized or mode == b"2026"
        # a query that was cut in two is found the next time, and none is found twice
        self._tail = data[-8:] if not ASKED.search(data[-12:]) else b""
        if self.watched:
            self._unseen.append(data)
        return data

    def until(self, mark: bytes, limit: float = 30.0) -> tuple[float, bytes]:
        """Wait for the frame that holds some bytes to be whole; when that was, and all since the start.

        Raises:
            TimeoutError: if it does not come.
        """
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            at = self._past.find(mark)
            if at >= 0 and (not self.synchronized or END in self._past[at:]):
                return time.monotonic(), self._past
            self._past += self.read(0.5)
        raise TimeoutError(f"{mark!r} did not come in {limit} s:\n{self.text()[-2000:]}")

    def answer(self, since: float, limit: float = 3.0) -> Answer:
        """Everything up to the next silence; b"" if nothing comes within the limit."""
        found, last = [], 0.0
        deadline, whole = time.monotonic() + limit, b""
        while True:
            now = time.monotonic()
            open_frame = whole.rfind(BEGIN) > whole.rfind(END)
            until = deadline if not found or open_frame else last + QUIET
            if now >= until:
                break
            data = self.read(until - now)
            if data:
                last = time.monotonic()
                found.append(data)
                whole = b"".join(found) if len(found) < 3 else (whole + data)
        return Answer(last, last - since if last else 0.0, whole)

    def press(self, keys: str, limit: float = 3.0) -> Answer:
        """Press keys; what comes back."""
        before = self.cpu()
        since = time.monotonic()
        os.write(self._fd, keys.encode())
        found = self.answer(since, limit)
        found.cpu = self.cpu() - before
        return found

    def settle(self, limit: float = 8.0) -> None:
        """Wait until the program neither writes nor works, as after its start."""
        deadline = time.monotonic() + limit
        calm = 0
        while calm < 3 and time.monotonic() < deadline:
            before = self.cpu()
            wrote = bool(self.answer(time.monotonic(), 0.15).data)
            calm = 0 if wrote or self.cpu() - before > 0.01 else calm + 1

    def signal(self) -> None:
        """Send the program SIGUSR1, which the app in board_child.py takes for a passing minute."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGUSR1)

    def cpu(self) -> float:
        """Processor time that the program's threads have had so far; 0 where that cannot be known."""
        assert self._process is not None
        total = 0
        for path in Path(f"/proc/{self._process.pid}/task").glob("*/schedstat"):
            try:
                total += int(path.read_text().split()[0])
            except (OSError, ValueError, IndexError):
                continue
        return total / 1e9

    # -- the screen

    def _seen(self) -> pyte.Screen:
        assert self._screen is not None
        assert self._stream is not None
        if self._unseen:
            self._stream.feed(FOREIGN.sub(b"", b"".join(self._unseen)))
            self._unseen.clear()
        return self._screen

    def text(self) -> str:
        """The words on the screen."""
        return "\n".join(self._seen().display) if self.watched else ""

    def picture(self) -> Picture:
        """Every cell of the screen, with its colours."""
        buffer = self._seen().buffer
        return [
            [(*tuple(buffer[y][x])[:4], buffer[y][x].reverse) for x in range(self.columns)]
            for y in range(self.lines)
        ]
