"""A drop folder: one JSON file per message for a gateway of one's own, answers from files it drops.

    out/    a message each, named by its key; the gateway takes them away when it likes
    in/     answers: NAME.json {"from", "text", "id"?, "channel"?}; or NAME.txt, the number in its first line
    done/   answers that were taken
    bad/    files that are no answers
    sent/   what has stood in out/, so that nothing stands there twice; forgotten after a month

Both sides write under a name that begins with a dot and rename when all is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dispatch_tui.core.model import Channel, Message
from dispatch_tui.messaging.carrying import Incoming, Passing, Polled, Sent

REMEMBERED = timedelta(days=30)
"""How long the names of what has left are kept; a message expires long before."""

SETTLING = timedelta(seconds=10)
"""A file younger than this may still be being written, whatever it holds."""

LARGEST = 64 * 1024
"""Bytes of an answer that is read."""


class FolderCarrier:
    """Writes messages into a folder and reads answers from it."""

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._out, self._in = folder / "out", folder / "in"
        self._sent, self._done, self._bad = folder / "sent", folder / "done", folder / "bad"

    def send(self, message: Message) -> Sent:
        """Put one message into out/, whole or not at all; what stood there before is not put there again."""
        name = _name(message)
        try:
            for folder in (self._out, self._sent):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self._has_left(name):
                self._put(name, json.dumps(_told(message), ensure_ascii=False, indent=2).encode())
        except OSError as error:
            raise Passing(f"the drop folder cannot be written ({error.strerror})") from error
        return Sent(self.name, name)

    def look_up(self, message: Message) -> tuple[Sent, ...]:
        """Whether the message ever stood in out/."""
        name = _name(message)
        return (Sent(self.name, name),) if self._has_left(name) else ()

    def _has_left(self, name: str) -> bool:
        """Its memory is linked before it moves to out/, and the move takes the draft away: in that order."""
        return (self._sent / name).exists() and not self._draft(name).exists()

    def _draft(self, name: str) -> Path:
        return self._out / f".{name}"

    def _put(self, name: str, content: bytes) -> None:
        draft, memory = self._draft(name), self._sent / name
        with open(draft, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        memory.unlink(missing_ok=True)
        os.link(draft, memory)
        _sync(self._sent)
        draft.rename(self._out / name)
        _sync(self._out)

    # -- answers

    def poll(self, now: datetime) -> Polled:
        """Read what has been dropped into in/; a file that is no answer goes to bad/."""
        try:
            self._in.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._forget(now)
            return Polled(tuple(self._answers(now)))
        except OSError as error:
            raise Passing(f"the drop folder cannot be read ({error.strerror})") from error

    def _answers(self, now: datetime) -> Iterator[Incoming]:
        for file in sorted(self._in.iterdir()):
            if file.name.startswith(".") or file.suffix not in (".json", ".txt"):
                continue
            about = file.stat()
            try:
                if about.st_size > LARGEST:
                    raise ValueError("too long")
                yield _answer(file, about.st_mtime_ns)
            except ValueError:
                if now - datetime.fromtimestamp(about.st_mtime, UTC) > SETTLING:
                    self._move(file, self._bad)

    def taken(self, incoming: Incoming) -> None:
        """Move the file to done/."""
        name = incoming.key.removeprefix("folder:").rpartition(":")[0]
        self._move(self._in / name, self._done)

    def _move(self, file: Path, folder: Path) -> None:
        folder.mkdir(exist_ok=True, mode=0o700)
        with contextlib.suppress(FileNotFoundError):
            file.rename(folder / file.name)

    def _forget(self, now: datetime) -> None:
        if self._sent.exists():
            for file in self._sent.iterdir():
                if now - datetime.fromtimestamp(file.stat().st_mtime, UTC) > REMEMBERED:
                    file.unlink(missing_ok=True)


def _name(message: Message) -> str:
    return f"{hashlib.sha256(message.key.encode()).hexdigest()[:24]}.json"


def _told(message: Message) -> dict[str, object]:
    return {
        "key": message.key,
        "kind": message.kind.value,
        "channel": message.channel.value,
        "to": message.address,
        "subject": message.subject,
        "text": message.body,
        "language": message.language,
        "created": message.created_at.isoformat(),
        "expires": message.expires_at.isoformat() if message.expires_at else None,
    }


def _answer(file: Path, changed: int) -> Incoming:
    """The answer that a file holds.

    Raises:
        ValueError: if it holds none.
    """
    text = file.read_text(encoding="utf-8-sig")
    channel = Channel.TEXT
    if file.suffix == ".json":
        held = json.loads(text)
        if not isinstance(held, dict) or not all(
            isinstance(held.get(name), str) for name in ("from", "text")
        ):
            raise ValueError("no answer")
        address, said, mark = held["from"], held["text"], str(held.get("id") or changed)
        channel = Channel(held.get("channel", channel.value))
    else:
        address, _, said = text.partition("\n")
        mark = str(changed)
    if not address.strip():
        raise ValueError("from nobody")
    return Incoming(address.strip(), said.strip(), channel, f"folder:{file.name}:{mark}", "folder")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
