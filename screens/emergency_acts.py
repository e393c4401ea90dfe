"""Opening the emergency screen for the call that is meant."""

from __future__ import annotations

from collections.abc import Callable

from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Call, Priority
from dispatch_tui.desk.emergency import check_open
from screens.base import DeskScreen


class EmergencyActs:
    """The key to an emergency, wherever a call is under the cursor.

    Args:
        screen: whose keys they are.
        call: the call that is meant, None if none.
    """

    def __init__(self, screen: DeskScreen, call: Callable[[], Call | None]) -> None:
        self.screen = screen
        self._call = call

    def act_emergency(self, _count: int | None) -> None:
        """Who can be there first."""
        call = self._call()
        if call is None:
            raise Usage("no call here", "go to one first, or say emergency 412")
        check_open(self.screen.live.board, call)
        self.screen.services.open_emergency(call.id)


def offer_emergency(screen: DeskScreen, call: Call) -> None:
    """An emergency has just been taken: ask whether to see who can go. A stray enter sends nobody."""
    if call.priority is not Priority.EMERGENCY or call.id not in screen.live.board.day.calls:
        return

    async def then(text: str) -> None:
        if text.strip().lower() in ("y", "yes"):
            check_open(screen.live.board, call)
            screen.services.open_emergency(call.id)
        else:
            screen.say(f"{call.id} waits in the tray; E on it shows who can go")

    screen.ask(f" {call.id} is an emergency: see who can go? y/n ", "sure", then)
