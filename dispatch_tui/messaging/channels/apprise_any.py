"""One recipient over any of the services that Apprise knows: mail, chat, webhooks.

Apprise gives no id and no state; its result is no bool; its addresses hold secrets. What it wrote into its
own log is the only way to tell whether a failure came before the message could have been taken or after.
"""

from __future__ import annotations

import importlib.util
import logging
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Message
from dispatch_tui.core.text import clean_line
from dispatch_tui.messaging.carrying import Final, Passing, Sent, Unclear
from dispatch_tui.messaging.settings import Secret

TIMEOUT = 20.0
"""Seconds for one message, whatever the service's own time-outs add up to."""

_BEFORE = re.compile(
    r"while submitting email|NewConnectionError|ConnectTimeout|connection refused|name or service|"
    r"name resolution|no route to host|network is unreachable",
    re.IGNORECASE,
)
"""Marks of a failure before anything was handed over."""

_SILENCE = re.compile(
    r"timed out|timeout|aborted|reset by peer|unexpectedly closed|disconnected|broken pipe|incomplete",
    re.IGNORECASE,
)
"""Marks of a silence after it was."""

_NEVER = re.compile(r"\b55[0134]\b|\b5\.1\.[0-9]\b")
"""What a mail server says of a recipient it will never know."""

INSTALL = "pip install 'dispatch-tui[messages]'"


class AppriseCarrier:
    """A service of Apprise's.

    Args:
        name: as the message's provider is called in the store.
        url_for: the service's whole address for one recipient.
        secrets: what must not stand in anything we say.

    Raises:
        Usage: if Apprise is not installed.
    """

    def __init__(self, name: str, url_for: Callable[[Message], str], secrets: tuple[Secret, ...]) -> None:
        if importlib.util.find_spec("apprise") is None:
            raise Usage(f"{name} is set up, and Apprise is not installed", INSTALL)
        self.name = name
        self._url_for = url_for
        self._secrets = secrets

    def send(self, message: Message) -> Sent:
        """Hand one message to the service, its words as they are."""
        import apprise  # noqa: PLC0415 - 110 ms, on the sender's thread

        service = apprise.Apprise.instantiate(self._url_for(message), asset=_asset())
        if not isinstance(service, apprise.NotifyBase):
            raise Passing(f"the address of {self.name} in the settings is none that Apprise knows")
        # text stays text: mail's own default would make HTML of it
        service.notify_format = apprise.NotifyFormat.TEXT
        box = apprise.Apprise(services=service, asset=_asset())
        result = box.notify(
            body=message.body,
            title=message.subject,
            body_format=apprise.NotifyFormat.TEXT,
            interpret_escapes=False,
            timeout=TIMEOUT,
            log_level=logging.DEBUG,
        )
        if bool(result):
            return Sent(self.name)
        raise self._failure(result)

    def _failure(self, result: Any) -> Exception:
        # the rest of the log quotes the message, whose words must not be taken for a fault's
        lines = [
            entry.message
            for entry in result.logs()
            if entry.level in ("WARNING", "ERROR", "CRITICAL") or "Exception:" in entry.message
        ]
        text = "\n".join(lines)
        said = self._harmless(_telling(lines))
        if "TIMEOUT" in str(result.status).upper():
            return Unclear(f"{self.name} fell silent")
        if _BEFORE.search(text):
            return Passing(f"{self.name} cannot be reached: {said}")
        if _SILENCE.search(text):
            return Unclear(f"{self.name} fell silent: {said}")
        if _NEVER.search(text):
            return Final(f"{self.name} refuses the address: {said}")
        return Passing(f"{self.name} did not take it: {said}")

    def _harmless(self, text: str) -> str:
        for secret in self._secrets:
            text = secret.hidden_in(text)
        return clean_line(text, 160)


def _telling(lines: list[str]) -> str:
    """The line that says most: the exception's, else the last."""
    for line in reversed(lines):
        if "Exception:" in line:
            return line.partition("Exception:")[2].strip()
    return lines[-1] if lines else "no reason given"


@cache
def _asset() -> Any:
    """Nothing is interpreted, stored, followed or named after Apprise."""
    import apprise  # noqa: PLC0415 - on the sender's thread

    # its log is read for the fault, and must reach neither a screen nor a file: addresses stand in it
    log = logging.getLogger("apprise")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    return apprise.AppriseAsset(
        app_id="dispatch-tui",
        app_desc="dispatch-tui",
        interpret_emojis=False,
        interpret_escapes=False,
        async_mode=False,
        secure_logging=True,
        allow_templates=False,
        http_redirects=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
