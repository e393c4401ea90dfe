"""Whole files and whole shops in one act, in a store in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.catalogue import CALL_TYPES, SKILL_NAMES
from dispatch_tui.core.commands import Act, Command, NewCall, Outcome, SetUpShop
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import (
    Call,
    CallType,
    Customer,
    ForeignId,
    Place,
    Precision,
    ShiftRule,
    Shop,
    Site,
    Stamp,
    Technician,
    Visit,
    VisitState,
)
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.acts.batch import rehearse
from dispatch_tui.desk.acts.matching import address_key, with_ids
from tests.data.importing.reading_of import CONTEXT, NOW, reading
from tests.exercise.memory import MemoryStore

SHOP = Shop(name="Acme", zone_name="America/New_York")
CUSTOMERS = (
    "Customer ID,Name,Phone,Email,Address,City,State,Zip\n"
    "C1,Ann Lee,614-555-0100,ann@example.com,1 Elm Street,Columbus,OH,43214\n"
    "C2,Bob Ray,614-555-0101,,2 Oak Ave,Dublin,OH,43017\n"
)
CALLS = (
    "Job #,Customer ID,Type,Due,Start Time,Tech,Window,Description\n"
    "J1,C1,NOHEAT,today,15:00,T1,14-16,Cold\nJ2,C2,LEAK,tomorrow,,,,Drip\n"
)


def do(store: MemoryStore, command: Command) -> Outcome:
    act = Act(command, "kim")
    return store.write(act, handler_of(act), NOW)


def take(store: MemoryStore, what: str, text: str, **options: object) -> Outcome:
    team = tuple(store.rows(Technician).values())
    kinds = tuple(store.rows(CallType).values())
    context = replace(CONTEXT, technicians=team, call_types=kinds)
    return do(store, reading(what, text, context, **options).command())


def a_shop() -> MemoryStore:
    store = MemoryStore()
    kinds = tuple(replace(kind, id=-1 - index) for index, kind in enumerate(CALL_TYPES))
    team = Technician("T1", "Ana Ruiz", "+16145550190", skills=("GAS", "HVAC"), id=-100)
    rules = tuple(ShiftRule(-100, day, 480, 1020, id=-101 - day) for day in range(7))
    do(store, SetUpShop(SHOP, None, (*kinds, team, *rules)))
    return store


def snapshot(store: MemoryStore) -> dict[type, dict[int, object]]:
    return {kind: dict(rows) for kind, rows in store.live.items()}


def test_a_shop_is_set_up_once() -> None:
    store = a_shop()
    assert store.shop().name == "Acme"
    assert {rule.technician_id for rule in store.rows(ShiftRule).values()} == {1}
    with pytest.raises(Refused, match="already: Acme"):
        do(store, SetUpShop(SHOP))


def test_set_up_maps_references_and_stamps() -> None:
    store = MemoryStore()
    tech = Technician("T1", "Ana", id=-1)
    customer, site = Customer("Ann", id=-2), Site(-2, "1 Elm", id=-3)
    call = Call(-2, -3, "LEAK", (), 60, NOW, NOW.date(), id=-4)
    visit = Visit(-4, -1, NOW, 60, NOW.date(), state=VisitState.DONE, finished_at=NOW, id=-5)
    stamps = (
        Stamp(-5, VisitState.CANCELED, NOW, NOW, "kim", id=-6),
        Stamp(-5, VisitState.DONE, NOW, NOW, "kim", voids=-6, id=-7),
    )
    do(store, SetUpShop(SHOP, None, (tech, customer, site, call, visit), stamps))
    stored = store.rows(Call)[SHOP.first_call]
    assert (stored.customer_id, stored.site_id, stored.phase.value) == (1, 1, "completed")
    assert store.stamps[1].voids == store.stamps[0].id
    with pytest.raises(KeyError):
        with_ids(replace(visit, call_id=-99), {})


def test_the_catalogue_is_sound() -> None:
    assert 14 <= len(CALL_TYPES) <= 20
    assert len({kind.code for kind in CALL_TYPES}) == len(CALL_TYPES)
    for kind in CALL_TYPES:
        assert kind.skills
        assert set(kind.skills) <= set(SKILL_NAMES)
        assert kind.minutes > 0


def test_files_are_taken_in_and_a_second_time_change_nothing() -> None:
    store = a_shop()
    first = take(store, "customers", CUSTOMERS)
    assert "2 customers (2 new)" in first.said
    second = take(store, "calls", CALLS)
    assert "2 calls (2 new)" in second.said
    assert "1 visit (1 new)" in second.said
    before, rev = snapshot(store), store.rev
    for what, text in (("customers", CUSTOMERS), ("calls", CALLS)):
        again = take(store, what, text)
        assert "nothing to change" in again.said
    assert (snapshot(store), store.rev) == (before, rev)


def test_a_file_without_ids_does_not_double_either() -> None:
    store = a_shop()
    customers = CUSTOMERS.replace("Customer ID,", "Nr?,")
    calls = (
        "Customer,Phone,Address,Zip,Type,Due,Description\n"
        "ann lee,(614) 555 0100,1 ELM ST.,43214,LEAK,2026-11-25,Drip\n"
        "New Person,614-555-0177,9 New Rd,43214,LEAK,2026-11-25,Drip\n"
    )
    take(store, "customers", customers)
    said = take(store, "calls", calls).said
    assert "2 customers (1 new" in said
    before = snapshot(store)
    take(store, "customers", customers)
    assert "nothing to change" in take(store, "calls", calls).said
    assert snapshot(store) == before


def test_a_call_that_ended_here_is_not_taken_again() -> None:
    store = a_shop()
    calls = "Customer,Phone,Address,Type,Due,Description\nAnn,6145550100,1 Elm St,LEAK,2026-11-25,Drip\n"
    take(store, "calls", calls)
    call = next(iter(store.rows(Call).values()))
    ws_act = Act(SetUpShop(SHOP), "kim")

    def close(ws):  # type: ignore[no-untyped-def]
        ws.change(ws.get(Call, call.id), closed_at=NOW, outcome="fixed")
        ws.conclude("closed")
        return Outcome("closed", ws.rev)

    store.write(ws_act, close, NOW)
    assert "nothing to change" in take(store, "calls", calls).said
    assert len(store.rows(Call)) == 1


def test_only_what_the_file_speaks_of_is_changed() -> None:
    store = a_shop()
    take(store, "customers", CUSTOMERS)
    said = take(store, "customers", "Customer ID,Name,Phone,Email\nC1,Ann Lee-Jones,614-555-0100,\n").said
    assert "1 customer (1 updated)" in said
    ann = store.rows(Customer)[1]
    assert (ann.name, ann.email) == ("Ann Lee-Jones", "ann@example.com")
    assert len(store.rows(Site)) == 2


def test_two_ids_with_one_name_and_phone_stay_two_customers() -> None:
    store = a_shop()
    take(store, "customers", "ID,Name,Phone\n1,John Smith,6145550100\n2,John Smith,6145550100\n")
    assert len(store.rows(Customer)) == 2
    take(store, "customers", "ID,Name,Phone\n1,John Smith,6145550100\n2,John Smith,6145550100\n")
    assert len(store.rows(Customer)) == 2


def test_a_customer_typed_by_hand_is_adopted_by_the_other_programs_id() -> None:
    store = a_shop()
    new = NewCall(Customer("Ann Lee", "+16145550100"), Site(0, "1 Elm St"), "LEAK", 60, ("PLM",), NOW.date())
    do(store, new)
    take(store, "customers", CUSTOMERS)
    assert len(store.rows(Customer)) == 2
    links = [link for link in store.rows(ForeignId).values() if link.foreign == "C1"]
    assert [link.record_id for link in links] == [1]
    assert len(store.rows(Site)) == 2
    assert store.rows(Site)[1].city == "Columbus"


def test_a_pin_is_not_given_up_for_a_postal_code() -> None:
    store = a_shop()
    text = CUSTOMERS.replace("Zip\n", "Zip,Lat,Lon\n").replace("43214\n", "43214,40.05,-83.01\n")
    take(store, "customers", text.replace("43017\n", "43017,,\n"))
    take(store, "customers", CUSTOMERS)
    assert store.rows(Site)[1].place == Place(40.05, -83.01, Precision.PIN)
    assert store.rows(Site)[2].place.precision is Precision.POSTCODE


def test_the_board_is_the_dispatchers() -> None:
    store = a_shop()
    take(store, "customers", CUSTOMERS)
    take(store, "calls", CALLS)
    outcome = take(store, "calls", CALLS.replace("15:00", "15:30"))
    assert "left where it is" in outcome.warnings[0]
    assert "nothing to change" in outcome.said
    outcome = take(store, "calls", CALLS.replace("14-16", "16-18"))
    assert "was promised 14–16, the file says 16–18" in outcome.warnings[0]


def test_changed_calls_are_updated() -> None:
    store = a_shop()
    take(store, "customers", CUSTOMERS)
    take(store, "calls", CALLS)
    said = take(store, "calls", CALLS.replace("Drip", "Drip and worse").replace("tomorrow", "+2")).said
    assert "2 calls (1 updated, 1 unchanged)" in said
    call = next(call for call in store.rows(Call).values() if "worse" in call.problem)
    assert call.due == NOW.date() + timedelta(days=2)


def test_unknown_customers_are_all_named_and_nothing_is_stored() -> None:
    store = a_shop()
    before = snapshot(store)
    with pytest.raises(Refused, match="2 rows cannot be taken") as caught:
        take(store, "calls", CALLS)
    assert "row 2" in caught.value.hint
    assert "row 3" in caught.value.hint
    assert "C1 is not known" in caught.value.hint
    assert {k: v for k, v in snapshot(store).items() if v} == {k: v for k, v in before.items() if v}


def test_a_customer_with_several_addresses_must_be_told_apart() -> None:
    store = a_shop()
    take(store, "customers", CUSTOMERS + "C1,Ann Lee,614-555-0100,,7 Ash St,Columbus,OH,43214\n")
    with pytest.raises(Refused, match="cannot be taken") as caught:
        take(store, "calls", CALLS)
    assert "several addresses" in caught.value.hint


def test_technicians_are_met_by_code_or_name_and_keep_their_hours() -> None:
    store = a_shop()
    take(store, "technicians", "Name,Skills\nAna Ruiz,HVAC; GAS; PLM\nBo Ek,ELE\n")
    assert {tech.code for tech in store.rows(Technician).values()} == {"T1", "T2"}
    assert store.rows(Technician)[1].skills == ("GAS", "HVAC", "PLM")
    hours = [rule for rule in store.rows(ShiftRule).values() if rule.technician_id == 1]
    assert len(hours) == 7
    take(store, "technicians", "Code,Name,Hours\nT2,Bo Ek,7-16\n")
    hours = [rule for rule in store.rows(ShiftRule).values() if rule.technician_id == 2]
    assert {(rule.start_minute, rule.end_minute) for rule in hours} == {(420, 960)}
    assert len(hours) == 5
    before = snapshot(store)
    assert "nothing" in take(store, "technicians", "Code,Name,Hours\nT2,Bo Ek,7-16\n").said
    assert snapshot(store) == before


def test_made_call_types_are_stored_once() -> None:
    store = a_shop()
    text = "Customer,Phone,Address,Type\nAnn,6145550100,1 Elm St,Chimney sweep\n"
    take(store, "calls", text, create_types=True)
    take(store, "calls", text, create_types=True)
    codes = [kind.code for kind in store.rows(CallType).values()]
    assert codes.count("CHIMNEYS") == 1


def test_a_rehearsal_says_all_and_stores_nothing() -> None:
    store = a_shop()
    before, rev = snapshot(store), store.rev
    act = Act(reading("customers", CUSTOMERS).command(), "kim")
    outcome = rehearse(store, act, NOW)  # type: ignore[arg-type]
    assert "2 customers (2 new)" in outcome.said
    assert ({k: v for k, v in snapshot(store).items() if v}, store.rev) == (
        {k: v for k, v in before.items() if v},
        rev,
    )
    with pytest.raises(TypeError, match="SetUpShop"):
        rehearse(store, Act(SetUpShop(SHOP), "kim"), NOW)  # type: ignore[arg-type]


def test_addresses_are_compared_as_people_do() -> None:
    assert address_key("12 N. High Street, Apt. 4") == address_key("12 north high st apt 4")
    assert address_key("12 High St") != address_key("12 High Rd")


@given(st.text(max_size=40))
def test_address_keys_do_not_see_case(text: str) -> None:
    assert address_key(text.upper().lower()) == address_key(text.upper().lower().casefold())
