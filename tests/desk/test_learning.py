"""What past visits teach the board, and when; the forecast in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dispatch_tui.core.forecast import forecast_row
from dispatch_tui.core.model import Shop, SimClock, Visit
from dispatch_tui.core.typical import NOTHING_LEARNT, Source, Typicals
from dispatch_tui.desk.board import Board, BoardKeeper
from dispatch_tui.desk.learning import lesson_of
from dispatch_tui.desk.outlook import arrival_words, basis_words, home_range, is_learnt
from tests.core.builders import NEW_YORK, NOON, TODAY, at, done, on_site, visit
from tests.desk.shops import DeskShop
from tests.desk.test_live import Console, console, until

LENGTHS = (80, 85, 90, 95, 100)


def past(back: int = 7) -> tuple[Visit, ...]:
    """Five finished visits of T1, planned for an hour each, some days back."""
    day = TODAY - timedelta(days=back)
    return tuple(
        replace(
            done(50 + index, "9:00", "9:00", "9:30"),
            start=at("9:00", day),
            service_date=day,
            arrived_at=at("9:00", day),
            finished_at=at("9:00", day) + timedelta(minutes=length),
        )
        for index, length in enumerate(LENGTHS)
    )


def shop(*more: Visit, rules: dict[str, str] | None = None, back: int = 7) -> DeskShop:
    made = DeskShop((visit(1, "13:00"), visit(2, "14:05"), *past(back), *more))
    kept = made.store.shop()
    made.store.rows(Shop)[1] = replace(kept, rules={"traffic": "", **(rules or {})})
    return made


def learnt(made: DeskShop, cases: int = 5) -> BoardKeeper:
    keeper = BoardKeeper(made.store.board(TODAY), NOON)
    keeper.learn(Typicals.of(made.store.durations(date(2026, 1, 1)), cases))
    return keeper


def words(board: Board, key: int) -> str:
    return basis_words(board, board.day.visits[key])


async def settled(here: Console) -> None:
    await until(lambda: here.live._learning is not None and here.live._learning.done())


# the keeper


def test_learning_moves_the_rows_that_it_changes():
    made = shop()
    keeper = BoardKeeper(made.store.board(TODAY), NOON)
    assert keeper.board.forecasts[1].visits[2].eta == at("14:05")
    moved = keeper.learn(Typicals.of(made.store.durations(date(2026, 1, 1)), 5))
    assert moved.technicians == {1}
    assert keeper.board.forecasts[1].visits[1].finish == at("14:30")
    assert keeper.board.forecasts[1].visits[2].eta > at("14:30")


def test_nothing_new_learnt_moves_nothing():
    keeper = BoardKeeper(shop().store.board(TODAY), NOON)
    assert not keeper.learn(NOTHING_LEARNT)


def test_what_is_weighed_up_goes_by_what_is_learnt():
    keeper = learnt(shop())
    day = keeper.board.day
    found = keeper.weigh(day.calls[2], day.visits[2])
    assert found.row == forecast_row(day.facts(1), NOON, keeper.travel) == keeper.board.forecasts[1]


def test_time_and_news_keep_what_was_learnt():
    keeper = learnt(shop())
    keeper.tick(at("12:50"))
    assert is_learnt(keeper.board.forecasts[1].visits[1])


# a console


async def test_a_console_learns_once_its_board_is_up():
    async with console(shop()) as here:
        await settled(here)
        assert here.live.board.forecasts[1].visits[1].finish == at("14:30")
        assert any(1 in moved.technicians for moved in here.moved)


async def test_a_shop_may_not_want_to_learn():
    async with console(shop(rules={"learn-days": "0"})) as here:
        await settled(here)
        assert here.live.board.day.typicals is NOTHING_LEARNT


async def test_what_lies_too_far_back_teaches_nothing():
    async with console(shop(rules={"learn-days": "5"})) as here:
        await settled(here)
        assert here.live.board.day.typicals is NOTHING_LEARNT


async def test_another_day_is_forecast_by_the_same():
    async with console(shop()) as here:
        await settled(here)
        await here.live.go(TODAY + timedelta(days=1))
        assert here.live.board.day.typicals


async def test_it_learns_anew_when_the_day_is_another():
    made = shop()
    made.store.rows(SimClock)[1] = SimClock(NOON, NOON, 0.0, revs=(1, 1))
    async with console(made) as here:
        await settled(here)
        first = here.live.board.day.typicals
        here.live.tick()
        await settled(here)
        assert here.live.board.day.typicals is first, "once a day is enough"
        here.live.desk.set_clock(SimClock(at("12:00", TODAY + timedelta(days=1)), NOON, 0.0))
        here.live.tick()
        await settled(here)
        assert here.live.board.day.typicals is not first


async def test_a_console_that_closes_while_it_learns_closes():
    async with console(shop()) as here:
        assert here.live.ready


def test_a_lesson_is_a_day_and_its_rules():
    kept = shop().store.shop()
    assert lesson_of(kept, NOON)[:3] == (TODAY, 180, 5)
    assert lesson_of(replace(kept, rules={"learn-days": "30"}), NOON)[:3] == (TODAY, 30, 5)
    assert lesson_of(kept, NOON) == lesson_of(replace(kept, name="Another"), NOON)
    for other in (replace(kept, speed_kmh=60.0), replace(kept, rules={"traffic": "7-9 2"})):
        assert lesson_of(other, NOON) != lesson_of(kept, NOON)


# in words


def test_it_is_said_what_a_length_rests_on():
    board = learnt(shop()).board
    assert words(board, 1) == "1h30 typical of T1 on Repair (5 cases)"


def test_too_few_cases_are_said_and_not_gone_by():
    board = learnt(shop(), cases=6).board
    assert words(board, 1) == "only 5 cases so far: the plan's 1h"
    assert board.forecast_of(board.day.visits[1]).expected.source is Source.PLAN


def test_everybodys_cases_are_said_to_be_everybodys():
    made = shop(visit(3, "13:00", technician_id=2))
    assert words(learnt(made).board, 3) == "1h30 typical of Repair, all technicians (5 cases)"


def test_without_history_it_is_the_plan():
    board = BoardKeeper(shop().store.board(TODAY), NOON).board
    assert words(board, 1) == "no history yet: the plan's 1h"


def test_what_was_said_is_said_to_have_been_said():
    said = on_site(3, "11:00", "11:00", left_minutes=40, left_at=at("11:50"), technician_id=2)
    assert words(learnt(shop(said)).board, 3) == "40m left, as said at 11:50"


def test_what_is_over_rests_on_nothing():
    made = shop(replace(done(3, "9:00", "9:00", "10:00"), technician_id=2))
    assert words(learnt(made).board, 3) == ""


def test_an_arrival_in_words():
    found = learnt(shop()).board.forecasts[1].visits[2]
    known = replace(found, eta=at("14:35"), eta_low=at("14:35"), eta_high=at("14:35"))
    assert arrival_words(known, NEW_YORK) == "14:35"
    assert arrival_words(replace(known, eta_high=at("14:50")), NEW_YORK) == "14:35 (to 14:50)"
    likely = replace(known, eta_low=at("14:20"), eta_high=at("14:50"))
    assert arrival_words(likely, NEW_YORK) == "14:35 (14:20 to 14:50)"


def test_home_in_words():
    board = learnt(shop()).board
    row = board.forecasts[1]
    low, high = home_range(row, NEW_YORK).split(" to ")
    assert low < high
    assert home_range(board.forecasts[2], NEW_YORK) == ""
