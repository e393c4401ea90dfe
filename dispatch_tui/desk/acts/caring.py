"""What people say of alerts: that they look after one, or want peace from it for a while."""

from __future__ import annotations

import re
from datetime import datetime

from dispatch_tui.core.commands import CareFor, Outcome
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import AlertCare, Message, Technician, Visit
from dispatch_tui.core.text import clean_line
from dispatch_tui.desk.acts.common import concluded, spoken, when_text
from dispatch_tui.desk.ports import Workspace

_KEY = re.compile(r"(?:([a-z]+):(visit|call|technician)|(message)):(\d{1,12})")


def care_for(ws: Workspace, command: CareFor) -> Outcome:
    """Keep who looks after an alert, and until when it is to give peace.

    How bad it was is kept with when that was said: both are measured anew each time.
    """
    name = _name(ws, command.key)
    if command.owner is None and command.until is None and not command.wake:
        raise Refused("there is nothing said of the alert", "snooze it, wake it, or say who looks after it")
    if command.until is not None and command.until <= ws.now:
        raise Refused("a snooze ends in the future", "say for how long: 15, 1h")
    care = next(iter(ws.matching(AlertCare, key=command.key)), None)
    owner = clean_line(command.owner, 80) if command.owner is not None else care.owner if care else ""
    until = command.until or (care.snoozed_until if care and not command.wake else None)
    if care is None:
        ws.add(AlertCare(command.key, ws.now, owner, until, command.level))
    else:
        ws.change(care, at=ws.now, owner=owner, snoozed_until=until, snoozed_level=command.level)
    return concluded(ws, _said(ws, command, name, until))


def _said(ws: Workspace, command: CareFor, name: str, until: datetime | None) -> str:
    said = []
    if command.owner is not None:
        said.append(f"{clean_line(command.owner, 80) or 'nobody'} looks after {name}")
    if command.until is not None and until is not None:
        said.append(f"{name} snoozed until {when_text(ws, until)}")
    elif command.wake:
        said.append(f"{name} is awake again")
    return "; ".join(said)


def _name(ws: Workspace, key: str) -> str:
    """An alert as one would say it: `late 4021`, `overtime T3 Ana`, `message 77`.

    Raises:
        Refused: if the key is none.
        Missing: if what it is about is no more.
    """
    found = _KEY.fullmatch(key)
    if found is None:
        raise Refused(f"{clean_line(key, 40)!r} is no alert", "take the key from show alerts --json")
    trouble, kind, _, number = found.groups()
    if kind == "visit":
        return f"{trouble} {ws.get(Visit, int(number)).call_id}"
    if kind == "technician":
        return f"{trouble} {spoken(ws.get(Technician, int(number)))}"
    if kind == "call":
        return f"{trouble} {number}"
    return f"message {ws.get(Message, int(number)).id}"
