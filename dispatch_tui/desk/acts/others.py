"""Technicians out and back, undo and redo, and what is kept aside of the log: drafts, the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dispatch_tui.core.clock import SystemClock
from dispatch_tui.core.commands import (
    BringBack,
    Outcome,
    RedoAct,
    SaveDraft,
    SetClock,
    TakeOut,
    UndoAct,
)
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Channel, Draft, Message, Technician, TimeOff
from dispatch_tui.core.shifts import local_date
from dispatch_tui.core.status import BEGUN, OVER, SEEN
from dispatch_tui.core.text import clean_line, clean_text, plural
from dispatch_tui.desk.acts.common import addressee, concluded, spoken, when_text
from dispatch_tui.desk.ports import Workspace

WHOLESALE = frozenset({"import_rows", "set_up_shop"})
"""Acts too large to be taken back by pressing a key once too often."""

ROOM = 100
"""Letters of an answer that a usual screen shows; what must be known comes first where it has more."""

_CHANNELS = {Channel.TEXT: "text", Channel.EMAIL: "e-mail", Channel.PHONE: "call"}


def take_out(ws: Workspace, command: TakeOut) -> Outcome:
    """Mark a technician as not to be had; what stands on their row stays, and is said."""
    technician = ws.get(Technician, command.technician_id)
    reason = clean_line(command.reason or ws.act.reason)
    if not reason:
        raise Refused("time off needs a reason", f"say out {technician.code.lower()} sick")
    if command.until is not None and command.until <= command.since:
        raise Refused("it ends before it begins", "give the later time last")
    ws.add(TimeOff(technician.id, command.since, command.until, reason))
    day = local_date(command.since, ws.shop().zone)
    standing = [
        visit
        for visit in ws.visits_on(technician.id, day)
        if visit.state not in OVER
        and (visit.slot.end > command.since or (command.since <= ws.now and visit.state not in BEGUN))
        and (command.until is None or visit.start < command.until)
    ]
    warnings: tuple[str, ...] = ()
    if standing:
        numbers = " ".join(str(visit.call_id) for visit in standing)
        code = technician.code.lower()
        warnings = (f"{plural(len(standing), 'call')} to move: {numbers} (plan out {code})",)
        told = [visit for visit in standing if visit.state in SEEN]
        if told:
            numbers = " ".join(str(visit.call_id) for visit in told)
            warnings += (f"decide yourself on what they have before them: {numbers}",)
    until = f" until {when_text(ws, command.until)}" if command.until else " until further notice"
    said = f"{spoken(technician)} out from {when_text(ws, command.since)}{until}: {reason}"
    return concluded(ws, said, warnings=warnings)


def bring_back(ws: Workspace, command: BringBack) -> Outcome:
    """End the time off that holds at an instant."""
    technician = ws.get(Technician, command.technician_id)
    found = [
        off
        for off in ws.all(TimeOff)
        if off.technician_id == technician.id
        and (off.until is None or off.until > command.at)
        and local_date(off.since, ws.shop().zone) <= local_date(command.at, ws.shop().zone)
    ]
    if not found:
        raise Refused(f"{spoken(technician)} is not out", "there is nothing to end")
    for off in found:
        if off.since >= command.at:
            ws.drop(off)
        else:
            ws.change(off, until=command.at)
    return concluded(ws, f"{spoken(technician)} back from {when_text(ws, command.at)}")


def undo(ws: Workspace, command: UndoAct) -> Outcome:
    """Take back the person's latest standing act, or a given one; whole or not at all."""
    rev = command.rev
    if rev is None:
        line = ws.undoable(ws.act.actor)
        if line is None:
            raise Refused("there is nothing of yours to undo", "undo is per person")
        if line.verb in WHOLESALE:
            raise Refused(
                f"next would be: {line.summary}",
                "that is not undone by a key; mend the file and import it again",
            )
        rev = line.rev
    undone = ws.undo(rev)
    said = f"undone: {undone.line.summary}"
    outcome = concluded(ws, said, warnings=_gone(ws, undone.gone), kind="undo", undo_of=rev)
    length = len(said) + sum(len(warning) + 3 for warning in outcome.warnings)
    if not undone.gone or length <= ROOM:
        return outcome
    return replace(outcome, said=f"undone; {_briefly(ws, undone.gone)}: {undone.line.summary}")


def _way(message: Message) -> str:
    """The key that writes to whoever has it."""
    return "mt" if message.technician_id is not None else "mm"


def _briefly(ws: Workspace, messages: Sequence[Message]) -> str:
    """`Dee Johnson's text had gone, tell them (mt)`: what must not be cut off at the end of a long line."""
    first = messages[0]
    if len(messages) == 1:
        what = f"{addressee(ws, first)}'s {_CHANNELS[first.channel]} had gone"
    else:
        names = list(dict.fromkeys(addressee(ws, message) for message in messages))
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        what = f"{len(messages)} messages had gone, to {', '.join(names[:2])}{more}"
    keys = " ".join(dict.fromkeys(_way(message) for message in messages))
    return f"{what}, tell them ({keys})"


def _gone(ws: Workspace, messages: Iterable[Message]) -> tuple[str, ...]:
    """What has left the house is not undone, but said."""
    return tuple(
        f"the {_CHANNELS[message.channel]} to {addressee(ws, message)} has gone: "
        f"send a correction? {_way(message)}"
        for message in messages
    )


def redo(ws: Workspace, _command: RedoAct) -> Outcome:
    """Do again what the person undid last."""
    line = ws.redoable(ws.act.actor)
    if line is None:
        raise Refused("there is nothing to redo", "redo follows an undo of yours")
    undone = ws.undo(line.rev)
    said = f"redone: {undone.line.summary.removeprefix('undone: ')}"
    return concluded(ws, said, warnings=_gone(ws, undone.gone), kind="redo", undo_of=line.rev)


def save_draft(ws: Workspace, command: SaveDraft) -> Outcome:
    """Keep, replace or drop a person's half-filled form."""
    known = ws.draft_of(command.owner)
    values = {clean_line(key, 40): clean_text(text) for key, text in command.values.items() if text}
    if not values:
        if known is not None:
            ws.drop(known)
        return concluded(ws, "draft dropped", kind="aside")
    if known is None:
        ws.add(Draft(command.owner, values, ws.now))
    else:
        ws.change(known, values=values, saved_at=ws.now)
    return concluded(ws, "draft kept", kind="aside")


def set_clock(ws: Workspace, command: SetClock) -> Outcome:
    """Change the pace of a simulated shop's clock, or jump ahead on it."""
    row = ws.clock()
    if row is None:
        raise Refused("this shop runs on real time", "only a demo or an exercise can be paused")
    wall = SystemClock().now()
    anchor = ws.now if command.to is None else command.to
    if anchor < ws.now:
        raise Refused("the clock only goes forward", "name a later time")
    speed = row.speed if command.speed is None else command.speed
    if not 0 <= speed <= 3600:
        raise Refused("the pace goes from 0 (paused) to 3600", "1 is real time")
    after = replace(row, anchor=anchor, wall_anchor=wall, speed=speed)
    ws.change(row, anchor=after.anchor, wall_anchor=after.wall_anchor, speed=after.speed)
    said = "the clock is paused" if speed == 0 else f"the clock runs at {speed:g}x"
    return concluded(ws, said, kind="aside")
