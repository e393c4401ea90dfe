"""The duty of looking addresses up: one question at a time, kept for all, and nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

from dispatch_tui.core.model import Place, Precision, Site
from dispatch_tui.core.places import key_of
from dispatch_tui.messaging import locating
from dispatch_tui.messaging.routes import Routes
from dispatch_tui.messaging.worker import Worker
from dispatch_tui.roads.asking import NotAnswered
from dispatch_tui.roads.locating import Locator
from tests.data.builders import do
from tests.messaging.shops import Outbox
from tests.messaging.test_worker import ALWAYS, until

POINT, HOUSE = Place(40.05, -74.05, Precision.POSTCODE), Place(40.06, -74.06, Precision.HOUSE)


def blank(outbox: Outbox, count: int = 1) -> list[int]:
    """Sites of which nobody knows where they are."""
    found: list[int] = []

    def job(work: object) -> None:
        for site in work.all(Site)[:count]:  # type: ignore[attr-defined]
            work.change(site, place=None, postcode="07001")  # type: ignore[attr-defined]
            found.append(site.id)

    do(outbox.store, "ann", job)
    return found


def place_of(outbox: Outbox, key: int) -> Place | None:
    return outbox.store._records.get(Site, key).place  # type: ignore[attr-defined, no-any-return]


def postal(code: str) -> Place | None:
    return POINT if code == "07001" else None


def made(outbox: Outbox, locator: Locator, lines: list[str] | None = None) -> Worker:
    told = lines if lines is not None else []
    return Worker(outbox.desk, Routes(), told.append, ALWAYS, locator=locator)


def test_a_postal_code_is_enough_and_is_said_to_be_no_more(outbox: Outbox) -> None:
    (key,) = blank(outbox)
    lines: list[str] = []
    until(made(outbox, Locator(postal), lines), lambda: place_of(outbox, key) == POINT, "the postal point")
    assert any("postcode, postal code" in line for line in lines)


def test_a_geocoder_is_asked_once_and_its_word_kept(outbox: Outbox, monkeypatch) -> None:
    monkeypatch.setattr(locating, "APART", 0.0)
    first, second = blank(outbox, 2)
    asked: list[str] = []
    threads: set[str] = set()

    def find(site: Site) -> Place | None:
        asked.append(key_of(site))
        threads.add(threading.current_thread().name)
        return HOUSE if site.id == first else None

    one = made(outbox, Locator(postal, find, "photon"))
    until(one, lambda: place_of(outbox, first) == HOUSE and place_of(outbox, second) == POINT, "both")
    for _ in range(20):
        one.beat()
    assert len(asked) == len(set(asked)) == 2
    assert threads == {"messages"}
    kept = outbox.store.geocoded(asked[1])
    assert kept is not None
    assert kept.place is None


def test_questions_are_a_second_apart(outbox: Outbox) -> None:
    blank(outbox, 3)
    steady = [100.0]
    asked: list[float] = []

    def find(_site: Site) -> Place | None:
        asked.append(steady[0])
        return None

    one = made(outbox, Locator(lambda _code: None, find, "photon"))
    assert one._locating is not None
    one._locating._steady = lambda: steady[0]
    for count in (1, 2, 3):
        until(one, lambda count=count: len(asked) == count, f"question {count}")
        for _ in range(10):
            one.beat()
        assert len(asked) == count
        steady[0] += 1.2
    assert [b - a >= 1 for a, b in pairwise(asked)] == [True, True]


def test_an_outage_is_said_and_nothing_is_kept(outbox: Outbox) -> None:
    (key,) = blank(outbox)
    lines: list[str] = []

    def find(_site: Site) -> Place | None:
        raise NotAnswered("photon: GeocoderTimedOut")

    one = made(outbox, Locator(postal, find, "photon"), lines)
    until(one, lambda: place_of(outbox, key) == POINT, "the postal point meanwhile")
    assert "addresses cannot be looked up now: photon: GeocoderTimedOut" in lines
    assert outbox.store.geocoded(key_of(outbox.store.vague_sites(1)[0])) is None


def test_what_a_person_pinned_meanwhile_stays(outbox: Outbox, monkeypatch) -> None:
    monkeypatch.setattr(locating, "APART", 0.0)
    (key,) = blank(outbox)
    pinned, let_go = Place(40.01, -74.01), threading.Event()

    def find(_site: Site) -> Place | None:
        let_go.wait(5)
        return HOUSE

    one = made(outbox, Locator(lambda _code: None, find, "photon"))
    one.beat()
    do(outbox.store, "ann", lambda work: work.change(work.get(Site, key), place=pinned))
    let_go.set()
    until(one, lambda: not one._errands.out, "the answer")
    for _ in range(5):
        one.beat()
    assert place_of(outbox, key) == pinned


def test_only_the_console_on_duty_asks(outbox: Outbox, another: Callable[[str], object]) -> None:
    blank(outbox)
    asked: list[str] = []
    slow = Locator(postal, lambda site: asked.append("first") or None, "photon")  # type: ignore[func-returns-value]
    idle = Locator(postal, lambda site: asked.append("second") or None, "photon")  # type: ignore[func-returns-value]
    first = made(outbox, slow)
    first.beat()
    second = Worker(another("desk:2"), Routes(), lambda _line: None, ALWAYS, locator=idle)  # type: ignore[arg-type]
    for _ in range(5):
        second.beat()
    assert not second.on_duty
    assert "second" not in asked


def test_what_it_located_is_in_the_log_as_its_own(outbox: Outbox) -> None:
    (key,) = blank(outbox)
    until(made(outbox, Locator(postal)), lambda: place_of(outbox, key) == POINT, "the postal point")
    line = outbox.store.log(1)[0]
    assert line.verb == "locate_site"
    assert line.actor != "ann"
