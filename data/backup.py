"""A copy of a store in use: taken in one step, checked, and only then given its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from data import sqlite
from dispatch_tui.core.errors import StoreUnusable


def back_up(source: Any, path: Path) -> None:
    """Copy an open SQLite database to a file.

    One step (`pages=-1`) under one snapshot: a copy in small steps starts anew after each write
    and, on a busy store, never ends.

    Raises:
        StoreUnusable: if the copy cannot be made, or is not sound; nothing is left behind.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(source, draft)
        _flush(draft)
        draft.replace(path)
        _flush(path.parent)
    except (OSError, sqlite.module.Error) as error:
        raise StoreUnusable(
            f"the backup {path} could not be made ({error})", "give a folder with room to write"
        ) from error
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)


def _copy(source: Any, draft: Path) -> None:
    target = sqlite.module.connect(str(draft), isolation_level=None)
    try:
        source.backup(target, pages=-1)
        # One file, so that it can be carried away as it is.
        target.execute("PRAGMA journal_mode=DELETE")
        said = target.execute("PRAGMA quick_check").fetchall()
    finally:
        target.close()
    if said != [("ok",)]:
        raise StoreUnusable(f"the copy is not sound: {said[0][0]}", "run `dispatch-tui check`")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
