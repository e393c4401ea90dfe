"""`message received`, `show messages` and `worker`, as a hook and a machine that is always on use them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.shell.conftest import AT, Run

ROOT = Path(__file__).parents[2]


def test_a_message_is_taken_and_shown(shop: Run):
    said = shop("message", "received", "--from", "(614) 555-0134", "--text", "running \x1b[31mlate?")
    assert said.status == 0, said.err
    shown = shop("show", "messages")
    assert "1 open message" in shown.out
    assert "running late?" in shown.out
    assert "\x1b" not in shown.out
    held = shop("show", "messages", "--json").json
    assert held["version"] == 1
    (message,) = held["open"]
    assert (message["text"], message["incoming"], message["address"]) == (
        "running late?",
        True,
        "+16145550134",
    )
    assert (message["channel"], message["state"], message["handled"]) == ("text", "received", None)
    assert held["latest"] == [message]


def test_the_same_id_is_taken_once(shop: Run):
    for _ in range(2):
        assert shop("message", "received", "--from", "614-555-0134", "--text", "ok", "--id", "g7").status == 0
    assert shop("message", "received", "--from", "614-555-0134", "--text", "ok", "--id", "g8").status == 0
    assert len(shop("show", "messages", "--json").json["latest"]) == 2


def test_words_from_standard_input(shop: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("two\nlines\n"))
    said = shop(
        "message", "received", "--from", "eva@example.org", "--channel", "email", "--text", "-", "--json"
    )
    assert said.json["ok"] is True
    (message,) = shop("show", "messages", "--json").json["open"]
    assert (message["text"], message["channel"], message["address"]) == (
        "two\nlines",
        "email",
        "eva@example.org",
    )


@pytest.mark.parametrize(
    "words", [("--from", " ", "--text", "x"), ("--from", "1", "--text", " "), ("--text", "x")]
)
def test_half_a_message_is_wrong_usage(shop: Run, words: tuple[str, ...]):
    assert shop("message", "received", *words).status == 2


def test_no_messages_yet(shop: Run):
    assert "none yet" in shop("show", "messages").out


def test_a_worker_that_stands_still_is_none(shop: Run):
    said = shop("worker", "--at", AT)
    assert said.status == 2
    assert "leave out --at" in said.err


def test_a_worker_set_up_by_halves_says_so(shop: Run, run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPATCH_CARRIER_URL", "https://api.example.org")
    said = run("worker")
    assert said.status == 2
    assert "lacks carrier_account" in said.err


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_worker_works_until_it_is_told_to_leave(shop: Run, tmp_path: Path, ending: signal.Signals):
    shop("message", "received", "--from", "614-555-0134", "--text", "hello")
    drop = tmp_path / "drop"
    (drop / "in").mkdir(parents=True)
    (drop / "in" / "1.txt").write_text("614-555-0199\nis Ana near?\n")
    environment = {**os.environ, "DISPATCH_FOLDER": str(drop), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dispatch_tui", "worker"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 30
        while not (drop / "done" / "1.txt").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, "the answer is never taken"
            time.sleep(0.05)
        process.send_signal(ending)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert err == ""
    lines = out.splitlines()
    assert "here for Acme" in lines[0]
    assert any("on duty" in line for line in lines)
    assert any("is Ana near?" in line for line in lines)

    from data.opening import open_store

    store = open_store(os.environ["DISPATCH_STORE"], create=False)
    assert store.duty_holder("worker") is None
    store.close()
