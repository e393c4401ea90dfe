"""What a suggestion says of a row is what the forecast says of it, and what is open is never warned of."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.forecast import RowFacts, forecast_row
from dispatch_tui.core.model import NEW
from dispatch_tui.core.rules import is_late, weigh
from dispatch_tui.core.shifts import MINUTE
from dispatch_tui.core.status import BEGUN, OVER
from dispatch_tui.core.suggest import Factor, Gate, Suggestion, spots_on_row
from dispatch_tui.core.suggest.index import NEVER, minute_of, row_index
from dispatch_tui.core.travel import Travel
from dispatch_tui.core.typical import Case, Typicals
from tests.core.builders import FLAT, NOON, at, call, place, row, rows, site, span, tech, visit
from tests.core.suggesting import everywhere, judged, ranked, tidy_rows, with_row

BUSY = Travel(1.3, 40.0, 2.0, ((11, 13, 1.5), (15, 18, 2.0)), ZoneInfo("America/New_York"))
LEARNT = Typicals.of([Case("REPAIR", 1, 60, took) for took in (45, 66, 72, 80, 130)] * 2, 5)
LATE = row(
    [visit(1, "12:10", minutes=30), visit(2, "12:50", minutes=30), visit(3, "13:30", minutes=30)],
    {3: 11},
    {3: span("12:30", "13:30")},
)
"""The last is late by a minute already; before it there is a wait that takes up ten."""

any_rows = rows() | tidy_rows()
travels = st.sampled_from([FLAT, BUSY])
windows = st.none() | st.tuples(st.integers(-120, 360), st.integers(30, 240))


def asked_at(window: tuple[int, int] | None, length: int, km: int) -> tuple[object, object]:
    promised = None
    if window is not None:
        start = NOON + window[0] * MINUTE
        promised = replace(span("8:00", "9:00"), start=start, end=start + window[1] * MINUTE)
    return call(99, site_id=99, window=promised, minutes=length), site(99, place(km))


def placed(facts: RowFacts, asked: object, where: object, place: Suggestion) -> RowFacts:
    """The row with the visit really on it."""
    one = visit(NEW, place.start, call_id=99, minutes=place.minutes)
    return replace(
        facts,
        visits=(*facts.visits, one),
        calls={**facts.calls, 99: asked},  # type: ignore[dict-item]
        sites={**facts.sites, 99: where},  # type: ignore[dict-item]
    )


@given(any_rows, st.integers(5, 150), windows, st.integers(0, 30), travels, st.booleans())
def test_what_is_said_of_a_row_is_what_the_forecast_says(facts, length, window, km, travel, learnt):
    """The index propagates only from where the visit is put; a plain forecast of the whole row agrees."""
    facts = replace(facts, typicals=LEARNT) if learnt else facts
    asked, where = asked_at(window, length, km)
    ranking = ranked(with_row(facts), asked, NOON, travel=travel, site=where)
    before = forecast_row(facts, NOON, travel)
    for found in everywhere(ranking):
        whole = placed(facts, asked, where, found)
        after = forecast_row(whole, NOON, travel)
        mine = after.visits[NEW]
        assert (found.eta, found.finish) == (mine.eta, mine.finish)
        assert (found.home, found.overtime_minutes) == (after.home, after.overtime_minutes)
        assert found.leg_minutes == mine.leg.minutes
        later = {
            one.call_id: after.visits[one.id].eta - before.visits[one.id].eta
            for one in facts.visits
            if after.visits[one.id].eta > before.visits[one.id].eta
        }
        assert {number: minutes * MINUTE for number, minutes in found.moved} == later
        assert found.of(Factor.LATENESS).raw == sum(minutes for _, minutes in found.moved)
        over = max(0, after.overtime_minutes - before.overtime_minutes)
        assert found.of(Factor.HOME).raw == over
        room = next(result for result in found.gates if result.gate is Gate.ROOM)
        broken = {
            one.call_id
            for one in facts.visits
            if is_late(one, after.visits[one.id])
            and after.visits[one.id].late_minutes > before.visits[one.id].late_minutes
        }
        assert set(room.value["breaks"]) == broken


@given(any_rows, st.integers(5, 150), windows, st.integers(0, 30), travels, st.booleans())
def test_what_is_open_is_never_warned_of(facts, length, window, km, travel, learnt):
    """Gates let nothing pass that `rules.weigh` wants a deliberate yes for, but for what they say asks."""
    facts = replace(facts, typicals=LEARNT) if learnt else facts
    asked, where = asked_at(window, length, km)
    before = forecast_row(facts, NOON, travel)
    for found in ranked(with_row(facts), asked, NOON, travel=travel, site=where).places:
        one = visit(NEW, found.start, call_id=99, minutes=length)
        known = replace(facts, sites={**facts.sites, 99: where})
        told = weigh(known, tech(1), asked, one, NOON, travel, before)
        begun = {f"overlaps {other.call_id}" for other in facts.visits if other.state in BEGUN}
        firm = [remark for remark in told.warnings if remark.text not in begun]
        assert firm == []
        assert bool(told.warnings) == any(result.asks for result in found.gates)


@given(any_rows, st.integers(5, 120), windows, st.integers(0, 30), travels)
def test_what_is_warned_of_fails_a_gate(facts, length, window, km, travel):
    """The other way about: wherever a drop would be warned of, the gates say so too."""
    asked, where = asked_at(window, length, km)
    day = with_row(replace(facts, sites={**facts.sites, 99: where}))
    before = forecast_row(facts, NOON, travel)
    for start in (NOON, NOON + 35 * MINUTE, NOON + 170 * MINUTE, NOON - 30 * MINUTE):
        found = judged(day, asked, NOON, 1, start, travel=travel)
        one = visit(NEW, start, call_id=99, minutes=length)
        told = weigh(day.facts(1), tech(1), asked, one, NOON, travel, before)
        begun = {f"overlaps {other.call_id}" for other in facts.visits if other.state in BEGUN}
        if any(remark.text not in begun for remark in told.warnings):
            assert found.failed


@given(any_rows)
@example(LATE)
def test_slack_is_how_far_an_arrival_can_slip(facts):
    """By the slack a visit ahead can be put off, and no promise there or later breaks; not by a minute more.

    Without hours of traffic; with them later may also be quicker.
    """
    forecast = forecast_row(facts, NOON, FLAT)
    index = row_index(1, facts, forecast)
    for number, one in enumerate(index.ahead):
        spare = index.slack[number]
        if spare is NEVER:
            continue
        for more, breaks in ((0, False), (1, True)):
            eta = forecast.visits[one.id].eta + (int(spare) + more) * MINUTE
            put_off = replace(one, start=eta)
            if number + 1 < len(index.ahead) and index.ahead[number + 1].start <= eta:
                continue  # they would change places
            moved = [put_off if each.id == one.id else each for each in facts.visits]
            after = forecast_row(replace(facts, visits=moved), NOON, FLAT)
            late = [
                each.id
                for each in index.ahead[number:]
                if after.visits[each.id].late_minutes > forecast.visits[each.id].late_minutes
            ]
            if len(facts.shifts) < 2:  # what a break swallows is no slip
                assert bool(late) == breaks


@given(any_rows, st.integers(5, 150), windows, st.integers(0, 30))
def test_every_open_place_starts_on_the_five_minutes_within_its_gap(facts, length, window, km):
    asked, where = asked_at(window, length, km)
    ranking = ranked(with_row(facts), asked, NOON, site=where)
    gaps = {(found.after, found.before, found.start.date()) for found in ranking.places}
    for found in ranking.places:
        assert minute_of(found.start) % 5 == 0 or (asked.window and found.start == asked.window.start)
        assert found.start >= NOON
        assert found.eta == found.start
        ahead = [one for one in facts.visits if one.state not in OVER | BEGUN]
        assert not any(
            one.slot.overlaps(replace(one.slot, start=found.start, end=found.start + length * MINUTE))
            for one in ahead
        )
    assert gaps or not ranking.places


@pytest.mark.parametrize("clock", ["7:00", "9:03", "11:59", "16:30"])
def test_places_agree_with_the_plain_gaps_where_there_is_nothing_to_weigh(clock):
    """One technician, no promises: the same starts as the gaps of `spots`, and those that end in overtime."""
    facts = row([visit(1, "9:30"), visit(2, "13:20")], {1: 10, 2: 10})
    day = with_row(replace(facts, sites={**facts.sites, 99: site(99, place(5))}))
    asked = call(99, site_id=99, minutes=45)
    now = at(clock)
    plain = spots_on_row(day.facts(1), forecast_row(facts, now, FLAT), 1, asked, 45, now, FLAT)
    found = ranked(day, asked, now)
    in_shift = [each.start for each in found.places if not each.overtime_minutes and not each.moved]
    assert sorted(in_shift) == [spot.start for spot in plain]
