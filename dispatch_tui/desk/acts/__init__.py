"""One handler per command: the only code that changes the shop, inside one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dispatch_tui.core import commands as c
from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.desk.acts import batch, calls, others, placing, progress
from dispatch_tui.desk.ports import Handler, Workspace

HANDLERS: Mapping[type, Callable[[Workspace, Any], Outcome]] = {
    c.PlaceCall: placing.place_call,
    c.MoveVisit: placing.move_visit,
    c.SwapVisits: placing.swap_visits,
    c.Unplace: placing.unplace,
    c.SetLock: placing.set_lock,
    c.SetStatus: progress.set_status,
    c.SetLeft: progress.set_left,
    c.NewCall: calls.new_call,
    c.EditCall: calls.edit_call,
    c.Promise: calls.promise,
    c.AddNote: calls.add_note,
    c.HoldCall: calls.hold_call,
    c.CancelCall: calls.cancel_call,
    c.ReopenCall: calls.reopen_call,
    c.CloseCall: calls.close_call,
    c.TakeOut: others.take_out,
    c.BringBack: others.bring_back,
    c.UndoAct: others.undo,
    c.RedoAct: others.redo,
    c.SaveDraft: others.save_draft,
    c.SetClock: others.set_clock,
    c.ImportRows: batch.import_rows,
    c.SetUpShop: batch.set_up_shop,
}


def handler_of(act: Act) -> Handler:
    """What carries out an act inside the store's transaction."""
    handle = HANDLERS[type(act.command)]
    return lambda ws: handle(ws, act.command)
