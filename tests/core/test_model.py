from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core import model
from dispatch_tui.core.groups import GROUPS, KIND_OF, KINDS, rev_of
from dispatch_tui.core.model import (
    NEW,
    CallPhase,
    Priority,
    Record,
    Shop,
    Span,
)
from tests.core.builders import at, call, minutes, site, tech, visit

RECORDS = get_args(Record)
DERIVED = {model.Call: {"phase"}}
dataclasses = [
    thing
    for thing in vars(model).values()
    if isinstance(thing, type) and is_dataclass(thing) and thing.__module__ == model.__name__
]


@pytest.mark.parametrize("kind", RECORDS)
def test_groups_cover_every_field_once(kind):
    grouped = [name for group in GROUPS[kind].values() for name in group]
    apart = {"id", "revs"} | DERIVED.get(kind, set())
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == {field.name for field in fields(kind)} - apart


def test_every_record_has_groups_and_a_kind():
    assert set(GROUPS) == set(RECORDS) == set(KINDS.values())


def test_kinds_and_types_name_each_other():
    assert {kind: KIND_OF[cls] for kind, cls in KINDS.items()} == {kind: kind for kind in KINDS}
    assert len(KIND_OF) == len(KINDS)


@pytest.mark.parametrize("kind", dataclasses)
def test_records_are_frozen_and_slotted(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


def test_a_record_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        call().minutes = 5


@pytest.mark.parametrize("kind", RECORDS)
def test_a_new_record_has_no_id_and_no_revision(kind):
    defaults = {field.name: field.default for field in fields(kind)}
    assert defaults["revs"] == ()
    assert defaults["id"] == (1 if kind in (Shop, model.SimClock) else NEW)


def test_revisions_follow_the_order_of_the_groups():
    one = visit(revs=(3, 5, 7, 9))
    assert [rev_of(one, group) for group in ("life", "plan", "status", "told")] == [3, 5, 7, 9]
    assert rev_of(visit(revs=()), "plan") == 0


def test_a_group_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="fate"):
        rev_of(visit(), "fate")


def test_the_most_urgent_priority_ranks_first():
    words = ("emergency", "high", "normal", "low")
    assert [Priority(word).rank for word in words] == [0, 1, 2, 3]


def test_a_slot_is_start_and_length():
    assert visit(start="9:00", minutes=45).slot == Span(at("9:00"), at("9:45"))
    assert visit(minutes=45).slot.minutes == 45


@pytest.mark.parametrize(
    ("other", "shares"),
    [
        (("8:00", "9:00"), False),
        (("8:00", "9:01"), True),
        (("9:15", "9:30"), True),
        (("9:59", "11:00"), True),
        (("10:00", "11:00"), False),
    ],
)
def test_touching_spans_do_not_overlap(other, shares):
    one, two = Span(at("9:00"), at("10:00")), Span(*map(at, other))
    assert one.overlaps(two) is shares
    assert two.overlaps(one) is shares


def test_a_span_holds_its_start_and_not_its_end():
    one = Span(at("9:00"), at("10:00"))
    assert one.holds(at("9:00"))
    assert one.holds(at("9:59"))
    assert not one.holds(at("10:00"))
    assert not one.holds(at("8:59"))


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_spans_overlap_if_some_minute_is_in_both(a, b, c, d):
    base = datetime(2026, 1, 1, tzinfo=UTC)
    one = Span(base + minutes(a), base + minutes(a + b))
    two = Span(base + minutes(c), base + minutes(c + d))
    instants = [base + minutes(n) for n in range(100)]
    assert one.overlaps(two) == any(one.holds(i) and two.holds(i) for i in instants)


def test_an_address_is_said_in_one_line_without_gaps():
    full = site(address="1 Elm", city="Troy", region="NY", postcode="12180")
    assert full.one_line == "1 Elm, Troy, NY 12180"
    assert site(address="1 Elm").one_line == "1 Elm"
    assert site(address="1 Elm", postcode="12180").one_line == "1 Elm, 12180"


def test_a_shop_knows_its_zone():
    assert Shop(zone_name="Europe/Berlin").zone == ZoneInfo("Europe/Berlin")


def test_states_and_phases_are_stored_as_their_own_words():
    for kind in (model.VisitState, CallPhase, model.Lock, model.Precision, model.Way, Priority):
        assert [member.value for member in kind] == [member.name.lower() for member in kind]


def test_missing_skills_and_homes_are_missing():
    bare = model.Technician("T9", "Nine")
    assert bare.skills == ()
    assert bare.home is None
    assert tech().home is not None


def test_a_span_sorts_by_start_then_end():
    base = at("9:00")
    one, two = Span(base, base + minutes(9)), Span(base, base + minutes(10))
    three = Span(base + minutes(1), base + minutes(2))
    assert sorted([three, two, one]) == [one, two, three]
    assert one.minutes == 9
