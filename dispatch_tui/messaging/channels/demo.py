"""The carrier of demo shops and exercises: everything counts as sent, and nothing ever leaves."""

from __future__ import annotations

from dispatch_tui.core.model import Message
from dispatch_tui.messaging.carrying import Sent


class DemoCarrier:
    """Carries nothing anywhere."""

    name = "demo"

    def send(self, message: Message) -> Sent:
        """Say that it has left; there is nobody it could reach."""
        return Sent(self.name, f"demo-{message.id}")

    def look_up(self, message: Message) -> tuple[Sent, ...]:
        """It has left, as everything here."""
        return (self.send(message),)
