"""`offer`, `why` and `pair` in a shell: text for people, JSON as documented."""

from __future__ import annotations

from pathlib import Path

from tests.shell.conftest import Run
from tests.shell.test_cli import keys_of

ROOT = Path(__file__).parents[2]


def test_an_offer_says_who_when_and_why_and_who_is_kept_out(shop: Run):
    said = shop("do", "offer 1001")
    assert said.status == 0, said.err
    assert "T1 Ana" in said.out.splitlines()[1]
    assert "drive" in said.out
    assert "T2 Bo" in said.out.partition("not open:")[2]
    assert "lacks" in said.out


def test_best_is_number_one_and_why_says_so(shop: Run):
    offered = shop("do", "offer 1001", "--json").json
    first = offered["places"][0]
    placed = shop("do", "place 1001 best", "--json").json
    assert placed["ok"]
    why = shop("do", "why 1001", "--json").json
    assert (why["technician"], why["start"]) == (first["technician"], first["start"])
    assert (why["kept"]["rank"], why["kept"]["total"]) == (1, first["total"])
    assert why["kept"]["right_match"]
    assert "the best" in shop("do", "why 1001").out


def test_overriding_a_gate_keeps_what_was_said_for_it(shop: Run):
    assert shop("do", "place 1001 t2 14:00").status != 0
    assert shop("do", "place 1001 t2 14:00 !", "--why", "ana is ill").status == 0
    kept = shop("do", "why 1001", "--json").json["kept"]
    assert (kept["failed"], kept["reason"], kept["right_match"]) == (["skills"], "ana is ill", False)


def test_a_call_in_the_tray_stands_nowhere(shop: Run):
    said = shop("do", "why 1002")
    assert said.status != 0
    assert "offer 1002" in said.err


def test_a_call_without_a_window_is_offered_windows_over_several_days(shop: Run):
    offered = shop("do", "offer 1003 3", "--json").json
    assert [day["date"] for day in offered["days"]] == ["2026-11-24", "2026-11-25", "2026-11-26"]
    assert offered["windows"]
    assert all(each["technicians"] >= 1 for each in offered["windows"])
    assert shop("do", "offer 1003 0").status == 2
    assert shop("do", "offer 1003 whenever").status == 2


def test_pair_blocks_and_takes_back(shop: Run):
    assert shop("do", "pair 1001 t1 block they fell out").status == 0
    offered = shop("do", "offer 1001", "--json").json
    assert offered["places"] == []
    failed = {gate["gate"] for place in offered["closed"] for gate in place["gates"] if not gate["passed"]}
    assert "blocked" in failed
    assert "does not want" in shop("do", "place 1001 t1 14:00").err
    assert shop("do", "undo").status == 0
    assert shop("do", "offer 1001", "--json").json["places"]


def test_every_key_of_an_offer_is_documented(shop: Run):
    documented = (ROOT / "docs" / "CLI.md").read_text(encoding="utf-8")
    shop("do", "place 1001 best")
    for line in ("offer 1002", "offer 1001", "why 1001"):
        value = without_values(shop("do", line, "--json").json)
        assert {key for key in keys_of(value) if f"`{key}`" not in documented} == set()


def without_values(value: object) -> object:
    """What a gate looked at, who is moved and the weights are keyed by what they are about."""
    if isinstance(value, list):
        return [without_values(each) for each in value]
    if not isinstance(value, dict):
        return value
    free = {"value", "moved", "of", "shut"}
    return {key: 0 if key in free else without_values(each) for key, each in value.items()}
