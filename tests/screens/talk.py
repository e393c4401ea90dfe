"""A demo shop's day of messages, put in the store as senders and receivers would leave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from data.opening import open_store
from dispatch_tui.core.commands import Act, Outcome
from dispatch_tui.core.model import (
    Call,
    CallPhase,
    Channel,
    Customer,
    Message,
    MessageKind,
    MessageState,
    OptOut,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.desk.ports import Workspace
from tests.screens.conftest import WALL

K, S = MessageKind, MessageState
LATE_SCRIPT = (
    "Riverside Heating: we are sorry, Ana is running late. New arrival: about 15:20. "
    "If that does not suit you, just tell us."
)


@dataclass
class Talk:
    """Ids of what was put there, by name."""

    ids: dict[str, int]
    technician: Technician
    at_work: Visit
    idle: Technician
    customers: list[Customer]
    calls: list[Call]

    def __getitem__(self, name: str) -> int:
        return self.ids[name]


def write(path: Path | str, job: Any) -> Any:
    """Carry out a plain function of a workspace on a store; what it returns."""
    store = open_store(path)
    kept: list[Any] = []

    def handler(work: Workspace) -> Outcome:
        kept.append(job(work))
        work.conclude("talked", "aside")
        return Outcome("talked", work.rev)

    try:
        store.write(Act(None, "sender"), handler, WALL)  # type: ignore[arg-type]
    finally:
        store.close()
    return kept[0]


def talk(path: Path, *names: str) -> Talk:
    """Messages of every state (or those named) between the demo's people."""
    return write(path, lambda work: _talk(work, names))  # type: ignore[no-any-return]


def _talk(work: Workspace, names: tuple[str, ...]) -> Talk:
    visits = [each for call in work.all(Call) for each in work.visits_of(call.id)]
    at_work = next(visit for visit in visits if visit.state is VisitState.ON_SITE)
    busy = {visit.technician_id for visit in visits if visit.state in (VisitState.ON_SITE, VisitState.PAUSED)}
    ana = work.get(Technician, at_work.technician_id)
    idle = next(each for each in work.all(Technician) if each.id not in busy)
    planned = [visit for visit in visits if visit.state is VisitState.TENTATIVE and visit.start > WALL]
    calls = [work.get(Call, visit.call_id) for visit in planned]
    calls = [call for call in calls if call.phase is CallPhase.SCHEDULED and call.window][:8]
    customers = [work.get(Customer, call.customer_id) for call in calls]

    def to(n: int, kind: MessageKind, channel: Channel, body: str, **more: Any) -> Message:
        given = {"kind": kind, "channel": channel, "body": body, "created_at": WALL - timedelta(minutes=20)}
        given |= {
            "customer_id": customers[n].id, "call_id": calls[n].id, "author": "ann",
            "address": customers[n].phone or "+16145550100",
        }  # fmt: skip
        return Message(key=f"{n}:{kind}:{channel}:{body}", **(given | more))

    eta = calls[0].window.end + timedelta(minutes=20) if calls[0].window else WALL
    made = {
        "ring": to(0, K.LATE, Channel.PHONE, LATE_SCRIPT, eta=eta),
        "ring2": to(1, K.REPROMISED, Channel.PHONE, "The new time is 15-17.", window=calls[1].window),
        "answered": Message(
            K.REPLY, Channel.TEXT, "30", "in0", WALL - timedelta(hours=2), S.RECEIVED, technician_id=ana.id,
            address=ana.phone, handled_at=WALL - timedelta(hours=2), handled_by="worker",
            meant="30 minutes left",
        ),
        "asked": Message(
            K.CHECK_IN, Channel.TEXT, "How much longer do you need on this call? We ask so that we can tell "
            "the client who is next.", "c1", WALL - timedelta(minutes=9), S.SENT, technician_id=ana.id,
            call_id=at_work.call_id, visit_id=at_work.id, address=ana.phone, automatic=True,
            author="worker", sent_at=WALL - timedelta(minutes=9), provider="carrier",
        ),
        "reply": Message(
            K.REPLY, Channel.TEXT, "got held up, 30 or so?", "in1", WALL - timedelta(minutes=3), S.RECEIVED,
            technician_id=ana.id, address=ana.phone,
        ),
        "stranger": Message(
            K.REPLY, Channel.TEXT, "Is this the plumber?\nPlease ring me.", "in2",
            WALL - timedelta(minutes=1), S.RECEIVED, address="+16145550199",
        ),
        "failed": to(2, K.CONFIRMATION, Channel.TEXT, "Your visit is set for today, arrival 13-15.",
                     state=S.FAILED, error="the carrier says: not a mobile number"),
        "blocked": to(3, K.ON_THE_WAY, Channel.TEXT, "Bo is on the way.", state=S.BLOCKED,
                      error="asked not to be texted"),
        "unknown": to(4, K.LATE, Channel.TEXT, "We are sorry, Bo is running late.", state=S.UNKNOWN),
        "draft": to(5, K.LATE, Channel.TEXT, LATE_SCRIPT, state=S.DRAFT, eta=eta),
        "waiting": to(6, K.REMINDER, Channel.EMAIL, "We look forward to seeing you.", subject="Your visit",
                      address="me@example.com"),
        "sent": to(7, K.CONFIRMATION, Channel.TEXT, "Su visita queda fijada para hoy, llegada 13-15.",
                   state=S.SENT, sent_at=WALL - timedelta(minutes=18), provider="carrier", language="es"),
        "voice": to(7, K.LATE, Channel.PHONE, "We are late.", state=S.SENT, sent_at=WALL, provider="voice"),
        "withdrawn": to(7, K.LATE, Channel.TEXT, "We are late by an hour.", state=S.CANCELED,
                        error="a newer message has overtaken it"),
    }  # fmt: skip
    kept = {name: work.add(made[name]).id for name in made if not names or name in names}
    if "blocked" in kept:
        work.add(OptOut(customers[3].phone, WALL - timedelta(days=1), "please stop", "them"))
    return Talk(kept, ana, at_work, idle, customers, calls)


def changed(path: Path, message_id: int, **fields: Any) -> None:
    """A sender has got on with a message."""
    write(path, lambda work: work.change(work.get(Message, message_id), **fields))
