"""The parts that stand alone: mounts, gate, folding, backup, the checks, the searches."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath

import pytest

from data import sqlite
from data.engines import sqlite_engine
from data.folding import digits, folded
from data.gate import Gate
from data.mounts import Mount, mount_of, network_mount, parse_mounts
from data.opening import open_store
from data.store import SqlStore
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Call, Customer, Site
from dispatch_tui.desk.ports import Workspace
from tests.data.builders import DAY, NOW, Made, do, move, open_shop

MOUNTS = r"""
/dev/vda / ext4 rw 0 0
server:/export /mnt/my\040share nfs4 rw 0 0
tmpfs /mnt/my\040share/local tmpfs rw 0 0
nonsense
//nas/x /mnt/nas cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ann/shop.db", "ext4"),
        ("/mnt/my share/shop", "nfs4"),
        ("/mnt/my share", "nfs4"),
        ("/mnt/my sharers", "ext4"),
        ("/mnt/my share/local/x", "tmpfs"),
        ("/mnt/nas/deep/er", "cifs"),
    ],
)
def test_the_mount_of_a_path(path: str, kind: str) -> None:
    mount = mount_of(PurePosixPath(path), parse_mounts(MOUNTS))
    assert mount is not None
    assert mount.kind == kind


def test_later_mounts_cover_earlier_ones() -> None:
    table = (Mount(PurePosixPath("/data"), "ext4"), Mount(PurePosixPath("/data"), "nfs"))
    assert mount_of(PurePosixPath("/data/x"), table) == table[1]


def test_a_machine_without_a_table_of_mounts(tmp_path: Path) -> None:
    assert network_mount(tmp_path, tmp_path / "no table") is None


def test_the_gate_lets_one_in_and_gives_up_in_words(tmp_path: Path) -> None:
    first, second = Gate(tmp_path / "gate"), Gate(tmp_path / "gate", patience=0.05)
    with first.held(), pytest.raises(StoreUnusable, match="too long"), second.held():
        pass
    with second.held():
        pass


def test_the_gate_is_a_queue(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "gate")
    order: list[str] = []

    def enter(name: str) -> None:
        mine = Gate(tmp_path / "gate")
        with mine.held():
            order.append(name)
        mine.close()

    with gate.held():
        waiting = threading.Thread(target=enter, args=("second",))
        waiting.start()
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_gate_that_was_removed_is_made_again(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "gate")
    with gate.held():
        pass
    (tmp_path / "gate").unlink()
    other = Gate(tmp_path / "gate", patience=0.05)
    with gate.held(), pytest.raises(StoreUnusable), other.held():
        pass


def test_no_statement_runs_outside_a_transaction(sqlite_path: Path) -> None:
    engine = sqlite_engine(sqlite_path)
    with engine.connect() as connection:
        transaction = connection.begin()
        connection.connection.driver_connection.execute("ROLLBACK")
        with pytest.raises(RuntimeError, match="outside a transaction"):
            connection.exec_driver_sql("UPDATE board_rev SET rev = 7")
        transaction.close()
    engine.dispose()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  O'Brien-Šmíd, Ltd. ", "o brien smid ltd"),
        ("STRAẞE 5/b", "strasse 5 b"),
        ("Łódź", "lodz"),
        ("株式会社 カ", "株式会社 カ"),
        ("", ""),
    ],
)
def test_text_is_folded(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_digits_of_phones() -> None:
    assert digits("+1 (555) 000-1234", "", "x") == "15550001234 "


class TestSearch:
    """What is said on the phone finds who called."""

    @pytest.fixture(autouse=True)
    def _people(self, store: SqlStore, shop: Made) -> None:
        def make(work: Workspace) -> None:
            for name, phone, address in (
                ("Anna Müller", "+493012345", "Lindenstraße 7"),
                ("Miller & Sons", "+15557771234", "1001 Main Street"),
                ("Ann Smith", "+15558881234", "2 Muller Road"),
            ):
                customer = work.add(Customer(name, phone))
                site = work.add(Site(customer.id, address, "Springfield", postcode="01109"))
                work.add(Call(customer.id, site.id, "AC", (), 30, NOW, DAY))
                work.add(Site(customer.id, "9 Back Lane"))

        do(store, "ann", make)

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("mull", ["Anna Müller", "Ann Smith"]),
            ("MÜLLER ann", ["Ann Smith", "Anna Müller"]),
            ("linden 7", ["Anna Müller"]),
            ("1234", ["Ann Smith", "Miller & Sons", "Anna Müller"]),
            ("(555) 888", ["Ann Smith"]),
            ("030 12345", ["Anna Müller"]),
            ("main springfield", ["Miller & Sons"]),
            ("sons", ["Miller & Sons"]),
            ("ons", []),
            ("'; DROP TABLE customer", []),
            ("  ", []),
        ],
    )
    def test_customers(self, store: SqlStore, text: str, names: list[str]) -> None:
        found = [hit.customer.name for hit in store.find_customers(text, 3)]
        assert sorted(found) == sorted(names)
        assert [hit.calls for hit in store.find_customers("sons")] == [1]

    def test_the_site_that_was_named_comes_first(self, store: SqlStore) -> None:
        assert store.find_customers("sons back")[0].sites[0].address == "9 Back Lane"

    def test_calls(self, store: SqlStore, shop: Made) -> None:
        def found(text: str) -> list[int]:
            return [hit.call.id for hit in store.find_calls(text)]

        assert found("1009") == [1009]
        assert found("#1001") == [1001]
        assert found("1001") == [1001, 1008]
        assert found("elm street")[:2] == [1006, 1005]
        assert found("back lane") == []
        assert found("5557771234") == [1008]
        placed = store.find_calls("1001")[0]
        assert (placed.day, placed.technician_id) == (DAY, shop.technicians[0])


class TestCheck:
    """What the checks find, each broken by hand."""

    @pytest.mark.parametrize(
        ("harm", "said"),
        [
            ("UPDATE call SET phase = 'closed' WHERE id = 1001", "call 1001 is stored as closed"),
            ("UPDATE visit SET plan_rev = 77 WHERE id = 1", "plan is at revision 77"),
            ("UPDATE board_rev SET rev = 5", "at revision 5"),
            ("UPDATE call SET live = 0 WHERE id = 1001", "visit 1 refers to call 1001"),
        ],
    )
    def test_harm_is_told(self, store: SqlStore, shop: Made, harm: str, said: str) -> None:
        store._raw.run(harm)
        assert any(said in line for line in store.check())


def test_a_backup_under_writes_is_whole(sqlite_path: Path, tmp_path: Path) -> None:
    store = open_store(sqlite_path)
    shop = open_shop(store)
    stop = threading.Event()

    def write() -> None:
        mine = open_store(sqlite_path)
        minutes = 0
        while not stop.is_set():
            minutes += 1
            move(mine, "bea", shop.visits[0], minutes=minutes)
        mine.close()

    writer = threading.Thread(target=write)
    writer.start()
    store.backup_to(tmp_path / "copies.backup")
    stop.set()
    writer.join()
    assert not list(tmp_path.glob(".*part*"))
    copy = open_store(tmp_path / "copies.backup")
    assert copy.check() == ()
    assert copy.rev() <= store.rev()
    copy.close()
    with pytest.raises(StoreUnusable, match="could not be made"):
        store.backup_to(tmp_path / "nowhere" / "x")
    store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
def test_a_server_is_not_copied_to_a_file(store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="server"):
        store.backup_to(tmp_path / "x")


@pytest.mark.parametrize("word", ["locked", "malformed", "readonly", "disk is full", "unable to open", "odd"])
def test_errors_of_the_driver_are_words(word: str) -> None:
    said = sqlite.unusable(sqlite.module.OperationalError(word))
    assert said.message
    assert said.hint


def test_a_store_without_a_driver_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from data.opening import open_store\n"
        "try: open_store('postgresql://127.0.0.1/x')\nexcept Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "dispatch-tui[postgres]" in done.stdout
