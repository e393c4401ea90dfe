"""The ranking: gates by example, points that add up, and what would change it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.model import Lock, Priority, Shop, TimeOff, VisitState
from dispatch_tui.core.performance import PastVisit, Performance
from dispatch_tui.core.rulebook import RULES
from dispatch_tui.core.shifts import MINUTE
from dispatch_tui.core.skills import lacking, lacking_level, unused
from dispatch_tui.core.suggest import PRESETS, SCALES, Factor, Gate, Ranking, Turn, Way, Weights
from dispatch_tui.core.suggest.rank import distance
from dispatch_tui.core.suggest.scoring import FEWER, Raw, Scales, points_of, raw_for, share, total_of
from dispatch_tui.core.suggest.weights import field_of
from tests.core.builders import NOON, SHOP, at, call, customer, place, site, span, tech, visit
from tests.core.suggesting import everywhere, judged, ranked, shop_day, tidy_rows, with_row

F = Factor
HERE = (site(9, place(10)),)


def asked(**fields):
    return call(9, site_id=9, **fields)


def gate_of(suggestion, gate):
    return next(result for result in suggestion.gates if result.gate is gate)


def shut_by(ranking: Ranking, technician_id: int) -> list[Gate]:
    found = next(each for each in ranking.closed if each.technician_id == technician_id)
    return [result.gate for result in found.failed]


def ruled(**rules: str) -> Shop:
    given_rules = {name.replace("_", "-"): value for name, value in rules.items()}
    return replace(SHOP, rules={**SHOP.rules, **given_rules})


# -- gates


def test_skills_not_held_shut_and_name_what_would_open():
    day = shop_day(tech(1, skills=("HVAC",)), tech(2, skills=("GAS",)), sites=HERE)
    ranking = ranked(day, asked(skills=("GAS",)), NOON)
    assert [each.technician_id for each in ranking.places] == [2]
    found = gate_of(ranking.closed[0], Gate.SKILLS)
    assert (found.passed, found.value["lacks"], found.opens[0].way) == (False, ("GAS",), Way.SKILL)
    assert ranking.shut == ((Gate.SKILLS, 1),)
    assert ranking.able == 1


@pytest.mark.parametrize(
    ("needs", "holds", "lacks", "level"),
    [
        (("GAS:2",), ("GAS:1",), ("GAS:2",), ("GAS:2",)),
        (("GAS:2",), ("gas:3",), (), ()),
        (("GAS",), ("GAS:1",), (), ()),
        (("GAS:1",), ("GAS",), (), ()),
        (("GAS:2",), ("HVAC",), ("GAS:2",), ()),
        (("R22",), ("R2",), ("R22",), ()),
        (("EPA2",), ("EPA1",), ("EPA2",), ()),
        (("GAS:2", "HVAC"), ("GAS", "GAS:2", "HVAC"), (), ()),
    ],
)
def test_levels_are_written_with_a_colon(needs, holds, lacks, level):
    assert lacking(needs, holds) == lacks
    assert lacking_level(needs, holds) == level


def test_over_qualified_counts_skills_and_levels_beyond():
    assert unused(("GAS",), ("GAS:3", "HVAC")) == 3
    assert unused(("GAS:2",), ("GAS:2",)) == 0


def test_a_level_that_is_too_low_is_its_own_gate():
    day = shop_day(tech(1, skills=("GAS:1",)), sites=HERE)
    assert shut_by(ranked(day, asked(skills=("GAS:2",)), NOON), 1) == [Gate.LEVEL]


def test_who_is_blocked_is_not_sent_and_who_is_preferred_comes_first():
    who = customer(1, preferred=(2,), blocked=(3,))
    day = shop_day(tech(1), tech(2), tech(3), sites=HERE, customers=(who,))
    ranking = ranked(day, asked(), NOON)
    assert [each.technician_id for each in ranking.places] == [2, 1]
    assert shut_by(ranking, 3) == [Gate.BLOCKED]
    assert ranking.places[0].of(F.PREFERRED).raw == 1
    assert ranking.places[1].of(F.PREFERRED).raw == 0


@pytest.mark.parametrize(
    ("rule", "open_to", "told"),
    [("strict", [1], True), ("prefer", [1, 2, 3], True), ("off", [1, 2, 3], False)],
)
def test_areas_shut_only_where_the_shop_is_strict(rule, open_to, told):
    crew = (tech(1, area="North"), tech(2, area="South"), tech(3, area=""))
    day = shop_day(*crew, sites=(site(9, place(10), area="north"),), shop=ruled(areas=rule))
    ranking = ranked(day, asked(), NOON)
    assert sorted(each.technician_id for each in ranking.places) == open_to
    assert (ranking.places[0].of(F.TERRITORY).raw is not None) == told
    assert ranking.places[0].technician_id == 1


def test_a_site_without_an_area_shuts_nobody_out():
    day = shop_day(tech(1, area="North"), sites=HERE, shop=ruled(areas="strict"))
    assert ranked(day, asked(), NOON).places


def test_time_off_is_told_from_a_shift_that_is_over():
    off = TimeOff(1, at("12:00"), at("15:00"), "dentist", id=1)
    day = shop_day(tech(1), tech(2), sites=HERE, offs=(off,))
    found = judged(day, asked(), NOON, 1, at("13:00"))
    assert [each.gate for each in found.failed] == [Gate.TIME_OFF]
    assert gate_of(found, Gate.TIME_OFF).value["reason"] == "dentist"
    assert gate_of(found, Gate.TIME_OFF).opens[0].at == at("15:00")
    late = judged(day, asked(), NOON, 2, at("16:30"))
    assert [each.gate for each in late.failed] == [Gate.SHIFT]
    assert gate_of(late, Gate.SHIFT).value["over"] == 30
    assert gate_of(late, Gate.SHIFT).opens[0].minutes == 30


def test_who_is_off_all_day_is_named_as_off():
    off = TimeOff(1, at("0:00"), None, "sick", id=1)
    day = shop_day(tech(1), tech(2), sites=HERE, offs=(off,))
    ranking = ranked(day, asked(), NOON)
    assert shut_by(ranking, 1) == [Gate.TIME_OFF]
    assert ranking.technicians == 1


def test_a_window_that_nobody_can_keep_says_what_could_be_promised():
    day = shop_day(tech(1), sites=HERE)
    ranking = ranked(day, asked(window=span("11:00", "12:05")), NOON)
    assert ranking.places == ()
    found = gate_of(ranking.closed[0], Gate.WINDOW)
    assert (found.passed, found.value["late"]) == (False, 5)
    assert (found.opens[0].way, found.opens[0].at) == (Way.PROMISE, at("12:10"))


def test_a_part_that_is_not_here_shuts_all_and_one_that_comes_shuts_until_then():
    day = shop_day(tech(1), sites=HERE)
    ranking = ranked(day, asked(part="motor"), NOON)
    assert ranking.places == ()
    assert shut_by(ranking, 1) == [Gate.PART]
    assert ranking.closed[0].start == at("12:10")
    later = ranked(day, asked(part="motor", part_ready_at=at("14:02")), NOON)
    assert later.places[0].start == at("14:05")
    assert later.places[0].of(F.PART).raw == 1
    assert ranked(day, asked(), NOON).places[0].of(F.PART).raw is None


def test_locks_hold_the_technician_and_the_time():
    crew = (tech(1), tech(2))
    held = visit(9, "13:02", call_id=9, lock=Lock.TECH)
    day = shop_day(*crew, sites=HERE, visits=(held,), calls=(asked(),))
    ranking = ranked(day, asked(), NOON, moving=held)
    assert {each.technician_id for each in ranking.places} == {1}
    assert shut_by(ranking, 2) == [Gate.LOCK]
    timed = replace(held, lock=Lock.TIME)
    starts = {each.start for each in ranked(day, asked(), NOON, moving=timed).places}
    assert starts == {at("13:02")}
    both = replace(held, lock=Lock.BOTH)
    (only,) = ranked(day, asked(), NOON, moving=both).places
    assert (only.technician_id, only.start) == (1, at("13:02"))


@pytest.mark.parametrize(
    ("state", "passed", "asks"),
    [
        (VisitState.TENTATIVE, True, False),
        (VisitState.DISPATCHED, True, True),
        (VisitState.ACKNOWLEDGED, True, True),
        (VisitState.ON_SITE, False, False),
    ],
)
def test_what_has_been_seen_asks_and_what_has_begun_stays(state, passed, asks):
    standing = visit(9, "11:30", call_id=9, state=state, arrived_at=at("11:30"), since=at("11:30"))
    day = shop_day(tech(1), sites=HERE, visits=(standing,), calls=(asked(),))
    for found in everywhere(ranked(day, asked(), NOON, moving=standing)):
        seen = gate_of(found, Gate.SEEN)
        assert (seen.passed, seen.asks) == (passed, asks)
    assert bool(ranked(day, asked(), NOON, moving=standing).places) == passed


def test_no_room_says_who_is_in_the_way_and_the_nearest_comes_first():
    full = tuple(
        visit(n, f"{hour}:00", technician_id=1, minutes=60)
        for n, hour in ((1, 12), (2, 13), (3, 14), (4, 15))
    )
    half = (visit(5, "12:30", technician_id=2, minutes=265),)
    day = shop_day(
        tech(1), tech(2), sites=HERE, visits=full + half, calls=tuple(call(n, site_id=9) for n in range(1, 6))
    )
    ranking = ranked(day, asked(minutes=60), NOON)
    assert ranking.places == ()
    assert ranking.shut == ((Gate.ROOM, 2),)
    room = gate_of(ranking.closed[0], Gate.ROOM) if ranking.closed[0].failed[0].gate is Gate.ROOM else None
    assert room is None or room.value["overlaps"]
    assert [distance(each.gates) for each in ranking.closed] == sorted(
        distance(each.gates) for each in ranking.closed
    )


# -- points


def known(**technicians: float) -> Performance:
    """Ten calls of each technician, so many of them done at once."""
    visits = []
    for name, good in technicians.items():
        key = int(name.removeprefix("t"))
        for number in range(10):
            arrived = at("9:00")
            one = PastVisit(key * 100 + number, "REPAIR", key, 60, arrived, arrived + 60 * MINUTE)
            visits.append(one if number < good else replace(one, done=False))
            if number >= good:
                visits.append(replace(one, technician_id=99, finished_at=arrived + 90 * MINUTE))
    return Performance.of_visits(visits, at("17:00"))


def test_who_is_better_at_such_calls_comes_first_with_the_count():
    day = replace(shop_day(tech(1), tech(2), sites=HERE), performance=known(t1=2, t2=10))
    ranking = ranked(day, asked(), NOON)
    assert [each.technician_id for each in ranking.places] == [2, 1]
    best = ranking.places[0].of(F.PERFORMANCE)
    assert best.cases == 10
    assert best.against is not None
    assert best.raw is not None
    assert best.raw > best.against


def test_style_counts_only_tags_that_somebody_declares():
    crew = (tech(1, tags=("quick",)), tech(2, tags=("explains", "quick")))
    who = customer(1, tags=("explains", "vip"))
    day = shop_day(*crew, sites=HERE, customers=(who,))
    ranking = ranked(day, asked(), NOON)
    assert [(each.technician_id, each.of(F.STYLE).raw) for each in ranking.places] == [(2, 1.0), (1, 0.0)]
    plain = shop_day(*crew, sites=HERE, customers=(replace(who, tags=("vip",)),))
    assert ranked(plain, asked(), NOON).places[0].of(F.STYLE).raw is None


def test_an_emergency_weighs_the_response_more():
    day = shop_day(tech(1), sites=HERE)
    normal, urgent = (
        ranked(day, asked(priority=each), NOON).places[0].of(F.RESPONSE)
        for each in (Priority.NORMAL, Priority.EMERGENCY)
    )
    assert urgent.weight == 6 * normal.weight
    assert urgent.scale < normal.scale


@given(
    tidy_rows(), st.integers(10, 120), st.integers(0, 25), st.sampled_from(list(PRESETS)), st.integers(0, 100)
)
def test_points_add_up_and_the_order_is_theirs(facts, length, km, preset, weight):
    shop = ruled(suggest=preset, weight_travel=str(weight))
    day = with_row(facts, shop=shop)
    ranking = ranked(day, call(99, site_id=99, minutes=length), NOON, site=site(99, place(km)))
    for found in everywhere(ranking):
        assert [each.factor for each in found.points] == list(Factor)
        assert found.total == pytest.approx(sum(each.points for each in found.points))
        assert sum(each.most for each in found.points) == pytest.approx(100)
        assert all(0 <= each.points <= each.most + 1e-9 for each in found.points)
        assert [result.gate for result in found.gates] == [
            gate for gate in Gate if gate in {r.gate for r in found.gates}
        ]
    assert [each.total for each in ranking.places] == sorted(
        (each.total for each in ranking.places), reverse=True
    )
    assert all(each.is_open for each in ranking.places)
    assert all(each.failed for each in ranking.closed)
    assert ranking.weights.of(F.TRAVEL) == weight


@given(tidy_rows(), st.integers(10, 90), st.integers(0, 25))
def test_the_same_question_has_the_same_answer(facts, length, km):
    day = with_row(facts)
    wanted, where = call(99, site_id=99, minutes=length), site(99, place(km))
    assert ranked(day, wanted, NOON, site=where) == ranked(day, wanted, NOON, site=where)


@given(tidy_rows(), tidy_rows(), st.integers(10, 90), st.integers(0, 25))
def test_what_would_change_it_makes_it_even(facts, others, length, km):
    """Each change that is named, made alone, brings the place level with the first."""
    moved = [replace(one, id=one.id + 50, call_id=one.call_id + 50, technician_id=2) for one in others.visits]
    calls = [replace(one, id=one.id + 50, site_id=one.site_id + 50) for one in others.calls.values()]
    sites = [replace(one, id=one.id + 50) for one in others.sites.values()]
    day = shop_day(
        tech(1, home=place(0)),
        tech(2, home=place(12)),
        visits=(*facts.visits, *moved),
        calls=(*facts.calls.values(), *calls),
        sites=(*facts.sites.values(), *sites),
    )
    ranking = ranked(day, call(99, site_id=99, minutes=length), NOON, site=site(99, place(km)))
    assert len(ranking.what_if) <= 3
    turns = [change.turn for change in ranking.what_if]
    assert turns == sorted(turns, key=lambda turn: turn is Turn.WEIGHT), "facts first"
    assert turns.count(Turn.WEIGHT) <= 1
    for change in ranking.what_if:
        assert change.needed >= 0
        first, other = ranking.places[0], ranking.places[change.place]
        assert first.total >= other.total
        if change.turn is Turn.RAW:
            raws = {
                each.factor: Raw(each.raw, None, each.against)
                for each in other.points
                if each.raw is not None
            }
            raws[change.factor] = Raw(change.needed, None, raws[change.factor].against)
            scales = Scales.of(ranking.weights, tuple(raws), first.of(F.RESPONSE).scale)
            total = total_of(points_of(raws, scales))
            assert total >= first.total - 1e-5
        else:
            weights = {**ranking.weights.by_factor, change.factor: change.needed}
            sums = []
            for each in (first, other):
                told = [points for points in each.points if points.raw is not None and points.most]
                good = {points.factor: points.points / points.most for points in told}
                sums.append(sum(weights[factor] * value for factor, value in good.items()))
            assert sums[0] == pytest.approx(sums[1], abs=1e-6)
            assert 0 <= change.needed <= 100


def test_what_cannot_be_is_not_named_as_a_change():
    """A score over 100, minutes below nought, part of a skill: none of them would ever come about."""
    day = replace(
        shop_day(tech(1, home=place(10)), tech(2, home=place(20), skills=("A", "B")), sites=HERE),
        performance=known(t1=1, t2=4),
    )
    ranking = ranked(day, asked(), NOON)
    assert ranking.what_if
    for change in ranking.what_if:
        if change.turn is Turn.WEIGHT:
            assert abs(change.needed - change.now) <= 25
        elif change.factor is F.PERFORMANCE:
            assert 0 <= change.needed <= 1
        else:
            assert change.needed == int(change.needed) >= 0


def test_an_urgent_call_names_first_when_they_would_have_to_be_there():
    busy = visit(1, "12:05", technician_id=2, minutes=45)
    day = shop_day(
        tech(1, home=place(12)), tech(2), sites=(*HERE, site(1, place(10))), visits=(busy,), calls=(call(1),)
    )
    ranking = ranked(day, asked(priority=Priority.EMERGENCY), NOON)
    assert len(ranking.places) > 1
    facts = [change for change in ranking.what_if if change.turn is Turn.RAW]
    assert facts[0].factor is F.RESPONSE
    assert all(change.factor is not F.RESPONSE for change in ranking.what_if if change.turn is Turn.WEIGHT)


def test_a_drive_that_is_too_short_is_a_gate_and_no_override():
    day = shop_day(tech(1), sites=HERE)
    found = judged(day, asked(), NOON, 1, at("12:05"))
    room = gate_of(found, Gate.ROOM)
    assert found.failed == (room,)
    assert room.value["short"] == (found.eta - at("12:05")) / MINUTE > 0
    assert room.opens[0].way is Way.LATER
    assert judged(day, asked(), NOON, 1, room.opens[0].at).is_open
    assert room.only_short
    assert found.overridden == ()
    past = judged(day, asked(), NOON, 1, at("11:30"))
    assert not gate_of(past, Gate.ROOM).only_short
    assert past.overridden


@given(st.sampled_from(list(Factor)), st.floats(0, 400), st.floats(0, 400))
def test_better_values_are_never_worth_less(factor, one, other):
    less, more = sorted((one, other))
    scale = SCALES[factor]
    if factor in FEWER:
        assert share(factor, less, scale) >= share(factor, more, scale)
    else:
        assert share(factor, less, scale) <= share(factor, more, scale)
    assert 0 <= share(factor, one, scale) <= 1


@given(st.sampled_from(list(Factor)), st.floats(0.01, 0.99))
def test_the_raw_value_for_a_share_has_that_share(factor, good):
    raw = raw_for(factor, good, SCALES[factor])
    if raw is not None:
        assert share(factor, raw, SCALES[factor]) == pytest.approx(good)


# -- weights


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_the_shop_s_to_choose_and_to_override(name):
    weights = Weights.of_shop(ruled(suggest=name, weight_home="77", weight_style="preset"))
    assert weights.preset == name
    assert weights.of(F.HOME) == 77
    assert weights.own == {F.HOME}
    assert weights.of(F.STYLE) == PRESETS[name][F.STYLE]
    assert set(PRESETS[name]) == set(Factor)


def test_every_factor_has_a_rule_of_its_own():
    named = {rule.field for rule in RULES if rule.name.startswith("weight-")}
    assert named == {field_of(factor) for factor in Factor}
    choice = next(rule for rule in RULES if rule.name == "suggest")
    assert set(choice.choices) == set(PRESETS)


def test_the_preset_decides_who_comes_first():
    """Near and later, or far and now."""
    busy = visit(1, "12:00", technician_id=1, minutes=150)
    day = shop_day(
        tech(1, home=place(10)),
        tech(2, home=place(38)),
        sites=(*HERE, site(1, place(10))),
        visits=(busy,),
        calls=(call(1),),
    )
    soon = replace(day, shop=ruled(suggest="response first"))
    near = replace(day, shop=ruled(suggest="drive least"))
    assert ranked(soon, asked(), NOON).places[0].technician_id == 2
    assert ranked(near, asked(), NOON).places[0].technician_id == 1
