"""Which channel carries which message: as the settings say, or the demo's, which carries nothing anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Channel, Message
from dispatch_tui.messaging.carrying import Carrier, Listens
from dispatch_tui.messaging.channels.demo import DemoCarrier
from dispatch_tui.messaging.settings import MessageSettings

if TYPE_CHECKING:
    from dispatch_tui.messaging.channels.carrier import Account

Reach = tuple[Channel, bool]
"""Messages of a channel, to technicians (True) or to others."""


def reach_of(message: Message) -> Reach:
    """What kind of way a message needs."""
    return message.channel, message.technician_id is not None


@dataclass(frozen=True, slots=True)
class Routes:
    """The ways out of this machine and into it.

    What has no way here stays queued: a person says it, or another console has the way.
    """

    ways: Mapping[Reach, Carrier] = field(default_factory=lambda: MappingProxyType({}))
    listening: tuple[Listens, ...] = ()

    def carrier_of(self, message: Message) -> Carrier | None:
        """What carries a message, None if nothing does."""
        return self.ways.get(reach_of(message))


_ALL = [(channel, technicians) for channel in (Channel.TEXT, Channel.EMAIL) for technicians in (True, False)]
_DEMO: Carrier = DemoCarrier()
DEMO = Routes(MappingProxyType(dict.fromkeys(_ALL, _DEMO)))
"""The only ways of a demo shop or an exercise, whatever is set up: no real message leaves it."""


def routes_of(settings: MessageSettings) -> Routes:
    """The ways that the settings have set up; imports only what they need.

    Raises:
        Usage: if something is set up by halves, or a secret lies open.
    """
    ways: dict[Reach, Carrier] = {}
    listening: list[Listens] = []
    if settings.folder:
        from dispatch_tui.messaging.channels.folder import FolderCarrier  # noqa: PLC0415 - where set up

        dropping = FolderCarrier(Path(settings.folder).expanduser())
        ways |= dict.fromkeys(_ALL, dropping)
        listening.append(dropping)
    if settings.carrier_url or settings.carrier_account or settings.carrier_from:
        from dispatch_tui.messaging.channels.carrier import TextCarrier  # noqa: PLC0415 - where set up

        texting = TextCarrier(_account(settings))
        ways |= {(Channel.TEXT, True): texting, (Channel.TEXT, False): texting}
        listening.append(texting)
    mail, notify = settings.secret("mail_url"), settings.secret("notify_url")
    if mail or notify:
        from dispatch_tui.messaging.channels import apprise_mail  # noqa: PLC0415 - where set up

        if mail:
            mailing = apprise_mail.mail_carrier(mail)
            ways |= {(Channel.EMAIL, True): mailing, (Channel.EMAIL, False): mailing}
        if notify:
            ways[Channel.TEXT, True] = apprise_mail.notify_carrier(notify)
    if settings.imap_url:
        from dispatch_tui.messaging.channels.imap import Mailbox, MailReplies  # noqa: PLC0415 - where set up

        password = settings.secret("imap_password")
        if not password:
            raise Usage("the mailbox has no password", "set DISPATCH_IMAP_PASSWORD or imap_password_file")
        listening.append(MailReplies(Mailbox.of(settings.imap_url, password)))
    return Routes(MappingProxyType(ways), tuple(listening))


def _account(settings: MessageSettings) -> Account:
    from dispatch_tui.messaging.channels.carrier import Account  # noqa: PLC0415 - where set up

    token = settings.secret("carrier_token")
    given = {
        "carrier_url": settings.carrier_url,
        "carrier_account": settings.carrier_account,
        "carrier_from": settings.carrier_from,
        "carrier_token (DISPATCH_CARRIER_TOKEN or carrier_token_file)": token,
    }
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise Usage(f"the carrier of texts lacks {', '.join(missing)}", "set it, or leave out all of them")
    return Account(settings.carrier_url, settings.carrier_account, settings.carrier_from, token)
