"""Replies by mail: real imaplib against a mailbox on loopback; only what a person wrote anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dispatch_tui.core.model import Channel
from dispatch_tui.messaging.carrying import Passing
from dispatch_tui.messaging.channels.imap import NO_TEXT, Mailbox, MailReplies, read_reply, unquoted
from dispatch_tui.messaging.settings import Secret
from tests.messaging.servers import FakeMailbox, free_port

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = "From: Eva Lopez <Lopez@Example.org>\nTo: desk@shop.example\nSubject: Re: Call 412\n"
REPLY = (
    f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n"
    "Fine, ring the bell 🙂\n\nOn Tue, Ana <a@b> wrote:\n> we come\n"
)


@pytest.fixture
def box() -> Iterator[FakeMailbox]:
    server = FakeMailbox()
    yield server
    server.close()


def replies(box: FakeMailbox, password: str = "mail-secret") -> MailReplies:
    return MailReplies(Mailbox.of(f"imap://desk@127.0.0.1:{box.port}/INBOX", Secret(password)), timeout=5)


def test_a_reply_is_read_and_the_mailbox_left_as_it_is(box: FakeMailbox):
    uid = box.put(REPLY)
    (came,) = replies(box).poll(NOW).incoming
    assert (came.address, came.text, came.channel) == (
        "lopez@example.org", "Fine, ring the bell 🙂", Channel.EMAIL,
    )  # fmt: skip
    assert came.key == f"imap:77:{uid}"
    said = " | ".join(box.commands)
    assert "EXAMINE" in said
    assert "SINCE 17-Nov-2026" in said
    assert all("PEEK" in command for command in box.commands if "FETCH" in command)
    assert not any(word in said for word in ("STORE", "EXPUNGE", "COPY"))


def test_told_until_taken_and_fetched_no_more_after_that(box: FakeMailbox):
    box.put(REPLY)
    reading = replies(box)
    (came,) = reading.poll(NOW).incoming
    assert reading.poll(NOW).incoming == (came,)
    reading.taken(came)
    fetched = len([command for command in box.commands if "FETCH" in command])
    assert reading.poll(NOW).incoming == ()
    assert len([command for command in box.commands if "FETCH" in command]) == fetched


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "List-Id: <news.example.org>",
        "List-Unsubscribe: <mailto:x@example.org>",
    ],
)
def test_what_a_machine_wrote_is_left_alone(box: FakeMailbox, header: str):
    box.put(f"{header}\n{REPLY}")
    assert replies(box).poll(NOW).incoming == ()


def test_a_bounce_is_left_alone():
    assert read_reply(b"From: MAILER-DAEMON@shop.example\r\n\r\nundelivered\r\n") is None
    assert read_reply(b"Subject: from nobody\r\n\r\nx\r\n") is None


def test_the_plain_part_of_several():
    raw = (
        f"{HEAD}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        "--b\nContent-Type: text/html\n\n<p>20 <b>minutes</b></p>\n"
        "--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
        "ma=F1ana\n--b--\n"
    )
    assert read_reply(raw.encode()) == ("lopez@example.org", "mañana")


@pytest.mark.parametrize(
    "body", ["Content-Type: text/html\n\n<p>x</p>", "Content-Type: text/plain; charset=no-such\n\nx"]
)
def test_no_plain_text_says_where_to_look(body: str):
    read = read_reply(f"{HEAD}{body}\n".encode())
    assert read is not None
    assert read[1] in (NO_TEXT, "x")
    assert "<" not in read[1]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("ok\n\n> we come", "ok"),
        ("ok\n-- \nEva", "ok"),
        ("ok\n\nOn Tue, 24 Nov 2026 at 10:05, Acme wrote:\n> x", "ok"),
        ("vale\n\nEl mar, 24 nov 2026, Acme escribió:\n> x", "vale"),
        ("ok\n-----Original Message-----\nx", "ok"),
        ("ok\r\nFrom: Acme <desk@shop.example>\r\nx", "ok"),
        ("On the roof there is a box\nwe wrote it down", "On the roof there is a box\nwe wrote it down"),
        ("> only a quote", ""),
    ],
)
def test_what_a_reply_quotes_is_not_new(text: str, new: str):
    assert unquoted(text) == new


def test_a_wrong_password_is_said_without_it(box: FakeMailbox):
    with pytest.raises(Passing) as caught:
        replies(box, "wrong-secret").poll(NOW)
    assert "wrong-secret" not in str(caught.value)


def test_no_server():
    mailbox = Mailbox.of(f"imap://desk@127.0.0.1:{free_port()}", Secret("x"))
    with pytest.raises(Passing, match="cannot be read"):
        MailReplies(mailbox, timeout=1).poll(NOW)
