import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import EMPTY_ROW, forecast_row
from dispatch_tui.core.load import (
    Load,
    capacity,
    day_figures,
    free_spans,
    occupied,
    row_figures,
    row_load,
)
from dispatch_tui.core.model import Span, VisitState
from dispatch_tui.core.rules import is_late
from tests.core.builders import FLAT, at, canceled, done, minutes, on_site, row, rows, span, visit

S = VisitState
SHIFT = (span("8:00", "17:00"),)


def look(facts, clock="7:00"):
    return forecast_row(facts, at(clock), FLAT)


# load


def test_load_is_work_and_travel_with_the_drive_home():
    facts = row([visit(1, "9:00"), visit(2, "11:00", minutes=90)], {1: 20, 2: 30})
    load = row_load(facts.visits, look(facts), facts.shifts)
    assert load == Load(150, 20 + 10 + 30, 540)
    assert load.share == pytest.approx(210 / 540)


def test_an_empty_row_has_no_load():
    assert row_load((), EMPTY_ROW, SHIFT) == Load(0, 0, 540)
    assert row_load((), EMPTY_ROW, SHIFT).share == 0


def test_who_is_off_has_no_share():
    facts = row([visit(1, "9:00")], shifts=())
    assert row_load(facts.visits, look(facts), ()).share is None


def test_a_canceled_visit_is_neither_work_nor_travel():
    facts = row([visit(1, "9:00"), canceled(2, "11:00", "8:00")], {1: 20, 2: 90})
    assert row_load(facts.visits, look(facts, "8:05"), facts.shifts) == Load(60, 40, 540)


def test_finished_work_still_counts():
    facts = row([done(1, "9:00", "9:00", "10:00")], {1: 20})
    assert row_load(facts.visits, look(facts, "10:30"), facts.shifts).work == 60


# free time


def test_a_visit_takes_its_slot_until_work_begins():
    facts = row([visit(1, "9:00")])
    assert occupied(facts.visits[0], look(facts, "9:40")) == span("9:00", "10:00")
    assert occupied(facts.visits[0], EMPTY_ROW) == span("9:00", "10:00")


def test_begun_work_takes_from_arrival_to_the_forecast_finish():
    facts = row([on_site(1, "9:00", "9:30")])
    assert occupied(facts.visits[0], look(facts, "9:40")) == span("9:30", "10:30")


def test_a_visit_of_no_time_takes_a_minute():
    facts = row([done(1, "9:00", "9:30", "9:30")])
    assert occupied(facts.visits[0], look(facts, "10:00")).minutes == 1


def test_free_is_the_shift_less_visits_and_the_drives_to_them():
    facts = row([visit(1, "9:00"), visit(2, "11:00")], {1: 20, 2: 30})
    free = free_spans(facts.visits, look(facts), facts.shifts)
    assert free == (span("8:00", "8:40"), span("10:00", "10:50"), span("12:00", "17:00"))


def test_a_canceled_visit_leaves_its_time_free():
    facts = row([canceled(1, "11:00", "9:00")], {1: 90})
    assert free_spans(facts.visits, look(facts, "9:05"), facts.shifts) == SHIFT


@given(rows())
def test_free_time_is_working_time_without_an_unfinished_slot_in_it(facts):
    forecast = look(facts, "12:00")
    for free in free_spans(facts.visits, forecast, facts.shifts):
        assert free.minutes > 0
        assert any(shift.start <= free.start and free.end <= shift.end for shift in facts.shifts)
        for one in facts.visits:
            if one.state is not S.CANCELED:
                assert not free.overlaps(occupied(one, forecast))


# capacity

BASE = at("8:00")
free_rows = st.lists(
    st.lists(
        st.tuples(st.integers(-30, 150), st.integers(1, 90)).map(
            lambda pair: Span(BASE + minutes(pair[0]), BASE + minutes(sum(pair)))
        ),
        max_size=3,
    ),
    max_size=4,
)


def test_capacity_is_the_mean_number_of_free_technicians():
    free = [[span("8:00", "9:00")], [span("8:15", "8:30")], [span("8:50", "12:00")]]
    assert capacity(free, BASE, 30, 4) == pytest.approx([1.5, 1 + 10 / 30, 1, 1])


@given(free_rows, st.sampled_from([5, 15, 30]), st.integers(0, 10))
def test_capacity_counts_each_free_minute_in_its_own_stretch(free, width, cells):
    found = capacity(free, BASE, width, cells)
    assert len(found) == cells
    for cell in range(cells):
        instants = [BASE + minutes(cell * width + n) for n in range(width)]
        held = sum(one.holds(i) for i in instants for spans in free for one in spans)
        assert found[cell] == pytest.approx(held / width)


# figures


def figures(facts, clock="7:00"):
    return row_figures(facts.visits, look(facts, clock), facts.shifts)


def test_a_row_is_counted_by_state():
    facts = row([visit(1, "9:00"), visit(2, "10:00"), done(3, "8:00", "8:00", "8:30")])
    assert figures(facts, "8:40").by_state == {S.TENTATIVE: 2, S.DONE: 1}


def test_on_time_is_of_visits_with_a_window_that_were_not_canceled():
    promised = span("8:00", "10:00")
    line = [
        done(1, "8:00", "8:00", "8:30"),
        done(2, "9:00", "10:30", "10:40"),
        visit(3, "9:30"),
        canceled(4, "9:00", "8:00"),
        visit(5, "15:00"),
    ]
    found = figures(row(line, windows=dict.fromkeys((1, 2, 3, 4), promised)), "10:45")
    assert (found.goals.clients.of, found.goals.clients.good, found.late) == (3, 1, 1)


def test_double_bookings_and_late_homes_are_counted():
    found = figures(row([visit(1, "16:30"), visit(2, "16:40")]))
    assert found.clashing == {1, 2}
    assert found.goals.home.missed == 1
    assert figures(row([visit(1, "9:00")])).goals.home.missed == 0


def test_the_days_figures_are_the_rows_added_up():
    late = row([visit(1, "9:00")], {1: 12}, windows={1: span("7:00", "8:30")})
    clash = row([visit(2, "16:30"), visit(3, "16:40")], windows={2: span("16:00", "17:00")})
    off = row([], shifts=())
    rows_ = [figures(late), figures(clash), figures(off)]
    found = day_figures(rows_)
    assert found.by_state == {S.TENTATIVE: 3}
    assert (found.late, found.conflicts) == (1, 2)
    assert found.goals.clients.share == 0.5
    assert found.utilisation == pytest.approx((180 + 24) / 1080)
    assert found.goals.home.share == 0.5


def test_nothing_is_no_share_of_anything():
    found = day_figures([])
    assert (found.goals.score, found.utilisation) == (None, None)
    assert (found.late, found.conflicts, found.by_state) == (0, 0, {})


@given(rows())
def test_a_rows_figures_agree_with_its_visits(facts):
    forecast = look(facts, "12:00")
    found = row_figures(facts.visits, forecast, facts.shifts)
    assert sum(found.by_state.values()) == len(facts.visits)
    assert found.late == sum(is_late(one, forecast.visits[one.id]) for one in facts.visits)
    clients = found.goals.clients
    assert 0 <= clients.good <= clients.of <= len(facts.visits)
    assert day_figures([found, found]).goals.clients.share == clients.share
