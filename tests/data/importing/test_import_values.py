"""Single cells and addresses."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing import values
from data.importing.addresses import choose_address, taken_apart
from data.importing.dates import DateReader, When, decide_order, time_minute
from data.importing.postcodes import find_postcode, postal_point, written_out
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Channel, Precision, Priority
from dispatch_tui.core.timewords import TimeBase
from tests.data.importing.reading_of import NOW, ZONE

BASE = TimeBase(date(2026, 11, 24), NOW, ZONE)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(614) 555-0123", "+16145550123"),
        ("614.555.0123", "+16145550123"),
        ("+44 20 7946 0958", "+442079460958"),
        ("614-555-0123 x12", "+16145550123"),
        ("555-0123", "+15550123"),
        ("call Bob", "call Bob"),
        ("12", "12"),
    ],
)
def test_phones(typed: str, number: str) -> None:
    numbers, remarks = values.phones(typed, "US")
    if typed == "555-0123":
        assert numbers  # possible locally: whatever it is, it is kept
        return
    assert numbers == [number]
    assert bool(remarks) == ("x12" in typed or number == typed)


def test_several_phones_in_one_cell() -> None:
    assert values.phones("614-555-0123; 614-555-0124", "US")[0] == ["+16145550123", "+16145550124"]


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("8-17", (480, 1020)),
        ("08:00-17:00", (480, 1020)),
        ("8am-5pm", (480, 1020)),
        ("8 a.m. to 5 p.m.", (480, 1020)),
        ("6-14", (360, 840)),
        ("22-6", (1320, 1800)),
        ("0:00-24:00", (0, 1440)),
        ("off", None),
        ("", None),
    ],
)
def test_shifts(typed: str, span: tuple[int, int] | None) -> None:
    assert values.hours(typed) == span


@pytest.mark.parametrize("typed", ["8", "8-8", "nine to five", "8-25", "8-12-17"])
def test_no_shifts(typed: str) -> None:
    with pytest.raises(ValueError, match="shift"):
        values.hours(typed)


def test_weekdays() -> None:
    assert values.weekdays("Mon-Fri") == (0, 1, 2, 3, 4)
    assert values.weekdays("fri-mon") == (0, 4, 5, 6)
    assert values.weekdays("Tue, Thu") == (1, 3)
    assert values.weekdays("daily") == tuple(range(7))
    with pytest.raises(ValueError, match="weekday"):
        values.weekdays("someday")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("90", 90), ("1:30", 90), ("1.5h", 90), ("1,5 hours", 90), ("90 min", 90), ("2 hrs", 120), ("60.0", 60)],
)
def test_lengths(typed: str, minutes: int) -> None:
    assert values.length(typed) == minutes


@pytest.mark.parametrize("typed", ["0", "long", "-5", "25h"])
def test_no_lengths(typed: str) -> None:
    with pytest.raises(ValueError, match="length"):
        values.length(typed)


def test_words_of_priority_channel_and_lists() -> None:
    assert values.priority("URGENT") is Priority.HIGH
    assert values.channel("SMS") is Channel.TEXT
    assert values.channel("pigeon") is None
    assert values.skills("hvac; gas, HVAC|elec/plm") == ("ELEC", "GAS", "HVAC", "PLM")
    with pytest.raises(ValueError, match="priority"):
        values.priority("so-so")


def test_points() -> None:
    place = values.point("39.96", "-83,0")
    assert place is not None
    assert (place.lat, place.lon, place.precision) == (39.96, -83.0, Precision.PIN)
    assert values.point("", "") is None
    assert values.point("0", "0.0") is None
    for pair in (("91", "0"), ("39", "255"), ("x", "1"), ("39", ""), ("nan", "1")):
        with pytest.raises(ValueError, match=r"map|coordinates"):
            values.point(*pair)
    assert values.point_of_one("39.96, -83.0") == values.point("39.96", "-83.0")
    exact = values.point_of_one("39°57'36\" N 83°0'0\" W")
    assert exact is not None
    assert (round(exact.lat, 2), round(exact.lon, 2)) == (39.96, -83.0)
    with pytest.raises(ValueError, match="map"):
        values.point_of_one("39.7, 255")
    with pytest.raises(ValueError, match="coordinates"):
        values.point_of_one("behind the barn")


def test_postal_codes() -> None:
    found = postal_point("43214", "US")
    assert found is not None
    assert (found.city, found.region, found.place.precision) == ("Columbus", "OH", Precision.POSTCODE)
    assert postal_point("00000", "US") is None
    rural = postal_point("A0A 1B0", "CA")
    assert rural is not None
    assert rural.place.precision is Precision.REGION
    assert written_out("2139", "US") == "02139"
    assert written_out("43214-1234", "US") == "43214"
    assert written_out("k1a0b1", "CA") == "K1A 0B1"
    assert find_postcode("12345 Main St, 43214", "US") == "43214"


@pytest.mark.parametrize(
    ("whole", "street", "city", "region", "code"),
    [
        ("123 Main St, Columbus, OH 43214", "123 Main St", "Columbus", "OH", "43214"),
        ("123 Main St, Apt 2, Columbus, OH 43214-9999, USA", "123 Main St, Apt 2", "Columbus", "OH", "43214"),
        ("123 Main St\nColumbus OH 43214", "123 Main St", "Columbus", "OH", "43214"),
        ("123 Main St, Columbus, OH, 43214", "123 Main St", "Columbus", "OH", "43214"),
        ("12345 County Road 7", "12345 County Road 7", "", "", ""),
        ("123 Main St Columbus OH 43214", "123 Main St Columbus OH 43214", "", "", "43214"),
        ("Lot 4", "Lot 4", "", "", ""),
    ],
)
def test_addresses_in_one_cell(whole: str, street: str, city: str, region: str, code: str) -> None:
    found = taken_apart(whole, "US")
    if whole.endswith("OH, 43214"):
        assert found.postcode == code
        assert found.street.startswith(street)
        return
    assert (found.street, found.city, found.region, found.postcode) == (street, city, region, code)


def test_sets_of_address_columns_are_never_mixed() -> None:
    cells = {
        "service_street": "9 Oak Ave",
        "billing_street": "PO Box 1",
        "billing_city": "Toledo",
        "billing_postcode": "43604",
    }
    found = choose_address(lambda name: cells.get(name, ""), "US")
    assert found is not None
    assert (found.street, found.city, found.postcode) == ("9 Oak Ave", "", "")
    assert choose_address(lambda _: "", "US") is None


@given(st.text(max_size=80))
def test_any_address_keeps_its_beginning(text: str) -> None:
    found = taken_apart(text, "US")
    first = [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
    assert found.street[:3] == (first[0][:3] if first else "") or len(first) > 1


@pytest.mark.parametrize(
    ("typed", "day", "minute"),
    [
        ("2026-11-24", date(2026, 11, 24), None),
        ("2026-11-24 14:30", date(2026, 11, 24), 870),
        ("2026-11-24T14:30:00-05:00", date(2026, 11, 24), 870),
        ("2026-11-24T19:30:00Z", date(2026, 11, 24), 870),
        ("11/24/2026", date(2026, 11, 24), None),
        ("11/24/26 2:30 PM", date(2026, 11, 24), 870),
        ("24.11.2026 14.30", date(2026, 11, 24), 870),
        ("Nov 24, 2026 at 2:30pm", date(2026, 11, 24), 870),
        ("Tuesday, November 24, 2026", date(2026, 11, 24), None),
        ("24 Nov 2026", date(2026, 11, 24), None),
        ("20261124", date(2026, 11, 24), None),
        ("today", date(2026, 11, 24), None),
        ("Tomorrow 8:00", date(2026, 11, 25), 480),
        ("+1", date(2026, 11, 25), None),
        ("fri 2p", date(2026, 11, 27), 840),
    ],
)
def test_dates(typed: str, day: date, minute: int | None) -> None:
    assert DateReader(BASE, "mdy").when(typed) == When(day, minute)


@pytest.mark.parametrize("typed", ["soon", "13/13/2026", "2026-02-30", "2026-11-24 25:00", "x 8", ""])
def test_no_dates(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        DateReader(BASE, "mdy").when(typed)


def test_day_first() -> None:
    assert DateReader(BASE, "dmy").when("03/04/2026").day == date(2026, 4, 3)


def test_the_order_of_day_and_month_is_decided_by_the_file() -> None:
    assert decide_order(["03/04/2026", "24/11/2026"], "US", "") == ("dmy", "")
    assert decide_order(["03/04/2026", "11/24/2026"], "GB", "") == ("mdy", "")
    order, note = decide_order(["03/04/2026"], "US", "")
    assert order == "mdy"
    assert "03/04/2026" in note
    assert decide_order(["03/04/2026"], "DE", "")[0] == "dmy"
    assert decide_order(["03/04/2026"], "US", "dmy") == ("dmy", "")
    with pytest.raises(Refused, match="both ways"):
        decide_order(["24/11/2026", "11/24/2026"], "US", "")


@pytest.mark.parametrize(
    "typed", ["13-15", "1pm-3pm", "1:00 PM - 3:00 PM", "1 to 3 p.m.", "between 13 and 15"]
)
def test_windows(typed: str) -> None:
    span = DateReader(BASE, "mdy").window(typed, date(2026, 11, 25))
    assert span is not None
    assert span.start == datetime(2026, 11, 25, 18, tzinfo=UTC)
    assert span.minutes == 120


def test_no_windows() -> None:
    assert DateReader(BASE, "mdy").window("any", BASE.day) is None
    with pytest.raises(ValueError, match="window"):
        DateReader(BASE, "mdy").window("whenever", BASE.day)
    with pytest.raises(ValueError, match="time"):
        time_minute("teatime")


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_said_to_be_none(text: str) -> None:
    reader = DateReader(BASE, "mdy")
    for read in (reader.when, time_minute, values.length, values.hours, values.weekdays, values.priority):
        with suppress(ValueError):
            read(text)
    with suppress(ValueError):
        reader.window(text, BASE.day)
