from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.day import Day, DayRecords, Moved, News, code_key, deadline_key
from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import (
    Call,
    CallPhase,
    CallType,
    Customer,
    Priority,
    ShiftRule,
    Shop,
    SimClock,
    Site,
    Span,
    Technician,
    TimeOff,
    Visit,
)
from dispatch_tui.core.status import TechnicianState
from tests.core.builders import (
    FLAT,
    NEW_YORK,
    NOON,
    SHOP,
    TODAY,
    at,
    call,
    customer,
    day_of,
    done,
    minutes,
    on_site,
    place,
    site,
    span,
    tech,
    visit,
    visits_at,
)

TOMORROW = TODAY + timedelta(days=1)
OPEN, SCHEDULED = CallPhase.OPEN, CallPhase.SCHEDULED


def news(*records, gone=(), rev=2):
    return News(rev, records=records, gone=frozenset(gone))


def small():
    """Two technicians; call 1 on T1, call 2 on T2, call 3 in the tray; a site and customer each."""
    return day_of(
        technicians=(tech(1), tech(2)),
        shifts=(ShiftRule(1, 1, 480, 1020, id=1), ShiftRule(2, 1, 480, 1020, id=2)),
        visits=(visit(1, "9:00"), visit(2, "10:00", technician_id=2)),
        calls=tuple(
            call(key, customer_id=key, site_id=key, phase=OPEN if key == 3 else SCHEDULED)
            for key in (1, 2, 3)
        ),
        customers=tuple(customer(key) for key in (1, 2, 3)),
        sites=tuple(site(key, place(key)) for key in (1, 2, 3)),
    )


# a day made of records


def test_rows_are_by_planned_start_and_every_active_technician_has_one():
    day = day_of(
        technicians=(tech(1), tech(2), tech(3, active=False)),
        visits=(visit(5, "11:00"), visit(6, "9:00"), visit(7, "9:00")),
    )
    assert day.rows == {1: (6, 7, 5), 2: ()}
    assert [one.id for one in day.row(1)] == [6, 7, 5]
    assert day.row(99) == ()


def test_t2_stands_before_t10():
    codes = ["T10", "B", "T2", "10", "9", "T2a", "T", "A7"]
    assert sorted(codes, key=code_key) == ["9", "10", "A7", "B", "T", "T2", "T10", "T2a"]
    day = day_of(technicians=(tech(10), tech(2), tech(1)))
    assert day.order == (1, 2, 10)


def test_working_hours_are_each_technicians_own():
    off = TimeOff(2, at("12:00"), None, "sick", id=1)
    rules = (ShiftRule(1, 1, 480, 1020, id=1), ShiftRule(2, 1, 480, 1020, id=2), ShiftRule(2, 2, 0, 60, id=3))
    day = day_of(technicians=(tech(1), tech(2), tech(3)), shifts=rules, offs=(off,))
    assert day.working == {1: (span("8:00", "17:00"),), 2: (span("8:00", "12:00"),), 3: ()}


def test_the_span_of_a_day_is_the_shops():
    assert day_of().span == Span(at("0:00"), at("0:00", TOMORROW))


def test_what_a_row_depends_on():
    facts = small().facts(1)
    assert [one.id for one in facts.visits] == [1]
    assert facts.place(facts.visits[0]) == place(1)
    assert facts.home == place(0)
    assert facts.shifts == (span("8:00", "17:00"),)


def test_who_and_where_and_what_of_a_call():
    day = small()
    assert day.customer_of(day.calls[2]) == customer(2)
    assert day.site_of(day.calls[2]).id == 2
    assert day.type_of(day.calls[2]).name == "Repair"
    stranger = call(9, customer_id=9, site_id=9, type_code="?")
    assert (day.customer_of(stranger), day.site_of(stranger), day.type_of(stranger)) == (None,) * 3


def test_what_a_technician_is_doing_comes_from_their_own_records():
    day = day_of(
        technicians=(tech(1), tech(2), tech(3)),
        shifts=(ShiftRule(3, 1, 480, 1020, id=1),),
        offs=(TimeOff(2, at("8:00"), None, "sick", id=1),),
        visits=(on_site(1, "9:00", "9:00"),),
    )
    states = [day.doing(key, NOON).state for key in (1, 2, 3)]
    assert states == [TechnicianState.ON_SITE, TechnicianState.UNAVAILABLE, TechnicianState.AVAILABLE]


def test_the_visit_of_a_call_is_the_unfinished_one_else_the_latest():
    ended = [done(key, "9:00", "9:00", "10:00", call_id=1) for key in (1, 3)]
    ahead = visit(2, "14:00", call_id=1)
    assert day_of(visits=(*ended, ahead)).visit_of(1) == ahead
    assert day_of(visits=tuple(ended)).visit_of(1).id == 3
    assert day_of(visits=(ahead,)).visit_of(9) is None


# the tray


def test_the_tray_holds_open_calls_only():
    calls = tuple(call(key, phase=phase) for key, phase in enumerate(CallPhase, 1))
    assert [day_of(calls=calls).calls[key].phase for key in day_of(calls=calls).tray] == [OPEN]


def ordered(*calls, shop=SHOP):
    return day_of(calls=calls, shop=shop).tray


def test_the_tray_is_by_deadline():
    by_due = call(1, due=TOMORROW)
    by_window = call(2, due=TODAY, window=span("13:00", "15:00"))
    earlier = call(3, due=TODAY, window=span("8:00", "12:00"))
    today = call(4, due=TODAY)
    assert ordered(by_due, by_window, earlier, today) == (3, 2, 4, 1)


def test_emergencies_come_first_however_late():
    urgent = call(9, priority=Priority.EMERGENCY, due=date(2026, 12, 24))
    assert ordered(call(1, window=span("7:00", "8:00")), urgent) == (9, 1)


def test_of_one_deadline_the_higher_priority_then_the_lower_number_comes_first():
    low, high = call(1, priority=Priority.LOW), call(2, priority=Priority.HIGH)
    assert ordered(low, call(4), call(3), high) == (2, 3, 4, 1)


@pytest.mark.parametrize(
    ("zone", "clock"), [("America/Los_Angeles", 21), ("America/New_York", 23), ("Asia/Tokyo", 8)]
)
def test_a_window_stands_before_the_end_of_its_own_day_in_any_zone(zone, clock):
    shop = Shop(zone_name=zone)
    start = at(f"{clock - 2}:00", TODAY, shop.zone)
    promised = call(1, due=TODAY, window=Span(start, start + minutes(120)))
    whole_day, day_before = call(2, due=TODAY), call(3, due=TODAY - timedelta(days=1))
    assert ordered(whole_day, promised, day_before, shop=shop) == (3, 1, 2)


def test_the_deadline_key_orders_calls_by_itself():
    calls = [call(1, due=TOMORROW), call(2, window=span("9:00", "23:00"))]
    assert [one.id for one in sorted(calls, key=lambda one: deadline_key(one, NEW_YORK))] == [2, 1]


# news: examples


def test_a_status_moves_its_technicians_row_only():
    day = small()
    after, moved = day.with_news(news(on_site(1, "9:00", "9:10")))
    assert moved == Moved(frozenset({1}))
    assert after.rev == 2
    assert after.visits[1].arrived_at == at("9:10")
    assert day.visits[1].arrived_at is None


def test_a_visit_that_changes_hands_moves_both_rows():
    after, moved = small().with_news(news(visit(1, "9:00", technician_id=2)))
    assert moved.technicians == {1, 2}
    assert after.rows == {1: (), 2: (1, 2)}


def test_placing_a_call_moves_the_row_and_the_tray():
    day = small()
    placed = replace(day.calls[3], phase=SCHEDULED)
    after, moved = day.with_news(news(visit(3, "13:00"), placed))
    assert moved == Moved(frozenset({1}), tray=True)
    assert (after.rows[1], after.tray) == ((1, 3), ())


def test_taking_a_visit_off_moves_the_row_and_the_tray():
    day = small()
    waiting = replace(day.calls[1], phase=OPEN)
    after, moved = day.with_news(news(waiting, gone=[(Visit, 1)]))
    assert moved == Moved(frozenset({1}), tray=True)
    assert (after.rows[1], after.tray) == ((), (1, 3))


def test_a_visit_that_moves_to_another_day_leaves_this_one():
    tomorrow = visit(1, at("9:00", TOMORROW), service_date=TOMORROW)
    after, moved = small().with_news(news(tomorrow))
    assert moved.technicians == {1}
    assert 1 not in after.visits
    assert after.rows[1] == ()


def test_a_visit_of_another_day_is_no_news():
    tomorrow = visit(77, at("9:00", TOMORROW), service_date=TOMORROW)
    after, moved = small().with_news(news(tomorrow))
    assert not moved
    assert after == replace(small(), rev=2)


def test_a_visit_that_comes_from_another_day_joins_its_row():
    after, moved = small().with_news(news(visit(8, "15:00", call_id=8), call(8, phase=SCHEDULED)))
    assert moved.technicians == {1}
    assert after.rows[1] == (1, 8)


@pytest.mark.parametrize(
    "record",
    [site(1, place(50)), customer(1, name="New Name"), call(1, window=span("8:00", "9:00"), phase=SCHEDULED)],
)
def test_what_is_known_of_a_call_moves_the_row_its_visit_is_on(record):
    assert small().with_news(news(record))[1] == Moved(frozenset({1}), tray=True)


@pytest.mark.parametrize("record", [site(3, place(50)), customer(3, name="New Name")])
def test_what_is_known_of_a_waiting_call_moves_the_tray_only(record):
    assert small().with_news(news(record))[1] == Moved(tray=True)


def test_a_customer_nobody_waits_for_moves_nothing():
    after, moved = small().with_news(news(customer(50), site(50)))
    assert not moved
    assert after.customers[50] == customer(50)


@pytest.mark.parametrize(
    "record",
    [
        tech(1, name="Other"),
        tech(2, active=False),
        tech(7),
        ShiftRule(1, 1, 600, 900, id=1),
        TimeOff(1, at("12:00"), None, "sick", id=1),
        CallType("NEW", "New", (), 30, id=9),
        replace(SHOP, speed_kmh=20.0),
        replace(SHOP, zone_name="Europe/Berlin"),
    ],
)
def test_people_hours_and_settings_move_everything(record):
    after, moved = small().with_news(news(record))
    assert moved.everything
    assert moved.tray
    assert moved.technicians == frozenset(after.technicians)
    assert after == Day.of(TODAY, merged(records_of(small()), news(record)))


def test_the_simulated_clock_moves_no_row():
    clock = SimClock(NOON, NOON, 60.0)
    after, moved = small().with_news(news(clock))
    assert after.clock == clock
    assert not moved


def test_no_news_is_the_same_day_at_a_later_revision():
    after, moved = small().with_news(news())
    assert not moved
    assert after == replace(small(), rev=2)


def test_moved_is_true_if_anything_moved():
    assert not Moved()
    assert all([Moved(frozenset({1})), Moved(tray=True), Moved(everything=True)])


# news: properties

FIELDS = {
    Technician: "technicians",
    ShiftRule: "shifts",
    TimeOff: "offs",
    CallType: "call_types",
    Visit: "visits",
    Call: "calls",
    Customer: "customers",
    Site: "sites",
}


def records_of(day):
    """The records a fresh read would bring."""
    maps = {name: tuple(getattr(day, name).values()) for name in FIELDS.values() if name != "shifts"}
    return DayRecords(day.rev, day.shop, day.clock, shifts=tuple(day.shift_rules.values()), **maps)


def merged(records, said):
    """The same read after the news: the plain way of doing it."""
    maps = {kind: {one.id: one for one in getattr(records, name)} for kind, name in FIELDS.items()}
    shop, clock = records.shop, records.clock
    for record in said.records:
        if isinstance(record, Shop):
            shop = record
        elif isinstance(record, SimClock):
            clock = record
        else:
            maps[type(record)][record.id] = record
    for kind, key in said.gone:
        maps[kind].pop(key, None)
    maps[Visit] = {key: one for key, one in maps[Visit].items() if one.service_date == TODAY}
    return DayRecords(
        said.rev, shop, clock, **{name: tuple(maps[kind].values()) for kind, name in FIELDS.items()}
    )


ids = st.integers(1, 3)
windows = st.none() | st.sampled_from([span("8:00", "10:00"), span("9:00", "23:30"), span("13:00", "15:00")])
techs = st.builds(tech, ids, active=st.booleans(), home=st.none() | st.builds(place, st.integers(0, 9)))
rules = st.builds(
    ShiftRule,
    ids,
    st.integers(0, 2),
    st.sampled_from([420, 480, 1320]),
    st.sampled_from([720, 1020, 1800]),
    id=ids,
)
offs = st.builds(
    TimeOff,
    ids,
    st.sampled_from([at("7:00"), at("11:00")]),
    st.sampled_from([None, NOON]),
    st.just("off"),
    id=ids,
)
types = st.builds(
    CallType, st.sampled_from(["REPAIR", "TUNE"]), st.just("x"), st.just(()), st.just(60), id=ids
)
calls = st.builds(
    call,
    st.integers(1, 5),
    customer_id=ids,
    site_id=ids,
    phase=st.sampled_from([OPEN, SCHEDULED, CallPhase.CANCELED]),
    priority=st.sampled_from(list(Priority)),
    due=st.sampled_from([TODAY, TOMORROW]),
    window=windows,
)
customers = st.builds(customer, ids, name=st.sampled_from(["A", "B"]))
sites = st.builds(site, ids, st.none() | st.builds(place, st.integers(0, 30)))
shops = st.sampled_from([SHOP, replace(SHOP, zone_name="Asia/Tokyo")])
clocks = st.builds(SimClock, st.just(NOON), st.just(NOON), st.sampled_from([0.0, 60.0]))


@st.composite
def day_visits(draw):
    made = draw(visits_at(draw(st.integers(1, 6)), NOON, draw(ids)))
    day = draw(st.sampled_from([TODAY, TODAY, TODAY, TOMORROW]))
    return replace(made, call_id=draw(st.integers(1, 5)), service_date=day)


often = st.one_of(day_visits(), day_visits(), day_visits(), calls, calls, customers, sites)
anything = st.one_of(often, often, often, techs, rules, offs, types, shops, clocks)


def bits_of_news(records):
    return st.builds(
        News,
        st.integers(2, 99),
        records=st.lists(records, max_size=4).map(tuple),
        gone=st.frozensets(st.tuples(st.sampled_from(list(FIELDS)), st.integers(1, 6)), max_size=1)
        if records is anything
        else st.frozensets(
            st.tuples(st.sampled_from([Visit, Call, Customer, Site]), st.integers(1, 6)), max_size=1
        ),
    )


first_reads = st.builds(
    DayRecords,
    st.just(1),
    st.just(SHOP),
    st.none(),
    st.lists(techs, min_size=2, max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(rules, max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(offs, max_size=2, unique_by=lambda one: one.id).map(tuple),
    st.lists(types, max_size=2, unique_by=lambda one: one.id).map(tuple),
    st.lists(
        day_visits().map(lambda one: replace(one, service_date=TODAY)),
        max_size=5,
        unique_by=lambda one: one.id,
    ).map(tuple),
    st.lists(calls, max_size=5, unique_by=lambda one: one.id).map(tuple),
    st.lists(customers, max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(sites, max_size=3, unique_by=lambda one: one.id).map(tuple),
)


@given(first_reads, st.lists(bits_of_news(anything), max_size=4))
def test_a_day_with_news_equals_a_day_read_anew(records, bits):
    day = Day.of(TODAY, records)
    for said in bits:
        day, _ = day.with_news(said)
        records = merged(records, said)
        assert day == Day.of(TODAY, records)


@given(first_reads, bits_of_news(often))
@example(
    DayRecords(1, SHOP, None, (tech(1),), (), (), (), (visit(1),), (call(1),), (), ()),
    news(site(1, place(9))),
)
def test_a_row_that_is_not_named_has_not_moved(records, said):
    day = Day.of(TODAY, records)
    after, moved = day.with_news(said)
    assert not moved.everything
    assert moved.technicians <= set(after.rows)
    for key in set(after.order) - moved.technicians:
        assert after.row(key) == day.row(key)
        assert after.doing(key, NOON) == day.doing(key, NOON)
        assert forecast_row(after.facts(key), NOON, FLAT) == forecast_row(day.facts(key), NOON, FLAT)
        assert shown(after, after.row(key)) == shown(day, day.row(key))
    if not moved.tray:
        assert after.tray == day.tray
        assert waiting(after) == waiting(day)


def shown(day, row):
    """What a board draws of a row beside the visits themselves."""
    found = [day.calls.get(one.call_id) for one in row]
    return [(one and (one, day.customer_of(one), day.site_of(one))) for one in found]


def waiting(day):
    return [(day.calls[key], day.customers.get(day.calls[key].customer_id)) for key in day.tray]


@given(first_reads, bits_of_news(anything))
def test_news_leaves_the_old_day_as_it_was(records, said):
    day, twin = Day.of(TODAY, records), Day.of(TODAY, records)
    day.with_news(said)
    assert day == twin


@given(first_reads, bits_of_news(anything))
def test_the_same_news_twice_changes_nothing_more(records, said):
    once, _ = Day.of(TODAY, records).with_news(said)
    assert once.with_news(said)[0] == once


@given(first_reads)
def test_every_visit_of_an_active_technician_is_on_their_row_once(records):
    day = Day.of(TODAY, records)
    placed = [key for row in day.rows.values() for key in row]
    expected = [one.id for one in records.visits if one.technician_id in day.order]
    assert sorted(placed) == sorted(expected)
