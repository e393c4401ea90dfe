import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import CallType, MessageKind, Shop, Template
from dispatch_tui.core.rulebook import Rules
from dispatch_tui.core.telling.segments import segments, straightened
from dispatch_tui.core.telling.templates import (
    LANGUAGES,
    PLACEHOLDERS,
    Wording,
    check_in_reason,
    check_wording,
    customer_facts,
    filled,
    spoken_script,
    technician_facts,
    wording,
)
from dispatch_tui.core.telling.wordings import BUILT_IN
from tests.core.builders import at, call, customer, site, span, tech

K = MessageKind
SHOP = Shop(name="Delgado Heating", zone_name="America/New_York")
NOW = at("9:00")
ANN = customer(name="Ann Baker", phone="+16145550134", tags=("quick", "explains"))
ELM = replace(
    site(), address="12 Elm St", city="Columbus", region="OH", postcode="43215", access="gate code 4411"
)
NO_HEAT = call(412, problem="No heat upstairs", instructions="Ring twice", part="igniter 5SW", access="dog")
NO_HEAT_TYPE = CallType("NOHEAT", "No heat", (), 60)
MARIA = tech(name="Maria Lopez")
KINDS = [kind for kind in K if kind not in (K.FREE, K.REPLY)]
TOLD_TECHNICIANS = (K.THE_CALL, K.CHANGED, K.OFF, K.CHECK_IN)


def facts_for(kind: MessageKind, language: str) -> dict[str, str]:
    if kind in TOLD_TECHNICIANS:
        reason = {
            K.CHANGED: "New time",
            K.OFF: "canceled by the customer",
            K.CHECK_IN: check_in_reason(Rules.of(SHOP), language),
        }
        return technician_facts(
            SHOP, replace(NO_HEAT, window=span("13:00", "15:00")), ANN, ELM, NO_HEAT_TYPE,
            MARIA, language, now=NOW, start=at("13:10"), history="igniter changed in March",
            equipment="Carrier 58STA", reason=reason.get(kind, ""),
        )  # fmt: skip
    return customer_facts(
        SHOP, NO_HEAT, ANN, ELM, MARIA, language, eta=at("14:03"), window=span("13:00", "15:00"), now=NOW
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_of_ours_is_short_complete_and_kind(kind: MessageKind, language: str):
    ours = wording(kind, language, ())
    sent = filled(ours, facts_for(kind, language))
    takes = segments(sent.body)
    assert 1 <= takes.count <= 2
    assert sent.subject
    assert segments(sent.subject).count == 1
    assert not re.search(r"[{}]|[!?.,]{2}|  |!|\.\.", sent.body + sent.subject)
    assert check_wording(kind, ours.subject, ours.body) == ours
    if language == "en":
        assert takes.encoding == "GSM-7"
        if kind is not K.THE_CALL:
            assert takes.count == 1


@pytest.mark.parametrize("kind", [K.CONFIRMATION, K.LATE, K.ON_THE_WAY, K.REPROMISED, K.EARLIER, K.DONE])
def test_the_spanish_ones_to_customers_spare_the_letters_that_cost(kind: MessageKind):
    assert segments(filled(wording(kind, "es", ()), facts_for(kind, "es")).body).count == 1


def test_every_kind_but_a_persons_own_words_has_placeholders_and_wordings():
    assert set(PLACEHOLDERS) == set(KINDS)
    for language in LANGUAGES:
        assert set(BUILT_IN[language]) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_placeholder_of_a_kind_is_a_fact_that_can_be_had(kind: MessageKind):
    assert set(PLACEHOLDERS[kind]) <= facts_for(kind, "en").keys()


def test_the_words_themselves():
    assert filled(wording(K.CHECK_IN, "en", ()), facts_for(K.CHECK_IN, "en")).body == (
        "How much longer do you need on this call? We ask so that we can tell the client who is next."
    )
    assert filled(wording(K.LATE, "en", ()), facts_for(K.LATE, "en")).body == (
        "Delgado Heating: we are sorry, Maria is running late. New arrival: about 14:05. "
        "If that does not suit you, just tell us."
    )
    assert filled(wording(K.CONFIRMATION, "es", ()), facts_for(K.CONFIRMATION, "es")).body == (
        "Delgado Heating: su visita queda fijada para hoy, llegada 13:00-15:00. "
        "Si no le viene bien, solo tiene que avisarnos."
    )
    assert filled(wording(K.THE_CALL, "en", ()), facts_for(K.THE_CALL, "en")).body == (
        "Call 412: No heat\nNo heat upstairs\nBe there: 13:10\nPromised: today 13:00-15:00\n"
        "Ann Baker 614-555-0134\n12 Elm St, Columbus, OH 43215\nPlease note: Ring twice\n"
        "Access: dog; gate code 4411\nBefore: igniter changed in March\nEquipment: Carrier 58STA\n"
        "Bring: igniter 5SW\nThey like: quick, explains"
    )


def test_what_is_not_known_leaves_no_trace():
    bare = technician_facts(SHOP, call(412), customer(name="Ann"), None, None, None, "en", now=NOW)
    assert filled(wording(K.THE_CALL, "en", ()), bare).body == "Call 412: REPAIR\nAnn"
    off = technician_facts(SHOP, call(412), customer(name="Ann"), None, None, None, "en", now=NOW)
    assert filled(wording(K.OFF, "en", ()), off).body == "Call 412, Ann, is off your list, no need to go."
    unknown = customer_facts(SHOP, call(412), ANN, None, None, "en", eta=at("14:00"), window=None, now=NOW)
    assert "our technician is running late" in filled(wording(K.LATE, "en", ()), unknown).body


def own(kind: MessageKind, language: str, body: str, subject: str = "") -> Template:
    return Template(kind, language, body, subject)


def test_the_shops_own_wording_is_first_in_its_language():
    mine = [own(K.LATE, "en", "Late"), own(K.LATE, "es", "Tarde", "Asunto"), own(K.DONE, "en", "Bye")]
    assert wording(K.LATE, "en", mine) == Wording(BUILT_IN["en"][K.LATE].subject, "Late")
    assert wording(K.LATE, "es", mine) == Wording("Asunto", "Tarde")
    assert wording(K.DONE, "es", mine) == BUILT_IN["es"][K.DONE]
    assert wording(K.REMINDER, "en", mine) == BUILT_IN["en"][K.REMINDER]


def test_a_language_that_nobody_has_worded_is_english():
    assert wording(K.LATE, "fr", [own(K.LATE, "en", "Late")]).body == "Late"
    assert wording(K.LATE, "fr", ()) == BUILT_IN["en"][K.LATE]
    assert wording(K.LATE, "", ()) == BUILT_IN["en"][K.LATE]
    assert wording(K.LATE, "fr", [own(K.LATE, "fr", "En retard")]).body == "En retard"
    assert wording(K.LATE, "es-MX", ()) == BUILT_IN["es"][K.LATE]


@pytest.mark.parametrize("kind", [K.FREE, K.REPLY])
def test_a_persons_own_words_have_no_template(kind: MessageKind):
    with pytest.raises(Refused, match="own words"):
        wording(kind, "en", ())
    with pytest.raises(Refused, match="own words"):
        check_wording(kind, "", "Hello")


@pytest.mark.parametrize(
    ("body", "facts", "expected"),
    [
        ("Hi {a}", {"a": "Ann"}, "Hi Ann"),
        ("Hi {a}{b}", {"a": "Ann"}, "Hi Ann"),
        ("Hi {a}, {b}.", {"a": "Ann"}, "Hi Ann."),
        ("Hi {a} ({b}) there", {"a": "Ann"}, "Hi Ann) there"),
        ("{a}: {b}", {"a": "Ann"}, "Ann"),
        ("{b}: {a}", {"a": "Ann"}, ": Ann"),
        ("{a} {b} {c}", {"a": "x", "c": "y"}, "x y"),
        ("One\nTwo {b}\nThree", {}, "One\nThree"),
        ("One\n\nTwo", {}, "One\n\nTwo"),
        ("{b}", {}, ""),
        ("{a}", {"a": "{b}", "b": "no"}, "{b}"),
        ("{a}{b}", {"a": "{", "b": "a}"}, "{a}"),
        ("{a}", {"a": "“x” – y…"}, '"x" - y...'),
        (" {a} ", {"a": " x "}, "x"),
        ("{a}, ..., {b}", {"a": "1,  ,2"}, "1,  ,2, ..."),
        ("{}", {"": "x"}, "x"),
        (r"\1 {a} \g<0>", {"a": r"\1"}, r"\1 \1 \g<0>"),
    ],
)
def test_filling(body: str, facts: dict[str, str], expected: str):
    assert filled(Wording("", body), facts).body == expected


def test_the_subject_is_one_line():
    assert filled(Wording("To {a}\n{b}", "x"), {"a": "Ann\nBcc: all"}).subject == "To Ann Bcc: all"


names = st.sampled_from(["a", "b", "c", "shop"])
pieces = st.lists(names.map("{{{}}}".format) | st.text("xyz .,:\n", max_size=5), max_size=12).map("".join)
values = st.dictionaries(names, st.text("{}abc\\ \u2019", max_size=8))


@given(pieces, values)
def test_facts_are_data_and_come_out_as_they_are(body: str, facts: dict[str, str]):
    sent = filled(Wording("", body), facts).body
    used = [name for name in re.findall(r"\{(\w+)\}", body) if facts.get(name)]
    for name in used:
        assert straightened(facts[name]).strip() in sent
    assert sent.count("{") == sum(facts[name].count("{") for name in used)
    assert sent == sent.strip()
    assert straightened(sent) == sent


@given(st.text(), st.text())
def test_a_wording_is_kept_clean_or_refused(subject: str, body: str):
    try:
        kept = check_wording(K.LATE, subject, body)
    except Refused:
        return
    assert kept.body
    assert len(kept.body) <= 1000
    assert check_wording(K.LATE, kept.subject, kept.body) == kept


def test_a_good_wording_is_cleaned():
    kept = check_wording(K.LATE, " Late,\n{ Technician } ", "We’re late…\r\n\x1b[31m{SHOP}\x00")
    assert kept == Wording("Late, {technician}", "We're late...\n{shop}")


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("", "Hi {who}, {what}", "{what}, {who} means nothing"),
        ("{who}", "Hi", "{who} means nothing"),
        ("", "{likes}", "{likes} means nothing"),
        ("", "{}", "{} means nothing"),
        ("", "Hi {shop", "stands alone"),
        ("", "Hi shop}", "stands alone"),
        ("", "{{shop}}", "stands alone"),
        ("{", "Hi", "stands alone"),
        ("", " \n ", "needs words"),
        ("", "x" * 1001, "too long"),
        ("x" * 121, "Hi", "too long"),
    ],
)
def test_a_wording_that_cannot_be_kept(subject: str, body: str, words: str):
    with pytest.raises(Refused, match=re.escape(words)) as refused:
        check_wording(K.LATE, subject, body)
    assert refused.value.hint


def test_the_hint_names_what_may_be_used():
    with pytest.raises(Refused) as refused:
        check_wording(K.OPTED_OUT, "", "{who}")
    assert refused.value.hint == "use {shop}"


def test_exactly_the_limit_is_kept():
    assert len(check_wording(K.LATE, "s" * 120, "x" * 1000).body) == 1000


def test_why_we_ask():
    plain = Rules.of(SHOP)
    assert check_in_reason(plain, "en") == "so that we can tell the client who is next"
    assert check_in_reason(plain, "es") == "para avisar al siguiente cliente"
    assert check_in_reason(plain, "fr") == check_in_reason(plain, "en")
    worded = Rules.of(replace(SHOP, rules={"check-in-reason": "to keep our word to the next one."}))
    assert check_in_reason(worded, "es") == "to keep our word to the next one"


def test_a_script_is_one_run_of_speech():
    assert spoken_script("One\nTwo \n\n three") == "One Two three"


def test_a_day_word_far_off():
    later = customer_facts(
        SHOP, NO_HEAT, ANN, ELM, MARIA, "es", eta=None, window=span("13:00", "15:00"),
        now=at("9:00", date(2026, 11, 20)),
    )  # fmt: skip
    assert later["day"] == "mar 24 nov"
