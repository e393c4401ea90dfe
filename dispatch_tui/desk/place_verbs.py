"""What the verbs of places mean on a board."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dispatch_tui.core import commands as c
from dispatch_tui.core.errors import Missing
from dispatch_tui.core.places import point_of
from dispatch_tui.desk.cases import Case
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.requests import Do, Request

UNKNOWN = frozenset({"unknown", "nowhere", "?"})


def _locate(case: Case) -> Do:
    """The place of a call's address, by typed coordinates.

    Raises:
        Refused: if they are no point of the earth.
    """
    call = case.call
    site = case.meant.site(call)
    if site is None:
        raise Missing(f"the address of call {call.id} is not known here", "go to its day first")
    said = case.parsed.words("where").strip()
    words = said.removesuffix("!").strip()  # after words of one's own a `!` is one of them
    place = None if words.casefold() in UNKNOWN else point_of(words)
    command = c.LocateSite(site.id, place, sure=case.parsed.sure or said.endswith("!"))
    return Do(command, seen(site, "info"), call.id)


PLACE_MEANINGS: Mapping[str, Callable[[Case], Request]] = {"locate": _locate}
