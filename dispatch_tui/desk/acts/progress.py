"""What technicians do: dispatched, on the way, on site, paused, done; and how long they still need."""

from __future__ import annotations

from datetime import datetime, timedelta

from dispatch_tui.core.commands import Outcome, SetLeft, SetStatus
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.forecast import expected_finish
from dispatch_tui.core.model import Call, Stamp, Technician, TimeOff, Visit, VisitState, Way
from dispatch_tui.core.rules import absence
from dispatch_tui.core.shifts import working_spans
from dispatch_tui.core.status import AT_WORK, SEEN, StatusAct, advanced, check_act, check_instant
from dispatch_tui.core.timewords import length_text
from dispatch_tui.desk.acts.common import concluded, rules_of, spoken, when_text
from dispatch_tui.desk.acts.consequences import after_status
from dispatch_tui.desk.ports import Workspace

_STATUS_FIELDS = (
    "state", "since", "enroute_at", "arrived_at", "finished_at", "paused_minutes",
    "left_minutes", "left_at", "reason", "dispatched_at", "acknowledged_at",
)  # fmt: skip


def set_status(ws: Workspace, command: SetStatus) -> Outcome:
    """Stamp a visit: the transition table decides, the stamp is kept."""
    visit = ws.get(Visit, command.visit_id)
    technician = ws.get(Technician, visit.technician_id)
    act = check_act(visit, command.verb)
    at = command.at or ws.now
    check_instant(visit, at, ws.now)
    reason = command.reason or ws.act.reason
    if act.needs_reason and not reason:
        raise Refused(f"{command.verb} needs a reason", f"say why: {command.verb} {visit.call_id} no part")
    if command.verb == "dispatch":
        _check_one_call(ws, visit, technician)
        _check_there(ws, visit, technician, at, sure=command.sure)
    if command.verb in ("enroute", "onsite", "resume"):
        _check_free(ws, visit, technician)
    after = stamped(ws, visit, act, at, reason)
    call = ws.get(Call, visit.call_id)
    if after.state is VisitState.CANNOT_COMPLETE:
        call = keep_rest(ws, call, visit, after, command.rest)
    said = f"{spoken(technician)} {act.said} {visit.call_id}"
    if ws.now - at >= timedelta(minutes=1):
        said += f", since {when_text(ws, at)}"
    if reason:
        said += f" ({reason})"
    return concluded(ws, said, call=call, visit_id=visit.id)


def stamped(
    ws: Workspace, visit: Visit, act: StatusAct, at: datetime, reason: str = "", way: Way | None = None
) -> Visit:
    """Bring a visit to the state of a legal act: fields, stamp, and whoever is told of it."""
    after = advanced(visit, act, at, reason)
    stored = ws.change(visit, **{name: getattr(after, name) for name in _STATUS_FIELDS})
    ws.stamp(Stamp(visit.id, after.state, at, ws.now, ws.act.actor, way or ws.act.way, reason))
    after_status(ws, visit, stored, act.verb)
    return stored


def _check_one_call(ws: Workspace, visit: Visit, technician: Technician) -> None:
    """A technician sees one call at a time."""
    for other in ws.visits_on(technician.id, visit.service_date):
        if other.id != visit.id and other.state in SEEN:
            raise Refused(
                f"{spoken(technician)} still has call {other.call_id}",
                f"dispatch {visit.call_id} when that is done, or release {other.call_id}",
            )


def _check_there(ws: Workspace, visit: Visit, technician: Technician, at: datetime, *, sure: bool) -> None:
    """Nobody is sent to a call who is out by then, unless somebody has been asked."""
    if sure:
        return
    zone = ws.shop().zone
    offs = [off for off in ws.all(TimeOff) if off.technician_id == technician.id]
    hours = working_spans(rules_of(ws, technician.id), offs, visit.service_date, zone)
    why = absence(visit, hours, offs, at, zone)
    if why:
        raise NeedsSure(f"{spoken(technician)} {why}", "add ! to tell them all the same")


def _check_free(ws: Workspace, visit: Visit, technician: Technician) -> None:
    """Nobody is at two places."""
    for other in ws.visits_on(technician.id, visit.service_date):
        if other.id != visit.id and other.state is VisitState.ON_SITE:
            raise Refused(
                f"{spoken(technician)} is on site at call {other.call_id}",
                f"say done {technician.code.lower()} or pause {technician.code.lower()} first",
            )


def keep_rest(ws: Workspace, call: Call, before: Visit, after: Visit, said: int | None) -> Call:
    """Partial work goes back to the tray with what is left: as said, else as reckoned."""
    if said is not None:
        if not 0 < said <= 24 * 60:
            raise Refused(
                "what is left goes from a minute to a day", "say how much, or nothing to have it reckoned"
            )
        return ws.change(call, minutes=said)
    ended = after.finished_at or ws.now
    if before.left_minutes is not None and before.left_at is not None:
        since = (ended - before.left_at) / timedelta(minutes=1)
        rest = round(before.left_minutes - (0 if before.state is VisitState.PAUSED else since))
    else:
        started = before.arrived_at or after.finished_at or ws.now
        worked = (ended - started) / timedelta(minutes=1) - after.paused_minutes
        rest = round(before.minutes - worked)
    return ws.change(call, minutes=max(15, rest))


def set_left(ws: Workspace, command: SetLeft) -> Outcome:
    """Record how much work is left, as said; the forecast moves, the plan does not."""
    visit = ws.get(Visit, command.visit_id)
    technician = ws.get(Technician, visit.technician_id)
    if visit.state not in AT_WORK:
        raise Refused(
            f"{spoken(technician)} is not at work on call {visit.call_id}", "say onsite first, then how long"
        )
    said = said_left(ws, visit, left=command.left, more=command.more)
    return concluded(ws, f"{spoken(technician)} {said}", visit_id=visit.id)


def said_left(ws: Workspace, visit: Visit, *, left: int | None = None, more: int | None = None) -> str:
    """Keep how much work is left: `left` minutes from now, or `more` than was expected; in words.

    Raises:
        Refused: if that is not a time between nothing and a day.
    """
    minutes = left
    if minutes is None:
        still = (expected_finish(visit, ws.now) - ws.now) / timedelta(minutes=1)
        minutes = round(max(0.0, still)) + (more or 0)
    if not 0 <= minutes <= 24 * 60:
        raise Refused("time left goes from nothing to a day", "say 20, 1h or 1:30")
    ws.change(visit, left_minutes=minutes, left_at=ws.now)
    until = when_text(ws, ws.now + timedelta(minutes=minutes))
    if left is None and more is not None:
        return f"needs {length_text(more)} more on {visit.call_id}, now until {until}"
    return f"has {length_text(minutes)} left on {visit.call_id}, until {until}"
