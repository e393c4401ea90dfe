"""Suggestions on a desk: one answer for list, board and `best`; several days; reasons that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from data.opening import open_store
from data.store import SqlStore
from dispatch_tui.core.clock import FixedClock, ShopClock
from dispatch_tui.core.commands import (
    CarryPlan,
    HoldCall,
    MoveVisit,
    Pairing,
    PlaceCall,
    Promise,
    SetPairing,
    SetRule,
    SwapVisits,
    UndoAct,
)
from dispatch_tui.core.errors import Missing, NeedsSure, Refused, Usage
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.model import Customer, Span
from dispatch_tui.core.suggest import Factor, Gate, Known
from dispatch_tui.core.verbs import VERBS, Question
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.desk import Desk, Seat
from dispatch_tui.desk.reasoning import reasoned
from dispatch_tui.desk.requests import Do, Show, Topic
from dispatch_tui.desk.suggest_json import offers_json, standing_json
from dispatch_tui.desk.suggest_words import (
    because_words,
    failed_words,
    gate_words,
    opening_words,
    points_words,
    short_reasons,
    what_if_words,
)
from dispatch_tui.desk.suggesting import (
    DaysAhead,
    asked_days,
    dates_from,
    drafted,
    offers_of,
    offers_on,
    standing,
    standing_visit,
    windows_of,
)
from dispatch_tui.desk.verbs import request_of
from tests.core.builders import NOON, TODAY, at, place, site, span, visit
from tests.data.builders import DAY, NOW, Made, open_shop
from tests.data.builders import at as utc
from tests.desk.shops import DeskShop
from tests.desk.test_live import console

F = Factor
DAY_LONG = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = open_store(tmp_path / "shop.db")
    yield made
    made.close()


@pytest.fixture
def made(store: SqlStore) -> Made:
    return open_shop(store)


def desk_of(store: SqlStore) -> Desk:
    return Desk(store, ShopClock(FixedClock(NOW)), Seat("ann"))


def keeper_of(desk: Desk, day=DAY) -> BoardKeeper:
    return BoardKeeper(desk.open_day(day), desk.clock.now(), desk.knowledge)


def small_shop() -> DeskShop:
    """Two who work, one call at one, one in the tray that both could do."""
    return DeskShop((visit(1, "13:00"), visit(2, "13:30", technician_id=2)), waiting=(3,), c3={"skills": ()})


# -- one answer


def test_the_list_the_board_and_best_have_the_same_number_one(store: SqlStore, made: Made) -> None:
    desk = desk_of(store)
    keeper = keeper_of(desk)
    number = made.calls[5]
    call = keeper.board.day.calls[number]
    best = keeper.suggest(call).best
    assert best is not None
    assert keeper.best_spots(call, 60)[0] == best.spot
    assert offers_of(desk, keeper.board, call, 1).places[0] == best
    request = request_of(f"place {number} best", keeper.board, story=store.call_story)
    assert isinstance(request, Do)
    assert request.command == PlaceCall(number, best.technician_id, best.start)


def test_what_is_number_one_can_be_placed_without_a_question(store: SqlStore, made: Made) -> None:
    desk = desk_of(store)
    keeper = keeper_of(desk)
    for number in made.calls[4:]:
        request = request_of(f"place {number} best", keeper.board, story=store.call_story)
        assert isinstance(request, Do)
        outcome = desk.do(reasoned(request.command, keeper.board))
        keeper = keeper_of(desk)
        standing_now = keeper.board.day.visits[outcome.visit_id or 0]
        kept = store.because_of(standing_now)
        assert kept is not None
        assert (kept.rank, kept.right_match, kept.failed) == (1, True, ())


def test_best_on_one_row_asks_that_row_alone_and_says_what_is_nearest() -> None:
    shop = small_shop()
    board = shop.board()
    request = request_of("place 3 t2 best", board, now=NOON)
    assert isinstance(request, Do)
    assert request.command.technician_id == 2
    with pytest.raises(Missing) as refused:
        request_of("place 3 t1 best for 9h", board, now=NOON)
    assert "nearest is T1 Ana" in refused.value.hint


def test_a_keeper_s_answer_follows_the_board(store: SqlStore, made: Made) -> None:
    """Rows are kept ready; what moves is made ready anew."""
    desk = desk_of(store)
    keeper = keeper_of(desk)
    call = keeper.board.day.calls[made.calls[5]]
    for _ in range(2):
        best = keeper.suggest(call).best
        assert best is not None
        desk.do(PlaceCall(made.calls[4], best.technician_id, best.start, sure=True))
        keeper.take(desk.news_for(keeper.board.day), NOW)
        fresh = keeper_of(desk).suggest(call)
        assert keeper.suggest(call) == fresh
        assert fresh.best != best
        desk.do(UndoAct())
        keeper.take(desk.news_for(keeper.board.day), NOW)
        assert keeper.suggest(call).best == best
    later = NOW + timedelta(hours=2)
    keeper.tick(later)
    assert keeper.suggest(call) == BoardKeeper(keeper.board.day, later).suggest(call)


# -- several days, and before there is a call


def test_the_days_are_those_asked_for_or_that_of_the_promise() -> None:
    shop = small_shop()
    board = shop.board()
    call = board.day.calls[3]
    promised = replace(call, window=Span(at("13:00") + DAY_LONG, at("15:00") + DAY_LONG))
    assert asked_days(board, call, None, None, NOON) == dates_from(TODAY, 5)
    assert asked_days(board, promised, None, None, NOON) == (TODAY + DAY_LONG,)
    assert asked_days(board, promised, 2, None, NOON) == (TODAY, TODAY + DAY_LONG)
    assert asked_days(board, call, 99, None, NOON) == dates_from(TODAY, 14)
    gone = replace(call, window=span("8:00", "9:00"))
    assert asked_days(board, gone, None, None, NOON + 3 * DAY_LONG) == (TODAY + 3 * DAY_LONG,)


def test_other_days_are_read_and_kept_while_nothing_changes(store: SqlStore, made: Made) -> None:
    desk, ahead = desk_of(store), DaysAhead()
    dates = dates_from(DAY, 3)
    first = ahead.boards(ahead.read(desk, dates), NOW, desk.knowledge)
    again = ahead.boards(ahead.read(desk, dates), NOW, desk.knowledge)
    assert [board.day for board in first] == [board.day for board in again]
    assert [id(board.day) for board in first] == [id(board.day) for board in again]
    desk.do(PlaceCall(made.calls[5], made.technicians[1], utc(19), sure=True))
    changed = ahead.boards(ahead.read(desk, dates), NOW, desk.knowledge)
    assert len(changed[0].day.visits) == len(first[0].day.visits) + 1


def test_a_week_from_now_is_offered_where_today_is_full(store: SqlStore, made: Made) -> None:
    """Everybody works on Mondays only: after today the next place is in a week."""
    desk = desk_of(store)
    board = keeper_of(desk).board
    call = board.day.calls[made.calls[5]]
    offers = offers_of(desk, board, call, 8)
    assert [each.technicians for each in offers.days] == [3, 0, 0, 0, 0, 0, 0, 2]  # T1 is off by then
    assert {place.day for place in offers.places} == {DAY, DAY + 7 * DAY_LONG}
    assert [place.total for place in offers.places] == sorted(
        (place.total for place in offers.places), reverse=True
    )


def test_what_can_i_offer_her(store: SqlStore, made: Made) -> None:
    """A call that is being taken: no number, no site in the store yet, a kind of work and a place."""
    desk = desk_of(store)
    board = keeper_of(desk).board
    kind = next(iter(board.day.call_types.values()))
    call = drafted(kind, NOW, DAY)
    known = Known(Customer("Eva New", id=0), site(0, place(5)))
    offers = offers_of(desk, board, call, 1, known=known)
    assert offers.places
    assert offers.windows
    for offered in offers.windows:
        assert offered.window.start <= offered.place.start <= offered.window.end
        assert offered.technicians >= 1
        assert offered.place.is_open
    totals = [offered.place.total for offered in offers.windows]
    assert totals == sorted(totals, reverse=True)
    assert offers_json(board, offers)["call"] == 0


def test_windows_are_the_shop_s_length_and_not_in_the_past() -> None:
    board = small_shop().board()
    found = windows_of(board.day, NOON)
    assert [window.start for window in found] == [at("12:00"), at("14:00"), at("16:00")]
    assert windows_of(board.day, at("12:59"))[0].start == at("12:00")
    assert windows_of(board.day, at("13:01"))[0].start == at("14:00")
    shop = replace(board.day.shop, rules={"offer-window": "240"})
    assert [window.start for window in windows_of(replace(board.day, shop=shop), at("7:00"))] == [
        at("8:00"),
        at("12:00"),
        at("16:00"),
    ]
    assert windows_of(replace(board.day, working={}), NOON) == ()


def test_a_promised_call_is_offered_no_windows(store: SqlStore, made: Made) -> None:
    desk = desk_of(store)
    desk.do(Promise(made.calls[5], Span(utc(18), utc(20))))
    board = keeper_of(desk).board
    assert offers_of(desk, board, board.day.calls[made.calls[5]]).windows == ()


# -- reasons


def test_an_act_without_reasons_is_given_them_and_one_with_keeps_its_own() -> None:
    shop = small_shop()
    board = shop.board()
    plain = PlaceCall(3, 2, at("15:00"))
    explained = reasoned(plain, board)
    assert isinstance(explained, PlaceCall)
    assert explained.because is not None
    assert (explained.because.technician_id, explained.because.start) == (2, at("15:00"))
    assert reasoned(explained, board) is explained
    hold = HoldCall(3, "parts")
    assert reasoned(hold, board) is hold


def test_a_worse_place_says_by_how_much_and_which_gates_were_overridden() -> None:
    shop = DeskShop((visit(1, "13:00"),), waiting=(3,), c3={"skills": ("PLM",)})
    board = shop.board()
    command = reasoned(PlaceCall(3, 1, at("14:30"), sure=True), board)
    assert isinstance(command, PlaceCall)
    assert command.because is not None
    assert command.because.failed == (Gate.SKILLS,)
    assert not command.because.right_match
    with pytest.raises(NeedsSure, match="lacks PLM"):
        shop.do(replace(command, sure=False))
    shop.do(command, reason="only one there")
    (kept,) = shop.store.becauses(TODAY).values()
    assert (kept.reason, kept.failed) == ("only one there", (Gate.SKILLS,))


def test_nothing_is_reckoned_for_another_day_or_a_row_that_is_not_there() -> None:
    board = small_shop().board()
    for command in (
        PlaceCall(3, 2, at("15:00") + DAY_LONG),
        PlaceCall(3, 77, at("15:00")),
        PlaceCall(999, 1, at("15:00")),
        MoveVisit(999, 1, at("15:00")),
    ):
        found = reasoned(command, board)
        assert isinstance(found, PlaceCall | MoveVisit)
        assert found.because is None
    assert reasoned(SwapVisits(1, 999), board) == SwapVisits(1, 999)


def test_a_swap_and_a_plan_are_explained_visit_by_visit() -> None:
    shop = DeskShop((visit(1, "13:00"), visit(2, "15:30")), waiting=(3,), c3={"skills": ()})
    board = shop.board()
    swap = reasoned(SwapVisits(1, 2), board)
    assert isinstance(swap, SwapVisits)
    assert [(each.visit_id, each.start) for each in swap.because] == [(1, at("15:30")), (2, at("13:00"))]
    assert all(not each.failed for each in swap.because)
    plan = reasoned(CarryPlan((PlaceCall(3, 1, at("14:15")), MoveVisit(2, start=at("15:45")))), board)
    assert isinstance(plan, CarryPlan)
    assert [step.because.by for step in plan.steps if not isinstance(step, str)] == ["planner", "planner"]
    shop.do(replace(plan, sure=True))
    assert len(shop.store.becauses(TODAY)) == 2


def test_why_tells_what_was_kept_and_how_it_looks_now() -> None:
    shop = small_shop()
    board = shop.board()
    shop.do(reasoned(PlaceCall(3, 2, at("15:00"), sure=True), board))
    board = shop.board()
    (one,) = shop.visits_of(3)
    call = board.day.calls[3]
    assert standing_visit(board.day, call) == one
    found = standing(board, call, one, shop.store.becauses(TODAY).get(one.id))
    assert found.kept is not None
    assert found.place is not None
    assert found.ranking is not None
    assert found.place.start == one.start
    assert standing_json(board, found)["kept"]["right_match"] == found.kept.right_match
    tomorrow = replace(one, id=99, service_date=TODAY + DAY_LONG)
    assert standing(board, call, tomorrow, None).place is None


# -- who goes to whom


def test_pair_says_who_is_preferred_blocked_or_neither() -> None:
    shop = small_shop()

    def pairing() -> tuple[tuple[int, ...], tuple[int, ...]]:
        who = next(one for one in shop.all(Customer) if one.id == 3)
        return who.preferred, who.blocked

    said = shop.do(SetPairing(3, 1, Pairing.PREFER, "knows the house")).said
    assert said == "Customer 3 prefers T1 Ana (knows the house)"
    assert pairing() == ((1,), ())
    shop.do(SetPairing(3, 2, Pairing.PREFER))
    assert pairing() == ((1, 2), ())
    shop.do(SetPairing(3, 1, Pairing.BLOCK))
    assert pairing() == ((2,), (1,))
    shop.do(SetPairing(3, 1, Pairing.NONE))
    assert pairing() == ((2,), ())


def test_who_is_blocked_needs_a_deliberate_yes_wherever_it_is_asked() -> None:
    shop = small_shop()
    shop.do(SetPairing(3, 2, Pairing.BLOCK))
    board = shop.board()
    with pytest.raises(NeedsSure, match="Customer 3 does not want Bo"):
        shop.do(PlaceCall(3, 2, at("15:00")))
    keeper = BoardKeeper(board.day, NOON)
    assert all(place.technician_id == 1 for place in keeper.suggest(board.day.calls[3]).places)
    assert keeper.next_who_fits(board.day.calls[3], visit(9, "15:00", call_id=3), (2, 1)) == 1
    shop.do(PlaceCall(3, 2, at("15:00"), sure=True))


def test_strict_areas_need_a_deliberate_yes_too() -> None:
    shop = small_shop()
    shop.do(SetRule("areas", "strict"))
    home = site(3, place(3), customer_id=3, area="North")
    shop.store.rows(type(home))[3] = home
    with pytest.raises(NeedsSure, match="North is not Ana's area"):
        shop.do(PlaceCall(3, 1, at("15:00")))


def test_a_part_that_is_not_here_is_said_and_does_not_ask() -> None:
    shop = DeskShop((), waiting=(3,), c3={"skills": (), "part": "motor"})
    assert "motor is not here yet" in shop.do(PlaceCall(3, 1, at("15:00"))).warnings


# -- verbs


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("offer 3", Show(Topic.OFFER, 3)),
        ("offer 3 5", Show(Topic.OFFER, 3, days=5)),
        ("offer 3 5 days", Show(Topic.OFFER, 3, days=5)),
        ("offer 3 tomorrow", Show(Topic.OFFER, 3, days=1, day=TODAY + DAY_LONG)),
        ("suggest 3", Show(Topic.OFFER, 3)),
        ("why 3", Show(Topic.WHY, 3)),
    ],
)
def test_offer_and_why_show(line: str, wanted: Show) -> None:
    assert request_of(line, small_shop().board(), now=NOON) == wanted


@pytest.mark.parametrize("line", ["offer 3 sometime", "offer 3 0", "offer 3 15"])
def test_offer_refuses_what_is_no_day(line: str) -> None:
    with pytest.raises(Usage):
        request_of(line, small_shop().board(), now=NOON)


def test_pair_is_a_command_with_what_was_looked_at() -> None:
    board = small_shop().board()
    found = request_of("pair 3 t2 block they fell out", board, now=NOON)
    assert isinstance(found, Do)
    assert found.command == SetPairing(3, 2, Pairing.BLOCK, "they fell out")
    assert [each.group for each in found.looked_at] == ["pairing"]
    assert isinstance(request_of("pair 3 t2", board, now=NOON), Question)
    assert {"offer", "why", "pair"} <= {verb.name for verb in VERBS}


# -- words


def test_every_explanation_has_words(store: SqlStore, made: Made) -> None:
    desk = desk_of(store)
    desk.do(SetPairing(made.customers[5], made.technicians[1], Pairing.BLOCK))
    board = keeper_of(desk).board
    call = board.day.calls[made.calls[5]]
    offers = offers_of(desk, board, call, 1)
    places = [*offers.places, *(place for day in offers.days for place in day.closed)]
    assert places
    for place_ in places:
        assert short_reasons(place_)
        assert all(points_words(points) for points in place_.points)
        assert all(gate_words(result, board.day) for result in place_.gates)
        for result in place_.failed:
            assert all(opening_words(each, board.day, DAY) for each in result.opens)
    assert any("does not want" in failed_words(place_, board.day) for place_ in places)
    ranking = offers.ranking
    assert ranking is not None
    assert all("number 2" in what_if_words(change) for change in ranking.what_if)
    kept = reasoned(PlaceCall(call.id, offers.places[0].technician_id, offers.places[0].start), board)
    assert isinstance(kept, PlaceCall)
    assert kept.because is not None
    assert because_words(kept.because).endswith("the best")


# -- a live desk


async def test_a_console_offers_days_and_keeps_reasons() -> None:
    shop = small_shop()
    async with console(shop) as here:
        live = here.live
        call = live.board.day.calls[3]
        offers = await live.offers(call, days=2)
        assert [each.asked.day for each in offers.days] == [TODAY, TODAY + DAY_LONG]
        best = offers.places[0]
        outcome = await live.do(PlaceCall(3, best.technician_id, best.start))
        one = live.board.day.visits[outcome.visit_id or 0]
        found = await live.standing(live.board.day.calls[3], one)
        assert found.kept is not None
        assert found.kept.rank == 1
        assert found.kept.technician_id == best.technician_id


def test_offers_of_no_days_are_none() -> None:
    board = small_shop().board()
    offers = offers_on((), board.day.calls[3])
    assert (offers.ranking, offers.places) == (None, ())


def test_a_customer_cannot_prefer_everybody() -> None:
    shop = small_shop()
    who = next(one for one in shop.all(Customer) if one.id == 3)
    shop.store.rows(Customer)[3] = replace(who, preferred=tuple(range(100, 120)))
    with pytest.raises(Refused, match="has 20"):
        shop.do(SetPairing(3, 1, Pairing.PREFER))


def test_knowledge_carries_the_figures_to_every_board() -> None:
    board = small_shop().board()
    keeper = BoardKeeper(board.day, NOON, Knowledge(performance=board.day.performance))
    assert keeper.board.day.performance is board.day.performance
