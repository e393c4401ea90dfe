"""Correcting what was said of a visit: its latest stamp gets another time; the old one stays in the story."""

from __future__ import annotations

from dispatch_tui.core.commands import CorrectStamp, Outcome
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, Stamp, Technician, Visit, VisitState
from dispatch_tui.core.status import ACTS, check_correction, corrected, standing_stamps
from dispatch_tui.core.text import clean_line
from dispatch_tui.desk.acts.common import concluded, spoken, when_text
from dispatch_tui.desk.ports import Workspace

_FOLLOWING = (
    "since",
    "enroute_at",
    "arrived_at",
    "finished_at",
    "paused_minutes",
    "left_minutes",
    "left_at",
    "dispatched_at",
    "acknowledged_at",
)
"""Fields of a visit that follow the time of its latest stamp."""


def correct_stamp(ws: Workspace, command: CorrectStamp) -> Outcome:
    """Say that the latest status of a visit happened at another time; own author, own recording time."""
    visit = ws.get(Visit, command.visit_id)
    technician = ws.get(Technician, visit.technician_id)
    standing = standing_stamps(ws.stamps_of_visit(visit.id))
    if not standing or standing[-1].state is not visit.state:
        first = f"say dispatch {visit.call_id} first"
        raise Refused(f"nothing has been said of call {visit.call_id} that could be corrected", first)
    latest = standing[-1]
    before = standing[-2] if len(standing) > 1 else None
    check_correction(command.at, before, ws.now, ws.shop().zone)
    if command.at == latest.at:
        said = f"{visit.call_id} stays at {when_text(ws, latest.at)}"
        return Outcome(said, ws.rev, call=ws.get(Call, visit.call_id), visit_id=visit.id)
    reason = clean_line(command.reason or ws.act.reason, 200)
    after = corrected(visit, command.at, before.state if before else None)
    ws.change(visit, **{name: getattr(after, name) for name in _FOLLOWING})
    ws.stamp(
        Stamp(
            visit.id,
            visit.state,
            command.at,
            ws.now,
            ws.act.actor,
            ws.act.way,
            reason or latest.note,
            voids=latest.id,
        )
    )
    said = f"{spoken(technician)} {_word(visit.state)} {visit.call_id}: at {when_text(ws, command.at)}"
    said += f", not {when_text(ws, latest.at)}" + (f" ({reason})" if reason else "")
    call = ws.get(Call, visit.call_id)
    return concluded(ws, said, warnings=_rest_stays(call, visit), call=call, visit_id=visit.id)


def _word(state: VisitState) -> str:
    """What is said of a visit that comes into a state, of a technician."""
    if state is VisitState.CANCELED:
        return "was taken off"
    return next(act.said for act in ACTS.values() if act.target is state)


def _rest_stays(call: Call, visit: Visit) -> tuple[str, ...]:
    """What was left when work ended is not reckoned anew: a person may have changed it since."""
    if visit.state is not VisitState.CANNOT_COMPLETE:
        return ()
    return (f"what is left of {call.id} stays {call.minutes}m",)
