"""Taking calls, changing what is known of them, and their fates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch_tui.core.commands import (
    AddNote,
    CancelCall,
    CloseCall,
    EditCall,
    HoldCall,
    NewCall,
    Promise,
    ReopenCall,
    SetStatus,
)
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, CallNote, CallPhase, Customer, Site, VisitState
from tests.core.builders import TODAY, at, customer, done, en_route, on_site, site, span, visit
from tests.desk.shops import DeskShop

TOLD = {"state": VisitState.DISPATCHED, "since": at("11:00"), "dispatched_at": at("11:00")}


def new(**fields: object) -> NewCall:
    base: dict[str, object] = {
        "customer": Customer("Ida Fox", "+16145550134"), "site": Site(0, "12 Elm St", "Columbus"),
        "type_code": "REPAIR", "minutes": 60, "skills": ("HVAC",), "due": TODAY,
    }  # fmt: skip
    return NewCall(**{**base, **fields})  # type: ignore[arg-type]


def test_a_call_of_a_new_customer_is_one_act():
    shop = DeskShop()
    outcome = shop.do(new(problem="no heat", window=span("13:00", "15:00")))
    call = outcome.call
    assert call is not None
    assert outcome.said == f"call {call.id} taken for Ida Fox"
    stored = shop.call(call.id)
    assert (stored.phase, stored.received_at, stored.window_told_at) == (CallPhase.OPEN, shop.now, shop.now)
    (owner,) = shop.all(Customer)
    (where,) = shop.all(Site)
    assert stored.customer_id == owner.id == where.customer_id
    assert stored.site_id == where.id
    assert shop.store.rev == 2


def test_a_known_customer_is_not_doubled_and_takes_what_is_new():
    shop = DeskShop(waiting=(1,))
    known = customer(1, name="Customer 1", phone="+16145550199", tags=("quick",))
    outcome = shop.do(new(customer=known, site=site(1, customer_id=1)))
    assert len(shop.all(Customer)) == 1
    assert len(shop.all(Site)) == 1
    assert shop.all(Customer)[0].phone == "+16145550199"
    assert outcome.warnings == ("open call 1 at the same address",)


def test_a_site_of_somebody_else_is_refused():
    shop = DeskShop(waiting=(1, 2))
    with pytest.raises(Refused, match="belongs to another customer"):
        shop.do(new(customer=customer(1), site=site(2, customer_id=2)))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"type_code": "NOPE"}, "not a kind of work"),
        ({"minutes": 0}, "needs a length"),
        ({"customer": Customer("  ")}, "needs a name"),
        ({"site": Site(0, " ")}, "needs an address"),
    ],
)
def test_what_is_no_call_is_refused_and_nothing_is_stored(fields: dict[str, object], word: str):
    shop = DeskShop()
    with pytest.raises(Refused, match=word):
        shop.do(new(**fields))
    assert shop.all(Customer) == shop.all(Site) == shop.all(Call) == []


def test_outside_text_is_cleaned_on_its_way_in():
    shop = DeskShop()
    dirty = Customer("\x1b[31mIda\x07 [b]Fox[/b]\u202e")
    outcome = shop.do(new(customer=dirty, problem="a\tb\r\nc\x00", access="dog\nbites"))
    assert shop.all(Customer)[0].name == "Ida [b]Fox[/b]"
    assert outcome.call is not None
    assert outcome.call.problem == "a b\nc"


def test_edits_change_what_they_name():
    shop = DeskShop(waiting=(1,))
    outcome = shop.do(EditCall(1, {"minutes": 90, "problem": "worse"}))
    assert outcome.said == "call 1: minutes, problem changed"
    assert (shop.call(1).minutes, shop.call(1).problem) == (90, "worse")
    with pytest.raises(Refused, match="cannot be edited"):
        shop.do(EditCall(1, {"phase": CallPhase.CLOSED}))
    with pytest.raises(Refused, match="needs a length"):
        shop.do(EditCall(1, {"minutes": 0}))


def test_edited_text_is_cleaned_like_new_text():
    shop = DeskShop(waiting=(1,))
    shop.do(
        EditCall(
            1,
            {"problem": "\x1b[31mred\x07", "access": "a\x00b", "instructions": "\u202ex", "source": "w\teb"},
        )
    )
    call = shop.call(1)
    assert (call.problem, call.access, call.instructions, call.source) == ("red", "ab", "x", "w eb")


def test_edits_keep_to_kinds_of_work_that_there_are():
    shop = DeskShop(waiting=(1,))
    with pytest.raises(Refused, match="not a kind of work"):
        shop.do(EditCall(1, {"type_code": "NOPE"}))


def test_a_promise_that_was_made_changes_only_with_a_reason():
    shop = DeskShop(waiting=(1,))
    assert shop.do(Promise(1, span("13:00", "15:00"))).said == "call 1: window 13–15"
    assert shop.call(1).window_told_at == shop.now
    with pytest.raises(Refused, match="say why"):
        shop.do(Promise(1, span("15:00", "17:00")))
    shop.do(Promise(1, None, "they will call back"))
    assert (shop.call(1).window, shop.call(1).window_told_at) == (None, None)


def test_notes():
    shop = DeskShop(waiting=(1,))
    shop.do(AddNote(1, " gate code\n1234 "))
    (note,) = shop.all(CallNote)
    assert (note.text, note.actor, note.at) == ("gate code\n1234", "ann", shop.now)
    with pytest.raises(Refused, match="empty"):
        shop.do(AddNote(1, " \x07 "))


def test_a_hold_takes_what_nobody_has_seen_off_the_board():
    shop = DeskShop((visit(1, "14:00"),))
    outcome = shop.do(HoldCall(1, "waits for a part", TODAY + timedelta(days=3)))
    assert outcome.said == "call 1 on hold until Fri 27 Nov: waits for a part"
    assert shop.visits_of(1) == []
    assert shop.call(1).phase is CallPhase.ON_HOLD
    assert shop.do(ReopenCall(1)).said == "call 1 is open again"
    seen = DeskShop((visit(1, "14:00", **TOLD),))
    with pytest.raises(Refused, match="release 1 first"):
        seen.do(HoldCall(1, "part"))


@pytest.mark.parametrize("command", [HoldCall(1, " "), CancelCall(1, "")])
def test_holds_and_cancellations_need_reasons(command):
    with pytest.raises(Refused, match="needs a reason"):
        DeskShop(waiting=(1,)).do(command)
    DeskShop(waiting=(1,)).do(command, reason="said on the phone")


def test_a_canceled_call_leaves_the_technician_and_they_are_to_be_told():
    shop = DeskShop((en_route(1, "12:00", "11:50"),))
    outcome = shop.do(CancelCall(1, "sold the house"))
    assert outcome.warnings == ("the technician had seen it: ring up T1 Ana",)
    assert shop.visit(1).state is VisitState.CANCELED
    assert shop.store.stamps[-1].state is VisitState.CANCELED
    assert shop.call(1).phase is CallPhase.CANCELED
    unseen = DeskShop((visit(1, "14:00"),))
    assert unseen.do(CancelCall(1, "sold")).warnings == ()
    assert unseen.visits_of(1) == []
    begun = DeskShop((on_site(1, "11:00", "11:00"),))
    with pytest.raises(Refused, match="has begun"):
        begun.do(CancelCall(1, "sold"))


def test_what_has_ended_cannot_end_again():
    shop = DeskShop((done(1, "8:00", "8:00", "9:00"),))
    for command in (HoldCall(1, "x"), CancelCall(1, "x")):
        with pytest.raises(Refused, match="completed"):
            shop.do(command)
    with pytest.raises(Refused, match="needs a reason"):
        shop.do(CloseCall(1, ""))
    assert shop.do(CloseCall(1, "fixed")).said == "call 1 closed: fixed"
    assert shop.call(1).phase is CallPhase.CLOSED
    assert shop.do(ReopenCall(1)).said == "call 1 is completed again"
    with pytest.raises(Refused, match="nothing to reopen"):
        shop.do(ReopenCall(1))


def test_only_completed_calls_are_closed():
    shop = DeskShop((visit(1, "14:00"),))
    with pytest.raises(Refused, match="not completed"):
        shop.do(CloseCall(1, "fixed"))


def test_a_canceled_call_can_come_back():
    shop = DeskShop((visit(1, "14:00"),))
    shop.do(SetStatus(1, "dispatch"))
    shop.do(CancelCall(1, "changed their mind"))
    assert shop.do(ReopenCall(1)).said == "call 1 is open again"
