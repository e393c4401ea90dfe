import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.typical import (
    LEAST_REST,
    LONGEST,
    NOTHING_LEARNT,
    Case,
    Expected,
    Source,
    Typicals,
    planned_only,
    rest_of,
)


def cases(*actual, kind="REPAIR", who=1, planned=60):
    return [Case(kind, who, planned, minutes) for minutes in actual]


SLOW = Typicals.of(cases(80, 70, 90, 75, 85), 5)
"""Five visits of technician 1, planned for an hour each."""


# examples: what is learnt, and from how much


def test_nothing_learnt_is_the_plan_and_says_so():
    found = NOTHING_LEARNT.expect("REPAIR", 1, 60)
    assert found == planned_only(60) == Expected(60, 48, 78, 0, Source.PLAN)
    assert not NOTHING_LEARNT


def test_the_technicians_own_cases_come_first():
    found = SLOW.expect("REPAIR", 1, 60)
    assert (found.minutes, found.cases, found.source) == (80, 5, Source.TECHNICIAN)
    assert (found.low, found.high) == (72, 88)
    assert SLOW


def test_too_few_of_their_own_fall_back_to_everybodys():
    typicals = Typicals.of([*cases(30, 30, who=1), *cases(90, 90, 90, who=2)], 5)
    found = typicals.expect("REPAIR", 1, 60)
    assert (found.minutes, found.cases, found.source) == (90, 5, Source.TYPE)
    assert typicals.expect("REPAIR", 99, 60) == found


def test_too_few_at_all_are_the_plan_and_are_counted():
    typicals = Typicals.of(cases(90, 90, 90, 90), 5)
    assert typicals.expect("REPAIR", 1, 60) == planned_only(60, 4)
    assert typicals.expect("LEAK", 1, 60) == planned_only(60, 0)
    assert not typicals


def test_how_many_are_enough_is_the_shops_to_say():
    assert Typicals.of(cases(90, 90, 90, 90), 4).expect("REPAIR", 1, 60).source is Source.TECHNICIAN


def test_a_slot_made_long_on_purpose_stays_long():
    assert SLOW.expect("REPAIR", 1, 120).minutes == 2 * SLOW.expect("REPAIR", 1, 60).minutes


@pytest.mark.parametrize(
    "odd",
    [
        Case("REPAIR", 1, 60, 0),
        Case("REPAIR", 1, 60, -20),
        Case("REPAIR", 1, 0, 60),
        Case("REPAIR", 1, 60, LONGEST + 1),
        Case("REPAIR", 1, 60, 1),
        Case("REPAIR", 1, 60, 301),
    ],
)
def test_nonsense_is_left_out_and_counted(odd):
    typicals = Typicals.of([*cases(80, 70, 90, 75, 85), odd], 5)
    assert typicals.left_out == 1
    assert typicals.expect("REPAIR", 1, 60) == SLOW.expect("REPAIR", 1, 60)


def test_one_odd_case_moves_little():
    with_one = Typicals.of([*cases(80, 70, 90, 75, 85), *cases(290)], 5)
    assert abs(with_one.expect("REPAIR", 1, 60).minutes - 80) <= 5


# examples: work that has begun


def test_the_longer_it_has_lasted_the_longer_it_will():
    assert SLOW.expect_after("REPAIR", 1, 60, 0).minutes == 80
    assert SLOW.expect_after("REPAIR", 1, 60, 76).minutes == 85  # of 80, 85 and 90
    assert SLOW.expect_after("REPAIR", 1, 60, 86).minutes == 90


def test_longer_than_any_case_there_is_still_some_left():
    found = SLOW.expect_after("REPAIR", 1, 60, 100)
    assert found.minutes == 100 + rest_of(60) == 106
    assert found.cases == 5


def test_the_rest_is_a_share_of_the_plan_but_not_nothing():
    assert rest_of(120) == 12
    assert rest_of(10) == LEAST_REST


def test_the_next_change_is_at_the_next_case():
    assert SLOW.next_change("REPAIR", 1, 60, 0) == 70
    assert SLOW.next_change("REPAIR", 1, 60, 72) == 75
    assert SLOW.next_change("REPAIR", 1, 60, 95) == 95  # it moves all the time
    assert SLOW.next_change("LEAK", 1, 60, 10) == math.inf


# properties

lengths = st.lists(st.floats(6, 300), min_size=1, max_size=30)


@given(lengths, st.integers(1, 300), st.floats(0, 400))
def test_low_middle_and_high_are_in_order(actual, planned, worked):
    typicals = Typicals.of(cases(*actual), 1)
    found = typicals.expect_after("REPAIR", 1, planned, worked)
    assert 0 <= found.low <= found.minutes <= found.high
    assert found.minutes >= 1
    assert found.minutes > worked or math.isclose(found.minutes, worked)
    assert found.cases == len(actual)


@given(lengths, st.integers(1, 300), st.floats(0, 400), st.floats(0, 100))
def test_as_work_goes_on_its_end_is_never_expected_earlier(actual, planned, worked, more):
    typicals = Typicals.of(cases(*actual), 1)
    before = typicals.expect_after("REPAIR", 1, planned, worked)
    after = typicals.expect_after("REPAIR", 1, planned, worked + more)
    assert after.minutes >= before.minutes
    assert after.high >= before.high


@given(lengths, st.integers(1, 300), st.floats(0, 400), st.floats(0, 1))
def test_until_the_next_change_the_answer_stands(actual, planned, worked, part):
    typicals = Typicals.of(cases(*actual), 1)
    until = typicals.next_change("REPAIR", 1, planned, worked)
    assert until >= worked
    if until > worked:
        later = worked + (until - worked) * part * 0.999
        assert typicals.expect_after("REPAIR", 1, planned, later) == typicals.expect_after(
            "REPAIR", 1, planned, worked
        )


@given(st.lists(st.floats(6, 300), min_size=5, max_size=30), st.randoms())
def test_the_order_of_cases_does_not_matter(actual, random):
    shuffled = list(actual)
    random.shuffle(shuffled)
    first, second = Typicals.of(cases(*actual), 5), Typicals.of(cases(*shuffled), 5)
    assert first.expect("REPAIR", 1, 60) == second.expect("REPAIR", 1, 60)


@given(st.lists(st.floats(30, 120), min_size=5, max_size=20), st.floats(6, 300))
def test_a_tenth_of_odd_cases_cannot_take_the_middle_out_of_the_rest(actual, odd):
    found = Typicals.of(cases(*actual, odd), 5).expect("REPAIR", 1, 60)
    assert min(actual) <= found.minutes <= math.ceil(max(actual))
