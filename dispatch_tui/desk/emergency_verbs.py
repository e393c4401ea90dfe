"""What the verbs of emergencies mean on a board."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dispatch_tui.core.commands import ChaseAck, Rest, Start
from dispatch_tui.core.emergency import gate_of
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import VisitState
from dispatch_tui.desk.cases import Case
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.emergency import check_open, command_of, displaced, emergency_view, looked_at, way_of
from dispatch_tui.desk.requests import Do, Request, Show, Topic


def _emergency(case: Case) -> Request:
    """Who could go; or, where a technician is named, that they go, and those they leave are pushed back."""
    board, call = case.board, case.call
    check_open(board, call)
    key = case.parsed.technician()
    if key is None:
        return Show(Topic.EMERGENCY, call_id=call.id)
    technician = board.day.technicians[key]
    rest = Rest(case.parsed.words("rest") or Rest.RETURN)
    start = Start(case.parsed.words("start") or Start.NOW)
    view = emergency_view(board, call, rest, only=key, everybody=case.parsed.sure)
    found = way_of(view, key, start)
    if found is None:
        why = gate_of(board.day, call, technician)
        if why:
            raise Refused(why, "add ! to send them all the same")
        hint = f"say emergency {call.id} to see who can"
        raise Refused(f"{technician.code} does not work any more today", hint)
    put_off = displaced(board, view, found, None)
    command = command_of(view, found, put_off, sure=case.parsed.sure)
    return Do(command, looked_at(board.day, view, found, put_off), call.id)


def _remind(case: Case) -> Do:
    visit = case.meant.subject_visit(case.parsed.get("subject"), (VisitState.DISPATCHED,), "remind")
    how = case.parsed.words("how")
    command = ChaseAck(visit.id, ring=bool(how), said=how == "rung")
    return case.about(command, visit, seen(visit, "status"))


EMERGENCY_MEANINGS: Mapping[str, Callable[[Case], Request]] = {"emergency": _emergency, "remind": _remind}
