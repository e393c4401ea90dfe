"""Mail and technicians' texts through Apprise, against a real SMTP server and a real webhook receiver."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

pytest.importorskip("apprise")
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Channel, Message, MessageKind
from dispatch_tui.messaging.carrying import Final, Passing, Sent, Unclear
from dispatch_tui.messaging.channels.apprise_mail import mail_carrier, notify_carrier
from dispatch_tui.messaging.settings import Secret
from tests.messaging.servers import free_port, webhook
from tests.messaging.shops import NUMBER

BODY = (
    "Hi Ana <b>& co</b>,\n\n  we come at 14:30 &amp; not *before* :smile: 🙂 _ñ_ \\n [x](y)\n"
    "# 100 % of it {to} ${HOME}\n"
) + "x" * 900
PASSWORD = "hunter2-pass"


class Post:
    """A mail server's inside: keeps what it takes, answers as it is told."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.recipient_answer = "250 OK"
        self.data_answer = "250 taken"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = BytesParser(policy=policy.default).parsebytes(content)
            assert isinstance(mail, EmailMessage)
            self.mails.append((list(envelope.rcpt_tos), mail))
        return self.data_answer


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    inside = Post()
    controller = Controller(inside, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield inside, f"mailto://127.0.0.1:{controller.port}?from=desk@shop.example&cto=1.0&rto=1.0"
    controller.stop()


def mail(body: str = BODY, **fields: Any) -> Message:
    given = {"address": "lopez@example.org", "subject": "Call 412 <b>: 14:30 🙂", **fields}
    return Message(MessageKind.LATE, Channel.EMAIL, body, "k", datetime.now(UTC), **given)


def test_a_mail_is_its_words_as_they_are(post: tuple[Post, str]):
    inside, url = post
    assert mail_carrier(Secret(url)).send(mail()) == Sent("mail")
    ((recipients, held),) = inside.mails
    assert recipients == ["lopez@example.org"]
    assert held.get_content_type() == "text/plain"
    assert held.get_content().replace("\r\n", "\n").strip() == BODY
    assert held["Subject"] == "Call 412 <b>: 14:30 🙂"
    assert held["From"].addresses[0].addr_spec == "desk@shop.example"
    assert not any("apprise" in f"{name}: {value}".lower() for name, value in held.items())


def test_one_mail_per_recipient_whatever_the_settings_say(post: tuple[Post, str]):
    inside, url = post
    carrier = mail_carrier(Secret(f"{url}&to=boss@shop.example&cc=all@shop.example&format=html"))
    carrier.send(mail())
    carrier.send(mail(address="smith+x@example.org"))
    assert [recipients for recipients, _ in inside.mails] == [["lopez@example.org"], ["smith+x@example.org"]]
    assert {held.get_content_type() for _, held in inside.mails} == {"text/plain"}


def test_an_address_that_never_will_be(post: tuple[Post, str]):
    post[0].recipient_answer = "550 5.1.1 no such user"
    with pytest.raises(Final):
        mail_carrier(Secret(post[1])).send(mail())


@pytest.mark.parametrize("answer", ["451 try later", "452 too many"])
def test_a_server_that_is_busy(post: tuple[Post, str], answer: str):
    post[0].data_answer = answer
    with pytest.raises(Passing):
        mail_carrier(Secret(post[1])).send(mail())


def test_no_server():
    with pytest.raises(Passing, match="cannot be reached"):
        mail_carrier(Secret(f"mailto://127.0.0.1:{free_port()}?from=a@b.example")).send(mail())


def test_a_server_that_falls_silent_after_the_mail():
    """It has all of the mail when it goes away: whether it keeps it, nobody knows."""
    listening = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as lines:
            lines.write(b"220 here\r\n")
            lines.flush()
            for line in lines:
                if line.strip() == b".":
                    return
                if line[:4].upper() == b"DATA":
                    lines.write(b"354 go\r\n")
                elif line[:4].upper() in (b"EHLO", b"HELO", b"MAIL", b"RCPT"):
                    lines.write(b"250 ok\r\n")
                lines.flush()

    threading.Thread(target=talk, daemon=True).start()
    url = f"mailto://127.0.0.1:{listening.getsockname()[1]}?from=a@b.example"
    with pytest.raises(Unclear):
        mail_carrier(Secret(url)).send(mail())
    listening.close()


# -- technicians' texts over a webhook


def text(**fields: Any) -> Message:
    return Message(
        MessageKind.THE_CALL,
        Channel.TEXT,
        BODY,
        "k",
        datetime.now(UTC),
        address=NUMBER,
        technician_id=1,
        **fields,
    )


def test_a_webhook_gets_the_words_for_one_person():
    with webhook() as (came, _, url):
        carrier = notify_carrier(Secret(f"{url.replace('http', 'json')}/hook?to={{to}}&:person={{to}}"))
        assert carrier.send(text()) == Sent("notify")
    ((path, held),) = came
    assert "%2B16145550134" in path or held.get("person") == NUMBER
    assert held["message"].strip() == BODY


@pytest.mark.parametrize(("status", "error"), [(500, Passing), (404, Passing), (0, Unclear)])
def test_webhook_faults(status: int, error: type[Exception]):
    with webhook() as (_, statuses, url):
        statuses.append(status)
        address = f"{url.replace('http', 'json')}/hook/{{to}}?cto=1.0&rto=0.3"
        with pytest.raises(error):
            notify_carrier(Secret(address)).send(text())


def test_a_room_for_all_is_no_way_to_a_person():
    with pytest.raises(Usage, match="one person"):
        notify_carrier(Secret("json://127.0.0.1/room"))
    with pytest.raises(Usage, match="mail server"):
        mail_carrier(Secret("https://example.org"))


def test_an_address_that_apprise_does_not_know():
    with pytest.raises(Passing, match="none that Apprise knows"):
        notify_carrier(Secret("nonsense://x/{to}")).send(text())


# -- secrets


def test_no_secret_shows_anywhere(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    port = free_port()
    urls = [
        f"mailto://someone:{PASSWORD}@127.0.0.1:{port}?from=a@b.example&cto=1.0",
        f"json://someone:{PASSWORD}@127.0.0.1:{port}/{PASSWORD}/{{to}}",
    ]
    said = []
    with caplog.at_level(logging.WARNING):
        for carrier, message in (
            (mail_carrier(Secret(urls[0])), mail()),
            (notify_carrier(Secret(urls[1])), text()),
        ):
            with pytest.raises(Passing) as caught:
                carrier.send(message)
            said += [str(caught.value), repr(carrier), repr(vars(carrier))]
    out = capfd.readouterr()
    shown = "\n".join([*said, caplog.text, out.out, out.err])
    assert PASSWORD not in shown
    assert out.out == out.err == ""
