"""The envelope of a command and the answer to it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TypeAlias

from dispatch_tui.core.commands import calls, emergency, messages, pairing, places, plan, progress, shop
from dispatch_tui.core.model import Call, Way


@dataclass(frozen=True, slots=True)
class Seen:
    """A field group as the person saw it when they decided."""

    kind: str
    id: int
    group: str
    rev: int


Command: TypeAlias = (
    plan.PlaceCall
    | plan.MoveVisit
    | plan.SwapVisits
    | plan.Unplace
    | plan.SendHelp
    | plan.SetLock
    | plan.CarryPlan
    | emergency.SendEmergency
    | emergency.ChaseAck
    | progress.SetStatus
    | progress.SetLeft
    | progress.CorrectStamp
    | progress.TakeOut
    | progress.BringBack
    | calls.HoldCall
    | calls.CancelCall
    | calls.ReopenCall
    | calls.CloseCall
    | calls.NewCall
    | calls.EditCall
    | calls.Promise
    | calls.AddNote
    | calls.SetPart
    | messages.AskLeft
    | messages.AnswerLeft
    | messages.LeaveAlone
    | messages.TellCustomer
    | messages.TellRow
    | messages.TextTechnician
    | messages.MarkSaid
    | messages.WithdrawMessage
    | messages.RetryMessage
    | messages.ResolveUnknown
    | messages.TakeMessage
    | messages.SettleMessage
    | messages.Receive
    | messages.HandleMessage
    | messages.StopTexts
    | messages.SetTemplate
    | messages.SetRule
    | messages.Disagree
    | messages.FollowDisagreement
    | messages.CareFor
    | pairing.SetPairing
    | places.LocateSite
    | shop.SaveDraft
    | shop.SetClock
    | shop.UndoAct
    | shop.RedoAct
    | shop.ImportRows
    | shop.SetUpShop
)


@dataclass(frozen=True, slots=True)
class Act:
    """A command with who gives it, from where, why, and what they were looking at."""

    command: Command
    actor: str
    console: str = ""
    way: Way = Way.DESK
    reason: str = ""
    seen: tuple[Seen, ...] = ()
    uid: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act came to.

    Attributes:
        said: one line for the person: what was done.
        rev: the changeset written; the rev before if nothing had to change.
        warnings: what the person should know all the same, one line each.
        call: the call it was about, if one.
        visit_id: the visit it made or moved, if one.
        again: True if this uid had been written before and was not written twice.
    """

    said: str
    rev: int
    warnings: tuple[str, ...] = ()
    call: Call | None = None
    visit_id: int | None = None
    again: bool = False
