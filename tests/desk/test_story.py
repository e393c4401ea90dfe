"""The story of a call in sentences: each fact once, who and when always."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dispatch_tui.core.day import LogLine
from dispatch_tui.core.model import (
    Call,
    Channel,
    Disagreement,
    Message,
    MessageKind,
    MessageState,
    Stamp,
    VisitState,
    Way,
)
from dispatch_tui.desk.ports import CallStory
from dispatch_tui.desk.story import Event, events_of
from tests.core.builders import NEW_YORK, TODAY, at, call, customer, on_site, site, span, tech, visit

S = VisitState
K = MessageKind
M = MessageState


def story(**fields: Any) -> CallStory:
    base: dict[str, Any] = {
        "call": call(1, received_at=at("8:00")), "customer": customer(1, name="Maria Lopez"),
        "site": site(1), "visits": (on_site(1, "10:00", "10:05"),), "stamps": (), "notes": (), "log": (),
        "technicians": (tech(1, name="Ana Ruiz"),),
    }  # fmt: skip
    return CallStory(**{**base, **fields})


def told(**fields: Any) -> list[Event]:
    """The events of a story, without its beginning."""
    return list(events_of(story(**fields), NEW_YORK))[1:]


def message(kind: MessageKind = K.LATE, state: MessageState = M.SENT, **fields: Any) -> Message:
    base: dict[str, Any] = {
        "channel": Channel.TEXT, "body": "Hi Maria", "key": "k", "created_at": at("13:04"), "state": state,
        "customer_id": 1, "call_id": 1, "author": "ann", "eta": at("14:20"), "id": 1,
        "window": span("13:00", "15:00"), "sent_at": at("13:05") if state is M.SENT else None,
    }  # fmt: skip
    return Message(kind, **{**base, **fields})


def line(rev: int, clock: str, verb: str, said: str, **more: Any) -> LogLine:
    return LogLine(rev, at(clock), more.pop("actor", "ann"), "", verb, said, **more)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (message(), "text to Maria Lopez: we run late, new arrival 14:20 (sent 13:05)"),
        (message(K.ON_THE_WAY, M.QUEUED), "text to Maria Lopez: on the way, arrival 14:20 (waits)"),
        (message(K.EARLIER, M.DRAFT),
         "text to Maria Lopez: we could come earlier, arrival 14:20 (waits for your yes)"),
        (message(K.CONFIRMATION, channel=Channel.EMAIL), "e-mail to Maria Lopez: we come 13–15 (sent 13:05)"),
        (message(K.REPROMISED, M.FAILED, error="no such number"),
         "text to Maria Lopez: another window, 13–15 (not sent: no such number)"),
        (message(K.REMINDER, M.CANCELED, error="overtaken"),
         "text to Maria Lopez: a reminder of 13–15 (withdrawn: overtaken)"),
        (message(K.DONE, M.BLOCKED, error="opted out"),
         "text to Maria Lopez: done, how was it? (held back: opted out)"),
        (message(K.FREE, M.UNKNOWN),
         'text to Maria Lopez: "Hi Maria" (it cannot be told whether it has left)'),
        (message(K.LATE, M.SENDING), "text to Maria Lopez: we run late, new arrival 14:20 (on its way out)"),
        (message(K.CHECK_IN, customer_id=None, technician_id=1), "asked Ana how much longer (sent 13:05)"),
        (message(K.THE_CALL, customer_id=None, technician_id=1), "text to Ana: the call (sent 13:05)"),
        (message(provider="voice", sent_at=at("13:04")),
         "told Maria Lopez by phone: we run late, new arrival 14:20"),
        (message(K.REPLY, M.RECEIVED, body="ok  thanks"), 'Maria Lopez wrote "ok thanks" by text'),
        (message(K.REPLY, M.RECEIVED, customer_id=None, technician_id=1, body="1h", meant="1h left"),
         'Ana answered "1h" by text: 1h left'),
        (message(K.REPLY, M.RECEIVED, customer_id=None, address="+1614"), '+1614 wrote "Hi Maria" by text'),
    ],
)  # fmt: skip
def test_a_message_is_a_sentence(sent: Message, sentence: str):
    (event,) = told(messages=(sent,))
    assert (event.at, event.text) == (at("13:04"), sentence)
    assert event.actor == "ann"


def test_a_long_text_is_cut():
    (event,) = told(messages=(message(K.FREE, body="word " * 60),))
    assert len(event.text) < 130


def test_what_a_message_tells_the_log_does_not_tell_again():
    log = (
        line(2, "13:04", "tell_customer", "text to Maria Lopez: late, arrival 14:20"),
        line(3, "13:05", "settle_message", "sent", actor="worker"),
        line(4, "13:30", "mark_said", "Maria Lopez told by phone", actor="bob"),
        line(5, "13:40", "move_visit", "1 moved at 15:00"),
    )
    said = message(K.REPROMISED, created_at=at("13:20"), sent_at=at("13:30"), provider="voice", id=2)
    assert [event.text for event in told(messages=(message(), said), log=log)] == [
        "text to Maria Lopez: we run late, new arrival 14:20 (sent 13:05)",
        "told Maria Lopez by phone: another window, 13–15 (said 13:30 by bob)",
        "1 moved at 15:00",
    ]


def test_what_no_message_of_the_call_tells_the_log_does():
    log = (line(2, "13:40", "receive", 'T1 Ana answered "1h" by text: has 1h left on 1', actor="gateway"),)
    (event,) = told(log=log)
    assert (event.text, event.actor) == ('T1 Ana answered "1h" by text: has 1h left on 1', "gateway")


def test_an_answer_that_says_a_status_is_told_once():
    stamp = Stamp(1, S.DONE, at("13:40"), at("13:40"), "gateway", Way.TEXT, id=1)
    log = (line(2, "13:40", "receive", 'T1 Ana answered "done" by text: has finished 1', actor="gateway"),)
    assert len(told(stamps=(stamp,), log=log)) == 1


def test_a_correction_shows_what_it_takes_back():
    stamps = (
        Stamp(1, S.ON_SITE, at("10:20"), at("10:20"), "ann", id=1),
        Stamp(1, S.ON_SITE, at("10:05"), at("11:00"), "bob", note="forgot to say", voids=1, id=2),
    )
    log = (
        line(2, "10:20", "set_status", "T1 Ana is at 1"),
        line(3, "11:00", "correct_stamp", "T1 Ana is at 1: at 10:05, not 10:20", actor="bob"),
    )
    right, wrong = told(stamps=stamps, log=log)
    assert right.text == "on site: forgot to say, corrected from 10:20"
    assert (right.at, right.recorded_at, right.actor, right.void) == (at("10:05"), at("11:00"), "bob", False)
    assert (wrong.text, wrong.at, wrong.void) == ("on site", at("10:20"), True)


def test_what_was_undone_is_struck_and_what_was_redone_stands():
    stamps = (
        Stamp(1, S.ON_SITE, at("10:20"), at("10:20"), "ann", id=1),
        Stamp(1, S.ON_SITE, at("10:20"), at("10:30"), "ann", note="taken back", voids=1, id=2),
    )
    placed = line(2, "8:30", "place_call", "1 placed on T1 Ana at 10:00")
    undone = line(4, "10:30", "undo_act", "undone: T1 Ana is at 1", kind="undo", undo_of=3)
    log = (placed, line(3, "10:20", "set_status", "T1 Ana is at 1"), undone)
    events = told(stamps=stamps, log=log)
    assert [(event.text, event.void) for event in events] == [
        ("1 placed on T1 Ana at 10:00", False), ("on site", True), ("undone: T1 Ana is at 1", False),
    ]  # fmt: skip
    again = Stamp(1, S.ON_SITE, at("10:20"), at("10:40"), "ann", id=3)
    redone = line(5, "10:40", "redo_act", "redone: T1 Ana is at 1", kind="redo", undo_of=4)
    events = told(stamps=(*stamps, again), log=(*log, redone))
    assert [(event.text, event.void) for event in events] == [
        ("1 placed on T1 Ana at 10:00", False), ("on site", False), ("undone: T1 Ana is at 1", True),
        ("redone: T1 Ana is at 1", False),
    ]  # fmt: skip
    gone = line(6, "10:50", "undo_act", "undone: 1 placed", kind="undo", undo_of=2)
    assert told(log=(placed, gone))[0].void


def test_two_technicians_are_told_apart():
    visits = (on_site(1, "10:00", "10:05"), visit(2, "13:00", call_id=1, technician_id=2))
    stamps = (
        Stamp(1, S.ON_SITE, at("10:05"), at("10:05"), "ann", id=1),
        Stamp(2, S.DISPATCHED, at("12:00"), at("12:00"), "ann", id=2),
    )
    people = (tech(1, name="Ana Ruiz"), tech(2, name="Bo Finch"))
    texts = [event.text for event in told(visits=visits, stamps=stamps, technicians=people)]
    assert texts == ["T1: on site", "T2: technician told"]


def test_callbacks_name_each_other():
    later: Call = call(7, received_at=at("16:00"), first_call_id=1)
    assert told(callbacks=(later,))[-1].text == "came back as call 7"
    first = events_of(story(call=later), NEW_YORK)[0]
    assert first.text == "call received, a callback of 1"


def test_a_disagreement_has_both_sides_and_its_end():
    it = Disagreement(
        1, "it drips", "it was dry", at("14:00"), "ann", owner="bob", next_step="look again", due=TODAY, id=1
    )
    (opened,) = told(disagreements=(it,), log=(line(2, "14:00", "disagree", "disagreement on 1"),))
    assert opened.text.startswith('disagreement with the client: they say "it drips", we say "it was dry"')
    assert "bob looks after it, next: look again, by " in opened.text
    assert opened.actor == "ann"
    settled = replace(it, settled_at=at("16:00"), outcome="washer replaced", within_team=True)
    events = told(disagreements=(settled,))
    assert "within the team" in events[0].text
    assert events[1].text == "disagreement settled: washer replaced"
