"""`dispatch-tui plan`: printed, as JSON, carried out as one act, refused in words."""

from __future__ import annotations

import pytest

from tests.shell.conftest import Run

pytest.importorskip("vroom")


def test_a_plan_is_printed_and_changes_nothing(shop: Run):
    said = shop("plan", "--seconds", "2")
    assert said.status == 0, said.err
    assert said.out.startswith("plan of the tray, Tue 24 Nov: ")
    assert "waiting" in said.out
    assert "1001 Kumar" in said.out
    assert "from the tray" in said.out
    assert shop("show", "tray", "--json").json["tray"]
    assert shop("do", "plan tray").out.startswith("plan of the tray, Tue 24 Nov: ")


def test_as_json(shop: Run):
    held = shop("plan", "--seconds", "2", "--json").json
    assert (held["version"], held["plan_of"], held["applied"], held["outcome"]) == (
        1,
        "the tray",
        False,
        None,
    )
    (day,) = held["days"]
    assert day["date"] == "2026-11-24"
    assert day["before"]["without_a_place"] == 3
    placed = {change["call"]: change for change in day["changes"]}
    one = placed[1001]
    assert (one["change"], one["technician"], one["from_technician"]) == ("place", "T1", None)
    assert "13:00" <= one["start"][11:16] <= "15:00"
    assert one["says"].startswith("1001 Kumar to T1 Ana ")
    assert {reason["factor"] for reason in one["reasons"]} >= {"slack"}
    left = {each["call"] for each in day["left_out"]}
    assert left | set(placed) == {1001, 1002, 1003}
    assert day["after"]["without_a_place"] == len(left)


def test_what_has_no_place_says_why_and_what_would_open_it(shop: Run):
    assert shop("do", "part 1002 needs valve").status == 0
    day = shop("plan", "--seconds", "2", "--json").json["days"][0]
    (left,) = [each for each in day["left_out"] if each["call"] == 1002]
    assert left["gate"] == "part"
    assert left["why"] == "waits for valve"
    assert [opening["way"] for opening in left["opens"]] == ["part ready"]
    assert "1002 Silva: waits for valve; would open it: say part 1002 here" in shop("plan").out


def test_apply_is_one_act_and_one_undo(shop: Run):
    rev = shop("show", "log", "--json").json["log"][0]["rev"]
    said = shop("plan", "--seconds", "2", "--apply", "--json")
    assert said.status == 0, said.err
    outcome = said.json["outcome"]
    assert said.json["applied"] is True
    assert outcome["said"].startswith("plan carried out (the tray): 3 calls placed")
    assert outcome["rev"] == rev + 1
    assert shop("show", "tray", "--json").json["tray"] == []
    assert shop("do", "undo").status == 0
    assert len(shop("show", "tray", "--json").json["tray"]) == 3


def test_what_stands_moves_only_when_sure(shop: Run):
    assert shop("do", "place 1001 t1 13:00").status == 0
    assert shop("do", "dispatch 1001").status == 0
    before = shop("show", "call", "1001", "--json").json["visits"]
    said = shop("plan", "--scope", "day", "--seconds", "2", "--apply")
    assert said.status == 0, said.err
    assert shop("show", "call", "1001", "--json").json["visits"][0]["slot"] == before[0]["slot"]


def test_scopes(shop: Run):
    assert "plan of T1 Ana, T2 Bo" in shop("plan", "--scope", "t1,t2").out
    assert "plan of the team" in shop("plan", "--scope", "team").out
    days = shop("plan", "--scope", "3 days", "--seconds", "3", "--json").json["days"]
    assert [day["date"] for day in days] == ["2026-11-24", "2026-11-25", "2026-11-26"]
    assert "Wed 25 Nov" in shop("plan", "--date", "wed").out
    assert "the tray on Wed 25 Nov" in shop("do", "plan wed").out


@pytest.mark.parametrize(
    ("words", "status", "word"),
    [
        (("plan", "--scope", "zz"), 2, "nothing to plan"),
        (("plan", "--scope", "99 days"), 2, "1 to 14"),
        (("plan", "--seconds", "0"), 2, "seconds"),
        (("plan", "--seconds", "inf"), 2, "seconds"),
        (("do", "accept 1001"), 2, "plan --apply"),
        (("do", "reject all"), 2, "plan --apply"),
        (("do", "accept zz"), 2, "no call"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(shop: Run, words, status: int, word: str):
    said = shop(*words)
    assert said.status == status
    assert word in said.err


def test_a_plan_with_a_cost_asks_to_be_sure(shop: Run):
    # a promise that has been missed can only be kept late, and that is asked
    assert shop("do", "cancel 1002 moved").status == 0
    assert shop("do", "cancel 1003 moved").status == 0
    assert shop("do", "set plan-longer 120").status == 0
    late = ("--at", "2026-11-24T15:05")
    asked = shop("plan", *late, "--seconds", "2", "--apply")
    assert asked.status == 1
    assert "after the window" in asked.err
    sure = shop("plan", *late, "--seconds", "2", "--apply", "--sure")
    assert sure.status == 0, sure.err
    assert "1 call placed" in sure.out
