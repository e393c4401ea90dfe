"""Measured roads come to the board, the acts and the status row without anybody waiting."""

import threading
from contextlib import asynccontextmanager
from datetime import timedelta

from dispatch_tui.core.clock import FixedClock, ShopClock
from dispatch_tui.core.model import Place, Precision
from dispatch_tui.core.travel import Measured, Road
from dispatch_tui.desk.desk import Desk, Seat
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.desk.surveying import Surveyor, blocks, places_of, road_words
from tests.core.builders import NEW_YORK, NOON, TODAY, place
from tests.desk.test_live import Wired, shop, until


class Fake:
    """A router that knows 7 minutes and 3 km between any two places, unless it is silent."""

    def __init__(self, block: int = 50) -> None:
        self.block = block
        self.names = ("OSRM",)
        self.silent: tuple[tuple[str, str], ...] = ()
        self.ready = True
        self.tables: list[tuple[int, int]] = []
        self.threads: set[str] = set()

    def table(self, sources, targets, seconds):
        assert len(sources) <= self.block
        assert len(targets) <= self.block
        assert seconds > 0
        self.tables.append((len(sources), len(targets)))
        self.threads.add(threading.current_thread().name)
        road = None if self.silent else Road(7.0, 3.0, "osrm")
        return [[road] * len(targets) for _ in sources]


def points(count):
    return [place(at * 0.7) for at in range(count)]


def test_all_pairs_are_measured_in_blocks_and_no_block_twice():
    fake = Fake(4)
    surveyor = Surveyor(fake)
    measured = surveyor.survey(points(10), NOON)
    assert len(measured.legs) == 100
    asked = len(fake.tables)
    assert surveyor.survey(points(10), NOON).legs.keys() == measured.legs.keys()
    assert len(fake.tables) == asked
    wider = surveyor.survey(points(11), NOON)
    assert len(wider.legs) == 121
    assert len(fake.tables) - asked <= 2 * 3 + 1


def test_neighbours_are_asked_for_first():
    near = blocks([place(at) for at in (0, 0.1, 50, 50.1, 100, 100.1)], (), 2)
    assert [a is b for a, b in near[:3]] == [True] * 3


def test_a_silent_router_leaves_the_estimate_and_says_since_when():
    fake = Fake()
    fake.silent, surveyor = (("OSRM", "no answer in time"),), Surveyor(fake)
    first = surveyor.survey(points(3), NOON)
    assert not first
    assert road_words(first, NEW_YORK) == "roads: estimate, OSRM silent since 12:00"
    assert road_words(first, NEW_YORK, brief=True) == "~roads"
    later = surveyor.survey(points(3), NOON + timedelta(minutes=5))
    assert later.since == NOON
    fake.silent = ()
    back = surveyor.survey(points(3), NOON + timedelta(minutes=9))
    assert len(back.legs) == 9
    assert road_words(back, NEW_YORK) == ""


def test_a_shop_without_a_router_asks_nothing():
    fake = Fake(0)
    assert Surveyor(fake).wanted(shop().store.board(TODAY)) == ()
    fake = Fake()
    fake.ready = False
    assert Surveyor(fake).wanted(shop().store.board(TODAY)) == ()


def test_too_vague_a_place_is_not_measured():
    made = shop()
    board = made.store.board(TODAY)
    vague = Place(40.5, -74.2, Precision.REGION)
    sites = {key: type(one)(**{**_fields(one), "place": vague}) for key, one in board.sites.items()}
    found = places_of(type(board)(**{**_fields(board), "sites": sites}))
    assert vague not in found
    assert found  # the homes are known


def _fields(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


@asynccontextmanager
async def console(fake):
    store, clock = Wired(shop()), ShopClock(FixedClock(NOON))
    live = LiveDesk(lambda: Desk(store, clock, Seat("ann", "c1")), surveyor=Surveyor(fake))
    await live.start()
    yield live
    await live.close()


async def test_the_board_and_the_acts_go_by_the_measured_legs():
    fake = Fake()
    async with console(fake) as live:
        assert not live.keeper.knowledge.measured
        live.tick()
        await until(lambda: live.keeper.knowledge.measured)
        rows = live.board.forecasts.values()
        assert {known.leg.source for row in rows for known in row.visits.values()} == {"osrm"}
        assert live.board.travel.leg(place(0), place(1)).minutes == 9  # 7, and a minute and a half to park
        assert live.desk.knowledge.measured is live.keeper.knowledge.measured
        assert "store" not in "".join(fake.threads)
        asked = len(fake.tables)
        live.tick()
        assert len(fake.tables) == asked


async def test_what_was_measured_outlives_what_is_learnt_anew():
    fake = Fake()
    async with console(fake) as live:
        live.tick()
        await until(lambda: live.keeper.knowledge.measured)
        await live._learn()
        assert live.keeper.knowledge.measured
        assert live.desk.knowledge.measured


async def test_a_board_shows_that_its_router_is_silent():
    fake = Fake()
    fake.silent = (("OSRM", "nobody answers there"),)
    async with console(fake) as live:
        live.tick()
        await until(lambda: live.board.travel.measured.silent)
        words = road_words(live.board.travel.measured, live.board.day.shop.zone)
        assert words == "roads: estimate, OSRM silent since 12:00"
        assert isinstance(live.board.travel.measured, Measured)
