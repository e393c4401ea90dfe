"""What is imported when: proven in a process of its own, since this one has everything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LOADED = """
import importlib, json, pkgutil, sys
for name in {modules!r}:
    module = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), name + "."):
        if {deep!r}:
            importlib.import_module(found.name)
print(json.dumps(sorted(sys.modules)))
"""


def loaded(*modules: str, deep: bool = False) -> set[str]:
    """The modules that a fresh interpreter has after importing some."""
    code = LOADED.format(modules=modules, deep=deep)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout))


def roots(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_the_core_whole_needs_the_standard_library_and_dateutil_only():
    found = roots(loaded("dispatch_tui.core", deep=True))
    machinery = roots(loaded("json", "sysconfig", "zoneinfo")) | {
        name for name in found if name.startswith("_")
    }
    outside = found - set(sys.stdlib_module_names) - machinery
    assert outside <= {"dispatch_tui", "dateutil", "six", "tzdata", "geographiclib"}, outside
    assert not found & {"textual", "rich", "sqlalchemy", "sqlmodel", "pydantic", "alembic", "geopy"}


def test_the_desk_whole_needs_no_screen_and_no_store():
    found = roots(loaded("dispatch_tui.desk", deep=True))
    assert not found & {
        "textual",
        "rich",
        "sqlalchemy",
        "sqlmodel",
        "pydantic",
        "alembic",
        "screens",
        "widgets",
        "data",
    }


@pytest.mark.parametrize("module", ["dispatch_tui.app", "dispatch_tui.cli", "screens.board"])
def test_what_paints_first_waits_for_no_store(module: str):
    found = roots(loaded(module))
    assert not found & {
        "sqlalchemy",
        "sqlmodel",
        "pydantic",
        "alembic",
        "sqlite3",
        "pysqlite3",
        "psycopg",
        "data",
    }


def test_widgets_and_screens_hold_no_store():
    found = roots(loaded("widgets", "screens", deep=True))
    assert not found & {"sqlalchemy", "sqlmodel", "data"}


def test_files_stay_small_enough_to_read():
    """About 400 lines: what is longer has two subjects."""
    long = {
        str(path.relative_to(ROOT)): count
        for package in ("dispatch_tui", "screens", "widgets", "data")
        for path in (ROOT / package).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long == {}
