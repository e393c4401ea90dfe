"""The timed duties: what is to be asked and told now without anybody pressing a key. Pure.

Each act has a uid made of the fact it is about, so that it is done once, whoever does it and however often
the duty changes hands.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dispatch_tui.core.commands import AskLeft, Command, TellCustomer, TellRow
from dispatch_tui.core.day import Day
from dispatch_tui.core.model import MessageKind
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.telling.checkin import due_check_ins
from dispatch_tui.core.telling.facts import shown_eta
from dispatch_tui.core.telling.late import AHEAD, late_notices
from dispatch_tui.desk.board import Board

DueAct = tuple[str, Command]
"""Uid and command."""


def due_acts(board: Board, now: datetime) -> list[DueAct]:
    """What is due of the day on the board: check-ins, then late notices where the shop tells by itself."""
    check_ins = due_check_ins(board.day, board.forecasts, now)
    acts: list[DueAct] = [(f"checkin-{each.visit.id}", AskLeft(each.visit.id)) for each in check_ins]
    if Rules.of(board.day.shop).tell_late == "auto":
        acts += _late(board, now)
    return acts


def _late(board: Board, now: datetime) -> list[DueAct]:
    """One act per row; its uid has each arrival as it would be told, so that each new one is told once."""
    day, rules, zone = board.day, Rules.of(board.day.shop), board.day.shop.zone
    acts: list[DueAct] = []
    for key in day.order:
        row = board.forecasts.get(key)
        if row is None:
            continue
        notices = late_notices(day.row(key), day.calls, row, rules, now)
        told = [
            f"{each.visit.id}@{shown_eta(each.eta, zone):%Y%m%dT%H%M}" for each in notices if not each.told
        ]
        if told:
            acts.append((f"late-{key}-{'-'.join(told)}", TellRow(key)))
    return acts


def due_reminders(day: Day, now: datetime) -> list[DueAct]:
    """Reminders of a day's windows, `remind-lead` before they begin.

    Who was told their window within that time needs none; nor does who is being driven to.
    """
    lead = timedelta(minutes=Rules.of(day.shop).remind_lead)
    if not lead:
        return []
    acts: list[DueAct] = []
    for visit in sorted(day.visits.values(), key=lambda each: (each.start, each.id)):
        call = day.calls.get(visit.call_id)
        if call is None or call.window is None or visit.state not in AHEAD or visit.enroute_at is not None:
            continue
        due = call.window.start - lead
        told_lately = call.window_told_at is not None and call.window_told_at >= due
        if told_lately or not due <= now < call.window.start:
            continue
        uid = f"remind-{call.id}-{call.window.start:%Y%m%dT%H%M}-{call.window.end:%H%M}"
        acts.append((uid, TellCustomer(call.id, MessageKind.REMINDER, window=call.window)))
    return acts


def days_to_remind(day: Day, now: datetime) -> int:
    """How many days after today hold windows that may have to be reminded of by now."""
    lead = Rules.of(day.shop).remind_lead
    if not lead:
        return 0
    zone = day.shop.zone
    return ((now + timedelta(minutes=lead)).astimezone(zone).date() - now.astimezone(zone).date()).days
