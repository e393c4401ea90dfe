"""Disagreements: both sides kept, somebody looks after them, an outcome settles them."""

from __future__ import annotations

from datetime import date

import pytest

from dispatch_tui.core.commands import Disagree, FollowDisagreement
from dispatch_tui.core.errors import Missing, Refused
from dispatch_tui.core.model import Disagreement
from tests.core.builders import visit
from tests.desk.shops import DeskShop

FRIDAY = date(2026, 11, 27)


def a_shop() -> DeskShop:
    return DeskShop((visit(1, "14:00"),))


def the_one(shop: DeskShop) -> Disagreement:
    (found,) = shop.all(Disagreement)
    return found


def test_it_is_written_down_as_both_sides_said_it():
    shop = a_shop()
    outcome = shop.do(
        Disagree(1, "You never came", "We rang twice", owner="bob", next_step="ring them", due=FRIDAY)
    )
    assert outcome.said == (
        "disagreement with the client on 1 written down, bob looks after it; next: ring them by Fri 27 Nov"
    )
    assert outcome.call is not None
    assert outcome.call.id == 1
    kept = the_one(shop)
    assert (kept.theirs, kept.ours, kept.owner) == ("You never came", "We rang twice", "bob")
    assert (kept.opened_by, kept.opened_at, kept.settled_at) == ("ann", shop.now, None)


def test_who_writes_it_down_looks_after_it():
    shop = a_shop()
    assert shop.do(Disagree(1, "too dear", within_team=True)).said == (
        "disagreement within the team on 1 written down, ann looks after it"
    )
    assert the_one(shop).owner == "ann"


def test_what_was_said_is_data():
    shop = a_shop()
    shop.do(Disagree(1, "rude\x1b[2J\nand late", next_step="ring\x07 them"))
    assert the_one(shop).theirs == "rude\nand late"
    assert the_one(shop).next_step == "ring them"


def test_it_needs_a_call_and_something_said():
    with pytest.raises(Refused, match="needs what was said"):
        a_shop().do(Disagree(1, "  "))
    with pytest.raises(Missing):
        a_shop().do(Disagree(99, "late"))


def test_what_is_not_given_stays():
    shop = a_shop()
    shop.do(Disagree(1, "You never came", "We did", next_step="ring", due=FRIDAY))
    said = shop.do(FollowDisagreement(1, owner="bob")).said
    assert said == "disagreement on 1: bob looks after it; next: ring by Fri 27 Nov"
    kept = the_one(shop)
    assert (kept.ours, kept.owner, kept.next_step, kept.due) == ("We did", "bob", "ring", FRIDAY)
    shop.do(FollowDisagreement(1, ours="We have a picture", next_step=""))
    kept = the_one(shop)
    assert (kept.ours, kept.owner, kept.next_step) == ("We have a picture", "bob", "")


def test_an_outcome_settles_it_once():
    shop = a_shop()
    shop.do(Disagree(1, "too dear"))
    assert shop.do(FollowDisagreement(1, outcome="10 % off")).said == "disagreement on 1 settled: 10 % off"
    kept = the_one(shop)
    assert (kept.outcome, kept.settled_at) == ("10 % off", shop.now)
    with pytest.raises(Refused, match="is settled: 10 % off"):
        shop.do(FollowDisagreement(1, outcome="no"))


def test_going_on_needs_something_to_go_on_with():
    shop = a_shop()
    shop.do(Disagree(1, "too dear"))
    with pytest.raises(Refused, match="nothing was said"):
        shop.do(FollowDisagreement(1))
    with pytest.raises(Missing):
        shop.do(FollowDisagreement(7, owner="bob"))
