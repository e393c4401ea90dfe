"""Servers on loopback in the shape of OSRM, Valhalla and geocoders, with faults on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Answer = Callable[["Asked"], tuple[int, Any]]


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    query: dict[str, list[str]]
    body: Any
    agent: str


@dataclass
class Server:
    """What answers, and what it was asked.

    Attributes:
        answer: makes status and body of a request; a body of bytes is sent as it is.
        fault: "" or "hang", "trickle", "header trickle", "close".
    """

    answer: Answer
    fault: str = ""
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    leaving: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(answer: Answer, fault: str = "") -> Iterator[Server]:
    server = Server(answer, fault)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._serve(None)

        def do_POST(self) -> None:
            self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _serve(self, body: Any) -> None:
            parts = urlsplit(self.path)
            asked = Asked(
                unquote(parts.path), parse_qs(parts.query), body, self.headers.get("User-Agent", "")
            )
            server.asked.append(asked)
            with suppress(OSError):  # we were cut off, as it should be
                self._answered(*server.answer(asked))

        def _answered(self, status: int, held: Any) -> None:
            if server.fault == "close":
                self.connection.close()
                return
            if server.fault == "hang":
                server.leaving.wait(20)
                return
            content = held if isinstance(held, bytes) else json.dumps(held).encode()
            if server.fault == "header trickle":
                for byte in b"HTTP/1.0 200 OK\r\nX-Long: " + b"y" * 500:
                    self.wfile.write(bytes([byte]))
                    if server.leaving.wait(0.05):
                        return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if server.fault == "trickle":
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    if server.leaving.wait(0.05):
                        return
                return
            self.wfile.write(content)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.leaving.set()
        http.shutdown()
        http.server_close()


def osrm_answer(
    snaps: dict[int, float] | None = None, holes: frozenset[tuple[int, int]] = frozenset()
) -> Answer:
    """A minute a hundredth of a degree of latitude, a kilometre likewise; as OSRM 26 answers.

    Args:
        snaps: metres to the road by place, in the order asked.
        holes: cells that are null.
    """

    def answer(asked: Asked) -> tuple[int, Any]:
        points = [tuple(map(float, each.split(","))) for each in asked.path.rsplit("/", 1)[1].split(";")]
        if len(points) > 100:
            return 400, {"code": "TooBig", "message": "Too many table coordinates"}
        sources = [int(at) for at in asked.query["sources"][0].split(";")]
        targets = [int(at) for at in asked.query["destinations"][0].split(";")]

        def cells(unit: float) -> list[list[float | None]]:
            return [
                [
                    None
                    if (row, column) in holes
                    else round(abs(points[a][1] - points[b][1]) * 100 * unit, 1)
                    for column, b in enumerate(targets)
                ]
                for row, a in enumerate(sources)
            ]

        def waypoint(at: int) -> dict[str, Any]:
            return {
                "hint": "x",
                "distance": (snaps or {}).get(at, 3.2),
                "location": list(points[at]),
                "name": "",
            }

        return 200, {
            "code": "Ok",
            "durations": cells(60.0),
            "distances": cells(1000.0),
            "sources": [waypoint(at) for at in sources],
            "destinations": [waypoint(at) for at in targets],
        }

    return answer


def valhalla_answer(off_the_map: Callable[[float], bool] = lambda _lat: False) -> Answer:
    """The same of Valhalla 3.9: seconds and kilometres in cells; the whole refused if one place is off."""

    def answer(asked: Asked) -> tuple[int, Any]:
        sources, targets = asked.body["sources"], asked.body["targets"]
        if len(sources) * len(targets) > 2500:
            return 400, {"error_code": 150, "error": "Exceeded max locations", "status_code": 400}
        if any(off_the_map(each["lat"]) for each in (*sources, *targets)):
            return 400, {"error_code": 171, "error": "No suitable edges near location", "status_code": 400}
        cells = [
            [
                {
                    "distance": round(abs(a["lat"] - b["lat"]) * 100, 3),
                    "time": round(abs(a["lat"] - b["lat"]) * 6000),
                    "from_index": row,
                    "to_index": column,
                }
                for column, b in enumerate(targets)
            ]
            for row, a in enumerate(sources)
        ]
        return 200, {"algorithm": "costmatrix", "units": "kilometers", "sources_to_targets": cells}

    return answer


def saying(status: int, held: Any) -> Answer:
    """The same answer to all."""
    return lambda _asked: (status, held)


def seconds_of(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
