"""Splitting the crew: a second technician joins a visit that is at work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch_tui.core.commands import Outcome, SendHelp
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, Technician, Visit
from dispatch_tui.core.status import AT_WORK, OVER
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.acts.common import concluded, insist, spoken, visit_date, weighed, when_text
from dispatch_tui.desk.ports import Workspace


def send_help(ws: Workspace, command: SendHelp) -> Outcome:
    """Place a second, tentative visit on the same call, and note what is then left of the first."""
    visit = ws.get(Visit, command.visit_id)
    present = ws.get(Technician, visit.technician_id)
    helper = ws.get(Technician, command.technician_id)
    _check(ws, command, visit, present, helper)
    call = ws.get(Call, visit.call_id)
    helping = Visit(
        call_id=call.id,
        technician_id=helper.id,
        start=command.start,
        minutes=command.minutes,
        service_date=visit_date(ws, helper.id, command.start),
        helps=True,
    )
    # The window bound the first arrival; somebody is there.
    remarks = insist(weighed(ws, helper, replace(call, window=None), helping), command.sure)
    stored = ws.add(helping)
    ws.change(visit, left_minutes=command.left, left_at=ws.now)
    until = when_text(ws, ws.now + timedelta(minutes=command.left))
    said = (
        f"{spoken(helper)} helps {spoken(present)} on {call.id} at {when_text(ws, command.start)}, "
        f"which leaves {length_text(command.left)} of work, until {until}"
    )
    tell = f"tell {spoken(present)} that {spoken(helper)} comes"
    return concluded(ws, said, warnings=(tell, *remarks), call=call, visit_id=stored.id)


def _check(ws: Workspace, command: SendHelp, visit: Visit, present: Technician, helper: Technician) -> None:
    if visit.state not in AT_WORK:
        raise Refused(
            f"{spoken(present)} is not at work on call {visit.call_id}",
            "help can be sent once they are on site",
        )
    there = [one for one in ws.visits_of(visit.call_id) if one.state not in OVER]
    if any(one.technician_id == helper.id for one in there):
        raise Refused(f"{spoken(helper)} is on call {visit.call_id} already", "send somebody else")
    if not 0 < command.minutes <= 24 * 60:
        raise Refused("help needs a length of up to a day", "say how long they stay")
    if not 0 <= command.left <= 24 * 60:
        raise Refused("time left goes from nothing to a day", "say how much work is left then")
