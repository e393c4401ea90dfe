"""Replies by mail: a mailbox is looked through now and then, and only looked through.

Mail that no person has written (bounces, lists, absence notes) is left alone, and so is what a reply quotes.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from dispatch_tui.core.model import Channel
from dispatch_tui.core.text import clean_line
from dispatch_tui.messaging.carrying import Incoming, Passing, Polled
from dispatch_tui.messaging.settings import Secret

TIMEOUT = 15.0
LOOK_BACK = timedelta(days=7)
LARGEST = 256 * 1024
"""Bytes of a mail that are read; a reply's text comes first."""

NO_TEXT = "(a mail without plain text: see the mailbox)"
_DATE = "{:%d}-{}-{:%Y}"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUOTES = re.compile(
    r"^(?:>|-{3,} ?(?:original|forwarded|mensaje)|_{5,}$|"
    r"(?:on|el) .{4,120}(?:wrote|escribi\S+):?\s*$|(?:from|de): .+@)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where replies come to."""

    host: str
    port: int
    user: str
    folder: str
    password: Secret
    encrypted: bool = True

    @classmethod
    def of(cls, url: str, password: Secret) -> Mailbox:
        """The mailbox of "imaps://user@host:993/INBOX"."""
        parts = urlsplit(url)
        encrypted = parts.scheme == "imaps"
        return cls(
            parts.hostname or "",
            parts.port or (993 if encrypted else 143),
            unquote(parts.username or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            password,
            encrypted,
        )


class MailReplies:
    """Reads a mailbox."""

    name = "imap"

    def __init__(self, mailbox: Mailbox, timeout: float = TIMEOUT) -> None:
        self._mailbox = mailbox
        self._timeout = timeout
        self._read: set[str] = set()

    def poll(self, now: datetime) -> Polled:
        """Mails of the last days that were not told yet."""
        try:
            with self._open() as box:
                return Polled(tuple(self._replies(box, now)))
        except (imaplib.IMAP4.error, OSError) as error:
            said = clean_line(self._mailbox.password.hidden_in(str(error)), 120) or type(error).__name__
            raise Passing(f"the mailbox cannot be read ({said})") from None

    def taken(self, incoming: Incoming) -> None:
        """Tell it no more."""
        self._read.add(incoming.key)

    @contextlib.contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        at = self._mailbox
        if at.encrypted:
            box: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                at.host, at.port, ssl_context=ssl.create_default_context(), timeout=self._timeout
            )
        else:
            box = imaplib.IMAP4(at.host, at.port, timeout=self._timeout)
        try:
            box.login(at.user, at.password.reveal())
            yield box
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                box.logout()

    def _replies(self, box: imaplib.IMAP4, now: datetime) -> Iterator[Incoming]:
        _expect(box.select(f'"{self._mailbox.folder}"', readonly=True))
        era = _digits(box.response("UIDVALIDITY")[1])
        since = (now - LOOK_BACK).astimezone(UTC)
        day = _DATE.format(since, _MONTHS[since.month - 1], since)
        found = _expect(box.uid("SEARCH", f"SINCE {day}"))
        for uid in (found[0] or b"").split():
            key = f"imap:{era}:{int(uid)}"
            if key in self._read:
                continue
            # PEEK: the mailbox is a person's too, and what is new to them stays new
            parts = _expect(box.uid("FETCH", uid.decode(), f"(UID BODY.PEEK[]<0.{LARGEST}>)"))
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            reply = read_reply(raw)
            if reply is None:
                self._read.add(key)
            else:
                yield Incoming(reply[0], reply[1], Channel.EMAIL, key, self.name)


def _expect(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    """What the server answers.

    Raises:
        imaplib.IMAP4.error: if it refuses.
    """
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(f"the server answers {kind}")
    return data


def _digits(data: object) -> str:
    first = data[0] if isinstance(data, list) and data else b"0"
    return first.decode() if isinstance(first, bytes) else "0"


def read_reply(raw: bytes) -> tuple[str, str] | None:
    """Who wrote a mail, and what they wrote anew; None if no person wrote it."""
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    address = parseaddr(str(mail.get("From", "")))[1].lower()
    if not address or _by_machine(mail, address):
        return None
    part = mail.get_body(preferencelist=("plain",))
    try:
        text = "" if part is None else str(part.get_content())
    except (LookupError, ValueError, AttributeError):
        text = ""
    return address, unquoted(text) or NO_TEXT


def _by_machine(mail: EmailMessage, address: str) -> bool:
    if str(mail.get("Auto-Submitted", "no")).strip().lower() != "no":
        return True
    if str(mail.get("Precedence", "")).strip().lower() in ("bulk", "list", "junk", "auto_reply"):
        return True
    return (
        "List-Id" in mail
        or "List-Unsubscribe" in mail
        or address.startswith(("mailer-daemon@", "postmaster@"))
    )


def unquoted(text: str) -> str:
    """The new words of a reply: up to what it quotes, or to the signature."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.rstrip("\r") in ("-- ", "--") or _QUOTES.match(line.strip()):
            break
        lines.append(line.rstrip())
    return "\n".join(lines).strip()
