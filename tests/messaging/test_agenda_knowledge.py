"""The duties reckon by what the console's board reckons by: one knowledge, learnt once."""

from __future__ import annotations

from dataclasses import replace

from dispatch_tui.core.knowledge import NOTHING_KNOWN, Knowledge
from dispatch_tui.core.travel import Measured
from dispatch_tui.messaging.agenda import Agenda
from tests.messaging.shops import Outbox


def test_what_the_console_learns_is_what_its_duties_go_by(outbox: Outbox) -> None:
    desk = outbox.desk
    agenda = Agenda(desk)
    list(agenda.due())
    assert agenda._keeper is not None
    assert desk.knowledge is not NOTHING_KNOWN, "nobody else has learnt"
    assert agenda._keeper.knowledge is desk.knowledge
    more = replace(desk.knowledge, measured=Measured({}, "osrm", None))
    desk.know(more)
    outbox.put()
    list(agenda.due())
    assert agenda._keeper.knowledge is desk.knowledge is more


def test_what_the_console_knows_already_is_not_learnt_again(outbox: Outbox) -> None:
    mine = Knowledge()
    outbox.desk.know(mine)
    agenda = Agenda(outbox.desk)
    list(agenda.due())
    assert outbox.desk.knowledge is mine
