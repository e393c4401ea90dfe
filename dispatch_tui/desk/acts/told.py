"""What a message that has left, or that a person has said, makes true: the told facts."""

from __future__ import annotations

from dispatch_tui.core.errors import Missing
from dispatch_tui.core.model import Call, Message, MessageKind, Visit
from dispatch_tui.desk.ports import Workspace

_OF_WINDOW = frozenset({MessageKind.CONFIRMATION, MessageKind.REMINDER, MessageKind.REPROMISED})
_OF_ETA = frozenset({MessageKind.LATE, MessageKind.EARLIER, MessageKind.ON_THE_WAY})


def mark_told(ws: Workspace, message: Message) -> None:
    """Keep what somebody has now been told, and when.

    What has changed since stays untold: a message about an older window or a visit that is gone makes
    nothing true.
    """
    if message.kind in _OF_WINDOW and message.call_id is not None:
        _window_told(ws, message)
    if message.kind in _OF_ETA and message.visit_id is not None and message.eta is not None:
        _eta_told(ws, message)
    if message.kind is MessageKind.CHECK_IN and message.visit_id is not None:
        visit = _still_there(ws, message.visit_id)
        if visit is not None and visit.answered_at is None:
            ws.change(visit, asked_at=ws.now)


def _window_told(ws: Workspace, message: Message) -> None:
    try:
        call = ws.get(Call, message.call_id or 0)
    except Missing:
        return
    if call.window is not None and call.window == message.window and call.window_told_at is None:
        ws.change(call, window_told_at=ws.now)


def _eta_told(ws: Workspace, message: Message) -> None:
    visit = _still_there(ws, message.visit_id or 0)
    if visit is None:
        return
    if message.kind is MessageKind.ON_THE_WAY:
        ws.change(visit, eta_told=message.eta, eta_told_at=ws.now, onway_told_at=ws.now)
    else:
        ws.change(visit, eta_told=message.eta, eta_told_at=ws.now)


def _still_there(ws: Workspace, visit_id: int) -> Visit | None:
    try:
        return ws.get(Visit, visit_id)
    except Missing:
        return None
