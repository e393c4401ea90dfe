"""What the verbs of suggestions mean on a board."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dispatch_tui.core import commands as c
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.verbs.words import is_day
from dispatch_tui.desk.cases import Case, technician_in
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.requests import Do, Request, Show, Topic
from dispatch_tui.desk.suggesting import MOST_DAYS

_COUNT = re.compile(r"(\d{1,3})\s*(?:d|day|days)?")


def _offer(case: Case) -> Show:
    """Today and the next days, so many days, or one day.

    Raises:
        Usage: if the words name neither.
    """
    call, words = case.call, case.parsed.words("days").casefold().strip()
    if not words:
        return Show(Topic.OFFER, call.id)
    if count := _COUNT.fullmatch(words):
        if not 1 <= int(count[1]) <= MOST_DAYS:
            raise Usage(f"{words!r} is out of range", f"say 1 to {MOST_DAYS} days")
        return Show(Topic.OFFER, call.id, days=int(count[1]))
    if is_day(words):
        return Show(Topic.OFFER, call.id, days=1, day=case.meant.named_date(words))
    raise Usage(f"{words!r} is no day", "say a day, or how many: offer 412 tue, offer 412 5")


def _why(case: Case) -> Show:
    return Show(Topic.WHY, case.call.id)


def _pair(case: Case) -> Do:
    call = case.call
    pairing = c.Pairing(case.parsed.words("pairing") or "none")
    command = c.SetPairing(call.customer_id, technician_in(case), pairing, case.parsed.words("why"))
    customer = case.board.day.customers.get(call.customer_id)
    return Do(command, seen(customer, "pairing") if customer is not None else (), call.id)


SUGGEST_MEANINGS: Mapping[str, Callable[[Case], Request]] = {"offer": _offer, "why": _why, "pair": _pair}
