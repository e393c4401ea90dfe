"""Writes the file of a store as this version makes it: `python -m tests.data.stores.make FILE`.

Run once when a version is released; a file that is there is never made again.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path

from data.opening import HEAD, open_store
from tests.data.builders import do, move, open_shop

KEPT_DAYS = ("2026-11-20", "2026-11-29")


def main(target: Path) -> None:
    path = Path(tempfile.mkdtemp()) / "made.db"
    store = open_store(path)
    made = open_shop(store)
    move(store, "ann", made.visits[0], minutes=90)
    do(store, "ann", lambda work: work.undo(2), said="took back: moved visit 1", kind="undo")
    store.close()
    # The standard module can dump, and no other has the file open any more.
    connection = sqlite3.connect(path)
    low, high = KEPT_DAYS
    with connection:
        connection.execute("DELETE FROM calendar_day WHERE day NOT BETWEEN ? AND ?", (low, high))
    target.write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")
    connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name(f"{HEAD}.sql")))
