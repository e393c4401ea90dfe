"""Servers on the loopback address: a carrier of Twilio's shape, a webhook receiver, a mailbox."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SID, TOKEN, OURS = "AC123", "s3cret-token", "+16145550100"
LISTING = f"/2010-04-01/Accounts/{SID}/Messages.json"

Fault = Callable[[dict[str, str]], str | int | tuple[int, int]]
"""What to do with a text: "ok", "silence" (taken, never answered), "deaf" (not taken, never answered), "odd"
(taken, answered with 502), a status, or a status and an error code."""


class FakeCarrier:
    """A carrier: takes texts, lists them, pages, refuses wrong passwords.

    Attributes:
        texts: all texts, oldest first, as the listing shows them.
        keys: idempotency keys as they came.
        fault: what to do with the next text.
        page: texts on a page of the listing.
    """

    def __init__(self) -> None:
        self.texts: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.fault: Fault = lambda _form: "ok"
        self.page = 50
        self.listing_status = 200
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def add(self, **fields: Any) -> dict[str, Any]:
        """A text, as if it had been taken or had come in."""
        with self._lock:
            made = {
                "sid": f"SM{len(self.texts) + 1}",
                "status": "queued",
                "direction": "outbound-api",
                "from": OURS,
                "date_created": format_datetime(datetime.now(UTC)),
                "error_code": None,
                "error_message": None,
                **fields,
            }
            self.texts.append(made)
            return made

    def came_in(self, number: str, body: str, **fields: Any) -> dict[str, Any]:
        """A text to our number."""
        return self.add(
            **{"direction": "inbound", "from": number, "to": OURS, "body": body, "status": "received"}
            | fields
        )

    # -- what the handler asks

    def take(self, handler: _Handler, form: dict[str, str]) -> None:
        fault = self.fault(form)
        self.keys.append(handler.headers.get("Idempotency-Key", ""))
        if fault in ("ok", "silence", "odd"):
            made = self.add(to=form["To"], body=form["Body"], **{"from": form["From"]})
            if fault == "ok":
                handler.answer(201, made)
                return
            if fault == "odd":
                handler.answer(502, "bad gateway")
                return
        if isinstance(fault, str):
            handler.hang()
            return
        status, code = fault if isinstance(fault, tuple) else (fault, 20000 + fault)
        handler.answer(status, {"code": code, "message": f"refused, and it says {TOKEN}", "status": status})

    def show(self, handler: _Handler, query: dict[str, str]) -> None:
        self.asked.append(handler.path)
        if self.listing_status != 200:
            handler.answer(self.listing_status, {"message": "not now"})
            return
        wanted = [
            each
            for each in reversed(self.texts)
            if query.get("To", each["to"]) == each["to"] and query.get("From", each["from"]) == each["from"]
        ]
        at = int(query.get("Page", 0)) * self.page
        more = {**query, "Page": str(int(query.get("Page", 0)) + 1)}
        rest = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in more.items())
        following = f"{LISTING}?{rest}" if at + self.page < len(wanted) else None
        handler.answer(200, {"messages": wanted[at : at + self.page], "next_page_uri": following})


class _Handler(BaseHTTPRequestHandler):
    carrier: FakeCarrier
    stop: threading.Event

    def _allowed(self) -> bool:
        known = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {known}":
            return True
        self.answer(401, {"code": 20003, "message": "Authenticate"})
        return False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self._allowed():
            self.carrier.take(self, {name: values[0] for name, values in parse_qs(body).items()})

    def do_GET(self) -> None:
        if self._allowed():
            query = parse_qs(urlsplit(self.path).query)
            self.carrier.show(self, {name: values[0] for name, values in query.items()})

    def answer(self, status: int, value: Any) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def hang(self) -> None:
        """Say nothing for longer than anybody waits."""
        self.stop.wait(30)
        self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Quietly."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked was killed or has given up; the server goes on."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """An HTTP server on a free port; its address."""
    server = _Server(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def carrier() -> Iterator[tuple[FakeCarrier, str]]:
    """A fake carrier and its address."""
    fake, stop = FakeCarrier(), threading.Event()
    try:
        with serving(type("Handler", (_Handler,), {"carrier": fake, "stop": stop})) as url:
            yield fake, url
    finally:
        stop.set()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def webhook() -> Iterator[tuple[list[tuple[str, dict[str, Any]]], list[int], str]]:
    """A receiver of JSON: what came (path, body), statuses to answer with (0: silence), its address."""
    came: list[tuple[str, dict[str, Any]]] = []
    statuses: list[int] = []
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = statuses.pop(0) if statuses else 200
            came.append((self.path, json.loads(body)))
            if status == 0:
                stop.wait(30)
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Quietly."""

    try:
        with serving(Handler) as url:
            yield came, statuses, url
    finally:
        stop.set()


class FakeMailbox:
    """An IMAP server for one mailbox: LOGIN, SELECT/EXAMINE, UID SEARCH, UID FETCH with partial bodies.

    Attributes:
        mails: uid to raw mail.
        era: UIDVALIDITY.
        commands: what was said to it, passwords left out.
    """

    def __init__(self, user: str = "desk", password: str = "mail-secret") -> None:
        self.user, self.password = user, password
        self.mails: dict[int, bytes] = {}
        self.era = 77
        self.commands: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._closing = False
        threading.Thread(target=self._serve, daemon=True).start()

    def put(self, text: str) -> int:
        """A mail, as a mail program writes it."""
        uid = len(self.mails) + 1
        self.mails[uid] = text.replace("\n", "\r\n").encode()
        return uid

    def close(self) -> None:
        self._closing = True
        self._socket.close()

    def _serve(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as lines:

            def say(*answers: bytes) -> None:
                for answer in answers:
                    lines.write(answer + b"\r\n")
                lines.flush()

            say(b"* OK [CAPABILITY IMAP4rev1] ready")
            for line in lines:
                tag, _, rest = line.strip().partition(b" ")
                command = rest.decode()
                self.commands.append("LOGIN" if command.startswith("LOGIN") else command)
                if command.startswith("LOGIN"):
                    good = command == f'LOGIN {self.user} "{self.password}"'
                    say(tag + (b" OK in" if good else b" NO [AUTHENTICATIONFAILED] wrong " + rest))
                elif command.startswith("CAPABILITY"):
                    say(b"* CAPABILITY IMAP4rev1", tag + b" OK done")
                elif command.startswith(("EXAMINE", "SELECT")):
                    era = f"* OK [UIDVALIDITY {self.era}] valid".encode()
                    say(f"* {len(self.mails)} EXISTS".encode(), era, tag + b" OK [READ-ONLY] done")
                elif command.startswith("UID SEARCH"):
                    found = " ".join(str(uid) for uid in self.mails)
                    say(f"* SEARCH {found}".encode(), tag + b" OK done")
                elif command.startswith("UID FETCH"):
                    uid = int(command.split()[2])
                    raw = self.mails[uid][: int(command.rpartition(".")[2].rstrip(">)"))]
                    lines.write(
                        f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
                    )
                    say(tag + b" OK done")
                elif command.startswith("LOGOUT"):
                    say(b"* BYE", tag + b" OK done")
                    return
                else:
                    say(tag + b" BAD what?")


def wait_for(condition: Callable[[], object], what: str, seconds: float = 20.0) -> None:
    """Until something holds; never for a fixed time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.02)
