"""The reader of Solomon's format and of best-known values, on an instance made up here."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("vroom")

TINY = """TINY

VEHICLE
NUMBER     CAPACITY
  3         10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0          0       200          0
    1      3         4          5          0       100         10
    2      6         8          5          0       100         10
    3     -5         0          4         50       150         10
    4     -5.5       1          4          0       150         10
"""


@pytest.fixture(scope="module")
def routing() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "routing.py"
    spec = importlib.util.spec_from_file_location("routing_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "TINY.txt"
    path.write_text(TINY, encoding="utf-8")
    return path


def test_an_instance_is_read(routing: ModuleType, tiny: Path):
    found = routing.read(tiny)
    assert (found.name, found.vehicles, found.capacity, len(found.customers)) == ("TINY", 3, 10, 5)
    assert found.customers[3] == routing.Customer(-5, 0, 4, 50, 150, 10)
    tiny.write_text("no instance\n1 2 3\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Solomon"):
        routing.read(tiny)


def test_it_prints_what_was_agreed(routing: ModuleType, tiny: Path, capsys: pytest.CaptureFixture[str]):
    (tiny.parent / "best_known.txt").write_text("other 7\ntiny 30.0\n", encoding="utf-8")
    assert routing.main([str(tiny), "--seconds", "0.2", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    best = 20 + 5 + math.hypot(0.5, 1) + math.hypot(5.5, 1)
    assert row["instance"] == "TINY"
    assert row["distance"] == round(best, 2)
    assert row["best_known"] == 30.0
    assert row["gap_percent"] == pytest.approx((best / 30 - 1) * 100, abs=1e-3)
    assert row["vehicles"] == 2
    assert row["left_out"] == 0
    assert row["cpu_seconds"] > 0


def test_best_known_values_are_taken_in_our_convention(routing: ModuleType, tiny: Path):
    instance = routing.read(tiny)
    cut = 5 + 5 + 10 + 5 + 1.1 + 5.5
    tiny.with_suffix(".sol").write_text(f"Route #1: 1 2\nRoute #2: 3 4\nCost {cut:.1f}\n", encoding="utf-8")
    real = routing.best_known(instance, tiny, None, False)
    assert real == pytest.approx(20 + 5 + math.hypot(0.5, 1) + math.hypot(5.5, 1))
    assert routing.best_known(instance, tiny, None, True) == pytest.approx(cut)
    table = tiny.parent / "given.json"
    table.write_text('{"TINY": 31.5}', encoding="utf-8")
    assert routing.best_known(instance, tiny, table, False) == 31.5


def test_made_up_days_say_when_the_first_plan_stood(routing: ModuleType, capsys: pytest.CaptureFixture[str]):
    assert routing.main(["--made", "3x12", "--seconds", "0.3", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert 0 < row["first_plan_cpu_seconds"] < row["cpu_seconds"]
