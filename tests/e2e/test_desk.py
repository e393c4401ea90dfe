"""A dispatcher's morning, whole: two consoles in two terminals on one store."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import Terminal, console, shell

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"


class Office:
    """A folder with a store in it, and who sits there."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.store = folder / "shop.db"
        self._stack = stack

    def environment(self, actor: str) -> dict[str, str]:
        return {
            "DISPATCH_ACTOR": actor, "DISPATCH_CONSOLE": f"{actor}'s desk", "DISPATCH_STORE": str(self.store),
            "XDG_DATA_HOME": str(self.folder / "share"), "XDG_CACHE_HOME": str(self.folder / "cache"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
        }  # fmt: skip

    def console(self, actor: str, *words: str, size: tuple[int, int] = (120, 36)) -> Terminal:
        return self._stack.enter_context(
            console(*words, folder=self.folder, environment=self.environment(actor), size=size)
        )

    def shell(self, *words: str, actor: str = "shell") -> str:
        ran = shell(*words, folder=self.folder, environment=self.environment(actor))
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def day(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.shell("show", "day", "--json"))
        return found

    def visits(self) -> dict[int, dict[str, Any]]:
        """By call number, with the technician's code."""
        return {
            visit["call"]: visit | {"technician": technician["code"]}
            for technician in self.day()["technicians"]
            for visit in technician["visits"]
        }

    def free(self) -> list[int]:
        """Calls on the board that may be moved."""
        found = self.visits()
        return [
            call for call, visit in found.items() if visit["state"] == "tentative" and not visit["locked"]
        ]

    def acts_to_free(self, technician: str) -> list[str]:
        """What a technician's other calls need, so that they can be told of one more."""
        ways = {
            "dispatched": ["release"], "acknowledged": ["release"], "en_route": ["release"],
            "on_site": ["done"], "paused": ["resume", "done"],
        }  # fmt: skip
        return [
            f"{verb} {call}"
            for call, visit in self.visits().items()
            if visit["technician"] == technician
            for verb in ways.get(visit["state"], ())
        ]


@pytest.fixture
def office(tmp_path: Path):
    with ExitStack() as stack:
        yield Office(tmp_path, stack)


def demo(office: Office) -> tuple[str, ...]:
    return ("demo", "--speed", "0", "--store", str(office.store), "--size", "small")


def test_a_morning_at_two_desks(office: Office):
    ann = office.console("ann", *demo(office))
    ann.shows("DEMO", "UNASSIGNED", "help")
    bob = office.console("bob", *demo(office))
    bob.shows("DEMO", "UNASSIGNED", "help")

    # take a call by phone, save and place in one go
    ann.type("i")
    ann.shows("NEW CALL", "Phone")
    ann.type("6145550177\r")
    ann.type("Ida Quill\r12 Elm Street\rColumbus, OH\r43215\rno heat\r")
    ann.shows("Ida Quill", "43215")
    ann.type("\x07")
    ann.shows("in hand")
    ann.type("0")
    ann.type("!")
    ann.shows("placed on")
    placed = re.search(r"(\d{4}) placed on", bob.shows("placed on"))
    assert placed is not None, "the second console shows it"
    number = int(placed[1])
    bob.shows("ann:", "Quill")
    before = office.visits()
    assert before[number]["state"] == "tentative"

    # move two others around it
    movable = [call for call in office.free() if call != number][:2]
    for call in movable:
        ann.line(f"go {call}")
        ann.shows(f" {call} ")
        ann.type(" ")
        ann.shows(f"in hand {call}")
        ann.type("ll!")
        ann.shows(f"{call} moved")
        bob.shows(f"{call} moved")
    after = office.visits()
    assert all(after[call]["slot"] != before[call]["slot"] for call in movable)
    assert after[number]["slot"] == before[number]["slot"]

    # dispatch it, once its technician has no other call before them, and undo
    told = number
    for act in office.acts_to_free(after[told]["technician"]):
        office.shell("do", act)
    ann.line(f"go {told}")
    ann.shows(f" {told} ")
    ann.type("d")
    ann.shows(f"told of {told}")
    bob.shows(f"told of {told}")
    assert office.visits()[told]["state"] == "dispatched"
    ann.type("u")
    ann.shows("undone:")
    bob.shows("undone:")
    assert office.visits()[told]["state"] == "tentative"

    # the second console can go on from there
    ann.type("l")
    bob.line(f"lock {told}")
    bob.shows(f"{told} is locked")
    ann.shows("bob:", f"{told} is locked")
    office.shell("check")
    for terminal in (ann, bob):
        terminal.type("q")
        assert terminal.ends() == 0


def test_three_files_and_a_board(office: Office):
    office.shell("setup", "--name", "Acme", "--zone", "America/New_York")
    for what in ("technicians", "customers", "calls"):
        said = office.shell("import", what, str(SAMPLES / f"{what}.csv"))
        assert "imported" in said
    day = office.day()
    ann = office.console("ann")
    ann.shows("DISPATCH", "UNASSIGNED", f"UNASSIGNED {len(day['tray'])}")
    for technician in day["technicians"]:
        ann.shows(technician["name"].split()[0])
    shown = [visit["call"] for technician in day["technicians"] for visit in technician["visits"]]
    assert shown or day["tray"]
    if day["tray"]:
        ann.shows(str(day["tray"][0]["call"]))
    again = office.shell("import", "calls", str(SAMPLES / "calls.csv"))
    assert "nothing to change" in again
    ann.type("q")
    assert ann.ends() == 0


def test_a_console_killed_with_a_block_in_hand_leaves_all_as_it_was(office: Office):
    ann = office.console("ann", *demo(office))
    ann.shows("DEMO", "UNASSIGNED", "help")
    before = office.visits()
    call = office.free()[0]
    ann.line(f"go {call}")
    ann.shows(f" {call} ")
    ann.type(" ")
    ann.shows(f"in hand {call}")
    ann.type("llj")
    ann.kill()
    office.shell("check")
    assert office.visits() == before
    bob = office.console("bob", *demo(office))
    bob.shows("DEMO", "UNASSIGNED", "help")
    bob.line(f"go {call}")
    bob.shows(f" {call} ")
    bob.type("X")
    bob.shows(f"{call} is")


def test_what_stops_it_is_said_in_words(office: Office):
    office.store.write_bytes(b"somebody else's file" * 50)
    ann = office.console("ann")
    assert ann.ends() == 3
    assert str(office.store.name) in ann.text
    assert "Traceback" not in ann.text
