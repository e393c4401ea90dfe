"""The first run: two questions, the demo, or a hint where nobody can be asked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dispatch_tui.bootstrap import Wiring
from dispatch_tui.core.errors import StoreUnusable, Usage
from dispatch_tui.shell import first_run as first
from dispatch_tui.shell import setting_up
from dispatch_tui.shell.setting_up import checked_zone, system_zone
from dispatch_tui.shell.verb_sheet import refreshed
from tests.shell.conftest import Run

ROOT = Path(__file__).parents[2]


class Terminal(io.StringIO):
    """Standard input of a person who types these lines."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch):
    def types(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr("sys.stdout", Terminal())

    return types


def test_name_and_zone_make_a_shop(typing, tmp_path: Path, run: Run):
    typing("Acme Heating", "Mars/Base", "Europe/Berlin")
    wiring = Wiring(tmp_path / "shop.db", "ana")
    assert first.first_run(wiring) == wiring


def test_the_shop_is_there_afterwards(typing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from data.opening import open_store

    typing("Acme Heating", "")
    monkeypatch.setattr(first, "system_zone", lambda: "America/Chicago")
    first.first_run(Wiring(tmp_path / "shop.db", "ana"))
    store = open_store(tmp_path / "shop.db", create=False)
    assert (store.shop().name, store.shop().zone_name) == ("Acme Heating", "America/Chicago")
    store.close()


def test_enter_alone_is_the_demo(typing, tmp_path: Path):
    typing("")
    chosen = first.first_run(Wiring(tmp_path / "shop.db", "ana"))
    assert chosen.demo is not None
    assert chosen.store_target.name.startswith("demo-")
    assert not (tmp_path / "shop.db").exists()


def test_leaving_makes_nothing(typing, tmp_path: Path):
    typing()
    assert first.first_run(Wiring(tmp_path / "shop.db", "ana")) is None
    assert not (tmp_path / "shop.db").exists()


def test_without_a_terminal_there_is_a_hint(tmp_path: Path):
    with pytest.raises(StoreUnusable) as caught:
        first.first_run(Wiring(tmp_path / "shop.db", "ana"))
    assert "setup" in caught.value.hint


def test_zones(monkeypatch: pytest.MonkeyPatch):
    assert checked_zone("Europe/Berlin") == "Europe/Berlin"
    for wrong in ("Mars/Base", "", "../../etc/passwd", "/etc/localtime"):
        with pytest.raises(Usage):
            checked_zone(wrong)
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert system_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "nonsense")
    monkeypatch.setattr(setting_up, "_linked_zone", lambda: "")
    assert system_zone() == "UTC"


def test_the_sheet_of_verbs_in_the_docs_is_fresh():
    text = (ROOT / "docs" / "CLI.md").read_text(encoding="utf-8")
    assert refreshed(text) == text
