"""One handler per command: the only code that changes the shop, inside one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dispatch_tui.core import commands as c
from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.core.knowledge import NOTHING_KNOWN, Knowledge
from dispatch_tui.desk.acts import (
    acknowledging,
    batch,
    calls,
    caring,
    carrying,
    checkins,
    correcting,
    delivery,
    disagreeing,
    emergency,
    help,
    inbox,
    locating,
    others,
    outbox,
    pairing,
    parts,
    placing,
    progress,
    ruling,
    telling,
)
from dispatch_tui.desk.ports import Handler, Workspace

HANDLERS: Mapping[type, Callable[[Workspace, Any], Outcome]] = {
    c.PlaceCall: placing.place_call,
    c.MoveVisit: placing.move_visit,
    c.SwapVisits: placing.swap_visits,
    c.Unplace: placing.unplace,
    c.SendHelp: help.send_help,
    c.SetLock: placing.set_lock,
    c.CarryPlan: carrying.carry_plan,
    c.SendEmergency: emergency.send_emergency,
    c.ChaseAck: acknowledging.chase_ack,
    c.SetStatus: progress.set_status,
    c.SetLeft: progress.set_left,
    c.CorrectStamp: correcting.correct_stamp,
    c.NewCall: calls.new_call,
    c.EditCall: calls.edit_call,
    c.Promise: calls.promise,
    c.AddNote: calls.add_note,
    c.SetPart: parts.set_part,
    c.HoldCall: calls.hold_call,
    c.CancelCall: calls.cancel_call,
    c.ReopenCall: calls.reopen_call,
    c.CloseCall: calls.close_call,
    c.AskLeft: checkins.ask_left,
    c.AnswerLeft: checkins.answer_left,
    c.LeaveAlone: telling.leave_alone,
    c.TellCustomer: telling.tell_customer,
    c.TellRow: telling.tell_row,
    c.TextTechnician: telling.text_technician,
    c.MarkSaid: outbox.mark_said,
    c.WithdrawMessage: outbox.withdraw_message,
    c.RetryMessage: outbox.retry_message,
    c.ResolveUnknown: outbox.resolve_unknown,
    c.HandleMessage: outbox.handle_message,
    c.StopTexts: outbox.stop_texts,
    c.TakeMessage: delivery.take_message,
    c.SettleMessage: delivery.settle_message,
    c.Receive: inbox.receive,
    c.TakeOut: others.take_out,
    c.BringBack: others.bring_back,
    c.UndoAct: others.undo,
    c.RedoAct: others.redo,
    c.LocateSite: locating.locate_site,
    c.SetPairing: pairing.set_pairing,
    c.SetRule: ruling.set_rule,
    c.SetTemplate: ruling.set_template,
    c.Disagree: disagreeing.disagree,
    c.FollowDisagreement: disagreeing.follow,
    c.CareFor: caring.care_for,
    c.SaveDraft: others.save_draft,
    c.SetClock: others.set_clock,
    c.ImportRows: batch.import_rows,
    c.SetUpShop: batch.set_up_shop,
}


def handler_of(act: Act, knowledge: Knowledge = NOTHING_KNOWN) -> Handler:
    """What carries out an act inside the store's transaction.

    Args:
        act: what to do.
        knowledge: what has been learnt, for what the act has to reckon.
    """
    handle = HANDLERS[type(act.command)]

    def handled(ws: Workspace) -> Outcome:
        ws.knowledge = knowledge
        return handle(ws, act.command)

    return handled
