"""The cache of looked-up addresses, the sites that wait for one, and the drives that the store tells of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from data.store import SqlStore
from dispatch_tui.core.drives import Drive
from dispatch_tui.core.model import Call, Place, Precision, Site, VisitState
from dispatch_tui.desk.ports import Geocoded
from tests.data.builders import NOW, Made, at, do, move

LONG_AGO = date(2020, 1, 1)
FOUND = Geocoded(Place(40.1, -82.9, Precision.HOUSE), "photon", NOW)


def test_what_was_said_is_kept_for_every_console(store: SqlStore, opened: Callable[[], SqlStore]) -> None:
    assert store.geocoded("12 elm st") is None
    rev = store.rev()
    store.keep_geocoded("12 elm st", FOUND)
    assert store.geocoded("12 elm st") == FOUND
    assert opened().geocoded("12 elm st") == FOUND
    assert store.rev() == rev  # it is no fact of the shop


def test_that_nobody_knew_it_is_kept_too_and_overwritten(store: SqlStore) -> None:
    store.keep_geocoded("12 elm st", Geocoded(None, "photon", NOW))
    assert store.geocoded("12 elm st") == Geocoded(None, "photon", NOW)
    store.keep_geocoded("12 elm st", FOUND)
    assert store.geocoded("12 elm st") == FOUND


@pytest.mark.parametrize(
    ("place", "waits"),
    [(None, True), (Place(1, 1, Precision.POSTCODE), True), (Place(1, 1, Precision.STREET), False),
     (Place(1, 1), False)],
)  # fmt: skip
def test_what_is_unknown_or_vague_waits(
    store: SqlStore, shop: Made, place: Place | None, waits: bool
) -> None:
    key = shop.sites[0]
    do(store, "ann", lambda work: work.change(work.get(Site, key), place=place))
    assert [each.id for each in store.vague_sites(10)] == ([key] if waits else [])


def test_a_call_that_is_over_waits_for_nothing(store: SqlStore, shop: Made) -> None:
    call = shop.calls[5]

    def job(work: object) -> None:
        work.change(work.get(Site, shop.sites[5]), place=None)  # type: ignore[attr-defined]
        work.change(work.get(Call, call), cancel_reason="fixed itself")  # type: ignore[attr-defined]

    do(store, "ann", job)
    assert store.vague_sites(10) == ()


def test_sites_at_a_point(store: SqlStore, shop: Made) -> None:
    found: list[int] = []
    do(store, "ann", lambda work: found.extend(each.id for each in work.sites_at(Place(40.1, -74.1))))
    assert found == [shop.sites[0]]


def _drove(store: SqlStore, visit: int, left: int, arrived: int, **more: object) -> None:
    stamps = {
        "state": VisitState.ON_SITE,
        "enroute_at": at(13, left),
        "arrived_at": at(13, arrived),
        "since": at(13, arrived),
    }
    move(store, "ann", visit, **{**stamps, **more})


def test_a_first_drive_begins_at_home_and_the_next_where_the_last_ended(store: SqlStore, shop: Made) -> None:
    first, second = shop.visits[:2]
    _drove(store, first, 0, 12)
    _drove(store, second, 30, 41, technician_id=shop.technicians[0])
    home, one, other = Place(40.0, -74.0), Place(40.1, -74.1), Place(40.101, -74.1)
    assert store.drives(LONG_AGO) == (Drive(home, one, at(13), 12.0), Drive(one, other, at(13, 30), 11.0))
    assert store.drives(at(0).date() + timedelta(days=2)) == ()


def test_a_vague_end_teaches_nothing_nor_does_the_drive_after_it(store: SqlStore, shop: Made) -> None:
    vague = Place(40.1, -74.1, Precision.POSTCODE)
    do(store, "ann", lambda work: work.change(work.get(Site, shop.sites[0]), place=vague))
    _drove(store, shop.visits[0], 0, 12)
    _drove(store, shop.visits[1], 30, 41, technician_id=shop.technicians[0])
    assert store.drives(LONG_AGO) == ()


def test_no_departure_no_drive(store: SqlStore, shop: Made) -> None:
    _drove(store, shop.visits[0], 0, 12, enroute_at=None)
    assert store.drives(LONG_AGO) == ()
    assert store.check() == ()
