"""The drop folder: a message is one file and is there once, whatever happens in between."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dispatch_tui.core.model import Channel, Message, MessageKind
from dispatch_tui.messaging.carrying import Passing
from dispatch_tui.messaging.channels.folder import FolderCarrier
from tests.messaging.shops import NUMBER

NOW = datetime.now(UTC)


def text(body: str = "On our way.", key: str = "late:412/../x") -> Message:
    return Message(MessageKind.LATE, Channel.TEXT, body, key, NOW, address=NUMBER, language="es")


def dropped(folder: Path) -> list[dict[str, object]]:
    return [json.loads(file.read_text()) for file in sorted((folder / "out").glob("[!.]*"))]


def test_one_file_with_all_a_gateway_needs(tmp_path: Path):
    body = "<b>50 %</b> 🙂\nñ"
    sent = FolderCarrier(tmp_path).send(text(body))
    (held,) = dropped(tmp_path)
    assert (held["to"], held["text"], held["kind"], held["language"], held["key"]) == (
        NUMBER, body, "late", "es", "late:412/../x",
    )  # fmt: skip
    assert (tmp_path / "out" / sent.provider_id).exists()


def test_again_is_the_same_file(tmp_path: Path):
    carrier = FolderCarrier(tmp_path)
    assert carrier.send(text()) == carrier.send(text())
    assert len(dropped(tmp_path)) == 1
    carrier.send(text(key="another"))
    assert len(dropped(tmp_path)) == 2


def test_what_the_gateway_took_away_is_not_put_there_again(tmp_path: Path):
    carrier = FolderCarrier(tmp_path)
    sent = carrier.send(text())
    (tmp_path / "out" / sent.provider_id).unlink()
    assert carrier.look_up(text()) == (sent,)
    carrier.send(text())
    assert dropped(tmp_path) == []


@pytest.mark.parametrize("step", ["fsync", "link", "rename"])
def test_a_crash_in_the_middle_can_be_told_from_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    carrier = FolderCarrier(tmp_path)

    def dies(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Path if step == "rename" else os, step, dies)
        with pytest.raises(KeyboardInterrupt):
            carrier.send(text())
    assert carrier.look_up(text()) == ()
    assert dropped(tmp_path) == []
    sent = carrier.send(text())
    assert len(dropped(tmp_path)) == 1
    assert carrier.look_up(text()) == (sent,)


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Passing):
        FolderCarrier(tmp_path).send(text())


def test_forgets_after_a_month(tmp_path: Path):
    carrier = FolderCarrier(tmp_path)
    sent = carrier.send(text())
    carrier.poll(NOW + timedelta(days=29))
    assert carrier.look_up(text()) == (sent,)
    carrier.poll(NOW + timedelta(days=31))
    assert carrier.look_up(text()) == ()


def test_answers(tmp_path: Path):
    carrier = FolderCarrier(tmp_path)
    carrier.poll(NOW)
    drop = tmp_path / "in"
    (drop / "1.json").write_text(json.dumps({"from": NUMBER, "text": "20", "id": "g7"}))
    (drop / "2.json").write_text(json.dumps({"from": "lopez@example.org", "text": "ok", "channel": "email"}))
    (drop / "3.txt").write_text(f"{NUMBER}\nhalf an hour\nor so\n")
    (drop / ".half.json").write_text("{")
    (drop / "readme.md").write_text("no answer")
    polled = carrier.poll(NOW).incoming
    assert [(each.address, each.text, each.channel) for each in polled] == [
        (NUMBER, "20", Channel.TEXT),
        ("lopez@example.org", "ok", Channel.EMAIL),
        (NUMBER, "half an hour\nor so", Channel.TEXT),
    ]
    assert polled[0].key == "folder:1.json:g7"
    assert [each.key for each in carrier.poll(NOW).incoming] == [each.key for each in polled]
    for each in polled:
        carrier.taken(each)
    assert carrier.poll(NOW).incoming == ()
    assert sorted(file.name for file in (tmp_path / "done").iterdir()) == ["1.json", "2.json", "3.txt"]


def test_the_same_name_again_is_another_answer(tmp_path: Path):
    carrier = FolderCarrier(tmp_path)
    carrier.poll(NOW)
    file, keys = tmp_path / "in" / "a.txt", []
    for n in range(2):
        file.write_text(f"{NUMBER}\nok")
        os.utime(file, ns=(n, n))
        (came,) = carrier.poll(NOW).incoming
        keys.append(came.key)
        carrier.taken(came)
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    "content", ["{", '{"from": 1, "text": "x"}', '["x"]', '{"from": " ", "text": "x"}', "\xff"]
)
def test_what_is_no_answer_is_put_aside_once_it_is_old_enough(tmp_path: Path, content: str):
    carrier = FolderCarrier(tmp_path)
    carrier.poll(NOW)
    (tmp_path / "in" / "a.json").write_bytes(content.encode("latin-1"))
    assert carrier.poll(datetime.now(UTC)).incoming == ()
    assert (tmp_path / "in" / "a.json").exists()
    assert carrier.poll(datetime.now(UTC) + timedelta(minutes=1)).incoming == ()
    assert (tmp_path / "bad" / "a.json").exists()
