"""OSRM and Valhalla over HTTP, well and unwell, and the chain that does without them."""

from __future__ import annotations

import os

import pytest

from dispatch_tui.core.model import Place
from dispatch_tui.core.travel import Road
from dispatch_tui.roads.asking import NotAnswered, asked
from dispatch_tui.roads.chain import DEAD_FOR, Chain
from dispatch_tui.roads.osrm import Osrm
from dispatch_tui.roads.router import Router
from dispatch_tui.roads.settings import RoadSettings
from dispatch_tui.roads.valhalla import Valhalla
from dispatch_tui.roads.wiring import chain_of
from tests.roads.servers import osrm_answer, saying, seconds_of, serving, valhalla_answer

A, B, C = Place(40.0, -83.0), Place(40.05, -83.0), Place(40.1, -83.0)
OSRM_WELL, VALHALLA_WELL = osrm_answer(), valhalla_answer()


@pytest.mark.parametrize(("made", "answer"), [(Osrm, OSRM_WELL), (Valhalla, VALHALLA_WELL)])
def test_a_table_is_read(made, answer):
    with serving(answer) as server:
        table = made(server.url).table([A, B], [A, B, C], 5)
    assert [[(round(cell.minutes, 3), round(cell.km, 3)) for cell in row] for row in table] == [
        [(0, 0), (5, 5), (10, 10)],
        [(5, 5), (0, 0), (5, 5)],
    ]
    assert {cell.source for row in table for cell in row} == {made.source}


@pytest.mark.parametrize("made", [Osrm, Valhalla])
@pytest.mark.parametrize("fault", ["hang", "trickle", "header trickle"])
def test_the_time_is_up_when_it_is_up(made, fault):
    """A time-out for each read lets a trickling answer take ten times as long."""
    answer = OSRM_WELL if made is Osrm else VALHALLA_WELL
    with serving(answer, fault) as server:
        router = made(server.url)

        def ask():
            with pytest.raises(NotAnswered, match="no answer in time"):
                router.table([A, B], [A, B], 0.4)

        assert seconds_of(ask) < 1.5


@pytest.mark.parametrize("made", [Osrm, Valhalla])
@pytest.mark.parametrize(
    "said",
    [(500, {"message": "oops"}), (200, b"<html>"), (200, [1, 2]), (502, b""), (200, b"[" * 5000), (404, {})],
)
def test_what_is_no_table_is_no_answer(made, said):
    with serving(saying(*said)) as server, pytest.raises(NotAnswered):
        made(server.url).table([A], [B], 2)


@pytest.mark.parametrize("made", [Osrm, Valhalla])
def test_a_dropped_line_and_nobody_there_are_no_answer(made):
    with serving(OSRM_WELL, "close") as server, pytest.raises(NotAnswered):
        made(server.url).table([A], [B], 2)
    with pytest.raises(NotAnswered, match="nobody answers there"):
        made("http://127.0.0.1:9").table([A], [B], 2)


def test_an_answer_that_never_ends_is_cut():
    with serving(saying(200, b"x" * 9_000_000)) as server, pytest.raises(NotAnswered, match="without end"):
        asked(server.url, 20)


# OSRM


def test_ok_after_a_snap_of_nine_thousand_kilometres_is_not_ok():
    with serving(osrm_answer(snaps={1: 9_000_000.0})) as server:
        table = Osrm(server.url).table([A, B], [A, C], 5)
    assert table[0][0] is not None
    assert table[1] == [None, None]


def test_null_cells_stay_unknown():
    with serving(osrm_answer(holes=frozenset({(0, 1)}))) as server:
        table = Osrm(server.url).table([A, B], [A, B], 5)
    assert table[0][1] is None
    assert table[1][0] is not None


@pytest.mark.parametrize("code", ["NoTable", "NoSegment"])
def test_off_its_map_is_unknown_and_no_fault(code):
    with serving(saying(400, {"code": code, "message": "Could not find a matching segment"})) as server:
        assert Osrm(server.url).table([A], [B], 5) == [[None]]


@pytest.mark.parametrize(
    "broken",
    [
        {"durations": None}, {"durations": [[0.0]]}, {"durations": [["soon", True], [float("inf")]]},
        {"sources": None}, {"sources": [{}]}, {"destinations": [7, None]}, {"distances": "far"},
    ],
)  # fmt: skip
def test_a_table_with_parts_missing_is_read_as_far_as_it_goes(broken):
    def answer(asked_for):
        status, held = OSRM_WELL(asked_for)
        return status, held | broken

    with serving(answer) as server:
        table = Osrm(server.url).table([A, B], [A, B], 5)
    assert any(cell is None for row in table for cell in row)
    assert all(cell is None or cell.minutes < 1e9 for row in table for cell in row)


def test_its_limit_is_kept():
    many = [Place(40 + at / 1000, -83.0) for at in range(Osrm.block)]
    with serving(OSRM_WELL) as server:
        table = Osrm(server.url).table(many, many, 5)
    assert all(cell is not None for row in table for cell in row)


# Valhalla


def test_one_place_off_the_map_leaves_the_rest():
    places = [Place(40 + at / 100, -83.0) for at in range(7)]
    with serving(valhalla_answer(lambda lat: lat == 40.03)) as server:
        table = Valhalla(server.url).table(places, places, 10)
        assert server.asked[0].body["sources"][0]["search_cutoff"] == 1000
    off = 3
    for row in range(7):
        for column in range(7):
            assert (table[row][column] is None) is (off in (row, column))


def test_miles_are_kilometres():
    def answer(asked_for):
        status, held = VALHALLA_WELL(asked_for)
        return status, held | {"units": "miles"}

    with serving(answer) as server:
        assert Valhalla(server.url).table([A], [B], 5)[0][0].km == pytest.approx(5 * 1.609344)


# the chain


class Fake:
    """A router of a table given in advance."""

    block = 50

    def __init__(self, name: str, cells: object) -> None:
        self.name = name
        self.cells = cells
        self.times = 0

    def table(self, sources, targets, seconds):
        self.times += 1
        if isinstance(self.cells, Exception):
            raise self.cells
        return [list(row) for row in self.cells]


ONE, TWO = Road(1, 1, "osrm"), Road(2, 2, "valhalla")


def test_what_the_first_does_not_know_the_second_is_asked_for():
    first, second = Fake("OSRM", [[ONE, None]]), Fake("Valhalla", [[TWO, TWO]])
    chain = Chain([first, second])
    assert chain.table([A], [B, C], 5) == [[ONE, TWO]]
    assert Chain([Fake("OSRM", [[ONE, ONE]]), second]).table([A], [B, C], 5) == [[ONE, ONE]]
    assert second.times == 1


def test_a_dead_router_is_not_asked_for_a_minute_and_then_again():
    now = [100.0]
    router = Fake("OSRM", NotAnswered("no answer in time"))
    chain = Chain([router], lambda: now[0])
    assert chain.ready
    assert chain.table([A], [B], 5) == [[None]]
    assert chain.silent == (("OSRM", "no answer in time"),)
    assert not chain.ready
    chain.table([A], [B], 5)
    assert router.times == 1
    now[0] += DEAD_FOR
    assert chain.ready
    router.cells = [[ONE]]
    assert chain.table([A], [B], 5) == [[ONE]]
    assert chain.silent == ()


def test_no_time_left_asks_nobody():
    router = Fake("OSRM", [[ONE]])
    assert Chain([router]).table([A], [B], 0) == [[None]]
    assert router.times == 0


def test_the_settings_make_the_chain():
    chain = chain_of(RoadSettings("osrm", "http://one", "http://two"))
    assert chain.names == ("OSRM", "second OSRM")
    assert chain.block == 50
    assert chain_of(RoadSettings("valhalla", "http://one")).names == ("Valhalla",)


# the real ones: docs/ROADS.md says how to start them


@pytest.mark.parametrize(
    ("made", "variable"), [(Osrm, "DISPATCH_TEST_OSRM"), (Valhalla, "DISPATCH_TEST_VALHALLA")]
)
def test_a_real_server_of_the_grid_town(made: type, variable: str):
    """A town of 15 by 15 crossings, 400 m apart, from 39.95,-83.05 on."""
    url = os.environ.get(variable, "")
    if not url:
        pytest.skip(f"{variable} names no server")
    router: Router = made(url)
    inside, other, outside = Place(39.951, -83.049), Place(39.98, -83.02), Place(40.5, -83.0)
    table = router.table([inside, outside], [other, outside], 10)
    assert 5 < table[0][0].km < 6.5
    assert 4 < table[0][0].minutes < 8
    assert [table[0][1], *table[1]] == [None] * 3
