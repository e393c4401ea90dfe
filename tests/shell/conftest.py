"""A shell with a store of its own: `run("show", "day")` gives status, output and errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dispatch_tui.cli import main

AT = "2026-11-24T11:00"
"""A Tuesday, in the shop's zone."""


@dataclass
class Said:
    """What a command line came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _own_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's settings but the test's."""
    for name in ("CONFIG", "STORE", "ACTOR", "CONSOLE", "THEME", "ASCII", "LEAN"):
        monkeypatch.delenv(f"DISPATCH_{name}", raising=False)
    for name in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: str) -> Said:
        status = main(words)
        captured = capfd.readouterr()
        return Said(status, captured.out, captured.err)

    return ran


@pytest.fixture
def shop(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A small shop: two technicians, three calls in the tray (1001, 1002, 1003), at 11 on a Tuesday."""
    store = tmp_path / "shop.db"
    monkeypatch.setenv("DISPATCH_STORE", str(store))
    monkeypatch.setenv("DISPATCH_ACTOR", "dana")
    assert run("setup", "--name", "Acme", "--zone", "America/New_York").status == 0
    crew = tmp_path / "crew.csv"
    crew.write_text(
        "Code,Name,Skills,Hours\nT1,Ana Lopez,HVAC|GAS,08:00-17:00\nT2,Bo Finch,PLM,08:00-17:00\n",
        encoding="utf-8",
    )
    assert run("import", "technicians", str(crew)).status == 0

    def at_eleven(*words: str) -> Said:
        return run(*words) if "--at" in words else run("--at", AT, *words)

    for name, kind, window in (("Kumar", "NOHEAT", "13-15"), ("Silva", "LEAK", ""), ("Osei", "TUNEUP", "")):
        taken = at_eleven(
            "call", "new", "--customer", name, "--address", f"1 {name} St", "--type", kind, "--window", window
        )
        assert taken.status == 0, taken.err
    return at_eleven
