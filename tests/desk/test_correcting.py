"""Corrected stamps, what is left of partial work, parts, callbacks."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch_tui.core.commands import CorrectStamp, NewCall, ReopenCall, SetPart, SetStatus
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import CallPhase, Site, VisitState
from tests.core.builders import TODAY, at, customer, done, on_site, site, visit
from tests.desk.shops import DeskShop

S = VisitState


def arrived() -> DeskShop:
    """A visit on site since 11:40, said one after the other."""
    shop = DeskShop((visit(1, "11:00"),))
    for verb, clock in (("dispatch", "11:00"), ("enroute", "11:20"), ("onsite", "11:40")):
        shop.do(SetStatus(1, verb), now=at(clock))
    return shop


def test_the_latest_stamp_gets_another_time_and_the_old_one_stays():
    shop = arrived()
    outcome = shop.do(CorrectStamp(1, at("11:30"), "forgot to say"), actor="bob")
    assert outcome.said == "T1 Ana is at 1: at 11:30, not 11:40 (forgot to say)"
    after = shop.visit(1)
    assert (after.state, after.since, after.arrived_at) == (S.ON_SITE, at("11:30"), at("11:30"))
    assert after.enroute_at == at("11:20")
    old, new = shop.store.stamps[-2:]
    assert (old.at, old.voids) == (at("11:40"), None)
    assert (new.state, new.at, new.voids) == (S.ON_SITE, at("11:30"), old.id)
    assert (new.actor, new.recorded_at, new.note) == ("bob", at("12:00"), "forgot to say")


def test_a_correction_can_be_corrected():
    shop = arrived()
    shop.do(CorrectStamp(1, at("11:30")))
    shop.do(CorrectStamp(1, at("11:35")))
    assert shop.visit(1).arrived_at == at("11:35")
    assert shop.store.stamps[-1].voids == shop.store.stamps[-2].id


@pytest.mark.parametrize(
    ("clock", "words"), [("11:19", "before en route at 11:20, which it follows"), ("12:01", "future")]
)
def test_a_correction_out_of_order_names_the_bound(clock: str, words: str):
    shop = arrived()
    before = shop.visit(1), list(shop.store.stamps)
    with pytest.raises(Refused, match=words) as refusal:
        shop.do(CorrectStamp(1, at(clock)))
    assert refusal.value.hint
    assert (shop.visit(1), shop.store.stamps) == before


def test_what_was_said_right_is_not_written_again():
    shop = arrived()
    rev = shop.store.rev
    assert shop.do(CorrectStamp(1, at("11:40"))).said == "1 stays at 11:40"
    assert shop.store.rev == rev


def test_nothing_said_nothing_to_correct():
    shop = DeskShop((visit(1, "13:00"),))
    with pytest.raises(Refused, match="nothing has been said") as refusal:
        shop.do(CorrectStamp(1, at("11:00")))
    assert refusal.value.hint == "say dispatch 1 first"


def test_the_rest_of_partial_work_is_as_it_was_said():
    shop = DeskShop((on_site(1, "11:00", "11:20", minutes=90),), c1={"minutes": 90})
    shop.do(SetStatus(1, "cannot", reason="no part", rest=25))
    assert shop.call(1).minutes == 25
    assert shop.call(1).phase is CallPhase.OPEN
    outcome = shop.do(CorrectStamp(1, at("11:50")))
    assert shop.visit(1).finished_at == at("11:50")
    assert outcome.warnings == ("what is left of 1 stays 25m",)


@pytest.mark.parametrize("rest", [0, -5, 24 * 60 + 1])
def test_what_is_left_is_something_and_less_than_a_day(rest: int):
    shop = DeskShop((on_site(1, "11:00", "11:20"),))
    with pytest.raises(Refused, match="minute to a day"):
        shop.do(SetStatus(1, "cannot", reason="no part", rest=rest))
    assert shop.visit(1).state is S.ON_SITE


# -- parts


def test_a_part_is_waited_for_and_comes():
    shop = DeskShop(waiting=(1,))
    assert shop.do(SetPart(1, "capacitor\x1b[31m")).said.startswith("1 waits for capacitor")
    assert "\x1b" not in shop.call(1).part
    shop.do(SetPart(1, "capacitor"))
    assert shop.do(SetPart(1, ready=True)).said == "1: capacitor is here"
    assert shop.call(1).part_ready_at == shop.now
    assert shop.do(SetPart(1, ready=False)).said == "1 waits for capacitor"
    shop.do(SetPart(1, ready=True))
    assert shop.do(SetPart(1, "blower")).said == "1 waits for blower", "another part is not here yet"
    assert shop.do(SetPart(1, "")).said == "1 needs no part, not blower"
    assert (shop.call(1).part, shop.call(1).part_ready_at) == ("", None)


def test_no_part_cannot_be_here():
    shop = DeskShop((done(2, "9:00", "9:00", "10:00"),), waiting=(1,))
    with pytest.raises(Refused, match="waits for no part") as refusal:
        shop.do(SetPart(1, ready=True))
    assert refusal.value.hint == "say which: part 1 capacitor"
    with pytest.raises(Refused, match="is completed"):
        shop.do(SetPart(2, "capacitor"))


# -- callbacks


def again(**fields: Any) -> NewCall:
    base: dict[str, Any] = {
        "customer": customer(1, name="Customer 1"), "site": site(1, customer_id=1), "type_code": "REPAIR",
        "minutes": 60, "skills": ("HVAC",), "due": TODAY, "first_call_id": 1,
    }  # fmt: skip
    return NewCall(**{**base, **fields})


def test_a_callback_is_linked_to_finished_work():
    shop = DeskShop((done(1, "9:00", "9:00", "10:00"),))
    outcome = shop.do(again())
    assert outcome.call is not None
    assert outcome.said == f"call {outcome.call.id} taken for Customer 1, a callback of 1"
    assert shop.call(outcome.call.id).first_call_id == 1


def test_a_callback_of_somebody_else_or_of_open_work_is_refused():
    shop = DeskShop((done(1, "9:00", "9:00", "10:00"),), waiting=(2,))
    with pytest.raises(Refused, match="call 1 was for Customer 1"):
        shop.do(again(customer=customer(2, name="Customer 2"), site=Site(0, "9 Elm St")))
    with pytest.raises(Refused, match="call 2 is open") as refusal:
        shop.do(again(customer=customer(2, name="Customer 2"), site=Site(0, "9 Elm St"), first_call_id=2))
    assert refusal.value.hint == "note it on 2 instead"


def test_reopening_what_is_not_ended_names_the_legal_way():
    shop = DeskShop((done(1, "9:00", "9:00", "10:00"),), waiting=(2,))
    for number, way in ((1, "undo its last status, or take a callback"), (2, "say hold, cancel or note")):
        with pytest.raises(Refused) as refusal:
            shop.do(ReopenCall(number))
        assert way in refusal.value.hint
