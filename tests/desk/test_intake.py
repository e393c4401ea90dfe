"""The form without its screen: understood as typed, wrong in words, complete or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.catalogue import CALL_TYPES
from dispatch_tui.core.commands import EditCall, Promise
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.model import Channel, Priority
from dispatch_tui.core.timewords import TimeBase
from dispatch_tui.desk.intake import FIELDS, IntakeContext, check, matching_types
from dispatch_tui.desk.intake_acts import (
    Chosen,
    changes,
    filled_from,
    filled_from_call,
    history_words,
    new_call,
)
from dispatch_tui.desk.phones import stored_phone
from dispatch_tui.desk.ports import CustomerHit
from tests.core.builders import NEW_YORK, NOON, TODAY, at, call, customer, site, span
from tests.widgets.boards import nasty

CONTEXT = IntakeContext(CALL_TYPES, TimeBase(TODAY, NOON, NEW_YORK))
WHOLE = {"name": "Ida Fox", "address": "12 Elm St", "type": "NOHEAT"}

names = st.sampled_from([each.name for each in FIELDS])


@given(st.dictionaries(names, nasty, max_size=17))
def test_no_text_breaks_the_form(typed: dict[str, str]):
    checked = check(typed, CONTEXT)
    for name in (*checked.errors, *checked.missing, *checked.echoes):
        assert name in {each.name for each in FIELDS}
    if checked.ready:
        command = new_call(typed, checked, Chosen(), "US")
        assert command.minutes > 0
    else:
        with pytest.raises(Usage):
            new_call(typed, checked, Chosen(), "US")


def test_the_kind_of_work_brings_what_it_usually_takes():
    checked = check(WHOLE, CONTEXT)
    kind = next(kind for kind in CALL_TYPES if kind.code == "NOHEAT")
    assert checked.ready
    assert (checked.minutes, checked.skills, checked.priority) == (kind.minutes, kind.skills, kind.priority)
    assert checked.due == TODAY
    assert checked.window is None
    command = new_call(WHOLE, checked, Chosen(), "US")
    assert (command.source, command.channel, command.window_told) == ("phone", Channel.PHONE, False)


def test_what_is_typed_outranks_what_is_usual():
    typed = WHOLE | {
        "minutes": "1h30", "skills": "gas, hvac", "priority": "em", "window": "2-4pm", "due": "tomorrow",
        "channel": "te",
        "tags": "quick, explains", "phone": "614 555 0134",
    }  # fmt: skip
    checked = check(typed, CONTEXT)
    assert checked.errors == {}
    assert (checked.minutes, checked.skills, checked.priority) == (90, ("GAS", "HVAC"), Priority.EMERGENCY)
    tomorrow = TODAY + timedelta(days=1)
    assert checked.due == tomorrow
    assert checked.window is not None
    assert checked.window.start == at("14:00", tomorrow)
    command = new_call(typed, checked, Chosen(), "US")
    assert command.customer.phone == "+16145550134"
    assert command.customer.tags == ("quick", "explains")
    assert command.window_told
    assert checked.echoes["window"] == "Wed 25 Nov 14–16"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("type", "xyzzy", "no such kind"),
        ("type", "l", "?"),
        ("minutes", "soon", "not a length"),
        ("minutes", "0", "between a minute and a day"),
        ("priority", "meh", "emergency, high"),
        ("due", "someday", "not a date"),
        ("due", "yesterday", "is past"),
        ("window", "8-9", "that is past"),
        ("window", "whenever", "window"),
        ("channel", "pigeon", "phone, text or email"),
    ],
)
def test_what_is_wrong_is_said_in_words(field: str, text: str, words: str):
    checked = check(WHOLE | {field: text}, CONTEXT)
    assert words in checked.errors[field]
    with pytest.raises(Usage):
        new_call(WHOLE | {field: text}, checked, Chosen(), "US")


def test_what_is_missing_is_named_by_its_label():
    checked = check({}, CONTEXT)
    assert checked.missing == ("name", "address", "type")
    with pytest.raises(Usage, match="Customer is still missing"):
        new_call({}, checked, Chosen(), "US")


def test_kinds_are_found_by_code_start_and_words():
    assert [kind.code for kind in matching_types("noheat", CALL_TYPES)] == ["NOHEAT"]
    assert matching_types("", CALL_TYPES) == list(CALL_TYPES)
    assert "WATERHTR" in {kind.code for kind in matching_types("heater", CALL_TYPES)}
    assert matching_types("xyzzy", CALL_TYPES) == []


def hit(**fields: object) -> CustomerHit:
    who = customer(7, name="Ida Fox", phone="+16145550134", tags=("quick",), channel=Channel.TEXT)
    base: dict[str, object] = {
        "customer": who, "sites": (site(3, customer_id=7, city="Columbus", region="OH", access="dog"),),
        "calls": 5,
        "open_calls": (call(4087),), "last_call": TODAY,
    }  # fmt: skip
    return CustomerHit(**{**base, **fields})  # type: ignore[arg-type]


def test_a_known_customer_fills_the_form_and_is_not_made_again():
    found = hit()
    filled = filled_from(found, found.sites[0])
    assert filled["city"] == "Columbus, OH"
    assert filled["tags"] == "quick"
    assert filled["access"] == "dog"
    typed = filled | {"type": "NOHEAT"}
    command = new_call(typed, check(typed, CONTEXT), Chosen(found.customer, found.sites[0]), "US")
    assert (command.customer.id, command.site.id) == (7, 3)
    elsewhere = typed | {"address": "99 Oak Ave"}
    moved = new_call(elsewhere, check(elsewhere, CONTEXT), Chosen(found.customer, found.sites[0]), "US")
    assert (moved.customer.id, moved.site.id, moved.site.address) == (7, 0, "99 Oak Ave")
    assert "address" not in filled_from(found, None)


def test_history_in_words():
    assert history_words(hit()) == "5 calls, last Tue 24 Nov; open: 4087"
    assert history_words(hit(calls=0, last_call=None, open_calls=())) == "no calls yet"


def test_a_call_brought_into_the_form_unchanged_changes_nothing():
    known = call(
        4087, type_code="NOHEAT", skills=("HVAC",), minutes=90, window=span("13:00", "15:00"), problem="cold",
        window_told_at=at("8:00"), access="dog", instructions="ring", channel=Channel.TEXT,
        priority=Priority.HIGH,
    )  # fmt: skip
    typed = filled_from_call(known, customer(), site(), CONTEXT)
    assert changes(known, typed, check(typed, CONTEXT), "why") == []
    typed |= {"minutes": "2h", "window": "15-17"}
    edit, promise = changes(known, typed, check(typed, CONTEXT), "why")
    assert edit == EditCall(4087, {"minutes": 120})
    assert promise == Promise(4087, span("15:00", "17:00"), "why")


def test_a_window_of_another_day_comes_back_as_it_was():
    tomorrow = TODAY + timedelta(days=1)
    known = call(
        4087, type_code="NOHEAT", skills=("HVAC",), due=tomorrow,
        window=type(span("8:00", "9:00"))(at("13:00", tomorrow), at("15:00", tomorrow)),
    )  # fmt: skip
    typed = filled_from_call(known, customer(), site(), CONTEXT)
    assert changes(known, typed, check(typed, CONTEXT), "why") == []


# -- telephones


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("614 555 0134", "+16145550134"), ("(614) 555-0134", "+16145550134"),
        ("+1 614 555 0134", "+16145550134"),
        ("+49 30 901820", "+4930901820"), ("", ""), ("  ", ""),
    ],
)  # fmt: skip
def test_numbers_that_are_understood(text: str, stored: str):
    assert stored_phone(text, "US") == (stored, "")


@pytest.mark.parametrize("text", ["555", "ask for Joe", "614 555 0134 ext. 12345678901"])
def test_numbers_that_are_not_are_kept_as_said(text: str):
    stored, doubt = stored_phone(text, "US")
    assert doubt or stored.startswith("+")
    if doubt:
        assert stored == text


@given(nasty)
def test_any_number_is_kept_in_one_clean_line(text: str):
    stored, _ = stored_phone(text, "US")
    assert len(stored) <= 32
    assert stored.isprintable()
    assert stored_phone(stored, "US")[0] == stored
