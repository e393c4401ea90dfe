"""The shell: what is printed, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dispatch_tui import __version__
from dispatch_tui.cli import build_parser, status_of
from dispatch_tui.core.errors import Ambiguous, Conflict, Missing, NeedsSure, Refused, StoreUnusable, Usage
from tests.shell.conftest import Run

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
ROOT = Path(__file__).parents[2]


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


# what it costs, and what it says of itself


def test_importing_the_command_line_loads_nothing_dear():
    code = "import sys, dispatch_tui.cli; print(' '.join(m for m in sys.modules))"
    loaded = set(python("-c", code).stdout.split())
    dear = {"textual", "rich", "sqlalchemy", "sqlmodel", "geopy", "alembic", "platformdirs", "data"}
    assert "dispatch_tui.cli" in loaded
    assert not loaded & dear


def test_before_the_board_is_opened_nothing_of_the_store_is_loaded():
    code = "import sys, dispatch_tui.shell.boards; print(' '.join(m for m in sys.modules))"
    assert not set(python("-c", code).stdout.split()) & {"textual", "rich", "sqlalchemy", "sqlmodel", "data"}


def test_version_and_module():
    said = python("-m", "dispatch_tui", "--version")
    assert (said.returncode, said.stdout) == (0, f"dispatch-tui {__version__}\n")


def test_help_of_every_command(run: Run):
    top = run("--help")
    assert top.status == 0
    for word in ("demo", "do", "show", "call", "import", "check", "backup", "migrate", "setup"):
        assert f"\n    {word}" in top.out
        words = ("call", "new") if word == "call" else (word,)
        said = run(*words, "--help")
        assert said.status == 0
        assert "--store" in said.out


@pytest.mark.parametrize("words", [("fly",), ("show", "moon"), ("call",), ("do",), ("show", "day", "--nope")])
def test_wrong_usage_is_two(run: Run, words):
    said = run(*words)
    assert said.status == 2
    assert "usage:" in said.err


def test_statuses_by_error():
    assert [status_of(kind("x")) for kind in (Refused, NeedsSure, Missing, Conflict)] == [1, 1, 1, 1]
    assert [status_of(kind("x")) for kind in (Usage, Ambiguous, StoreUnusable)] == [2, 2, 3]


def test_options_stand_before_or_after_the_command():
    parser = build_parser()
    for words in (["--store", "a", "show", "day"], ["show", "day", "--store", "a"]):
        assert parser.parse_args(words).store == "a"


# the store


def test_without_a_store_it_is_three_and_says_what_to_do(run: Run, tmp_path: Path):
    for words in (("show", "day"), ("do", "undo"), ("check",), ()):
        said = run("--store", str(tmp_path / "none.db"), *words)
        assert said.status == 3
        assert said.err
        assert not (tmp_path / "none.db").exists()
    assert "setup" in run("--store", str(tmp_path / "none.db"), "show", "day").err


def test_a_file_of_somebody_elses_is_three_and_untouched(run: Run, tmp_path: Path):
    alien = tmp_path / "letter.txt"
    alien.write_text("Dear Sir or Madam, " * 100)
    assert run("--store", str(alien), "show", "day").status == 3
    assert alien.read_text().startswith("Dear Sir")


def test_setup_makes_a_shop_once(run: Run, tmp_path: Path):
    store = ("--store", str(tmp_path / "deep" / "shop.db"))
    made = run(*store, "setup", "--name", "Acme", "--zone", "Europe/Berlin", "--first-call", "500")
    assert made.status == 0
    assert "Acme" in made.out
    again = run(*store, "setup", "--name", "Other")
    assert again.status == 1
    assert "Acme" in again.err
    taken = run(*store, "call", "new", "--customer", "A", "--address", "1 B St", "--type", "LEAK", "--json")
    assert taken.json["call"] == 500


@pytest.mark.parametrize("words", [("--zone", "Mars/Base"), ("--zone", "../etc"), ("--first-call", "0")])
def test_setup_refuses_nonsense(run: Run, tmp_path: Path, words):
    said = run("--store", str(tmp_path / "x.db"), "setup", "--name", "A", *words)
    assert said.status == 2
    assert not (tmp_path / "x.db").exists()


def test_upkeep(shop: Run, tmp_path: Path):
    assert "sound" in shop("check").out
    assert shop("check", "--json").json["problems"] == []
    copied = shop("backup", str(tmp_path / "copy.db"), "--json")
    assert copied.json["bytes"] == (tmp_path / "copy.db").stat().st_size
    assert "Kumar" in shop("--store", str(tmp_path / "copy.db"), "show", "tray").out
    assert shop("migrate", "--json").json["schema"]


def test_a_backup_where_nothing_can_be_written_is_refused(shop: Run, tmp_path: Path):
    assert shop("backup", str(tmp_path / "no" / "folder" / "copy.db")).status == 3


# do


def test_a_day_from_the_keyboard(shop: Run):
    assert shop("do", "place 1001 t1 13:00").out == "1001 placed on T1 Ana at 13:00\n"
    assert shop("do", "dispatch", "t1").out == "T1 Ana told of 1001\n"
    assert "T1 Ana is on the way" in shop("do", "er t1").out
    assert "T1 Ana is at 1001" in shop("do", "t1.onsite").out
    assert shop("do", "t1 +30").status == 0
    assert "finished" in shop("do", "done 1001").out
    assert "completed" in shop("show", "call", "1001").out


def test_a_rule_refuses_with_one_and_a_hint(shop: Run):
    said = shop("do", "place 1001 t2 14:00")
    assert (said.status, said.out) == (1, "")
    assert "lacks GAS HVAC" in said.err
    assert "add ! to" in said.err
    sure = shop("do", "place 1001 t2 14:00!")
    assert sure.status == 0
    assert "lacks GAS HVAC" in sure.err


def test_place_best_and_undo_and_redo(shop: Run):
    assert "1001 placed on T1 Ana" in shop("do", "place 1001 best").out
    assert "undone" in shop("do", "undo").out
    assert "redone" in shop("do", "redo").out


def test_undo_of_several(shop: Run):
    for number in (1001, 1003):
        assert shop("do", f"place {number} best").status == 0
    assert shop("do", "undo 2").out.count("undone") == 2
    assert len(shop("show", "tray", "--json").json["tray"]) == 3


def test_undo_is_per_person(shop: Run):
    assert shop("do", "place 1001 best", "--as", "ana").status == 0
    assert shop("do", "undo", "--as", "ben").status == 1
    assert shop("do", "undo", "--as", "ana").status == 0
    assert shop("show", "log", "--json").json["log"][0]["actor"] == "ana"


def test_why_is_the_reason(shop: Run):
    missing = shop("do", "cancel 1002")
    assert missing.status == 2
    assert "why" in missing.err
    assert "fixed itself" in shop("do", "cancel 1002", "--why", "fixed itself").out
    assert shop("do", "hold 1003 parts until fri", "--why", "other words").status == 0


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("frobnicate", 2),
        ("re t1", 2),
        ("place 1001", 2),
        ("done 777", 1),
        ("done 100", 1),
        ("go tue", 2),
        ("new 555", 2),
        ("quit", 0),
        ("help move", 0),
        ("", 2),
    ],
)
def test_statuses_of_lines(shop: Run, line, status):
    assert shop("do", line).status == status


def test_lines_that_look(shop: Run):
    assert "Kumar" in shop("do", "1001").out
    assert "T1 Ana Lopez" in shop("do", "ana").out
    assert "Kumar" in shop("do", "find kumar").out
    assert shop("do", "find kumar", "--json").json["found"][0]["call"] == 1001
    assert "T2" not in shop("do", "show gas").out
    assert "call 1001 taken" in shop("do", "log 1001").out
    assert "nobody is late" in shop("do", "show late").out


def test_json_answers_and_refusals(shop: Run):
    placed = shop("do", "place 1001 t1 13:00", "--json").json
    assert placed["version"] == 1
    assert placed["ok"] is True
    assert set(placed) == {"version", "ok", "said", "warnings", "rev", "call", "visit"}
    refused = shop("do", "place 1001 t1 13:00", "--json")
    assert refused.status == 1
    assert refused.json["ok"] is False
    assert set(refused.json) == {"version", "ok", "error", "message", "hint"}
    assert refused.err


def test_a_script_stops_at_what_is_refused(shop: Run, monkeypatch: pytest.MonkeyPatch):
    script = "# the morning\nplace 1001 t1 13:00\n\ndispatch t1\nplace 1001 t1 14:00\nnote 1001 never\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(script))
    said = shop("do", "-")
    assert said.status == 1
    assert said.out.count("\n") == 2
    assert said.err.startswith("line 5: ")


def test_a_day_to_work_on(shop: Run):
    assert "Wed 25 Nov 09:00" in shop("do", "place 1002 t2 9:00", "--date", "tomorrow").out
    day = shop("show", "day", "--date", "wed", "--json").json
    assert day["date"] == "2026-11-25"
    assert [visit["call"] for visit in day["technicians"][1]["visits"]] == [1002]
    assert shop("do", "dispatch 1002").status == 0


# show


def test_day_json_is_as_documented(shop: Run):
    shop("do", "place 1001 t1 14:00")
    shop("do", "dispatch t1")
    day = shop("show", "day", "--json").json
    assert set(day) == {"version", "shop", "date", "now", "technicians", "tray", "alerts"}
    assert (day["version"], day["date"], day["now"]) == (1, "2026-11-24", "2026-11-24T11:00:00-05:00")
    technician = day["technicians"][0]
    assert set(technician) == {
        "code", "name", "state", "since", "phone", "skills", "shift", "utilisation", "home_forecast",
        "home_low", "home_high", "overtime_minutes", "visits",
    }  # fmt: skip
    assert technician["shift"] == ["2026-11-24T08:00:00-05:00", "2026-11-24T17:00:00-05:00"]
    (visit,) = technician["visits"]
    assert set(visit) == {
        "call", "visit", "state", "since", "priority", "type", "customer", "window", "slot", "forecast",
        "travel_minutes", "travel_known", "told", "locked",
    }  # fmt: skip
    assert set(visit["forecast"]) == {
        "eta", "finish", "late_minutes", "eta_low", "eta_high", "may_be_late", "basis",
    }  # fmt: skip
    assert set(visit["told"]) == {
        "customer", "technician", "acknowledged", "eta", "eta_at", "onway_at", "asked_at", "answered_at",
    }  # fmt: skip
    assert visit["told"]["technician"] == "2026-11-24T11:00:00-05:00"
    assert visit["slot"][0] == "2026-11-24T14:00:00-05:00"
    assert visit["locked"] is None
    assert {item["call"] for item in day["tray"]} == {1002, 1003}
    assert set(day["tray"][0]) == {
        "call", "priority", "type", "customer", "window", "due", "minutes", "skills",
    }  # fmt: skip
    for text in re.findall(r'"(\d{4}-\d\d-\d\dT[^"]*)"', json.dumps(day)):
        assert ISO.fullmatch(text)


def test_every_documented_key_is_there_and_every_key_is_documented(shop: Run):
    shop("do", "place 1001 t1 14:00")
    shop("do", "hold 1003 parts until fri")
    documented = (ROOT / "docs" / "CLI.md").read_text(encoding="utf-8")
    for words in (
        ("show", "day"), ("show", "tray"), ("show", "techs"), ("show", "tech", "t1"), ("show", "late"),
        ("show", "call", "1003"), ("show", "log"), ("do", "find kumar"), ("do", "undo"), ("check",),
        ("show", "goals"), ("show", "figures"),
    ):  # fmt: skip
        value = shop(*words, "--json").json
        assert value["version"] == 1
        missing = {
            key for key in keys_of(value) if f"`{key}`" not in documented and f'"{key}"' not in documented
        }
        undocumented = missing - {"lat", "lon", "precision", "recorded", "way", "note", "arrived", "finished"}
        assert undocumented <= {"text"}


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_plain_text_has_no_colour_codes(shop: Run):
    shop("do", "place 1001 t1 14:00")
    topics = ("day", "tray", "techs", "late", "goals", "figures", "log")
    for words in (*((topic,) for topic in topics), ("call", "1001"), ("tech", "t1")):
        said = shop("show", *words)
        assert said.status == 0, said.err
        assert "\x1b" not in said.out
        assert said.out.strip()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("call",), 2),
        (("tech",), 2),
        (("call", "x"), 2),
        (("call", "777"), 1),
        (("tech", "zz"), 1),
        (("day", "t1"), 2),
        (("day", "--date", "someday"), 2),
    ],
)
def test_show_of_what_is_not(shop: Run, words, status):
    assert shop("show", *words).status == status


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_beyond_the_calendar(shop: Run, day):
    assert shop("show", "day", "--date", day).status == 2
    assert shop("do", f"move 1002 {day}").status == 2
    assert shop("do", "place 1002 t2 9:00", "--date", day).status == 2


def test_at_must_be_a_time(run: Run):
    assert run("--at", "noonish", "show", "day").status == 2


# call new


def test_a_known_customer_is_found_by_phone(shop: Run):
    first = (
        "call",
        "new",
        "--customer",
        "Ng",
        "--phone",
        "(212) 555-0142",
        "--address",
        "9 Elm",
        "--type",
        "leak",
    )
    assert shop(*first).status == 0
    again = shop("call", "new", "--phone", "212 555 0142", "--type", "DRAIN", "--json")
    assert again.status == 0
    assert "Ng" in again.json["said"]
    assert any("same address" in warning for warning in again.json["warnings"])
    story = shop("show", "call", str(again.json["call"]), "--json").json
    assert story["customer"]["phone"] == "+12125550142"
    assert story["site"]["address"] == "9 Elm"


def test_defaults_come_from_the_kind_of_work(shop: Run):
    story = shop("show", "call", "1001", "--json").json
    assert (story["minutes"], story["skills"], story["priority"]) == (90, ["GAS", "HVAC"], "high")
    own = shop(
        "call", "new", "--customer", "Own", "--address", "1 A", "--type", "NOHEAT", "--minutes", "1h",
        "--skills", "hvac", "--priority", "low", "--window", "tomorrow 8-10", "--channel", "text", "--json",
    )  # fmt: skip
    story = shop("show", "call", str(own.json["call"]), "--json").json
    assert (story["minutes"], story["skills"], story["priority"]) == (60, ["HVAC"], "low")
    assert (story["due"], story["channel"]) == ("2026-11-25", "text")
    assert story["window"][0] == "2026-11-25T08:00:00-05:00"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--type", "LEAK", "--address", "1 A"), 2),
        (("--type", "LEAK", "--customer", "New One"), 2),
        (("--type", "MAGIC", "--customer", "A", "--address", "1 A"), 1),
        (("--type", "LEAK", "--customer", "A", "--address", "1 A", "--window", "15-13"), 2),
        (("--type", "LEAK", "--customer", "A", "--address", "1 A", "--minutes", "soon"), 2),
        (("--type", "LEAK", "--customer", "A", "--address", "1 A", "--minutes", "0"), 1),
    ],
)
def test_intake_refuses_what_makes_no_call(shop: Run, words, status):
    said = shop("call", "new", *words)
    assert said.status == status, said.err
    assert len(shop("show", "tray", "--json").json["tray"]) == 3


def test_outside_text_cannot_move_a_cursor(shop: Run):
    said = shop(
        "call", "new", "--customer", "\x1b[31mEve\x1b[0m", "--address", "1 A\x07", "--type", "LEAK",
        "--problem", "a\x9b2Jb",
    )  # fmt: skip
    assert said.status == 0
    for shown in (said.out, shop("show", "tray").out, shop("show", "call", "1004").out):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)


# import


def test_import_dry_run_real_and_again(shop: Run, tmp_path: Path):
    file = tmp_path / "customers.csv"
    file.write_text("Name;Phone;Address;City\nÅsa Öberg;212 555 0199;4 Oak;Akron\n", encoding="utf-8-sig")
    dry = shop("import", "customers", str(file), "--dry-run")
    assert dry.status == 0
    assert "dry run" in dry.out
    assert "nothing found" in shop("do", "find öberg").out
    first = shop("import", "customers", str(file), "--json").json
    assert (first["ok"], first["rows"], first["dry_run"]) == (True, 1, False)
    again = shop("import", "customers", str(file))
    assert "nothing to change" in again.out


def test_import_with_errors_stores_nothing_and_writes_the_rejects(shop: Run, tmp_path: Path):
    file, rejects = tmp_path / "t.csv", tmp_path / "bad.csv"
    file.write_text("Code,Name\nT8,Eva\n,\nT9,\n", encoding="utf-8")
    said = shop("import", "technicians", str(file), "--rejects", str(rejects))
    assert said.status == 1
    assert "row" in said.err
    assert rejects.exists()
    assert len(shop("show", "techs", "--json").json["technicians"]) == 2


def test_import_maps_columns(shop: Run, tmp_path: Path):
    file = tmp_path / "c.csv"
    file.write_text("Wer,Wo\nOtto,7 Weg\n", encoding="utf-8")
    assert shop("import", "customers", str(file)).status != 0
    assert (
        shop("import", "customers", str(file), "--map", "name=Wer", "--map", "service_street=Wo").status == 0
    )
    assert shop("import", "customers", str(file), "--map", "nonsense").status == 2
    assert shop("import", "customers", str(tmp_path / "none.csv")).status == 2


# the board


def test_the_board_needs_a_terminal(shop: Run):
    said = shop()
    assert said.status == 2
    assert "terminal" in said.err
