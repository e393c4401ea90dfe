"""What is done about an alert: to its cause, its cure, peace from it, who looks after it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch_tui.core.acknowledging import Step
from dispatch_tui.core.commands import (
    AnswerLeft,
    AskLeft,
    CareFor,
    ChaseAck,
    HoldCall,
    ReopenCall,
    ResolveUnknown,
    RetryMessage,
    SetPart,
    SetStatus,
    TellCustomer,
    Unplace,
)
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Call, Message, MessageKind, Priority, Visit, Way
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.status import AT_WORK, SEEN
from dispatch_tui.core.text import phone_text
from dispatch_tui.core.timewords import TimeBase, parse_date, parse_length
from dispatch_tui.desk.alerts.cures import Cause, Cure, cause_of, cure_of
from dispatch_tui.desk.alerts.keeper import Alert
from dispatch_tui.desk.alerts.unacknowledged import chase_on
from dispatch_tui.desk.desk import seen
from dispatch_tui.desk.emergency import check_open
from screens.status_acts import StatusActs

if TYPE_CHECKING:
    from screens.alerts import AlertsScreen

MINUTE = timedelta(minutes=1)
YES = ("y", "yes")
NO = ("n", "no")

CureAct = Callable[["AlertActs", Alert], Awaitable[None] | None]


class AlertActs(StatusActs):
    """Acts on the alert under the cursor."""

    screen: AlertsScreen

    def _alert(self) -> Alert:
        alert = self.screen.alert
        if alert is None:
            raise Usage("no alert here", "nothing needs you just now")
        return alert

    def target_visit(self) -> Visit | None:
        """The visit that the alert is about."""
        alert = self.screen.alert
        key = alert.visit_id if alert else None
        return self.screen.live.board.day.visits.get(key) if key is not None else None

    def target_technician(self) -> int | None:
        """The technician that the alert is about."""
        alert = self.screen.alert
        return alert.technician_id if alert else None

    def _visit(self) -> Visit:
        visit = self.target_visit()
        if visit is None:
            raise Usage("this alert is about no visit", "enter shows where it comes from")
        return visit

    def _call(self, alert: Alert) -> Call:
        call = self.screen.live.board.day.calls.get(alert.call_id or 0)
        if call is None:
            raise Usage("this alert is about no call", "enter shows where it comes from")
        return call

    # -- its cause

    def act_alert_cause(self, _count: int | None) -> None:
        """To where it comes from."""
        alert = self._alert()
        cause = cause_of(alert.trouble)
        if cause is Cause.THREAD:
            self._read(alert)
        elif cause is Cause.CALL and alert.call_id is not None:
            self.screen.services.open_detail(alert.call_id)
        elif alert.call_id is not None:
            self.screen.services.go_to(call_id=alert.call_id)
        else:
            self.screen.services.go_to(technician_id=alert.technician_id)

    def _read(self, alert: Alert) -> None:
        """The thread of who wrote or is written to; of somebody unknown there is none."""
        message = self._message(alert)
        services = self.screen.services
        if message.technician_id is not None:
            services.open_thread(technician_id=message.technician_id)
        elif message.customer_id is not None:
            services.open_thread(customer_id=message.customer_id)
        else:
            services.show_view("messages")

    def _message(self, alert: Alert) -> Message:
        message = self.screen.live.board.day.messages.get(alert.message_id or 0)
        if message is None:
            raise Usage("this alert is about no message", "enter shows where it comes from")
        return message

    # -- its cure

    def act_alert_cure(self, _count: int | None) -> Awaitable[None] | None:
        """Do what ends it."""
        alert = self._alert()
        return _CURES[cure_of(alert.trouble)](self, alert)

    def _ripple(self, alert: Alert) -> None:
        if alert.technician_id is not None:
            self.screen.services.open_ripple(alert.technician_id)

    def _dispatch(self, _alert: Alert) -> Awaitable[None]:
        return self.act_dispatch(None)

    def _next_status(self, _alert: Alert) -> Awaitable[None]:
        return self.act_status(None)

    def _take(self, alert: Alert) -> None:
        self.screen.services.take_in_hand(self._call(alert).id)

    def _ask_left(self, alert: Alert) -> None:
        visit = self._visit()

        async def then(text: str) -> None:
            await self.screen.do(AnswerLeft(visit.id, text, way=Way.VOICE))

        self.screen.ask(f" {alert.about.subject} has how long left (20, 1h, till 3, done) ", "left", then)

    def _part(self, alert: Alert) -> None:
        call = self._call(alert)

        async def then(text: str) -> None:
            if text.strip().lower() in YES:
                await self.screen.do(SetPart(call.id, ready=True), seen(call, "info"))
            else:
                await self.screen.services.run_line(f"hold {call.id} {text}", self.screen)

        self.screen.ask(f" {call.id} {call.part}: y if it is there, else why to hold the call ", "part", then)

    def _review(self, alert: Alert) -> None:
        call = self._call(alert)

        async def then(text: str) -> None:
            if text.strip().lower() in YES:
                await self.screen.do(ReopenCall(call.id), seen(call, "fate"))
                return
            day, now = self.screen.live.board.day, self.screen.live.now
            until = parse_date(text, TimeBase(day.service_date, now, day.shop.zone))
            await self.screen.do(HoldCall(call.id, call.hold_reason, until), seen(call, "fate"))

        self.screen.ask(
            f" {call.id} {call.hold_reason}: y reopens it, or hold until (fri, +7d) ", "hold", then
        )

    def _retry(self, alert: Alert) -> None:
        message = self._message(alert)

        async def then(text: str) -> None:
            words = "" if text.strip().lower() in YES else text
            await self.screen.do(RetryMessage(message.id, words), seen(message, "delivery"))

        who = alert.about.subject
        self.screen.ask(f" to {who} again: y as it was, or in other words ", "retry", then)

    def _resolve(self, alert: Alert) -> None:
        message = self._message(alert)

        async def then(text: str) -> None:
            word = text.strip().lower()
            if word not in YES + NO:
                raise Usage(f"{text!r} is neither yes nor no", "y: it has left; n: it is sent again")
            await self.screen.do(ResolveUnknown(message.id, word in YES), seen(message, "delivery"))

        self.screen.ask(f" did {alert.about.subject} get it? y, or n to send it again ", "resolve", then)

    def _send(self, alert: Alert) -> None:
        """Who can be there first."""
        call = self._call(alert)
        check_open(self.screen.live.board, call)
        self.screen.services.open_emergency(call.id)

    def _answer_or_give(self, alert: Alert) -> Awaitable[None] | None:
        """The next step to an acknowledgement: ask again, ring, or give it to somebody else."""
        visit, board = self._visit(), self.screen.live.board
        chase = chase_on(board, visit, Rules.of(board.day.shop))
        if chase is None:
            raise Usage(f"{visit.call_id} is acknowledged", "there is nothing to wait for")
        if chase.step is Step.TEXT:
            return self._ask_again(visit)
        if chase.step is Step.RING:
            self._ring(alert, visit)
        elif self._call(alert).priority is Priority.EMERGENCY:
            self._send(alert)
        else:
            self._take(alert)
        return None

    def _decide(self, alert: Alert) -> None:
        """Somebody is out: give the call away, back to the tray with it, or tell the client."""
        visit = self._visit()

        async def then(text: str) -> None:
            word = text.strip().lower()
            if word in ("g", "give"):
                self._take(alert)
            elif word in ("r", "release"):
                await self._to_tray(visit)
            elif word in ("t", "tell"):
                self._tell_client(alert)
            else:
                raise Usage(f"{text!r} is none of g, r and t", "g gives it away, r to the tray, t tells them")

        ask = f" {alert.about.subject} is out: g give to somebody else, r to the tray, t tell the client "
        self.screen.ask(ask, "decide", then)

    async def _to_tray(self, visit: Visit) -> None:
        """By the legal way: released, or what is left of begun work goes back."""
        if visit.state in AT_WORK:
            reason = "technician out"
            await self.screen.do(SetStatus(visit.id, "cannot", reason=reason), seen(visit, "status"))
            return
        if visit.state in SEEN:
            released = SetStatus(visit.id, "release", reason="technician out")
            await self.screen.do(released, seen(visit, "status"))
        await self.screen.do(Unplace(visit.id))

    def _tell_client(self, alert: Alert) -> None:
        call = self._call(alert)

        async def then(text: str) -> None:
            await self.screen.do(TellCustomer(call.id, MessageKind.FREE, text))

        self.screen.ask(f" to the client of {call.id} ", "tell", then)

    async def _ask_again(self, visit: Visit) -> None:
        await self.screen.do(ChaseAck(visit.id), seen(visit, "status"))

    def _ring(self, alert: Alert, visit: Visit) -> None:
        technician = self.screen.live.board.day.technicians[visit.technician_id]

        async def then(text: str) -> None:
            word = text.strip().lower()
            if word in YES:
                await self.screen.do(SetStatus(visit.id, "ack"), seen(visit, "status"))
            elif word in NO:
                await self.screen.do(ChaseAck(visit.id, said=True), seen(visit, "status"))
            elif word in ("l", "list"):
                await self.screen.do(ChaseAck(visit.id, ring=True), seen(visit, "status"))
            else:
                raise Usage(f"{text!r} is none of y, n and l", "y: they have it, n: not reached, l: later")

        who = f"{alert.about.subject} {phone_text(technician.phone)}".strip()
        self.screen.ask(f" ring {who}: y they have it, n not reached, l onto the call list ", "ring", then)

    async def act_alert_again(self, _count: int | None) -> None:
        """Ask the technician once more."""
        await self.screen.do(AskLeft(self._visit().id, again=True))

    # -- peace from it, and who looks after it

    async def act_alert_snooze(self, _count: int | None) -> None:
        """Peace for as long as the shop says; what is snoozed is woken."""
        alert = self._alert()
        if alert.snoozed:
            await self.screen.do(CareFor(alert.key, level=alert.level, wake=True))
        else:
            await self._snooze(alert, Rules.of(self.screen.live.board.day.shop).snooze)

    def act_alert_snooze_for(self, _count: int | None) -> None:
        """Peace for as long as is said."""
        alert = self._alert()

        async def then(text: str) -> None:
            await self._snooze(alert, parse_length(text))

        self.screen.ask(f" snooze {alert.about.subject} for how long (30, 2h) ", "snooze", then)

    async def _snooze(self, alert: Alert, minutes: int) -> None:
        until = self.screen.live.now + minutes * MINUTE
        await self.screen.do(CareFor(alert.key, until=until, level=alert.level))

    async def act_alert_own(self, _count: int | None) -> None:
        """Look after it; what one looks after is left to others again."""
        alert, me = self._alert(), self.screen.live.desk.seat.actor
        owner = "" if alert.owner == me else me
        await self.screen.do(CareFor(alert.key, owner=owner, level=alert.level))


_CURES: dict[Cure, CureAct] = {
    Cure.RIPPLE: AlertActs._ripple,
    Cure.DISPATCH: AlertActs._dispatch,
    Cure.MOVE: AlertActs._take,
    Cure.PLACE: AlertActs._take,
    Cure.SEND: AlertActs._send,
    Cure.ANSWER: AlertActs._answer_or_give,
    Cure.DECIDE: AlertActs._decide,
    Cure.LEFT: AlertActs._ask_left,
    Cure.NEXT: AlertActs._next_status,
    Cure.PART: AlertActs._part,
    Cure.REVIEW: AlertActs._review,
    Cure.RETRY: AlertActs._retry,
    Cure.RESOLVE: AlertActs._resolve,
    Cure.READ: AlertActs._read,
}
