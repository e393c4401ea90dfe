"""A store is opened, or refused in words, and then not touched."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data import files, opening, sqlite
from data.mounts import Mount, PurePosixPath
from data.opening import HEAD, default_path, open_store
from dispatch_tui.core.clock import FixedClock
from dispatch_tui.core.errors import StoreUnusable
from tests.data.builders import DAY, move, open_shop

needs_other_user = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(path: Path | str, **options: object) -> StoreUnusable:
    with pytest.raises(StoreUnusable) as caught:
        open_store(path, **options)  # type: ignore[arg-type]
    assert caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_store_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "shop.db"
    open_store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {each.name for each in path.parent.iterdir()} <= {"shop.db", "shop.db.gate"}


def test_a_store_in_a_shared_folder_is_the_groups(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    open_store(tmp_path / "shop.db").close()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"shop.db": 0o660, "shop.db.gate": 0o660}


def test_every_connection_is_set_up(sqlite_path: Path) -> None:
    store = open_store(sqlite_path)
    pragmas = {
        name: store._raw.value(f"PRAGMA {name}")
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout")
    }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 5000,
    }
    store.close()


def test_a_url_means_a_path(sqlite_path: Path) -> None:
    open_store(f"sqlite:///{sqlite_path}", create=False).close()
    assert "address" in refused("mysql://here/there").message


def test_no_target_means_the_users_own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = open_store()
    assert Path(store.backend.shown) == default_path()
    assert default_path().exists()
    store.close()


def test_nothing_there(tmp_path: Path) -> None:
    assert "there is no store" in refused(tmp_path / "shop.db", create=False).message
    assert contents(tmp_path) == {}


def _text(path: Path) -> None:
    path.write_text("technician,phone\n" * 100)


def _empty(path: Path) -> None:
    path.touch()


def _other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE board_rev (id)")
    connection.close()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_text, "not a dispatch store"),
        (_empty, "empty"),
        (_other_database, "another program"),
        (_folder, "not a file"),
    ],
)
def test_what_is_not_ours_is_left_alone(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    path = tmp_path / "shop.db"
    make(path)
    before = contents(tmp_path) if path.is_file() else {}
    assert said in refused(path).message
    assert not path.is_file() or contents(tmp_path) == before


def test_a_newer_store_is_left_alone(sqlite_path: Path) -> None:
    with sqlite3.connect(sqlite_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    error = refused(sqlite_path)
    assert "newer program" in error.message
    assert "9999" in error.message


def test_a_damaged_store_is_told(sqlite_path: Path) -> None:
    content = bytearray(sqlite_path.read_bytes())
    content[100:4096] = os.urandom(3996)
    sqlite_path.write_bytes(content)
    assert "damaged" in refused(sqlite_path).message


def test_damage_further_in_is_found_by_check(sqlite_path: Path) -> None:
    store = open_store(sqlite_path)
    open_shop(store)
    store._raw.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = store._raw.value("SELECT rootpage FROM sqlite_master WHERE name = 'visit'")
    store.close()
    content = bytearray(sqlite_path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = os.urandom(4096)
    sqlite_path.write_bytes(content)
    damaged = open_store(sqlite_path)
    assert damaged.check()
    with pytest.raises(StoreUnusable, match="damaged"):
        damaged.day(DAY)
    damaged.close()


def test_a_store_that_another_program_keeps_locked(
    sqlite_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    store = open_store(sqlite_path)
    shop = open_shop(store)
    rude = sqlite.module.connect(str(sqlite_path), isolation_level=None)
    rude.execute("BEGIN IMMEDIATE")
    other = open_store(sqlite_path)
    with pytest.raises(StoreUnusable, match="locked by another program"):
        move(other, "ann", shop.visits[0], minutes=30)
    rude.execute("ROLLBACK")
    assert move(other, "ann", shop.visits[0], minutes=30).rev == 2
    for each in (store, other, rude):
        each.close()


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mount = Mount(PurePosixPath("/mnt/share"), "nfs4")
    monkeypatch.setattr(files, "network_mount", lambda _path: mount)
    assert "network file system (nfs4 at /mnt/share)" in refused(tmp_path / "shop.db").message
    assert contents(tmp_path) == {}


@needs_other_user
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_what_cannot_be_written_is_told(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes, file_mode: int, folder_mode: int
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "shop.db"
        path.write_bytes(sqlite_template)
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        code = (
            "import os, sys\nfrom data.opening import open_store\n"
            "from dispatch_tui.core.errors import StoreUnusable\n"
            "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "try: open_store(sys.argv[1])\nexcept StoreUnusable as error: print(error.message)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
        )
        assert "cannot be written by you" in done.stdout, done.stderr
        assert contents(folder) == {"shop.db": sqlite_template}


def test_an_older_store_is_backed_up_and_upgraded(sqlite_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = open_store(sqlite_path)
    shop = open_shop(old)
    monkeypatch.setattr(opening, "HEAD", "0005")

    def upgrade(backend: object) -> None:
        raw = backend.connect()  # type: ignore[attr-defined]
        raw.run("UPDATE alembic_version SET version_num = '0005'")
        raw.run("UPDATE board_rev SET epoch = epoch + 1")
        raw.connection.close()

    monkeypatch.setattr(opening, "_migrate", upgrade)
    new = open_store(sqlite_path, clock=FixedClock(datetime(2026, 11, 23, 12, tzinfo=UTC)))
    backup = sqlite_path.with_name("shop.db.0004.20261123T120000Z.backup")
    assert len(new.day(DAY).visits) == 4
    with pytest.raises(StoreUnusable, match="newer program"):
        move(old, "ann", shop.visits[0], minutes=30)
    assert move(new, "ann", shop.visits[0], minutes=30).rev == 2
    old.close()
    new.close()
    monkeypatch.setattr(opening, "HEAD", HEAD)
    kept = open_store(backup)
    assert len(kept.day(DAY).visits) == 4
    kept.close()


def test_two_who_make_a_store_at_once_have_one(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    code = "import sys; from data.opening import open_store; open_store(sys.argv[1]).close()"
    running = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert {each.name for each in tmp_path.iterdir()} <= {"shop.db", "shop.db.gate"}
    store = open_store(path, create=False)
    assert store.check() == ()
    store.close()
