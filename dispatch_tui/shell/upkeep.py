"""`check`, `backup`, `migrate`: care for the store."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from data.opening import HEAD, open_store
from data.store import SqlStore
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.text import plural
from dispatch_tui.desk.shell_json import VERSION
from dispatch_tui.shell.common import print_json, say
from dispatch_tui.shell.looks import wiring_of

UNSOUND = 1


def _open(args: Namespace) -> tuple[SqlStore, str]:
    wiring = wiring_of(args)
    return open_store(wiring.store_target, create=False), str(wiring.store_target)


def check(args: Namespace) -> int:
    """Look for damage; exit status 1 if there is any."""
    store, target = _open(args)
    try:
        wrong = store.check()
    finally:
        store.close()
    if args.json:
        print_json({"version": VERSION, "ok": not wrong, "store": target, "problems": list(wrong)})
    elif wrong:
        say("\n".join((f"{target}: {plural(len(wrong), 'problem')}", *(f"  {text}" for text in wrong))))
    else:
        say(f"{target} is sound")
    return UNSOUND if wrong else 0


def backup(args: Namespace) -> int:
    """Copy the store to a file while it is in use."""
    store, target = _open(args)
    path = Path(args.file).expanduser().absolute()
    try:
        if path.exists():
            raise Usage(f"{path} is there already", "name a file that is not, or remove that one first")
        store.backup_to(path)
    finally:
        store.close()
    size = path.stat().st_size
    if args.json:
        print_json({"version": VERSION, "ok": True, "store": target, "backup": str(path), "bytes": size})
    else:
        say(f"{target} is copied to {path} ({size / 1e6:.1f} MB)")
    return 0


def migrate(args: Namespace) -> int:
    """Bring the store to this program's version; opening it does, after a backup of its own."""
    store, target = _open(args)
    store.close()
    if args.json:
        print_json({"version": VERSION, "ok": True, "store": target, "schema": HEAD})
    else:
        say(f"{target} is at version {HEAD}")
    return 0
