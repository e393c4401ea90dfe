"""Looking addresses up when one of them, or the geocoder, does not answer; many at once; one pause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dispatch_tui.core.model import NEW, Call, Place, Site
from dispatch_tui.messaging import locating
from dispatch_tui.messaging.routes import Routes
from dispatch_tui.messaging.worker import DUTY, Worker
from dispatch_tui.roads.asking import NotAnswered
from dispatch_tui.roads.locating import Asked, Found, Locator
from tests.data.builders import do
from tests.messaging.shops import Outbox
from tests.messaging.test_locating import HOUSE, POINT, blank, made, place_of, postal
from tests.messaging.test_worker import ALWAYS, until


def dead(_site: Site) -> Place | None:
    raise NotAnswered("photon: GeocoderTimedOut")


def add_sites(outbox: Outbox, count: int, address: str = "{} Far Street") -> list[int]:
    """Sites nobody knows, each with an open call."""
    found: list[int] = []

    def job(work: Any) -> None:
        call = work.all(Call)[0]
        site = work.get(Site, call.site_id)
        for number in range(count):
            fresh = replace(site, id=NEW, address=address.format(number), place=None, postcode="07001")
            found.append(work.add(fresh).id)
            work.add(replace(call, id=NEW, site_id=found[-1]))

    do(outbox.store, "ann", job)
    return found


def test_a_dead_geocoder_leaves_everybody_the_postal_point(outbox: Outbox) -> None:
    keys = add_sites(outbox, 40)
    one = made(outbox, Locator(postal, dead, "photon"))
    until(one, lambda: all(place_of(outbox, key) == POINT for key in keys), "all 40, in the first minute")


def test_an_address_it_chokes_on_holds_up_no_other(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locating, "APART", 0.0)
    monkeypatch.setattr(locating, "SILENT_FOR", 0.0)
    first, second = blank(outbox, 2)

    def find(site: Site) -> Place | None:
        return dead(site) if site.id == first else HOUSE

    one = made(outbox, Locator(lambda _code: None, find, "photon"))
    until(one, lambda: place_of(outbox, second) == HOUSE, "the other address")


def test_all_are_looked_at_in_rounds_and_each_once(outbox: Outbox) -> None:
    keys = add_sites(outbox, 60)
    looked: list[int] = []

    class Unknowing(Locator):
        def best(self, site: Site, asked: Asked | None) -> Found | None:
            looked.append(site.id)
            return super().best(site, asked)

    one = made(outbox, Unknowing(lambda _code: None))
    until(one, lambda: set(keys) <= set(looked), "all 60, though nothing is ever written")
    for _ in range(5):
        one.beat()
    assert len(looked) == len(set(looked))


def test_two_sites_of_one_address_cost_one_question(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locating, "APART", 0.0)
    keys = add_sites(outbox, 3, "7 Same Street")
    asked: list[int] = []

    def find(site: Site) -> Place | None:
        asked.append(site.id)
        return HOUSE

    one = made(outbox, Locator(postal, find, "photon"))
    until(one, lambda: all(place_of(outbox, key) == HOUSE for key in keys), "all three")
    assert len(asked) == 1


def test_the_next_console_asks_no_sooner_than_this_one_might(outbox: Outbox) -> None:
    blank(outbox, 2)
    asked: list[int] = []

    def find(site: Site) -> Place | None:
        asked.append(site.id)
        return None

    one = made(outbox, Locator(lambda _code: None, find, "photon"))
    until(one, lambda: asked, "a question")
    one.close()
    assert not outbox.store.take_duty(DUTY, "somebody else", 5), "not before the lease has run out"


def test_who_has_asked_nobody_gives_the_duty_on_at_once(outbox: Outbox) -> None:
    one = Worker(outbox.desk, Routes(), pace=ALWAYS, locator=Locator(lambda _code: None))
    until(one, lambda: one.on_duty, "on duty")
    one.close()
    assert outbox.store.take_duty(DUTY, "somebody else", 5)
