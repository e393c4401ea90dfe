"""Asking over HTTP such that one knows afterwards whether the other side can have heard.

The standard library's client is enough for one address: no redirects (our password would follow them),
answers of a bounded length, and a line between "never left us" and "left us, and then silence".
"""

from __future__ import annotations

import base64
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from dispatch_tui.messaging.carrying import Passing, Unclear
from dispatch_tui.messaging.settings import Secret

TIMEOUT = 10.0
"""Seconds that the other side may be silent."""

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer that are read."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked: with a form it is a POST.

    Attributes:
        url: the address, without what `query` adds.
    """

    url: str
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `held` is the JSON object in it, empty if it holds none."""

    status: int
    held: dict[str, Any]

    def word(self, name: str) -> str:
        """A text of the object, or ""."""
        value = self.held.get(name)
        return value if isinstance(value, str) else ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """No other address gets what was meant for this one."""
        return


class Http:
    """Asks with a password, again and again on new connections.

    Args:
        timeout: seconds that the other side may be silent.
    """

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_Stay())

    def asked(self, call: Call, user: str, password: Secret) -> Answer:
        """The answer, whatever its status.

        Raises:
            Passing: if the other side cannot have heard.
            Unclear: if it can have heard, and did not answer.
        """
        try:
            with self._opener.open(_request(call, user, password), timeout=self._timeout) as answer:
                return Answer(answer.status, _object(answer.read(LARGEST)))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _object(_rest(error)))
        except urllib.error.URLError as error:
            # urllib wraps what went wrong until the whole question was handed over, and only that
            raise Passing(f"the carrier cannot be reached ({_why(error.reason)})") from None
        except (OSError, http.client.HTTPException) as error:
            raise Unclear(f"the carrier fell silent ({_why(error)})") from None


def _request(call: Call, user: str, password: Secret) -> urllib.request.Request:
    url = f"{call.url}?{urllib.parse.urlencode(call.query)}" if call.query else call.url
    body = None if call.form is None else urllib.parse.urlencode(call.form).encode()
    request = urllib.request.Request(url, body, {"Accept": "application/json", **call.headers})  # noqa: S310
    known = base64.b64encode(f"{user}:{password.reveal()}".encode()).decode()
    request.add_unredirected_header("Authorization", f"Basic {known}")
    return request


def _rest(error: urllib.error.HTTPError) -> bytes:
    """The body of an error; its status is answer enough if the body does not come."""
    try:
        return error.read(LARGEST)
    except (OSError, http.client.HTTPException):
        return b""


def _object(content: bytes) -> dict[str, Any]:
    try:
        held = json.loads(content)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _why(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return type(reason).__name__
