"""The worker: one console on duty, what it does, what it leaves alone, and how it leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from dispatch_tui.core.clock import FixedClock, ShopClock
from dispatch_tui.core.errors import StoreUnusable
from dispatch_tui.core.model import Call, Channel, Message, MessageKind, MessageState, Shop, Span, Visit
from dispatch_tui.desk.desk import Desk
from dispatch_tui.messaging.carrying import Incoming, Passing, Polled, Undelivered
from dispatch_tui.messaging.routes import Routes
from dispatch_tui.messaging.worker import DUTY, Pace, Worker
from tests.data.builders import DAY, at, do
from tests.messaging.days import at_work
from tests.messaging.servers import wait_for
from tests.messaging.shops import NUMBER, Outbox, Pretender, routes

S = MessageState
ALWAYS = Pace(poll=0.0, renew=0.0)


def worker(
    desk: Desk, ways: Routes | None = None, lines: list[str] | None = None, pace: Pace = ALWAYS
) -> Worker:
    told = lines if lines is not None else []
    return Worker(desk, ways if ways is not None else Routes(), told.append, pace)


def until(one: Worker, condition: Callable[[], object], what: str) -> None:
    """Beat until something holds."""

    def beaten() -> object:
        one.beat()
        return condition()

    wait_for(beaten, what)


def check_ins(outbox: Outbox) -> list[Message]:
    found = outbox.store.latest_messages(100)
    return [each for each in found if each.kind is MessageKind.CHECK_IN]


def rules(outbox: Outbox, **given: str) -> None:
    kept = {name.replace("_", "-"): value for name, value in given.items()}
    do(
        outbox.store,
        "ann",
        lambda work: work.change(work.get(Shop, 1), rules=kept),
        now=outbox.desk.clock.now(),
    )


# -- the lease


def test_one_console_is_on_duty_and_the_next_follows(outbox: Outbox, another: Callable[[str], Desk]):
    one, two = worker(outbox.desk), worker(another("desk:2"))
    for each in (one, two):
        each.beat()
    assert (one.on_duty, two.on_duty) == (True, False)
    one.close()
    two.beat()
    one.beat()
    assert (one.on_duty, two.on_duty) == (False, True)


def test_an_idle_console_writes_nothing(outbox: Outbox, another: Callable[[str], Desk]):
    one, two = worker(outbox.desk), worker(another("desk:2"))
    one.beat()
    version = (
        "PRAGMA data_version"
        if outbox.store.backend.dialect.name == "sqlite"
        else "SELECT sum(xmin::text::int) FROM duty"
    )
    before = outbox.store._raw.value(version)
    rev = outbox.store.rev()
    for _ in range(5):
        two.beat()
    assert outbox.store._raw.value(version) == before
    assert outbox.store.rev() == rev


def test_who_is_not_on_duty_does_nothing(outbox: Outbox, another: Callable[[str], Desk]):
    worker(outbox.desk).beat()
    at_work(outbox.store, "T9", outbox.desk.clock.now())
    message, carrier = outbox.put(), Pretender()
    two = worker(another("desk:2"), routes(carrier))
    for _ in range(3):
        two.beat()
    assert (check_ins(outbox), outbox.state(message), carrier.given) == ([], S.QUEUED, [])


def test_leaving_gives_the_duty_up(outbox: Outbox):
    one = worker(outbox.desk)
    one.beat()
    assert outbox.store.duty_holder(DUTY) is not None
    one.close()
    assert outbox.store.duty_holder(DUTY) is None


# -- what is due


def test_a_check_in_is_asked_once_and_said(outbox: Outbox):
    visit = at_work(outbox.store, "T9", outbox.desk.clock.now())
    lines: list[str] = []
    one = worker(outbox.desk, lines=lines)
    for _ in range(3):
        one.beat()
    (message,) = check_ins(outbox)
    assert (message.visit_id, message.state) == (visit, S.QUEUED)
    assert any("T9" in line for line in lines)
    (line,) = [
        line for line in outbox.store.log(10) if line.verb == "ask-left" or "how much longer" in line.summary
    ]
    assert (line.actor, line.uid) == ("worker", f"checkin-{visit}")
    assert line.console != outbox.desk.seat.console


def test_another_console_does_not_ask_again(outbox: Outbox, another: Callable[[str], Desk]):
    at_work(outbox.store, "T9", outbox.desk.clock.now())
    one, two = worker(outbox.desk), worker(another("desk:2"))
    one.beat()
    one.close()
    two.beat()
    assert two.on_duty
    assert len(check_ins(outbox)) == 1


def test_what_becomes_due_meanwhile_is_seen(outbox: Outbox):
    one = worker(outbox.desk)
    one.beat()
    at_work(outbox.store, "T9", outbox.desk.clock.now())
    one.beat()
    assert len(check_ins(outbox)) == 1


def test_a_refused_act_is_dropped_and_not_tried_for_ever(outbox: Outbox, monkeypatch: pytest.MonkeyPatch):
    at_work(outbox.store, "T9", outbox.desk.clock.now())
    rules(outbox, check_in="on")
    visit = next(each for each in outbox.store.day(DAY).visits if each.arrived_at)
    do(outbox.store, "ann", lambda work: work.change(work.get(Visit, visit.id), asked_at=None))
    outbox.put(kind=MessageKind.CHECK_IN, key=f"check_in:visit:{visit.id}", state=S.SENT)
    one, tried = worker(outbox.desk), []
    write = outbox.store.write
    monkeypatch.setattr(
        outbox.store, "write", lambda act, *rest: (tried.append(act.uid), write(act, *rest))[1]
    )
    for _ in range(4):
        one.beat()
        outbox.put("something else happens")
    assert [uid for uid in tried if uid.startswith("checkin")] == [f"checkin-{visit.id}"]


def test_a_reminder_for_tomorrow_is_queued_once(outbox: Outbox):
    rules(outbox, remind_lead="1440")
    tomorrow = DAY + timedelta(days=1)
    window = Span(at(15, day=tomorrow), at(16, 30, day=tomorrow))

    def job(work: object) -> None:
        call = work.get(Call, 1005)  # type: ignore[attr-defined]
        work.change(call, window=window, channel=Channel.TEXT)  # type: ignore[attr-defined]
        work.add(Visit(call.id, 1, at(15, day=tomorrow), 60, tomorrow))  # type: ignore[attr-defined]

    do(outbox.store, "ann", job)
    one = worker(outbox.desk)
    for _ in range(2):
        one.beat()
    reminders = [each for each in outbox.store.latest_messages(50) if each.kind is MessageKind.REMINDER]
    assert [(each.call_id, each.window, each.automatic) for each in reminders] == [(1005, window, True)]


# -- out


def test_messages_go_out_beside_the_stores_thread(outbox: Outbox):
    gate, threads = threading.Event(), set()

    def slow(_message: Message) -> None:
        threads.add(threading.current_thread())
        assert gate.wait(20)

    carrier = Pretender(fault=slow)
    sent = [outbox.put(f"to {n}", address=f"+1614555{n:04}") for n in range(6)]
    one = worker(outbox.desk, routes(carrier))
    for _ in range(3):
        one.beat()  # none of these waits for the network
    states = [outbox.state(each) for each in sent]
    assert states.count(S.SENDING) == ALWAYS.at_once
    assert one.pause < 0.5
    gate.set()
    until(one, lambda: all(outbox.state(each) is S.SENT for each in sent), "all sent")
    assert threading.current_thread() not in threads
    assert len(carrier.given) == 6


def test_what_cannot_be_stored_now_is_settled_later_and_not_sent_again(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
):
    carrier, message = Pretender(), outbox.put()
    one = worker(outbox.desk, routes(carrier))
    one.beat()
    wait_for(lambda: carrier.given, "handed over")
    write = outbox.store.write

    def broken(*_args: object) -> None:
        raise StoreUnusable("the disk is full")

    monkeypatch.setattr(outbox.store, "write", broken)

    def refused() -> bool:
        try:
            one.beat()
        except StoreUnusable:
            return True
        return False

    wait_for(refused, "the store's refusal")
    monkeypatch.setattr(outbox.store, "write", write)
    until(one, lambda: outbox.state(message) is S.SENT, "settled")
    assert len(carrier.given) == 1


def test_leaving_waits_a_moment_for_what_is_on_its_way(outbox: Outbox):
    gate = threading.Event()
    carrier = Pretender(fault=lambda _message: (gate.wait(20), None)[1])
    message = outbox.put()
    one = worker(outbox.desk, routes(carrier))
    one.beat()
    threading.Timer(0.1, gate.set).start()
    one.close(patience=20)
    assert outbox.state(message) is S.SENT


# -- in


@dataclass
class Mailbag:
    """A channel with things to tell."""

    bag: Polled = field(default_factory=Polled)
    had: list[Incoming] = field(default_factory=list)
    broken: bool = False

    def poll(self, now: datetime) -> Polled:
        if self.broken:
            raise Passing("the line is dead")
        return self.bag

    def taken(self, incoming: Incoming) -> None:
        self.had.append(incoming)


def replies(outbox: Outbox) -> list[str]:
    found = outbox.store.latest_messages(50)
    return [each.body for each in reversed(found) if each.kind is MessageKind.REPLY]


def test_what_comes_in_is_taken_once(outbox: Outbox, another: Callable[[str], Desk]):
    came = [Incoming(NUMBER, f"answer {n}", Channel.TEXT, f"carrier:SM{n}", "carrier") for n in range(2)]
    bag = Mailbag(Polled(tuple(came)))
    one = worker(outbox.desk, routes(Pretender(), bag))
    until(one, lambda: len(bag.had) >= 4, "polled twice")
    one.close()
    again = Mailbag(Polled(tuple(came)))
    two = worker(another("desk:2"), routes(Pretender(), again))
    until(two, lambda: len(again.had) >= 2, "polled by another")
    assert replies(outbox) == ["answer 0", "answer 1"]


def test_a_dead_line_is_said_and_asked_again(outbox: Outbox):
    lines: list[str] = []
    bag = Mailbag(broken=True)
    one = worker(outbox.desk, routes(Pretender(), bag), lines)
    until(one, lambda: any("the line is dead" in line for line in lines), "said")
    bag.broken, bag.bag = False, Polled((Incoming(NUMBER, "ok", Channel.TEXT, "carrier:SM1", "carrier"),))
    until(one, lambda: bag.had, "asked again")
    assert replies(outbox) == ["ok"]


def test_what_did_not_arrive_is_shown_as_failed(outbox: Outbox):
    message = outbox.put()
    bag = Mailbag()
    one = worker(outbox.desk, routes(Pretender(), bag))
    until(one, lambda: outbox.state(message) is S.SENT, "sent")
    bag.bag = Polled(undelivered=(Undelivered("pretender", "id-1", NUMBER, "unreachable handset"),))
    until(one, lambda: outbox.state(message) is S.FAILED, "failed")
    assert outbox.now(message).error == "unreachable handset"


def test_a_demo_shop_listens_to_nobody(outbox: Outbox):
    do(outbox.store, "ann", lambda work: work.change(work.get(Shop, 1), demo=True))
    bag = Mailbag(Polled((Incoming(NUMBER, "real", Channel.TEXT, "carrier:SM1", "carrier"),)))
    carrier, message = Pretender(), outbox.put()
    one = worker(outbox.desk, routes(carrier, bag))
    until(one, lambda: outbox.state(message) is S.SENT, "sent by nobody")
    assert (carrier.given, bag.had, replies(outbox)) == ([], [], [])
    assert outbox.now(message).provider == "demo"


def test_time_passing_makes_due(outbox: Outbox):
    """A minute that passes is enough; no news needed."""
    now = outbox.desk.clock.now()
    clock = ShopClock(FixedClock(now - timedelta(minutes=25)))
    at_work(outbox.store, "T9", now)
    one = worker(Desk(outbox.store, clock, outbox.desk.seat))
    one.beat()
    assert check_ins(outbox) == []
    clock.wall = FixedClock(now)
    one.beat()
    assert len(check_ins(outbox)) == 1
