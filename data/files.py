"""The store's file: made whole or not at all, and looked at before it is opened for writing."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from data import sqlite
from data.mounts import network_mount
from dispatch_tui.core.errors import StoreUnusable

OTHER_PATH = "give the path of another file, or of none to start a new store"


def made_file(path: Path, fill: Callable[[Path], None]) -> None:
    """Make a store's file under another name, and give it its own once it is complete.

    Whoever is killed in between leaves no half store; of two who make one at once, one wins.

    Args:
        path: where the store shall be.
        fill: makes the store in the file it is given.

    Raises:
        StoreUnusable: if the folder cannot hold a store.
    """
    folder = path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusable(
            f"the folder {folder} cannot be made ({error.strerror})", "give another path"
        ) from error
    _see_folder(path)
    draft = folder / f".{path.name}.{uuid4().hex}.new"
    # SQLite makes files 0644 whatever the umask, and then others of the group cannot write.
    mode = 0o660 if folder.stat().st_mode & stat.S_ISGID else 0o600
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        os.fchmod(descriptor, mode)
        os.close(descriptor)
        fill(draft)
        with suppress(FileExistsError):
            os.link(draft, path)
    except OSError as error:
        raise StoreUnusable(
            f"{path} cannot be made ({error.strerror})", "make its folder writable for you"
        ) from error
    finally:
        for end in ("", "-wal", "-shm", ".gate"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def see_usable(path: Path) -> None:
    """See that a file is a store of ours that we may write, without touching it.

    Raises:
        StoreUnusable: saying what it is instead.
    """
    if not path.is_file():
        raise StoreUnusable(f"{path} is not a file", OTHER_PATH)
    _see_folder(path)
    if path.stat().st_size == 0:
        raise StoreUnusable(f"{path} is empty, and not a store of ours", OTHER_PATH)
    if not os.access(path, os.R_OK | os.W_OK):
        raise StoreUnusable(f"{path} cannot be written by you", "make it writable for you")
    _see_ours(path)


def _see_folder(path: Path) -> None:
    folder = path.parent
    mount = network_mount(folder)
    if mount is not None:
        raise StoreUnusable(
            f"{path} is on a network file system ({mount.kind} at {mount.point}), where locks fail",
            "keep the store on a local disk, or on a PostgreSQL server for several machines",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreUnusable(f"the folder {folder} cannot be written by you", "make it writable for you")


def _see_ours(path: Path) -> None:
    """Look at the file's own mark, over a connection that cannot write."""
    try:
        connection = sqlite.looking(path)
        try:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = {
                row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
        finally:
            connection.close()
    except sqlite.module.Error as error:
        raise _named(path, sqlite.unusable(error)) from error
    if mark != sqlite.APPLICATION_ID or "board_rev" not in tables:
        raise StoreUnusable(f"{path} is a database of another program", OTHER_PATH)


def _named(path: Path, error: StoreUnusable) -> StoreUnusable:
    return StoreUnusable(f"{path}: {error.message}", error.hint)
