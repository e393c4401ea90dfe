"""E-mail through Apprise: one mail per recipient, as plain text, by the shop's own mail server.

And technicians' texts by any service whose address has a place for whom they are to.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Message
from dispatch_tui.messaging.channels.apprise_any import AppriseCarrier
from dispatch_tui.messaging.settings import Secret

TO = "{to}"
MAIL = ("mailto", "mailtos")
_OURS = frozenset({"to", "cc", "bcc", "format"})
"""Options that are ours to set: one mail goes to one person, as plain text."""


def mail_carrier(url: Secret) -> AppriseCarrier:
    """Carries e-mail.

    Args:
        url: "mailtos://user:password@host:465?from=desk@host"; whom it goes to is added.

    Raises:
        Usage: if it is no address of a mail server, or Apprise is not installed.
    """
    parts = urlsplit(url.reveal())
    if parts.scheme not in MAIL:
        raise Usage("the address of the mail server is none", "write it as mailtos://user:password@host")
    options = {name: value for name, value in parse_qsl(parts.query) if name not in _OURS}

    def to(message: Message) -> str:
        query = urlencode({**options, "to": message.address, "format": "text"}, quote_via=quote)
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))

    return AppriseCarrier("mail", to, _parts(url))


def notify_carrier(url: Secret) -> AppriseCarrier:
    """Carries technicians' texts over a chat, a push service or a webhook.

    Args:
        url: any address of Apprise's with `{to}` in it: each message goes to one person, never to a room.

    Raises:
        Usage: if it has no `{to}`, or Apprise is not installed.
    """
    address = url.reveal()
    if TO not in address:
        raise Usage("notify_url has no {to} in it", "one person's text is for them alone, never for a room")

    def to(message: Message) -> str:
        return address.replace(TO, quote(message.address, safe=""))

    return AppriseCarrier("notify", to, _parts(url))


def _parts(url: Secret) -> tuple[Secret, ...]:
    """The address and every part of it that may be a secret, longest first."""
    parts = urlsplit(url.reveal())
    words = {url.reveal(), parts.password or "", parts.username or "", parts.query}
    words |= {word for word in parts.path.split("/") if len(word) >= 6}
    words |= {value for _, value in parse_qsl(parts.query) if len(value) >= 6}
    words |= {unquote(word) for word in words}
    return tuple(Secret(word) for word in sorted(words, key=len, reverse=True) if len(word) > 2)
