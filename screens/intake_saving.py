"""What stands between a filled form and the store: who may be known already, and what was changed."""

from __future__ import annotations

from dispatch_tui.core.commands import Command
from dispatch_tui.core.errors import Refused
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.intake_acts import same_phone
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.desk.ports import CallStory

REASON = "changed with the customer on the phone"


async def ask_if_known(live: LiveDesk, number: str, country: str, asked_about: set[str]) -> None:
    """A new customer with a known number is asked about once: they would lose their history.

    Raises:
        Refused: the first time, naming who has the number.
    """
    if number in asked_about:
        return
    hits = await live.ask(lambda desk: desk.store.find_customers(number, 3))
    known = same_phone(number, hits, country)
    if known is not None:
        asked_about.add(number)
        raise Refused(
            f"{known.customer.name} has this number",
            "take them from the list in the phone field, or save once more for a new customer",
        )


async def save_changes(live: LiveDesk, story: CallStory, commands: list[Command]) -> str:
    """Store what was changed of a call; says what came of it.

    Raises:
        Refused: with words for the last line.
    """
    said = "nothing changed"
    for command in commands:
        group = "info" if command is commands[0] else "promise"
        outcome = await live.do(command, REASON, seen(story.call, group))
        said = outcome.said
    return said
