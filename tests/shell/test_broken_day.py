"""A day planned, broken and repaired with proposals, and read again: why stands everything where it stands?

On a shop that came from three files, and on the demo: an emergency, somebody sick and a two-hour overrun.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.shell.conftest import Run, Said

pytest.importorskip("vroom")

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
PLANNED, BROKEN = "2026-11-24T08:40", "2026-11-24T09:30"
ENDED = {"done", "cannot_complete", "canceled"}
BEGUN = {"en_route", "on_site", "paused"}


@pytest.fixture
def imported(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, Run]:
    """A shop of three files, before anything has been dispatched; and the same later in the morning."""

    def morning(*words: str) -> Said:
        return run("--at", PLANNED, *words)

    def later(*words: str) -> Said:
        return run("--at", BROKEN, *words)

    monkeypatch.setenv("DISPATCH_STORE", str(tmp_path / "shop.db"))
    monkeypatch.setenv("DISPATCH_ACTOR", "dana")
    assert run("setup", "--name", "Acme", "--zone", "America/New_York").status == 0
    for what in ("technicians", "customers", "calls"):
        assert morning("import", what, str(SAMPLES / f"{what}.csv")).status == 0
    return morning, later


@pytest.fixture
def demo(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The demo shop in the middle of its morning, its clock stopped."""
    store = str(tmp_path / "demo.db")
    assert run("demo", "--no-open", "--seed", "3", "--store", store).status == 0
    monkeypatch.setenv("DISPATCH_STORE", store)
    monkeypatch.setenv("DISPATCH_ACTOR", "dana")
    assert run("do", "clock pause").status == 0
    return run


def rows(run: Run) -> dict[str, list[dict[str, Any]]]:
    day = run("show", "day", "--json").json
    return {row["code"]: row["visits"] for row in day["technicians"]}


def standing(run: Run) -> dict[int, dict[str, Any]]:
    """Visits that are not over, by call, with their technician."""
    found = {}
    for code, visits in rows(run).items():
        for visit in visits:
            if visit["state"] not in ENDED:
                found[visit["call"]] = {**visit, "technician": code}
    return found


def done(run: Run, *lines: str) -> None:
    for line in lines:
        said = run("do", line)
        assert said.status == 0, f"{line}: {said.err}"


def told_technicians(run: Run) -> list[dict[str, Any]]:
    """Messages to technicians."""
    held = run("show", "messages", "--json").json
    return [one for one in held["open"] + held["latest"] if not one["incoming"] and one["technician"]]


def free_of_double_bookings(run: Run) -> bool:
    alerts = run("show", "day", "--json").json["alerts"]
    return not [alert for alert in alerts if alert["kind"] == "conflict"]


def plan(run: Run, scope: str) -> dict[str, Any]:
    """Plan, accept all of it; the day's part of the answer."""
    said = run("plan", "--scope", scope, "--seconds", "2", "--apply", "--sure", "--json")
    assert said.status == 0, said.err
    part: dict[str, Any] = said.json["days"][0]
    return part


def emergency(run: Run) -> int:
    """Take an emergency and send who can leave at once and be there first; its number."""
    taken = run(
        "call", "new", "--customer", "Nora Gas", "--phone", "614-555-0999",
        "--address", "1703 Overbrook Dr, Columbus OH 43214", "--type", "GASLEAK", "--priority", "emergency",
    )  # fmt: skip
    assert taken.status == 0, taken.err
    number = int(taken.out.split()[1])
    found = run("do", f"emergency {number}", "--json").json["candidates"]
    arrivals = [each["arrival"] for each in found]
    assert arrivals == sorted(arrivals)
    first = next(each for each in found if each["start"] == "now")
    done(run, f"emergency {number} {first['technician']} now return !")
    sent = standing(run)[number]
    assert (sent["technician"], sent["state"]) == (first["technician"], "dispatched")
    return number


def sick(run: Run, known: set[int]) -> tuple[str, set[int]]:
    """Somebody is sick who has work that nobody has seen; who, and what they had."""
    code, theirs = next(
        (code, calls)
        for code, visits in rows(run).items()
        if (calls := {visit["call"] for visit in visits}) and not calls & known
    )
    done(run, f"out {code} sick")
    return code, theirs


def explained(run: Run, chosen: Iterable[int]) -> None:
    """Every assignment says why it stands where it stands; what we chose, with the reason kept."""
    for call, visit in standing(run).items():
        why = run("do", f"why {call}")
        assert why.status == 0, why.err
        assert why.out.startswith(f"{call} stands with {visit['technician']}")
        if call in chosen:
            assert "nothing was kept" not in why.out, why.out


def broken_and_repaired(run: Run, placed: set[int]) -> None:
    """An emergency, somebody sick, two hours more than was thought: each repaired with a proposal."""
    before = standing(run)
    seen = {call for call, visit in before.items() if visit["state"] != "tentative"}

    urgent = emergency(run)
    away, theirs = sick(run, seen | {urgent})
    refit = plan(run, f"out {away}")
    after = standing(run)
    lost = {each["call"] for each in refit["left_out"]}
    assert theirs - lost
    assert {call for call, visit in after.items() if visit["technician"] == away} <= lost

    at_work = next(visit["technician"] for visit in after.values() if visit["state"] == "on_site")
    done(run, f"{at_work} +120")
    repaired = plan(run, "day")
    assert repaired["after"]["late_minutes"] <= repaired["before"]["late_minutes"]
    assert free_of_double_bookings(run)

    last = standing(run)
    for call, visit in last.items():  # what is under way is where it was
        if call in seen and visit["state"] in BEGUN:
            assert visit["technician"] == before[call]["technician"]
    told = {message["call"] for message in told_technicians(run) if message["call"]}
    assert told <= seen | {urgent}, "nobody hears of what they never saw"
    explained(run, placed | (theirs - lost) | {urgent})
    assert run("check").status == 0


def test_an_imported_day_is_planned_broken_repaired_and_explained(imported: tuple[Run, Run]):
    morning, later = imported
    tray = {each["call"] for each in morning("show", "tray", "--json").json["tray"]}
    placed = tray - {each["call"] for each in plan(morning, "tray")["left_out"]}
    assert placed
    assert set(standing(morning)) >= placed

    for code in ("t1", "t2", "t4"):  # the day begins
        first = min(rows(morning)[code.upper()], key=lambda visit: visit["slot"][0])["call"]
        done(morning, f"dispatch {first}", f"enroute {code}", f"onsite {code}")
    broken_and_repaired(later, placed)


def test_the_demo_is_planned_broken_repaired_and_explained(demo: Run):
    tray = {each["call"] for each in demo("show", "tray", "--json").json["tray"]}
    placed = tray - {each["call"] for each in plan(demo, "tray")["left_out"]}
    assert placed
    broken_and_repaired(demo, placed)
