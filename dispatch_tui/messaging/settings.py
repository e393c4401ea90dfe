"""How this machine reaches people: the carrier of texts, mail, a drop folder. Secrets never show.

These are a machine's settings, not the shop's: the token of a carrier belongs into no store that is copied
and mailed about. A secret comes from the environment, or from a file that its owner alone can read.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from dispatch_tui.core.errors import Usage

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Secret:
    """A word that is used and never shown: not by repr, not in a format, not in an error."""

    __slots__ = ("_word",)

    def __init__(self, word: str) -> None:
        self._word = word

    def reveal(self) -> str:
        """The word itself, for the one call that needs it."""
        return self._word

    def hidden_in(self, text: str) -> str:
        """A text in which the word does not stand any more."""
        return text.replace(self._word, "***") if self._word else text

    def __bool__(self) -> bool:
        return bool(self._word)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._word == other._word

    def __hash__(self) -> int:
        return hash(self._word)

    def __repr__(self) -> str:
        return "Secret(***)" if self._word else "Secret()"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")


NOTHING = Secret("")


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """The table `[messages]` of the settings. Each has the environment variable DISPATCH_<NAME>.

    Attributes:
        carrier_url: where the carrier of texts answers, "https://api.twilio.com"; any with that shape.
        carrier_account: the account's id there.
        carrier_from: our number, E.164.
        carrier_token: the account's token; only from DISPATCH_CARRIER_TOKEN.
        carrier_token_file: a file that holds it, readable by its owner alone.
        mail_url: an Apprise URL of the mail server, with user and password; only from DISPATCH_MAIL_URL.
        mail_url_file: a file that holds it.
        notify_url: an Apprise URL that technicians' texts go to, `{to}` standing for their number; only
            from DISPATCH_NOTIFY_URL.
        notify_url_file: a file that holds it.
        folder: a drop folder that a gateway of one's own empties.
        imap_url: mailbox that replies come to, "imaps://user@host/INBOX".
        imap_password: only from DISPATCH_IMAP_PASSWORD.
        imap_password_file: a file that holds it.
    """

    carrier_url: str = ""
    carrier_account: str = ""
    carrier_from: str = ""
    carrier_token: Secret = NOTHING
    carrier_token_file: str = ""
    mail_url: Secret = NOTHING
    mail_url_file: str = ""
    notify_url: Secret = NOTHING
    notify_url_file: str = ""
    folder: str = ""
    imap_url: str = ""
    imap_password: Secret = NOTHING
    imap_password_file: str = ""

    def secret(self, name: str) -> Secret:
        """A secret, from the environment or from its file; empty if neither is set.

        Raises:
            Usage: if the file cannot be read, or can be read by others than its owner.
        """
        given: Secret = getattr(self, name)
        file: str = getattr(self, f"{name}_file")
        return given if given or not file else read_secret(Path(file).expanduser())


NOT_SET_UP = MessageSettings()
"""Nothing is set up: people say what is to be said, by hand."""

SECRETS = frozenset(field.name for field in fields(MessageSettings) if field.default is NOTHING)
NAMES = tuple(field.name for field in fields(MessageSettings) if field.name not in SECRETS)
"""What a file may set; a secret itself never stands in one that others read."""


def read_messages(table: object, file: Path, environment: Mapping[str, str]) -> MessageSettings:
    """The settings of the table `[messages]` and of the environment, which outranks it.

    Args:
        table: the table's value in the file, None if there is none.
        file: the file's path, for what is said of it.
        environment: where variables are looked up.

    Raises:
        Usage: naming what cannot be, and what may be. Never with a secret in it.
    """
    values: dict[str, str | Secret] = dict(_from_table(table, file))
    for field in fields(MessageSettings):
        word = environment.get(f"DISPATCH_{field.name.upper()}", "").strip()
        if word:
            values[field.name] = Secret(word) if field.name in SECRETS else word
    for name in ("carrier_url", "imap_url"):
        address = values.get(name)
        if isinstance(address, str):
            _check_address(name, address)
    return MessageSettings(**values)  # type: ignore[arg-type]


def _from_table(table: object, file: Path) -> Mapping[str, str]:
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise Usage(f"{file}: messages is no table", "write [messages], and its settings under it")
    for name, value in table.items():
        if name in SECRETS:
            raise Usage(
                f"{file}: {name} is a secret and has no place in the settings",
                f"set DISPATCH_{name.upper()}, or name a file with {name}_file",
            )
        if name not in NAMES:
            raise Usage(f"{file}: messages.{name} is no setting", f"these can be set: {', '.join(NAMES)}")
        if not isinstance(value, str) or not value.strip():
            raise Usage(f"{file}: messages.{name} is not a text", "give it some text in quotes")
    return {name: value.strip() for name, value in table.items()}


def _check_address(name: str, address: str) -> None:
    """An address that shows our secrets to nobody on the way."""
    parts = urlsplit(address)
    safe, open_ = ("https", "http") if name == "carrier_url" else ("imaps", "imap")
    if parts.password:
        raise Usage(f"{name} holds a password", "leave it out there; it is a secret of its own")
    if not parts.hostname or parts.scheme not in (safe, open_):
        raise Usage(f"{name} is no address of ours", f"write it as {safe}://host")
    if parts.scheme == open_ and parts.hostname not in LOOPBACK:
        raise Usage(f"{name} would send our password where others can read it", f"write {safe}://")


def read_secret(file: Path) -> Secret:
    """What a file holds that its owner alone can read, without blanks around it.

    Raises:
        Usage: if it cannot be read, is empty, or others can read it.
    """
    try:
        mode = file.stat().st_mode
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Usage(f"others can read the secret in {file}", f"say: chmod 600 {file}")
        word = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise Usage(f"{file} cannot be read ({reason})", "it should hold a secret of ours") from None
    if not word:
        raise Usage(f"{file} is empty", "it should hold a secret of ours")
    return Secret(word)
