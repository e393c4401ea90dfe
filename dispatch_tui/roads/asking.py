"""Asking a router or a geocoder over HTTP within a total time, whatever it does in that time.

A time-out of the standard library holds for each read: a body that trickles takes ten times longer. Here the
connection is cut when the time is up. No redirects, and answers of a bounded length.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
from typing import Any
from urllib.parse import urlsplit

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer that are read: a table of 50 by 50 is a tenth of a megabyte."""

AGENT = "dispatch-tui"


class NotAnswered(Exception):
    """The other side did not answer as it should; the words say how."""


def asked(url: str, seconds: float, body: object = None) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of an answer.

    Args:
        url: with its query.
        seconds: for all of it: connecting, asking, reading.
        body: sent as JSON by POST; None for GET.

    Raises:
        NotAnswered: if there is no answer in time, or none that is a JSON object.
    """
    until = time.monotonic() + seconds
    parts = urlsplit(url)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    cut = threading.Event()
    timer: threading.Timer | None = None
    try:
        connection.connect()
        # the socket itself: a connection that closes after its answer hands it on and forgets it
        timer = threading.Timer(max(0.01, until - time.monotonic()), _cut, (connection.sock, cut))
        timer.daemon = True
        timer.start()
        headers = {"Accept": "application/json", "User-Agent": AGENT}
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection.request("GET" if content is None else "POST", target, content, headers)
        answer = connection.getresponse()
        read = answer.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        raise NotAnswered("no answer in time" if cut.is_set() else _why(error)) from None
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()
    if cut.is_set():
        raise NotAnswered("no answer in time")
    if len(read) > LARGEST:
        raise NotAnswered("an answer without end")
    return answer.status, _object(answer.status, read)


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _cut(held: socket.socket, cut: threading.Event) -> None:
    cut.set()
    with contextlib.suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)


def _object(status: int, content: bytes) -> dict[str, Any]:
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        raise NotAnswered(f"an answer that is no JSON (status {status})") from None
    if not isinstance(held, dict):
        raise NotAnswered(f"an answer of another shape (status {status})")
    return held


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, ConnectionRefusedError):
        return "nobody answers there"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.casefold()
    return type(error).__name__
