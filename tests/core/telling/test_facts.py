from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.model import CallType, Shop, Span
from dispatch_tui.core.shifts import local_minute
from dispatch_tui.core.telling.facts import (
    customer_facts,
    day_word,
    known_language,
    shown_eta,
    technician_facts,
)
from tests.core.builders import (
    NEW_YORK,
    TODAY,
    at,
    call,
    customer,
    instants,
    minutes,
    site,
    span,
    tech,
    zones,
)

SHOP = Shop(name="Delgado", zone_name="America/New_York")
NOW = at("9:00")
WEDNESDAY = date(2026, 11, 25)


def told(
    language: str = "en", eta: datetime | None = None, window: Span | None = None, **who
) -> dict[str, str]:
    given = {
        "call": call(412),
        "customer": customer(),
        "site": site(),
        "technician": tech(name="Maria Lopez"),
        **who,
    }
    return customer_facts(SHOP, *given.values(), language, eta=eta, window=window, now=NOW)


def test_what_a_customer_may_be_told():
    facts = told(eta=at("14:03"), window=span("13:00", "15:00"), call=call(412, problem="No heat"))
    assert facts == {
        "shop": "Delgado", "customer": "Customer 1", "technician": "Maria", "window": "13:00-15:00",
        "eta": "14:05", "day": "today", "address": "1 Elm St", "problem": "No heat", "number": "412",
        "minutes": "305",
    }  # fmt: skip


def test_what_is_not_known_is_empty():
    facts = told(site=None, technician=None)
    assert (facts["address"], facts["eta"], facts["window"], facts["day"], facts["minutes"]) == ("",) * 5
    assert facts["technician"] == "our technician"
    assert told("es", technician=None)["technician"] == "nuestro técnico"
    assert told(technician=tech(name=" "))["technician"] == "our technician"


def test_an_arrival_on_another_day_says_so():
    assert told(eta=at("8:00", WEDNESDAY))["eta"] == "08:00 tomorrow"
    assert told("es", eta=at("8:00", WEDNESDAY))["eta"] == "08:00 mañana"
    assert told(eta=at("23:58"))["eta"] == "00:00 tomorrow"
    assert told(eta=at("8:00", WEDNESDAY))["day"] == "tomorrow"


def test_the_day_is_that_of_the_window_if_there_is_one():
    window = Span(at("8:00", WEDNESDAY), at("10:00", WEDNESDAY))
    assert told(eta=at("16:00"), window=window)["day"] == "tomorrow"


def test_a_window_until_midnight():
    assert told(window=Span(at("22:00"), at("0:00", WEDNESDAY)))["window"] == "22:00-24:00"


def test_facts_are_one_clean_line_each():
    facts = told(customer=customer(name="Ann\x1b[31m\nBaker\u202e"), call=call(1, problem="a\n\tb"))
    assert (facts["customer"], facts["problem"]) == ("Ann Baker", "a b")


@pytest.mark.parametrize(("clock", "shown"), [("14:00", "14:00"), ("14:01", "14:05"), ("14:59", "15:00")])
def test_an_arrival_is_told_in_full_five_minutes(clock: str, shown: str):
    assert shown_eta(at(clock), NEW_YORK) == at(shown)


def test_a_second_past_is_the_next_five():
    assert shown_eta(at("14:05") + timedelta(seconds=1), NEW_YORK) == at("14:10")


@given(instants, zones, st.integers(0, 999_999))
def test_it_is_never_told_too_early(instant, zone, micro):
    eta = instant.replace(microsecond=micro)
    shown = shown_eta(eta, zone)
    assert eta <= shown < eta + minutes(5)
    assert local_minute(shown, zone) % 5 == 0
    assert shown_eta(shown, zone) == shown


@pytest.mark.parametrize(
    ("ahead", "en", "es"),
    [
        (-1, "Mon 23 Nov", "lun 23 nov"),
        (0, "today", "hoy"),
        (1, "tomorrow", "mañana"),
        (2, "Thu 26 Nov", "jue 26 nov"),
        (4, "Sat 28 Nov", "sáb 28 nov"),
    ],
)
def test_words_for_days(ahead: int, en: str, es: str):
    day = TODAY + timedelta(days=ahead)
    assert day_word(day, TODAY, "en") == day_word(day, TODAY, "fr") == en
    assert day_word(day, TODAY, "es") == day_word(day, TODAY, "ES-mx") == es


def test_languages():
    assert [known_language(each) for each in ("en", "es", "es-MX", " ES ", "fr", "")] == [
        "en", "es", "es", "es", "en", "en",
    ]  # fmt: skip
    assert known_language("fr", "?") == "?"


def test_what_a_technician_is_told_is_about_this_call_alone():
    the_call = call(
        412,
        problem="No heat",
        instructions="Ring\ntwice",
        access="dog",
        part="igniter",
        window=span("13:00", "15:00"),
    )
    ann = customer(name="Ann Baker", phone2="+16145550134", tags=("quick",), note="pays late")
    kind = CallType("NOHEAT", "No heat", (), 60)
    facts = technician_facts(
        SHOP, the_call, ann, site(access="gate 4411"), kind, tech(name="Maria Lopez"), "en", now=NOW,
        start=at("13:12"), history="new igniter", equipment="Carrier", reason="new time",
    )  # fmt: skip
    assert facts == {
        "shop": "Delgado", "customer": "Ann Baker", "technician": "Maria", "window": "13:00-15:00",
        "eta": "13:12", "day": "today", "address": "1 Elm St", "problem": "No heat", "number": "412",
        "minutes": "", "phone": "614-555-0134", "type": "No heat", "instructions": "Ring twice",
        "access": "dog; gate 4411", "history": "new igniter", "equipment": "Carrier", "parts": "igniter",
        "likes": "quick", "reason": "new time",
    }  # fmt: skip


def test_a_technicians_facts_where_little_is_known():
    facts = technician_facts(SHOP, call(412), customer(), None, None, None, "en", now=NOW)
    known = {name: text for name, text in facts.items() if text}
    assert known == {"shop": "Delgado", "customer": "Customer 1", "number": "412", "type": "REPAIR"}


def test_the_same_access_is_said_once_and_the_planned_day_stands_in():
    both = call(412, access="gate 4411")
    facts = technician_facts(
        SHOP, both, customer(), replace(site(), access="gate 4411"), None, None, "en", now=NOW,
        start=at("8:00", WEDNESDAY),
    )  # fmt: skip
    assert facts["access"] == "gate 4411"
    assert (facts["day"], facts["eta"]) == ("tomorrow", "08:00 tomorrow")
