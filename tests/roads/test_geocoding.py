"""geopy's geocoders against loopback servers of their shape, and in what order a place is found."""

from datetime import timedelta

import pytest

from data.importing.postcodes import country_of
from dispatch_tui.bootstrap import locator_of
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Place, Precision
from dispatch_tui.roads.asking import NotAnswered
from dispatch_tui.roads.geocoding import Geocoder
from dispatch_tui.roads.locating import POSTAL, Asked, Locator
from dispatch_tui.roads.settings import NO_ROADS, RoadSettings, read_roads
from tests.core.builders import NOON, place, site
from tests.roads.servers import saying, serving

P = Precision
SITE = site(1, None, address="12 Elm St", city="Columbus", region="OH", postcode="43215")
NOMINATIM = [{"lat": "39.97", "lon": "-82.99", "display_name": "12, Elm St", "addresstype": "house"}]


def photon(kind, **properties):
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [-82.99, 39.97]},
        "properties": {"type": kind, "name": "Elm St", **properties},
    }
    return {"type": "FeatureCollection", "features": [feature]}


def geocoder(name, server):
    return Geocoder(RoadSettings(geocoder=name, geocoder_url=server.url, contact="desk@example.org"))


def test_nominatim_is_asked_with_who_asks():
    with serving(saying(200, NOMINATIM)) as server:
        assert geocoder("nominatim", server).find(SITE) == Place(39.97, -82.99, P.HOUSE)
    assert server.asked[0].query["q"] == ["12 Elm St, Columbus, OH 43215"]
    assert "desk@example.org" in server.asked[0].agent


@pytest.mark.parametrize(
    ("kind", "precision"),
    [("road", P.STREET), ("postcode", P.POSTCODE), ("city", P.PLACE), ("county", P.REGION), ("x", P.PLACE)],
)
def test_nominatim_says_how_well_it_knows(kind, precision):
    with serving(saying(200, [{**NOMINATIM[0], "addresstype": kind}])) as server:
        assert geocoder("nominatim", server).find(SITE).precision is precision


@pytest.mark.parametrize(("kind", "precision"), [("house", P.HOUSE), ("street", P.STREET), ("city", P.PLACE)])
def test_photon_says_how_well_it_knows(kind, precision):
    with serving(saying(200, photon(kind))) as server:
        assert geocoder("photon", server).find(SITE) == Place(39.97, -82.99, precision)


@pytest.mark.parametrize(("name", "nothing"), [("nominatim", []), ("photon", {"features": []})])
def test_not_found_is_not_an_outage(name, nothing):
    with serving(saying(200, nothing)) as server:
        assert geocoder(name, server).find(SITE) is None


@pytest.mark.parametrize("name", ["nominatim", "photon"])
@pytest.mark.parametrize("said", [(500, {}), (429, {}), (200, b"<html>"), (403, {})])
def test_an_outage_is_not_not_found(name, said):
    with serving(saying(*said)) as server, pytest.raises(NotAnswered, match=name):
        geocoder(name, server).find(SITE)


def test_a_point_off_the_earth_is_no_answer():
    with serving(saying(200, [{**NOMINATIM[0], "lon": "255"}])) as server, pytest.raises(NotAnswered):
        geocoder("nominatim", server).find(SITE)


# the order


def postal(code):
    return place(5, P.POSTCODE) if code == "43215" else None


def test_the_best_known_without_asking_is_taken():
    kept = Asked(place(1, P.HOUSE), "photon", NOON)
    locator = Locator(postal)
    assert locator.best(SITE, kept).place == kept.place
    assert locator.best(SITE, None).source == POSTAL
    assert locator.best(SITE, Asked(None, "photon", NOON)).source == POSTAL
    assert locator.best(site(1, None, postcode="99999"), None) is None


def test_a_pin_is_never_bettered_and_a_postal_point_only_by_better():
    kept = Asked(place(1, P.HOUSE), "photon", NOON)
    assert Locator(postal).best(site(1, place(2)), kept) is None
    vague = site(1, place(5, P.POSTCODE), postcode="43215")
    assert Locator(postal).best(vague, None) is None
    assert Locator(postal).best(vague, kept).source == "photon"


def test_an_address_is_asked_for_once_and_again_after_a_month_if_nobody_knew_it():
    locator = Locator(postal, lambda _site: None, "photon")
    assert locator.to_ask(None, NOON)
    assert not locator.to_ask(Asked(place(1), "photon", NOON - timedelta(days=400)), NOON)
    assert not locator.to_ask(Asked(None, "photon", NOON - timedelta(days=29)), NOON)
    assert locator.to_ask(Asked(None, "photon", NOON - timedelta(days=31)), NOON)
    assert not Locator(postal).to_ask(None, NOON)


def test_the_shipped_tables_are_asked_without_any_settings():
    found = locator_of(NO_ROADS)
    assert found.find is None
    assert found.best(SITE, None).place.precision is P.POSTCODE
    assert found.best(site(1, None, postcode="K1A 0B1"), None).place.lat == pytest.approx(45.4, abs=0.3)
    assert found.best(site(1, None, postcode="SW1A 1AA"), None) is None


@pytest.mark.parametrize(
    ("code", "country"),
    [("43215", "US"), ("43215-1234", "US"), ("k1a 0b1", "CA"), ("SW1A 1AA", ""), ("", "")],
)
def test_a_postal_code_tells_its_country(code, country):
    assert country_of(code) == country


# settings


def test_nothing_is_asked_of_anybody_by_default(tmp_path):
    assert read_roads(None, tmp_path, {}) == NO_ROADS
    assert not NO_ROADS.routed
    assert not NO_ROADS.geocoded


def test_the_environment_outranks_the_file(tmp_path):
    table = {"provider": "osrm", "url": "http://one:5000"}
    found = read_roads(table, tmp_path, {"DISPATCH_ROADS_URL": "http://two:5000"})
    assert (found.provider, found.url) == ("osrm", "http://two:5000")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], "no table"),
        ({"speed": "1"}, "roads.speed is no setting"),
        ({"provider": 3}, "not a text"),
        ({"provider": "google"}, "estimate, osrm or valhalla"),
        ({"provider": "osrm"}, "url is missing for osrm"),
        ({"geocoder": "photon"}, "geocoder_url is missing for photon"),
        ({"geocoder": "bing"}, "off, nominatim or photon"),
        ({"provider": "osrm", "url": "ftp://x"}, "no address"),
        ({"provider": "osrm", "url": "http://me:secret@x"}, "password"),
        ({"provider": "osrm", "url": "http://x:99999"}, "no address"),
    ],
)
def test_what_cannot_be_set_is_said(table, words, tmp_path):
    with pytest.raises(Usage) as caught:
        read_roads(table, tmp_path, {})
    assert (
        words in f"{caught.value} {caught.value.hint}" if hasattr(caught.value, "hint") else str(caught.value)
    )
