"""The carrier of texts against a server with Twilio's shape: taken, refused, silent, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from dispatch_tui.core.model import Channel, Message, MessageKind, MessageState
from dispatch_tui.messaging.carrying import Final, Incoming, Passing, Sent, Unclear
from dispatch_tui.messaging.channels.carrier import Account, TextCarrier
from dispatch_tui.messaging.channels.http import Http
from dispatch_tui.messaging.sender import Sender
from dispatch_tui.messaging.settings import Secret
from tests.messaging.servers import OURS, SID, TOKEN, FakeCarrier, carrier, free_port, serving
from tests.messaging.shops import NUMBER, Outbox, routes

S = MessageState


@pytest.fixture
def served() -> Iterator[tuple[FakeCarrier, str]]:
    with carrier() as both:
        yield both


def at_carrier(url: str, token: str = TOKEN, timeout: float = 0.4) -> TextCarrier:
    return TextCarrier(Account(url, SID, OURS, Secret(token)), Http(timeout))


def text(body: str = "On our way.", key: str = "fact-1", **fields: Any) -> Message:
    made = datetime.now(UTC) - timedelta(seconds=30)
    return Message(MessageKind.FREE, Channel.TEXT, body, key, made, address=NUMBER, id=7, **fields)


def test_taken_with_its_words_as_they_are_but_straight(served: tuple[FakeCarrier, str]):
    fake, url = served
    body = "“Ana”—she’s near… <b>50 %</b> & [x] €5 🙂\nñ \\n"
    sent = at_carrier(url).send(text(body))
    assert sent == Sent("carrier", "SM1")
    assert fake.texts[0]["body"] == '"Ana"-she\'s near... <b>50 %</b> & [x] €5 🙂\nñ \\n'
    assert (fake.texts[0]["from"], fake.texts[0]["to"]) == (OURS, NUMBER)


def test_the_same_message_has_the_same_idempotency_key(served: tuple[FakeCarrier, str]):
    fake, url = served
    for key in ("late:1", "late:1", "late:2"):
        at_carrier(url).send(text(key=key))
    assert fake.keys[0] == fake.keys[1] != fake.keys[2]
    assert "late" not in fake.keys[0]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (429, Passing),
        (500, Unclear),
        (502, Unclear),
        (503, Passing),
        ((400, 21610), Final),
        ((400, 21211), Final),
        ((400, 21614), Final),
        ((401, 20003), Passing),
        ((400, 99999), Passing),
    ],
)
def test_refusals(served: tuple[FakeCarrier, str], fault: Any, error: type[Exception]):
    fake, url = served
    fake.fault = lambda _form: fault
    with pytest.raises(error) as caught:
        at_carrier(url).send(text())
    assert TOKEN not in str(caught.value)
    assert fake.texts == []


def test_a_wrong_token_is_somebodys_to_mend(served: tuple[FakeCarrier, str]):
    with pytest.raises(Passing, match="Authenticate"):
        at_carrier(served[1], token="another").send(text())


def test_not_reached_is_not_sent():
    with pytest.raises(Passing, match="cannot be reached"):
        at_carrier(f"http://127.0.0.1:{free_port()}").send(text())


@pytest.mark.parametrize("fault", ["silence", "deaf"])
def test_silence_is_not_an_answer(served: tuple[FakeCarrier, str], fault: str):
    served[0].fault = lambda _form: fault
    with pytest.raises(Unclear, match="fell silent"):
        at_carrier(served[1]).send(text())


def test_no_other_host_gets_our_password():
    heard: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_args: Any) -> None:
            """Quietly."""

    with serving(Elsewhere) as elsewhere:

        class Moved(Elsewhere):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(302)
                self.send_header("Location", f"{elsewhere}/stolen")
                self.send_header("Content-Length", "0")
                self.end_headers()

        with serving(Moved) as url, pytest.raises(Passing, match="302"):
            at_carrier(url).send(text())
    assert heard == []


# -- looked for


def test_found_by_its_words_and_its_time(served: tuple[FakeCarrier, str]):
    fake, url = served
    long_ago = format_datetime(datetime.now(UTC) - timedelta(hours=2))
    fake.add(to=NUMBER, body="On our way.", date_created=long_ago)
    fake.add(to="+16145550199", body="On our way.")
    fake.add(to=NUMBER, body="Running late.")
    fake.add(to=NUMBER, body="On our way.", status="failed")
    fake.came_in(NUMBER, "On our way.")
    assert at_carrier(url).look_up(text()) == ()
    mine = fake.add(to=NUMBER, body='"On" our way.')
    assert at_carrier(url).look_up(text("“On” our way.")) == (Sent("carrier", mine["sid"]),)


def test_found_on_a_later_page(served: tuple[FakeCarrier, str]):
    fake, url = served
    mine = fake.add(to=NUMBER, body="On our way.")
    for n in range(7):
        fake.add(to=NUMBER, body=f"another {n}")
    fake.page = 3
    assert at_carrier(url).look_up(text()) == (Sent("carrier", mine["sid"]),)


def test_a_list_that_cannot_be_read_is_no_empty_list(served: tuple[FakeCarrier, str]):
    served[0].listing_status = 503
    with pytest.raises(Passing):
        at_carrier(served[1]).look_up(text())
    with pytest.raises(Passing):
        at_carrier(f"http://127.0.0.1:{free_port()}").look_up(text())


@pytest.mark.parametrize("fault", ["silence", "deaf", "odd"])
def test_never_twice_and_never_lost_through_a_silence(
    outbox: Outbox, served: tuple[FakeCarrier, str], fault: str
):
    fake, url = served
    outbox.later(seconds=(datetime.now(UTC) - outbox.desk.clock.now()) / timedelta(seconds=1))
    message = outbox.put("On our way.")
    fake.fault = lambda _form: fault
    Sender(outbox.desk, routes(at_carrier(url))).send_due()
    assert outbox.state(message) is S.UNKNOWN
    fake.fault = lambda _form: "ok"
    for _ in range(3):
        outbox.later(minutes=1)
        Sender(outbox.desk, routes(at_carrier(url))).send_due()
    assert outbox.state(message) is S.SENT
    assert [each["body"] for each in fake.texts] == ["On our way."]
    assert outbox.now(message).provider_id == "SM1"


# -- what comes in


def test_polls_what_came_in_oldest_first_until_it_is_taken(served: tuple[FakeCarrier, str]):
    fake, url = served
    fake.page = 2
    for n in range(5):
        fake.came_in(NUMBER, f"answer {n}")
    fake.add(to=NUMBER, body="ours")
    listening, now = at_carrier(url), datetime.now(UTC)
    polled = listening.poll(now)
    assert [each.text for each in polled.incoming] == [f"answer {n}" for n in range(5)]
    assert polled.incoming[0] == Incoming(NUMBER, "answer 0", Channel.TEXT, "carrier:SM1", "carrier")
    assert len(listening.poll(now).incoming) == 5
    for each in polled.incoming[:4]:
        listening.taken(each)
    assert [each.text for each in listening.poll(now).incoming] == ["answer 4"]


def test_polls_what_did_not_arrive_once(served: tuple[FakeCarrier, str]):
    fake, url = served
    lost = fake.add(
        to=NUMBER, body="x", status="undelivered", error_code=30003, error_message="Unreachable handset"
    )
    fake.add(to=NUMBER, body="y", status="delivered")
    listening, now = at_carrier(url), datetime.now(UTC)
    (one,) = listening.poll(now).undelivered
    assert (one.provider_id, one.address) == (lost["sid"], NUMBER)
    assert one.error == "the carrier could not deliver it: Unreachable handset"
    assert listening.poll(now).undelivered == ()


def test_looks_back_further_the_first_time(served: tuple[FakeCarrier, str]):
    fake, url = served
    listening, now = at_carrier(url), datetime(2026, 11, 24, 12, tzinfo=UTC)
    listening.poll(now)
    listening.poll(now)
    days = [
        part.split("&")[0]
        for path in fake.asked
        if "To=" in path
        for part in [path.partition("DateSent%3E=")[2]]
    ]
    assert days == ["2026-11-17", "2026-11-23"]
