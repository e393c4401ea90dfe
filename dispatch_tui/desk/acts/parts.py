"""What a call needs at hand before its work can be done."""

from __future__ import annotations

from dispatch_tui.core.commands import Outcome, SetPart
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, CallPhase
from dispatch_tui.core.text import clean_line
from dispatch_tui.desk.acts.common import concluded
from dispatch_tui.desk.ports import Workspace

_OVER = frozenset({CallPhase.COMPLETED, CallPhase.CLOSED, CallPhase.CANCELED})


def set_part(ws: Workspace, command: SetPart) -> Outcome:
    """Name the part a call waits for, say that it is here, or that none is needed."""
    call = ws.get(Call, command.call_id)
    if call.phase in _OVER:
        raise Refused(f"call {call.id} is {call.phase.value}", f"reopen {call.id}, or take a callback")
    part = call.part if command.part is None else clean_line(command.part, 120)
    if command.ready is not None and not part:
        raise Refused(f"call {call.id} waits for no part", f"say which: part {call.id} capacitor")
    ready_at = call.part_ready_at if part == call.part else None
    if command.ready is not None:
        ready_at = (ready_at or ws.now) if command.ready else None
    changed = ws.change(call, part=part, part_ready_at=ready_at if part else None)
    return concluded(ws, _said(call, changed), call=changed)


def _said(before: Call, after: Call) -> str:
    if not after.part:
        return f"{after.id} needs no part" + (f", not {before.part}" if before.part else "")
    if after.part_ready_at is not None:
        return f"{after.id}: {after.part} is here"
    return f"{after.id} waits for {after.part}"
