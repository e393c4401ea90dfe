"""How a machine is set up to reach people; and that its secrets show nowhere."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from dispatch_tui.bootstrap import wire
from dispatch_tui.config import load_settings
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Channel
from dispatch_tui.messaging.channels.carrier import TextCarrier
from dispatch_tui.messaging.channels.folder import FolderCarrier
from dispatch_tui.messaging.channels.imap import MailReplies
from dispatch_tui.messaging.routes import routes_of
from dispatch_tui.messaging.settings import MessageSettings, Secret, read_secret

TOKEN = "tok-5ecret"
CARRIER = """
[messages]
carrier_url = "https://api.example.org"
carrier_account = "AC1"
carrier_from = "+16145550100"
"""


def settings(tmp_path: Path, text: str = "", **environment: str) -> MessageSettings:
    file = tmp_path / "config.toml"
    file.write_text(text)
    return load_settings(file, environment).messages


def secret_file(tmp_path: Path, mode: int = 0o600, word: str = f"{TOKEN}\n") -> Path:
    file = tmp_path / "token"
    file.write_text(word)
    file.chmod(mode)
    return file


def test_nothing_set_up_reaches_nobody(tmp_path: Path):
    routes = routes_of(settings(tmp_path))
    assert (dict(routes.ways), routes.listening) == ({}, ())


def test_the_carrier_with_its_token_from_the_environment(tmp_path: Path):
    found = settings(tmp_path, CARRIER, DISPATCH_CARRIER_TOKEN=TOKEN)
    assert found.secret("carrier_token").reveal() == TOKEN
    routes = routes_of(found)
    assert {channel for channel, _ in routes.ways} == {Channel.TEXT}
    assert isinstance(routes.ways[Channel.TEXT, False], TextCarrier)
    assert [type(each) for each in routes.listening] == [TextCarrier]


def test_a_token_from_a_file_of_ones_own(tmp_path: Path):
    file = secret_file(tmp_path)
    found = settings(tmp_path, f'{CARRIER}carrier_token_file = "{file}"\n')
    assert found.secret("carrier_token") == Secret(TOKEN)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_secret_that_lies_open_is_refused(tmp_path: Path, mode: int):
    file = secret_file(tmp_path, mode)
    with pytest.raises(Usage, match="others can read") as caught:
        routes_of(settings(tmp_path, f'{CARRIER}carrier_token_file = "{file}"\n'))
    assert "chmod 600" in caught.value.hint
    assert TOKEN not in str(caught.value)


def test_a_secret_file_that_is_not_there_or_empty(tmp_path: Path):
    with pytest.raises(Usage, match="cannot be read"):
        read_secret(tmp_path / "none")
    with pytest.raises(Usage, match="is empty"):
        read_secret(secret_file(tmp_path, word=" \n"))


@pytest.mark.parametrize("name", ["carrier_token", "mail_url", "notify_url", "imap_password"])
def test_a_secret_has_no_place_in_the_settings(tmp_path: Path, name: str):
    with pytest.raises(Usage, match="no place in the settings") as caught:
        settings(tmp_path, f'[messages]\n{name} = "{TOKEN}"\n')
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("messages = 1\n", "no table"),
        ("[messages]\ncarier_url = 'x'\n", "no setting"),
        ("[messages]\nfolder = 7\n", "not a text"),
        ("[messages]\ncarrier_url = 'http://api.example.org'\n", "others can read it"),
        ("[messages]\ncarrier_url = 'ftp://api.example.org'\n", "no address"),
        ("[messages]\ncarrier_url = 'https://u:tok-5ecret@api.example.org'\n", "holds a password"),
        ("[messages]\nimap_url = 'imap://desk@mail.example.org'\n", "others can read it"),
    ],
)
def test_what_cannot_be_is_said_without_secrets(tmp_path: Path, text: str, words: str):
    with pytest.raises(Usage, match=words) as caught:
        settings(tmp_path, text)
    assert TOKEN not in str(caught.value)


def test_the_loopback_needs_no_encryption(tmp_path: Path):
    text = "[messages]\ncarrier_url = 'http://127.0.0.1:8080'\nimap_url = 'imap://desk@localhost:1143'\n"
    assert settings(tmp_path, text).carrier_url == "http://127.0.0.1:8080"


def test_half_a_carrier_is_refused_with_what_it_lacks(tmp_path: Path):
    with pytest.raises(Usage, match="lacks carrier_account, carrier_from, carrier_token"):
        routes_of(settings(tmp_path, DISPATCH_CARRIER_URL="https://api.example.org"))


def test_a_mailbox_without_its_password(tmp_path: Path):
    with pytest.raises(Usage, match="no password"):
        routes_of(settings(tmp_path, DISPATCH_IMAP_URL="imaps://desk@mail.example.org"))


def test_each_takes_what_it_is_for_and_the_folder_the_rest(tmp_path: Path):
    pytest.importorskip("apprise")
    found = settings(
        tmp_path,
        f'{CARRIER}folder = "{tmp_path / "drop"}"\nimap_url = "imaps://desk@mail.example.org"\n',
        DISPATCH_CARRIER_TOKEN=TOKEN,
        DISPATCH_NOTIFY_URL=f"json://example.org/{TOKEN}/{{to}}",
        DISPATCH_IMAP_PASSWORD=TOKEN,
    )
    routes = routes_of(found)
    assert {reach: carrier.name for reach, carrier in routes.ways.items()} == {
        (Channel.TEXT, True): "notify",
        (Channel.TEXT, False): "carrier",
        (Channel.EMAIL, True): "folder",
        (Channel.EMAIL, False): "folder",
    }
    assert [type(each) for each in routes.listening] == [FolderCarrier, TextCarrier, MailReplies]


def test_the_environment_outranks_the_file(tmp_path: Path):
    found = settings(tmp_path, "[messages]\nfolder = '/a'\n", DISPATCH_FOLDER="/b")
    assert found.folder == "/b"


def test_no_secret_shows(tmp_path: Path):
    loaded = load_settings(
        tmp_path / "none.toml",
        {
            "DISPATCH_CARRIER_TOKEN": TOKEN,
            "DISPATCH_MAIL_URL": f"mailtos://u:{TOKEN}@example.org",
            "DISPATCH_IMAP_PASSWORD": TOKEN,
        },
    )
    wiring = wire(loaded)
    secret = wiring.messages.carrier_token
    shown = [repr(loaded), str(loaded), repr(wiring), f"{secret}", f"{secret!r}", f"{[secret]}"]
    shown += [repr(routes_of(loaded.messages).ways)]
    assert TOKEN not in "\n".join(shown)
    assert secret.hidden_in(f"wrong {TOKEN} given") == "wrong *** given"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
