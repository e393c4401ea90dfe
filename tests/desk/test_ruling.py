"""The shop's rules and its own wordings: checked when they are set, and gone back from."""

from __future__ import annotations

import pytest

from dispatch_tui.core.commands import SetRule, SetTemplate
from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import MessageKind, Shop, Template
from dispatch_tui.core.rulebook import Rules
from tests.desk.shops import DeskShop

K = MessageKind


def rules(shop: DeskShop) -> Rules:
    (found,) = shop.all(Shop)
    return Rules.of(found)


def kept(shop: DeskShop) -> dict[str, str]:
    return dict(shop.all(Shop)[0].rules)


def test_a_rule_is_set_and_holds():
    shop = DeskShop()
    assert shop.do(SetRule("check-in-lead", "45")).said == "check-in-lead is 45, it was 30"
    assert rules(shop).check_in_lead == 45
    assert shop.do(SetRule("sound", "on")).said == "sound is on, it was off"
    assert kept(shop) == {"check-in-lead": "45", "sound": "on"}


def test_the_default_is_kept_nowhere():
    shop = DeskShop()
    shop.do(SetRule("snooze", "20"))
    assert shop.do(SetRule("snooze", "")).said == "snooze is 15 again, the default, it was 20"
    assert kept(shop) == {}
    shop.do(SetRule("snooze", "20"))
    shop.do(SetRule("snooze", "15"))
    assert kept(shop) == {}


def test_an_empty_wording_has_a_word_for_it():
    shop = DeskShop()
    shop.do(SetRule("check-in-reason", "the next client waits"))
    said = shop.do(SetRule("check-in-reason", " ")).said
    assert said == "check-in-reason is empty again, the default, it was the next client waits"


def test_a_rule_may_be_named_by_its_beginning():
    shop = DeskShop()
    shop.do(SetRule("late-s", "20"))
    assert rules(shop).late_step == 20


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("check-in-lead", "2", "5 to 180"),
        ("sound", "loud", "on or off"),
        ("quiet-from", "25:00", "a time as 21:00"),
        ("tell-late", "maybe", "ask or auto or off"),
        ("traffic", "9-7 1.2", "7-9 1.25"),
        ("weather", "on", "is not a rule"),
    ],
)
def test_what_a_rule_cannot_be_is_refused_and_nothing_is_kept(name: str, value: str, words: str):
    shop = DeskShop()
    with pytest.raises(Refused, match=words):
        shop.do(SetRule(name, value))
    assert kept(shop) == {}


def wordings(shop: DeskShop) -> list[tuple[str, str, str, str]]:
    return [(each.kind.value, each.language, each.subject, each.body) for each in shop.all(Template)]


def test_the_shop_words_a_message_its_own_way_and_goes_back():
    shop = DeskShop()
    body = "{shop} here: {technician} comes about {eta}."
    assert shop.do(SetTemplate(K.LATE, "en", body, "Later")).said == "late (en) is worded anew"
    assert wordings(shop) == [("late", "en", "Later", body)]
    shop.do(SetTemplate(K.LATE, "en", "Sorry, about {ETA}."))
    assert wordings(shop) == [("late", "en", "", "Sorry, about {eta}.")]
    shop.do(SetTemplate(K.LATE, "es", "Llegamos a las {eta}."))
    assert shop.do(SetTemplate(K.LATE, "en", "")).said == "late (en) is worded by us again"
    assert wordings(shop) == [("late", "es", "", "Llegamos a las {eta}.")]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (SetTemplate(K.LATE, "en", "at {time}"), "means nothing in this message"),
        (SetTemplate(K.LATE, "en", "at {eta"), "stands alone"),
        (SetTemplate(K.FREE, "en", "hello"), "has no template"),
        (SetTemplate(K.LATE, "fr", "en retard"), "no wordings in 'fr'"),
        (SetTemplate(K.LATE, "en", " "), "worded by us already"),
    ],
)
def test_what_is_no_wording_is_refused(command: SetTemplate, words: str):
    shop = DeskShop()
    with pytest.raises(Refused, match=words):
        shop.do(command)
    assert wordings(shop) == []
